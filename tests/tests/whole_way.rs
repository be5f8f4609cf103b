//! The whole way after an outcome, from the question whether it settles the complaint to a mediation that ends with an
//! agreement. Each state of the screen can be used by everybody, in both languages.
#![allow(missing_docs)]

use recourse_contract::Filed;
use recourse_contract::ticket::{ClosedAs, State, Ticket};
use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::files::{Files, pdf};
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage_with};
use recourse_tests::wait::until;
use recourse_tests::words::{Words, plain};
use serde_json::json;
use std::sync::Arc;

const TOP: &str = ".answer-top";
const HERE: &str = "#outcome";
const MISSING: &str = "La date du virement manque.";
const STATEMENT: &str = "Nous demandons le versement.";

/// A case of a partner of this country who reads this language.
async fn file(stage: &Stage, email: &str, country: &str) -> Outcome<Filed> {
    let language = stage.words().tag;
    stage
        .backend
        .file_with(email, |ticket| {
            (ticket.partner.country, ticket.partner.language) = (country.into(), language.into());
        })
        .await
}

async fn decide(stage: &Stage, filed: &Filed, findings: &str) -> Outcome {
    let reference = filed.ticket.summary.reference.to_string();
    let verdict = ["--decision", "not_upheld", "--findings", findings];
    stage.backend.handler(&[&["outcome", &reference, "We have decided."][..], &verdict].concat()).await?;
    Ok(())
}

async fn decided(stage: &Stage, email: &str) -> Outcome<Filed> {
    let filed = file(stage, email, "FR").await?;
    decide(stage, &filed, "The payout was on time.").await?;
    Ok(filed)
}

async fn open(page: &Page, filed: &Filed) -> Outcome {
    page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await
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
    page.shows(&format!("{TOP} h2"), &words.t("settle.question")).await?;
    page.click_on(&format!("{TOP} button"), &words.t("settle.no")).await?;
    page.shows(&format!("{HERE} h2"), &words.t("settle.ways")).await
}

/// Chooses a file of this name for a review, and waits until it has arrived.
async fn choose(page: &Page, words: &Words, files: &Files, name: &str) -> Outcome {
    let path = files.put(name, &pdf(2_000 + name.len()))?;
    page.find("#review-attachments-input").await?.send_keys(path.display().to_string()).await?;
    let arrived = "return [...document.querySelectorAll('.review-form .file')]
        .some((file) => file.textContent.includes(arguments[0]) && file.querySelector('progress') === null)";
    page.until(&format!("{name} to arrive"), arrived, json!([name])).await?;
    page.shows(".review-form .file", &words.t("attachment.done")).await
}

/// What a printer gets.
async fn paper(page: &Page) -> Outcome<String> {
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    page.until("the print style", "return matchMedia('print').matches", json!([])).await?;
    let paper = page.js("return document.body.innerText", json!([])).await?;
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
    page.until("the screen", "return matchMedia('screen').matches", json!([])).await?;
    Ok(plain(paper.as_str().unwrap_or_default()))
}

/// Another review, with its error, its files and its way to the backend.
async fn review(page: &Page, words: &Words, found: &mut Vec<String>) -> Outcome {
    let (send, files) = (words.t("review.send"), Files::new()?);
    page.click_on(".review-form button[type=submit]", &send).await?;
    page.shows("#review-error", &words.t("review.empty")).await?;
    page.focused("#review").await?;
    found.extend(faults(page, "a review, with an error").await?);
    page.fill("review", MISSING).await?;
    for name in ["releve.pdf", "brouillon.pdf"] {
        choose(page, words, &files, name).await?;
    }
    found.extend(faults(page, "a review, with files").await?);
    offline(page, true).await?;
    page.click_on(".review-form button[type=submit]", &send).await?;
    page.shows(".entries li.waiting", &words.t("review.title")).await?;
    page.shows(HERE, &words.t("settle.on-the-way")).await?;
    found.extend(faults(page, "a review on its way").await?);
    offline(page, false).await?;
    page.shows(".entries li.mine .prose", MISSING).await?;
    page.shows(".entries .files.stored", "releve.pdf").await?;
    page.shows(".head-tag", &words.t("state.in-review")).await?;
    found.extend(faults(page, "in review again").await?);
    Ok(())
}

