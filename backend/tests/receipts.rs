//! Receipts: of each entry that the partner wrote and of no other, under keys that rotate, and of no use once changed.
#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use harness::case::{ask, decide, settle};
use harness::files::{PDF, uploaded};
use harness::sessions::token;
use harness::{Answer, Backend, SERVICE, WithToken, documented, key, new_ticket, run, send, with};
use recourse_backend::receipt::ReceiptKeys;
use recourse_backend::secret::sha256;
use recourse_contract::receipt::SignedReceipt;
use recourse_contract::service::ReceiptKey;
use recourse_contract::ticket::TicketKind;
use recourse_contract::update::{Update, UpdateKind};
use recourse_contract::{Filed, ProblemType, Service, Ticket, canonical};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

const LATER: &str = "2100-01-01T00:00:00Z";

fn path(filed: &Filed, more: &str) -> String {
    format!("/tickets/{}/receipt{more}", filed.ticket.summary.id)
}

async fn receipt(backend: &Backend, filed: &Filed, number: u32) -> SignedReceipt {
    send(backend.get(&path(filed, &format!("?number={number}"))).with(filed)).await.found()
}

async fn keys(backend: &Backend) -> Vec<ReceiptKey> {
    send(backend.get("/service")).await.found::<Service>().receipt_keys
}

/// Whether the file of a receipt is genuine: by its own bytes and the published keys alone.
fn is_genuine(file: &[u8], keys: &[ReceiptKey]) -> bool {
    let checked = || {
        let file: Value = serde_json::from_slice(file).ok()?;
        let signed = file.get("receipt")?;
        let key = keys.iter().find(|key| signed.get("key").and_then(Value::as_str) == Some(key.id.as_str()))?;
        let key: [u8; 32] = URL_SAFE_NO_PAD.decode(&key.public_key).ok()?.try_into().ok()?;
        let key = VerifyingKey::from_bytes(&key).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(file.get("signature")?.as_str()?).ok()?;
        key.verify(canonical::written(signed).as_bytes(), &Signature::from_slice(&signature).ok()?).ok()
    };
    checked().is_some()
}

async fn act(backend: &Backend, filed: &Filed, what: Value) {
    let staff = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let path = format!("/handler/tickets/{}/moves", filed.ticket.summary.id);
    let request = backend.request(Method::POST, &path).bearer(staff.trim()).header("content-type", "application/json");
    let answer = send(request.body(what.to_string())).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

async fn write(backend: &Backend, filed: &Filed, what: Value) -> Update {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.post(&path, &key(), what.to_string()).with(filed)).await.created()
}

#[tokio::test]
async fn each_entry_of_the_partner_has_one_and_no_other_entry() {
    let backend = Backend::start(&[]).await;
    let file = uploaded(&backend, "relevé.pdf", PDF).await;
    let filed = backend.file(&with("/attachments", json!([file]))).await;
    let question = json!({"id": "holder", "kind": "text", "label": "Account holder", "required": true});
    act(&backend, &filed, json!({"move": "ask", "text": "Who?", "questions": [question], "due_at": LATER})).await;
    let given = json!({"holder": "Auberge du Lac"});
    let answer = write(&backend, &filed, json!({"kind": "answer", "text": "Here.", "answers": given})).await;
    let reply = write(&backend, &filed, json!({"kind": "reply", "text": " One\r\nmore thing.\n"})).await;
    let outcome = json!({"decision": "upheld", "findings": "It was held by mistake."});
    act(&backend, &filed, json!({"move": "preliminary", "text": "We mean to.", "outcome": outcome, "due_at": LATER})).await;
    let comment = write(&backend, &filed, json!({"kind": "comment", "text": "I agree."})).await;

    let keys = keys(&backend).await;
    assert_eq!(keys.len(), 1);
    let (sent, summary) = (new_ticket(), &filed.ticket.summary);
    let said = ["subject", "topic", "fields", "outcome_wanted"].map(|name| (name.to_owned(), sent[name].clone()));
    let filing = Value::Object(said.into_iter().collect());
    let message = sent["message"].as_str().unwrap();
    for (number, kind, text, details) in [
        (1, UpdateKind::Filed, message, Some(filing)),
        (answer.number, UpdateKind::PartnerAnswer, "Here.", Some(json!({ "answers": given }))),
        (reply.number, UpdateKind::Reply, "One\nmore thing.", None),
        (comment.number, UpdateKind::PartnerAnswer, "I agree.", None),
    ] {
        let signed = receipt(&backend, &filed, number).await;
        assert!(is_genuine(&serde_json::to_vec_pretty(&signed).unwrap(), &keys), "{signed:?}");
        let receipt = &signed.receipt;
        assert_eq!((receipt.version, receipt.platform.as_str(), receipt.kind), (1, "Séjours & Co", TicketKind::Complaint));
        assert_eq!((&receipt.ticket, &receipt.reference), (&summary.id, &summary.reference));
        assert_eq!((receipt.number, receipt.entry, &receipt.key), (number, kind, &keys[0].id));
        assert_eq!(receipt.text_sha256, sha256(text.as_bytes()));
        assert_eq!(receipt.details_sha256, details.map(|said| sha256(canonical::written(&said).as_bytes())));
        let files: Vec<_> = receipt.attachments.iter().map(|file| (&*file.name, file.size, file.sha256.clone())).collect();
        let attached = vec![("relevé.pdf", PDF.len() as u64, sha256(PDF))];
        assert_eq!(files, if number == 1 { attached } else { Vec::new() });
    }
    assert_eq!(receipt(&backend, &filed, 1).await.receipt.at, summary.filed_at);
    assert_eq!(send(backend.get(&path(&filed, "")).with(&filed)).await.found::<SignedReceipt>().receipt.number, 1);

    let partners = [1, answer.number, reply.number, comment.number];
    for number in (0..=comment.number + 2).filter(|number| !partners.contains(number)) {
        send(backend.get(&path(&filed, &format!("?number={number}"))).with(&filed)).await.problem(ProblemType::NotFound);
    }
}

