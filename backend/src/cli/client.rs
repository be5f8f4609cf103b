//! The handler API as a client: what the commands for staff go through.

use super::show;
use crate::handler::{Move, Request};
use clap::Args;
use recourse_contract::{IDEMPOTENCY_KEY, Problem, Service, Update};
use reqwest::header::CONTENT_LANGUAGE;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

// Where the backend is, and who asks. No docstring: it would take the place of the command's own help.
#[derive(Clone, Debug, Args)]
pub(super) struct Place {
    /// Where the backend is.
    #[arg(long, env = "RECOURSE_URL", value_name = "URL", default_value = "http://127.0.0.1:8080", global = true)]
    url: String,
    /// The handler's key. Default: the one that the first start put into DIR.
    #[arg(long, env = "RECOURSE_HANDLER_KEY", value_name = "KEY", hide_env_values = true, global = true)]
    key: Option<String>,
    /// The backend's data folder, for its key.
    #[arg(long, env = "RECOURSE_DATA", value_name = "DIR", default_value = "data", global = true)]
    data: PathBuf,
}

impl Place {
    /// A client with the key given, else with the one in this file of the data folder.
    ///
    /// # Errors
    /// In words, when there is no key.
    pub(super) fn client(&self, file: &str) -> Result<Client, String> {
        let key = key_of(self.key.as_deref(), &self.data.join(file))?;
        let http = reqwest::Client::builder().no_proxy().build().map_err(|fault| fault.to_string())?;
        Ok(Client { http, url: self.url.trim_end_matches('/').to_owned(), key })
    }
}

/// The handler's key: the one given, else the one in this file.
///
/// # Errors
/// In words, when the file cannot be read.
pub(super) fn key_of(key: Option<&str>, path: &Path) -> Result<String, String> {
    let key = match key {
        Some(key) => key.to_owned(),
        None => fs::read_to_string(path).map_err(|fault| format!("{}: {fault}. Name a key with --key.", path.display()))?,
    };
    Ok(key.trim().to_owned())
}

/// Why a request came to nothing.
pub(super) enum Failed {
    /// The backend has refused it.
    Refused(Problem),
    /// No answer, or none that can be read; in words.
    Unanswered(String),
}

impl From<Failed> for String {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Refused(problem) => show::problem(&problem),
            Failed::Unanswered(reason) => reason,
        }
    }
}

/// A handler's connection to the backend.
pub(super) struct Client {
    http: reqwest::Client,
    url: String,
    key: String,
}

impl Client {
    /// Reads something.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, String)]) -> Result<T, Failed> {
        let (_, body) = self.send(self.http.get(self.address(path)).query(query)).await?;
        read(&body)
    }

    /// Makes a move with these uploads, under this idempotency key. `language` is that of its texts, the partner's unless said
    /// otherwise.
    pub(super) async fn post(
        &self,
        ticket: &str,
        what: &Move,
        attachments: &[String],
        key: &str,
        language: Option<&str>,
    ) -> Result<Option<Update>, Failed> {
        let asking = Request { what: what.clone(), attachments: attachments.to_vec() };
        let mut request =
            self.http.post(self.address(&format!("/tickets/{ticket}/moves"))).header(IDEMPOTENCY_KEY, key).json(&asking);
        if let Some(language) = language {
            request = request.header(CONTENT_LANGUAGE, language);
        }
        let (status, body) = self.send(request).await?;
        if status == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        read(&body).map(Some)
    }

    /// Changes or creates something, under an idempotency key where there is one.
    pub(super) async fn change<B: Serialize + ?Sized, T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &B,
        key: Option<&str>,
    ) -> Result<T, Failed> {
        let mut request = self.http.request(method, self.address(path)).json(body);
        if let Some(key) = key {
            request = request.header(IDEMPOTENCY_KEY, key);
        }
        let (_, body) = self.send(request).await?;
        read(&body)
    }

    /// What the platform says of itself: its time zone, its languages.
    pub(super) async fn service(&self) -> Result<Service, Failed> {
        let (_, body) = self.send(self.at(Method::GET, "/api/v1/service")).await?;
        read(&body)
    }

    fn address(&self, path: &str) -> String {
        format!("{}/handler{path}", self.url)
    }

    /// A request for a path of the backend.
    pub(super) fn at(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    async fn send(&self, request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), Failed> {
        let answer = self.answer(request).await?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(|fault| Failed::Unanswered(fault.to_string()))?.to_vec();
        Ok((status, body))
    }

    /// A good answer, its body not read yet.
    pub(super) async fn answer(&self, request: RequestBuilder) -> Result<Response, Failed> {
        let absent = |_| Failed::Unanswered(format!("no backend answers at {}: is it running? Try --url.", self.url));
        let answer = request.bearer_auth(&self.key).send().await.map_err(absent)?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let body = answer.bytes().await.map_err(|fault| Failed::Unanswered(fault.to_string()))?;
        Err(match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) => Failed::Refused(problem),
            Err(_) => Failed::Unanswered(format!("the backend answered {status}")),
        })
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failed> {
    serde_json::from_slice(body).map_err(|fault| Failed::Unanswered(format!("the answer cannot be read: {fault}")))
}
