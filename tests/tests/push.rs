//! News on this device: asked for once, after a filing; a message shows a notice that says nothing of the case.
//!
//! No push service is asked: Chromium's is not there in tests, so a subscription is made up, and messages are delivered by
//! DevTools. Those of Firefox and of WebKitGTK take none from a driver: there these tests are left out. A tap on a notice cannot
//! be made by a driver either: `tap.rs` has it.
#![allow(missing_docs)]

use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::sign_in::sign_in;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::wait::until;
use recourse_tests::{Outcome, access, keyboard};
use serde_json::{Value, json};
use std::sync::Arc;
use thirtyfour::prelude::Key;

const CARD: &str = "#push-card";

/// What the browser says when it is asked for notices.
async fn notices(page: &Page, stage: &Stage, setting: &str) -> Outcome {
    let permission = json!({ "name": "notifications" });
    let asked = json!({ "permission": permission, "setting": setting, "origin": stage.backend.origin() });
    page.devtools("Browser.setPermission", asked).await?;
    Ok(())
}

async fn worker_runs(page: &Page) -> Outcome {
    let script = "return navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))";
    page.until("the service worker to run", script, json!([])).await
}

/// Files a complaint, and signs in. Gives the id of the ticket.
async fn filed_and_signed_in(stage: &Stage, page: &Page) -> Outcome<String> {
    let complaint = Complaint::default();
    page.goto("/").await?;
    worker_runs(page).await?;
    let id = form::file(page, &stage.words(), &complaint).await?;
    assert_eq!(page.count(CARD).await?, 0, "nobody is signed in");
    sign_in(stage, page, complaint.email, &mut Vec::new()).await?;
    Ok(id)
}

