//! What an operator says: the service file, the command line, the environment; and what he is told when it is wrong.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::letters::in_folder;
use harness::{Backend, SERVICE, new_ticket, run, send, until};
use recourse_backend::articles::Articles;
use recourse_backend::service_file::{DEMO, ServiceFile};
use recourse_contract::{ProblemType, Service};
use reqwest::Method;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

/// The line on which this text first stands.
fn line_of(file: &str, text: &str) -> usize {
    1 + file[..file.find(text).expect("it stands there")].matches('\n').count()
}

#[tokio::test]
async fn a_wrong_service_file_stops_the_start_and_names_line_and_reason() {
    let folder = TempDir::new().unwrap();
    let (path, data) = (folder.path().join("service.toml"), folder.path().join("data"));
    let (path, data) = (path.to_str().unwrap(), data.to_str().unwrap());
    let file = &*SERVICE;
    for (from, to, reason) in [
        ("locales = [", "locales = ", ""),
        ("[platform]\n", "[platform]\ncolour = \"green\"\n", "`platform.colour` is not known here"),
        ("time_zone = \"Europe/Paris\"", "time_zone = \"Europe/Atlantis\"", "time zone"),
        ("email = \"complaints@sejours.example\"", "email = \"complaints\"", "e-mail address"),
        ("[platform]\n", "[theme.light]\naccent = \"#ffcc00\"\n\n[platform]\n", "accent on paper has a contrast of 1.39 : 1"),
        ("legal_ground = \"measure\"", "legal_ground = \"mesure\"", "legal_ground"),
        ("target_hours = 120", "target_hours = \"a week\"", "target_hours"),
        ("parent = \"payments\"", "parent = \"payment\"", "the parent \"payment\" has to stand before"),
        ("kind = \"booking_number\"", "kind = \"booking\"", "kind"),
        ("min = \"2010-01-01\"", "min = \"2010\"", "this is no day"),
        ("min = \"2010-01-01\"", "min = \"2010-01-01\"\nmax = \"2009-12-31\"", "nothing is between"),
        ("shown_if = { field = \"reason_shown\"", "shown_if = { field = \"reason\"", "stands before it"),
        ("is = [\"other\"]", "is = [\"others\"]", "cannot have this answer"),
        ("subject = 120", "subject = 0", "limits.subject"),
        ("attachment_bytes = 20000000", "attachment_bytes = 0", "limits.attachment_bytes"),
        ("\"image/webp\"", "\"image/svg+xml\"", "limits.attachment_types"),
        ("label = { fr = \"Partenaire\", en = \"Partner\" }", "label = { fr = \"Partenaire\" }", "has no text in \"en\""),
    ] {
        let wrong = file.replacen(from, to, 1);
        assert_ne!(wrong, *file, "{from}");
        fs::write(path, &wrong).unwrap();
        let ended = run(&["--listen", "127.0.0.1:0", "--data", data, "--service", path], &[]).await;
        assert_eq!(ended.code, Some(1), "{to}: {}", ended.err);
        assert_eq!(ended.out, "", "{to}");
        let changed = line_of(&wrong, to) + usize::from(to.contains('\n'));
        let start = format!("recourse-backend: --service {path}, line {changed}: ");
        assert!(ended.err.starts_with(&start) && ended.err.contains(reason), "{to}: wanted {start:?}, got {:?}", ended.err);
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[tokio::test]
async fn a_service_file_that_cannot_be_read_stops_the_start() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("latin1.toml"), b"name = \"S\xe9jours\"").unwrap();
    fs::write(at("empty.toml"), "").unwrap();
    for path in [at("missing.toml"), at(""), at("latin1.toml"), at("empty.toml")] {
        let ended = run(&["--listen", "127.0.0.1:0", "--data", &at("data"), "--service", &path], &[]).await;
        assert_eq!(ended.code, Some(1), "{path}: {}", ended.err);
        assert!(ended.err.starts_with(&format!("recourse-backend: --service {path}")), "{}", ended.err);
        assert!(ended.err.trim_end().len() > 30 + path.len() && !ended.err.contains("panicked"), "{}", ended.err);
    }
}

