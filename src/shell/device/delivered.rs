//! What comes of a request that has arrived: on the screen at once, then on the device.

use super::wishes::wish_note;
use super::{Device, answers_note, deletes};
use crate::shell::clock;
use crate::shell::storage::{self, Store, Write};
use leptos::prelude::*;
use recourse_contract::me::Me;
use recourse_contract::ticket::ReadUpTo;
use recourse_contract::{Filed, Ticket, json};
use recourse_core::inbox::{Known, merge, newest_first, opened};
use recourse_core::incident::Wish;
use recourse_core::journey::{Draft, DraftId};
use recourse_core::outbox::{Entry, Purpose};
use recourse_core::{outcome, upload};
use wasm_bindgen_futures::spawn_local;

impl Device {
    /// What has just left the outbox is in its thread at once; the device may take a moment to keep it.
    pub(super) fn show_delivered(self, entry: &Entry, body: &str) {
        if entry.purpose == Purpose::Question {
            self.questioned.set(Some(Ok(())));
        }
        // The question is not asked again until the device has kept what came of it.
        if let Purpose::Settle { ticket } | Purpose::Satisfaction { ticket } = &entry.purpose
            && let Ok(news) = json::read::<Ticket>(body)
        {
            self.rated.update_value(|rated| *rated += 1);
            self.tickets.update(|tickets| {
                if let Some(known) = tickets.iter_mut().find(|known| known.id == *ticket) {
                    known.told(news);
                }
            });
            return;
        }
        if let Some(ticket) = entry.purpose.thread()
            && let Ok(update) = json::read::<recourse_contract::Update>(body)
        {
            self.tickets.update(|tickets| {
                if let Some(known) = tickets.iter_mut().find(|known| known.id == ticket) {
                    merge(&mut known.thread, vec![opened(update).0]);
                }
            });
        }
    }

    /// What came of it is kept, and only then the entry is forgotten; of a filing in one go, with its draft.
    pub(super) async fn delivered(self, entry: Entry, body: String) {
        let mut writes = vec![Write::Delete(Store::Outbox, entry.key.clone())];
        let is_reply = entry.purpose.reply_box().is_some();
        writes.extend(entry.uploads.iter().flat_map(|attached| deletes(&attached.local)));
        let (files, purpose) = (entry.uploads, entry.purpose.clone());
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
                self.arrived.set(Some(ticket.clone()));
                self.filed.set(Some((draft, ticket)));
                if storage::asks_to_persist() {
                    // The case is a reason that the partner sees.
                    spawn_local(async { _ = storage::persist().await });
                }
            }
            Purpose::Seen { ticket } => {
                let number = json::read::<ReadUpTo>(&entry.body).map_or(0, |mark| mark.number);
                self.change_tickets(&[ticket], &mut |_, before| before.map(|known| known.marked(number))).await;
                self.write(writes).await;
            }
            // What was said here is noted already.
            Purpose::Feedback { .. } => _ = self.write(writes).await,
            Purpose::Question => {
                writes.extend(outcome::note(&purpose).map(|note| Write::Delete(Store::Notes, note)));
                self.write(writes).await;
            }
            Purpose::Preferences => {
                self.write(writes).await;
                self.reached.set(json::read::<Me>(&body).ok().map(Ok));
            }
            Purpose::Subscribe { incident, email } => {
                let wish = Wish { key: entry.key, email };
                writes.push(Write::Put(Store::Notes, wish_note(&incident), wish.to_stored()));
                self.note_wish(&incident, Some(wish.clone()));
                self.write(writes).await;
                // Another look at the device may have come before the write.
                self.note_wish(&incident, Some(wish));
            }
            Purpose::Unsubscribe { incident } => {
                writes.push(Write::Delete(Store::Notes, wish_note(&incident)));
                self.note_wish(&incident, None);
                self.write(writes).await;
                self.note_wish(&incident, None);
            }
            // The ticket as it is by now; its thread is read anew by the screen that shows it.
            Purpose::Settle { ticket } | Purpose::Satisfaction { ticket } => {
                let mut news = json::read::<Ticket>(&body).ok();
                self.change_tickets(&[ticket], &mut |_, before| {
                    let (mut known, ticket) = (before?, news.take()?);
                    known.told(ticket).then_some(known)
                })
                .await;
                self.write(writes).await;
            }
            Purpose::Reply { ticket }
            | Purpose::Answer { ticket, .. }
            | Purpose::Comment { ticket, .. }
            | Purpose::Nudge { ticket }
            | Purpose::Review { ticket }
            | Purpose::Mediation { ticket }
            | Purpose::Withdraw { ticket } => {
                let Ok(update) = json::read::<recourse_contract::Update>(&body) else { return };
                // What was typed for it has been kept until now.
                writes.extend(update.answers_to.map(|request| Write::Delete(Store::Notes, answers_note(&ticket, request))));
                writes.extend(outcome::note(&purpose).map(|note| Write::Delete(Store::Notes, note)));
                // So has a draft whose text went with it.
                let went = |draft: &Draft| draft.went_with(&ticket, entry.created_at);
                let moved: Vec<DraftId> = self.drafts.with_untracked(|drafts| {
                    drafts.iter().filter(|draft| is_reply && went(draft)).map(|draft| draft.id.clone()).collect()
                });
                writes.extend(moved.iter().map(|draft| Write::Delete(Store::Drafts, draft.to_string())));
                let (update, opened) = opened(update);
                // A new link: the ticket that was opened is one of this device's now, as the closed one was. What only a session
                // opens leaves no link behind.
                let has_link = self.ticket(&ticket).is_some_and(|known| !known.is_by_session());
                if let Some(known) = opened.filter(|_| has_link) {
                    self.change_tickets(std::slice::from_ref(&known.id), &mut |_, before| {
                        before.is_none().then(|| known.clone())
                    })
                    .await;
                }
                let mut news = Some(update);
                self.change_tickets(&[ticket], &mut |_, before| {
                    let (mut known, update) = (before?, news.take()?);
                    known.seen = known.seen.max(update.number);
                    merge(&mut known.thread, vec![update]);
                    Some(known)
                })
                .await;
                self.write(writes).await;
                self.drafts.update(|drafts| drafts.retain(|draft| !moved.contains(&draft.id)));
                // A file that was left behind with one of them has nothing to go with any more.
                for draft in moved {
                    self.upload(upload::Event::Disowned(upload::Owner::Draft(draft), clock::now()));
                }
            }
        }
        self.files_delivered(files, &purpose);
    }
}
