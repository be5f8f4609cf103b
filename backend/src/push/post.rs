//! Hands messages to push services (RFC 8030, 5), and reads what they say.

use super::endpoint::PublicHosts;
use crate::staff::{AGENT, PATIENCE, cause, retry_after};
use axum::body::Bytes;
use axum::http::{Request, StatusCode, Uri, header};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use recourse_contract::Timestamp;

/// Seconds that a push service keeps a message for a device that is off. The mail is there all the while.
const TTL: u32 = 3 * 86_400;

/// What a push service says of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has it.
    Taken,
    /// It may take it later.
    Later {
        /// In words.
        why: String,
        /// It asks to be left alone for so many milliseconds.
        at_least: i64,
    },
    /// It will not take it.
    Refused(String),
    /// The device is gone.
    Gone,
}

/// A message, ready to go.
pub struct Letter {
    /// Where to.
    pub endpoint: Uri,
    /// Who sends (RFC 8292).
    pub authorization: String,
    /// What it takes the place of.
    pub topic: String,
    /// Encrypted.
    pub body: Vec<u8>,
}

/// Posts messages. Redirects are not followed. Each has a connection of its own, since most come far apart.
pub enum Post {
    /// To hosts of the public internet, by https.
    Public(Client<HttpsConnector<HttpConnector<PublicHosts>>, Full<Bytes>>),
    /// For tests: to anywhere, by http.
    Plain(Client<HttpConnector, Full<Bytes>>),
}

impl Post {
    /// Posts to push services, or, for tests, to `anywhere`.
    ///
    /// # Errors
    /// When the machine has no certificates to trust.
    pub fn new(anywhere: bool) -> std::io::Result<Self> {
        let mut client = Client::builder(TokioExecutor::new());
        client.pool_max_idle_per_host(0);
        if anywhere {
            return Ok(Self::Plain(client.build_http()));
        }
        let mut hosts = HttpConnector::new_with_resolver(PublicHosts);
        // What stands around it does.
        hosts.enforce_http(false);
        let secure = HttpsConnectorBuilder::new().with_native_roots()?.https_only().enable_http1().wrap_connector(hosts);
        Ok(Self::Public(client.build(secure)))
    }

    /// Posts one. The answer is not read beyond its head.
    pub async fn send(&self, letter: Letter, now: Timestamp) -> Fate {
        let request = Request::post(letter.endpoint)
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::USER_AGENT, AGENT)
            .header(header::AUTHORIZATION, letter.authorization)
            .header("ttl", TTL)
            .header("urgency", "normal")
            .header("topic", letter.topic)
            .body(Full::new(Bytes::from(letter.body)));
        let request = match request {
            Ok(request) => request,
            Err(fault) => return Fate::Refused(fault.to_string()),
        };
        let answer = match self {
            Self::Public(client) => client.request(request),
            Self::Plain(client) => client.request(request),
        };
        let later = |why: String| Fate::Later { why, at_least: 0 };
        let answer = match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(fault)) => return later(format!("the push service cannot be reached: {}", cause(&fault))),
            Err(_) => return later("the push service did not answer in time".into()),
        };
        let why = format!("the push service answered {}", answer.status().as_u16());
        match answer.status() {
            status if status.is_success() => Fate::Taken,
            StatusCode::NOT_FOUND | StatusCode::GONE => Fate::Gone,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => {
                Fate::Later { why, at_least: retry_after(answer.headers(), now) }
            }
            // It does not take the signature (RFC 8292): a clock or a key that is wrong here must not cost everybody's devices.
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => later(why),
            status if status.is_server_error() => Fate::Later { why, at_least: retry_after(answer.headers(), now) },
            _ => Fate::Refused(why),
        }
    }
}
