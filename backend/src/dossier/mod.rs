//! The dossier: one archive with everything that a mediator has to read of a ticket, for somebody without an account. What goes
//! in is decided here; the archive is made while it is sent, with little of it in memory.

mod filename;
mod html;
mod labels;
mod page;
mod pen;
mod pieces;
mod thread;
mod zip;

pub use page::page;
pub use pieces::{Part, pieces};
pub use zip::Zip;

use crate::secret::sha256;
use crate::service_file::Localised;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use recourse_contract::mediation::MediationResult;
use recourse_contract::ticket::TicketKind;
use recourse_contract::update::UpdateKind;
use recourse_contract::{Attachment, Ticket, Timestamp, Update};

/// Everything that stands in a dossier.
pub struct Dossier<'a> {
    /// In the language of the dossier.
    pub ticket: &'a Ticket,
    /// From its first entry on.
    pub thread: &'a [Update],
    /// Every file of the thread, in its order.
    pub evidence: Vec<Evidence>,
    /// What the platform has signed.
    pub receipts: Vec<Signed>,
    /// Language and platform.
    pub spoken: &'a Localised,
    /// The origin of the app, without a slash at its end.
    pub public_url: &'a str,
    /// When it is made.
    pub now: Timestamp,
}

/// A file of the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What is known of it.
    pub file: Attachment,
    /// The number of its entry.
    pub number: u32,
    /// Where it is.
    pub place: Place,
}

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the archive, under this name.
    Here(String),
    /// Its bytes are gone.
    Missing,
    /// The partner has not chosen it for the mediator.
    LeftOut,
}

/// The receipt of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The number of the entry.
    pub number: u32,
    /// When it was stored.
    pub at: Timestamp,
    /// What its file is called.
    pub name: String,
    /// The signed receipt as JSON.
    pub json: String,
}

impl Signed {
    /// Its name in the archive.
    pub fn place(&self) -> String {
        format!("receipts/{}", self.name)
    }
}

/// The files of a thread. Once mediation is asked for, those go along that the partner has chosen for it or sent with it;
/// before, and when no mediator has taken it, all do.
pub fn evidence(ticket: &Ticket, thread: &[Update]) -> Vec<Evidence> {
    let mediation = ticket.mediation.as_ref().filter(|mediation| mediation.result != Some(MediationResult::Declined));
    let asks = |update: &Update| match update.kind {
        UpdateKind::Mediation => true,
        UpdateKind::Filed => ticket.summary.kind == TicketKind::Mediation,
        _ => false,
    };
    let goes = |update: &Update, file: &Attachment| {
        mediation.is_none_or(|mediation| asks(update) || mediation.documents.contains(&file.id))
    };
    let (mut all, mut count) = (Vec::new(), 0);
    for update in thread {
        for file in &update.attachments {
            let place = if goes(update, file) {
                count += 1;
                Place::Here(filename::place(count, &file.name))
            } else {
                Place::LeftOut
            };
            all.push(Evidence { file: file.clone(), number: update.number, place });
        }
    }
    all
}

/// The moment at which the files of an archive are made, as clocks of the platform show it.
pub fn made(now: Timestamp, zone: &str) -> DateTime {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    jiff::Timestamp::from_millisecond(now.0).map_or(DateTime::MIN, |instant| instant.to_zoned(zone).datetime())
}

/// What the archive holds, in its order: the page first, then the sums of all the others.
pub fn parts(dossier: Dossier<'_>) -> Vec<Part> {
    let page = page(&dossier).into_bytes();
    let receipts: Vec<(String, Vec<u8>)> =
        dossier.receipts.iter().map(|signed| (signed.place(), signed.json.clone().into_bytes())).collect();
    let mut sums = format!("{}  {PAGE}\n", sha256(&page));
    for (name, content) in &receipts {
        sums += &format!("{}  {name}\n", sha256(content));
    }
    let mut files = Vec::new();
    for one in dossier.evidence {
        if let Place::Here(name) = one.place {
            sums += &format!("{}  {name}\n", one.file.sha256);
            files.push(Part::File { name, id: one.file.id, size: one.file.size });
        }
    }
    let texts = [(PAGE.to_owned(), page), (SUMS.to_owned(), sums.into_bytes())].into_iter().chain(receipts);
    texts.map(|(name, content)| Part::Text { name, content }).chain(files).collect()
}

/// The page, by its name in the archive.
const PAGE: &str = "dossier.html";
/// The sums, in the form that `sha256sum -c` reads.
const SUMS: &str = "SHA256SUMS.txt";

#[cfg(test)]
mod tests;
