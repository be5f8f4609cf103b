//! Uploads: in pieces, over cut connections and restarts, within bounds.
#![allow(clippy::unwrap_used)]

mod harness;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use harness::files::{create, offset, on_disk, piece, place, png, tus, uploaded};
use harness::raw::read_to_end;
use harness::{Backend, send, until};
use recourse_backend::secret::sha256;
use recourse_backend::store::{Sqlite, UploadRow, Uploads};
use recourse_contract::{Code, ProblemType, Timestamp};
use reqwest::Method;
use sha1::{Digest, Sha1};
use std::fs;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const ORIGIN: &str = "https://help.example";

/// A text of so many bytes.
fn text(bytes: usize) -> Vec<u8> {
    "One line of a long report.\n".bytes().cycle().take(bytes).collect()
}

/// Begins a piece on a connection of its own: `announced` bytes are said to come, these do.
async fn begun(backend: &Backend, place: &str, offset: usize, announced: usize, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(backend.address).await.unwrap();
    let head = format!(
        "PATCH {place} HTTP/1.1\r\nhost: x\r\ntus-resumable: 1.0.0\r\ncontent-type: application/offset+octet-stream\r\n\
         upload-offset: {offset}\r\ncontent-length: {announced}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

#[tokio::test]
async fn what_is_offered_is_announced_to_pages_of_other_origins_too() {
    let backend = Backend::start(&["--cors", ORIGIN]).await;
    let asked = send(backend.request(Method::OPTIONS, "/api/v1/uploads").header("origin", ORIGIN)).await;
    assert_eq!((asked.status, asked.header("tus-version").as_str()), (200, "1.0.0"));
    for extension in ["creation", "creation-with-upload", "expiration", "termination", "checksum"] {
        assert!(asked.lists("tus-extension", extension), "{extension}");
    }
    assert_eq!(
        (asked.header("tus-max-size").as_str(), asked.header("tus-checksum-algorithm").as_str()),
        ("20000000", "sha1,sha256")
    );
    for name in ["tus-resumable", "upload-length", "upload-offset", "upload-metadata", "upload-checksum"] {
        assert!(asked.lists("access-control-allow-headers", name), "{name}: {:?}", asked.headers);
    }
    for method in ["POST", "PATCH", "HEAD", "DELETE", "OPTIONS"] {
        assert!(asked.lists("access-control-allow-methods", method), "{method}: {:?}", asked.headers);
    }
    let request = tus(&backend, Method::POST, "/api/v1/uploads").header("origin", ORIGIN).header("upload-length", 9);
    let created = send(request).await;
    for name in ["location", "upload-offset", "upload-expires", "tus-resumable"] {
        assert!(created.lists("access-control-expose-headers", name), "{name}: {:?}", created.headers);
    }
    assert_eq!(created.header("access-control-allow-origin"), ORIGIN);
}

#[tokio::test]
async fn a_file_comes_in_pieces() {
    let backend = Backend::start(&[]).await;
    let bytes = text(1_000);
    let created = create(&backend, "C:\\report.txt", "text/plain", bytes.len()).await;
    assert_eq!((created.status, created.header("cache-control").as_str()), (201, "no-store"));
    assert!(created.header("upload-expires").ends_with(" GMT"), "{:?}", created.headers);
    let place = created.header("location");
    assert!(place.starts_with("/api/v1/uploads/") && place.len() == "/api/v1/uploads/".len() + 32, "{place}");
    let first = send(piece(&backend, &place, 0, &bytes[..300])).await;
    assert_eq!((first.status, first.header("upload-offset").as_str()), (204, "300"));
    let asked = send(tus(&backend, Method::HEAD, &place)).await;
    let state = ["upload-offset", "upload-length", "cache-control", "tus-resumable"].map(|name| asked.header(name));
    assert_eq!(state, ["300", "1000", "no-store", "1.0.0"]);
    assert_eq!(send(piece(&backend, &place, 300, &bytes[300..])).await.status, 204);
    assert_eq!(offset(&backend, &place).await, Some(1_000));
    // Nothing more happens to what is complete.
    assert_eq!(send(piece(&backend, &place, 1_000, b"")).await.status, 204);
    let complete = format!("SELECT COUNT(*) FROM uploads WHERE name = 'report.txt' AND sha256 = '{}'", sha256(&bytes));
    assert_eq!(backend.number(&complete).await, 1);
    // All of it at once.
    let request = tus(&backend, Method::POST, "/api/v1/uploads").header("upload-length", bytes.len());
    let whole = send(request.header("content-type", "application/offset+octet-stream").body(bytes)).await;
    assert_eq!((whole.status, whole.header("upload-offset").as_str()), (201, "1000"));
    assert_eq!(on_disk(&backend).len(), 2);
}

#[tokio::test]
async fn a_cut_connection_and_a_crash_lose_nothing_that_was_kept() {
    let mut backend = Backend::start(&[]).await;
    let bytes = text(5_000_000);
    let place = place(&backend, "report.txt", bytes.len()).await;
    drop(begun(&backend, &place, 0, bytes.len(), &bytes[..3_000_000]).await);
    until("what came is kept", async || (offset(&backend, &place).await == Some(3_000_000)).then_some(())).await;
    backend.kill().await;
    backend.restart().await;
    assert_eq!(offset(&backend, &place).await, Some(3_000_000));
    // A crash in the middle of a piece: what was noted by then.
    let stream = begun(&backend, &place, 3_000_000, 2_000_000, &bytes[3_000_000..4_500_000]).await;
    until("some of it is noted", async || (offset(&backend, &place).await > Some(3_000_000)).then_some(())).await;
    backend.kill().await;
    drop(stream);
    backend.restart().await;
    let there = offset(&backend, &place).await.unwrap();
    assert!((3_000_001..=4_500_000).contains(&there), "{there}");
    // A file that is shorter than its row says counts as it is.
    let path = backend.data().join("uploads").join(place.rsplit('/').next().unwrap());
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(2_000_000).unwrap();
    assert_eq!(offset(&backend, &place).await, Some(2_000_000));
    assert_eq!(send(piece(&backend, &place, 2_000_000, &bytes[2_000_000..])).await.status, 204);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(backend.number(&format!("SELECT COUNT(*) FROM uploads WHERE sha256 = '{}'", sha256(&bytes))).await, 1);
    // One whose bytes are gone is gone.
    fs::remove_file(&path).unwrap();
    assert_eq!(send(tus(&backend, Method::HEAD, &place)).await.status, 410);
}

#[tokio::test]
async fn a_piece_with_a_wrong_sum_is_not_kept() {
    let backend = Backend::start(&[]).await;
    let bytes = text(100);
    let place = place(&backend, "report.txt", bytes.len()).await;
    let sum = |bytes: &[u8]| format!("sha1 {}", STANDARD.encode(Sha1::digest(bytes)));
    assert_eq!(send(piece(&backend, &place, 0, &bytes[..40]).header("upload-checksum", sum(&bytes[..40]))).await.status, 204);
    let wrong = send(piece(&backend, &place, 40, &bytes[40..]).header("upload-checksum", sum(b"other"))).await;
    wrong.problem(ProblemType::Checksum);
    assert_eq!(offset(&backend, &place).await, Some(40));
    for unusable in ["md5 AAAA", "sha1 %%%"] {
        let answer = send(piece(&backend, &place, 40, &bytes[40..]).header("upload-checksum", unusable)).await;
        answer.problem(ProblemType::Malformed);
    }
    assert_eq!(send(piece(&backend, &place, 40, &bytes[40..]).header("upload-checksum", sum(&bytes[40..]))).await.status, 204);
}

#[tokio::test]
async fn pieces_go_on_where_the_last_one_ended_and_one_at_a_time() {
    let backend = Backend::start(&[]).await;
    let bytes = text(100);
    let place = place(&backend, "report.txt", bytes.len()).await;
    for offset in [1, 100, 5_000] {
        let wrong = send(piece(&backend, &place, offset, b"x")).await;
        assert!([409, 413].contains(&wrong.status), "{offset}: {}", wrong.status);
    }
    send(piece(&backend, &place, 50, &bytes[50..])).await.problem(ProblemType::Offset);
    // Until a piece has it, what goes on elsewhere is told where to. That may just have had it itself, so that this one did not
    // get it: then another one begins.
    let mut first = until("the first piece has it", async || {
        let begun = begun(&backend, &place, 0, 100, b"").await;
        (send(piece(&backend, &place, 50, b"x")).await.status == 423).then_some(begun)
    })
    .await;
    first.write_all(&bytes[..30]).await.unwrap();
    let second = send(piece(&backend, &place, 0, &bytes)).await;
    assert_eq!((second.status, second.header("retry-after").as_str()), (423, "1"));
    assert_eq!(send(tus(&backend, Method::DELETE, &place)).await.status, 423);
    first.write_all(&bytes[30..]).await.unwrap();
    assert_eq!(read_to_end(&mut first).await.status, 204);
    assert_eq!(offset(&backend, &place).await, Some(100));
}

#[tokio::test]
async fn bounds_are_told() {
    let backend = Backend::start(&["--uploads-waiting", "1"]).await;
    let large = create(&backend, "a.txt", "", 20_000_001).await;
    assert_eq!(large.problem(ProblemType::TooLarge).limit, Some(20_000_000));
    let place = place(&backend, "a.txt", 90_000).await;
    let longer = send(piece(&backend, &place, 0, &text(90_001))).await;
    assert_eq!(longer.problem(ProblemType::TooLarge).limit, Some(90_000));
    assert_eq!(offset(&backend, &place).await, Some(0));
    // A tenth of what may wait is for one address.
    let more = create(&backend, "b.txt", "", 90_000).await;
    more.problem(ProblemType::TooMany);
    assert_ne!(more.header("retry-after"), "");
    assert_eq!(send(tus(&backend, Method::DELETE, &place)).await.status, 204);
    assert_eq!(create(&backend, "b.txt", "", 90_000).await.status, 201);
    // What others have only announced takes no room, what has come of it does.
    backend.execute("UPDATE uploads SET client = 'another', size = 990000").await;
    let place = self::place(&backend, "c.txt", 90_000).await;
    backend.execute("UPDATE uploads SET received = 990000 WHERE client = 'another'").await;
    create(&backend, "d.txt", "", 10_001).await.problem(ProblemType::Unavailable);
    // What has begun comes to its end, within a tenth more.
    assert_eq!(send(piece(&backend, &place, 0, &text(40_000))).await.status, 204);
    backend.execute("UPDATE uploads SET received = 1050001 WHERE client = 'another'").await;
    let more = send(piece(&backend, &place, 40_000, &text(10_000))).await;
    more.problem(ProblemType::Unavailable);
    assert_ne!(more.header("retry-after"), "");
    assert_eq!(offset(&backend, &place).await, Some(40_000));
}

#[tokio::test]
async fn files_count_and_not_their_pieces() {
    let backend = Backend::start(&["--writes-per-minute", "2"]).await;
    let bytes = text(100);
    let place = place(&backend, "a.txt", bytes.len()).await;
    for at in 0..100 {
        assert_eq!(send(piece(&backend, &place, at, &bytes[at..=at])).await.status, 204, "{at}");
    }
    create(&backend, "b.txt", "", 9).await;
    let answer = create(&backend, "c.txt", "", 9).await;
    answer.problem(ProblemType::TooMany);
    assert_eq!(answer.header("tus-resumable"), "1.0.0");
}

#[tokio::test]
async fn silence_ends_a_piece_and_slowness_does_not() {
    let backend = Backend::start(&["--timeout", "1"]).await;
    let bytes = text(100);
    let silent = place(&backend, "a.txt", bytes.len()).await;
    let mut stream = begun(&backend, &silent, 0, 100, &bytes[..60]).await;
    assert_eq!(read_to_end(&mut stream).await.status, 408);
    assert_eq!(offset(&backend, &silent).await, Some(60));
    let slow = place(&backend, "b.txt", bytes.len()).await;
    let mut stream = begun(&backend, &slow, 0, 100, &bytes[..20]).await;
    for at in (20..100).step_by(20) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        stream.write_all(&bytes[at..at + 20]).await.unwrap();
    }
    assert_eq!(read_to_end(&mut stream).await.status, 204);
}

#[tokio::test]
async fn what_nobody_waits_for_goes() {
    let mut backend = Backend::start(&[]).await;
    let (kept, old) = (uploaded(&backend, "kept.png", &png(1, 1)).await, uploaded(&backend, "old.png", &png(2, 2)).await);
    let place = format!("/api/v1/uploads/{old}");
    backend.execute(&format!("UPDATE uploads SET expires_at = 1 WHERE id = '{old}'")).await;
    send(piece(&backend, &place, 0, b"")).await.problem(ProblemType::Gone);
    // A file that no row speaks of goes at the start.
    fs::write(backend.data().join("uploads/orphan"), b"x").unwrap();
    backend.stop().await;
    backend.restart().await;
    until("the old one is gone", async || (on_disk(&backend) == [kept.clone()]).then_some(())).await;
    assert_eq!(send(tus(&backend, Method::HEAD, &place)).await.status, 404);
    let place = format!("/api/v1/uploads/{kept}");
    assert_eq!(send(tus(&backend, Method::DELETE, &place)).await.status, 204);
    send(tus(&backend, Method::DELETE, &place)).await.problem(ProblemType::NotFound);
    assert_eq!((on_disk(&backend), backend.number("SELECT COUNT(*) FROM uploads").await), (Vec::<String>::new(), 0));
}

#[tokio::test]
async fn requests_that_are_none_of_tus_are_refused() {
    let backend = Backend::start(&[]).await;
    let place = place(&backend, "a.txt", 9).await;
    for request in [
        backend.request(Method::POST, "/api/v1/uploads").header("upload-length", 9),
        backend.request(Method::HEAD, &place).header("tus-resumable", "0.2.2"),
        backend.request(Method::DELETE, &place),
    ] {
        let answer = send(request).await;
        assert_eq!((answer.status, answer.header("tus-version").as_str()), (412, "1.0.0"));
    }
    for headers in [vec![], vec![("upload-length", "-1")], vec![("upload-length", "x")], vec![("upload-defer-length", "1")]] {
        let request = tus(&backend, Method::POST, "/api/v1/uploads");
        let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        send(request).await.problem(ProblemType::Malformed);
    }
    let metadata = tus(&backend, Method::POST, "/api/v1/uploads").header("upload-length", 9);
    send(metadata.header("upload-metadata", "filename %%%")).await.problem(ProblemType::Malformed);
    let typed = tus(&backend, Method::PATCH, &place).header("content-type", "text/plain").header("upload-offset", 0).body("x");
    send(typed).await.problem(ProblemType::MediaType);
    let at_all = tus(&backend, Method::PATCH, &place).header("content-type", "application/offset+octet-stream").body("x");
    send(at_all).await.problem(ProblemType::Malformed);
    send(piece(&backend, "/api/v1/uploads/nothing", 0, b"x")).await.problem(ProblemType::NotFound);
    assert_eq!(send(tus(&backend, Method::GET, &place)).await.status, 405);
    for (name, declared, size, code) in [
        ("a.exe", "", 9, Code::FileType),
        ("a", "text/html", 9, Code::FileType),
        ("a.png", "image/svg+xml", 9, Code::FileType),
        ("a.png", "", 0, Code::FileDamaged),
    ] {
        let problem = create(&backend, name, declared, size).await.problem(ProblemType::Invalid);
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code), ("/file", code), "{name} {declared}");
        assert!(problem.errors[0].detail.is_some());
    }
    assert_eq!(backend.number("SELECT COUNT(*) FROM uploads").await, 1);
}

