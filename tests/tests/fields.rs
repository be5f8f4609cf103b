//! The extra fields of a topic: each kind, those that come and go with another answer, and what travels of them.
#![allow(missing_docs)]

use recourse_contract::Ticket;
use recourse_contract::ticket::FieldValue;
use recourse_tests::axe::faults;
use recourse_tests::form::Complaint;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::words::Words;
use recourse_tests::{Outcome, env, form};
use serde_json::json;
use std::collections::BTreeMap;
use thirtyfour::prelude::Key;

/// A topic that asks everything.
const ALL: &str = r#"
[[topics]]
id = "payments/all"
parent = "payments"
label = "Tout"
fields = [
  { id = "line", kind = "text", label = "Ligne", hint = "Une ligne.", max_length = 20 },
  { id = "lines", kind = "long_text", label = "Lignes" },
  { id = "number", kind = "number", label = "Nombre" },
  { id = "day", kind = "date", label = "Jour" },
  { id = "period", kind = "date_range", label = "Jours" },
  { id = "sum", kind = "amount", label = "Somme", currencies = ["EUR", "GBP"] },
  { id = "one", kind = "choice", label = "Un", choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }] },
  { id = "some", kind = "choices", label = "Quelques", choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }, { id = "c", label = "C" }] },
  { id = "yes", kind = "yes_no", label = "Oui ou non" },
  { id = "land", kind = "country", label = "Pays" },
  { id = "booking", kind = "booking_number", label = "Réservation", pattern = "9999-999", example = "1234-567" },
  { id = "page", kind = "url", label = "Page" },
]
"#;

/// Starts the backend with the topic that asks everything.
async fn ask_everything(stage: &Stage) -> Outcome {
    let demo = std::fs::read_to_string(env::clone("backend/demo/service.toml"))?;
    let file = stage.backend.scratch("everything.toml");
    std::fs::write(&file, demo + ALL)?;
    stage.backend.start_with(Some(&file)).await
}

fn about(topic: &'static str) -> Complaint {
    Complaint { topic, ..Complaint::default() }
}

/// The message step of a topic, of a complaint that is just begun.
async fn to_message(page: &Page, words: &Words, complaint: &Complaint) -> Outcome {
    form::begin(page, words).await?;
    form::fill_details(page, complaint).await?;
    form::go_on(page, &words.t("topic.title")).await?;
    message_of(page, words, complaint).await
}

/// From the topics to the message step of one.
async fn message_of(page: &Page, words: &Words, complaint: &Complaint) -> Outcome {
    form::choose_topic(page, complaint).await?;
    form::go_on(page, &words.t("message.title")).await
}

/// Sends the complaint from the message step. Gives what the backend has of it.
async fn send(stage: &Stage, page: &Page, words: &Words, complaint: &Complaint) -> Outcome<Ticket> {
    form::go_on(page, &words.t("check.title")).await?;
    page.click(form::ON).await?;
    let id = form::sent(page, words).await?;
    let mails = stage.backend.mails_to(complaint.email).await?;
    let link = mails.first().and_then(|mail| mail.link()).ok_or("no private link in the mail")?;
    let (_, token) = link.split_once("#k=").ok_or("no token in the link")?;
    Ok(stage.backend.ticket(&id, token).await?.0)
}

fn values(ticket: &Ticket) -> BTreeMap<&str, &FieldValue> {
    ticket.fields.iter().map(|field| (field.id.as_str(), &field.value)).collect()
}

async fn set_day(page: &Page, id: &str, day: &str) -> Outcome {
    let set = "const date = document.getElementById(arguments[0]); date.value = arguments[1];
        date.dispatchEvent(new Event('input', { bubbles: true }))";
    page.find(&format!("#{id}")).await?;
    page.js(set, json!([id, day])).await?;
    page.holds(id, day).await
}

async fn gone(page: &Page, css: &str) -> Outcome {
    page.until(&format!("`{css}` to go"), "return !document.querySelector(arguments[0])", json!([css])).await
}

async fn is_chosen(page: &Page, css: &str) -> Outcome {
    page.until(&format!("`{css}` to be chosen"), "return document.querySelector(arguments[0])?.checked", json!([css])).await
}

async fn choose(page: &Page, css: &str) -> Outcome {
    page.click(&format!("label:has({css})")).await?;
    is_chosen(page, css).await
}

