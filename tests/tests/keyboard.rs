//! Every screen by keyboard: the way through it and back, and the focus after what takes a pressed button away.
#![allow(missing_docs)]

use recourse_tests::axe::violations;
use recourse_tests::form::{self, Complaint};
use recourse_tests::keyboard::faults;
use recourse_tests::look::Look;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::screens::{Tour, visit_main, without_faults};
use recourse_tests::stage::stage;
use recourse_tests::{Outcome, engines};
use serde_json::json;
use thirtyfour::prelude::Key;

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

/// The main screens in Firefox, whose order of stops is its own; axe-core looks at them there, too.
#[tokio::test(flavor = "multi_thread")]
async fn firefox() {
    stage("keyboard_firefox", |stage| async move {
        let page = stage.show(engines::firefox().await?, stage.backend.origin().to_owned());
        let mut found = Vec::new();
        visit_main(&stage, &page, async |page, screen| -> Outcome {
            found.extend(faults(page, screen).await?);
            found.extend(violations(page).await?.into_iter().map(|fault| format!("{screen}: {fault}")));
            Ok(())
        })
        .await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
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
