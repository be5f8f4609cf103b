//! News on this device (Web Push): when it is offered, once and after a filing, and what the device remembers of it.

use crate::session;
use recourse_contract::service::Capability;
use recourse_contract::{Service, Session, json, read_objects};
use serde::Serialize;

/// What the browser lets this site do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permission {
    /// It has no push, or not here.
    #[default]
    Absent,
    /// It would ask.
    Default,
    /// It shows notices.
    Granted,
    /// It shows none, and does not ask.
    Denied,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing: not offered, nobody is signed in, or the browser cannot.
    NotPossible,
    /// It can be turned on.
    Offered,
    /// The browser asks, or the subscription is on its way.
    Asking,
    /// This device is told of news.
    On,
    /// The browser blocks it: only its own settings change that.
    Refused,
    /// It could be turned on, but that did not work now.
    Failed,
}

/// What happens once the partner has said yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The partner wants to be told.
    Wanted,
    /// The browser has asked.
    Permitted(Permission),
    /// The backend has the subscription, or not.
    Kept(bool),
    /// The partner wants it no more.
    TurnedOff,
}

impl State {
    /// What is shown after that.
    #[must_use]
    pub fn after(self, event: Event) -> Self {
        match (self, event) {
            (Self::NotPossible, _) => self,
            (_, Event::Wanted) => Self::Asking,
            (Self::Asking, Event::Permitted(Permission::Granted)) => Self::Asking,
            // The question was closed: it may be asked again by the same button.
            (Self::Asking, Event::Permitted(Permission::Default)) => Self::Offered,
            (Self::Asking, Event::Permitted(_)) => Self::Refused,
            (Self::Asking, Event::Kept(kept)) => {
                if kept {
                    Self::On
                } else {
                    Self::Failed
                }
            }
            (_, Event::TurnedOff) => Self::Offered,
            (_, Event::Permitted(_) | Event::Kept(_)) => self,
        }
    }
}

/// What this device remembers of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Of the stored shape.
    pub version: u32,
    /// The ticket after whose filing it was asked; empty when it never was.
    pub asked: String,
    /// What the partner has said.
    pub answer: Option<bool>,
    /// Who is told on this device, as a fingerprint of the address.
    pub whose: String,
    /// What the backend has of it, as a fingerprint.
    pub sent: String,
}

read_objects! { Note { version, asked, answer, whose, sent } }

impl Note {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(&Self { version: Self::VERSION, ..self.clone() }).expect("texts and numbers only")
    }

    /// Reads what is stored; nothing of what cannot be read.
    pub fn from_stored(stored: &str) -> Option<Self> {
        json::read::<Self>(stored).ok().filter(|note| note.version <= Self::VERSION)
    }

    /// Whether this partner is told on this device.
    pub fn is_on(&self, session: &Session) -> bool {
        self.answer == Some(true) && self.whose == session::fingerprint(&session.email)
    }
}

/// What decides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The public key that `service` tells, where it offers push.
    pub key: Option<String>,
    /// Who is signed in.
    pub session: Option<Session>,
    /// Whether the page is a guest: it stands in another one, or on a device that others use, too.
    pub is_guest: bool,
    /// Whether a service worker is there to take messages.
    pub has_worker: bool,
    /// What the browser lets this site do.
    pub permission: Permission,
    /// What this device remembers.
    pub note: Option<Note>,
}

/// The public key of push, where it is offered.
pub fn key(service: &Service) -> Option<&str> {
    service.push_key.as_deref().filter(|_| service.offers(Capability::Push))
}

impl Facts {
    /// What is shown of it on the page with the partner's own data.
    pub fn state(&self) -> State {
        let Some(session) = self.session.as_ref().filter(|_| self.key.is_some() && !self.is_guest && self.has_worker) else {
            return State::NotPossible;
        };
        match self.permission {
            Permission::Absent => State::NotPossible,
            Permission::Denied => State::Refused,
            Permission::Granted if self.note.as_ref().is_some_and(|note| note.is_on(session)) => State::On,
            Permission::Granted | Permission::Default => State::Offered,
        }
    }

    /// Whether the partner is asked after filing this ticket: whom the browser has not asked yet, and only after one filing,
    /// answered or not.
    pub fn asks(&self, ticket: &str) -> bool {
        let is_first = self.note.as_ref().is_none_or(|note| note.answer.is_none() && [ticket, ""].contains(&&*note.asked));
        self.state() == State::Offered && self.permission == Permission::Default && is_first
    }
}

