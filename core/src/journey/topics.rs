//! Search over the topic tree.

use crate::order::sort;
use recourse_contract::Service;
use recourse_contract::search::folded;
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

/// Topics below the label of their branch, each with its id and its label.
pub type Groups = Vec<(String, Vec<(String, String)>)>;

/// The leaves for one of `kinds` in which every word of `query` begins a word of the path, of a description or of the keywords.
/// Leaves whose own label has the words come first; accents and case do not matter. When nothing is found, one wrong
/// letter in a longer word is forgiven.
pub fn search<'a>(topics: &'a [Topic], kinds: &[TicketKind], query: &str) -> Vec<Hit<'a>> {
    let wanted: Vec<String> = words(query).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let exact = |word: &str, wanted: &str| word.starts_with(wanted);
    let hits = find(topics, kinds, &wanted, &exact);
    if hits.is_empty() { find(topics, kinds, &wanted, &nearly) } else { hits }
}

/// Where everything else belongs: the last topic of the tree, when it is a leaf.
pub fn other(topics: &[Topic], kind: TicketKind) -> Option<&Topic> {
    topics.iter().rfind(|topic| topic.kinds.contains(&kind)).filter(|topic| topic.topics.is_empty())
}

/// The leaf for `kind`, where there is one alone: then nobody has to choose it.
pub fn only<'a>(topics: &'a [Topic], kind: TicketKind) -> Option<&'a Topic> {
    let (mut first, mut count) = (None, 0);
    walk(topics, &[kind], &mut Vec::new(), &mut |way: &[&'a Topic]| {
        count += 1;
        first = first.or(way.last().copied());
    });
    first.filter(|_| count == 1)
}

/// Whether this is a topic for complaints alone: nothing can be reported of it.
pub fn is_for_complaints(service: &Service, topic: &str) -> bool {
    let takes = |kind: TicketKind| service.leaf(topic, kind).is_some();
    takes(TicketKind::Complaint) && !takes(TicketKind::TechnicalProblem)
}

/// The leaves that one can write about: those for `kind`, then, of a problem, those for complaints alone; below the label of
/// their outermost branch, for a list that opens in place: id and label, which names the branches in between, and the outermost
/// one where another leaf is called the same: closed, the list shows the label alone. Those that stand alone come under an
/// empty label.
pub fn groups(topics: &[Topic], kind: TicketKind) -> Groups {
    let mut groups = Groups::new();
    gather(topics, kind, &|_| true, &mut groups);
    if kind == TicketKind::TechnicalProblem {
        gather(topics, TicketKind::Complaint, &|leaf| !leaf.kinds.contains(&kind), &mut groups);
    }
    let labels: Vec<String> = groups.iter().flat_map(|(_, leaves)| leaves).map(|(_, label)| label.clone()).collect();
    let is_twice = |label: &String| labels.iter().filter(|other| *other == label).nth(1).is_some();
    for (branch, leaves) in groups.iter_mut().filter(|(branch, _)| !branch.is_empty()) {
        for (_, label) in leaves.iter_mut().filter(|(_, label)| is_twice(label)) {
            *label = format!("{branch} › {label}");
        }
    }
    groups
}

fn gather(topics: &[Topic], kind: TicketKind, fits: &dyn Fn(&Topic) -> bool, groups: &mut Groups) {
    walk(topics, &[kind], &mut Vec::new(), &mut |way: &[&Topic]| {
        let (branch, inside) = match way {
            [branch, inside @ ..] if !inside.is_empty() => (branch.label.as_str(), inside),
            alone => ("", alone),
        };
        let Some(leaf) = inside.last().filter(|leaf| fits(leaf)) else { return };
        let label = inside.iter().map(|topic| topic.label.as_str()).collect::<Vec<_>>().join(" › ");
        if groups.last().is_none_or(|(last, _)| last != branch) {
            groups.push((branch.to_owned(), Vec::new()));
        }
        if let Some((_, leaves)) = groups.last_mut() {
            leaves.push((leaf.id.clone(), label));
        }
    });
}

