//! What a receipt speaks of: which text, which files, which entry of which ticket. Hashes are SHA-256, hexadecimal.

use super::Held;
use recourse_contract::receipt::{ReceiptFile, answer_details, filing_details};
use recourse_contract::update::UpdateKind;
use recourse_contract::{Ticket, Update};

impl Held {
    /// Whether a text is the one: by the hash of it as [`hashed_text`](super::hashed_text) has it.
    pub fn is_of_text(&self, sha256: &str) -> bool {
        self.receipt.text_sha256.eq_ignore_ascii_case(sha256)
    }

    /// Which attachment a file is, whatever it is called now.
    pub fn attachment(&self, size: u64, sha256: &str) -> Option<&ReceiptFile> {
        self.receipt.attachments.iter().find(|file| file.size == size && file.sha256.eq_ignore_ascii_case(sha256))
    }

    /// Whether what else was said is the same: by the hash of [`details`], absent where there are none.
    pub fn is_of_details(&self, sha256: Option<&str>) -> bool {
        match (self.receipt.details_sha256.as_deref(), sha256) {
            (Some(signed), Some(sha256)) => signed.eq_ignore_ascii_case(sha256),
            (signed, sha256) => signed.is_none() && sha256.is_none(),
        }
    }

    /// Whether it is about this entry of this ticket, but for text and details, which have to be hashed first.
    pub fn is_of_entry(&self, ticket: &Ticket, entry: &Update) -> bool {
        let (receipt, summary) = (&self.receipt, &ticket.summary);
        let same_ticket = receipt.ticket == summary.id && receipt.reference == summary.reference && receipt.kind == summary.kind;
        let same_entry = receipt.number == entry.number && receipt.entry == entry.kind && receipt.at == entry.at;
        let mut pairs = receipt.attachments.iter().zip(&entry.attachments);
        let same_files = receipt.attachments.len() == entry.attachments.len()
            && pairs.all(|(signed, file)| {
                signed.name == file.name && signed.size == file.size && signed.sha256.eq_ignore_ascii_case(&file.sha256)
            });
        same_ticket && same_entry && same_files
    }
}

/// What an entry says besides its text, as it is hashed.
pub fn details(ticket: &Ticket, entry: &Update) -> Option<String> {
    match entry.kind {
        UpdateKind::Filed => {
            let fields = ticket.fields.iter().map(|field| (field.id.as_str(), &field.value));
            Some(filing_details(&ticket.summary.subject, &ticket.summary.topic, fields, ticket.outcome_wanted.as_deref()))
        }
        _ => answer_details(entry.answers.iter().map(|answer| (answer.id.as_str(), &answer.value))),
    }
}
