//! What this device keeps, and the interpreter of the outbox: it performs what `core` wants and reports back.

use super::backend::{Backend, Read};
use super::http::{self, Request, Verb};
use super::storage::{self, Refused, Store, Write};
use super::words::Words;
use super::{clock, locks, network, tabs};
use leptos::prelude::*;
use recourse_contract::ticket::FieldValue;
use recourse_contract::{Filed, NewUpdate, Problem, TicketSummary, json};
use recourse_core::inbox::{Known, merge, newest_first};
use recourse_core::journey::{Answers, Draft, DraftId, Unreadable};
use recourse_core::order::sort;
use recourse_core::outbox::{self, Answer, Entry, Purpose};
use wasm_bindgen_futures::spawn_local;

/// How reading a ticket went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is read, and kept.
    Found,
    /// No link to it opens anything.
    Nothing,
    /// No answer: what was read before is still there.
    Failed,
}

/// The text of a reply, or of an answer, that waits.
pub fn reply_of(entry: &Entry) -> String {
    let Ok(update) = json::read::<NewUpdate>(&entry.body) else { return String::new() };
    let answers = update.answers.into_values().map(|answer| match answer {
        FieldValue::Text(text) => text,
        FieldValue::Money(money) => format!("{} {}", money.amount, money.currency),
    });
    answers.chain([update.text]).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn answers_note(ticket: &str, request: u32) -> String {
    format!("answer:{ticket}:{request}")
}

/// What this device keeps.
#[derive(Clone, Copy)]
pub struct Device {
    backend: Backend,
    words: Words,
    /// Drafts, the latest first.
    pub drafts: RwSignal<Vec<Draft>>,
    /// Stored drafts that this version cannot read: kept aside.
    pub unreadable: RwSignal<usize>,
    /// Tickets that this device can open, the latest news first.
    pub tickets: RwSignal<Vec<Known>>,
    /// What waits to be sent.
    pub outbox: RwSignal<outbox::Model>,
    /// Whether the last write was refused.
    pub full: RwSignal<bool>,
    /// The draft that has just become a ticket.
    pub filed: RwSignal<Option<(DraftId, String)>>,
    /// A reply that was refused for good, with its text: it goes back into its box.
    pub refused_reply: RwSignal<Option<(Entry, Problem)>>,
    /// A reply that was taken back, with its text.
    pub returned_reply: RwSignal<Option<(String, String)>>,
    /// What a private link gave at this start, in case the device keeps nothing.
    link: StoredValue<Option<Known>>,
    /// The form that is open, to be told of a refusal.
    form: StoredValue<Option<(DraftId, Callback<Problem>)>>,
}

impl Device {
    /// Reads everything from the device's storage and starts sending what waits.
    pub fn open(backend: Backend, words: Words, link: Option<Known>) -> Self {
        let device = Self {
            backend,
            words,
            drafts: RwSignal::default(),
            unreadable: RwSignal::default(),
            tickets: RwSignal::default(),
            outbox: RwSignal::new(outbox::Model { offline: !network::is_online(), ..outbox::Model::default() }),
            full: RwSignal::new(false),
            filed: RwSignal::new(None),
            refused_reply: RwSignal::new(None),
            returned_reply: RwSignal::new(None),
            link: StoredValue::new(link),
            form: StoredValue::new(None),
        };
        network::watch(move |online| {
            let event = if online { outbox::Event::Online(clock::now()) } else { outbox::Event::Offline };
            device.send(event);
        });
        tabs::listen(move || spawn_local(device.load()));
        device
    }

    /// Reads everything from the device's storage. Called at start, and when another tab has changed something.
    pub async fn load(self) {
        let read = async || -> Result<_, Refused> {
            Ok((storage::all(Store::Drafts).await?, storage::all(Store::Tickets).await?, storage::all(Store::Outbox).await?))
        };
        let Ok((drafts, tickets, entries)) = read().await else {
            self.full.set(true);
            self.link.get_value().into_iter().for_each(|link| self.show_ticket(link));
            return;
        };
        let (readable, damaged): (Vec<_>, Vec<_>) = drafts.iter().map(|text| Draft::from_stored(text)).partition(Result::is_ok);
        self.unreadable.set(damaged.len());
        self.drafts.set(readable.into_iter().flatten().collect());
        self.sort_drafts();
        let mut known: Vec<Known> = tickets.iter().filter_map(|text| Known::from_stored(text)).collect();
        // A device that keeps nothing still has the link that was followed.
        let link = self.link.get_value().filter(|link| known.iter().all(|kept| kept.id != link.id));
        known.extend(link.map(|link| self.ticket(&link.id).unwrap_or(link)));
        newest_first(&mut known);
        self.tickets.set(known);
        let entries = entries.iter().filter_map(|text| Entry::from_stored(text)).collect();
        self.send(outbox::Event::Loaded(entries, clock::now()));
    }

    fn sort_drafts(self) {
        self.drafts.update(|drafts| sort(drafts, |a, b| a.updated_at > b.updated_at));
    }

    /// A draft as it lies on the device.
    pub async fn stored_draft(self, id: &DraftId) -> Option<Result<Draft, Unreadable>> {
        let stored = storage::get(Store::Drafts, &id.to_string()).await.ok().flatten()?;
        let read = Draft::from_stored(&stored);
        if let Err(unreadable) = &read {
            // Never thrown away: it moves aside before the new draft takes its place.
            self.write(vec![Write::Put(Store::Aside, id.to_string(), unreadable.stored.clone())]).await;
        }
        Some(read)
    }

    /// Keeps a draft. Says whether the device took it.
    pub async fn keep_draft(self, draft: Draft) -> bool {
        let write = Write::Put(Store::Drafts, draft.id.to_string(), draft.to_stored());
        self.drafts.update(|drafts| {
            drafts.retain(|known| known.id != draft.id);
            drafts.insert(0, draft);
        });
        self.write(vec![write]).await
    }

    /// Forgets a draft.
    pub async fn forget_draft(self, id: &DraftId) {
        self.drafts.update(|drafts| drafts.retain(|known| known.id != *id));
        self.write(vec![Write::Delete(Store::Drafts, id.to_string())]).await;
    }

    /// A known ticket.
    pub fn ticket(self, id: &str) -> Option<Known> {
        self.tickets.with_untracked(|tickets| tickets.iter().find(|known| known.id == id).cloned())
    }

    /// Keeps what is known of a ticket.
    pub async fn keep_ticket(self, known: Known) -> bool {
        let write = Write::Put(Store::Tickets, known.id.clone(), known.to_stored());
        self.show_ticket(known);
        self.write(vec![write]).await
    }

    fn show_ticket(self, known: Known) {
        self.tickets.update(|tickets| {
            tickets.retain(|other| other.id != known.id);
            tickets.push(known);
            newest_first(tickets);
        });
    }

    /// Reads a ticket and its thread after update `after`, and keeps what comes. A link that was followed since is tried
    /// first; when it opens nothing, the one from before still does.
    pub async fn read_ticket(self, id: &str, after: u32) -> Reading {
        loop {
            // A ticket that this device has never seen may still be one of the session's.
            let known = self.ticket(id).unwrap_or_else(|| Known::from_link(id.to_owned(), String::new()));
            let read = self.backend.read(id, known.to_try(), after).await;
            // It may have changed here while the answer was on its way.
            let mut known = self.ticket(id).unwrap_or(known);
            match read {
                Read::Found(ticket, updates) => {
                    known.tried(true);
                    merge(&mut known.thread, updates);
                    known.ticket = Some(*ticket);
                    known.read_at = clock::now();
                    self.keep_ticket(known).await;
                    return Reading::Found;
                }
                Read::Nothing if known.tried(false) => {
                    self.keep_ticket(known).await;
                }
                Read::Nothing => {
                    // A link that never opened anything leaves no trace; one that did keeps what was read.
                    if known.ticket.is_none() {
                        self.forget_ticket(id).await;
                    }
                    return Reading::Nothing;
                }
                Read::Failed => return Reading::Failed,
            }
        }
    }

    /// Everything of this ticket's thread has been on the screen.
    pub async fn seen(self, id: &str) {
        if let Some(mut known) = self.ticket(id) {
            let last = known.thread.last().map_or(0, |update| update.number);
            let is_news = known.ticket.as_ref().is_some_and(|ticket| ticket.summary.read_up_to < last);
            let token = known.token.clone();
            if known.seen < last {
                known.seen = last;
                self.keep_ticket(known).await;
            }
            // For the partner's other devices. When it does not arrive, the next visit says it again.
            if is_news {
                self.backend.mark_read(id, &token, last).await;
            }
        }
    }

    /// Takes in a page of the list that a session gives.
    pub async fn listed(self, rows: Vec<TicketSummary>) {
        let mut writes = Vec::new();
        self.tickets.update(|tickets| {
            for row in rows {
                let known = match tickets.iter().position(|known| known.id == row.id) {
                    Some(at) => Known { listed: Some(row), ..tickets.remove(at) },
                    None => Known::from_list(row),
                };
                writes.push(Write::Put(Store::Tickets, known.id.clone(), known.to_stored()));
                tickets.push(known);
            }
            newest_first(tickets);
        });
        self.write(writes).await;
    }

    /// Forgets what only a session has opened.
    pub async fn forget_session(self) {
        let gone: Vec<String> = self.tickets.with_untracked(|tickets| {
            tickets.iter().filter(|known| known.is_by_session()).map(|known| known.id.clone()).collect()
        });
        if gone.is_empty() {
            return;
        }
        self.tickets.update(|tickets| tickets.retain(|known| !known.is_by_session()));
        self.write(gone.into_iter().map(|id| Write::Delete(Store::Tickets, id)).collect()).await;
    }

    /// Forgets a ticket whose link opens nothing.
    pub async fn forget_ticket(self, id: &str) {
        self.tickets.update(|tickets| tickets.retain(|known| known.id != *id));
        self.write(vec![Write::Delete(Store::Tickets, id.to_owned())]).await;
    }

    /// The text of a reply that was begun.
    pub async fn reply_text(self, ticket: &str) -> String {
        storage::get(Store::Notes, &format!("reply:{ticket}")).await.ok().flatten().unwrap_or_default()
    }

    /// Keeps the text of a reply.
    pub async fn keep_reply_text(self, ticket: &str, text: &str) -> bool {
        let name = format!("reply:{ticket}");
        let write = if text.is_empty() { Write::Delete(Store::Notes, name) } else { Write::Put(Store::Notes, name, text.into()) };
        self.write(vec![write]).await
    }

    /// The text of a reply that was taken back goes before what was begun since.
    pub async fn give_back_reply(self, ticket: &str, text: &str) {
        let begun = self.reply_text(ticket).await;
        let whole = [text, &begun].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
        self.keep_reply_text(ticket, &whole).await;
        self.returned_reply.set(Some((ticket.to_owned(), whole)));
    }

    /// The answers to an information request that were begun.
    pub async fn answers(self, ticket: &str, request: u32) -> Answers {
        let stored = storage::get(Store::Notes, &answers_note(ticket, request)).await.ok().flatten();
        stored.and_then(|stored| Answers::from_stored(&stored)).unwrap_or_default()
    }

    /// Keeps the answers to an information request.
    pub async fn keep_answers(self, ticket: &str, request: u32, answers: &Answers) -> bool {
        self.write(vec![Write::Put(Store::Notes, answers_note(ticket, request), answers.to_stored())]).await
    }

    /// Puts something into the outbox. A reply moves there from its box in one go.
    pub fn queue(self, purpose: Purpose, path: String, body: String) {
        let now = clock::now();
        let entry = Entry::new(clock::new_key(), purpose, path, body, now);
        spawn_local(async move {
            let mut writes = vec![Write::Put(Store::Outbox, entry.key.clone(), entry.to_stored())];
            if let Purpose::Reply { ticket } = &entry.purpose {
                writes.push(Write::Delete(Store::Notes, format!("reply:{ticket}")));
            }
            self.write(writes).await;
            self.send(outbox::Event::Added(entry, now));
        });
    }

    async fn write(self, writes: Vec<Write>) -> bool {
        let kept = storage::apply(writes).await.is_ok();
        self.full.set(!kept);
        if kept {
            tabs::tell();
        }
        kept
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
        let token = known.and_then(|known| self.backend.token_for(&known.token));
        let language = self.words.tag_now();
        let request = Request {
            url: self.backend.url(&entry.path),
            body: Some(&entry.body),
            key: Some(&entry.key),
            verb: Verb::Post,
            token: token.as_deref(),
            language: &language,
            known: None,
        };
        match http::send(request).await {
            Some(response) => Answer::Http { status: response.status, retry_after: response.retry_after, body: response.body },
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
                self.show_ticket(known);
                self.write(writes).await;
                // After the write: a form that closes now must find its draft gone.
                self.drafts.update(|drafts| drafts.retain(|kept| kept.id != draft));
                self.filed.set(Some((draft, ticket)));
            }
            Purpose::Reply { ticket } | Purpose::Answer { ticket, .. } | Purpose::Nudge { ticket } => {
                let Ok(update) = json::read::<recourse_contract::Update>(&body) else { return };
                // What was typed for it has been kept until now.
                writes.extend(update.answers_to.map(|request| Write::Delete(Store::Notes, answers_note(&ticket, request))));
                if let Some(mut known) = self.ticket(&ticket) {
                    known.seen = known.seen.max(update.number);
                    merge(&mut known.thread, vec![update]);
                    writes.push(Write::Put(Store::Tickets, ticket, known.to_stored()));
                    self.show_ticket(known);
                }
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
