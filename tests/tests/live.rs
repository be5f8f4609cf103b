//! News as they come, over the stream of events.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::page::Page;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::sign_in::sign_in;
use recourse_tests::stage::{Stage, stage};
use serde_json::json;

const EMAIL: &str = "live@example.com";

/// A page that asks for nothing by itself: what comes, comes by the stream.
async fn without_polling(page: &Page) -> Outcome {
    let source = json!({ "source": "window.setInterval = () => 0" });
    page.devtools("Page.addScriptToEvaluateOnNewDocument", source).await?;
    Ok(())
}

async fn signed_in(stage: &Stage, origin: &str, codes: &mut Vec<String>) -> Outcome<Page> {
    let page = stage.page_at(origin).await?;
    without_polling(&page).await?;
    sign_in(stage, &page, EMAIL, codes).await?;
    Ok(page)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_browsers_see_the_same_thread() {
    stage("two_browsers_see_the_same_thread", |stage| async move {
        let words = stage.words();
        let filed = stage.backend.file(EMAIL).await?;
        let reference = filed.ticket.summary.reference.to_string();
        let mut codes = Vec::new();
        let one = signed_in(&stage, stage.backend.origin(), &mut codes).await?;
        let two = signed_in(&stage, stage.backend.origin(), &mut codes).await?;
        for page in [&one, &two] {
            page.click_on(".tickets a", &reference).await?;
            page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        }
        stage.backend.handler(&["reply", &reference, "From the handler."]).await?;
        for page in [&one, &two] {
            page.shows(".entries", "From the handler.").await?;
        }
        one.fill("reply", "From the first browser.").await?;
        one.click_on("form.reply button", &words.t("reply.send")).await?;
        two.shows(".entries", "From the first browser.").await?;
        // The same entries in the same order, and none of them twice.
        let entries = "return [...document.querySelectorAll('.entries > li:not(.waiting) .prose')].map((e) => e.innerText)";
        one.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
        let seen = one.js(entries, json!([])).await?;
        assert_eq!(seen, two.js(entries, json!([])).await?);
        assert_eq!(seen.as_array().map(Vec::len), Some(5), "{seen}");
        // In the list, too: what was read in the thread is no news.
        for page in [&one, &two] {
            page.click("header nav a[href='/messages']").await?;
        }
        two.until("nothing unread", "return !document.querySelector('.tickets .new')", json!([])).await?;
        stage.backend.handler(&["progress", &reference, "Soon.", "--news-by", "+3d"]).await?;
        for page in [&one, &two] {
            page.find(".tickets .new").await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_comes_back_and_has_missed_nothing() {
    stage("a_stream_that_breaks_comes_back_and_has_missed_nothing", |stage| async move {
        let words = stage.words();
        let filed = stage.backend.file(EMAIL).await?;
        let reference = filed.ticket.summary.reference.to_string();
        let page = signed_in(&stage, stage.backend.origin(), &mut Vec::new()).await?;
        page.click_on(".tickets a", &reference).await?;
        page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        stage.backend.handler(&["reply", &reference, "Before the break."]).await?;
        page.shows(".entries", "Before the break.").await?;
        // Every stream ends, and what is written before the backend is reached again is heard of afterwards.
        stage.backend.kill().await?;
        stage.backend.start_again().await?;
        stage.backend.handler(&["reply", &reference, "During the break."]).await?;
        page.shows(".entries", "During the break.").await?;
        stage.backend.handler(&["reply", &reference, "After the break."]).await?;
        page.shows(".entries", "After the break.").await?;

        // A tab that cannot be seen holds no stream; on waking it catches up.
        let hide = "Object.defineProperty(document, 'hidden', { get: () => arguments[0], configurable: true });
            document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))";
        let ended = "return performance.getEntriesByType('resource').filter((file) => file.name.endsWith('/events')).length";
        let before = page.js(ended, json!([])).await?;
        page.js(&hide.replace("arguments[0]", "true"), json!([])).await?;
        page.until("the stream to close", &format!("{ended} > arguments[0]"), json!([before])).await?;
        stage.backend.handler(&["reply", &reference, "While it slept."]).await?;
        let filed = stage.backend.ticket(&filed.ticket.summary.id, &filed.link_token).await?;
        assert!(filed.1.iter().any(|update| update.text == "While it slept."));
        page.js(&hide.replace("arguments[0]", "false"), json!([])).await?;
        page.shows(".entries", "While it slept.").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_streams_are_blocked_the_page_asks() {
    stage("where_streams_are_blocked_the_page_asks", |stage| async move {
        let words = stage.words();
        let filed = stage.backend.file(EMAIL).await?;
        let reference = filed.ticket.summary.reference.to_string();
        let page = stage.page().await?;
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": ["*/events"] })).await?;
        sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
        page.click_on(".tickets a", &reference).await?;
        page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        stage.backend.handler(&["reply", &reference, "From the handler."]).await?;
        page.shows(".entries", "From the handler.").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_in_the_middle_of_a_reply() {
    stage("offline_in_the_middle_of_a_reply", |stage| async move {
        let words = stage.words();
        let filed = stage.backend.file(EMAIL).await?;
        let proxy = Proxy::start(stage.backend.address()).await?;
        let page = stage.page_at(proxy.origin()).await?;
        sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
        page.click_on(".tickets a", filed.ticket.summary.reference.as_str()).await?;
        page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        page.fill("reply", "Au milieu").await?;
        proxy.set(Mode::Refuse);
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows(".entries .waiting", &words.t("draft.waiting")).await?;
        page.shows(".entries .waiting", "Au milieu").await?;
        // What else is written waits behind it.
        page.fill("reply", "Et la suite").await?;
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows(".entries .waiting", "Et la suite").await?;
        proxy.set(Mode::Pass);
        page.click_on(".entries .waiting button", &words.t("sending.retry")).await?;
        page.until("both to arrive", "return !document.querySelector('.entries .waiting')", json!([])).await?;
        let (_, thread) = stage.backend.ticket(&filed.ticket.summary.id, &filed.link_token).await?;
        let mine: Vec<_> = thread.iter().map(|update| update.text.as_str()).filter(|text| text.len() < 15).collect();
        assert_eq!(mine, ["Au milieu", "Et la suite"]);
        Ok(())
    })
    .await;
}
