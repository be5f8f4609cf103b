//! The form as a machine: events in, effects out.

use super::{Answers, Draft, DraftId, Field, Journey, Prefill, Step, Unreadable};
use crate::bugs::{Bug, is_on};
use crate::outbox::{Entry, Purpose};
use recourse_contract::service::FieldKind;
use recourse_contract::ticket::{FieldValue, TicketKind};
use recourse_contract::{Problem, Service};

/// Whether this tab may write the draft. One tab at a time holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Asked for, not answered yet.
    Asked,
    /// This tab writes.
    Held,
    /// Another tab writes; here the draft can only be read.
    Elsewhere,
}

/// What the partner is told about the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It comes from an earlier visit, last changed at this time.
    Restored(i64),
    /// This device does not keep it.
    NotKept,
    /// What was stored cannot be read; it is kept aside.
    Unreadable,
}

/// The form while it is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What is being written.
    pub draft: Draft,
    /// Whether this tab may write it.
    pub lock: Lock,
    /// What the partner is told about the draft.
    pub notice: Option<Notice>,
    /// Whether the last change has reached the device's storage.
    pub kept: bool,
    /// The step whose faults are shown: the partner tried to leave it.
    pub shown: Option<Step>,
    /// What was filled in before the first question: as long as nothing else stands there, nothing is worth keeping.
    beforehand: Answers,
}

impl Model {
    /// The form as it opens.
    pub fn open(id: DraftId, kind: TicketKind, now: i64, stored: Option<Result<Draft, Unreadable>>, prefill: Prefill) -> Self {
        let fresh = |notice| {
            let mut draft = Draft::new(id.clone(), kind, now);
            for (field, text) in prefill.answers.clone() {
                draft.answers.set(&field, text);
            }
            let beforehand = draft.answers.clone();
            for (field, text) in prefill.linked.clone() {
                draft.answers.set(&field, text);
            }
            Self { draft, lock: Lock::Asked, notice, kept: false, shown: None, beforehand }
        };
        match stored {
            None => fresh(None),
            Some(Err(_)) => fresh(Some(Notice::Unreadable)),
            Some(Ok(draft)) => {
                let notice = Some(Notice::Restored(draft.updated_at));
                // A refusal that came while another page was open is shown on the step that it speaks of.
                let refused = draft.refused.iter().find_map(|e| Field::from_pointer(&e.pointer));
                let shown = refused.map(|field| field.step(draft.kind));
                Self { draft, lock: Lock::Asked, notice, kept: true, shown, beforehand: Answers::default() }
            }
        }
    }
}

/// What happens to the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The lock was given or refused.
    Locked(Lock),
    /// The partner changed an answer.
    Typed {
        /// Which.
        field: Field,
        /// To what.
        text: String,
        /// When.
        now: i64,
    },
    /// The partner wants to leave a step forwards; from the last one it is sent.
    Continued {
        /// Which step.
        step: Step,
        /// Whether a file that goes with it cannot go yet.
        held_up: bool,
        /// The name of the entry, should it be sent: random, made for this attempt. It goes out under [`Draft::filing_key`].
        key: String,
        /// When.
        now: i64,
    },
    /// The partner moved to a step by link, by the browser's buttons or by address.
    Visited(Step),
    /// The device's storage has the draft, or refused it.
    Kept(bool),
    /// The backend refused the ticket for good.
    Refused(Problem),
    /// Files go with it, or none any more.
    Files {
        /// Whether there are any.
        any: bool,
        /// When.
        now: i64,
    },
    /// The partner has read the notice.
    NoticeRead,
    /// It is about the same matter as an open ticket: it becomes a reply there.
    Moved {
        /// That ticket.
        ticket: String,
        /// What will stand in its reply box.
        text: String,
        /// When.
        now: i64,
    },
    /// What was to be reported becomes a complaint: its topic is for complaints alone.
    Complained {
        /// When.
        now: i64,
    },
    /// It is sent as a ticket of its own after all.
    Parted {
        /// When.
        now: i64,
    },
    /// Its other copy was sent; this one becomes a ticket of its own.
    Anew {
        /// When.
        now: i64,
    },
}

