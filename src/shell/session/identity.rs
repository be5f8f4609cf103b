//! Coming from the embedding platform with its word on who the partner is, in the fragment of the address: one session,
//! once, and the details that the form can be filled with.

use super::{SignedIn, owner};
use crate::shell::http::{Response, Verb};
use leptos::prelude::*;
use recourse_contract::service::SessionKind;
use recourse_contract::session::NewIdentity;
use recourse_contract::{Problem, Session, json};
use recourse_core::session::{claimed, fingerprint};

/// The platform's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The JWT. It works once.
    pub token: String,
    /// The address that the partner was sent to, without it and without the base path of the app.
    pub back: String,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// The page around this one is about to give it; this is where the partner goes then.
    Expected(String),
    /// It waits until it is known what the backend offers, and who is signed in.
    Waiting(Identity),
    /// The backend looks at it.
    Entering,
    /// Somebody else is known here: the partner decides.
    Asking(Identity, Other),
    /// There was no answer.
    Failed(Identity),
    /// It is not taken, in the backend's words.
    Refused(String),
    /// It has begun a session; this is where the partner was sent to.
    Done(String),
}

/// Who else is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// This address is signed in.
    SignedIn(String),
    /// Somebody has written what waits to be sent.
    Waiting,
    /// Cases or drafts of this address are on the device.
    Known(String),
}

impl SignedIn {
    /// Shows the platform's word to the backend, unless somebody else is signed in.
    pub(super) async fn identify(self) {
        let Some(Vouched::Waiting(identity)) = self.vouched.get_untracked() else { return };
        let offered = self.service_now(|service| service.session_kinds.contains(&SessionKind::Jwt));
        if !offered.unwrap_or_default() {
            // This backend does not know such words: there is the code.
            return self.vouched.set(None);
        }
        match self.other(&claimed(&identity.token).unwrap_or_default()).await {
            Some(other) => self.vouched.set(Some(Vouched::Asking(identity, other))),
            None => self.enter(identity).await,
        }
    }

    /// Asks the page around this one who the partner is, and shows its word to the backend. Without one, or when it is not taken,
    /// the partner goes on as nobody yet.
    pub(super) async fn meet_host(self) {
        let Some(Vouched::Expected(back)) = self.vouched.get_untracked() else { return };
        // Asked for once, however often the backend tells of itself meanwhile.
        self.vouched.set(Some(Vouched::Entering));
        let offered = self.service_now(|service| service.session_kinds.contains(&SessionKind::Jwt)).unwrap_or_default();
        let token = match self.embed.filter(|_| offered) {
            Some(embed) => embed.identity().await,
            None => None,
        };
        if let Some(token) = token {
            self.vouched.set(Some(Vouched::Waiting(Identity { token, back: back.clone() })));
            self.identify().await;
        }
        if !matches!(self.vouched.get_untracked(), Some(Vouched::Asking(..) | Vouched::Done(_))) {
            self.vouched.set(Some(Vouched::Done(back)));
        }
    }

    /// A session that has run out begins anew by the word of the page around this one, if it speaks of the same partner. Says
    /// whether it did.
    pub(super) async fn renewed(self, email: &str) -> bool {
        let Some(embed) = self.embed else { return false };
        let is_same = |token: &String| claimed(token).is_some_and(|claimed| claimed == email.to_lowercase());
        let Some(token) = embed.identity().await.filter(is_same) else { return false };
        self.enter(Identity { token, back: String::new() }).await;
        let is_in = matches!(self.vouched.get_untracked(), Some(Vouched::Done(_)));
        self.vouched.set(None);
        is_in
    }

    /// Who else than this address is known here. Nobody is made another partner unasked.
    async fn other(self, claimed: &str) -> Option<Other> {
        let current = self.session.get_untracked().map(|session| session.email).or(self.expired.get_untracked());
        if let Some(email) = current {
            return (email.to_lowercase() != claimed).then_some(Other::SignedIn(email));
        }
        let left = self.is_bearer() && self.device.has_begun().await;
        if left && owner().await.is_some_and(|owner| owner != fingerprint(claimed)) {
            return Some(Other::Waiting);
        }
        self.device.addresses().into_iter().find(|email| email.to_lowercase() != claimed).map(Other::Known)
    }

    /// Begins a session with the platform's word.
    pub async fn enter(self, identity: Identity) {
        self.vouched.set(Some(Vouched::Entering));
        let new = NewIdentity { identity: identity.token.clone(), bearer: self.is_bearer() };
        let body = serde_json::to_string(&new).expect("texts");
        self.part().await;
        let outcome = match self.backend.call_on_session(Verb::Post, "/session", Some(&body)).await {
            Some(Response { status: 201, body, .. }) => match json::read::<Session>(&body) {
                Ok(mut session) => {
                    self.details.set_value(session.details.take().unwrap_or_default());
                    self.begin(session, true).await;
                    Vouched::Done(identity.back)
                }
                Err(_) => Vouched::Failed(identity),
            },
            Some(Response { status, body, .. }) => match json::read::<Problem>(&body) {
                Ok(problem) if problem.status == status && status == 422 => {
                    let detail = problem.errors.into_iter().next().and_then(|error| error.detail);
                    Vouched::Refused(detail.unwrap_or(problem.title))
                }
                _ => Vouched::Failed(identity),
            },
            None => Vouched::Failed(identity),
        };
        self.vouched.set(Some(outcome));
    }
}
