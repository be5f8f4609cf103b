//! The partner's own data: how to reach them, all that is kept of them, and its erasure.

use crate::pages::sign_in::{CodeForm, Expired};
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::me::{self, Done};
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::shell::{focus, page};
use crate::ui::answers::channel_words;
use crate::ui::confirm::Confirm;
use crate::ui::controls::{Radios, Select, TextInput};
use crate::ui::field::{Field, Framed, Group};
use crate::ui::waiting::Waiting;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::me::{Me, MeChange};
use recourse_contract::ticket::Channel;
use recourse_contract::{Code, Timestamp};
use recourse_core::i18n::key;
use recourse_core::journey::{channel_name, channel_named};
use recourse_core::outbox::Purpose;

/// The partner's own data.
#[component]
pub fn MyData() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let signed_in = expect_context::<SignedIn>();
    page::set_title(&words.t(key::ME_TITLE));
    let me = RwSignal::new(None::<Me>);
    let failed = RwSignal::new(false);
    let read = move || {
        failed.set(false);
        spawn_local(async move {
            match me::read(backend).await {
                Some(read) => {
                    let _ = me.try_set(Some(read));
                }
                None => {
                    let _ = failed.try_set(true);
                }
            }
        });
    };
    let is_in = Memo::new(move |_| signed_in.session.with(Option::is_some));
    // Of each partner only what is theirs, and nothing after the session; one that has run out may come back.
    let whose = Memo::new(move |_| {
        let email = signed_in.session.with(|session| session.as_ref().map(|session| session.email.clone()));
        email.or(signed_in.expired.get())
    });
    Effect::new(move |before: Option<(Option<String>, bool)>| {
        let now = (whose.get(), is_in.get());
        let is_same = before.as_ref().is_some_and(|before| before.0 == now.0);
        // The page's own change of address is no change of partner.
        let is_own = me.with_untracked(|me| me.as_ref().is_some_and(|me| Some(me.email.to_lowercase()) == now.0));
        if !is_same && !is_own {
            me.set(None);
        }
        if now.1 && me.with_untracked(Option::is_none) {
            read();
        }
        now
    });
    let has = Memo::new(move |_| me.with(Option::is_some));
    let body = move || match (is_in.get(), has.get(), failed.get()) {
        (false, false, _) => view! { <CodeForm what=words.t(key::SIGN_IN_WHAT)/> }.into_any(),
        (_, true, _) => view! {
            <Preferences me/>
            <Address me/>
            <Copy/>
            <Erasure me/>
        }
        .into_any(),
        (true, false, true) => view! {
            <p class="lead">{words.t(key::UNREACHABLE_TITLE)}</p>
            <p><button type="button" class="btn" on:click=move |_| read()>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
        }
        .into_any(),
        (true, false, false) => view! { <Waiting/> }.into_any(),
    };
    view! {
        <div class="column my-data">
            <h1 id="heading" tabindex="-1">{words.t(key::ME_TITLE)}</h1>
            <Expired/>
            {body}
        </div>
    }
}

/// What is said beside a button: nothing, done, or not.
fn say(words: Words, outcome: RwSignal<Option<bool>>, done: recourse_core::i18n::Key) -> AnyView {
    let said = move || match outcome.get() {
        Some(true) => words.t(done),
        Some(false) => words.t(key::SIGN_IN_UNREACHABLE),
        None => String::new(),
    };
    view! { <span class="small" role="status">{said}</span> }.into_any()
}

