//! The ways of the tours, screen by screen.

use crate::Outcome;
use crate::form::{self, Complaint};
use crate::page::Page;
use crate::proxy::{Mode, Proxy};
use crate::sign_in::sign_in;
use crate::stage::Stage;
use crate::words::Words;

pub(super) async fn open(stage: &Stage, page: &Page, look: &mut impl AsyncFnMut(&str) -> Outcome) -> Outcome {
    let words = stage.words();
    for (path, heading) in [
        ("/", "home.title"),
        ("/messages", "inbox.title"),
        ("/sign-in", "sign-in.title"),
        ("/help", "help.title"),
        ("/more", "frame.more"),
        ("/contact", "contact.title"),
        ("/contact?topic=payments/blocked", "contact.all"),
        ("/mediation", "mediation.title"),
        ("/verify", "verify.title"),
        ("/reports", "report.list"),
        ("/nowhere", "unknown.title"),
        ("/t/none", "ticket.sign-in"),
    ] {
        page.goto(path).await?;
        page.heading(&words.t(heading)).await?;
        look(path).await?;
    }
    for path in ["/articles/complaints", "/hand-over"] {
        page.goto(path).await?;
        look(path).await?;
    }
    page.goto("/contact?topic=account").await?;
    page.click_on("main form button", &words.t("contact.see")).await?;
    page.shows("#contact-topic-error", &words.t("error.topic")).await?;
    look("sub-topics, with an error").await?;
    page.goto("/contact?topic=payments/blocked").await?;
    page.click_on(".hours summary", &words.t("hours.title")).await?;
    look("contact options, with hours").await
}

pub(super) async fn complaint(stage: &Stage, page: &Page, proxy: &Proxy, look: &mut impl AsyncFnMut(&str) -> Outcome) -> Outcome {
    let (words, complaint) = (stage.words(), Complaint::default());
    page.goto("/problem?topic=account/access").await?;
    page.holds("topic", "account/access").await?;
    look("a problem").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    look("a problem, with errors").await?;
    page.goto("/complaint").await?;
    page.heading(&words.t("start.title")).await?;
    look("start").await?;
    page.click("label:has(input[name=audience][value=guest])").await?;
    page.shows("main [role=status]", &words.t("start.elsewhere")).await?;
    look("start, for a guest").await?;
    form::begin(page, &words).await?;
    look("details").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    look("details, with errors").await?;
    form::fill_details(page, &Complaint { email: "marie@gmial.com", ..complaint.clone() }).await?;
    page.shows(".suggestion", "marie@gmail.com").await?;
    page.click("label:has(input[name=managed-by][value=agency])").await?;
    page.shows(".first-contact", &words.t("managed.still")).await?;
    look("details, filled").await?;
    page.click("label:has(input[name=managed-by][value=account_manager])").await?;
    page.shows(".first-contact", &words.t("managed.still")).await?;
    look("details, with a first contact").await?;
    page.fill("email", complaint.email).await?;
    form::go_on(page, &words.t("topic.title")).await?;
    look("topic").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    look("topic, with errors").await?;
    page.fill("topic-search", "a").await?;
    look("topic, with hits").await?;
    page.fill("topic-search", "qqqq").await?;
    page.shows("main [role=status]", "qqqq").await?;
    look("topic, without hits").await?;
    page.fill("topic-search", "").await?;
    form::choose_topic(page, &complaint).await?;
    look("topic, chosen").await?;
    form::go_on(page, &words.t("message.title")).await?;
    look("message").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    look("message, with errors").await?;
    form::fill_message(page, &complaint).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    page.reload().await?;
    page.shows(".notice", &words.before("draft.restored")).await?;
    look("message, restored").await?;
    form::go_on(page, &words.t("check.title")).await?;
    look("check").await?;
    proxy.set(Mode::HoldPosts);
    page.click(form::ON).await?;
    page.shows(".notice", &words.t("sending.now")).await?;
    look("sending").await?;
    proxy.set(Mode::DropPosts);
    page.shows(".notice", &words.t("sending.not-yet")).await?;
    // No attempt may begin in the middle of the visit.
    proxy.set(Mode::HoldPosts);
    look("waiting").await?;
    page.goto("/").await?;
    page.shows(".card.draft", &words.t("draft.waiting")).await?;
    look("home, with what waits").await?;
    page.click_on(".card.draft a", &words.t("draft.look")).await?;
    page.heading(&words.t("sending.title")).await?;
    proxy.set(Mode::Pass);
    form::sent(page, &words).await?;
    look("confirmation").await?;
    page.goto("/messages").await?;
    page.shows(".tickets", complaint.subject).await?;
    look("messages, with a ticket").await?;
    known(page, &words, &complaint, look).await
}

/// The same matter once more, from somebody who is known by now.
async fn known(page: &Page, words: &Words, complaint: &Complaint, look: &mut impl AsyncFnMut(&str) -> Outcome) -> Outcome {
    page.goto("/complaint?topic=payments/blocked").await?;
    form::go_on(page, &words.t("details.title")).await?;
    form::go_on(page, &words.t("topic.title")).await?;
    form::go_on(page, &words.t("message.title")).await?;
    form::fill_message(page, complaint).await?;
    form::go_on(page, &words.t("check.title")).await?;
    page.shows(".same", complaint.subject).await?;
    look("check, with the same matter").await?;
    page.goto("/problem?topic=calendar/dates").await?;
    page.shows(".sender", complaint.name).await?;
    look("a problem, of somebody known").await
}

pub(super) async fn cases(stage: &Stage, page: &Page, look: &mut impl AsyncFnMut(&str) -> Outcome) -> Outcome {
    const EMAIL: &str = "everybody@example.com";
    let words = stage.words();
    let paths = stage.backend.fill_demo().await?;
    let mut seen = String::new();
    for path in &paths {
        page.goto(path).await?;
        page.shows(".entries h2", &words.t("entry.filed")).await?;
        seen += &page.texts(".entries h2").await?.join(" ");
        look(path.split('#').next().unwrap_or(path)).await?;
        let ask = "main a[href$='/mediation']:not([href='/mediation'])";
        if page.count(ask).await? > 0 {
            page.click(ask).await?;
            page.path_ends("/mediation").await?;
            page.focused("#heading").await?;
            look(&format!("asking for mediation of {}", path.split('#').next().unwrap_or(path))).await?;
        }
    }
    for kind in ["entry.mediation", "entry.preliminary", "entry.outcome", "entry.request", "entry.answer", "entry.progress"] {
        assert!(seen.contains(&words.t(kind)), "no thread of the demo has {kind}: {seen}");
    }
    page.goto("/messages").await?;
    page.find(&format!(".tickets li:nth-child({})", paths.len())).await?;
    look("messages, with every state").await?;
    page.goto("/reports").await?;
    page.click(".ways a").await?;
    page.find("#lodged").await?;
    look("a report").await?;
    let filed = stage.backend.file(EMAIL).await?;
    sign_in(stage, page, EMAIL, &mut Vec::new()).await?;
    look("messages, signed in").await?;
    page.goto(&format!("/t/{}", filed.ticket.summary.id)).await?;
    page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
    page.click_on("form.reply button", &words.t("reply.send")).await?;
    page.shows("#reply-error", &words.t("reply.empty")).await?;
    look("a thread, with an error").await?;
    page.goto("/me").await?;
    page.shows("main", &words.t("me.preferences")).await?;
    look("my data").await
}
