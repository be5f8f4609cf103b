//! A picture of the screen, where the browser can take one. The browser itself asks which screen, window or tab.

use super::Picture;
use super::worker::{self, Job, Pixels};
use js_sys::{Promise, Reflect};
use leptos::prelude::{document, set_timeout};
use recourse_core::picture::LONGEST;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DisplayMediaStreamConstraints, HtmlVideoElement, ImageBitmap, MediaStream, MediaStreamTrack};

/// Between the first frame and the one that is taken: the browser's own question is still fading.
const PAUSE: Duration = Duration::from_millis(400);

/// Whether this browser can capture a screen. Phones cannot.
pub fn can_capture() -> bool {
    let devices = web_sys::window().and_then(|window| Reflect::get(&window.navigator(), &"mediaDevices".into()).ok());
    let devices = devices.filter(JsValue::is_object);
    devices.is_some_and(|devices| Reflect::get(&devices, &"getDisplayMedia".into()).is_ok_and(|ask| ask.is_function()))
}

/// Captures a screen; nothing when the partner, or the browser, does not want to. Call it from a click: browsers ask for
/// one.
pub async fn capture() -> Option<Picture> {
    let devices = web_sys::window()?.navigator().media_devices().ok()?;
    let wishes = DisplayMediaStreamConstraints::new();
    wishes.set_video(&JsValue::TRUE);
    let stream = JsFuture::from(devices.get_display_media_with_constraints(&wishes).ok()?).await.ok()?;
    let stream: MediaStream = stream.unchecked_into();
    let frame = frame(&stream).await;
    // Whatever came of it, the browser shows no longer that the screen is shared.
    for track in stream.get_tracks().iter() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
    let frame = frame?;
    let pixels = Pixels::Bitmap(&frame);
    let png = "image/png";
    let made = worker::work(&Job { pixels, encoded_as: png, opaque_as: png, longest: LONGEST, edit: None }).await;
    frame.close();
    made.ok().map(|made| made.named("capture.png"))
}

async fn frame(stream: &MediaStream) -> Option<ImageBitmap> {
    let video: HtmlVideoElement = document().create_element("video").ok()?.unchecked_into();
    video.set_muted(true);
    video.set_src_object(Some(stream));
    JsFuture::from(video.play().ok()?).await.ok()?;
    let pause = Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                let _ = resolve.call0(&JsValue::NULL);
            },
            PAUSE,
        );
    });
    JsFuture::from(pause).await.ok()?;
    let bitmap = web_sys::window()?.create_image_bitmap_with_html_video_element(&video).ok()?;
    let bitmap = JsFuture::from(bitmap).await.ok();
    video.set_src_object(None);
    bitmap.map(JsCast::unchecked_into)
}
