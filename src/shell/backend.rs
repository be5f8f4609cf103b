//! The backend that `config.json` names: what it says of itself, and reads of tickets.

use super::http::{self, Request, Response, Verb};
use super::page;
use super::storage::{self, Store, Write};
use super::words::Words;
use leptos::prelude::{Update as _, *};
use recourse_contract::incident::Incident;
use recourse_contract::{Page, Service, Ticket, Update, json, read_objects};
use serde::Serialize;
use std::sync::Arc;

/// What is known of `service`.
#[derive(Clone)]
pub enum Known {
    /// Asked for, not here yet.
    Loading,
    /// Here, perhaps from an earlier visit.
    Ready(Arc<Service>),
    /// Neither the backend nor an earlier visit has it.
    Missing,
}

/// The backend.
#[derive(Clone, Copy)]
pub struct Backend {
    api: StoredValue<String>,
    /// The token of a session, where it is no cookie. It lives as long as the page.
    session: StoredValue<Option<String>>,
    /// Raised whenever a session begins or ends: what was asked for in an earlier one is not kept.
    epoch: StoredValue<u32>,
    /// Raised whenever the backend does not know the session of a request.
    pub signed_out: RwSignal<u32>,
    words: Words,
    /// What is known of `service`, in the language in use.
    pub service: RwSignal<Known>,
    /// What does not work, as it was heard last: newer than in `service`, which stays as it is while somebody types.
    pub incidents: RwSignal<Vec<Incident>>,
    /// The language and the ETag of what was heard last.
    heard: StoredValue<Option<(String, String)>>,
}

/// `service`, or an article, as it is kept for the next visit.
#[derive(Serialize)]
pub(super) struct Kept {
    pub(super) etag: Option<String>,
    pub(super) body: String,
}

read_objects! { Kept { etag, body } }

/// What reading a ticket gave.
pub enum Read {
    /// The ticket and the updates after the one asked for.
    Found(Box<Ticket>, Vec<Update>),
    /// The backend shows nothing for this link.
    Nothing,
    /// The session has ended.
    SignedOut,
    /// No answer, or not one of the contract.
    Failed,
}

impl Backend {
    /// A backend at this API base.
    pub fn new(api: String, words: Words) -> Self {
        Self {
            api: StoredValue::new(api),
            session: StoredValue::new(None),
            epoch: StoredValue::new(0),
            signed_out: RwSignal::new(0),
            words,
            service: RwSignal::new(Known::Loading),
            incidents: RwSignal::default(),
            heard: StoredValue::new(None),
        }
    }

    /// The full address of a path below the API base.
    pub fn url(self, path: &str) -> String {
        self.api.with_value(|api| format!("{api}{path}"))
    }

    /// Where uploads are created.
    pub fn uploads_url(self) -> String {
        let elsewhere = self.service.with_untracked(|known| match known {
            Known::Ready(service) => service.uploads_url.clone(),
            _ => None,
        });
        elsewhere.unwrap_or_else(|| self.url("/uploads"))
    }

    /// Reads `service`: at once from the last visit, then from the backend.
    pub async fn load_service(self) {
        let language = self.words.tag_now();
        let note = format!("service:{language}");
        let kept = storage::get(Store::Notes, &note).await.ok().flatten();
        let kept = kept.and_then(|text| json::read::<Kept>(&text).ok());
        if let Some(service) = kept.as_ref().and_then(|kept| json::read(&kept.body).ok()) {
            self.show(service);
        }
        let known = kept.as_ref().and_then(|kept| kept.etag.as_deref());
        self.heard.set_value(known.map(|etag| (language.clone(), etag.to_owned())));
        let request = Request { url: self.url("/service"), language: &language, known, ..Request::default() };
        let answer = http::send(request).await;
        // The partner has changed the language in the meantime: this answer is stale.
        if self.words.tag_now() != language {
            return;
        }
        if let Some(Response { status: 200, body, etag, .. }) = answer
            && let Ok(service) = json::read::<Service>(&body)
        {
            // The same again must not render the screen anew.
            if kept.is_none_or(|kept| kept.body != body) {
                self.show(service);
            }
            self.keep(language, etag, body).await;
        } else if matches!(self.service.get_untracked(), Known::Loading) {
            self.service.set(Known::Missing);
        }
    }

    fn show(self, service: Service) {
        self.incidents.set(service.incidents.clone());
        self.service.set(Known::Ready(Arc::new(service)));
    }

