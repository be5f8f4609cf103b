//! Every screen in both languages, in light and dark and on a small screen, against axe-core.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::look::Look;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::stage::{Stage, stage, stage_with};
use serde_json::json;
use std::sync::Arc;

async fn every_screen(stage: Arc<Stage>) -> Outcome {
    let proxy = Proxy::start(stage.backend.address()).await?;
    let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
    let mut found = Vec::new();
    let mut check = async |screen: &str| -> Outcome {
        found.extend(faults(&page, screen).await?);
        Ok(())
    };
    for (path, heading) in [
        ("/", "home.title"),
        ("/messages", "inbox.title"),
        ("/help", "help.title"),
        ("/more", "frame.more"),
        ("/contact", "contact.title"),
        ("/contact?topic=payments/blocked", "contact.all"),
        ("/problem", "problem.title"),
        ("/mediation", "mediation.title"),
        ("/verify", "verify.title"),
        ("/reports", "report.list"),
        ("/nowhere", "unknown.title"),
        ("/t/none", "ticket.sign-in"),
    ] {
        page.goto(path).await?;
        page.heading(&words.t(heading)).await?;
        check(path).await?;
    }
    page.goto("/contact?topic=account").await?;
    page.click_on("main form button", &words.t("contact.see")).await?;
    page.shows("#contact-topic-error", &words.t("error.topic")).await?;
    check("sub-topics, with an error").await?;
    page.goto("/contact?topic=payments/blocked").await?;
    page.click_on(".hours summary", &words.t("hours.title")).await?;
    check("contact options, with hours").await?;
    page.goto("/problem?topic=account/access").await?;
    page.holds("topic", "account/access").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    check("a problem, with errors").await?;

    page.goto("/complaint").await?;
    page.heading(&words.t("start.title")).await?;
    check("start").await?;
    page.click("label:has(input[name=audience][value=guest])").await?;
    page.shows("main [role=status]", &words.t("start.elsewhere")).await?;
    check("start, for a guest").await?;

    form::begin(&page, &words).await?;
    check("details").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    check("details, with errors").await?;
    form::fill_details(&page, &Complaint { email: "marie@gmial.com", ..complaint.clone() }).await?;
    page.shows(".suggestion", "marie@gmail.com").await?;
    page.click("label:has(input[name=managed-by][value=agency])").await?;
    page.shows(".first-contact", &words.t("managed.still")).await?;
    check("details, filled").await?;
    page.click("label:has(input[name=managed-by][value=account_manager])").await?;
    page.shows(".first-contact", &words.t("managed.still")).await?;
    check("details, with a first contact").await?;
    page.fill("email", complaint.email).await?;
    page.click(form::ON).await?;
    page.heading(&words.t("topic.title")).await?;
    check("topic").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    check("topic, with errors").await?;
    page.fill("topic-search", "a").await?;
    check("topic, with hits").await?;
    page.fill("topic-search", "qqqq").await?;
    page.shows("main [role=status]", "qqqq").await?;
    check("topic, without hits").await?;
    page.fill("topic-search", "").await?;
    form::choose_topic(&page, &complaint).await?;
    check("topic, chosen").await?;
    page.click(form::ON).await?;
    page.heading(&words.t("message.title")).await?;
    check("message").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    check("message, with errors").await?;
    form::fill_message(&page, &complaint).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.shows(".notice", &words.before("draft.restored")).await?;
    check("message, restored").await?;
    page.click(form::ON).await?;
    page.heading(&words.t("check.title")).await?;
    check("check").await?;

    proxy.set(Mode::HoldPosts);
    page.click(form::ON).await?;
    page.shows(".notice", &words.t("sending.now")).await?;
    check("sending").await?;
    proxy.set(Mode::DropPosts);
    page.shows(".notice", &words.t("sending.not-yet")).await?;
    // No attempt may begin in the middle of the check.
    proxy.set(Mode::HoldPosts);
    check("waiting").await?;
    page.goto("/").await?;
    page.shows(".card.draft", &words.t("draft.waiting")).await?;
    check("home, with what waits").await?;
    proxy.set(Mode::Pass);
    page.click_on(".card.draft a", &words.t("draft.look")).await?;
    let id = form::sent(&page, &words).await?;
    check("confirmation").await?;
    page.goto("/messages").await?;
    page.shows(".tickets", complaint.subject).await?;
    check("messages, with a ticket").await?;
    page.goto(&format!("/t/{id}")).await?;
    page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
    check("thread").await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows("#reply-error", &words.t("reply.empty")).await?;
    check("thread, with an error").await?;
    // The same matter once more, from somebody who is known by now.
    page.goto("/complaint?topic=payments/blocked").await?;
    form::go_on(&page, &words.t("details.title")).await?;
    form::go_on(&page, &words.t("topic.title")).await?;
    form::go_on(&page, &words.t("message.title")).await?;
    form::fill_message(&page, &complaint).await?;
    form::go_on(&page, &words.t("check.title")).await?;
    page.shows(".same", complaint.subject).await?;
    check("check, with the same matter").await?;
    page.goto("/problem?topic=calendar/dates").await?;
    page.shows(".sender", complaint.name).await?;
    check("a problem, of somebody known").await?;
    page.fill("subject", complaint.subject).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.goto("/").await?;
    page.click(".card.draft button[aria-label]").await?;
    page.shows("dialog[open]", &words.t("draft.delete-what")).await?;
    check("home, asking before a draft is deleted").await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_in_french() {
    stage_with("every_screen_in_french", Look::french(), every_screen).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_in_english() {
    stage_with("every_screen_in_english", Look::english(), every_screen).await;
}

/// Every thread of the demo, with what no handler's command makes yet: mediation, and cases that have ended.
async fn demo_threads(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let paths = stage.backend.fill_demo().await?;
    assert!(paths.len() >= 5, "the demo has {paths:?}");
    let (mut found, mut seen) = (Vec::new(), String::new());
    for path in &paths {
        page.goto(path).await?;
        page.shows(".entries h2", &words.t("entry.filed")).await?;
        seen += &page.texts(".entries h2").await?.join(" ");
        found.extend(faults(&page, path).await?);
    }
    for kind in ["entry.mediation", "entry.preliminary", "entry.outcome", "entry.request", "entry.answer", "entry.progress"] {
        assert!(seen.contains(&words.t(kind)), "no thread of the demo has {kind}: {seen}");
    }
    page.goto("/messages").await?;
    page.find(&format!(".tickets li:nth-child({})", paths.len())).await?;
    found.extend(faults(&page, "messages, with every state").await?);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn demo_threads_in_french() {
    stage_with("demo_threads_in_french", Look::french(), demo_threads).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn demo_threads_in_english() {
    stage_with("demo_threads_in_english", Look::english(), demo_threads).await;
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
