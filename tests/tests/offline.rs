//! Without a connection, on a device that is shared, on one that keeps nothing, and on one whose clock is wrong.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::sign_in as signing;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::wait::until;
use recourse_tests::worker::serves;
use serde_json::json;
use std::sync::Arc;

const EMAIL: &str = "marie@example.com";

/// How many texts all databases of the origin hold.
const KEPT: &str = "return (async () => {
    let count = 0;
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
        for (const store of database.objectStoreNames) {
            const keys = database.transaction(store).objectStore(store).getAllKeys();
            count += await new Promise((done) => {
                keys.onsuccess = () => done(keys.result.filter((key) => !String(key).startsWith('service:')).length);
            });
        }
        database.close();
    }
    return count;
})()";

async fn read_before(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let filed = stage.backend.file(EMAIL).await?;
    let (subject, reference) = (&filed.ticket.summary.subject, filed.ticket.summary.reference.as_str());
    signing::sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
    page.click_on(".tickets a", reference).await?;
    page.heading(subject).await?;
    serves(&page).await?;
    stage.backend.stop().await?;
    // A cold start: nothing answers.
    page.goto("/messages").await?;
    page.shows(".tickets", reference).await?;
    page.shows(".notice", &words.before("inbox.stale")).await?;
    page.shows(".notice", &words.after("inbox.stale")).await?;
    let mut found = faults(&page, "messages, not connected").await?;
    page.click_on(".tickets a", reference).await?;
    page.heading(subject).await?;
    page.shows(".entries h2", &words.t("entry.filed")).await?;
    page.shows(".notice", &words.before("ticket.stale")).await?;
    found.extend(faults(&page, "a case, not connected").await?);
    page.fill("reply", "Écrit sans connexion").await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows(".entries .waiting", "Écrit sans connexion").await?;
    stage.backend.start_again().await?;
    page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
    let (_, thread) = stage.backend.ticket(&filed.ticket.summary.id, &filed.link_token).await?;
    assert_eq!(thread.iter().filter(|update| update.text == "Écrit sans connexion").count(), 1);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_before_is_read_and_answered_without_a_connection() {
    stage("what_was_read_before_is_read_and_answered_without_a_connection", read_before).await;
}

async fn filed_offline(stage: Arc<Stage>) -> Outcome {
    let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
    page.goto("/").await?;
    page.find("main h1").await?;
    serves(&page).await?;
    stage.backend.stop().await?;
    form::to_check(&page, &words, &complaint).await?;
    page.click(form::ON).await?;
    page.shows(".notice", &words.t("sending.later")).await?;
    page.reload().await?;
    stage.backend.start_again().await?;
    form::sent(&page, &words).await?;
    assert_eq!(stage.backend.mails_to(complaint.email).await?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_is_written_from_a_cold_start_without_a_connection() {
    stage("a_complaint_is_written_from_a_cold_start_without_a_connection", filed_offline).await;
}

async fn leaving(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let filed = stage.backend.file(EMAIL).await?;
    signing::sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
    page.click_on(".tickets a", filed.ticket.summary.reference.as_str()).await?;
    page.fill("reply", "Pas encore fini").await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    form::begin(&page, &words).await?;
    page.fill("name", "Marie Durand").await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.goto("/messages").await?;
    page.click_on(".inbox-foot button", &words.t("sign-out")).await?;
    page.shows("dialog[open] .unsent", &words.t("leaving.message")).await?;
    page.shows("dialog[open] .unsent", filed.ticket.summary.reference.as_str()).await?;
    page.shows("dialog[open] .unsent", &words.t("draft.complaint")).await?;
    let found = faults(&page, "what is unsent, before signing out").await?;
    let catch = "window.saved = []; const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { blob.text().then((text) => window.saved.push(text)); return make.call(URL, blob); };";
    page.js(catch, json!([])).await?;
    page.click_on("dialog[open] button", &words.t("leaving.save")).await?;
    page.shows("dialog[open] [role=status]", &words.t("leaving.saved")).await?;
    page.until("the copy", "return window.saved.some((text) => text.includes('Pas encore fini'))", json!([])).await?;
    page.click("dialog[open] .danger").await?;
    page.shows(".inbox-foot [role=status]", &words.t("sign-out.done")).await?;
    until("nothing to be kept", async || Ok((page.js(KEPT, json!([])).await? == 0).then_some(()))).await?;
    page.goto("/").await?;
    assert_eq!(page.count(".drafts").await?, 0);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_names_what_is_unsent_and_leaves_nothing() {
    stage("signing_out_names_what_is_unsent_and_leaves_nothing", leaving).await;
}

async fn left_offline(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    stage.backend.file(EMAIL).await?;
    signing::sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
    page.goto("/messages").await?;
    page.find(".tickets li").await?;
    stage.backend.stop().await?;
    page.click_on(".inbox-foot button", &words.t("sign-out")).await?;
    page.shows(".inbox-foot [role=status]", &words.t("sign-out.later")).await?;
    until("nothing to be kept", async || Ok((page.js(KEPT, json!([])).await? == 0).then_some(()))).await?;
    stage.backend.start_again().await?;
    page.goto("/messages").await?;
    // The cookie is there still, and ends before it could open anything.
    page.until("the session to be over", "return localStorage.getItem('recourse.parting') === ''", json!([])).await?;
    page.reload().await?;
    page.shows(".inbox-foot", &words.t("inbox.missing-sign-in")).await?;
    assert_eq!(page.count(".tickets li").await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_without_a_connection_clears_the_device_and_ends_the_session_later() {
    stage("signing_out_without_a_connection_clears_the_device_and_ends_the_session_later", left_offline).await;
}

async fn shared(stage: Arc<Stage>) -> Outcome {
    let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
    stage.backend.file(EMAIL).await?;
    page.goto("/sign-in").await?;
    page.click_on("main button", &words.t("shared.begin")).await?;
    page.shows(".shared-mark", &words.t("shared.mark")).await?;
    let found = faults(&page, "signing in on a shared device").await?;
    signing::sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
    page.find(".tickets li").await?;
    form::begin(&page, &words).await?;
    page.fill("name", complaint.name).await?;
    page.shows(".kept", &words.t("draft.kept-tab")).await?;
    page.reload().await?;
    page.heading(&words.t("details.title")).await?;
    page.holds("name", complaint.name).await?;
    assert_eq!(page.js(KEPT, json!([])).await?, 0);
    // What time it is at the platform tells of nobody.
    let left = "return Object.keys(localStorage).filter((name) => name !== 'recourse.clock').length";
    assert_eq!(page.js(left, json!([])).await?, 0);
    // Another tab of the same browser knows nothing.
    let tab = page.driver().new_tab().await?;
    page.driver().switch_to_window(tab).await?;
    page.goto("/").await?;
    page.find("main h1").await?;
    assert_eq!((page.count(".drafts").await?, page.count(".shared-mark").await?), (0, 0));
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_device_keeps_nothing_past_the_tab() {
    stage("a_shared_device_keeps_nothing_past_the_tab", shared).await;
}

async fn denied(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let denied = "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }";
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": denied })).await?;
    form::begin(&page, &words).await?;
    page.fill("name", "Marie Dupont").await?;
    page.shows(".notice", &words.t("storage.denied")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_denies_storage_is_named() {
    stage("a_browser_that_denies_storage_is_named", denied).await;
}

async fn cleared(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let filed = stage.backend.file(EMAIL).await?;
    page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
    page.heading(&filed.ticket.summary.subject).await?;
    let origin = page.js("return location.origin", json!([])).await?;
    page.devtools("Storage.clearDataForOrigin", json!({ "origin": origin, "storageTypes": "indexeddb" })).await?;
    page.shows(".notice", &words.t("storage.lost")).await?;
    // What this page had is kept again, if the partner wants it: it may have been cleared on purpose.
    page.click_on(".notice button", &words.t("storage.keep")).await?;
    until("the case to be kept", async || Ok((page.js(KEPT, json!([])).await? != 0).then_some(()))).await?;
    page.goto("/messages").await?;
    page.shows(".tickets", filed.ticket.summary.reference.as_str()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_clears_its_storage_takes_nothing_from_the_page() {
    stage("a_browser_that_clears_its_storage_takes_nothing_from_the_page", cleared).await;
}

async fn a_year_off(stage: Arc<Stage>) -> Outcome {
    let (words, mut codes) = (stage.words(), Vec::new());
    for off in [365_i64, -365] {
        let page = stage.page().await?;
        let wrong = format!(
            "const Real = Date; const off = {off} * 86400000;
            window.Date = class extends Real {{
                constructor(...parts) {{ if (parts.length) super(...parts); else super(Real.now() + off); }}
                static now() {{ return Real.now() + off; }}
            }};"
        );
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": wrong })).await?;
        let filed = stage.backend.file(EMAIL).await?;
        signing::sign_in(&stage, &page, EMAIL, &mut codes).await?;
        page.click_on(".tickets a", filed.ticket.summary.reference.as_str()).await?;
        page.heading(&filed.ticket.summary.subject).await?;
        page.shows(".notice", &words.before("clock.wrong")).await?;
        let found = faults(&page, "a case on a device whose clock is wrong").await?;
        // Its session goes on, and what is written goes out.
        page.reload().await?;
        page.fill("reply", "Toujours rien.").await?;
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows(".entries article .prose", "Toujours rien.").await?;
        page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
        assert!(found.is_empty(), "{off}: {} faults:\n{}", found.len(), found.join("\n"));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_a_year_off_ends_nothing() {
    stage("a_clock_that_is_a_year_off_ends_nothing", a_year_off).await;
}
