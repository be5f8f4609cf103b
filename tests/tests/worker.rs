//! The service worker: a start without a connection, new versions that wait for a word, and what other apps share.
#![allow(missing_docs)]

use recourse_tests::build::{Build, id_of};
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::words::Words;
use recourse_tests::worker::{is_of_build, look_for_new};
use recourse_tests::{Outcome, engines, env};
use serde_json::json;

/// Waits until a worker answers for the page.
async fn is_controlled(page: &Page) -> Outcome {
    page.until("a worker", "return navigator.serviceWorker.controller?.state === 'activated'", json!([])).await
}

/// What lies in the caches, by path.
async fn cached(page: &Page) -> Outcome<Vec<String>> {
    const PATHS: &str = "return (async () => {
        const all = [];
        for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
        return all;
    })()";
    Ok(serde_json::from_value(page.js(PATHS, json!([])).await?)?)
}

async fn starts_alone(stage: &Stage, page: &Page, words: &Words) -> Outcome {
    page.goto("/").await?;
    page.heading(&words.t("home.title")).await?;
    is_controlled(page).await?;
    let paths = cached(page).await?;
    assert!(paths.iter().any(|path| path.ends_with(".wasm")), "{paths:?}");
    // Nothing that a backend says lies with the files of the app.
    assert!(!paths.iter().any(|path| path.starts_with("/api/")), "{paths:?}");
    stage.backend.kill().await?;
    page.reload_by_script().await?;
    page.heading(&words.t("home.title")).await?;
    page.goto("/complaint").await?;
    page.heading(&words.t("start.title")).await?;
    page.goto("/help").await?;
    page.reload_by_script().await?;
    page.heading(&words.t("help.title")).await?;
    stage.backend.start_again().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_starts_without_a_connection() {
    stage("the_app_starts_without_a_connection", |stage| async move {
        let page = stage.page().await?;
        starts_alone(&stage, &page, &stage.words()).await?;
        // The files that are kept are those of the build, each once, and no others.
        let mut paths = cached(&page).await?;
        paths.sort();
        assert!(paths.windows(2).all(|pair| pair[0] != pair[1] || pair[0] == "/"), "{paths:?}");
        for path in paths.iter().filter(|path| *path != "/") {
            assert!(env::dist().join(path.trim_start_matches('/')).is_file(), "{path} is no file of the build");
        }
        for left in ["/sw.js", "/index.html", "/old.js", "/manifest.webmanifest"] {
            assert!(!paths.iter().any(|path| path == left), "{left} is kept");
        }
        // What is the backend's own goes to the backend.
        page.open(&format!("{}/healthz", stage.backend.origin())).await?;
        page.shows("body", "ok").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_starts_without_a_connection() {
    stage("firefox_starts_without_a_connection", |stage| async move {
        let page = stage.show(engines::firefox().await?, stage.backend.origin().to_owned());
        starts_alone(&stage, &page, &Words::of("fr")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webkit_starts_without_a_connection() {
    stage("webkit_starts_without_a_connection", |stage| async move {
        let page = stage.show(engines::webkit().await?, stage.backend.origin().to_owned());
        page.goto("/").await?;
        // Under automation MiniBrowser keeps nothing, and some versions then have no workers.
        let probe =
            "return 'serviceWorker' in navigator && navigator.serviceWorker.getRegistration().then(() => true, () => false)";
        if page.js(probe, json!([])).await? != true {
            eprintln!("webkit_starts_without_a_connection: skipped, this WebKitGTK has no service workers under automation");
            return Ok(());
        }
        // MiniBrowser takes its language from the system.
        let tag = page.js("return document.documentElement.lang", json!([])).await?;
        starts_alone(&stage, &page, &Words::of(if tag == "fr" { "fr" } else { "en" })).await
    })
    .await;
}

/// A second tab at this address, which becomes the one that is looked at. Gives both, the first one first.
async fn second_tab(page: &Page, path: &str) -> Outcome<[thirtyfour::WindowHandle; 2]> {
    let first = page.driver().window().await?;
    let second = page.driver().new_tab().await?;
    page.driver().switch_to_window(second.clone()).await?;
    page.goto(path).await?;
    Ok([first, second])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_waits_for_a_word_and_keeps_the_draft() {
    stage("a_new_version_waits_for_a_word_and_keeps_the_draft", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let (now, next) = (id_of(&env::dist())?, Build::later("1111111111111111")?);
        // The next build has another file in the place of this one.
        let gone = next.drop_file("later/split_proof-")?;
        page.goto("/").await?;
        is_controlled(&page).await?;
        // The first worker comes quietly.
        assert_eq!(page.count(".new-version").await?, 0);
        form::begin(&page, &words).await?;
        page.fill("name", complaint.name).await?;
        let [first, second] = second_tab(&page, "/help").await?;
        page.driver().switch_to_window(first.clone()).await?;

        stage.backend.deploy(next.folder()).await?;
        look_for_new(&page).await?;
        page.shows(".new-version", &words.t("version.ready")).await?;
        // It waits, also over a reload.
        page.reload().await?;
        is_of_build(&page, &now).await?;
        page.shows(".new-version", &words.t("version.ready-what")).await?;
        page.fill("email", complaint.email).await?;
        page.click(".new-version button").await?;
        is_of_build(&page, &next.id).await?;
        page.stands().await?;
        page.holds("name", complaint.name).await?;
        page.holds("email", complaint.email).await?;
        assert_eq!(page.count(".new-version").await?, 0);

        // The other tab was not loaded anew, is told, and still gets its own files.
        page.driver().switch_to_window(second).await?;
        is_of_build(&page, &now).await?;
        page.shows(".new-version", &words.t("version.older")).await?;
        let fetched = "return fetch(arguments[0]).then((answer) => answer.status)";
        assert_eq!(page.js(fetched, json!([format!("/{gone}")])).await?, json!(200));
        page.click(".new-version button").await?;
        is_of_build(&page, &next.id).await?;
        page.heading(&words.t("help.title")).await?;

        // With the version after that, the first one goes.
        let third = Build::later("2222222222222222")?;
        third.drop_file("later/split_proof-")?;
        stage.backend.deploy(third.folder()).await?;
        look_for_new(&page).await?;
        page.shows(".new-version", &words.t("version.ready")).await?;
        page.click(".new-version button").await?;
        is_of_build(&page, &third.id).await?;
        // The browser's own cache may have it still.
        let kept = "return caches.match(arguments[0]).then((found) => !!found)";
        assert_eq!(page.js(kept, json!([format!("/{gone}")])).await?, json!(false));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_that_is_half_done_is_not_taken() {
    stage("a_deployment_that_is_half_done_is_not_taken", |stage| async move {
        // The browser tells of the worker that did not install.
        stage.expects("Uncaught");
        let page = stage.page().await?;
        let (now, next) = (id_of(&env::dist())?, Build::later("1111111111111111")?);
        next.halve()?;
        page.goto("/").await?;
        is_controlled(&page).await?;
        stage.backend.deploy(next.folder()).await?;
        look_for_new(&page).await?;
        let settled = "return navigator.serviceWorker.ready.then((r) => !r.installing)";
        page.until("the end of the installation", settled, json!([])).await?;
        let left = "return navigator.serviceWorker.ready.then(async (r) => [!!r.waiting, (await caches.keys()).length])";
        assert_eq!(page.js(left, json!([])).await?, json!([false, 1]));
        assert_eq!(page.count(".new-version").await?, 0);
        page.reload().await?;
        is_of_build(&page, &now).await?;
        // Once it is whole, it is.
        let whole = Build::later("1111111111111111")?;
        stage.backend.deploy(whole.folder()).await?;
        look_for_new(&page).await?;
        page.shows(".new-version", &stage.words().t("version.ready")).await
    })
    .await;
}

/// Sends a form as the browser does for an app that shares something.
async fn share(page: &Page, text: &str, file: &str) -> Outcome {
    const FORM: &str = "const form = document.createElement('form');
        Object.assign(form, { method: 'post', action: '/share', enctype: 'multipart/form-data' });
        form.innerHTML = '<input name=title value=Capture><textarea name=text></textarea><input type=file name=files id=shared>';
        form.elements.text.value = arguments[0];
        document.querySelector('main').replaceChildren(form);";
    page.js(FORM, json!([text])).await?;
    page.find("#shared").await?.send_keys(file).await?;
    page.js("document.querySelector('#shared').form.submit()", json!([])).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_picture_begins_a_technical_problem() {
    stage("a_shared_picture_begins_a_technical_problem", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let file = env::clone("public/icons/icon-192.png");
        page.goto("/help").await?;
        is_controlled(&page).await?;
        share(&page, "Le code n’arrive plus.", &file.display().to_string()).await?;
        page.heading(&words.t("problem.title")).await?;
        page.holds("message", "Capture\nLe code n’arrive plus.").await?;
        page.shows(".file-name", "icon-192.png").await?;
        // The draft has it: it waits no longer, and the address says nothing of it any more.
        page.until("an address without a query", "return location.search === ''", json!([])).await?;
        let waiting = "return caches.open('recourse-shared:/').then((cache) => cache.keys()).then((keys) => keys.length)";
        assert_eq!(page.js(waiting, json!([])).await?, json!(0));
        page.reload().await?;
        page.holds("message", "Capture\nLe code n’arrive plus.").await?;
        page.shows(".file-name", "icon-192.png").await?;
        assert_eq!(page.count(".file-name").await?, 1);
        Ok(())
    })
    .await;
}
