//! What a request is for, and what follows from that.

use crate::journey::DraftId;
use recourse_contract::json::{Notes, Read, Tree};
use serde::Serialize;

/// What a request is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Files the ticket of a draft.
    File {
        /// The draft, kept until the ticket is filed.
        draft: DraftId,
    },
    /// Replies in a thread.
    Reply {
        /// The ticket.
        ticket: String,
    },
    /// Answers an information request.
    Answer {
        /// The ticket.
        ticket: String,
        /// The number of the request.
        request: u32,
    },
    /// Comments on a preliminary outcome.
    Comment {
        /// The ticket.
        ticket: String,
        /// The number of the preliminary outcome.
        request: u32,
    },
    /// Reminds the platform.
    Nudge {
        /// The ticket.
        ticket: String,
    },
    /// Says whether the outcome settles the ticket.
    Settle {
        /// The ticket.
        ticket: String,
    },
    /// Says how the partner found the outcome.
    Satisfaction {
        /// The ticket.
        ticket: String,
    },
    /// Asks for another review.
    Review {
        /// The ticket.
        ticket: String,
    },
    /// Asks for mediation.
    Mediation {
        /// The ticket.
        ticket: String,
    },
    /// Withdraws the ticket.
    Withdraw {
        /// The ticket.
        ticket: String,
    },
    /// Says up to which update the partner has read.
    Seen {
        /// The ticket.
        ticket: String,
    },
    /// Changes how the partner is reached, in every ticket.
    Preferences,
    /// Asks to be told when an incident is solved.
    Subscribe {
        /// The incident.
        incident: String,
        /// Where the e-mail goes.
        email: String,
    },
    /// Takes that back, under the key of what it takes back.
    Unsubscribe {
        /// The incident.
        incident: String,
    },
    /// Asks something about mediation.
    Question,
    /// Says whether an article has helped.
    Feedback {
        /// The article.
        article: String,
    },
}

/// What a request does with what its path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Creates something below it.
    Post,
    /// Puts something in its place.
    Put,
    /// Changes a part of it.
    Patch,
    /// Takes it away.
    Delete,
}

impl Purpose {
    /// The ticket that it belongs to; nothing for a filing, and for what is of all tickets.
    pub fn ticket(&self) -> Option<&str> {
        match self {
            Self::File { .. }
            | Self::Preferences
            | Self::Question
            | Self::Subscribe { .. }
            | Self::Unsubscribe { .. }
            | Self::Feedback { .. } => None,
            Self::Reply { ticket }
            | Self::Answer { ticket, .. }
            | Self::Comment { ticket, .. }
            | Self::Nudge { ticket }
            | Self::Settle { ticket }
            | Self::Satisfaction { ticket }
            | Self::Review { ticket }
            | Self::Mediation { ticket }
            | Self::Withdraw { ticket }
            | Self::Seen { ticket } => Some(ticket),
        }
    }

    /// The incident that it speaks of.
    pub fn incident(&self) -> Option<&str> {
        match self {
            Self::Subscribe { incident, .. } | Self::Unsubscribe { incident, .. } => Some(incident),
            _ => None,
        }
    }

    /// Whether anybody may send it: it needs neither a link nor a session.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::File { .. } | Self::Question | Self::Feedback { .. }) || self.incident().is_some()
    }

    /// The thread that it writes into.
    pub fn thread(&self) -> Option<&str> {
        self.ticket().filter(|_| !self.is_mark())
    }

    /// The ticket whose box for messages it was written in: its text moves from there, and goes back there.
    pub fn reply_box(&self) -> Option<&str> {
        match self {
            Self::Reply { ticket } | Self::Comment { ticket, .. } => Some(ticket),
            _ => None,
        }
    }

    /// Whether of several that wait only the last one counts.
    pub fn is_mark(&self) -> bool {
        matches!(self, Self::Seen { .. } | Self::Satisfaction { .. } | Self::Preferences | Self::Feedback { .. })
    }

    /// Whether one that waits is enough: a second press of its button comes before the first one is in the queue.
    pub fn is_asked_once(&self) -> bool {
        matches!(
            self,
            Self::Nudge { .. }
                | Self::Settle { .. }
                | Self::Review { .. }
                | Self::Mediation { .. }
                | Self::Withdraw { .. }
                | Self::Question
        )
    }

    /// Whether it is of the session, and of no ticket: it ends with it.
    pub fn is_of_session(&self) -> bool {
        *self == Self::Preferences
    }

    /// How it is sent.
    pub fn method(&self) -> Method {
        match self {
            Self::Settle { .. }
            | Self::Satisfaction { .. }
            | Self::Seen { .. }
            | Self::Subscribe { .. }
            | Self::Feedback { .. } => Method::Put,
            Self::Preferences => Method::Patch,
            Self::Unsubscribe { .. } => Method::Delete,
            Self::File { .. }
            | Self::Question
            | Self::Reply { .. }
            | Self::Answer { .. }
            | Self::Comment { .. }
            | Self::Nudge { .. }
            | Self::Review { .. }
            | Self::Mediation { .. }
            | Self::Withdraw { .. } => Method::Post,
        }
    }

    /// Whether it has to wait for an earlier one: of the same draft, thread or incident, or the same mark.
    pub(super) fn follows(&self, earlier: &Self) -> bool {
        self == earlier
            || (self.thread().is_some() && self.thread() == earlier.thread())
            || (self.incident().is_some() && self.incident() == earlier.incident())
    }
}

impl Read for Purpose {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        let of = |name: &str| value.get(name);
        if let Some(file) = of("file") {
            Self::File { draft: notes.field(file, "draft") }
        } else if let Some(reply) = of("reply") {
            Self::Reply { ticket: notes.field(reply, "ticket") }
        } else if let Some(answer) = of("answer") {
            Self::Answer { ticket: notes.field(answer, "ticket"), request: notes.field(answer, "request") }
        } else if let Some(comment) = of("comment") {
            Self::Comment { ticket: notes.field(comment, "ticket"), request: notes.field(comment, "request") }
        } else if let Some(nudge) = of("nudge") {
            Self::Nudge { ticket: notes.field(nudge, "ticket") }
        } else if let Some(settle) = of("settle") {
            Self::Settle { ticket: notes.field(settle, "ticket") }
        } else if let Some(satisfaction) = of("satisfaction") {
            Self::Satisfaction { ticket: notes.field(satisfaction, "ticket") }
        } else if let Some(review) = of("review") {
            Self::Review { ticket: notes.field(review, "ticket") }
        } else if let Some(mediation) = of("mediation") {
            Self::Mediation { ticket: notes.field(mediation, "ticket") }
        } else if let Some(withdrawal) = of("withdraw") {
            Self::Withdraw { ticket: notes.field(withdrawal, "ticket") }
        } else if let Some(seen) = of("seen") {
            Self::Seen { ticket: notes.field(seen, "ticket") }
        } else if let Some(asked) = of("subscribe") {
            Self::Subscribe { incident: notes.field(asked, "incident"), email: notes.field(asked, "email") }
        } else if let Some(back) = of("unsubscribe") {
            Self::Unsubscribe { incident: notes.field(back, "incident") }
        } else if value.as_str() == Some("preferences") {
            Self::Preferences
        } else if value.as_str() == Some("question") {
            Self::Question
        } else if let Some(feedback) = of("feedback") {
            Self::Feedback { article: notes.field(feedback, "article") }
        } else {
            notes.wrong();
            Self::Reply { ticket: String::new() }
        }
    }
}