fn reason(id: &str) -> String {
    format!("input[name=x-reason-shown][value={id}]")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_answered_by_keyboard() {
    stage("each_kind_is_answered_by_keyboard", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), about("payments/all"));
        ask_everything(&stage).await?;
        to_message(&page, &words, &complaint).await?;
        let found = faults(&page, "a message of every kind of field").await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        page.fill("subject", complaint.subject).await?;
        // A day is typed part by part; these two read the same in every country's order of day and month.
        for (id, typed, holds) in [
            ("x-line", "Une ligne", "Une ligne"),
            ("x-lines", "Plusieurs mots", "Plusieurs mots"),
            ("x-number", "12,5", "12,5"),
            ("x-day", "10102026", "2026-10-10"),
            ("x-period-from", "10102026", "2026-10-10"),
            ("x-period-to", "11112026", "2026-11-11"),
            ("x-sum", "2 480,50", "2 480,50"),
        ] {
            page.tab_to(&format!("#{id}")).await?;
            page.press(typed).await?;
            page.holds(id, holds).await?;
        }
        page.tab_to("input[name=x-one]").await?;
        page.press(Key::Space).await?;
        is_chosen(&page, "input[name=x-one][value=a]").await?;
        for (id, keys) in [("a", 1), ("b", 2), ("c", 1)] {
            page.tab_to(&format!("input[name=x-some][value={id}]")).await?;
            for _ in 0..keys {
                page.press(Key::Space).await?;
            }
        }
        page.tab_to("input[name=x-yes]").await?;
        page.press(Key::Space).await?;
        page.tab_to("#x-land").await?;
        page.press("France").await?;
        page.holds("x-land", "FR").await?;
        for (id, typed) in [("x-booking", "1234567"), ("x-page", "https://sejours.example/page")] {
            page.tab_to(&format!("#{id}")).await?;
            page.press(typed).await?;
        }
        page.fill("message", complaint.message).await?;
        let ticket = send(&stage, &page, &words, &complaint).await?;
        let sent: BTreeMap<_, _> = ticket.fields.iter().map(|field| (field.id.as_str(), json!(field.value))).collect();
        let wanted = [
            ("booking", json!("1234-567")),
            ("day", json!("2026-10-10")),
            ("land", json!("FR")),
            ("line", json!("Une ligne")),
            ("lines", json!("Plusieurs mots")),
            ("number", json!("12.5")),
            ("one", json!("a")),
            ("page", json!("https://sejours.example/page")),
            ("period", json!({ "from": "2026-10-10", "to": "2026-11-11" })),
            ("some", json!(["a", "c"])),
            ("sum", json!({ "amount": "2480.50", "currency": "EUR" })),
            ("yes", json!("yes")),
        ];
        assert_eq!(sent, BTreeMap::from(wanted));
        // The confirmation says them in words.
        for answer in ["du 10 octobre 2026 au 11 novembre 2026", "A, C", "2 480,50 €", "France", "12,5", &words.t("extra.yes")]
        {
            page.shows("dl.answers dd", answer).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_brings_a_field_and_what_is_hidden_stays_here() {
    stage("an_answer_brings_a_field_and_what_is_hidden_stays_here", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        to_message(&page, &words, &complaint).await?;
        form::fill_message(&page, &complaint).await?;
        assert_eq!(page.count(".follow-up").await?, 0);
        // The field comes below what it hangs on, and the focus stays there.
        choose(&page, &reason("other")).await?;
        page.find("#x-reason-shown + .follow-up #x-reason-text").await?;
        page.focused(&reason("other")).await?;
        // Now it is needed.
        page.click(form::ON).await?;
        page.shows("#error-summary-title", &words.count("summary.title", 1)).await?;
        page.click("#error-summary a[href='#x-reason-text']").await?;
        page.focused("#x-reason-text").await?;
        page.fill("x-reason-text", "Vérification en cours").await?;
        gone(&page, "#error-summary").await?;

        // Another answer takes it away and brings another, and the way back brings it back as it was.
        choose(&page, &reason("identity")).await?;
        gone(&page, "#x-reason-text").await?;
        choose(&page, "input[name=x-documents][value=register]").await?;
        choose(&page, "input[name=x-documents][value=identity_card]").await?;
        choose(&page, &reason("other")).await?;
        gone(&page, "#x-documents").await?;
        page.holds("x-reason-text", "Vérification en cours").await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.reload().await?;
        page.holds("x-reason-text", "Vérification en cours").await?;
        choose(&page, &reason("identity")).await?;
        is_chosen(&page, "input[name=x-documents][value=register]").await?;

        form::go_on(&page, &words.t("check.title")).await?;
        page.shows("dl.answers dd", "Pièce d’identité, Extrait du registre du commerce").await?;
        page.hides("dl.answers dd", "Vérification en cours").await?;
        page.click("main .part-head a[href$='/message']").await?;
        page.heading(&words.t("message.title")).await?;
        let ticket = send(&stage, &page, &words, &complaint).await?;
        let sent = values(&ticket);
        assert_eq!(sent.get("documents"), Some(&&FieldValue::Many(vec!["identity_card".into(), "register".into()])));
        assert_eq!(sent.get("reason_text"), None);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_topic_and_back_keeps_every_answer() {
    stage("another_topic_and_back_keeps_every_answer", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let (blocked, late) = (about("payments/blocked"), about("payments/late"));
        to_message(&page, &words, &blocked).await?;
        // Without a subject the way leads to this step again, whatever the topic.
        page.fill("x-amount", "12").await?;
        set_day(&page, "x-period-from", "2026-10-01").await?;
        set_day(&page, "x-period-to", "2026-10-15").await?;
        choose(&page, &reason("identity")).await?;
        choose(&page, "input[name=x-documents][value=register]").await?;
        page.driver().back().await?;
        page.heading(&words.t("topic.title")).await?;
        message_of(&page, &words, &late).await?;
        page.find("#x-expected-on").await?;
        assert_eq!(page.count("#x-amount, #x-period, #x-documents").await?, 0);
        page.driver().back().await?;
        page.heading(&words.t("topic.title")).await?;
        message_of(&page, &words, &blocked).await?;
        for (id, held) in [("x-amount", "12"), ("x-period-from", "2026-10-01"), ("x-period-to", "2026-10-15")] {
            page.holds(id, held).await?;
        }
        is_chosen(&page, &reason("identity")).await?;
        is_chosen(&page, "input[name=x-documents][value=register]").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_in_the_wrong_order_or_out_of_bounds_are_explained() {
    stage("days_in_the_wrong_order_or_out_of_bounds_are_explained", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        to_message(&page, &words, &complaint).await?;
        form::fill_message(&page, &complaint).await?;
        set_day(&page, "x-period-from", "2026-10-15").await?;
        page.click(form::ON).await?;
        page.focused("#error-summary").await?;
        page.shows("#x-period-error", &words.t("error.range")).await?;
        // Both days are marked, the message stands once, and the summary leads to the first day.
        assert_eq!(page.count("#x-period input[aria-invalid=true]").await?, 2);
        assert_eq!(page.count("#x-period .error").await?, 1);
        page.click("#error-summary a[href='#x-period']").await?;
        page.focused("#x-period-from").await?;
        set_day(&page, "x-period-to", "2026-10-01").await?;
        page.shows("#x-period-error", &words.t("error.order")).await?;
        set_day(&page, "x-period-from", "2009-12-31").await?;
        page.shows("#x-period-error", &words.fill("error.too-early", &[("min", "1er janvier 2010")])).await?;
        set_day(&page, "x-period-from", "2026-10-01").await?;
        gone(&page, "#error-summary").await?;
        form::go_on(&page, &words.t("check.title")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_of_a_later_version_is_a_line_of_text_and_travels() {
    stage("a_kind_of_a_later_version_is_a_line_of_text_and_travels", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), about("payments/all"));
        ask_everything(&stage).await?;
        // As a backend of a later version would say it; this one does not know such a kind itself.
        let later = "const real = window.fetch;
            window.fetch = async (...asked) => {
                const answer = await real(...asked);
                if (!answer.url.endsWith('/service') || answer.status !== 200) return answer;
                const text = (await answer.text()).replaceAll('\"kind\":\"text\"', '\"kind\":\"of_a_later_version\"');
                return new Response(text, { status: 200, headers: answer.headers });
            };";
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": later })).await?;
        to_message(&page, &words, &complaint).await?;
        page.shows("label[for=x-line]", "Ligne").await?;
        page.shows("#x-line-hint", "Une ligne.").await?;
        page.find("input#x-line[type=text]").await?;
        page.fill("subject", complaint.subject).await?;
        page.fill("x-line", "Ce que je sais").await?;
        page.fill("message", complaint.message).await?;
        let ticket = send(&stage, &page, &words, &complaint).await?;
        assert_eq!(values(&ticket), BTreeMap::from([("line", &FieldValue::Text("Ce que je sais".into()))]));
        Ok(())
    })
    .await;
}
