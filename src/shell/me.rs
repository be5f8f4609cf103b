//! The partner's own data at the backend.

use super::backend::Backend;
use super::http::{self, Request, Response, Verb};
use super::storage::{self, Store, Write};
use super::{clock, device, page};
use recourse_contract::me::{Me, MeChange};
use recourse_contract::session::CodeSent;
use recourse_contract::{FieldError, Problem, ProblemType, json};

/// What came of it.
pub enum Done {
    /// As it is now.
    Me(Me),
    /// A code is on its way; this challenge goes back with it.
    Sent(String),
    /// Something typed is wrong.
    Wrong(FieldError),
    /// Too many codes were asked for; again in so many minutes.
    TooMany(u32),
    /// No answer, or not one of the contract.
    Failed,
}

/// Reads them: without an answer, as they were read last on this device.
pub async fn read(backend: Backend) -> Option<Me> {
    let epoch = backend.epoch();
    let Some(response) = backend.call(Verb::Get, "/me", None).await else {
        let note = storage::get(Store::Notes, device::ME_NOTE).await.ok().flatten()?;
        return json::read(&note).ok().filter(|_| backend.epoch() == epoch);
    };
    let Done::Me(me) = done(backend, Some(response), epoch) else { return None };
    // Signed out while the answer was on its way: it must not come back onto this device.
    if backend.epoch() != epoch {
        return None;
    }
    if !backend.is_elsewhere() {
        let note = serde_json::to_string(&me).expect("texts");
        // Where nothing is kept, the next visit without a connection has nothing to show.
        let _ = storage::apply(vec![Write::Put(Store::Notes, device::ME_NOTE.into(), note)]).await;
    }
    Some(me)
}

/// Changes them.
pub async fn change(backend: Backend, change: &MeChange) -> Done {
    let body = serde_json::to_string(change).expect("texts");
    let epoch = backend.epoch();
    done(backend, backend.call(Verb::Patch, "/me", Some(&body)).await, epoch)
}

/// Asks for erasure.
pub async fn ask_erasure(backend: Backend) -> Done {
    let (language, token, key, epoch) = (backend.language(), backend.token_for(""), clock::new_key(), backend.epoch());
    let request = Request {
        url: backend.url("/me/erasure"),
        verb: Verb::Post,
        body: Some("{}"),
        key: Some(&key),
        token: token.as_deref(),
        language: &language,
        ..Request::default()
    };
    done(backend, http::send(request).await, epoch)
}

/// Takes it back.
pub async fn take_back_erasure(backend: Backend) -> Done {
    let epoch = backend.epoch();
    done(backend, backend.call(Verb::Delete, "/me/erasure", None).await, epoch)
}

/// Puts everything that is kept of the partner into a file on this device. Says whether it came.
pub async fn export(backend: Backend) -> bool {
    let (language, token) = (backend.language(), backend.token_for(""));
    let url = backend.url("/me/export");
    let request = Request { url, token: token.as_deref(), language: &language, is_long: true, ..Request::default() };
    match http::send(request).await {
        // A part of it is no JSON: the connection was cut.
        Some(Response { status: 200, body, .. }) if js_sys::JSON::parse(&body).is_ok() => page::save("my-data.json", &body),
        _ => false,
    }
}

fn done(backend: Backend, response: Option<Response>, epoch: u32) -> Done {
    match response {
        Some(Response { status: 202, body, .. }) if json::read::<CodeSent>(&body).is_ok() => {
            json::read::<CodeSent>(&body).map_or(Done::Failed, |sent| Done::Sent(sent.challenge))
        }
        Some(Response { status: 200 | 202, body, .. }) => json::read(&body).map_or(Done::Failed, Done::Me),
        Some(Response { status: 401, .. }) => {
            backend.say_signed_out(epoch);
            Done::Failed
        }
        Some(Response { status, body, retry_after, .. }) => match json::read::<Problem>(&body) {
            Ok(problem) if problem.status != status => Done::Failed,
            Ok(problem) if problem.kind == ProblemType::TooMany => {
                Done::TooMany(u32::try_from((retry_after.unwrap_or(60) + 59) / 60).unwrap_or(1).max(1))
            }
            Ok(problem) => problem.errors.into_iter().next().map_or(Done::Failed, Done::Wrong),
            Err(_) => Done::Failed,
        },
        None => Done::Failed,
    }
}
