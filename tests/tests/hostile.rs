//! Texts that mean harm: whoever wrote them, they are shown as texts, and nothing runs.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::wide_at;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage};
use serde_json::json;
use std::sync::Arc;

const SCRIPT: &str = "<script>window.__pwned=1</script><img src=x onerror=window.__pwned=1>";
const LINKS: &str = "javascript:window.__pwned=1 [a](javascript:window.__pwned=1) <a href=\"javascript:window.__pwned=1\">b</a> \
    data:text/html,<script>window.__pwned=1</script> https://safe.example/a";
/// What follows is read from right to left.
const OVERRIDE: &str = "\u{202e}gnp.exe";

/// Nothing has run, nothing of it has become an element, and a telephone does not scroll sideways.
async fn harmless(page: &Page, about: &str) -> Outcome {
    let made = "return [...document.querySelectorAll('#main script, #main img, #main iframe, #main svg[onload], #main a')]
        .filter((e) => e.tagName !== 'A' || !/^(https?|mailto|tel):/.test(e.href)).map((e) => e.outerHTML.slice(0, 200))";
    let wide = wide_at(page, 390).await?;
    assert_eq!(wide, None, "{about}");
    assert_eq!(page.js(made, json!([])).await?, json!([]), "{about}");
    assert_eq!(page.js("return typeof window.__pwned", json!([])).await?, json!("undefined"), "{about}");
    Ok(())
}

async fn hostile_texts(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let subject = format!("{SCRIPT} {OVERRIDE}");
    let filed = stage
        .backend
        .file_with("hostile@example.com", |ticket| {
            ticket.subject.clone_from(&subject);
            ticket.message = format!("{SCRIPT}\n\n{LINKS}");
            ticket.partner.name = format!("{SCRIPT}{OVERRIDE}");
            ticket.partner.company = Some(SCRIPT.to_owned());
            ticket.partner.properties = vec![OVERRIDE.to_owned()];
            ticket.outcome_wanted = Some(format!("{LINKS} {OVERRIDE}"));
        })
        .await?;
    let (id, reference) = (&filed.ticket.summary.id, filed.ticket.summary.reference.to_string());
    page.goto(&format!("/t/{id}#k={}", filed.link_token)).await?;
    page.heading(&subject).await?;
    page.shows(".entries .prose", SCRIPT).await?;
    page.shows(".entries .prose", LINKS).await?;
    assert!(page.title().await?.contains(SCRIPT), "{}", page.title().await?);
    harmless(&page, "what a partner filed").await?;

    // From a handler, while the page is open: markup, 120 kB of faces in two pieces, and a word without an end.
    let (faces, word) = ("😀".repeat(15_000), "W".repeat(5_000));
    for text in [&format!("{SCRIPT} {LINKS} {OVERRIDE}"), &faces, &faces, &word] {
        stage.backend.handler(&["reply", &reference, text]).await?;
    }
    page.shows(".entries .prose", &format!("{SCRIPT} {LINKS} {OVERRIDE}")).await?;
    let whole = "return [...document.querySelectorAll('.entries .prose')].filter((e) => e.textContent === arguments[0]).length";
    page.until("the faces, twice", &format!("{whole} === 2"), json!([faces])).await?;
    page.until("the long word", whole, json!([word])).await?;
    stage.backend.handler(&["ask", &reference, SCRIPT, "--by", "+5d", "--question", &format!("text:{SCRIPT}{OVERRIDE}")]).await?;
    page.shows("form.answer label", SCRIPT).await?;
    harmless(&page, "what a handler wrote").await?;
    // Web addresses alone are links.
    let links = "return [...new Set([...document.querySelectorAll('.entries .prose a')].map((a) => a.href))]";
    assert_eq!(page.js(links, json!([])).await?, json!(["https://safe.example/a"]));

    // Written here.
    page.fill("reply", &format!("{SCRIPT} {OVERRIDE}")).await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
    page.shows(".entries .mine .prose", &format!("{SCRIPT} {OVERRIDE}")).await?;
    harmless(&page, "what was written here").await?;

    // In the list the subject turns nothing around but itself; as words to look for, it is found.
    page.goto("/messages").await?;
    page.shows(".tickets .subject", &subject).await?;
    let own = "return getComputedStyle(document.querySelector('.tickets .subject')).unicodeBidi";
    assert_eq!(page.js(own, json!([])).await?, json!("isolate"));
    harmless(&page, "the list").await?;
    page.goto("/messages?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.__pwned%3D1%3E").await?;
    page.shows(".tickets .subject", &subject).await?;
    harmless(&page, "the list with a search").await
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_are_shown_as_texts() {
    stage("hostile_texts_are_shown_as_texts", hostile_texts).await;
}
