//! Files that go with messages, as the rest of the device sees them. What sends them loads later (`shell::uploads`).

use super::Device;
use crate::shell::storage::{Store, Write};
use crate::shell::{clock, tabs, uploads};
use leptos::prelude::*;
use recourse_contract::Problem;
use recourse_core::i18n::key;
use recourse_core::journey::DraftId;
use recourse_core::outbox::{self, Attached, Entry, Purpose};
use recourse_core::upload::{Event, Owner, Upload};
use wasm_bindgen_futures::spawn_local;

/// What sends files: something happens to them.
pub type Uploader = fn(Device, Event);

/// What forgets a file and its bytes.
pub fn deletes(id: &str) -> [Write; 2] {
    [Write::Delete(Store::Uploads, id.to_owned()), Write::Delete(Store::Files, id.to_owned())]
}

fn puts(uploads: Option<Vec<Upload>>) -> Vec<Write> {
    let put = |upload: Upload| Write::Put(Store::Uploads, upload.id.clone(), upload.to_stored());
    uploads.into_iter().flatten().map(put).collect()
}

impl Device {
    /// Something happens to files. What sends them hears of it when it has come.
    pub fn upload(self, event: Event) {
        match self.uploader.get_value() {
            Some(send) => send(self, event),
            None => self.not_heard.update_value(|events| events.push(event)),
        }
    }

    /// What sends files has come, and knows those of this device.
    pub fn uploader_came(self, send: Uploader) {
        self.uploader.set_value(Some(send));
        for event in self.not_heard.try_update_value(std::mem::take).unwrap_or_default() {
            send(self, event);
        }
    }

    /// Takes the files that go with a request which is about to be queued: at once, so that nothing else takes them. Nothing,
    /// as long as the device's files are not known.
    pub(super) fn take_files(self, purpose: &Purpose) -> Option<Vec<Attached>> {
        let Some(owner) = Owner::of(purpose) else { return Some(Vec::new()) };
        let take = |outbox: &outbox::Model| {
            let taken = self.uploads.try_update(|uploads| uploads.loaded.then(|| uploads.take_along(&owner, outbox)));
            taken.flatten()
        };
        self.outbox.with_untracked(take)
    }

    /// The same, once they are known.
    pub(super) async fn files_for(self, purpose: &Purpose) -> Vec<Attached> {
        uploads::load(self).await;
        self.take_files(purpose).unwrap_or_default()
    }

    /// The files of a draft go with a reply from now on. Gives the writes that keep it so.
    pub(super) fn hand_over(self, draft: &DraftId, ticket: &str) -> Vec<Write> {
        let hand = |outbox: &outbox::Model| self.uploads.try_update(|uploads| uploads.hand_over(draft, ticket, outbox));
        puts(self.outbox.with_untracked(hand))
    }

    /// Those that a draft has brought into a reply go with the draft again. Gives the same.
    pub(super) fn hand_back(self, draft: &DraftId, ticket: &str) -> Vec<Write> {
        let hand = |outbox: &outbox::Model| self.uploads.try_update(|uploads| uploads.hand_back(draft, ticket, outbox));
        puts(self.outbox.with_untracked(hand))
    }

    /// The files of one text go with another from now on. Gives the same.
    pub(super) fn pass_on(self, from: &Owner, to: &Owner) -> Vec<Write> {
        let pass = |outbox: &outbox::Model| self.uploads.try_update(|uploads| uploads.pass_on(from, to, outbox));
        puts(self.outbox.with_untracked(pass))
    }

    /// Files go with something else, as the device has it now: each tab reads that, this one as well.
    pub(super) async fn files_moved(self) {
        uploads::load(self).await;
        tabs::tell_files();
    }

    /// Puts an entry with its files into the queue.
    pub(super) fn add(self, entry: Entry, now: i64) {
        let files = entry.files();
        self.send(outbox::Event::Added(entry, now));
        if !files.is_empty() {
            self.uploads.update(|uploads| uploads.queued(&files));
        }
    }

    /// Puts a filing into the outbox, with its files.
    pub fn enqueue(self, entry: Entry) {
        match self.take_files(&entry.purpose) {
            Some(files) => self.add(entry.with(files), clock::now()),
            None => spawn_local(async move {
                let files = self.files_for(&entry.purpose).await;
                self.add(entry.with(files), clock::now());
            }),
        }
    }

    /// What a message has taken with it is not needed here any more, nor is what it has left behind.
    pub(super) fn files_delivered(self, entry_files: Vec<Attached>, purpose: &Purpose) {
        let now = clock::now();
        if !entry_files.is_empty() {
            self.upload(Event::Delivered(entry_files.into_iter().map(|attached| attached.local).collect(), now));
        }
        // A reply may be under way again in its box; of a draft nothing is left.
        if let Purpose::File { draft } = purpose {
            self.upload(Event::Disowned(Owner::Draft(draft.clone()), now));
        }
    }

    /// What is known of a thread by now tells of messages that another tab has taken out of the queue: the files of those that
    /// have arrived are not needed any more. `asked` as in [`outbox::Model::thread_read`].
    pub(super) fn hear_of_gone(self, ticket: &str, asked: &[String]) {
        // Most of the time there is nothing to hear.
        if self.outbox.with_untracked(|outbox| outbox.unclear(ticket).is_empty()) {
            return;
        }
        let thread = self.ticket(ticket).map(|known| known.thread).unwrap_or_default();
        let arrived = self.outbox.try_update(|outbox| outbox.thread_read(ticket, asked, &thread)).unwrap_or_default();
        if !arrived.is_empty() {
            self.upload(Event::Delivered(arrived, clock::now()));
        }
    }

    /// What the device does not say of such messages the backend is asked.
    pub(super) fn ask_of_gone(self) {
        let tickets = |outbox: &outbox::Model| outbox.gone.iter().map(|gone| gone.ticket.clone()).collect::<Vec<_>>();
        for ticket in self.outbox.with_untracked(tickets) {
            self.hear_of_gone(&ticket, &[]);
            if self.outbox.with_untracked(|outbox| !outbox.unclear(&ticket).is_empty()) {
                // Without an answer the next look tells.
                spawn_local(async move { _ = self.read_ticket(&ticket, 0).await });
            }
        }
    }

    /// What a refusal says of files is said at the files; the message itself says so, and the reasons.
    pub(super) fn about_files(self, entry: &Entry, problem: Problem) -> Problem {
        let is_about_file = |pointer: &str| pointer.starts_with("/attachments");
        if problem.errors.is_empty() || !problem.errors.iter().all(|error| is_about_file(&error.pointer)) {
            return problem;
        }
        let mut said = self.words.t(key::ATTACHMENT_GIVEN_BACK);
        for (file, error) in entry.refused_uploads(&problem) {
            let name = self.uploads.with_untracked(|uploads| uploads.upload(file).map(|upload| upload.name.clone()));
            if let (Some(name), Some(why)) = (name, &error.detail) {
                said.push(' ');
                said.push_str(&self.words.fill(key::ATTACHMENT_NOT_TAKEN, &[("name", &name), ("fault", why)]));
            }
        }
        Problem { detail: Some(said), errors: Vec::new(), ..problem }
    }

    /// Where uploads are created.
    pub fn uploads_url(self) -> String {
        self.backend.uploads_url()
    }

    /// The language on the screen.
    pub fn language(self) -> String {
        self.backend.language()
    }
}
