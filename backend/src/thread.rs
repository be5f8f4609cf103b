//! What becomes of an update, the partner's or a handler's: everything that is stored, decided before the store is asked.

use crate::answer::{lapsed, promised, still_asked};
use crate::filing::{answer, blank, filing_with};
use crate::life::{self, Illegal, Step, action_of};
use crate::secret::{Random, new_id};
use crate::service_file::ServiceFile;
use crate::staff;
use crate::store::{Advance, Audit, Idempotency, News, QueuedMail, QueuedNotice, QueuedPush, TicketRow};
use crate::view;
use crate::words::Words;
use recourse_contract::service::{ExtraField, Periods, Service};
use recourse_contract::ticket::{Action, Channel, Linked, State, TicketKind};
use recourse_contract::update::{Author, NewUpdateKind, Role, UpdateKind};
use recourse_contract::{Attachment, NewTicket, NewUpdate, Timestamp, Update};
use std::collections::BTreeMap;

/// What every change is made with.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // The names say it.
pub struct Means<'a> {
    pub now: Timestamp,
    pub random: &'a dyn Random,
    pub file: &'a ServiceFile,
    /// Milliseconds that a mail waits for others, so that several updates make one.
    pub gather: i64,
}

impl<'a> Means<'a> {
    /// What the platform offers, and its rules; its texts are in its default language.
    pub fn service(&self) -> &'a Service {
        &self.file.default_language().service
    }
}

/// A change that is being put together.
pub struct Change<'a> {
    means: Means<'a>,
    row: TicketRow,
    updates: Vec<Update>,
    mail: Vec<QueuedMail>,
    staff: Vec<QueuedNotice>,
    push: Option<QueuedPush>,
    from: State,
    detail: Option<String>,
}

impl<'a> Change<'a> {
    /// A change of this ticket.
    pub fn of(row: &TicketRow, means: Means<'a>) -> Self {
        let (updates, mail, staff) = (Vec::new(), Vec::new(), Vec::new());
        Self { means, row: row.clone(), updates, mail, staff, push: None, from: row.state, detail: None }
    }

    /// The ticket as it is by now.
    pub fn row(&mut self) -> &mut TicketRow {
        &mut self.row
    }

    /// Lets a step happen.
    ///
    /// # Errors
    /// The state does not allow it.
    pub fn step(&mut self, step: Step) -> Result<(), Illegal> {
        life::take(&mut self.row, step, self.means.now, self.means.service())
    }

    /// The next entry of the thread, still empty.
    pub fn blank(&self, kind: UpdateKind) -> Update {
        blank(self.means.random, self.row.last_update + 1, kind, self.means.now, &self.row.partner.language)
    }

    /// The same as the partner's own, under their key.
    pub fn own(&self, kind: UpdateKind, asked: &Idempotency) -> Update {
        Update {
            author: Author { role: Role::Partner, name: Some(self.row.partner.name.clone()) },
            idempotency_key: Some(asked.key.clone()),
            ..self.blank(kind)
        }
    }

    /// Puts an entry into the thread; the partner hears of it by mail as they have chosen.
    pub fn add(&mut self, update: Update, is_told: bool) {
        let own = update.author.role == Role::Partner;
        let wants = match self.row.partner.channel {
            Channel::Inbox => false,
            // What they wrote themselves comes as a copy with the full text alone.
            Channel::EmailNotice | Channel::Other => !own,
            Channel::EmailFull => true,
        };
        let not_before = Timestamp(self.means.now.0 + self.means.gather);
        // A device is told because it has asked, however the mails go.
        if is_told && !own {
            self.push = Some(QueuedPush { number: update.number, not_before });
        }
        if is_told && wants {
            self.mail.push(QueuedMail { number: update.number, id: new_id(self.means.random), not_before });
        }
        self.row.last_update = update.number;
        self.row.updated_at = self.means.now;
        self.updates.push(update);
    }

    /// An entry of the system in the partner's language, by its name in the words of the server.
    pub fn note(&mut self, name: &str, values: &[(&str, &str)], is_told: bool) {
        let update = self.said(name, values);
        self.add(update, is_told);
    }

    /// The same in these words.
    pub fn enter(&mut self, text: String, is_told: bool) {
        let update = Update { text, ..self.blank(UpdateKind::System) };
        self.add(update, is_told);
    }

    /// Words of the server for a thread, in the partner's language.
    pub fn words(&self, name: &str, values: &[(&str, &str)]) -> String {
        Words::of(&self.row.partner.language).thread(name, values)
    }

    /// A day as the partner reads it.
    pub fn date(&self, at: Timestamp) -> String {
        Words::of(&self.row.partner.language).date(at, &self.means.service().platform.time_zone)
    }

    /// How long things stay possible.
    pub fn periods(&self) -> &'a Periods {
        &self.means.service().periods
    }

    /// What the audit log says of it, when it makes no entry.
    pub fn detail(&mut self, detail: String) {
        self.detail = Some(detail);
    }

    fn said(&self, name: &str, values: &[(&str, &str)]) -> Update {
        Update { text: self.words(name, values), ..self.blank(UpdateKind::System) }
    }

    /// Staff hear of the entry that came last.
    pub fn tell_staff(&mut self, news: News) {
        let Means { random, file, .. } = self.means;
        self.staff.extend(staff::notices(file.team(), &self.row.topic, self.row.last_update, news, random));
    }

    /// The whole of it. `asked` is answered with the first entry.
    pub fn done(self, actor: String, action: &str, asked: Option<Idempotency>) -> Advance {
        let first = self.updates.first();
        let detail = match (self.from == self.row.state, first) {
            (true, Some(update)) => format!("update {}", update.number),
            (false, Some(update)) => format!("update {}, {:?} to {:?}", update.number, self.from, self.row.state),
            (_, None) => {
                let assignee = || format!("assignee: {}", self.row.assignee.as_deref().unwrap_or("nobody"));
                self.detail.unwrap_or_else(assignee)
            }
        };
        let answer = asked.zip(first.map(|update| answer(update, &update.language)));
        // What follows from what the partner does is no news to them.
        let push = self.push.filter(|_| actor != "partner");
        let audit = Audit { at: self.means.now, actor, action: action.to_owned(), detail };
        Advance { ticket: self.row, updates: self.updates, mail: self.mail, staff: self.staff, push, audit, answer, opens: None }
    }
}

