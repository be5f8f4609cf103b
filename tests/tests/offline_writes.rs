//! Written from a cold start without a connection: read back there as what waits, and once at the backend when the connection
//! is back.
#![allow(missing_docs)]

use recourse_contract::BASE_PATH;
use recourse_contract::ticket::{ClosedAs, State, Ticket, TicketKind};
use recourse_contract::update::UpdateKind;
use recourse_tests::Outcome;
use recourse_tests::files::Files;
use recourse_tests::form::{self, Complaint, PROBLEM};
use recourse_tests::page::Page;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::sign_in::sign_in;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::wait::until;
use recourse_tests::words::plain;
use recourse_tests::worker::serves;
use serde_json::json;
use std::sync::Arc;

/// 120 × 80, green.
const SCREEN: &[u8] = include_bytes!("pictures/screen.png");
const STATEMENT: &str = "Le contrat a été résilié sans préavis.";

/// The app is on the device; then there is no connection, and nothing of the app is open.
async fn cut_off(page: &Page, proxy: &Proxy) -> Outcome {
    serves(page).await?;
    page.find("main h1").await?;
    proxy.set(Mode::Refuse);
    page.open("about:blank").await
}

/// How many tickets the backend has with this subject.
async fn tickets(stage: &Stage, subject: &str) -> Outcome<usize> {
    let list = plain(&stage.backend.handler(&["list"]).await?);
    Ok(list.lines().filter(|line| line.contains(&plain(subject))).count())
}

/// The only ticket of this partner, and the token of the link in the only mail.
async fn only(stage: &Stage, email: &str, id: &str) -> Outcome<(Ticket, String)> {
    let mails = stage.backend.mails_to(email).await?;
    assert_eq!(mails.len(), 1, "mails: {mails:#?}");
    let link = mails[0].link().ok_or("no private link in the mail")?;
    let token = link.split_once(&format!("/t/{id}#k=")).ok_or_else(|| format!("{link} is not of {id}"))?.1;
    Ok((stage.backend.ticket(id, token).await?.0, token.to_owned()))
}