    async fn keep(self, language: String, etag: Option<String>, body: String) {
        self.heard.set_value(etag.clone().map(|etag| (language.clone(), etag)));
        let kept = serde_json::to_string(&Kept { etag, body }).unwrap_or_default();
        // Without storage the next visit asks again.
        let _ = storage::apply(vec![Write::Put(Store::Notes, format!("service:{language}"), kept)]).await;
    }

    /// Asks whether `service` has changed. Incidents are shown at once; the rest with the next visit, since it would render
    /// anew what somebody is typing into.
    pub async fn look_again(self) {
        let language = self.words.tag_now();
        let known = self.heard.get_value().filter(|(heard, _)| *heard == language).map(|(_, etag)| etag);
        let request = Request { url: self.url("/service"), language: &language, known: known.as_deref(), ..Request::default() };
        if let Some(Response { status: 200, body, etag, .. }) = http::send(request).await
            && let Ok(service) = json::read::<Service>(&body)
            && self.words.tag_now() == language
        {
            if self.incidents.with_untracked(|before| *before != service.incidents) {
                self.incidents.set(service.incidents);
            }
            self.keep(language, etag, body).await;
        }
    }

    /// Another session, or none: keeps its token where it has one.
    pub fn session_changed(self, token: Option<String>) {
        self.session.set_value(token);
        self.epoch.update_value(|epoch| *epoch += 1);
    }

    /// The backend does not know the session of a request that was made in this epoch. Of an earlier one it says nothing.
    pub fn say_signed_out(self, epoch: u32) {
        if epoch == self.epoch() {
            self.signed_out.update(|times| *times += 1);
        }
    }

    /// The language on the screen.
    pub fn language(self) -> String {
        self.words.tag_now()
    }

    /// Which session this is, in order.
    pub fn epoch(self) -> u32 {
        self.epoch.get_value()
    }

    /// Whether no cookie of the backend is to be used: the API has another origin, this page stands in a frame, or the device is
    /// shared.
    pub fn is_elsewhere(self) -> bool {
        storage::is_shared() || self.api.with_value(|api| !api.starts_with('/')) || page::is_framed()
    }

    /// A request as whoever is signed in.
    pub async fn call(self, verb: Verb, path: &str, body: Option<&str>) -> Option<Response> {
        let (language, token) = (self.words.tag_now(), self.session.get_value());
        let url = self.url(path);
        http::send(Request { url, verb, body, token: token.as_deref(), language: &language, ..Request::default() }).await
    }

    /// A request that begins or ends a session.
    pub async fn call_on_session(self, verb: Verb, path: &str, body: Option<&str>) -> Option<Response> {
        let (language, token) = (self.words.tag_now(), self.session.get_value());
        let request =
            Request { url: self.url(path), verb, body, token: token.as_deref(), language: &language, ..Request::default() };
        http::send(Request { is_of_session: true, ..request }).await
    }

    /// The token that opens a ticket: its link's, else the session's.
    pub fn token_for(self, link: &str) -> Option<String> {
        if link.is_empty() { self.session.get_value() } else { Some(link.to_owned()) }
    }

    /// Reads a ticket and its thread after update `after`.
    pub async fn read(self, id: &str, link: &str, after: u32) -> Read {
        let (language, token, epoch) = (self.words.tag_now(), self.token_for(link), self.epoch());
        let ask = |url: String| {
            let request = Request { url, token: token.as_deref(), language: &language, ..Request::default() };
            http::send(request)
        };
        let ticket = match ask(self.url(&format!("/tickets/{id}"))).await {
            Some(Response { status: 200, body, .. }) => json::read::<Ticket>(&body),
            Some(Response { status: 401, .. }) if link.is_empty() => {
                self.say_signed_out(epoch);
                return Read::SignedOut;
            }
            Some(Response { status: 401 | 403 | 404, .. }) => return Read::Nothing,
            _ => return Read::Failed,
        };
        let Ok(ticket) = ticket else { return Read::Failed };
        let mut updates: Vec<Update> = Vec::new();
        let mut cursor = String::new();
        loop {
            let url = self.url(&format!("/tickets/{id}/updates?after={after}{cursor}"));
            let Some(Response { status: 200, body, .. }) = ask(url).await else { return Read::Failed };
            let Ok(page) = json::read::<Page<Update>>(&body) else { return Read::Failed };
            let got_some = !page.items.is_empty();
            updates.extend(page.items);
            match page.next {
                Some(next) if got_some => {
                    let next: String = js_sys::encode_uri_component(&next).into();
                    cursor = format!("&cursor={next}");
                }
                _ => return Read::Found(Box::new(ticket), updates),
            }
        }
    }
}
