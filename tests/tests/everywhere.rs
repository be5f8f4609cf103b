//! The main ways in every engine: Chromium as a phone, Firefox, WebKitGTK. What one of them cannot do is left out by name.
#![allow(missing_docs)]

use recourse_tests::browser::Browser;
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::sign_in::code;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::words::Words;
use recourse_tests::{Outcome, engines};
use serde_json::json;
use std::sync::Arc;

/// What an engine cannot do here, and why. It is printed with each run.
const LEFT_OUT: [(&str, &str, &str); 7] = [
    ("Firefox", "push", "its push service is on the network, which tests do not use"),
    ("Firefox", "share target", "it installs no web apps"),
    ("Firefox", "files of the system", "it has no showSaveFilePicker; a download takes its place"),
    ("WebKitGTK", "push", "it has no push service"),
    ("WebKitGTK", "share target", "it installs no web apps"),
    ("WebKitGTK", "files of the system", "it has no showSaveFilePicker; a download takes its place"),
    ("WebKitGTK", "touch", "its driver has no touch screen"),
];

/// A browser of a kind, and the texts in its language.
struct Way {
    page: Page,
    words: Words,
    is_phone: bool,
}

impl Way {
    async fn begin(stage: &Stage, engine: &str, browser: Option<Browser>) -> Outcome<Self> {
        for (_, what, why) in LEFT_OUT.iter().filter(|(known, ..)| *known == engine) {
            eprintln!("{engine}: {what} is left out: {why}");
        }
        let is_phone = browser.is_none();
        let page = match browser {
            Some(browser) => stage.show(browser, stage.backend.origin().to_owned()),
            None => stage.page().await?,
        };
        page.goto("/").await?;
        if is_phone {
            page.become_phone(360, 640).await?;
        }
        // MiniBrowser takes its language from the system.
        let tag = page.js("return document.documentElement.lang", json!([])).await?;
        Ok(Self { page, words: Words::of(if tag == "fr" { "fr" } else { "en" }), is_phone })
    }

    /// Presses something, with a finger where there is one.
    async fn press(&self, css: &str) -> Outcome {
        if self.is_phone { self.page.tap(css).await } else { self.page.click(css).await }
    }
}

/// The file dialogue of the system is not the page's; what it gives is the same.
const CHOOSE: &str = "const chosen = new DataTransfer(), input = document.getElementById('attachments-input');
    const page = '%PDF-1.4\\n1 0 obj\\n<< /Type /Catalog /Pages 2 0 R >>\\nendobj\\n2 0 obj\\n<< /Type /Pages /Kids [] /Count 0 >>\\nendobj\\n'
      + 'trailer\\n<< /Size 3 /Root 1 0 R >>\\n%%EOF\\n';
    chosen.items.add(new File([page], 'extrait.pdf', { type: 'application/pdf' }));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

/// A complaint with a file, whose draft outlives a reload; then its thread, and a reply.
async fn complaint(way: &Way) -> Outcome {
    let (page, words, complaint) = (&way.page, &way.words, Complaint::default());
    form::begin(page, words).await?;
    form::fill_details(page, &complaint).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.shows(".notice", &words.before("draft.restored")).await?;
    page.holds("name", complaint.name).await?;
    page.holds("properties", complaint.properties).await?;
    form::go_on(page, &words.t("topic.title")).await?;
    form::choose_topic(page, &complaint).await?;
    form::go_on(page, &words.t("message.title")).await?;
    form::fill_message(page, &complaint).await?;
    page.js(CHOOSE, json!([])).await?;
    page.shows(".file", "extrait.pdf").await?;
    page.shows(".file", &words.t("attachment.done")).await?;
    form::go_on(page, &words.t("check.title")).await?;
    way.press(form::ON).await?;
    form::sent(page, words).await?;
    // Until then it may still scroll.
    page.focused("#heading").await?;
    page.click_on("main a", &words.t("sent.thread")).await?;
    page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
    page.shows(".entries", "extrait.pdf").await?;
    page.fill("reply", "Encore un mot.").await?;
    way.press("form.reply .foot-of-step [type=submit]").await?;
    page.shows("form.reply [role=status]", &words.t("reply.sent")).await?;
    page.shows(".entries", "Encore un mot.").await
}

