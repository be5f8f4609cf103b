//! The interpreter of the outbox: it performs what `core` wants and reports back.

use super::{Device, answers_note, reply_note};
use crate::shell::http::{self, Request, Verb};
use crate::shell::storage::{self, Store, Write};
use crate::shell::{clock, locks, network};
use leptos::prelude::*;
use recourse_contract::ticket::FieldValue;
use recourse_contract::{Filed, NewUpdate, Problem, json};
use recourse_core::inbox::{Known, merge, newest_first};
use recourse_core::journey::DraftId;
use recourse_core::outbox::{self, Answer, Entry, Purpose};
use wasm_bindgen_futures::spawn_local;

/// The text of a reply, or of an answer, that waits.
pub fn reply_of(entry: &Entry) -> String {
    let Ok(update) = json::read::<NewUpdate>(&entry.body) else { return String::new() };
    let answers = update.answers.into_values().map(|answer| match answer {
        FieldValue::Text(text) => text,
        FieldValue::Money(money) => format!("{} {}", money.amount, money.currency),
    });
    answers.chain([update.text]).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

impl Device {
    /// Puts something into the outbox. A reply moves there from its box in one go.
    pub fn queue(self, purpose: Purpose, path: String, body: String) {
        let now = clock::now();
        let entry = Entry::new(clock::new_key(), purpose, path, body, now);
        spawn_local(async move {
            let mut writes = vec![Write::Put(Store::Outbox, entry.key.clone(), entry.to_stored())];
            if let Purpose::Reply { ticket } = &entry.purpose {
                writes.push(Write::Delete(Store::Notes, reply_note(ticket)));
            }
            self.write(writes).await;
            self.send(outbox::Event::Added(entry, now));
        });
    }

    /// The form of this draft is open and wants to hear of a refusal.
    pub fn form_opened(self, id: DraftId, refused: Callback<Problem>) {
        self.form.set_value(Some((id, refused)));
    }

    /// No form is open.
    pub fn form_closed(self) {
        self.form.set_value(None);
    }

    /// Something happens to the outbox.
    pub fn send(self, event: outbox::Event) {
        let effects = self.outbox.try_update(|model| outbox::update(model, event));
        for effect in effects.into_iter().flatten() {
            self.perform(effect);
        }
    }

    fn perform(self, effect: outbox::Effect) {
        match effect {
            outbox::Effect::Store(entry) => spawn_local(async move { self.keep_entry(&entry).await }),
            outbox::Effect::Attempt(entry) => spawn_local(self.attempt(entry)),
            outbox::Effect::WakeAt(at) => clock::wake_at(at, move || self.send(outbox::Event::Woke(clock::now()))),
            outbox::Effect::Delivered(entry, body) => spawn_local(self.delivered(entry, body)),
            outbox::Effect::Refused(entry, problem) => spawn_local(self.refused(entry, problem)),
            outbox::Effect::Forget(entry) => spawn_local(async move {
                // The text returns to its box; that of a filing has stayed in its form.
                if let Purpose::Reply { ticket } = &entry.purpose {
                    self.give_back_reply(ticket, &reply_of(&entry)).await;
                }
                self.write(vec![Write::Delete(Store::Outbox, entry.key)]).await;
            }),
        }
    }

    async fn keep_entry(self, entry: &Entry) {
        if self.write(vec![Write::Put(Store::Outbox, entry.key.clone(), entry.to_stored())]).await {
            self.send(outbox::Event::Kept(entry.key.clone()));
        }
    }

    /// One tab at a time sends. The entry is marked on the device before it leaves it, so that a reload repeats the same
    /// bytes under the same key.
    async fn attempt(self, entry: Entry) {
        let (key, attempt) = (entry.key.clone(), entry.attempts);
        let answer = locks::exclusively("recourse-outbox", async move {
            let known = storage::get(Store::Outbox, &entry.key).await;
            if matches!(known, Ok(None)) && self.outbox.with_untracked(|model| model.was_kept(&entry.key)) {
                return None; // Another tab has had its answer.
            }
            // Where the device keeps nothing, sending still has to work; the partner is told that nothing is kept.
            self.keep_entry(&entry).await;
            Some(self.post(&entry).await)
        })
        .await;
        match answer {
            Some(answer) => {
                let jitter = i64::try_from(clock::random() % 1_000).unwrap_or_default();
                self.send(outbox::Event::Answered { key, attempt, answer, now: clock::now(), jitter });
            }
            None => {
                self.outbox.update(|model| model.sent_elsewhere(&key));
                self.load().await;
            }
        }
    }

    async fn post(self, entry: &Entry) -> Answer {
        if !network::is_online() && !self.is_on_this_machine() {
            return Answer::NotTried;
        }
        let known = entry.purpose.thread().and_then(|ticket| self.ticket(ticket));
        let by_session = entry.purpose.thread().is_some() && known.as_ref().is_none_or(Known::is_by_session);
        let link = known.map(|known| known.token).unwrap_or_default();
        let token = entry.purpose.thread().and_then(|_| self.backend.token_for(&link));
        let language = self.words.tag_now();
        let request = Request {
            url: self.backend.url(&entry.path),
            body: Some(&entry.body),
            key: Some(&entry.key),
            verb: Verb::Post,
            token: token.as_deref(),
            language: &language,
            ..Request::default()
        };
        match http::send(request).await {
            Some(response) => {
                if by_session && response.status == 401 {
                    self.backend.say_signed_out();
                }
                Answer::Http { status: response.status, retry_after: response.retry_after, body: response.body }
            }
            None => Answer::None,
        }
    }

    /// In one go: the entry and the draft are forgotten, the ticket is kept.
    async fn delivered(self, entry: Entry, body: String) {
        let mut writes = vec![Write::Delete(Store::Outbox, entry.key.clone())];
        match entry.purpose {
            Purpose::File { draft } => {
                let Ok(filed) = json::read::<Filed>(&body) else { return };
                let known = Known::from_filed(filed, draft.clone(), clock::now());
                let ticket = known.id.clone();
                writes.push(Write::Delete(Store::Drafts, draft.to_string()));
                writes.push(Write::Put(Store::Tickets, ticket.clone(), known.to_stored()));
                self.tickets.update(|tickets| {
                    tickets.push(known);
                    newest_first(tickets);
                });
                self.write(writes).await;
                // After the write: a form that closes now must find its draft gone.
                self.drafts.update(|drafts| drafts.retain(|kept| kept.id != draft));
                self.filed.set(Some((draft, ticket)));
            }
            Purpose::Reply { ticket } | Purpose::Answer { ticket, .. } | Purpose::Nudge { ticket } => {
                let Ok(update) = json::read::<recourse_contract::Update>(&body) else { return };
                // What was typed for it has been kept until now.
                writes.extend(update.answers_to.map(|request| Write::Delete(Store::Notes, answers_note(&ticket, request))));
                let mut news = Some(update);
                self.change_tickets(&[ticket], &mut |_, before| {
                    let (mut known, update) = (before?, news.take()?);
                    known.seen = known.seen.max(update.number);
                    merge(&mut known.thread, vec![update]);
                    Some(known)
                })
                .await;
                self.write(writes).await;
            }
        }
    }

    /// The text goes back to where it can be corrected, and only then the entry is forgotten.
    async fn refused(self, entry: Entry, problem: Problem) {
        match &entry.purpose {
            Purpose::File { draft } => {
                let open = self.form.with_value(|form| form.as_ref().filter(|(id, _)| id == draft).map(|(_, told)| *told));
                if let Some(Ok(mut stored)) = self.stored_draft(draft).await {
                    stored.refuse(&problem);
                    self.keep_draft(stored).await;
                }
                // An open form says at once what a closed one says when it opens.
                if let Some(told) = open {
                    told.run(problem);
                }
            }
            Purpose::Reply { ticket } => {
                self.give_back_reply(ticket, &reply_of(&entry)).await;
                self.refused_reply.set(Some((entry.clone(), problem)));
            }
            // What was typed is still kept.
            Purpose::Answer { .. } | Purpose::Nudge { .. } => self.refused_reply.set(Some((entry.clone(), problem))),
        }
        self.write(vec![Write::Delete(Store::Outbox, entry.key)]).await;
    }

    /// "Offline" says nothing about a backend on the same machine.
    fn is_on_this_machine(self) -> bool {
        let host = web_sys::window().and_then(|window| window.location().hostname().ok()).unwrap_or_default();
        matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
    }
}
