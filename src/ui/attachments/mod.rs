//! Files that go with a message: choosing, dropping, pasting and photographing them, and what becomes of each.

mod list;
mod row;
mod take;
mod words;

pub use list::AttachmentList;
pub use row::Files;

use crate::pictures;
use crate::shell::backend::{Backend, Known};
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::files;
use crate::shell::uploads;
use crate::shell::words::Words;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::service::Limits;
use recourse_core::i18n::key;
use recourse_core::upload::{Event, Owner, Upload, accepted};
use take::Taker;

/// The files of a message that is being written. Nothing where the backend takes none.
#[component]
pub fn Attachments(owner: Owner, limits: Limits, #[prop(optional)] read_only: Signal<bool>) -> impl IntoView {
    if limits.attachments == 0 {
        return ().into_any();
    }
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    // A thread may hold both an answer and a reply.
    let id = if matches!(owner, Owner::Answer { .. }) { "answer-attachments" } else { "attachments" };
    let told = words::allowed(words, &limits);
    let accept = accepted(&limits);
    if !device.uploads.with_untracked(|uploads| uploads.loaded) {
        spawn_local(uploads::load(device));
    }
    let taker = Taker::new(words, device, owner.clone(), limits);
    let mine = Memo::new(move |_| device.uploads.with(|uploads| device.outbox.with(|outbox| names(uploads.of(&owner, outbox)))));
    let root = NodeRef::<html::Fieldset>::new();
    let over = RwSignal::new(false);
    let take = move |chosen: Vec<web_sys::File>| {
        if !read_only.get_untracked() {
            taker.take(chosen);
        }
    };
    let chosen = move |event: ev::Event| take(files::chosen(&event));
    let dragged = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(files::dropped(&event));
    };
    let pasted = window_event_listener(ev::paste, move |event: ev::ClipboardEvent| {
        let pasted = files::pasted(&event);
        let here = root.get_untracked().is_some_and(|root| files::is_meant(&root));
        if here && !pasted.is_empty() {
            event.prevent_default();
            take(pasted);
        }
    });
    on_cleanup(move || pasted.remove());
    let field = id;
    let input = move |id: String, camera: bool, label: String, multiple: bool, class: &'static str| {
        view! {
            <input
                type="file"
                id=id.clone()
                class=format!("pick vh {class}")
                accept=if camera { "image/*".to_owned() } else { accept.clone() }
                multiple=multiple
                capture=camera.then_some("environment")
                disabled=read_only
                aria-describedby=format!("{field}-allowed")
                on:change=chosen
            />
            <label class=format!("btn quiet {class}") for=id.clone()>{label}</label>
        }
    };
    let choose = input.clone()(format!("{id}-input"), false, words.t(key::ATTACHMENT_CHOOSE), true, "");
    let photograph = input(format!("{id}-camera"), true, words.t(key::ATTACHMENT_PHOTO), false, "camera");
    view! {
        <fieldset node_ref=root class="field attachments" class:over=over id=id on:dragover=dragged on:dragleave=move |_| over.set(false) on:drop=dropped>
            <legend>{words.t(key::ATTACHMENT_TITLE)}" "<span class="optional">{words.t(key::FIELD_OPTIONAL)}</span></legend>
            <p class="hint" id=format!("{id}-allowed")>{told}</p>
            <div class="row">
                {choose}
                {photograph}
                {pictures::can_capture().then(|| view! {
                    <button type="button" class="btn quiet" disabled=read_only on:click=move |_| taker.capture()>{words.t(key::ATTACHMENT_CAPTURE)}</button>
                })}
                <span class="small drop-hint">{words.t(key::ATTACHMENT_DROP)}</span>
            </div>
            <div>{move || taker.notes()}</div>
            <Files ids=mine taker=Some(taker)/>
        </fieldset>
    }
    .into_any()
}

/// The same where `service` may not be known yet.
#[component]
pub fn AttachmentsAsAllowed(owner: Owner) -> impl IntoView {
    let backend = expect_context::<Backend>();
    let limits = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => service.limits.clone(),
        _ => Limits::default(),
    });
    move || view! { <Attachments owner=owner.clone() limits=limits.get()/> }
}

fn names<'a>(uploads: impl Iterator<Item = &'a Upload>) -> Vec<String> {
    uploads.map(|upload| upload.id.clone()).collect()
}

/// Whether a file of this owner cannot go with what is sent now.
pub fn holds_up(device: Device, owner: &Owner) -> bool {
    take::prepares(owner)
        || device.uploads.with_untracked(|uploads| device.outbox.with_untracked(|outbox| uploads.holds_up(owner, outbox)))
}

/// The files of this owner, as far as they will go with what is sent now.
pub fn attached(device: Device, owner: &Owner) -> Vec<String> {
    device.uploads.with(|uploads| device.outbox.with(|outbox| names(uploads.of(owner, outbox))))
}

/// Takes a file away.
fn remove(device: Device, id: &str) {
    uploads::send(device, Event::Removed(id.to_owned(), clock::now()));
}
