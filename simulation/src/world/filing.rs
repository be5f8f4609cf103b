//! Complaints, reports of problems and requests for mediation: drafts, their filing, and their way from a frame into a tab.

use super::{SECOND, Step, World, draft_key, intent};
use crate::device::Write;
use crate::ledger::Ledger;
use crate::page::Task;
use recourse_contract::Problem;
use recourse_contract::ticket::TicketKind;
use recourse_core::bugs::Bug;
use recourse_core::journey::{self, Draft, DraftId, Effect, Event, Field, Lock, Model, Prefill, Step as FormStep};

/// How long a frame waits for the word of the tab.
const PATIENCE: i64 = 60 * SECOND;

/// Right answers for this platform, besides the message.
fn answers(kind: TicketKind) -> Vec<(Field, &'static str)> {
    let topic = match kind {
        TicketKind::Mediation => "mediation",
        TicketKind::TechnicalProblem => "calendar/import",
        _ => "payments/other",
    };
    vec![
        (Field::Audience, "partner"),
        (Field::Name, "Marie Dupont"),
        (Field::Email, crate::server::EMAIL),
        (Field::Country, "FR"),
        (Field::Properties, "1204573"),
        (Field::Language, "fr"),
        (Field::Topic, topic),
        (Field::Subject, "Auberge du Lac"),
        (Field::Mediator, super::mediation::MEDIATOR),
        (Field::MediationLanguage, super::mediation::LANGUAGE),
    ]
}

