//! Asking for information, before or during a mediation. It starts nothing, and needs neither a ticket nor a session.

use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::session::SignedIn;
use crate::shell::tabs::Word;
use crate::shell::words::{Words, own_name};
use crate::ui::controls::{Select, TextArea, TextInput};
use crate::ui::counter::Counter;
use crate::ui::error_summary::{ErrorSummary, Line};
use crate::ui::field::{Field as Frame, Framed};
use crate::ui::notice::{Notice, Tone};
use crate::ui::outbox::{retry, trouble_words};
use crate::ui::prose::Prose;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use recourse_contract::mediation::NewMediationQuestion;
use recourse_contract::{Code, FieldError, Reference, Service};
use recourse_core::i18n::{fault_words, key};
use recourse_core::journey::{Fault, Field};
use recourse_core::mediation::{begun, kept, question};
use recourse_core::outbox::Purpose;
use recourse_core::route::{ABOUT, QUESTION};
use std::sync::Arc;

const NAME: &str = "question-name";
const EMAIL: &str = "question-email";
const LANGUAGE: &str = "question-language";
const TEXT: &str = "question-text";
const REFERENCE: &str = "question-reference";

/// What was typed, and what became of what was sent.
#[derive(Clone, Copy)]
struct Asking {
    device: Device,
    typed: RwSignal<NewMediationQuestion>,
    /// It is about to be put into the outbox, or has left it; what became of it is not known yet.
    unclear: RwSignal<bool>,
    /// The partner tried to send it: faults are shown.
    tried: RwSignal<bool>,
    /// What was typed last is on the device.
    kept: RwSignal<bool>,
    /// The device has had something of it.
    begun: StoredValue<bool>,
}

impl Asking {
    /// A letter was typed: it is kept at once.
    fn change(self, change: impl FnOnce(&mut NewMediationQuestion)) {
        self.typed.update(change);
        self.kept.set(false);
        let text = self.typed.with_untracked(kept);
        spawn_local(async move {
            let done = self.device.keep_begun(&Purpose::Question, &text).await;
            self.begun.try_set_value(true);
            // Only the last write speaks for what is on the screen.
            if self.typed.try_with_untracked(|typed| kept(typed) == text) == Some(true) {
                let _ = self.kept.try_set(done);
            }
        });
    }

    /// It has left the outbox. When another tab has had the answer, the device tells: what was typed stays until it has arrived.
    async fn left(self) {
        let stored = self.device.still_begun(&Purpose::Question).await;
        if self.device.questioned.with_untracked(Option::is_none) {
            match stored {
                Ok(None) => self.device.questioned.set(Some(Ok(()))),
                Ok(Some(stored)) => _ = begun(&stored).map(|stored| self.typed.try_set(stored)),
                Err(_) => {}
            }
        }
        let _ = self.unclear.try_set(false);
    }

    /// Another tab has changed something: perhaps it was sent there, and has arrived before this one has seen it leave.
    async fn look(self) {
        let is_gone = matches!(self.device.still_begun(&Purpose::Question).await, Ok(None));
        if is_gone && self.begun.try_get_value() == Some(true) {
            self.device.questioned.set(Some(Ok(())));
        }
    }
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Writing,
    OnTheWay,
    Done,
}

