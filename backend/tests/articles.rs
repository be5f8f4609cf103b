//! Help articles: read, rated without a name, saved with the account, and what their editor is told.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::sessions::{change, token};
use harness::{Answer, Backend, SERVICE, WithToken, key, new_ticket, run, send, with};
use recourse_backend::http::Opinion;
use recourse_contract::article::Article;
use recourse_contract::me::{Export, Me};
use recourse_contract::service::Capability;
use recourse_contract::{Code, IDEMPOTENCY_KEY, ProblemType, Service};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const MARIE: &str = "marie.dupont@example.com";
const FRENCH: &str = "---\ntitle = \"Frais\"\nupdated = \"2026-11-02\"\n---\n## Un\n\nTexte <b>brut</b>.\n";

/// A service file with articles beside it.
fn folder(articles: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("service.toml"), &*SERVICE).unwrap();
    fs::create_dir(folder.path().join("articles")).unwrap();
    for (name, text) in articles {
        fs::write(folder.path().join("articles").join(name), text).unwrap();
    }
    folder
}

async fn start(folder: &TempDir) -> Backend {
    Backend::start(&["--service", folder.path().join("service.toml").to_str().unwrap()]).await
}

async fn rate(backend: &Backend, slug: &str, key: &str, said: Value) -> Answer {
    let path = format!("/api/v1/articles/{slug}/feedback");
    let request = backend.request(Method::PUT, &path).header("content-type", "application/json");
    send(request.header(IDEMPOTENCY_KEY, key).body(said.to_string())).await
}

fn handler_key(backend: &Backend) -> String {
    fs::read_to_string(backend.data().join("handler.key")).unwrap().trim().to_owned()
}

#[tokio::test]
async fn an_article_in_its_languages() {
    let english = FRENCH.replace("Frais", "Fees").replace("Texte", "Text");
    let both = [("fees.fr.md", FRENCH), ("fees.en.md", english.as_str()), ("one.fr.md", FRENCH), ("notes.txt", "not one")];
    let folder = folder(&both);
    let backend = start(&folder).await;
    let service: Service = send(backend.get("/service")).await.found();
    assert!(service.offers(Capability::Articles));

    let answer = send(backend.get("/articles/fees").header("accept-language", "en")).await;
    let article: Article = answer.found();
    assert_eq!((article.slug.as_str(), article.title.as_str(), article.language.as_str()), ("fees", "Fees", "en"));
    // Whatever stands in it is sent as it is: who shows it sees to it.
    assert_eq!(article.body, "## Un\n\nText <b>brut</b>.\n");
    assert_eq!(answer.header("content-language"), "en");
    assert!(answer.header("cache-control").contains("public") && answer.lists("vary", "accept-language"));
    answer.assert_secure();
    let again = backend.get("/articles/fees").header("accept-language", "en").header("if-none-match", answer.header("etag"));
    let again = send(again).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    // A language that it does not have.
    let other = send(backend.get("/articles/one").header("accept-language", "en")).await;
    assert_eq!((other.header("content-language").as_str(), other.found::<Article>().title.as_str()), ("fr", "Frais"));
    for missing in ["/articles/none", "/articles/FEES", "/articles/fees.fr.md", "/articles/..%2Fservice.toml", "/articles/%ff"] {
        send(backend.get(missing)).await.problem(ProblemType::NotFound);
    }
}

#[tokio::test]
async fn the_demo_has_one_and_a_platform_without_announces_none() {
    let backend = Backend::start(&["--demo", "--empty"]).await;
    assert!(send(backend.get("/service")).await.found::<Service>().offers(Capability::Articles));
    let article: Article = send(backend.get("/articles/complaints").header("accept-language", "en")).await.found();
    assert_eq!(article.language, "en");
    let backend = Backend::start(&[]).await;
    assert!(!send(backend.get("/service")).await.found::<Service>().offers(Capability::Articles));
    send(backend.get("/articles/complaints")).await.problem(ProblemType::NotFound);
    // The link to it has stayed in its file: the operator is told.
    assert_eq!(backend.log().matches("leads nowhere").count(), 1, "{}", backend.log());
}

