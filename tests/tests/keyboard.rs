//! Every screen by keyboard: the way through it and back, dialogs, and the focus after what takes a pressed button away.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::form::{self, Complaint};
use recourse_tests::keyboard::{faults, stays_in};
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::screens::{Tour, visit};
use recourse_tests::stage::stage;
use serde_json::json;
use thirtyfour::prelude::Key;

async fn tour(name: &'static str, tour: Tour) {
    stage(name, move |stage| async move {
        let mut found = Vec::new();
        visit(tour, &stage, async |page, screen| -> Outcome {
            found.extend(faults(page, screen).await?);
            Ok(())
        })
        .await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_anybody_can_open() {
    tour("what_anybody_can_open", Tour::Open).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_to_its_end() {
    tour("a_complaint_to_its_end", Tour::Complaint).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_kinds_of_cases() {
    tour("all_kinds_of_cases", Tour::Cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_holds_the_focus_and_gives_it_back() {
    stage("a_dialog_holds_the_focus_and_gives_it_back", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        form::begin(&page, &words).await?;
        page.fill("name", Complaint::default().name).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.goto("/").await?;
        let delete = ".card.draft button[aria-label]";
        page.tab_to(delete).await?;
        page.press(Key::Enter).await?;
        page.focused("dialog[open] button").await?;
        // What lies behind it is out of reach, however often Tab is pressed.
        stays_in(&page, "dialog[open]").await?;
        page.press(Key::Escape).await?;
        page.until("the question to go", "return !document.querySelector('dialog[open]')", json!([])).await?;
        page.focused(delete).await
    })
    .await;
}

/// The button that tries again goes while that is tried.
#[tokio::test(flavor = "multi_thread")]
async fn the_focus_outlives_a_new_attempt() {
    stage("the_focus_outlives_a_new_attempt", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words) = (stage.page_at(proxy.origin()).await?, stage.words());
        form::to_check(&page, &words, &Complaint::default()).await?;
        proxy.set(Mode::DropPosts);
        page.click(form::ON).await?;
        page.shows(".notice", &words.t("sending.not-yet")).await?;
        page.tab_to(".notice .btn").await?;
        page.press(Key::Enter).await?;
        page.focused("#heading").await?;
        proxy.set(Mode::Pass);
        form::sent(&page, &words).await?;
        page.focused("#heading").await?;

        // A screen that does not come, twice.
        stage.backend.fill_demo().await?;
        page.goto("/").await?;
        page.shows("main a", &words.t("report.list")).await?;
        proxy.set(Mode::Refuse);
        page.click_on("main a", &words.t("report.list")).await?;
        page.heading(&words.t("unreachable.title")).await?;
        page.tab_to("main .btn").await?;
        page.press(Key::Enter).await?;
        page.focused("#heading").await?;
        page.heading(&words.t("unreachable.title")).await?;
        page.tab_to("main .btn").await?;
        proxy.set(Mode::Pass);
        page.press(Key::Enter).await?;
        page.heading(&words.t("report.list")).await?;
        page.focused("#heading").await
    })
    .await;
}

/// The form of an answer goes when it is sent; the focus goes along with what was sent.
#[tokio::test(flavor = "multi_thread")]
async fn the_focus_follows_an_answer() {
    stage("the_focus_follows_an_answer", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words) = (stage.page_at(proxy.origin()).await?, stage.words());
        let filed = stage.backend.file("answer@example.com").await?;
        let reference = filed.ticket.summary.reference.to_string();
        stage.backend.handler(&["ask", &reference, "Une question.", "--by", "+5d", "--question", "text:Quelle date ?"]).await?;
        page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
        page.find("#answer-form").await?;
        page.find("#answer-form textarea, #answer-form input:not([type=file])").await?.send_keys("Le 15 octobre.").await?;
        proxy.set(Mode::HoldPosts);
        page.click("#answer-form button[type=submit]").await?;
        page.focused(".waiting").await?;
        proxy.set(Mode::Pass);
        page.until("the answer to arrive", "return !document.querySelector('.waiting')", json!([])).await?;
        page.focused(".entries > .mine").await?;
        page.shows("main [role=status]", &words.t("sending.arrived")).await
    })
    .await;
}
