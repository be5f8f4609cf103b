//! When the app cannot run, the page still says what is safe and what to do.
#![allow(missing_docs)]

use recourse_tests::form::{self, Complaint};
use recourse_tests::look::Look;
use recourse_tests::stage::{stage, stage_with};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_keeps_the_draft() {
    stage("a_crash_keeps_the_draft", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        form::begin(&page, &words).await?;
        page.fill("name", complaint.name).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.js("document.dispatchEvent(new Event('recourse-crash'))", json!([])).await?;
        page.shows("h1", "Cette page s’est arrêtée").await?;
        page.shows("#app", "Votre brouillon est toujours là").await?;
        page.focused("h1").await?;
        // It speaks one language.
        assert_eq!(page.count("h1").await?, 1);
        page.click("[data-reload]").await?;
        page.stands().await?;
        page.heading(&words.t("details.title")).await?;
        page.holds("name", complaint.name).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_there_is_a_way_to_write() {
    let look = Look { scripts: false, ..Look::french() };
    stage_with("without_scripts_there_is_a_way_to_write", look, |stage| async move {
        let page = stage.page().await?;
        let platform = stage.backend.service("fr").await?.platform;
        page.open(&format!("{}/", stage.backend.origin())).await?;
        let notice = page.find("noscript .notice").await?;
        let said = notice.text().await?;
        assert!(notice.is_displayed().await?, "the notice is there, but hidden");
        assert!(said.contains("Ce service a besoin de JavaScript"), "it says {said:?}");
        assert!(said.contains(&platform.email), "it says {said:?}");
        let phone = platform.phone.ok_or("the demo has a telephone number")?;
        assert!(said.contains(&phone), "it says {said:?}");
        page.find(&format!("noscript a[href='mailto:{}']", platform.email)).await?;
        page.find("noscript a[href^='tel:']").await?;
        assert!(page.title().await?.contains(&platform.name), "the title is {:?}", page.title().await?);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_does_not_arrive_is_said() {
    stage("a_file_that_does_not_arrive_is_said", |stage| async move {
        let page = stage.page().await?;
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": ["*.wasm"] })).await?;
        page.open(&format!("{}/", stage.backend.origin())).await?;
        page.shows("h1", "Cette page ne s’est pas chargée en entier").await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
        page.click("[data-reload]").await?;
        page.heading(&stage.words().t("home.title")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_arrive_can_be_asked_for_again() {
    stage("a_part_that_does_not_arrive_can_be_asked_for_again", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": ["*/later/*"] })).await?;
        page.goto("/").await?;
        page.click_on("a", &words.t("home.complaint")).await?;
        page.heading(&words.t("not_loaded.title")).await?;
        // Nothing was written yet, so nothing is said to be safe; the other ways to the platform are named.
        page.hides("main", &words.t("unreachable.safe")).await?;
        page.shows("main a[href^='mailto:']", &stage.backend.service("fr").await?.platform.email).await?;
        page.titled(&words.t("not_loaded.title")).await?;
        page.focused("#heading").await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
        page.click_on("main button", &words.t("unreachable.again")).await?;
        page.heading(&words.t("start.title")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_not_drawn_without_its_styles() {
    stage("a_part_is_not_drawn_without_its_styles", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": ["*/later/*.css"] })).await?;
        page.goto("/").await?;
        page.click_on("a", &words.t("home.complaint")).await?;
        page.heading(&words.t("not_loaded.title")).await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
        page.click_on("main button", &words.t("unreachable.again")).await?;
        page.heading(&words.t("start.title")).await?;
        let has_looks = "return getComputedStyle(document.querySelector('main .radio')).display === 'flex'";
        page.until("the choices to have their looks", has_looks, json!([])).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_goes_later_takes_no_screen_away() {
    stage("a_connection_that_goes_later_takes_no_screen_away", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        page.goto("/").await?;
        // Once the first screen has come to rest, the others follow by themselves.
        // A part comes after what it needs.
        let arrived = "const come = performance.getEntriesByType('resource').filter((file) => file.responseEnd).map((file) => file.name);
            return ['styles-', 'split_form', 'split_case', 'split_proof'].every((part) => come.some((name) => name.includes('/later/' + part)))";
        page.until("the other screens to load", arrived, json!([])).await?;
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": ["*"] })).await?;
        page.click_on("a", &words.t("home.complaint")).await?;
        page.heading(&words.t("start.title")).await?;
        page.focused("#heading").await?;
        page.click_on("header a", &words.t("frame.messages")).await?;
        page.heading(&words.t("inbox.title")).await?;
        page.focused("#heading").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trap_that_no_hook_sees_is_said() {
    stage("a_trap_that_no_hook_sees_is_said", |stage| async move {
        let page = stage.page().await?;
        page.goto("/").await?;
        // The app's own functions with addresses that do not exist: one traps, outside of any call that would catch it.
        let trap = "import(document.querySelector('script[data-js]').dataset.js).then(async (app) => {
            const table = (await app.default()).__indirect_function_table;
            setTimeout(() => { for (let at = 1; at < table.length; at++) table.get(at)?.(-16, -16, -16, -16); });
        })";
        stage.expects("Uncaught RuntimeError");
        page.js(trap, json!([])).await?;
        page.shows("h1", "Cette page s’est arrêtée").await
    })
    .await;
}
