//! What the network does to requests and answers.

use super::{Flight, SECOND, Step, Wanted, World};
use crate::server::{Answered, Asked};
use recourse_core::outbox::Answer;

/// How long a page waits for an answer.
const PATIENCE: i64 = 30 * SECOND;

impl World<'_> {
    /// A request leaves a page.
    pub(super) fn depart(&mut self, device: usize, page: usize, what: Wanted, asked: Vec<Asked>) {
        let flight = self.number();
        let start = self.page(device, page).start;
        self.flights.insert(flight, Flight { device, page, start, what });
        self.at(self.now + PATIENCE, Step::Back { flight, answer: None });
        let most = if self.chance(10) {
            self.log.fault("request delayed");
            45 * SECOND
        } else {
            SECOND
        };
        if self.chance(5) {
            self.log.fault("request repeated");
            self.after(most, 300 * SECOND, Step::Arrive { flight, asked: asked.clone(), is_copy: true });
        }
        if self.chance(7) {
            self.log.fault("request lost");
            return;
        }
        self.after(5, most, Step::Arrive { flight, asked, is_copy: false });
    }

    /// It reaches the backend, or something in its place.
    pub(super) fn arrive(&mut self, flight: u64, asked: &[Asked], is_copy: bool) {
        if self.chance(5) {
            let answers = [
                (
                    "too many requests",
                    Answered { status: 429, retry_after: Some(self.rng.i64(1..90)), body: String::new(), tus: bare() },
                ),
                (
                    "sign-in page of a network",
                    Answered { status: 200, retry_after: None, body: "<html>Welcome</html>".into(), tus: bare() },
                ),
                (
                    "service unavailable",
                    Answered { status: 503, retry_after: Some(self.rng.i64(1..60)), body: String::new(), tus: bare() },
                ),
            ];
            let (fault, answer) = answers[self.rng.usize(0..answers.len())].clone();
            self.log.fault(fault);
            if answer.status == 429 {
                // Who says so lets nothing of it through: what repeats requests stands behind.
                self.agenda.retain(|_, step| !matches!(step, Step::Arrive { flight: of, .. } if *of == flight));
            }
            if !is_copy {
                self.return_trip(flight, vec![answer; asked.len()]);
            }
            return;
        }
        // A piece that is cut: some of it arrives, and nothing comes back.
        if let Some(cut) = asked.first().and_then(|asked| self.cut(asked)) {
            self.log.fault("file cut");
            // The backend's answer is lost with the connection.
            let _ = self.server.ask(&cut);
            if !is_copy {
                self.after(1, SECOND, Step::Back { flight, answer: None });
            }
            return;
        }
        self.came_late |= (is_copy || !self.flights.contains_key(&flight)) && asked.iter().any(is_opinion);
        let answers: Option<Vec<Answered>> = asked.iter().map(|asked| self.server.ask(asked)).collect();
        let Some(mut answers) = answers else {
            self.log.fault("backend down");
            if !is_copy {
                self.after(1, 100, Step::Back { flight, answer: None });
            }
            return;
        };
        if let Some((asked, answer)) = asked.first().zip(answers.first())
            && asked.method != "GET"
        {
            let text =
                format!("{} {} {} is answered {}", asked.method, asked.path, asked.key.as_deref().unwrap_or("-"), answer.status);
            self.note(&text);
        }
        if is_copy {
            return;
        }
        if self.chance(5) {
            self.log.fault("proxy fails after the backend");
            answers = vec![
                Answered { status: 502, retry_after: None, body: "<html>Bad gateway</html>".into(), tus: bare() };
                asked.len()
            ];
        }
        if self.chance(7) {
            self.log.fault("answer lost");
            return;
        }
        self.return_trip(flight, answers);
    }

    fn return_trip(&mut self, flight: u64, answers: Vec<Answered>) {
        let most = if self.chance(8) {
            self.log.fault("answer delayed");
            45 * SECOND
        } else {
            SECOND
        };
        self.after(5, most, Step::Back { flight, answer: Some(answers) });
    }

    /// An answer is back, or the page's patience is at its end.
    pub(super) fn back(&mut self, flight: u64, answer: Option<Vec<Answered>>) {
        let Some(Flight { device, page, start, what }) = self.flights.remove(&flight) else { return };
        if self.page(device, page).start != start {
            return;
        }
        // Without a connection nothing comes back.
        let answer = answer.filter(|_| self.devices[device].online);
        match what {
            Wanted::Write { key, attempt } => {
                let answer = match answer.and_then(|answers| answers.into_iter().next()) {
                    Some(Answered { status, retry_after, body, .. }) => {
                        if status == 401 {
                            self.signed_out(device);
                        }
                        Answer::Http { status, retry_after, body }
                    }
                    None => Answer::None,
                };
                self.answered(device, page, key, attempt, answer);
            }
            Wanted::File { id, number } => {
                let answer = answer.and_then(|answers| answers.into_iter().next());
                self.file_answered(device, page, id, number, answer);
            }
            Wanted::Read { ticket, unclear } => match answer {
                Some(answers) if answers.iter().all(|answer| answer.status == 200) => {
                    self.came(device, page, &ticket, &unclear, &answers);
                }
                Some(answers) if answers.iter().any(|answer| answer.status == 401) => self.signed_out(device),
                _ => {}
            },
        }
        self.hear(device, page);
        self.look(device, page);
    }
}

/// Of one key the last request counts (`docs/backend.md`): an opinion that the network has held back undoes a later one.
fn is_opinion(asked: &Asked) -> bool {
    asked.path.ends_with("/feedback")
}

/// An answer of somebody who does not speak tus.
fn bare() -> [Option<String>; 3] {
    [None, None, None]
}
