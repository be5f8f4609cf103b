//! The session: whether the partner is signed in, and the interpreter of signing in.

use super::backend::{Backend, Known as KnownService};
use super::device::Device;
use super::http::{Response, Verb};
use leptos::prelude::*;
use recourse_contract::service::{Capability, SessionKind};
use recourse_contract::{Page, Problem, Session, TicketSummary, json};
use recourse_core::session::{Answer, Effect, Event, Model, update};
use serde::Serialize;
use wasm_bindgen_futures::spawn_local;

/// How many tickets a page of the list has.
const PAGE: u32 = 50;

/// Whether the partner is signed in.
#[derive(Clone, Copy)]
pub struct SignedIn {
    backend: Backend,
    device: Device,
    /// The session, when there is one.
    pub session: RwSignal<Option<Session>>,
    /// Signing in, while it is under way.
    pub model: RwSignal<Model>,
}

impl SignedIn {
    /// Not known yet.
    pub fn new(backend: Backend, device: Device) -> Self {
        Self { backend, device, session: RwSignal::new(None), model: RwSignal::default() }
    }

    /// Whether the backend offers it.
    pub fn is_offered(self) -> bool {
        match self.backend.service.get() {
            KnownService::Ready(service) => {
                service.offers(Capability::Sessions) && service.session_kinds.contains(&SessionKind::Code)
            }
            _ => false,
        }
    }

    /// Asks whether there is a session from an earlier visit, and reads its list.
    pub async fn resume(self) {
        if !self.is_offered() {
            return;
        }
        match self.backend.call(Verb::Get, "/session", None).await {
            Some(Response { status: 200, body, .. }) => {
                if let Ok(session) = json::read::<Session>(&body) {
                    self.session.set(Some(session));
                    self.list().await;
                }
            }
            // It has ended: what only it has opened goes with it.
            Some(Response { status: 401, .. }) => self.device.forget_session().await,
            // No answer says nothing.
            _ => {}
        }
    }

    /// Reads the whole list, page by page. What is shown grows with each.
    pub async fn list(self) {
        let mut cursor = String::new();
        loop {
            let path = format!("/tickets?limit={PAGE}{cursor}");
            let answer = self.backend.call(Verb::Get, &path, None).await;
            // Signed out while the answer was on its way: it must not come back onto this device.
            if self.session.with_untracked(Option::is_none) {
                return;
            }
            let body = match answer {
                Some(Response { status: 200, body, .. }) => body,
                // It has ended, here or from another device.
                Some(Response { status: 401, .. }) => return self.end().await,
                _ => return,
            };
            let Ok(page) = json::read::<Page<TicketSummary>>(&body) else { return };
            self.device.listed(page.items).await;
            let Some(next) = page.next else { return };
            let next: String = js_sys::encode_uri_component(&next).into();
            cursor = format!("&cursor={next}");
        }
    }

    /// Something happens while signing in.
    pub fn send(self, event: Event, focus: Callback<()>) {
        let effects = self.model.try_update(|model| update(model, event)).unwrap_or_default();
        for effect in effects {
            match effect {
                Effect::Ask(request, new) => self.ask(request, "/session/code", &new, focus),
                Effect::Enter(request, new) => self.ask(request, "/session", &new, focus),
                Effect::SignedIn(session) => {
                    self.backend.keep_token(session.token.clone());
                    self.session.set(Some(session));
                    self.model.set(Model::default());
                    spawn_local(async move {
                        // What an earlier session has left may be somebody else's.
                        self.device.forget_session().await;
                        self.list().await;
                    });
                }
                Effect::Focus => focus.run(()),
            }
        }
    }

    fn ask(self, request: u32, path: &'static str, new: &impl Serialize, focus: Callback<()>) {
        let body = serde_json::to_string(new).expect("texts");
        spawn_local(async move {
            let answer = match self.backend.call(Verb::Post, path, Some(&body)).await {
                Some(Response { status: 202, .. }) => Answer::Sent,
                Some(Response { status: 201, body, .. }) => json::read(&body).map_or(Answer::None, Answer::Session),
                Some(Response { status, body, retry_after, .. }) => match json::read::<Problem>(&body) {
                    Ok(problem) if problem.status == status => Answer::Problem(problem, retry_after),
                    _ => Answer::None,
                },
                None => Answer::None,
            };
            self.send(Event::Answered(request, answer), focus);
        });
    }

    /// Signs out, here or everywhere. What only the session has opened leaves this device.
    pub async fn sign_out(self, everywhere: bool) -> bool {
        let path = if everywhere { "/sessions" } else { "/session" };
        let done = self.backend.call(Verb::Delete, path, None).await;
        // Without an answer the session may go on at the backend: then nothing is said to be over.
        if !done.is_some_and(|response| matches!(response.status, 204 | 401)) {
            return false;
        }
        self.end().await;
        true
    }

    async fn end(self) {
        self.backend.keep_token(None);
        self.session.set(None);
        self.device.forget_session().await;
    }

    /// Whether the session is a token in memory: in a frame, or when the API has another origin.
    pub fn is_bearer(self) -> bool {
        self.backend.is_elsewhere()
    }
}
