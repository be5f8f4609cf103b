//! The session: whether the partner is signed in, and the interpreter of signing in.

mod ending;
mod identity;
mod list;

pub use identity::{Identity, Other, Vouched};

use super::backend::{Backend, Known as KnownService};
use super::device::Device;
use super::embed::Embed;
use super::http::{Response, Verb};
use super::live::Live;
use super::storage::{self, Store, Write};
use super::tabs::Word;
use super::{clock, network, page, parting, push, worker};
use leptos::prelude::*;
use recourse_contract::service::{Capability, SessionKind};
use recourse_contract::session::{CodeSent, Details};
use recourse_contract::{Problem, Service, Session, json};
use recourse_core::inbox::listing::{self, Listing};
use recourse_core::outbox;
use recourse_core::session::{self, Answer, Event, Model, ends_unasked, update};
use serde::Serialize;
use wasm_bindgen_futures::spawn_local;

/// The note that says who is signed in: an earlier visit's session is known offline, and ends there, too.
const NOTE: &str = "session";
/// The note that says whose the last token was, as a fingerprint of the address: the token itself is kept nowhere.
const OWNER: &str = "owner";

/// Whether the partner is signed in.
#[derive(Clone, Copy)]
pub struct SignedIn {
    backend: Backend,
    device: Device,
    /// The page around this one, if it speaks with the app.
    embed: Option<Embed>,
    /// Whether it is being asked for its word because the session has run out.
    renewing: StoredValue<bool>,
    /// The session, when there is one.
    pub session: RwSignal<Option<Session>>,
    /// The address whose session has run out while it was in use: it is asked for a new code in place.
    pub expired: RwSignal<Option<String>>,
    /// Signing in, as far as it has come.
    pub model: RwSignal<Model>,
    /// What the backend lists for it.
    pub listing: RwSignal<Listing>,
    /// The stream of events, once the session is looked after.
    live: StoredValue<Option<Live>>,
    /// The ticket that was opened from the list last: the list comes back to it.
    pub opened: StoredValue<Option<String>>,
    /// The embedding platform's word on who the partner is, when they came with it.
    pub vouched: RwSignal<Option<Vouched>>,
    /// What that word says of the partner, for the form. It lives as long as the page.
    pub details: StoredValue<Details>,
    /// Whether the partner has just signed out.
    pub left: RwSignal<bool>,
    /// What another tab has told last.
    pub heard: RwSignal<Option<Word>>,
    /// Whether the device would not forget what a session had opened.
    pub stuck: RwSignal<bool>,
}

impl SignedIn {
    /// Not known yet.
    pub fn new(backend: Backend, device: Device, embed: Option<Embed>) -> Self {
        Self {
            backend,
            device,
            embed,
            renewing: StoredValue::new(false),
            session: RwSignal::new(None),
            expired: RwSignal::new(None),
            model: RwSignal::default(),
            listing: RwSignal::default(),
            live: StoredValue::new(None),
            opened: StoredValue::new(None),
            vouched: RwSignal::new(None),
            details: StoredValue::new(Details::default()),
            left: RwSignal::new(false),
            heard: RwSignal::new(None),
            stuck: RwSignal::new(false),
        }
    }

    /// Whether the backend offers signing in by a code.
    pub fn is_offered(self) -> bool {
        self.offers(&[SessionKind::Code])
    }

    /// Whether the backend offers sessions of one of these kinds.
    fn offers(self, kinds: &[SessionKind]) -> bool {
        match self.backend.service.get() {
            KnownService::Ready(service) => {
                service.offers(Capability::Sessions) && kinds.iter().any(|kind| service.session_kinds.contains(kind))
            }
            _ => false,
        }
    }

    /// Whether it is known what the backend offers.
    fn is_known(self) -> bool {
        self.backend.service.with(|known| matches!(known, KnownService::Ready(_)))
    }

    fn has_sessions(self) -> bool {
        self.offers(&[SessionKind::Code, SessionKind::Jwt])
    }

    /// Something of `service`, once it is known.
    fn service_now<T>(self, read: impl FnOnce(&Service) -> T) -> Option<T> {
        self.backend.service.with_untracked(|known| match known {
            KnownService::Ready(service) => Some(read(service)),
            _ => None,
        })
    }