/// The partner writes into the thread. `attached` is what the uploads are, `questions` are those of the update that is
/// answered.
///
/// # Errors
/// The state does not allow it.
pub fn written(
    new: NewUpdate,
    attached: Vec<Attachment>,
    questions: &[ExtraField],
    asked: Idempotency,
    row: &TicketRow,
    means: Means<'_>,
) -> Result<Advance, Illegal> {
    entered(new, attached, questions, asked, row, means, false)
}

/// The same with what came by mail: always a reply.
///
/// # Errors
/// The state does not allow it.
pub fn mailed(
    new: NewUpdate,
    attached: Vec<Attachment>,
    asked: Idempotency,
    row: &TicketRow,
    means: Means<'_>,
) -> Result<Advance, Illegal> {
    entered(new, attached, &[], asked, row, means, true)
}

fn entered(
    new: NewUpdate,
    attached: Vec<Attachment>,
    questions: &[ExtraField],
    asked: Idempotency,
    row: &TicketRow,
    means: Means<'_>,
    is_mail: bool,
) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    let reopens = row.state == State::Closed;
    if let Err(illegal) = change.step(Step::Partner(action_of(new.kind))) {
        return if reopens && new.kind == NewUpdateKind::Reply {
            followed(new, attached, asked, row, means)
        } else {
            Err(illegal)
        };
    }
    let (kind, action) = match new.kind {
        NewUpdateKind::Reply => (UpdateKind::Reply, "reply"),
        NewUpdateKind::Answer => (UpdateKind::PartnerAnswer, "answer"),
        NewUpdateKind::Comment => (UpdateKind::PartnerAnswer, "comment"),
    };
    let update = Update {
        text: new.text,
        answers_to: new.answers_to,
        answers: view::answered(questions, &new.answers),
        attachments: attached,
        ..change.own(kind, &asked)
    };
    change.add(update, true);
    change.tell_staff(News::Written);
    if reopens {
        change.note("reopened", &[], false);
    }
    if new.kind == NewUpdateKind::Comment {
        promised(&mut change, "comment_taken");
    }
    if is_mail {
        still_asked(&mut change);
    }
    Ok(change.done("partner".into(), action, Some(asked)))
}

/// The partner writes into a ticket that is closed for good: it stays closed, and what they write opens another one, linked
/// with it.
fn followed(
    new: NewUpdate,
    attached: Vec<Attachment>,
    asked: Idempotency,
    row: &TicketRow,
    means: Means<'_>,
) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    change.step(Step::Partner(Action::FollowUp))?;
    let ticket = NewTicket {
        // A mediation that is over is no mediation any more.
        kind: if row.kind == TicketKind::Mediation { TicketKind::Complaint } else { row.kind },
        audience: row.audience.clone(),
        partner: row.partner.clone(),
        topic: row.topic.clone(),
        subject: row.subject.clone(),
        message: new.text,
        fields: BTreeMap::new(),
        outcome_wanted: None,
        attachments: new.attachments,
        device: BTreeMap::new(),
        mediation: None,
    };
    let linked = |row: &TicketRow| Linked { ticket: row.id.clone(), reference: row.reference.clone(), link_token: None };
    let mut opens = filing_with(ticket, attached, None, means.file, means.now, means.random);
    opens.ticket.follows = Some(linked(row));
    let update = Update {
        author: Author { role: Role::Partner, name: None },
        idempotency_key: Some(asked.key.clone()),
        follow_up: Some(linked(&opens.ticket)),
        ..change.said("followed", &[("reference", opens.ticket.reference.as_str())])
    };
    change.add(update, false);
    Ok(Advance { opens: Some(Box::new(opens)), ..change.done("partner".into(), "follow_up", Some(asked)) })
}

/// The partner reminds the platform.
///
/// # Errors
/// The promise has not passed, or they have done so already.
pub fn nudged(asked: Idempotency, row: &TicketRow, means: Means<'_>) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    change.step(Step::Partner(Action::Nudge))?;
    let update = Update {
        author: Author { role: Role::Partner, name: None },
        idempotency_key: Some(asked.key.clone()),
        ..change.said("nudged", &[])
    };
    change.add(update, false);
    change.tell_staff(News::Nudged);
    Ok(change.done("partner".into(), "nudge", Some(asked)))
}

/// The due date has passed: the ticket goes on without the partner, or lapses.
///
/// # Errors
/// There is none by now.
pub fn due_passed(row: &TicketRow, means: Means<'_>) -> Result<Advance, Illegal> {
    if row.state == State::Resolved {
        return lapsed(row, means);
    }
    let mut change = Change::of(row, means);
    change.step(Step::DuePassed)?;
    let name = if row.state == State::Preliminary { "comment_over" } else { "answer_over" };
    change.note(name, &[], true);
    Ok(change.done("system".into(), "due_passed", None))
}
