//! Everything that happens, in the order of its virtual time.

use crate::Template;
use crate::device::{Device, Way, Write};
use crate::ledger::{Intent, Ledger};
use crate::log::{Log, Report};
use crate::page::Task;
use crate::server::{Answered, Asked, Server};
use recourse_contract::service::Limits;
use recourse_core::bugs::{self, Bug};
use recourse_core::journey::DraftId;
use recourse_core::outbox::Event;
use std::collections::{BTreeMap, BTreeSet};

mod actors;
mod anybody;
mod ending;
mod files;
mod filing;
mod handler;
mod mediation;
mod network;
mod outcome;
mod pages;
mod stored;
mod threads;
mod versions;

/// When a run begins: 23 November 2026.
const BEGINNING: i64 = 1_795_420_800_000;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
/// How long people write and things go wrong.
const STORMY: i64 = 90 * MINUTE;
const TICKETS: usize = 2;
/// The device that has the browser's own storage, where a frame in it has another one.
const FULL: usize = 1;

/// What happens at a time.
// Few wait at once, and patterns look into the largest.
#[allow(clippy::large_enum_variant)]
enum Step {
    /// The partner does something at this device.
    Partner(usize),
    /// A handler does something.
    Handler,
    /// Something goes wrong.
    Fault,
    /// The next thing that a page was about to do.
    Page { device: usize, page: usize, start: u32, task: Task },
    /// A request reaches the backend; a copy of one is answered into the void.
    Arrive { flight: u64, asked: Vec<Asked>, is_copy: bool },
    /// An answer reaches its page, or nothing does in time.
    Back { flight: u64, answer: Option<Vec<Answered>> },
    /// A page is opened again.
    Open(usize, usize),
    /// A device has its connection back.
    Connected(usize),
    /// A device has room again.
    Emptied(usize),
    /// The backend runs again.
    Started,
    /// The partner signs in again.
    SignIn(usize),
    /// The partner takes the newer version of the app.
    Update(usize),
}

/// What a page waits for.
struct Flight {
    device: usize,
    page: usize,
    start: u32,
    what: Wanted,
}

enum Wanted {
    Write { key: String, attempt: u32 },
    Read { ticket: String, unclear: Vec<String> },
    File { id: String, number: u32 },
}

struct World<'a> {
    server: Server<'a>,
    devices: Vec<Device>,
    tickets: Vec<String>,
    /// What was filed in the run: it belongs to the partner, and no page shows it.
    filed: BTreeSet<String>,
    ledger: Ledger,
    log: Log,
    rng: fastrand::Rng,
    now: i64,
    agenda: BTreeMap<(i64, u64), Step>,
    /// Numbers of steps, flights and keys.
    next: u64,
    flights: BTreeMap<u64, Flight>,
    /// For each page when its last storage step is due: they happen in order.
    busy_until: BTreeMap<(usize, usize), i64>,
    /// The keys of what the partner was told is in a thread.
    told: BTreeSet<String>,
    /// The last way of being told that the partner has chosen, and whether it was kept.
    channel: Option<(&'static str, bool)>,
    /// The last rating that the partner has given a ticket: when, what, and whether it was kept.
    ratings: BTreeMap<String, (i64, u32, bool)>,
    /// Whether an opinion has come after its page had given it up: then it is not known which was the last.
    came_late: bool,
    /// Nothing goes wrong any more.
    is_calm: bool,
    /// Where the partner is about to sign in again.
    signing_in: BTreeSet<usize>,
    /// The device that is the app's storage inside another page, where there is one. It is one of the browser of [`FULL`].
    frame: Option<usize>,
    /// Drafts that a frame hands over, with the time until which it waits for the tab's word.
    handed: BTreeMap<String, i64>,
    /// Whether there is a newer version of the app.
    has_update: bool,
    /// Devices whose partner was told that something besides messages and files is not kept.
    forgetful: BTreeSet<usize>,
    bug: Option<Bug>,
    /// What files may be.
    limits: Limits,
}

