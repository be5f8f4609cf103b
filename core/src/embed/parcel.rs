//! A draft that moves from inside another site's page into a tab of its own. There the browser keeps another storage, so that
//! window hands it to window. The bytes of its files go beside it, in the order of `uploads`.

use super::VERSION;
use crate::inbox::Known;
use crate::journey::Draft;
use crate::upload::{Owner, Upload};
use recourse_contract::json::{self, Tree};

/// What the new tab says once it can take a draft.
pub const WAITING: &str = "recourse-hand-over-waiting";
/// What it says once it has the draft: only then the frame forgets its own.
pub const KEPT: &str = "recourse-hand-over-kept";

/// What it says when it has a later one of that name, which stays: the frame keeps its own, too.
pub const LATER: &str = "recourse-hand-over-later";

/// A draft with its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The draft.
    pub draft: Draft,
    /// The files that go with it.
    pub uploads: Vec<Upload>,
}

impl Parcel {
    /// As it is handed over.
    pub fn to_text(&self) -> String {
        let uploads: Vec<String> = self.uploads.iter().map(Upload::to_stored).collect();
        format!("{{\"v\":{VERSION},\"draft\":{},\"uploads\":[{}]}}", self.draft.to_stored(), uploads.join(","))
    }

    /// As it arrives where these tickets are known: the copy of one that was sent goes out only as the partner chooses.
    pub fn arrived(mut self, known: &[Known]) -> Self {
        self.draft.sent_elsewhere |= known.iter().any(|known| known.draft.as_ref() == Some(&self.draft.id));
        self
    }

    /// Reads it. Nothing when it is damaged, of another version, or has files of something else.
    pub fn parse(text: &str) -> Option<Self> {
        let tree: Tree = serde_json::from_str(text).ok()?;
        if tree.get("v")?.as_u64()? != VERSION {
            return None;
        }
        let draft: Draft = json::read_tree(tree.get("draft")?).ok()?;
        let uploads = tree.get("uploads")?.as_array()?.iter().map(|upload| json::read_tree::<Upload>(upload).ok());
        let uploads: Vec<Upload> = uploads.collect::<Option<_>>()?;
        let owner = Owner::Draft(draft.id.clone());
        let fits = draft.version <= Draft::VERSION
            && uploads.iter().all(|upload| upload.version <= Upload::VERSION && upload.owner == owner);
        fits.then_some(Self { draft, uploads })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::DraftId;
    use recourse_contract::ticket::TicketKind;

    #[test]
    fn a_copy_of_what_was_sent_says_so_when_it_arrives() {
        let filed = serde_json::from_str(include_str!("../../../contract/examples/filed.json")).expect("an example");
        let sent = [Known::from_filed(filed, DraftId::from_random(7), 5)];
        let of =
            |random| Parcel { draft: Draft::new(DraftId::from_random(random), TicketKind::Complaint, 1), uploads: Vec::new() };
        assert!(of(7).arrived(&sent).draft.sent_elsewhere);
        assert!(!of(8).arrived(&sent).draft.sent_elsewhere && !of(7).arrived(&[]).draft.sent_elsewhere);
    }
}
