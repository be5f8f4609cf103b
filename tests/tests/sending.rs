//! Nothing is lost on the way to the backend, and nothing is sent twice.
#![allow(missing_docs)]

use recourse_tests::form::Complaint;
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::wait::until;
use recourse_tests::words::Words;
use recourse_tests::{Outcome, form};
use serde_json::json;

async fn not_sent_yet(page: &Page, words: &Words, trouble: &str) -> Outcome {
    page.heading(&words.t("sending.title")).await?;
    page.shows(".notice", &words.t("sending.not-yet")).await?;
    page.shows(".notice", &words.t(trouble)).await
}

/// The backend has exactly one ticket of this partner.
async fn exactly_one(stage: &Stage, complaint: &Complaint) -> Outcome {
    let mails = stage.backend.mails_to(complaint.email).await?;
    assert_eq!(mails.len(), 1, "mails: {mails:#?}");
    Ok(())
}

async fn offline(page: &Page, is_offline: bool) -> Outcome {
    let conditions = json!({ "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.devtools("Network.enable", json!({})).await?;
    page.devtools("Network.emulateNetworkConditions", conditions).await?;
    page.until("the browser to notice", "return navigator.onLine !== arguments[0]", json!([is_offline])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backend_that_was_away_gets_it_once() {
    stage("a_backend_that_was_away_gets_it_once", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        stage.backend.stop().await?;
        page.click(form::ON).await?;
        not_sent_yet(&page, &words, "trouble.unreachable").await?;
        // It may have arrived, for all the app can know: it is frozen.
        page.shows(".notice", &words.t("sending.frozen")).await?;
        assert_eq!(page.count(form::ON).await?, 0, "it can be sent again");
        // In the meantime it is listed as waiting.
        page.click("header nav a[href='/messages']").await?;
        page.shows(".tickets", complaint.subject).await?;
        page.shows(".tickets", &words.t("draft.waiting")).await?;
        stage.backend.start_again().await?;
        // Without anybody's doing.
        page.hides(".tickets", &words.t("draft.waiting")).await?;
        page.shows(".tickets", complaint.subject).await?;
        exactly_one(&stage, &complaint).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_makes_no_second_ticket() {
    stage("a_lost_answer_makes_no_second_ticket", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        proxy.set(Mode::DropAnswer);
        page.click(form::ON).await?;
        not_sent_yet(&page, &words, "trouble.unreachable").await?;
        page.shows(".notice", &words.t("sending.frozen")).await?;
        page.hides(".notice button", &words.t("sending.edit")).await?;
        assert_eq!((proxy.posts(), proxy.lost()), (1, 1), "the backend has stored it, and the answer was lost");
        // Not even a crash of both sides in between makes two of it.
        stage.backend.kill().await?;
        stage.backend.start_again().await?;
        page.click_on(".notice button", &words.t("sending.retry")).await?;
        until("a second lost answer", async || Ok((proxy.lost() >= 2).then_some(()))).await?;
        proxy.set(Mode::Pass);
        page.reload().await?;
        page.click_on(".notice button", &words.t("sending.retry")).await?;
        form::sent(&page, &words).await?;
        assert!(proxy.posts() >= 3, "the backend answered {} times", proxy.posts());
        exactly_one(&stage, &complaint).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_while_waiting_loses_nothing() {
    stage("a_reload_while_waiting_loses_nothing", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        let draft = form::to_check(&page, &words, &complaint).await?;
        proxy.set(Mode::DropPosts);
        page.click(form::ON).await?;
        not_sent_yet(&page, &words, "trouble.unreachable").await?;
        page.reload().await?;
        not_sent_yet(&page, &words, "trouble.unreachable").await?;
        // Whatever step the address asks for, what waits is shown.
        page.goto(&format!("{draft}/details")).await?;
        page.heading(&words.t("sending.title")).await?;
        page.shows("dl.answers dd", complaint.subject).await?;
        page.goto("/").await?;
        page.shows(".card.draft", &words.t("draft.waiting")).await?;
        page.click_on(".card.draft a", &words.t("draft.look")).await?;
        page.heading(&words.t("sending.title")).await?;
        assert_eq!(proxy.posts(), 0);
        proxy.set(Mode::Pass);
        page.reload().await?;
        form::sent(&page, &words).await?;
        exactly_one(&stage, &complaint).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_in_the_middle_of_sending_sends_once() {
    stage("a_reload_in_the_middle_of_sending_sends_once", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        proxy.set(Mode::HoldPosts);
        page.click(form::ON).await?;
        page.shows(".notice", &words.t("sending.now")).await?;
        page.shows(".notice", &words.t("sending.safe")).await?;
        page.reload().await?;
        page.shows(".notice", &words.t("sending.now")).await?;
        // Now both attempts reach the backend.
        proxy.set(Mode::Pass);
        form::sent(&page, &words).await?;
        exactly_one(&stage, &complaint).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_waits_and_goes_out_when_back() {
    let look = Look { name: Some("recourse.test"), ..Look::french() };
    stage_with("offline_waits_and_goes_out_when_back", look, |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        offline(&page, true).await?;
        page.click(form::ON).await?;
        not_sent_yet(&page, &words, "trouble.offline").await?;
        // Nothing was tried: it can still be taken back and changed.
        page.click_on(".notice button", &words.t("sending.edit")).await?;
        page.heading(&words.t("check.title")).await?;
        page.click("main .part-head a[href$='/message']").await?;
        page.heading(&words.t("message.title")).await?;
        page.fill("subject", "Versement d’octobre et de novembre").await?;
        page.click(form::ON).await?;
        page.heading(&words.t("check.title")).await?;
        page.click(form::ON).await?;
        not_sent_yet(&page, &words, "trouble.offline").await?;
        offline(&page, false).await?;
        form::sent(&page, &words).await?;
        page.shows("dl.answers dd", "Versement d’octobre et de novembre").await?;
        exactly_one(&stage, &complaint).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_survives_a_lost_answer() {
    stage("a_reply_survives_a_lost_answer", |stage| async move {
        let filed = stage.backend.file("replies@example.com").await?;
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words) = (stage.page_at(proxy.origin()).await?, stage.words());
        let id = filed.ticket.summary.id;
        page.goto(&format!("/t/{id}#k={}", filed.link_token)).await?;
        page.heading(&filed.ticket.summary.subject).await?;
        // What was begun is there after a reload.
        page.fill("reply", "Voici une précision.").await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.reload().await?;
        page.holds("reply", "Voici une précision.").await?;
        proxy.set(Mode::DropAnswer);
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows(".entries .waiting", &words.t("draft.waiting")).await?;
        page.holds("reply", "").await?;
        proxy.set(Mode::Pass);
        page.click_on(".entries .waiting button", &words.t("sending.retry")).await?;
        page.until("the reply to arrive", "return !document.querySelector('.entries .waiting')", json!([])).await?;
        page.shows(".entries article", "Voici une précision.").await?;
        let (_, thread) = stage.backend.ticket(&id, &filed.link_token).await?;
        let replies = thread.iter().filter(|update| update.text == "Voici une précision.").count();
        assert_eq!(replies, 1, "the thread is {thread:#?}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_device_sends_once() {
    stage("a_full_device_sends_once", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        // From now on the device refuses every write.
        page.js("IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }", json!([]))
            .await?;
        proxy.set(Mode::DropAnswer);
        page.click(form::ON).await?;
        not_sent_yet(&page, &words, "trouble.unreachable").await?;
        page.focused("#heading").await?;
        // Another tab tells of a change: this one looks into a store that has nothing of it.
        page.js("new BroadcastChannel('recourse').postMessage(true)", json!([])).await?;
        until("the second attempt to be lost", async || Ok((proxy.lost() >= 2).then_some(()))).await?;
        page.shows(".notice", &words.t("sending.frozen")).await?;
        proxy.set(Mode::Pass);
        form::sent(&page, &words).await?;
        exactly_one(&stage, &complaint).await
    })
    .await;
}