/// Language and way of being told.
#[component]
fn Preferences(me: RwSignal<Option<Me>>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let device = expect_context::<Device>();
    let outcome = RwSignal::new(None::<Result<(), String>>);
    // What was chosen here and has not gone out yet counts.
    let chosen = me.get_untracked().map(|me| device.outbox.with_untracked(|outbox| outbox.preferences(me)));
    let (language, channel) = chosen.map(|me| (me.language, me.channel)).unwrap_or_default();
    let (language, channel) = (RwSignal::new(language), RwSignal::new(channel));
    let locales = match backend.service.get_untracked() {
        Known::Ready(service) => service.locales.clone(),
        _ => words.all(),
    };
    let options = locales.iter().map(|tag| (tag.clone(), words.language(tag))).collect::<Vec<_>>();
    let channels = [
        (Channel::EmailNotice, Some(key::CHANNEL_NOTICE_WHAT)),
        (Channel::EmailFull, Some(key::CHANNEL_FULL_WHAT)),
        (Channel::Inbox, Some(key::CHANNEL_INBOX_WHAT)),
    ]
    .map(|(channel, what)| (channel_name(channel).to_owned(), words.t(channel_words(channel)), what.map(|what| words.t(what))))
    .to_vec();
    let no_error = Signal::stored(None::<String>);
    let (language_frame, channel_frame) =
        (Framed::new("me-language".into(), false, no_error), Framed::new("me-channel".into(), false, no_error));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        outcome.set(None);
        let change =
            MeChange { language: Some(language.get_untracked()), channel: Some(channel.get_untracked()), ..MeChange::default() };
        let body = serde_json::to_string(&change).expect("texts");
        device.queue_mark(Purpose::Preferences, "/me".into(), body);
    };
    Effect::new(move || {
        let Some(came) = device.reached.get() else { return };
        device.reached.set(None);
        outcome.set(Some(match came {
            Ok(now) => {
                me.set(Some(now));
                Ok(())
            }
            Err(problem) => Err(problem.detail.unwrap_or(problem.title)),
        }));
    });
    let waits = Memo::new(move |_| device.outbox.with(|outbox| outbox.has_preferences().then(|| outbox.sending.is_some())));
    let said = move || match (waits.get(), outcome.get()) {
        (Some(true), _) => words.t(key::SENDING_NOW),
        (Some(false), _) => words.t(key::ME_WAITS),
        (None, Some(Ok(()))) => words.t(key::ME_SAVED),
        (None, Some(Err(detail))) => words.fill(key::ME_REFUSED, &[("detail", &detail)]),
        (None, None) => String::new(),
    };
    let chosen = Callback::new(move |tag| {
        outcome.set(None);
        language.set(tag);
    });
    let told = Callback::new(move |name: String| {
        outcome.set(None);
        channel.set(channel_named(&name));
    });
    let name = channel_frame.id.clone();
    view! {
        <section>
            <h2>{words.t(key::ME_PREFERENCES)}</h2>
            <p class="small">{words.t(key::ME_PREFERENCES_WHAT)}</p>
            <form novalidate on:submit=save>
                <Field framed=language_frame.clone() label=words.t(key::DETAILS_LANGUAGE) hint=None error=no_error>
                    <Select framed=language_frame value=language.into() typed=chosen options/>
                </Field>
                <Group framed=channel_frame label=words.t(key::DETAILS_CHANNEL) hint=None error=no_error>
                    <Radios name value=Signal::derive(move || channel_name(channel.get()).to_owned()) typed=told options=channels/>
                </Group>
                <div class="foot-of-step">
                    <button type="submit" class="btn">{words.t(key::ME_SAVE)}</button>
                    <span class="small" role="status">{said}</span>
                </div>
            </form>
        </section>
    }
}

/// Another address, confirmed by a code.
#[component]
fn Address(me: RwSignal<Option<Me>>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let signed_in = expect_context::<SignedIn>();
    let (email, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let challenge = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let moved = RwSignal::new(None::<bool>);
    let asks_code = Memo::new(move |_| challenge.with(Option::is_some));
    let busy = RwSignal::new(false);
    const FIELD: &str = "me-address";
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        moved.set(None);
        let change = MeChange {
            email: Some(email.get_untracked()),
            code: challenge.with_untracked(Option::is_some).then(|| code.get_untracked()),
            challenge: challenge.get_untracked(),
            ..MeChange::default()
        }
        .trimmed();
        // The backend has the last word; what can be seen here is said here.
        if let Some(fault) = change.faults(&[]).first() {
            error.set(Some(words.t(if fault.code == Code::Required { key::ERROR_EMAIL } else { key::ERROR_EMAIL_FORMAT })));
            return focus::control(FIELD);
        }
        error.set(None);
        busy.set(true);
        spawn_local(async move {
            let done = me::change(backend, &change).await;
            let _ = busy.try_set(false);
            let said = match done {
                Done::Sent(sent) => {
                    let _ = challenge.try_set(Some(sent));
                    focus::control_later(FIELD);
                    return;
                }
                Done::Me(now) => {
                    challenge.set(None);
                    email.set(String::new());
                    code.set(String::new());
                    moved.set(Some(true));
                    let email = now.email.clone();
                    let _ = me.try_set(Some(now));
                    signed_in.moved(&email).await;
                    focus::control_later(FIELD);
                    return;
                }
                Done::Wrong(fault) => match (fault.pointer.as_str(), fault.detail) {
                    ("/email", _) => words.t(key::ME_SAME_ADDRESS),
                    (_, Some(detail)) => detail,
                    (_, None) => words.t(key::SIGN_IN_SIX_DIGITS),
                },
                Done::TooMany(minutes) => words.count(key::SIGN_IN_TOO_MANY, minutes),
                Done::Failed => words.t(key::SIGN_IN_UNREACHABLE),
            };
            let _ = error.try_set(Some(said));
            focus::control(FIELD);
        });
    };
    let framed = Framed::new(FIELD.into(), true, error.into());
    let field = move || {
        let framed = framed.clone();
        if asks_code.get() {
            let typed = Callback::new(move |text| code.set(text));
            view! {
                <p class="small" role="status">{words.fill(key::ME_CODE_SENT, &[("email", &email.get_untracked())])}</p>
                <Field framed=framed.clone() label=words.t(key::SIGN_IN_CODE) hint=Some(words.t(key::SIGN_IN_CODE_HINT)) error=error.into()>
                    <TextInput framed value=Signal::from(code) typed mode="numeric" autocomplete="one-time-code"/>
                </Field>
            }
            .into_any()
        } else {
            let typed = Callback::new(move |text| email.set(text));
            view! {
                <Field framed=framed.clone() label=words.t(key::ME_NEW_ADDRESS) hint=Some(words.t(key::ME_NEW_ADDRESS_HINT)) error=error.into()>
                    <TextInput framed value=Signal::from(email) typed kind="email" autocomplete="email"/>
                </Field>
            }
            .into_any()
        }
    };
    let address = move || me.with(|me| me.as_ref().map(|me| me.email.clone()).unwrap_or_default());
    view! {
        <section>
            <h2>{words.t(key::ME_ADDRESS)}</h2>
            <p>{move || words.fill(key::SIGN_IN_AS, &[("email", &address())])}</p>
            <form novalidate on:submit=submit>
                {field}
                <div class="foot-of-step">
                    <button type="submit" class="btn quiet" disabled=busy>
                        {move || words.t(if asks_code.get() { key::ME_CHANGE_ADDRESS } else { key::SIGN_IN_ASK })}
                    </button>
                    <Show when=move || asks_code.get()>
                        <button type="button" class="btn plain" on:click=move |_| { challenge.set(None); error.set(None); code.set(String::new()); focus::control_later(FIELD); }>{words.t(key::ME_OTHER_ADDRESS)}</button>
                    </Show>
                    {say(words, moved, key::ME_MOVED)}
                </div>
            </form>
        </section>
    }
}

