//! Erasure: asked for, and taken back.

use super::say;
use crate::shell::backend::{Backend, Known};
use crate::shell::focus;
use crate::shell::me::{self, Done};
use crate::shell::words::Words;
use crate::ui::confirm::Confirm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Timestamp;
use recourse_contract::me::Me;
use recourse_core::i18n::key;

/// Erasure: asked for, and taken back.
#[component]
pub fn Erasure(me: RwSignal<Option<Me>>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let failed = RwSignal::new(None::<bool>);
    let days = match backend.service.get_untracked() {
        Known::Ready(service) => service.periods.keep_days,
        _ => 0,
    };
    let days = words.count(key::DAYS, days);
    let take = move |done: Done| match done {
        Done::Me(now) => {
            let is_back = now.erasure_asked_at.is_none();
            let _ = me.try_set(Some(now));
            let _ = failed.try_set(is_back.then_some(true));
            // The button that was pressed is gone.
            focus::control_later("me-erasure");
        }
        _ => {
            let _ = failed.try_set(Some(false));
        }
    };
    let ask = Callback::new(move |()| {
        failed.set(None);
        spawn_local(async move { take(me::ask_erasure(backend).await) });
    });
    let take_back = move |_| {
        failed.set(None);
        spawn_local(async move { take(me::take_back_erasure(backend).await) });
    };
    let what = words.fill(key::ME_ERASE_WHAT, &[("days", &days)]);
    let state = move || match me.with(|me| me.as_ref().and_then(|me| me.erasure_asked_at)) {
        Some(at) => asked(words, at, take_back).into_any(),
        None => view! {
            <Confirm
                label=words.t(key::ME_ERASE)
                accessible=words.t(key::ME_ERASE)
                question=words.t(key::ME_ERASE_ASK)
                consequence=words.t(key::ME_ERASE_CONSEQUENCE)
                yes=words.t(key::ME_ERASE)
                confirmed=ask
            />
        }
        .into_any(),
    };
    view! {
        <section>
            <h2 id="me-erasure" tabindex="-1">{words.t(key::ME_ERASURE)}</h2>
            <p>{what}</p>
            <div class="foot-of-step">{state}{say(words, failed, key::ME_ERASE_TAKEN_BACK)}</div>
        </section>
    }
}

fn asked(words: Words, at: Timestamp, take_back: impl Fn(leptos::ev::MouseEvent) + 'static) -> impl IntoView {
    view! {
        <p role="status">{words.fill(key::ME_ERASE_ASKED, &[("date", &words.date(at))])}</p>
        <button type="button" class="btn quiet" on:click=take_back>{words.t(key::ME_ERASE_BACK)}</button>
    }
}
