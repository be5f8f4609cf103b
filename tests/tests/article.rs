//! The help article: reading it, its contents, saving it, saying whether it helped, and the form within it.
#![allow(missing_docs)]

use recourse_contract::article::Article;
use recourse_tests::axe::faults;
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::sign_in::sign_in;
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::wait::until;
use recourse_tests::words::plain;
use recourse_tests::{Outcome, env};
use serde_json::json;
use std::fs;
use std::sync::Arc;
use thirtyfour::prelude::Key;

const PATH: &str = "/articles/complaints";
const EMAIL: &str = "reader@example.com";

async fn article(stage: &Stage) -> Outcome<Article> {
    let request = reqwest::Client::new().get(stage.backend.url(PATH)).header("accept-language", stage.words().tag);
    Ok(request.send().await?.error_for_status()?.json().await?)
}

/// The titles of the sections.
fn sections(article: &Article) -> Vec<String> {
    article.body.lines().filter_map(|line| line.strip_prefix("## ")).map(plain).collect()
}

/// Waits until staff are told this of the article.
async fn told(stage: &Stage, words: &str) -> Outcome {
    until(&format!("`{words}` among the opinions"), async || {
        Ok(stage.backend.handler(&["articles", "complaints"]).await?.contains(words).then_some(()))
    })
    .await
}

/// Waits until the list of contents says that this section is read.
async fn reads(page: &Page, title: &str) -> Outcome {
    page.shows(".beside a[aria-current=location]", title).await
}

