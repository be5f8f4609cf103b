//! The public report over real HTTP: who sees what of it, its versions, and what remains of erased tickets.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::sessions::{change, token};
use harness::{Answer, Backend, WithToken, documented, key, new_ticket, run, send, until};
use recourse_backend::http::{VersionLine, YearReport};
use recourse_backend::service_file::DEMO;
use recourse_contract::report::{Report, ReportYear, Reports};
use recourse_contract::{Code, Filed, IDEMPOTENCY_KEY, ProblemType, Service};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const MARIE: &str = "marie.dupont@example.com";

fn handler_key(backend: &Backend) -> String {
    fs::read_to_string(backend.data().join("handler.key")).unwrap().trim().to_owned()
}

async fn staff(backend: &Backend, method: Method, path: &str, body: Value) -> Answer {
    let request = backend.request(method, &format!("/handler{path}")).bearer(&handler_key(backend));
    send(request.header("content-type", "application/json").body(body.to_string())).await
}

async fn report(backend: &Backend, path: &str) -> Answer {
    send(backend.get(&format!("/reports/{path}")).header("accept-language", "en")).await
}

async fn years(backend: &Backend) -> Vec<ReportYear> {
    send(backend.get("/reports")).await.found::<Reports>().items
}

async fn decide(backend: &Backend, filed: &Filed) {
    let outcome = json!({"decision": "upheld", "findings": "It was held by mistake."});
    let body = json!({"move": "outcome", "text": "We have decided.", "outcome": outcome});
    let path = format!("/tickets/{}/moves", filed.ticket.summary.id);
    assert_eq!(staff(backend, Method::POST, &path, body).await.status, 201);
}

/// Makes it as if everything had been filed in the summer of 2024.
async fn long_ago(backend: &Backend) {
    backend.execute("UPDATE facts SET filed_at = 1720000000000").await;
}

fn count(report: &Report, id: &str) -> u32 {
    let all = report.outcomes.iter().chain(&report.ends).chain(&report.topics).chain(&report.grounds);
    all.filter(|count| count.id == id).map(|count| count.count).sum()
}

#[tokio::test]
async fn the_running_year_is_nobodys_and_a_year_that_is_over_is_everybodys() {
    let mut backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    backend.file(&new_ticket()).await;
    decide(&backend, &filed).await;
    assert_eq!(years(&backend).await, []);
    assert_eq!(send(backend.get("/service")).await.found::<Service>().report_years, Vec::<u16>::new());
    report(&backend, "2024").await.problem(ProblemType::NotFound);
    long_ago(&backend).await;
    assert_eq!(years(&backend).await, [ReportYear { year: 2024, version: 0, verified_on: None }]);
    backend.stop().await;
    backend.restart().await;
    assert_eq!(send(backend.get("/service")).await.found::<Service>().report_years, [2024]);

    let answer = report(&backend, "2024").await;
    let figures: Report = answer.found();
    assert_eq!((figures.year, figures.version, figures.lodged), (2024, 0, 2));
    assert_eq!((figures.from.as_str(), figures.to.as_str()), ("2024-01-01", "2024-12-31"));
    assert_eq!((count(&figures, "upheld"), count(&figures, "payments"), figures.months[6]), (1, 2, 2));
    assert_eq!(figures.times.decided, 1);
    assert_eq!((figures.topics[0].label.as_str(), figures.how.len()), ("Payments", 2));
    assert_eq!((answer.header("content-language"), answer.header("cache-control")), ("en".into(), "public, max-age=300".into()));
    assert!(answer.lists("vary", "accept") && answer.lists("vary", "accept-language"), "{:?}", answer.headers);
    let again = backend.get("/reports/2024").header("accept-language", "en").header("if-none-match", answer.header("etag"));
    assert_eq!(send(again).await.status, 304);
    let french: Report = send(backend.get("/reports/2024")).await.found();
    assert_eq!(french.topics[0].label, "Versements");
    for path in ["2023", "2024?version=1", "24", "02024", "two", "99999", "-1", "2024/versions"] {
        report(&backend, path).await.problem(ProblemType::NotFound);
    }
    report(&backend, "2024?format=pdf").await.problem(ProblemType::Malformed);
    for (path, status) in [("/reports", 200), ("/reports/{year}", 404)] {
        assert!(documented("get", path, status));
    }
}