async fn asked_once(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    notices(&page, &stage, "prompt").await?;
    let id = filed_and_signed_in(&stage, &page).await?;
    page.goto("/me").await?;
    page.shows(".push h2", &words.t("push.title")).await?;
    page.shows(".push button", &words.t("push.turn-on")).await?;
    assert_eq!(page.count(CARD).await?, 0, "only after a filing");
    page.goto(&format!("/sent/{id}")).await?;
    page.shows(CARD, &words.t("push.ask")).await?;
    let found = faults(&page, "the question after a filing").await?;
    // Left without an answer it stands on the same page, and after no other filing.
    page.reload().await?;
    page.shows(CARD, &words.t("push.ask")).await?;
    let other = stage.backend.file(Complaint::default().email).await?.ticket.summary.id;
    page.goto(&format!("/t/{other}")).await?;
    page.until("the case to be read", "return document.querySelector('.entries article')", json!([])).await?;
    page.goto(&format!("/sent/{other}")).await?;
    page.shows(".sent h1", &words.t("sent.title")).await?;
    worker_runs(&page).await?;
    assert_eq!(page.count(CARD).await?, 0, "asked already");
    page.goto(&format!("/sent/{id}")).await?;
    page.click_on(&format!("{CARD} button"), &words.t("push.no")).await?;
    page.shows(&format!("{CARD} [role=status]"), &words.t("push.later")).await?;
    page.focused(CARD).await?;
    let note = page.js("return JSON.parse(localStorage.getItem('recourse.push')).answer", json!([])).await?;
    assert_eq!(note, json!(false));
    page.reload().await?;
    page.heading(&words.t("sent.title")).await?;
    worker_runs(&page).await?;
    assert_eq!(page.count(CARD).await?, 0, "answered already");
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_partner_is_asked_once_and_after_a_filing() {
    stage("the_partner_is_asked_once_and_after_a_filing", asked_once).await;
}

/// What stands in for the browser's own question and for the push service: yes, and one endpoint.
const YES: &str = "let said = 'default';
    Object.defineProperty(Notification, 'permission', { get: () => said });
    Notification.requestPermission = async () => (said = 'granted');
    const endpoint = 'https://push.example/send/one';
    const p256dh = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
    const toJSON = () => ({ endpoint, keys: { p256dh, auth: 'BTBZMqHH6r4Tts7J_aSIgg' } });
    const made = Object.create(PushSubscription.prototype, { endpoint: { value: endpoint }, toJSON: { value: toJSON } });
    PushManager.prototype.subscribe = async (options) => { window.wanted = options; return made; };";

async fn said_yes(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    notices(&page, &stage, "prompt").await?;
    let id = filed_and_signed_in(&stage, &page).await?;
    page.goto(&format!("/sent/{id}")).await?;
    page.shows(CARD, &words.t("push.ask")).await?;
    page.js(YES, json!([])).await?;
    page.click_on(&format!("{CARD} button"), &words.t("push.yes")).await?;
    page.shows(&format!("{CARD} [role=status]"), &words.t("push.on")).await?;
    page.focused(CARD).await?;
    assert_eq!(page.count(&format!("{CARD} button")).await?, 0, "there is nothing more to say");
    // The backend knows it, for its own key.
    let key = page.js("return window.wanted.applicationServerKey", json!([])).await?;
    assert_eq!(key.as_str(), stage.backend.service("fr").await?.push_key.as_deref());
    let known = "return fetch('/api/v1/me/export').then((answer) => answer.json()).then((all) => all.devices)";
    let devices = page.js(known, json!([])).await?;
    assert_eq!((&devices[0]["endpoint"], &devices[0]["language"]), (&json!("https://push.example/send/one"), &json!("fr")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_reaches_the_backend() {
    stage("a_yes_reaches_the_backend", said_yes).await;
}

async fn by_keyboard(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    notices(&page, &stage, "prompt").await?;
    let id = filed_and_signed_in(&stage, &page).await?;
    page.goto(&format!("/sent/{id}")).await?;
    page.shows(CARD, &words.t("push.ask")).await?;
    // It comes later than the screen, and takes the focus from nobody.
    assert_eq!(page.js("return document.activeElement?.closest('#push-card') === null", json!([])).await?, true);
    let mut found = keyboard::faults(&page, "the question after a filing").await?;
    found.extend(access::faults(&page, "the question after a filing").await?);
    page.js(YES, json!([])).await?;
    page.tab_to(&format!("{CARD} .btn.quiet")).await?;
    page.press(Key::Enter).await?;
    page.shows(&format!("{CARD} [role=status]"), &words.t("push.on")).await?;
    page.focused(CARD).await?;
    found.extend(faults(&page, "after a yes").await?);
    // On from there, the way leads past it.
    page.press(Key::Tab).await?;
    let on = "const at = document.activeElement, card = document.getElementById('push-card');
        return at !== document.body && !card.contains(at) && card.compareDocumentPosition(at) === Node.DOCUMENT_POSITION_FOLLOWING";
    page.until("the way on", on, json!([])).await?;
    found.extend(keyboard::faults(&page, "after a yes").await?);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_is_answered_by_keyboard() {
    stage("the_question_is_answered_by_keyboard", by_keyboard).await;
}

async fn delivered(stage: Arc<Stage>) -> Outcome {
    let (page, complaint) = (stage.page().await?, Complaint::default());
    notices(&page, &stage, "granted").await?;
    page.goto("/").await?;
    worker_runs(&page).await?;
    page.devtools("ServiceWorker.enable", json!({})).await?;
    let ticket = "0f9c2d6b1e5a4c7f8b3d2a1908f7e6d5";
    let data = json!({ "v": 1, "ticket": ticket, "language": "fr" }).to_string();
    let shown = "return navigator.serviceWorker.getRegistration().then((found) => found.getNotifications())
        .then((all) => all.map((one) => [one.title, one.body, one.tag]))";
    // A new profile numbers its workers from the beginning; which it is, DevTools tell by events alone.
    let notice = until("the notice", async || {
        for number in 0..3 {
            let message = json!({ "origin": stage.backend.origin(), "registrationId": number.to_string(), "data": data });
            // There may be none of this number, or none yet.
            let _ = page.devtools("ServiceWorker.deliverPushMessage", message).await;
        }
        Ok(page.js(shown, json!([])).await?.get(0).cloned())
    })
    .await?;
    let text = notice.to_string();
    assert_eq!(notice[2], Value::from(ticket), "{text}");
    for word in [complaint.name, complaint.email, complaint.subject, complaint.company] {
        assert!(!text.contains(word), "{text}");
    }
    assert!(notice[0].as_str().is_some_and(|title| !title.is_empty()), "{text}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_shows_a_notice_that_says_nothing_of_the_case() {
    stage("a_message_shows_a_notice_that_says_nothing_of_the_case", delivered).await;
}
