//! Every screen of the app, in three tours: what anybody can open, a complaint from its start to its thread, and cases. Each
//! tour tells its visitor when a screen stands; what is looked at there is the visitor's business.

use crate::Outcome;
use crate::form::{self, Complaint};
use crate::page::Page;
use crate::proxy::{Mode, Proxy};
use crate::sign_in::sign_in;
use crate::stage::Stage;
use recourse_core::route::Route;
use serde_json::json;

/// The name of a screen. A new one does not compile until it has a name; a tour in [`SCREENS`] then has to come by.
fn name(route: &Route) -> &'static str {
    match route {
        Route::Home => "home",
        Route::Contact => "contact",
        Route::Inbox => "messages",
        Route::SignIn => "sign in",
        Route::Help => "help",
        Route::More => "more",
        Route::Article(_) => "article",
        Route::Mediation => "mediation",
        Route::Verify => "verify",
        Route::Reports => "reports",
        Route::HandOver => "hand over",
        Route::Unknown => "unknown",
        // A new form gets its address at once.
        Route::New(_) | Route::Form(..) => "form",
        Route::Sent(_) => "sent",
        Route::Ticket(_) => "ticket",
        Route::MediationRequest(_) => "mediation request",
        Route::Me => "my data",
        Route::Report(_) => "report",
    }
}

/// Which tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tour {
    /// What anybody can open.
    Open,
    /// A complaint from its start to its thread, with every error and everything that waits.
    Complaint,
    /// The threads of the demo, and what only a partner who is signed in sees.
    Cases,
}

/// The screens that a tour has to come by.
const SCREENS: [(Tour, &[&str]); 3] = [
    (
        Tour::Open,
        &[
            "home",
            "contact",
            "messages",
            "sign in",
            "help",
            "more",
            "article",
            "mediation",
            "verify",
            "reports",
            "hand over",
            "unknown",
        ],
    ),
    (Tour::Complaint, &["form", "sent"]),
    (Tour::Cases, &["ticket", "mediation request", "my data", "report"]),
];

/// Takes the tour, and calls the visitor with the name of each screen.
///
/// # Errors
/// A screen does not come, the visitor refuses, or the tour has missed a screen.
pub async fn visit(tour: Tour, stage: &Stage, mut visitor: impl AsyncFnMut(&Page, &str) -> Outcome) -> Outcome {
    let proxy = Proxy::start(stage.backend.address()).await?;
    // Only what waits needs the proxy.
    let page = stage.page_at(if tour == Tour::Complaint { proxy.origin() } else { stage.backend.origin() }).await?;
    let mut seen = Vec::new();
    let mut look = async |screen: &str| -> Outcome {
        page.until("the screen to rest", RESTS, json!([])).await?;
        let path = page.js("return location.pathname", json!([])).await?;
        seen.push(name(&Route::parse(path.as_str().unwrap_or_default())));
        visitor(&page, screen).await
    };
    match tour {
        Tour::Open => open(stage, &page, &mut look).await?,
        Tour::Complaint => complaint(stage, &page, &proxy, &mut look).await?,
        Tour::Cases => cases(stage, &page, &mut look).await?,
    }
    let wanted = SCREENS.iter().find(|(known, _)| *known == tour).map(|(_, names)| *names).unwrap_or_default();
    match wanted.iter().find(|name| !seen.contains(name)) {
        Some(missed) => Err(format!("the tour {tour:?} has not come by `{missed}`").into()),
        None => Ok(()),
    }
}

/// The grey lines of what is on its way are gone, and the screen has its heading.
const RESTS: &str = "return document.querySelector('#heading') && !document.querySelector('.skeleton')";

async fn open(stage: &Stage, page: &Page, look: &mut impl AsyncFnMut(&str) -> Outcome) -> Outcome {
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

async fn complaint(stage: &Stage, page: &Page, proxy: &Proxy, look: &mut impl AsyncFnMut(&str) -> Outcome) -> Outcome {
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
    form::begin(page, &words).await?;
    look("details").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    look("details, with errors").await?;
    form::fill_details(page, &complaint).await?;
    page.click("label:has(input[name=managed-by][value=account_manager])").await?;
    page.shows(".first-contact", &words.t("managed.still")).await?;
    look("details, with a first contact").await?;
    form::go_on(page, &words.t("topic.title")).await?;
    look("topic").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    look("topic, with errors").await?;
    page.fill("topic-search", "a").await?;
    look("topic, with hits").await?;
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
    look("message, filled").await?;
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
    proxy.set(Mode::Pass);
    page.click_on(".card.draft a", &words.t("draft.look")).await?;
    form::sent(page, &words).await?;
    look("confirmation").await?;
    page.goto("/messages").await?;
    page.shows(".tickets", complaint.subject).await?;
    look("messages, with a ticket").await
}

async fn cases(stage: &Stage, page: &Page, look: &mut impl AsyncFnMut(&str) -> Outcome) -> Outcome {
    const EMAIL: &str = "everybody@example.com";
    let words = stage.words();
    let paths = stage.backend.fill_demo().await?;
    for path in &paths {
        page.goto(path).await?;
        page.shows(".entries h2", &words.t("entry.filed")).await?;
        look(path.split('#').next().unwrap_or(path)).await?;
        let ask = "main a[href$='/mediation']:not([href='/mediation'])";
        if page.count(ask).await? > 0 {
            page.click(ask).await?;
            page.path_ends("/mediation").await?;
            page.focused("#heading").await?;
            look(&format!("asking for mediation of {}", path.split('#').next().unwrap_or(path))).await?;
        }
    }
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
