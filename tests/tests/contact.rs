//! Reporting a problem both ways, first contacts, opening hours, and a matter that is open already.
#![allow(missing_docs)]

use recourse_contract::ticket::TicketKind;
use recourse_contract::update::UpdateKind;
use recourse_tests::Outcome;
use recourse_tests::form::{self, Complaint, PROBLEM};
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::words::plain;
use serde_json::json;
use std::sync::Arc;
use thirtyfour::prelude::Key;

/// Where the main action of the form says that it is sent.
async fn sends(page: &Page, label: &str) -> Outcome {
    page.shows(form::ON, label).await
}

async fn no_query(page: &Page) -> Outcome {
    page.until("an address without a query", "return location.search === ''", json!([])).await
}

/// The backend has this problem, as it was typed, and the link of its mail opens it.
async fn arrived(stage: &Stage, id: &str, topic: &str) -> Outcome {
    let mails = stage.backend.mails_to(Complaint::default().email).await?;
    let address = format!("/t/{id}#k=");
    let token = mails.iter().find_map(|mail| Some(mail.link()?.split_once(address.as_str())?.1));
    let token = token.ok_or("no private link in the mails")?;
    let (ticket, _) = stage.backend.ticket(id, token).await?;
    assert_eq!((ticket.summary.kind, ticket.summary.topic.as_str()), (TicketKind::TechnicalProblem, topic));
    assert_eq!((plain(&ticket.summary.subject), plain(&ticket.message)), (plain(PROBLEM.0), plain(PROBLEM.1)));
    assert_eq!(ticket.outcome_wanted, None);
    Ok(())
}

/// On a wide screen, by keyboard: from the messages over the contact options to the form.
async fn desktop(stage: Arc<Stage>) -> Outcome {
    let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
    page.goto("/messages").await?;
    page.shows("main h2", &words.before("inbox.with")).await?;
    page.tab_to(".contact-row a").await?;
    page.press(Key::Enter).await?;
    page.heading(&words.t("contact.title")).await?;
    page.focused("#heading").await?;
    // The search of the form leads to a sub-topic at once.
    page.fill("topic-search", "calandrier").await?;
    page.find("a.way[href*='calendar'][href$='dates']").await?;
    page.fill("topic-search", "").await?;
    page.tab_to("a.way[href$='topic=account']").await?;
    page.press(Key::Enter).await?;
    page.find("input[name=contact-topic]").await?;
    page.focused("#heading").await?;
    // A topic has to be chosen; the last one is everything else.
    page.tab_to(form::ON).await?;
    page.press(Key::Enter).await?;
    page.shows("#contact-topic-error", &words.t("error.topic")).await?;
    page.press(Key::Up).await?;
    let chosen = "return document.querySelector(\"input[value='account/other']\").checked";
    page.until("the last topic to be chosen", chosen, json!([])).await?;
    page.tab_to(form::ON).await?;
    page.press(Key::Enter).await?;
    page.heading(&words.t("contact.all")).await?;
    page.focused("#heading").await?;
    page.shows("main h2", &words.t("help.phone")).await?;
    page.tab_to("main a.btn").await?;
    page.press(Key::Enter).await?;

    page.heading(&words.t("problem.title")).await?;
    page.focused("#heading").await?;
    page.holds("topic", "account/other").await?;
    sends(&page, &words.t("step.continue")).await?;
    page.type_into("subject", PROBLEM.0).await?;
    no_query(&page).await?;
    page.type_into("message", PROBLEM.1).await?;
    page.tab_to(form::ON).await?;
    page.press(Key::Enter).await?;
    page.heading(&words.t("details.title")).await?;
    sends(&page, &words.t("problem.send")).await?;
    form::fill_details(&page, &complaint).await?;
    page.click(form::ON).await?;
    let id = form::problem_sent(&page, &words).await?;
    arrived(&stage, &id, "account/other").await?;

    // Whoever is known by now writes and sends.
    page.goto("/problem?topic=connectivity&subtopic=delay").await?;
    page.shows(".sender", complaint.name).await?;
    page.holds("topic", "connectivity/delay").await?;
    sends(&page, &words.t("problem.send")).await?;
    form::fill_problem(&page).await?;
    // The details can still be looked at, and nothing of the message is lost.
    page.click(".sender a").await?;
    page.heading(&words.t("details.title")).await?;
    page.holds("name", complaint.name).await?;
    page.driver().back().await?;
    page.holds("subject", PROBLEM.0).await?;
    page.click(form::ON).await?;
    let id = form::problem_sent(&page, &words).await?;
    arrived(&stage, &id, "connectivity/delay").await
}

