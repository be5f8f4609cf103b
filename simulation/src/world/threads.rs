//! What pages read of tickets, keep of them and show.

use super::{Wanted, World};
use crate::device::Write;
use crate::page::Case;
use crate::server::{Answered, Asked};
use recourse_contract::{BASE_PATH, Page as ListPage, Ticket, Update};
use recourse_core::inbox::{merge, on_the_way};
use recourse_core::outbox::Purpose;

impl World<'_> {
    /// Takes over what the device has of a thread, unless this was done with the same.
    pub(super) fn load_thread(&mut self, device: usize, page: usize, ticket: &str) {
        let text = self.devices[device].read(page, &thread_key(ticket)).unwrap_or_default();
        let case = self.page(device, page).cases.entry(ticket.to_owned()).or_default();
        if case.loaded.0 != text {
            let updates: Vec<Update> = serde_json::from_str(&text).unwrap_or_default();
            merge(&mut case.thread, updates.clone());
            case.loaded = (text, updates);
        }
    }

    /// On what the device has of it now: its pages do not undo each other's.
    pub(super) fn keep_thread(&mut self, device: usize, page: usize, ticket: &str, updates: Vec<Update>) {
        self.load_thread(device, page, ticket);
        let case = self.page(device, page).cases.entry(ticket.to_owned()).or_default();
        let mut thread = case.loaded.1.clone();
        merge(&mut thread, updates.clone());
        let text = serde_json::to_string(&thread).expect("plain data");
        self.write(device, page, &[Write::Put(thread_key(ticket), text)]);
        merge(&mut self.page(device, page).cases.entry(ticket.to_owned()).or_default().thread, updates);
    }

    pub(super) fn read(&mut self, device: usize, page: usize, ticket: String) {
        if !self.devices[device].online {
            return;
        }
        let last = self.page(device, page).cases.get(&ticket).and_then(|case| case.thread.last()).map_or(0, |last| last.number);
        // A thread with a hole is read whole.
        let whole = self.page(device, page).cases.get(&ticket).is_some_and(|case| case.thread.len() == last as usize);
        let after = if whole { last } else { 0 };
        let token = self.devices[device].token(Some(&ticket));
        let ask = |path: String| Asked { method: "GET", path, token: token.clone(), key: None, body: None, tus: None };
        let asked = vec![
            ask(format!("{BASE_PATH}/tickets/{ticket}")),
            ask(format!("{BASE_PATH}/tickets/{ticket}/updates?after={after}&limit=200")),
        ];
        let unclear = self.page(device, page).outbox.unclear(&ticket);
        self.depart(device, page, Wanted::Read { ticket, unclear }, asked);
    }

    /// What was read is on the page, and the partner has seen it.
    pub(super) fn came(&mut self, device: usize, page: usize, ticket: &str, unclear: &[String], answers: &[Answered]) {
        let [of_ticket, of_updates] = answers else { return };
        let (Ok(read), Ok(updates)) =
            (serde_json::from_str::<Ticket>(&of_ticket.body), serde_json::from_str::<ListPage<Update>>(&of_updates.body))
        else {
            return;
        };
        self.keep_thread(device, page, ticket, updates.items);
        self.hear_of_gone(device, page, ticket, unclear);
        let case: &mut Case = self.page(device, page).cases.entry(ticket.to_owned()).or_default();
        let (last, read_up_to) = (case.thread.last().map_or(0, |last| last.number), read.summary.read_up_to);
        case.ticket = Some(read);
        if read_up_to < last {
            let purpose = Purpose::Seen { ticket: ticket.to_owned() };
            let body = format!("{{\"number\":{last}}}");
            if !self.page(device, page).outbox.says(&purpose, &body) {
                self.queue(device, page, purpose, format!("/tickets/{ticket}/read"), body, None);
            }
        }
    }

    /// What is on the screen now: each write of the partner's stands there once.
    pub(super) fn look(&mut self, device: usize, page: usize) {
        let shown = &self.devices[device].pages[page];
        let mut twice = None;
        for (ticket, case) in &shown.cases {
            let in_thread = case.thread.iter().filter_map(|update| update.idempotency_key.as_deref());
            let waiting = on_the_way(&case.thread, shown.outbox.writes(ticket)).into_iter().map(|entry| &*entry.key);
            let mut seen: Vec<&str> = in_thread.chain(waiting).collect();
            seen.sort_unstable();
            twice = twice.or(seen.windows(2).find(|two| two[0] == two[1]).map(|two| two[0].to_owned()));
        }
        if let Some(key) = twice {
            self.violated(format!("device {device}.{page} shows {key} twice"));
        }
    }
}

fn thread_key(ticket: &str) -> String {
    format!("ticket/{ticket}")
}
