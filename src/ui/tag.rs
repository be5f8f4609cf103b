//! Where a ticket stands, in a word.

use super::notice::Tone;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::ticket::{ClosedAs, State, TicketSummary};
use recourse_core::i18n::{Key, key};

/// The state of a ticket in a word.
#[component]
pub fn StateTag(state: State, closed_as: Option<ClosedAs>) -> impl IntoView {
    let words = expect_context::<Words>();
    let (key, tone) = state_words(state, closed_as);
    view! { <span class=format!("tag {}", tone)>{words.t(key)}</span> }
}

/// The same of a row of the list.
pub fn state_of(summary: &TicketSummary) -> AnyView {
    view! { <StateTag state=summary.state closed_as=summary.closed_as/> }.into_any()
}

/// The words and the tone of a state.
pub fn state_words(state: State, closed_as: Option<ClosedAs>) -> (Key, &'static str) {
    match state {
        State::Received => (key::STATE_RECEIVED, Tone::Info.class()),
        State::InReview => (key::STATE_IN_REVIEW, Tone::Info.class()),
        State::WaitingForPartner => (key::STATE_WAITING, Tone::Wait.class()),
        State::Preliminary => (key::STATE_PRELIMINARY, Tone::Wait.class()),
        State::Resolved => (key::STATE_RESOLVED, "idle"),
        State::InMediation => (key::STATE_IN_MEDIATION, Tone::Info.class()),
        State::Closed => match closed_as {
            Some(ClosedAs::Settled) => (key::STATE_SETTLED, Tone::Good.class()),
            Some(ClosedAs::Lapsed) => (key::STATE_LAPSED, "idle"),
            Some(ClosedAs::Mediated) => (key::STATE_MEDIATED, Tone::Good.class()),
            Some(ClosedAs::MediationFailed) => (key::STATE_MEDIATION_FAILED, "idle"),
            Some(ClosedAs::Withdrawn) => (key::STATE_WITHDRAWN, "idle"),
            Some(ClosedAs::Other) | None => (key::STATE_CLOSED, "idle"),
        },
        State::Other => (key::STATE_OTHER, "idle"),
    }
}
