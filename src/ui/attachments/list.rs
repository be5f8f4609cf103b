//! The files of a stored message: to be seen and to be kept.

use crate::shell::attachments::{self, address, revoke};
use crate::shell::backend::Backend;
use crate::shell::device::Device;
use crate::shell::page;
use crate::shell::words::Words;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Attachment;
use recourse_core::i18n::key;
use recourse_core::upload::ending;

/// The files of a ticket's message; nothing when there are none.
#[component]
pub fn AttachmentList(attachments: Vec<Attachment>, ticket: String) -> impl IntoView {
    if attachments.is_empty() {
        return ().into_any();
    }
    let words = expect_context::<Words>();
    let rows: Vec<_> = attachments.into_iter().map(|attachment| view! { <Stored attachment ticket=ticket.clone()/> }).collect();
    view! { <h3>{words.t(key::ATTACHMENT_TITLE)}</h3><ul class="files stored">{rows}</ul> }.into_any()
}

#[component]
fn Stored(attachment: Attachment, ticket: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let outcome = RwSignal::new(None::<bool>);
    let kind = ending(&attachment.media_type).to_ascii_uppercase();
    let what = format!("{} · {kind}", words.bytes(attachment.size));
    let (name, media_type) = (attachment.name.clone(), attachment.media_type.clone());
    let label = words.t(key::ATTACHMENT_DOWNLOAD);
    let named = format!("{label}, {name}");
    let (wanted, of) = (attachment.clone(), ticket.clone());
    let download = move |_| {
        outcome.set(None);
        let (wanted, of) = (wanted.clone(), of.clone());
        spawn_local(async move {
            let done = attachments::download(backend, device, &of, &wanted).await;
            let _ = outcome.try_set(Some(done));
        });
    };
    // What the browser shows as a picture, and nothing that could be a document of its own.
    let is_picture = matches!(media_type.as_str(), "image/png" | "image/jpeg" | "image/webp" | "image/gif");
    view! {
        <li class="file">
            {is_picture.then(|| view! { <Preview attachment ticket/> })}
            <div class="file-what">
                <p class="file-name" dir="auto">{name}</p>
                <p class="small">{what}</p>
                <p class="small" role="status">{move || (outcome.get() == Some(false)).then(|| words.t(key::ATTACHMENT_NOT_LOADED))}</p>
            </div>
            <div class="row no-print">
                <button type="button" class="btn plain" aria-label=named on:click=download>{label}</button>
            </div>
        </li>
    }
}

/// The picture itself, read when it comes near the screen.
#[component]
fn Preview(attachment: Attachment, ticket: String) -> impl IntoView {
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let words = expect_context::<Words>();
    let (shown, missing) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let place = NodeRef::<html::Span>::new();
    let alt = attachment.name.clone();
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        let (attachment, ticket) = (attachment.clone(), ticket.clone());
        page::when_near(&place, move || {
            spawn_local(async move {
                let read = attachments::read(backend, device, &ticket, &attachment).await;
                let _ = missing.try_set(read.is_none());
                // The screen may have gone in the meantime.
                if let Some(made) = read.and_then(|blob| address(&blob))
                    && shown.try_set(Some(made.clone())).is_some()
                {
                    revoke(&made);
                }
            });
        });
    });
    on_cleanup(move || shown.try_get_untracked().flatten().iter().for_each(|made| revoke(made)));
    view! {
        <span node_ref=place class="preview">
            {move || missing.get().then(|| view! { <span class="small">{words.t(key::ATTACHMENT_NOT_KEPT)}</span> })}
            {move || shown.get().map(|address| view! { <img src=address alt=alt.clone()/> })}
        </span>
    }
}
