//! The app's files, compression, security headers, and pages of other origins.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::{Answer, Backend, NEW_TICKET, WithToken, key, new_ticket, raw, run, send};
use recourse_contract::ProblemType;
use reqwest::Method;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const INDEX: &str = "<!doctype html><html lang=\"fr\"><head><title>Recourse</title><script src=\"/app-0123456789abcdef.js\"></script></head>\
                     <body><h1><!--recourse:name--></h1><p><!--recourse:contact--></p></body></html>";
const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
const SCRIPT: &str = "the script, long enough to be worth packing: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const SECRET: &str = "nobody may read this";

/// A built app as Trunk leaves it, and a secret beside it.
fn built() -> TempDir {
    let folder = TempDir::new().unwrap();
    let dist = folder.path().join("dist");
    fs::create_dir_all(dist.join("locales")).unwrap();
    fs::write(folder.path().join("secret.txt"), SECRET).unwrap();
    for (name, text) in [
        ("index.html", INDEX),
        ("app-0123456789abcdef.js", SCRIPT),
        ("app-0123456789abcdef.js.br", "the script by brotli"),
        ("app-0123456789abcdef.js.gz", "the script by gzip"),
        ("recourse-0123456789abcdef_bg.wasm", &"\0asm".repeat(200)),
        ("plain-0123456789abcdef.css", &"body { margin: 0 }\n".repeat(100)),
        ("config.json", "{\"api\":\"/api/v1\"}"),
        ("boot.js", "the start"),
        ("embed.js", "the element"),
        ("locales/fr-0123456789abcdef.json", "{}"),
    ] {
        fs::write(dist.join(name), text).unwrap();
    }
    folder
}

fn dist(folder: &TempDir) -> String {
    folder.path().join("dist").to_str().unwrap().to_owned()
}

async fn get(backend: &Backend, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = backend.request(Method::GET, path);
    send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}

#[tokio::test]
async fn a_navigation_gets_the_page_with_the_platform_in_it() {
    let folder = built();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    for path in ["/", "/index.html", "/complaint/new", "/t/0123456789abcdef", "/deep/er/than/any/folder"] {
        let answer = get(&backend, path, &[("accept", HTML)]).await;
        assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "text/html; charset=utf-8"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        let page = answer.text();
        assert!(page.contains("<title>Séjours &amp; Co</title>") && page.contains("<h1>Séjours &amp; Co</h1>"), "{page}");
        assert!(
            page.contains("href=\"mailto:complaints@sejours.example\"") && page.contains("href=\"tel:+33199001234\""),
            "{page}"
        );
        assert!(!page.contains("<!--recourse:"), "{page}");
        answer.assert_secure();
    }
    let fetched = get(&backend, "/complaint/new", &[("sec-fetch-mode", "navigate"), ("accept", "*/*")]).await;
    assert_eq!(fetched.status, 200);
    let head = send(backend.request(Method::HEAD, "/")).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[tokio::test]
async fn what_is_missing_is_a_problem_and_no_page() {
    let folder = built();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    let long = format!("/{}", "a".repeat(300));
    let deep = "/a".repeat(3_000);
    for (path, accept) in [
        ("/app-ffffffffffffffff.js", "*/*"),
        ("/app-ffffffffffffffff.js", HTML),
        ("/locales/de-0123456789abcdef.json", "application/json"),
        ("/complaint/new", "application/json"),
        ("/locales", "*/*"),
        ("/locales/", "*/*"),
        ("/boot.js/x", "*/*"),
        ("/%00", "*/*"),
        ("/%FF", "*/*"),
        (&long, "*/*"),
        (&deep, "*/*"),
        ("/api/v1/nothing", HTML),
        ("/api/v1/tickets/x/nothing", HTML),
    ] {
        let answer = get(&backend, path, &[("accept", accept)]).await;
        let shown = &path[..path.len().min(40)];
        assert_eq!(answer.status, 404, "{shown} for {accept}");
        answer.problem(ProblemType::NotFound);
        answer.assert_secure();
    }
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        for path in ["/", "/boot.js", "/complaint/new"] {
            let answer = send(backend.request(method.clone(), path).body("x")).await;
            answer.problem(ProblemType::MethodNotAllowed);
            assert!(answer.lists("allow", "GET"), "{method} {path}: {:?}", answer.headers);
        }
    }
}

