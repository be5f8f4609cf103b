//! What this device keeps: drafts, texts that were begun, known tickets, and what waits to be sent.

mod begun;
mod delivered;
mod files;
mod leaving;
mod saved;
mod sending;
mod tickets;
mod wishes;

pub use files::{Uploader, deletes};
pub use sending::reply_of;
pub use tickets::Reading;

use super::backend::Backend;
use super::storage::{self, Refused, Store, Write};
use super::words::Words;
use super::{clock, network, tabs, uploads};
use leptos::prelude::*;
use recourse_contract::Problem;
use recourse_contract::me::Me;
use recourse_core::i18n::{Key, key};
use recourse_core::inbox::{Known, ListRead, newest_first};
use recourse_core::incident::Wish;
use recourse_core::journey::{Answers, Draft, DraftId, Unreadable};
use recourse_core::order::sort;
use recourse_core::outbox::{self, Entry};
use recourse_core::outcome;
use recourse_core::upload::{self, Owner};

/// The note of how the partner is reached, as it was read last.
pub const ME_NOTE: &str = "me";

fn reply_note(ticket: &str) -> String {
    format!("reply:{ticket}")
}

/// The ticket of a text that was begun.
fn note_of(note: &str) -> Option<&str> {
    let answer = || note.strip_prefix("answer:")?.split(':').next();
    note.strip_prefix("reply:").or_else(answer).or_else(|| outcome::ticket_of(note))
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
    /// Files that go with messages.
    pub uploads: RwSignal<upload::Model>,
    /// What sends them, once it has come.
    uploader: StoredValue<Option<Uploader>>,
    /// What it has not heard of yet.
    not_heard: StoredValue<Vec<upload::Event>>,
    /// Whether the last write was refused.
    pub full: RwSignal<bool>,
    /// Why.
    refused: RwSignal<Refused>,
    /// Whether the browser has cleared what this device kept, while the page was open.
    pub lost: RwSignal<bool>,
    /// The notes that this page has written, by name: then they are kept again.
    noted: StoredValue<Vec<(String, String)>>,
    /// What waits here and was written by a later version: this one can neither read nor send it, and leaves it alone.
    pub newer: RwSignal<usize>,
    /// When the list of the session was read last, and whose it was.
    pub list_read: RwSignal<Option<ListRead>>,
    /// The draft that has just become a ticket.
    pub filed: RwSignal<Option<(DraftId, String)>>,
    /// The ticket that was filed last, for the page around this one.
    pub arrived: RwSignal<Option<String>>,
    /// A reply that was refused for good, with its text: it goes back into its box.
    pub refused_reply: RwSignal<Option<(Entry, Problem)>>,
    /// What became of the preferences that were sent last.
    pub reached: RwSignal<Option<Result<Me, Problem>>>,
    /// What became of the question about mediation that was sent last.
    pub questioned: RwSignal<Option<Result<(), Problem>>>,
    /// The incidents that were looked up, with the wish to be told that the device has noted.
    wishes: RwSignal<Vec<(String, Option<Wish>)>>,
    /// A wish to be told that was refused: of which incident.
    pub refused_wish: RwSignal<Option<String>>,
    /// The articles that are saved, the newest first, once a screen has asked for them.
    pub bookmarks: RwSignal<Vec<String>>,
    /// A reply that was taken back, with its text.
    pub returned_reply: RwSignal<Option<(String, String)>>,
    /// How many answers have told how the partner found an outcome: what was asked for before knows nothing of the last.
    rated: StoredValue<u32>,
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
            uploads: RwSignal::default(),
            uploader: StoredValue::new(None),
            not_heard: StoredValue::new(Vec::new()),
            full: RwSignal::new(false),
            refused: RwSignal::new(Refused::Denied),
            lost: RwSignal::new(false),
            noted: StoredValue::new(Vec::new()),
            newer: RwSignal::default(),
            list_read: RwSignal::new(None),
            filed: RwSignal::new(None),
            arrived: RwSignal::new(None),
            refused_reply: RwSignal::new(None),
            reached: RwSignal::new(None),
            questioned: RwSignal::new(None),
            wishes: RwSignal::default(),
            refused_wish: RwSignal::new(None),
            bookmarks: RwSignal::default(),
            returned_reply: RwSignal::new(None),
            rated: StoredValue::new(0),
            link: StoredValue::new(link),
            form: StoredValue::new(None),
        };
        network::watch(move |online| {
            let event = if online { outbox::Event::Online(clock::now()) } else { outbox::Event::Offline };
            device.send(event);
        });
        device
    }

    /// Reads everything from the device's storage. Called at start, and when another tab has changed something.
    pub async fn load(self) {
        self.forget_notes().await;
        // First of all: what is read of the queue has to be the last thing before it is taken in.
        self.look_up(self.wishes.with_untracked(|all| all.iter().map(|(incident, _)| incident.clone()).collect())).await;
        let read = async || -> Result<_, Refused> {
            Ok((storage::all(Store::Drafts).await?, storage::all(Store::Tickets).await?, storage::all(Store::Outbox).await?))
        };
        let (drafts, tickets, entries) = match read().await {
            Ok(read) => read,
            Err(why) => {
                self.refused.set(why);
                self.full.set(true);
                // A device that keeps nothing still has the link that was followed.
                let link = self.link.get_value().filter(|link| self.ticket(&link.id).is_none());
                return self.tickets.update(|tickets| tickets.extend(link));
            }
        };
        let (readable, damaged): (Vec<_>, Vec<_>) = drafts.iter().map(|text| Draft::from_stored(text)).partition(Result::is_ok);
        self.unreadable.set(damaged.len());
        self.drafts.set(readable.into_iter().flatten().collect());
        self.sort_drafts();
        let mut known: Vec<Known> = tickets.iter().filter_map(|text| Known::from_stored(text)).collect();
        // What a session has opened lives in memory where the session does.
        let in_memory = self.backend.is_elsewhere();
        let here = |known: &Known| known.is_by_session() && (in_memory || known.ticket.is_none());
        let is_new = |here: &Known| known.iter().all(|kept| kept.id != here.id);
        let more: Vec<Known> = self.tickets.get_untracked().into_iter().filter(|known| here(known) && is_new(known)).collect();
        known.extend(more);
        newest_first(&mut known);
        self.tickets.set(known);
        let (stored, read): (usize, Vec<Entry>) =
            (entries.len(), entries.iter().filter_map(|text| Entry::from_stored(text)).collect());
        self.newer.set(stored - read.len());
        let entries = read;
        self.send(outbox::Event::Loaded(entries, clock::now()));
        self.ask_of_gone();
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
        self.show_draft(draft);
        self.write(vec![write]).await
    }

    /// Forgets a draft.
    pub async fn forget_draft(self, id: &DraftId) {
        self.drafts.update(|drafts| drafts.retain(|known| known.id != *id));
        self.write(vec![Write::Delete(Store::Drafts, id.to_string())]).await;
        self.upload(upload::Event::Disowned(Owner::Draft(id.clone()), clock::now()));
    }

    /// Another window has a draft now, with these files: it is forgotten here, and the backend keeps what it has of them.
    pub async fn hand_on(self, id: &DraftId, files: Vec<String>) {
        self.drafts.update(|drafts| drafts.retain(|known| known.id != *id));
        let mut writes = vec![Write::Delete(Store::Drafts, id.to_string())];
        writes.extend(files.iter().flat_map(|file| deletes(file)));
        self.write(writes).await;
        self.upload(upload::Event::Delivered(files, clock::now()));
    }

    /// The text of a reply that was begun.
    pub async fn reply_text(self, ticket: &str) -> String {
        storage::get(Store::Notes, &reply_note(ticket)).await.ok().flatten().unwrap_or_default()
    }

    /// Keeps the text of a reply.
    pub async fn keep_reply_text(self, ticket: &str, text: &str) -> bool {
        let name = reply_note(ticket);
        let write = if text.is_empty() { Write::Delete(Store::Notes, name) } else { Write::Put(Store::Notes, name, text.into()) };
        self.write(vec![write]).await
    }

    /// A draft becomes a reply: in one go its text goes into the box of a ticket, behind what was begun there, and the draft
    /// knows where it went. Its files go along. Says whether the device took it.
    pub async fn move_draft(self, draft: Draft, ticket: &str, text: &str) -> bool {
        let begun = self.reply_text(ticket).await;
        let parts = [begun.as_str(), text].into_iter().filter(|text| !text.is_empty());
        let whole = parts.collect::<Vec<_>>().join("\n\n");
        let mut writes = vec![
            Write::Put(Store::Notes, reply_note(ticket), whole.clone()),
            Write::Put(Store::Drafts, draft.id.to_string(), draft.to_stored()),
        ];
        uploads::load(self).await;
        writes.extend(self.hand_over(&draft.id, ticket));
        let taken = self.write(writes).await;
        if taken {
            self.files_moved().await;
            self.show_draft(draft);
            // The box opens with it, and takes the focus.
            self.returned_reply.set(Some((ticket.to_owned(), whole)));
        } else {
            // What the device refused counts in this page: the box as it was, too. The draft takes its files back as it is parted.
            self.keep_reply_text(ticket, &begun).await;
        }
        taken
    }

    /// The two are parted again: in one go the draft is kept, and the files that it has brought along come back to it. The
    /// text in the box is left to the partner. Says whether the device took it.
    pub async fn part_draft(self, draft: Draft, ticket: &str) -> bool {
        uploads::load(self).await;
        let mut writes = vec![Write::Put(Store::Drafts, draft.id.to_string(), draft.to_stored())];
        writes.extend(self.hand_back(&draft.id, ticket));
        self.show_draft(draft);
        let taken = self.write(writes).await;
        self.files_moved().await;
        taken
    }

    fn show_draft(self, draft: Draft) {
        self.drafts.update(|drafts| {
            drafts.retain(|known| known.id != draft.id);
            drafts.insert(0, draft);
        });
    }

    /// In one go an entry is forgotten and its text goes back into its box, before what was begun there since. A page that
    /// ends in between must not leave both: the text would go out and be sent once more.
    /// Says whether what the device has of it by then allowed it.
    async fn give_back(self, entry: &Entry, allows: impl Fn(Option<&Entry>) -> bool) -> bool {
        let mut writes = vec![Write::Delete(Store::Outbox, entry.key.clone())];
        let mut back = None;
        // The text of a filing has stayed in its form, those of an answer under its questions, and so on.
        if let Some(ticket) = entry.purpose.reply_box() {
            let parts = [reply_of(entry), self.reply_text(ticket).await];
            let whole = parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
            writes.push(Write::Put(Store::Notes, reply_note(ticket), whole.clone()));
            back = Some((ticket.to_owned(), whole));
        }
        let mut lets = |stored: Option<String>| allows(stored.and_then(|stored| Entry::from_stored(&stored)).as_ref());
        let done = storage::apply_if(Store::Outbox, &entry.key, &mut lets, writes).await;
        let allowed = !matches!(done, Ok(false));
        if allowed {
            self.written(done.is_ok());
            if back.is_some() {
                self.returned_reply.set(back);
            }
        }
        allowed
    }

    /// The answers to an information request that were begun.
    pub async fn answers(self, ticket: &str, request: u32) -> Answers {
        let name = answers_note(ticket, request);
        let Some(stored) = storage::get(Store::Notes, &name).await.ok().flatten() else { return Answers::default() };
        let read = Answers::from_stored(&stored);
        if read.is_none() {
            // Never thrown away: it moves aside before new answers take its place.
            self.write(vec![Write::Put(Store::Aside, name, stored)]).await;
        }
        read.unwrap_or_default()
    }

    /// Keeps the answers to an information request.
    pub async fn keep_answers(self, ticket: &str, request: u32, answers: &Answers) -> bool {
        self.write(vec![Write::Put(Store::Notes, answers_note(ticket, request), answers.to_stored())]).await
    }

    async fn write(self, writes: Vec<Write>) -> bool {
        self.note(&writes);
        let kept = storage::apply(writes).await;
        if let Err(why) = kept {
            self.refused.set(why);
        }
        self.written(kept.is_ok());
        kept.is_ok()
    }

    /// Why the device keeps nothing, and what helps.
    pub fn why_unkept(self) -> Key {
        match self.refused.get() {
            Refused::Full => key::STORAGE_FULL,
            Refused::Denied => key::STORAGE_DENIED,
        }
    }

    fn written(self, kept: bool) {
        self.full.set(!kept);
        if kept {
            tabs::tell();
        }
    }
}