#[tokio::test(flavor = "multi_thread")]
async fn by_keyboard_over_the_contact_options() {
    stage("by_keyboard_over_the_contact_options", desktop).await;
}

/// On a phone, with one thumb: more, help, the envelope, the topic from a list.
async fn phone(stage: Arc<Stage>) -> Outcome {
    let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
    page.goto("/").await?;
    page.become_phone(360, 640).await?;
    let narrow = async |screen: &str| {
        let wide = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        page.until(&format!("{screen} not to scroll sideways"), wide, json!([])).await
    };
    page.tap(".tabs a[href='/more']").await?;
    page.heading(&words.t("frame.more")).await?;
    narrow("more").await?;
    page.tap("main a[href='/help']").await?;
    page.heading(&words.t("help.title")).await?;
    page.find(".tabs a[href='/more'][aria-current=page]").await?;
    narrow("help").await?;
    page.tap("main a[href='/problem']").await?;
    page.heading(&words.t("problem.title")).await?;
    page.click("#topic option[value='calendar/dates']").await?;
    page.holds("topic", "calendar/dates").await?;
    // What this topic asks comes at once.
    page.tap("label:has(input[name=x-changed-in][value=app])").await?;
    page.tap("#subject").await?;
    page.focused("#subject").await?;
    form::fill_problem(&page).await?;
    narrow("the form").await?;
    page.tap(form::ON).await?;
    page.heading(&words.t("details.title")).await?;
    narrow("the details").await?;
    form::fill_details(&page, &complaint).await?;
    page.tap(form::ON).await?;
    let id = form::problem_sent(&page, &words).await?;
    narrow("the confirmation").await?;
    arrived(&stage, &id, "calendar/dates").await
}

