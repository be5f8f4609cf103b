//! The app below a path of its origin: served there by the backend, and by a plain static host with the API elsewhere.
#![allow(missing_docs)]

use recourse_tests::files::{Files, pdf};
use recourse_tests::form::Complaint;
use recourse_tests::page::Page;
use recourse_tests::sign_in::sign_in;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::{Outcome, form, site};
use serde_json::json;

const BASE: &str = "/complaints";
const NAME: &str = "facture.pdf";

/// Files a complaint with a file. Gives the id of the ticket.
async fn file(page: &Page, stage: &Stage, complaint: &Complaint) -> Outcome<String> {
    let (words, files) = (stage.words(), Files::new()?);
    form::to_message(page, &words, complaint).await?;
    let path = files.put(NAME, &pdf(2_000))?;
    page.find("#attachments-input").await?.send_keys(path.display().to_string()).await?;
    page.shows(".file", &words.t("attachment.done")).await?;
    form::go_on(page, &words.t("check.title")).await?;
    page.click(form::ON).await?;
    let id = form::sent(page, &words).await?;
    assert_eq!(page.path().await?, format!("{BASE}/sent/{id}"));
    page.shows(".stored .file", NAME).await?;
    Ok(id)
}

/// Opens the private link of the mail on another device, goes to another screen and back.
async fn follow(stage: &Stage, base: &str, id: &str, complaint: &Complaint) -> Outcome<Page> {
    let mails = stage.backend.mails_to(complaint.email).await?;
    let link = mails.iter().find_map(|mail| mail.link()).ok_or("no private link in the mail")?;
    assert!(link.starts_with(&format!("{base}/t/{id}#k=")), "{link}");
    let page = stage.page_at(base).await?;
    page.open(link).await?;
    page.stands().await?;
    page.heading(complaint.subject).await?;
    page.shows("main", NAME).await?;
    assert_eq!(page.path().await?, format!("{BASE}/t/{id}"), "the token has left the address");
    // The screens change within the page: nothing is loaded anew.
    page.js("window.stays = true", json!([])).await?;
    page.click(&format!("header nav a[href='{BASE}/messages']")).await?;
    page.heading(&stage.words().t("inbox.title")).await?;
    assert_eq!(page.path().await?, format!("{BASE}/messages"));
    page.click(&format!(".tickets a[href='{BASE}/t/{id}']")).await?;
    page.heading(complaint.subject).await?;
    page.driver().back().await?;
    page.heading(&stage.words().t("inbox.title")).await?;
    page.click_on("footer a", "Déposer une réclamation, étape par étape").await?;
    page.heading("Déposer une réclamation, étape par étape").await?;
    assert_eq!(page.path().await?, format!("{BASE}/articles/complaints"));
    assert_eq!(page.js("return window.stays === true", json!([])).await?, json!(true));
    Ok(page)
}

/// No link of these screens leads beside the app.
async fn leads_nowhere_else(page: &Page, stage: &Stage) -> Outcome {
    let words = stage.words();
    for (path, heading) in [
        ("/", words.t("home.title")),
        ("/help", words.t("help.title")),
        ("/messages", words.t("inbox.title")),
        ("/contact", words.t("contact.title")),
        ("/mediation", words.t("mediation.title")),
        ("/verify", words.t("verify.title")),
        ("/articles/complaints", "Déposer une réclamation, étape par étape".to_owned()),
        ("/nowhere", words.t("unknown.title")),
    ] {
        page.goto(path).await?;
        page.heading(&heading).await?;
        let beside = "return [...document.querySelectorAll('a[href^=\"/\"]')].map((link) => link.getAttribute('href'))
            .filter((href) => !href.startsWith(`${arguments[0]}/`))";
        assert_eq!(page.js(beside, json!([BASE])).await?, json!([]), "links of {path}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_backend_serves_it_below_a_path() {
    stage("the_backend_serves_it_below_a_path", |stage| async move {
        let (origin, complaint, mut codes) = (stage.backend.origin().to_owned(), Complaint::default(), Vec::new());
        let base = format!("{origin}{BASE}");
        stage.backend.restart(&["--empty", "--public-url", &base]).await?;
        let page = stage.page_at(&base).await?;
        let id = file(&page, &stage, &complaint).await?;
        let other = follow(&stage, &base, &id, &complaint).await?;
        leads_nowhere_else(&other, &stage).await?;
        // As it may be typed, and beside the app.
        other.open(&base).await?;
        other.stands().await?;
        other.heading(&stage.words().t("home.title")).await?;
        assert_eq!(other.path().await?, format!("{BASE}/"));
        other.open(&format!("{origin}/messages")).await?;
        other.stands().await?;
        other.heading(&stage.words().t("unknown.title")).await?;
        // The session is a cookie here, as at the root, and the app's own.
        sign_in(&stage, &other, complaint.email, &mut codes).await?;
        other.shows(".tickets a", complaint.subject).await?;
        let cookies = other.devtools("Network.getAllCookies", json!({})).await?;
        assert_eq!(cookies["cookies"][0]["name"], json!("recourse-complaints"), "{cookies}");
        let stores = "const done = arguments[arguments.length - 1];
            indexedDB.databases().then((all) => done(all.map((one) => one.name)))";
        let stores = other.driver().execute_async(stores, Vec::new()).await?.json().clone();
        // What the page beside the app has opened is in the same one.
        assert_eq!(stores, json!(["recourse/complaints"]));
        // So does its worker: the next start needs no connection.
        other.goto("/").await?;
        other.until("a worker", "return navigator.serviceWorker.controller?.state === 'activated'", json!([])).await?;
        let scope = "return navigator.serviceWorker.ready.then((found) => new URL(found.scope).pathname)";
        assert_eq!(other.js(scope, json!([])).await?, json!(format!("{BASE}/")));
        stage.backend.kill().await?;
        other.goto("/help").await?;
        other.reload().await?;
        other.heading(&stage.words().t("help.title")).await?;
        stage.backend.restart(&["--empty", "--public-url", &base]).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_static_host_serves_it_below_a_path() {
    stage("a_static_host_serves_it_below_a_path", |stage| async move {
        let complaint = Complaint::default();
        let api = format!("{}/api/v1", stage.backend.origin());
        let origin = site::start_below(BASE, &json!({ "api": api, "language": "fr" })).await?;
        let base = format!("{origin}{BASE}");
        stage.backend.restart(&["--empty", "--cors", &origin, "--public-url", &base]).await?;
        let page = stage.page_at(&base).await?;
        let id = file(&page, &stage, &complaint).await?;
        let other = follow(&stage, &base, &id, &complaint).await?;
        leads_nowhere_else(&other, &stage).await
    })
    .await;
}
