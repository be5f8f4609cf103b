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
        // A fresh profile has its first, empty page and one more: the fragment has left without an entry of its own.
        assert_eq!(other.js("return history.length", json!([])).await?, 2);
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
            (format!("/t/{id}#k={}", two.link_token), "ticket.nothing"),
            (format!("/t/{id}#k={cut}"), "ticket.nothing"),
            (format!("/t/{id}"), "ticket.sign-in"),
            (format!("/t/nothing#k={}", one.link_token), "ticket.nothing"),
        ];
        for (link, said) in links {
            page.goto("/").await?;
            page.goto(&link).await?;
            page.heading(&words.t(said)).await?;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_link_leaves_the_one_that_works() {
    stage("a_cut_link_leaves_the_one_that_works", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let filed = stage.backend.file("cut@example.com").await?;
        let (id, subject) = (&filed.ticket.summary.id, &filed.ticket.summary.subject);
        page.goto(&format!("/t/{id}#k={}", filed.link_token)).await?;
        page.heading(subject).await?;
        // As a mail program breaks it.
        page.goto("/").await?;
        page.goto(&format!("/t/{id}#k={}", &filed.link_token[..filed.link_token.len() - 9])).await?;
        page.heading(subject).await?;
        page.hides("main", &words.t("ticket.revoked")).await?;
        page.fill("reply", "Toujours rien.").await?;
        page.click_on("form.reply button", &words.t("reply.send")).await?;
        page.shows("form.reply", &words.t("reply.sent")).await?;
        page.shows(".entries article .prose", "Toujours rien.").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_put_into_an_open_page_opens_it() {
    stage("a_link_put_into_an_open_page_opens_it", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let filed = stage.backend.file("pasted@example.com").await?;
        let id = &filed.ticket.summary.id;
        page.goto(&format!("/t/{id}")).await?;
        page.heading(&words.t("ticket.sign-in")).await?;
        page.js("location.hash = arguments[0]", json!([format!("#k={}", filed.link_token)])).await?;
        page.heading(&filed.ticket.summary.subject).await?;
        assert_eq!(page.path().await?, format!("/t/{id}"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_keeps_nothing_still_opens_a_link() {
    stage("a_device_that_keeps_nothing_still_opens_a_link", |stage| async move {
        let (page, words) = (stage.page().await?, stage.words());
        let filed = stage.backend.file("nowhere@example.com").await?;
        let blocked =
            json!({ "source": "Object.defineProperty(window, 'indexedDB', { get() { throw new Error('blocked'); } })" });
        page.devtools("Page.addScriptToEvaluateOnNewDocument", blocked).await?;
        page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
        page.heading(&filed.ticket.summary.subject).await?;
        page.shows(".notice", &words.t("ticket.unkept")).await?;
        assert!(!page.path().await?.contains('#'), "the token stays in {}", page.path().await?);
        Ok(())
    })
    .await;
}
