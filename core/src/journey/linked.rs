//! What a link into the app brings along: topic, sub-topic, property, country. It comes from an e-mail, an article or anybody, and is
//! taken like anything that somebody types.

use recourse_contract::Service;
use recourse_contract::rules;
use recourse_contract::service::Topic;
use recourse_contract::ticket::TicketKind;

/// The longest value that is taken, in characters. A longer one was not made by people who know the platform.
const MOST: u32 = 200;

/// The parameters of a link: each short, on one line, and nothing that could hide in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// The id of a topic, perhaps only of a branch.
    pub topic: Option<String>,
    /// The id of a sub-topic, or the last part of it.
    pub subtopic: Option<String>,
    /// A property or account number.
    pub property: Option<String>,
    /// Where the partner is established (ISO 3166-1 alpha-2), if there is such a country.
    pub country: Option<String>,
}

impl Linked {
    /// The names of the parameters.
    pub const NAMES: [&str; 4] = ["topic", "subtopic", "property", "country"];

    /// Reads the parameters of an address, decoded. Of several with one name the first counts; what is not fit to be an
    /// answer is left out.
    pub fn from_pairs(pairs: &[(String, String)]) -> Self {
        let value = |name: &str| pairs.iter().find(|(given, _)| given == name).and_then(|(_, value)| plain(value));
        let country = value("country").filter(|code| rules::country(code).is_ok());
        Self { topic: value("topic"), subtopic: value("subtopic"), property: value("property"), country }
    }

    /// The same as parameters.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let values = [&self.topic, &self.subtopic, &self.property, &self.country];
        Self::NAMES.into_iter().zip(values).filter_map(|(name, value)| Some((name, value.clone()?))).collect()
    }

    /// The topic that is meant for this kind of ticket, a leaf or a branch; nothing when the platform has no such one. A
    /// sub-topic that does not exist leads to its branch.
    pub fn topic_of<'a>(&self, kind: TicketKind, service: &'a Service) -> Option<&'a Topic> {
        self.find(service, |topic| topic.kinds.contains(&kind))
    }

    /// The topic that is meant, whatever it is for.
    pub fn topic<'a>(&self, service: &'a Service) -> Option<&'a Topic> {
        self.find(service, |_| true)
    }

    fn find<'a>(&self, service: &'a Service, fits: impl Fn(&Topic) -> bool) -> Option<&'a Topic> {
        let known = |id: &str| service.path(id).filter(|way| way.iter().all(|topic| fits(topic)));
        let of = |id: &str| known(id)?.last().copied();
        let Some(subtopic) = &self.subtopic else { return of(self.topic.as_deref()?) };
        let Some(branch) = &self.topic else { return of(subtopic) };
        let below = |way: &Vec<&Topic>| way.iter().any(|topic| topic.id == *branch);
        let whole = known(subtopic).filter(below).and_then(|way| way.last().copied());
        whole.or_else(|| of(&format!("{branch}/{subtopic}"))).or_else(|| of(branch))
    }
}

/// What somebody else says, if it is fit to be an answer: short, on one line, and nothing that could hide in it.
pub(crate) fn plain(value: &str) -> Option<String> {
    let value = value.trim();
    let is_plain = !value.is_empty() && rules::line(value, MOST).is_ok() && !value.chars().any(hides);
    is_plain.then(|| value.to_owned())
}

