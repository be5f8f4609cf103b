//! Signing in, as a partner with a mailbox does.

use super::letters::{Mail, in_folder};
use super::{Answer, Backend, send, until};
use recourse_contract::Session;
use recourse_contract::session::CodeSent;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

pub fn change(backend: &Backend, method: Method, path: &str, body: Option<Value>) -> RequestBuilder {
    let request = backend.request(method, &format!("/api/v1{path}")).header("x-recourse", "1");
    match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()),
        None => request,
    }
}

pub async fn ask(backend: &Backend, email: &str) -> Answer {
    send(change(backend, Method::POST, "/session/code", Some(json!({"email": email, "language": "en"})))).await
}

pub fn codes(backend: &Backend, email: &str) -> Vec<String> {
    let mails = in_folder(&backend.data().join("mail"));
    let code = |text: &str| {
        text.lines()
            .map(|line| line.trim().replace(' ', ""))
            .find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()))
    };
    let to = |mail: &&Mail| mail.header("to").to_lowercase().contains(&email.to_lowercase());
    mails.iter().filter(to).filter_map(|mail| code(&mail.text)).collect()
}

/// A code with the challenge that it belongs to.
#[derive(Clone)]
pub struct Asked {
    pub code: String,
    pub challenge: String,
}

impl Asked {
    /// Another code under the same challenge.
    pub fn wrong(&self) -> Self {
        Self { code: if self.code == "000000" { "000001" } else { "000000" }.into(), ..self.clone() }
    }
}

/// Asks for a code and reads it from the mail.
pub async fn code(backend: &Backend, email: &str) -> Asked {
    let before = codes(backend, email);
    let asked = ask(backend, email).await;
    assert_eq!(asked.status, 202);
    let challenge = asked.read::<CodeSent>().challenge;
    let code = until("the code", async || codes(backend, email).into_iter().find(|code| !before.contains(code))).await;
    Asked { code, challenge }
}

pub async fn enter(backend: &Backend, email: &str, asked: &Asked, bearer: bool) -> Answer {
    let body = json!({"email": email, "code": asked.code, "challenge": asked.challenge, "bearer": bearer});
    send(change(backend, Method::POST, "/session", Some(body))).await
}

pub async fn token(backend: &Backend, email: &str) -> String {
    let code = code(backend, email).await;
    enter(backend, email, &code, true).await.created::<Session>().token.unwrap()
}
