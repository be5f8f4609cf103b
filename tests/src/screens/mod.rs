//! Every screen of the app, in three tours: what anybody can open, a complaint from its start to its thread, and cases. Each
//! tour tells its visitor when a screen stands; what is looked at there is the visitor's business.

mod tours;

use crate::Outcome;
use crate::form::{self, Complaint};
use crate::look::Look;
use crate::page::Page;
use crate::proxy::Proxy;
use crate::stage::{Stage, stage_with};
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

/// A test that takes the tour and looks at each screen.
///
/// # Panics
/// Something is wrong with a screen, or the tour does not come to its end.
pub async fn without_faults<F>(name: &'static str, look: Look, tour: Tour, faults: F)
where
    F: AsyncFn(&Page, &str) -> Outcome<Vec<String>> + 'static,
{
    stage_with(name, look, move |stage| async move {
        let mut found = Vec::new();
        visit(tour, &stage, async |page, screen| -> Outcome {
            found.extend(faults(page, screen).await?);
            Ok(())
        })
        .await?;
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await;
}

/// The main screens alone, in a browser of any engine that speaks the language of the stage.
///
/// # Errors
/// A screen does not come, or the visitor refuses.
pub async fn visit_main(stage: &Stage, page: &Page, mut visitor: impl AsyncFnMut(&Page, &str) -> Outcome) -> Outcome {
    let (words, complaint) = (stage.words(), Complaint::default());
    let mut look = async |screen: &str| -> Outcome {
        page.until("the screen to rest", RESTS, json!([])).await?;
        visitor(page, screen).await
    };
    for (path, heading) in [("/", "home.title"), ("/help", "help.title"), ("/complaint", "start.title")] {
        page.goto(path).await?;
        page.heading(&words.t(heading)).await?;
        look(path).await?;
    }
    page.goto("/articles/complaints").await?;
    look("article").await?;
    form::begin(page, &words).await?;
    look("details").await?;
    form::fill_details(page, &complaint).await?;
    form::go_on(page, &words.t("topic.title")).await?;
    form::choose_topic(page, &complaint).await?;
    look("topic").await?;
    form::go_on(page, &words.t("message.title")).await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    look("message, with errors").await?;
    form::fill_message(page, &complaint).await?;
    form::go_on(page, &words.t("check.title")).await?;
    look("check").await?;
    page.click(form::ON).await?;
    form::sent(page, &words).await?;
    look("confirmation").await?;
    page.click_on("main a", &words.t("sent.thread")).await?;
    page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
    look("thread").await?;
    page.goto("/messages").await?;
    page.shows(".tickets", complaint.subject).await?;
    look("messages").await
}

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
        Tour::Open => tours::open(stage, &page, &mut look).await?,
        Tour::Complaint => tours::complaint(stage, &page, &proxy, &mut look).await?,
        Tour::Cases => tours::cases(stage, &page, &mut look).await?,
    }
    let wanted = SCREENS.iter().find(|(known, _)| *known == tour).map(|(_, names)| *names).unwrap_or_default();
    match wanted.iter().find(|name| !seen.contains(name)) {
        Some(missed) => Err(format!("the tour {tour:?} has not come by `{missed}`").into()),
        None => Ok(()),
    }
}

/// The grey lines of what is on its way are gone, and the screen has its heading.
const RESTS: &str = "return document.querySelector('#heading') && !document.querySelector('.skeleton')";
