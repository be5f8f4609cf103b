//! Random faults against a model of a tus server: each byte arrives once and in order, or the file is refused or taken
//! away; a cut costs at most the piece that was not confirmed.

use super::*;
use proptest::prelude::*;
use recourse_contract::{Code, FieldError};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Fault {
    /// Arrives, and is answered.
    None,
    /// Arrives; the answer is lost.
    AnswerLost,
    /// Nothing arrives.
    RequestLost,
    /// So many thousandths of the piece arrive, then the connection is cut.
    Cut(u64),
    /// The page goes; so many thousandths of the piece have arrived.
    Reload(u64),
    /// The server says this, and does nothing.
    Status(u16),
    /// A page of something else answers.
    Portal(u16),
    /// The server has forgotten the file.
    Expired,
    /// The server does not take the file.
    Refused,
    /// The device is offline.
    NotTried,
    /// The partner takes the file away.
    Removed,
}

fn faults() -> impl Strategy<Value = Vec<Fault>> {
    use self::Fault::*;
    let fixed = vec![
        None,
        AnswerLost,
        RequestLost,
        Status(500),
        Status(503),
        Status(429),
        Status(423),
        Status(409),
        Status(460),
        Portal(200),
        Portal(204),
        Portal(302),
        Portal(403),
        Portal(404),
        Portal(413),
        Expired,
        Refused,
        NotTried,
        Removed,
    ];
    let one = prop_oneof![
        6 => Just(None),
        10 => prop::sample::select(fixed),
        2 => (0..=1_000_u64).prop_map(Cut),
        2 => (0..=1_000_u64).prop_map(Reload),
    ];
    prop::collection::vec(one, 0..25)
}

/// A tus server: what it has of each address.
#[derive(Default)]
struct Server {
    files: BTreeMap<String, u64>,
    created: u32,
    /// Bytes of bodies that have reached it, those that it knew already among them.
    received: u64,
}

impl Server {
    fn perform(&mut self, job: &Job, thousandths: u64) -> Answer {
        let http = |status, location, offset: Option<u64>| Answer::Http {
            status,
            is_tus: true,
            location,
            offset: offset.map(|offset| offset.to_string()),
            retry_after: None,
            body: String::new(),
        };
        let url = job.upload.url.clone().unwrap_or_default();
        match job.step {
            Step::Create => {
                self.created += 1;
                let url = format!("/uploads/{}", self.created);
                self.files.insert(url.clone(), 0);
                http(201, Some(url), None)
            }
            Step::Find => match self.files.get(&url) {
                Some(has) => http(200, None, Some(*has)),
                None => http(404, None, None),
            },
            Step::Send { from, to } => match self.files.get_mut(&url) {
                Some(has) if *has == from => {
                    let arrived = (to - from) * thousandths / 1_000;
                    self.received += arrived;
                    *has += arrived;
                    http(204, None, Some(*has))
                }
                Some(_) => http(409, None, None),
                None => http(404, None, None),
            },
        }
    }
}

const MIB: u64 = 1024 * 1024;