/// The request for mediation: errors, a wish that the chosen mediator does not suit, a document left out, the check.
async fn mediation(page: &Page, words: &Words, found: &mut Vec<String>) -> Outcome {
    page.click_on(&format!("{HERE} a"), &words.t("mediation.ask")).await?;
    page.heading(&words.t("mediation.ask")).await?;
    found.extend(faults(page, "asking for mediation").await?);
    page.click_on("form .foot-of-step button", &words.t("step.continue")).await?;
    page.focused("#error-summary").await?;
    page.shows("#request-mediator-error", &words.t("request.pick")).await?;
    page.shows("#request-statement-error", &words.t("request.statement-empty")).await?;
    found.extend(faults(page, "asking for mediation, with errors").await?);
    page.click(".radio:has(input[value=cmp])").await?;
    page.holds("request-language", words.tag).await?;
    page.click("#mediator-language option[value=de]").await?;
    page.shows(".mediators [role=status]", &words.count("mediator.found", 1)).await?;
    page.shows(".mediators .card:has(input[value=cmp]:checked)", &words.t("mediator.unsuited")).await?;
    found.extend(faults(page, "a mediator who does not suit").await?);
    page.fill("request-statement", STATEMENT).await?;
    page.click_on("fieldset label.radio", "brouillon.pdf").await?;
    page.shows("form .kept", &words.t("draft.kept")).await?;
    page.click_on("form .foot-of-step button", &words.t("step.continue")).await?;
    page.heading(&words.t("check.title")).await?;
    page.shows(".review h2", &words.t("request.facts")).await?;
    page.shows(".review dt", &words.t("mediator.cost")).await?;
    page.shows(".review", "releve.pdf").await?;
    page.hides(".review", "brouillon.pdf").await?;
    found.extend(faults(page, "checking a request for mediation").await?);
    page.click_on(".review section:nth-of-type(2) .part-head button", &words.t("check.change")).await?;
    page.focused("#request-statement").await?;
    page.click_on("form .foot-of-step button", &words.t("step.continue")).await?;
    page.heading(&words.t("check.title")).await?;
    page.click_on(".foot-of-step button", &words.t("request.send")).await?;
    page.shows(".head-tag", &words.t("state.in-mediation")).await?;
    page.shows(".entries li.mine .prose", STATEMENT).await
}

