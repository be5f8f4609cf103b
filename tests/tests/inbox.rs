//! A long list: searched, narrowed, sorted, page by page, and each view with an address.
#![allow(missing_docs)]

use recourse_contract::Filed;
use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::sign_in::sign_in;
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::wait::until;
use serde_json::json;
use std::sync::Arc;

const EMAIL: &str = "agency@example.com";
const OTHER: &str = "hotel@example.com";

async fn rows(page: &Page, n: usize) -> Outcome {
    let script = "return document.querySelectorAll('.tickets li').length === arguments[0]";
    page.until(&format!("{n} rows"), script, json!([n])).await
}

async fn long_list(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let filed = stage.backend.file_many(EMAIL, 120).await?;
    // Nobody else's are among them.
    stage.backend.file("other@example.com").await?;
    let asked = filed[7].ticket.summary.reference.to_string();
    stage.backend.handler(&["ask", &asked, "One thing.", "--by", "+5d", "--question", "text:Which?"]).await?;
    sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
    // A page of fifty; what waits for the partner comes first.
    rows(&page, 50).await?;
    page.shows(".tickets li:first-child", &asked).await?;
    page.shows(".found", &words.count("inbox.found-more", 50)).await?;
    page.click_on(".more button", &words.t("inbox.more")).await?;
    rows(&page, 100).await?;
    page.click_on(".more button", &words.t("inbox.more")).await?;
    rows(&page, 120).await?;
    page.until("no more", "return !document.querySelector('.more')", json!([])).await?;
    // From a case far down the browser leads back to it.
    page.click(".tickets li:nth-child(90) a").await?;
    page.find(".entries").await?;
    page.driver().back().await?;
    page.focused(".tickets li:nth-child(90) a").await?;
    rows(&page, 120).await?;
    let seen = "const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight";
    page.until("the row in sight", seen, json!([])).await?;
    let mut found = faults(&page, "a long list").await?;

    // Words of the subject filter at once, whatever their case and accents; the address says what is looked for.
    page.fill("inbox-search", "DEMANDE 17").await?;
    rows(&page, 2).await?;
    page.shows(".found", &words.count("inbox.found", 2)).await?;
    page.until("the address", "return location.search === '?q=DEMANDE%2017'", json!([])).await?;
    // A word of a message that this device has never read: the backend knows it.
    page.fill("inbox-search", "toujours arrive 99").await?;
    page.shows(".tickets", &filed[99].ticket.summary.subject).await?;
    page.fill("inbox-search", "calendrier").await?;
    page.shows(".found", &words.fill("inbox.none", &[("words", "calendrier")])).await?;
    found.extend(faults(&page, "a list without hits").await?);
    page.click_on(".found button", &words.t("inbox.clear")).await?;
    page.focused("#inbox-search").await?;
    // All that the device knows, until the backend has given its first page anew.
    rows(&page, 50).await?;
    page.until("the plain address", "return location.search === ''", json!([])).await?;

    // Narrowed and sorted; a reload and a link show the same. An outcome that asks whether it settles the matter waits, too.
    let decided = filed[9].ticket.summary.reference.to_string();
    let verdict = ["--decision", "upheld", "--findings", "It was late.", "--remedy", "You are paid."];
    stage.backend.handler(&[&["outcome", &decided, "We have decided."][..], &verdict].concat()).await?;
    page.click(".filters summary").await?;
    page.click("#inbox-status option[value=yours]").await?;
    rows(&page, 2).await?;
    page.shows(".tickets li:first-child", &decided).await?;
    page.shows(".tickets li:first-child .tag", &words.before("inbox.asks")).await?;
    page.shows(".tickets li:last-child", &asked).await?;
    page.click("#inbox-status option[value=open]").await?;
    page.click("#inbox-sort option[value=filed_at]").await?;
    page.shows(".tickets li:first-child", &filed[0].ticket.summary.subject).await?;
    page.until("the address", "return location.search === '?status=open&sort=filed_at'", json!([])).await?;
    page.reload().await?;
    page.shows(".tickets li:first-child", &filed[0].ticket.summary.subject).await?;
    page.until("the filters to be open", "return document.querySelector('.filters details').open", json!([])).await?;
    found.extend(faults(&page, "a narrowed list").await?);
    // From a case the browser leads back to the same view.
    page.click(".tickets li:first-child a").await?;
    page.heading(&filed[0].ticket.summary.subject).await?;
    page.driver().back().await?;
    page.heading(&words.t("inbox.title")).await?;
    page.focused(".tickets li:first-child a").await?;
    page.until("the view", "return document.querySelector('#inbox-sort').value === 'filed_at'", json!([])).await?;
    page.goto("/messages?topic=other").await?;
    page.shows(".found", &words.t("inbox.none-narrow")).await?;

    // The service is away: what the device knows is still searched, and it says so.
    page.goto("/messages").await?;
    page.find(".tickets li").await?;
    stage.backend.stop().await?;
    page.fill("inbox-search", "demande 7").await?;
    page.shows(".notice", &words.before("inbox.stale")).await?;
    page.shows(".notice", &words.after("inbox.stale")).await?;
    page.shows(".tickets", &asked).await?;
    found.extend(faults(&page, "a list without the service").await?);
    stage.backend.start_again().await?;
    // By hand, or by itself when the stream is back.
    until("the notice to go", async || {
        page.js("document.querySelector('.notice button')?.click()", json!([])).await?;
        Ok((page.count(".notice").await? == 0).then_some(()))
    })
    .await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_in_french() {
    stage_with("a_long_list_in_french", Look::french(), long_list).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_in_english() {
    stage_with("a_long_list_in_english", Look::english(), long_list).await;
}

/// Another partner signs in in another tab of the same browser, while this one has pages of the list ahead.
async fn another_partner(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let mine = stage.backend.file_many(EMAIL, 60).await?;
    let theirs = stage.backend.file_many(OTHER, 110).await?;
    // The list asks when the tab is looked at, and hears nothing by itself.
    page.devtools("Network.enable", json!({})).await?;
    page.devtools("Network.setBlockedURLs", json!({ "urls": ["*/events"] })).await?;
    let mut codes = Vec::new();
    sign_in(&stage, &page, EMAIL, &mut codes).await?;
    rows(&page, 50).await?;
    page.find(".more button").await?;
    let this_tab = page.driver().window().await?;
    // The session is gone from the browser; the other tab notices, this one does not.
    page.devtools("Network.clearBrowserCookies", json!({})).await?;
    let other_tab = page.driver().new_tab().await?;
    page.driver().switch_to_window(other_tab).await?;
    page.goto("/messages").await?;
    page.shows("main", &words.t("inbox.empty")).await?;
    sign_in(&stage, &page, OTHER, &mut codes).await?;
    rows(&page, 50).await?;

    page.driver().switch_to_window(this_tab).await?;
    page.shows(".inbox-foot", OTHER).await?;
    page.js("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))", json!([])).await?;
    for shown in [50, 100, 110] {
        rows(&page, shown).await?;
        let references = page.texts(".tickets .mono").await?;
        let is_of =
            |filed: &[Filed], reference: &String| filed.iter().any(|one| one.ticket.summary.reference.as_str() == reference);
        let strangers: Vec<_> = references.iter().filter(|reference| !is_of(&theirs, reference)).collect();
        assert!(strangers.is_empty(), "of {shown} rows these are nobody's: {strangers:?}");
        assert!(!references.iter().any(|reference| is_of(&mine, reference)));
        if shown < 110 {
            page.click_on(".more button", &words.t("inbox.more")).await?;
        }
    }
    page.until("no more", "return !document.querySelector('.more')", json!([])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn after_another_partner_signed_in_there_are_only_their_rows() {
    stage("after_another_partner_signed_in_there_are_only_their_rows", another_partner).await;
}
