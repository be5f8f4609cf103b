//! What comes after an outcome: the answer to it, the ways on, how it was found; and what came too late.
#![allow(missing_docs)]

use recourse_contract::Filed;
use recourse_contract::ticket::{ClosedAs, State, Ticket};
use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::files::{Files, pdf};
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::wait::until;
use recourse_tests::words::Words;
use serde_json::json;
use std::sync::Arc;

const TOP: &str = ".answer-top";
const HERE: &str = "#outcome";

/// A case that was decided.
async fn decided(stage: &Stage, email: &str) -> Outcome<Filed> {
    let filed = stage.backend.file(email).await?;
    let reference = filed.ticket.summary.reference.to_string();
    let verdict = ["--decision", "not_upheld", "--findings", "The payout was on time."];
    stage.backend.handler(&[&["outcome", &reference, "We have decided."][..], &verdict].concat()).await?;
    Ok(filed)
}

/// The same, open on a device of its own.
async fn open(stage: &Stage, filed: &Filed) -> Outcome<Page> {
    let page = stage.page().await?;
    page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
    page.shows(".entries", "The payout was on time.").await?;
    Ok(page)
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

/// No: asked at the top, answered at the outcome.
async fn not_settled(page: &Page, words: &Words) -> Outcome {
    page.shows(&format!("{TOP} h2"), &words.t("settle.question")).await?;
    page.click_on(&format!("{TOP} button"), &words.t("settle.no")).await?;
    page.shows(&format!("{HERE} h2"), &words.t("settle.ways")).await
}

fn whole(found: &[String]) {
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

/// Yes, the thanks, how it was, and back again.
async fn settled(stage: Arc<Stage>) -> Outcome {
    let words = stage.words();
    let filed = decided(&stage, "settled@example.com").await?;
    let page = open(&stage, &filed).await?;
    // It can wait, and comes back at the next visit.
    page.shows(&format!("{HERE} h2"), &words.t("settle.question")).await?;
    let mut found = faults(&page, "an outcome that asks").await?;
    page.click_on(&format!("{TOP} button"), &words.t("settle.later")).await?;
    page.shows(TOP, &words.before("settle.later-what")).await?;
    page.reload().await?;
    page.shows(&format!("{TOP} h2"), &words.t("settle.question")).await?;
    page.click_on(&format!("{TOP} button"), &words.t("settle.yes")).await?;
    page.shows(&format!("{HERE} h2"), &words.t("settle.thanks")).await?;
    page.shows(".head-tag", &words.t("state.settled")).await?;
    becomes(&stage, &filed, "it to be settled", |ticket| ticket.summary.closed_as == Some(ClosedAs::Settled)).await?;
    // One question at a time, each to be skipped.
    page.shows("#rating-question", &words.t("rate.rating")).await?;
    found.extend(faults(&page, "settled, with a question").await?);
    page.click_on("#rating .scale button", "4").await?;
    page.shows("#rating-question", &words.t("rate.comment")).await?;
    page.click_on("#rating button", &words.t("rate.skip")).await?;
    page.shows("#rating-question", &words.t("rate.answered")).await?;
    page.click_on("#rating button", &words.t("extra.no")).await?;
    page.shows("#rating-question", &words.t("rate.clear")).await?;
    page.click_on("#rating button", &words.t("extra.yes")).await?;
    page.until("no more questions", "return !document.getElementById('rating-question')", json!([])).await?;
    let said = becomes(&stage, &filed, "what was said to arrive", |ticket| {
        ticket.satisfaction.as_ref().is_some_and(|said| said.clear.is_some())
    })
    .await?;
    let said = said.satisfaction.ok_or("it is there")?;
    assert_eq!((said.rating, said.answered, said.clear, said.comment), (Some(4), Some(false), Some(true), None));
    // It is asked for once.
    page.reload().await?;
    page.shows("#rating .answers", &words.fill("rate.of", &[("n", "4")])).await?;
    assert_eq!(page.count("#rating-question").await?, 0, "it is asked again");
    page.click_on(&format!("{HERE} button"), &words.t("settle.undo")).await?;
    page.shows(&format!("{HERE} h2"), &words.t("settle.ways")).await?;
    page.shows(".head-tag", &words.t("state.resolved")).await?;
    found.extend(faults(&page, "not settled after all").await?);
    whole(&found);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn settled_and_back_in_french() {
    stage_with("settled_and_back_in_french", Look::french(), settled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settled_and_back_in_english() {
    stage_with("settled_and_back_in_english", Look::english(), settled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_leads_to_a_review_and_its_text_outlives_a_reload() {
    stage("a_no_leads_to_a_review_and_its_text_outlives_a_reload", |stage| async move {
        let words = stage.words();
        let filed = decided(&stage, "review@example.com").await?;
        let page = open(&stage, &filed).await?;
        not_settled(&page, &words).await?;
        page.click_on(".review-form button[type=submit]", &words.t("review.send")).await?;
        page.shows("#review-error", &words.t("review.empty")).await?;
        page.fill("review", "La date du virement manque.").await?;
        page.shows(".review-form .kept", &words.t("draft.kept")).await?;
        page.reload().await?;
        page.holds("review", "La date du virement manque.").await?;
        page.click_on(".review-form button[type=submit]", &words.t("review.send")).await?;
        page.shows(".entries li.mine .prose", "La date du virement manque.").await?;
        page.shows(".head-tag", &words.t("state.in-review")).await?;
        // The second outcome is asked about anew, and there is no third review.
        let reference = filed.ticket.summary.reference.to_string();
        let verdict = ["--decision", "partly_upheld", "--findings", "One day late."];
        stage.backend.handler(&[&["outcome", &reference, "We have looked again."][..], &verdict].concat()).await?;
        page.shows(".entries", "One day late.").await?;
        not_settled(&page, &words).await?;
        page.shows(HERE, &words.t("review.used")).await?;
        page.shows(HERE, &words.t("ways.else")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_withdrawn_once_it_is_said_what_follows() {
    stage("a_case_is_withdrawn_once_it_is_said_what_follows", |stage| async move {
        let words = stage.words();
        let filed = decided(&stage, "withdrawn@example.com").await?;
        let page = open(&stage, &filed).await?;
        page.click_on(".aside button", &words.t("withdraw.ask")).await?;
        page.shows("dialog[open]", &words.t("withdraw.what-decided")).await?;
        let found = faults(&page, "withdrawing").await?;
        page.fill("withdrawal", "C’est arrangé par téléphone.").await?;
        page.click_on("dialog[open] button", &words.t("withdraw.yes")).await?;
        page.shows(".head-tag", &words.t("state.withdrawn")).await?;
        page.shows(".entries li.mine", "C’est arrangé par téléphone.").await?;
        page.shows(".entries h2", &words.t("entry.withdrawal")).await?;
        page.focused(".entries li.mine").await?;
        page.hides(".aside", &words.t("withdraw.ask")).await?;
        whole(&found);
        Ok(())
    })
    .await;
}

/// One device asks for a review while another one says that it is settled: the text is not lost.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_at_once_the_second_is_told_kindly() {
    stage("of_two_answers_at_once_the_second_is_told_kindly", |stage| async move {
        let words = stage.words();
        let filed = decided(&stage, "twice@example.com").await?;
        let (first, second) = (open(&stage, &filed).await?, open(&stage, &filed).await?);
        not_settled(&second, &words).await?;
        second.fill("review", "La date du virement manque.").await?;
        second.shows(".review-form .kept", &words.t("draft.kept")).await?;
        offline(&second, true).await?;
        second.click_on(".review-form button[type=submit]", &words.t("review.send")).await?;
        first.click_on(&format!("{HERE} button"), &words.t("settle.after-all")).await?;
        becomes(&stage, &filed, "it to be settled", |ticket| ticket.summary.state == State::Closed).await?;
        offline(&second, false).await?;
        second.shows(".notice", &words.t("moved.title")).await?;
        second.shows(".notice", "La date du virement manque.").await?;
        second.shows(".head-tag", &words.t("state.settled")).await?;
        second.click_on(".notice button", &words.t("moved.message")).await?;
        second.holds("reply", "La date du virement manque.").await
    })
    .await;
}

/// What was typed for a review and not sent stays, although it was settled elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_does_not_go_with_its_form() {
    stage("what_was_typed_does_not_go_with_its_form", |stage| async move {
        let words = stage.words();
        let filed = decided(&stage, "typed@example.com").await?;
        let (first, second) = (open(&stage, &filed).await?, open(&stage, &filed).await?);
        not_settled(&second, &words).await?;
        second.fill("review", "La date du virement manque.").await?;
        second.shows(".review-form .kept", &words.t("draft.kept")).await?;
        first.click_on(&format!("{HERE} button"), &words.t("settle.after-all")).await?;
        becomes(&stage, &filed, "it to be settled", |ticket| ticket.summary.state == State::Closed).await?;
        second.reload().await?;
        second.shows(".notice", &words.t("moved.text")).await?;
        second.shows(".notice", "La date du virement manque.").await?;
        second.click_on(".notice button", &words.t("moved.message")).await?;
        second.holds("reply", "La date du virement manque.").await
    })
    .await;
}

/// The time runs out while the page is open.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_too_late_is_told_kindly() {
    stage("an_answer_that_comes_too_late_is_told_kindly", |stage| async move {
        let words = stage.words();
        let filed = decided(&stage, "late@example.com").await?;
        let page = open(&stage, &filed).await?;
        offline(&page, true).await?;
        page.click_on(&format!("{TOP} button"), &words.t("settle.yes")).await?;
        stage.backend.let_time_pass(&filed.ticket.summary.id).await?;
        let lapses = async || becomes(&stage, &filed, "it to lapse", |ticket| ticket.summary.state == State::Closed).await;
        // The backend looks every twenty seconds, which is longer than the patience for anything else.
        if lapses().await.is_err() {
            lapses().await?;
        }
        offline(&page, false).await?;
        page.shows(".notice", &words.t("moved.title")).await?;
        page.shows(&format!("{HERE} h2"), &words.t("lapsed.title")).await?;
        page.shows(".head-tag", &words.t("state.lapsed")).await?;
        // Lapsed is not settled: it can be taken up again.
        page.click_on(&format!("{HERE} button"), &words.t("settle.undo")).await?;
        becomes(&stage, &filed, "it to be open again", |ticket| ticket.summary.state != State::Closed).await?;
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_given_offline_is_delivered_later() {
    stage("a_rating_given_offline_is_delivered_later", |stage| async move {
        let words = stage.words();
        let filed = decided(&stage, "rated@example.com").await?;
        let page = open(&stage, &filed).await?;
        not_settled(&page, &words).await?;
        becomes(&stage, &filed, "the no to arrive", |ticket| ticket.satisfaction.is_some()).await?;
        offline(&page, true).await?;
        page.click_on("#rating .scale button", "2").await?;
        page.fill("rating-comment", "Trop lent.").await?;
        page.click_on("#rating form button", &words.t("me.save")).await?;
        page.shows("#rating", &words.t("rate.waits")).await?;
        page.shows("#rating .answers", "Trop lent.").await?;
        offline(&page, false).await?;
        let ticket = becomes(&stage, &filed, "the rating to arrive", |ticket| {
            ticket.satisfaction.as_ref().is_some_and(|said| said.comment.is_some())
        })
        .await?;
        let said = ticket.satisfaction.ok_or("it is there")?;
        assert_eq!((said.settled, said.rating, said.comment.as_deref()), (Some(false), Some(2), Some("Trop lent.")));
        page.hides("#rating", &words.t("rate.waits")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_decision_says_how_long_it_takes_a_comment() {
    stage("a_draft_decision_says_how_long_it_takes_a_comment", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let filed = stage.backend.file("draft@example.com").await?;
        let (id, reference) = (&filed.ticket.summary.id, filed.ticket.summary.reference.to_string());
        let property = format!("{}=upheld:Paid today.", filed.ticket.partner.properties[0]);
        let verdict = ["--decision", "partly_upheld", "--findings", "Held by mistake.", "--property", &property];
        let draft = ["preliminary", &reference, "This is what we mean to decide.", "--by", "+5d"];
        stage.backend.handler(&[&draft[..], &verdict].concat()).await?;
        page.goto(&format!("/t/{id}#k={}", filed.link_token)).await?;
        page.shows(TOP, &words.t("comment.draft")).await?;
        page.shows(TOP, &words.count("left.days", 5)).await?;
        page.shows(".entries .by-property", &filed.ticket.partner.properties[0]).await?;
        page.shows(".entries .by-property", "Paid today.").await?;
        whole(&faults(&page, "a draft decision").await?);
        page.click_on(&format!("{TOP} a"), &words.t("comment.go")).await?;
        page.focused("#reply").await?;
        page.fill("reply", "Cela me convient.").await?;
        page.click_on("form.reply button", &words.t("comment.send")).await?;
        page.shows(".entries li.mine .prose", "Cela me convient.").await?;
        page.shows(".head-tag", &words.t("state.in-review")).await?;
        let (_, thread) = stage.backend.ticket(id, &filed.link_token).await?;
        let draft = thread.iter().find(|update| update.outcome.is_some()).map(|update| update.number);
        assert_eq!(thread.iter().rfind(|update| update.text == "Cela me convient.").and_then(|update| update.answers_to), draft);
        Ok(())
    })
    .await;
}

/// Mediation is asked for with a document of the thread, another one being left out.
async fn mediation(stage: Arc<Stage>) -> Outcome {
    let (words, files) = (stage.words(), Files::new()?);
    let filed = decided(&stage, "mediation@example.com").await?;
    let page = open(&stage, &filed).await?;
    for name in ["facture.pdf", "note.pdf"] {
        let path = files.put(name, &pdf(2_000))?;
        page.find("#attachments-input").await?.send_keys(path.display().to_string()).await?;
        page.shows("form.reply .file", name).await?;
    }
    page.fill("reply", "Voici la preuve.").await?;
    page.click_on("form.reply button[type=submit]", &words.t("reply.send")).await?;
    page.shows(".entries .files.stored", "note.pdf").await?;
    not_settled(&page, &words).await?;
    page.click_on(&format!("{HERE} a"), &words.t("mediation.ask")).await?;
    page.heading(&words.t("mediation.ask")).await?;
    // Who serves the country, compared.
    page.shows(".mediators", &words.count("mediator.found", 2)).await?;
    page.click_on(".compare summary", &words.t("mediator.compare")).await?;
    page.shows(".compare table", "Médiation commerciale du Rhin").await?;
    page.click_on("form .foot-of-step button", &words.t("step.continue")).await?;
    page.focused("#error-summary").await?;
    page.shows("#request-mediator-error", &words.t("request.pick")).await?;
    let mut found = faults(&page, "asking for mediation, with errors").await?;
    page.click(".radio:has(input[value=cmp])").await?;
    page.holds("request-language", "fr").await?;
    page.fill("request-statement", "Nous demandons le versement.").await?;
    page.click_on("fieldset label.radio", "note.pdf").await?;
    page.shows("form .kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.holds("request-statement", "Nous demandons le versement.").await?;
    page.click_on("form .foot-of-step button", &words.t("step.continue")).await?;
    page.heading(&words.t("check.title")).await?;
    page.shows(".review", "facture.pdf").await?;
    page.hides(".review", "note.pdf").await?;
    found.extend(faults(&page, "checking a request for mediation").await?);
    page.click_on(".foot-of-step button", &words.t("request.send")).await?;
    page.shows(".head-tag", &words.t("state.in-mediation")).await?;
    page.shows(".entries li.mine .prose", "Nous demandons le versement.").await?;
    let ticket = becomes(&stage, &filed, "the mediation to begin", |ticket| ticket.mediation.is_some()).await?;
    let mediation = ticket.mediation.ok_or("it is there")?;
    assert_eq!((mediation.mediator.as_str(), mediation.language.as_str(), mediation.documents.len()), ("cmp", "fr", 1));
    page.shows(HERE, &mediation.code).await?;
    page.shows(HERE, ticket.summary.reference.as_str()).await?;
    found.extend(faults(&page, "in mediation").await?);
    whole(&found);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn mediation_is_asked_for_with_documents() {
    stage_with("mediation_is_asked_for_with_documents", Look::french(), mediation).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_eligible_reads_why_and_what_else_there_is() {
    stage("who_is_not_eligible_reads_why_and_what_else_there_is", |stage| async move {
        let words = stage.words();
        let filed = stage.backend.file_with("elsewhere@example.com", |ticket| ticket.partner.country = "CH".into()).await?;
        let reference = filed.ticket.summary.reference.to_string();
        let verdict = ["--decision", "not_upheld", "--findings", "The payout was on time."];
        stage.backend.handler(&[&["outcome", &reference, "We have decided."][..], &verdict].concat()).await?;
        let page = open(&stage, &filed).await?;
        not_settled(&page, &words).await?;
        page.shows(HERE, &words.before("ways.not-country")).await?;
        let otherwise = stage.backend.service("fr").await?.mediation.otherwise;
        page.shows(HERE, otherwise.first().ok_or("the demo says what else there is")?).await?;
        page.hides(HERE, &words.t("mediation.ask")).await?;
        // The address of the request says so, too.
        page.goto(&format!("/t/{}/mediation", filed.ticket.summary.id)).await?;
        page.shows("main", &words.t("request.closed")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_verified_on_the_device() {
    stage("a_receipt_is_verified_on_the_device", |stage| async move {
        let words = stage.words();
        let filed = decided(&stage, "receipt@example.com").await?;
        let page = open(&stage, &filed).await?;
        page.click_on(".entries .receipt button", &words.t("receipt.get")).await?;
        page.shows(".entries .receipt", &words.t("receipt.right")).await
    })
    .await;
}
