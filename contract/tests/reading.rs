//! The app's small readers and serde's derived ones take the same, and refuse the same.

use recourse_contract::json::{self, Read};
use recourse_contract::{Filed, NewUpdate, Page, Problem, Service, Ticket, TicketSummary, Update};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

fn example(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    serde_json::from_str(&fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display())))
        .expect("an example is JSON")
}

/// Every pointer below `at`.
fn places(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| places(value, format!("{at}/{name}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, value)| places(value, format!("{at}/{i}"), found)),
        _ => {}
    }
    found.push(at);
}

fn agree<T: Read + DeserializeOwned + PartialEq + Debug>(value: &Value, about: &str) {
    let text = value.to_string();
    let (small, derived) = (json::read::<T>(&text), serde_json::from_str::<T>(&text));
    match (&small, &derived) {
        (Ok(small), Ok(derived)) => assert_eq!(small, derived, "{about}"),
        (Err(_), Err(_)) => {}
        _ => panic!("{about}: the small reader says {small:?}, serde says {derived:?}"),
    }
}

fn check<T: Read + DeserializeOwned + PartialEq + Debug>(name: &str) {
    let whole = example(name);
    json::read::<T>(&whole.to_string()).unwrap_or_else(|misread| panic!("{name}: {misread:?}"));
    agree::<T>(&whole, name);
    let mut all = Vec::new();
    places(&whole, String::new(), &mut all);
    for place in all {
        for other in
            [Value::Null, 7.into(), (-7).into(), 1.5.into(), "text".into(), true.into(), Value::Object(Default::default())]
        {
            let mut changed = whole.clone();
            *changed.pointer_mut(&place).expect("a place of this document") = other.clone();
            agree::<T>(&changed, &format!("{name} with {other} at {place:?}"));
        }
        let Some((parent, key)) = place.rsplit_once('/') else { continue };
        let mut changed = whole.clone();
        let Some(map) = changed.pointer_mut(parent).and_then(Value::as_object_mut) else { continue };
        match map.remove(key) {
            // What is absent here has a value that means it: none, no, the usual limits. serde insists on some of them.
            Some(Value::Array(_) | Value::Bool(_)) => {}
            _ if place == "/limits" => {}
            _ => agree::<T>(&changed, &format!("{name} without {place}")),
        }
    }
}

#[test]
fn service_is_read_alike() {
    check::<Service>("service.json");
}

#[test]
fn tickets_are_read_alike() {
    check::<Ticket>("ticket.json");
    check::<Filed>("filed.json");
    check::<Page<TicketSummary>>("tickets.json");
}

#[test]
fn updates_are_read_alike() {
    check::<Update>("update.json");
    check::<Page<Update>>("updates.json");
    check::<NewUpdate>("new_update.json");
    check::<NewUpdate>("new_answer.json");
    check::<Update>("answer.json");
}

#[test]
fn sessions_are_read_alike() {
    check::<recourse_contract::Session>("session.json");
    check::<recourse_contract::Session>("session_with_details.json");
    check::<recourse_contract::session::CodeSent>("code_sent.json");
    check::<recourse_contract::me::Me>("me.json");
    check::<recourse_contract::me::Me>("me_to_be_erased.json");
}

#[test]
fn articles_are_read_alike() {
    check::<recourse_contract::article::Article>("article.json");
    check::<recourse_contract::me::MeChange>("me_bookmarks.json");
}

#[test]
fn receipts_are_read_alike() {
    check::<recourse_contract::receipt::SignedReceipt>("signed_receipt.json");
}

#[test]
fn reports_are_read_alike() {
    check::<recourse_contract::report::Report>("report.json");
    check::<recourse_contract::report::Reports>("reports.json");
}

#[test]
fn problems_are_read_alike() {
    for name in ["invalid", "too_large", "illegal_move", "not_found", "internal"] {
        check::<Problem>(&format!("problem_{name}.json"));
    }
}

#[test]
fn what_is_no_json_is_not_read() {
    assert!(json::read::<Service>("<html>").is_err());
    assert_eq!(json::read::<NewUpdate>(r#"{"text":"Bonjour"}"#), Err(json::Misread("kind".into())));
}