/// What the form wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep the draft on the device.
    Store(Draft),
    /// Keep nothing: every answer was taken away again.
    Discard(DraftId),
    /// Go to a step.
    Go(Step),
    /// Put the focus on the error summary.
    FocusSummary,
    /// Put the focus on the files, where it says what holds them up.
    FocusFiles,
    /// Hand the ticket to the outbox.
    Enqueue(Entry),
    /// In one go, put the text into the reply box of a ticket, hand the files over and keep the draft; then go there. If that
    /// is impossible, [`Event::Parted`].
    Move {
        /// The draft, which knows where its text is.
        draft: Draft,
        /// The ticket.
        ticket: String,
        /// The text.
        text: String,
    },
    /// In one go, keep the draft and take back the files that it has brought into the reply box of a ticket.
    Part {
        /// The draft.
        draft: Draft,
        /// The ticket.
        ticket: String,
    },
}

/// Takes an event and says what is to be done.
pub fn update(model: &mut Model, service: &Service, event: Event) -> Vec<Effect> {
    match event {
        Event::Locked(lock) => {
            model.lock = lock;
            Vec::new()
        }
        // A tab that only reads takes no answers: the other tab's would be overwritten.
        Event::Typed { .. }
        | Event::Continued { .. }
        | Event::Moved { .. }
        | Event::Parted { .. }
        | Event::Complained { .. }
        | Event::Anew { .. }
            if model.lock == Lock::Elsewhere =>
        {
            Vec::new()
        }
        // Its text lies in a reply box: it must not go out from here as well.
        Event::Typed { .. } | Event::Continued { .. } | Event::Moved { .. } | Event::Complained { .. }
            if model.draft.moved_to.is_some() =>
        {
            Vec::new()
        }
        // Another copy was sent: the partner chooses first.
        Event::Typed { .. } | Event::Continued { .. } | Event::Complained { .. } if model.draft.sent_elsewhere => Vec::new(),
        Event::Typed { field, text, now } => typed(model, &field, text, now),
        Event::Continued { step, held_up, key, now } => continued(model, service, step, held_up, key, now),
        Event::Visited(step) => {
            if model.shown.is_some_and(|shown| shown != step) {
                model.shown = None;
            }
            Vec::new()
        }
        Event::Kept(kept) => {
            model.kept = kept;
            if !kept {
                model.notice = Some(Notice::NotKept);
            } else if model.notice == Some(Notice::NotKept) {
                model.notice = None;
            }
            Vec::new()
        }
        Event::Refused(problem) => refused(model, service, problem),
        Event::Files { any, .. } if model.draft.files == any || model.lock == Lock::Elsewhere => Vec::new(),
        Event::Files { any, now } => {
            (model.draft.files, model.draft.updated_at, model.kept) = (any, now, false);
            vec![keep(model)]
        }
        Event::NoticeRead => {
            model.notice = None;
            Vec::new()
        }
        Event::Moved { ticket, text, now } => {
            model.draft.moved_to = Some(ticket.clone());
            model.draft.updated_at = now;
            vec![Effect::Move { draft: model.draft.clone(), ticket, text }]
        }
        Event::Complained { now } => {
            (model.draft.kind, model.draft.updated_at) = (TicketKind::Complaint, now);
            (model.shown, model.kept) = (None, false);
            vec![keep(model)]
        }
        Event::Parted { now } => {
            model.draft.updated_at = now;
            match model.draft.moved_to.take() {
                Some(ticket) => vec![Effect::Part { draft: model.draft.clone(), ticket }],
                None => vec![keep(model)],
            }
        }
        Event::Anew { now } => {
            model.draft.begin_anew(now);
            model.kept = false;
            vec![keep(model)]
        }
    }
}

fn typed(model: &mut Model, field: &Field, text: String, now: i64) -> Vec<Effect> {
    if model.draft.answers.get(field) == text {
        return Vec::new();
    }
    model.draft.answers.set(field, text);
    model.draft.updated_at = now;
    model.draft.refused.retain(|error| {
        Field::from_pointer(&error.pointer).is_none_or(|refused| match (&refused, field) {
            // A currency and the days of a range are kept beside the field that they belong to, and refused with it.
            (Field::Extra(refused), Field::Extra(typed)) => {
                typed.strip_prefix(refused.as_str()).is_none_or(|part| !part.is_empty() && !part.starts_with(':'))
            }
            _ => refused != *field,
        })
    });
    model.kept = false;
    vec![keep(model)]
}