#[tokio::test]
async fn what_is_said_to_an_outcome_has_one_too() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    decide(&backend, &filed, "Decided.").await;
    let answered: Ticket = settle(&backend, &filed, false).await.found();
    let file = uploaded(&backend, "frais.pdf", PDF).await;
    let asking = json!({"text": "The interest is missing.", "attachments": [file]});
    let review: Update = ask(&backend, &filed, "review", &key(), asking).await.created();
    decide(&backend, &filed, "Decided again.").await;
    let asking = json!({"mediator": "cmp", "language": "fr", "statement": "Les intérêts manquent."});
    let mediation: Update = ask(&backend, &filed, "mediation", &key(), asking).await.created();
    let withdrawal: Update = ask(&backend, &filed, "withdrawal", &key(), json!({"reason": "It has arrived."})).await.created();

    let keys = keys(&backend).await;
    for (number, kind, text) in [
        (answered.summary.last_update, UpdateKind::PartnerAnswer, None),
        (review.number, UpdateKind::PartnerAnswer, Some("The interest is missing.")),
        (mediation.number, UpdateKind::Mediation, Some("Les intérêts manquent.")),
        (withdrawal.number, UpdateKind::PartnerAnswer, Some("It has arrived.")),
    ] {
        let signed = receipt(&backend, &filed, number).await;
        assert!(is_genuine(&serde_json::to_vec_pretty(&signed).unwrap(), &keys), "{signed:?}");
        assert_eq!((signed.receipt.number, signed.receipt.entry), (number, kind));
        assert!(text.is_none_or(|text| signed.receipt.text_sha256 == sha256(text.as_bytes())), "{signed:?}");
        assert_eq!(signed.receipt.attachments.len(), usize::from(number == review.number));
    }
    // What the system says to each is the platform's.
    for number in [mediation.number + 1, withdrawal.number + 1] {
        send(backend.get(&path(&filed, &format!("?number={number}"))).with(&filed)).await.problem(ProblemType::NotFound);
    }
}

#[tokio::test]
async fn it_is_for_whoever_may_read_the_ticket() {
    let backend = Backend::start(&[]).await;
    let (filed, other) = (backend.file(&new_ticket()).await, backend.file(&new_ticket()).await);
    let path = path(&filed, "");
    let mine = send(backend.get(&path).with(&filed)).await;
    let session = token(&backend, "marie.dupont@example.com").await;
    assert_eq!(send(backend.get(&path).bearer(&session)).await.body, mine.body);
    send(backend.get(&path)).await.problem(ProblemType::Unauthenticated);
    send(backend.get(&path).with(&other)).await.problem(ProblemType::NotFound);
    send(backend.get(&format!("{path}?number=first")).with(&filed)).await.problem(ProblemType::Malformed);
    for status in [200, 304, 400, 401, 404] {
        assert!(documented("get", "/tickets/{id}/receipt", status), "{status}");
    }
}

