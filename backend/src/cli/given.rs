//! What several commands for handlers take.

use crate::handler::ground;
use clap::Args;
use recourse_contract::service::{ExtraField, FieldKind, LegalGround};
use recourse_contract::update::{Decision, Outcome, PropertyDecision};
use serde::de::DeserializeOwned;
use std::io::Read;
use std::path::PathBuf;

// What goes with an entry. No docstring: it would take the place of the command's own help.
#[derive(Clone, Debug, Args)]
pub(super) struct With {
    /// A file that goes with it. Repeat it.
    #[arg(long, value_name = "FILE")]
    pub(super) attach: Vec<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub(super) struct Verdict {
    /// upheld, partly_upheld, not_upheld, withdrawn or out_of_scope.
    #[arg(long, value_parser = named::<Decision>)]
    decision: Decision,
    /// What was found.
    #[arg(long)]
    findings: String,
    /// The rule applied.
    #[arg(long)]
    rule: Option<String>,
    /// What the platform does now.
    #[arg(long)]
    remedy: Option<String>,
    /// What the partner can do next.
    #[arg(long)]
    next: Option<String>,
    /// A decision for one of the ticket's properties, as NUMBER=DECISION or NUMBER=DECISION:TEXT. Repeat it.
    #[arg(long, value_name = "NUMBER=DECISION:TEXT", value_parser = property)]
    property: Vec<PropertyDecision>,
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        let Verdict { decision, findings, rule, remedy, next, property } = verdict;
        Self { decision, findings, rule, remedy, next, properties: property }
    }
}

/// A value by its name in the contract.
pub(super) fn named<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|fault| fault.to_string())
}

/// The ground that a ticket counts under.
pub(super) fn legal_ground(text: &str) -> Result<LegalGround, String> {
    ground(text).ok_or_else(|| "a ground is breach, technological_issue, measure or other".into())
}

/// A question, with its kind or without.
pub(super) fn question(text: &str) -> Result<ExtraField, String> {
    let named = text.split_once(':').and_then(|(kind, label)| Some((named::<FieldKind>(kind).ok()?, label)));
    let (kind, label) = named.filter(|(kind, _)| *kind != FieldKind::Other).unwrap_or((FieldKind::LongText, text));
    if label.trim().is_empty() {
        return Err("a question needs words".into());
    }
    Ok(ExtraField { kind, label: label.trim().to_owned(), required: true, ..ExtraField::default() })
}

/// What was decided for one property.
fn property(text: &str) -> Result<PropertyDecision, String> {
    let (number, verdict) = text.split_once('=').unwrap_or((text, ""));
    let (decision, text) = verdict.split_once(':').map_or((verdict, None), |(decision, text)| (decision, Some(text.trim())));
    match named::<Decision>(decision) {
        Ok(decision) if decision != Decision::Other => Ok(PropertyDecision {
            property: number.trim().to_owned(),
            decision,
            text: text.filter(|text| !text.is_empty()).map(str::to_owned),
        }),
        _ => Err("write NUMBER=DECISION or NUMBER=DECISION:TEXT, for example 8812-4471=upheld".into()),
    }
}

/// A text, or what standard input has.
pub(super) fn given(text: String) -> Result<String, String> {
    if text != "-" {
        return Ok(text);
    }
    let mut read = String::new();
    std::io::stdin().read_to_string(&mut read).map_err(|fault| format!("standard input: {fault}"))?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_for_one_property_is_read() {
        let read = |text: &str| property(text).ok().map(|it| (it.property, it.decision, it.text));
        assert_eq!(read("8812-4471=upheld"), Some(("8812-4471".into(), Decision::Upheld, None)));
        let told = read("A:1=partly_upheld: half of it = 20 €");
        assert_eq!(told, Some(("A:1".into(), Decision::PartlyUpheld, Some("half of it = 20 €".into()))));
        for wrong in ["", "8812-4471", "8812-4471=", "8812-4471=maybe", "8812-4471=other", "upheld"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
