//! The interpreter of the form: it performs what `core::journey` wants and reports back.

use super::beforehand::{is_shared, linked, prefill};
use crate::shell::device::Device;
use crate::shell::go::{self, Go, href};
use crate::shell::locks;
use crate::shell::words::Words;
use crate::shell::{clock, storage};
use crate::ui::attachments::{self, Taker};
use crate::ui::error_summary::Line;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Service;
use recourse_contract::service::{ExtraField, Mediator};
use recourse_contract::ticket::{NewTicket, TicketKind};
use recourse_core::i18n::{fault_words, summary_line};
use recourse_core::journey::{
    self, Draft, DraftId, Effect as Wanted, Event, Fault, Field, Journey, Linked, Lock, Model, Step, Unreadable,
};
use recourse_core::route::Route;
use recourse_core::upload::Owner;
use std::sync::Arc;
use std::time::Duration;

/// A tab that has just closed, or a screen rendered anew, gives its lock up a moment later: only then another tab is
/// spoken of.
const PATIENCE: Duration = Duration::from_millis(400);

/// The form of one draft, while it is open.
#[derive(Clone, Copy)]
pub struct Form {
    /// What is being written.
    pub model: RwSignal<Model>,
    /// The topic on which the partner has said that it is another matter than the open tickets.
    pub another: RwSignal<Option<String>>,
    /// What takes its files.
    pub taker: Taker,
    /// Whether something that was shared has still to come in.
    pub(super) shared: StoredValue<bool>,
    /// Seen against what the backend announces: once for each change, whoever reads it.
    journey: Memo<Journey>,
    pub(super) service: StoredValue<Arc<Service>>,
    link: StoredValue<Linked>,
    pub(super) device: Device,
    go: Go,
}

impl Form {
    /// Opens the form of a draft, with what is stored of it. Call it inside the owner of the screen.
    pub fn open(
        kind: TicketKind,
        id: DraftId,
        service: Arc<Service>,
        stored: Option<Result<Draft, Unreadable>>,
        device: Device,
        go: Go,
    ) -> Self {
        let link = untrack(linked);
        let model = Model::open(id.clone(), kind, clock::now(), stored, prefill(kind, &service, device, &link));
        let (model, another) = (RwSignal::new(model), RwSignal::new(None));
        let taker = Taker::new(expect_context::<Words>(), device, Owner::Draft(id.clone()), service.limits.clone());
        let shared = StoredValue::new(untrack(is_shared));
        let service = StoredValue::new(service);
        let journey = Memo::new(move |_| service.with_value(|service| model.with(|model| Journey::of(&model.draft, service))));
        let form = Self { model, another, taker, shared, journey, service, link: StoredValue::new(link), device, go };

        let first = StoredValue::new(true);
        let reloaded = id.clone();
        let lock = locks::ask(&format!("recourse-draft-{id}"), move |given| {
            if given && first.try_get_value() == Some(false) {
                // Another tab wrote until now: read what it has left.
                spawn_local(form.reload(reloaded.clone()));
            } else if given {
                form.send(Event::Locked(Lock::Held));
                if form.shared.try_get_value() == Some(true) {
                    spawn_local(form.take_shared());
                }
            } else {
                let _ = first.try_update_value(|first| *first = false);
                set_timeout(move || form.locked_elsewhere(), PATIENCE);
            }
        });
        let lock = StoredValue::new_local(Some(lock));
        // Once it waits to be sent its files are the request's: that they go with it is no change of the draft.
        let queued = StoredValue::new(false);
        let refused = move |problem| {
            queued.set_value(false);
            form.send(Event::Refused(problem));
        };
        device.form_opened(id.clone(), Callback::new(refused));
        // Another tab may have sent it: the draft has gone then, and the device knows the ticket.
        let own = id.clone();
        Effect::new(move || {
            let is_gone = device.drafts.with(|drafts| drafts.iter().all(|kept| kept.id != own));
            let ticket = device
                .tickets
                .with(|tickets| tickets.iter().find(|known| known.draft.as_ref() == Some(&own)).map(|known| known.id.clone()));
            if let Some(ticket) = ticket.filter(|_| is_gone) {
                go.instead(Route::Sent(ticket));
            }
        });
        Effect::new(move || {
            if let Some((draft, ticket)) = device.filed.get()
                && draft == id
            {
                device.filed.set(None);
                go.instead(Route::Sent(ticket));
            }
        });
        let owner = form.owner();
        Effect::new(move || {
            if device.outbox.with(|outbox| form.with_id(|id| outbox.filing(id).is_some())) {
                queued.set_value(true);
            }
            let known = device.uploads.with(|uploads| uploads.loaded) && !queued.get_value();
            let any = !attachments::attached(device, &owner).is_empty();
            let now = clock::now();
            // What is not known yet is not gone.
            if known && untrack(|| form.model.with(|model| model.lock == Lock::Held)) {
                form.send(Event::Files { any, now });
            }
        });
        on_cleanup(move || {
            device.form_closed();
            lock.update_value(|lock| drop(lock.take()));
        });
        form
    }

