//! What is missing or wrong: said at the field and in a summary that takes the focus, and nothing typed is lost.
#![allow(missing_docs)]

use recourse_tests::form::Complaint;
use recourse_tests::page::Page;
use recourse_tests::stage::stage;
use recourse_tests::words::Words;
use recourse_tests::{Outcome, env, form};
use serde_json::json;

const LINES: &str = "#error-summary li a";

/// The summary has the focus and speaks of these controls, in this order; each line leads to its control.
async fn summary_speaks_of(page: &Page, words: &Words, step: &str, controls: &[&str]) -> Outcome {
    page.focused("#error-summary").await?;
    page.shows("#error-summary-title", &words.count("summary.title", controls.len())).await?;
    let title = words.fill("title.error", &[("title", &words.t(step))]);
    page.titled(&title).await?;
    let targets =
        page.js("return [...document.querySelectorAll(arguments[0])].map((a) => a.hash.slice(1))", json!([LINES])).await?;
    assert_eq!(targets, json!(controls));
    for control in controls {
        let line = page.texts(&format!("{LINES}[href='#{control}']")).await?.join("");
        page.click(&format!("{LINES}[href='#{control}']")).await?;
        // A group has no control of its own: its first choice takes the focus.
        page.focused(&format!("#{control}, #{control} *")).await?;
        let at_field = page.texts(&format!("#{control}-error")).await?.join("");
        let said = at_field.split_once(&words.t("field.error")).map(|(_, said)| said.trim()).unwrap_or_default();
        assert!(!said.is_empty() && line.ends_with(said), "the summary says {line:?}, the field {at_field:?}");
        let described = "const f = document.getElementById(arguments[0]);
            return (f.getAttribute('aria-describedby') ?? '').split(' ').includes(arguments[0] + '-error')
                && (f.tagName === 'FIELDSET' || f.getAttribute('aria-invalid') === 'true')";
        assert_eq!(page.js(described, json!([control])).await?, true, "{control} does not point to its message");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_answers_are_asked_for() {
    stage("missing_answers_are_asked_for", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::begin(&page, &words).await?;
        assert_eq!(page.count("#error-summary").await?, 0);
        page.fill("company", complaint.company).await?;
        page.click(form::ON).await?;
        summary_speaks_of(&page, &words, "step.details", &["name", "email", "country", "properties"]).await?;
        page.shows("#email-error", &words.t("error.email")).await?;
        // Mending one takes its line away, and nothing else.
        page.fill("name", complaint.name).await?;
        page.shows("#error-summary-title", &words.count("summary.title", 3)).await?;
        page.holds("company", complaint.company).await?;
        form::fill_details(&page, &complaint).await?;
        page.until("the summary to go", "return !document.querySelector('#error-summary')", json!([])).await?;
        page.click(form::ON).await?;

        page.heading(&words.t("topic.title")).await?;
        assert!(!page.title().await?.contains(&words.before("title.error")), "the title is {:?}", page.title().await?);
        page.click(form::ON).await?;
        summary_speaks_of(&page, &words, "step.topic", &["topic"]).await?;
        form::choose_topic(&page, &complaint).await?;
        page.click(form::ON).await?;

        page.heading(&words.t("message.title")).await?;
        page.fill("outcome-wanted", complaint.wanted).await?;
        page.click(form::ON).await?;
        summary_speaks_of(&page, &words, "step.message", &["subject", "x-amount", "message"]).await?;
        page.holds("outcome-wanted", complaint.wanted).await?;
        form::fill_message(&page, &complaint).await?;
        page.click(form::ON).await?;
        page.heading(&words.t("check.title")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_answers_are_explained_and_kept() {
    stage("wrong_answers_are_explained_and_kept", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::begin(&page, &words).await?;
        form::fill_details(&page, &Complaint { email: "marie@auberge", phone: "123", ..complaint.clone() }).await?;
        page.click(form::ON).await?;
        summary_speaks_of(&page, &words, "step.details", &["email", "phone"]).await?;
        page.shows("#email-error", &words.t("error.email-format")).await?;
        page.shows("#phone-error", &words.t("error.phone")).await?;
        for (id, kept) in [("email", "marie@auberge"), ("phone", "123"), ("name", complaint.name), ("company", complaint.company)]
        {
            page.holds(id, kept).await?;
        }
        page.fill("email", complaint.email).await?;
        page.fill("phone", complaint.phone).await?;
        page.click(form::ON).await?;
        page.heading(&words.t("topic.title")).await?;
        form::choose_topic(&page, &complaint).await?;
        page.click(form::ON).await?;

        page.heading(&words.t("message.title")).await?;
        let long: &'static str = String::leak("Objet ".repeat(21));
        let wrong = Complaint { subject: long, booking: "4021-55", amount: "beaucoup", ..complaint.clone() };
        form::fill_message(&page, &wrong).await?;
        page.click(form::ON).await?;
        summary_speaks_of(&page, &words, "step.message", &["subject", "x-booking-number", "x-amount"]).await?;
        page.shows("#subject-error", &words.fill("error.too-long", &[("limit", "120")])).await?;
        page.shows("#x-booking-number-error", &words.fill("error.pattern-example", &[("example", "4021-558-310")])).await?;
        page.shows("#x-amount-error", &words.t("error.amount")).await?;
        for (id, kept) in
            [("subject", long), ("x-booking-number", "4021-55"), ("x-amount", "beaucoup"), ("message", complaint.message)]
        {
            page.holds(id, kept).await?;
        }
        // A booking number without its hyphens is right, and is written as the platform writes it.
        form::fill_message(&page, &Complaint { booking: "4021558310", ..complaint.clone() }).await?;
        page.click(form::ON).await?;
        page.heading(&words.t("check.title")).await?;
        page.shows("dl.answers dd", "4021-558-310").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_question_says_what_is_wrong() {
    stage("each_kind_of_question_says_what_is_wrong", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::begin(&page, &words).await?;
        form::fill_details(&page, &complaint).await?;
        form::go_on(&page, &words.t("topic.title")).await?;
        let message_of = async |topic: &'static str| {
            form::choose_topic(&page, &Complaint { topic, ..complaint.clone() }).await?;
            form::go_on(&page, &words.t("message.title")).await?;
            page.fill("subject", complaint.subject).await?;
            page.fill("message", complaint.message).await
        };
        message_of("ranking/drop").await?;
        page.fill("x-search-address", "sejours").await?;
        page.click(form::ON).await?;
        summary_speaks_of(&page, &words, "step.message", &["x-search-address"]).await?;
        page.shows("#x-search-address-error", &words.t("error.url")).await?;
        page.holds("x-search-address", "sejours").await?;
        // With a subject nothing would be missing after another topic, and the way would lead to the check.
        page.fill("subject", "").await?;
        page.driver().back().await?;
        page.heading(&words.t("topic.title")).await?;

        message_of("commission/rate").await?;
        page.fill("x-rate-applied", "dix-sept").await?;
        page.fill("x-rate-agreed", "-1").await?;
        page.click(form::ON).await?;
        summary_speaks_of(&page, &words, "step.message", &["x-rate-applied", "x-rate-agreed"]).await?;
        page.shows("#x-rate-applied-error", &words.t("error.number")).await?;
        page.shows("#x-rate-agreed-error", &words.fill("error.too-small", &[("min", "0")])).await?;
        page.fill("x-rate-applied", "101").await?;
        page.shows("#x-rate-applied-error", &words.fill("error.too-big", &[("max", "100")])).await?;
        page.holds("x-rate-agreed", "-1").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_the_backend_stands_at_the_field() {
    stage("a_refusal_of_the_backend_stands_at_the_field", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        // While the form is open, the platform shortens what a subject may be.
        let demo = std::fs::read_to_string(env::clone("backend/demo/service.toml"))?;
        let stricter = demo.replacen("\nsubject = 120\n", "\nsubject = 12\n", 1);
        assert_ne!(demo, stricter, "the demo has another limit by now");
        let file = stage.backend.scratch("stricter.toml");
        std::fs::write(&file, stricter)?;
        stage.backend.start_with(Some(&file)).await?;

        page.click(form::ON).await?;
        page.heading(&words.t("message.title")).await?;
        summary_speaks_of(&page, &words, "step.message", &["subject"]).await?;
        page.holds("subject", complaint.subject).await?;
        page.holds("message", complaint.message).await?;
        page.fill("subject", "Versement").await?;
        page.click(form::ON).await?;
        page.heading(&words.t("check.title")).await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        stage.backend.start_again().await?;
        assert_eq!(stage.backend.mails_to(complaint.email).await?.len(), 1);
        Ok(())
    })
    .await;
}