#[tokio::test]
async fn what_cannot_be_started_says_why() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("service.toml"), &*SERVICE).unwrap();
    fs::write(at("file"), "x").unwrap();
    fs::create_dir(at("short-key")).unwrap();
    fs::write(at("short-key/links.key"), "too short").unwrap();
    fs::create_dir(at("no-database")).unwrap();
    fs::write(at("no-database/recourse.sqlite"), "this is no database, and long enough to be sure of that".repeat(40)).unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = listener.local_addr().unwrap().to_string();
    for (flag, value, reason) in [
        ("--data", at("file"), "--data "),
        ("--data", at("short-key"), "links.key: "),
        ("--data", at("no-database"), "recourse.sqlite: "),
        ("--listen", taken.clone(), "--listen "),
        ("--smtp", "mail.example".into(), "--smtp: "),
    ] {
        let mut arguments = vec!["--service".to_owned(), at("service.toml"), flag.into(), value.clone()];
        for (other, usual) in [("--listen", "127.0.0.1:0".to_owned()), ("--data", at("data"))] {
            if other != flag {
                arguments.extend([other.to_owned(), usual]);
            }
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ended = run(&arguments, &[]).await;
        assert_eq!(ended.code, Some(1), "{flag} {value}: {}", ended.err);
        assert!(ended.err.contains(reason) && !ended.err.contains("panicked"), "{flag} {value}: {}", ended.err);
        assert_eq!(ended.out, "", "{flag} {value}");
    }
    drop(listener);
    for (flag, value) in [
        ("--listen", "localhost"),
        ("--timeout", "0"),
        ("--timeout", "soon"),
        ("--writes-per-minute", "-1"),
        ("--cors", "https://a.example/"),
        ("--mail-from", "nobody"),
        ("--unknown", "x"),
    ] {
        let ended = run(&[&format!("{flag}={value}")], &[]).await;
        assert_eq!(ended.code, Some(2), "{flag}");
        assert!(ended.err.contains(flag), "{}", ended.err);
    }
}

#[tokio::test]
async fn without_a_file_there_is_the_demo_platform() {
    // With the demo's flag the harness names no file.
    let backend = Backend::start(&["--demo", "--empty"]).await;
    let service: Service = send(backend.get("/service").header("accept-language", "en")).await.found();
    let file = ServiceFile::parse(DEMO).unwrap();
    let file = file.with_articles(Articles::read(recourse_backend::articles::DEMO, &["fr".into(), "en".into()]).unwrap());
    // The key of receipts is the backend's own.
    assert_eq!(Service { receipt_keys: Vec::new(), push_key: None, ..service }, file.in_language("en").service);
}

#[tokio::test]
async fn another_platform_is_a_file_away() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("service.toml");
    let file = SERVICE.replace("\"Séjours & Co\"", "\"Ferien <Meer>\"").replace("message = 10000", "message = 20");
    fs::write(&path, file).unwrap();
    let app = folder.path().join("dist");
    fs::create_dir(&app).unwrap();
    fs::write(app.join("index.html"), "<title>x</title><!--recourse:name-->").unwrap();
    let backend = Backend::start(&["--service", path.to_str().unwrap(), "--app", app.to_str().unwrap()]).await;
    let service: Service = send(backend.get("/service")).await.found();
    assert_eq!((service.platform.name.as_str(), service.limits.message), ("Ferien <Meer>", 20));
    let page = send(backend.request(Method::GET, "/").header("accept", "text/html")).await;
    assert_eq!(page.text(), "<title>Ferien &lt;Meer&gt;</title>Ferien &lt;Meer&gt;");
    let long = send(backend.post("/tickets", &harness::key(), harness::NEW_TICKET)).await.problem(ProblemType::Invalid);
    assert_eq!(long.errors[0].limit, Some(20));
}

#[tokio::test]
async fn what_is_kept_is_for_the_owner_alone() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    let mode = |path: std::path::PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(backend.data()), mode(backend.data().join("links.key"))), (0o700, 0o600));
}

#[tokio::test]
async fn the_log_is_plain_text_where_it_is_no_terminal() {
    let backend = Backend::start(&[]).await;
    send(backend.get("/service")).await;
    let log = until("a line in the log", async || Some(backend.log()).filter(|log| log.contains("answered"))).await;
    assert!(!log.contains('\u{1b}'), "{log:?}");
}

const FLAGS: [&str; 22] = [
    "--listen",
    "--data",
    "--app",
    "--service",
    "--public-url",
    "--smtp",
    "--mail-from",
    "--reply-address",
    "--cors",
    "--frame-ancestors",
    "--writes-per-minute",
    "--reads-per-minute",
    "--address-header",
    "--timeout",
    "--mail-gather",
    "--upload-hours",
    "--uploads-waiting",
    "--push-key",
    "--push-contact",
    "--push-anywhere",
    "--demo",
    "--empty",
];

