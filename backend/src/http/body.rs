//! Reading a JSON body: bounded, and with faults that name their place.

use super::problem::Refusal;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use http_body_util::BodyExt;
use recourse_contract::{Code, FieldError, ProblemType, canonical};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// Most bytes of a request. A message of 10,000 characters in four-byte characters, escaped, with everything else.
pub(super) const MAX_BODY: usize = 256 * 1024;
/// A larger body is read to here before it is refused, or the client would see a broken pipe instead of the problem.
const DRAIN: usize = 32 * 1024 * 1024;

/// A body of the contract, with the SHA-256 of its canonical form but for the uploads that go along.
pub(super) struct Json<T> {
    pub(super) value: T,
    pub(super) hash: String,
}

impl<S: Send + Sync, T: DeserializeOwned + Serialize> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let (head, body) = request.into_parts();
        let kind = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        let bytes = collect(body).await?;
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::new(ProblemType::MediaType));
        }
        let malformed = |detail: String| Refusal::because(ProblemType::Malformed, detail);
        let mut sent: Value = serde_json::from_slice(&bytes).map_err(|fault| malformed(fault.to_string()))?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value: T = serde_path_to_error::deserialize(&mut reader)
            .map_err(|fault| misplaced(pointer(fault.path()), &fault.inner().to_string()))?;
        let read = serde_json::to_value(&value).map_err(|fault| malformed(fault.to_string()))?;
        if let Some(place) = list_for_object(&sent, &read) {
            return Err(misplaced(place, "invalid type: sequence, expected an object"));
        }
        // Two tabs may have sent the same files under names of their own: that makes no other message of it.
        if let Value::Object(members) = &mut sent {
            members.remove("attachments");
        }
        let told = serde_json::to_vec(&sent).map_err(|fault| malformed(fault.to_string()))?;
        let canonical = canonical::canonical(&told).map_err(|fault| malformed(fault.to_string()))?;
        Ok(Self { value, hash: crate::secret::sha256(canonical.as_bytes()) })
    }
}

/// A body with a value of the wrong kind at `pointer`.
fn misplaced(pointer: String, detail: &str) -> Refusal {
    let mut refusal = Refusal::because(ProblemType::Malformed, detail);
    refusal.0.errors = vec![FieldError { pointer, code: Code::Other, detail: Some(detail.to_owned()), limit: None }];
    refusal
}

/// Where a list was sent for an object: serde's derived readers take `["a", "b"]` for `{"name": "a", "email": "b"}`, and
/// the contract does not.
fn list_for_object(sent: &Value, read: &Value) -> Option<String> {
    match (sent, read) {
        (Value::Array(_), Value::Object(_)) => Some(String::new()),
        (Value::Object(sent), Value::Object(read)) => read.iter().find_map(|(name, read)| {
            let place = list_for_object(sent.get(name)?, read)?;
            Some(format!("/{}{place}", recourse_contract::validate::escaped(name)))
        }),
        (Value::Array(sent), Value::Array(read)) => sent
            .iter()
            .zip(read)
            .enumerate()
            .find_map(|(index, (sent, read))| Some(format!("/{index}{}", list_for_object(sent, read)?))),
        _ => None,
    }
}

async fn collect(mut body: Body) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut read = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::because(ProblemType::Malformed, "the body broke off"))?;
        let Some(data) = frame.data_ref() else { continue };
        read += data.len();
        if read <= MAX_BODY {
            bytes.extend_from_slice(data);
        } else if read > DRAIN {
            break;
        }
    }
    if read > MAX_BODY {
        let mut refusal = Refusal::new(ProblemType::TooLarge);
        refusal.0.limit = u64::try_from(MAX_BODY).ok();
        return Err(refusal);
    }
    Ok(bytes)
}

/// Reads a body that is refused, as long as it comes, or its sender would see a broken pipe instead of the problem.
pub(super) async fn drained(mut body: Body, patience: Duration) {
    let mut read = 0;
    while let Ok(Some(Ok(frame))) = tokio::time::timeout(patience, body.frame()).await {
        read += frame.data_ref().map_or(0, |data| data.len());
        if read > DRAIN {
            break;
        }
    }
}

/// Where a fault is, as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } | Segment::Enum { variant: key } => format!("/{}", recourse_contract::validate::escaped(key)),
            Segment::Unknown => String::new(),
        })
        .collect()
}
