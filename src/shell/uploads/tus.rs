//! Requests of tus 1.0 (https://tus.io/protocols/resumable-upload). By XMLHttpRequest: `fetch` tells no progress.

use super::bytes;
use crate::shell::{clock, crypto, http};
use js_sys::{Promise, Uint8Array};
use leptos::prelude::{document, set_interval_with_handle};
use recourse_contract::session::SESSION_HEADER;
use recourse_core::upload::{Answer, Job, Step};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ProgressEvent, RequestCredentials, XmlHttpRequest};

const RESUMABLE: &str = "Tus-Resumable";
/// A request that stands still for so long (milliseconds) is given up.
const STALL: i64 = 30_000;
/// How often that is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Progress is told so often at most (milliseconds).
const TELL: i64 = 250;

thread_local! {
    /// The request that sends a piece.
    static CURRENT: RefCell<Option<XmlHttpRequest>> = const { RefCell::new(None) };
    /// What each server announces beyond the core of the protocol.
    static EXTENSIONS: RefCell<Vec<(String, Extensions)>> = const { RefCell::new(Vec::new()) };
}

/// What a server announces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Extensions {
    checksum: bool,
    termination: bool,
}

/// Breaks off the piece that is under way.
pub fn abort() {
    CURRENT.with_borrow(|current| {
        if let Some(request) = current {
            // It fails only when there is nothing to break off.
            let _ = request.abort();
        }
    });
}

/// Does a step. `base` is where uploads are created; `told` hears how many bytes of a piece have left.
pub async fn perform(job: &Job, base: &str, language: &str, told: impl Fn(u64) + 'static) -> Answer {
    let upload = &job.upload;
    let url = upload.url.as_deref().unwrap_or(base);
    let mut headers = vec![version(), ("Accept-Language", language.to_owned())];
    let mut piece = None;
    let method = match job.step {
        Step::Create => {
            headers.push(("Upload-Length", upload.size.to_string()));
            let pairs = [("filename", &upload.name), ("filetype", &upload.media_type)];
            let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
            let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name} {}", base64(value.as_bytes()))).collect();
            headers.push(("Upload-Metadata", pairs.join(",")));
            "POST"
        }
        Step::Find => "HEAD",
        Step::Send { from, to } => {
            let Some(bytes) = bytes::piece(&upload.id, from, to).await else { return Answer::NoBytes };
            headers.push(("Upload-Offset", from.to_string()));
            headers.push(("Content-Type", "application/offset+octet-stream".to_owned()));
            if extensions(base).await.checksum
                && let Some(sum) = crypto::digest(&bytes).await
            {
                headers.push(("Upload-Checksum", format!("sha256 {}", base64(&sum))));
            }
            piece = Some(bytes);
            "PATCH"
        }
    };
    let Some(reply) = send(method, url, &headers, piece.as_ref(), told).await else { return Answer::None };
    let header = |name: &str| reply.get_response_header(name).ok().flatten();
    let absolute = |location: String| {
        let own = document().base_uri().ok().flatten().unwrap_or_default();
        let asked = web_sys::Url::new_with_base(url, &own).ok()?.href();
        web_sys::Url::new_with_base(&location, &asked).ok().map(|url| url.href())
    };
    Answer::Http {
        status: reply.status().unwrap_or_default(),
        is_tus: header(RESUMABLE).is_some(),
        location: header("Location").and_then(absolute),
        offset: header("Upload-Offset"),
        retry_after: header("Retry-After").and_then(|text| text.trim().parse().ok()),
        body: reply.response_text().ok().flatten().unwrap_or_default(),
    }
}

/// Tells the server that an upload is not needed any more, where it wants to hear of it.
pub async fn terminate(url: &str, base: &str) {
    if extensions(base).await.termination {
        // Without an answer it expires there.
        send("DELETE", url, &[version()], None, |_| ()).await;
    }
}

/// What the server at this address announces; asked for once.
async fn extensions(base: &str) -> Extensions {
    let known = EXTENSIONS.with_borrow(|all| all.iter().find(|(known, _)| known == base).map(|(_, found)| *found));
    if let Some(known) = known {
        return known;
    }
    // The specification lets this request alone be without the version.
    let Some(reply) = send("OPTIONS", base, &[], None, |_| ()).await else { return Extensions::default() };
    let has = |header: &str, word: &str| {
        let listed = reply.get_response_header(header).ok().flatten().unwrap_or_default();
        listed.split(',').any(|one| one.trim() == word)
    };
    let checksum = has("Tus-Extension", "checksum") && has("Tus-Checksum-Algorithm", "sha256");
    let found = Extensions { checksum, termination: has("Tus-Extension", "termination") };
    EXTENSIONS.with_borrow_mut(|all| all.push((base.to_owned(), found)));
    found
}

/// The header that every request of the protocol has.
fn version() -> (&'static str, String) {
    (RESUMABLE, "1.0.0".to_owned())
}

/// Sends a request. Nothing comes back when the connection fails, stands still or is broken off.
async fn send(
    method: &str,
    url: &str,
    headers: &[(&'static str, String)],
    body: Option<&Uint8Array>,
    told: impl Fn(u64) + 'static,
) -> Option<XmlHttpRequest> {
    let request = XmlHttpRequest::new().ok()?;
    request.open(method, url).ok()?;
    for (name, value) in headers {
        request.set_request_header(name, value).ok()?;
    }
    // A browser adds its cookies to each request of this kind on the own origin, `withCredentials` or not. A change without the
    // header does not count as one of their session's.
    if is_own(url) && http::credentials() == RequestCredentials::SameOrigin {
        request.set_request_header(SESSION_HEADER, "1").ok()?;
    }
    let moved = Rc::new(Cell::new(clock::now()));
    let heard = {
        let (moved, last) = (moved.clone(), Cell::new(0));
        Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            let now = clock::now();
            moved.set(now);
            if now - last.get() >= TELL {
                last.set(now);
                told(event.loaded() as u64);
            }
        })
    };
    if body.is_some() {
        request.upload().ok()?.set_onprogress(Some(heard.as_ref().unchecked_ref()));
    }
    let done = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    let stalled = request.clone();
    let watch = set_interval_with_handle(
        move || {
            if clock::now() - moved.get() > STALL {
                // As above.
                let _ = stalled.abort();
            }
        },
        LOOK,
    );
    if body.is_some() {
        CURRENT.set(Some(request.clone()));
    }
    let sent = match body {
        Some(body) => request.send_with_opt_js_u8_array(Some(body)),
        None => request.send(),
    };
    if sent.is_ok() {
        // It ends in one way or another.
        let _ = JsFuture::from(done).await;
    }
    if body.is_some() {
        CURRENT.set(None);
    }
    watch.into_iter().for_each(|watch| watch.clear());
    drop(heard);
    // 0: there was no answer.
    request.status().ok().filter(|status| *status > 0).map(|_| request)
}

/// Whether an address is on the app's own origin: there, the session's cookie goes with it, and a change says so where it counts.
fn is_own(url: &str) -> bool {
    let origin = document().location().and_then(|location| location.origin().ok()).unwrap_or_default();
    url.strip_prefix(&origin).unwrap_or(url).starts_with('/')
}

/// Base64, as tus wants it.
fn base64(bytes: &[u8]) -> String {
    // The browser takes one sign for each byte.
    let signs: String = bytes.iter().copied().map(char::from).collect();
    web_sys::window().and_then(|window| window.btoa(&signs).ok()).unwrap_or_default()
}
