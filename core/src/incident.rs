//! Announced incidents: which of them stand at a topic, and whether this device has asked to be told.

use crate::order::sort;
use crate::outbox::{self, Purpose};
use recourse_contract::Service;
use recourse_contract::incident::Incident;

/// The incidents that stand at a topic, the newest first: an incident counts for the topics that it names and for all
/// below them. `known` may be newer than `service`.
pub fn standing(known: &[Incident], service: &Service, topic: &str) -> Vec<Incident> {
    let way = service.path(topic).unwrap_or_default();
    let stands = |incident: &&Incident| way.iter().any(|topic| incident.topics.contains(&topic.id));
    let mut found: Vec<Incident> = known.iter().filter(stands).cloned().collect();
    sort(&mut found, |a, b| a.since > b.since);
    found
}

/// A wish to be told when an incident is solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The key of its request: who has it can take the wish back.
    pub key: String,
    /// Where the e-mail goes.
    pub email: String,
}

impl Wish {
    /// As it is kept on the device.
    pub fn to_stored(&self) -> String {
        // Neither holds a space.
        format!("{} {}", self.key, self.email)
    }

    /// Reads what was kept.
    pub fn from_stored(stored: &str) -> Option<Self> {
        let (key, email) = stored.split_once(' ')?;
        Some(Self { key: key.to_owned(), email: email.to_owned() })
    }
}

/// What the partner wishes by now: the last word that waits to be sent, else what the device has noted.
pub fn wish(outbox: &outbox::Model, noted: Option<&Wish>, incident: &str) -> Option<Wish> {
    match outbox.of_incident(incident).map(|entry| (&entry.purpose, &entry.key)) {
        Some((Purpose::Subscribe { email, .. }, key)) => Some(Wish { key: key.clone(), email: email.clone() }),
        Some(_) => None,
        None => noted.cloned(),
    }
}

/// How a wish is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// It has not left the device: it is taken out of the queue.
    Forget(String),
    /// It may have arrived: a request under the same key says that it no longer holds.
    Send(Purpose),
}

/// How this wish is taken back.
pub fn undo(outbox: &outbox::Model, incident: &str, wish: &Wish) -> Undo {
    let waits = outbox.entries.iter().find(|entry| entry.key == wish.key);
    match waits.filter(|entry| entry.can_be_edited()) {
        Some(entry) => Undo::Forget(entry.key.clone()),
        None => Undo::Send(Purpose::Unsubscribe { incident: incident.to_owned() }),
    }
}

/// The path of the subscription to an incident, below the API base.
pub fn path(incident: &str) -> String {
    format!("/incidents/{incident}/subscription")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Answer, Entry, Event, Model, update};
    use recourse_contract::Timestamp;

    fn incident(id: &str, topics: &[&str], since: i64) -> Incident {
        let topics = topics.iter().map(|&topic| topic.to_owned()).collect();
        Incident { id: id.into(), topics, title: id.into(), text: String::new(), since: Timestamp(since), solved_at: None }
    }

    #[test]
    fn an_incident_stands_at_its_topics_and_below_them() {
        let service = serde_json::from_str(include_str!("../../contract/examples/service.json")).expect("an example");
        let known = [
            incident("old", &["payments", "payments/blocked"], 1),
            incident("new", &["payments/blocked"], 2),
            incident("elsewhere", &["payment", "technical/calendar"], 3),
        ];
        let at = |topic: &str| standing(&known, &service, topic).into_iter().map(|incident| incident.id).collect::<Vec<_>>();
        assert_eq!(at("payments/blocked"), ["new", "old"]);
        assert_eq!(at("payments/other"), ["old"]);
        assert_eq!(at("payments"), ["old"], "one for a part does not count for the whole");
        for nothing in ["account/other", "gone", ""] {
            assert_eq!(at(nothing), [] as [&str; 0], "{nothing:?}");
        }
    }

    fn subscribe(key: &str) -> Entry {
        let purpose = Purpose::Subscribe { incident: "i".into(), email: "marie.dupont@example.com".into() };
        Entry::new(key.into(), purpose, path("i"), "{}".into(), 0)
    }

    fn noted(key: &str) -> Wish {
        Wish { key: key.into(), email: "marie.dupont@example.com".into() }
    }

    #[test]
    fn the_last_word_counts() {
        let mut model = Model { offline: true, ..Model::default() };
        assert_eq!(wish(&model, None, "i"), None);
        assert_eq!(wish(&model, Some(&noted("a")), "i"), Some(noted("a")));
        update(&mut model, Event::Added(subscribe("b"), 0));
        assert_eq!(wish(&model, None, "i"), Some(noted("b")));
        assert_eq!(wish(&model, None, "other"), None);
        let Undo::Send(purpose) = undo(&model, "i", &noted("a")) else { panic!("it has left the device") };
        update(&mut model, Event::Added(Entry::new("c".into(), purpose, path("i"), String::new(), 1), 1));
        assert_eq!(wish(&model, Some(&noted("a")), "i"), None);
        assert_eq!(Wish::from_stored(&noted("a").to_stored()), Some(noted("a")));
        assert_eq!(Wish::from_stored("damaged"), None);
    }

    #[test]
    fn what_may_have_arrived_is_not_simply_forgotten() {
        let mut model = Model { offline: true, ..Model::default() };
        update(&mut model, Event::Added(subscribe("a"), 0));
        assert_eq!(undo(&model, "i", &noted("a")), Undo::Forget("a".into()));
        update(&mut model, Event::Online(1));
        let Undo::Send(purpose) = undo(&model, "i", &noted("a")) else { panic!("it is under way") };
        assert_eq!(purpose, Purpose::Unsubscribe { incident: "i".into() });
        update(&mut model, Event::Added(Entry::new("b".into(), purpose, path("i"), String::new(), 2), 2));
        // It waits until the first one is answered, and then goes out.
        assert!(model.is_sending("a"));
        let done = Answer::Http { status: 204, retry_after: None, body: String::new() };
        update(&mut model, Event::Answered { key: "a".into(), attempt: 1, answer: done, now: 3, jitter: 0 });
        assert!(model.is_sending("b"));
    }
}
