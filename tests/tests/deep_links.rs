//! Links from e-mails and articles into the forms and the contact options: what they fill in, and what they cannot do.
#![allow(missing_docs)]

use recourse_tests::Outcome;
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::stage::stage;
use serde_json::json;

async fn no_query(page: &Page) -> Outcome {
    page.until("an address without a query", "return location.search === ''", json!([])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_fills_in_what_it_says() {
    stage("a_link_fills_in_what_it_says", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        // Untouched, it leaves nothing behind, and outlives a reload all the same.
        page.goto("/problem?topic=account&subtopic=access&property=128845&utm_source=mail").await?;
        page.holds("topic", "account/access").await?;
        page.reload().await?;
        page.holds("topic", "account/access").await?;
        page.goto("/").await?;
        page.heading(&words.t("home.title")).await?;
        assert_eq!(page.count(".card.draft").await?, 0);

        page.goto("/complaint?topic=payments/blocked&property=128845").await?;
        page.heading(&words.t("start.title")).await?;
        form::go_on(&page, &words.t("details.title")).await?;
        no_query(&page).await?;
        page.holds("properties", "128845").await?;
        page.reload().await?;
        page.holds("properties", "128845").await?;
        form::fill_details(&page, &complaint).await?;
        form::go_on(&page, &words.t("topic.title")).await?;
        let chosen = "return document.querySelector(arguments[0])?.checked";
        page.until("the topic to be chosen", chosen, json!(["input[value='payments/blocked']"])).await?;

        // A branch opens, and asks on.
        page.goto("/complaint?topic=payments").await?;
        form::go_on(&page, &words.t("details.title")).await?;
        form::fill_details(&page, &complaint).await?;
        form::go_on(&page, &words.t("topic.title")).await?;
        page.find("details[open]:has(input[value='payments/blocked'])").await?;
        page.click(form::ON).await?;
        page.shows("#error-summary", &words.t("error.topic")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_means_harm_does_none() {
    stage("a_link_that_means_harm_does_none", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let long = format!("?topic={0}&property={0}", "9".repeat(10_240));
        let markup =
            "?topic=%3Cscript%3Ewindow.x%3D1%3C%2Fscript%3E&property=%22%3E%3Cimg%20src%3Dx%20onerror%3D%22window.x%3D1%22%3E";
        let hostile = [
            "?topic=%00&property=a%00b",
            "?topic=payments%2Fnowhere&subtopic=..%2F..",
            "?property=%E2%80%AE845",
            "?topic=%FF%FE&property=%C3%28",
            "?topic&property=&=&&%00=1",
            long.as_str(),
            markup,
        ];
        for query in hostile {
            for (path, heading) in [("/problem", "problem.title"), ("/complaint", "start.title"), ("/contact", "contact.title")] {
                page.goto(&format!("{path}{query}")).await?;
                page.heading(&words.t(heading)).await?;
                assert_eq!(page.js("return typeof window.x", json!([])).await?, json!("undefined"), "{path}{query}");
            }
            page.goto(&format!("/problem{query}")).await?;
            page.holds("topic", "").await?;
        }
        // Text stays text, in the field that it was meant for; of several the first counts.
        page.goto(&format!("/complaint{markup}")).await?;
        page.heading(&words.t("start.title")).await?;
        form::go_on(&page, &words.t("details.title")).await?;
        page.holds("properties", "\"><img src=x onerror=\"window.x=1\">").await?;
        page.goto("/problem?topic=calendar/dates&topic=account/access").await?;
        page.holds("topic", "calendar/dates").await
    })
    .await;
}
