//! What the demo handler writes: `backend/demo/handler.toml`, in French and in English.

use recourse_contract::TicketSummary;
use recourse_contract::service::ExtraField;
use recourse_contract::ticket::TicketKind;
use recourse_contract::update::Outcome;
use serde::Deserialize;
use std::sync::LazyLock;

static ALL: LazyLock<Languages> = LazyLock::new(|| {
    toml::from_str(include_str!("../../demo/handler.toml")).expect("the demo handler's texts are compiled in and tested")
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages {
    fr: Words,
    en: Words,
}

/// The texts of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// As whom it writes; `{platform}` stands for the platform's name.
    pub(super) name: String,
    pub(super) progress: String,
    pub(super) thanks: String,
    /// Instead of thanks: the date for the answers has passed.
    pub(super) without: String,
    pub(super) preliminary: String,
    pub(super) outcome: String,
    pub(super) reply: String,
    /// The same, while questions, a draft decision, a decision stand in the thread.
    pub(super) reply_asked: String,
    pub(super) reply_drafted: String,
    pub(super) reply_decided: String,
    /// The case is back after its decision.
    pub(super) reopened: String,
    pub(super) review: Review,
    money: Matter,
    technical: Matter,
    other: Matter,
}

/// What is said and decided when another review is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Review {
    pub(super) progress: String,
    pub(super) text: String,
    pub(super) outcome: Outcome,
}

/// What is asked and decided about one kind of ticket.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Matter {
    pub(super) ask: String,
    pub(super) questions: Vec<ExtraField>,
    pub(super) outcome: Outcome,
}

impl Words {
    /// The words of this language (BCP 47) with their own, English for a language without any.
    pub(super) fn of(language: &str) -> (&'static str, &'static Self) {
        match language.split('-').next() {
            Some("fr") => ("fr", &ALL.fr),
            _ => ("en", &ALL.en),
        }
    }

    /// What fits this ticket. Topics that the demo platform does not have count as other.
    pub(super) fn matter(&self, ticket: &TicketSummary) -> &Matter {
        match (ticket.kind, ticket.topic.split('/').next().unwrap_or_default()) {
            (TicketKind::TechnicalProblem, _) | (_, "calendar" | "connectivity") => &self.technical,
            (_, "payments" | "commission") => &self.money,
            _ => &self.other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_ask_and_decide_the_same() {
        let (french, english) = (Words::of("fr-CA").1, Words::of("de").1);
        for (one, two) in
            [(&french.money, &english.money), (&french.technical, &english.technical), (&french.other, &english.other)]
        {
            let shape = |matter: &Matter| {
                let asked = |field: &ExtraField| (field.id.clone(), field.kind, field.required, field.max_length);
                (matter.questions.iter().map(asked).collect::<Vec<_>>(), matter.outcome.decision)
            };
            assert_eq!(shape(one), shape(two));
        }
        assert_eq!(french.review.outcome.decision, english.review.outcome.decision);
        assert!(french.name.contains("{platform}") && english.name.contains("{platform}"));
    }
}