#[tokio::test]
async fn a_wrong_article_stops_the_start_and_names_file_and_line() {
    for (name, text, reason) in [
        ("fees.fr.md", FRENCH.replace("2026-11-02", "yesterday"), "line 3: `updated`: \"yesterday\" is no day"),
        ("fees.fr.md", FRENCH.replace("updated", "colour = \"green\"\nupdated"), "line 3: "),
        ("fees.fr.md", "## Un".into(), "line 1: an article begins with"),
        ("fees.de.md", FRENCH.into(), "line 1: \"de\" is not among"),
        ("fees.en.md", FRENCH.into(), "line 1: fees.fr.md is missing"),
        ("Fees.fr.md", FRENCH.into(), "line 1: the name of an article"),
    ] {
        let folder = folder(&[(name, text.as_str())]);
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let ended = run(&["--listen", "127.0.0.1:0", "--data", &path("data"), "--service", &path("service.toml")], &[]).await;
        assert_eq!(ended.code, Some(1), "{reason}: {}", ended.err);
        let start = format!("recourse-backend: {}, {reason}", path(&format!("articles/{name}")));
        assert!(ended.err.starts_with(&start), "wanted {start:?}, got {:?}", ended.err);
    }
}

#[tokio::test]
async fn what_readers_say_is_kept_once_without_a_name() {
    let folder = folder(&[("fees.fr.md", FRENCH), ("silent.fr.md", FRENCH)]);
    let backend = start(&folder).await;
    let (first, second) = (key(), key());
    assert_eq!(rate(&backend, "fees", &first, json!({"helpful": false})).await.status, 204);
    assert_eq!(rate(&backend, "fees", &second, json!({"helpful": true, "why": "  "})).await.status, 204);
    // Later, why; and the same once more, as after a lost answer.
    for _ in 0..2 {
        let why = json!({"helpful": false, "why": " Une image manque. "});
        assert_eq!(rate(&backend, "fees", &first, why).await.status, 204);
    }
    // The same key elsewhere is something else.
    assert_eq!(rate(&backend, "silent", &first, json!({"helpful": true})).await.status, 204);
    rate(&backend, "none", &key(), json!({"helpful": true})).await.problem(ProblemType::NotFound);
    rate(&backend, "fees", "short", json!({"helpful": true})).await.problem(ProblemType::KeyMissing);
    rate(&backend, "fees", &key(), json!({"why": "so"})).await.problem(ProblemType::Malformed);
    let long = rate(&backend, "fees", &key(), json!({"helpful": true, "why": "a".repeat(2_001)})).await;
    let long = long.problem(ProblemType::Invalid);
    assert_eq!(
        (long.errors[0].pointer.as_str(), long.errors[0].code, long.errors[0].limit),
        ("/why", Code::TooLong, Some(2_000))
    );
    assert_eq!(backend.number("SELECT COUNT(*) FROM article_feedback").await, 3);
    assert_eq!(backend.number(&format!("SELECT COUNT(*) FROM article_feedback WHERE key_hash LIKE '%{first}%'")).await, 0);

    send(backend.request(Method::GET, "/handler/articles")).await.problem(ProblemType::Unauthenticated);
    let staff = |path: &str| backend.request(Method::GET, path).bearer(&handler_key(&backend));
    let all: Vec<Opinion> = send(staff("/handler/articles")).await.found();
    let told: Vec<_> = all.iter().map(|one| (one.slug.as_str(), one.helpful, one.not_helpful, one.whys.len())).collect();
    assert_eq!(told, [("fees", 1, 1, 0), ("silent", 1, 0, 0)]);
    let one: Opinion = send(staff("/handler/articles/fees")).await.found();
    let whys: Vec<_> = one.whys.iter().map(|why| (why.helpful, why.why.as_str(), why.language.as_str())).collect();
    assert_eq!(whys, [(false, "Une image manque.", "fr")]);
    send(staff("/handler/articles/none")).await.problem(ProblemType::NotFound);

    let (url, data) = (format!("http://{}", backend.address), backend.data());
    let typed = ["handler", "--url", &url, "--data", data.to_str().unwrap(), "articles", "fees"];
    let list = run(&typed[..6], &[]).await;
    assert_eq!(list.out, "fees  1 helpful, 1 not helpful\nsilent  1 helpful, 0 not helpful\n", "{}", list.err);
    let one = run(&typed, &[]).await;
    assert!(one.out.starts_with("fees  1 helpful") && one.out.contains("Une image manque."), "{}{}", one.out, one.err);
}