/// A draft without an answer is not worth keeping, and would only fill the list of drafts.
fn keep(model: &Model) -> Effect {
    let draft = &model.draft;
    let has_nothing = draft.answers.is_empty() || draft.answers == model.beforehand;
    if has_nothing && !draft.files && draft.refused.is_empty() {
        Effect::Discard(draft.id.clone())
    } else {
        Effect::Store(draft.clone())
    }
}

/// What keeps the partner on the step is shown in the order of the screen: the answers, then the files. Those keep nobody from
/// going on, only from sending: what goes without a file has to be seen first.
fn continued(model: &mut Model, service: &Service, step: Step, held_up: bool, key: String, now: i64) -> Vec<Effect> {
    let journey = Journey::of(&model.draft, service);
    if journey.faults(step).next().is_some() {
        model.shown = Some(step);
        return vec![Effect::FocusSummary];
    }
    let (next, sends) = (journey.after(step), journey.sends_from(step));
    model.shown = None;
    if sends && held_up {
        return vec![Effect::FocusFiles];
    }
    if matches!(model.notice, Some(Notice::Restored(_))) {
        model.notice = None;
    }
    tidy(model, &journey, service, step);
    if sends { sent(model, service, key, now) } else { vec![keep(model), Effect::Go(next)] }
}

/// Answers take the form in which they will be sent when their step is left, never while they are typed.
fn tidy(model: &mut Model, journey: &Journey, service: &Service, step: Step) {
    let ticket = journey.ticket();
    let mut tidied: Vec<(Field, String)> = Vec::new();
    match step {
        Step::Details => {
            let partner = &ticket.partner;
            tidied.extend([
                (Field::Name, partner.name.clone()),
                (Field::Email, partner.email.clone()),
                (Field::Phone, partner.phone.clone().unwrap_or_default()),
                (Field::Company, partner.company.clone().unwrap_or_default()),
                (Field::Properties, partner.properties.join("\n")),
            ]);
        }
        Step::Message => {
            tidied.push((Field::Subject, ticket.subject.clone()));
            model.draft.seen = Some(ticket.topic.clone());
            let fields = service.leaf(&ticket.topic, ticket.kind).map(|leaf| leaf.fields.as_slice()).unwrap_or_default();
            for field in fields.iter().filter(|field| field.kind == FieldKind::BookingNumber) {
                if let Some(FieldValue::Text(text)) = ticket.fields.get(&field.id) {
                    tidied.push((Field::Extra(field.id.clone()), text.clone()));
                }
            }
        }
        Step::Start | Step::Topic | Step::Mediator | Step::Check => {}
    }
    for (field, text) in tidied {
        model.draft.answers.set(&field, text);
    }
}

fn sent(model: &mut Model, service: &Service, key: String, now: i64) -> Vec<Effect> {
    // What was refused as a whole is asked again; a refused field has to change first.
    model.draft.refused.retain(|error| Field::from_pointer(&error.pointer).is_some());
    let journey = Journey::of(&model.draft, service);
    let Some(ticket) = journey.ready() else {
        let missing = journey.first_missing();
        model.shown = Some(missing);
        return vec![keep(model), Effect::Go(missing), Effect::FocusSummary];
    };
    let body = serde_json::to_string(ticket).expect("a ticket holds texts only");
    let purpose = Purpose::File { draft: model.draft.id.clone() };
    let mut entry = Entry::new(key, purpose, "/tickets".into(), body, now);
    if !is_on(Bug::FilesTwice) {
        entry = entry.under(model.draft.filing_key());
    }
    vec![Effect::Store(model.draft.clone()), Effect::Enqueue(entry)]
}

fn refused(model: &mut Model, service: &Service, problem: Problem) -> Vec<Effect> {
    model.draft.refuse(&problem);
    if model.draft.sent_elsewhere {
        return vec![keep(model)];
    }
    let journey = Journey::of(&model.draft, service);
    let step = journey.first_missing();
    if journey.is_whole() && !model.draft.refused.iter().any(|error| error.pointer.is_empty()) {
        // The fields that it speaks of are not on the form: say it as a whole.
        model.draft.refuse(&Problem { errors: Vec::new(), ..problem });
    }
    model.shown = Some(step);
    vec![keep(model), Effect::Go(step), Effect::FocusSummary]
}
