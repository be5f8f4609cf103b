//! The dossier over real HTTP: an archive that any program opens, with everything in it, or with what is missing named.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::files::{PDF, jpeg, png, uploaded};
use harness::{Answer, Backend, WithToken, key, send, with};
use jiff::civil::date;
use recourse_backend::dossier::Zip;
use recourse_backend::secret::sha256;
use recourse_contract::{Filed, ProblemType};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;

/// Reads an archive with another program, and says of each entry its name, how it is stored, its bytes and their SHA-256.
const READ: &str = "
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps([[one.filename, one.compress_type, one.file_size, hashlib.sha256(archive.read(one)).hexdigest()]
                      for one in archive.infolist()]))
";
/// The same without reading what is in them.
const LIST: &str = "
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    print(json.dumps([[one.filename, one.file_size, one.header_offset] for one in archive.infolist()]))
    print(archive.read('last.txt').decode(), file=sys.stderr)
";

fn python(script: &str, archive: &Path) -> Value {
    let done = Command::new("python3").args(["-I", "-c", script]).arg(archive).output().expect("python3 is installed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

/// Unpacks an entry.
fn text_of(archive: &Path, name: &str) -> String {
    let script = "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))";
    let done = Command::new("python3").args(["-I", "-c", script]).arg(archive).arg(name).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

async fn dossier(backend: &Backend, filed: &Filed, query: &str) -> Answer {
    send(backend.get(&format!("/tickets/{}/dossier{query}", filed.ticket.summary.id)).with(filed)).await
}

/// Where the receipt of an entry lies.
fn receipt(filed: &Filed, number: u32) -> String {
    format!("receipts/receipt-{}-{number}.json", filed.ticket.summary.reference)
}

#[tokio::test]
async fn another_program_opens_it_and_finds_every_file_whole() {
    let backend = Backend::start(&[]).await;
    let (a, b) = (uploaded(&backend, "Relevé de mars.pdf", PDF).await, uploaded(&backend, "photo.png", &png(3, 2)).await);
    let filed = backend.file(&with("/attachments", json!([a, b]))).await;
    let c = uploaded(&backend, "photo.png", &png(4, 4)).await;
    let reply = json!({"kind": "reply", "text": "<b>Voici</b> & voilà", "attachments": [c]}).to_string();
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    assert_eq!(send(backend.post(&path, &key(), reply).with(&filed)).await.status, 201);

    let answer = dossier(&backend, &filed, "?language=en").await;
    assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "application/zip"));
    let name = format!("dossier-{}.zip", filed.ticket.summary.reference);
    assert!(answer.header("content-disposition").contains(&format!("filename=\"{name}\"")), "{:?}", answer.headers);
    assert_eq!((answer.header("content-language").as_str(), answer.header("cache-control").as_str()), ("en", "no-store"));
    answer.assert_secure();

    let file = backend.folder().join(name);
    fs::write(&file, &answer.body).unwrap();
    let entries = python(READ, &file);
    let entries: Vec<(String, u16, u64, String)> = serde_json::from_value(entries).unwrap();
    let named: Vec<(&str, u16)> = entries.iter().map(|(name, method, ..)| (name.as_str(), *method)).collect();
    assert_eq!(
        named,
        [
            ("dossier.html", 8),
            ("SHA256SUMS.txt", 8),
            (&receipt(&filed, 1), 8),
            (&receipt(&filed, 3), 8),
            ("attachments/01-Relevé-de-mars.pdf", 0),
            ("attachments/02-photo.png", 0),
            ("attachments/03-photo.png", 0),
        ]
    );
    for ((_, _, size, sum), bytes) in entries[4..].iter().zip([PDF, &png(3, 2), &png(4, 4)]) {
        assert_eq!((*size, sum), (bytes.len() as u64, &sha256(bytes)));
    }
    let sums = text_of(&file, "SHA256SUMS.txt");
    let expected: Vec<String> = [0, 2, 3, 4, 5, 6].iter().map(|&at| format!("{}  {}", entries[at].3, entries[at].0)).collect();
    assert_eq!(sums.lines().collect::<Vec<_>>(), expected);
    // The receipt is the one that the route gives.
    let own = backend.get(&format!("/tickets/{}/receipt?number=3", filed.ticket.summary.id)).with(&filed);
    assert_eq!(text_of(&file, &receipt(&filed, 3)), send(own).await.text());
    let page = text_of(&file, "dossier.html");
    assert!(page.contains("<html lang=\"en\">") && page.contains("&lt;b&gt;Voici&lt;/b&gt; &amp; voilà"), "{page}");
    assert!(page.contains("href=\"attachments/03-photo.png\""), "{page}");
    // Without a choice the language is the browser's.
    let french = send(backend.get(&format!("/tickets/{}/dossier", filed.ticket.summary.id)).with(&filed)).await;
    assert_eq!(french.header("content-language"), "fr");
}

#[tokio::test]
async fn it_is_for_whoever_may_read_the_ticket() {
    let backend = Backend::start(&[]).await;
    let (filed, other) = (backend.file(&harness::new_ticket()).await, backend.file(&harness::new_ticket()).await);
    let path = format!("/tickets/{}/dossier", filed.ticket.summary.id);
    send(backend.get(&path)).await.problem(ProblemType::Unauthenticated);
    send(backend.get(&path).with(&other)).await.problem(ProblemType::NotFound);
    dossier(&backend, &filed, "?language=xx").await.problem(ProblemType::Malformed);
    dossier(&backend, &filed, "?language=fr&language=en").await.problem(ProblemType::Malformed);
    // It takes the disk's time: so often, and not more often.
    let mut given = 0;
    let refused = loop {
        match dossier(&backend, &filed, "").await {
            answer if answer.status == 200 && given < 100 => given += 1,
            answer => break answer,
        }
    };
    assert!(given >= 10, "{given}");
    refused.problem(ProblemType::TooMany);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(dossier(&backend, &other, "").await.status, 200, "another ticket's");
}

#[tokio::test]
async fn a_file_that_is_lost_is_named_and_harms_nothing_else() {
    let backend = Backend::start(&[]).await;
    let (a, b) = (uploaded(&backend, "lost.pdf", PDF).await, uploaded(&backend, "there.jpg", &jpeg(3, 2)).await);
    let filed = backend.file(&with("/attachments", json!([a, b]))).await;
    fs::remove_file(backend.data().join("uploads").join(&a)).unwrap();
    let file = backend.folder().join("dossier.zip");
    fs::write(&file, dossier(&backend, &filed, "?language=en").await.body).unwrap();
    let entries = python(READ, &file);
    let names: Vec<&str> = entries.as_array().unwrap().iter().map(|entry| entry[0].as_str().unwrap()).collect();
    assert_eq!(names, ["dossier.html", "SHA256SUMS.txt", &receipt(&filed, 1), "attachments/02-there.jpg"]);
    let page = text_of(&file, "dossier.html");
    assert!(page.contains("lost.pdf") && page.contains("no longer has its bytes"), "{page}");
    assert!(!text_of(&file, "SHA256SUMS.txt").contains("lost"));
}

#[tokio::test]
async fn it_is_there_where_mediation_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let service = folder.path().join("service.toml");
    fs::write(
        &service,
        harness::SERVICE.replace(", \"mediation\"]", "]").replace("kinds = [\"mediation\"]", "kinds = [\"complaint\"]"),
    )
    .unwrap();
    let backend = Backend::start(&["--service", service.to_str().unwrap()]).await;
    let filed = backend.file(&harness::new_ticket()).await;
    dossier(&backend, &filed, "").await.problem(ProblemType::NotFound);
}

