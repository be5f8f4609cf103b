//! The end of a run: the weather clears, everything goes out, and what there is is held against what was said.

use super::{BEGINNING, MINUTE, STORMY, Step, Task, World};
use crate::ledger::Ledger;
use recourse_core::inbox::on_the_way;
use std::collections::{BTreeMap, BTreeSet};

impl World<'_> {
    pub(super) fn end(&mut self) {
        if !self.log.report.violations.is_empty() {
            return;
        }
        self.now = self.now.max(BEGINNING + STORMY);
        self.note("the weather clears");
        self.is_calm = true;
        if !self.server.runs() {
            self.server.restart();
        }
        self.server.set_time(self.now);
        for device in 0..self.devices.len() {
            self.devices[device].full = false;
            self.devices[device].is_updated = true;
            if !self.devices[device].online {
                self.connected(device);
            }
            for page in 0..self.devices[device].pages.len() {
                if !self.devices[device].pages[page].is_open {
                    self.open(device, page);
                }
            }
        }
        self.settle();
        // What the disk would not forget when it was full is sent again at the next start, under its key.
        for device in 0..self.devices.len() {
            for page in 0..self.devices[device].pages.len() {
                self.close(device, page);
                self.open(device, page);
            }
        }
        self.settle();
        if self.log.report.violations.is_empty() {
            self.judge();
        }
    }

    /// Lets everything go out. Copies that are late arrive within five minutes, pauses are five minutes long, a code may have
    /// to wait an hour.
    fn settle(&mut self) {
        for _ in 0..12 {
            self.play(self.now + 30 * MINUTE);
            self.now += MINUTE;
            self.server.set_time(self.now);
            for device in 0..self.devices.len() {
                for page in 0..self.devices[device].pages.len() {
                    for ticket in self.tickets.clone() {
                        self.soon(device, page, Task::Read(ticket));
                    }
                    self.soon(device, page, Task::Load);
                }
            }
            self.play(self.now + 2 * MINUTE);
            self.give_up_lost_files();
            let quiet = |step: &Step| matches!(step, Step::Page { task: Task::Wake | Task::WakeFiles, .. } | Step::Back { .. });
            let empty = self.devices.iter().flat_map(|device| &device.pages).all(|page| page.outbox.entries.is_empty());
            if (empty && self.agenda.values().all(quiet)) || !self.log.report.violations.is_empty() {
                break;
            }
        }
    }

    /// Everything that must hold in the end.
    fn judge(&mut self) {
        let mut wrong = Vec::new();
        let mut stored: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut keys = BTreeSet::new();
        // What was opened by a message into a closed ticket has it as its own message.
        for update in self.server.tickets().iter().flat_map(|ticket| self.server.thread(ticket)) {
            if let Some((intent, version)) = Ledger::of(&update.text) {
                stored.entry(intent).or_default().push(version);
            }
        }
        for (intent, version) in self.questions() {
            stored.entry(intent).or_default().push(version);
        }
        for ticket in &self.tickets {
            let thread = self.server.thread(ticket);
            for update in &thread {
                if let Some(key) = &update.idempotency_key
                    && !keys.insert(key.clone())
                {
                    wrong.push(format!("{key} is stored twice"));
                }
            }
            for (device, page) in
                self.devices.iter().enumerate().flat_map(|(at, device)| device.pages.iter().map(move |page| (at, page)))
            {
                match page.cases.get(ticket) {
                    Some(case) if case.thread == thread => {}
                    case => {
                        let shown = case.map_or(0, |case| case.thread.len());
                        let of = thread.len();
                        wrong
                            .push(format!("a page of device {device} shows another thread of {ticket}: {shown} entries of {of}"));
                    }
                }
                let waiting = page.cases.get(ticket).map(|case| on_the_way(&case.thread, page.outbox.writes(ticket)).len());
                if waiting != Some(0) {
                    wrong.push(format!("device {device} still shows something that waits in {ticket}"));
                }
            }
            let (_, read_up_to) = self.server.kept(ticket);
            if read_up_to as usize != thread.len() {
                wrong.push(format!("{ticket} is read up to {read_up_to} of {}", thread.len()));
            }
        }
        wrong.extend(
            self.told.iter().filter(|key| !keys.contains(*key)).map(|key| format!("{key} was told sent and is not stored")),
        );
        for (number, intent) in &self.ledger.intents {
            let versions = stored.get(number).map_or(&[][..], Vec::as_slice);
            let on_device = match &intent.draft {
                Some(draft) => self.devices.iter().any(|device| device.disk.contains_key(&format!("draft/{draft}"))),
                None => self.devices[intent.device].disk.contains_key(&super::note_key(*number)),
            };
            match (versions, intent.told) {
                ([_, _, ..], _) if !intent.loose => wrong.push(format!("intent {number} is stored in versions {versions:?}")),
                (_, Some(told)) if versions != [told] && !intent.loose => {
                    wrong.push(format!("intent {number} was told sent as {told}: {versions:?}"))
                }
                // Where the partner was told that nothing is kept, a crash may take it, or leave an earlier copy.
                _ if intent.unkept => {}
                ([], _) if !on_device => wrong.push(format!("intent {number} is lost")),
                ([_], _) if on_device && !intent.handed => wrong.push(format!("intent {number} came back although it is stored")),
                _ => {}
            }
        }
        let waits = |device: &crate::device::Device| {
            device.disk.keys().any(|key| key.starts_with("outbox/"))
                || device.pages.iter().any(|page| !page.outbox.entries.is_empty())
        };
        if let Some(at) = self.devices.iter().position(waits) {
            wrong.push(format!("device {at} has not sent everything"));
        }
        if let Some((channel, true)) = self.channel {
            let (kept, _) = self.server.kept(&self.tickets[0]);
            if serde_json::to_value(kept).ok() != Some(channel.into()) {
                wrong.push(format!("the partner chose {channel}, the backend has {kept:?}"));
            }
        }
        wrong.extend(self.judge_ratings());
        wrong.extend(self.judge_files());
        wrong.extend(self.judge_anybody());
        for what in wrong {
            self.violated(what);
        }
    }
}