/// The form, or what became of it. `asker` is what is known of who asks: name, address, language.
#[component]
pub fn Question(service: Arc<Service>, asker: [String; 3]) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let [name, email, language] = asker;
    let location = use_location();
    // The case whose link was followed.
    let about = location.query.with_untracked(|query| query.get(ABOUT)).and_then(|text| Reference::try_from(text).ok());
    let reference = about.map(|reference| reference.as_str().to_owned());
    if location.hash.with_untracked(|hash| hash.trim_start_matches('#') == QUESTION) {
        focus::bring_up(QUESTION.into());
    }
    let known = NewMediationQuestion { name, email, language, reference, ..NewMediationQuestion::default() };
    // What became of an earlier one was read.
    device.questioned.set(None);
    let (unclear, tried) = (RwSignal::new(false), RwSignal::new(false));
    let (kept, has_begun) = (RwSignal::new(false), StoredValue::new(false));
    let asking = Asking { device, typed: RwSignal::new(known), unclear, tried, kept, begun: has_begun };
    spawn_local(async move {
        if let Some(stored) = begun(&device.begun(&Purpose::Question).await) {
            has_begun.try_set_value(true);
            let _ = asking.typed.try_update(|typed| {
                let reference = stored.reference.clone().or(typed.reference.take());
                *typed = NewMediationQuestion { reference, ..stored };
            });
        }
    });
    let waiting = Memo::new(move |_| device.outbox.with(|outbox| outbox.has(&Purpose::Question)));
    Effect::new(move |before: Option<bool>| {
        let now = waiting.get();
        match before {
            _ if now => unclear.set(true),
            Some(true) => spawn_local(asking.left()),
            _ => {}
        }
        now
    });
    let signed_in = expect_context::<SignedIn>();
    Effect::new(move |before: Option<()>| {
        if signed_in.heard.get() == Some(Word::Changed) && before.is_some() {
            spawn_local(asking.look());
        }
    });
    let stage = Memo::new(move |_| match (waiting.get(), device.questioned.get()) {
        (true, _) => Stage::OnTheWay,
        (false, Some(Ok(()))) => Stage::Done,
        (false, Some(Err(_))) => Stage::Writing,
        (false, None) if unclear.get() => Stage::OnTheWay,
        (false, None) => Stage::Writing,
    });
    Effect::new(move |before: Option<Stage>| {
        let now = stage.get();
        if before.is_some_and(|before| before != now) {
            // Where faults are shown, their summary takes it.
            match now {
                Stage::Writing => focus::summary_wanted(),
                Stage::OnTheWay | Stage::Done => focus::bring_up(QUESTION.into()),
            }
        }
        now
    });
    let service = StoredValue::new(service);
    view! {
        <section class="question">
            <h2 id=QUESTION tabindex="-1">{words.t(key::QUESTION_TITLE)}</h2>
            {move || match stage.get() {
                Stage::Writing => view! { <Writing asking service/> }.into_any(),
                Stage::OnTheWay => on_the_way(words, device),
                Stage::Done => {
                    let (email, text) =
                        asking.typed.with_untracked(|typed| (typed.email.trim().to_owned(), typed.text.trim().to_owned()));
                    view! {
                        <Notice tone=Tone::Good title=words.t(key::QUESTION_DONE)>
                            <p>{words.fill(key::QUESTION_ANSWER, &[("email", &email)])}</p>
                            {(!text.is_empty()).then(|| view! { <p class="small">{words.t(key::QUESTION_TEXT)}</p><Prose text/> })}
                        </Notice>
                    }
                    .into_any()
                }
            }}
        </section>
    }
}

fn on_the_way(words: Words, device: Device) -> AnyView {
    let why = move || {
        let entry =
            device.outbox.with(|outbox| outbox.entries.iter().find(|entry| entry.purpose == Purpose::Question).cloned())?;
        let is_sending = device.outbox.with(|outbox| outbox.is_sending(&entry.key));
        (!is_sending).then(|| {
            let again = retry(words, device, &entry, QUESTION.into());
            view! { <p>{trouble_words(words, &entry)}</p><div class="row">{again}</div> }
        })
    };
    view! { <Notice tone=Tone::Info title=words.t(key::QUESTION_GOING)><p>{words.kept(key::SENDING_LATER, key::SENDING_LATER_TAB)}</p>{why}</Notice> }
        .into_any()
}

