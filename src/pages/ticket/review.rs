//! Asking for another review: what is missing, with files. What is typed stays until the request has arrived.

use super::outcome::THREAD;
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::attachments::{self, AttachmentsAsAllowed};
use crate::ui::controls::TextArea;
use crate::ui::field::{Field, Framed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Code;
use recourse_contract::outcome::NewReview;
use recourse_contract::service::Limits;
use recourse_core::i18n::key;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::review;
use recourse_core::upload::Owner;

const FIELD: &str = "review";

/// What is missing or wrong, and the files that show it.
#[component]
pub fn ReviewForm(id: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let purpose = StoredValue::new(Purpose::Review { ticket: id.clone() });
    let owner = Owner::Review { ticket: id.clone() };
    let (text, kept, tried) = (RwSignal::new(String::new()), RwSignal::new(Some(true)), RwSignal::new(false));
    let own = purpose.get_value();
    spawn_local(async move {
        let stored = device.begun(&own).await;
        let _ = text.try_set(stored);
    });
    let limits = move || match backend.service.get() {
        Known::Ready(service) => service.limits.update(),
        _ => Limits::default().update(),
    };
    let asked = move || NewReview { text: text.get(), attachments: Vec::new() }.trimmed();
    let fault = Memo::new(move |_| asked().faults(limits()).into_iter().next());
    let error = Signal::derive(move || {
        let fault = fault.get().filter(|_| tried.get())?;
        let limit = words.number(&fault.limit.unwrap_or_default().to_string());
        Some(match fault.code {
            Code::TooLong => words.fill(key::ERROR_TOO_LONG, &[("limit", &limit)]),
            Code::Characters => words.t(key::ERROR_CHARACTERS),
            _ => words.t(key::REVIEW_EMPTY),
        })
    });
    let typed = Callback::new(move |typed: String| {
        tried.set(false);
        text.set(typed.clone());
        kept.set(None);
        let own = purpose.get_value();
        spawn_local(async move {
            let done = device.keep_begun(&own, &typed).await;
            // Only the last write speaks for what is in the field.
            if text.try_with_untracked(|text| *text == typed) == Some(true) {
                let _ = kept.try_set(Some(done));
            }
        });
    });
    let files = owner.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if fault.with_untracked(Option::is_some) {
            tried.set(true);
            return focus::control(FIELD);
        }
        if attachments::stops(device, &files, untrack(limits).attachments) {
            return;
        }
        device.ask(review(&id, &untrack(asked)));
        focus::bring_up(THREAD.into());
    };
    let framed = Framed::new(FIELD.into(), true, error);
    view! {
        <form class="review-form" novalidate on:submit=send>
            <Field framed=framed.clone() label=words.t(key::REVIEW_LABEL) hint=Some(words.t(key::REVIEW_HINT)) error>
                <TextArea framed value=Signal::from(text) typed rows=4/>
            </Field>
            <AttachmentsAsAllowed owner/>
            <div class="foot-of-step">
                <button type="submit" class="btn">{words.t(key::REVIEW_SEND)}</button>
                <span class="small kept">
                    {move || match (text.with(String::is_empty), kept.get()) {
                        (true, _) => String::new(),
                        (false, Some(true)) => words.kept(key::DRAFT_KEPT, key::DRAFT_KEPT_TAB),
                        (false, None) => words.t(key::DRAFT_KEEPING),
                        (false, Some(false)) => words.t(key::STORAGE_REFUSED),
                    }}
                </span>
            </div>
        </form>
    }
}
