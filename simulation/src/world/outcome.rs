//! What the partner says to an outcome: settled or not, how they found it, another review, a comment, withdrawal.

use super::{FULL, World, intent, mediation};
use recourse_contract::NewUpdate;
use recourse_contract::outcome::{NewReview, NewWithdrawal, Satisfaction};
use recourse_contract::ticket::{Action, FieldValue};
use recourse_contract::update::NewUpdateKind;
use recourse_core::outbox::{Entry, Purpose};
use recourse_core::outcome::{Request, comment_path, last_outcome, preliminary, rate, review, settle, withdraw};

/// What a text is written for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Words {
    Reply,
    /// To the request of this number.
    Answer(u32),
    /// On the preliminary outcome of this number.
    Comment(u32),
    Review,
    Mediation,
    /// About mediation, of anybody.
    Question,
}

impl Words {
    /// The request that carries a text.
    pub(super) fn request(self, ticket: &str, text: &str) -> Request {
        let mut update = NewUpdate::reply(text.to_owned());
        let ticket = ticket.to_owned();
        let purpose = match self {
            Self::Review => return review(&ticket, &NewReview { text: text.to_owned(), attachments: Vec::new() }),
            Self::Mediation => return mediation::asked(&ticket, text),
            Self::Question => return mediation::question(text),
            Self::Reply => Purpose::Reply { ticket: ticket.clone() },
            Self::Answer(request) => {
                (update.kind, update.answers_to) = (NewUpdateKind::Answer, Some(request));
                update.answers.insert("when".into(), FieldValue::Text("2026-11-20".into()));
                Purpose::Answer { ticket: ticket.clone(), request }
            }
            Self::Comment(request) => {
                (update.kind, update.answers_to) = (NewUpdateKind::Comment, Some(request));
                Purpose::Comment { ticket: ticket.clone(), request }
            }
        };
        Request { purpose, path: comment_path(&ticket), body: serde_json::to_string(&update).expect("plain data") }
    }
}

impl World<'_> {
    /// The partner does something about an outcome, if there is one that lets them.
    pub(super) fn about_outcome(&mut self, device: usize, page: usize, ticket: &str) {
        match self.rng.u32(0..100) {
            0..24 => self.settle_it(device, page, ticket),
            24..40 => self.rate_it(device, page, ticket),
            40..60 => self.ask_again(device, page, ticket),
            60..80 => self.mediate_it(device, page, ticket),
            80..96 => self.comment_on_it(device, page, ticket),
            _ => self.withdraw_it(device, page, ticket),
        }
    }

    /// Yes, no, or not after all. The two devices may say different things at once: the backend takes what it can.
    fn settle_it(&mut self, device: usize, page: usize, ticket: &str) {
        let (may_settle, may_undo) =
            (self.may(device, page, ticket, Action::Settle), self.may(device, page, ticket, Action::Unsettle));
        if (may_settle || may_undo) && !self.waits(device, page, &Purpose::Settle { ticket: ticket.to_owned() }) {
            let yes = may_settle && self.chance(60);
            self.log.done(if yes { "settled" } else { "not settled" });
            let case = self.devices[device].pages[page].cases.get(ticket);
            let outcome = case.and_then(|case| last_outcome(&case.thread));
            self.ask(device, page, settle(ticket, yes, outcome));
        }
    }

    /// On one device alone, so that the last rating is the last one.
    fn rate_it(&mut self, device: usize, page: usize, ticket: &str) {
        if device == FULL && self.may(device, page, ticket, Action::Rate) {
            let rating = self.rng.u32(1..=5);
            self.log.done("rated");
            self.note(&format!("device {device}.{page} rates {ticket}: {rating}"));
            self.ask(device, page, rate(ticket, &Satisfaction { rating: Some(rating), ..Satisfaction::default() }));
        }
    }

    fn ask_again(&mut self, device: usize, page: usize, ticket: &str) {
        let purpose = Purpose::Review { ticket: ticket.to_owned() };
        if self.may(device, page, ticket, Action::RequestReview) && !self.waits(device, page, &purpose) {
            self.log.done("review");
            self.say_new(device, page, ticket, Words::Review);
        }
    }

    fn comment_on_it(&mut self, device: usize, page: usize, ticket: &str) {
        let case = self.devices[device].pages[page].cases.get(ticket);
        let draft = case.and_then(|case| preliminary(&case.thread)).map(|update| update.number);
        if let Some(number) = draft.filter(|_| self.may(device, page, ticket, Action::Comment)) {
            self.log.done("comment");
            self.say_new(device, page, ticket, Words::Comment(number));
        }
    }

    fn withdraw_it(&mut self, device: usize, page: usize, ticket: &str) {
        let purpose = Purpose::Withdraw { ticket: ticket.to_owned() };
        if self.may(device, page, ticket, Action::Withdraw) && !self.waits(device, page, &purpose) {
            self.log.done("withdrawn");
            self.ask(device, page, withdraw(ticket, &NewWithdrawal::default()));
        }
    }

    pub(super) fn say_new(&mut self, device: usize, page: usize, ticket: &str, words: Words) {
        let number = self.ledger.intents.len() as u32;
        self.ledger.intents.insert(number, intent(device, ticket));
        self.say(device, page, number, words);
    }

    fn ask(&mut self, device: usize, page: usize, asked: Request) {
        let Request { purpose, path, body } = asked;
        let key = self.queue(device, page, purpose, path, body, None);
        self.note(&format!("device {device}.{page} asks for it as {key}"));
    }

    pub(super) fn waits(&self, device: usize, page: usize, purpose: &Purpose) -> bool {
        self.devices[device].pages[page].outbox.has(purpose)
    }

    /// An entry is about to be kept: of the ratings of a ticket the last one counts.
    pub(super) fn note_rating(&mut self, device: usize, entry: &Entry) {
        let Purpose::Satisfaction { ticket } = &entry.purpose else { return };
        let said = serde_json::from_str::<Satisfaction>(&entry.body).ok().and_then(|said| said.rating);
        let is_later = self.ratings.get(ticket).is_none_or(|(at, ..)| *at <= entry.created_at);
        if let Some(rating) = said.filter(|_| is_later) {
            let is_apart = self.waits_apart(device, &entry.purpose);
            self.ratings.insert(ticket.clone(), (entry.created_at, rating, !is_apart));
        }
    }

    /// The partner was told that the device does not keep their rating: a crash may take it.
    pub(super) fn unkept_rating(&mut self, ticket: &str) {
        if let Some((.., kept)) = self.ratings.get_mut(ticket) {
            *kept = false;
        }
    }

    /// The last rating of each ticket is what the backend has.
    pub(super) fn judge_ratings(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (ticket, (_, rating, kept)) in &self.ratings {
            let pages = self.devices.iter().flat_map(|device| &device.pages);
            let shown = pages.filter_map(|page| page.cases.get(ticket)?.ticket.as_ref());
            let said: Vec<_> = shown.map(|ticket| ticket.satisfaction.as_ref().and_then(|said| said.rating)).collect();
            if *kept && said.iter().any(|said| *said != Some(*rating)) {
                wrong.push(format!("the partner rated {ticket} {rating}, its pages show {said:?}"));
            }
        }
        wrong
    }
}