#[tokio::test]
async fn files_are_kept_as_long_as_their_names_say() {
    let folder = built();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    for (path, kind, cache) in [
        ("/app-0123456789abcdef.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("/recourse-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable"),
        ("/plain-0123456789abcdef.css", "text/css", "public, max-age=31536000, immutable"),
        ("/locales/fr-0123456789abcdef.json", "application/json", "public, max-age=31536000, immutable"),
        ("/config.json", "application/json", "no-cache"),
        ("/boot.js", "text/javascript", "no-cache"),
    ] {
        let answer = get(&backend, path, &[]).await;
        assert_eq!((answer.status, answer.header("cache-control").as_str()), (200, cache), "{path}");
        assert!(answer.header("content-type").starts_with(kind), "{path}: {:?}", answer.headers);
        assert_eq!(answer.header("content-encoding"), "");
        answer.assert_secure();
        let since = answer.header("last-modified");
        let unchanged = get(&backend, path, &[("if-modified-since", &since)]).await;
        assert_eq!((unchanged.status, unchanged.body.len()), (304, 0), "{path}");
    }
}

#[tokio::test]
async fn the_manifest_names_the_platform() {
    let folder = built();
    let manifest = r#"{"name":"x","lang":"en","shortcuts":[{"name":"x","url":"problem"},{"name":"Own","url":"own"}]}"#;
    let absent = Backend::start(&["--app", &dist(&folder)]).await;
    assert_eq!(get(&absent, "/manifest.webmanifest", &[]).await.status, 404);
    fs::write(folder.path().join("dist/manifest.webmanifest"), manifest).unwrap();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    let answer = get(&backend, "/manifest.webmanifest", &[]).await;
    assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "application/manifest+json"));
    assert_eq!(answer.header("cache-control"), "no-cache");
    answer.assert_secure();
    let read: serde_json::Value = serde_json::from_str(answer.text()).unwrap();
    assert_eq!(read["name"], "Séjours & Co");
    assert_eq!(read["shortcuts"][0]["name"], "Problème technique");
    assert_eq!(read["shortcuts"][1]["name"], "Own");
}

#[tokio::test]
async fn what_is_shared_without_a_worker_is_attached_by_hand() {
    let folder = built();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    let request = b"POST /share HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\nconnection: close\r\n\r\nx";
    let answer = raw::exchange(backend.address, request).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    // Relative: it holds below any path.
    assert!(answer.head.to_ascii_lowercase().lines().any(|line| line == "location: problem"), "{answer:?}");
}

#[tokio::test]
async fn other_sites_may_load_the_element_alone() {
    let folder = built();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    for (path, origin, policy) in [("/embed.js", "*", "cross-origin"), ("/boot.js", "", "")] {
        let answer = get(&backend, path, &[("origin", "https://help.platform.example")]).await;
        let own = [answer.header("access-control-allow-origin"), answer.header("cross-origin-resource-policy")];
        assert_eq!((answer.status, own), (200, [origin.to_owned(), policy.to_owned()]), "{path}");
        answer.assert_secure();
    }
}

