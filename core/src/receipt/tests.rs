//! The example receipt, with every byte changed, and under other keys.

use super::*;
use crate::base64url;
use ed25519_dalek::{Verifier, VerifyingKey};
use recourse_contract::service::ReceiptKey;
use recourse_contract::{Service, Ticket, Timestamp, Update, canonical};

const RECEIPT: &str = include_str!("../../../contract/examples/signed_receipt.json");

fn keys() -> Vec<ReceiptKey> {
    let service = include_str!("../../../contract/examples/service.json");
    serde_json::from_str::<Service>(service).expect("an example").receipt_keys
}

/// What a browser does.
fn verified(check: Check<'_>) -> Signature {
    let key = base64url::decode(check.public_key).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let key = key.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    let signature = base64url::decode(check.signature).and_then(|bytes| ed25519_dalek::Signature::from_slice(&bytes).ok());
    match (key, signature) {
        (Some(key), Some(signature)) if key.verify(check.message, &signature).is_ok() => Signature::Right,
        _ => Signature::Wrong,
    }
}

fn verdict(bytes: &[u8], keys: &[ReceiptKey]) -> Result<Verdict, Unreadable> {
    let held = read(bytes)?;
    let signature = held.check(keys).map_or(Signature::Wrong, verified);
    Ok(held.verdict(keys, signature))
}

#[test]
fn the_example_is_genuine_whatever_its_white_space() {
    let compact = canonical::canonical(RECEIPT.as_bytes()).expect("JSON");
    for text in [RECEIPT, compact.as_str(), format!("\n{RECEIPT} ").as_str()] {
        assert_eq!(verdict(text.as_bytes(), &keys()), Ok(Verdict::Right));
    }
}

#[test]
fn no_byte_of_a_receipt_can_be_changed() {
    let (keys, bytes) = (keys(), canonical::canonical(RECEIPT.as_bytes()).expect("JSON").into_bytes());
    for at in 0..bytes.len() {
        for other in [bytes[at] ^ 0x01, bytes[at] ^ 0x20, b' '].into_iter().filter(|other| *other != bytes[at]) {
            let mut changed = bytes.clone();
            changed[at] = other;
            let verdict = verdict(&changed, &keys);
            assert_ne!(verdict, Ok(Verdict::Right), "byte {at}: {}", String::from_utf8_lossy(&changed));
        }
        let mut shorter = bytes.clone();
        shorter.remove(at);
        assert_ne!(verdict(&shorter, &keys), Ok(Verdict::Right), "without byte {at}");
    }
}

#[test]
fn what_is_not_understood_is_not_read() {
    let with = |from: &str, to: &str| {
        assert!(RECEIPT.contains(from), "{from}");
        read(RECEIPT.replacen(from, to, 1).as_bytes()).err()
    };
    let (none, later) = (Some(Unreadable::NoReceipt), Some(Unreadable::Later));
    assert_eq!(with("\"version\": 1", "\"version\": 2"), later);
    assert_eq!(with("\"version\": 1", "\"version\": 0"), none);
    assert_eq!(with("\"version\": 1", "\"version\": \"1\""), none);
    assert_eq!(with("\"platform\"", "\"weight\": 1, \"platform\""), later);
    assert_eq!(with("\"size\"", "\"pages\": 1, \"size\""), later);
    assert_eq!(with("\"signature\"", "\"witness\": 1, \"signature\""), later);
    assert_eq!(with("\"number\": 5,", ""), none);
    assert_eq!(with("48213", "48213.0"), none);
    let signature = read(RECEIPT.as_bytes()).expect("the example").signature;
    assert_eq!(with(&signature, &signature[..84]), none);
    for other in ["", "{}", "[]", "<html>", "{\"receipt\":[]}", "{\"receipt\":{}}"] {
        assert_eq!(read(other.as_bytes()).err(), none, "{other}");
    }
    assert_eq!(read(&[b'{', 0xff]).err(), none);
    assert_eq!(read(&vec![b' '; MOST_BYTES + 1]).err(), Some(Unreadable::TooLarge));
}

