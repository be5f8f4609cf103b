//! The interpreter of the outbox: it performs what `core` wants and reports back.

use super::{Device, reply_note};
use crate::shell::http::{self, Request, Verb};
use crate::shell::storage::{self, Store, Write};
use crate::shell::{clock, locks, network};
use leptos::prelude::*;
use recourse_contract::Problem;
use recourse_core::inbox::Known;
use recourse_core::journey::DraftId;
use recourse_core::outbox::{self, Answer, Entry, Method, Purpose};
use recourse_core::outcome::Request as Asked;
use recourse_core::upload;
use wasm_bindgen_futures::spawn_local;

/// The text of what waits to go into a thread.
pub fn reply_of(entry: &Entry) -> String {
    entry.text()
}

impl Device {
    /// Puts something into the outbox. A reply moves there from its box in one go. Gives its key.
    pub fn queue(self, purpose: Purpose, path: String, body: String) -> String {
        self.put(Entry::new(clock::new_key(), purpose, path, body, clock::now()), Vec::new())
    }

    /// `with` is kept in one go with it.
    fn put(self, entry: Entry, with: Vec<Write>) -> String {
        let (key, now) = (entry.key.clone(), entry.created_at);
        let files = self.take_files(&entry.purpose);
        spawn_local(async move {
            let files = match files {
                Some(files) => files,
                None => self.files_for(&entry.purpose).await,
            };
            let entry = entry.with(files);
            let mut writes = with;
            writes.push(Write::Put(Store::Outbox, entry.key.clone(), entry.to_stored()));
            if let Some(ticket) = entry.purpose.reply_box() {
                writes.push(Write::Delete(Store::Notes, reply_note(ticket)));
            }
            self.write(writes).await;
            self.add(entry, now);
        });
        key
    }

    /// Puts an answer to an outcome into the outbox. What was typed for it stays in its note until it has arrived.
    pub fn ask(self, asked: Asked) -> String {
        let Asked { purpose, path, body } = asked;
        self.queue(purpose, path, body)
    }

    /// The same under an idempotency key that others have, too, and in one go with what is kept of it here.
    pub fn queue_under(self, under: String, purpose: Purpose, path: String, body: String, with: Vec<Write>) {
        self.put(Entry::new(clock::new_key(), purpose, path, body, clock::now()).under(under), with);
    }

