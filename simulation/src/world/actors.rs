//! What the partner and bad luck do.

use super::outcome::Words;
use super::{Device, Event, FULL, Ledger, MINUTE, SECOND, Step, Task, Way, World, Write, intent, note_key};
use crate::page::Page;
use recourse_contract::ticket::Action;
use recourse_core::inbox::open_request;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::Request;

impl World<'_> {
    /// The partner does something on one of the device's pages.
    pub(super) fn partner(&mut self, device: usize) {
        self.end_patience();
        let open: Vec<usize> =
            (0..self.devices[device].pages.len()).filter(|page| self.devices[device].pages[*page].is_open).collect();
        if open.is_empty() {
            return;
        }
        let page = open[self.rng.usize(0..open.len())];
        let ticket = self.tickets[self.rng.usize(0..self.tickets.len())].clone();
        if self.frame == Some(device) && self.rng.bool() {
            // Inside another page most are about to write to the platform for the first time.
            self.draft(device, page, &ticket);
            self.look(device, page);
            return;
        }
        match self.rng.u32(0..116) {
            0..38 => self.reply(device, page, &ticket),
            38..50 => self.word_again(device, page),
            50..62 => self.take_back(device, page),
            62..72 => self.answer(device, page, &ticket),
            72..75 => self.nudge(device, page, &ticket),
            75..81 => self.prefer(device, page),
            81..86 => self.retry(device, page),
            86..95 => self.about_outcome(device, page, &ticket),
            95..98 => self.opine(device, page),
            98..100 => self.question_it(device, page, &ticket),
            100..103 => self.wish_it(device, page),
            103..113 => self.draft(device, page, &ticket),
            _ => self.soon(device, page, Task::Read(ticket)),
        }
        self.look(device, page);
    }

    pub(super) fn may(&self, device: usize, page: usize, ticket: &str, action: Action) -> bool {
        let case = self.devices[device].pages[page].cases.get(ticket);
        case.and_then(|case| case.ticket.as_ref()).is_some_and(|ticket| ticket.actions.contains(&action))
    }

    fn reply(&mut self, device: usize, page: usize, ticket: &str) {
        // Into a ticket that is closed for good, too: it opens another one.
        if self.may(device, page, ticket, Action::Reply) || self.may(device, page, ticket, Action::FollowUp) {
            let number = self.ledger.intents.len() as u32;
            self.ledger.intents.insert(number, intent(device, ticket));
            self.log.done("reply");
            if self.limits.attachments > 0 && self.chance(30) {
                self.choose(device, page, ticket);
            }
            self.say(device, page, number, Words::Reply);
        }
    }

    fn answer(&mut self, device: usize, page: usize, ticket: &str) {
        let shown = &self.devices[device].pages[page];
        let is_sent = shown.outbox.writes(ticket).any(|entry| matches!(entry.purpose, Purpose::Answer { .. }));
        let request = shown.cases.get(ticket).and_then(|case| open_request(&case.thread)).map(|request| request.number);
        if self.may(device, page, ticket, Action::Answer) && !is_sent && request.is_some() {
            let number = self.ledger.intents.len() as u32;
            self.ledger.intents.insert(number, intent(device, ticket));
            self.log.done("answer");
            self.say(device, page, number, Words::Answer(request.unwrap_or_default()));
        }
    }

    /// Words an intent, keeps the text as it is typed, and sends it.
    pub(super) fn say(&mut self, device: usize, page: usize, number: u32, words: Words) {
        let said = self.ledger.intents.get_mut(&number).expect("it was made");
        said.versions += 1;
        let (version, ticket) = (said.versions, said.ticket.clone());
        let text = Ledger::text(number, version);
        if !self.write(device, page, &[Write::Put(note_key(number), text.clone())]) {
            self.ledger.intents.get_mut(&number).expect("it was made").unkept = true;
        }
        // The text of a message moves from its box; others stay where they were typed until they have arrived.
        let Request { purpose, path, body } = words.request(&ticket, &text);
        let note = purpose.reply_box().map(|_| Write::Delete(note_key(number)));
        let key = self.queue(device, page, purpose, path, body, note);
        self.note(&format!("device {device}.{page} writes {text:?} as {key}"));
        self.ledger.keys.insert(key, (number, version));
    }

    /// Sends a text that came back, in other words.
    fn word_again(&mut self, device: usize, page: usize) {
        let texts = self.devices[device].read_all(page, "note/");
        let free = texts
            .iter()
            .filter_map(|text| Ledger::of(text))
            .map(|(number, _)| number)
            .find(|number| self.is_free(device, *number));
        if let Some(number) = free {
            self.log.done("worded again");
            self.say(device, page, number, Words::Reply);
        }
    }

    fn take_back(&mut self, device: usize, page: usize) {
        let outbox = &self.devices[device].pages[page].outbox;
        let goes_back = |purpose: &Purpose| purpose.reply_box().is_some() || matches!(purpose, Purpose::File { .. });
        let can = outbox
            .entries
            .iter()
            .filter(|entry| entry.can_be_edited() && goes_back(&entry.purpose) && !outbox.is_sending(&entry.key));
        let keys: Vec<String> = can.map(|entry| entry.key.clone()).collect();
        if !keys.is_empty() {
            let key = keys[self.rng.usize(0..keys.len())].clone();
            self.note(&format!("device {device}.{page} takes {key} back"));
            self.log.done("taken back");
            self.send(device, page, Event::TakenBack(key));
        }
    }

    fn nudge(&mut self, device: usize, page: usize, ticket: &str) {
        let purpose = Purpose::Nudge { ticket: ticket.to_owned() };
        let waits = self.devices[device].pages[page].outbox.entries.iter().any(|entry| entry.purpose == purpose);
        if self.may(device, page, ticket, Action::Nudge) && !waits {
            self.log.done("nudge");
            self.queue(device, page, purpose, format!("/tickets/{ticket}/nudge"), "{}".into(), None);
        }
    }

    /// On one device alone: of two, the backend would say which was the last.
    fn prefer(&mut self, device: usize, page: usize) {
        if device == FULL {
            let channel = ["inbox", "email_notice", "email_full"][self.rng.usize(0..3)];
            self.log.done("preference");
            self.note(&format!("device {device}.{page} prefers {channel}"));
            let body = format!("{{\"language\":\"en\",\"channel\":\"{channel}\"}}");
            // What says the same and is not kept stays so.
            if !self.devices[device].pages[page].outbox.says(&Purpose::Preferences, &body) {
                let is_apart = self.waits_apart(device, &Purpose::Preferences);
                self.channel = Some((channel, !is_apart));
                self.queue(device, page, Purpose::Preferences, "/me".into(), body, None);
            }
        }
    }

    fn retry(&mut self, device: usize, page: usize) {
        let keys: Vec<String> = self.devices[device].pages[page].outbox.entries.iter().map(|entry| entry.key.clone()).collect();
        if !keys.is_empty() {
            let (key, now) = (keys[self.rng.usize(0..keys.len())].clone(), self.now);
            self.log.done("tried now");
            self.send(device, page, Event::Retried(key, now));
        }
    }

    /// Something goes wrong.
    pub(super) fn fault(&mut self) {
        let device = self.rng.usize(0..self.devices.len());
        match self.rng.u32(0..100) {
            0..32 => self.crash(device),
            32..54 => self.disconnected(device),
            54..66 => {
                self.note(&format!("device {device} is full"));
                self.log.fault("disk full");
                self.devices[device].full = true;
                self.after(SECOND, 5 * MINUTE, Step::Emptied(device));
            }
            66..74 => {
                self.note("every session is ended");
                self.log.fault("session ended");
                self.server.end_sessions();
            }
            74..86 if self.server.runs() => {
                self.note("the backend stops");
                self.log.fault("backend restarted");
                self.server.stop();
                self.after(100, MINUTE, Step::Started);
            }
            _ => self.server.tick(),
        }
    }

    fn crash(&mut self, device: usize) {
        let page = self.rng.usize(0..self.devices[device].pages.len());
        if !self.devices[device].pages[page].is_open {
            return;
        }
        self.note(&format!("device {device}.{page} crashes"));
        self.log.fault("page crashed");
        self.close(device, page);
        self.after(SECOND, 5 * MINUTE, Step::Open(device, page));
    }

    /// A page goes, with everything that was in its memory alone.
    pub(super) fn close(&mut self, device: usize, page: usize) {
        let start = self.devices[device].pages[page].start + 1;
        let gone = &self.devices[device].pages[page];
        for key in gone.held.keys().filter_map(|key| key.strip_prefix("outbox/")) {
            let files = gone.outbox.entries.iter().filter(|entry| entry.key == key).flat_map(|entry| entry.files());
            self.ledger.may_be_sent_again(key, files);
        }
        self.devices[device].pages[page] = Page { start, ..Page::default() };
        let Device { lock, waiting, file_locks, file_waiting, .. } = &mut self.devices[device];
        lock.take_if(|(holder, _)| *holder == page);
        waiting.retain(|(waiter, ..)| *waiter != page);
        file_locks.retain(|(_, holder)| *holder != page);
        file_waiting.retain(|(waiter, ..)| *waiter != page);
        self.grant_files(device);
        self.grant(device);
    }

    pub(super) fn open(&mut self, device: usize, page: usize) {
        let offline = !self.devices[device].online;
        let is_older = self.has_update && !self.devices[device].is_updated;
        let opened = self.page(device, page);
        opened.is_open = true;
        opened.is_older = is_older;
        opened.outbox.offline = offline;
        opened.uploads.offline = offline;
        self.soon(device, page, Task::Load);
        for ticket in self.tickets.clone() {
            self.soon(device, page, Task::Read(ticket));
        }
    }

    fn disconnected(&mut self, device: usize) {
        if !self.devices[device].online {
            return;
        }
        self.note(&format!("device {device} is offline"));
        self.log.fault("offline");
        self.devices[device].online = false;
        for page in 0..self.devices[device].pages.len() {
            self.send(device, page, Event::Offline);
            self.files(device, page, recourse_core::upload::Event::Offline);
        }
        self.after(5 * SECOND, 10 * MINUTE, Step::Connected(device));
    }

    pub(super) fn connected(&mut self, device: usize) {
        self.note(&format!("device {device} is online"));
        self.devices[device].online = true;
        for page in 0..self.devices[device].pages.len() {
            let now = self.now;
            self.send(device, page, Event::Online(now));
            self.files(device, page, recourse_core::upload::Event::Online(now));
        }
    }

    /// The backend does not know the session: the partner signs in again, some time.
    pub(super) fn signed_out(&mut self, device: usize) {
        if matches!(self.devices[device].way, Way::Session(_)) && self.signing_in.insert(device) {
            self.after(MINUTE, 10 * MINUTE, Step::SignIn(device));
        }
    }

    pub(super) fn sign_in(&mut self, device: usize) {
        match self.server.sign_in().and_then(|session| session.token) {
            Some(token) => {
                self.note(&format!("device {device} signs in"));
                self.log.done("signed in");
                self.signing_in.remove(&device);
                self.devices[device].way = Way::Session(token);
                for page in 0..self.devices[device].pages.len() {
                    let now = self.now;
                    self.send(device, page, Event::SignedIn(now));
                }
            }
            // Too many codes in this hour, or the backend does not run.
            None => self.after(20 * MINUTE, 30 * MINUTE, Step::SignIn(device)),
        }
    }
}