/// The envelope leads to every topic; on one for complaints the report becomes a complaint, and nothing is written twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_on_a_topic_for_complaints_becomes_one() {
    stage("a_report_on_a_topic_for_complaints_becomes_one", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        page.goto("/problem").await?;
        page.heading(&words.t("problem.title")).await?;
        form::fill_problem(&page).await?;
        page.click("#topic option[value='payments/blocked']").await?;
        page.click_on(".for-complaints button", &words.t("problem.complaint-go")).await?;
        page.heading(&words.t("details.title")).await?;
        page.path_ends("/details").await?;
        assert!(page.path().await?.starts_with("/complaint/"), "{}", page.path().await?);
        form::fill_details(&page, &complaint).await?;
        form::go_on(&page, &words.t("topic.title")).await?;
        form::go_on(&page, &words.t("message.title")).await?;
        page.holds("subject", PROBLEM.0).await?;
        page.fill("x-amount", complaint.amount).await?;
        form::go_on(&page, &words.t("check.title")).await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await.map(|_| ())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_thumb_from_the_envelope() {
    stage_with("by_thumb_from_the_envelope", Look::english(), phone).await;
}

/// Somebody whose ticket is open is asked before another one is made of the same matter.
async fn same(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let filed = stage
        .backend
        .file_with("same@example.com", |ticket| {
            ticket.kind = TicketKind::TechnicalProblem;
            ticket.topic = "account/access".into();
            ticket.subject = "Accès perdu".into();
            ticket.fields.clear();
            ticket.outcome_wanted = None;
        })
        .await?;
    let id = filed.ticket.summary.id.clone();
    page.goto(&format!("/t/{id}#k={}", filed.link_token)).await?;
    page.heading("Accès perdu").await?;
    page.fill("reply", "Un mot déjà commencé.").await?;
    page.shows(".kept", &words.t("draft.kept")).await?;

    page.goto("/problem?topic=account/access").await?;
    page.shows(".sender", "same@example.com").await?;
    // Asked as soon as the topic is known, and once on this screen.
    page.shows(".same a", &words.t("same.open")).await?;
    form::fill_problem(&page).await?;
    page.shows(".same", &words.t("same.what")).await?;
    assert_eq!(page.count(".same").await?, 1);
    page.click_on(".same button", &words.t("same.yes")).await?;
    page.heading("Accès perdu").await?;
    page.focused("#reply").await?;
    let whole = format!("Un mot déjà commencé.\n\n{}\n\n{}", PROBLEM.0, PROBLEM.1);
    page.holds("reply", &whole).await?;
    // Until the reply has arrived the draft is there, but is not sent as well.
    page.goto("/").await?;
    page.click_on(".card.draft a", &words.t("draft.resume")).await?;
    page.heading(&words.t("same.moved")).await?;
    page.click_on("main a.btn", &words.t("sent.thread")).await?;
    page.holds("reply", &whole).await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows("form.reply [role=status]", &words.t("reply.sent")).await?;
    page.goto("/").await?;
    page.heading(&words.t("home.title")).await?;
    page.until("no draft", "return !document.querySelector('.card.draft')", json!([])).await?;
    let (_, thread) = stage.backend.ticket(&id, &filed.link_token).await?;
    let replies: Vec<_> =
        thread.iter().filter(|update| update.kind == UpdateKind::Reply).map(|update| update.text.clone()).collect();
    assert_eq!(replies, [whole]);

    // Another matter is another ticket.
    page.goto("/problem?topic=account/access").await?;
    form::fill_problem(&page).await?;
    page.click_on(".same button", &words.t("same.no")).await?;
    page.until("the question to go", "return !document.querySelector('.same')", json!([])).await?;
    page.click(form::ON).await?;
    let other = form::problem_sent(&page, &words).await?;
    assert_ne!(other, id);
    let (_, thread) = stage.backend.ticket(&id, &filed.link_token).await?;
    assert_eq!(thread.iter().filter(|update| update.kind == UpdateKind::Reply).count(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_matter_becomes_a_reply() {
    stage("the_same_matter_becomes_a_reply", same).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_managed_partner_hears_of_the_first_contact() {
    stage("a_managed_partner_hears_of_the_first_contact", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::begin(&page, &words).await?;
        form::fill_details(&page, &complaint).await?;
        page.click("label:has(input[name=managed-by][value=account_manager])").await?;
        page.shows(".first-contact", &words.t("managed.still")).await?;
        page.find(".first-contact a[href='mailto:partners@sejours.example']").await?;
        page.find(".first-contact a[href^='tel:+33']").await?;
        // It stands in nobody's way.
        form::go_on(&page, &words.t("topic.title")).await?;
        form::choose_topic(&page, &complaint).await?;
        form::go_on(&page, &words.t("message.title")).await?;
        form::fill_message(&page, &complaint).await?;
        form::go_on(&page, &words.t("check.title")).await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        // Known by now, the contact options say so, too.
        page.goto("/contact?topic=payments/blocked").await?;
        page.shows(".first-contact", &words.t("managed.still")).await?;
        // A topic for complaints alone leads there.
        page.click_on("main a.btn", &words.t("contact.send")).await?;
        page.heading(&words.t("start.title")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_hours_are_told_on_the_partners_clock() {
    stage_with("opening_hours_are_told_on_the_partners_clock", Look::english(), |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        // Nine in Paris is five or four in the afternoon in Tokyo, which has no summer time.
        page.devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Tokyo" })).await?;
        page.goto("/contact?topic=payments/blocked").await?;
        page.click_on(".hours summary", &words.t("hours.title")).await?;
        page.shows(".hours", &words.fill("hours.elsewhere", &[("zone", "Europe/Paris")])).await?;
        assert_eq!(page.count(".hours dt").await?, 7);
        let hours = page.texts(".hours dd").await?;
        assert!(hours.iter().any(|hours| hours.starts_with("16:00") || hours.starts_with("17:00")), "{hours:?}");
        assert!(hours.contains(&words.t("hours.none")) || hours.iter().any(|hours| hours.contains("00:00")), "{hours:?}");
        page.devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": "Europe/Paris" })).await?;
        page.goto("/contact?topic=payments/blocked").await?;
        page.find(".hours").await?;
        page.hides("main", &words.before("hours.elsewhere")).await
    })
    .await;
}