    /// The same for what only the last one counts of. Nothing, when one that waits says the same.
    pub fn queue_mark(self, purpose: Purpose, path: String, body: String) {
        if !self.outbox.with_untracked(|outbox| outbox.says(&purpose, &body)) {
            self.queue(purpose, path, body);
        }
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
            outbox::Effect::Delivered(entry, body) => {
                self.show_delivered(&entry, &body);
                spawn_local(self.delivered(entry, body));
            }
            outbox::Effect::Refused(entry, problem) => spawn_local(self.refused(entry, problem)),
            outbox::Effect::Forget(entry, was_kept) => spawn_local(async move {
                self.take_back(&entry, was_kept).await;
            }),
            outbox::Effect::Returned(entry, problem, was_kept) => spawn_local(async move {
                if self.take_back(&entry, was_kept).await {
                    let problem = self.about_files(&entry, problem);
                    self.note_refusal(&entry, &problem).await;
                    self.say_refused(entry, problem);
                }
            }),
        }
    }

    /// An entry goes back to where it was written, unless another tab has tried it or has had its answer. Says whether it did.
    async fn take_back(self, entry: &Entry, was_kept: bool) -> bool {
        let allows = move |stored: Option<&Entry>| stored.map_or(!was_kept, Entry::can_be_edited);
        let done = self.give_back(entry, allows).await;
        if !done {
            self.load().await;
        }
        done
    }

    async fn keep_entry(self, entry: &Entry) {
        if self.write(vec![Write::Put(Store::Outbox, entry.key.clone(), entry.to_stored())]).await {
            self.send(outbox::Event::Kept(entry.key.clone()));
        }
    }

    /// One tab at a time sends. The entry is marked on the device before it leaves it, so that a reload repeats the same
    /// bytes under the same key.
    async fn attempt(self, entry: Entry) {
        let (key, attempt, epoch) = (entry.key.clone(), entry.attempts, self.backend.epoch());
        let is_mine = locks::exclusively("recourse-outbox", async move {
            if !self.mark(&entry).await {
                return false;
            }
            let answer = self.post(&entry).await;
            let jitter = i64::try_from(clock::random() % 1_000).unwrap_or_default();
            self.settle(outbox::Event::Answered { key, attempt, answer, now: clock::now(), jitter }).await;
            true
        })
        .await;
        if !is_mine {
            self.load().await;
        } else if self.backend.epoch() != epoch {
            // The answer was one to an earlier session: it says nothing of the one that there is now.
            self.send(outbox::Event::SignedIn(clock::now()));
        }
    }

    /// The entry is marked on the device, unless another tab has had its answer. Says whether it is still to be sent.
    async fn mark(self, entry: &Entry) -> bool {
        let mut goes_on = |stored: Option<String>| {
            let stored = stored.and_then(|stored| Entry::from_stored(&stored));
            self.outbox.try_update(|model| model.turn(&entry.key, stored.as_ref())).unwrap_or_default()
        };
        let writes = vec![Write::Put(Store::Outbox, entry.key.clone(), entry.to_stored())];
        let marked = storage::apply_if(Store::Outbox, &entry.key, &mut goes_on, writes).await;
        match marked {
            Ok(false) => return false,
            Ok(true) => {
                self.written(true);
                self.send(outbox::Event::Kept(entry.key.clone()));
            }
            // Where the device keeps nothing, sending still has to work; the partner is told that nothing is kept.
            Err(_) => self.written(false),
        }
        true
    }

    /// An attempt has ended: what it leaves on the device is there before another tab gets its turn.
    async fn settle(self, event: outbox::Event) {
        let effects = self.outbox.try_update(|model| outbox::update(model, event));
        for effect in effects.into_iter().flatten() {
            match effect {
                outbox::Effect::Store(entry) => self.keep_entry(&entry).await,
                outbox::Effect::Delivered(entry, body) => {
                    self.show_delivered(&entry, &body);
                    self.delivered(entry, body).await;
                }
                outbox::Effect::Refused(entry, problem) => self.refused(entry, problem).await,
                other => self.perform(other),
            }
        }
    }

    async fn post(self, entry: &Entry) -> Answer {
        if !network::is_online() && !self.is_on_this_machine() {
            return Answer::NotTried;
        }
        let known = entry.purpose.ticket().and_then(|ticket| self.ticket(ticket));
        // What anybody may send needs nothing to show.
        let is_open = entry.purpose.is_open();
        let by_session = !is_open && known.as_ref().is_none_or(Known::is_by_session);
        let link = known.map(|known| known.token).unwrap_or_default();
        let epoch = self.backend.epoch();
        let token = (!is_open).then(|| self.backend.token_for(&link)).flatten();
        let language = self.words.tag_now();
        let request = Request {
            url: self.backend.url(&entry.path),
            body: Some(&*entry.body).filter(|body| !body.is_empty()),
            key: Some(entry.idempotency_key()),
            verb: match entry.purpose.method() {
                Method::Post => Verb::Post,
                Method::Put => Verb::Put,
                Method::Patch => Verb::Patch,
                Method::Delete => Verb::Delete,
            },
            token: token.as_deref(),
            language: &language,
            ..Request::default()
        };
        match http::send(request).await {
            Some(response) => {
                if by_session && response.status == 401 {
                    self.backend.say_signed_out(epoch);
                }
                Answer::Http { status: response.status, retry_after: response.retry_after, body: response.body }
            }
            None => Answer::None,
        }
    }

    /// The text goes back to where it can be corrected, and only then the entry is forgotten.
    async fn refused(self, entry: Entry, problem: Problem) {
        for (file, error) in entry.refused_uploads(&problem) {
            self.upload(upload::Event::Returned(file.to_owned(), error.clone(), clock::now()));
        }
        let problem = self.about_files(&entry, problem);
        self.note_refusal(&entry, &problem).await;
        self.give_back(&entry, |_| true).await;
        self.say_refused(entry, problem);
    }

    /// A form keeps what was refused, and an open one says it at once.
    async fn note_refusal(self, entry: &Entry, problem: &Problem) {
        match &entry.purpose {
            Purpose::File { draft } => {
                let open = self.form.with_value(|form| form.as_ref().filter(|(id, _)| id == draft).map(|(_, told)| *told));
                if let Some(Ok(mut stored)) = self.stored_draft(draft).await {
                    stored.refuse(problem);
                    self.keep_draft(stored).await;
                }
                // An open form says at once what a closed one says when it opens.
                if let Some(told) = open {
                    told.run(problem.clone());
                }
            }
            // What was read the next visit says again; an article that is gone needs no opinion.
            Purpose::Seen { .. }
            | Purpose::Feedback { .. }
            | Purpose::Reply { .. }
            | Purpose::Answer { .. }
            | Purpose::Comment { .. }
            | Purpose::Nudge { .. }
            | Purpose::Settle { .. }
            | Purpose::Satisfaction { .. }
            | Purpose::Review { .. }
            | Purpose::Mediation { .. }
            | Purpose::Withdraw { .. } => {}
            Purpose::Preferences => self.reached.set(Some(Err(problem.clone()))),
            Purpose::Question => self.questioned.set(Some(Err(problem.clone()))),
            // Most likely it is solved by now: what the backend says of it shows.
            Purpose::Subscribe { incident, .. } | Purpose::Unsubscribe { incident } => {
                self.refused_wish.set(Some(incident.clone()));
                self.backend.look_again().await;
            }
        }
    }

    /// Once its text is back where it can be corrected.
    fn say_refused(self, entry: Entry, problem: Problem) {
        if entry.purpose.thread().is_some() || matches!(entry.purpose, Purpose::Satisfaction { .. }) {
            self.refused_reply.set(Some((entry, problem)));
        }
    }

    /// "Offline" says nothing about a backend on the same machine.
    pub fn is_on_this_machine(self) -> bool {
        let host = web_sys::window().and_then(|window| window.location().hostname().ok()).unwrap_or_default();
        matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
    }
}
