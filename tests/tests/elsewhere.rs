//! The app away from its backend's origin: in another site's frame, and hosted elsewhere. No cookie reaches the backend
//! from there, so the session is a token in memory.
#![allow(missing_docs)]

use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::sign_in::{enter, sign_in};
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::wait::until;
use recourse_tests::{Outcome, site};
use serde_json::json;

const EMAIL: &str = "framed@example.com";

/// Signs in from the messages, reads a case and writes into it; at the end only the session has opened anything.
async fn lives_with_a_token(stage: &Stage, page: &Page) -> Outcome {
    let words = stage.words();
    let filed = stage.backend.file(EMAIL).await?;
    let mut codes = Vec::new();
    page.click_on("header a", &words.t("frame.messages")).await?;
    page.click_on("main a", &words.t("sign-in.title")).await?;
    page.fill("sign-in", EMAIL).await?;
    page.click("main form button[type=submit]").await?;
    enter(stage, page, EMAIL, &mut codes).await?;
    page.heading(&words.t("inbox.title")).await?;
    page.click_on(".tickets a", filed.ticket.summary.reference.as_str()).await?;
    page.heading(&filed.ticket.summary.subject).await?;
    page.fill("reply", "Depuis ailleurs").await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
    page.shows(".entries article .prose", "Depuis ailleurs").await?;
    // News come over the stream here, too.
    stage.backend.handler(&["reply", filed.ticket.summary.reference.as_str(), "By the stream."]).await?;
    page.shows(".entries", "By the stream.").await?;
    let cookies = page.devtools("Network.getAllCookies", json!({})).await?;
    assert_eq!(cookies["cookies"], json!([]), "the session is no cookie");
    // The token is nowhere on the device, nor in an address.
    let kept = "const done = arguments[arguments.length - 1], open = indexedDB.open('recourse');
        open.onsuccess = () => {
            const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href];
            const stores = [...open.result.objectStoreNames], look = open.result.transaction(stores);
            for (const store of stores) {
                look.objectStore(store).getAll().onsuccess = (event) => found.push(...event.target.result);
            }
            look.oncomplete = () => { open.result.close(); done(found.join(' ')); };
        }";
    let kept = page.driver().execute_async(kept, Vec::new()).await?.json().to_string();
    assert!(!kept.contains(EMAIL), "the session stays behind: {kept}");
    assert!(!kept.contains("Depuis ailleurs"), "the thread stays behind: {kept}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn in_another_site_s_frame_without_third_party_cookies() {
    let look = Look { third_party_cookies: false, ..Look::french() };
    stage_with("in_another_site_s_frame_without_third_party_cookies", look, |stage| async move {
        let words = stage.words();
        // Another site: a name is not the same as an address.
        let host = site::host(&format!("{}/", stage.backend.origin())).await?;
        let page = stage.page().await?;
        page.open(&host).await?;
        // Nobody frames it unasked.
        stage.expects("frame-ancestors");
        page.driver().enter_frame(0).await?;
        assert_eq!(page.count("#heading").await?, 0, "a page that is not listed frames the app");
        page.driver().enter_default_frame().await?;
        stage.backend.restart(&["--empty", "--frame-ancestors", &host]).await?;
        page.open(&host).await?;
        page.driver().enter_frame(0).await?;
        page.heading(&words.t("home.title")).await?;
        lives_with_a_token(&stage, &page).await?;
        // A reload ends it; what a link has opened is another matter.
        page.driver().enter_default_frame().await?;
        page.open(&host).await?;
        page.driver().enter_frame(0).await?;
        page.click_on("header a", &words.t("frame.messages")).await?;
        page.shows("main", &words.t("inbox.empty")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hosted_on_another_origin() {
    stage("hosted_on_another_origin", |stage| async move {
        let words = stage.words();
        let api = format!("{}/api/v1", stage.backend.origin());
        let origin = site::start(&json!({ "api": api, "language": "fr" })).await?;
        stage.backend.restart(&["--empty", "--cors", &origin]).await?;
        let page = stage.page_at(&origin).await?;
        page.goto("/").await?;
        lives_with_a_token(&stage, &page).await?;
        // A second tab has no token, and takes nothing from the first.
        let first = page.driver().window().await?;
        let second = page.driver().new_tab().await?;
        page.driver().switch_to_window(second).await?;
        page.goto("/messages").await?;
        page.shows("main", &words.t("inbox.empty")).await?;
        page.driver().switch_to_window(first).await?;
        page.click("header nav a[href='/messages']").await?;
        page.find(".tickets li").await?;
        // Signed out, nothing is left.
        page.click_on(".inbox-foot button", &words.t("sign-out")).await?;
        page.shows("main", &words.t("inbox.empty")).await
    })
    .await;
}

/// What waits on the device, as it is stored.
async fn waiting(page: &Page) -> Outcome<Vec<String>> {
    let script = "const done = arguments[arguments.length - 1], open = indexedDB.open('recourse');
        open.onsuccess = () => {
            const look = open.result.transaction('outbox').objectStore('outbox').getAll();
            look.onsuccess = () => { open.result.close(); done(look.result); };
        }";
    Ok(serde_json::from_value(page.driver().execute_async(script, Vec::new()).await?.json().clone())?)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_outlives_the_token() {
    stage("what_waits_outlives_the_token", |stage| async move {
        let words = stage.words();
        let filed = stage.backend.file(EMAIL).await?;
        let id = &filed.ticket.summary.id;
        let proxy = Proxy::start(stage.backend.address()).await?;
        let origin = site::start(&json!({ "api": format!("{}/api/v1", proxy.origin()), "language": "fr" })).await?;
        stage.backend.restart(&["--empty", "--cors", &origin]).await?;
        let page = stage.page_at(&origin).await?;
        let mut codes = Vec::new();
        sign_in(&stage, &page, EMAIL, &mut codes).await?;
        page.click_on(".tickets a", filed.ticket.summary.reference.as_str()).await?;
        page.heading(&filed.ticket.summary.subject).await?;
        // The first arrives, and nobody hears of it; the second waits behind it.
        proxy.set(Mode::DropAnswer);
        for text in ["Avant de recharger", "Et la suite"] {
            page.fill("reply", text).await?;
            page.click_on("form.reply button", &words.t("reply.send")).await?;
            page.shows(".entries .waiting", text).await?;
        }
        page.shows(".entries .waiting", &words.t("trouble.unreachable")).await?;
        let texts = async || -> Outcome<Vec<String>> {
            let (_, thread) = stage.backend.ticket(id, &filed.link_token).await?;
            Ok(thread.into_iter().skip(2).map(|update| update.text).collect())
        };
        assert_eq!(texts().await?, ["Avant de recharger"]);

        // The page goes, and the token with it. What was written stays, and who wrote it is asked for.
        page.open("about:blank").await?;
        proxy.set(Mode::Pass);
        page.goto(&format!("/t/{id}")).await?;
        page.heading(&words.t("ticket.sign-in")).await?;
        until("the first to wait for a session", async || {
            let waiting = waiting(&page).await?;
            Ok((waiting.len() == 2 && waiting.iter().any(|entry| entry.contains("signed_out"))).then_some(()))
        })
        .await?;
        assert_eq!(texts().await?, ["Avant de recharger"]);
        page.fill("sign-in", EMAIL).await?;
        page.click("main form button[type=submit]").await?;
        enter(&stage, &page, EMAIL, &mut codes).await?;
        page.heading(&filed.ticket.summary.subject).await?;
        until("nothing to wait on the device", async || Ok(waiting(&page).await?.is_empty().then_some(()))).await?;
        assert_eq!(texts().await?, ["Avant de recharger", "Et la suite"], "each once, in their order");
        for text in ["Avant de recharger", "Et la suite"] {
            page.shows(".entries article .prose", text).await?;
        }
        page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await
    })
    .await;
}
