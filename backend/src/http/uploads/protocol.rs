//! The headers of tus 1.0.

use crate::http::problem::Refusal;
use crate::store::UploadRow;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::fmt::rfc2822::DateTimePrinter;
use recourse_contract::attachment::plain_name;
use recourse_contract::{BASE_PATH, Problem, ProblemType, Timestamp};
use sha1::Sha1;
use sha2::{Digest, Sha256};

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,creation-with-upload,expiration,termination,checksum";
const SUMS: &str = "sha1,sha256";
/// Longest media type that is noted.
const MAX_TYPE: usize = 100;

const TUS_RESUMABLE: &str = "tus-resumable";
const TUS_VERSION: &str = "tus-version";
pub(super) const UPLOAD_LENGTH: &str = "upload-length";
pub(super) const UPLOAD_OFFSET: &str = "upload-offset";

/// Headers that pages of other origins send.
pub(in crate::http) const SENT: [&str; 5] = [TUS_RESUMABLE, UPLOAD_LENGTH, UPLOAD_OFFSET, "upload-metadata", "upload-checksum"];

/// Headers that pages of other origins read.
pub(in crate::http) const READ: [&str; 8] = [
    TUS_RESUMABLE,
    TUS_VERSION,
    "tus-extension",
    "tus-max-size",
    "tus-checksum-algorithm",
    UPLOAD_LENGTH,
    UPLOAD_OFFSET,
    "upload-expires",
];

