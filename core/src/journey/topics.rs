//! Search over the topic tree.

use crate::order::sort;
use recourse_contract::service::Topic;
use recourse_contract::ticket::TicketKind;

/// A leaf that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// The leaf.
    pub topic: &'a Topic,
    /// Labels from the root to the leaf.
    pub path: Vec<&'a str>,
}

/// The leaves for `kind` in which every word of `query` begins a word of the path or of a description. Leaves whose own
/// label has the words come first; accents and case do not matter.
pub fn search<'a>(topics: &'a [Topic], kind: TicketKind, query: &str) -> Vec<Hit<'a>> {
    let wanted: Vec<String> = words(query).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    walk(topics, kind, &mut Vec::new(), &mut |way: &[&'a Topic]| {
        let Some(leaf) = way.last() else { return };
        let all: Vec<String> =
            way.iter().flat_map(|topic| words(&topic.label).chain(words(topic.description.as_deref().unwrap_or("")))).collect();
        let found = |among: &[String]| wanted.iter().all(|w| among.iter().any(|word| word.starts_with(w.as_str())));
        if found(&all) {
            let label: Vec<String> = words(&leaf.label).collect();
            let path: Vec<String> = way.iter().flat_map(|topic| words(&topic.label)).collect();
            let rank = if found(&label) { 0 } else { 1 + u8::from(!found(&path)) };
            hits.push((rank, Hit { topic: leaf, path: way.iter().map(|topic| topic.label.as_str()).collect() }));
        }
    });
    // Stable: equal ranks keep the platform's order.
    sort(&mut hits, |a, b| a.0 < b.0);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn walk<'a>(topics: &'a [Topic], kind: TicketKind, way: &mut Vec<&'a Topic>, visit: &mut impl FnMut(&[&'a Topic])) {
    for topic in topics.iter().filter(|topic| topic.kinds.contains(&kind)) {
        way.push(topic);
        if topic.topics.is_empty() {
            visit(way);
        } else {
            walk(&topic.topics, kind, way, visit);
        }
        way.pop();
    }
}

/// Words in lower case without accents.
fn words(text: &str) -> impl Iterator<Item = String> {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(base).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// The letter below an accent, for the letters of western European languages.
fn base(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}
