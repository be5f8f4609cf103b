//! Web Push (RFC 8030): a device that has asked for it hears that there is news in a case, and of nothing else. The push
//! service in between is somebody else's machine: it sees neither who is told nor of what, and not how long the message is.

mod encrypt;
mod endpoint;
mod post;
mod queue;
mod vapid;

pub use encrypt::{Receiver, encrypt, record};
pub use endpoint::{endpoint, is_public};
pub use post::{Fate, Letter, Post};
pub use queue::Pusher;
pub use vapid::{PUSH_KEY, VapidKey};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// How push goes out.
pub struct Pushing {
    /// What signs it.
    pub key: VapidKey,
    /// For tests: to any address, and by http alone.
    pub anywhere: bool,
}

/// What a device learns. Nothing of what anybody wrote, and nobody's name or address: a locked screen shows it.
#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "v")]
    version: u32,
    ticket: &'a str,
    language: &'a str,
}

/// The message about a ticket, before it is encrypted.
pub fn payload(ticket: &str, language: &str) -> String {
    serde_json::to_string(&Payload { version: 1, ticket, language }).expect("it is plain data")
}

/// The header `Topic` (RFC 8030, 5.4): of several messages about one ticket that wait at the push service, the last one stays.
/// The ticket's id does not go there.
pub fn topic(ticket: &str) -> String {
    let hash = Sha256::digest(format!("push\0{ticket}"));
    URL_SAFE_NO_PAD.encode(&hash[..18])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_ticket_alone() {
        assert_eq!(payload("0f", "fr"), "{\"v\":1,\"ticket\":\"0f\",\"language\":\"fr\"}");
    }

    #[test]
    fn a_topic_is_the_tickets_own_and_fits() {
        let (one, other) = (topic("one"), topic("other"));
        assert!(one != other && one == topic("one") && one.len() <= 32, "{one} {other}");
        assert!(one.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "{one}");
    }
}
