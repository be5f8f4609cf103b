//! Asking for mediation: what was chosen and typed, as it is kept on the device, and the request that it makes.

use recourse_contract::attachment::Attachment;
use recourse_contract::mediation::NewMediation;
use recourse_contract::service::Mediator;
use recourse_contract::{Ticket, Update, json, read_objects};
use serde::Serialize;

/// What was chosen and typed. All documents of the thread go along but those that were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Asking {
    /// The mediator's id; empty before one was chosen.
    pub mediator: String,
    /// Language of the proceedings (BCP 47); empty before one was chosen.
    pub language: String,
    /// The statement as typed.
    pub statement: String,
    /// The documents that stay here, by their ids.
    pub left_out: Vec<String>,
}

read_objects! { Asking { mediator, language, statement, left_out } }

impl Asking {
    /// Chooses a mediator. The language that was looked for is taken where they work in it. One that they do not work in goes;
    /// the partner's own takes its place where they do.
    pub fn choose(&mut self, mediator: &Mediator, own: &str, wished: &str) {
        self.mediator.clone_from(&mediator.id);
        if mediator.languages.iter().any(|language| language == wished) {
            wished.clone_into(&mut self.language);
        } else if !mediator.languages.contains(&self.language) {
            self.language = mediator.languages.iter().find(|language| *language == own).cloned().unwrap_or_default();
        }
    }

    /// Leaves a document out, or takes it along.
    pub fn take_along(&mut self, document: &str, goes: bool) {
        self.left_out.retain(|left| left != document);
        if !goes {
            self.left_out.push(document.to_owned());
        }
    }

    /// Whether a document goes along.
    pub fn takes(&self, document: &str) -> bool {
        !self.left_out.iter().any(|left| left == document)
    }

    /// The request, trimmed. Its files are named when they have arrived.
    pub fn request(&self, documents: &[Attachment]) -> NewMediation {
        let documents = documents.iter().filter(|document| self.takes(&document.id));
        NewMediation {
            mediator: self.mediator.clone(),
            language: self.language.clone(),
            statement: self.statement.clone(),
            documents: documents.map(|document| document.id.clone()).collect(),
            attachments: Vec::new(),
        }
        .trimmed()
    }

    /// As it is kept on the device.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("texts")
    }

    /// Reads what was kept; nothing was chosen when it is damaged.
    pub fn from_stored(stored: &str) -> Self {
        json::read(stored).unwrap_or_default()
    }
}

/// The documents of a ticket, each once, in the order of its thread.
pub fn documents(ticket: &Ticket, thread: &[Update]) -> Vec<Attachment> {
    let mut all: Vec<Attachment> = Vec::new();
    for attachment in ticket.attachments.iter().chain(thread.iter().flat_map(|update| &update.attachments)) {
        if all.iter().all(|known| known.id != attachment.id) {
            all.push(attachment.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::{Page, Service};

    fn attachment(id: &str) -> Attachment {
        let (name, media_type, sha256) = (format!("{id}.pdf"), "application/pdf".to_owned(), String::new());
        Attachment { id: id.into(), name, media_type, size: 9, sha256 }
    }

    #[test]
    fn the_language_follows_the_mediator() {
        let service: Service = serde_json::from_str(include_str!("../../../contract/examples/service.json")).expect("an example");
        let [quai, agora] = &service.mediation.mediators[..] else { panic!("the example names two") };
        let mut asking = Asking::default();
        asking.choose(quai, "fr", "");
        assert_eq!((asking.mediator.as_str(), asking.language.as_str()), ("quai", "fr"));
        asking.choose(agora, "fr", "");
        assert_eq!((asking.mediator.as_str(), asking.language.as_str()), ("agora", ""), "they do not speak it");
        asking.language = "en".into();
        asking.choose(quai, "fr", "de");
        assert_eq!(asking.language, "en", "chosen is chosen, and they do not work in what was looked for");
        asking.choose(agora, "fr", "de");
        assert_eq!(asking.language, "de", "who looks for a language wants it");
    }

    #[test]
    fn every_document_goes_along_once_unless_it_is_left_out() {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        let page: Page<Update> =
            serde_json::from_str(include_str!("../../../contract/examples/updates.json")).expect("an example");
        let mut thread = page.items;
        thread.iter_mut().for_each(|update| update.attachments.clear());
        ticket.attachments = vec![attachment("a"), attachment("b")];
        thread[0].attachments = vec![attachment("b"), attachment("c")];
        let all = documents(&ticket, &thread);
        let mut asking = Asking { statement: "  We want the payout. ".into(), ..Asking::default() };
        assert_eq!(asking.request(&all).documents, ["a", "b", "c"]);
        asking.take_along("b", false);
        asking.take_along("b", false);
        assert_eq!(asking.request(&all).documents, ["a", "c"]);
        assert_eq!(asking.request(&all).statement, "We want the payout.");
        assert_eq!(Asking::from_stored(&asking.to_stored()), asking);
        asking.take_along("b", true);
        assert!(asking.takes("b"));
        assert_eq!(Asking::from_stored("?"), Asking::default());
    }
}
