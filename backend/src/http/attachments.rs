//! The bytes of an attachment, for whoever may read its ticket. They come as a download, never as a page of this origin.

use super::App;
use super::caller::{Caller, Handler, Id};
use super::conditional::{Scope, matches};
use super::problem::Refusal;
use super::uploads::failed;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use recourse_contract::{Attachment, ProblemType};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, SeekFrom};

/// Bytes that are read at a time.
const PIECE: u64 = 64 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/attachments/{id}", get(read))
}

/// An answer that travels as it is: parts of it are counted in its own bytes.
#[derive(Clone, Copy)]
pub(super) struct AsItIs;

/// Whether an answer may be compressed on its way.
pub(super) fn may_be_compressed(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<AsItIs>().is_none()
}

async fn read(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    staff: Result<Handler, Refusal>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = app.store.upload(&id).await?;
    let mut scope = Scope::Nobody;
    if staff.is_err() {
        // One that is not there is of no ticket, and looks the same.
        let ticket = row.as_ref().and_then(|row| row.ticket.as_deref()).unwrap_or_default();
        caller.ticket(&app, ticket).await?;
        scope = caller.scope();
    }
    let attached = row.filter(|row| row.ticket.is_some()).and_then(|row| row.attachment());
    let attached = attached.ok_or_else(|| Refusal::new(ProblemType::NotFound))?;
    let file = app.files.read(&attached.id).await.map_err(|fault| failed(&fault))?;
    let file = file.ok_or_else(|| Refusal::new(ProblemType::Gone))?;
    answer(&headers, &attached, file, scope).await
}

async fn answer(asked: &HeaderMap, attached: &Attachment, mut file: File, scope: Scope) -> Result<Response, Refusal> {
    let tag = format!("\"{}\"", attached.sha256);
    let values = |name: HeaderName| asked.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>();
    let is_known = values(header::IF_NONE_MATCH).iter().any(|list| matches(list, &tag));
    // A part of another version would be of no use (RFC 9110, 13.1.5).
    let is_same = values(header::IF_RANGE).iter().all(|known| known.trim() == tag);
    let range = values(header::RANGE).first().filter(|_| is_same).and_then(|text| range(text, attached.size));
    let (status, part) = match range {
        _ if is_known => (StatusCode::NOT_MODIFIED, None),
        Some(None) => (StatusCode::RANGE_NOT_SATISFIABLE, None),
        Some(Some((from, to))) => (StatusCode::PARTIAL_CONTENT, Some((from, to))),
        None => (StatusCode::OK, Some((0, attached.size.saturating_sub(1)))),
    };
    let mut response = match part {
        Some((from, to)) => {
            file.seek(SeekFrom::Start(from)).await.map_err(|fault| failed(&fault))?;
            streamed(file, to + 1 - from).into_response()
        }
        None => Body::empty().into_response(),
    };
    *response.status_mut() = status;
    response.extensions_mut().insert(AsItIs);
    let size = attached.size;
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &attached.media_type);
    set(header::CONTENT_DISPOSITION, &disposition(&attached.name));
    set(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CACHE_CONTROL, if matches!(scope, Scope::Nobody) { "no-store" } else { "private, no-cache" });
    set(header::VARY, "authorization");
    set(header::ETAG, &tag);
    set(header::ACCEPT_RANGES, "bytes");
    if let Some((from, to)) = part {
        set(header::CONTENT_LENGTH, &(to + 1 - from).to_string());
    }
    match (status, part) {
        (StatusCode::PARTIAL_CONTENT, Some((from, to))) => set(header::CONTENT_RANGE, &format!("bytes {from}-{to}/{size}")),
        (StatusCode::RANGE_NOT_SATISFIABLE, _) => set(header::CONTENT_RANGE, &format!("bytes */{size}")),
        _ => {}
    }
    Ok(response)
}

/// What is read from here on, so many bytes, piece by piece. A failure ends the connection early, so that nobody takes a
/// part for the whole.
fn streamed(file: File, bytes: u64) -> Body {
    Body::from_stream(stream::try_unfold((file, bytes), |(mut file, left)| async move {
        if left == 0 {
            return Ok::<_, std::io::Error>(None);
        }
        let mut piece = Vec::new();
        let read = (&mut file).take(left.min(PIECE)).read_to_end(&mut piece).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some((Bytes::from(piece), (file, left - read as u64))))
    }))
}

/// The one part that is asked for, first and last byte: nothing when no part is, or several; `Some(None)` when there is no such
/// part (RFC 9110, 14.1.2).
fn range(text: &str, size: u64) -> Option<Option<(u64, u64)>> {
    let (from, to) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = (from.trim(), to.trim());
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let (from, to) = match (from, to) {
        ("", last) => (size.saturating_sub(digits(last)?), size.checked_sub(1)?),
        (first, "") => (digits(first)?, size.checked_sub(1)?),
        (first, last) => {
            let (first, last) = (digits(first)?, digits(last)?);
            // That is no range, and passed over like none (RFC 9110, 14.1.1 and 14.2).
            if last < first {
                return None;
            }
            (first, last.min(size.checked_sub(1)?))
        }
    };
    Some((from <= to && from < size).then_some((from, to)))
}

/// A download under this name: in ASCII for old programs, whole for the others (RFC 6266, RFC 8187).
pub(super) fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '%') { c } else { '_' }).collect();
    let whole = name.bytes().fold(String::new(), |mut whole, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => whole.push(byte.into()),
            _ => whole.push_str(&format!("%{byte:02X}")),
        }
        whole
    });
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_can_be_asked_for() {
        for (text, part) in [
            ("bytes=0-9", Some(Some((0, 9)))),
            ("bytes=10-", Some(Some((10, 99)))),
            ("bytes=-5", Some(Some((95, 99)))),
            ("bytes=-500", Some(Some((0, 99)))),
            ("bytes=90-500", Some(Some((90, 99)))),
            ("bytes=100-", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=100-200", Some(None)),
            ("bytes=9-1", None),
            ("bytes=0-1,5-6", None),
            ("lines=0-1", None),
            ("bytes=x-", None),
        ] {
            assert_eq!(range(text, 100), part, "{text}");
        }
    }

    #[test]
    fn a_name_stands_twice() {
        assert_eq!(
            disposition("Relevé \"mars\".pdf"),
            "attachment; filename=\"Relev_ _mars_.pdf\"; filename*=UTF-8''Relev%C3%A9%20%22mars%22.pdf"
        );
    }
}
