//! The app below a path of its origin, as `--public-url` says it: behind a proxy that keeps the path, and behind one that takes it
//! away.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::files::piece;
use harness::letters::in_folder;
use harness::sessions::code;
use harness::{Answer, Backend, NEW_TICKET, WithToken, key, new_ticket, run, send, until};
use recourse_contract::{Filed, ProblemType, Session, Ticket};
use reqwest::{Method, RequestBuilder};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
const URL: &str = "http://platform.example/complaints";
const MARIE: &str = "marie.dupont@example.com";

/// A built app that lies below this path.
fn built(base: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let index = format!(
        "<!doctype html><html lang=\"fr\"><head><meta name=\"recourse-base\" content=\"{base}\"><title>x</title>\
         <script src=\"{base}boot.js\" data-js=\"{base}app-0123456789abcdef.js\"></script></head></html>"
    );
    for (name, text) in [("index.html", index.as_str()), ("boot.js", "the start"), ("app-0123456789abcdef.js", "the app")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn below(backend: &Backend, method: Method, path: &str) -> RequestBuilder {
    backend.request(method, &format!("/complaints{path}"))
}

async fn read(backend: &Backend, path: &str) -> Answer {
    send(backend.request(Method::GET, path).header("accept", HTML)).await
}

#[tokio::test]
async fn the_page_and_its_files_lie_below_the_path() {
    // Wherever whoever built it has put it.
    for built_for in ["/", "/elsewhere/"] {
        let folder = built(built_for);
        let backend = Backend::start(&["--public-url", URL, "--app", folder.path().to_str().unwrap()]).await;
        // The client follows where the path alone leads.
        for path in
            ["/complaints", "/complaints/", "/complaints/index.html", "/complaints/t/abc", "/complaints/complaint/new", "/t/abc"]
        {
            let answer = read(&backend, path).await;
            assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "text/html; charset=utf-8"), "{path}");
            let page = answer.text();
            assert!(page.contains("content=\"/complaints/\""), "{page}");
            assert!(page.contains("src=\"/complaints/boot.js\" data-js=\"/complaints/app-0123456789abcdef.js\""), "{page}");
            answer.assert_secure();
        }
        for prefix in ["/complaints", ""] {
            let file = read(&backend, &format!("{prefix}/app-0123456789abcdef.js")).await;
            assert_eq!((file.status, file.text()), (200, "the app"), "{prefix}");
            assert!(file.header("cache-control").contains("immutable"));
            assert_eq!(read(&backend, &format!("{prefix}/healthz")).await.text(), "ok\n");
            assert_eq!(read(&backend, &format!("{prefix}/api/v1/service")).await.status, 200);
        }
        for missing in
            ["/complaints/missing.js", "/complaints-2/boot.js", "/complaints/complaints/boot.js", "/complaints/api/v1/no"]
        {
            let answer = read(&backend, missing).await;
            answer.problem(ProblemType::NotFound);
            answer.assert_secure();
        }
    }
}

#[tokio::test]
async fn what_is_created_has_its_address_where_it_was_created() {
    let backend = Backend::start(&["--public-url", URL]).await;
    for prefix in ["/complaints", ""] {
        let at = |method: Method, path: &str| backend.request(method, &format!("{prefix}/api/v1{path}"));
        let new = at(Method::POST, "/tickets").header("content-type", "application/json").header("idempotency-key", key());
        let answer = send(new.body(NEW_TICKET)).await;
        let filed: Filed = answer.created();
        assert_eq!(answer.header("location"), format!("{prefix}/api/v1/tickets/{}", filed.ticket.summary.id));
        let ticket = send(backend.request(Method::GET, &answer.header("location")).with(&filed)).await;
        assert_eq!(ticket.found::<Ticket>(), filed.ticket);

        let offered = send(at(Method::OPTIONS, "/uploads")).await;
        assert_eq!(offered.header("tus-version"), "1.0.0", "{prefix}: {:?}", offered.headers);
        let announced = at(Method::POST, "/uploads").header("tus-resumable", "1.0.0").header("upload-length", 8);
        // "report.txt"
        let created = send(announced.header("upload-metadata", "filename cmVwb3J0LnR4dA==")).await;
        let place = created.header("location");
        assert!(created.status == 201 && place.starts_with(&format!("{prefix}/api/v1/uploads/")), "{place}: {created:?}");
        let sent = send(piece(&backend, &place, 0, b"a report")).await;
        assert_eq!((sent.status, sent.header("upload-offset").as_str()), (204, "8"));
    }
}