fn find<'a>(topics: &'a [Topic], kinds: &[TicketKind], wanted: &[String], fits: &dyn Fn(&str, &str) -> bool) -> Vec<Hit<'a>> {
    let mut hits = Vec::new();
    walk(topics, kinds, &mut Vec::new(), &mut |way: &[&'a Topic]| {
        let Some(leaf) = way.last() else { return };
        let mut all: Vec<String> = Vec::new();
        for topic in way {
            all.extend(words(&topic.label).chain(words(topic.description.as_deref().unwrap_or(""))));
            all.extend(topic.keywords.iter().flat_map(|keyword| words(keyword)));
        }
        let found = |among: &[String]| wanted.iter().all(|w| among.iter().any(|word| fits(word, w)));
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

/// Whether `wanted`, of five letters or more, begins `word` but for one letter: another, missing, or too many.
fn nearly(word: &str, wanted: &str) -> bool {
    let (word, wanted): (Vec<char>, Vec<char>) = (word.chars().collect(), wanted.chars().collect());
    if wanted.len() < 5 {
        return word.starts_with(&wanted);
    }
    let same = word.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let (word, wanted) = (&word[same..], &wanted[same..]);
    wanted.len() <= 1
        || word.get(1..).is_some_and(|rest| rest.starts_with(&wanted[1..]) || rest.starts_with(wanted))
        || word.starts_with(&wanted[1..])
}

fn walk<'a>(topics: &'a [Topic], kinds: &[TicketKind], way: &mut Vec<&'a Topic>, visit: &mut impl FnMut(&[&'a Topic])) {
    for topic in topics.iter().filter(|topic| topic.kinds.iter().any(|kind| kinds.contains(kind))) {
        way.push(topic);
        if topic.topics.is_empty() {
            visit(way);
        } else {
            walk(&topic.topics, kinds, way, visit);
        }
        way.pop();
    }
}

/// Words in lower case without accents.
fn words(text: &str) -> impl Iterator<Item = String> {
    let plain = folded(text);
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service() -> recourse_contract::Service {
        serde_json::from_str(include_str!("../../../contract/examples/service.json")).expect("an example")
    }

    fn found(query: &str) -> Vec<String> {
        search(&service().topics, &[TicketKind::Complaint], query).into_iter().map(|hit| hit.topic.id.clone()).collect()
    }

    #[test]
    fn words_accents_keywords_and_one_wrong_letter() {
        assert_eq!(found("VERSEMENT bloque"), ["payments/blocked"]);
        assert_eq!(found("virement"), ["payments/blocked"], "by a keyword");
        for nearly in ["calandrier", "calendier", "callendrier", "celendri"] {
            assert_eq!(found(nearly), ["technical/calendar"], "{nearly}");
        }
        for nothing in ["", "   ", "zzz", "cbl", "qwertyuiop"] {
            assert_eq!(found(nothing), [] as [&str; 0], "{nothing}");
        }
    }

    #[test]
    fn a_list_that_opens_in_place_has_every_leaf_below_its_branch() {
        let groups = groups(&service().topics, TicketKind::TechnicalProblem);
        let ids: Vec<&str> = groups.iter().flat_map(|(_, leaves)| leaves).map(|(id, _)| id.as_str()).collect();
        let place = |id: &str| ids.iter().position(|own| *own == id);
        assert!(place("technical/calendar") < place("payments/blocked"), "what can be reported comes first: {ids:?}");
        assert_eq!(ids.iter().filter(|id| **id == "technical/calendar").count(), 1);
        assert_eq!(groups[0].0, "Problème technique");
        assert!(groups[0].1.iter().all(|(_, label)| !label.contains('›')), "{groups:?}");
    }

    #[test]
    fn what_is_called_the_same_is_told_apart() {
        let mut topics = service().topics;
        let technical = topics.iter().find(|topic| topic.id == "technical").expect("the example has it");
        let twin = Topic { id: "account".into(), label: "Compte".into(), ..technical.clone() };
        topics.push(twin);
        let groups = groups(&topics, TicketKind::TechnicalProblem);
        for (branch, leaves) in groups.iter().filter(|(branch, _)| branch == "Compte" || branch == "Problème technique") {
            assert!(leaves.iter().all(|(_, label)| label.starts_with(&format!("{branch} › "))), "{leaves:?}");
        }
    }

    #[test]
    fn there_is_a_place_for_everything_else() {
        assert_eq!(other(&service().topics, TicketKind::Complaint).map(|topic| topic.id.as_str()), Some("other"));
        assert_eq!(other(&[], TicketKind::Complaint), None);
    }
}
