//! Every screen in both languages, in light and dark and on a small screen, against axe-core.
#![allow(missing_docs)]

use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::look::Look;
use recourse_tests::screens::{Tour, without_faults};
use recourse_tests::stage::{stage, stage_with};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_anybody_can_open_in_french() {
    without_faults("axe_what_anybody_can_open_in_french", Look::french(), Tour::Open, faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_anybody_can_open_in_english() {
    without_faults("axe_what_anybody_can_open_in_english", Look::english(), Tour::Open, faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_in_french() {
    without_faults("axe_a_complaint_in_french", Look::french(), Tour::Complaint, faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_in_english() {
    without_faults("axe_a_complaint_in_english", Look::english(), Tour::Complaint, faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_kinds_of_cases_in_french() {
    without_faults("axe_all_kinds_of_cases_in_french", Look::french(), Tour::Cases, faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_kinds_of_cases_in_english() {
    without_faults("axe_all_kinds_of_cases_in_english", Look::english(), Tour::Cases, faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_without_the_app() {
    for look in [Look::french(), Look::english()] {
        stage_with("pages_without_the_app", look, |stage| async move {
            let page = stage.page().await?;
            page.goto("/").await?;
            page.heading(&stage.words().t("home.title")).await?;
            page.js("document.dispatchEvent(new Event('recourse-crash'))", json!([])).await?;
            page.find("[data-reload]").await?;
            let mut found = faults(&page, "after a crash").await?;
            page.devtools("Network.enable", json!({})).await?;
            page.devtools("Network.setBlockedURLs", json!({ "urls": ["*.wasm"] })).await?;
            page.open(&format!("{}/", stage.backend.origin())).await?;
            page.find("[data-reload]").await?;
            found.extend(faults(&page, "not loaded").await?);
            assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
            Ok(())
        })
        .await;
    }
}

/// A platform that says as little as a service file may.
#[tokio::test(flavor = "multi_thread")]
async fn the_smallest_platform() {
    stage("the_smallest_platform", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let file = stage.backend.scratch("smallest.toml");
        std::fs::write(&file, SMALLEST)?;
        stage.backend.start_with(Some(&file)).await?;
        let mut found = Vec::new();
        for (path, heading) in [("/", "home.title"), ("/help", "help.title"), ("/messages", "inbox.title")] {
            page.goto(path).await?;
            page.heading(&words.t(heading)).await?;
            found.extend(faults(&page, path).await?);
        }
        // What it does not offer is not shown.
        page.hides("main", &words.t("sign-in.title")).await?;
        form::begin(&page, &words).await?;
        form::fill_details(&page, &Complaint::default()).await?;
        form::go_on(&page, &words.t("topic.title")).await?;
        page.click("label:has(input[value=other])").await?;
        found.extend(faults(&page, "topic").await?);
        form::go_on(&page, &words.t("message.title")).await?;
        page.fill("subject", "Une question").await?;
        page.fill("message", "Voici ce qui s’est passé.").await?;
        form::go_on(&page, &words.t("check.title")).await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        found.extend(faults(&page, "confirmation").await?);
        page.click_on("main a", &words.t("sent.thread")).await?;
        page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        found.extend(faults(&page, "thread").await?);
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

const SMALLEST: &str = r#"
locales = ["fr"]

[platform]
name = "Petite Place"
email = "bonjour@petite.example"
time_zone = "Europe/Paris"

[[audiences]]
id = "partner"
label = "Partenaire"
description = "Vous proposez un logement."

[[topics]]
id = "other"
label = "Autre"
description = "Tout le reste."
kinds = ["complaint"]
legal_ground = "other"

[acknowledgement]
text = "Merci."
next_steps = [{ text = "Une personne lit votre dossier." }]

[limits]
name = 120
subject = 120
message = 2000
outcome_wanted = 500
field = 200
property = 40
properties = 5
"#;
