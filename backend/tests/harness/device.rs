//! A device with its push service (RFC 8030), which reads messages with other code than the backend's.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::SystemRandom;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A message as it came.
#[derive(Clone, Debug)]
pub struct Message {
    pub device: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Message {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// What a push service answers: a status, and perhaps `Retry-After`.
type Mood = (u16, Option<&'static str>);

/// A push service; it ends with the test's runtime.
#[derive(Clone)]
pub struct PushService {
    address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    seen: Arc<Mutex<Vec<Message>>>,
}

impl PushService {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = Self { address, mood: Arc::new(Mutex::new((201, None))), seen: Arc::default() };
        let router = Router::new().route("/send/{device}", post(take)).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        service
    }

    /// Its origin.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn endpoint(&self, device: &str) -> String {
        format!("{}/send/{device}", self.origin())
    }

    pub fn answers(&self, status: u16, retry_after: Option<&'static str>) {
        *self.mood.lock().unwrap() = (status, retry_after);
    }

    pub fn seen(&self) -> Vec<Message> {
        self.seen.lock().unwrap().clone()
    }

    pub async fn got(&self, count: usize) -> Vec<Message> {
        super::until("the push messages have come", async || Some(self.seen()).filter(|seen| seen.len() >= count)).await
    }
}

async fn take(
    State(service): State<PushService>,
    Path(device): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap) {
    service.seen.lock().unwrap().push(Message { device, headers, body });
    let (status, retry_after) = *service.mood.lock().unwrap();
    let mut answer = HeaderMap::new();
    if let Some(text) = retry_after {
        answer.insert("retry-after", text.parse().unwrap());
    }
    (StatusCode::from_u16(status).unwrap(), answer)
}

/// The keys of a device. It can read one message.
pub struct Device {
    private: EphemeralPrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
}

/// So many bytes.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand(prk: &Prk, info: &[&[u8]], length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    prk.expand(info, Length(length)).unwrap().fill(&mut bytes).unwrap();
    bytes
}

impl Device {
    pub fn new() -> Self {
        let private = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
        let public = private.compute_public_key().unwrap().as_ref().to_vec();
        Self { private, public, auth: *b"sixteen bytes ok" }
    }

    /// What it tells the backend.
    pub fn subscription(&self, endpoint: &str, language: &str) -> Value {
        let keys = json!({"p256dh": URL_SAFE_NO_PAD.encode(&self.public), "auth": URL_SAFE_NO_PAD.encode(self.auth)});
        json!({"endpoint": endpoint, "keys": keys, "language": language})
    }

    /// Reads a message (RFC 8188, 2.1, and RFC 8291, 3.4).
    pub fn read(self, message: &[u8]) -> String {
        let (head, rest) = message.split_at(21);
        let (salt, length) = (&head[..16], usize::from(head[20]));
        let (sender, sealed) = rest.split_at(length);
        let theirs = UnparsedPublicKey::new(&ECDH_P256, sender);
        let auth = Salt::new(HKDF_SHA256, &self.auth);
        let prk = agree_ephemeral(self.private, &theirs, |secret| auth.extract(secret)).unwrap();
        let ikm = expand(&prk, &[b"WebPush: info\0", &self.public, sender], 32);
        let prk = Salt::new(HKDF_SHA256, salt).extract(&ikm);
        let key = UnboundKey::new(&AES_128_GCM, &expand(&prk, &[b"Content-Encoding: aes128gcm\0"], 16)).unwrap();
        let nonce = Nonce::try_assume_unique_for_key(&expand(&prk, &[b"Content-Encoding: nonce\0"], 12)).unwrap();
        let mut sealed = sealed.to_vec();
        let opened = LessSafeKey::new(key).open_in_place(nonce, Aad::empty(), &mut sealed).unwrap();
        let end = opened.iter().rposition(|byte| *byte != 0).unwrap();
        assert_eq!(opened[end], 2, "the last record");
        String::from_utf8(opened[..end].to_vec()).unwrap()
    }
}