fn upload(at: usize, size: u64) -> Upload {
    let owner = Owner::Reply { ticket: "t".into() };
    Upload::new(format!("id-{at}"), owner, format!("{at}.pdf"), String::new(), size, i64::try_from(at).expect("few"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn each_byte_arrives_once_in_order(faults in faults(), sizes in prop::collection::vec(1..5 * MIB, 1..4)) {
        let mut server = Server::default();
        let mut device: BTreeMap<String, String> = BTreeMap::new();
        let mut model = Model::default();
        let mut now = 1_000;
        // At most so many bytes may have been sent for nothing: a piece for each cut, a file for each that was forgotten.
        let mut lost = 0_u64;
        let mut removed: Vec<String> = Vec::new();
        let mut queue: Vec<Event> = Vec::new();
        for (at, size) in sizes.iter().enumerate().rev() {
            let upload = upload(at, *size);
            device.insert(upload.id.clone(), upload.to_stored());
            queue.push(Event::Added { upload, kept: true, now });
        }
        let mut faults = faults.into_iter();
        for _ in 0..600 {
            let Some(event) = queue.pop() else { break };
            for effect in update(&mut model, event) {
                match effect {
                    Effect::Store(upload, kept) => {
                        prop_assert!(kept && device.contains_key(&upload.id));
                        device.insert(upload.id.clone(), upload.to_stored());
                    }
                    Effect::Forget(upload) => { device.remove(&upload.id); }
                    Effect::Terminate(url) => { server.files.remove(&url); }
                    Effect::Abort => {}
                    Effect::WakeAt(at) => { now = now.max(at); queue.insert(0, Event::Woke(now)); }
                    Effect::Do(job) => {
                        let stored = device.get(&job.upload.id).and_then(|text| Upload::from_stored(text));
                        prop_assert!(model.turn(&job, stored.as_ref()), "nobody else is there");
                        if let Step::Send { from, to } = job.step {
                            prop_assert!(from < to && to <= job.upload.size && to - from <= 8 * MIB);
                        }
                        let bare = |status, is_tus, body: &str| Answer::Http {
                            status, is_tus, location: None, offset: None, retry_after: None, body: body.into(),
                        };
                        let url = job.upload.url.clone().unwrap_or_default();
                        let size = match job.step { Step::Send { from, to } => to - from, _ => 0 };
                        now += 700;
                        let answer = match faults.next().unwrap_or(Fault::None) {
                            Fault::None => server.perform(&job, 1_000),
                            Fault::AnswerLost => { server.perform(&job, 1_000); Answer::None }
                            Fault::RequestLost => Answer::None,
                            Fault::Cut(part) => {
                                queue.push(Event::Progress { number: job.number, gone: size * part / 1_000, now });
                                server.perform(&job, part);
                                Answer::None
                            }
                            Fault::Reload(part) => {
                                server.perform(&job, part);
                                model = Model::default();
                                // What was being added is stored already.
                                let stored = device.values().filter_map(|text| Upload::from_stored(text)).collect();
                                queue = vec![Event::Loaded(stored, now)];
                                break;
                            }
                            Fault::Status(status) => {
                                // What was sent is thrown away, as with a wrong checksum.
                                server.received += size;
                                lost += size;
                                bare(status, true, "")
                            }
                            Fault::Portal(status) => { lost += size; server.received += size; bare(status, false, "<html>") }
                            Fault::Expired => {
                                lost += server.files.remove(&url).unwrap_or_default() + size;
                                server.perform(&job, 1_000)
                            }
                            Fault::Refused => {
                                lost += server.files.remove(&url).unwrap_or_default() + size;
                                server.received += size;
                                bare(413, true, "")
                            }
                            Fault::NotTried => Answer::NotTried,
                            Fault::Removed => {
                                lost += server.files.get(&url).copied().unwrap_or_default();
                                removed.push(job.upload.id.clone());
                                queue.push(Event::Removed(job.upload.id.clone(), now));
                                continue;
                            }
                        };
                        queue.push(Event::Answered { number: job.number, answer, now, jitter: 0 });
                    }
                }
            }
            if queue.is_empty() && model.uploads.iter().any(|upload| upload.phase == Phase::Waiting) {
                now += 400_000;
                queue.push(Event::Online(now));
            }
        }
        let mut wanted = 0_u64;
        for (at, size) in sizes.iter().enumerate() {
            let id = format!("id-{at}");
            let Some(upload) = model.upload(&id) else {
                prop_assert!(removed.contains(&id) && !device.contains_key(&id), "{} is lost", id);
                continue;
            };
            let kept = device.get(&id).and_then(|text| Upload::from_stored(text));
            prop_assert_eq!(kept.as_ref(), Some(upload));
            match &upload.phase {
                Phase::Done => {
                    wanted += size;
                    let url = upload.url.as_ref().expect("it is there");
                    prop_assert_eq!(server.files.get(url), Some(size), "all of it is there");
                    prop_assert_eq!(upload.remote(), url.rsplit('/').next());
                }
                Phase::Refused(refusal) => prop_assert!(matches!(refusal.code, Code::TooBig | Code::Other)),
                Phase::Waiting => prop_assert!(false, "{:?} was left behind", upload),
            }
        }
        prop_assert!(server.received <= wanted + lost, "{} bytes for {wanted}, {lost} lost", server.received);
    }
}

fn perform(model: &mut Model, server: &mut Server, mut effects: Vec<Effect>) -> Vec<Job> {
    let mut jobs = Vec::new();
    while let Some(job) = effects.iter().find_map(|effect| if let Effect::Do(job) = effect { Some(job.clone()) } else { None }) {
        let answer = server.perform(&job, 1_000);
        effects = update(model, Event::Answered { number: job.number, answer, now: 1, jitter: 0 });
        jobs.push(job);
    }
    jobs
}

#[test]
fn a_cut_upload_sends_only_the_rest() {
    let (mut server, mut model) = (Server::default(), Model::default());
    let effects = update(&mut model, Event::Added { upload: upload(0, 10 * MIB), kept: true, now: 0 });
    let [Effect::Do(create)] = effects.as_slice() else { panic!("{effects:?}") };
    let answer = server.perform(create, 0);
    update(&mut model, Event::Answered { number: create.number, answer, now: 1, jitter: 0 });
    // The server got six of ten before both went down; the device heard of five.
    server.files.insert("/uploads/1".into(), 6 * MIB);
    let stored = Upload { offset: 5 * MIB, ..model.uploads[0].clone() };
    let mut model = Model::default();
    let effects = update(&mut model, Event::Loaded(vec![stored], 2));
    let jobs = perform(&mut model, &mut server, effects);
    assert_eq!(jobs[0].step, Step::Find);
    assert_eq!((server.received, server.files["/uploads/1"]), (4 * MIB, 10 * MIB));
    assert_eq!(model.uploads[0].remote(), Some("1"));
}

#[test]
fn a_stale_answer_is_dropped() {
    let mut model = Model::default();
    update(&mut model, Event::Added { upload: upload(0, 9), kept: true, now: 0 });
    let stale = Event::Answered { number: 9, answer: Answer::None, now: 1, jitter: 0 };
    assert!(update(&mut model, stale).is_empty());
    assert!(model.is_sending("id-0"));
}

#[test]
fn another_tab_that_went_on_is_followed() {
    let mut model = Model::default();
    let first = Upload { url: Some("/uploads/1".into()), ..upload(0, 9 * MIB) };
    let effects = update(&mut model, Event::Loaded(vec![first.clone()], 0));
    let [Effect::Do(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let further = Upload { offset: 3 * MIB, ..first };
    assert!(!model.turn(job, Some(&further)));
    assert_eq!(model.uploads, [further]);
    // Gone altogether.
    let effects = update(&mut model, Event::Woke(1));
    let [Effect::Do(job)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(!model.turn(job, None));
    assert!(model.uploads.is_empty());
}

#[test]
fn one_that_waits_holds_up_no_other() {
    let mut model = Model::default();
    let effects = update(&mut model, Event::Added { upload: upload(0, 9), kept: true, now: 10 });
    let [Effect::Do(job)] = effects.as_slice() else { panic!("{effects:?}") };
    update(&mut model, Event::Added { upload: upload(1, 9), kept: true, now: 10 });
    let effects = update(&mut model, Event::Answered { number: job.number, answer: Answer::None, now: 11, jitter: 0 });
    assert!(matches!(effects.as_slice(), [Effect::Store(..), Effect::Do(next)] if next.upload.id == "id-1"), "{effects:?}");
}

#[test]
fn a_message_waits_for_its_files_and_names_them_in_order() {
    use crate::outbox::{self, Attached, Entry, Purpose};
    let (mut server, mut model, mut outbox) = (Server::default(), Model::default(), outbox::Model::default());
    let waits = |at: usize| Attached { local: format!("id-{at}"), remote: None };
    let purpose = Purpose::Reply { ticket: "t".into() };
    let entry = Entry::new("k".into(), purpose, "/tickets/t/updates".into(), r#"{"kind":"reply"}"#.into(), 0);
    let entry = entry.with(vec![waits(1), waits(0)]);
    let added = outbox::update(&mut outbox, outbox::Event::Added(entry, 0));
    assert!(matches!(added.as_slice(), [outbox::Effect::Store(_)]), "{added:?}");
    for at in 0..2 {
        assert!(news(&model, &outbox, 0).is_empty());
        let effects = update(&mut model, Event::Added { upload: upload(at, 9), kept: true, now: 10 });
        perform(&mut model, &mut server, effects);
        let told = news(&model, &outbox, 11);
        assert_eq!(told.len(), 1);
        let effects: Vec<_> = told.into_iter().flat_map(|event| outbox::update(&mut outbox, event)).collect();
        assert_eq!(effects.len(), at, "with the last one it goes: {effects:?}");
    }
    assert_eq!(outbox.entries[0].body, r#"{"kind":"reply","attachments":["2","1"]}"#);
    let stored = Entry::from_stored(&outbox.entries[0].to_stored()).expect("it can be read");
    assert_eq!(stored, outbox.entries[0]);
    assert!(news(&model, &outbox, 12).is_empty());
}

#[test]
fn a_refused_file_gives_the_message_back() {
    use crate::outbox::{self, Attached, Entry, Purpose};
    let mut outbox = outbox::Model::default();
    let attached = |id: &str| Attached { local: id.into(), remote: None };
    let entry = Entry::new("k".into(), Purpose::Reply { ticket: "t".into() }, String::new(), "{}".into(), 0);
    let entry = entry.with(vec![attached("a"), attached("id-0")]);
    outbox::update(&mut outbox, outbox::Event::Added(entry, 0));
    let refusal = Refusal { code: Code::FileType, detail: Some("Not a PDF".into()) };
    let model = Model { uploads: vec![Upload { phase: Phase::Refused(refusal), ..upload(0, 9) }], ..Model::default() };
    let told = news(&model, &outbox, 1);
    let effects: Vec<_> = told.into_iter().flat_map(|event| outbox::update(&mut outbox, event)).collect();
    let [outbox::Effect::Returned(entry, problem, false)] = effects.as_slice() else { panic!("{effects:?}") };
    let refused: Vec<_> = entry.refused_uploads(problem).map(|(id, error)| (id, error.code)).collect();
    assert_eq!(refused, [("id-0", Code::FileType)]);
    assert!(outbox.entries.is_empty());
}

#[test]
fn a_file_goes_with_one_message_only() {
    let (mut model, mut outbox) = (Model::default(), crate::outbox::Model::default());
    update(&mut model, Event::Loaded(vec![upload(0, 9), upload(1, 9)], 0));
    let owner = Owner::Reply { ticket: "t".into() };
    let files = model.take_along(&owner, &outbox);
    assert_eq!(files.len(), 2);
    // Sent twice in a hurry: the second one takes nothing.
    assert!(model.take_along(&owner, &outbox).is_empty());
    let purpose = crate::outbox::Purpose::Reply { ticket: "t".into() };
    let entry = crate::outbox::Entry::new("k".into(), purpose, String::new(), "{}".into(), 0).with(files);
    let names = entry.files();
    crate::outbox::update(&mut outbox, crate::outbox::Event::Added(entry, 0));
    model.queued(&names);
    assert_eq!(model.of(&owner, &outbox).count(), 0);
    crate::outbox::update(&mut outbox, crate::outbox::Event::TakenBack("k".into()));
    assert_eq!(model.of(&owner, &outbox).count(), 2, "they are back with their text");
    model.missing.push("id-1".into());
    assert!(model.holds_up(&owner, &outbox));
}

#[test]
fn what_the_device_had_no_room_for_may_be_kept_later() {
    let mut model = Model::default();
    update(&mut model, Event::Added { upload: upload(0, 9), kept: false, now: 0 });
    assert!(!model.was_kept("id-0") && model.only_here == ["id-0"]);
    // Another tab's word takes away nothing that the device never had.
    update(&mut model, Event::Loaded(Vec::new(), 1));
    assert_eq!(model.uploads.len(), 1);
    update(&mut model, Event::Kept("id-0".into()));
    assert!(model.was_kept("id-0") && model.only_here.is_empty());
}

#[test]
fn what_is_gone_at_the_backend_goes_up_again() {
    let done = Upload { url: Some("/uploads/1".into()), offset: 9, phase: Phase::Done, ..upload(0, 9) };
    let mut model = Model::default();
    update(&mut model, Event::Loaded(vec![done], 0));
    let error = FieldError { pointer: "/attachments/0".into(), code: Code::Gone, detail: None, limit: None };
    let effects = update(&mut model, Event::Returned("id-0".into(), error, 1));
    assert!(matches!(effects.as_slice(), [Effect::Store(..), Effect::Do(Job { step: Step::Create, .. })]), "{effects:?}");
}

#[test]
fn a_draft_takes_back_what_it_has_brought_into_a_reply() {
    use crate::journey::DraftId;
    let (draft, outbox) = (DraftId::from_random(7), crate::outbox::Model::default());
    let (form, reply) = (Owner::Draft(draft.clone()), Owner::Reply { ticket: "t".into() });
    let mut model = Model::default();
    // One that was chosen in the reply box before, and one of the draft.
    let own = Upload { owner: form.clone(), ..upload(1, 9) };
    update(&mut model, Event::Loaded(vec![upload(0, 9), own.clone()], 0));
    let moved = model.hand_over(&draft, "t", &outbox);
    assert_eq!(moved.iter().map(|upload| &*upload.id).collect::<Vec<_>>(), ["id-1"]);
    assert_eq!((model.of(&form, &outbox).count(), model.of(&reply, &outbox).count()), (0, 2));
    assert!(model.hand_back(&DraftId::from_random(8), "t", &outbox).is_empty(), "of another draft");
    assert_eq!(model.hand_back(&draft, "t", &outbox), [own]);
    assert_eq!(model.of(&form, &outbox).map(|upload| &*upload.id).collect::<Vec<_>>(), ["id-1"]);
    assert_eq!(model.of(&reply, &outbox).map(|upload| &*upload.id).collect::<Vec<_>>(), ["id-0"]);
}

#[test]
fn what_is_under_way_goes_where_another_tab_has_moved_it() {
    let mut model = Model::default();
    let draft = Owner::Draft(crate::journey::DraftId::from_random(7));
    let first = Upload { owner: draft.clone(), url: Some("/uploads/1".into()), ..upload(0, 9) };
    let effects = update(&mut model, Event::Loaded(vec![first.clone()], 0));
    let [Effect::Do(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let moved = upload(0, 9);
    // Heard while it is sent: what the step leaves goes with the reply.
    let heard = Upload { url: first.url.clone(), ..moved.clone() };
    update(&mut model, Event::Loaded(vec![heard.clone()], 1));
    assert_eq!(model.uploads[0].owner, moved.owner);
    // Seen when its turn comes: it is looked at again.
    assert!(!model.turn(job, Some(&heard)));
    assert_eq!(model.uploads, [heard]);
}
