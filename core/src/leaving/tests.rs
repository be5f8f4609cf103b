use super::*;
use crate::journey::{DraftId, Field};
use crate::outbox::{Attached, Entry};
use recourse_contract::Filed;

fn filed() -> Known {
    let filed: Filed = serde_json::from_str(include_str!("../../../contract/examples/filed.json")).expect("an example");
    Known::from_filed(filed, DraftId::from_random(9), 5)
}

fn draft(random: u64, message: &str) -> Draft {
    let mut draft = Draft::new(DraftId::from_random(random), TicketKind::Complaint, 1);
    draft.answers.set(&Field::Subject, "Commission".into());
    draft.answers.set(&Field::Message, message.into());
    draft
}

fn upload(id: &str, owner: Owner) -> Upload {
    Upload::new(id.into(), owner, format!("{id}.pdf"), "application/pdf".into(), 9, 1)
}

#[test]
fn everything_unsent_is_told_once() {
    let ticket = filed().id;
    let (begun, waiting, moved) =
        (draft(1, "Begun"), draft(2, "Waits"), Draft { moved_to: Some(ticket.clone()), ..draft(3, "Moved") });
    let empty = Draft::new(DraftId::from_random(4), TicketKind::Complaint, 1);
    let entry = |key: &str, purpose: Purpose, body: &str| Entry::new(key.into(), purpose, "/x".into(), body.into(), 1);
    let attached = vec![Attached { local: "f2".into(), remote: None }];
    let filing = entry("k1", Purpose::File { draft: waiting.id.clone() }, "{}").with(attached);
    let reply = entry("k2", Purpose::Reply { ticket: ticket.clone() }, r#"{"kind":"reply","text":"A reply"}"#);
    let review = entry("k3", Purpose::Review { ticket: ticket.clone() }, r#"{"text":"Again, please"}"#);
    let seen = entry("k4", Purpose::Seen { ticket: ticket.clone() }, r#"{"number":3}"#);
    let outbox = outbox::Model { entries: vec![filing, reply, review, seen], ..outbox::Model::default() };
    let notes = [
        (format!("reply:{ticket}"), "And then".to_owned()),
        // It is kept until it has arrived.
        (format!("review:{ticket}"), "Again, please".to_owned()),
        (format!("answer:{ticket}:4"), r#"{"texts":{"/message":"Four rooms"}}"#.to_owned()),
        ("service:fr".to_owned(), r#"{"body":"..."}"#.to_owned()),
        ("session".to_owned(), "{}".to_owned()),
    ];
    let uploads = [
        upload("f1", Owner::Draft(begun.id.clone())),
        upload("f2", Owner::Draft(waiting.id.clone())),
        upload("f3", Owner::Reply { ticket: ticket.clone() }),
        upload("f4", Owner::Mediation { ticket: ticket.clone() }),
    ];
    let (drafts, tickets) = ([begun, waiting, moved, empty], [filed()]);
    let here = Here { drafts: &drafts, outbox: &outbox, notes: &notes, tickets: &tickets, uploads: &uploads };
    let all = here.unsent();
    let told: Vec<_> = all
        .iter()
        .map(|one| {
            let files: Vec<&str> = one.files.iter().map(|file| file.id.as_str()).collect();
            (one.kind, one.text.as_str(), files.join(","), one.waits.as_deref())
        })
        .collect();
    let expected = [
        (Kind::Complaint, "Commission\n\nBegun", "f1", None),
        (Kind::Complaint, "Commission\n\nWaits", "f2", Some("k1")),
        (Kind::Message, "A reply", "", Some("k2")),
        (Kind::Review, "Again, please", "", Some("k3")),
        (Kind::Message, "And then", "f3", None),
        (Kind::Answer, "Four rooms", "", None),
        (Kind::Mediation, "", "f4", None),
    ];
    assert_eq!(told, expected.map(|(kind, text, files, waits)| (kind, text, files.to_owned(), waits)));
    assert!(all[2].about.contains(tickets[0].summary().expect("it is filed").reference.as_str()));
}

#[test]
fn nothing_is_told_of_a_device_with_nothing() {
    let outbox = outbox::Model::default();
    let notes = [("reply:t".to_owned(), String::new()), ("article:a:fr".to_owned(), "{}".to_owned())];
    let here = Here { drafts: &[], outbox: &outbox, notes: &notes, tickets: &[], uploads: &[] };
    assert_eq!(here.unsent(), []);
}

#[test]
fn a_copy_holds_every_word_and_names_every_file() {
    let file = File { id: "f1".into(), name: "bill.pdf".into(), media_type: String::new(), size: 9 };
    let one = Unsent {
        kind: Kind::Message,
        about: "Commission".into(),
        text: "First line\nSecond, é".into(),
        files: vec![file],
        waits: None,
    };
    let text = copy(&[one], "Not sent", |one| format!("Message: {}", one.about), |file| format!("{} ({})", file.name, file.size));
    assert_eq!(text, "Not sent\n\nMessage: Commission\n-------------------\nFirst line\nSecond, é\n* bill.pdf (9)\n");
}