#[tokio::test]
async fn csv_is_asked_for_by_name_or_by_type() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    long_ago(&backend).await;
    let named = report(&backend, "2024?format=csv").await;
    let typed = send(backend.get("/reports/2024").header("accept", "text/csv").header("accept-language", "en")).await;
    for answer in [&named, &typed] {
        assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "text/csv; charset=utf-8; header=present"));
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"report-2024-0-en.csv\"");
        assert!(answer.text().starts_with("\u{feff}figure,id,label,column,value,note\r\n"));
        assert!(answer.text().contains("\r\nlodged,,Complaints lodged,,1,\r\n"), "{}", answer.text());
    }
    let json: Answer = report(&backend, "2024").await;
    assert_ne!(json.header("etag"), named.header("etag"));
    // A link follows the language of the page that it stands on, whatever the browser prefers.
    for (path, language) in [("2024?format=csv&language=fr", "fr"), ("2024?language=fr", "fr"), ("2024?language=en", "en")] {
        assert_eq!(report(&backend, path).await.header("content-language"), language, "{path}");
    }
    let french = report(&backend, "2024?format=csv&language=fr").await;
    assert_eq!(french.header("content-disposition"), "attachment; filename=\"report-2024-0-fr.csv\"");
    report(&backend, "2024?language=xx").await.problem(ProblemType::Malformed);
}

#[tokio::test]
async fn a_clock_that_was_put_back_harms_no_report() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    decide(&backend, &filed).await;
    long_ago(&backend).await;
    backend.execute("UPDATE facts SET minutes = -3").await;
    let figures: Report = report(&backend, "2024").await.found();
    assert_eq!((figures.times.decided, figures.times.average_hours), (1, Some(0)));
}

#[tokio::test]
async fn a_report_is_published_once_and_corrected_with_a_reason() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    long_ago(&backend).await;
    send(backend.request(Method::PUT, "/handler/reports/2024")).await.problem(ProblemType::Unauthenticated);
    let translations = json!({"en": "One was missing."});
    let correction = json!({"reason": "Il en manquait une.", "translations": translations, "verified_on": "2025-05-01"});
    let path = "/reports/2024/versions";
    staff(&backend, Method::POST, path, correction.clone()).await.problem(ProblemType::IllegalMove);
    for (day, code) in [("2024-12-31", Code::TooSmall), ("2999-01-01", Code::TooBig), ("2025-02-30", Code::Date)] {
        let wrong = staff(&backend, Method::PUT, "/reports/2024", json!({"verified_on": day})).await;
        assert_eq!(wrong.problem(ProblemType::Invalid).errors[0].code, code, "{day}");
    }
    let verified = json!({"verified_on": "2025-02-01"});
    let first: VersionLine = staff(&backend, Method::PUT, "/reports/2024", verified.clone()).await.created();
    assert_eq!((first.version, first.verified_on.as_str()), (1, "2025-02-01"));
    assert_eq!(staff(&backend, Method::PUT, "/reports/2024", verified).await.status, 200, "the same again");
    let other = json!({"verified_on": "2025-03-01"});
    staff(&backend, Method::PUT, "/reports/2024", other).await.problem(ProblemType::IllegalMove);

    // What comes to light later changes no version.
    backend.file(&new_ticket()).await;
    long_ago(&backend).await;
    let published: Report = report(&backend, "2024").await.found();
    assert_eq!((published.version, published.lodged, published.verified_on.as_deref()), (1, 1, Some("2025-02-01")));
    let seen: YearReport = staff(&backend, Method::GET, "/reports/2024", json!({})).await.found();
    assert_eq!((seen.now.lodged, seen.now.version, seen.versions.len()), (2, 0, 1));

    let empty = staff(&backend, Method::POST, path, json!({"reason": " "})).await.problem(ProblemType::Invalid);
    assert_eq!((empty.errors[0].pointer.as_str(), empty.errors[0].code), ("/reason", Code::Required));
    let key = key();
    let correct = async |body: &Value| {
        let request = backend.request(Method::POST, "/handler/reports/2024/versions").bearer(&handler_key(&backend));
        let request = request.header("content-type", "application/json").header(IDEMPOTENCY_KEY, &key);
        send(request.body(body.to_string())).await
    };
    for _ in 0..2 {
        let second: VersionLine = correct(&correction).await.created();
        assert_eq!((second.version, second.reason.as_deref()), (2, Some("Il en manquait une.")));
    }
    correct(&json!({"reason": "Another one."})).await.problem(ProblemType::KeyReused);
    let corrected: Report = report(&backend, "2024").await.found();
    assert_eq!((corrected.version, corrected.lodged, corrected.corrections.len()), (2, 2, 1));
    assert_eq!((corrected.corrections[0].version, corrected.corrections[0].reason.as_str()), (2, "One was missing."));
    let french: Report = report(&backend, "2024?language=fr").await.found();
    assert_eq!(french.corrections[0].reason, "Il en manquait une.");
    assert_eq!(report(&backend, "2024?version=1").await.found::<Report>(), published, "earlier versions stay readable");
    for version in [0, 3] {
        report(&backend, &format!("2024?version={version}")).await.problem(ProblemType::NotFound);
    }
    let list = [ReportYear { year: 2024, version: 2, verified_on: Some("2025-05-01".into()) }];
    assert_eq!(years(&backend).await, list);
    assert_eq!(send(backend.get("/service")).await.found::<Service>().report_years, [2024]);
    staff(&backend, Method::PUT, "/reports/2999", json!({})).await.problem(ProblemType::IllegalMove);
    let audit = "SELECT COUNT(*) FROM audit WHERE ticket = 'report:2024' AND action IN ('verify', 'correct')";
    assert_eq!(backend.number(audit).await, 2);
}