/// Characters that change how others are read, or cannot be seen (Unicode, UAX #9 and general category Cf).
fn hides(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::{DraftId, Field, Journey, Model, Prefill, Step};
    use proptest::prelude::*;

    fn service() -> Service {
        serde_json::from_str(include_str!("../../../contract/examples/service.json")).expect("an example")
    }

    fn linked(pairs: &[(&str, &str)]) -> Linked {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Linked::from_pairs(&pairs)
    }

    fn topic(pairs: &[(&str, &str)], kind: TicketKind) -> Option<String> {
        linked(pairs).topic_of(kind, &service()).map(|topic| topic.id.clone())
    }

    #[test]
    fn a_link_names_a_leaf_or_a_branch() {
        use TicketKind::{Complaint, TechnicalProblem};
        for (pairs, kind, found) in [
            (vec![("topic", "payments/blocked")], Complaint, Some("payments/blocked")),
            (vec![("topic", " payments ")], Complaint, Some("payments")),
            (vec![("topic", "technical"), ("subtopic", "calendar")], TechnicalProblem, Some("technical/calendar")),
            (vec![("topic", "technical"), ("subtopic", "technical/calendar")], TechnicalProblem, Some("technical/calendar")),
            (vec![("topic", "technical"), ("subtopic", "nowhere")], TechnicalProblem, Some("technical")),
            (vec![("topic", "technical"), ("subtopic", "payments/blocked")], Complaint, Some("technical")),
            (vec![("subtopic", "technical/calendar")], Complaint, Some("technical/calendar")),
            (vec![("topic", "payments/blocked")], TechnicalProblem, None),
            (vec![("topic", "nowhere")], Complaint, None),
            (vec![("topic", "payments"), ("topic", "technical")], Complaint, Some("payments")),
            (vec![], Complaint, None),
        ] {
            assert_eq!(topic(&pairs, kind).as_deref(), found, "{pairs:?}");
        }
    }

    #[test]
    fn what_hides_or_overflows_is_left_out() {
        let long = "9".repeat(10_240);
        for hostile in ["", "  ", "a\0b", "a\nb", "\u{202e}845", "a\u{200b}b", "\u{feff}1", "\u{7}", long.as_str()] {
            assert_eq!(linked(&[("property", hostile), ("topic", hostile)]), Linked::default(), "{hostile:?}");
        }
        for hostile in ["fr", "France", "ZZ", "F R"] {
            assert_eq!(linked(&[("country", hostile)]), Linked::default(), "{hostile:?} is no country");
        }
        let text = "<script>alert(1)</script>";
        assert_eq!(linked(&[("property", text)]).property.as_deref(), Some(text), "text is only ever text");
    }

    #[test]
    fn a_branch_is_no_answer_yet() {
        let mut prefill = Prefill::default();
        prefill.follow(
            &linked(&[("topic", "payments"), ("property", "128845"), ("country", "FR")]),
            TicketKind::Complaint,
            &service(),
        );
        let model = Model::open(DraftId::from_random(1), TicketKind::Complaint, 0, None, prefill);
        assert_eq!(model.draft.answers.get(&Field::Properties), "128845");
        assert_eq!(model.draft.answers.get(&Field::Country), "FR");
        assert!(!Journey::of(&model.draft, &service()).is_done(Step::Topic));
    }

    proptest! {
        #[test]
        fn any_link_is_taken_like_typed_text(
            pairs in prop::collection::vec((prop::sample::select(vec!["topic", "subtopic", "property", "country", "other"]), "\\PC{0,300}|[\u{0}-\u{10ffff}]{0,20}|payments|blocked"), 0..6),
            kind in prop::sample::select(vec![TicketKind::Complaint, TicketKind::TechnicalProblem]),
        ) {
            let pairs: Vec<(String, String)> = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let link = Linked::from_pairs(&pairs);
            for (_, value) in link.to_pairs() {
                prop_assert!(value.chars().count() <= 200 && !value.chars().any(|c| c.is_control() || hides(c)));
            }
            let again: Vec<(String, String)> = link.to_pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            prop_assert_eq!(&Linked::from_pairs(&again), &link, "an address of ours says the same");
            let mut prefill = Prefill::default();
            prefill.follow(&link, kind, &service());
            let model = Model::open(DraftId::from_random(1), kind, 0, None, prefill);
            // Whatever it says, the form still asks what is missing.
            let journey = Journey::of(&model.draft, &service());
            prop_assert!(!journey.is_whole());
            prop_assert_eq!(journey.is_done(Step::Topic), kind == TicketKind::TechnicalProblem || service().leaf(model.draft.answers.get(&Field::Topic), kind).is_some());
        }
    }
}
