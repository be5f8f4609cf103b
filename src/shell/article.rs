//! Help articles: read from the backend, kept on this device, and what its reader has said of one.

use super::backend::{Backend, Kept};
use super::clock;
use super::device::Device;
use super::http::{self, Request, Response};
use super::storage::{self, Store, Write};
use recourse_contract::article::Article;
use recourse_contract::{Problem, json};
use recourse_core::article::Given;
use recourse_core::outbox::Purpose;

/// What asking for an article gave.
pub enum Asked {
    /// The article, newer than the kept one.
    Found(Article),
    /// The kept one is still right.
    Same,
    /// There is none of this name.
    Nothing,
    /// No answer, or not one of the contract.
    Failed,
}

fn note(slug: &str, language: &str) -> String {
    format!("article:{slug}:{language}")
}

fn said(slug: &str) -> String {
    format!("feedback:{slug}")
}

fn typed_note(slug: &str) -> String {
    format!("feedback-text:{slug}")
}

async fn stored(slug: &str, language: &str) -> Option<Kept> {
    let text = storage::get(Store::Notes, &note(slug, language)).await.ok().flatten()?;
    json::read(&text).ok()
}

/// The article as it was read last on this device, in the language in use.
pub async fn kept(backend: Backend, slug: &str) -> Option<Article> {
    json::read(&stored(slug, &backend.language()).await?.body).ok()
}

/// Asks the backend for it, and keeps it on this device.
pub async fn ask(backend: Backend, slug: &str) -> Asked {
    let language = backend.language();
    let kept = stored(slug, &language).await;
    let known = kept.as_ref().and_then(|kept| kept.etag.as_deref());
    let request = Request { url: backend.url(&format!("/articles/{slug}")), language: &language, known, ..Request::default() };
    let answer = http::send(request).await;
    match answer {
        Some(Response { status: 200, body, etag, .. }) => match json::read::<Article>(&body) {
            Ok(article) => {
                let is_same = kept.is_some_and(|kept| kept.body == body);
                let text = serde_json::to_string(&Kept { etag, body }).unwrap_or_default();
                // Without storage the next visit asks again.
                let _ = storage::apply(vec![Write::Put(Store::Notes, note(slug, &language), text)]).await;
                if is_same { Asked::Same } else { Asked::Found(article) }
            }
            Err(_) => Asked::Failed,
        },
        Some(Response { status: 304, .. }) => Asked::Same,
        // Another's page of the same status says nothing.
        Some(Response { status: 404, body, .. }) if json::read::<Problem>(&body).is_ok_and(|problem| problem.status == 404) => {
            let _ = storage::apply(vec![Write::Delete(Store::Notes, note(slug, &language))]).await;
            Asked::Nothing
        }
        _ => Asked::Failed,
    }
}

/// What the reader has typed of it and not sent yet.
pub async fn typed(slug: &str) -> String {
    storage::get(Store::Notes, &typed_note(slug)).await.ok().flatten().unwrap_or_default()
}

/// Keeps what the reader types.
pub async fn keep_typed(slug: &str, text: &str) {
    // Where nothing is kept it stands on the screen.
    let _ = storage::apply(vec![Write::Put(Store::Notes, typed_note(slug), text.to_owned())]).await;
}

/// What the reader has said of it on this device.
pub async fn given(slug: &str) -> Option<Given> {
    Given::from_stored(&storage::get(Store::Notes, &said(slug)).await.ok().flatten()?)
}

/// Whether it helped. Keeps it, and sends it. All that this reader says has the key that the first tap has made, however
/// close the next one comes.
pub async fn rate(device: Device, slug: &str, helpful: bool) -> Given {
    let (new, mut given) = (clock::new_key(), None);
    // On what the device has of it: another tab may have said something, too. Where nothing is kept, it is asked again at
    // the next visit.
    let _ = storage::change(Store::Notes, &[said(slug)], &mut |_, stored| {
        let before = stored.and_then(|stored| Given::from_stored(&stored));
        Some(given.insert(Given::rated(before, helpful, new.clone())).to_stored())
    })
    .await;
    let given = given.unwrap_or_else(|| Given::rated(None, helpful, new));
    send(device, slug, &given, Vec::new());
    given
}

/// Keeps what was said, and sends it under the key of this reader: nothing of it is lost without a connection. In one go: a page
/// that goes in between must not remember as said what was never sent.
pub fn say(device: Device, slug: &str, given: &Given) {
    let mut writes = vec![Write::Put(Store::Notes, said(slug), given.to_stored())];
    if given.why.is_some() {
        writes.push(Write::Delete(Store::Notes, typed_note(slug)));
    }
    send(device, slug, given, writes);
}

fn send(device: Device, slug: &str, given: &Given, with: Vec<Write>) {
    let body = serde_json::to_string(&given.feedback()).expect("texts");
    device.queue_under(given.key.clone(), purpose(slug), format!("/articles/{slug}/feedback"), body, with);
}

/// What sending that is for.
pub fn purpose(slug: &str) -> Purpose {
    Purpose::Feedback { article: slug.to_owned() }
}
