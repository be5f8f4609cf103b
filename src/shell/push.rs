//! News on this device: what the browser lets us do (Notifications API, Push API), and the subscription that the backend has.

use super::backend::{Backend, Known};
use super::http::{Response, Verb};
use super::{page, storage};
use js_sys::{Promise, Reflect};
use leptos::prelude::WithUntracked;
use recourse_contract::Session;
use recourse_contract::push::{NewPushSubscription, PushKeys};
use recourse_core::push::{self, Event, Facts, Note, Permission, State};
use recourse_core::session::fingerprint;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, PushManager, PushSubscription, PushSubscriptionOptionsInit, ServiceWorkerRegistration};

/// The setting that holds what this device remembers.
const NOTE: &str = "recourse.push";
const PATH: &str = "/push-subscription";

fn note() -> Option<Note> {
    Note::from_stored(&page::setting(NOTE)?)
}

fn keep(note: &Note) {
    page::keep_setting(NOTE, &note.to_stored());
}

/// Everything that decides.
pub async fn facts(backend: Backend, session: Option<Session>) -> Facts {
    Facts {
        key: key(backend),
        session,
        is_guest: page::is_framed() || storage::is_shared(),
        has_worker: registration().await.is_some(),
        permission: permission(),
        note: note(),
    }
}

/// Notes that the partner is asked after this filing.
pub fn asked(ticket: &str) {
    keep(&Note { asked: ticket.to_owned(), ..note().unwrap_or_default() });
}

/// Notes that the partner does not want it.
pub fn declined() {
    keep(&Note { answer: Some(false), ..note().unwrap_or_default() });
}

/// Lets the browser ask. Call it within the click: it asks nobody else.
pub fn ask() -> Option<Promise> {
    Notification::request_permission().ok()
}

/// Goes on once the browser has asked: subscribes, and tells the backend.
pub async fn turn_on(backend: Backend, session: Session, asking: Option<Promise>) -> State {
    if let Some(asking) = asking {
        // What the partner has said is read below, also in a browser that does not say it here.
        let _ = JsFuture::from(asking).await;
    }
    let permission = permission();
    let state = State::Asking.after(Event::Permitted(permission));
    if state != State::Asking {
        if permission == Permission::Denied {
            declined();
        }
        return state;
    }
    state.after(Event::Kept(subscribe(backend, &session).await))
}

/// Takes it back, here and at the backend.
pub async fn turn_off(backend: Backend) -> State {
    // Without an answer the push service says it, at the next message: the device is gone.
    let _ = backend.call(Verb::Delete, PATH, None).await;
    leave().await;
    State::Offered
}

/// Before the partner signs out: the backend forgets this device.
pub async fn give_back(backend: Backend) {
    let Some(note) = note().filter(|note| note.answer == Some(true)) else { return };
    // The backend ends it with the session, too.
    let _ = backend.call(Verb::Delete, PATH, None).await;
    // Should the session go on, it is told again.
    keep(&Note { sent: String::new(), ..note });
}

/// The session is over: this device is told nothing any more. Of what was asked and answered there stays that nobody is asked
/// again, not whom and after which filing.
pub async fn leave() {
    let Some(note) = note() else { return };
    keep(&Note { answer: Some(false), ..Note::default() });
    let subscription = if note.answer == Some(true) { subscription().await } else { None };
    if let Some(subscription) = subscription {
        unsubscribe(&subscription).await;
    }
}

/// The same partner has another address now.
pub fn moved(email: &str) {
    if let Some(note) = note().filter(|note| note.answer == Some(true)) {
        keep(&Note { whose: fingerprint(email), ..note });
    }
}

/// The browser may have changed the subscription since, and the partner the language: the backend hears of it. What somebody
/// else has turned on here ends.
pub async fn renew(backend: Backend, session: Session) {
    let Some(note) = note().filter(|note| note.answer == Some(true)) else { return };
    if !note.is_on(&session) {
        return leave().await;
    }
    let facts = facts(backend, Some(session.clone())).await;
    if facts.state() != State::On {
        return;
    }
    let is_same = match (subscription().await, &facts.key) {
        (Some(now), Some(key)) => push::fingerprint(&now.endpoint(), key, &language(backend), &session) == note.sent,
        _ => false,
    };
    if !is_same {
        // Without an answer it is tried again at the next visit.
        subscribe(backend, &session).await;
    }
}

