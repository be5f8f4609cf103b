//! A help page by keyboard alone: Tab leads into the app and out of it again, and so does Shift+Tab.
#![allow(missing_docs)]

use recourse_tests::embedded::{TAG, hears, help, host};
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::words::Words;
use recourse_tests::{Outcome, engines};
use serde_json::json;
use std::sync::Arc;
use thirtyfour::prelude::Key;

/// More presses than the first screen needs: whoever is still inside then does not get out.
const MOST: usize = 60;

/// Where the focus is, seen from outside: the id of the page's own control, or the name of the app's element.
async fn outside(page: &Page) -> Outcome<String> {
    page.driver().enter_default_frame().await?;
    let place = page.js("const e = document.activeElement; return e?.id || e?.localName || ''", json!([])).await?;
    Ok(place.as_str().unwrap_or_default().to_owned())
}

/// Moves from one control of the page to another, all through the app. Gives the app's stops on the way.
async fn through(page: &Page, from: &str, to: &str, is_back: bool) -> Outcome<Vec<String>> {
    assert_eq!(outside(page).await?, from);
    let mut stops = Vec::new();
    for _ in 0..MOST {
        let keys = page.driver().action_chain();
        let keys =
            if is_back { keys.key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift) } else { keys.send_keys(Key::Tab) };
        keys.perform().await?;
        match &*outside(page).await? {
            "recourse-centre" => {}
            place if place == to => return Ok(stops),
            place => return Err(format!("the way from {from} to {to} leads to `{place}` after {stops:#?}").into()),
        }
        page.enter_centre().await?;
        let stop = "const e = document.activeElement; return e === document.body ? null : e.outerHTML.slice(0, 160)";
        if let Some(stop) = page.js(stop, json!([])).await?.as_str() {
            stops.push(stop.to_owned());
        }
    }
    Err(format!("the app lets nobody out from {from} to {to}: {stops:#?}").into())
}

async fn in_and_out(stage: Arc<Stage>, page: Page) -> Outcome {
    let words = Words::of("fr");
    let tag = format!("<button id=\"before\">Avant</button>{TAG}<button id=\"after\">Après</button>");
    let host = help(&stage, &tag, &host(&[])).await?;
    page.open(&host).await?;
    page.enter_centre().await?;
    page.heading(&words.t("start.title")).await?;
    hears(&page, "ready").await?;

    // The frame has a name, in the language of the page.
    let named = "return document.querySelector('recourse-centre').shadowRoot.querySelector('iframe').title === arguments[0]";
    page.until("a name", named, json!(["Centre de réclamation"])).await?;

    page.js("document.getElementById('before').focus()", json!([])).await?;
    let there = through(&page, "before", "after", false).await?;
    let mut back = through(&page, "after", "before", true).await?;
    back.reverse();
    assert_eq!(there, back, "the way back is another");
    let first = there.first().ok_or("Tab goes past the app")?;
    assert!(first.contains("href=\"#main\""), "the first stop is not the way to the content: {first}");
    assert!(there.iter().any(|stop| stop.contains("type=\"submit\"")), "{there:#?}");
    assert!(there.iter().any(|stop| stop.contains(&words.t("embed.close"))), "{there:#?}");

    page.driver().enter_default_frame().await?;
    page.js("document.querySelector('recourse-centre').lang = 'en'", json!([])).await?;
    page.until("the name in another language", named, json!(["Complaint centre"])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium() {
    stage("embed_keyboard_chromium", |stage| async move {
        let page = stage.page().await?;
        in_and_out(stage, page).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox() {
    stage("embed_keyboard_firefox", |stage| async move {
        let page = stage.show(engines::firefox().await?, stage.backend.origin().to_owned());
        in_and_out(stage, page).await
    })
    .await;
}
