//! What comes over a screen or into it: the questions before a draft is deleted and before signing out, the word on a new version, the mark of a shared device,
//! the way out of another site's page. Reached, used and left by keyboard, with the focus in a place that makes sense after
//! each, and open to everybody.
#![allow(missing_docs)]

use recourse_tests::build::Build;
use recourse_tests::embedded::{TAG, help, host};
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::sign_in::sign_in;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::wait::until;
use recourse_tests::worker::{is_of_build, look_for_new, serves};
use recourse_tests::{Outcome, access, axe, keyboard};
use serde_json::json;
use std::sync::Arc;
use thirtyfour::prelude::Key;

/// Where a question that is asked before something dangerous has the focus: on the answer that changes nothing.
const HARMLESS: &str = "dialog[open] button[autofocus]";

/// Names, colours, room and zoom of what is shown.
async fn for_everybody(page: &Page, screen: &str) -> Outcome<Vec<String>> {
    let mut found = axe::faults(page, screen).await?;
    found.extend(access::faults(page, screen).await?);
    Ok(found)
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

/// A question is asked: it has the focus, keeps it, and gives it back.
async fn asks(page: &Page, asker: &str) -> Outcome {
    page.tab_to(asker).await?;
    page.press(Key::Enter).await?;
    page.focused(HARMLESS).await?;
    keyboard::stays_in(page, "dialog[open]").await
}

async fn leaves(page: &Page, asker: &str) -> Outcome {
    page.press(Key::Escape).await?;
    page.until("the question to go", "return !document.querySelector('dialog[open]')", json!([])).await?;
    page.focused(asker).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_before_a_draft_is_deleted() {
    stage("the_question_before_a_draft_is_deleted", |stage| async move {
        const DELETE: &str = ".card.draft button[aria-label]";
        let (page, words) = (stage.page().await?, stage.words());
        form::begin(&page, &words).await?;
        page.fill("name", Complaint::default().name).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.goto("/").await?;
        page.find(DELETE).await?;
        asks(&page, DELETE).await?;
        page.shows("dialog[open]", &words.t("draft.delete-what")).await?;
        none(&for_everybody(&page, "before a draft is deleted").await?);
        leaves(&page, DELETE).await
    })
    .await;
}

async fn signing_out(stage: Arc<Stage>) -> Outcome {
    const EMAIL: &str = "marie@example.com";
    const OUT: &str = ".inbox-foot > .row > button:first-of-type";
    let proxy = Proxy::start(stage.backend.address()).await?;
    let (page, words) = (stage.page_at(proxy.origin()).await?, stage.words());
    let filed = stage.backend.file(EMAIL).await?;
    sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
    page.click_on(".tickets a", filed.ticket.summary.reference.as_str()).await?;
    page.fill("reply", "En attente").await?;
    proxy.set(Mode::DropPosts);
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows(".entries .waiting", "En attente").await?;
    page.goto("/messages").await?;
    page.find(OUT).await?;
    asks(&page, OUT).await?;
    page.shows("dialog[open] .unsent", &words.t("draft.waiting")).await?;
    let mut found = for_everybody(&page, "before signing out").await?;

    // A copy is saved, and the button has the focus still.
    let save = "dialog[open] .btn.quiet:not([autofocus])";
    page.tab_to(save).await?;
    page.press(Key::Enter).await?;
    page.shows("dialog[open] [role=status]", &words.t("leaving.saved")).await?;
    page.focused(save).await?;

    // It is sent first: the button goes, and the heading has the focus in its place.
    page.tab_to("dialog[open] .btn:not(.quiet, .danger)").await?;
    proxy.set(Mode::Pass);
    page.press(Key::Enter).await?;
    page.shows("dialog[open]", &words.t("leaving.nothing")).await?;
    page.focused("#leaving-title").await?;
    found.extend(for_everybody(&page, "before signing out, with nothing left").await?);
    leaves(&page, OUT).await?;

    // Once more with something begun, and out.
    page.click_on(".tickets a", filed.ticket.summary.reference.as_str()).await?;
    page.fill("reply", "Pas encore fini").await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.goto("/messages").await?;
    page.find(OUT).await?;
    asks(&page, OUT).await?;
    page.tab_to("dialog[open] .danger").await?;
    page.press(Key::Enter).await?;
    page.shows(".inbox-foot [role=status]", &words.t("sign-out.done")).await?;
    page.focused("#heading").await?;
    found.extend(keyboard::faults(&page, "signed out").await?);
    none(&found);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_before_signing_out() {
    stage("the_question_before_signing_out", signing_out).await;
}

async fn new_version(stage: Arc<Stage>) -> Outcome {
    const UPDATE: &str = ".new-version button";
    let (page, words) = (stage.page().await?, stage.words());
    let next = Build::later("1111111111111111")?;
    page.goto("/help").await?;
    serves(&page).await?;
    let first = page.driver().window().await?;
    let second = page.driver().new_tab().await?;
    page.driver().switch_to_window(second.clone()).await?;
    page.goto("/more").await?;
    page.driver().switch_to_window(first).await?;
    stage.backend.deploy(next.folder()).await?;
    look_for_new(&page).await?;
    page.shows(".new-version", &words.t("version.ready")).await?;
    let mut found = keyboard::faults(&page, "a new version").await?;
    found.extend(for_everybody(&page, "a new version").await?);

    // The worker that waits does not hear it for now: the button is gone, the focus is not.
    page.js("window.tell = ServiceWorker.prototype.postMessage; ServiceWorker.prototype.postMessage = () => {}", json!([]))
        .await?;
    page.tab_to(UPDATE).await?;
    page.press(Key::Enter).await?;
    page.shows(".new-version", &words.t("version.updating")).await?;
    page.focused("#new-version").await?;
    found.extend(for_everybody(&page, "a new version that comes").await?);
    let told = "ServiceWorker.prototype.postMessage = window.tell;
        return navigator.serviceWorker.ready.then((found) => found.waiting.postMessage('activate')).then(() => true)";
    page.js(told, json!([])).await?;
    is_of_build(&page, &next.id).await?;
    page.stands().await?;
    keyboard::begins(&page).await?;

    // The other tab is told that it is older.
    page.driver().switch_to_window(second).await?;
    page.shows(".new-version", &words.t("version.older")).await?;
    found.extend(keyboard::faults(&page, "an older version").await?);
    found.extend(for_everybody(&page, "an older version").await?);
    page.tab_to(UPDATE).await?;
    page.press(Key::Enter).await?;
    is_of_build(&page, &next.id).await?;
    page.stands().await?;
    keyboard::begins(&page).await?;
    none(&found);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_on_a_new_version() {
    stage("the_word_on_a_new_version", new_version).await;
}

async fn shared_device(stage: Arc<Stage>) -> Outcome {
    const TURN: &str = ".shared-device button:not(dialog *)";
    let (page, words) = (stage.page().await?, stage.words());
    page.goto("/sign-in").await?;
    page.shows(TURN, &words.t("shared.begin")).await?;
    page.tab_to(TURN).await?;
    page.press(Key::Enter).await?;
    page.shows(".shared-mark", &words.t("shared.mark")).await?;
    page.stands().await?;
    keyboard::begins(&page).await?;
    let mut found = keyboard::faults(&page, "a shared device").await?;
    found.extend(for_everybody(&page, "a shared device").await?);
    // What a screen reader lists beside the content, it names.
    page.shows(TURN, &words.t("shared.end")).await?;
    asks(&page, TURN).await?;
    found.extend(for_everybody(&page, "a shared device, asking").await?);
    leaves(&page, TURN).await?;
    page.press(Key::Enter).await?;
    page.tab_to("dialog[open] .danger").await?;
    page.press(Key::Enter).await?;
    page.shows(TURN, &words.t("shared.begin")).await?;
    assert_eq!(page.count(".shared-mark").await?, 0);
    keyboard::begins(&page).await?;
    none(&found);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mark_of_a_shared_device() {
    stage("the_mark_of_a_shared_device", shared_device).await;
}

async fn full_tab(stage: Arc<Stage>) -> Outcome {
    const OFFER: &str = ".full-tab button";
    let (words, complaint) = (stage.words(), Complaint::default());
    let host = help(&stage, TAG, &host(&[])).await?;
    let page = stage.page().await?;
    page.open(&host).await?;
    page.enter_centre().await?;
    page.heading(&words.t("start.title")).await?;
    form::go_on(&page, &words.t("details.title")).await?;
    page.fill("name", complaint.name).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.shows(".full-tab", &words.t("embed.draft")).await?;
    let mut found = axe::in_both_colours(&page, "the way into a tab").await?;

    // The browser lets none open: it is said, and the button keeps the focus.
    page.js("window.really = window.open; window.open = () => null", json!([])).await?;
    page.tab_to(OFFER).await?;
    page.press(Key::Enter).await?;
    page.shows(".full-tab [role=status]", &words.t("embed.blocked")).await?;
    page.focused(OFFER).await?;
    found.extend(axe::in_both_colours(&page, "no way into a tab").await?);
    page.js("window.open = window.really", json!([])).await?;

    let first = page.driver().window().await?;
    page.press(Key::Enter).await?;
    let tab = until("the tab", async || {
        let windows = page.driver().windows().await?;
        Ok(windows.into_iter().find(|window| *window != first))
    })
    .await?;
    page.driver().switch_to_window(tab).await?;
    page.heading(&words.t("details.title")).await?;
    page.holds("name", complaint.name).await?;
    page.focused("#heading").await?;
    found.extend(keyboard::faults(&page, "a draft in a tab").await?);
    found.extend(for_everybody(&page, "a draft in a tab").await?);
    page.driver().switch_to_window(first).await?;
    page.enter_centre().await?;
    page.heading(&words.t("hand-over.gone")).await?;
    page.focused("#heading").await?;
    found.extend(axe::in_both_colours(&page, "a draft that has gone into a tab").await?);
    none(&found);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_into_a_tab_of_its_own() {
    stage("the_way_into_a_tab_of_its_own", full_tab).await;
}
