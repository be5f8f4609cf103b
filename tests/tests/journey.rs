//! Nothing typed is lost: by a reload, the browser's buttons, an address, another draft, another tab.
#![allow(missing_docs)]

use recourse_tests::form::Complaint;
use recourse_tests::page::Page;
use recourse_tests::stage::stage;
use recourse_tests::words::Words;
use recourse_tests::{Outcome, form};
use serde_json::json;

/// Once the draft is kept, loads the page again.
async fn reload(page: &Page, words: &Words) -> Outcome {
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.shows(".notice", &words.before("draft.restored")).await
}

async fn holds_details(page: &Page, complaint: &Complaint) -> Outcome {
    for (id, text) in [
        ("name", complaint.name),
        ("email", complaint.email),
        ("phone", complaint.phone),
        ("company", complaint.company),
        ("country", complaint.country),
        ("properties", complaint.properties),
    ] {
        page.holds(id, text).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_keeps_everything() {
    stage("a_reload_keeps_everything", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let draft = form::begin(&page, &words).await?;
        form::fill_details(&page, &complaint).await?;
        page.click("label:has(input[name=channel][value=inbox])").await?;
        reload(&page, &words).await?;
        page.path_ends("/details").await?;
        holds_details(&page, &complaint).await?;
        let chosen = "return document.querySelector(arguments[0]).checked";
        page.until("the channel to be chosen", chosen, json!(["input[name=channel][value=inbox]"])).await?;
        // The notice can be put away.
        page.click_on(".notice button", &words.t("notice.read")).await?;
        page.hides(".notice", &words.before("draft.restored")).await?;
        page.click(form::ON).await?;

        page.heading(&words.t("topic.title")).await?;
        form::choose_topic(&page, &complaint).await?;
        reload(&page, &words).await?;
        page.heading(&words.t("topic.title")).await?;
        page.until("the topic to be chosen", chosen, json!([format!("input[value='{}']", complaint.topic)])).await?;
        page.click(form::ON).await?;

        page.heading(&words.t("message.title")).await?;
        form::fill_message(&page, &complaint).await?;
        page.click("#x-amount-currency option[value=GBP]").await?;
        page.click("label:has(input[name=x-reason-shown][value=identity])").await?;
        reload(&page, &words).await?;
        page.heading(&words.t("message.title")).await?;
        for (id, text) in [
            ("subject", complaint.subject),
            ("x-booking-number", complaint.booking),
            ("x-amount", complaint.amount),
            ("x-amount-currency", "GBP"),
            ("message", complaint.message),
            ("outcome-wanted", complaint.wanted),
        ] {
            page.holds(id, text).await?;
        }
        page.until("the reason to be chosen", chosen, json!(["input[name=x-reason-shown][value=identity]"])).await?;
        page.click(form::ON).await?;

        page.heading(&words.t("check.title")).await?;
        let before = page.texts("dl.answers dd").await?;
        page.reload().await?;
        page.heading(&words.t("check.title")).await?;
        assert_eq!(page.texts("dl.answers dd").await?, before);
        assert_eq!(page.path().await?, format!("{draft}/check"));
        page.goto(&format!("{draft}/start")).await?;
        page.heading(&words.t("start.title")).await?;
        page.reload().await?;
        page.until("the partner to be chosen", chosen, json!(["input[name=audience][value=partner]"])).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browsers_buttons_walk_through_the_steps() {
    stage("the_browsers_buttons_walk_through_the_steps", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        page.goto("/").await?;
        page.click("a.choice[href='/complaint']").await?;
        page.heading(&words.t("start.title")).await?;
        page.click(form::ON).await?;
        page.heading(&words.t("details.title")).await?;
        form::fill_details(&page, &complaint).await?;
        page.click(form::ON).await?;
        page.heading(&words.t("topic.title")).await?;
        form::choose_topic(&page, &complaint).await?;
        page.driver().back().await?;
        page.heading(&words.t("details.title")).await?;
        page.focused("#heading").await?;
        holds_details(&page, &complaint).await?;
        page.driver().back().await?;
        page.heading(&words.t("start.title")).await?;
        // One more leads to where the partner came from, not into a loop.
        page.driver().back().await?;
        page.heading(&words.t("home.title")).await?;
        for title in ["start.title", "details.title", "topic.title"] {
            page.driver().forward().await?;
            page.heading(&words.t(title)).await?;
        }
        let chosen = format!("input[value='{}']", complaint.topic);
        page.until("the topic to be chosen", "return document.querySelector(arguments[0]).checked", json!([chosen])).await?;
        // The steps beside the form lead back, too.
        page.click_on(".rail a", &words.t("step.details")).await?;
        page.heading(&words.t("details.title")).await?;
        holds_details(&page, &complaint).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_beyond_reach_leads_to_what_is_missing() {
    stage("an_address_beyond_reach_leads_to_what_is_missing", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        page.goto("/complaint/00000000000000a1/check").await?;
        page.heading(&words.t("details.title")).await?;
        page.path_ends("/complaint/00000000000000a1/details").await?;
        assert_eq!(page.count("#error-summary").await?, 0);
        form::fill_details(&page, &complaint).await?;
        page.click(form::ON).await?;
        page.heading(&words.t("topic.title")).await?;
        form::choose_topic(&page, &complaint).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.goto("/complaint/00000000000000a1/check").await?;
        page.heading(&words.t("message.title")).await?;
        for nowhere in ["/complaint/00000000000000a1/nowhere", "/complaint/zz/details", "/nowhere"] {
            page.goto(nowhere).await?;
            page.heading(&words.t("unknown.title")).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_listed_and_can_be_deleted() {
    stage("drafts_are_listed_and_can_be_deleted", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        // An untouched form leaves nothing behind; a name is enough for a draft.
        form::begin(&page, &words).await?;
        form::begin(&page, &words).await?;
        page.fill("name", "Paul Martin").await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.goto("/").await?;
        page.shows("#drafts-title", &words.t("drafts.title")).await?;
        let titles = page.texts(".card.draft h3").await?;
        assert_eq!(titles.len(), 2, "drafts: {titles:?}");
        // The latest first.
        assert!(titles[0].starts_with(&words.before("draft.title")), "drafts: {titles:?}");
        assert_eq!(titles[1], complaint.subject);

        // Deleting asks first, and no means no.
        let delete = ".card.draft:nth-of-type(1) button[aria-label]";
        page.click(delete).await?;
        page.shows("dialog[open]", &words.t("draft.delete-what")).await?;
        page.click_on("dialog[open] button", &words.t("confirm.no")).await?;
        page.until("the question to go", "return !document.querySelector('dialog[open]')", json!([])).await?;
        assert_eq!(page.count(".card.draft").await?, 2);
        page.click(delete).await?;
        page.click_on("dialog[open] button", &words.t("draft.delete-yes")).await?;
        page.until("one draft", "return document.querySelectorAll('.card.draft').length === 1", json!([])).await?;
        page.reload().await?;
        page.heading(&words.t("home.title")).await?;
        assert_eq!(page.texts(".card.draft h3").await?, [complaint.subject]);
        page.click_on(".card.draft a", &words.t("draft.resume")).await?;
        page.heading(&words.t("check.title")).await?;
        page.shows("dl.answers dd", complaint.message.lines().next().unwrap_or_default()).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_only_reads() {
    stage("a_second_tab_only_reads", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let draft = form::begin(&page, &words).await?;
        page.fill("name", complaint.name).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        let first = page.driver().window().await?;
        let second = page.driver().new_tab().await?;
        page.driver().switch_to_window(second).await?;
        page.goto(&format!("{draft}/details")).await?;
        page.shows(".notice", &words.t("draft.elsewhere")).await?;
        page.holds("name", complaint.name).await?;
        page.until("the field to be read-only", "return document.querySelector('#name').readOnly", json!([])).await?;
        // What cannot be written is not taken: neither a text nor a choice.
        page.press("x").await?;
        page.find("#name").await?.send_keys("Paul").await?;
        page.holds("name", complaint.name).await?;
        page.click("label:has(input[name=channel][value=inbox])").await?;
        let chosen = "return document.querySelector('input[name=channel]:checked')?.value";
        page.until("the choice to stay", &format!("{chosen} === 'email_notice'"), json!([])).await?;

        page.driver().switch_to_window(first).await?;
        page.fill("name", "Marie Dupont-Martin").await?;
        page.hides(".notice", &words.t("draft.elsewhere")).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        let windows = page.driver().windows().await?;
        page.driver().close_window().await?;
        page.driver().switch_to_window(windows[1].clone()).await?;
        // The first tab has gone: this one goes on with what it left.
        page.hides(".notice", &words.t("draft.elsewhere")).await?;
        page.holds("name", "Marie Dupont-Martin").await?;
        page.fill("email", complaint.email).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.reload().await?;
        page.holds("name", "Marie Dupont-Martin").await?;
        page.holds("email", complaint.email).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_after_sending_shows_what_was_sent() {
    stage("the_way_back_after_sending_shows_what_was_sent", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let id = form::file(&page, &words, &complaint).await?;
        page.driver().back().await?;
        page.path_ends(&format!("/sent/{id}")).await?;
        page.heading(&words.t("sent.title")).await?;
        page.reload().await?;
        page.heading(&words.t("sent.title")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_changed_and_remembered_and_nothing_typed_is_lost() {
    stage("the_language_is_changed_and_remembered_and_nothing_typed_is_lost", |stage| async move {
        let (page, words, english) = (stage.page().await?, stage.words(), Words::of("en"));
        form::begin(&page, &words).await?;
        page.fill("name", "Marie Dupont").await?;
        // A label leads to its own field, and to nothing else.
        page.click("label[for=language]").await?;
        page.focused("select#language").await?;
        page.click(".language[lang=en]").await?;
        page.heading(&english.t("details.title")).await?;
        page.focused(".language[lang=fr]").await?;
        page.holds("name", "Marie Dupont").await?;
        assert_eq!(page.js("return document.documentElement.lang", json!([])).await?, "en");
        page.reload().await?;
        page.heading(&english.t("details.title")).await?;
        page.holds("name", "Marie Dupont").await
    })
    .await;
}
