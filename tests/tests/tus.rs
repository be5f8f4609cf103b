//! Both halves of tus against programs that others wrote.
#![allow(missing_docs)]

use recourse_contract::Service;
use recourse_tests::files::{Files, pdf};
use recourse_tests::form::{self, Complaint};
use recourse_tests::stage::stage;
use recourse_tests::{site, tus};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn an_independent_client_uploads_to_our_backend() {
    stage("an_independent_client_uploads_to_our_backend", |stage| async move {
        let files = Files::new()?;
        let bytes = pdf(2 * 1024 * 1024);
        let path = files.put("bill.pdf", &bytes)?;
        let url = tus::send(&stage.backend.url("/uploads"), &path, "application/pdf").await?;
        let id = url.rsplit('/').next().ok_or("no id")?.to_owned();
        let filed = stage.backend.file_with("tus@example.com", |new| new.attachments = vec![id]).await?;
        let [attachment] = filed.ticket.attachments.as_slice() else { return Err("not one attachment".into()) };
        assert_eq!((attachment.name.as_str(), attachment.size), ("bill.pdf", u64::try_from(bytes.len())?));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_uploads_to_an_independent_server() {
    stage("the_app_uploads_to_an_independent_server", |stage| async move {
        let server = tus::Server::start().await?;
        // Another origin's app, whose service names that server.
        let service = stage.backend.service("fr").await?;
        let service = Service { uploads_url: Some(server.url.clone()), ..service };
        let api = site::service(&service).await?;
        let origin = site::start(&json!({ "api": api, "language": "fr" })).await?;
        let (page, words, files) = (stage.page_at(&origin).await?, stage.words(), Files::new()?);
        form::to_message(&page, &words, &Complaint::default()).await?;
        let bytes = pdf(3 * 1024 * 1024);
        let path = files.put("bill.pdf", &bytes)?;
        page.find("#attachments-input").await?.send_keys(path.display().to_string()).await?;
        page.shows(".file", &words.t("attachment.done")).await?;
        assert_eq!(server.files()?, [bytes]);
        Ok(())
    })
    .await;
}
