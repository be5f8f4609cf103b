//! What can go wrong besides the answers themselves: each trouble is named, with what is safe and what to do.
#![allow(missing_docs)]

use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::stage::{Stage, stage};
use recourse_tests::wait::until;
use recourse_tests::{Outcome, env};
use serde_json::json;

/// A network's own page in the place of the answer.
const HOTEL: Mode = Mode::AnswerPosts("200 OK\r\ncontent-type: text/html", "<html><body>Welcome, please sign in</body></html>");
const BUSY: Mode = Mode::AnswerPosts("503 Service Unavailable\r\ncontent-type: text/plain\r\nretry-after: 1", "busy");
/// A refusal that belongs to no field, of a type that this version does not know.
const CLOSED: Mode = Mode::AnswerPosts(
    "403 Forbidden\r\ncontent-type: application/problem+json",
    r#"{"type":"https://platform.example/closed","title":"Closed","status":403,"detail":"Ce guichet est fermé ce soir."}"#,
);

/// What the app asks the backend is blocked on its way, or goes through again.
async fn api_blocked(page: &Page, is_blocked: bool) -> Outcome {
    page.devtools("Network.enable", json!({})).await?;
    let urls = if is_blocked { vec!["*/api/*"] } else { Vec::new() };
    page.devtools("Network.setBlockedURLs", json!({ "urls": urls })).await?;
    Ok(())
}

