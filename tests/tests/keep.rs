//! The confirmation as proof: its reference on the clipboard, and itself on paper.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::stage::stage;
use serde_json::json;

async fn clipboard(page: &Page, setting: &str) -> Outcome {
    for name in ["clipboard-write", "clipboard-read"] {
        let permission = json!({ "permission": { "name": name }, "setting": setting });
        page.devtools("Browser.setPermission", permission).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reference_can_be_copied() {
    stage("the_reference_can_be_copied", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        form::file(&page, &words, &Complaint::default()).await?;
        let reference = page.texts(".reference .mono").await?.join("");
        clipboard(&page, "granted").await?;
        page.click_on(".reference button", &words.t("sent.copy")).await?;
        page.shows(".reference [role=status]", &words.t("sent.copied")).await?;
        let read = "const done = arguments[arguments.length - 1];
            navigator.clipboard.readText().then(done, (error) => done(String(error)))";
        assert_eq!(page.driver().execute_async(read, Vec::new()).await?.json(), &json!(reference));
        // Where the browser does not allow it, the other way is told.
        clipboard(&page, "denied").await?;
        page.click_on(".reference button", &words.t("sent.copy")).await?;
        page.shows(".reference [role=status]", &words.t("sent.not-copied")).await?;
        page.shows(".reference .notice", &words.t("sent.copy-by-hand")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_page_says_what_was_sent_and_when() {
    stage("the_printed_page_says_what_was_sent_and_when", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::file(&page, &words, &complaint).await?;
        page.shows("main ol.thread li b", &words.before("sent.by")).await?;
        let reference = page.texts(".reference .mono").await?.join("");
        let filed = page.texts(".reference .small:nth-of-type(3)").await?.join("");
        page.js("window.print = () => { window.asked = true; }", json!([])).await?;
        page.click_on("main button", &words.t("sent.print")).await?;
        page.until("the browser to be asked to print", "return window.asked", json!([])).await?;
        page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
        page.until("the print style", "return matchMedia('print').matches", json!([])).await?;
        let paper = page.js("return document.body.innerText", json!([])).await?;
        let paper = recourse_tests::words::plain(paper.as_str().unwrap_or_default());
        let amount = "2 480,50";
        for kept in
            [&*reference, &*filed, complaint.subject, complaint.name, complaint.email, amount, "n’est toujours pas arrivé"]
        {
            assert!(paper.contains(&recourse_tests::words::plain(kept)), "{kept:?} is missing on paper:\n{paper}");
        }
        for screen_only in ["frame.messages", "sent.print", "sent.copy", "frame.skip"] {
            assert!(!paper.contains(&words.t(screen_only)), "{screen_only} is printed:\n{paper}");
        }
        Ok(())
    })
    .await;
}