/// Runs a seed.
///
/// # Errors
/// When the machine does not let it: no folder, no database.
pub fn run(template: &Template, seed: u64, bug: Option<Bug>, traced: bool) -> Result<Report, String> {
    bugs::switch(bug);
    let server = Server::start(template, seed, BEGINNING)?;
    let filed: Vec<_> = (0..TICKETS).map(|nth| server.file(nth)).collect();
    let tickets: Vec<String> = filed.iter().map(|filed| filed.ticket.summary.id.clone()).collect();
    let links = filed.into_iter().map(|filed| (filed.ticket.summary.id, filed.link_token)).collect();
    let session = server.sign_in().and_then(|session| session.token).unwrap_or_default();
    let limits = server.limits();
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut devices = vec![Device::new(Way::Links(links), 2), Device::new(Way::Session(session), 2)];
    let (has_frame, has_update) = (rng.u32(0..3) == 0, rng.u32(0..3) == 0);
    if has_frame {
        let session = server.sign_in().and_then(|session| session.token).unwrap_or_default();
        devices.push(Device::new(Way::Session(session), 1));
    }
    let frame = has_frame.then(|| devices.len() - 1);
    let mut world = World {
        server,
        devices,
        tickets,
        filed: BTreeSet::new(),
        ledger: Ledger::default(),
        log: Log::new(traced),
        rng,
        now: BEGINNING,
        agenda: BTreeMap::new(),
        next: 0,
        flights: BTreeMap::new(),
        busy_until: BTreeMap::new(),
        told: BTreeSet::new(),
        channel: None,
        ratings: BTreeMap::new(),
        came_late: false,
        is_calm: false,
        signing_in: BTreeSet::new(),
        frame,
        handed: BTreeMap::new(),
        has_update,
        forgetful: BTreeSet::new(),
        bug,
        limits,
    };
    for device in 0..world.devices.len() {
        for page in 0..world.devices[device].pages.len() {
            world.open(device, page);
        }
        world.after(SECOND, 20 * SECOND, Step::Partner(device));
        if has_update {
            world.after(10 * MINUTE, 70 * MINUTE, Step::Update(device));
        }
    }
    world.after(SECOND, MINUTE, Step::Handler);
    world.after(MINUTE, 3 * MINUTE, Step::Fault);
    world.play(BEGINNING + STORMY);
    world.end();
    world.log.report.seconds = (world.now - BEGINNING) / SECOND;
    Ok(world.log.report)
}

impl World<'_> {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn at(&mut self, time: i64, step: Step) {
        let number = self.number();
        self.agenda.insert((time.max(self.now), number), step);
    }

    fn after(&mut self, least: i64, most: i64, step: Step) {
        let time = self.now + self.rng.i64(least..=most);
        self.at(time, step);
    }

    /// Whether something that happens in so many of a hundred cases happens.
    fn chance(&mut self, percent: u32) -> bool {
        !self.is_calm && self.rng.u32(0..100) < percent
    }

    /// Lets everything happen that is due before this time.
    fn play(&mut self, until: i64) {
        while let Some(entry) = self.agenda.first_entry() {
            if entry.key().0 > until || !self.log.report.violations.is_empty() {
                return;
            }
            let ((time, _), step) = entry.remove_entry();
            self.now = time;
            self.server.set_time(time);
            self.step(step);
        }
    }

    fn note(&mut self, text: &str) {
        self.log.event(self.now - BEGINNING, text);
    }

    fn violated(&mut self, what: String) {
        self.log.violated(self.now - BEGINNING, what);
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Partner(device) => {
                self.partner(device);
                if !self.is_calm {
                    self.after(5 * SECOND, 4 * MINUTE, Step::Partner(device));
                }
            }
            Step::Handler => {
                self.handler();
                if !self.is_calm {
                    self.after(30 * SECOND, 10 * MINUTE, Step::Handler);
                }
            }
            Step::Fault => {
                self.fault();
                if !self.is_calm {
                    self.after(10 * SECOND, 4 * MINUTE, Step::Fault);
                }
            }
            Step::Page { device, page, start, task } if self.devices[device].pages[page].start == start => {
                self.task(device, page, task);
                self.hear(device, page);
                self.look(device, page);
            }
            // Of a page that is gone.
            Step::Page { .. } => {}
            Step::Arrive { flight, asked, is_copy } => self.arrive(flight, &asked, is_copy),
            Step::Back { flight, answer } => self.back(flight, answer),
            Step::Open(device, page) => self.open(device, page),
            Step::Connected(device) => self.connected(device),
            Step::Emptied(device) => {
                self.note(&format!("device {device} has room"));
                self.devices[device].full = false;
            }
            Step::Started => {
                self.note("the backend runs");
                self.server.restart();
            }
            Step::SignIn(device) => self.sign_in(device),
            Step::Update(device) => self.take_update(device),
        }
    }
}

fn note_key(intent: u32) -> String {
    format!("note/{intent}")
}

fn draft_key(id: &DraftId) -> String {
    format!("draft/{id}")
}

/// Somebody who wants to say something.
fn intent(device: usize, ticket: &str) -> Intent {
    Intent { device, ticket: ticket.to_owned(), ..Intent::default() }
}