#[component]
fn Writing(asking: Asking, service: StoredValue<Arc<Service>>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = asking.device;
    let (locales, most) = service.with_value(|service| (service.locales.clone(), service.limits.message));
    let languages: Vec<(String, String)> = locales.into_iter().map(|tag| (tag.clone(), own_name(&tag))).collect();
    let wrong = Memo::new(move |_| {
        let typed = asking.typed.get().trimmed();
        service.with_value(|service| typed.faults(service))
    });
    let lines = Memo::new(move |_| {
        let refused = match device.questioned.get() {
            Some(Err(problem)) => problem.errors,
            _ => Vec::new(),
        };
        let own = if asking.tried.get() { wrong.get() } else { Vec::new() };
        let found: Vec<Line> = own.iter().chain(&refused).filter_map(|fault| line(words, fault)).collect();
        // In the order of the page.
        let of = |id: &'static str| found.iter().filter(move |(at, _)| at == id).cloned();
        [TEXT, REFERENCE, NAME, EMAIL, LANGUAGE].into_iter().flat_map(of).collect::<Vec<Line>>()
    });
    let whole = move || match device.questioned.get() {
        Some(Err(problem)) if problem.errors.is_empty() => Some(problem.detail.unwrap_or(problem.title)),
        _ => None,
    };
    let error = move |id: &'static str| -> Signal<Option<String>> {
        Memo::new(move |_| lines.with(|lines| lines.iter().find(|(at, _)| at == id).map(|(_, text)| text.clone()))).into()
    };
    let value =
        move |read: fn(&NewMediationQuestion) -> String| -> Signal<String> { Memo::new(move |_| asking.typed.with(read)).into() };
    let typing = move |write: fn(&mut NewMediationQuestion, String)| {
        Callback::new(move |text: String| asking.change(|typed| write(typed, text)))
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !wrong.with_untracked(Vec::is_empty) {
            asking.tried.set(true);
            return focus::summary_wanted();
        }
        device.questioned.set(None);
        asking.unclear.set(true);
        device.ask(asking.typed.with_untracked(question));
    };
    let text = value(|typed| typed.text.clone());
    let frame = move |id: &'static str, has_hint: bool| (Framed::new(id.into(), has_hint, error(id)), error(id));
    let (name, name_error) = frame(NAME, false);
    let (email, email_error) = frame(EMAIL, false);
    let (language, language_error) = frame(LANGUAGE, false);
    let (asked, asked_error) = frame(TEXT, false);
    let (reference, reference_error) = frame(REFERENCE, true);
    view! {
        <p>{words.t(key::QUESTION_WHAT)}</p>
        <ErrorSummary lines/>
        {move || whole().map(|why| view! { <Notice tone=Tone::Bad title=words.fill(key::REPLY_REFUSED, &[("detail", &why)])/> })}
        <form novalidate on:submit=send>
            <Frame framed=asked.clone() label=words.t(key::QUESTION_TEXT) hint=None error=asked_error>
                <TextArea framed=asked value=text typed=typing(|typed, text| typed.text = text) rows=5/>
                <Counter value=text most/>
            </Frame>
            <Frame framed=reference.clone() label=words.t(key::QUESTION_REFERENCE) hint=Some(words.t(key::QUESTION_REFERENCE_HINT)) error=reference_error optional=true>
                <TextInput
                    framed=reference
                    value=value(|typed| typed.reference.clone().unwrap_or_default())
                    typed=typing(|typed, text| typed.reference = Some(text).filter(|text| !text.is_empty()))
                />
            </Frame>
            <Frame framed=name.clone() label=words.t(key::DETAILS_NAME) hint=None error=name_error>
                <TextInput framed=name value=value(|typed| typed.name.clone()) typed=typing(|typed, text| typed.name = text) autocomplete="name"/>
            </Frame>
            <Frame framed=email.clone() label=words.t(key::DETAILS_EMAIL) hint=None error=email_error>
                <TextInput framed=email value=value(|typed| typed.email.clone()) typed=typing(|typed, text| typed.email = text) kind="email" autocomplete="email"/>
            </Frame>
            <Frame framed=language.clone() label=words.t(key::DETAILS_LANGUAGE) hint=None error=language_error>
                <Select framed=language value=value(|typed| typed.language.clone()) typed=typing(|typed, text| typed.language = text) options=languages/>
            </Frame>
            <div class="foot-of-step">
                <button type="submit" class="btn quiet">{words.t(key::QUESTION_SEND)}</button>
                <span class="small kept">{move || asking.kept.get().then(|| words.kept(key::DRAFT_KEPT, key::DRAFT_KEPT_TAB))}</span>
            </div>
        </form>
    }
}

/// The control that a fault stands at, and its words.
fn line(words: Words, fault: &FieldError) -> Option<Line> {
    let (id, field) = match fault.pointer.as_str() {
        "/name" => (NAME, Field::Name),
        "/email" => (EMAIL, Field::Email),
        "/language" => (LANGUAGE, Field::Language),
        "/text" => (TEXT, Field::Message),
        "/reference" => (REFERENCE, Field::Subject),
        _ => return None,
    };
    if (id, fault.code) == (TEXT, Code::Required) {
        return Some((id.to_owned(), words.t(key::QUESTION_EMPTY)));
    }
    let fault = Fault { field, code: fault.code, limit: fault.limit, entry: None, detail: fault.detail.clone() };
    Some((id.to_owned(), fault_words(&words.catalogue(), &fault, None, &words)))
}
