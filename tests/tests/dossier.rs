//! The dossier, unpacked and opened from the disk, in a browser that knows nothing of the app and reaches no backend.
#![allow(missing_docs)]

use recourse_contract::Filed;
use recourse_tests::axe::faults;
use recourse_tests::files::{Files, pdf};
use recourse_tests::look::Look;
use recourse_tests::stage::{Stage, stage_with};
use recourse_tests::{Outcome, tus};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::process::Command;

const HOSTILE: &str = "<img src=x onerror=\"document.title='taken over'\"> & <b>not bold</b>";

/// A decided case with a file.
async fn case(stage: &Stage, file: &Path) -> Outcome<Filed> {
    let url = tus::send(&stage.backend.url("/uploads"), file, "application/pdf").await?;
    let id = url.rsplit('/').next().ok_or("no id")?.to_owned();
    let filed = stage
        .backend
        .file_with("dossier@example.com", |new| {
            new.attachments = vec![id];
            new.message = format!("{HOSTILE}\n\n{}", new.message);
        })
        .await?;
    let reference = filed.ticket.summary.reference.as_str();
    let decision =
        ["--decision", "upheld", "--findings", "Le contrôle s’est déclenché à tort.", "--remedy", "2 480 € sont versés."];
    stage.backend.handler(&[&["outcome", reference, "Votre réclamation est fondée."], &decision[..]].concat()).await?;
    Ok(filed)
}

/// Unpacks the dossier with another program. Gives its folder.
async fn unpacked(stage: &Stage, filed: &Filed, language: &str, folder: &TempDir) -> Outcome<PathBuf> {
    let url = stage.backend.url(&format!("/tickets/{}/dossier?language={language}", filed.ticket.summary.id));
    let answer = reqwest::Client::new().get(url).bearer_auth(&filed.link_token).send().await?.error_for_status()?;
    let (archive, place) = (folder.path().join("dossier.zip"), folder.path().join("dossier"));
    std::fs::write(&archive, answer.bytes().await?)?;
    let done = Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&archive).arg(&place).status().await?;
    if done.success() { Ok(place) } else { Err("the archive cannot be unpacked".into()) }
}

async fn read_from_disk(stage: Arc<Stage>) -> Outcome {
    let (files, folder, language) = (Files::new()?, TempDir::new()?, stage.words().tag);
    let bytes = pdf(50_000);
    let filed = case(&stage, &files.put("releve.pdf", &bytes)?).await?;
    let place = unpacked(&stage, &filed, language, &folder).await?;
    // Nothing else is needed by now.
    stage.backend.stop().await?;

    let page = stage.page().await?;
    page.open(&format!("file://{}", place.join("dossier.html").display())).await?;
    page.shows("h1", filed.ticket.summary.reference.as_str()).await?;
    assert_eq!(page.js("return document.documentElement.lang", json!([])).await?, language);
    assert_eq!(page.title().await?, format!("Dossier {}", filed.ticket.summary.reference));
    page.shows("#messages", "<b>not bold</b>").await?;
    page.shows("#outcome", "Le contrôle s’est déclenché à tort.").await?;
    assert_eq!(page.count("script, img, link, iframe, form, b").await?, 0);
    let titles = page.texts("main h2").await?;
    assert_eq!(page.texts("nav a").await?, titles, "the contents name every part");
    let is_named = |words: [&str; 2]| titles.iter().any(|title| title == words[usize::from(language == "en")]);
    assert!(is_named(["Pièces", "Evidence"]) && is_named(["Reçus", "Receipts"]), "{titles:?}");

    // Every link leads to something in the folder, and the file is the one that was sent.
    let script = "return [...document.querySelectorAll('main a')].map((a) => decodeURIComponent(new URL(a.href).pathname))";
    let Value::Array(links) = page.js(script, json!([])).await? else { return Err("no links".into()) };
    assert!(links.len() >= 3, "{links:?}");
    for link in &links {
        assert!(
            Path::new(link.as_str().ok_or("a path")?).starts_with(&place)
                && link.as_str().is_some_and(|it| Path::new(it).is_file())
        );
    }
    assert_eq!(std::fs::read(place.join("attachments/01-releve.pdf"))?, bytes);

    let found = faults(&page, "the dossier").await?;
    assert!(found.is_empty(), "{found:#?}");

    // On paper it is black on white, without what leads around on a screen.
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    page.until("paper", "return matchMedia('print').matches", json!([])).await?;
    let printed = "return [getComputedStyle(document.querySelector('nav')).display, getComputedStyle(document.body).color]";
    assert_eq!(page.js(printed, json!([])).await?, json!(["none", "rgb(0, 0, 0)"]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_read_from_the_disk_in_french() {
    stage_with("a_dossier_is_read_from_the_disk_in_french", Look::french(), read_from_disk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_read_from_the_disk_in_english() {
    stage_with("a_dossier_is_read_from_the_disk_in_english", Look::english(), read_from_disk).await;
}