/// The key that messages are signed with, where push is offered.
fn key(backend: Backend) -> Option<String> {
    backend.service.with_untracked(|known| match known {
        Known::Ready(service) => push::key(service).map(str::to_owned),
        _ => None,
    })
}

/// The language on the screen, if the platform has it; else the platform's first.
fn language(backend: Backend) -> String {
    let shown = backend.language();
    backend.service.with_untracked(|known| match known {
        Known::Ready(service) if !service.locales.contains(&shown) => service.locales.first().cloned().unwrap_or_default(),
        _ => shown,
    })
}

fn permission() -> Permission {
    let said = web_sys::window().and_then(|window| {
        let notification = Reflect::get(&window, &"Notification".into()).ok()?;
        // It is none where there are no notices.
        Reflect::get(&notification, &"permission".into()).ok()?.as_string()
    });
    match said.as_deref() {
        Some("default") => Permission::Default,
        Some("granted") => Permission::Granted,
        Some("denied") => Permission::Denied,
        _ => Permission::Absent,
    }
}

/// The service worker that takes messages, once it runs.
async fn registration() -> Option<ServiceWorkerRegistration> {
    let navigator = web_sys::window()?.navigator();
    // Absent without https.
    if Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|value| value.is_undefined()) {
        return None;
    }
    let found = JsFuture::from(navigator.service_worker().get_registration()).await.ok()?;
    let found: ServiceWorkerRegistration = found.dyn_into().ok()?;
    let has_push = Reflect::get(&found, &"pushManager".into()).is_ok_and(|manager| manager.is_object());
    (has_push && found.active().is_some()).then_some(found)
}

async fn manager() -> Option<PushManager> {
    registration().await?.push_manager().ok()
}

async fn subscription() -> Option<PushSubscription> {
    let found = manager().await?.get_subscription().ok()?;
    JsFuture::from(found).await.ok()?.dyn_into().ok()
}

async fn unsubscribe(subscription: &PushSubscription) {
    if let Ok(done) = subscription.unsubscribe() {
        // A browser that keeps it still has a backend that does not use it.
        let _ = JsFuture::from(done).await;
    }
}

/// Says whether the backend has the subscription.
async fn subscribe(backend: Backend, session: &Session) -> bool {
    let Some(key) = key(backend) else { return false };
    let subscribed = match subscribed(&key).await {
        Ok(subscribed) => Some(subscribed),
        // One for another key stands in the way.
        Err(_) => match subscription().await {
            Some(old) => {
                unsubscribe(&old).await;
                self::subscribed(&key).await.ok()
            }
            None => None,
        },
    };
    let language = language(backend);
    let Some(body) = subscribed.as_ref().and_then(|subscribed| body(subscribed, &language)) else { return false };
    let sent = push::fingerprint(&body.endpoint, &key, &language, session);
    let body = serde_json::to_string(&body).expect("texts");
    let epoch = backend.epoch();
    match backend.call(Verb::Put, PATH, Some(&body)).await {
        Some(Response { status: 204, .. }) if backend.epoch() == epoch => {
            keep(&Note { answer: Some(true), whose: fingerprint(&session.email), sent, ..note().unwrap_or_default() });
            true
        }
        Some(Response { status: 401, .. }) => {
            backend.say_signed_out(epoch);
            false
        }
        _ => false,
    }
}

async fn subscribed(key: &str) -> Result<PushSubscription, JsValue> {
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key_opt_str(Some(key));
    let manager = manager().await.ok_or(JsValue::UNDEFINED)?;
    JsFuture::from(manager.subscribe_with_options(&options)?).await?.dyn_into()
}

/// What the backend is told of a subscription.
fn body(subscription: &PushSubscription, language: &str) -> Option<NewPushSubscription> {
    let keys = subscription.to_json().ok()?.get_keys()?;
    let keys = PushKeys { p256dh: keys.get_p256dh()?, auth: keys.get_auth()? };
    Some(NewPushSubscription { endpoint: subscription.endpoint(), keys, language: language.to_owned() })
}
