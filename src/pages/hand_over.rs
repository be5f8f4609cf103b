//! Where a draft arrives that was begun inside another site's page. In that page the same address says that it has gone.

use crate::shell::device::Device;
use crate::shell::go::{Go, href};
use crate::shell::hand_over::{Taken, take};
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::waiting::Waiting;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::{Key, key};
use recourse_core::journey::Step;
use recourse_core::route::Route;

/// Takes the draft, and goes on with it.
#[component]
pub fn HandOver() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let go = expect_context::<Go>();
    // What is said: heading and text. Nothing while the draft is on its way.
    let said = RwSignal::new(None::<(Key, Key)>);
    // Where the later draft is that this browser has.
    let later = RwSignal::new(None::<Route>);
    if page::is_framed() {
        said.set(Some((key::HAND_OVER_GONE, key::HAND_OVER_GONE_WHAT)));
    } else {
        spawn_local(async move {
            let told = match take(device).await {
                // It opens at the first step that is missing.
                Taken::Kept(draft) => return go.instead(Route::Form(draft.kind, draft.id, Step::Check)),
                Taken::Later(draft) => {
                    let _ = later.try_set(Some(Route::Form(draft.kind, draft.id, Step::Check)));
                    (key::HAND_OVER_LATER, key::HAND_OVER_LATER_WHAT)
                }
                Taken::NotKept => (key::HAND_OVER_NOT_KEPT, key::HAND_OVER_NOT_KEPT_WHAT),
                Taken::Nothing => (key::HAND_OVER_NOTHING, key::HAND_OVER_NOTHING_WHAT),
            };
            // The screen may have gone in the meantime.
            let _ = said.try_set(Some(told));
        });
    }
    let heading = move || words.t(said.get().map_or(key::HAND_OVER_TITLE, |(heading, _)| heading));
    Effect::new(move || page::set_title(&heading()));
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{heading}</h1>
            {move || match said.get() {
                None => view! { <Waiting/> }.into_any(),
                Some((_, what)) => {
                    let later = later.get_untracked();
                    let label = if later.is_some() { key::HAND_OVER_LATER_GO } else { key::FRAME_HOME };
                    view! {
                        <p class="lead" role="status">{words.t(what)}</p>
                        <p><a class="btn" href=href(&later.unwrap_or(Route::Home))>{words.t(label)}</a></p>
                    }
                    .into_any()
                }
            }}
        </div>
    }
}
