//! The same build against a backend that is nothing but the published contract, on another origin.
#![allow(missing_docs)]

use recourse_tests::form::Complaint;
use recourse_tests::prism::Prism;
use recourse_tests::stage::stage;
use recourse_tests::{form, site};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_contract_alone_is_enough() {
    stage("the_contract_alone_is_enough", |stage| async move {
        // Prism serves the paths of the document without the base of its `servers`.
        let prism = Prism::start().await?;
        let origin = site::start(&json!({ "api": prism.origin, "language": "fr" })).await?;
        let (page, words, complaint) = (stage.page_at(&origin).await?, stage.words(), Complaint::default());
        let filed = form::file(&page, &words, &complaint).await;
        // Whatever went wrong, Prism knows why.
        let said = prism.lines();
        let complaints: Vec<&String> = said.iter().filter(|line| line.contains("✖") || line.contains("Violation")).collect();
        assert!(complaints.is_empty(), "Prism says {complaints:#?}");
        let id = filed?;
        let posts = said.iter().filter(|line| line.contains("post /tickets") && line.contains("Request received")).count();
        assert_eq!(posts, 1, "Prism says {said:#?}");
        let reference = page.texts(".reference .mono").await?.join("");
        assert!(said.iter().all(|line| !line.contains(complaint.email)));
        assert_eq!(reference.len(), 9, "the reference is {reference:?}");
        page.click(&format!("main a[href='/t/{id}']")).await?;
        page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        // The thread of the contract's example takes a reply, too.
        page.fill("reply", "Voici une précision.").await?;
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.until("the reply to be taken", "return !document.querySelector('.entries .waiting')", json!([])).await?;
        let refused: Vec<String> = prism.lines().into_iter().filter(|line| line.contains("✖")).collect();
        assert!(refused.is_empty(), "Prism says {refused:#?}");
        Ok(())
    })
    .await;
}
