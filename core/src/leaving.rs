//! What would be lost by leaving this device: everything that was begun or waits, told by name, and as a text to keep.

use crate::journey::Draft;
use crate::outbox::{self, Purpose};
use crate::upload::{Owner, Upload};
use crate::{inbox::Known, outcome};
use recourse_contract::json::{self, Tree};
use recourse_contract::ticket::TicketKind;

/// What something unsent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A complaint.
    Complaint,
    /// The report of a technical problem.
    Problem,
    /// A request for mediation, with or without a complaint.
    Mediation,
    /// A message in a case.
    Message,
    /// The answer to what the platform asks.
    Answer,
    /// How an outcome was found.
    Rating,
    /// Asking for another review.
    Review,
    /// Withdrawing a case.
    Withdrawal,
    /// A question about mediation.
    Question,
    /// What was written about an article.
    Article,
    /// A choice without words: a reminder, preferences, the wish to be told.
    Choice,
}

/// A file that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name on this device.
    pub id: String,
    /// The file's own name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

/// Something unsent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// What it is.
    pub kind: Kind,
    /// What it is about: a subject, with the reference of a case. Empty when nothing is known of that.
    pub about: String,
    /// Its words, as typed.
    pub text: String,
    /// Its files.
    pub files: Vec<File>,
    /// The key of what waits in the outbox; nothing when it was only begun.
    pub waits: Option<String>,
}

/// What the device has.
pub struct Here<'a> {
    /// Its drafts.
    pub drafts: &'a [Draft],
    /// Its queue.
    pub outbox: &'a outbox::Model,
    /// Its notes, each with its name.
    pub notes: &'a [(String, String)],
    /// The tickets that it knows.
    pub tickets: &'a [Known],
    /// Its files.
    pub uploads: &'a [Upload],
}

impl Here<'_> {
    /// Everything unsent: drafts, what was begun, what waits, and files without a word.
    pub fn unsent(&self) -> Vec<Unsent> {
        let mut all: Vec<Unsent> = self.drafts.iter().filter_map(|draft| self.draft(draft)).collect();
        all.extend(self.outbox.written().filter(|entry| self.draft_of(&entry.purpose).is_none()).map(|entry| Unsent {
            kind: kind_of(&entry.purpose),
            about: self.about(entry.purpose.ticket()),
            text: entry.text(),
            files: self.files(|upload| entry.files().contains(&upload.id)),
            waits: Some(entry.key.clone()),
        }));
        let mut told: Vec<Owner> = Vec::new();
        for (name, stored) in self.notes {
            let Some((kind, ticket, owner)) = begun(name) else { continue };
            let text = words(stored);
            // What waits has its words in its note until it has arrived.
            let waits = self.outbox.entries.iter().any(|entry| outcome::note(&entry.purpose).as_ref() == Some(name));
            let files = owner.as_ref().map_or_else(Vec::new, |owner| self.left(owner));
            told.extend(owner);
            if !waits && (!text.is_empty() || !files.is_empty()) {
                all.push(Unsent { kind, about: self.about(ticket), text, files, waits: None });
            }
        }
        for upload in self.uploads {
            let is_draft = matches!(upload.owner, Owner::Draft(_));
            if is_draft || told.contains(&upload.owner) || self.outbox.takes(&upload.id) {
                continue;
            }
            told.push(upload.owner.clone());
            let (kind, files) = (kind_of_files(&upload.owner), self.left(&upload.owner));
            all.push(Unsent { kind, about: self.about(upload.owner.ticket()), text: String::new(), files, waits: None });
        }
        all
    }

    fn draft_of(&self, purpose: &Purpose) -> Option<&Draft> {
        let Purpose::File { draft } = purpose else { return None };
        self.drafts.iter().find(|known| known.id == *draft)
    }

    fn draft(&self, draft: &Draft) -> Option<Unsent> {
        let entry = self.outbox.filing(&draft.id);
        let files = match entry {
            Some(entry) => self.files(|upload| entry.files().contains(&upload.id)),
            None => self.left(&Owner::Draft(draft.id.clone())),
        };
        let is_something = entry.is_some() || !draft.answers.is_empty() || !files.is_empty();
        // What was moved into a reply is told there.
        (is_something && draft.moved_to.is_none()).then(|| Unsent {
            kind: match draft.kind {
                TicketKind::TechnicalProblem => Kind::Problem,
                TicketKind::Mediation => Kind::Mediation,
                TicketKind::Complaint | TicketKind::Other => Kind::Complaint,
            },
            about: draft.answers.get(&crate::journey::Field::Subject).trim().to_owned(),
            text: draft.answers.written().collect::<Vec<_>>().join("\n\n"),
            files,
            waits: entry.map(|entry| entry.key.clone()),
        })
    }

    fn about(&self, ticket: Option<&str>) -> String {
        let known = ticket.and_then(|id| self.tickets.iter().find(|known| known.id == id));
        let summary = known.and_then(Known::summary);
        summary.map(|summary| format!("{} · {}", summary.subject, summary.reference)).unwrap_or_default()
    }

    /// The files of what is still being written.
    fn left(&self, owner: &Owner) -> Vec<File> {
        self.files(|upload| upload.owner == *owner && !self.outbox.takes(&upload.id))
    }

    fn files(&self, is_meant: impl Fn(&Upload) -> bool) -> Vec<File> {
        let file = |upload: &Upload| File {
            id: upload.id.clone(),
            name: upload.name.clone(),
            media_type: upload.media_type.clone(),
            size: upload.size,
        };
        self.uploads.iter().filter(|upload| is_meant(upload)).map(file).collect()
    }
}

