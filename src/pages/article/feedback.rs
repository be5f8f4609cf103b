//! Was this article helpful? One tap says so, and then why, if the reader likes. Both go out through the outbox.

use crate::shell::article as articles;
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::controls::TextArea;
use crate::ui::field::{Field, Framed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::article::MAX_WHY;
use recourse_core::article::Given;
use recourse_core::i18n::key;

const FIELD: &str = "article-why";

/// Whether the article helped, and why.
#[component]
pub fn Feedback(slug: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let given = RwSignal::new(None::<Given>);
    let why = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let slug = StoredValue::new(slug);
    spawn_local(async move {
        let name = slug.get_value();
        let (said, typed) = (articles::given(&name).await, articles::typed(&name).await);
        let sent = said.as_ref().and_then(|given| given.why.clone()).unwrap_or_default();
        let _ = why.try_set(if typed.is_empty() { sent } else { typed });
        // Whoever was quicker has said something new.
        if given.try_with_untracked(Option::is_none) == Some(true) {
            given.set(said);
        }
    });
    let rate = move |helpful: bool| {
        spawn_local(async move {
            let now = articles::rate(device, &slug.get_value(), helpful).await;
            let _ = given.try_set(Some(now));
        });
    };
    // Whether the last words are still on their way to the device.
    let unkept = StoredValue::new(false);
    let keep = move |text: String| {
        unkept.set_value(true);
        let name = slug.get_value();
        spawn_local(async move {
            articles::keep_typed(&name, &text).await;
            // The screen may have gone in the meantime.
            if why.try_with_untracked(|why| *why == text) == Some(true) {
                let _ = unkept.try_set_value(false);
            }
        });
    };
    page::on_leaving(move || {
        if unkept.get_value() {
            keep(why.get_untracked());
        }
    });
    let typed = Callback::new(move |text: String| {
        error.set(None);
        why.set(text.clone());
        keep(text);
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(before) = given.get_untracked() else { return };
        let now = Given { why: Some(why.get_untracked()), ..before };
        let feedback = now.feedback();
        let fault = match (&feedback.why, feedback.faults().is_empty()) {
            (None, _) => Some(words.t(key::ARTICLE_WHY_EMPTY)),
            (Some(_), false) => Some(words.fill(key::ARTICLE_WHY_LONG, &[("limit", &words.number(&MAX_WHY.to_string()))])),
            (Some(_), true) => None,
        };
        if fault.is_some() {
            error.set(fault);
            return focus::control(FIELD);
        }
        let now = Given { why: feedback.why, ..now };
        unkept.set_value(false);
        articles::say(device, &slug.get_value(), &now);
        given.set(Some(now));
    };
    let waits = Memo::new(move |_| {
        let purpose = slug.with_value(|slug| articles::purpose(slug));
        device.outbox.with(|outbox| outbox.has(&purpose).then(|| outbox.sending.is_some()))
    });
    let said = move || {
        let given = given.get()?;
        Some(words.t(match (waits.get(), given.why) {
            (Some(true), _) => key::SENDING_NOW,
            (Some(false), _) => return Some(words.kept(key::ARTICLE_FEEDBACK_WAITS, key::ARTICLE_FEEDBACK_WAITS_TAB)),
            (None, None) => key::ARTICLE_THANKS,
            (None, Some(sent)) if why.with(|typed| sent == typed.trim()) => key::ARTICLE_THANKS_WHY,
            // What stands there now has not been sent.
            (None, Some(_)) => return None,
        }))
    };
    let helped = Memo::new(move |_| given.with(|given| given.as_ref().map(|given| given.helpful)));
    let answer = move |helpful: bool, label| {
        let is_it = move || (helped.get() == Some(helpful)).to_string();
        view! { <button type="button" class="btn quiet" aria-pressed=is_it on:click=move |_| rate(helpful)>{words.t(label)}</button> }
    };
    let form = move || {
        helped.get().map(|helpful| {
            let label = words.t(if helpful { key::ARTICLE_WHY_YES } else { key::ARTICLE_WHY_NO });
            let framed = Framed::new(FIELD.into(), true, error.into());
            view! {
                <form novalidate on:submit=send>
                    <Field framed=framed.clone() label hint=Some(words.t(key::ARTICLE_WHY_HINT)) error=error.into() optional=true>
                        <TextArea framed value=Signal::from(why) typed rows=3/>
                    </Field>
                    <button type="submit" class="btn quiet">{words.t(key::ARTICLE_WHY_SEND)}</button>
                </form>
            }
        })
    };
    view! {
        <section class="helpful no-print" aria-labelledby="article-helpful">
            <h2 id="article-helpful">{words.t(key::ARTICLE_HELPFUL)}</h2>
            <div class="row" role="group" aria-labelledby="article-helpful">
                {answer(true, key::EXTRA_YES)}
                {answer(false, key::EXTRA_NO)}
            </div>
            {form}
            // Below what was pressed.
            <p class="small" role="status">{said}</p>
        </section>
    }
}