/// From the ways to get in touch to a problem that is sent.
async fn problem(way: &Way) -> Outcome {
    let (page, words) = (&way.page, &way.words);
    page.goto("/contact?topic=account/access").await?;
    page.heading(&words.t("contact.all")).await?;
    way.press("main a.btn").await?;
    page.heading(&words.t("problem.title")).await?;
    form::fill_problem(page).await?;
    way.press(form::ON).await?;
    form::problem_sent(page, words).await.map(|_| ())
}

/// An outcome is settled, and then not.
async fn outcome(stage: &Stage, way: &Way) -> Outcome {
    let (page, words) = (&way.page, &way.words);
    let filed = stage.backend.file("outcome@example.com").await?;
    let reference = filed.ticket.summary.reference.to_string();
    let verdict = ["--decision", "not_upheld", "--findings", "The payout was on time."];
    stage.backend.handler(&[&["outcome", &reference, "We have decided."][..], &verdict].concat()).await?;
    page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
    page.shows(".entries", "The payout was on time.").await?;
    page.click_on(".answer-top button", &words.t("settle.yes")).await?;
    page.shows(".answer-here h2", &words.t("settle.thanks")).await?;
    page.shows(".head-tag", &words.t("state.settled")).await?;
    page.click_on(".answer-here button", &words.t("settle.undo")).await?;
    page.shows(".answer-here h2", &words.t("settle.ways")).await?;
    page.shows(".head-tag", &words.t("state.resolved")).await
}

/// A code signs in.
async fn sign_in(stage: &Stage, way: &Way) -> Outcome {
    const EMAIL: &str = "everywhere@example.com";
    let (page, words) = (&way.page, &way.words);
    stage.backend.file(EMAIL).await?;
    page.goto("/sign-in").await?;
    page.fill("sign-in", EMAIL).await?;
    page.click("main form button[type=submit]").await?;
    page.shows("label[for=sign-in]", &words.t("sign-in.code")).await?;
    page.fill("sign-in", &code(stage, EMAIL, &[]).await?).await?;
    page.click("form:has(#sign-in) button[type=submit]").await?;
    page.heading(&words.t("inbox.title")).await?;
    page.find(".tickets li").await.map(|_| ())
}

/// What is public: the reports, and checking a receipt.
async fn public(stage: &Stage, way: &Way) -> Outcome {
    let (page, words) = (&way.page, &way.words);
    page.goto("/verify").await?;
    page.heading(&words.t("verify.title")).await?;
    page.find("#verify-receipt").await?;
    stage.backend.fill_demo().await?;
    page.goto("/reports").await?;
    page.heading(&words.t("report.list")).await?;
    page.click(".ways a").await?;
    page.find("#lodged").await.map(|_| ())
}

async fn main_ways(stage: Arc<Stage>, way: Way) -> Outcome {
    complaint(&way).await?;
    problem(&way).await?;
    outcome(&stage, &way).await?;
    sign_in(&stage, &way).await?;
    public(&stage, &way).await
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_as_a_phone() {
    stage("chromium_as_a_phone", |stage| async move {
        let way = Way::begin(&stage, "Chromium", None).await?;
        main_ways(stage, way).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox() {
    stage("everywhere_firefox", |stage| async move {
        let way = Way::begin(&stage, "Firefox", Some(engines::firefox().await?)).await?;
        main_ways(stage, way).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webkit() {
    stage("everywhere_webkit", |stage| async move {
        let way = Way::begin(&stage, "WebKitGTK", Some(engines::webkit().await?)).await?;
        main_ways(stage, way).await
    })
    .await;
}
