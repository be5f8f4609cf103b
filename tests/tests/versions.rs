//! Two versions of the app side by side in one browser: both write and send, nothing is lost, and nothing goes out twice.
#![allow(missing_docs)]

use recourse_tests::build::{Build, id_of};
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::stage::{Stage, stage};
use recourse_tests::wait::until;
use recourse_tests::words::plain;
use recourse_tests::worker::{is_of_build, look_for_new, serves};
use recourse_tests::{Outcome, env};
use serde_json::json;
use std::sync::Arc;
use thirtyfour::WindowHandle;

/// The ticket that this address has got arrived once, as it was written.
async fn arrived_once(stage: &Stage, complaint: &Complaint, id: &str) -> Outcome {
    let mails = stage.backend.mails_to(complaint.email).await?;
    assert_eq!(mails.len(), 1, "mails: {mails:#?}");
    let link = mails[0].link().ok_or("no private link in the mail")?;
    let token = link.split_once(&format!("/t/{id}#k=")).ok_or_else(|| format!("{link} is not of {id}"))?.1;
    let (ticket, _) = stage.backend.ticket(id, token).await?;
    assert_eq!(plain(&ticket.summary.subject), plain(complaint.subject));
    assert_eq!(plain(&ticket.message), plain(complaint.message));
    let list = plain(&stage.backend.handler(&["list"]).await?);
    assert_eq!(list.lines().filter(|line| line.contains(&plain(complaint.subject))).count(), 1, "{list}");
    Ok(())
}

async fn go_to(page: &Page, tab: &WindowHandle) -> Outcome {
    Ok(page.driver().switch_to_window(tab.clone()).await?)
}

/// The pauses between attempts grow longer than a test waits: the button is pressed as long as there is one.
async fn try_again(page: &Page) -> Outcome {
    let press = "document.querySelector('main .notice .btn')?.click(); return location.pathname.startsWith('/sent/')";
    page.until("the confirmation", press, json!([])).await
}

async fn side_by_side(stage: Arc<Stage>) -> Outcome {
    let proxy = Proxy::start(stage.backend.address()).await?;
    let (page, words) = (stage.page_at(proxy.origin()).await?, stage.words());
    let (now, next) = (id_of(&env::dist())?, Build::later("1111111111111111")?);
    let (mine, other) = (
        Complaint::default(),
        Complaint {
            email: "accueil@example.com",
            subject: "Acompte retenu en mai",
            message: "L’acompte du 3 mai manque.",
            ..Complaint::default()
        },
    );
    page.goto("/").await?;
    serves(&page).await?;
    form::to_message(&page, &words, &mine).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    let old = page.driver().window().await?;
    let new = page.driver().new_tab().await?;
    go_to(&page, &new).await?;
    page.goto("/help").await?;

    // Both tell that a version waits; one of them takes it.
    stage.backend.deploy(next.folder()).await?;
    look_for_new(&page).await?;
    go_to(&page, &old).await?;
    page.shows(".new-version", &words.t("version.ready")).await?;
    go_to(&page, &new).await?;
    page.shows(".new-version", &words.t("version.ready")).await?;
    page.click(".new-version button").await?;
    is_of_build(&page, &next.id).await?;
    page.stands().await?;
    form::to_check(&page, &words, &other).await?;
    go_to(&page, &old).await?;
    is_of_build(&page, &now).await?;
    page.shows(".new-version", &words.t("version.older")).await?;
    page.shows(".new-version", &words.t("version.older-what")).await?;
    form::go_on(&page, &words.t("check.title")).await?;

    // Both send, and for each the answer is lost: either of them may try again.
    proxy.set(Mode::DropAnswer);
    page.click(form::ON).await?;
    page.heading(&words.t("sending.title")).await?;
    go_to(&page, &new).await?;
    page.click(form::ON).await?;
    page.heading(&words.t("sending.title")).await?;
    until("lost answers", async || Ok((proxy.lost() >= 2).then_some(()))).await?;
    proxy.set(Mode::Pass);
    try_again(&page).await?;
    let of_new = form::sent(&page, &words).await?;
    go_to(&page, &old).await?;
    try_again(&page).await?;
    let of_old = form::sent(&page, &words).await?;
    is_of_build(&page, &now).await?;
    arrived_once(&stage, &mine, &of_old).await?;
    arrived_once(&stage, &other, &of_new).await?;

    // The old one writes on; the new one knows the draft, and it outlives the update.
    page.click("header nav a[href='/help']").await?;
    page.click("main a[href='/problem']").await?;
    page.heading(&words.t("problem.title")).await?;
    form::fill_problem(&page).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    is_of_build(&page, &now).await?;
    go_to(&page, &new).await?;
    is_of_build(&page, &next.id).await?;
    page.goto("/").await?;
    page.shows(".card.draft", form::PROBLEM.0).await?;
    assert_eq!(page.count(".card.draft").await?, 1);
    go_to(&page, &old).await?;
    page.click(".new-version button").await?;
    is_of_build(&page, &next.id).await?;
    page.holds("subject", form::PROBLEM.0).await?;
    page.holds("message", form::PROBLEM.1).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_write_and_send_side_by_side() {
    stage("two_versions_write_and_send_side_by_side", side_by_side).await;
}
