//! What is held against a receipt, and how it fares: line by line.

use super::Held;

/// What somebody has brought along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// The hash of the text, as [`hashed_text`](super::hashed_text) has it; nothing where there is none.
    pub text: Option<String>,
    /// Whether what else the entry says is the same, by [`Held::is_of_details`].
    pub details: Same,
    /// Files, in their order.
    pub files: Vec<BroughtFile>,
}

/// A file that somebody has brought along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtFile {
    /// What it is called here.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// SHA-256 of them, hexadecimal. Empty where its size alone says that it is none of the receipt's.
    pub sha256: String,
}

/// Whether something is what the receipt speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Same {
    /// It is, byte for byte.
    Yes,
    /// It is something else.
    No,
    /// Nothing was brought along that it could be.
    #[default]
    Unasked,
}

/// One thing that was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The text of the entry.
    Text(Same),
    /// A file of the entry, by its name there.
    File(String, Same),
    /// A file that the receipt does not speak of, by its name here.
    Stranger(String),
    /// What else the entry says: subject, topic, answers, the outcome wanted.
    Details(Same),
}

impl Held {
    /// Whether a file of this size can be one of the receipt's. Others need not be read.
    pub fn has_size(&self, size: u64) -> bool {
        self.receipt.attachments.iter().any(|file| file.size == size)
    }

    /// What comes of comparing.
    pub fn compared(&self, brought: &Brought) -> Vec<Compared> {
        let text = match &brought.text {
            Some(sha256) if self.is_of_text(sha256) => Same::Yes,
            Some(_) => Same::No,
            None => Same::Unasked,
        };
        let attachments = &self.receipt.attachments;
        let files = attachments.iter().map(|file| {
            let is_here = |here: &BroughtFile| here.size == file.size && here.sha256.eq_ignore_ascii_case(&file.sha256);
            let same = if brought.files.iter().any(is_here) { Same::Yes } else { Same::Unasked };
            Compared::File(file.name.clone(), same)
        });
        let strangers = brought.files.iter().filter(|here| self.attachment(here.size, &here.sha256).is_none());
        let strangers = strangers.map(|here| Compared::Stranger(here.name.clone()));
        // Nobody looks for details where there are none, unless the case has some.
        let has_details = self.receipt.details_sha256.is_some() || brought.details == Same::No;
        let details = has_details.then_some(Compared::Details(brought.details));
        [Compared::Text(text)].into_iter().chain(files).chain(strangers).chain(details).collect()
    }
}
