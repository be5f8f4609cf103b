//! An announced incident stands at its topic, with a wish to be told in place of a new ticket, and the way to write all the
//! same.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::wait::until;
use recourse_tests::words::Words;
use serde_json::json;
use std::sync::Arc;

const TITLE: &str = "La page des versements est en panne";

/// Announces an incident at the payments. Gives its id.
async fn announce(stage: &Stage) -> Outcome<String> {
    let texts = ["--title", "fr:La page des versements est en panne", "--title", "en:The payments page is down"];
    let more = ["--text", "fr:Les versements partent à l’heure.", "--text", "en:Payments leave on time.", "--since", "30m"];
    let said = stage.backend.incident(&[&["announce", "--topic", "payments"][..], &texts, &more].concat()).await?;
    Ok(said.split_whitespace().next().ok_or("no id")?.to_owned())
}

/// Waits until so many wait to be told.
async fn waiting(stage: &Stage, n: u32) -> Outcome {
    let wanted = format!("{n} to be told");
    until(&wanted, async || Ok(stage.backend.incident(&["list"]).await?.contains(&wanted).then_some(()))).await
}

/// How many mails speak of the incident.
async fn told(stage: &Stage, address: &str, title: &str) -> Outcome<usize> {
    Ok(stage.backend.mails_to(address).await?.iter().filter(|mail| mail.text.contains(title)).count())
}

/// Opens a complaint up to the topic.
async fn to_topic(page: &Page, words: &Words, complaint: &Complaint) -> Outcome {
    form::begin(page, words).await?;
    form::fill_details(page, complaint).await?;
    form::go_on(page, &words.t("topic.title")).await
}

async fn told_when_it_is_solved(stage: Arc<Stage>) -> Outcome {
    let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
    to_topic(&page, &words, &complaint).await?;
    form::choose_topic(&page, &complaint).await?;
    assert_eq!(page.count(".incidents .notice").await?, 0);
    // Announced while the form is open: the page looks again when it comes into sight, and nothing that was chosen is lost.
    let id = announce(&stage).await?;
    page.js("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))", json!([])).await?;
    let title = if words.tag == "fr" { TITLE } else { "The payments page is down" };
    page.shows(".incidents .notice", title).await?;
    page.shows(".incidents .notice", &words.t("incident.open")).await?;
    page.find("input[type=radio][value='payments/blocked']:checked").await?;
    let mut found = faults(&page, "a topic with an incident").await?;

    page.click_on(".incidents button", &words.t("incident.tell")).await?;
    let noted = words.fill("incident.noted", &[("email", complaint.email)]);
    page.shows(".incidents [role=status]", &noted).await?;
    page.focused(&format!("#incident-{id}")).await?;
    waiting(&stage, 1).await?;
    page.reload().await?;
    page.shows(".incidents [role=status]", &noted).await?;
    found.extend(faults(&page, "a topic with a wish to be told").await?);

    // Taken back, also after a reload.
    page.click_on(".incidents button", &words.t("incident.undo")).await?;
    page.shows(".incidents button", &words.t("incident.tell")).await?;
    waiting(&stage, 0).await?;
    page.reload().await?;
    page.shows(".incidents button", &words.t("incident.tell")).await?;
    page.click_on(".incidents button", &words.t("incident.tell")).await?;
    waiting(&stage, 1).await?;

    // Writing all the same: it stands at the message, too, and is in nobody's way.
    form::go_on(&page, &words.t("message.title")).await?;
    page.shows(".incidents [role=status]", &noted).await?;
    form::fill_message(&page, &complaint).await?;
    form::go_on(&page, &words.t("check.title")).await?;
    page.click(form::ON).await?;
    form::sent(&page, &words).await?;

    stage.backend.incident(&["solve", &id]).await?;
    until("the mail", async || Ok((told(&stage, complaint.email, title).await? > 0).then_some(()))).await?;
    assert_eq!(told(&stage, complaint.email, title).await?, 1, "one mail, and none else");
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn told_when_it_is_solved_in_french() {
    stage_with("told_when_it_is_solved_in_french", Look::french(), told_when_it_is_solved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn told_when_it_is_solved_in_english() {
    stage_with("told_when_it_is_solved_in_english", Look::english(), told_when_it_is_solved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_outlives_a_backend_that_is_away() {
    stage("a_wish_outlives_a_backend_that_is_away", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        announce(&stage).await?;
        to_topic(&page, &words, &complaint).await?;
        form::choose_topic(&page, &complaint).await?;
        page.shows(".incidents .notice", TITLE).await?;
        stage.backend.stop().await?;
        page.click_on(".incidents button", &words.t("incident.tell")).await?;
        let noted = words.fill("incident.noted", &[("email", complaint.email)]);
        page.shows(".incidents [role=status]", &noted).await?;
        stage.backend.start_again().await?;
        waiting(&stage, 1).await?;
        page.reload().await?;
        page.shows(".incidents [role=status]", &noted).await?;
        assert_eq!(page.count(".incidents button").await?, 1);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_solved_says_so() {
    stage("what_is_solved_says_so", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let id = announce(&stage).await?;
        stage.backend.incident(&["solve", &id]).await?;
        to_topic(&page, &words, &complaint).await?;
        form::choose_topic(&page, &complaint).await?;
        page.shows(".incidents .notice", &words.t("incident.solved")).await?;
        assert_eq!(page.count(".incidents button").await?, 0);
        Ok(())
    })
    .await;
}