async fn exactly_one(stage: &Stage, complaint: &Complaint) -> Outcome {
    assert_eq!(stage.backend.mails_to(complaint.email).await?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_service_is_tried_again_by_itself() {
    stage("a_busy_service_is_tried_again_by_itself", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        proxy.set(BUSY);
        page.click(form::ON).await?;
        page.shows(".notice", &words.t("trouble.busy")).await?;
        page.shows(".notice", &words.t("sending.later")).await?;
        until("a second attempt", async || Ok((proxy.lost() >= 2).then_some(()))).await?;
        proxy.set(Mode::Pass);
        form::sent(&page, &words).await?;
        exactly_one(&stage, &complaint).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_answers_in_the_service_s_place_decides_nothing() {
    stage("a_network_that_answers_in_the_service_s_place_decides_nothing", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        proxy.set(HOTEL);
        page.click(form::ON).await?;
        page.shows(".notice", &words.t("trouble.strange")).await?;
        page.shows(".notice", &words.t("sending.frozen")).await?;
        proxy.set(Mode::Pass);
        page.click_on(".notice button", &words.t("sending.retry")).await?;
        form::sent(&page, &words).await?;
        exactly_one(&stage, &complaint).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_the_whole_is_said_where_it_was_sent() {
    stage("a_refusal_of_the_whole_is_said_where_it_was_sent", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        form::to_check(&page, &words, &complaint).await?;
        proxy.set(CLOSED);
        page.click(form::ON).await?;
        page.shows(".notice", &words.t("check.refused")).await?;
        page.shows(".notice", &words.fill("check.refused-what", &[("detail", "Ce guichet est fermé ce soir.")])).await?;
        let mut found = faults(&page, "check, refused").await?;
        // It is still there after a reload, and so is every answer.
        page.reload().await?;
        page.shows(".notice", &words.t("check.refused")).await?;
        page.shows("dl.answers dd", complaint.subject).await?;
        proxy.set(Mode::Pass);
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        exactly_one(&stage, &complaint).await?;

        // The same for a message: it comes back into its box.
        page.click_on("main a", &words.t("sent.thread")).await?;
        page.fill("reply", "Une précision.").await?;
        proxy.set(CLOSED);
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows("#reply-error", &words.fill("reply.refused", &[("detail", "Ce guichet est fermé ce soir.")])).await?;
        page.holds("reply", "Une précision.").await?;
        page.hides("form.reply", &words.t("reply.sent")).await?;
        found.extend(faults(&page, "thread, with a refused reply").await?);
        page.reload().await?;
        page.holds("reply", "Une précision.").await?;
        proxy.set(Mode::Pass);
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows(".entries article .prose", "Une précision.").await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_cannot_be_read_says_so() {
    stage("a_case_that_cannot_be_read_says_so", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let filed = stage.backend.file("unread@example.com").await?;
        let subject = &filed.ticket.summary.subject;
        api_blocked(&page, true).await?;
        page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
        page.heading(&words.t("unreachable.title")).await?;
        page.shows("main", &words.t("ticket.failed")).await?;
        let mut found = faults(&page, "a case that cannot be read").await?;
        api_blocked(&page, false).await?;
        page.click_on("main button", &words.t("unreachable.again")).await?;
        page.heading(subject).await?;
        page.shows(".entries h2", &words.t("entry.filed")).await?;
        // Read once, it can be read again without an answer, and says how old it is.
        api_blocked(&page, true).await?;
        page.reload().await?;
        page.heading(subject).await?;
        page.shows(".notice", &words.before("ticket.stale")).await?;
        page.shows(".notice", &words.after("ticket.stale")).await?;
        page.shows(".entries h2", &words.t("entry.filed")).await?;
        found.extend(faults(&page, "a case as it was read before").await?);
        api_blocked(&page, false).await?;
        page.click_on(".notice button", &words.t("unreachable.again")).await?;
        page.hides(".notice", &words.after("ticket.stale")).await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_was_never_reached_leaves_another_way() {
    stage("a_service_that_was_never_reached_leaves_another_way", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        api_blocked(&page, true).await?;
        page.goto("/complaint").await?;
        page.heading(&words.t("unreachable.title")).await?;
        page.shows("main", &words.t("unreachable.what")).await?;
        // Not from `service`, which did not come: from the page itself.
        let platform = stage.backend.service("fr").await?.platform;
        page.shows("main a[href^='mailto:']", &platform.email).await?;
        let found = faults(&page, "unreachable").await?;
        api_blocked(&page, false).await?;
        page.click_on("main button", &words.t("unreachable.again")).await?;
        page.heading(&words.t("start.title")).await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_keeps_nothing_is_named() {
    stage("a_device_that_keeps_nothing_is_named", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let full = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }";
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": full })).await?;
        form::begin(&page, &words).await?;
        page.fill("name", complaint.name).await?;
        page.shows(".notice", &words.t("storage.refused")).await?;
        page.shows(".notice", &words.t("storage.refused-what")).await?;
        let mut found = faults(&page, "details, on a device that keeps nothing").await?;
        // Within the page nothing is lost.
        page.click("header nav a[href='/']").await?;
        page.shows(".notice", &words.t("storage.refused")).await?;
        found.extend(faults(&page, "home, on a device that keeps nothing").await?);
        page.driver().back().await?;
        page.holds("name", complaint.name).await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_cannot_be_read_is_kept_aside() {
    stage("a_draft_that_cannot_be_read_is_kept_aside", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let draft = form::begin(&page, &words).await?;
        page.fill("name", complaint.name).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        // A newer version of the app has been here.
        page.goto("/help").await?;
        let id = draft.rsplit('/').next().unwrap_or_default().to_owned();
        let newer = "const done = arguments[arguments.length - 1], open = indexedDB.open('recourse');
            open.onsuccess = () => {
                const change = open.result.transaction('drafts', 'readwrite');
                change.objectStore('drafts').put('{\"version\":99}', arguments[0]);
                change.oncomplete = () => { open.result.close(); done(true); };
            }";
        page.driver().execute_async(newer, vec![json!(id)]).await?;
        page.goto("/").await?;
        page.shows(".notice", &words.t("draft.unreadable")).await?;
        page.shows(".notice", &words.t("draft.unreadable-what")).await?;
        let mut found = faults(&page, "home, with a draft of a newer version").await?;
        page.goto(&format!("{draft}/details")).await?;
        page.shows(".notice", &words.t("draft.unreadable")).await?;
        found.extend(faults(&page, "a draft of a newer version").await?);
        // Whatever is typed here now, the newer draft is not gone.
        page.goto("/complaint").await?;
        let kept = "const done = arguments[arguments.length - 1], open = indexedDB.open('recourse');
            open.onsuccess = () => {
                const found = [], look = open.result.transaction(['drafts', 'aside']);
                for (const store of ['drafts', 'aside']) {
                    look.objectStore(store).getAll().onsuccess = (event) => found.push(...event.target.result);
                }
                look.oncomplete = () => { open.result.close(); done(found); };
            }";
        let kept = page.driver().execute_async(kept, Vec::new()).await?.json().clone();
        assert!(kept.as_array().is_some_and(|kept| kept.contains(&json!("{\"version\":99}"))), "kept are {kept}");
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_and_a_choice_that_are_needed_are_asked_for() {
    stage("a_date_and_a_choice_that_are_needed_are_asked_for", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let demo = std::fs::read_to_string(env::clone("backend/demo/service.toml"))?;
        let (before, after) = demo.split_once("id = \"payments/late\"").ok_or("the demo has another topic by now")?;
        let stricter = before.replace("required = false", "required = true");
        assert_ne!(before, stricter, "the demo has no optional field there by now");
        let file = stage.backend.scratch("stricter.toml");
        std::fs::write(&file, format!("{stricter}id = \"payments/late\"{after}"))?;
        stage.backend.start_with(Some(&file)).await?;
        form::begin(&page, &words).await?;
        form::fill_details(&page, &complaint).await?;
        form::go_on(&page, &words.t("topic.title")).await?;
        form::choose_topic(&page, &complaint).await?;
        form::go_on(&page, &words.t("message.title")).await?;
        form::fill_message(&page, &complaint).await?;
        page.click(form::ON).await?;
        page.shows("#error-summary-title", &words.count("summary.title", 2)).await?;
        page.shows("#x-period-error", &words.t("error.range")).await?;
        page.shows("#x-reason-shown-error", &words.t("error.choice")).await?;
        page.click("#error-summary a[href='#x-reason-shown']").await?;
        page.focused("#x-reason-shown input").await?;
        page.js(
            "for (const part of ['from', 'to']) {
                const date = document.getElementById(`x-period-${part}`);
                date.value = '2026-10-15';
                date.dispatchEvent(new Event('input', { bubbles: true }));
             }",
            json!([]),
        )
        .await?;
        page.click("label:has(input[value=identity])").await?;
        page.click(form::ON).await?;
        page.heading(&words.t("check.title")).await?;
        page.shows("dl.answers dd", "2026").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_stored_within_half_a_second() {
    stage("what_is_typed_is_stored_within_half_a_second", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        form::begin(&page, &words).await?;
        // From the last key to a store that has it. The page is closed without a word after that time: what it had not
        // stored by then is gone.
        let typed = "const done = arguments[arguments.length - 1], name = document.getElementById('name');
            name.value = 'Marie Dupont';
            name.dispatchEvent(new Event('input', { bubbles: true }));
            setTimeout(() => {
                const open = indexedDB.open('recourse');
                open.onsuccess = () => {
                    const look = open.result.transaction('drafts').objectStore('drafts').getAll();
                    look.onsuccess = () => { open.result.close(); done(look.result); };
                };
            }, 500)";
        let stored = page.driver().execute_async(typed, Vec::new()).await?.json().clone();
        assert!(stored.to_string().contains("Marie Dupont"), "after half a second the device has {stored}");
        Ok(())
    })
    .await;
}
