//! Files that go with a message: choosing, dropping, pasting and photographing them, and what becomes of each.

mod list;
mod preparing;
mod row;
mod take;
mod words;

pub use list::AttachmentList;
pub use row::Files;
pub use take::Taker;

use crate::pictures;
use crate::shell::backend::{Backend, Known};
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::files;
use crate::shell::focus;
use crate::shell::uploads;
use crate::shell::words::Words;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::service::Limits;
use recourse_core::i18n::key;
use recourse_core::order::sort;
use recourse_core::upload::{Event, Fault, Owner, Upload, accepted};

/// The files of a message that is being written. Nothing where the backend takes none. `taker`: what takes files for it
/// elsewhere, too.
#[component]
pub fn Attachments(
    owner: Owner,
    limits: Limits,
    #[prop(optional)] read_only: Signal<bool>,
    #[prop(optional)] taker: Option<Taker>,
) -> impl IntoView {
    if limits.attachments == 0 {
        return ().into_any();
    }
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let id = field_of(&owner);
    let told = words::allowed(words, &limits);
    let many = words::fault(words, Fault::TooMany, &limits);
    let most = limits.attachments;
    let accept = accepted(&limits);
    if !device.uploads.with_untracked(|uploads| uploads.loaded) {
        spawn_local(uploads::load(device));
    }
    let taker = taker.unwrap_or_else(|| Taker::new(words, device, owner.clone(), limits));
    let whose = owner.clone();
    let stopped = Memo::new(move |_| preparing::was_stopped(&whose).then(|| obstacle(device, &whose, most)).flatten());
    let whose = owner.clone();
    on_cleanup(move || preparing::forget_faults(&whose));
    let held = owner.clone();
    let mine = Memo::new(move |_| attached(device, &owner));
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
        <fieldset node_ref=root class="field attachments" class:over=over id=id tabindex="-1" on:dragover=dragged on:dragleave=move |_| over.set(false) on:drop=dropped>
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
            {move || stopped.get().map(|why| {
                let text = match why {
                    Obstacle::Many => words.fill(key::ATTACHMENT_NOT_TAKEN, &[("name", &words.t(key::ATTACHMENT_TITLE)), ("fault", &many)]),
                    Obstacle::Unready => [vec![words.t(key::ATTACHMENT_HOLD_UP)], reasons(words, device, &held)].concat().join(" "),
                };
                view! { <p class="error" role="alert"><span aria-hidden="true">"✕"</span><span>{text}</span></p> }
            })}
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

/// Oldest first, as they are after a reload.
fn names<'a>(uploads: impl Iterator<Item = &'a Upload>) -> Vec<String> {
    let mut uploads: Vec<&Upload> = uploads.collect();
    sort(&mut uploads, |a, b| a.created_at < b.created_at);
    uploads.into_iter().map(|upload| upload.id.clone()).collect()
}

/// Why the files of a message cannot go with it now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Obstacle {
    /// One is still being prepared, or was refused, or has got lost.
    Unready,
    /// There are more than may be: another tab, or a text that became a reply, has brought some along.
    Many,
}

fn obstacle(device: Device, owner: &Owner, most: u32) -> Option<Obstacle> {
    let is_held = || device.uploads.with(|uploads| device.outbox.with(|outbox| uploads.holds_up(owner, outbox)));
    if !preparing::names(owner).is_empty() || is_held() {
        Some(Obstacle::Unready)
    } else {
        // Where none are taken there is no field to put it right in: the backend says what is wrong.
        (most > 0 && attached(device, owner).len() > most as usize).then_some(Obstacle::Many)
    }
}

/// Why files of this owner cannot go, each by its name.
fn reasons(words: Words, device: Device, owner: &Owner) -> Vec<String> {
    device.uploads.with(|uploads| {
        let is_held = |upload: &&Upload| upload.is_refused() || uploads.missing.contains(&upload.id);
        let said = |upload: &Upload| {
            let why = words::state(words, uploads, upload);
            words.fill(key::ATTACHMENT_NOT_TAKEN, &[("name", &upload.name), ("fault", &why)])
        };
        device.outbox.with(|outbox| uploads.of(owner, outbox).filter(is_held).map(said).collect())
    })
}

/// Whether any file is being prepared in this tab.
pub fn is_preparing() -> bool {
    preparing::any()
}

/// Whether a file of this owner cannot go with what is sent now, or there are more than `most`.
pub fn are_held_up(device: Device, owner: &Owner, most: u32) -> bool {
    untrack(|| obstacle(device, owner, most)).is_some()
}

/// Whether what is sent now has to wait for its files, of which `most` may go with it. Then their field says why, and takes
/// the focus.
pub fn stops(device: Device, owner: &Owner, most: u32) -> bool {
    let stops = are_held_up(device, owner, most);
    preparing::stopped(stops.then(|| owner.clone()));
    if stops {
        focus::control(field_of(owner));
    }
    stops
}

/// The id of the field. A thread may hold an answer, a review and a reply at once.
pub fn field_of(owner: &Owner) -> &'static str {
    match owner {
        Owner::Answer { .. } => "answer-attachments",
        Owner::Review { .. } => "review-attachments",
        _ => "attachments",
    }
}

/// The id of the row of a file.
fn row_id(upload: &str) -> String {
    format!("file-{upload}")
}

/// The files of this owner, as far as they will go with what is sent now.
pub fn attached(device: Device, owner: &Owner) -> Vec<String> {
    device.uploads.with(|uploads| device.outbox.with(|outbox| names(uploads.of(owner, outbox))))
}

/// Takes a file away.
fn remove(device: Device, id: &str) {
    uploads::send(device, Event::Removed(id.to_owned(), clock::now()));
}
