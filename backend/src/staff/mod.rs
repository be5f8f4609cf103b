//! Staff hear of what partners do: by mail for each topic, and by webhook. What they do themselves is no news to them.

mod letter;
mod queue;
mod webhook;

pub use letter::compose;
pub(crate) use letter::one_line;
pub use queue::Notices;
pub(crate) use webhook::{AGENT, PATIENCE, cause, retry_after};
pub use webhook::{Post, body, signature};

use crate::secret::{Random, new_id};
use crate::service_file::Team;
use crate::store::{News, QueuedNotice, Target};

/// Why somebody was not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It may work later.
    Waits {
        /// In words; they carry no address.
        why: String,
        /// The receiver asks to be left alone for so many milliseconds.
        at_least: i64,
    },
    /// It will not.
    Over(String),
}

impl Trouble {
    fn waits(why: impl ToString) -> Self {
        Self::Waits { why: why.to_string(), at_least: 0 }
    }
}

/// A notice for everybody who hears of this topic, about the update of this number.
pub fn notices(team: &Team, topic: &str, number: u32, news: News, random: &dyn Random) -> Vec<QueuedNotice> {
    let mail = team.addresses(topic).iter().map(|address| Target::Mail(address.clone()));
    let webhooks = team.webhooks_of(topic).map(|webhook| Target::Webhook(webhook.url.clone()));
    mail.chain(webhooks).map(|target| QueuedNotice { id: new_id(random), number, news, target }).collect()
}
