//! In a help page a session runs out while the partner writes: the page is asked again who they are, and nothing is lost.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::embedded::{TAG, help_at, host, was_asked};
use recourse_tests::form::Complaint;
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::platform::token;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::stage::stage_with;
use recourse_tests::words::Words;
use serde_json::json;

/// What the partner has written before the session ends, and what follows.
const BEGUN: &str = "Depuis la page d’aide, ";
const WHOLE: &str = "Depuis la page d’aide, et jusqu’au bout";

/// A connection that comes back has the app ask whether its session goes on.
const NOTICES: &str = "dispatchEvent(new Event('online'))";

/// The partner is in the thread, signed in, with this text in the box.
async fn goes_on(page: &Page, words: &Words, complaint: &Complaint, text: &str) -> Outcome {
    page.enter_centre().await?;
    page.heading(complaint.subject).await?;
    page.holds("reply", text).await?;
    page.hides("dialog", &words.t("session.ended")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_runs_out_is_renewed_by_the_page_and_the_text_stays() {
    let look = Look { third_party_cookies: false, ..Look::english() };
    stage_with("a_session_that_runs_out_is_renewed_by_the_page_and_the_text_stays", look, |stage| async move {
        let (words, complaint) = (Words::of("fr"), Complaint::default());
        let proxy = Proxy::start(stage.backend.address()).await?;
        // The app knows at once that the time of its session is up; the backend says when it does not take it any more.
        proxy.set(Mode::OldSessions);
        let tokens: Vec<String> = (0..4).map(|_| token(complaint.email, json!({}))).collect::<Result<_, _>>()?;
        let tag = TAG.replace("flow=\"complaint\"", "flow=\"messages\"");
        let host = help_at(&stage, proxy.origin(), &tag, &host(&tokens)).await?;
        stage.backend.file_with(complaint.email, |ticket| ticket.subject = complaint.subject.to_owned()).await?;
        let page = stage.page().await?;
        page.open(&host).await?;
        page.enter_centre().await?;
        page.heading(&words.t("inbox.title")).await?;
        page.click_on(".tickets a", complaint.subject).await?;
        page.heading(complaint.subject).await?;
        page.fill("reply", BEGUN).await?;
        was_asked(&page, 1).await?;

        // It is noticed while the partner types: nothing of that moves.
        stage.backend.let_session_end().await?;
        page.enter_centre().await?;
        page.js(NOTICES, json!([])).await?;
        was_asked(&page, 2).await?;
        goes_on(&page, &words, &complaint, BEGUN).await?;
        page.fill("reply", WHOLE).await?;

        // It is noticed by what is sent: that goes out with the next session.
        stage.backend.let_session_end().await?;
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        was_asked(&page, 3).await?;
        page.enter_centre().await?;
        page.shows(".entries article .prose", WHOLE).await?;
        page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
        goes_on(&page, &words, &complaint, "").await?;

        // A page that does not know the partner any more: the app asks, and keeps what is written.
        page.fill("reply", BEGUN).await?;
        page.driver().enter_default_frame().await?;
        page.js("document.querySelector('recourse-centre').identity = async () => null", json!([])).await?;
        stage.backend.let_session_end().await?;
        page.enter_centre().await?;
        page.js(NOTICES, json!([])).await?;
        page.shows("dialog", &words.t("session.ended")).await?;
        page.holds("reply", BEGUN).await
    })
    .await;
}
