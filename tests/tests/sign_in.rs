//! Signing in by a code: every case of an address on any device, and nothing left behind after signing out.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::look::Look;
use recourse_tests::stage::{Stage, stage_with};
use recourse_tests::wait::until;
use serde_json::json;
use std::sync::Arc;

const EMAIL: &str = "marie@example.com";

/// The code of the latest mail that has one and is not `before`.
async fn code(stage: &Stage, before: &str) -> Outcome<String> {
    until("the code in the mail", async || {
        let digits = |line: &str| line.trim().replace(' ', "");
        let mails = stage.backend.mails_to(EMAIL).await?;
        let mut codes = mails.iter().flat_map(|mail| mail.text.lines().map(digits).collect::<Vec<_>>());
        Ok(codes.find(|code| code.len() == 6 && code != before && code.bytes().all(|b| b.is_ascii_digit())))
    })
    .await
}

async fn sign_in(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    // An address is the same however it is written.
    let (one, two) = (stage.backend.file(EMAIL).await?, stage.backend.file("Marie@Example.com").await?);
    let other = stage.backend.file("other@example.com").await?;
    page.goto("/messages").await?;
    page.click_on("main a", &words.t("sign-in.title")).await?;
    page.heading(&words.t("sign-in.title")).await?;
    page.focused("#heading").await?;
    page.click("main form button[type=submit]").await?;
    page.shows("#sign-in-error", &words.t("error.email")).await?;
    page.focused("#sign-in").await?;
    let mut found = faults(&page, "signing in, with an error").await?;
    page.fill("sign-in", EMAIL).await?;
    page.click("main form button[type=submit]").await?;
    page.shows("label[for=sign-in]", &words.t("sign-in.code")).await?;
    page.shows("main [role=status]", EMAIL).await?;
    page.focused("#sign-in").await?;
    let right = code(&stage, "").await?;
    page.fill("sign-in", if right == "000000" { "000001" } else { "000000" }).await?;
    page.click("main form button[type=submit]").await?;
    page.find("#sign-in-error").await?;
    found.extend(faults(&page, "the code, with an error").await?);
    // As people type it.
    page.fill("sign-in", &format!("{} {}", &right[..3], &right[3..])).await?;
    page.click("main form button[type=submit]").await?;

    page.heading(&words.t("inbox.title")).await?;
    page.until("both cases, and no other", "return document.querySelectorAll('.tickets li').length === 2", json!([])).await?;
    for filed in [&one, &two] {
        page.shows(".tickets", filed.ticket.summary.reference.as_str()).await?;
    }
    page.shows(".inbox-foot", EMAIL).await?;
    found.extend(faults(&page, "messages, signed in").await?);

    // A case opens, takes a reply, and is still there after a reload: the session is a cookie that no script sees.
    page.click_on(".tickets a", one.ticket.summary.reference.as_str()).await?;
    page.heading(&one.ticket.summary.subject).await?;
    page.fill("reply", "Toujours rien.").await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows("form.reply", &words.t("reply.sent")).await?;
    assert_eq!(page.js("return document.cookie", json!([])).await?, "");
    page.reload().await?;
    page.shows(".entries article .prose", "Toujours rien.").await?;
    // Nobody else's case, whatever the address says.
    page.goto(&format!("/t/{}", other.ticket.summary.id)).await?;
    page.heading(&words.t("ticket.nothing")).await?;

    // Signed out in one tab, the others know at the next look.
    page.goto("/messages").await?;
    let this_tab = page.driver().window().await?;
    let other_tab = page.driver().new_tab().await?;
    page.driver().switch_to_window(other_tab.clone()).await?;
    page.goto("/messages").await?;
    page.find(".tickets li").await?;
    page.driver().switch_to_window(this_tab.clone()).await?;
    page.click_on(".inbox-foot button", &words.t("sign-out")).await?;
    page.shows("main", &words.t("inbox.empty")).await?;
    page.driver().switch_to_window(other_tab).await?;
    page.js("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))", json!([])).await?;
    page.shows("main", &words.t("inbox.empty")).await?;
    page.shows(".inbox-foot", &words.t("sign-in.title")).await?;
    page.driver().switch_to_window(this_tab).await?;
    page.goto(&format!("/t/{}", one.ticket.summary.id)).await?;
    page.heading(&words.t("ticket.nothing")).await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_in_french() {
    stage_with("sign_in_in_french", Look::french(), sign_in).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_in_english() {
    stage_with("sign_in_in_english", Look::english(), sign_in).await;
}