async fn read_and_rate(stage: Arc<Stage>) -> Outcome {
    let (page, words, article) = (stage.page().await?, stage.words(), article(&stage).await?);
    page.goto(PATH).await?;
    page.heading(&plain(&article.title)).await?;
    page.titled(&plain(&article.title)).await?;
    page.shows("nav a[aria-current=page]", &words.t("frame.help")).await?;
    let titles = sections(&article);
    assert_eq!(page.texts(".beside a").await?, titles);
    assert_eq!(page.texts(".article-text > section h2").await?, titles);
    let mut found = faults(&page, "an article").await?;

    // The contents follow what is read, and lead there: the focus on the heading, the section in the address.
    page.js("scrollTo(0, document.documentElement.scrollHeight)", json!([])).await?;
    reads(&page, titles.last().ok_or("no section")?).await?;
    page.js("document.querySelectorAll('.article-text > section h2')[1].scrollIntoView()", json!([])).await?;
    reads(&page, &titles[1]).await?;
    page.js("document.querySelectorAll('.beside a')[2].focus()", json!([])).await?;
    page.press(Key::Enter).await?;
    page.focused(".article-text > section:nth-of-type(3) h2").await?;
    reads(&page, &titles[2]).await?;
    let path = page.path().await?;
    assert!(path.starts_with(&format!("{PATH}#")), "{path}");
    page.reload().await?;
    page.focused(".article-text > section:nth-of-type(3) h2").await?;

    // Yes or no is sent at once, then why, as one opinion; it can be changed, and is known at the next visit.
    page.click_on(".helpful button", &words.t("extra.yes")).await?;
    page.shows(".helpful [role=status]", &words.t("article.thanks")).await?;
    page.click(".helpful form button").await?;
    page.shows("#article-why-error", &words.t("article.why-empty")).await?;
    page.focused("#article-why").await?;
    found.extend(faults(&page, "an article, asking why").await?);
    page.fill("article-why", "Les étapes sont claires.").await?;
    let kept = "const wanted = arguments[0], open = indexedDB.open('recourse');
        open.onsuccess = () => {
            const all = open.result.transaction('notes').objectStore('notes').getAll();
            all.onsuccess = () => { window.kept = all.result.includes(wanted); open.result.close(); };
        };
        return window.kept === true";
    page.until("the device to have it", kept, json!(["Les étapes sont claires."])).await?;
    page.reload().await?;
    page.holds("article-why", "Les étapes sont claires.").await?;
    page.click(".helpful form button").await?;
    page.shows(".helpful [role=status]", &words.t("article.thanks-why")).await?;
    told(&stage, "Les étapes sont claires.").await?;
    told(&stage, "1 helpful, 0 not helpful").await?;
    page.click_on(".helpful button", &words.t("extra.no")).await?;
    page.shows(".helpful label", &words.t("article.why-no")).await?;
    told(&stage, "0 helpful, 1 not helpful").await?;
    page.reload().await?;
    page.find(".helpful button:nth-of-type(2)[aria-pressed=true]").await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_read_and_rated_in_french() {
    stage_with("an_article_is_read_and_rated_in_french", Look::french(), read_and_rate).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_read_and_rated_in_english() {
    stage_with("an_article_is_read_and_rated_in_english", Look::english(), read_and_rate).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_stays_and_goes_with_the_account() {
    stage("what_is_saved_stays_and_goes_with_the_account", |stage| async move {
        let (page, words, article) = (stage.page().await?, stage.words(), article(&stage).await?);
        let title = plain(&article.title);
        let filed = stage.backend.file(EMAIL).await?;
        page.goto(PATH).await?;
        page.click(".save").await?;
        page.shows(".article-head [role=status]", &words.t("article.saved-here")).await?;
        page.reload().await?;
        page.find(".save[aria-pressed=true]").await?;
        page.goto("/help").await?;
        page.shows("main h2", &words.t("help.saved")).await?;

        // Signing in tells the account, and with it the other device.
        let mut codes = Vec::new();
        sign_in(&stage, &page, EMAIL, &mut codes).await?;
        let told =
            "return fetch('/api/v1/me').then((answer) => answer.json()).then((me) => me.bookmarks?.includes('complaints'))";
        page.until("the account to have it", told, json!([])).await?;
        let other = stage.page().await?;
        sign_in(&stage, &other, EMAIL, &mut codes).await?;
        other.goto("/help").await?;
        other.shows("main h2", &words.t("help.saved")).await?;
        other.click_on("main section:has(h2) li a", &title).await?;
        other.heading(&title).await?;
        other.find(".save[aria-pressed=true]").await?;
        other.click(".save").await?;
        other.shows(".article-head [role=status]", &words.t("article.unsaved")).await?;
        let gone = "return fetch('/api/v1/me').then((answer) => answer.json()).then((me) => !me.bookmarks?.length)";
        other.until("the account to be without it", gone, json!([])).await?;
        page.goto(PATH).await?;
        page.find(".save[aria-pressed=false]").await?;
        assert!(stage.backend.ticket(&filed.ticket.summary.id, &filed.link_token).await.is_ok());
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_service_the_kept_article_is_shown_and_an_opinion_waits() {
    stage("without_the_service_the_kept_article_is_shown_and_an_opinion_waits", |stage| async move {
        let (page, words, article) = (stage.page().await?, stage.words(), article(&stage).await?);
        let title = plain(&article.title);
        page.goto(PATH).await?;
        page.heading(&title).await?;
        page.click_on(".bar nav a", &words.t("frame.help")).await?;
        page.heading(&words.t("help.title")).await?;
        stage.backend.stop().await?;
        page.click_on("main section li a", &title).await?;
        page.heading(&title).await?;
        page.shows(".notice", &words.t("article.kept")).await?;
        page.click_on(".helpful button", &words.t("extra.yes")).await?;
        page.shows(".helpful [role=status]", &words.t("article.feedback-waits")).await?;
        stage.backend.start_again().await?;
        page.shows(".helpful [role=status]", &words.t("article.thanks")).await?;
        told(&stage, "1 helpful").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn html_in_an_article_is_text_and_what_is_not_there_is_said() {
    stage("html_in_an_article_is_text_and_what_is_not_there_is_said", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let folder = stage.backend.scratch("platform");
        fs::create_dir_all(folder.join("articles"))?;
        fs::copy(env::clone("backend/demo/service.toml"), folder.join("service.toml"))?;
        let body = "---\ntitle = \"<b>Test</b>\"\nupdated = \"2026-11-02\"\n---\n<script>window.ran = 1</script>\n\n\
                    <img src=x onerror=\"window.ran = 1\"> [a](javascript:window.ran=1) [b](/help)\n";
        fs::write(folder.join("articles/test.fr.md"), body)?;
        stage.backend.start_with(Some(&folder.join("service.toml"))).await?;
        page.goto("/articles/test").await?;
        page.heading("<b>Test</b>").await?;
        page.shows(".article-text p", "<script>window.ran = 1</script>").await?;
        page.shows(".article-text p", "[a](javascript:window.ran=1)").await?;
        assert_eq!(page.js("return window.ran ?? null", json!([])).await?, json!(null));
        assert_eq!(page.count(".article-text script, .article-text img").await?, 0);
        page.click_on(".article-text a", "b").await?;
        page.heading(&words.t("help.title")).await?;
        page.goto("/articles/none").await?;
        page.heading(&words.t("article.nothing")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_begins_within_the_article() {
    stage("the_form_begins_within_the_article", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        page.goto(PATH).await?;
        page.click("label:has(input[name=article-audience][value=guest])").await?;
        page.shows(".inline-form [role=status]", &words.t("start.elsewhere")).await?;
        page.click("label:has(input[name=article-audience][value=partner])").await?;
        page.click(".inline-form button[type=submit]").await?;
        page.heading(&words.t("details.title")).await?;
        page.focused("#heading").await?;
        page.path_ends("/details").await
    })
    .await;
}
