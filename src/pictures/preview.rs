//! The picture on the screen, while it is worked on.

use super::Picture;
use js_sys::Array;
use recourse_core::picture::{Area, Model, Tool};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Most pixels of the preview on its longer side: more than a screen shows of it.
const LONGEST: f64 = 1600.0;

/// The pixels of a picture; nothing when the browser does not give them.
pub(super) async fn bitmap(picture: &Picture) -> Option<ImageBitmap> {
    let options = BlobPropertyBag::new();
    options.set_type(&picture.media_type);
    let file = Blob::new_with_buffer_source_sequence_and_options(&Array::of1(&picture.bytes), &options).ok()?;
    let bitmap = web_sys::window()?.create_image_bitmap_with_blob(&file).ok()?;
    JsFuture::from(bitmap).await.ok().map(JsCast::unchecked_into)
}

/// Draws what is left of the picture, what is black, and the rectangle that does not hold yet.
pub(super) fn draw(canvas: &HtmlCanvasElement, bitmap: &ImageBitmap, model: &Model) {
    let edit = model.edit();
    let frame = edit.crop;
    let scale = (LONGEST / f64::from(frame.width.max(frame.height))).min(1.0);
    let (width, height) = ((f64::from(frame.width) * scale).max(1.0), (f64::from(frame.height) * scale).max(1.0));
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let Some(context) = canvas.get_context("2d").ok().flatten().and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok())
    else {
        return;
    };
    let [left, top, across, down] = [frame.left, frame.top, frame.width, frame.height].map(f64::from);
    // It fails only for pixels that are gone.
    let _ = context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        bitmap, left, top, across, down, 0.0, 0.0, width, height,
    );
    let within = |area: Area| {
        let area = area.within(frame);
        [area.left, area.top, area.width, area.height].map(|length| f64::from(length) * scale)
    };
    context.set_fill_style_str("#000");
    for area in edit.black {
        let [x, y, w, h] = within(area);
        context.fill_rect(x, y, w, h);
    }
    let Some(chosen) = model.chosen().and_then(|area| area.common(frame)) else { return };
    let [x, y, w, h] = within(chosen);
    if model.tool == Tool::BlackOut {
        context.set_fill_style_str("rgb(0 0 0 / 40%)");
        context.fill_rect(x, y, w, h);
    }
    // White on black: one of them is seen on any picture. As thin on the screen, however much the preview is shrunk.
    let thin = (width / f64::from(canvas.client_width().max(1))).max(1.0);
    for (colour, thickness) in [("#000", 4.0), ("#fff", 2.0)] {
        context.set_stroke_style_str(colour);
        context.set_line_width(thickness * thin);
        context.stroke_rect(x, y, w, h);
    }
}
