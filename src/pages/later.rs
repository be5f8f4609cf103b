//! The screens that the first one does not need: they load when they are asked for, or when the first screen has come
//! to rest. `cargo xtask split` cuts the app at the functions marked here.

use super::{
    article, contact, form, hand_over, help, inbox, me, mediation, more, report, sent, sign_in, ticket, verify, with_service,
};
use crate::shell::device::Device;
use crate::shell::embed::Embed;
use crate::shell::session::{SignedIn, wake};
use crate::shell::tabs::Word;
use crate::shell::uploads;
use crate::shell::words::Words;
use crate::shell::worker::{self, NewVersion};
use crate::shell::{page, styles, theme};
use crate::ui::new_version;
use crate::ui::waiting::{NotLoaded, Waiting};
use leptos::prelude::*;
use recourse_contract::theme::Theme;
use recourse_core::route::Route;
use std::pin::Pin;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Between the first screen and what it does not need.
const PAUSE: Duration = Duration::from_secs(1);

/// Draws the screens of one part.
type Draw = fn(Route, Memo<Route>) -> AnyView;

#[wasm_split(form, fallible)]
fn filing() -> Result<Draw, SplitLoaderError> {
    Ok(|page, route| {
        with_service(move |service| match page.clone() {
            Route::Form(kind, id, _) => view! { <form::Filing kind id route service/> }.into_any(),
            Route::New(kind) => view! { <form::NewForm kind service/> }.into_any(),
            Route::HandOver => view! { <hand_over::HandOver/> }.into_any(),
            _ => view! { <contact::Contact service/> }.into_any(),
        })
    })
}

#[wasm_split(case, fallible)]
fn case() -> Result<Draw, SplitLoaderError> {
    Ok(|page, _| match page {
        // A ticket that is known here can be read without `service`.
        Route::Ticket(id) => view! { <ticket::Ticket id/> }.into_any(),
        Route::MediationRequest(id) => {
            with_service(move |service| view! { <ticket::MediationRequest id=id.clone() service/> }.into_any())
        }
        Route::Sent(id) => view! { <sent::Sent id/> }.into_any(),
        Route::Inbox => view! { <inbox::Inbox/> }.into_any(),
        Route::SignIn => view! { <sign_in::SignIn/> }.into_any(),
        Route::Me => view! { <me::MyData/> }.into_any(),
        Route::More => view! { <more::More/> }.into_any(),
        Route::Article(slug) => view! { <article::Page slug/> }.into_any(),
        _ => with_service(|service| view! { <help::Help service/> }.into_any()),
    })
}

#[wasm_split(proof, fallible)]
fn proof() -> Result<Draw, SplitLoaderError> {
    Ok(|page, _| {
        with_service(move |service| match page {
            Route::Verify => view! { <verify::Verify service/> }.into_any(),
            Route::Reports => view! { <report::Years service/> }.into_any(),
            Route::Report(year) => view! { <report::Page service year/> }.into_any(),
            _ => view! { <mediation::Mediation service/> }.into_any(),
        })
    })
}

/// The session comes with the case file: the first screen needs nothing of it.
#[wasm_split(case, fallible)]
fn session() -> Result<Wake, SplitLoaderError> {
    Ok(wake)
}

/// What sends files comes with it, too.
#[wasm_split(case, fallible)]
fn files() -> Result<WakeFiles, SplitLoaderError> {
    Ok(uploads::wake)
}

/// What looks after new versions of the app, too.
#[wasm_split(case, fallible)]
fn versions() -> Result<Versions, SplitLoaderError> {
    Ok(Versions { wake: worker::wake, tell: new_version::tell })
}

/// How a platform and the page around the app want it: nothing for most first screens.
#[wasm_split(around, fallible)]
fn around() -> Result<Around, SplitLoaderError> {
    Ok(Around { arrive: |words| Box::pin(Embed::arrive(words)), dress: theme::of_platform })
}

type Arrival = Pin<Box<dyn Future<Output = Option<Embed>>>>;

struct Around {
    arrive: fn(Words) -> Arrival,
    dress: fn(Option<&Theme>),
}

/// Talks with the page around this one, where it stands in one that does.
pub async fn embedded(words: Words) -> Option<Embed> {
    if !page::is_framed() {
        return None;
    }
    (around().await.ok()?.arrive)(words).await
}

/// Puts the platform's theme on. Without the file the look stays as it is.
pub async fn dress(theme: Option<&Theme>) {
    if theme.is_none() && !theme::is_worn() {
        return;
    }
    if let Ok(around) = around().await {
        (around.dress)(theme);
    }
}

/// Looks after the session from now on.
type Wake = fn(SignedIn);