#[tokio::test]
async fn whoever_goes_away_leaves_a_backend_that_goes_on() {
    let backend = Backend::start(&[]).await;
    // Far more than what connections buffer.
    let large = [b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%".to_vec(), vec![b'x'; 9_000_000]].concat();
    let large = [large, b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n".to_vec()].concat();
    let id = uploaded(&backend, "large.pdf", &large).await;
    let filed = backend.file(&with("/attachments", json!([id]))).await;
    let path = format!("/tickets/{}/dossier", filed.ticket.summary.id);
    for _ in 0..3 {
        let mut response = backend.get(&path).with(&filed).send().await.unwrap();
        assert!(response.chunk().await.unwrap().is_some());
    }
    assert_eq!(dossier(&backend, &filed, "").await.body.len() as u64 / 1_000_000, 9);
    assert!(!backend.log().contains("panicked"), "{}", backend.log());
    let mut backend = backend;
    backend.stop().await;
}

#[test]
fn more_than_four_gigabytes_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("large.zip");
    let (mut file, size) = (File::create(&place).unwrap(), 5_u64 << 30);
    let mut zip = Zip::new(date(2026, 11, 27).at(12, 0, 0, 0));
    // A hole: it takes no room on the disk, and nobody reads it.
    file.write_all(&zip.stored("large.bin", size, 0)).unwrap();
    file.seek(SeekFrom::Current(i64::try_from(size).unwrap())).unwrap();
    file.write_all(&zip.packed("last.txt", b"behind it").unwrap()).unwrap();
    file.write_all(&zip.end()).unwrap();
    drop(file);
    let listed = python(LIST, &place);
    assert_eq!(listed[0], json!(["large.bin", size, 0]));
    assert_eq!(listed[1][0], "last.txt");
    assert!(listed[1][2].as_u64().unwrap() > size);
}
