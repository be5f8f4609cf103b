//! The public report: its years, its figures with the tables behind them, another year beside it, the files.
#![allow(missing_docs)]

use recourse_contract::report::{Report, Reports};
use recourse_tests::Outcome;
use recourse_tests::axe::{faults, wide_at};
use recourse_tests::look::Look;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage, stage_with};
use recourse_tests::words::plain;
use serde_json::json;
use std::sync::Arc;
use thirtyfour::prelude::Key;

async fn get(stage: &Stage, path: &str) -> Outcome<String> {
    let request = reqwest::Client::new().get(stage.backend.url(path)).header("accept-language", stage.words().tag);
    Ok(request.send().await?.error_for_status()?.text().await?)
}

async fn report_of(stage: &Stage, year: u16) -> Outcome<Report> {
    Ok(serde_json::from_str(&get(stage, &format!("/reports/{year}")).await?)?)
}

/// The second cells of the rows of a table, as numbers.
async fn counts(page: &Page, section: &str) -> Outcome<Vec<u32>> {
    let cells = page.texts(&format!("#{section} tbody td:nth-child(2)")).await?;
    let number =
        |text: &String| text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u32>().map_err(|_| text.clone());
    Ok(cells.iter().map(number).collect::<Result<_, _>>()?)
}

/// Opens every table, so that it can be looked at.
async fn open_all(page: &Page) -> Outcome {
    page.js("document.querySelectorAll('.behind').forEach((table) => table.open = true)", json!([])).await?;
    Ok(())
}

async fn three_years(stage: Arc<Stage>) -> Outcome {
    stage.backend.fill_demo().await?;
    let (page, words) = (stage.page().await?, stage.words());
    let Reports { items: years } = serde_json::from_str(&get(&stage, "/reports").await?)?;
    assert_eq!(years.len(), 3, "{years:?}");
    let (latest, first) = (years[0].year, years[2].year);
    page.goto("/").await?;
    page.click_on("main a", &words.t("report.list")).await?;
    page.heading(&words.t("report.list")).await?;
    page.find(".ways li:nth-child(3)").await?;
    let mut found = faults(&page, "the years").await?;

    // The first year was corrected: its figures, what they count, and why there is another version.
    let report = report_of(&stage, first).await?;
    page.click_on(".ways a", &first.to_string()).await?;
    page.heading(&words.fill("report.title", &[("year", &first.to_string())])).await?;
    page.shows(".tag.ok", &words.before("report.verified")).await?;
    page.shows("#versions dd", &plain(&report.corrections[0].reason)).await?;
    page.shows("#lodged", &plain(&report.definitions[0].text)).await?;
    page.shows("#topics .bars", &plain(&report.topics[0].label)).await?;
    assert_eq!(page.count("#topics .bars li").await?, report.topics.len());
    found.extend(faults(&page, "a report").await?);

    // A table behind each chart, by keyboard, with the same numbers.
    page.tab_to("#months summary").await?;
    page.press(Key::Enter).await?;
    page.find("#months details[open] table").await?;
    open_all(&page).await?;
    assert_eq!(counts(&page, "months").await?, report.months);
    for (section, list) in [("topics", &report.topics), ("grounds", &report.grounds), ("outcomes", &report.outcomes)] {
        let whole: u32 = list.iter().map(|count| count.count).sum();
        assert_eq!(counts(&page, section).await?.iter().sum::<u32>(), whole, "{section}");
    }
    let left_out = report.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells).filter(|cell| cell.is_none());
    let told = page.texts("#tables td").await?.into_iter().filter(|cell| *cell == words.t("report.left-out"));
    assert_eq!(told.count(), left_out.count());
    found.extend(faults(&page, "a report, every table open").await?);
    for width in [390, 1_280] {
        assert_eq!(wide_at(&page, width).await?, None, "{width} px");
    }

    // Beside the next year; the address keeps it.
    let next = years[1].year;
    page.click(&format!("#report-with option[value='{next}']")).await?;
    page.shows(".other-year [role=status]", &words.fill("report.compared", &[("year", &next.to_string())])).await?;
    page.address_ends(&format!("/reports/{first}?with={next}")).await?;
    page.reload().await?;
    page.holds("report-with", &next.to_string()).await?;
    page.find("#topics .length.other").await?;
    open_all(&page).await?;
    page.shows("#lodged .small", &next.to_string()).await?;
    found.extend(faults(&page, "a report, beside another one").await?);

    // The files, at the API.
    let links = page.js("return [...document.querySelectorAll('a[download]')].map((link) => link.href)", json!([])).await?;
    let links: Vec<String> = serde_json::from_value(links)?;
    let csv = reqwest::get(&links[0]).await?.error_for_status()?;
    assert!(csv.headers()["content-type"].to_str()?.starts_with("text/csv"), "{:?}", csv.headers());
    assert_eq!(reqwest::get(&links[1]).await?.error_for_status()?.json::<Report>().await?.lodged, report.lodged);

    // The latest year nobody has verified; of another one there is none.
    page.goto(&format!("/reports/{latest}?with={latest}")).await?;
    page.shows(".tag.wait", &words.t("report.unverified")).await?;
    assert_eq!(page.count(".length.other").await?, 0);
    page.goto("/reports/1999").await?;
    page.heading(&words.fill("report.nothing", &[("year", "1999")])).await?;
    found.extend(faults(&page, "no report of this year").await?);
    page.goto("/help").await?;
    page.click_on("main a", &words.t("report.list")).await?;
    page.heading(&words.t("report.list")).await?;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn three_years_in_french() {
    stage_with("three_years_in_french", Look::french(), three_years).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_years_in_english() {
    stage_with("three_years_in_english", Look::english(), three_years).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_does_not_come_can_be_asked_for_again() {
    stage("a_report_that_does_not_come_can_be_asked_for_again", |stage| async move {
        stage.backend.fill_demo().await?;
        let (page, words) = (stage.page().await?, stage.words());
        let Reports { items: years } = serde_json::from_str(&get(&stage, "/reports").await?)?;
        let year = years[1].year;
        page.goto("/").await?;
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": [format!("*/reports/{year}")] })).await?;
        page.click_on("main a", &words.t("report.list")).await?;
        page.click_on(".ways a", &year.to_string()).await?;
        page.heading(&words.t("unreachable.title")).await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
        page.click_on("main button", &words.t("unreachable.again")).await?;
        page.heading(&words.fill("report.title", &[("year", &year.to_string())])).await?;
        page.titled(&words.fill("report.title", &[("year", &year.to_string())])).await?;

        // One that is to stand beside it does not hold up the others.
        let other = years[2].year;
        page.devtools("Network.setBlockedURLs", json!({ "urls": [format!("*/reports/{other}")] })).await?;
        page.click(&format!("#report-with option[value='{other}']")).await?;
        page.shows(".other-year [role=status]", &words.fill("report.not-compared", &[("year", &other.to_string())])).await?;
        page.find("#topics .bars").await?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
        page.click_on(".other-year button", &words.t("unreachable.again")).await?;
        page.shows(".other-year [role=status]", &words.fill("report.compared", &[("year", &other.to_string())])).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_first_year_is_over_there_is_none() {
    stage("before_the_first_year_is_over_there_is_none", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        page.goto("/reports").await?;
        page.shows("main .empty", &words.t("report.none")).await?;
        let found = faults(&page, "no report yet").await?;
        assert!(found.is_empty(), "{}", found.join("\n"));
        page.goto("/").await?;
        page.find(".promises").await?;
        assert!(!page.texts("main a").await?.contains(&words.t("report.list")));
        Ok(())
    })
    .await;
}