/// Everything as one file.
#[component]
fn Copy() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let (outcome, busy) = (RwSignal::new(None::<bool>), RwSignal::new(false));
    let export = move |_| {
        outcome.set(None);
        busy.set(true);
        spawn_local(async move {
            let done = me::export(backend).await;
            let _ = outcome.try_set(Some(done));
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section>
            <h2>{words.t(key::ME_EXPORT)}</h2>
            <p>{words.t(key::ME_EXPORT_WHAT)}</p>
            <div class="foot-of-step">
                <button type="button" class="btn quiet" disabled=busy on:click=export>
                    {move || words.t(if busy.get() { key::ME_EXPORTING } else { key::ME_EXPORT_DO })}
                </button>
                {say(words, outcome, key::ME_EXPORTED)}
            </div>
        </section>
    }
}

/// Erasure: asked for, and taken back.
#[component]
fn Erasure(me: RwSignal<Option<Me>>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let failed = RwSignal::new(None::<bool>);
    let days = match backend.service.get_untracked() {
        Known::Ready(service) => service.periods.keep_days,
        _ => 0,
    };
    let days = words.count(key::DAYS, days);
    let take = move |done: Done| match done {
        Done::Me(now) => {
            let is_back = now.erasure_asked_at.is_none();
            let _ = me.try_set(Some(now));
            let _ = failed.try_set(is_back.then_some(true));
            // The button that was pressed is gone.
            focus::control_later("me-erasure");
        }
        _ => {
            let _ = failed.try_set(Some(false));
        }
    };
    let ask = Callback::new(move |()| {
        failed.set(None);
        spawn_local(async move { take(me::ask_erasure(backend).await) });
    });
    let take_back = move |_| {
        failed.set(None);
        spawn_local(async move { take(me::take_back_erasure(backend).await) });
    };
    let what = words.fill(key::ME_ERASE_WHAT, &[("days", &days)]);
    let state = move || match me.with(|me| me.as_ref().and_then(|me| me.erasure_asked_at)) {
        Some(at) => asked(words, at, take_back).into_any(),
        None => view! {
            <Confirm
                label=words.t(key::ME_ERASE)
                accessible=words.t(key::ME_ERASE)
                question=words.t(key::ME_ERASE_ASK)
                consequence=words.t(key::ME_ERASE_CONSEQUENCE)
                yes=words.t(key::ME_ERASE)
                confirmed=ask
            />
        }
        .into_any(),
    };
    view! {
        <section>
            <h2 id="me-erasure" tabindex="-1">{words.t(key::ME_ERASURE)}</h2>
            <p>{what}</p>
            <div class="foot-of-step">{state}{say(words, failed, key::ME_ERASE_TAKEN_BACK)}</div>
        </section>
    }
}

fn asked(words: Words, at: Timestamp, take_back: impl Fn(leptos::ev::MouseEvent) + 'static) -> impl IntoView {
    view! {
        <p role="status">{words.fill(key::ME_ERASE_ASKED, &[("date", &words.date(at))])}</p>
        <button type="button" class="btn quiet" on:click=take_back>{words.t(key::ME_ERASE_BACK)}</button>
    }
}
