//! What a mail says of a decision.

use crate::words::Words;
use recourse_contract::Update;
use recourse_contract::update::{Decision, Outcome, PropertyDecision, UpdateKind};

/// The name of the line that says what is wanted of the partner.
pub(super) fn due(update: &Update) -> &'static str {
    match update.kind {
        UpdateKind::Outcome => "settle_by",
        UpdateKind::PreliminaryOutcome => "comment_by",
        _ => "due",
    }
}

/// The decision in one line; of a draft, that it is one.
pub(super) fn verdict(update: &Update, words: &Words) -> Option<String> {
    let line = if update.kind == UpdateKind::PreliminaryOutcome { "draft" } else { "decided" };
    let decision = update.outcome.as_ref()?.decision;
    Some(words.mail(line, &[("decision", &words.mail(name(decision), &[]))]))
}

fn name(decision: Decision) -> &'static str {
    match decision {
        Decision::Upheld => "upheld",
        Decision::PartlyUpheld => "partly_upheld",
        Decision::NotUpheld => "not_upheld",
        Decision::Withdrawn => "withdrawn",
        Decision::OutOfScope | Decision::Other => "out_of_scope",
    }
}

/// What was decided for each property, where that differs.
pub(super) fn verdicts(outcome: &Outcome, words: &Words) -> Option<String> {
    let line = |given: &PropertyDecision| {
        let decided =
            words.mail("verdict", &[("property", &given.property), ("decision", &words.mail(name(given.decision), &[]))]);
        let text = given.text.as_ref().map(|text| format!("\n  {text}")).unwrap_or_default();
        format!("- {decided}{text}")
    };
    let lines: Vec<String> = outcome.properties.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("{}\n{}", words.mail("properties_decided", &[]), lines.join("\n")))
}