fn kind_of(purpose: &Purpose) -> Kind {
    match purpose {
        Purpose::File { .. } => Kind::Complaint,
        Purpose::Reply { .. } | Purpose::Comment { .. } => Kind::Message,
        Purpose::Answer { .. } => Kind::Answer,
        Purpose::Satisfaction { .. } => Kind::Rating,
        Purpose::Review { .. } => Kind::Review,
        Purpose::Mediation { .. } => Kind::Mediation,
        Purpose::Withdraw { .. } => Kind::Withdrawal,
        Purpose::Question => Kind::Question,
        Purpose::Nudge { .. }
        | Purpose::Settle { .. }
        | Purpose::Seen { .. }
        | Purpose::Preferences
        | Purpose::Subscribe { .. }
        | Purpose::Unsubscribe { .. }
        | Purpose::Feedback { .. } => Kind::Choice,
    }
}

fn kind_of_files(owner: &Owner) -> Kind {
    match owner {
        Owner::Draft(_) => Kind::Complaint,
        Owner::Reply { .. } => Kind::Message,
        Owner::Answer { .. } => Kind::Answer,
        Owner::Review { .. } => Kind::Review,
        Owner::Mediation { .. } => Kind::Mediation,
    }
}

/// What the name of a note says: what was begun, in which ticket, and whose files go with it. Nothing for other notes.
fn begun(name: &str) -> Option<(Kind, Option<&str>, Option<Owner>)> {
    if name == "question" {
        return Some((Kind::Question, None, None));
    }
    let (what, of) = name.split_once(':')?;
    let ticket = of.to_owned();
    Some(match what {
        "reply" => (Kind::Message, Some(of), Some(Owner::Reply { ticket })),
        "answer" => {
            let (ticket, request) = of.rsplit_once(':')?;
            let owner = Owner::Answer { ticket: ticket.to_owned(), request: request.parse().ok()? };
            (Kind::Answer, Some(ticket), Some(owner))
        }
        "rating" => (Kind::Rating, Some(of), None),
        "review" => (Kind::Review, Some(of), Some(Owner::Review { ticket })),
        "mediation" => (Kind::Mediation, Some(of), Some(Owner::Mediation { ticket })),
        "withdrawal" => (Kind::Withdrawal, Some(of), None),
        "feedback-text" => (Kind::Article, None, None),
        _ => return None,
    })
}

/// The words of a note: the note itself, or the texts of the object that it holds.
fn words(stored: &str) -> String {
    match json::read::<Texts>(stored) {
        Ok(Texts(texts)) if stored.starts_with('{') => texts.join("\n\n"),
        _ => stored.trim().to_owned(),
    }
}

struct Texts(Vec<String>);

impl json::Read for Texts {
    fn read(value: &Tree, _: &mut json::Notes) -> Self {
        let mut texts = Vec::new();
        gather(value, &mut texts);
        Self(texts)
    }
}

fn gather(value: &Tree, texts: &mut Vec<String>) {
    if let Some(text) = value.as_str().map(str::trim).filter(|text| !text.is_empty()) {
        texts.push(text.to_owned());
    }
    value.as_array().into_iter().flatten().for_each(|one| gather(one, texts));
    value.as_object().into_iter().flatten().for_each(|(_, one)| gather(one, texts));
}

/// All of it as one text that anybody can read. `head` is what stands above, `title` names a piece, `file` a file with its size.
pub fn copy(all: &[Unsent], head: &str, title: impl Fn(&Unsent) -> String, file: impl Fn(&File) -> String) -> String {
    let mut lines = vec![head.to_owned()];
    for unsent in all {
        let title = title(unsent);
        let rule = "-".repeat(title.chars().count());
        lines.extend([String::new(), title, rule]);
        lines.extend(Some(unsent.text.clone()).filter(|text| !text.is_empty()));
        lines.extend(unsent.files.iter().map(|one| format!("* {}", file(one))));
    }
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests;
