//! A tap on a notice leads to its case: the built service worker in Node, with browser windows that are made up, since no
//! driver can tap on a notice.
#![allow(missing_docs)]

use recourse_tests::{Outcome, env};
use serde_json::{Value, json};
use std::process::Command;

const SITE: &str = "https://partners.example/";
const BELOW: &str = "https://partners.example/complaints/";
const TICKET: &str = "0f9c2d6b1e5a4c7f8b3d2a1908f7e6d5";

/// A message with this content comes, and its notice is tapped while these windows are open.
fn tapped(scope: &str, message: &str, windows: &[String]) -> Outcome<Value> {
    let told = json!({ "scope": scope, "message": message, "windows": windows }).to_string();
    let mut command = Command::new("node");
    command.arg(env::clone("tests/worker/tap.mjs")).arg(env::dist().join("sw.js")).arg(told);
    let done = command.output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}

fn message(ticket: &str) -> String {
    json!({ "v": 1, "ticket": ticket, "language": "fr" }).to_string()
}

#[test]
fn it_opens_the_case() -> Outcome {
    for scope in [SITE, BELOW] {
        let elsewhere = [format!("{scope}messages"), format!("{scope}t/another"), format!("{scope}t/{TICKET}/mediation")];
        for windows in [&[][..], &elsewhere] {
            let done = tapped(scope, &message(TICKET), windows)?;
            assert_eq!((&done["opened"], &done["focused"]), (&json!(format!("{scope}t/{TICKET}")), &json!(null)), "{done:#}");
            assert_eq!(done["closed"], true, "{done:#}");
        }
    }
    Ok(())
}

#[test]
fn it_goes_to_the_window_that_shows_the_case() -> Outcome {
    for scope in [SITE, BELOW] {
        for rest in ["", "#outcome", "?from=mail"] {
            let there = format!("{scope}t/{TICKET}{rest}");
            let windows = [format!("{scope}messages"), there.clone(), format!("{scope}t/{TICKET}")];
            let done = tapped(scope, &message(TICKET), &windows)?;
            assert_eq!((&done["focused"], &done["opened"]), (&json!(there), &json!(null)), "{done:#}");
            // Also one that a reload past the worker has left without it.
            assert_eq!(done["asked"], json!({ "type": "window", "includeUncontrolled": true }), "{done:#}");
        }
    }
    Ok(())
}

#[test]
fn a_message_that_names_no_case_leads_to_the_messages() -> Outcome {
    for said in ["{}", "null", "no JSON", &message("../sign-in"), &message("a/b"), &message("https://other.example/")] {
        let done = tapped(BELOW, said, &[])?;
        assert_eq!(done["opened"], json!(format!("{BELOW}messages")), "{said}: {done:#}");
        assert!(done["shown"]["title"].as_str().is_some_and(|title| !title.is_empty()), "{said}: {done:#}");
        let done = tapped(BELOW, said, &[format!("{BELOW}messages")])?;
        assert_eq!((&done["focused"], &done["opened"]), (&json!(format!("{BELOW}messages")), &json!(null)), "{said}: {done:#}");
    }
    Ok(())
}
