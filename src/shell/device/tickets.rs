//! The tickets that this device knows: reading them, and keeping what was read.

use super::wishes::WISH;
use super::{Device, ME_NOTE, deletes, note_of};
use crate::shell::backend::Read;
use crate::shell::clock;
use crate::shell::storage::{self, Store, Write};
use leptos::prelude::*;
use recourse_contract::TicketSummary;
use recourse_contract::ticket::ReadUpTo;
use recourse_core::inbox::{Known, ListRead, merge, newest_first, too_many};
use recourse_core::incident::Wish;
use recourse_core::journey::{Draft, Field};
use recourse_core::outbox::{self, Entry, Purpose};
use recourse_core::upload::{self, Upload};

/// How many tickets a device keeps although it has only seen their rows in the list.
const KEPT_ROWS: usize = 200;

/// The note that says when the list was read last.
const LIST_NOTE: &str = "list";

/// How reading a ticket went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is read, and kept.
    Found,
    /// No link to it opens anything.
    Nothing,
    /// Only a session opens it, and there is none.
    SignedOut,
    /// No answer: what was read before is still there.
    Failed,
}

impl Device {
    /// A known ticket.
    pub fn ticket(self, id: &str) -> Option<Known> {
        self.tickets.with_untracked(|tickets| tickets.iter().find(|known| known.id == id).cloned())
    }

    /// Changes what is kept of tickets, each on what the device has of it now: another tab may have taken in a link, or
    /// signed out. `change` gives nothing to leave it. What only a session opens is not kept where the session is not.
    pub(super) async fn change_tickets(self, ids: &[String], change: &mut dyn FnMut(&str, Option<Known>) -> Option<Known>) {
        let in_memory = self.backend.is_elsewhere();
        let mut changed: Vec<Known> = Vec::new();
        let done = storage::change(Store::Tickets, ids, &mut |id, stored| {
            let before = match stored {
                // Of a later version: it stays stored, and is not known here.
                Some(stored) => Some(Known::from_stored(&stored)?),
                None => self.ticket(id).filter(|known| known.is_by_session() && (in_memory || known.ticket.is_none())),
            };
            let after = change(id, before)?;
            changed.retain(|known| known.id != after.id);
            changed.push(after.clone());
            // Rows of a long list are read again when they are wanted.
            let is_row = after.ticket.is_none() && self.tickets.with_untracked(Vec::len) > KEPT_ROWS;
            let stays_here = after.is_by_session() && (in_memory || is_row);
            (!stays_here).then(|| after.to_stored())
        })
        .await;
        if changed.is_empty() {
            return;
        }
        self.tickets.update(|tickets| {
            tickets.retain(|known| changed.iter().all(|newer| newer.id != known.id));
            tickets.append(&mut changed);
            newest_first(tickets);
        });
        self.written(done.is_ok());
    }

    /// Reads a ticket and its thread after update `after`, and keeps what comes. A link that was followed since is tried
    /// first; when it opens nothing, the one from before, or the session, still does.
    pub async fn read_ticket(self, id: &str, after: u32) -> Reading {
        let epoch = self.backend.epoch();
        let ids = [id.to_owned()];
        let to_try = || self.ticket(id).map(|known| known.to_try().to_owned());
        let (mut token, mut by_session) = (to_try().unwrap_or_default(), false);
        loop {
            let known = self.ticket(id);
            let asked = self.outbox.with_untracked(|outbox| outbox.unclear(id));
            let rated = self.rated.get_value();
            let read = self.backend.read(id, &token, after).await;
            // Read with a session that is over by now: nothing of it comes back onto this device.
            let is_over = token.is_empty() && self.backend.epoch() != epoch;
            match read {
                Read::Found(..) if is_over => return Reading::SignedOut,
                // It may have been read before what has just been answered.
                Read::Found(..) if self.rated.get_value() != rated => continue,
                Read::Found(ticket, updates) => {
                    let (mut news, mut was_known) = (Some((*ticket, updates)), known.is_some());
                    self.change_tickets(&ids, &mut |id, before| {
                        let mut known = match before {
                            Some(known) => known,
                            // Another tab has forgotten it while the answer was on its way.
                            None if std::mem::take(&mut was_known) => return None,
                            // A ticket that this device has never seen may still be one of the session's.
                            None => Known::from_link(id.to_owned(), token.clone()),
                        };
                        let (ticket, updates) = news.take()?;
                        known.tried(&token, true);
                        if by_session {
                            // Its link opens nothing, or no more.
                            known.token.clear();
                        }
                        merge(&mut known.thread, updates);
                        known.ticket = Some(ticket);
                        known.read_at = clock::now();
                        Some(known)
                    })
                    .await;
                    self.hear_of_gone(id, &asked);
                    self.trim_threads().await;
                    return Reading::Found;
                }
                Read::SignedOut if !by_session => return Reading::SignedOut,
                Read::Nothing | Read::SignedOut => {
                    self.change_tickets(&ids, &mut |_, before| {
                        let mut known = before?;
                        known.tried(&token, false).then_some(known)
                    })
                    .await;
                    // Another reading may have come to the same end, or another link may have come.
                    if let Some(next) = to_try().filter(|next| *next != token && !by_session) {
                        token = next;
                        continue;
                    }
                    // A link that opens nothing, any more or ever, says nothing of what the session may see.
                    if !token.is_empty() && !by_session {
                        (token, by_session) = (String::new(), true);
                        continue;
                    }
                    let known = self.ticket(id);
                    // A link that never opened anything leaves no trace; one that did keeps what was read. What was the
                    // session's and is so no longer goes.
                    if known.is_some_and(|known| known.ticket.is_none() || known.is_by_session()) {
                        self.forget_ticket(id).await;
                    }
                    return Reading::Nothing;
                }
                Read::Failed => return Reading::Failed,
            }
        }
    }

