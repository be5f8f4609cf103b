//! The precision list of the message, tied to the form.

use super::control;
use super::open::Form;
use crate::shell::focus;
use crate::shell::pause::Pause;
use crate::ui::precision::Precision;
use leptos::prelude::*;
use recourse_core::journey::{Field, Precise as List};
use recourse_core::precision::insert_line;
use std::time::Duration;

/// How long nobody types before the text is looked through: no letter waits for it. What is read out waits longer. Leaving the
/// field does not hasten it: what is ticked makes the list shorter, and would take away what is just being pressed.
const PAUSE: Duration = Duration::from_millis(150);

/// What the message says already, and what would help.
#[component]
pub fn Precise(form: Form) -> impl IntoView {
    let list = form.service(|service| form.model.with_untracked(|model| List::of(service, &model.draft)));
    let rules = list.rules.clone();
    let list = StoredValue::new(list);
    // The journey changes with other answers, too: only another text is looked through again.
    let seen = Memo::new(move |_| list.with_value(|list| form.journey(|journey| list.seen(journey))));
    let looked_at = RwSignal::new(seen.get_untracked());
    let points = Memo::new(move |_| list.with_value(|list| looked_at.with(|seen| list.points(seen))));
    let look = Pause::new(PAUSE, move || {
        if let Some(seen) = seen.try_get_untracked() {
            let _ = looked_at.try_set(seen);
        }
    });
    Effect::new(move |before: Option<()>| {
        seen.track();
        if before.is_some() {
            look.begin();
        }
    });
    let insert = Callback::new(move |line: String| {
        look.end();
        let (text, end) = form.model.with_untracked(|model| insert_line(model.draft.answers.get(&Field::Message), &line));
        let caret = text[..end].encode_utf16().count();
        form.type_(Field::Message, text);
        focus::caret(control(&Field::Message), u32::try_from(caret).unwrap_or(u32::MAX));
    });
    let typed = Signal::derive(move || seen.track());
    (!rules.is_empty()).then(|| view! { <Precision rules points typed insert read_only=form.read_only()/> })
}
