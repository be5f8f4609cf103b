//! Putting together what is known of a thread with what arrives, and with what this device has written.

use super::Known;
use crate::bugs::{Bug, is_on};
use crate::outbox::Entry;
use recourse_contract::Update;
use recourse_contract::update::{Role, UpdateKind};
use std::collections::HashSet;

/// Takes `incoming` into `thread`: each number once, the latest version of it, oldest first. Any order and repetition of
/// the same input gives the same thread.
pub fn merge(thread: &mut Vec<Update>, incoming: Vec<Update>) {
    for update in incoming {
        match thread.binary_search_by_key(&update.number, |known| known.number) {
            Ok(at) => thread[at] = update,
            Err(at) => thread.insert(at, update),
        }
    }
}

/// An update as a thread keeps it, and the ticket that it has opened, with the link to it that came along.
pub fn opened(mut update: Update) -> (Update, Option<Known>) {
    let linked = update.follow_up.as_mut();
    let known = linked.and_then(|linked| Some(Known::from_link(linked.ticket.clone(), linked.link_token.take()?)));
    (update, known)
}

/// What of the partner's own writes into a thread still waits to be seen in it, oldest first: each once, whether its answer
/// or the news of it has come first.
pub fn on_the_way<'a>(thread: &[Update], writes: impl Iterator<Item = &'a Entry>) -> Vec<&'a Entry> {
    let mut known: HashSet<&str> = thread.iter().filter_map(|update| update.idempotency_key.as_deref()).collect();
    writes.filter(|entry| known.insert(&entry.key) || is_on(Bug::ShowsTwice)).collect()
}

/// Whether an entry is the partner's own act, or what the system notes of one at the same moment: neither is news to them.
pub fn is_own(update: &Update, thread: &[Update]) -> bool {
    let is_partners = |update: &Update| update.author.role == Role::Partner;
    let is_note = update.kind == UpdateKind::System && update.author.role == Role::System;
    let follows = |act: &Update| act.number < update.number && act.at == update.at && is_partners(act);
    is_partners(update) || is_note && thread.iter().any(follows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::Purpose;
    use proptest::prelude::*;
    use recourse_contract::{Page, TicketSummary, Timestamp};

    fn update(number: u32, key: Option<&str>) -> Update {
        let json = format!(
            r#"{{"id":"u{number}","number":{number},"kind":"reply","author":{{"role":"handler"}},"at":"2026-11-23T08:00:00Z","language":"fr","text":"t"}}"#
        );
        let update: Update = serde_json::from_str(&json).expect("an update");
        Update { idempotency_key: key.map(str::to_owned), ..update }
    }

    #[test]
    fn the_link_of_a_ticket_that_was_opened_is_kept_apart() {
        let reference = recourse_contract::Reference::from_numbers([0; 8]);
        let linked = recourse_contract::ticket::Linked { ticket: "new".into(), reference, link_token: Some("token".into()) };
        let (kept, known) = opened(Update { follow_up: Some(linked.clone()), ..update(3, None) });
        assert_eq!(kept.follow_up, Some(recourse_contract::ticket::Linked { link_token: None, ..linked }));
        assert_eq!(known, Some(Known::from_link("new".into(), "token".into())));
        // News of it come without a link.
        assert_eq!(opened(kept.clone()), (kept, None));
    }

    #[test]
    fn what_the_partner_does_is_no_news_to_them() {
        let act = |number: u32, kind: UpdateKind, role: Role, at: i64| {
            let mut update = update(number, None);
            (update.kind, update.author.role, update.at) = (kind, role, Timestamp(at));
            update
        };
        let thread = vec![
            act(1, UpdateKind::Outcome, Role::Handler, 1),
            act(2, UpdateKind::PartnerAnswer, Role::Partner, 2),
            act(3, UpdateKind::System, Role::System, 2),
            act(4, UpdateKind::System, Role::System, 3),
            act(5, UpdateKind::Reply, Role::Handler, 3),
        ];
        let own: Vec<u32> = thread.iter().filter(|entry| is_own(entry, &thread)).map(|entry| entry.number).collect();
        assert_eq!(own, [2, 3]);
        let mut known = Known::from_link("t".into(), "k".into());
        let page: Page<TicketSummary> =
            serde_json::from_str(include_str!("../../../contract/examples/tickets.json")).expect("an example");
        let summary = TicketSummary { last_update: 6, read_up_to: 1, ..page.items[0].clone() };
        known.listed = Some(summary.clone());
        assert_eq!(known.unread(), 5, "nobody knows yet what they are");
        known.thread = thread;
        assert_eq!(known.unread(), 3);
        known.listed = Some(TicketSummary { last_update: 3, ..summary });
        assert_eq!(known.unread(), 0);
    }

    /// What the backend's thread is in the end: every third entry is the partner's own.
    fn stored(number: u32) -> Update {
        let own = format!("key-{number}");
        update(number, number.is_multiple_of(3).then_some(&*own))
    }

    fn write(number: u32) -> Entry {
        let purpose = Purpose::Reply { ticket: "t".into() };
        Entry::new(format!("key-{number}"), purpose, String::new(), String::new(), i64::from(number))
    }

    /// What arrives: news of some updates in any order, or the answer to one of the partner's writes.
    #[derive(Clone, Debug)]
    enum Arrival {
        News(Vec<u32>),
        Answer(u32),
    }

    const LAST: u32 = 12;

    fn arrivals() -> impl Strategy<Value = Vec<Arrival>> {
        let news = prop::collection::vec(1..=LAST, 0..6).prop_map(Arrival::News);
        let answer = (1..=LAST / 3).prop_map(|nth| Arrival::Answer(nth * 3));
        prop::collection::vec(prop_oneof![news, answer], 0..20)
    }

    proptest! {
        /// Server state, events and the partner's own writes, in any order and as often as it likes: each write stands on
        /// the screen once all the time, and in the end the thread is the backend's.
        #[test]
        fn any_order_and_repetition_gives_the_same_thread(arrivals in arrivals(), order in Just((1..=LAST).collect::<Vec<_>>()).prop_shuffle()) {
            let mut thread = Vec::new();
            let mut outbox: Vec<Entry> = (1..=LAST / 3).map(|nth| write(nth * 3)).collect();
            let last = order.into_iter().flat_map(|number| [Arrival::News(vec![number]), Arrival::Answer(number.div_ceil(3) * 3)]);
            for arrival in arrivals.into_iter().chain(last) {
                match arrival {
                    Arrival::News(numbers) => merge(&mut thread, numbers.into_iter().map(stored).collect()),
                    Arrival::Answer(number) => {
                        outbox.retain(|entry| entry.key != format!("key-{number}"));
                        merge(&mut thread, vec![stored(number)]);
                    }
                }
                for number in (3..=LAST).step_by(3) {
                    let key = format!("key-{number}");
                    let in_thread = thread.iter().filter(|update| update.idempotency_key.as_ref() == Some(&key)).count();
                    let waiting = on_the_way(&thread, outbox.iter()).into_iter().filter(|entry| entry.key == key).count();
                    prop_assert_eq!(in_thread + waiting, 1, "{}", key);
                }
            }
            prop_assert_eq!(thread, (1..=LAST).map(stored).collect::<Vec<_>>());
            prop_assert!(outbox.is_empty());
        }
    }
}