#[test]
fn the_key_decides() {
    let known = keys();
    let at = read(RECEIPT.as_bytes()).expect("the example").receipt.at;
    let retired = |until: i64| vec![ReceiptKey { until: Some(Timestamp(until)), ..known[0].clone() }];
    assert_eq!(verdict(RECEIPT.as_bytes(), &[]), Ok(Verdict::UnknownKey));
    assert_eq!(verdict(RECEIPT.as_bytes(), &retired(at.0)), Ok(Verdict::Right), "what it signed stays right");
    assert_eq!(verdict(RECEIPT.as_bytes(), &retired(at.0 - 1)), Ok(Verdict::RetiredKey));
    // Another key under its name (RFC 8037, A.2).
    let other = ReceiptKey { public_key: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into(), ..known[0].clone() };
    assert_eq!(verdict(RECEIPT.as_bytes(), &[other]), Ok(Verdict::Wrong));
    let held = read(RECEIPT.as_bytes()).expect("the example");
    assert_eq!(held.verdict(&known, Signature::Unsupported), Verdict::Unsupported);
}

#[test]
fn it_says_what_it_speaks_of() {
    let held = read(RECEIPT.as_bytes()).expect("the example");
    let ticket: Ticket = serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
    let entry: Update = serde_json::from_str(include_str!("../../../contract/examples/update_with_file.json")).expect("one");
    assert!(held.is_of_entry(&ticket, &entry) && is_given_for(&entry));
    assert!(!held.is_of_entry(&ticket, &Update { number: 6, ..entry.clone() }));
    assert!(!held.is_of_entry(&ticket, &Update { attachments: Vec::new(), ..entry.clone() }));

    let file = &entry.attachments[0];
    assert_eq!(held.attachment(file.size, &file.sha256.to_uppercase()).map(|file| file.name.as_str()), Some("relevé.pdf"));
    assert_eq!(held.attachment(file.size + 1, &file.sha256), None);
    assert_eq!(held.attachment(file.size, &"0".repeat(64)), None);
    assert!(held.is_of_text(&held.receipt.text_sha256.to_uppercase()) && !held.is_of_text(""));

    assert_eq!(details(&ticket, &entry), None);
    assert!(held.is_of_details(None) && !held.is_of_details(Some(&file.sha256)));
    let filed =
        details(&ticket, &Update { kind: recourse_contract::update::UpdateKind::Filed, ..entry }).expect("there are some");
    assert!(
        filed.starts_with("{\"fields\":{\"amount\":{\"amount\":\"2480.00\",\"currency\":\"EUR\"},\"booking_number\":"),
        "{filed}"
    );
}

#[test]
fn what_was_brought_along_is_compared_line_by_line() {
    let held = read(RECEIPT.as_bytes()).expect("the example");
    let file = held.receipt.attachments[0].clone();
    let line = |same| Compared::File(file.name.clone(), same);
    assert_eq!(held.compared(&Brought::default()), [Compared::Text(Same::Unasked), line(Same::Unasked)]);

    // Whatever it is called now.
    let own = BroughtFile { name: "scan.pdf".into(), size: file.size, sha256: file.sha256.to_uppercase() };
    let brought = Brought { text: Some(held.receipt.text_sha256.clone()), files: vec![own.clone()], ..Brought::default() };
    assert_eq!(held.compared(&brought), [Compared::Text(Same::Yes), line(Same::Yes)]);

    let other = BroughtFile { name: "other.pdf".into(), sha256: "0".repeat(64), ..own };
    let brought = Brought { text: Some(String::new()), files: vec![other], ..Brought::default() };
    let expected = [Compared::Text(Same::No), line(Same::Unasked), Compared::Stranger("other.pdf".into())];
    assert_eq!(held.compared(&brought), expected);
    assert!(held.has_size(file.size) && !held.has_size(file.size + 1));

    let mut with_details = held.clone();
    with_details.receipt.details_sha256 = Some("0".repeat(64));
    for same in [Same::Yes, Same::No, Same::Unasked] {
        let brought = Brought { details: same, ..Brought::default() };
        assert_eq!(with_details.compared(&brought).last(), Some(&Compared::Details(same)));
        assert_eq!(held.compared(&brought).contains(&Compared::Details(same)), same == Same::No, "{same:?}");
    }
}