async fn problem(stage: Arc<Stage>) -> Outcome {
    let proxy = Proxy::start(stage.backend.address()).await?;
    let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
    let files = Files::new()?;
    page.goto("/").await?;
    cut_off(&page, &proxy).await?;
    page.goto("/problem?topic=account/access").await?;
    page.holds("topic", "account/access").await?;
    form::fill_problem(&page).await?;
    let picture = files.put("ecran.png", SCREEN)?;
    page.find("#attachments-input").await?.send_keys(picture.display().to_string()).await?;
    page.shows(".file", "ecran.png").await?;
    page.shows(".file button", &words.t("attachment.edit")).await?;
    page.click(form::ON).await?;
    page.heading(&words.t("details.title")).await?;
    form::fill_details(&page, &complaint).await?;
    page.click(form::ON).await?;
    page.heading(&words.t("sending.title-problem")).await?;
    page.shows(".notice", &words.t("sending.later")).await?;

    page.reload().await?;
    page.heading(&words.t("sending.title-problem")).await?;
    page.shows("dl.answers dd", PROBLEM.0).await?;
    page.shows("dl.answers dd", PROBLEM.1.lines().next().unwrap_or_default()).await?;
    page.shows(".notice .file", "ecran.png").await?;
    let seen = "return document.querySelector('.notice .file img')?.naturalWidth === 120";
    page.until("the picture itself", seen, json!([])).await?;
    page.goto("/messages").await?;
    page.shows(".tickets", PROBLEM.0).await?;
    page.shows(".tickets", &words.t("draft.waiting")).await?;
    page.driver().back().await?;
    page.heading(&words.t("sending.title-problem")).await?;
    assert_eq!(tickets(&stage, PROBLEM.0).await?, 0);

    proxy.set(Mode::Pass);
    let id = form::problem_sent(&page, &words).await?;
    let (ticket, token) = only(&stage, complaint.email, &id).await?;
    assert_eq!((ticket.summary.kind, ticket.summary.topic.as_str()), (TicketKind::TechnicalProblem, "account/access"));
    assert_eq!(plain(&ticket.message), plain(PROBLEM.1));
    let [attachment] = ticket.attachments.as_slice() else { return Err(format!("{:?}", ticket.attachments).into()) };
    assert_eq!((attachment.name.as_str(), attachment.media_type.as_str()), ("ecran.png", "image/png"));
    let stored = reqwest::Client::new().get(stage.backend.url(&format!("/attachments/{}", attachment.id)));
    let stored = stored.bearer_auth(token).send().await?.error_for_status()?.bytes().await?;
    // Its size stands at a fixed place (PNG, 11.2.1).
    assert_eq!(stored[16..24], [0, 0, 0, 120, 0, 0, 0, 80]);
    assert_eq!(tickets(&stage, PROBLEM.0).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_with_a_picture() {
    stage("offline_writes_a_problem_with_a_picture", problem).await;
}

async fn mediation(stage: Arc<Stage>) -> Outcome {
    let proxy = Proxy::start(stage.backend.address()).await?;
    let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
    page.goto("/").await?;
    cut_off(&page, &proxy).await?;
    page.goto("/mediation").await?;
    page.click("#established option[value=FR]").await?;
    page.click_on(".mediation a.btn", &words.t("mediation.ask")).await?;
    page.heading(&words.t("details.title")).await?;
    form::fill_details(&page, &complaint).await?;
    form::go_on(&page, &words.t("request.who")).await?;
    page.click("label:has(input[name=mediator][value=cmp])").await?;
    form::go_on(&page, &words.t("statement.title")).await?;
    page.fill("subject", complaint.subject).await?;
    page.fill("message", STATEMENT).await?;
    form::go_on(&page, &words.t("check.title")).await?;
    page.click(form::ON).await?;
    page.heading(&words.t("sending.title-mediation")).await?;
    page.shows(".notice", &words.t("sending.later")).await?;

    page.reload().await?;
    page.heading(&words.t("sending.title-mediation")).await?;
    page.shows(".notice", &words.t("sending.later")).await?;
    page.shows("dl.answers dd", complaint.subject).await?;
    page.shows("dl.answers dd", STATEMENT).await?;
    assert_eq!(tickets(&stage, complaint.subject).await?, 0);

    proxy.set(Mode::Pass);
    page.heading(&words.t("sent.title-mediation")).await?;
    let path = page.path().await?;
    let id = path.strip_prefix("/sent/").ok_or_else(|| format!("the confirmation is at {path}"))?;
    let (ticket, _) = only(&stage, complaint.email, id).await?;
    assert_eq!((ticket.summary.kind, ticket.summary.state), (TicketKind::Mediation, State::InMediation));
    assert_eq!(ticket.mediation.map(|mediation| mediation.mediator).as_deref(), Some("cmp"));
    assert_eq!(plain(&ticket.message), STATEMENT);
    assert_eq!(tickets(&stage, complaint.subject).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_mediation() {
    stage("offline_writes_a_request_for_mediation", mediation).await;
}

async fn rating(stage: Arc<Stage>) -> Outcome {
    const EMAIL: &str = "stars@example.com";
    let proxy = Proxy::start(stage.backend.address()).await?;
    let (page, words) = (stage.page_at(proxy.origin()).await?, stage.words());
    let filed = stage.backend.file(EMAIL).await?;
    let (id, reference) = (&filed.ticket.summary.id, filed.ticket.summary.reference.to_string());
    let verdict = ["--decision", "not_upheld", "--findings", "The payout was on time."];
    stage.backend.handler(&[&["outcome", &reference, "We have decided."][..], &verdict].concat()).await?;
    sign_in(&stage, &page, EMAIL, &mut Vec::new()).await?;
    page.click_on(".tickets a", &reference).await?;
    page.shows(".entries", "The payout was on time.").await?;
    cut_off(&page, &proxy).await?;
    page.goto(&format!("/t/{id}")).await?;
    page.click_on(".answer-top button", &words.t("settle.yes")).await?;
    page.shows("#outcome", &words.t("settle.on-the-way")).await?;
    page.click_on("#rating .scale button", "4").await?;
    page.shows("#rating", &words.t("rate.waits")).await?;

    page.reload().await?;
    page.shows(".entries li.waiting", &words.t("settle.yes")).await?;
    page.shows("#outcome", &words.t("settle.on-the-way")).await?;
    page.shows("#rating .answers", &words.fill("rate.of", &[("n", "4")])).await?;
    page.shows("#rating", &words.t("rate.waits")).await?;
    let (ticket, _) = stage.backend.ticket(id, &filed.link_token).await?;
    assert_eq!((ticket.summary.state, ticket.satisfaction), (State::Resolved, None));

    let sent = || proxy.answered(&format!("PUT {BASE_PATH}/tickets/{id}/satisfaction "));
    assert_eq!(sent(), 0);
    proxy.set(Mode::Pass);
    page.shows(".head-tag", &words.t("state.settled")).await?;
    page.hides("#rating", &words.t("rate.waits")).await?;
    let (ticket, thread) = until("both at the backend", async || {
        let (ticket, thread) = stage.backend.ticket(id, &filed.link_token).await?;
        let is_rated = ticket.satisfaction.as_ref().is_some_and(|said| said.rating == Some(4));
        Ok((is_rated && ticket.summary.closed_as == Some(ClosedAs::Settled)).then_some((ticket, thread)))
    })
    .await?;
    assert_eq!(thread.iter().filter(|update| update.kind == UpdateKind::PartnerAnswer).count(), 1, "{thread:#?}");
    assert_eq!(ticket.satisfaction.and_then(|said| said.settled), Some(true));
    assert_eq!(sent(), 2, "the answer and the rating, each once");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_of_an_outcome() {
    stage("offline_writes_a_rating_of_an_outcome", rating).await;
}
