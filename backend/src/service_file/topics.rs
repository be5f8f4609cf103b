//! The topics of the file: a flat list with parents becomes the tree of the contract.

use super::node::{Fault, InOneLanguage};
use recourse_contract::service::Topic;
use recourse_contract::ticket::TicketKind;
use serde_json::Value as Json;
use std::collections::HashMap;

/// What a sub-topic takes over from its parent when it says nothing itself.
const INHERITED: [&str; 9] = [
    "kinds",
    "legal_ground",
    "counts_as_complaint",
    "target_hours",
    "average_hours",
    "precision",
    "articles",
    "contact_options",
    "staff",
];

const GROUNDS: [&str; 4] = ["breach", "technological_issue", "measure", "other"];

/// Takes `parent` out of each topic, fills in what is inherited, and gives the parents in the order of the file.
///
/// # Errors
/// A parent that does not stand before its sub-topic, and an id that stands twice.
pub fn inherit(file: &mut InOneLanguage) -> Result<Vec<Option<usize>>, Fault> {
    let lines = file.lines.clone();
    let line = |index: usize, name: &str| {
        let path = format!("topics.{index}");
        lines.get(&format!("{path}.{name}")).or_else(|| lines.get(&path)).copied().unwrap_or(1)
    };
    let Some(Json::Array(topics)) = file.json.get_mut("topics") else { return Ok(Vec::new()) };
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut parents = Vec::with_capacity(topics.len());
    for index in 0..topics.len() {
        let (before, rest) = topics.split_at_mut(index);
        let Some(topic) = rest.first_mut().and_then(Json::as_object_mut) else { continue };
        let parent = match topic.remove("parent") {
            None => None,
            Some(Json::String(name)) => match known.get(&name) {
                Some(at) => Some(*at),
                None => {
                    let reason = format!("the parent {name:?} has to stand before its sub-topics");
                    return Err(Fault { line: line(index, "parent"), reason });
                }
            },
            Some(_) => return Err(Fault { line: line(index, "parent"), reason: "`parent` is the id of a topic".into() }),
        };
        if let Some(ground) = topic.get("legal_ground").and_then(Json::as_str)
            && !GROUNDS.contains(&ground)
        {
            // The contract's reader would take it for "other".
            let reason = format!("`legal_ground` is {ground:?}, not one of {}", GROUNDS.join(", "));
            return Err(Fault { line: line(index, "legal_ground"), reason });
        }
        if let Some(inherited) = parent.and_then(|at| before.get(at)).and_then(Json::as_object) {
            for name in INHERITED {
                if let (false, Some(value)) = (topic.contains_key(name), inherited.get(name)) {
                    topic.insert(name.to_owned(), value.clone());
                }
            }
        }
        if let Some(id) = topic.get("id").and_then(Json::as_str)
            && known.insert(id.to_owned(), index).is_some()
        {
            return Err(Fault { line: line(index, "id"), reason: format!("the topic {id:?} stands twice") });
        }
        parents.push(parent);
    }
    Ok(parents)
}

/// Whether one of the leaves takes tickets of this kind.
pub fn take(topics: &[Topic], kind: TicketKind) -> bool {
    topics.iter().any(|topic| topic.kinds.contains(&kind) && (topic.topics.is_empty() || take(&topic.topics, kind)))
}

/// Puts each topic below its parent, in the order of the file.
pub fn tree(flat: Vec<Topic>, parents: &[Option<usize>]) -> Vec<Topic> {
    let mut open: Vec<Option<Topic>> = flat.into_iter().map(Some).collect();
    // Parents stand before their sub-topics, so from the end each topic is whole when it is moved.
    for index in (0..open.len()).rev() {
        if let Some(parent) = parents.get(index).copied().flatten()
            && let Some(topic) = open[index].take()
            && let Some(Some(parent)) = open.get_mut(parent)
        {
            parent.topics.insert(0, topic);
        }
    }
    open.into_iter().flatten().collect()
}
