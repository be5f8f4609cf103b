//! A long message in the form: what a letter costs, with the list beside it that looks through all of the text.

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

/// From each input to the task after it: everything that runs for it, and nothing of layout and painting.
const LETTERS: &str = "window.measured = [];
    const channel = new MessageChannel();
    let began;
    channel.port1.onmessage = () => window.measured.push(performance.now() - began);
    addEventListener('input', () => { began = performance.now(); channel.port2.postMessage(null); }, { capture: true });";

/// A message of this many characters, with something of every kind in it.
fn long_message() -> String {
    let part = "Bonjour, la réservation 4021-558-310 de l’établissement 128845 aurait dû être payée le 5 mars à 14h30, soit 2 480,00 €. \
                J’ai déjà appelé deux fois, et https://extranet.sejours.example/tarifs affiche « Une erreur est survenue ». ";
    part.chars().cycle().take(LENGTH).collect()
}

/// Measures, signed in: goes to the message of a new complaint.
pub(super) async fn measure(page: &Page) -> Outcome<Figure> {
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
    let times: Vec<f64> = serde_json::from_value(page.js("return window.measured", json!([])).await?)?;
    Figure::p95("precision_keystroke_ms", &times)
}
