//! Mediation beyond one case: the page, a question, and the request without a complaint before it.
#![allow(missing_docs)]

use recourse_contract::ticket::{State, TicketKind};
use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::wait::until;
use recourse_tests::words::{Words, plain};
use serde_json::json;
use std::sync::Arc;

/// A mediator of the demo who serves all countries.
const MEDIATOR: &str = "label:has(input[name=mediator][value=cmp])";
const ANSWER: &str = ".open-to";
const STATEMENT: &str = "Le contrat a été résilié sans préavis.\nNous demandons un préavis de trente jours.";

async fn established(page: &Page, country: &str) -> Outcome {
    page.click(&format!("#established option[value={country}]")).await
}

async fn offline(page: &Page, is_offline: bool) -> Outcome {
    let conditions = json!({ "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.devtools("Network.enable", json!({})).await?;
    page.devtools("Network.emulateNetworkConditions", conditions).await?;
    page.until("the browser to notice", "return navigator.onLine !== arguments[0]", json!([is_offline])).await
}

/// To whom it is open, with whom, or what else there is.
async fn eligibility(page: &Page, words: &Words, found: &mut Vec<String>) -> Outcome {
    established(page, "US").await?;
    page.shows(ANSWER, &words.before("ways.not-country")).await?;
    page.shows(ANSWER, &words.t("ways.else")).await?;
    assert_eq!(page.count(".mediators").await?, 0);
    found.extend(faults(page, "mediation, not open").await?);
    established(page, "FR").await?;
    page.shows(ANSWER, &words.t("mediation.is-open")).await?;
    page.shows(".mediators [role=status]", &words.count("mediator.found", 2)).await?;
    found.extend(faults(page, "mediation, open").await?);
    Ok(())
}

/// A question goes out once it has what it needs, and what was typed outlives a reload.
async fn question(page: &Page, words: &Words, complaint: &Complaint, found: &mut Vec<String>) -> Outcome {
    let send = ".question button[type=submit]";
    page.click(send).await?;
    page.focused("#error-summary").await?;
    page.shows("#question-text-error", &words.t("question.empty")).await?;
    page.shows("#question-email-error", &words.t("error.email")).await?;
    found.extend(faults(page, "a question, with errors").await?);
    page.fill("question-text", "Combien cela coûte-t-il ?").await?;
    page.fill("question-name", complaint.name).await?;
    page.fill("question-email", complaint.email).await?;
    page.shows(".question .kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.holds("question-text", "Combien cela coûte-t-il ?").await?;
    page.click(send).await?;
    page.shows(".question .notice", &words.t("question.done")).await?;
    page.shows(".question .notice .prose", "Combien cela coûte-t-il").await?;
    page.focused("#question").await?;
    page.reload().await?;
    page.holds("question-text", "").await
}

/// The whole request, step by step. Gives the id of the ticket.
async fn request(page: &Page, words: &Words, complaint: &Complaint, found: &mut Vec<String>) -> Outcome<String> {
    established(page, "FR").await?;
    page.click_on(".mediation a.btn", &words.t("mediation.ask")).await?;
    page.heading(&words.t("details.title")).await?;
    page.holds("country", "FR").await?;
    form::fill_details(page, &Complaint { country: "US", ..complaint.clone() }).await?;
    page.click(form::ON).await?;
    page.shows("#country-error", &words.t("error.country-mediation")).await?;
    page.shows("form a[href='/mediation?country=US']", &words.t("mediation.about")).await?;
    page.click("#country option[value=FR]").await?;
    form::go_on(page, &words.t("request.who")).await?;
    found.extend(faults(page, "a mediator").await?);
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    page.shows("#mediator-error", &words.t("request.pick")).await?;
    found.extend(faults(page, "a mediator, with errors").await?);
    page.click(MEDIATOR).await?;
    page.holds("mediation-language", words.tag).await?;
    form::go_on(page, &words.t("statement.title")).await?;
    page.fill("subject", complaint.subject).await?;
    page.fill("message", STATEMENT).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.shows(".notice", &words.before("draft.restored")).await?;
    form::go_on(page, &words.t("check.title")).await?;
    page.shows(".review h2", &words.t("request.facts")).await?;
    page.shows(".review dt", &words.t("mediator.cost")).await?;
    page.shows("dl.answers dd", STATEMENT.lines().next().unwrap_or_default()).await?;
    found.extend(faults(page, "a request, checked").await?);
    page.click(form::ON).await?;
    page.heading(&words.t("sent.title-mediation")).await?;
    page.shows(".facts-list dt", &words.t("mediating.code")).await?;
    found.extend(faults(page, "a request, sent").await?);
    let path = page.path().await?;
    Ok(path.strip_prefix("/sent/").ok_or_else(|| format!("the confirmation is at {path}"))?.to_owned())
}

async fn whole(stage: Arc<Stage>) -> Outcome {
    let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
    let mut found = Vec::new();
    page.goto("/").await?;
    page.click_on("main a", &words.t("home.mediation")).await?;
    page.heading(&words.t("mediation.title")).await?;
    page.focused("#heading").await?;
    for fact in stage.backend.service(words.tag).await?.mediation.facts {
        page.shows("main .bullets li", &plain(&fact)).await?;
    }
    eligibility(&page, &words, &mut found).await?;
    question(&page, &words, &complaint, &mut found).await?;
    let id = request(&page, &words, &complaint, &mut found).await?;

    let address = format!("/t/{id}#k=");
    // The question has its own mail, without a link.
    let token = until("the private link", async || {
        let mails = stage.backend.mails_to(complaint.email).await?;
        Ok(mails.iter().find_map(|mail| Some(mail.link()?.split_once(address.as_str())?.1.to_owned())))
    })
    .await?;
    let (ticket, _) = stage.backend.ticket(&id, &token).await?;
    assert_eq!((ticket.summary.kind, ticket.summary.state), (TicketKind::Mediation, State::InMediation));
    let mediation = ticket.mediation.ok_or("no mediation")?;
    assert_eq!((mediation.mediator.as_str(), mediation.language.as_str()), ("cmp", words.tag));

    // The page knows of it now.
    page.goto("/mediation").await?;
    page.shows(".ways .way", complaint.subject).await?;
    // And the case leads to a question about it.
    page.goto(&format!("/t/{id}")).await?;
    page.click_on("#outcome a", &words.t("question.title")).await?;
    page.focused("#question").await?;
    page.holds("question-reference", ticket.summary.reference.as_str()).await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn mediation_without_a_complaint_in_french() {
    stage("mediation_without_a_complaint_in_french", whole).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mediation_without_a_complaint_in_english() {
    stage_with("mediation_without_a_complaint_in_english", Look::english(), whole).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_waits_for_the_connection() {
    // On a name, unlike on 127.0.0.1, the app believes the browser's "offline".
    let look = Look { name: Some("recourse.test"), ..Look::french() };
    stage_with("a_question_waits_for_the_connection", look, |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        page.goto("/mediation").await?;
        page.fill("question-text", "Qui paie ?").await?;
        page.fill("question-name", complaint.name).await?;
        page.fill("question-email", complaint.email).await?;
        offline(&page, true).await?;
        page.click(".question button[type=submit]").await?;
        page.shows(".question .notice", &words.t("trouble.offline")).await?;
        offline(&page, false).await?;
        page.shows(".question .notice", &words.t("question.done")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_another_tab_has_sent_is_not_asked_for_again() {
    stage("a_question_that_another_tab_has_sent_is_not_asked_for_again", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        page.goto("/mediation").await?;
        page.fill("question-text", "Qui paie ?").await?;
        page.fill("question-name", complaint.name).await?;
        page.fill("question-email", complaint.email).await?;
        page.shows(".question .kept", &words.t("draft.kept")).await?;
        let first = page.driver().window().await?;
        let second = page.driver().new_tab().await?;
        page.driver().switch_to_window(second).await?;
        page.goto("/mediation").await?;
        page.holds("question-text", "Qui paie ?").await?;
        page.click(".question button[type=submit]").await?;
        page.shows(".question .notice", &words.t("question.done")).await?;
        page.driver().switch_to_window(first).await?;
        page.shows(".question .notice", &words.t("question.done")).await?;
        assert_eq!(page.count("#question-text").await?, 0);
        Ok(())
    })
    .await;
}