#[tokio::test]
async fn it_is_the_same_each_time_and_can_be_kept_as_a_file() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let get = |more: &str| send(backend.get(&path(&filed, more)).with(&filed).header("accept-language", "en"));
    let first: Answer = get("").await;
    assert_eq!(first.body, canonical::canonical(&first.body).unwrap().into_bytes(), "it comes in its canonical form");
    assert_eq!((first.header("content-disposition"), first.header("cache-control")), ("".into(), "private, no-cache".into()));
    let again = backend.get(&path(&filed, "?number=1")).with(&filed).header("if-none-match", first.header("etag"));
    assert_eq!(send(again).await.status, 304);
    let saved = get("?download").await;
    assert_eq!(saved.body, first.body);
    let name = format!("receipt-{}-1.json", filed.ticket.summary.reference);
    assert!(saved.header("content-disposition").starts_with(&format!("attachment; filename=\"{name}\"")), "{:?}", saved.headers);
}

#[tokio::test]
async fn no_byte_of_it_can_be_changed() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let (file, keys) = (send(backend.get(&path(&filed, "")).with(&filed)).await.body, keys(&backend).await);
    assert!(is_genuine(&file, &keys));
    for at in 0..file.len() {
        for other in [file[at] ^ 0x01, file[at] ^ 0x20] {
            let mut changed = file.clone();
            changed[at] = other;
            assert!(!is_genuine(&changed, &keys), "byte {at}: {}", String::from_utf8_lossy(&changed));
        }
    }
}

#[tokio::test]
async fn a_key_is_replaced_and_its_receipts_stay_right() {
    let mut backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let (before, first) = (receipt(&backend, &filed, 1).await, keys(&backend).await.remove(0));
    let data = backend.data();
    let mode = |name: &str| fs::metadata(data.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("receipt.keys"), 0o600);

    let made = run(&["receipt-key", "--data", data.to_str().unwrap()], &[]).await;
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert_eq!(receipt(&backend, &filed, 1).await, before, "what runs goes on with the key that it has");
    backend.stop().await;
    backend.restart().await;
    let published = keys(&backend).await;
    let [present, former] = &published[..] else { panic!("{published:?}") };
    assert_eq!((present.id.as_str(), present.until), (made.out.trim(), None));
    assert_eq!((&former.id, &former.public_key), (&first.id, &first.public_key));
    assert!(former.until.is_some_and(|until| until >= filed.ticket.summary.filed_at), "{former:?}");
    let after = receipt(&backend, &filed, 1).await;
    assert_eq!(after.receipt.key, present.id);
    for signed in [&before, &after] {
        assert!(is_genuine(&serde_json::to_vec(signed).unwrap(), &published));
    }
    assert_eq!(mode("receipt.keys"), 0o600);

    let nowhere = TempDir::new().unwrap();
    let ended = run(&["receipt-key", "--data", nowhere.path().to_str().unwrap()], &[]).await;
    assert!(ended.code == Some(1) && ended.err.contains("receipt.keys"), "{}", ended.err);
}

#[tokio::test]
async fn where_they_are_not_offered_there_are_none() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("service.toml");
    let without = SERVICE.replacen(", \"receipts\"", "", 1);
    assert_ne!(without, *SERVICE);
    fs::write(&file, without).unwrap();
    let backend = Backend::start(&["--service", file.to_str().unwrap()]).await;
    let filed = backend.file(&new_ticket()).await;
    send(backend.get(&path(&filed, "")).with(&filed)).await.problem(ProblemType::NotFound);
    assert_eq!(keys(&backend).await, []);
}

#[test]
fn the_example_of_the_contract_is_genuine() {
    let text = include_str!("../../contract/examples/signed_receipt.json");
    let service: Service = serde_json::from_str(include_str!("../../contract/examples/service.json")).unwrap();
    assert!(is_genuine(text.as_bytes(), &service.receipt_keys));
    // The private key of the example is the SHA-256 of this sentence.
    let secret = sha256(b"The key of the example receipt. It signs nothing else.");
    let bytes = secret.as_bytes().chunks(2).map(|digits| u8::from_str_radix(str::from_utf8(digits).unwrap(), 16).unwrap());
    let keys = ReceiptKeys::of(bytes.collect::<Vec<_>>().try_into().unwrap());
    assert_eq!(keys.published(), service.receipt_keys);
    let example: SignedReceipt = serde_json::from_str(text).unwrap();
    assert_eq!(keys.sign(example.receipt.clone()), example);
}