/// Whether this is a path of uploads.
pub(in crate::http) fn is_upload(path: &str) -> bool {
    let below = path.strip_prefix(BASE_PATH).and_then(|rest| rest.strip_prefix("/uploads"));
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What every answer about uploads says, also those of the limits, and what `OPTIONS` is answered. `most` is how many bytes a
/// file has at most; 0: uploads are not offered.
pub(in crate::http) async fn announce(State(most): State<u64>, request: Request, next: Next) -> Response {
    let is_offered = most > 0 && is_upload(request.uri().path());
    let is_asked = request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    if is_offered {
        let headers = response.headers_mut();
        headers.insert(TUS_RESUMABLE, HeaderValue::from_static(VERSION));
        if is_asked {
            headers.insert(TUS_VERSION, HeaderValue::from_static(VERSION));
            headers.insert("tus-extension", HeaderValue::from_static(EXTENSIONS));
            headers.insert("tus-checksum-algorithm", HeaderValue::from_static(SUMS));
            headers.insert("tus-max-size", HeaderValue::from(most));
        }
    }
    response
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// The request is one of this version.
pub(super) fn speaks(headers: &HeaderMap) -> Result<(), Refusal> {
    if text(headers, TUS_RESUMABLE) == Some(VERSION) {
        return Ok(());
    }
    let problem = plain(StatusCode::PRECONDITION_FAILED, "Tus-Resumable has to be 1.0.0");
    Err(problem.with(TUS_VERSION, HeaderValue::from_static(VERSION)))
}

/// Another piece of this file is coming.
pub(super) fn locked() -> Refusal {
    plain(StatusCode::LOCKED, "another piece of it is on its way").after(1)
}

/// A problem that says no more than its status (RFC 9457, 4.2.1).
fn plain(status: StatusCode, detail: &str) -> Refusal {
    let problem = Problem::new(ProblemType::Other).because(detail);
    let title = status.canonical_reason().unwrap_or_default().to_owned();
    Refusal::from(Problem { status: status.as_u16(), title, ..problem })
}

fn malformed(detail: impl Into<String>) -> Refusal {
    Refusal::because(ProblemType::Malformed, detail)
}

/// A number of bytes.
pub(super) fn number(headers: &HeaderMap, name: &str) -> Result<u64, Refusal> {
    let number = text(headers, name).filter(|text| text.bytes().all(|b| b.is_ascii_digit())).and_then(|text| text.parse().ok());
    number.ok_or_else(|| malformed(format!("{name} has to be a number of bytes")))
}

/// Whether the body is a piece of a file.
pub(super) fn takes_pieces(headers: &HeaderMap) -> bool {
    text(headers, header::CONTENT_TYPE.as_str()).is_some_and(|kind| kind.eq_ignore_ascii_case("application/offset+octet-stream"))
}

/// The file's name, without any path, and its media type, both as the sender says and perhaps empty.
pub(super) fn metadata(headers: &HeaderMap) -> Result<(String, String), Refusal> {
    let (mut name, mut declared) = (String::new(), String::new());
    for pair in text(headers, "upload-metadata").unwrap_or_default().split(',').map(str::trim) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let bytes = STANDARD.decode(value.trim()).map_err(|_| malformed("Upload-Metadata has values in base64"))?;
        let value = String::from_utf8_lossy(&bytes);
        match key {
            "filename" => name = plain_name(&value),
            "filetype" => declared = value.chars().filter(char::is_ascii_graphic).take(MAX_TYPE).collect(),
            _ => {}
        }
    }
    Ok((name, declared))
}

/// An answer that says how far a file has come.
pub(super) fn with_state(status: StatusCode, row: &UploadRow) -> Response {
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")]).into_response();
    let headers = response.headers_mut();
    headers.insert(UPLOAD_OFFSET, row.received.into());
    headers.insert(UPLOAD_LENGTH, row.size.into());
    if let Some(Ok(date)) = date(row.expires_at).map(|date| HeaderValue::from_str(&date)) {
        headers.insert("upload-expires", date);
    }
    let metadata = format!("filename {},filetype {}", STANDARD.encode(&row.name), STANDARD.encode(&row.media_type));
    if let Ok(metadata) = HeaderValue::from_str(&metadata) {
        headers.insert("upload-metadata", metadata);
    }
    response
}

/// A moment as HTTP writes it (RFC 9110, 5.6.7).
fn date(at: Timestamp) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(at.0).ok()?;
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

/// The check sum of a piece, if the sender gives one.
pub(super) enum Sum {
    None,
    Sha1(Sha1, Vec<u8>),
    Sha256(Sha256, Vec<u8>),
}

impl Sum {
    /// As `Upload-Checksum` names it.
    pub(super) fn asked(headers: &HeaderMap) -> Result<Self, Refusal> {
        let Some(asked) = text(headers, "upload-checksum") else { return Ok(Self::None) };
        let (algorithm, sum) = asked.split_once(' ').unwrap_or((asked, ""));
        let sum = STANDARD.decode(sum.trim()).map_err(|_| malformed("Upload-Checksum has its sum in base64"))?;
        match algorithm.to_ascii_lowercase().as_str() {
            "sha1" => Ok(Self::Sha1(Sha1::new(), sum)),
            "sha256" => Ok(Self::Sha256(Sha256::new(), sum)),
            _ => Err(malformed(format!("check sums are {SUMS}"))),
        }
    }

    pub(super) fn is_asked(&self) -> bool {
        !matches!(self, Self::None)
    }

    pub(super) fn update(&mut self, data: &[u8]) {
        match self {
            Self::None => {}
            Self::Sha1(hash, _) => hash.update(data),
            Self::Sha256(hash, _) => hash.update(data),
        }
    }

    /// Whether what came is what was sent, as far as that was said.
    pub(super) fn is_right(&self) -> bool {
        match self {
            Self::None => true,
            Self::Sha1(hash, sum) => hash.clone().finalize()[..] == sum[..],
            Self::Sha256(hash, sum) => hash.clone().finalize()[..] == sum[..],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))])
    }

    #[test]
    fn names_and_types_are_read() {
        let read = |value: &str| metadata(&headers("upload-metadata", value)).ok();
        let path = STANDARD.encode("C:\\bills\\March.pdf");
        let read_as = |name: &str, declared: &str| Some((name.to_owned(), declared.to_owned()));
        assert_eq!(read(&format!("filename {path},filetype aW1hZ2UvcG5n, is_confidential")), read_as("March.pdf", "image/png"));
        assert_eq!(read("other eA=="), read_as("", ""));
        assert_eq!(read("filename %%%"), None);
        assert_eq!(metadata(&HeaderMap::new()).ok(), read_as("", ""));
    }

    #[test]
    fn a_sum_is_that_of_what_came() {
        let sum = |value: &str| {
            let mut sum = Sum::asked(&headers("upload-checksum", value)).ok()?;
            sum.update(b"hello ");
            sum.update(b"world");
            Some((sum.is_asked(), sum.is_right()))
        };
        assert_eq!(sum("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="), Some((true, true)));
        assert_eq!(sum("sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="), Some((true, true)));
        assert_eq!(sum("sha1 AAAA"), Some((true, false)));
        assert_eq!(sum("md5 AAAA"), None);
    }

    #[test]
    fn moments_are_those_of_http() {
        assert_eq!(date(Timestamp(1_795_780_800_000)).as_deref(), Some("Fri, 27 Nov 2026 12:00:00 GMT"));
    }

    #[test]
    fn only_paths_of_uploads_are_such() {
        assert!(is_upload("/api/v1/uploads") && is_upload("/api/v1/uploads/x"));
        assert!(!is_upload("/api/v1/uploadsx") && !is_upload("/uploads") && !is_upload("/api/v1/tickets"));
    }
}