#[tokio::test]
async fn rating_counts_as_a_write() {
    let folder = folder(&[("fees.fr.md", FRENCH)]);
    let service = folder.path().join("service.toml");
    let backend = Backend::start(&["--service", service.to_str().unwrap(), "--writes-per-minute", "2"]).await;
    for status in [204, 204, 429] {
        assert_eq!(rate(&backend, "fees", &key(), json!({"helpful": true})).await.status, status);
    }
}

#[tokio::test]
async fn saved_articles_go_with_the_account() {
    let mut backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    backend.file(&with("/partner/email", "other@example.com")).await;
    let (marie, other) = (token(&backend, MARIE).await, token(&backend, "other@example.com").await);
    let patch = async |token: &str, slugs: Value, key: &str| {
        let request = change(&backend, Method::PATCH, "/me", Some(json!({ "bookmarks": slugs }))).bearer(token);
        send(request.header(IDEMPOTENCY_KEY, key)).await
    };
    let (first, second) = (key(), key());
    let saved: Me = patch(&marie, json!(["fees", "a", "fees"]), &first).await.found();
    assert_eq!(saved.bookmarks, ["fees", "a"]);
    assert_eq!(patch(&marie, json!(["b"]), &second).await.found::<Me>().bookmarks, ["b"]);
    assert_eq!(
        patch(&marie, json!(["fees", "a", "fees"]), &first).await.found::<Me>().bookmarks,
        ["b"],
        "it was answered long ago"
    );
    patch(&marie, json!(["c"]), &second).await.problem(ProblemType::KeyReused);
    let wrong = patch(&marie, json!(["../etc"]), &key()).await.problem(ProblemType::Invalid);
    assert_eq!(wrong.errors[0].pointer, "/bookmarks");
    let many: Vec<String> = (0..101).map(|number| format!("a-{number}")).collect();
    let many = patch(&marie, json!(many), &key()).await.problem(ProblemType::Invalid);
    assert_eq!((many.errors[0].pointer.as_str(), many.errors[0].code), ("/bookmarks", Code::TooMany));
    assert_eq!(send(backend.get("/me").bearer(&other)).await.found::<Me>().bookmarks, Vec::<String>::new());
    let export = send(backend.get("/me/export").bearer(&marie)).await;
    assert_eq!(serde_json::from_str::<Export>(export.text()).unwrap().me.bookmarks, ["b"]);
    // They are no matter of a ticket: its audit log says nothing of them.
    let audit = format!("SELECT COUNT(*) FROM audit WHERE action = 'preferences' AND ticket = '{}'", filed.ticket.summary.id);
    assert_eq!(backend.number(&audit).await, 0);

    // Erased with the rest.
    let erase = change(&backend, Method::POST, "/me/erasure", Some(json!({}))).bearer(&marie);
    assert_eq!(send(erase.header(IDEMPOTENCY_KEY, key())).await.status, 202);
    backend.execute("UPDATE tickets SET state = 'closed', updated_at = 1 WHERE email = 'marie.dupont@example.com'").await;
    backend.stop().await;
    backend.restart().await;
    harness::until("the erasure", async || (backend.number("SELECT COUNT(*) FROM bookmarks").await == 0).then_some(())).await;
}