#[tokio::test]
async fn a_file_that_a_message_takes_along_in_between_stays() {
    let backend = Backend::start(&[]).await;
    let id = uploaded(&backend, "a.png", &png(1, 1)).await;
    // As if the message came between the look at the row and its end.
    backend.execute("CREATE TRIGGER meanwhile BEFORE DELETE ON uploads BEGIN SELECT RAISE(IGNORE); END").await;
    let place = format!("/api/v1/uploads/{id}");
    assert_eq!(send(tus(&backend, Method::DELETE, &place)).await.status, 410);
    assert_eq!(on_disk(&backend), [id]);
}

#[tokio::test]
async fn what_got_more_time_in_between_stays() {
    let folder = TempDir::new().unwrap();
    let store = Sqlite::open(&folder.path().join("recourse.sqlite")).await.unwrap();
    let row = UploadRow {
        id: "a".into(),
        client: String::new(),
        name: String::new(),
        media_type: String::new(),
        size: 9,
        received: 0,
        expires_at: Timestamp(5),
        sha256: None,
        ticket: None,
    };
    store.begin_upload(row, 0).await.unwrap();
    assert_eq!(store.expired_uploads(Timestamp(5), 9).await.unwrap(), ["a"]);
    store.upload_received("a", 3, Timestamp(9)).await.unwrap();
    assert!(!store.expire_upload("a", Timestamp(5)).await.unwrap());
    assert!(store.expire_upload("a", Timestamp(9)).await.unwrap());
}

