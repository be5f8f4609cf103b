//! Signing in by a code: every case of an address on any device, and nothing left behind after signing out.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::sign_in as signing;
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::words::Words;
use serde_json::json;
use std::sync::Arc;

const EMAIL: &str = "marie@example.com";

/// A month passes, for the device and for what the backend says of the time.
const A_MONTH: &str = "const now = Date.now;
    Date.now = () => now.call(Date) + 31 * 86400000;
    const get = Headers.prototype.get;
    Headers.prototype.get = function (name) {
        return name.toLowerCase() === 'date' ? new Date(Date.now()).toUTCString() : get.call(this, name);
    };";

/// The session's time is up: the browser has dropped the cookie, its clock says why, and the page wakes up.
async fn a_month_passes(page: &Page) -> Outcome {
    page.devtools("Network.clearBrowserCookies", json!({})).await?;
    let wake = "for (const hidden of [true, false]) {
            Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });
            document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        }";
    page.js(A_MONTH, json!([])).await?;
    page.js(wake, json!([])).await?;
    Ok(())
}

async fn expired_while_typing(stage: Arc<Stage>) -> Outcome {
    let (page, words) = (stage.page().await?, stage.words());
    let filed = stage.backend.file(EMAIL).await?;
    let mut codes = Vec::new();
    signing::sign_in(&stage, &page, EMAIL, &mut codes).await?;
    page.click_on(".tickets a", filed.ticket.summary.reference.as_str()).await?;
    page.heading(&filed.ticket.summary.subject).await?;
    page.fill("reply", "Voici ce qui manquait").await?;
    a_month_passes(&page).await?;
    page.shows("dialog[open] h2", &words.t("session.ended")).await?;
    page.shows("dialog[open]", EMAIL).await?;
    let mut found = faults(&page, "a session that has ended").await?;
    page.click("dialog[open] form button[type=submit]").await?;
    signing::enter(&stage, &page, EMAIL, &mut codes).await?;
    page.until("the dialogue to close", "return !document.querySelector('dialog[open]')", json!([])).await?;
    // Where it was, as it was.
    page.focused("#reply").await?;
    page.holds("reply", "Voici ce qui manquait").await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows(".entries article .prose", "Voici ce qui manquait").await?;
    page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
    let (_, thread) = stage.backend.ticket(&filed.ticket.summary.id, &filed.link_token).await?;
    assert_eq!(thread.iter().filter(|update| update.text == "Voici ce qui manquait").count(), 1);

    // Sent at the very moment: it waits, says why, and goes out after signing in.
    page.fill("reply", "Et encore ceci").await?;
    page.devtools("Network.clearBrowserCookies", json!({})).await?;
    page.js(A_MONTH, json!([])).await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows("dialog[open] h2", &words.t("session.ended")).await?;
    page.click_on("dialog[open] button", &words.t("session.later")).await?;
    page.shows(".entries .waiting", &words.t("trouble.signed-out")).await?;
    found.extend(faults(&page, "a reply that waits for a session").await?);
    page.click_on(".notice button", &words.t("session.again")).await?;
    page.click("dialog[open] form button[type=submit]").await?;
    signing::enter(&stage, &page, EMAIL, &mut codes).await?;
    page.shows(".entries article .prose", "Et encore ceci").await?;
    page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_while_typing_is_asked_for_in_place() {
    stage("a_session_that_ends_while_typing_is_asked_for_in_place", expired_while_typing).await;
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
    let right = signing::code(&stage, EMAIL, &[]).await?;
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
    // A link that opens nothing takes nothing from the session.
    page.goto(&format!("/t/{}#k=cut.off", one.ticket.summary.id)).await?;
    page.heading(&one.ticket.summary.subject).await?;
    page.goto("/").await?;
    page.goto(&format!("/t/{}", one.ticket.summary.id)).await?;
    page.heading(&one.ticket.summary.subject).await?;
    page.fill("reply", "Pas encore fini").await?;
    page.shows(".kept", &words.t("draft.kept")).await?;

    // Signed out in one tab, the others know at the next look.
    page.goto("/messages").await?;
    let this_tab = page.driver().window().await?;
    let other_tab = page.driver().new_tab().await?;
    page.driver().switch_to_window(other_tab.clone()).await?;
    page.goto("/messages").await?;
    page.find(".tickets li").await?;
    page.driver().switch_to_window(this_tab.clone()).await?;
    page.click_on(".inbox-foot button", &words.t("sign-out")).await?;
    // Something was begun: it asks first.
    page.shows("dialog[open]", &words.t("sign-out.unsent")).await?;
    found.extend(faults(&page, "messages, asking before a text is lost").await?);
    page.click("dialog[open] .danger").await?;
    page.shows("main", &words.t("inbox.empty")).await?;
    page.shows(".inbox-foot [role=status]", &words.t("sign-out.done")).await?;
    page.driver().switch_to_window(other_tab).await?;
    page.js("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))", json!([])).await?;
    page.shows("main", &words.t("inbox.empty")).await?;
    page.shows(".inbox-foot", &words.t("sign-in.title")).await?;
    page.driver().switch_to_window(this_tab).await?;
    page.goto(&format!("/t/{}", one.ticket.summary.id)).await?;
    page.heading(&words.t("ticket.sign-in")).await?;
    found.extend(faults(&page, "a case that a session opens").await?);
    // Nothing of it is left on the device, not even what was being written.
    let left = "const done = arguments[arguments.length - 1], open = indexedDB.open('recourse');
        open.onsuccess = () => {
            const found = [], stores = ['tickets', 'notes', 'outbox'], look = open.result.transaction(stores);
            for (const store of stores) {
                look.objectStore(store).getAllKeys().onsuccess = (event) => found.push(...event.target.result);
            }
            look.oncomplete = () => { open.result.close(); done(found.filter((key) => !key.startsWith('service:'))); };
        }";
    assert_eq!(page.driver().execute_async(left, Vec::new()).await?.json(), &json!([]));
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

/// Signs out everywhere, from the messages.
async fn out_everywhere(page: &Page, words: &Words) -> Outcome {
    page.click_on(".inbox-foot button", &words.t("sign-out.everywhere")).await?;
    page.click("dialog[open] .danger").await
}

async fn everywhere_too_late(stage: Arc<Stage>) -> Outcome {
    let (page, other, words) = (stage.page().await?, stage.page().await?, stage.words());
    let filed = stage.backend.file(EMAIL).await?;
    let reference = filed.ticket.summary.reference.as_str();
    let mut codes = Vec::new();
    signing::sign_in(&stage, &other, EMAIL, &mut codes).await?;
    signing::sign_in(&stage, &page, EMAIL, &mut codes).await?;
    page.shows(".tickets", reference).await?;
    // The backend knows this session no more, and the page has not noticed.
    page.devtools("Network.clearBrowserCookies", json!({})).await?;
    out_everywhere(&page, &words).await?;
    // What it had opened goes; that the others have ended is not said, for they have not.
    page.shows("main", &words.t("inbox.empty")).await?;
    page.shows(".inbox-foot", &words.t("sign-in.title")).await?;
    let said = page.texts(".inbox-foot").await?.join("");
    assert!(!said.contains(&words.t("sign-out.done")), "{said}");
    page.reload().await?;
    page.shows("main", &words.t("inbox.empty")).await?;
    other.reload().await?;
    other.shows(".tickets", reference).await?;

    // Its time was up: it is asked for again, and then everything ends.
    signing::sign_in(&stage, &page, EMAIL, &mut codes).await?;
    page.shows(".tickets", reference).await?;
    page.devtools("Network.clearBrowserCookies", json!({})).await?;
    page.js(A_MONTH, json!([])).await?;
    out_everywhere(&page, &words).await?;
    page.shows("dialog[open] h2", &words.t("session.ended")).await?;
    page.shows(".tickets", reference).await?;
    page.click("dialog[open] form button[type=submit]").await?;
    signing::enter(&stage, &page, EMAIL, &mut codes).await?;
    page.until("the dialogue to close", "return !document.querySelector('dialog[open]')", json!([])).await?;
    page.shows(".inbox-foot", EMAIL).await?;
    out_everywhere(&page, &words).await?;
    page.shows(".inbox-foot [role=status]", &words.t("sign-out.done")).await?;
    page.shows("main", &words.t("inbox.empty")).await?;
    other.reload().await?;
    other.shows("main", &words.t("inbox.empty")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_everywhere_with_a_session_that_has_ended() {
    stage("signing_out_everywhere_with_a_session_that_has_ended", everywhere_too_late).await;
}
