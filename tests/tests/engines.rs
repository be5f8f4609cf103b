//! The other engines load the app, and a step can be left.
#![allow(missing_docs)]

use recourse_tests::browser::Browser;
use recourse_tests::form::Complaint;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::{Outcome, engines, form};
use std::sync::Arc;

async fn smoke(stage: Arc<Stage>, browser: Browser) -> Outcome {
    let (page, complaint) = (stage.show(browser, stage.backend.origin().to_owned()), Complaint::default());
    page.goto("/").await?;
    // MiniBrowser takes its language from the system.
    let tag = page.js("return document.documentElement.lang", serde_json::json!([])).await?;
    let words = recourse_tests::words::Words::of(if tag == "fr" { "fr" } else { "en" });
    page.heading(&words.t("home.title")).await?;
    form::begin(&page, &words).await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    page.shows("#email-error", &words.t("error.email")).await?;
    form::fill_details(&page, &complaint).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.shows(".notice", &words.before("draft.restored")).await?;
    page.holds("name", complaint.name).await?;
    page.holds("properties", complaint.properties).await?;
    form::go_on(&page, &words.t("topic.title")).await?;
    form::choose_topic(&page, &complaint).await?;
    form::go_on(&page, &words.t("message.title")).await?;
    form::fill_message(&page, &complaint).await?;
    form::go_on(&page, &words.t("check.title")).await?;
    page.click(form::ON).await?;
    form::sent(&page, &words).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox() {
    stage("firefox", |stage| async move { smoke(stage, engines::firefox().await?).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webkit() {
    stage("webkit", |stage| async move { smoke(stage, engines::webkit().await?).await }).await;
}
