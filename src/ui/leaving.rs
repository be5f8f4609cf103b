//! Before everything leaves this device: what is unsent, by name, to be sent first or saved.

use crate::shell::device::Device;
use crate::shell::uploads::bytes;
use crate::shell::words::Words;
use crate::shell::{attachments, clock, focus, page};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Timestamp;
use recourse_core::i18n::{Key, key};
use recourse_core::leaving::{self, File, Kind, Unsent};

/// Its heading; it takes the focus when a button goes.
const TITLE: &str = "leaving-title";

/// The list, in a dialogue that opens when something is unsent. `leave` forgets everything.
#[component]
pub fn Leaving(
    dialog: NodeRef<html::Dialog>,
    /// What is unsent, as it was looked up last.
    unsent: RwSignal<Vec<Unsent>>,
    leave: Callback<()>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let saved = RwSignal::new(None::<bool>);
    // What goes out meanwhile leaves the list.
    Effect::new(move |before: Option<()>| {
        device.outbox.track();
        if before.is_some() && dialog.get_untracked().is_some_and(|dialog| dialog.open()) {
            spawn_local(async move {
                let now = device.unsent_here().await;
                let _ = unsent.try_set(now);
            });
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let save = move |_| {
        let all = unsent.get_untracked();
        spawn_local(async move {
            let done = save(words, &all).await;
            let _ = saved.try_set(Some(done));
        });
    };
    let send = move |_| {
        focus::falls_to(TITLE);
        device.try_all();
    };
    let may_send =
        move || unsent.with(|all| all.iter().any(|one| one.waits.is_some())) && device.outbox.with(|outbox| !outbox.offline);
    let rows = move || unsent.get().into_iter().map(|one| row(words, &one)).collect::<Vec<_>>();
    let said = move || match saved.get() {
        Some(true) => words.t(key::LEAVING_SAVED),
        Some(false) => words.t(key::LEAVING_NOT_SAVED),
        None => String::new(),
    };
    let none = move || unsent.with(Vec::is_empty);
    view! {
        <dialog node_ref=dialog aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">{move || words.t(if none() { key::SIGN_OUT } else { key::SIGN_OUT_LOSE })}</h2>
            <p>{move || words.t(if none() { key::LEAVING_NOTHING } else { key::SIGN_OUT_UNSENT })}</p>
            <ul class="bullets unsent">{rows}</ul>
            <div class="row">
                <Show when=may_send>
                    <button type="button" class="btn" on:click=send>{words.t(key::LEAVING_SEND)}</button>
                </Show>
                <Show when=move || !none()>
                    <button type="button" class="btn quiet" on:click=save>{words.t(key::LEAVING_SAVE)}</button>
                </Show>
            </div>
            <p class="small" role="status">{said}</p>
            <div class="row">
                <button type="button" class="btn danger" on:click=move |_| { close(); leave.run(()); }>{words.t(key::SIGN_OUT)}</button>
                <button type="button" class="btn quiet" autofocus on:click=move |_| close()>{words.t(key::CONFIRM_NO)}</button>
            </div>
        </dialog>
    }
}

fn row(words: Words, one: &Unsent) -> AnyView {
    let state = words.t(if one.waits.is_some() { key::DRAFT_WAITING } else { key::LEAVING_BEGUN });
    let files: Vec<_> =
        one.files.iter().map(|file| view! { <li class="small" dir="auto">{file_line(words, file)}</li> }).collect();
    let files = (!files.is_empty()).then(|| view! { <ul>{files}</ul> });
    view! { <li><span dir="auto">{title(words, one)}</span>" "<span class="small">{state}</span>{files}</li> }.into_any()
}

fn title(words: Words, one: &Unsent) -> String {
    let kind = words.t(kind_name(one.kind));
    if one.about.is_empty() { kind } else { words.fill(key::LEAVING_ABOUT, &[("kind", &kind), ("about", &one.about)]) }
}

fn file_line(words: Words, file: &File) -> String {
    format!("{} · {}", file.name, words.bytes(file.size))
}

fn kind_name(kind: Kind) -> Key {
    match kind {
        Kind::Complaint => key::DRAFT_COMPLAINT,
        Kind::Problem => key::DRAFT_PROBLEM,
        Kind::Mediation => key::DRAFT_MEDIATION,
        Kind::Message => key::LEAVING_MESSAGE,
        Kind::Answer => key::LEAVING_ANSWER,
        Kind::Rating => key::LEAVING_RATING,
        Kind::Review => key::LEAVING_REVIEW,
        Kind::Withdrawal => key::LEAVING_WITHDRAWAL,
        Kind::Question => key::LEAVING_QUESTION,
        Kind::Article => key::LEAVING_ARTICLE,
        Kind::Choice => key::LEAVING_CHOICE,
    }
}

/// All texts as one file, then each of the files. Says whether the device could be asked to.
async fn save(words: Words, all: &[Unsent]) -> bool {
    let head = words.fill(key::LEAVING_HEAD, &[("moment", &words.moment(Timestamp(clock::now())))]);
    let text = leaving::copy(all, &head, |one| title(words, one), |file| file_line(words, file));
    let mut done = page::save(&words.t(key::LEAVING_FILE), &text);
    for file in all.iter().flat_map(|one| &one.files) {
        let blob = bytes::read(&file.id).await.and_then(|bytes| attachments::blob(&bytes, &file.media_type));
        done &= blob.is_some_and(|blob| page::save_file(&file.name, &blob));
    }
    done
}
