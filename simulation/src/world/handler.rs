//! What a handler does.

use super::{MINUTE, Task, World};
use recourse_contract::ticket::State;
use serde_json::{Value, json};

impl World<'_> {
    /// A handler does something; pages with a stream hear of it.
    pub(super) fn handler(&mut self) {
        let one = self.rng.usize(0..self.tickets.len() + self.filed.len());
        let ticket = self.tickets.iter().chain(&self.filed).nth(one).cloned().expect("one of them");
        // Little else is left to do meanwhile.
        let is_mediated = self.server.state(&ticket) == Some(State::InMediation);
        let what = if is_mediated && self.rng.u32(0..100) < 70 { self.mediator_says() } else { self.handler_says() };
        let closes = self.rng.u32(0..100) < 7 && !is_mediated;
        let happened = if closes { self.server.close(&ticket) } else { self.server.handle(&ticket, &what) };
        if happened {
            self.note(&if closes { format!("{ticket} is closed") } else { format!("a handler: {what}") });
            self.log.done(if closes { "closed" } else { "handler" });
            if self.tickets.contains(&ticket) {
                self.hear_of(&ticket);
            }
        }
    }

    fn handler_says(&mut self) -> Value {
        let at = |millis: i64| recourse_contract::Timestamp(millis).to_string();
        let (soon, later) = (at(self.now + 5 * MINUTE), at(self.now + 15 * MINUTE));
        let verdict = json!({"decision": "partly_upheld", "findings": "It was late.", "remedy": "You are paid."});
        match self.rng.u32(0..16) {
            10..12 => json!({"move": "preliminary", "text": "A draft.", "outcome": verdict, "due_at": later}),
            12..16 => json!({"move": "outcome", "text": "Decided.", "outcome": verdict}),
            0..3 => json!({"move": "reply", "text": "We are looking into it."}),
            3..5 => json!({"move": "progress", "text": "Half done.", "next_news_by": soon}),
            _ => json!({
                "move": "ask", "text": "One question.", "due_at": later,
                "questions": [{"id": "when", "kind": "date", "label": "When did it happen?", "required": true}],
            }),
        }
    }

    fn hear_of(&mut self, ticket: &str) {
        for device in 0..self.devices.len() {
            for page in 0..self.devices[device].pages.len() {
                let hears = self.devices[device].pages[page].is_open && self.devices[device].online && !self.chance(20);
                if hears {
                    self.soon(device, page, Task::Read(ticket.to_owned()));
                }
            }
        }
    }
}
