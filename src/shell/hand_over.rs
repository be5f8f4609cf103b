//! A draft goes from inside another site's page into a tab of its own. The two keep their storage apart, so that it goes from
//! window to window: the tab asks, the frame gives, the tab keeps and says so, and only then the frame forgets.

use super::device::Device;
use super::storage::{self, Store, Write};
use super::uploads::{self, bytes};
use super::{clock, go, page};
use js_sys::{Array, ArrayBuffer, Promise};
use leptos::ev;
use leptos::prelude::*;
use recourse_core::embed::{KEPT, LATER, Parcel, WAITING};
use recourse_core::journey::Draft;
use recourse_core::route::Route;
use recourse_core::upload::{Owner, Upload};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Window;

/// So long (milliseconds) the other window has for its next word.
const PATIENCE: i64 = 60_000;
/// How often it is looked at whether it is still there.
const LOOK: Duration = Duration::from_millis(500);

/// Opens the tab; nothing where the browser lets none open. Called in the click itself: later it counts as unasked.
pub fn open() -> Option<Window> {
    window().open_with_url(&go::href(&Route::HandOver)).ok().flatten()
}

/// Gives the tab a draft and its files, and forgets them once the tab has them. Says whether it has.
pub async fn give(device: Device, tab: Window, draft: Draft) -> bool {
    // Heard from now on: the tab asks when it is ready.
    if said(&tab, |word| word.as_string().as_deref() == Some(WAITING)).await.is_none() {
        return false;
    }
    uploads::load(device).await;
    let owner = Owner::Draft(draft.id.clone());
    let files: Vec<Upload> =
        device.uploads.with_untracked(|model| device.outbox.with_untracked(|outbox| model.of(&owner, outbox).cloned().collect()));
    let (id, names) = (draft.id.clone(), files.iter().map(|file| file.id.clone()).collect::<Vec<_>>());
    let parcel = Array::new();
    parcel.push(&Parcel { draft, uploads: files }.to_text().into());
    for name in &names {
        // Without its bytes a file that has arrived still goes with the draft.
        parcel.push(&bytes::read(name).await.map_or(JsValue::NULL, JsValue::from));
    }
    let answer = said(&tab, |word| matches!(word.as_string().as_deref(), Some(KEPT | LATER)));
    if tab.post_message(&parcel, &origin()).is_err() || answer.await.and_then(|word| word.as_string()).as_deref() != Some(KEPT) {
        return false;
    }
    device.hand_on(&id, names).await;
    true
}

/// What became of a draft in the new tab.
pub enum Taken {
    /// It is here.
    Kept(Draft),
    /// A later one of its name is here, and stays; the window that has opened this one keeps the earlier.
    Later(Draft),
    /// The device has not kept it: it stays where it was.
    NotKept,
    /// None came.
    Nothing,
}

/// Takes the draft of the window that has opened this one.
pub async fn take(device: Device) -> Taken {
    let opener = window().opener().ok().filter(JsValue::is_object);
    let Some(opener) = opener.filter(|_| !page::is_framed()) else { return Taken::Nothing };
    // Windows of another page are of another kind to `instanceof`.
    let opener: Window = opener.unchecked_into();
    let coming = said(&opener, Array::is_array);
    // It fails only where there is nobody to hear it; a window of another origin hears nothing.
    let _ = opener.post_message(&WAITING.into(), &origin());
    let Some(parcel) = coming.await else { return Taken::Nothing };
    let parcel = Array::from(&parcel);
    let Some(arriving) = parcel.get(0).as_string().as_deref().and_then(Parcel::parse) else { return Taken::Nothing };
    let Parcel { draft, uploads: files } = device.tickets.with_untracked(|known| arriving.arrived(known));
    let mut writes = vec![Write::Put(Store::Drafts, draft.id.to_string(), draft.to_stored())];
    for (file, bytes) in files.iter().zip(parcel.iter().skip(1)) {
        writes.push(Write::Put(Store::Uploads, file.id.clone(), file.to_stored()));
        writes.extend(bytes.dyn_into::<ArrayBuffer>().ok().map(|bytes| Write::PutFile(file.id.clone(), bytes)));
    }
    // What was written on here meanwhile is not overwritten; the frame keeps its own then.
    let mut lets = |stored: Option<String>| draft.replaces(stored.as_deref());
    let done = storage::apply_if(Store::Drafts, &draft.id.to_string(), &mut lets, writes).await;
    device.load().await;
    uploads::load(device).await;
    match done {
        Ok(is_new) => {
            // As above: a frame that has gone has nothing to forget.
            let word = if is_new { KEPT } else { LATER };
            let _ = opener.post_message(&word.into(), &origin());
            if is_new { Taken::Kept(draft) } else { Taken::Later(draft) }
        }
        Err(_) => Taken::NotKept,
    }
}

/// What the other window says next that is meant; it is heard from this call on. Nothing when the window closes or says nothing.
/// Windows of other origins are not heard.
fn said(other: &Window, is_meant: impl Fn(&JsValue) -> bool + 'static) -> impl Future<Output = Option<JsValue>> {
    let (other, own) = (other.clone(), origin());
    let mut resolve = None;
    let comes = Promise::new(&mut |done, _| resolve = Some(done));
    let resolve = resolve.expect("a promise calls it at once");
    let heard = {
        let (other, resolve) = (JsValue::from(other.clone()), resolve.clone());
        window_event_listener(ev::message, move |event| {
            let is_other = event.source().is_some_and(|source| JsValue::from(source) == other);
            if is_other && event.origin() == own && is_meant(&event.data()) {
                // It only resolves a promise.
                let _ = resolve.call1(&JsValue::NULL, &event.data());
            }
        })
    };
    let until = clock::now() + PATIENCE;
    let watch = set_interval_with_handle(
        move || {
            if clock::now() > until || other.closed().unwrap_or(true) {
                // Likewise.
                let _ = resolve.call0(&JsValue::NULL);
            }
        },
        LOOK,
    );
    async move {
        let word = JsFuture::from(comes).await.ok().filter(|word| !word.is_undefined());
        heard.remove();
        watch.into_iter().for_each(|watch| watch.clear());
        word
    }
}

fn origin() -> String {
    window().location().origin().unwrap_or_default()
}
