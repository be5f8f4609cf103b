//! Coming from the embedding platform, which says who the partner is.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::form::go_on;
use recourse_tests::look::Look;
use recourse_tests::platform::{service, token};
use recourse_tests::stage::{Stage, stage_with};
use serde_json::json;
use std::sync::Arc;

const MARIE: &str = "marie.platform@example.com";
const OTHER: &str = "other.platform@example.com";

async fn from_the_platform(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let file = stage.backend.scratch("identity.toml");
    std::fs::write(&file, service())?;
    stage.backend.start_with(Some(&file)).await?;
    let filed = stage.backend.file(MARIE).await?;
    stage.backend.file(OTHER).await?;

    // Sent to the messages: signed in, there, and nothing of the word is left in the address.
    let details =
        json!({"name": "Marie Dupont", "country": "FR", "properties": ["1204573", "1204581"], "phone": "+33 1 99 00 12 34"});
    page.goto(&format!("/messages?sort=-filed_at#identity={}", token(MARIE, details)?)).await?;
    page.heading(&words.t("inbox.title")).await?;
    page.shows(".tickets", filed.ticket.summary.reference.as_str()).await?;
    page.shows(".inbox-foot", MARIE).await?;
    page.until("the address without the word", "return !location.hash", json!([])).await?;
    let address = page.js("return location.href", json!([])).await?;
    assert!(address.as_str().is_some_and(|at| at.ends_with("/messages?sort=-filed_at")), "{address}");

    // The form knows who writes.
    page.click_on(".head-row a", &words.t("inbox.new")).await?;
    page.heading(&words.t("start.title")).await?;
    go_on(&page, &words.t("details.title")).await?;
    page.holds("name", "Marie Dupont").await?;
    page.holds("email", MARIE).await?;
    page.holds("properties", "1204573\n1204581").await?;
    page.holds("phone", "+33 1 99 00 12 34").await?;

    // Somebody else's word asks first; whoever stays is who they were.
    page.goto(&format!("/#identity={}", token(OTHER, json!({}))?)).await?;
    page.shows("main", &words.t("identity.ask-what").replace("{other}", MARIE)).await?;
    page.shows("main", OTHER).await?;
    let mut found = faults(&page, "asked whether to be somebody else").await?;
    page.click_on("main button", &words.t("identity.no")).await?;
    page.heading(&words.t("inbox.title")).await?;
    page.shows(".inbox-foot", MARIE).await?;
    let others = token(OTHER, json!({}))?;
    page.goto(&format!("/me#identity={others}")).await?;
    page.click_on("main button", &words.t("identity.yes")).await?;
    page.heading(&words.t("me.title")).await?;
    page.shows("main", OTHER).await?;

    // A word works once.
    page.goto(&format!("/messages#identity={others}")).await?;
    page.shows("main", &words.t("identity.refused")).await?;
    page.find("main form #sign-in").await?;
    found.extend(faults(&page, "a word that was used").await?);

    // Without an answer it is kept for another try.
    page.devtools("Network.enable", json!({})).await?;
    page.devtools("Network.setBlockedURLs", json!({ "urls": ["*/api/v1/session"] })).await?;
    page.goto(&format!("/me#identity={}", token(OTHER, json!({}))?)).await?;
    page.shows("main", &words.t("identity.failed")).await?;
    found.extend(faults(&page, "a word without an answer").await?);
    page.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
    page.click_on("main button", &words.t("unreachable.again")).await?;
    page.heading(&words.t("me.title")).await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_platform_in_french() {
    stage_with("from_the_platform_in_french", Look::french(), from_the_platform).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_platform_in_english() {
    stage_with("from_the_platform_in_english", Look::english(), from_the_platform).await;
}
