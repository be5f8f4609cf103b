//! The whole way in a help page in the other engines, which give pages in other sites' frames no cookies: signed in by the page's
//! word, filed with a file, loaded anew, and written back.
#![allow(missing_docs)]

use recourse_tests::embedded::{TAG, hears, help, host, was_asked};
use recourse_tests::files::{Files, pdf};
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::platform::token;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::words::Words;
use recourse_tests::{Outcome, engines};
use serde_json::json;
use std::sync::Arc;

const REPLY: &str = "Depuis la page d’aide";

/// What is about the way itself.
struct Way {
    stage: Arc<Stage>,
    page: Page,
    words: Words,
    complaint: Complaint,
    /// Whether what is written there outlives the page.
    keeps: bool,
}

impl Way {
    /// Opens the help page, whose word names the partner at each load.
    async fn begin(stage: Arc<Stage>, page: Page, keeps: bool) -> Outcome<Self> {
        let complaint = Complaint::default();
        let tokens: Vec<String> = (0..4).map(|_| token(complaint.email, json!({}))).collect::<Result<_, _>>()?;
        let host = help(&stage, TAG, &host(&tokens)).await?;
        page.open(&host).await?;
        Ok(Self { stage, page, words: Words::of("fr"), complaint, keeps })
    }

    /// Not every engine moves the focus within a frame that a driver, and no person, has gone into.
    async fn on(&self, heading: &str) -> Outcome {
        self.page.click(form::ON).await?;
        self.page.heading(&self.words.t(heading)).await
    }

    async fn load_anew(&self) -> Outcome {
        self.page.driver().enter_default_frame().await?;
        self.page.driver().refresh().await?;
        self.page.enter_centre().await
    }

    async fn file(&self) -> Outcome {
        let (page, words, complaint) = (&self.page, &self.words, &self.complaint);
        page.enter_centre().await?;
        page.heading(&words.t("start.title")).await?;
        page.shows(".full-tab", &words.t(if self.keeps { "embed.draft" } else { "embed.unkept" })).await?;
        self.on("details.title").await?;
        page.holds("email", complaint.email).await?;
        page.fill("name", complaint.name).await?;
        page.click(&format!("#country option[value={}]", complaint.country)).await?;
        page.fill("properties", complaint.properties).await?;
        self.on("topic.title").await?;
        self.on("message.title").await?;
        form::fill_message(page, complaint).await?;
        let files = Files::new()?;
        page.choose("attachments-input", &files.put("relevé.pdf", &pdf(20_000))?).await?;
        page.shows(".file", &words.t("attachment.done")).await?;
        if self.keeps {
            page.shows(".kept", &words.t("draft.kept")).await?;
            self.load_anew().await?;
            page.heading(&words.t("check.title")).await?;
        } else {
            self.on("check.title").await?;
        }
        page.shows(".file", "relevé.pdf").await?;
        page.click(form::ON).await?;
        form::sent(page, words).await?;
        hears(page, "filed").await
    }

    /// Nothing but the page's word leads back to the thread.
    async fn reply(&self) -> Outcome {
        let (page, words) = (&self.page, &self.words);
        self.load_anew().await?;
        was_asked(page, if self.keeps { 3 } else { 2 }).await?;
        page.enter_centre().await?;
        page.click_on("header nav a", &words.t("frame.messages")).await?;
        page.heading(&words.t("inbox.title")).await?;
        page.click_on(".tickets a", self.complaint.subject).await?;
        page.heading(self.complaint.subject).await?;
        page.shows(".entries", "relevé.pdf").await?;
        page.fill("reply", REPLY).await?;
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows(".entries article .prose", REPLY).await?;
        page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;

        // It came with the session of the page's word, into the same case: the list is the backend's.
        self.load_anew().await?;
        page.click_on("header nav a", &words.t("frame.messages")).await?;
        page.click_on(".tickets a", self.complaint.subject).await?;
        page.shows(".entries article .prose", REPLY).await
    }
}

async fn whole_way(stage: Arc<Stage>, page: Page, keeps: bool) -> Outcome {
    let way = Way::begin(stage, page, keeps).await?;
    way.file().await?;
    way.reply().await?;
    let mails = way.stage.backend.mails_to(way.complaint.email).await?;
    assert!(!mails.is_empty(), "the backend tells of the case");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox() {
    let run = |stage: Arc<Stage>| async move {
        let page = stage.show(engines::firefox().await?, stage.backend.origin().to_owned());
        whole_way(stage, page, true).await
    };
    stage("embed_firefox", run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_that_keeps_nothing_for_others() {
    let run = |stage: Arc<Stage>| async move {
        let page = stage.show(engines::firefox_with_cookies(1).await?, stage.backend.origin().to_owned());
        whole_way(stage, page, false).await
    };
    stage("embed_firefox_that_keeps_nothing_for_others", run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webkit() {
    let run = |stage: Arc<Stage>| async move {
        let page = stage.show(engines::webkit().await?, stage.backend.origin().to_owned()).by_script();
        whole_way(stage, page, true).await
    };
    stage("embed_webkit", run).await;
}
