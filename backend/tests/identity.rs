//! Signing in by the embedding platform's word: whose is taken, and that each works once.
#![allow(clippy::unwrap_used)]

mod harness;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::sessions::{change, token};
use harness::{Answer, Backend, SERVICE, WithToken, key, new_ticket, send, with};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use recourse_backend::service_file::ServiceFile;
use recourse_backend::store::{Proof, SessionRow, Sessions, Sqlite};
use recourse_contract::session::Details;
use recourse_contract::ticket::ManagedBy;
use recourse_contract::time::HOUR;
use recourse_contract::{Code, Page, ProblemType, Session, TicketSummary, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

const MARIE: &str = "marie.dupont@example.com";
const ISSUER: &str = "https://extranet.sejours.example";
const AUDIENCE: &str = "https://complaints.sejours.example";

// Made for these tests, used nowhere else.
const ED25519_KEY: &str = include_str!("identity/platform_ed25519_test.key.pem");
const ED25519_PUBLIC: &str = include_str!("identity/platform_ed25519_test.pub.pem");
const RSA_KEY: &str = include_str!("identity/platform_rsa_test.key.pem");
const RSA_PUBLIC: &str = include_str!("identity/platform_rsa_test.pub.pem");
const STRANGER_KEY: &str = include_str!("identity/stranger_ed25519_test.key.pem");
const WEAK_PUBLIC: &str = include_str!("identity/weak_rsa_test.pub.pem");

/// A table of the service file.
fn table(algorithm: &str, kid: &str, key: &str) -> String {
    let names = format!("issuer = \"{ISSUER}\"\naudience = \"{AUDIENCE}\"\nalgorithm = \"{algorithm}\"\nkid = \"{kid}\"\n");
    format!("\n[[identity]]\n{names}key = \"\"\"\n{key}\"\"\"\n")
}

/// The usual service file that also takes identities, by these tables.
fn service(tables: &str) -> String {
    let announced = SERVICE.replacen("session_kinds = [\"code\", \"link\"]", "session_kinds = [\"code\", \"link\", \"jwt\"]", 1);
    assert_ne!(announced, *SERVICE);
    announced + tables
}

async fn backend() -> Backend {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("service.toml");
    std::fs::write(&path, service(&(table("EdDSA", "ed", ED25519_PUBLIC) + &table("RS256", "rsa", RSA_PUBLIC)))).unwrap();
    Backend::start(&["--service", path.to_str().unwrap()]).await
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// The claims of a good token of its own.
fn claims() -> Value {
    json!({"iss": ISSUER, "aud": AUDIENCE, "iat": now(), "exp": now() + 120, "jti": key(), "email": MARIE})
}

/// The same with another value of one; null takes it out.
fn but(name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    let map = claims.as_object_mut().unwrap();
    map.insert(name.into(), value.into());
    map.retain(|_, value| !value.is_null());
    claims
}

fn header(algorithm: Algorithm, kid: &str) -> Header {
    Header { kid: Some(kid.into()), ..Header::new(algorithm) }
}

fn by_ed25519(claims: &Value) -> String {
    encode(&header(Algorithm::EdDSA, "ed"), claims, &EncodingKey::from_ed_pem(ED25519_KEY.as_bytes()).unwrap()).unwrap()
}

fn by_rsa(claims: &Value) -> String {
    encode(&header(Algorithm::RS256, "rsa"), claims, &EncodingKey::from_rsa_pem(RSA_KEY.as_bytes()).unwrap()).unwrap()
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn enter(backend: &Backend, identity: &str, bearer: bool) -> Answer {
    let body = json!({"identity": identity, "bearer": bearer});
    send(change(backend, Method::POST, "/session", Some(body)).header("accept-language", "en")).await
}

/// The refusal of every identity that is not taken.
fn assert_refused(answer: &Answer, about: &str) {
    assert_eq!(answer.status, 422, "{about}: {}", answer.text());
    let problem = answer.problem(ProblemType::Invalid);
    let [error] = problem.errors.as_slice() else { panic!("{about}: {problem:?}") };
    assert_eq!((error.pointer.as_str(), error.code), ("/identity", Code::Other), "{about}");
    assert!(error.detail.as_deref().is_some_and(|words| words.ends_with("or sign in by code.")), "{about}: {error:?}");
}

#[tokio::test]
async fn the_platforms_word_opens_the_tickets_of_its_address_alone() {
    let backend = backend().await;
    let mine = backend.file(&new_ticket()).await;
    backend.file(&with("/partner/email", "other@example.com")).await;
    let shown = send(backend.get("/service")).await;
    assert!(shown.text().contains("\"jwt\"") && !shown.text().contains("PUBLIC KEY"), "{}", shown.text());
    for identity in [by_ed25519(&claims()), by_rsa(&but("email", "Marie.Dupont@Example.com"))] {
        let session: Session = enter(&backend, &identity, true).await.created();
        assert_eq!((session.email.as_str(), session.details), (MARIE, None));
        let token = session.token.unwrap();
        let list: Page<TicketSummary> = send(backend.get("/tickets").bearer(&token)).await.found();
        let listed: Vec<_> = list.items.iter().map(|row| &row.id).collect();
        assert_eq!(listed, [&mine.ticket.summary.id]);
    }
    let answer = enter(&backend, &by_ed25519(&claims()), false).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_eq!(answer.created::<Session>().token, None);
    let cookie = cookie.split(';').next().unwrap().to_owned();
    assert_eq!(send(backend.get("/session").header("cookie", cookie)).await.found::<Session>().email, MARIE);
    // Codes go on working beside it.
    token(&backend, MARIE).await;
}

#[tokio::test]
async fn what_the_platform_says_of_the_partner_comes_once() {
    let backend = backend().await;
    let mut claims = claims();
    let said = json!({
        "name": " Marie Dupont ", "phone": "+33 4 65 71 20 34", "company": "Auberge du Lac SARL", "country": "FR",
        "properties": ["1204573", "1204581"], "language": "fr", "managed_by": "account_manager", "roles": ["admin"],
    });
    claims.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
    let session: Session = enter(&backend, &by_ed25519(&claims), true).await.created();
    let expected = Details {
        name: Some("Marie Dupont".into()),
        phone: Some("+33 4 65 71 20 34".into()),
        company: Some("Auberge du Lac SARL".into()),
        country: Some("FR".into()),
        properties: vec!["1204573".into(), "1204581".into()],
        language: Some("fr".into()),
        managed_by: Some(ManagedBy::AccountManager),
    };
    assert_eq!(session.details, Some(expected));
    let later: Session = send(backend.get("/session").bearer(&session.token.unwrap())).await.found();
    assert_eq!((later.email.as_str(), later.details), (MARIE, None));
    // What does not fit is left out, and the session begins all the same.
    let session: Session = enter(&backend, &by_rsa(&but("country", "France")), true).await.created();
    assert_eq!(session.details, None);
}

#[tokio::test]
async fn whatever_is_wrong_gets_the_same_refusal_and_a_line_in_the_log() {
    let backend = backend().await;
    let stranger = EncodingKey::from_ed_pem(STRANGER_KEY.as_bytes()).unwrap();
    let own = EncodingKey::from_ed_pem(ED25519_KEY.as_bytes()).unwrap();
    let good = by_ed25519(&claims());
    let parts: Vec<&str> = good.split('.').collect();
    let tampered = encoded(but("email", "other@example.com").to_string());
    let none = encoded(json!({"alg": "none", "typ": "JWT", "kid": "ed"}).to_string());
    let secret = EncodingKey::from_secret(RSA_PUBLIC.as_bytes());
    for (identity, cause) in [
        (encode(&header(Algorithm::EdDSA, "ed"), &claims(), &stranger).unwrap(), "its signature is wrong"),
        (encode(&header(Algorithm::HS256, "rsa"), &claims(), &secret).unwrap(), "no key has its algorithm"),
        (encode(&header(Algorithm::EdDSA, "rsa"), &claims(), &own).unwrap(), "no key has its algorithm"),
        (encode(&Header::new(Algorithm::EdDSA), &claims(), &own).unwrap(), "no key has its algorithm"),
        (format!("{none}.{}.", parts[1]), "it cannot be read"),
        (format!("{none}.{}.{}", parts[1], parts[2]), "it cannot be read"),
        (format!("{}.{tampered}.{}", parts[0], parts[2]), "its signature is wrong"),
        (format!("{}.{}.", parts[0], parts[1]), "its signature is wrong"),
        (format!("{}.{}", parts[0], parts[1]), "it cannot be read"),
        (String::new(), "it cannot be read"),
        ("a.b.c".into(), "it cannot be read"),
        ("x".repeat(100_000), "it is longer than 8 kB"),
        (by_ed25519(&but("name", "x".repeat(9_000))), "it is longer than 8 kB"),
        (by_ed25519(&but("iss", "https://elsewhere.example")), "it is not by the issuer"),
        (by_ed25519(&but("aud", "https://elsewhere.example")), "the claim `aud`"),
        (by_rsa(&but("aud", Value::Null)), "the claim `aud`"),
        (by_ed25519(&but("exp", now() - 61)), "it has expired"),
        (by_ed25519(&but("exp", now() + 3_600)), "it would be good for more than ten minutes"),
        (by_rsa(&but("exp", Value::Null)), "the claim `exp`"),
        (by_ed25519(&but("nbf", now() + 120)), "it is not good yet"),
        (by_ed25519(&but("jti", Value::Null)), "the claim `jti`"),
        (by_ed25519(&but("email", 5)), "the claim `email`"),
        (by_ed25519(&but("email", "marie@auberge.fr\r\nBcc: other@example.com")), "the claim `email`"),
    ] {
        let before = backend.log().len();
        assert_refused(&enter(&backend, &identity, true).await, cause);
        let log = backend.log().split_off(before);
        assert!(log.contains(cause), "wanted {cause:?}, got {log:?}");
        let is_told = identity.split('.').any(|part| part.len() > 10 && log.contains(part)) || log.contains("example.com");
        assert!(!is_told, "{log}");
    }
    assert_eq!(backend.number("SELECT COUNT(*) FROM sessions").await, 0);
    assert_eq!(backend.number("SELECT COUNT(*) FROM identities").await, 0, "what is refused is not used up");
    enter(&backend, &good, true).await.created::<Session>();
}

#[tokio::test]
async fn an_identity_works_once() {
    let backend = backend().await;
    let identity = by_ed25519(&claims());
    let all = futures_util::future::join_all((0..5).map(|_| enter(&backend, &identity, true))).await;
    assert_eq!(all.iter().filter(|answer| answer.status == 201).count(), 1);
    for late in all.iter().filter(|answer| answer.status != 201) {
        assert_refused(late, "at once");
    }
    assert_refused(&enter(&backend, &identity, false).await, "later");
    // The id counts, not the text.
    let same = by_rsa(&but("jti", serde_json::from_slice::<Value>(&payload(&identity)).unwrap()["jti"].clone()));
    assert_refused(&enter(&backend, &same, true).await, "by another key");
    assert_eq!(backend.number("SELECT COUNT(*) FROM sessions").await, 1);
    assert!(backend.log().contains("it was used before"));
}

fn payload(token: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()
}

#[tokio::test]
async fn it_is_remembered_until_it_is_too_old() {
    let folder = TempDir::new().unwrap();
    let store = Sqlite::open(&folder.path().join("recourse.sqlite")).await.unwrap();
    let until = Timestamp(5 * HOUR);
    let begin = async |token: &str, issuer: &str| {
        let created_at = Timestamp(0);
        let row = SessionRow { token_hash: token.into(), email: MARIE.into(), created_at, expires_at: Timestamp(50 * HOUR) };
        let proof = Proof::Identity { issuer: issuer.into(), jti: "1".into(), expires_at: until };
        store.begin_session(row, proof).await.unwrap()
    };
    assert!(begin("a", ISSUER).await && begin("b", "another").await);
    for (token, now, begins) in [("c", until, false), ("d", Timestamp(until.0 + HOUR), true)] {
        store.sweep_sessions(now).await.unwrap();
        assert_eq!(begin(token, ISSUER).await, begins, "{now}");
    }
}

#[tokio::test]
async fn a_backend_without_keys_takes_no_identity() {
    let backend = Backend::start(&[]).await;
    assert_refused(&enter(&backend, &by_ed25519(&claims()), true).await, "no keys");
    let wrong = change(&backend, Method::POST, "/session", Some(json!({"identity": 5})));
    assert_eq!(send(wrong).await.problem(ProblemType::Malformed).errors[0].pointer, "/identity");
    send(change(&backend, Method::POST, "/session", Some(json!({})))).await.problem(ProblemType::Malformed);
}

#[test]
fn a_wrong_key_is_a_fault_of_the_service_file() {
    let ed25519 = table("EdDSA", "ed", ED25519_PUBLIC);
    assert!(ServiceFile::parse(&service(&ed25519)).is_ok());
    for (file, at, reason) in [
        (service(""), "session_kinds", "needs a table `[[identity]]`"),
        (format!("{}{ed25519}", *SERVICE), "[[identity]]", "does not list \"jwt\""),
        (service(&table("HS256", "x", ED25519_PUBLIC)), "algorithm = ", "unknown variant `HS256`"),
        (service(&table("none", "x", ED25519_PUBLIC)), "algorithm = ", "unknown variant `none`"),
        (service(&table("EdDSA", "x", RSA_PUBLIC)), "key = \"\"\"", "no Ed25519 key"),
        (service(&table("RS256", "x", ED25519_PUBLIC)), "key = \"\"\"", "no RSA key"),
        (service(&table("RS256", "x", WEAK_PUBLIC)), "key = \"\"\"", "too short"),
        (service(&table("EdDSA", "x", ED25519_KEY)), "key = \"\"\"", "a private key"),
        (service(&table("EdDSA", "x", "MCowBQYDK2VwAyEA\n")), "key = \"\"\"", "no public key as PEM"),
        (service(&ed25519.replace("MCow", "MCox")), "key = \"\"\"", "no Ed25519 key"),
        (service(&table("EdDSA", " ", ED25519_PUBLIC)), "kid = ", "empty"),
        (service(&ed25519.replace(ISSUER, "")), "issuer = ", "empty"),
        (service(&ed25519.replace("audience", "audiences")), "[[identity]]", "audience"),
        (service(&ed25519.replace("kid = ", "secret = ")), "secret = ", "`identity.0.secret` is not known here"),
    ] {
        let fault = ServiceFile::parse(&file).err().unwrap_or_else(|| panic!("no fault: {reason}"));
        let line = 1 + file[..file.find(at).unwrap()].matches('\n').count();
        assert!(fault.reason.contains(reason), "wanted {reason:?}, got {fault}");
        assert_eq!(fault.line, line, "{fault}");
    }
}
