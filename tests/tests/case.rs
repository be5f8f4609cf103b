//! A case from both ends: the handler at a terminal, the partner in the browser.
#![allow(missing_docs)]

use recourse_contract::Timestamp;
use recourse_contract::ticket::{Action, ClosedAs};
use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::look::Look;
use recourse_tests::stage::{Stage, stage, stage_with};
use serde_json::json;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Each kind of update, made by a handler's command and looked at.
async fn every_kind(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let filed = stage.backend.file("case@example.com").await?;
    let (id, reference) = (&filed.ticket.summary.id, filed.ticket.summary.reference.to_string());
    let shows = async |kind: &str, text: &str| -> Outcome {
        // It comes by itself: nobody loads the page.
        page.shows(".entries h2", &words.t(kind)).await?;
        page.shows(".entries", text).await
    };
    page.goto(&format!("/t/{id}#k={}", filed.link_token)).await?;
    shows("entry.filed", "").await?;
    shows("entry.acknowledgement", "").await?;
    stage.backend.handler(&["take-up", &reference]).await?;
    shows("entry.system", "Séjours & Co").await?;
    page.shows(".head-tag", &words.t("state.in-review")).await?;
    stage
        .backend
        .handler(&["progress", &reference, "The bank looks into it: https://bank.example/case?id=1.", "--news-by", "+3d"])
        .await?;
    shows("entry.progress", "The bank looks into it").await?;
    let ask = [
        "ask",
        &reference,
        "Two things.",
        "--by",
        "+5d",
        "--question",
        "yes_no:Is it paid?",
        "--question",
        "text:Account holder",
    ];
    stage.backend.handler(&ask).await?;
    shows("entry.request", "Account holder").await?;
    page.shows(".head-tag", &words.t("state.waiting")).await?;

    // Answered in place: what is missing is said, what is typed outlives a reload.
    page.click_on("form.answer button[type=submit]", &words.t("answer.send")).await?;
    page.focused("#error-summary").await?;
    page.shows("#x-q2-error", &words.t("error.answer")).await?;
    let mut found = faults(&page, "answering, with errors").await?;
    page.fill("x-q2", "Auberge du Lac").await?;
    page.shows("form.answer .kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.holds("x-q2", "Auberge du Lac").await?;
    page.click("form.answer label:has(input[value=no])").await?;
    page.click_on("form.answer button[type=submit]", &words.t("answer.send")).await?;
    shows("entry.answer", "Auberge du Lac").await?;
    page.until("the form to go", "return !document.querySelector('form.answer')", json!([])).await?;
    page.shows(".head-tag", &words.t("state.in-review")).await?;

    let verdict = ["--decision", "partly_upheld", "--findings", "It was held by mistake.", "--remedy", "You are paid today."];
    stage
        .backend
        .handler(&[&["preliminary", &reference, "This is what we mean to decide.", "--by", "+5d"][..], &verdict].concat())
        .await?;
    shows("entry.preliminary", "It was held by mistake.").await?;
    page.shows("form.reply label", &words.t("comment.label")).await?;
    page.fill("reply", "Cela me convient.").await?;
    page.click_on("form.reply button", &words.t("comment.send")).await?;
    page.shows(".entries article .prose", "Cela me convient.").await?;
    page.shows(".head-tag", &words.t("state.in-review")).await?;
    stage.backend.handler(&["reply", &reference, "Thank you. <script>alert(1)</script>"]).await?;
    shows("entry.reply", "<script>alert(1)</script>").await?;
    stage.backend.handler(&[&["outcome", &reference, "We have decided."][..], &verdict].concat()).await?;
    shows("entry.outcome", "You are paid today.").await?;
    page.shows(".head-tag", &words.t("state.resolved")).await?;
    page.shows(".aside", &words.t("case.timeline")).await?;
    found.extend(faults(&page, "a whole thread").await?);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    // Read here, read everywhere.
    let (ticket, _) = stage.backend.ticket(id, &filed.link_token).await?;
    assert_eq!(ticket.summary.read_up_to, ticket.summary.last_update);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_update_in_french() {
    stage_with("every_kind_of_update_in_french", Look::french(), every_kind).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_update_in_english() {
    stage_with("every_kind_of_update_in_english", Look::english(), every_kind).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silence_is_broken_once() {
    stage("a_silence_is_broken_once", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let filed = stage.backend.file("silence@example.com").await?;
        let reference = filed.ticket.summary.reference.to_string();
        // A promise that passes in a moment.
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        let soon = Timestamp(i64::try_from(now)? + 1_500).to_string();
        stage.backend.handler(&["progress", &reference, "Soon.", "--news-by", &soon]).await?;
        page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
        page.shows(".entries", "Soon.").await?;
        page.click_on(".aside button", &words.t("nudge.ask")).await?;
        page.shows(".entries li.mine h2", &words.t("entry.system")).await?;
        page.hides(".aside", &words.t("nudge.title")).await?;
        // The handler sees it, once.
        let list = stage.backend.handler(&["list", "--late"]).await?;
        assert!(list.contains(&reference) && list.contains("REMINDED"), "{list}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_thread_opens_at_what_is_new() {
    stage("a_long_thread_opens_at_what_is_new", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let filed = stage.backend.file("long@example.com").await?;
        let reference = filed.ticket.summary.reference.to_string();
        for number in 3..9 {
            let text = format!("Entry {number}. ").repeat(30);
            stage.backend.handler(&["reply", &reference, &text]).await?;
        }
        let link = format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token);
        page.goto(&link).await?;
        page.shows(".entries", "Entry 8.").await?;
        // At the first visit there is nothing to go on from.
        assert_eq!(page.count(".entries > li:focus").await?, 0);
        page.hides("main", &words.count("ticket.news", 7)).await?;
        page.goto("/help").await?;
        let text = "See https://example.com/a?b=c, not javascript:alert(1) <b>bold</b>.";
        stage.backend.handler(&["reply", &reference, text]).await?;
        stage.backend.handler(&["progress", &reference, "And more.", "--news-by", "+3d"]).await?;
        page.goto(&link).await?;
        page.shows("main", &words.count("ticket.news", 2)).await?;
        let first = "const e = document.activeElement, box = e.getBoundingClientRect();
            return e.matches('.entries > li') && e.innerText.includes('See https') && box.top >= 0 && box.top < innerHeight / 2";
        page.until("the first new entry on top", first, json!([])).await?;
        // Web addresses can be followed; everything else is text.
        let links = "return [...document.querySelectorAll('.entries .prose a')].map((a) => [a.href, a.rel, a.target])";
        let rel = "external noopener noreferrer nofollow";
        assert_eq!(page.js(links, json!([])).await?, json!([["https://example.com/a?b=c", rel, "_blank"]]));
        page.shows(".entries", "javascript:alert(1) <b>bold</b>.").await?;
        // How long ago; the exact time on demand.
        let when = ".entries > li:last-child .when";
        page.shows(when, &words.t("just-now")).await?;
        page.click(when).await?;
        let year = page.js("return String(new Date().getFullYear())", json!([])).await?;
        page.shows(when, year.as_str().unwrap_or_default()).await?;
        let found = faults(&page, "a long thread with news").await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

/// A case that is closed for good: the message opens another one, which this device has the link of.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_into_a_closed_case_opens_another() {
    stage("a_message_into_a_closed_case_opens_another", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let mut closed = None;
        for path in stage.backend.fill_demo().await? {
            let (id, token) = path.trim_start_matches("/t/").split_once("#k=").ok_or("a private link")?;
            let (ticket, _) = stage.backend.ticket(id, token).await?;
            if ticket.actions.contains(&Action::FollowUp) && ticket.summary.closed_as == Some(ClosedAs::Settled) {
                closed = Some((path.clone(), ticket));
            }
        }
        let (path, ticket) = closed.ok_or("the demo has a case that was closed long ago")?;
        page.goto(&path).await?;
        page.heading(&ticket.summary.subject).await?;
        page.shows("form.reply", &words.t("follow-up.hint")).await?;
        let mut found = faults(&page, "a case that is closed for good").await?;
        page.fill("reply", "La photo est encore refusée.").await?;
        page.click_on("form.reply button", &words.t("follow-up.send")).await?;
        page.shows("form.reply [role=status]", &words.t("follow-up.sent")).await?;
        page.click_on(".entries a", &words.before("entry.follow-up")).await?;
        page.shows(".entries", "La photo est encore refusée.").await?;
        page.shows(".head-tag", &words.t("state.received")).await?;
        found.extend(faults(&page, "a case that follows another").await?);
        // The device has its link: it opens again, and leads back.
        page.reload().await?;
        page.shows(".entries", "La photo est encore refusée.").await?;
        page.click_on(".column a", &words.t("ticket.follows").replace("{reference}", ticket.summary.reference.as_str())).await?;
        page.shows(".head-tag", &words.t("state.settled")).await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}
