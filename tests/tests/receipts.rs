//! Receipts, checked by a program in another language with a library that others wrote.
#![allow(missing_docs)]

use recourse_contract::NewTicket;
use recourse_contract::ticket::Filed;
use recourse_tests::files::{Files, pdf};
use recourse_tests::stage::{Stage, stage};
use recourse_tests::{Outcome, env, tus};
use serde_json::json;
use std::path::PathBuf;
use tokio::process::Command;

/// What belongs to a receipt, as files.
struct Papers<'a> {
    stage: &'a Stage,
    filed: Filed,
    attached: PathBuf,
}

impl Papers<'_> {
    /// What the program says of a receipt.
    async fn checked(&self, receipt: &str) -> Outcome<String> {
        let example = std::fs::read_to_string(env::clone("contract/examples/new_ticket.json"))?;
        let sent: NewTicket = serde_json::from_str(&example)?;
        let details = json!({
            "subject": sent.subject, "topic": sent.topic, "fields": sent.fields, "outcome_wanted": sent.outcome_wanted,
        })
        .to_string();
        let service = serde_json::to_string(&self.stage.backend.service("fr").await?)?;
        let mut command = Command::new(env::tool("python/bin/python"));
        command.arg(env::clone("tests/receipts/check.py"));
        for (name, text) in
            [("service", service.as_str()), ("receipt", receipt), ("text", sent.message.as_str()), ("details", details.as_str())]
        {
            let path = self.stage.backend.scratch(&format!("{name}.json"));
            std::fs::write(&path, text)?;
            command.arg(path);
        }
        let done = command.arg(&self.attached).output().await?;
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        if done.status.success() { Ok(said) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned().into()) }
    }

    async fn receipt(&self) -> Outcome<String> {
        let url = self.stage.backend.url(&format!("/tickets/{}/receipt", self.filed.ticket.summary.id));
        let answer = reqwest::Client::new().get(url).bearer_auth(&self.filed.link_token).send().await?;
        Ok(answer.error_for_status()?.text().await?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_language_agrees() {
    stage("another_language_agrees", |stage| async move {
        let files = Files::new()?;
        let attached = files.put("relevé.pdf", &pdf(200_000))?;
        let url = tus::send(&stage.backend.url("/uploads"), &attached, "application/pdf").await?;
        let id = url.rsplit('/').next().ok_or("no id")?.to_owned();
        let filed = stage.backend.file_with("receipts@example.com", |new| new.attachments = vec![id]).await?;
        let papers = Papers { stage: &stage, filed, attached };
        let receipt = papers.receipt().await?;
        assert_eq!(papers.checked(&receipt).await?, "signature right\ntext right\ndetails right\nfiles right\n");
        let later = receipt.replacen("\"number\":1", "\"number\":2", 1);
        assert_ne!(later, receipt);
        assert_eq!(papers.checked(&later).await?, "signature wrong\ntext right\ndetails right\nfiles right\n");
        Ok(())
    })
    .await;
}