#[tokio::test]
async fn files_come_as_they_were_packed() {
    let folder = built();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    for (accepted, encoding, text) in [
        ("", "", SCRIPT),
        ("identity", "", SCRIPT),
        ("br", "br", "the script by brotli"),
        ("gzip", "gzip", "the script by gzip"),
        ("gzip, deflate, br, zstd", "br", "the script by brotli"),
        ("br;q=0, gzip", "gzip", "the script by gzip"),
        ("deflate", "", SCRIPT),
    ] {
        let answer = get(&backend, "/app-0123456789abcdef.js", &[("accept-encoding", accepted)]).await;
        assert_eq!((answer.header("content-encoding").as_str(), answer.text()), (encoding, text), "{accepted}");
        assert!(answer.header("content-type").starts_with("text/javascript"), "{accepted}");
        // The file may lie in shared caches for a year: they have to know that it comes in several forms.
        assert!(answer.lists("vary", "accept-encoding"), "{accepted}: {:?}", answer.headers);
        assert!(answer.header("cache-control").contains("immutable"), "{accepted}");
    }
    // What was not packed is packed on the way, but WebAssembly is not: it was left as it is on purpose.
    let css = get(&backend, "/plain-0123456789abcdef.css", &[("accept-encoding", "gzip")]).await;
    assert_eq!((css.header("content-encoding").as_str(), &css.body[..2]), ("gzip", &[0x1f, 0x8b][..]));
    let wasm = get(&backend, "/recourse-0123456789abcdef_bg.wasm", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((wasm.header("content-encoding").as_str(), wasm.body.len()), ("", 800));
    let page = get(&backend, "/", &[("accept-encoding", "br"), ("accept", HTML)]).await;
    assert!(page.lists("vary", "accept-encoding"), "{:?}", page.headers);
}

#[tokio::test]
async fn answers_of_the_api_are_packed() {
    let backend = Backend::start(&[]).await;
    let plain = get(&backend, "/api/v1/service", &[]).await;
    assert_eq!(plain.header("content-encoding"), "");
    for encoding in ["br", "gzip"] {
        let packed = get(&backend, "/api/v1/service", &[("accept-encoding", encoding)]).await;
        assert_eq!(packed.header("content-encoding"), encoding);
        assert!(packed.body.len() * 2 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
        assert!(encoding == "br" || packed.body[..2] == [0x1f, 0x8b]);
        for name in ["accept-encoding", "accept-language"] {
            assert!(packed.lists("vary", name), "{:?}", packed.headers);
        }
        assert_eq!(packed.header("etag"), plain.header("etag"), "weak: the same in any form");
        let tag = packed.header("etag");
        let unchanged = get(&backend, "/api/v1/service", &[("accept-encoding", encoding), ("if-none-match", &tag)]).await;
        assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    }
}

/// One directive of an answer's policy.
fn directive(answer: &Answer, name: &str) -> Vec<String> {
    let policy = answer.header("content-security-policy");
    let found = policy.split(';').map(str::trim).find(|directive| directive.split(' ').next() == Some(name));
    found.unwrap_or_else(|| panic!("{name} in {policy}")).split_whitespace().skip(1).map(str::to_owned).collect()
}

/// Answers of every sort.
async fn of_every_sort(backend: &Backend) -> Vec<Answer> {
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    vec![
        get(backend, "/", &[("accept", HTML)]).await,
        get(backend, "/boot.js", &[]).await,
        get(backend, "/missing.js", &[]).await,
        get(backend, "/healthz", &[]).await,
        get(backend, "/api/v1/service", &[]).await,
        get(backend, "/api/v1/service", &[("if-none-match", "*")]).await,
        get(backend, "/api/v1/nothing", &[]).await,
        send(backend.get(&path)).await,
        send(backend.get(&path).with(&filed)).await,
        send(backend.post("/tickets", &key(), NEW_TICKET)).await,
        send(backend.post("/tickets", &key(), "{}")).await,
        send(backend.request(Method::DELETE, "/api/v1/tickets")).await,
    ]
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let folder = built();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    for answer in of_every_sort(&backend).await {
        answer.assert_secure();
        assert_eq!(directive(&answer, "script-src"), ["'self'", "'wasm-unsafe-eval'"]);
        assert_eq!(directive(&answer, "default-src"), ["'none'"]);
        assert_eq!(directive(&answer, "font-src"), ["'self'"]);
        assert_eq!(directive(&answer, "base-uri"), ["'none'"]);
        assert_eq!(directive(&answer, "frame-ancestors"), ["'none'"]);
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("strict-transport-security"), "");
        assert!(answer.header("permissions-policy").contains("geolocation=()"));
        let policy = answer.header("content-security-policy");
        for never in ["'unsafe-inline'", "'unsafe-eval'", "*", "http:", "'unsafe-hashes'"] {
            assert!(!policy.split([' ', ';']).any(|word| word == never), "{never} in {policy}");
        }
    }
}

#[tokio::test]
async fn listed_origins_may_frame_the_app() {
    let folder = built();
    let origins = "https://extranet.example,https://b.example:8443";
    let backend = Backend::start(&["--app", &dist(&folder), "--frame-ancestors", origins]).await;
    for answer in of_every_sort(&backend).await {
        assert_eq!(directive(&answer, "frame-ancestors"), ["https://extranet.example", "https://b.example:8443"]);
        assert_eq!(answer.header("x-frame-options"), "", "it would forbid what the policy allows");
    }
    for wrong in ["https://a.example/path", "extranet.example", "*", "https://a.example; script-src *"] {
        let ended = run(&["--frame-ancestors", wrong], &[]).await;
        assert_eq!(ended.code, Some(2), "{wrong}");
        assert!(ended.err.contains("no origin"), "{}", ended.err);
    }
}

#[tokio::test]
async fn tls_is_insisted_on_only_where_there_is_tls() {
    let folder = built();
    for (url, expected) in [("https://complaints.example", "max-age=31536000"), ("http://complaints.example", "")] {
        let backend = Backend::start(&["--app", &dist(&folder), "--public-url", url]).await;
        for answer in of_every_sort(&backend).await {
            assert_eq!(answer.header("strict-transport-security"), expected, "{url}");
        }
    }
}

#[tokio::test]
async fn a_listed_origin_may_call_the_api_and_no_other() {
    let listed = "https://help.example";
    let backend = Backend::start(&["--cors", "https://other.example", "--cors", listed]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    for origin in [listed, "https://evil.example", "https://help.example.evil.example", "http://help.example", "null"] {
        let allowed = if origin == listed { listed } else { "" };
        let from = |request: reqwest::RequestBuilder| send(request.header("origin", origin));
        for answer in [
            from(backend.get("/service")).await,
            from(backend.get("/service").header("if-none-match", "*")).await,
            from(backend.get(&path).with(&filed)).await,
            from(backend.get(&path)).await,
            from(backend.get("/nothing")).await,
            from(backend.post("/tickets", &key(), NEW_TICKET)).await,
            from(backend.post("/tickets", &key(), "{}")).await,
        ] {
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}: {}", answer.status);
            assert_eq!(answer.header("access-control-allow-credentials"), "");
            assert!(answer.lists("vary", "origin"), "{:?}", answer.headers);
            if !allowed.is_empty() {
                for name in ["date", "etag", "content-language", "location", "retry-after"] {
                    assert!(answer.lists("access-control-expose-headers", name), "{name}: {:?}", answer.headers);
                }
            }
        }
        for (place, method) in [("/tickets", "POST"), ("/service", "GET"), (&path, "GET"), (&format!("{path}/updates"), "POST")] {
            let asked =
                backend.request(Method::OPTIONS, &format!("/api/v1{place}")).header("access-control-request-method", method);
            let headers = "accept-language,authorization,content-type,idempotency-key,if-none-match";
            let answer = from(asked.header("access-control-request-headers", headers)).await;
            assert!((200..300).contains(&answer.status), "{place}: {}", answer.status);
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}");
            if !allowed.is_empty() {
                assert!(answer.lists("access-control-allow-methods", method), "{:?}", answer.headers);
                for name in headers.split(',') {
                    assert!(answer.lists("access-control-allow-headers", name), "{name}: {:?}", answer.headers);
                }
            }
        }
    }
    // Nobody is listed: nobody is allowed.
    let backend = Backend::start(&[]).await;
    let answer = send(backend.get("/service").header("origin", listed)).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin").as_str()), (200, ""));
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder() {
    let folder = built();
    let backend = Backend::start(&["--app", &dist(&folder)]).await;
    let absolute = folder.path().join("secret.txt").to_str().unwrap().to_owned();
    let encoded = absolute.replace('/', "%2F");
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/locales/../../secret.txt",
        "/locales/..%2f..%2fsecret.txt",
        "/locales/%2e%2e/%2e%2e/secret.txt",
        "/%252e%252e/secret.txt",
        "/./../secret.txt",
        "//secret.txt",
        "/..;/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/..%00/secret.txt",
        "/api/v1/../../../secret.txt",
        &absolute,
        &format!("/{absolute}"),
        &format!("/{encoded}"),
        "http://x/../secret.txt",
    ] {
        for accept in ["*/*", HTML] {
            let answer = raw::get(backend.address, path, &format!("accept: {accept}\r\n")).await;
            let body = String::from_utf8_lossy(&answer.body);
            assert!(!body.contains(SECRET), "{path} leads to the secret");
            assert!(answer.status == 404 || answer.status == 400 || body.contains("<h1>"), "{path} for {accept}: {answer:?}");
        }
    }
    // The data folder and the sources are no part of the app either.
    for path in ["/links.key", "/data/links.key", "/recourse.sqlite", "/.git/config"] {
        assert_eq!(get(&backend, path, &[]).await.status, 404);
    }
}

#[tokio::test]
async fn an_app_without_a_page_stops_the_start() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let service = folder.path().join("service.toml");
    fs::write(&service, &*harness::SERVICE).unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    for app in [text(folder.path()), text(&folder.path().join("missing"))] {
        let arguments = ["--listen", "127.0.0.1:0", "--data", &text(&data), "--service", &text(&service), "--app", &app];
        let ended = run(&arguments, &[]).await;
        assert_eq!(ended.code, Some(1));
        assert!(ended.err.contains(&format!("--app {app}: ")), "{}", ended.err);
        assert_eq!(ended.out, "");
    }
}
