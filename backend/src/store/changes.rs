//! Who is told that a ticket has changed: the open streams of its partner.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use tokio::sync::broadcast::{self, Receiver, Sender};

/// Most streams of one partner at a time: tabs and devices.
pub const STREAMS_PER_PARTNER: usize = 20;
/// How many changes wait for a slow stream; one that falls behind reads the rest from the store.
const WAITING: usize = 32;

/// A ticket that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The ticket.
    pub ticket: String,
    /// The number of its last update.
    pub last_update: u32,
    /// When it changed (milliseconds since 1970). Streams go on from here.
    pub at: i64,
}

/// The open streams, by the partner's address in lower case.
#[derive(Debug, Default)]
pub struct Changes {
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    partners: HashMap<String, Sender<Changed>>,
    is_over: bool,
}

impl Changes {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().expect("nobody panics with it")
    }

    /// A ticket of this partner has changed.
    pub fn tell(&self, email: &str, changed: Changed) {
        let mut open = self.open();
        // A partner whose last stream is gone is forgotten.
        if open.partners.get(email).is_some_and(|partner| partner.send(changed).is_err()) {
            open.partners.remove(email);
        }
    }

    /// A stream of this partner's changes; nothing when there are too many, or when the server stops.
    pub fn listen(&self, email: &str) -> Option<Receiver<Changed>> {
        let mut open = self.open();
        if open.is_over {
            return None;
        }
        // Those that ended without a change since.
        open.partners.retain(|_, partner| partner.receiver_count() > 0);
        let partner = open.partners.entry(email.to_owned()).or_insert_with(|| broadcast::channel(WAITING).0);
        (partner.receiver_count() < STREAMS_PER_PARTNER).then(|| partner.subscribe())
    }

    /// Ends every stream: the server stops.
    pub fn end(&self) {
        *self.open() = Open { partners: HashMap::new(), is_over: true };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(at: i64) -> Changed {
        Changed { ticket: "t".into(), last_update: 1, at }
    }

    #[tokio::test]
    async fn a_partner_hears_of_their_own_until_the_end() {
        let changes = Changes::default();
        let mut one = changes.listen("a@example.com").expect("it is open");
        let mut other = changes.listen("b@example.com").expect("it is open");
        changes.tell("a@example.com", changed(1));
        changes.tell("nobody@example.com", changed(2));
        assert_eq!(one.recv().await, Ok(changed(1)));
        assert!(other.try_recv().is_err());
        changes.end();
        assert!(one.recv().await.is_err());
        assert!(changes.listen("a@example.com").is_none());
    }

    #[tokio::test]
    async fn streams_of_one_partner_have_a_bound() {
        let changes = Changes::default();
        let mut all: Vec<_> = (0..STREAMS_PER_PARTNER).map(|_| changes.listen("a").expect("there is room")).collect();
        assert!(changes.listen("a").is_none());
        assert!(changes.listen("b").is_some());
        all.pop();
        assert!(changes.listen("a").is_some());
    }
}
