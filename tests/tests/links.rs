//! Private links: they open one ticket on any device, and leave no trace in the address.
#![allow(missing_docs)]

use recourse_tests::form;
use recourse_tests::form::Complaint;
use recourse_tests::stage::stage;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_link_of_the_mail_opens_the_thread_elsewhere() {
    stage("the_link_of_the_mail_opens_the_thread_elsewhere", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let id = form::file(&page, &words, &complaint).await?;
        let mails = stage.backend.mails_to(complaint.email).await?;
        let link = mails.first().and_then(|mail| mail.link()).ok_or("no private link in the mail")?.to_owned();

        // Another device.
        let other = stage.page().await?;
        other.open(&link).await?;
        other.heading(complaint.subject).await?;
        assert_eq!(other.path().await?, format!("/t/{id}"), "the token is still in the address");
        assert_eq!(other.js("return history.length", json!([])).await?, page_count(&other).await?);
        other.shows(".entries .prose", complaint.message.lines().next().unwrap_or_default()).await?;
        other.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
        // It is known from now on.
        other.reload().await?;
        other.heading(complaint.subject).await?;
        other.goto("/messages").await?;
        other.shows(".tickets", complaint.subject).await?;
        other.click_on(".tickets a", complaint.subject).await?;
        other.heading(complaint.subject).await?;

        // An empty reply is pointed out; a written one appears, here and on the first device.
        other.click_on("form.reply button", &words.t("reply.send")).await?;
        other.shows("#reply-error", &words.t("reply.empty")).await?;
        other.focused("#reply").await?;
        other.fill("reply", "La banque confirme que rien n’est arrivé.").await?;
        other.click_on("form.reply button", &words.t("reply.send")).await?;
        other.shows(".entries article .prose", "La banque confirme que rien n’est arrivé.").await?;
        other.until("the reply to arrive", "return !document.querySelector('.entries .waiting')", json!([])).await?;
        other.holds("reply", "").await?;
        page.goto(&format!("/t/{id}")).await?;
        page.shows(".entries article .prose", "La banque confirme que rien n’est arrivé.").await?;
        let token = link.split_once("#k=").map(|(_, token)| token).ok_or("no token in the link")?;
        let (_, thread) = stage.backend.ticket(&id, token).await?;
        assert_eq!(thread.len(), 3, "the thread is {thread:#?}");
        Ok(())
    })
    .await;
}

/// A fresh profile has its first, empty page and one more: the fragment has left without an entry of its own.
async fn page_count(page: &recourse_tests::page::Page) -> recourse_tests::Outcome<serde_json::Value> {
    let handles = page.driver().windows().await?;
    assert_eq!(handles.len(), 1);
    Ok(json!(2))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_link_shows_nothing() {
    stage("a_wrong_link_shows_nothing", |stage| async move {
        let words = stage.words();
        let (one, two) = (stage.backend.file("one@example.com").await?, stage.backend.file("two@example.com").await?);
        let (id, subject) = (&one.ticket.summary.id, &one.ticket.summary.subject);
        let page = stage.page().await?;
        let cut = &one.link_token[..one.link_token.len() - 4];
        // Another ticket's token, a cut one, none at all, and a ticket that does not exist.
        let links = [
            format!("/t/{id}#k={}", two.link_token),
            format!("/t/{id}#k={cut}"),
            format!("/t/{id}"),
            format!("/t/nothing#k={}", one.link_token),
        ];
        for link in links {
            page.goto("/").await?;
            page.goto(&link).await?;
            page.heading(&words.t("ticket.nothing")).await?;
            let shown = page.texts("body").await?.join("");
            assert!(!shown.contains(subject.as_str()), "{link} shows {shown}");
            assert!(!shown.contains(one.ticket.summary.reference.as_str()), "{link} shows {shown}");
            assert!(!page.path().await?.contains('#'), "the token stays in {}", page.path().await?);
            assert!(!page.title().await?.contains(subject.as_str()));
        }
        // They leave nothing behind, either.
        page.goto("/messages").await?;
        page.shows("main", &words.t("inbox.empty")).await?;
        // The right one still opens it.
        page.goto(&format!("/t/{id}#k={}", one.link_token)).await?;
        page.heading(subject).await
    })
    .await;
}