    async fn reload(self, id: DraftId) {
        let stored = self.device.stored_draft(&id).await;
        let Some(service) = self.service.try_get_value() else { return };
        let kind = self.kind();
        let prefill = self.link.with_value(|link| prefill(kind, &service, self.device, link));
        let mut model = Model::open(id, kind, clock::now(), stored, prefill);
        model.lock = Lock::Held;
        let _ = self.model.try_set(model);
    }

    fn locked_elsewhere(self) {
        if self.model.try_with_untracked(|model| model.lock == Lock::Asked) == Some(true) {
            self.send(Event::Locked(Lock::Elsewhere));
        }
    }

    /// Something happens to the form.
    pub fn send(self, event: Event) {
        let Some(service) = self.service.try_get_value() else { return };
        let quiet = matches!(event, Event::Visited(_));
        let effects = if quiet && self.model.with_untracked(|model| model.shown.is_none()) {
            Vec::new() // Nothing to take away: spare the screen a rendering.
        } else {
            self.model.try_update(|model| journey::update(model, &service, event)).unwrap_or_default()
        };
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(self, effect: Wanted) {
        let id = self.with_id(DraftId::clone);
        match effect {
            Wanted::Store(draft) => {
                self.settle_address();
                spawn_local(self.store(draft));
            }
            Wanted::Discard(id) => spawn_local(async move { self.device.forget_draft(&id).await }),
            Wanted::Go(step) => self.go.to(Route::Form(self.kind(), id, step)),
            Wanted::FocusSummary => super::show_summary(),
            Wanted::FocusFiles => _ = attachments::stops(self.device, &self.owner(), self.most_files()),
            Wanted::Enqueue(entry) => self.device.enqueue(entry),
            Wanted::Move { draft, ticket, text } => spawn_local(self.move_to(draft, ticket, text)),
            Wanted::Part { draft, ticket } => spawn_local(self.part_from(draft, ticket)),
        }
    }

    async fn store(self, draft: Draft) {
        let first = self.device.drafts.with_untracked(Vec::is_empty);
        let written = draft.updated_at;
        let kept = self.device.keep_draft(draft).await;
        self.stored(written, kept);
        if first && kept && !storage::asks_to_persist() {
            storage::persist().await;
        }
    }

    /// Only the last write speaks for what is on the screen.
    fn stored(self, written: i64, kept: bool) {
        if self.model.try_with_untracked(|model| model.draft.updated_at == written && (model.kept != kept || !kept)) == Some(true)
        {
            self.send(Event::Kept(kept));
        }
    }

    /// The text goes into the box of an open ticket, and the partner with it. Where that is not possible it stays here.
    async fn move_to(self, draft: Draft, ticket: String, text: String) {
        if self.device.move_draft(draft, &ticket, &text).await {
            self.go.to(Route::Ticket(ticket));
        } else {
            self.send(Event::Parted { now: clock::now() });
        }
    }

    /// It is sent on its own after all: its files come back to it.
    async fn part_from(self, draft: Draft, ticket: String) {
        let written = draft.updated_at;
        let kept = self.device.part_draft(draft, &ticket).await;
        self.stored(written, kept);
    }

    /// What a link has brought along is in the draft: it leaves the address.
    pub(super) fn settle_address(self) {
        if self.shared.try_get_value() == Some(true) {
            return;
        }
        let location = window().location();
        let here = go::screen(&location.pathname().unwrap_or_default());
        let is_own = matches!(&here, Route::Form(_, id, _) if self.with_id(|own| own == id));
        if is_own && location.search().is_ok_and(|search| !search.is_empty()) {
            self.go.instead(here);
        }
    }

    /// The partner wants to leave a step forwards.
    pub fn leave(self, step: Step) {
        let held_up = attachments::are_held_up(self.device, &self.owner(), self.most_files());
        self.send(Event::Continued { step, held_up, key: clock::new_key(), now: clock::now() });
    }

    /// The partner changed an answer.
    pub fn type_(self, field: Field, text: String) {
        self.send(Event::Typed { field, text, now: clock::now() });
    }

    /// The answer to a field.
    pub fn answer(self, field: Field) -> Signal<String> {
        Memo::new(move |_| self.model.with(|model| model.draft.answers.get(&field).to_owned())).into()
    }

    /// The callback that takes a field's answers.
    pub fn typing(self, field: Field) -> Callback<String> {
        Callback::new(move |text| self.type_(field.clone(), text))
    }

    /// Whether this tab may not write.
    pub fn read_only(self) -> Signal<bool> {
        Memo::new(move |_| self.model.with(|model| model.lock == Lock::Elsewhere)).into()
    }

    /// The words for what is wrong with a field; nothing before the partner has tried to go on.
    pub fn error(self, field: Field, words: Words) -> Signal<Option<String>> {
        Memo::new(move |_| {
            let step = field.step(self.kind());
            self.shown_faults(step).into_iter().find(|fault| fault.field == field).map(|fault| self.words(&fault, words))
        })
        .into()
    }

    /// The lines of the error summary of a step.
    pub fn lines(self, step: Step, words: Words) -> Vec<Line> {
        let faults = self.shown_faults(step);
        let mut lines: Vec<Line> = Vec::new();
        for fault in &faults {
            let control = fault.field.control_id();
            if !lines.iter().any(|(known, _)| *known == control) {
                let text = self.words(fault, words);
                let label = self.extra(&fault.field).map(|extra| extra.label);
                lines.push((control, label.map_or(text.clone(), |label| summary_line(&words.catalogue(), &label, &text))));
            }
        }
        lines
    }

    fn shown_faults(self, step: Step) -> Vec<Fault> {
        let shows = self.model.with(|model| model.shown == Some(step));
        if shows { self.journey(|journey| journey.faults(step).cloned().collect()) } else { Vec::new() }
    }

    fn words(self, fault: &Fault, words: Words) -> String {
        let extra = self.extra(&fault.field);
        fault_words(&words.catalogue(), fault, extra.as_ref(), &words)
    }

    fn extra(self, field: &Field) -> Option<ExtraField> {
        let Field::Extra(id) = field else { return None };
        self.extras().into_iter().find(|extra| extra.id == *id)
    }

    /// The extra fields of the chosen topic.
    pub fn extras(self) -> Vec<ExtraField> {
        let topic = self.model.with_untracked(|model| model.draft.answers.get(&Field::Topic).to_owned());
        let kind = self.kind();
        self.service(|service| service.leaf(&topic, kind).map(|leaf| leaf.fields.clone()).unwrap_or_default())
    }

    /// The ids of those that are asked, as the answers stand.
    pub fn asked(self) -> Memo<Vec<String>> {
        Memo::new(move |_| self.journey(|journey| journey.asked().to_vec()))
    }

    /// The labels from the root to a topic.
    pub fn topic_path(self, id: &str) -> Vec<String> {
        self.service(|service| service.path(id).unwrap_or_default().iter().map(|topic| topic.label.clone()).collect())
    }

    /// The mediator whom a ticket names.
    pub fn mediator(self, ticket: &NewTicket) -> Option<Mediator> {
        let chosen = &ticket.mediation.as_ref()?.mediator;
        self.service(|service| service.mediation.mediators.iter().find(|mediator| mediator.id == *chosen).cloned())
    }

    /// Reads what the backend announces.
    pub fn service<T>(self, read: impl FnOnce(&Service) -> T) -> T {
        self.service.with_value(|service| read(service))
    }

    /// Reads the journey, and follows its changes.
    pub fn journey<T>(self, read: impl FnOnce(&Journey) -> T) -> T {
        self.journey.with(read)
    }

    /// Reads the journey as it is now.
    pub fn journey_now<T>(self, read: impl FnOnce(&Journey) -> T) -> T {
        self.journey.with_untracked(read)
    }

    /// What the draft will become.
    pub fn kind(self) -> TicketKind {
        self.model.with_untracked(|model| model.draft.kind)
    }

    /// The address of a step of this draft.
    pub fn step_path(self, step: Step) -> String {
        href(&Route::Form(self.kind(), self.with_id(DraftId::clone), step))
    }

    fn most_files(self) -> u32 {
        self.service(|service| service.limits.attachments)
    }

    /// Whose files go with it.
    pub fn owner(self) -> Owner {
        Owner::Draft(self.with_id(DraftId::clone))
    }

    /// Reads the id of the draft.
    pub fn with_id<T>(self, read: impl FnOnce(&DraftId) -> T) -> T {
        self.model.with_untracked(|model| read(&model.draft.id))
    }
}