#[tokio::test]
async fn help_names_every_flag_with_its_variable() {
    let help = run(&["--help"], &[]).await;
    assert_eq!((help.code, help.err.as_str()), (Some(0), ""));
    for flag in FLAGS {
        let at = help.out.find(&format!("      {flag}")).unwrap_or_else(|| panic!("{flag} in {}", help.out));
        let about = help.out[at + 1..].split("\n      --").next().unwrap();
        let variable = format!("[env: RECOURSE_{}", flag.trim_start_matches('-').replace('-', "_").to_uppercase());
        // The mail server's address may hold a password: its value is not shown.
        let is_named = about.contains(&format!("{variable}=")) || about.contains(&format!("{variable}]"));
        assert!(is_named, "{variable} in {about}");
        assert!(about.len() > 60, "{flag} is explained: {about}");
    }
    // A flag that is not in the list above would be one that nobody has looked at.
    let named: Vec<&str> = help.out.lines().filter_map(|line| line.trim_start().strip_prefix("--")).collect();
    assert_eq!(named.len(), FLAGS.len(), "{named:?}");
    let secret = run(&["--help"], &[("RECOURSE_SMTP", "smtp://user:hunter2@mail.example")]).await;
    assert!(!secret.out.contains("hunter2"));
    let version = run(&["--version"], &[]).await;
    assert!(version.out.starts_with("recourse-backend 0."), "{}", version.out);
}

#[tokio::test]
async fn the_environment_sets_what_the_command_line_can() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("service.toml"), SERVICE.replace("\"Séjours & Co\"", "\"Environs\"")).unwrap();
    fs::create_dir(at("dist")).unwrap();
    fs::write(at("dist/index.html"), "<title>x</title>").unwrap();
    let environment = [
        ("RECOURSE_LISTEN", "127.0.0.1:0"),
        ("RECOURSE_DATA", &at("elsewhere")),
        ("RECOURSE_APP", &at("dist")),
        ("RECOURSE_SERVICE", &at("service.toml")),
        ("RECOURSE_PUBLIC_URL", "https://complaints.example/"),
        ("RECOURSE_MAIL_FROM", "Somebody <somebody@environs.example>"),
        ("RECOURSE_CORS", "https://a.example,https://b.example"),
        ("RECOURSE_FRAME_ANCESTORS", "https://c.example,https://d.example"),
        ("RECOURSE_WRITES_PER_MINUTE", "1"),
        ("RECOURSE_READS_PER_MINUTE", "3"),
        ("RECOURSE_ADDRESS_HEADER", "x-real-ip"),
        ("RECOURSE_TIMEOUT", "9"),
        ("RECOURSE_MAIL_GATHER", "7"),
        ("RECOURSE_DEMO", "true"),
        ("RECOURSE_EMPTY", "true"),
    ];
    let backend = Backend::start_in(&[], &environment).await;
    let filed = backend.file(&new_ticket()).await;
    assert_eq!(send(backend.post("/tickets", &harness::key(), "{}")).await.status, 429);
    let service = send(backend.get("/service").header("origin", "https://b.example")).await;
    assert_eq!(service.header("access-control-allow-origin"), "https://b.example");
    assert!(service.header("content-security-policy").ends_with("frame-ancestors https://c.example https://d.example"));
    assert_eq!(service.header("strict-transport-security"), "max-age=31536000");
    assert_eq!(service.found::<Service>().platform.name, "Environs");
    let page = send(backend.request(Method::GET, "/").header("accept", "text/html")).await;
    assert_eq!(page.text(), "<title>Environs</title>");
    assert_eq!(send(backend.request(Method::GET, "/demo/mail")).await.status, 200);
    for (address, status) in [("192.0.2.9", 200), ("192.0.2.9", 200), ("192.0.2.9", 200), ("192.0.2.9", 429), ("192.0.2.8", 200)]
    {
        assert_eq!(send(backend.get("/service").header("x-real-ip", address)).await.status, status, "{address}");
    }
    let data = folder.path().join("elsewhere");
    let mail = until("a mail", async || in_folder(&data.join("mail")).pop()).await;
    assert_eq!(mail.header("from"), "Somebody <somebody@environs.example>");
    let id = &filed.ticket.summary.id;
    assert_eq!(mail.link(), format!("https://complaints.example/t/{id}#k={}", filed.link_token));
    assert!(data.join("links.key").exists() && data.join("recourse.sqlite").exists());

    // The command line has the last word.
    let backend =
        Backend::start_in(&["--demo", "--empty", "--reads-per-minute", "0"], &[("RECOURSE_READS_PER_MINUTE", "1")]).await;
    for _ in 0..3 {
        assert_eq!(send(backend.get("/service")).await.status, 200);
    }
}