#[tokio::test]
async fn what_is_counted_outlives_the_ticket() {
    let mut backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    decide(&backend, &filed).await;
    backend.execute("UPDATE tickets SET state = 'closed', closed_as = 'settled', updated_at = 1").await;
    long_ago(&backend).await;
    let before: Report = report(&backend, "2024").await.found();
    assert_eq!((count(&before, "upheld"), count(&before, "settled")), (1, 1));

    let marie = token(&backend, MARIE).await;
    let erase = change(&backend, Method::POST, "/me/erasure", Some(json!({}))).bearer(&marie);
    assert_eq!(send(erase.header(IDEMPOTENCY_KEY, key())).await.status, 202);
    backend.stop().await;
    backend.restart().await;
    until("the erasure", async || (backend.number("SELECT COUNT(*) FROM facts WHERE ticket IS NULL").await == 1).then_some(()))
        .await;
    assert_eq!(backend.number("SELECT COUNT(*) FROM updates").await, 0);
    // Midnight of the first of July in Paris: of the filing the month alone is left.
    assert_eq!(backend.number("SELECT filed_at FROM facts").await, 1_719_784_800_000);
    let after: Report = report(&backend, "2024").await.found();
    assert_eq!(Report { computed_at: before.computed_at, ..after }, before);
}

#[tokio::test]
async fn a_handler_says_what_counts() {
    let folder = TempDir::new().unwrap();
    let service = folder.path().join("service.toml");
    fs::write(&service, DEMO).unwrap();
    let backend = Backend::start(&["--service", service.to_str().unwrap()]).await;
    let complaint = backend.file(&new_ticket()).await;
    let mut problem = new_ticket();
    problem["kind"] = "technical_problem".into();
    problem["topic"] = "calendar/other".into();
    problem["fields"] = json!({});
    let problem = backend.file(&problem).await;
    long_ago(&backend).await;
    let technical = async || {
        let seen: YearReport = staff(&backend, Method::GET, "/reports/2024", json!({})).await.found();
        (seen.now.lodged, seen.now.technical.reported, seen.now.technical.counted)
    };
    assert_eq!(technical().await, (2, 1, 1), "as its topic says");
    let path = format!("/tickets/{}/counting", problem.ticket.summary.id);
    for (said, counted) in [(json!(false), 0), (json!(true), 1), (Value::Null, 1)] {
        assert_eq!(staff(&backend, Method::PUT, &path, json!({"as_complaint": said})).await.status, 200);
        assert_eq!(technical().await, (1 + counted, 1, counted), "{said}");
    }
    let path = format!("/tickets/{}/counting", complaint.ticket.summary.id);
    staff(&backend, Method::PUT, &path, json!({"as_complaint": false})).await.problem(ProblemType::IllegalMove);
    staff(&backend, Method::PUT, "/tickets/none/counting", json!({})).await.problem(ProblemType::NotFound);
}

