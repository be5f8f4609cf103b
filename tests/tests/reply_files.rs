//! Files in the reply box of a case.
#![allow(missing_docs)]

use recourse_contract::ticket::TicketKind;
use recourse_tests::files::{Files, pdf};
use recourse_tests::page::Page;
use recourse_tests::stage::stage;
use recourse_tests::{Outcome, form};
use serde_json::json;
use std::path::Path;

/// Chooses a file, as a partner does in the browser's dialogue.
async fn choose(page: &Page, path: &Path) -> Outcome {
    page.find("#attachments-input").await?.send_keys(path.display().to_string()).await?;
    Ok(())
}

/// A draft that becomes a reply brings its file along, and takes it back when the two are parted.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_follows_its_draft_there_and_back() {
    stage("a_file_follows_its_draft_there_and_back", |stage| async move {
        let (page, words, files) = (stage.page().await?, stage.words(), Files::new()?);
        let filed = stage
            .backend
            .file_with("there-and-back@example.com", |ticket| {
                ticket.kind = TicketKind::TechnicalProblem;
                ticket.topic = "account/access".into();
                ticket.subject = "Accès perdu".into();
                ticket.fields.clear();
                ticket.outcome_wanted = None;
            })
            .await?;
        let path = format!("/t/{}", filed.ticket.summary.id);
        page.goto(&format!("{path}#k={}", filed.link_token)).await?;
        choose(&page, &files.put("box.pdf", &pdf(2_000))?).await?;
        page.shows("form.reply .file", "box.pdf").await?;
        page.shows("form.reply .file", &words.t("attachment.done")).await?;
        page.goto("/problem?topic=account/access").await?;
        form::fill_problem(&page).await?;
        choose(&page, &files.put("draft.pdf", &pdf(3_000))?).await?;
        page.shows(".file", "draft.pdf").await?;
        page.shows(".file", &words.t("attachment.done")).await?;
        page.click_on(".same button", &words.t("same.yes")).await?;
        page.shows("form.reply .file", "draft.pdf").await?;
        page.goto("/").await?;
        page.click_on(".card.draft a", &words.t("draft.resume")).await?;
        page.click_on("main button", &words.t("same.part")).await?;
        page.shows(".file", "draft.pdf").await?;
        page.goto(&path).await?;
        page.shows("form.reply .file", "box.pdf").await?;
        page.until("one file", "return document.querySelectorAll('form.reply .file').length === 1", json!([])).await
    })
    .await;
}
