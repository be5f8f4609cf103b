//! The partner's own data: preferences, address, a copy of everything, erasure.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::look::Look;
use recourse_tests::sign_in::{code, sign_in};
use recourse_tests::stage::{Stage, stage_with};
use serde_json::json;
use std::sync::Arc;

const EMAIL: &str = "me@example.com";
const NEW: &str = "me.new@example.com";

async fn my_data(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let filed = stage.backend.file(EMAIL).await?;
    let (id, token) = (&filed.ticket.summary.id, &filed.link_token);
    let mut codes = Vec::new();
    // This device knows the case by its link, too.
    page.goto(&format!("/t/{id}#k={token}")).await?;
    page.heading(&filed.ticket.summary.subject).await?;
    sign_in(&stage, &page, EMAIL, &mut codes).await?;
    page.click_on(".inbox-foot a", &words.t("me.title")).await?;
    page.heading(&words.t("me.title")).await?;
    page.shows("main", &words.t("me.preferences")).await?;
    let mut found = faults(&page, "my data").await?;

    // Preferences hold for what was filed before.
    page.click("#me-language option[value=en]").await?;
    page.click("label:has(input[name=me-channel][value=inbox])").await?;
    page.click_on("main form button", &words.t("me.save")).await?;
    page.shows("main [role=status]", &words.t("me.saved")).await?;
    let (ticket, _) = stage.backend.ticket(id, token).await?;
    assert_eq!((ticket.partner.language.as_str(), ticket.partner.channel), ("en", recourse_contract::ticket::Channel::Inbox));

    // Another address: what is wrong is said, and the code has the last word.
    page.click("form:has(#me-address) button[type=submit]").await?;
    page.shows("#me-address-error", &words.t("error.email")).await?;
    page.focused("#me-address").await?;
    page.fill("me-address", EMAIL).await?;
    page.click("form:has(#me-address) button[type=submit]").await?;
    page.shows("#me-address-error", &words.t("me.same-address")).await?;
    found.extend(faults(&page, "my data, with an error").await?);
    page.fill("me-address", NEW).await?;
    page.click("form:has(#me-address) button[type=submit]").await?;
    page.shows("label[for=me-address]", &words.t("sign-in.code")).await?;
    page.focused("#me-address").await?;
    let right = code(&stage, NEW, &codes).await?;
    page.fill("me-address", if right == "000000" { "000001" } else { "000000" }).await?;
    page.click("form:has(#me-address) button[type=submit]").await?;
    page.find("#me-address-error").await?;
    page.fill("me-address", &right).await?;
    page.click("form:has(#me-address) button[type=submit]").await?;
    page.shows("main [role=status]", &words.t("me.moved")).await?;
    page.shows("main", NEW).await?;
    assert!(stage.backend.ticket(id, token).await.is_err(), "the link of before still opens the case");
    page.reload().await?;
    page.shows("main", NEW).await?;
    // The link that the device had is dead, the session opens the case all the same, and news still come.
    page.goto(&format!("/t/{id}")).await?;
    page.heading(&filed.ticket.summary.subject).await?;
    page.hides("main", &words.t("ticket.revoked")).await?;
    page.fill("reply", "Sous la nouvelle adresse").await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
    page.shows(".entries article .prose", "Sous la nouvelle adresse").await?;
    stage.backend.handler(&["reply", filed.ticket.summary.reference.as_str(), "And an answer."]).await?;
    page.shows(".entries", "And an answer.").await?;
    page.goto("/me").await?;
    page.shows("main", NEW).await?;

    // A copy of everything, as a file.
    page.js("const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => window.saved = text); return make.call(URL, blob); }", json!([])).await?;
    page.click_on("main button", &words.t("me.export-do")).await?;
    page.shows("main [role=status]", &words.t("me.exported")).await?;
    page.until("the file", "return window.saved", json!([])).await?;
    let saved = page.js("return window.saved", json!([])).await?;
    let export: recourse_contract::me::Export = serde_json::from_str(saved.as_str().unwrap_or_default())?;
    assert_eq!((export.me.email.as_str(), export.tickets.len()), (NEW, 1));
    assert!(export.tickets[0].updates.len() >= 4);

    // Erasure, asked for and taken back.
    page.click_on("main button", &words.t("me.erase")).await?;
    page.shows("dialog[open]", &words.t("me.erase-consequence")).await?;
    found.extend(faults(&page, "my data, asking before the erasure").await?);
    page.click("dialog[open] .danger").await?;
    page.shows("main [role=status]", &words.before("me.erase-asked")).await?;
    found.extend(faults(&page, "my data, to be erased").await?);
    page.reload().await?;
    page.click_on("main button", &words.t("me.erase-back")).await?;
    page.shows("main [role=status]", &words.t("me.erase-taken-back")).await?;
    page.focused("#me-erasure").await?;
    page.click_on("main button", &words.t("me.erase")).await?;
    page.find("dialog[open]").await?;

    // The service is away: what was chosen waits on the device, counts there, and goes out when it is back.
    page.goto("/me").await?;
    page.shows("main", &words.t("me.preferences")).await?;
    stage.backend.stop().await?;
    page.click("label:has(input[name=me-channel][value=email_full])").await?;
    page.click_on("main form button", &words.t("me.save")).await?;
    page.shows("main [role=status]", &words.t("me.waits")).await?;
    found.extend(faults(&page, "my data, with preferences that wait").await?);
    page.click_on("nav a", &words.t("frame.messages")).await?;
    page.heading(&words.t("inbox.title")).await?;
    page.click_on(".inbox-foot a", &words.t("me.title")).await?;
    page.shows("main [role=status]", &words.t("me.waits")).await?;
    page.find("input[name=me-channel][value=email_full]:checked").await?;
    stage.backend.start_again().await?;
    page.shows("main [role=status]", &words.t("me.saved")).await?;
    page.reload().await?;
    page.find("input[name=me-channel][value=email_full]:checked").await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn my_data_in_french() {
    stage_with("my_data_in_french", Look::french(), my_data).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn my_data_in_english() {
    stage_with("my_data_in_english", Look::english(), my_data).await;
}