#[tokio::test]
async fn the_promise_clock_shows_what_was_published() {
    let backend = Backend::start(&[]).await;
    for _ in 0..5 {
        let filed = backend.file(&new_ticket()).await;
        decide(&backend, &filed).await;
    }
    backend.execute("UPDATE facts SET minutes = 600").await;
    long_ago(&backend).await;
    let average = async || {
        let service: Service = send(backend.get("/service")).await.found();
        let topic = service.path("payments/blocked").and_then(|way| way.last().and_then(|topic| topic.average_hours));
        (topic, backend.file(&new_ticket()).await.ticket.average_hours)
    };
    assert_eq!(average().await, (Some(96), Some(96)), "as the file says");
    assert_eq!(staff(&backend, Method::PUT, "/reports/2024", json!({"verified_on": "2025-02-01"})).await.status, 201);
    assert_eq!(average().await, (Some(10), Some(10)));
}

#[tokio::test]
async fn the_command_line_shows_publishes_and_corrects() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    long_ago(&backend).await;
    let (url, data) = (format!("http://{}", backend.address), backend.data());
    let typed = async |words: &[&str]| {
        let place = ["handler", "--url", &url, "--data", data.to_str().unwrap()];
        run(&[&place[..], words].concat(), &[]).await
    };
    let shown = typed(&["report", "2024"]).await;
    assert!(shown.out.contains("complaints  1\n") && shown.out.contains("Not verified"), "{}{}", shown.out, shown.err);
    let published = typed(&["report", "2024", "--verified-on", "2025-02-01"]).await;
    assert!(published.out.starts_with("version 1  verified on 2025-02-01"), "{}{}", published.out, published.err);
    let corrected = typed(&["report", "2024", "--correct", "One was counted twice."]).await;
    assert!(corrected.out.starts_with("version 2") && corrected.out.contains("One was counted twice."), "{}", corrected.err);
    let refused = typed(&["report", "2024", "--verified-on", "2025-02-02"]).await;
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("correct it"), "{}", refused.err);
}

#[tokio::test]
async fn without_the_capability_there_are_no_reports() {
    let folder = TempDir::new().unwrap();
    let service = folder.path().join("service.toml");
    fs::write(&service, harness::SERVICE.replacen(", \"reports\"", "", 1)).unwrap();
    let backend = Backend::start(&["--service", service.to_str().unwrap()]).await;
    backend.file(&new_ticket()).await;
    long_ago(&backend).await;
    send(backend.get("/reports")).await.problem(ProblemType::NotFound);
    report(&backend, "2024").await.problem(ProblemType::NotFound);
}

#[tokio::test]
async fn the_demo_has_three_years_two_of_them_published() {
    let backend = Backend::start(&["--demo"]).await;
    let found = years(&backend).await;
    let versions: Vec<u32> = found.iter().map(|line| line.version).collect();
    assert_eq!(versions, [0, 1, 2]);
    for line in found {
        let report: Report = report(&backend, &line.year.to_string()).await.found();
        assert_eq!((report.version, report.corrections.len()), (line.version, usize::from(line.version == 2)));
        // Tables come with the first version: what changes every minute would tell of single cases.
        let tables = if line.version == 0 { 0 } else { 3 };
        assert!(report.lodged > 150 && report.tables.len() == tables, "{}: {}", report.year, report.lodged);
        assert_eq!(report.definitions.iter().any(|notice| notice.id == "tables"), line.version > 0);
    }
}