async fn whole(stage: Arc<Stage>) -> Outcome {
    let (page, words, mut found) = (stage.page().await?, stage.words(), Vec::new());
    let filed = decided(&stage, "whole@example.com").await?;
    let reference = filed.ticket.summary.reference.to_string();
    open(&page, &filed).await?;
    page.shows(&format!("{TOP} h2"), &words.t("settle.question")).await?;
    page.shows(&format!("{HERE} h2"), &words.t("settle.question")).await?;
    found.extend(faults(&page, "resolved, with the question").await?);
    not_settled(&page, &words).await?;
    becomes(&stage, &filed, "the no to arrive", |ticket| ticket.satisfaction.is_some()).await?;
    found.extend(faults(&page, "the ways on").await?);
    review(&page, &words, &mut found).await?;

    decide(&stage, &filed, "One day late.").await?;
    page.shows(".entries", "One day late.").await?;
    page.shows(&format!("{TOP} h2"), &words.t("settle.question")).await?;
    found.extend(faults(&page, "a second outcome").await?);
    not_settled(&page, &words).await?;
    page.shows(HERE, &words.t("review.used")).await?;
    found.extend(faults(&page, "the ways on, without a review").await?);

    mediation(&page, &words, &mut found).await?;
    let ticket = becomes(&stage, &filed, "the mediation to begin", |ticket| ticket.mediation.is_some()).await?;
    let mediation = ticket.mediation.ok_or("it is there")?;
    assert_eq!((mediation.mediator.as_str(), mediation.language.as_str()), ("cmp", words.tag));
    assert_eq!(mediation.documents.len(), 1, "one of two goes along");
    page.shows(HERE, &mediation.code).await?;
    page.shows(HERE, &words.t("mediating.answer")).await?;
    found.extend(faults(&page, "in mediation, asked for").await?);
    let paper = paper(&page).await?;
    for kept in [&*mediation.code, &*reference, &*words.before("mediating.with"), STATEMENT] {
        assert!(paper.contains(kept), "{kept:?} is missing on paper:\n{paper}");
    }
    for screen_only in ["dossier.get", "question.title", "rate.rating"] {
        assert!(!paper.contains(&words.t(screen_only)), "{screen_only} is printed:\n{paper}");
    }
    stage.backend.handler(&["mediation-accepted", &reference, "The mediator proposes two dates."]).await?;
    page.shows(".entries", "The mediator proposes two dates.").await?;
    page.shows(HERE, &words.before("mediating.accepted")).await?;
    page.shows(HERE, &words.t("mediating.end")).await?;
    found.extend(faults(&page, "in mediation, accepted").await?);
    stage.backend.handler(&["mediation-result", &reference, "agreed", "You have agreed on the following."]).await?;
    page.shows(".entries", "You have agreed on the following.").await?;
    page.shows(".head-tag", &words.t("state.mediated")).await?;
    page.shows(&format!("{HERE} h2"), &words.t("over.mediated")).await?;
    found.extend(faults(&page, "mediated").await?);
    becomes(&stage, &filed, "it to be closed", |ticket| ticket.summary.closed_as == Some(ClosedAs::Mediated)).await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_in_french() {
    stage_with("the_whole_way_in_french", Look::french(), whole).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_in_english() {
    stage_with("the_whole_way_in_english", Look::english(), whole).await;
}

/// A draft decision with its box, and what becomes of a comment.
async fn preliminary(stage: &Stage, page: &Page, words: &Words, found: &mut Vec<String>) -> Outcome {
    let filed = file(stage, "preliminary@example.com", "FR").await?;
    let reference = filed.ticket.summary.reference.to_string();
    let verdict = ["--by", "+5d", "--decision", "partly_upheld", "--findings", "Held by mistake."];
    let draft = ["preliminary", &reference, "This is what we mean to decide."];
    stage.backend.handler(&[&draft[..], &verdict].concat()).await?;
    open(page, &filed).await?;
    page.shows(TOP, &words.t("comment.draft")).await?;
    page.click_on("form.reply button", &words.t("comment.send")).await?;
    page.focused("#reply").await?;
    found.extend(faults(page, "a draft decision, its comment being empty").await?);
    Ok(())
}

/// What can come instead: no answer in time, a withdrawal, a country without mediation, a draft decision.
async fn byways(stage: Arc<Stage>) -> Outcome {
    let (page, words, mut found) = (stage.page().await?, stage.words(), Vec::new());
    preliminary(&stage, &page, &words, &mut found).await?;

    let elsewhere = file(&stage, "not-eligible@example.com", "CH").await?;
    decide(&stage, &elsewhere, "The payout was on time.").await?;
    open(&page, &elsewhere).await?;
    not_settled(&page, &words).await?;
    page.shows(HERE, &words.before("ways.not-country")).await?;
    found.extend(faults(&page, "mediation that is not open").await?);

    page.click_on(".aside button", &words.t("withdraw.ask")).await?;
    page.shows("dialog[open]", &words.t("withdraw.what-decided")).await?;
    found.extend(faults(&page, "the question about withdrawing").await?);
    page.click_on("dialog[open] button", &words.t("withdraw.yes")).await?;
    page.shows(".head-tag", &words.t("state.withdrawn")).await?;
    page.shows(&format!("{HERE} h2"), &words.t("over.withdrawn")).await?;
    found.extend(faults(&page, "withdrawn").await?);

    let late = decided(&stage, "lapsed@example.com").await?;
    stage.backend.let_time_pass(&late.ticket.summary.id).await?;
    let lapses = async || becomes(&stage, &late, "it to lapse", |ticket| ticket.summary.state == State::Closed).await;
    // The backend looks every twenty seconds, which is longer than the patience for anything else.
    if lapses().await.is_err() {
        lapses().await?;
    }
    open(&page, &late).await?;
    page.shows(&format!("{HERE} h2"), &words.t("lapsed.title")).await?;
    page.shows(HERE, &words.t("mediation.ask")).await?;
    found.extend(faults(&page, "lapsed").await?);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_byways_in_french() {
    stage_with("the_byways_in_french", Look::french(), byways).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_byways_in_english() {
    stage_with("the_byways_in_english", Look::english(), byways).await;
}
