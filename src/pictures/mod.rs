//! Pictures before they leave the device: cleaned of what they tell of their place, scaled down, blacked out.
//!
//! Until the preparation of pictures is there, they pass as they are.
#![allow(dead_code)]

use js_sys::ArrayBuffer;
use leptos::prelude::*;

/// A picture that can be sent.
#[derive(Clone)]
pub struct Picture {
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: ArrayBuffer,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How large it was before, when it was scaled down.
    pub scaled_from: Option<(u32, u32)>,
}

/// Why a picture cannot be prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// This browser cannot read it.
    Unreadable,
    /// It is too big for this browser.
    TooBig,
    /// Something else.
    Failed,
}

/// Whether a file is a picture that goes through [`cleaned`].
pub fn is_picture(media_type: &str, _name: &str) -> bool {
    matches!(media_type, "image/jpeg" | "image/png" | "image/webp")
}

/// The picture as it may leave the device. `whole` keeps its full size.
///
/// # Errors
/// [`Trouble`].
pub async fn cleaned(name: &str, media_type: &str, bytes: ArrayBuffer, _whole: bool) -> Result<Picture, Trouble> {
    Ok(Picture { name: name.into(), media_type: media_type.into(), bytes, width: 0, height: 0, scaled_from: None })
}

/// Whether this browser can take a picture of the screen.
pub fn can_capture() -> bool {
    false
}

/// Takes a picture of the screen, or of a window that the partner chooses.
pub async fn capture() -> Option<Picture> {
    None
}

/// Blacks out parts of a picture.
#[component]
pub fn Editor(picture: Picture, on_done: Callback<Picture>, on_cancel: Callback<()>) -> impl IntoView {
    let _ = on_cancel;
    Effect::new(move || on_done.run(picture.clone()));
}
