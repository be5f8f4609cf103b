//! Text and files held against a genuine receipt.

use super::choose::Choose;
use crate::shell::device::Device;
use crate::shell::verify::{brought, details_same, text_sum};
use crate::shell::words::Words;
use crate::ui::controls::TextArea;
use crate::ui::field::{Field, Framed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::inbox::Known;
use recourse_core::receipt::{Brought, Compared, Held, Same};
use std::sync::Arc;
use web_sys::File;

/// The fields, and line by line what matches. A case that this device knows can be held against it as it stands here.
#[component]
pub fn Compare(held: Arc<Held>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let text = RwSignal::new(String::new());
    let known = RwSignal::new(Brought::default());
    let typed = Callback::new(move |typed: String| {
        text.set(typed.clone());
        spawn_local(async move {
            let sum = if typed.trim().is_empty() { None } else { text_sum(&typed).await };
            // Only what stands there now.
            if text.try_with_untracked(|text| *text == typed) == Some(true) {
                let _ = known.try_update(|known| known.text = sum);
            }
        });
    });
    let held = StoredValue::new(held);
    let taken = move |files: Vec<File>| {
        spawn_local(async move {
            for file in files {
                let Some(held) = held.try_get_value() else { return };
                let file = brought(&held, &file).await;
                let _ = known.try_update(|known| {
                    known.files.retain(|other| *other != file);
                    known.files.push(file);
                });
            }
        });
    };
    let (ticket, number) = held.with_value(|held| (held.receipt.ticket.clone(), held.receipt.number));
    let own = Memo::new(move |_| {
        let of_it = |known: &&Known| known.id == ticket;
        device.tickets.with(|tickets| tickets.iter().find(of_it).and_then(|known| known.entry(number)))
    });
    let with_own = move |_| {
        let Some((ticket, entry)) = own.get_untracked() else { return };
        typed.run(entry.text.clone());
        spawn_local(async move {
            let Some(held) = held.try_get_value() else { return };
            if let Some(same) = details_same(&held, &ticket, &entry).await {
                let _ = known.try_update(|known| known.details = same);
            }
        });
    };
    let lines = Memo::new(move |_| held.with_value(|held| known.with(|known| held.compared(known))));
    let has_files = held.with_value(|held| !held.receipt.attachments.is_empty());
    let no_error = Signal::stored(None::<String>);
    let framed = Framed::new("verify-text".into(), true, no_error);
    view! {
        <section>
            <h2>{words.t(key::VERIFY_COMPARE)}</h2>
            {move || own.with(Option::is_some).then(|| view! {
                <p><button type="button" class="btn quiet" on:click=with_own>{words.t(key::VERIFY_OWN)}</button></p>
            })}
            <Field framed=framed.clone() label=words.t(key::VERIFY_TEXT) hint=Some(words.t(key::VERIFY_TEXT_HINT)) error=no_error>
                <TextArea framed=framed.clone() value=text.into() typed/>
            </Field>
            {has_files.then(|| view! {
                <Choose
                    id="verify-files"
                    label=words.t(key::VERIFY_FILES)
                    hint=words.t(key::VERIFY_FILES_HINT)
                    button=words.t(key::VERIFY_CHOOSE_FILES)
                    multiple=true
                    taken
                />
            })}
            <ul class="checks" aria-live="polite">
                {line("ok", words.t(key::VERIFY_SIGNATURE))}
                {move || lines.with(|lines| lines.iter().map(|compared| told(words, compared)).collect::<Vec<_>>())}
            </ul>
        </section>
    }
}

fn told(words: Words, compared: &Compared) -> AnyView {
    let named = |key, name: &String| words.fill(key, &[("name", name)]);
    let (class, text) = match compared {
        Compared::Text(Same::Yes) => ("ok", words.t(key::VERIFY_TEXT_SAME)),
        Compared::Text(Same::No) => ("bad", words.t(key::VERIFY_TEXT_OTHER)),
        Compared::Text(Same::Unasked) => ("idle", words.t(key::VERIFY_TEXT_UNASKED)),
        Compared::File(name, Same::Yes) => ("ok", named(key::VERIFY_FILE_SAME, name)),
        Compared::File(name, _) => ("idle", named(key::VERIFY_FILE_UNASKED, name)),
        Compared::Stranger(name) => ("bad", named(key::VERIFY_FILE_OTHER, name)),
        Compared::Details(Same::Yes) => ("ok", words.t(key::VERIFY_DETAILS_SAME)),
        Compared::Details(Same::No) => ("bad", words.t(key::VERIFY_DETAILS_OTHER)),
        Compared::Details(Same::Unasked) => ("idle", words.t(key::VERIFY_DETAILS)),
    };
    line(class, text)
}

/// A line with its sign. The words say the same without it.
fn line(class: &'static str, text: String) -> AnyView {
    let sign = match class {
        "ok" => "✓",
        "bad" => "✕",
        _ => "–",
    };
    view! { <li class=class><span aria-hidden="true">{sign}</span>{text}</li> }.into_any()
}
