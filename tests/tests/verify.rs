//! Checking a receipt in the app: the signature, the text, the files; a forged one; without a connection.
#![allow(missing_docs)]

use recourse_contract::NewTicket;
use recourse_tests::axe::{faults, wide_at};
use recourse_tests::files::{Files, pdf};
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage_with};
use recourse_tests::words::plain;
use recourse_tests::{Outcome, env, tus};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

async fn choose(page: &Page, field: &str, file: &Path) -> Outcome {
    page.find(&format!("#{field}-input")).await?.send_keys(file.display().to_string()).await?;
    Ok(())
}

async fn receipts(stage: Arc<Stage>) -> Outcome {
    let (page, words, files) = (stage.page().await?, stage.words(), Files::new()?);
    let attached = files.put("relevé.pdf", &pdf(20_000))?;
    let url = tus::send(&stage.backend.url("/uploads"), &attached, "application/pdf").await?;
    let id = url.rsplit('/').next().ok_or("no id")?.to_owned();
    let filed = stage.backend.file_with("verify@example.com", |new| new.attachments = vec![id]).await?;
    let path = format!("/tickets/{}/receipt", filed.ticket.summary.id);
    let answer = reqwest::Client::new().get(stage.backend.url(&path)).bearer_auth(&filed.link_token).send().await?;
    let receipt = answer.error_for_status()?.text().await?;
    let example = std::fs::read_to_string(env::clone("contract/examples/new_ticket.json"))?;
    let sent: NewTicket = serde_json::from_str(&example)?;

    page.goto("/help").await?;
    page.click_on("main a", &words.t("verify.title")).await?;
    page.heading(&words.t("verify.title")).await?;
    let mut found = faults(&page, "checking a receipt").await?;

    // Nothing of it needs a connection, or makes one.
    page.devtools("Network.enable", json!({})).await?;
    page.devtools("Network.setBlockedURLs", json!({ "urls": ["*"] })).await?;
    choose(&page, "verify-receipt", &files.put("receipt.json", receipt.as_bytes())?).await?;
    page.shows("#verify-receipt [role=status]", "receipt.json").await?;
    page.shows(".notice.ok", &words.t("verify.right")).await?;
    page.shows(".facts-list", filed.ticket.summary.reference.as_str()).await?;
    page.shows(".checks .ok", &words.t("verify.signature")).await?;
    page.shows(".checks .idle", &words.t("verify.text-unasked")).await?;
    page.shows(".checks .idle", &words.fill("verify.file-unasked", &[("name", "relevé.pdf")])).await?;

    // The text, and another one.
    page.fill("verify-text", &sent.message.replacen("15 octobre", "16 octobre", 1)).await?;
    page.shows(".checks .bad", &words.t("verify.text-other")).await?;
    page.fill("verify-text", &sent.message).await?;
    page.shows(".checks .ok", &words.t("verify.text-same")).await?;
    page.hides(".checks", &words.t("verify.text-other")).await?;

    // The file under another name, and another file of the same size.
    let mut bytes = pdf(20_000);
    choose(&page, "verify-files", &files.put("scan.pdf", &bytes)?).await?;
    page.shows(".checks .ok", &words.fill("verify.file-same", &[("name", "relevé.pdf")])).await?;
    bytes[600] ^= 1;
    choose(&page, "verify-files", &files.put("changed.pdf", &bytes)?).await?;
    page.shows(".checks .bad", &words.fill("verify.file-other", &[("name", "changed.pdf")])).await?;
    found.extend(faults(&page, "a genuine receipt, with all that can be compared").await?);
    for width in [390, 1_280] {
        assert_eq!(wide_at(&page, width).await?, None, "{width} px");
    }

    // Of a case that this device does not know nothing more can be said.
    page.shows(".checks .idle", &words.t("verify.details")).await?;
    assert!(!page.texts(".verify button").await?.contains(&words.t("verify.own")));

    // One byte changed: it is refused, and what it says is not shown.
    let forged = receipt.replacen("\"number\":1", "\"number\":2", 1);
    assert_ne!(forged, receipt);
    choose(&page, "verify-receipt", &files.put("forged.json", forged.as_bytes())?).await?;
    page.shows(".notice.bad", &words.t("verify.wrong")).await?;
    assert_eq!(page.count(".facts-list").await? + page.count(".checks").await?, 0);
    found.extend(faults(&page, "a forged receipt").await?);
    choose(&page, "verify-receipt", &files.put("note.json", b"{}")?).await?;
    page.shows(".notice.wait", &words.t("verify.none")).await?;

    // A key that nobody publishes: no verdict, rather than a wrong one.
    let mut other: serde_json::Value = serde_json::from_str(&receipt)?;
    other["receipt"]["key"] = json!("another");
    choose(&page, "verify-receipt", &files.put("other.json", other.to_string().as_bytes())?).await?;
    page.shows(".notice.wait", &words.t("verify.unknown")).await?;
    found.extend(faults(&page, "a receipt of another platform").await?);
    assert!(page.texts("main").await?.iter().all(|text| !text.contains(&plain(filed.ticket.summary.reference.as_str()))));

    // The case as this device knows it: text, subject, topic and answers at once.
    page.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
    page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
    page.heading(&filed.ticket.summary.subject).await?;
    page.goto("/verify").await?;
    choose(&page, "verify-receipt", &files.put("own.json", receipt.as_bytes())?).await?;
    page.click_on(".verify button", &words.t("verify.own")).await?;
    page.shows(".checks .ok", &words.t("verify.text-same")).await?;
    page.shows(".checks .ok", &words.t("verify.details-same")).await?;
    found.extend(faults(&page, "a receipt beside the case").await?);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_are_checked_in_french() {
    stage_with("receipts_are_checked_in_french", Look::french(), receipts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_are_checked_in_english() {
    stage_with("receipts_are_checked_in_english", Look::english(), receipts).await;
}
