//! Files that go with replies: `src/shell/uploads` of the app, one step at a time. Where the backend takes none, nothing of
//! it happens.

use super::{SECOND, Wanted, World};
use crate::device::{Way, Write};
use crate::ledger::File;
use crate::page::{Page, Task};
use crate::server::{Answered, Asked, EMAIL, Tus};
use recourse_contract::BASE_PATH;
use recourse_core::outbox::Event as OutboxEvent;
use recourse_core::upload::{self, Answer, Effect, Event, Job, Owner, Step, Upload, news};
use std::collections::BTreeMap;

impl World<'_> {
    /// The partner chooses a file for a reply.
    pub(super) fn choose(&mut self, device: usize, page: usize, ticket: &str) {
        let (id, size) = (format!("{:032x}", self.rng.u128(..)), self.rng.usize(700..60_000));
        let content = pdf(&id, size);
        let owner = Owner::Reply { ticket: ticket.to_owned() };
        let name = format!("{id}.pdf");
        let bytes = content.len() as u64;
        let upload = Upload::new(id.clone(), owner, name, "application/pdf".into(), bytes, self.now);
        let shown = &self.devices[device].pages[page];
        let there: Vec<Upload> = shown.uploads.of(&upload.owner, &shown.outbox).cloned().collect();
        if upload::fault(&upload, &there, &self.limits).is_some() {
            return;
        }
        self.log.done("file");
        self.note(&format!("device {device}.{page} chooses {name}, {bytes} bytes", name = upload.name));
        self.ledger.files.insert(id, File { device, content, unkept: false, loose: false });
        // It is kept before the reply can be sent.
        self.file_task(device, page, Task::Choose(upload));
    }

    /// Something happens to the files of a page.
    pub(super) fn files(&mut self, device: usize, page: usize, event: Event) {
        for effect in upload::update(&mut self.page(device, page).uploads, event) {
            match effect {
                Effect::Store(upload, was_kept) => self.soon(device, page, Task::KeepFile(upload, was_kept)),
                Effect::Forget(upload) => self.soon(device, page, Task::ForgetFile(upload)),
                Effect::Do(job) => {
                    let start = self.page(device, page).start;
                    self.devices[device].file_waiting.push((page, start, job));
                    self.grant_files(device);
                }
                // The answer is stale by the time that it comes; what lies at the backend expires there.
                Effect::Abort | Effect::Terminate(_) => {}
                Effect::WakeAt(at) => {
                    let start = self.page(device, page).start;
                    self.at(at, super::Step::Page { device, page, start, task: Task::WakeFiles });
                }
            }
        }
    }

    /// Pages that wait for a file's lock get it, in their order.
    pub(super) fn grant_files(&mut self, device: usize) {
        let mut at = 0;
        while at < self.devices[device].file_waiting.len() {
            let (page, start, job) = &self.devices[device].file_waiting[at];
            let (page, is_gone) = (*page, self.devices[device].pages[*page].start != *start);
            let is_held = self.devices[device].file_locks.iter().any(|(id, _)| *id == job.upload.id);
            if is_held && !is_gone {
                at += 1;
                continue;
            }
            let (_, _, job) = self.devices[device].file_waiting.remove(at);
            if !is_gone {
                self.devices[device].file_locks.push((job.upload.id.clone(), page));
                self.soon(device, page, Task::TurnFile(job));
            }
        }
    }

    pub(super) fn load_files(&mut self, device: usize, page: usize) {
        let stored = self.devices[device].read_all(page, "upload/");
        let uploads = stored.iter().filter_map(|text| Upload::from_stored(text)).collect();
        let now = self.now;
        self.files(device, page, Event::Loaded(uploads, now));
    }

    /// What messages wait for.
    pub(super) fn hear(&mut self, device: usize, page: usize) {
        let shown = &self.devices[device].pages[page];
        for event in news(&shown.uploads, &shown.outbox, self.now) {
            self.send(device, page, event);
        }
    }

    pub(super) fn file_task(&mut self, device: usize, page: usize, task: Task) {
        match task {
            Task::Choose(upload) => {
                let writes =
                    [Write::Put(text_key(&upload.id), upload.to_stored()), Write::Put(bytes_key(&upload.id), String::new())];
                let kept = self.write(device, page, &writes);
                if let Some(file) = self.ledger.files.get_mut(&upload.id) {
                    file.unkept |= !kept;
                }
                let now = self.now;
                self.files(device, page, Event::Added { upload, kept, now });
            }
            Task::KeepFile(upload, was_kept) => {
                if self.devices[device].read(page, &text_key(&upload.id)).is_some() || !was_kept {
                    let mut writes = vec![Write::Put(text_key(&upload.id), upload.to_stored())];
                    let is_held = matches!(self.page(device, page).held.get(&bytes_key(&upload.id)), Some(Some(_)));
                    writes.extend(is_held.then(|| Write::Put(bytes_key(&upload.id), String::new())));
                    let kept = self.write(device, page, &writes);
                    if kept && is_held {
                        self.files(device, page, Event::Kept(upload.id));
                    } else if !kept {
                        self.page(device, page).held.remove(&text_key(&upload.id));
                        if let Some(file) = self.ledger.files.get_mut(&upload.id) {
                            file.unkept = true;
                        }
                    }
                } else {
                    self.load_files(device, page);
                }
            }
            Task::ForgetFile(upload) => _ = self.write(device, page, &file_deletes(&upload.id)),
            Task::TurnFile(job) => {
                let stored = self.devices[device].read(page, &text_key(&job.upload.id));
                let stored = stored.and_then(|text| Upload::from_stored(&text));
                if self.page(device, page).uploads.turn(&job, stored.as_ref()) {
                    self.soon(device, page, Task::SendFile(job));
                } else {
                    self.log.done("another page went on with a file");
                    self.soon(device, page, Task::ReleaseFile(job.upload.id));
                    let now = self.now;
                    self.files(device, page, Event::Woke(now));
                }
            }
            Task::SendFile(job) => self.send_file(device, page, job),
            Task::ReleaseFile(id) => {
                self.devices[device].file_locks.retain(|(held, holder)| *held != id || *holder != page);
                self.grant_files(device);
            }
            Task::WakeFiles => {
                let now = self.now;
                self.files(device, page, Event::Woke(now));
            }
            other => self.task(device, page, other),
        }
    }

    /// What a page knows of a thread by now tells of messages that another page has taken out of the queue.
    pub(super) fn hear_of_gone(&mut self, device: usize, page: usize, ticket: &str, asked: &[String]) {
        let Page { outbox, cases, .. } = self.page(device, page);
        let thread = cases.get(ticket).map(|case| &*case.thread).unwrap_or_default();
        let arrived = outbox.thread_read(ticket, asked, thread);
        if !arrived.is_empty() {
            self.log.done("a file went elsewhere");
            let now = self.now;
            self.files(device, page, Event::Delivered(arrived, now));
        }
    }

    /// What the device does not say of such messages the backend is asked.
    pub(super) fn ask_of_gone(&mut self, device: usize, page: usize) {
        for ticket in self.tickets.clone() {
            self.hear_of_gone(device, page, &ticket, &[]);
            if !self.page(device, page).outbox.unclear(&ticket).is_empty() {
                self.soon(device, page, Task::Read(ticket));
            }
        }
    }

    fn send_file(&mut self, device: usize, page: usize, job: Job) {
        let content = self.ledger.files.get(&job.upload.id).map(|file| file.content.clone()).unwrap_or_default();
        let has_bytes = self.devices[device].read(page, &bytes_key(&job.upload.id)).is_some();
        if !self.devices[device].online {
            return self.file_settled(device, page, job.upload.id, job.number, Answer::NotTried);
        }
        let mut tus = Tus { headers: vec![("tus-resumable", "1.0.0".into())], bytes: Vec::new() };
        let method = match job.step {
            Step::Create => {
                tus.headers.push(("upload-length", job.upload.size.to_string()));
                tus.headers.push(("upload-metadata", format!("filename {}", base64(job.upload.name.as_bytes()))));
                "POST"
            }
            Step::Find => "HEAD",
            Step::Send { .. } if !has_bytes => {
                return self.file_settled(device, page, job.upload.id, job.number, Answer::NoBytes);
            }
            Step::Send { from, to } => {
                tus.headers.push(("upload-offset", from.to_string()));
                tus.headers.push(("content-type", "application/offset+octet-stream".into()));
                tus.bytes = content.as_bytes()[from as usize..to as usize].to_vec();
                "PATCH"
            }
        };
        self.note(&format!("device {device}.{page}: {:?} of {}", job.step, job.upload.id));
        let path = job.upload.url.clone().unwrap_or_else(|| format!("{BASE_PATH}/uploads"));
        let path = path.strip_prefix("http://127.0.0.1").map(str::to_owned).unwrap_or(path);
        let asked = Asked { method, path, token: String::new(), key: None, body: None, tus: Some(tus) };
        self.depart(device, page, Wanted::File { id: job.upload.id, number: job.number }, vec![asked]);
    }

    /// Some requests that send a piece are cut: the part that arrives.
    pub(super) fn cut(&mut self, asked: &Asked) -> Option<Asked> {
        if asked.method != "PATCH" || asked.tus.is_none() || !self.chance(25) {
            return None;
        }
        let mut cut = asked.clone();
        if let Some(tus) = &mut cut.tus {
            let arrived = self.rng.usize(0..=tus.bytes.len());
            tus.bytes.truncate(arrived);
        }
        Some(cut)
    }

    pub(super) fn file_answered(&mut self, device: usize, page: usize, id: String, number: u32, answer: Option<Answered>) {
        let answer = match answer {
            None => Answer::None,
            Some(Answered { status, retry_after, body, tus: [resumable, location, offset] }) => {
                Answer::Http { status, is_tus: resumable.is_some(), location, offset, retry_after, body }
            }
        };
        self.file_settled(device, page, id, number, answer);
    }

    fn file_settled(&mut self, device: usize, page: usize, id: String, number: u32, answer: Answer) {
        let (now, jitter) = (self.now, self.rng.i64(0..SECOND));
        self.files(device, page, Event::Answered { number, answer, now, jitter });
        self.soon(device, page, Task::ReleaseFile(id));
    }

    /// In the end the partner takes away what no page has any more, and the message goes without it.
    pub(super) fn give_up_lost_files(&mut self) {
        for device in 0..self.devices.len() {
            for page in 0..self.devices[device].pages.len() {
                let shown = &self.devices[device].pages[page];
                let is_lost = |id: &String| shown.uploads.upload(id).is_none() || shown.uploads.missing.contains(id);
                let waits: Vec<(String, Vec<String>)> = shown
                    .outbox
                    .entries
                    .iter()
                    .filter(|entry| !entry.is_ready() && entry.files().iter().any(is_lost))
                    .map(|entry| (entry.key.clone(), entry.files().into_iter().filter(|id| is_lost(id)).collect()))
                    .collect();
                let now = self.now;
                for (key, files) in waits {
                    self.note(&format!("device {device}.{page} takes {key} back: a file is lost"));
                    self.send(device, page, OutboxEvent::TakenBack(key));
                    for file in files {
                        self.files(device, page, Event::Removed(file, now));
                    }
                }
            }
        }
    }

    /// Each file is stored once, byte for byte, or it is still on its device.
    pub(super) fn judge_files(&mut self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.ledger.files.is_empty() {
            return wrong;
        }
        let known = self.devices.iter().find_map(|device| match &device.way {
            Way::Session(token) if !token.is_empty() => Some(token.clone()),
            _ => None,
        });
        let token = self.server.sign_in().and_then(|session| session.token).or(known).unwrap_or_default();
        let mut stored: BTreeMap<String, u32> = BTreeMap::new();
        for ticket in self.server.tickets() {
            for attachment in self.server.thread(&ticket).into_iter().flat_map(|update| update.attachments) {
                let id = attachment.name.trim_end_matches(".pdf").to_owned();
                match self.ledger.files.get(&id) {
                    None => wrong.push(format!("{} of {EMAIL} was never chosen", attachment.name)),
                    Some(file) if self.server.attachment(&attachment.id, &token) != file.content => {
                        wrong.push(format!("{} is not what was sent", attachment.name));
                    }
                    Some(_) => {}
                }
                *stored.entry(id).or_default() += 1;
            }
        }
        for (id, file) in &self.ledger.files {
            let on_device = self.devices[file.device].disk.contains_key(&text_key(id));
            match stored.get(id).copied().unwrap_or_default() {
                0 if !on_device && !file.unkept => wrong.push(format!("file {id} is lost")),
                0 => {}
                1 if on_device => wrong.push(format!("file {id} is stored, and still on its device")),
                1 => {}
                times if !file.loose => wrong.push(format!("file {id} is stored {times} times")),
                _ => {}
            }
        }
        wrong
    }
}

/// What forgets a file and its bytes.
pub(super) fn file_deletes(id: &str) -> [Write; 2] {
    [Write::Delete(text_key(id)), Write::Delete(bytes_key(id))]
}

fn text_key(id: &str) -> String {
    format!("upload/{id}")
}

/// That the bytes are there: what they are, the ledger knows.
fn bytes_key(id: &str) -> String {
    format!("file/{id}")
}

/// A PDF of one empty page with a comment of about this size, all in ASCII.
fn pdf(id: &str, size: usize) -> String {
    let filler = id.repeat(size / id.len() + 1);
    let mut text = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{filler}\nendstream", filler.len()),
    ];
    for (at, object) in objects.iter().enumerate() {
        places.push(text.len());
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = text.len();
    text.push_str("xref\n0 5\n0000000000 65535 f \n");
    places.iter().for_each(|place| text.push_str(&format!("{place:010} 00000 n \n")));
    text.push_str(&format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    text
}

/// Base64 with padding (RFC 4648, 4).
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let sign = SIGNS[(number >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}