#[tokio::test]
async fn what_is_only_announced_waits_half_an_hour() {
    let backend = Backend::start(&[]).await;
    let place = place(&backend, "report.txt", 100).await;
    let soon = "SELECT COUNT(*) FROM uploads WHERE expires_at <= (unixepoch() + 1801) * 1000";
    assert_eq!(send(piece(&backend, &place, 0, b"")).await.status, 204);
    assert_eq!(backend.number(soon).await, 1);
    assert_eq!(send(piece(&backend, &place, 0, &text(10))).await.status, 204);
    assert_eq!(backend.number(soon).await, 0);
}

#[tokio::test]
async fn a_first_piece_that_fails_leaves_nothing() {
    let backend = Backend::start(&[]).await;
    let bytes = text(100);
    let request = tus(&backend, Method::POST, "/api/v1/uploads").header("upload-length", bytes.len());
    let request = request.header("content-type", "application/offset+octet-stream").header("upload-checksum", "sha1 AAAA");
    send(request.body(bytes.clone())).await.problem(ProblemType::Checksum);
    assert_eq!((on_disk(&backend), backend.number("SELECT COUNT(*) FROM uploads").await), (Vec::<String>::new(), 0));
    let mut stream = TcpStream::connect(backend.address).await.unwrap();
    let head = "POST /api/v1/uploads HTTP/1.1\r\nhost: x\r\ntus-resumable: 1.0.0\r\nupload-length: 100\r\n\
                content-type: application/offset+octet-stream\r\ncontent-length: 100\r\n\r\n";
    stream.write_all(&[head.as_bytes(), &bytes[..60]].concat()).await.unwrap();
    let folder = backend.data().join("uploads");
    let is_there = |id: &String| fs::metadata(folder.join(id)).is_ok_and(|file| file.len() == 60);
    until("some of it has come", async || on_disk(&backend).iter().any(is_there).then_some(())).await;
    drop(stream);
    until("nothing is left", async || on_disk(&backend).is_empty().then_some(())).await;
    assert_eq!(backend.number("SELECT COUNT(*) FROM uploads").await, 0);
}

#[tokio::test]
async fn a_refused_beginning_is_read_to_its_end() {
    let backend = Backend::start(&["--uploads-waiting", "1"]).await;
    let body = text(20_000_000);
    for (headers, status) in [
        ("upload-length: 9\r\n", 412),
        ("tus-resumable: 1.0.0\r\nupload-length: 9\r\nupload-checksum: md5 AAAA\r\n", 400),
        ("tus-resumable: 1.0.0\r\nupload-length: 200000\r\n", 429),
    ] {
        let mut stream = TcpStream::connect(backend.address).await.unwrap();
        let head = format!(
            "POST /api/v1/uploads HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\
             content-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body).await.unwrap();
        assert_eq!(read_to_end(&mut stream).await.status, status);
    }
}
