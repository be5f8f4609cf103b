//! The whole way of a complaint, in French and by keyboard alone.
#![allow(missing_docs)]

use recourse_tests::form;
use recourse_tests::form::Complaint;
use recourse_tests::stage::stage;
use recourse_tests::words::plain;
use serde_json::json;
use thirtyfour::prelude::Key;

#[tokio::test(flavor = "multi_thread")]
async fn by_keyboard_alone() {
    stage("by_keyboard_alone", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        page.goto("/").await?;
        page.heading(&words.t("home.title")).await?;
        assert_eq!(page.js("return document.documentElement.lang", json!([])).await?, "fr");

        // The first stop leads past the navigation.
        page.press(Key::Tab).await?;
        page.focused("a.skip").await?;
        page.press(Key::Enter).await?;
        page.focused("#main").await?;

        page.tab_to("a.choice[href='/complaint']").await?;
        page.press(Key::Enter).await?;
        page.heading(&words.t("start.title")).await?;
        page.focused("#heading").await?;

        // Another audience is shown the way; back to the partner, the form is there again.
        page.tab_to("input[name=audience]").await?;
        page.press(Key::Down).await?;
        page.shows("main [role=status]", &words.t("start.elsewhere")).await?;
        page.press(Key::Up).await?;
        page.shows(form::ON, &words.t("start.begin")).await?;
        page.tab_to(form::ON).await?;
        page.press(Key::Enter).await?;

        page.heading(&words.t("details.title")).await?;
        page.focused("#heading").await?;
        page.type_into("name", complaint.name).await?;
        // A likely typing error is pointed out, and mended with one key.
        page.type_into("email", "marie.dupont@gmial.com").await?;
        page.shows(".suggestion", "marie.dupont@gmail.com").await?;
        page.tab_to(".suggestion button").await?;
        page.press(Key::Enter).await?;
        page.holds("email", "marie.dupont@gmail.com").await?;
        let at_email = "return !document.querySelector('.suggestion')";
        page.until("the suggestion to go", at_email, json!([])).await?;
        page.type_into("phone", complaint.phone).await?;
        page.tab_to("#company").await?;
        page.press(complaint.company).await?;
        page.tab_to("#country").await?;
        page.press("France").await?;
        page.holds("country", "FR").await?;
        page.type_into("properties", complaint.properties).await?;
        page.tab_to("input[name=channel]").await?;
        page.press(Key::Down).await?;
        let full = "return document.querySelector('input[name=channel][value=email_full]').checked";
        page.until("the second channel to be chosen", full, json!([])).await?;
        page.tab_to(form::ON).await?;
        page.press(Key::Enter).await?;

        page.heading(&words.t("topic.title")).await?;
        page.focused("#heading").await?;
        page.tab_to("#topic-search").await?;
        page.press("bloque").await?;
        let hits = "main input[name=topic-hit]";
        page.find(hits).await?;
        page.shows("main [role=status]", &words.count("topic.found", page.count(hits).await?)).await?;
        page.press(Key::Enter).await?;
        page.heading(&words.t("topic.title")).await?;
        page.press(Key::Tab).await?;
        let chosen = "return document.activeElement.value === arguments[0] && document.activeElement.checked";
        page.press(Key::Space).await?;
        for _ in 0..20 {
            if page.js(chosen, json!([complaint.topic])).await? == true {
                break;
            }
            page.press(Key::Down).await?;
        }
        page.until("the topic to be chosen", chosen, json!([complaint.topic])).await?;
        page.shows(".coach", &words.before("topic.target")).await?;
        page.tab_to(form::ON).await?;
        page.press(Key::Enter).await?;

        page.heading(&words.t("message.title")).await?;
        page.focused("#heading").await?;
        page.type_into("subject", complaint.subject).await?;
        page.type_into("x-booking-number", complaint.booking).await?;
        page.type_into("x-amount", complaint.amount).await?;
        page.tab_to("input[name=x-reason-shown]").await?;
        page.press(Key::Space).await?;
        page.type_into("message", complaint.message).await?;
        page.type_into("outcome-wanted", complaint.wanted).await?;
        page.tab_to(form::ON).await?;
        page.press(Key::Enter).await?;

        page.heading(&words.t("check.title")).await?;
        page.focused("#heading").await?;
        for answer in
            [complaint.name, "marie.dupont@gmail.com", complaint.company, complaint.subject, "2 480,50 €", complaint.booking]
        {
            page.shows("dl.answers dd", answer).await?;
        }
        // Back to a step and on again leads to the check, with everything kept.
        let change = "main .part-head a[href$='/message']";
        page.tab_to(change).await?;
        page.press(Key::Enter).await?;
        page.heading(&words.t("message.title")).await?;
        page.holds("subject", complaint.subject).await?;
        page.tab_to(form::ON).await?;
        page.press(Key::Enter).await?;
        page.heading(&words.t("check.title")).await?;
        page.tab_to(form::ON).await?;
        page.press(Key::Enter).await?;

        let id = form::sent(&page, &words).await?;
        page.focused("#heading").await?;
        let reference = page.texts(".reference .mono").await?.join("");
        assert!(reference.len() == 9 && reference.chars().nth(4) == Some('-'), "the reference is {reference:?}");
        assert!(page.title().await?.contains(&reference), "the title is {:?}", page.title().await?);

        page.tab_to(&format!("main a[href='/t/{id}']")).await?;
        page.press(Key::Enter).await?;
        page.heading(complaint.subject).await?;
        page.focused("#heading").await?;
        page.shows(".entries h2", &words.t("entry.filed")).await?;
        page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        page.shows("main .mono", &reference).await?;
        assert_eq!(page.path().await?, format!("/t/{id}"));

        // The backend has exactly one ticket, as it was typed, and the link of its mail opens it.
        let mails = stage.backend.mails_to("marie.dupont@gmail.com").await?;
        assert_eq!(mails.len(), 1, "mails: {mails:#?}");
        let link = mails[0].link().ok_or("no private link in the mail")?;
        let (address, token) = link.split_once("#k=").ok_or("no token in the link")?;
        assert!(address.ends_with(&format!("/t/{id}")), "the link is {address}");
        assert!(mails[0].text.contains(complaint.subject), "the mail is {}", mails[0].text);
        let (ticket, thread) = stage.backend.ticket(&id, token).await?;
        assert_eq!(ticket.summary.reference.as_str(), reference);
        assert_eq!(ticket.summary.topic, complaint.topic);
        assert_eq!(ticket.partner.email, "marie.dupont@gmail.com");
        assert_eq!(ticket.partner.properties, ["1204573", "1204581"]);
        assert_eq!(plain(&ticket.message), plain(complaint.message));
        assert_eq!(ticket.outcome_wanted.as_deref(), Some(complaint.wanted));
        assert_eq!(thread.len(), 2, "the thread is {thread:#?}");

        // The draft has gone with it.
        page.goto("/").await?;
        page.heading(&words.t("home.title")).await?;
        assert_eq!(page.count(".card.draft").await?, 0);
        Ok(())
    })
    .await;
}
