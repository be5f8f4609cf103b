//! Every screen for everybody: names, room for fingers, large text, zoom, spacing, forced colours, reduced motion; and live
//! regions that say each thing once.
#![allow(missing_docs)]

use recourse_tests::access::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::look::Look;
use recourse_tests::screens::{Tour, without_faults};
use recourse_tests::stage::stage;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_anybody_can_open() {
    without_faults("what_anybody_can_open", Look::french(), Tour::Open, faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_to_its_end() {
    without_faults("a_complaint_to_its_end", Look::french(), Tour::Complaint, faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_kinds_of_cases() {
    without_faults("all_kinds_of_cases", Look::french(), Tour::Cases, faults).await;
}

/// Notes what the live regions say: whenever the text of one changes, and whenever one comes with a text.
const LISTEN: &str = "window.said = [];
    const known = new WeakMap();
    const live = '[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]';
    const text = (e) => e.textContent.replace(/\\s+/g, ' ').trim();
    document.querySelectorAll(live).forEach((e) => known.set(e, text(e)));
    new MutationObserver(() => document.querySelectorAll(live).forEach((e) => {
        if (known.get(e) === text(e)) return;
        known.set(e, text(e));
        if (text(e)) window.said.push([text(e), performance.now()]);
    })).observe(document.body, { childList: true, subtree: true, characterData: true });";

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_is_said_once() {
    stage("each_thing_is_said_once", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::begin(&page, &words).await?;
        page.js(LISTEN, json!([])).await?;
        page.type_into("name", complaint.name).await?;
        form::fill_details(&page, &complaint).await?;
        form::go_on(&page, &words.t("topic.title")).await?;
        page.fill("topic-search", "qqqq").await?;
        page.shows("main [role=status]", "qqqq").await?;
        page.fill("topic-search", "").await?;
        form::choose_topic(&page, &complaint).await?;
        form::go_on(&page, &words.t("message.title")).await?;
        form::fill_message(&page, &complaint).await?;
        form::go_on(&page, &words.t("check.title")).await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        page.click_on("main a", &words.t("sent.thread")).await?;
        page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        page.fill("reply", "Encore un mot.").await?;
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows("form.reply [role=status]", &words.t("reply.sent")).await?;
        let said: Vec<(String, f64)> = serde_json::from_value(page.js("return window.said", json!([])).await?)?;
        let count = |wanted: &str| said.iter().filter(|(text, _)| recourse_tests::words::plain(text).contains(wanted)).count();
        assert_eq!(count(&words.t("reply.sent")), 1, "{said:#?}");
        // The same words within two seconds would be heard twice.
        let twice = said.windows(2).find(|two| two[0].0 == two[1].0 && two[1].1 - two[0].1 < 2_000.0);
        assert!(twice.is_none(), "{twice:?} of {said:#?}");
        Ok(())
    })
    .await;
}