    fn has_events(self) -> bool {
        matches!(self.backend.service.get(), KnownService::Ready(service) if service.offers(Capability::Events))
    }

    /// What the device knows of a session, from an earlier visit or another tab.
    async fn recall(self) {
        if let Some(session) = noted().await
            && !ends_unasked(&session, clock::now())
        {
            let is_other = self.session.with_untracked(|now| now.as_ref().is_some_and(|now| now.email != session.email));
            self.expired.set(None);
            self.device.recall_list_read(&session::fingerprint(&session.email)).await;
            self.session.set(Some(session));
            if is_other {
                self.backend.session_changed(None);
                self.list(listing::Event::Ended);
                self.device.drop_rows().await;
            }
            self.device.send(outbox::Event::SignedIn(clock::now()));
        }
    }

    /// The same at the start. A session whose time is up leaves nothing behind, unless something was begun in it: then it
    /// is asked for again.
    async fn start(self) {
        self.recall().await;
        let Some(over) = noted().await.filter(|_| self.session.with_untracked(Option::is_none)) else { return };
        if self.device.has_begun().await {
            self.expired.set(Some(over.email));
        } else {
            self.end().await;
        }
    }

    /// Asks whether there is a session from an earlier visit, and reads its list.
    async fn resume(self) {
        // First of all what was ended here without a connection.
        if !self.part().await || !untrack(|| self.has_sessions()) || self.expired.with_untracked(Option::is_some) {
            return;
        }
        let epoch = self.backend.epoch();
        let answer = self.backend.call(Verb::Get, "/session", None).await;
        // Signed in or out while the answer was on its way.
        if self.backend.epoch() != epoch {
            return;
        }
        match answer {
            Some(Response { status: 200, body, .. }) => {
                if let Ok(session) = json::read::<Session>(&body) {
                    self.begin(session, false).await;
                }
            }
            Some(Response { status: 401, .. }) if self.session.with_untracked(Option::is_some) => self.refused().await,
            // That this page has no token says nothing of others, nor of what waits for its partner.
            Some(Response { status: 401, .. }) if self.is_bearer() => {}
            // An earlier one has ended: what only it has opened goes with it.
            Some(Response { status: 401, .. }) => self.end().await,
            // No answer says nothing.
            _ => {}
        }
    }

    /// Something happens while signing in.
    pub fn send(self, event: Event, focus: Callback<()>) {
        let effects = self.model.try_update(|model| update(model, event)).unwrap_or_default();
        for effect in effects {
            match effect {
                session::Effect::Ask(request, new) => self.ask(request, "/session/code", &new, focus),
                session::Effect::Enter(request, new) => self.ask(request, "/session", &new, focus),
                session::Effect::SignedIn(session) => {
                    self.model.set(Model::default());
                    spawn_local(self.begin(session, true));
                }
                session::Effect::Focus => focus.run(()),
            }
        }
    }

    async fn begin(self, session: Session, is_new: bool) {
        // What an earlier session has left may be somebody else's. The same partner goes on where they were.
        let before = self.expired.get_untracked().or(self.session.get_untracked().map(|session| session.email));
        let is_owner = self.is_bearer() && owner().await == Some(session::fingerprint(&session.email));
        let is_same = is_owner || before.as_ref() == Some(&session.email);
        let replaces = !is_same && (is_new || before.is_some());
        if replaces {
            // At once: nothing that waits of another partner goes out as this one.
            self.device.unqueue_session();
        }
        if is_new {
            self.backend.session_changed(session.token.clone());
            if !self.is_bearer() {
                // Its cookie has taken the place of the one before.
                parting::done();
            }
        }
        if replaces {
            self.list(listing::Event::Ended);
            self.stuck.set(!self.device.forget_session(&|address| address.eq_ignore_ascii_case(&session.email)).await);
        }
        self.note(&session).await;
        self.session.set(Some(session));
        self.expired.set(None);
        self.left.set(false);
        self.device.send(outbox::Event::SignedIn(clock::now()));
        self.news();
        self.meet_account(is_new).await;
    }