    /// Of the threads that only the session opens those that were read last stay.
    async fn trim_threads(self) {
        let is_needed = |id: &str| self.outbox.with_untracked(|outbox| outbox.writes(id).next().is_some());
        let gone = self.tickets.with_untracked(|tickets| too_many(tickets, &is_needed));
        if !gone.is_empty() {
            self.change_tickets(&gone, &mut |_, before| before.map(Known::without_thread)).await;
        }
    }

    /// The first page of the list of this account was read just now.
    pub async fn note_list_read(self, account: String) {
        let read = ListRead { version: ListRead::VERSION, account, at: clock::now() };
        let write = Write::Put(Store::Notes, LIST_NOTE.into(), read.to_stored());
        self.list_read.set(Some(read));
        if !self.backend.is_elsewhere() {
            // Where nothing is kept, there will be no list whose age could be told.
            let _ = storage::apply(vec![write]).await;
        }
    }

    /// Reads when that was, for this account.
    pub async fn recall_list_read(self, account: &str) {
        let stored = storage::get(Store::Notes, LIST_NOTE).await.ok().flatten();
        self.list_read.set(stored.and_then(|stored| ListRead::from_stored(&stored, account)));
    }

    /// Everything of this ticket's thread has been on the screen.
    pub async fn seen(self, id: &str) {
        let Some(known) = self.ticket(id) else { return };
        let last = known.thread.last().map_or(0, |update| update.number);
        if known.seen < last {
            self.change_tickets(&[id.to_owned()], &mut |_, before| {
                before.map(|known| Known { seen: known.seen.max(last), ..known })
            })
            .await;
        }
        // For the partner's other devices.
        if known.ticket.as_ref().is_some_and(|ticket| ticket.summary.read_up_to < last) {
            let body = serde_json::to_string(&ReadUpTo { number: last }).expect("a number");
            self.queue_mark(Purpose::Seen { ticket: id.to_owned() }, format!("/tickets/{id}/read"), body);
        }
    }

    /// Takes in a page of the list that the session of this epoch gives.
    pub async fn listed(self, rows: Vec<TicketSummary>, epoch: u32) {
        // A row that is known as it is needs no write.
        let same = |row: &TicketSummary| {
            self.tickets.with_untracked(|tickets| tickets.iter().any(|known| known.listed.as_ref() == Some(row)))
        };
        let mut rows: Vec<_> = rows.into_iter().filter(|row| !same(row)).collect();
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        if ids.is_empty() {
            return;
        }
        self.change_tickets(&ids, &mut |id, before| {
            let at = rows.iter().position(|row| row.id == id)?;
            let row = rows.swap_remove(at);
            (self.backend.epoch() == epoch).then(|| match before {
                Some(known) => Known { listed: Some(row), ..known },
                None => Known::from_list(row),
            })
        })
        .await;
    }

    /// The addresses of the cases and drafts on this device.
    pub fn addresses(self) -> Vec<String> {
        let of_ticket = |known: &Known| known.ticket.as_ref().map(|ticket| ticket.partner.email.clone());
        let mut all: Vec<String> = self.tickets.with_untracked(|tickets| tickets.iter().filter_map(of_ticket).collect());
        let of_draft = |draft: &Draft| draft.answers.get(&Field::Email).trim().to_owned();
        self.drafts.with_untracked(|drafts| all.extend(drafts.iter().map(of_draft).filter(|email| !email.is_empty())));
        all
    }

    /// What would be lost by signing out: writes that have not gone out yet into tickets that only the session opens.
    pub fn unsent(self) -> usize {
        self.outbox.with(|outbox| {
            let by_session = |id: &str| self.ticket(id).is_none_or(|known| known.is_by_session());
            let is_lost = |entry: &&Entry| match entry.purpose.ticket() {
                Some(ticket) => by_session(ticket),
                None => entry.purpose.is_of_session(),
            };
            outbox.written().filter(is_lost).count()
        })
    }