#[tokio::test]
async fn the_limits_count_below_the_path_too() {
    let backend = Backend::start(&["--public-url", URL, "--writes-per-minute", "1", "--reads-per-minute", "1"]).await;
    for first in [true, false] {
        let read = send(below(&backend, Method::GET, "/api/v1/service")).await;
        assert_eq!(read.status, if first { 200 } else { 429 });
        let write = send(below(&backend, Method::POST, "/api/v1/tickets").body("{}")).await;
        assert_eq!(write.status == 429, !first, "{write:?}");
    }
    assert_eq!(send(backend.get("/service")).await.status, 429, "it is the same limit");
}

#[tokio::test]
async fn two_centres_of_one_origin_have_cookies_of_their_own() {
    for (url, name) in [(URL, "recourse-complaints="), ("https://platform.example/help/centre/", "__Host-recourse-help-centre=")]
    {
        let backend = Backend::start(&["--public-url", url]).await;
        backend.file(&new_ticket()).await;
        let asked = code(&backend, MARIE).await;
        let body = json!({"email": MARIE, "code": asked.code, "challenge": asked.challenge, "bearer": false});
        let base = url.trim_end_matches('/').splitn(4, '/').nth(3).unwrap();
        let at = |method: Method| backend.request(method, &format!("/{base}/api/v1/session")).header("x-recourse", "1");
        let entered = send(at(Method::POST).header("content-type", "application/json").body(body.to_string())).await;
        let cookie = entered.header("set-cookie");
        // The prefix of the name wants the whole host (RFC 6265bis, 4.1.3.2).
        assert!(cookie.starts_with(name) && cookie.contains("; Path=/;"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap();
        assert_eq!(send(at(Method::GET).header("cookie", cookie)).await.found::<Session>().email, MARIE);
        let other = cookie.replace(name, "recourse=");
        send(at(Method::GET).header("cookie", other)).await.problem(ProblemType::Unauthenticated);
    }
}

#[tokio::test]
async fn mail_leads_below_the_path() {
    let backend = Backend::start(&["--public-url", URL, "--demo", "--empty"]).await;
    let filed = backend.file(&new_ticket()).await;
    let link = format!("{URL}/t/{}#k={}", filed.ticket.summary.id, filed.link_token);
    let mail = until("the mail", async || in_folder(&backend.data().join("mail")).pop()).await;
    assert_eq!(mail.link(), link);
    // The demo's own page is seen on whatever origin.
    for prefix in ["/complaints", ""] {
        let page = read(&backend, &format!("{prefix}/demo/mail")).await;
        let path = link.strip_prefix("http://platform.example").unwrap();
        for address in [path, "/complaints/demo/mail.css", "/complaints/"] {
            assert!(page.text().contains(&format!("href=\"{address}\"")), "{address} in {}", page.text());
        }
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_served_stops_the_start() {
    for (url, why) in [
        ("platform.example/complaints", "is no address of an app"),
        ("https://platform.example/complaints?a", "is no address of an app"),
        ("https://platform.example/r\u{e9}clamations", "is no address of an app"),
        ("https://platform.example/api", "choose another"),
        ("https://platform.example/demo/complaints", "choose another"),
    ] {
        let ended = run(&["--public-url", url], &[]).await;
        assert_eq!(ended.code, Some(2), "{url}");
        assert!(ended.err.contains(why), "{url}: {}", ended.err);
    }
}
