//! Checking a receipt: whether the platform gave it, and whether a text or a file is the one that it speaks of. It needs
//! no connection, and sends nothing.

mod choose;
mod compare;

use crate::shell::backend::Backend;
use crate::shell::page;
use crate::shell::verify::check;
use crate::shell::words::Words;
use crate::ui::notice::{Notice, Tone};
use choose::Choose;
use compare::Compare;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Service;
use recourse_contract::update::UpdateKind;
use recourse_core::i18n::{Key, key};
use recourse_core::receipt::{Held, Unreadable, Verdict};
use std::sync::Arc;
use web_sys::File;

#[derive(Clone)]
enum Phase {
    Empty,
    Unreadable(Unreadable),
    Judged(Arc<Held>, Verdict),
}

/// The page.
#[component]
pub fn Verify(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    page::set_title(&words.t(key::VERIFY_TITLE));
    let platform = service.platform.name.clone();
    let phase = RwSignal::new(Phase::Empty);
    // What comes of an earlier file is dropped.
    let turn = StoredValue::new(0_u32);
    let taken = move |files: Vec<File>| {
        let Some(file) = files.into_iter().next() else { return };
        turn.update_value(|turn| *turn += 1);
        let own = turn.get_value();
        spawn_local(async move {
            let now = match check(backend, &file).await {
                Ok((held, verdict)) => Phase::Judged(Arc::new(held), verdict),
                Err(why) => Phase::Unreadable(why),
            };
            if turn.try_get_value() == Some(own) {
                let _ = phase.try_set(now);
            }
        });
    };
    let proves: Vec<_> = [key::VERIFY_PROVES_WHAT, key::VERIFY_PROVES_NOT, key::VERIFY_PROVES_KEEP]
        .into_iter()
        .map(|text| view! { <li>{words.fill(text, &[("platform", &platform)])}</li> })
        .collect();
    let named = platform.clone();
    let judged = move || match phase.get() {
        Phase::Empty => ().into_any(),
        Phase::Unreadable(why) => {
            view! { <Notice tone=Tone::Wait title=words.t(key::VERIFY_NONE)><p>{words.t(unreadable(why))}</p></Notice> }
                .into_any()
        }
        Phase::Judged(held, Verdict::Right) => genuine(words, &named, held),
        Phase::Judged(_, verdict) => doubtful(words, &named, verdict),
    };
    view! {
        <div class="column verify">
            <h1 id="heading" tabindex="-1">{words.t(key::VERIFY_TITLE)}</h1>
            <p class="lead">{words.fill(key::VERIFY_LEAD, &[("platform", &platform)])}</p>
            <Choose
                id="verify-receipt"
                label=words.t(key::VERIFY_RECEIPT)
                hint=words.t(key::VERIFY_RECEIPT_HINT)
                button=words.t(key::VERIFY_CHOOSE)
                accept=".json,application/json"
                taken
            />
            {judged}
            <section>
                <h2>{words.t(key::VERIFY_PROVES)}</h2>
                <ul class="bullets">
                    {proves}
                </ul>
            </section>
        </div>
    }
}

fn unreadable(why: Unreadable) -> Key {
    match why {
        Unreadable::TooLarge | Unreadable::NoReceipt => key::VERIFY_NONE_WHAT,
        Unreadable::Later => key::VERIFY_LATER,
    }
}

/// What it says is shown only here: nobody should take a forged one for something.
fn genuine(words: Words, platform: &str, held: Arc<Held>) -> AnyView {
    let receipt = &held.receipt;
    let given = words.fill(key::VERIFY_RIGHT_WHAT, &[("platform", platform)]);
    let entry =
        words.fill(key::VERIFY_ENTRY_NUMBER, &[("entry", &words.t(entry(receipt.entry))), ("n", &receipt.number.to_string())]);
    view! {
        <Notice tone=Tone::Good title=words.t(key::VERIFY_RIGHT)><p>{given}</p></Notice>
        <dl class="facts-list">
            <dt>{words.t(key::VERIFY_PLATFORM)}</dt><dd>{receipt.platform.clone()}</dd>
            <dt>{words.t(key::VERIFY_CASE)}</dt><dd class="mono">{receipt.reference.as_str().to_owned()}</dd>
            <dt>{words.t(key::VERIFY_ENTRY)}</dt><dd>{entry}</dd>
            <dt>{words.t(key::VERIFY_AT)}</dt><dd>{words.moment_and_zone(receipt.at)}</dd>
        </dl>
        <Compare held/>
    }
    .into_any()
}

fn doubtful(words: Words, platform: &str, verdict: Verdict) -> AnyView {
    let (tone, title, what) = match verdict {
        Verdict::Unsupported => (Tone::Wait, key::VERIFY_UNSUPPORTED, key::VERIFY_UNSUPPORTED_WHAT),
        Verdict::UnknownKey => (Tone::Wait, key::VERIFY_UNKNOWN, key::VERIFY_UNKNOWN_WHAT),
        _ => (Tone::Bad, key::VERIFY_WRONG, key::VERIFY_WRONG_WHAT),
    };
    let what = words.fill(what, &[("platform", platform)]);
    view! { <Notice tone title=words.t(title)><p>{what}</p></Notice> }.into_any()
}

/// What the partner's entries are called.
fn entry(kind: UpdateKind) -> Key {
    match kind {
        UpdateKind::Filed => key::ENTRY_FILED,
        UpdateKind::Reply => key::ENTRY_REPLY,
        UpdateKind::PartnerAnswer => key::ENTRY_ANSWER,
        UpdateKind::Mediation => key::ENTRY_MEDIATION,
        _ => key::ENTRY_OTHER,
    }
}
