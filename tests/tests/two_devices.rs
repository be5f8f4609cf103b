//! Two devices answer one outcome: one of them is first, and nothing that was written on the other one is lost.
#![allow(missing_docs)]

use recourse_contract::Filed;
use recourse_contract::ticket::{State, Ticket};
use recourse_tests::Outcome;
use recourse_tests::files::{Files, pdf};
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::wait::until;
use recourse_tests::words::Words;
use serde_json::json;

const TOP: &str = ".answer-top";
const HERE: &str = "#outcome";
const MISSING: &str = "La date du virement manque.";

/// A case that was decided, open on two devices.
async fn on_both(stage: &Stage, email: &str) -> Outcome<(Filed, Page, Page)> {
    let filed = stage.backend.file(email).await?;
    let reference = filed.ticket.summary.reference.to_string();
    let verdict = ["--decision", "not_upheld", "--findings", "The payout was on time."];
    stage.backend.handler(&[&["outcome", &reference, "We have decided."][..], &verdict].concat()).await?;
    let (first, second) = (stage.page().await?, stage.page().await?);
    for page in [&first, &second] {
        page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
        page.shows(".entries", "The payout was on time.").await?;
    }
    Ok((filed, first, second))
}

/// The ticket, once it is like this.
async fn becomes(stage: &Stage, filed: &Filed, what: &str, is_so: impl Fn(&Ticket) -> bool) -> Outcome<Ticket> {
    until(what, async || {
        let (ticket, _) = stage.backend.ticket(&filed.ticket.summary.id, &filed.link_token).await?;
        Ok(Some(ticket).filter(&is_so))
    })
    .await
}

async fn offline(page: &Page, is_offline: bool) -> Outcome {
    let conditions = json!({ "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.devtools("Network.enable", json!({})).await?;
    page.devtools("Network.emulateNetworkConditions", conditions).await?;
    page.until("the browser to notice", "return navigator.onLine !== arguments[0]", json!([is_offline])).await
}

async fn not_settled(page: &Page, words: &Words) -> Outcome {
    page.click_on(&format!("{TOP} button"), &words.t("settle.no")).await?;
    page.shows(&format!("{HERE} h2"), &words.t("settle.ways")).await
}

/// Chooses a file for a review, and waits until it has arrived.
async fn choose(page: &Page, words: &Words, files: &Files) -> Outcome {
    let path = files.put("releve.pdf", &pdf(2_000))?;
    page.find("#review-attachments-input").await?.send_keys(path.display().to_string()).await?;
    page.shows(".review-form .file", &words.t("attachment.done")).await
}

/// The first one says that it is settled.
async fn settle(stage: &Stage, filed: &Filed, page: &Page, button: &str) -> Outcome {
    page.click_on(&format!("{HERE} button"), &stage.words().t(button)).await?;
    becomes(stage, filed, "it to be settled", |ticket| ticket.summary.state == State::Closed).await?;
    Ok(())
}

/// Both press their button while they are cut off, and come back at the same moment: either may be first.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_at_the_same_moment_one_succeeds() {
    stage("of_two_answers_at_the_same_moment_one_succeeds", |stage| async move {
        let (words, files) = (stage.words(), Files::new()?);
        let (filed, first, second) = on_both(&stage, "same-moment@example.com").await?;
        not_settled(&second, &words).await?;
        choose(&second, &words, &files).await?;
        second.fill("review", MISSING).await?;
        second.shows(".review-form .kept", &words.t("draft.kept")).await?;
        first.shows(&format!("{HERE} button"), &words.t("settle.after-all")).await?;
        let (cut, too) = tokio::join!(offline(&first, true), offline(&second, true));
        cut.and(too)?;
        first.click_on(&format!("{HERE} button"), &words.t("settle.after-all")).await?;
        first.shows(".entries li.waiting", &words.t("settle.yes")).await?;
        second.click_on(".review-form button[type=submit]", &words.t("review.send")).await?;
        second.shows(".entries li.waiting", MISSING).await?;
        let (back, too) = tokio::join!(offline(&first, false), offline(&second, false));
        back.and(too)?;
        let ticket = becomes(&stage, &filed, "one to be first", |ticket| ticket.summary.state != State::Resolved).await?;
        if ticket.summary.state == State::Closed {
            second.shows(".notice", &words.t("moved.title")).await?;
            second.shows(".notice", MISSING).await?;
            second.shows(".notice", "releve.pdf").await?;
            second.shows(".head-tag", &words.t("state.settled")).await?;
            second.click_on(".notice button", &words.t("moved.message")).await?;
            second.holds("reply", MISSING).await?;
            second.shows("form.reply .file", "releve.pdf").await?;
            return first.hides(".notice", &words.t("moved.title")).await;
        }
        assert_eq!(ticket.summary.state, State::InReview);
        first.shows(".notice", &words.t("moved.title")).await?;
        first.shows(".head-tag", &words.t("state.in-review")).await?;
        second.shows(".entries li.mine .prose", MISSING).await?;
        second.shows(".entries .files.stored", "releve.pdf").await?;
        second.hides(".notice", &words.t("moved.title")).await
    })
    .await;
}

/// Files that were chosen for a review go into a message, although nothing was typed.
#[tokio::test(flavor = "multi_thread")]
async fn files_without_a_text_do_not_go_with_their_form() {
    stage("files_without_a_text_do_not_go_with_their_form", |stage| async move {
        let (words, files) = (stage.words(), Files::new()?);
        let (filed, first, second) = on_both(&stage, "files-alone@example.com").await?;
        not_settled(&second, &words).await?;
        choose(&second, &words, &files).await?;
        settle(&stage, &filed, &first, "settle.after-all").await?;
        second.shows(".head-tag", &words.t("state.settled")).await?;
        second.shows(".notice", &words.t("moved.files")).await?;
        second.shows(".notice .file", "releve.pdf").await?;
        second.reload().await?;
        second.shows(".notice .file", "releve.pdf").await?;
        second.click_on(".notice button", &words.t("moved.message")).await?;
        second.shows("form.reply .file", "releve.pdf").await?;
        second.hides(".notice", &words.t("moved.files")).await
    })
    .await;
}

/// So does a reason for withdrawing that was typed and not sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_reason_for_withdrawing_is_not_lost() {
    stage("a_reason_for_withdrawing_is_not_lost", |stage| async move {
        let words = stage.words();
        let (filed, first, second) = on_both(&stage, "reason@example.com").await?;
        second.click_on(".aside button", &words.t("withdraw.ask")).await?;
        second.fill("withdrawal", "C’est arrangé par téléphone.").await?;
        second.click_on("dialog[open] button", &words.t("confirm.no")).await?;
        settle(&stage, &filed, &first, "settle.yes").await?;
        second.reload().await?;
        second.shows(".notice", &words.t("moved.text")).await?;
        second.shows(".notice", "C’est arrangé par téléphone.").await?;
        second.click_on(".notice button", &words.t("moved.message")).await?;
        second.holds("reply", "C’est arrangé par téléphone.").await
    })
    .await;
}
