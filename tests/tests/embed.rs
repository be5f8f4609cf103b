//! The app in a help page of another site, by its own element: where pages in frames get no cookies, in each engine.
#![allow(missing_docs)]

use recourse_tests::browser::Browser;
use recourse_tests::files::{Files, pdf};
use recourse_tests::form::{self, Complaint};
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::platform::{service, token};
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::words::Words;
use recourse_tests::{Outcome, engines, site};
use serde_json::json;
use std::sync::Arc;

/// The element, as a help page writes it.
pub const TAG: &str = "<recourse-centre flow=\"complaint\" topic=\"payments/blocked\" closable></recourse-centre>";

/// What the page does: it notes the events, says who the partner is, and knows the partner's telephone. A word works once, so
/// that each question takes the next.
pub fn host(tokens: &[String]) -> String {
    format!(
        "const centre = document.querySelector('recourse-centre'), tokens = {};
        window.heard = [];
        for (const name of ['ready', 'filed', 'resized', 'unread', 'closed']) {{
            centre.addEventListener(name, (event) => heard.push({{ name, ...event.detail }}));
        }}
        centre.prefill = {{ phone: '+33 4 65 71 20 34', email: 'nobody' }};
        if (tokens.length) centre.identity = async () => {{
            const next = Number(sessionStorage.next ?? 0);
            sessionStorage.next = next + 1;
            return tokens[next];
        }};",
        json!(tokens)
    )
}

/// Starts the backend with the key of the platform, and a help page that may frame it. Gives the page's origin.
pub async fn help(stage: &Stage, tag: &str, script: &str) -> Outcome<String> {
    let file = stage.backend.scratch("identity.toml");
    std::fs::write(&file, service())?;
    let host = site::help(stage.backend.origin(), tag, script).await?;
    let service = file.display().to_string();
    stage.backend.restart(&["--empty", "--service", &service, "--frame-ancestors", &host]).await?;
    Ok(host)
}

/// Waits for an event that the page has heard.
async fn hears(page: &Page, name: &str) -> Outcome {
    page.driver().enter_default_frame().await?;
    let script = "return window.heard.some((event) => event.name === arguments[0])";
    page.until(&format!("the event `{name}`"), script, json!([name])).await
}

/// The words of the language that the app speaks in the frame: that of the page.
fn words() -> Words {
    Words::of("fr")
}

