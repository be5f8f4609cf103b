//! A page of the app: the real outbox and thread of `core`, and what is in the page's memory alone.

use crate::device::Write;
use recourse_contract::{Ticket, Update};
use recourse_core::journey::DraftId;
use recourse_core::outbox::{Entry, Model};
use recourse_core::upload::{self, Job, Upload};
use std::collections::BTreeMap;

/// A page. A crash takes all of it.
#[derive(Default)]
pub struct Page {
    /// Raised by each start: what an earlier one was about to do never happens.
    pub start: u32,
    /// Whether it is there.
    pub is_open: bool,
    /// Whether it is of the older version of the app, where there are two.
    pub is_older: bool,
    /// The outbox, as this page sees it.
    pub outbox: Model,
    /// The files, as this page sees them.
    pub uploads: upload::Model,
    /// The threads that it shows.
    pub cases: BTreeMap<String, Case>,
    /// What the disk refused: it counts until the page goes. Nothing stands for a deletion.
    pub held: BTreeMap<String, Option<String>>,
}

/// A ticket on a page.
#[derive(Default)]
pub struct Case {
    pub ticket: Option<Ticket>,
    pub thread: Vec<Update>,
    /// What was last taken over from the disk, as it stood there, and the same as it was read.
    pub loaded: (String, Vec<Update>),
}

/// Why a text goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Refused,
    /// With whether the disk has ever had it.
    TakenBack(bool),
}

/// What a page is about to do, one step at a time; a crash can come between any two.
#[derive(Clone, Debug)]
pub enum Task {
    /// Keep a new entry, and in one go what goes with that: its text leaves the note that it was typed into.
    Begin(Entry, Option<Write>),
    /// The stored entry goes into the queue.
    Add(Entry),
    /// Keep the entry.
    Keep(Entry),
    /// It is this page's turn to send: look, mark the entry on the disk.
    Turn(Entry),
    /// Send the marked entry.
    Post(Entry),
    /// The ticket with its new entry is kept, then the entry is forgotten.
    Deliver(Entry, String, bool),
    /// The entry is forgotten, and its text goes back to where it can be changed; unless it was taken back while another page
    /// had begun to send it.
    GiveBack(Entry, Why),
    /// What an attempt has left is on the disk: the next page may send.
    Release,
    /// The time has come that the queue asked for.
    Wake,
    /// Another page has changed something, or the page has started.
    Load,
    /// Read this ticket.
    Read(String),
    /// A file that was chosen is kept, and goes up.
    Choose(Upload),
    /// Keep what is known of a file; with whether the disk has ever had it.
    KeepFile(Upload, bool),
    /// Forget a file.
    ForgetFile(Upload),
    /// It is this page's turn to do something with a file.
    TurnFile(Job),
    /// Do it.
    SendFile(Job),
    /// What a step has left is on the disk: the next page may do one.
    ReleaseFile(String),
    /// The time has come that the uploads asked for.
    WakeFiles,
    /// A frame gives this draft: its device, page and start.
    TakeDraft { stored: String, frame: (usize, usize, u32) },
    /// A tab has taken this draft.
    Given(DraftId),
}
