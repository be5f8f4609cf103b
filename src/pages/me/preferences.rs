//! Language and way of being told; they go out through the outbox.

use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::words::Words;
use crate::ui::answers::channel_words;
use crate::ui::controls::{Radios, Select};
use crate::ui::field::{Field, Framed, Group};
use leptos::prelude::*;
use recourse_contract::me::{Me, MeChange};
use recourse_contract::ticket::Channel;
use recourse_core::i18n::key;
use recourse_core::journey::{channel_name, channel_named};
use recourse_core::outbox::Purpose;

/// Language and way of being told.
#[component]
pub fn Preferences(me: RwSignal<Option<Me>>) -> impl IntoView {
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
        (Some(false), _) => words.kept(key::ME_WAITS, key::ME_WAITS_TAB),
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
