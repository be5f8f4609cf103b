//! Pictures on this device, before anything of them leaves it: cleaned, captured, blacked out.
//!
//! The pixels are worked on by `public/later/pictures.js`, in a worker. The editor is a part of the app that loads when it
//! is first asked for.

mod capture;
mod editor;
mod preview;
mod worker;

pub use capture::{can_capture, capture};
pub use recourse_core::picture::is_picture;

use crate::shell::words::Words;
use crate::ui::notice::{Notice, Tone};
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::picture::{self, Edit, LONGEST};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use worker::{Job, Pixels};

/// A picture as it would leave the device.
#[derive(Clone)]
pub struct Picture {
    /// With the ending of its type.
    pub name: String,
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// The file: pixels, and nothing of what a camera writes beside them.
    pub bytes: ArrayBuffer,
    /// In pixels, upright.
    pub width: u32,
    /// In pixels, upright.
    pub height: u32,
    /// The size that it had, if it was scaled down.
    pub scaled_from: Option<(u32, u32)>,
    /// Whether it was an animation, of which this is the first picture.
    pub was_animated: bool,
}

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// This browser cannot decode it: HEIC and the like, or no picture at all.
    Unreadable,
    /// More pixels than a device should be asked to work on.
    TooBig,
    /// The browser could not do it: out of memory, or the picture tools did not load.
    Failed,
}

/// How much of a file is looked at for its size: more than cameras write before it.
const START: u32 = 256 * 1024;

/// A picture that was cleaned before, for the editor. Nothing when its bytes do not tell its size.
pub fn known(name: String, media_type: String, bytes: ArrayBuffer) -> Option<Picture> {
    let (width, height) = picture::look(&start_of(&bytes)).size?;
    Some(Picture { name, media_type, bytes, width, height, scaled_from: None, was_animated: false })
}

fn start_of(bytes: &ArrayBuffer) -> Vec<u8> {
    Uint8Array::new_with_byte_offset_and_length(bytes, 0, bytes.byte_length().min(START)).to_vec()
}

/// A picture encoded anew: without what a camera writes beside the pixels, upright, and scaled down to at most
/// [`LONGEST`] pixels on the longer side unless it shall stay `whole`.
///
/// # Errors
/// [`Trouble`]; such a file must not leave the device as it is.
pub async fn cleaned(name: &str, media_type: &str, bytes: ArrayBuffer, whole: bool) -> Result<Picture, Trouble> {
    let start = start_of(&bytes);
    let look = picture::look(&start);
    if look.size.is_some_and(picture::is_too_big) {
        return Err(Trouble::TooBig);
    }
    // What the bytes say goes before what somebody calls them.
    let media_type = look.media_type.unwrap_or(media_type);
    let (encoded_as, opaque_as) = (picture::encoded_as(media_type), picture::opaque_as(media_type));
    let longest = if whole { 0 } else { LONGEST };
    // The second picture of a GIF comes after all of the first one.
    let was_animated = match media_type {
        "image/gif" => picture::is_animated(&Uint8Array::new(&bytes).to_vec()),
        _ => picture::is_animated(&start),
    };
    let pixels = Pixels::Encoded { bytes: &bytes, media_type };
    let made = worker::work(&Job { pixels, encoded_as, opaque_as, longest, edit: None }).await?;
    Ok(Picture { was_animated, ..made.named(name) })
}

/// What the editor has decided, done to the file.
async fn edited(picture: &Picture, edit: &Edit) -> Result<Picture, Trouble> {
    let pixels = Pixels::Encoded { bytes: &picture.bytes, media_type: &picture.media_type };
    let encoded_as = &picture.media_type;
    let made = worker::work(&Job { pixels, encoded_as, opaque_as: encoded_as, longest: 0, edit: Some(edit) }).await?;
    Ok(Picture { scaled_from: picture.scaled_from, was_animated: picture.was_animated, ..made.named(&picture.name) })
}

/// Draws the editor.
type Draw = fn(Picture, Callback<Picture>, Callback<()>) -> AnyView;

#[wasm_split(pictures, fallible)]
fn tools() -> Result<Draw, SplitLoaderError> {
    Ok(editor::draw)
}

#[derive(Clone, Copy)]
enum Phase {
    Loading,
    Here(Draw),
    Failed,
}

/// Black out, crop, undo: a dialogue over the page. `on_done` gets the picture with what was done to it;
/// when nothing was, there is only `on_cancel`.
#[component]
pub fn Editor(picture: Picture, on_done: Callback<Picture>, on_cancel: Callback<()>) -> impl IntoView {
    let words = expect_context::<Words>();
    let picture = StoredValue::new_local(picture);
    let phase = RwSignal::new(Phase::Loading);
    let load = move || {
        phase.set(Phase::Loading);
        spawn_local(async move {
            let loaded = tools().await;
            let _ = phase.try_set(loaded.map_or(Phase::Failed, Phase::Here));
        });
    };
    load();
    let again = Callback::new(move |()| load());
    move || match phase.get() {
        Phase::Loading => view! { <p class="small" role="status">{words.t(key::PICTURE_LOADING)}</p> }.into_any(),
        Phase::Here(draw) => draw(picture.get_value(), on_done, on_cancel),
        Phase::Failed => view! { <NotLoaded again on_cancel/> }.into_any(),
    }
}

#[component]
fn NotLoaded(again: Callback<()>, on_cancel: Callback<()>) -> impl IntoView {
    let words = expect_context::<Words>();
    view! {
        <Notice tone=Tone::Wait title=words.t(key::PICTURE_NOT_LOADED)>
            <div class="row">
                <button type="button" class="btn" on:click=move |_| again.run(())>{words.t(key::UNREACHABLE_AGAIN)}</button>
                <button type="button" class="btn quiet" on:click=move |_| on_cancel.run(())>{words.t(key::PICTURE_CANCEL)}</button>
            </div>
        </Notice>
    }
}