/// Looks after the files from now on, and hears what other tabs tell.
type WakeFiles = fn(Device, RwSignal<Option<Word>>);

/// What has to do with new versions of the app.
#[derive(Clone, Copy)]
pub struct Versions {
    /// Looks after them from now on.
    pub wake: fn(NewVersion),
    /// Says what there is to say of one.
    pub tell: fn(NewVersion) -> AnyView,
}

/// A part of the app that loads by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Filing a complaint, reporting a problem, the ways to get in touch, a draft that comes from elsewhere.
    Form,
    /// Messages, the case file, help.
    Case,
    /// Mediation, and what can be checked by anybody: receipts, the public report.
    Proof,
}

impl Part {
    /// The part that draws this screen; none for what comes with the app.
    pub fn of(page: &Route) -> Option<Self> {
        match page {
            Route::Home | Route::Unknown => None,
            Route::New(_) | Route::Form(..) | Route::Contact | Route::HandOver => Some(Self::Form),
            Route::Ticket(_)
            | Route::MediationRequest(_)
            | Route::Sent(_)
            | Route::Inbox
            | Route::SignIn
            | Route::Me
            | Route::Help
            | Route::Article(_)
            | Route::More => Some(Self::Case),
            Route::Mediation | Route::Verify | Route::Reports | Route::Report(_) => Some(Self::Proof),
        }
    }
}

#[derive(Clone, Copy)]
enum Phase {
    Absent,
    Loading,
    Here(Draw),
    Failed,
}

/// What has been loaded.
#[derive(Clone, Copy)]
pub struct Parts {
    words: Words,
    form: RwSignal<Phase>,
    case: RwSignal<Phase>,
    proof: RwSignal<Phase>,
    /// What looks after the session, once it has come.
    pub session: RwSignal<Option<Wake>>,
    /// What looks after the files, once it has come.
    pub files: RwSignal<Option<WakeFiles>>,
    /// What looks after new versions, once it has come.
    pub versions: RwSignal<Option<Versions>>,
}

impl Parts {
    /// Loads what the first screen needs at once.
    pub fn new(first: &Route, words: Words) -> Self {
        let absent = || RwSignal::new(Phase::Absent);
        let (session, files, versions) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(None));
        let parts = Self { words, form: absent(), case: absent(), proof: absent(), session, files, versions };
        Part::of(first).into_iter().for_each(|part| parts.ask(part));
        parts
    }

    /// Loads the rest, so that a connection that goes later takes no screen away. Called when the first screen stands
    /// with its data; it may still draw.
    pub fn rest(self) {
        set_timeout(move || [Part::Form, Part::Case, Part::Proof].into_iter().for_each(|part| self.ask(part)), PAUSE);
    }

    fn phase(self, part: Part) -> RwSignal<Phase> {
        match part {
            Part::Form => self.form,
            Part::Case => self.case,
            Part::Proof => self.proof,
        }
    }

    /// Loads a part, unless it is here or on its way.
    fn ask(self, part: Part) {
        let phase = self.phase(part);
        if matches!(phase.get_untracked(), Phase::Here(_) | Phase::Loading) {
            return;
        }
        phase.set(Phase::Loading);
        let words = self.words;
        let styles = styles::rest();
        spawn_local(async move {
            let loaded = match part {
                Part::Form => filing().await,
                Part::Case => case().await,
                Part::Proof => proof().await,
            };
            let (has_words, has_styles) = (words.rest().await, styles.await);
            phase.set(loaded.ok().filter(|_| has_words && has_styles).map_or(Phase::Failed, Phase::Here));
            if part == Part::Case && self.session.with_untracked(Option::is_none) {
                self.session.set(session().await.ok());
                self.files.set(files().await.ok());
                self.versions.set(versions().await.ok());
            }
        });
    }
}

/// A screen of a part.
pub fn screen(part: Part, page: Route, route: Memo<Route>) -> AnyView {
    let parts = expect_context::<Parts>();
    parts.ask(part);
    let words = parts.words;
    let has_words = Memo::new(move |_| words.complete.get());
    (move || match parts.phase(part).get() {
        // The language came without the messages of this screen.
        Phase::Here(_) if !has_words.get() => {
            view! { <NotLoaded again=Callback::new(move |()| spawn_local(async move { words.rest().await; }))/> }.into_any()
        }
        Phase::Absent | Phase::Loading => view! { <Waiting/> }.into_any(),
        Phase::Here(draw) => draw(page.clone(), route),
        Phase::Failed => view! { <NotLoaded again=Callback::new(move |()| parts.ask(part))/> }.into_any(),
    })
    .into_any()
}
