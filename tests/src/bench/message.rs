//! A long message in the form: what a letter costs, beside the list that looks through all of the text in each pause; and while a
//! large photo is scaled down.

use super::Figure;
use crate::Outcome;
use crate::form::{self, Complaint};
use crate::page::Page;
use crate::words::Words;
use serde_json::json;

/// Characters of the message.
const LENGTH: usize = 5_000;
/// Letters that are typed.
const TYPED: usize = 40;

/// From the first listener of an input to the last one: with all that runs between them and right after each, and without
/// what the browser does of its own, as writing to its database and drawing.
const LETTERS: &str = "window.measured = [];
    let began;
    addEventListener('input', () => { began = performance.now(); }, { capture: true });
    addEventListener('input', () => window.measured.push(performance.now() - began));";

/// A message of this many characters, with something of every kind in it.
fn long_message() -> String {
    let part = "Bonjour, la réservation 4021-558-310 de l’établissement 128845 aurait dû être payée le 5 mars à 14h30, soit 2 480,00 €. \
                J’ai déjà appelé deux fois, et https://extranet.sejours.example/tarifs affiche « Une erreur est survenue ». ";
    part.chars().cycle().take(LENGTH).collect()
}

/// Measures, signed in: goes to the message of a new complaint.
pub(super) async fn measure(page: &Page) -> Outcome<Vec<Figure>> {
    eprintln!("typing into a message of {LENGTH} characters");
    let (words, complaint) = (Words::of("fr"), Complaint::default());
    form::begin(page, &words).await?;
    form::fill_details(page, &complaint).await?;
    form::go_on(page, &words.t("topic.title")).await?;
    form::choose_topic(page, &complaint).await?;
    form::go_on(page, &words.t("message.title")).await?;
    let put = "const field = document.getElementById('message');
        Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(field, arguments[0]);
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    page.js(put, json!([long_message()])).await?;
    page.find(".precision .said").await?;
    page.js(LETTERS, json!([])).await?;
    let field = page.find("#message").await?;
    for typed in 1..=TYPED {
        field.send_keys("a").await?;
        page.until("the letter to be worked on", "return window.measured.length >= arguments[0]", json!([typed])).await?;
    }
    let letter = Figure::p95("precision_keystroke_ms", &times(page).await?)?;
    Ok(vec![letter, while_scaling(page).await?])
}

async fn times(page: &Page) -> Outcome<Vec<f64>> {
    Ok(serde_json::from_value(page.js("return window.measured", json!([])).await?)?)
}

/// Photos that are attached, one after the other.
const PHOTOS: usize = 3;

/// From each input to the second frame after it, when it has been painted.
const FRAMES: &str = "window.measured = [];
    addEventListener('input', () => {
        const began = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => window.measured.push(performance.now() - began)));
    }, { capture: true });";

/// A photo of twelve megapixels is made, and waits.
const PHOTO: &str = "window.photo = null;
    const canvas = new OffscreenCanvas(4032, 3024), context = canvas.getContext('2d');
    for (let i = 0; i < 20000; i += 1) {
        context.fillStyle = `hsl(${i * 37 % 360} 60% ${20 + i % 60}%)`;
        context.fillRect(i * 7919 % 4032, i * 104729 % 3024, 60, 60);
    }
    canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 }).then((blob) => { window.photo = blob; });";

/// It is chosen, under another name each time.
const CHOOSE: &str = "const chosen = new DataTransfer(), input = document.getElementById('attachments-input');
    chosen.items.add(new File([window.photo, new Uint8Array(arguments[0])], `photo-${arguments[0]}.jpg`, { type: 'image/jpeg' }));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

/// Typing goes on while photos are scaled down.
async fn while_scaling(page: &Page) -> Outcome<Figure> {
    eprintln!("typing while {PHOTOS} photos of twelve megapixels are scaled down");
    page.js(PHOTO, json!([])).await?;
    page.until("the photo", "return window.photo", json!([])).await?;
    page.js(FRAMES, json!([])).await?;
    let field = page.find("#message").await?;
    for photo in 1..=PHOTOS {
        page.js(CHOOSE, json!([photo])).await?;
        while page.count(".attachments .file").await? < photo {
            field.send_keys("a").await?;
        }
    }
    let times = times(page).await?;
    if times.len() < 2 * PHOTOS {
        return Err("the photos were scaled before anything could be typed".into());
    }
    Figure::p95("keystroke_while_scaling_p95_ms", &times)
}
