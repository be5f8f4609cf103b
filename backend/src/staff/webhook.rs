//! Webhooks after the Standard Webhooks specification (<https://www.standardwebhooks.com>): ids alone, signed, posted.

use super::Trouble;
use crate::service_file::{Team, Webhook};
use crate::store::{News, StaffRow, TicketRow};
use axum::body::Bytes;
use axum::http::{HeaderMap, Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use recourse_contract::Timestamp;
use recourse_contract::ticket::TicketKind;
use recourse_contract::time::DAY;
use serde::Serialize;
use sha2::Sha256;
use std::error::Error;
use std::time::Duration;

/// How long a receiver may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// How the backend names itself.
pub(crate) const AGENT: &str = concat!("recourse-backend/", env!("CARGO_PKG_VERSION"));

/// What a receiver learns. Nothing of what anybody wrote, and nobody's name or address: webhooks end in chat rooms and
/// logs, and whoever needs more has a handler's key.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    news: News,
    /// When it happened.
    timestamp: Timestamp,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    ticket: &'a str,
    reference: &'a str,
    topic: &'a str,
    kind: TicketKind,
    update: u32,
}

/// The body of a webhook, the same at each attempt.
pub fn body(row: &StaffRow, ticket: &TicketRow) -> String {
    let data = Data {
        ticket: &ticket.id,
        reference: ticket.reference.as_str(),
        topic: &ticket.topic,
        kind: ticket.kind,
        update: row.number,
    };
    serde_json::to_string(&Body { news: row.news, timestamp: row.created_at, data }).expect("it is plain data")
}

/// The header `webhook-signature`: HMAC-SHA256 over id, seconds since 1970 and body.
pub fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Posts webhooks. Redirects are not followed: the next place was not signed for. Each has a connection of its own, since
/// most come far apart.
pub struct Post {
    plain: Client<HttpConnector, Full<Bytes>>,
    /// Where a webhook needs it, so that a machine without certificates can do without.
    secure: Option<Client<HttpsConnector<HttpConnector>, Full<Bytes>>>,
}

impl Post {
    /// For the webhooks of this team.
    ///
    /// # Errors
    /// When one is reached by TLS, and the machine has no certificates to trust.
    pub fn new(team: &Team) -> std::io::Result<Self> {
        let is_secure = team.webhooks().iter().any(Webhook::is_secure);
        let secure = is_secure.then(|| {
            let connector = HttpsConnectorBuilder::new().with_native_roots()?.https_only().enable_http1().build();
            Ok::<_, std::io::Error>(Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector))
        });
        let plain = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
        Ok(Self { plain, secure: secure.transpose()? })
    }

    /// Posts one. `id` is stable over repetitions: a webhook that goes out twice has one `webhook-id`.
    ///
    /// # Errors
    /// What the receiver says, or that it cannot be reached. Its answer is not read beyond the headers.
    pub async fn send(&self, webhook: &Webhook, id: &str, body: String, now: Timestamp) -> Result<(), Trouble> {
        let seconds = now.0.div_euclid(1_000);
        let request = Request::post(webhook.uri.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, AGENT)
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature(&webhook.secret, id, seconds, &body))
            .body(Full::new(Bytes::from(body)))
            .map_err(|fault| Trouble::Over(fault.to_string()))?;
        let answer = match &self.secure {
            Some(client) if webhook.is_secure() => client.request(request),
            _ => self.plain.request(request),
        };
        let answer = match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(fault)) => return Err(Trouble::waits(format!("the receiver cannot be reached: {}", cause(&fault)))),
            Err(_) => return Err(Trouble::waits("the receiver did not answer in time")),
        };
        let why = format!("the receiver answered {}", answer.status().as_u16());
        match answer.status() {
            status if status.is_success() => Ok(()),
            StatusCode::GONE => Err(Trouble::Over(why)),
            _ => Err(Trouble::Waits { why, at_least: retry_after(answer.headers(), now) }),
        }
    }
}

/// The innermost cause: the others only say that something failed.
pub(crate) fn cause(fault: &(dyn Error + 'static)) -> String {
    let mut cause = fault;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

/// Milliseconds that a receiver wants to be left alone (RFC 9110, 10.2.3): seconds or a date, at most a day.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> i64 {
    let text = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()).unwrap_or_default().trim();
    let wanted = match text.parse::<i64>() {
        Ok(seconds) => seconds.saturating_mul(1_000),
        Err(_) => jiff::fmt::rfc2822::parse(text).map_or(0, |at| at.timestamp().as_millisecond().saturating_sub(now.0)),
    };
    wanted.clamp(0, DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_signature_is_that_of_the_specification() {
        // The example of the specification's reference libraries.
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let signed = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_receiver_is_left_alone_for_a_day_at_most() {
        let now = Timestamp::parse("2026-11-02T08:00:00Z").expect("a time");
        for (text, millis) in [
            ("120", 120_000),
            ("Mon, 02 Nov 2026 08:01:00 GMT", 60_000),
            ("Mon, 02 Nov 2026 07:00:00 GMT", 0),
            ("99999999999999999", DAY),
            ("-5", 0),
            ("soon", 0),
        ] {
            let headers = HeaderMap::from_iter([(header::RETRY_AFTER, HeaderValue::from_static(text))]);
            assert_eq!(retry_after(&headers, now), millis, "{text}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), 0);
    }
}
