//! The list beside the message: which of a topic's rules it satisfies.

use super::{Patterns, find};
use recourse_contract::search::folded;
use recourse_contract::service::{PrecisionRule, Sign};

/// What is written, and what the form knows besides.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Subject and message, a line end between them.
    pub text: &'a str,
    /// The platform's and the partner's numbers.
    pub patterns: Patterns<'a>,
    /// Signs that the form gives besides: the property, where the partner has named one alone.
    pub answered: &'a [Sign],
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The rule's id.
    pub id: String,
    /// Whether the message says it.
    pub said: bool,
}

/// Which of the rules a text satisfies, in their order. A rule's own line counts once it is completed, and not before.
pub fn list(rules: &[PrecisionRule], context: &Context<'_>) -> Vec<Point> {
    let completed = |rule: &PrecisionRule| context.text.lines().any(|line| rest_of(line, &rule.line).is_some_and(is_text));
    let is_open = |line: &str| rules.iter().any(|rule| rest_of(line, &rule.line).is_some_and(|rest| !is_text(rest)));
    let own: Vec<&str> = context.text.lines().filter(|line| !is_open(line)).collect();
    let own = own.join("\n");
    let found = find(&own, &context.patterns);
    let plain = folded(&own);
    let point = |rule: &PrecisionRule| {
        let signed = |sign: &Sign| context.answered.contains(sign) || found.iter().any(|found| found.sign == *sign);
        let said =
            rule.signs.iter().any(signed) || rule.words.iter().any(|word| has_word(&plain, &folded(word))) || completed(rule);
        Point { id: rule.id.clone(), said }
    };
    rules.iter().map(point).collect()
}

/// What stands on a line after a rule's own.
pub(super) fn rest_of<'a>(line: &'a str, rule: &str) -> Option<&'a str> {
    let rule = rule.trim();
    line.trim_start().strip_prefix(rule).filter(|_| !rule.is_empty())
}

/// Whether anything worth reading is written.
fn is_text(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some()
}

/// Whether a word stands in a text, and not within another one. Both are folded.
fn has_word(text: &str, word: &str) -> bool {
    let word = word.trim();
    let borders = |(at, _): (usize, &str)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric()) && after.is_none_or(|c| !c.is_alphanumeric())
    };
    !word.is_empty() && text.match_indices(word).any(borders)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(id: &str, line: &str, signs: &[Sign], words: &[&str]) -> PrecisionRule {
        PrecisionRule {
            id: id.into(),
            label: id.into(),
            line: line.into(),
            signs: signs.to_vec(),
            words: words.iter().map(|word| (*word).into()).collect(),
            why: None,
        }
    }

    fn said(text: &str, answered: &[Sign]) -> Vec<String> {
        let rules = [
            rule("when", "When it happened:", &[Sign::Date], &[]),
            rule("expected", "What I expected:", &[Sign::Expectation], &[]),
            rule("room", "Which room:", &[], &["chambre", "Room type"]),
        ];
        let context = Context { text, patterns: Patterns::default(), answered };
        list(&rules, &context).into_iter().filter(|point| point.said).map(|point| point.id).collect()
    }

    #[test]
    fn signs_words_and_answers_satisfy_a_rule() {
        assert_eq!(said("Nothing yet", &[]), Vec::<String>::new());
        assert_eq!(said("It began yesterday in my CHAMBRE bleue", &[]), ["when", "room"]);
        assert_eq!(said("antichambre, room types", &[]), Vec::<String>::new());
        assert_eq!(said("the room type is wrong", &[Sign::Date]), ["when", "room"]);
    }

    #[test]
    fn a_line_counts_once_it_is_completed() {
        assert_eq!(said("Which room: \nWhen it happened: ", &[]), Vec::<String>::new());
        assert_eq!(said("What I expected: the old price", &[]), ["expected"]);
        assert_eq!(said("  Which room: 12", &[]), ["room"]);
    }
}
