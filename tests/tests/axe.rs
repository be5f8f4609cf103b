//! Every screen in both languages, in light and dark and on a small screen, against axe-core.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::look::Look;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::stage::{Stage, stage_with};
use std::sync::Arc;

async fn every_screen(stage: Arc<Stage>) -> Outcome {
    let proxy = Proxy::start(stage.backend.address()).await?;
    let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
    let mut found = Vec::new();
    let mut check = async |screen: &str| -> Outcome {
        found.extend(faults(&page, screen).await?);
        Ok(())
    };
    for (path, heading) in [
        ("/", "home.title"),
        ("/messages", "inbox.title"),
        ("/help", "help.title"),
        ("/nowhere", "unknown.title"),
        ("/t/none", "ticket.nothing"),
    ] {
        page.goto(path).await?;
        page.heading(&words.t(heading)).await?;
        check(path).await?;
    }
    page.goto("/complaint").await?;
    page.heading(&words.t("start.title")).await?;
    check("start").await?;
    page.click("label:has(input[name=audience][value=guest])").await?;
    page.shows("main [role=status]", &words.t("start.elsewhere")).await?;
    check("start, for a guest").await?;

    form::begin(&page, &words).await?;
    check("details").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    check("details, with errors").await?;
    form::fill_details(&page, &Complaint { email: "marie@gmial.com", ..complaint.clone() }).await?;
    page.shows(".suggestion", "marie@gmail.com").await?;
    page.click("label:has(input[name=managed-by][value=agency])").await?;
    page.shows(".suggestion", &words.t("managed.first")).await?;
    check("details, filled").await?;
    page.fill("email", complaint.email).await?;
    page.click(form::ON).await?;
    page.heading(&words.t("topic.title")).await?;
    check("topic").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    check("topic, with errors").await?;
    page.fill("topic-search", "a").await?;
    check("topic, with hits").await?;
    page.fill("topic-search", "qqqq").await?;
    page.shows("main [role=status]", "qqqq").await?;
    check("topic, without hits").await?;
    page.fill("topic-search", "").await?;
    form::choose_topic(&page, &complaint).await?;
    check("topic, chosen").await?;
    page.click(form::ON).await?;
    page.heading(&words.t("message.title")).await?;
    check("message").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    check("message, with errors").await?;
    form::fill_message(&page, &complaint).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.shows(".notice", &words.before("draft.restored")).await?;
    check("message, restored").await?;
    page.click(form::ON).await?;
    page.heading(&words.t("check.title")).await?;
    check("check").await?;

    proxy.set(Mode::HoldPosts);
    page.click(form::ON).await?;
    page.shows(".notice", &words.t("sending.now")).await?;
    check("sending").await?;
    proxy.set(Mode::DropPosts);
    page.shows(".notice", &words.t("sending.not-yet")).await?;
    // No attempt may begin in the middle of the check.
    proxy.set(Mode::HoldPosts);
    check("waiting").await?;
    page.goto("/").await?;
    page.shows(".card.draft", &words.t("draft.waiting")).await?;
    check("home, with what waits").await?;
    proxy.set(Mode::Pass);
    page.click_on(".card.draft a", &words.t("draft.look")).await?;
    let id = form::sent(&page, &words).await?;
    check("confirmation").await?;
    page.goto("/messages").await?;
    page.shows(".tickets", complaint.subject).await?;
    check("messages, with a ticket").await?;
    page.goto(&format!("/t/{id}")).await?;
    page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
    check("thread").await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows("#reply-error", &words.t("reply.empty")).await?;
    check("thread, with an error").await?;
    form::begin(&page, &words).await?;
    page.fill("name", complaint.name).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.goto("/").await?;
    page.click(".card.draft button[aria-label]").await?;
    page.shows("dialog[open]", &words.t("draft.delete-what")).await?;
    check("home, asking before a draft is deleted").await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_in_french() {
    stage_with("every_screen_in_french", Look::french(), every_screen).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_in_english() {
    stage_with("every_screen_in_english", Look::english(), every_screen).await;
}
