//! The tables `[[identity]]`: the keys that the embedding platform signs with.

use super::node::{Fault, InOneLanguage};
use super::typed;
use crate::identity::{Key, Signing};
use recourse_contract::Service;
use recourse_contract::service::SessionKind;
use serde::Deserialize;
use serde_json::Value as Json;

/// One table.
#[derive(Deserialize)]
struct Entry {
    issuer: String,
    audience: String,
    algorithm: Signing,
    key: String,
    kid: Option<String>,
}

/// Reads the keys; `session_kinds` has to announce `jwt` when there are some, and only then.
///
/// # Errors
/// The first fault, with its line.
pub(super) fn keys(tables: Option<Json>, service: &Service, file: &InOneLanguage) -> Result<Vec<Key>, Fault> {
    let fail = |path: &str, reason: &str| Fault { line: file.line(path), reason: format!("`{path}`: {reason}") };
    let entries: Vec<Entry> = match tables {
        Some(tables) => typed(tables, "identity", file)?,
        None => Vec::new(),
    };
    let is_announced = service.session_kinds.contains(&SessionKind::Jwt);
    if is_announced && entries.is_empty() {
        return Err(fail("session_kinds", "\"jwt\" needs a table `[[identity]]` with the platform's public key"));
    }
    if !is_announced && !entries.is_empty() {
        return Err(fail("identity", "`session_kinds` does not list \"jwt\": nobody could sign in with it"));
    }
    let mut keys = Vec::with_capacity(entries.len());
    for (index, Entry { issuer, audience, algorithm, key, kid }) in entries.into_iter().enumerate() {
        let at = |name: &str| format!("identity.{index}.{name}");
        for (name, text) in [("issuer", Some(&issuer)), ("audience", Some(&audience)), ("kid", kid.as_ref())] {
            if text.is_some_and(|text| text.trim().is_empty()) {
                return Err(fail(&at(name), "this is empty"));
            }
        }
        let key = Key::new(issuer, audience, kid, algorithm, &key);
        keys.push(key.map_err(|reason| fail(&at("key"), reason))?);
    }
    Ok(keys)
}