    /// Saved articles and those of the account come together when somebody signs in, and later when something was saved
    /// in between. Screens that show them ask for the rest.
    async fn meet_account(self, is_new: bool) {
        let email = self.session.with_untracked(|session| session.as_ref().map(|session| session.email.clone()));
        let offers = self.service_now(|service| service.offers(Capability::Articles)).unwrap_or_default();
        if let Some(email) = email.filter(|_| offers) {
            self.device.meet_account(&email, !is_new).await;
        }
    }

    fn ask(self, request: u32, path: &'static str, new: &impl Serialize, focus: Callback<()>) {
        let body = serde_json::to_string(new).expect("texts");
        spawn_local(async move {
            self.part().await;
            let answer = match self.backend.call_on_session(Verb::Post, path, Some(&body)).await {
                Some(Response { status: 202, body, .. }) => {
                    json::read::<CodeSent>(&body).map_or(Answer::None, |sent| Answer::Sent(sent.challenge))
                }
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

    /// The partner has another address now; the same session goes on. The links of before open nothing any more.
    pub async fn moved(self, email: &str) {
        let session = self.session.get_untracked().map(|session| Session { email: email.to_lowercase(), ..session });
        if let Some(session) = session {
            push::moved(&session.email);
            self.session.set(Some(session.clone()));
            self.note(&session).await;
        }
        self.news();
    }

    async fn note(self, session: &Session) {
        // A token ends with its page. Whose it was says whether what waits may go out with the next one.
        let write = match self.is_bearer() {
            true => Write::Put(Store::Notes, OWNER.into(), session::fingerprint(&session.email)),
            false => Write::Put(Store::Notes, NOTE.into(), serde_json::to_string(session).unwrap_or_default()),
        };
        // Where nothing is kept there is nothing to forget either.
        let _ = storage::apply(vec![write]).await;
    }

    /// Whether the session is a token in memory: in a frame, or when the API has another origin.
    pub fn is_bearer(self) -> bool {
        self.backend.is_elsewhere()
    }
}

/// Looks after the session from now on: what an earlier visit has left, what other tabs and the backend say of it. Called
/// once, inside an owner that lives as long as the page.
pub fn wake(signed_in: SignedIn) {
    signed_in.device.ask_before_leaving();
    let started = RwSignal::new(false);
    spawn_local(async move {
        signed_in.start().await;
        started.set(true);
    });
    let updated = Callback::new(move |ticket| spawn_local(signed_in.updated(ticket)));
    let live = Live::new(signed_in.backend, updated, Callback::new(move |()| signed_in.news()));
    signed_in.live.set_value(Some(live));
    Effect::new(move || live.wanted(signed_in.session.with(Option::is_some) && signed_in.has_events()));
    // A device that is told of news says so again when something of it has changed.
    Effect::new(move || {
        let session = signed_in.session.get().filter(|_| signed_in.is_known());
        if let Some(session) = session {
            spawn_local(push::renew(signed_in.backend, session));
        }
    });
    // As soon as the backend is known to have sessions.
    Effect::new(move || {
        if started.get() && signed_in.is_known() {
            spawn_local(async move {
                signed_in.resume().await;
                signed_in.identify().await;
                signed_in.meet_host().await;
            });
        }
    });
    // Begun without a connection: with one, what an earlier visit has left is asked for again.
    network::watch(move |online| {
        if online {
            spawn_local(signed_in.resume());
        }
    });
    // Whoever noticed that the backend no longer knows it.
    Effect::new(move || {
        if signed_in.backend.signed_out.get() > 0 {
            spawn_local(signed_in.refused());
        }
    });
    Effect::new(move || match signed_in.heard.get() {
        Some(Word::SignedOut) => spawn_local(async move {
            signed_in.end().await;
            // A form that is open here would keep again what was cleared. What this page alone has was not named there: it stays.
            if worker::everything_is_kept().await {
                page::reload();
            }
        }),
        Some(Word::Changed) => spawn_local(signed_in.recall()),
        Some(Word::Files) | None => {}
    });
}

async fn owner() -> Option<String> {
    storage::get(Store::Notes, OWNER).await.ok().flatten()
}

async fn noted() -> Option<Session> {
    let note = storage::get(Store::Notes, NOTE).await.ok().flatten()?;
    json::read(&note).ok()
}