/// What the backend has to know again when it changes: the subscription, the key that it is for, the language, the session.
pub fn fingerprint(endpoint: &str, key: &str, language: &str, session: &Session) -> String {
    session::fingerprint(&format!("{endpoint}\n{key}\n{language}\n{}\n{}", session.email, session.expires_at.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::Timestamp;

    fn session(email: &str) -> Session {
        Session { email: email.into(), expires_at: Timestamp(1), token: None, details: None }
    }

    fn facts() -> Facts {
        Facts {
            key: Some("key".into()),
            session: Some(session("marie.dupont@example.com")),
            is_guest: false,
            has_worker: true,
            permission: Permission::Default,
            note: None,
        }
    }

    fn note(asked: &str, answer: Option<bool>) -> Option<Note> {
        let whose = session::fingerprint("marie.dupont@example.com");
        Some(Note { asked: asked.into(), answer, whose, ..Note::default() })
    }

    #[test]
    fn it_is_asked_once_and_only_where_it_is_possible() {
        assert!(facts().asks("a"));
        for (why, not) in [
            ("not offered", Facts { key: None, ..facts() }),
            ("nobody is signed in", Facts { session: None, ..facts() }),
            ("framed, or on a shared device", Facts { is_guest: true, ..facts() }),
            ("no worker", Facts { has_worker: false, ..facts() }),
            ("no push", Facts { permission: Permission::Absent, ..facts() }),
            ("blocked", Facts { permission: Permission::Denied, ..facts() }),
            ("allowed already", Facts { permission: Permission::Granted, ..facts() }),
            ("asked after another filing", Facts { note: note("b", None), ..facts() }),
            ("said no", Facts { note: note("a", Some(false)), ..facts() }),
            ("said yes", Facts { note: note("a", Some(true)), ..facts() }),
        ] {
            assert!(!not.asks("a"), "{why}");
        }
        assert!(Facts { note: note("a", None), ..facts() }.asks("a"), "the same page again");
        assert!(Facts { note: note("", None), ..facts() }.asks("a"), "never asked");
    }

    #[test]
    fn the_switch_shows_how_it_is() {
        let of = |permission, note| Facts { permission, note, ..facts() }.state();
        assert_eq!(of(Permission::Default, None), State::Offered);
        assert_eq!(of(Permission::Granted, note("a", Some(true))), State::On);
        assert_eq!(of(Permission::Granted, note("a", Some(false))), State::Offered);
        assert_eq!(of(Permission::Default, note("a", Some(true))), State::Offered, "the permission was taken back");
        assert_eq!(of(Permission::Denied, note("a", Some(true))), State::Refused);
        let other = Facts { session: Some(session("other@example.com")), permission: Permission::Granted, ..facts() };
        assert_eq!(Facts { note: note("a", Some(true)), ..other }.state(), State::Offered, "another partner has turned it on");
    }

    #[test]
    fn a_yes_goes_by_the_browsers_question_and_the_backend() {
        let asking = State::Offered.after(Event::Wanted);
        assert_eq!(asking, State::Asking);
        let granted = asking.after(Event::Permitted(Permission::Granted));
        assert_eq!((granted.after(Event::Kept(true)), granted.after(Event::Kept(false))), (State::On, State::Failed));
        assert_eq!(asking.after(Event::Permitted(Permission::Denied)), State::Refused);
        assert_eq!(asking.after(Event::Permitted(Permission::Default)), State::Offered);
        assert_eq!(State::Failed.after(Event::Wanted), State::Asking);
        assert_eq!(State::On.after(Event::TurnedOff), State::Offered);
        assert_eq!(State::Offered.after(Event::Kept(true)), State::Offered, "turned off meanwhile");
        assert_eq!(State::NotPossible.after(Event::Wanted), State::NotPossible);
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let stored = Note { version: 1, sent: "x".into(), ..note("a", Some(true)).unwrap_or_default() };
        assert_eq!(Note::from_stored(&stored.to_stored()), Some(stored.clone()));
        assert_eq!(Note::from_stored(&stored.to_stored().replace("\"version\":1", "\"version\":2")), None);
        assert_eq!(Note::from_stored("yes"), None);
    }

    #[test]
    fn the_backend_hears_of_each_change() {
        let marie = session("marie.dupont@example.com");
        let now = fingerprint("e", "k", "fr", &marie);
        assert_eq!(now, fingerprint("e", "k", "fr", &marie));
        let later = Session { expires_at: Timestamp(2), ..marie.clone() };
        for other in [
            fingerprint("f", "k", "fr", &marie),
            fingerprint("e", "l", "fr", &marie),
            fingerprint("e", "k", "en", &marie),
            fingerprint("e", "k", "fr", &later),
        ] {
            assert_ne!(now, other);
        }
    }
}