impl World<'_> {
    /// The partner begins a draft, goes on with one, or files one.
    pub(super) fn draft(&mut self, device: usize, page: usize, ticket: &str) {
        let drafts = self.free_drafts(device, page);
        let one = (!drafts.is_empty()).then(|| drafts[self.rng.usize(0..drafts.len())].clone());
        match (one, self.rng.u32(0..10)) {
            (None, _) | (_, 0..2) => self.begin_draft(device, page, ticket),
            (Some(draft), 2) => self.reword_draft(device, page, draft),
            (Some(draft), _) if self.frame == Some(device) && self.chance(60) => self.hand_over(device, page, &draft),
            (Some(draft), _) => self.file(device, page, draft),
        }
    }

    /// The drafts that a page has and nobody on its device is sending.
    fn free_drafts(&self, device: usize, page: usize) -> Vec<Draft> {
        let stored = self.devices[device].read_all(page, "draft/");
        let drafts = stored.iter().filter_map(|text| Draft::from_stored(text).ok());
        let is_free = |draft: &Draft| said(draft).is_some_and(|(number, _)| self.is_free(device, number));
        let is_handed = |draft: &Draft| self.frame == Some(device) && self.handed.contains_key(&draft.id.to_string());
        drafts.filter(|draft| is_free(draft) && !is_handed(draft)).collect()
    }

    fn begin_draft(&mut self, device: usize, page: usize, ticket: &str) {
        let kinds = [TicketKind::Complaint, TicketKind::TechnicalProblem, TicketKind::Mediation];
        let kind = kinds[self.rng.usize(0..kinds.len())];
        let number = self.ledger.intents.len() as u32;
        let id = DraftId::from_random(self.rng.u64(..));
        self.ledger.intents.insert(number, crate::ledger::Intent { draft: Some(id.to_string()), ..intent(device, ticket) });
        let mut draft = Draft::new(id, kind, self.now);
        answers(kind).into_iter().for_each(|(field, text)| draft.answers.set(&field, text.to_owned()));
        self.log.done("draft");
        let draft = self.reword_draft_of(device, page, draft, number);
        if self.frame == Some(device) && self.chance(60) {
            self.hand_over(device, page, &draft);
        } else if self.chance(60) {
            self.file(device, page, draft);
        }
    }

    fn reword_draft(&mut self, device: usize, page: usize, draft: Draft) {
        if let Some((number, _)) = said(&draft) {
            self.log.done("draft reworded");
            self.reword_draft_of(device, page, draft, number);
        }
    }

    fn reword_draft_of(&mut self, device: usize, page: usize, draft: Draft, number: u32) -> Draft {
        let said = self.ledger.intents.get_mut(&number).expect("it was made");
        said.versions += 1;
        let text = Ledger::text(number, said.versions);
        self.note(&format!("device {device}.{page} types {text:?} into draft {}", draft.id));
        let mut form = opened(draft);
        let typed = Event::Typed { field: Field::Message, text, now: self.now };
        journey::update(&mut form, self.server.service(), typed);
        self.keep_draft(device, page, &form.draft);
        form.draft
    }

    fn keep_draft(&mut self, device: usize, page: usize, draft: &Draft) -> bool {
        let kept = self.write(device, page, &[Write::Put(draft_key(&draft.id), draft.to_stored())]);
        if let (false, Some((number, _))) = (kept, said(draft)) {
            self.ledger.intents.get_mut(&number).expect("it was made").unkept = true;
        }
        kept
    }

    /// The form is left forwards from its last step.
    fn file(&mut self, device: usize, page: usize, draft: Draft) {
        let Some(said) = said(&draft) else { return };
        let step = *FormStep::of(draft.kind).last().expect("a form has steps");
        let key = self.new_key(device);
        let mut form = opened(draft);
        let leaves = Event::Continued { step, held_up: false, key: key.clone(), now: self.now };
        for effect in journey::update(&mut form, self.server.service(), leaves) {
            match effect {
                Effect::Store(draft) => _ = self.keep_draft(device, page, &draft),
                Effect::Enqueue(entry) => {
                    self.note(&format!("device {device}.{page} files draft {} as {key}", form.draft.id));
                    self.log.done("filed");
                    self.ledger.keys.insert(key.clone(), said);
                    self.soon(device, page, Task::Add(entry));
                }
                // What was refused has to be changed first.
                _ => self.log.done("form held up"),
            }
        }
    }

    /// A draft was refused: it knows why.
    pub(super) fn refuse_draft(&mut self, device: usize, page: usize, id: &DraftId, problem: &Problem) {
        let stored = self.devices[device].read(page, &draft_key(id)).and_then(|text| Draft::from_stored(&text).ok());
        if let Some(mut draft) = stored {
            draft.refuse(problem);
            self.keep_draft(device, page, &draft);
        }
    }

    /// The frame gives a draft to a tab of its own, which has another storage.
    fn hand_over(&mut self, device: usize, page: usize, draft: &Draft) {
        self.note(&format!("device {device}.{page} hands draft {} over", draft.id));
        self.log.done("handed over");
        self.handed.insert(draft.id.to_string(), self.now + PATIENCE);
        if let Some((number, _)) = said(draft) {
            self.ledger.intents.get_mut(&number).expect("it was made").handed = true;
        }
        let (to, start) = (self.tab(), self.page(device, page).start);
        let take = Task::TakeDraft { stored: draft.to_stored(), frame: (device, page, start) };
        if self.bug == Some(Bug::ForgetsFirst) {
            self.soon(device, page, Task::Given(draft.id.clone()));
        }
        let start = self.page(to.0, to.1).start;
        self.after(50, 3 * SECOND, Step::Page { device: to.0, page: to.1, start, task: take });
    }

    /// The tab that a frame opens: a page of the device that has the same browser.
    fn tab(&mut self) -> (usize, usize) {
        let device = super::FULL;
        (device, self.rng.usize(0..self.devices[device].pages.len()))
    }

    /// The tab keeps the draft, unless it has a later one of this name, and only then says so.
    pub(super) fn take_draft(&mut self, device: usize, page: usize, stored: &str, frame: (usize, usize, u32)) {
        if !self.page(device, page).is_open {
            return;
        }
        let Ok(draft) = Draft::from_stored(stored) else { return };
        let own = self.devices[device].read(page, &draft_key(&draft.id));
        if draft.replaces(own.as_deref()) && self.keep_draft(device, page, &draft) {
            let (device, page, start) = frame;
            if self.chance(15) {
                // The partner closes one of the two at this moment.
                self.log.fault("word of a tab lost");
                return;
            }
            self.after(5, 5 * SECOND, Step::Page { device, page, start, task: Task::Given(draft.id) });
        }
    }

    /// The tab has the draft: the frame forgets its own.
    pub(super) fn given(&mut self, device: usize, page: usize, id: &DraftId) {
        let in_time = self.handed.get(&id.to_string()).is_some_and(|until| self.now <= *until);
        if in_time {
            self.write(device, page, &[Write::Delete(draft_key(id))]);
        }
    }

    /// The frame's patience is at its end: the draft can be changed there again.
    pub(super) fn end_patience(&mut self) {
        let now = self.now;
        self.handed.retain(|_, until| *until >= now);
    }
}

/// A stored draft in a form that is open.
fn opened(draft: Draft) -> Model {
    let (id, kind, at) = (draft.id.clone(), draft.kind, draft.updated_at);
    let mut form = Model::open(id, kind, at, Some(Ok(draft)), Prefill::default());
    form.lock = Lock::Held;
    form
}

/// The intent that a draft words, and in which wording.
fn said(draft: &Draft) -> Option<(u32, u32)> {
    Ledger::of(draft.answers.get(&Field::Message))
}
