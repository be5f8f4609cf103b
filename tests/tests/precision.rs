//! The list beside the message: it ticks what is said, explains, writes a line on one tap, and is never in the way.
#![allow(missing_docs)]

use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::{Outcome, words::Words};
use serde_json::json;

/// The message of a new complaint.
async fn at_message(stage: &Stage) -> Outcome<(Page, Words, Complaint)> {
    let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
    form::begin(&page, &words).await?;
    form::fill_details(&page, &complaint).await?;
    form::go_on(&page, &words.t("topic.title")).await?;
    form::choose_topic(&page, &complaint).await?;
    form::go_on(&page, &words.t("message.title")).await?;
    page.find(".precision li").await?;
    Ok((page, words, complaint))
}

async fn is_said(page: &Page, point: &str, said: bool) -> Outcome {
    let script = "return document.querySelector(arguments[0])?.classList.contains('said') === arguments[1]";
    page.until(&format!("the point {point} to be ticked: {said}"), script, json!([format!("[data-point={point}]"), said])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn points_tick_as_the_text_appears() {
    stage("points_tick_as_the_text_appears", |stage| async move {
        let (page, words, complaint) = at_message(&stage).await?;
        for point in ["when", "booking", "amount", "tried"] {
            is_said(&page, point, false).await?;
        }
        page.fill("message", "Le virement était prévu le 15 octobre. J’ai déjà appelé deux fois.").await?;
        is_said(&page, "when", true).await?;
        is_said(&page, "tried", true).await?;
        is_said(&page, "amount", false).await?;
        // Said to those who do not see the tick, and nothing more is offered there.
        page.shows("[data-point=when]", &words.t("precision.said")).await?;
        let hidden = "return document.querySelector('[data-point=when] .point-ways').hidden";
        page.until("the ways of a point to go", hidden, json!([])).await?;
        // Fields of the form count, too.
        page.fill("x-booking-number", complaint.booking).await?;
        page.fill("x-amount", complaint.amount).await?;
        is_said(&page, "booking", true).await?;
        is_said(&page, "amount", true).await?;
        // What is taken out is not said any more.
        page.fill("message", "Rien ne va.").await?;
        is_said(&page, "when", false).await?;
        is_said(&page, "tried", false).await?;
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tap_writes_a_line_to_be_completed() {
    stage("one_tap_writes_a_line_to_be_completed", |stage| async move {
        let (page, words, _) = at_message(&stage).await?;
        page.fill("message", "Bonjour").await?;
        page.click_on("[data-point=amount] button", &words.t("precision.add")).await?;
        page.focused("#message").await?;
        let end = "const field = document.getElementById('message');
            return field.value.startsWith('Bonjour\\nMontant') && field.selectionStart === field.value.length";
        page.until("the caret behind the line", end, json!([])).await?;
        is_said(&page, "amount", false).await?;
        // A second tap adds nothing.
        let before = page.value("message").await?;
        page.click_on("[data-point=amount] button", &words.t("precision.add")).await?;
        page.focused("#message").await?;
        page.until("the caret behind the line", end, json!([])).await?;
        assert_eq!(page.value("message").await?, before);
        page.press("2480 euros").await?;
        is_said(&page, "amount", true).await?;
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_explains_speaks_once_and_passes_axe() {
    stage("it_explains_speaks_once_and_passes_axe", |stage| async move {
        let (page, words, _) = at_message(&stage).await?;
        page.click_on("[data-point=when] summary", &words.t("precision.why")).await?;
        page.find("[data-point=when] details[open] p").await?;
        let found = faults(&page, "the list, explained").await?;
        assert!(found.is_empty(), "{found:#?}");

        let watch = "window.told = [];
            const region = document.querySelector('.precision [aria-live=polite]');
            new MutationObserver(() => region.textContent && window.told.push(region.textContent))
                .observe(region, { childList: true, characterData: true, subtree: true });
            return region.textContent";
        assert_eq!(page.js(watch, json!([])).await?, "", "nothing is said before something is ticked");
        page.find("#message").await?.send_keys("Prévu le 15 octobre, et depuis plus rien.").await?;
        is_said(&page, "when", true).await?;
        page.until("the tick to be read out", "return window.told.length === 1", json!([])).await?;
        page.find("#message").await?.send_keys(" Vraiment rien.").await?;
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        assert_eq!(page.js("return window.told.length", json!([])).await?, 1, "it is said once");
        let found = faults(&page, "the list, one point ticked").await?;
        assert!(found.is_empty(), "{found:#?}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_needs_none_of_it() {
    stage("sending_needs_none_of_it", |stage| async move {
        let (page, words, complaint) = at_message(&stage).await?;
        let vague = Complaint { message: "Cela ne va pas du tout.", wanted: "", ..complaint };
        // A month in the subject would say when.
        page.fill("subject", "Versement non reçu").await?;
        page.fill("x-booking-number", vague.booking).await?;
        page.fill("x-amount", vague.amount).await?;
        page.fill("message", vague.message).await?;
        is_said(&page, "when", false).await?;
        is_said(&page, "tried", false).await?;
        form::go_on(&page, &words.t("check.title")).await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        Ok(())
    })
    .await;
}