/// From the first step to the message, with a file.
async fn write(page: &Page, files: &Files, complaint: &Complaint, email: Option<&str>) -> Outcome {
    let words = words();
    page.heading(&words.t("start.title")).await?;
    form::go_on(page, &words.t("details.title")).await?;
    page.holds("phone", complaint.phone).await?;
    match email {
        Some(email) => page.holds("email", email).await?,
        None => page.fill("email", complaint.email).await?,
    }
    page.fill("name", complaint.name).await?;
    page.click(&format!("#country option[value={}]", complaint.country)).await?;
    page.fill("properties", complaint.properties).await?;
    form::go_on(page, &words.t("topic.title")).await?;
    form::go_on(page, &words.t("message.title")).await?;
    form::fill_message(page, complaint).await?;
    let file = files.put("relevé.pdf", &pdf(20_000))?;
    page.find("#attachments-input").await?.send_keys(file.display().to_string()).await?;
    page.shows(".file", &words.t("attachment.done")).await?;
    page.shows(".kept", &words.t("draft.kept")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_in_a_help_page_without_third_party_cookies() {
    let look = Look { third_party_cookies: false, ..Look::english() };
    stage_with("a_complaint_in_a_help_page_without_third_party_cookies", look, |stage| async move {
        let (words, complaint, files) = (words(), Complaint::default(), Files::new()?);
        let tokens: Vec<String> = (0..4).map(|_| token(complaint.email, json!({}))).collect::<Result<_, _>>()?;
        let host = help(&stage, TAG, &host(&tokens)).await?;
        let page = stage.page().await?;
        page.open(&host).await?;
        page.enter_centre().await?;
        write(&page, &files, &complaint, Some(complaint.email)).await?;
        hears(&page, "ready").await?;

        // As high as its content, at most as the window; the page's own styles stay out.
        let fits = "const frame = document.querySelector('recourse-centre').shadowRoot.querySelector('iframe');
            return frame.offsetHeight > 320 && frame.offsetHeight <= innerHeight && frame.offsetWidth > 600
                && getComputedStyle(frame).opacity === '1' && document.querySelector('recourse-centre').shadowRoot.querySelector('p').hidden";
        page.until("the frame to fit", fits, json!([])).await?;
        let globals = page.js("return Object.keys(window).filter((name) => /recourse/i.test(name))", json!([])).await?;
        assert_eq!(globals, json!([]), "the script leaves nothing but the element");

        // What is none of ours is ignored, and nothing that was typed ever comes out.
        let noise = "const frame = document.querySelector('recourse-centre').shadowRoot.querySelector('iframe').contentWindow;
            const { port2 } = new MessageChannel();
            for (const said of ['{', { v: 1, type: 'hello' }, '{\"v\":1,\"type\":\"hello\",\"flow\":\"messages\"}', 'x'.repeat(1e6)]) {
                frame.postMessage(said, '*');
            }
            frame.postMessage('{\"v\":1,\"type\":\"hello\",\"language\":\"en\"}', '*', [port2]);";
        page.js(noise, json!([])).await?;
        let heard = page.js("return JSON.stringify(window.heard)", json!([])).await?.to_string();
        for secret in [complaint.email, complaint.name, complaint.subject, "4021"] {
            assert!(!heard.contains(secret), "{heard}");
        }

        // A reload of the whole page: signed in anew by another word, and the draft goes on with its file.
        page.driver().refresh().await?;
        page.enter_centre().await?;
        page.heading(&words.t("check.title")).await?;
        page.shows(".file", "relevé.pdf").await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        hears(&page, "filed").await?;
        let kind = page.js("return heard.find((event) => event.name === 'filed').kind", json!([])).await?;
        assert_eq!(kind, "complaint");

        // The thread, and a reply.
        page.enter_centre().await?;
        page.click("main a[href^='/t/']").await?;
        page.heading(complaint.subject).await?;
        page.fill("reply", "Depuis la page d’aide").await?;
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.until("nothing to wait", "return !document.querySelector('.entries .waiting')", json!([])).await?;
        page.shows(".entries article .prose", "Depuis la page d’aide").await?;
        let cookies = page.devtools("Network.getAllCookies", json!({})).await?;
        assert_eq!(cookies["cookies"], json!([]), "the session is no cookie");
        page.click_on("header button", &words.t("embed.close")).await?;
        hears(&page, "closed").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn going_on_in_a_tab_keeps_draft_and_file() {
    stage("going_on_in_a_tab_keeps_draft_and_file", |stage| async move {
        let (words, complaint, files) = (words(), Complaint::default(), Files::new()?);
        let host = help(&stage, TAG, &host(&[])).await?;
        let page = stage.page().await?;
        page.open(&host).await?;
        page.enter_centre().await?;
        write(&page, &files, &complaint, None).await?;
        page.shows(".full-tab", &words.t("embed.draft")).await?;
        let first = page.driver().window().await?;
        page.click_on(".full-tab button", &words.t("embed.tab")).await?;
        let windows = recourse_tests::wait::until("the tab", async || {
            let windows = page.driver().windows().await?;
            Ok((windows.len() == 2).then_some(windows))
        })
        .await?;
        let tab = windows.into_iter().find(|window| *window != first).ok_or("there is no other")?;
        page.driver().switch_to_window(tab).await?;
        page.heading(&words.t("check.title")).await?;
        page.shows(".file", "relevé.pdf").await?;
        page.shows("main", complaint.subject).await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        page.driver().switch_to_window(first).await?;
        page.enter_centre().await?;
        page.heading(&words.t("hand-over.gone")).await?;
        // Nothing of it stays in the frame.
        let left = "const done = arguments[arguments.length - 1], open = indexedDB.open('recourse');
            open.onsuccess = () => {
                const found = [], names = ['drafts', 'uploads', 'files'], look = open.result.transaction(names);
                for (const name of names) {
                    look.objectStore(name).getAllKeys().onsuccess = (event) => found.push(...event.target.result);
                }
                look.oncomplete = () => { open.result.close(); done(found); };
            }";
        let left = page.driver().execute_async(left, Vec::new()).await?.json().clone();
        assert_eq!(left, json!([]));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_loads_near_the_view_and_leaves_a_link_where_it_cannot() {
    stage("it_loads_near_the_view_and_leaves_a_link_where_it_cannot", |stage| async move {
        let words = words();
        let far = format!("<main class=\"far\"></main>{TAG}");
        let host = help(&stage, &far, &host(&[])).await?;
        let page = stage.page().await?;
        page.open(&host).await?;
        let inside = |css: &str| format!("return document.querySelector('recourse-centre')?.shadowRoot?.querySelector('{css}')");
        page.until("the link", &format!("{}?.href", inside("a")), json!([])).await?;
        let link = page.js(&format!("{}.href", inside("a")), json!([])).await?;
        let wanted = format!("{}/complaint?topic=payments%2Fblocked", stage.backend.origin());
        assert_eq!(link, json!(wanted));
        assert_eq!(page.js(&inside("iframe"), json!([])).await?, json!(null), "it loads before anybody sees it");
        page.js("document.querySelector('recourse-centre').scrollIntoView()", json!([])).await?;
        page.enter_centre().await?;
        page.heading(&words.t("start.title")).await?;

        // A page that is not listed gets none, and keeps the link.
        stage.expects("frame-ancestors");
        stage.backend.restart(&["--empty"]).await?;
        page.open(&host).await?;
        page.js("document.querySelector('recourse-centre').scrollIntoView()", json!([])).await?;
        page.until("the frame", &inside("iframe"), json!([])).await?;
        let given_up = format!("{}.hidden", inside("iframe"));
        page.until("the frame to be given up", &given_up, json!([])).await?;
        let shows = format!("{}.hidden === false", inside("p"));
        page.until("the link again", &shows, json!([])).await
    })
    .await;
}

async fn in_engine(stage: Arc<Stage>, browser: Browser, keeps: bool) -> Outcome {
    let page = stage.show(browser, stage.backend.origin().to_owned());
    goes_on(stage, page, keeps).await
}

async fn goes_on(stage: Arc<Stage>, page: Page, keeps: bool) -> Outcome {
    let (words, complaint) = (words(), Complaint::default());
    let host = help(&stage, TAG, &host(&[token(complaint.email, json!({}))?])).await?;
    page.open(&host).await?;
    page.enter_centre().await?;
    page.heading(&words.t("start.title")).await?;
    let told = if keeps { "embed.draft" } else { "embed.unkept" };
    page.shows(".full-tab", &words.t(told)).await?;
    // Not every engine moves the focus within a frame that a driver, and no person, has gone into.
    let on = async |heading: &str| {
        page.click(form::ON).await?;
        page.heading(heading).await
    };
    on(&words.t("details.title")).await?;
    page.holds("email", complaint.email).await?;
    page.fill("name", complaint.name).await?;
    page.click(&format!("#country option[value={}]", complaint.country)).await?;
    page.fill("properties", complaint.properties).await?;
    on(&words.t("topic.title")).await?;
    on(&words.t("message.title")).await?;
    form::fill_message(&page, &complaint).await?;
    on(&words.t("check.title")).await?;
    page.click(form::ON).await?;
    form::sent(&page, &words).await?;
    hears(&page, "filed").await
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox() {
    stage("embed_firefox", |stage| async move { in_engine(stage, engines::firefox().await?, true).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_that_keeps_nothing_for_others() {
    let run = |stage| async move { in_engine(stage, engines::firefox_with_cookies(1).await?, false).await };
    stage("embed_firefox_that_keeps_nothing_for_others", run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webkit() {
    let run = |stage: Arc<Stage>| async move {
        let page = stage.show(engines::webkit().await?, stage.backend.origin().to_owned()).by_script();
        goes_on(stage, page, true).await
    };
    stage("embed_webkit", run).await;
}