    /// Another tab has signed in as somebody else: what this page holds of the one before goes.
    pub async fn drop_rows(self) {
        self.tickets.update(|tickets| tickets.retain(|known| !known.is_by_session()));
        self.load().await;
    }

    /// Whether anything was begun, or waits to be sent, in tickets that only a session opens.
    pub async fn has_begun(self) -> bool {
        let notes = storage::pairs(Store::Notes).await.unwrap_or_default();
        let by_session = |id: &str| self.ticket(id).is_none_or(|known| known.is_by_session());
        let files = storage::all(Store::Uploads).await.unwrap_or_default();
        let has_file = |text: &String| Upload::from_stored(text).is_some_and(|file| file.owner.ticket().is_some_and(by_session));
        notes.iter().any(|(note, _)| note_of(note).is_some_and(by_session)) || files.iter().any(has_file) || self.unsent() > 0
    }

    /// Takes out of the queue what a session has written, as far as this page knows.
    pub fn unqueue_session(self) {
        self.reached.set(None);
        let by_session = |entry: &&Entry| match entry.purpose.ticket() {
            Some(ticket) => self.ticket(ticket).is_none_or(|known| known.is_by_session()),
            None => entry.purpose.is_of_session(),
        };
        self.outbox.update(|outbox| {
            let keys: Vec<String> = outbox.entries.iter().filter(by_session).map(|entry| entry.key.clone()).collect();
            keys.iter().for_each(|key| outbox.drop_entry(key));
            outbox.gone.retain(|gone| self.ticket(&gone.ticket).is_some_and(|known| !known.is_by_session()));
        });
    }

    /// Forgets what only a session has opened, with everything that was written for it. Says whether the device obeyed.
    /// What counts is what the device has: another tab, or an earlier visit, may have left it. `keeps` says of an address whether
    /// the wishes to be told there stay.
    pub async fn forget_session(self, keeps: &dyn Fn(&str) -> bool) -> bool {
        self.reached.set(None);
        self.list_read.set(None);
        let stored = storage::pairs(Store::Tickets).await.unwrap_or_default();
        let (mut writes, mut kept, mut listed) = (Vec::new(), Vec::new(), Vec::new());
        for (id, text) in stored {
            match Known::from_stored(&text).map(|known| (known.listed.is_some(), known.without_session())) {
                Some((_, None)) => writes.push(Write::Delete(Store::Tickets, id)),
                Some((was_listed, Some(_))) => {
                    listed.extend(was_listed.then(|| id.clone()));
                    kept.push(id);
                }
                // Of a later version: it stays.
                None => kept.push(id),
            }
        }
        let is_kept = |id: &str| kept.iter().any(|kept| kept == id);
        let notes = storage::pairs(Store::Notes).await.unwrap_or_default();
        let is_gone = |note: &str, text: &str| {
            let is_wish = note.starts_with(WISH) && !Wish::from_stored(text).is_some_and(|wish| keeps(&wish.email));
            note == ME_NOTE || note == LIST_NOTE || is_wish || note_of(note).is_some_and(|id| !is_kept(id))
        };
        let gone = notes.into_iter().filter(|(note, text)| is_gone(note, text) || self.is_of_account(note, text));
        writes.extend(gone.map(|(note, _)| Write::Delete(Store::Notes, note)));
        let files = storage::all(Store::Uploads).await.unwrap_or_default();
        let files = files.iter().filter_map(|text| Upload::from_stored(text));
        for file in files.filter(|file| file.owner.ticket().is_some_and(|ticket| !is_kept(ticket))) {
            writes.extend(deletes(&file.id));
            self.upload(upload::Event::Removed(file.id, clock::now()));
        }
        self.outbox.update(|outbox| {
            let is_gone = |entry: &&Entry| match entry.purpose.ticket() {
                Some(ticket) => !is_kept(ticket),
                None => entry.purpose.is_of_session(),
            };
            let keys: Vec<String> = outbox.entries.iter().filter(is_gone).map(|entry| entry.key.clone()).collect();
            for key in keys {
                outbox.drop_entry(&key);
                writes.push(Write::Delete(Store::Outbox, key));
            }
            outbox.gone.retain(|gone| is_kept(&gone.ticket));
        });
        self.tickets.update(|tickets| {
            let left = std::mem::take(tickets).into_iter().filter_map(Known::without_session).collect();
            *tickets = left;
            newest_first(tickets);
        });
        if !listed.is_empty() {
            self.change_tickets(&listed, &mut |_, before| before.and_then(Known::without_session)).await;
        }
        self.forget_wishes(keeps);
        let obeyed = writes.is_empty() || self.write(writes).await;
        // What waited behind them goes on.
        self.send(outbox::Event::Woke(clock::now()));
        obeyed
    }

    /// Forgets a ticket whose link opens nothing.
    pub async fn forget_ticket(self, id: &str) {
        self.tickets.update(|tickets| tickets.retain(|known| known.id != *id));
        self.write(vec![Write::Delete(Store::Tickets, id.to_owned())]).await;
    }
}
