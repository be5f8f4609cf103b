//! Technical details: collected when the partner asks for them, shown line by line, each with a switch. What is off is not
//! kept, and only what is shown is sent.

use super::answers::Answer;
use super::extra::Bound;
use crate::shell::facts;
use crate::shell::focus;
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::details::{LINES, label, lines};
use recourse_core::i18n::key;
use recourse_core::journey::Field;
use std::collections::BTreeMap;

/// The id of the list.
const LIST: &str = "device";
/// The id of the button that asks for it.
const ADD: &str = "device-add";

/// The lines, or the button that asks for them. `bind` gives what the draft has of each.
#[component]
pub fn DeviceDetails(bind: Callback<Field, Bound>, read_only: Signal<bool>) -> impl IntoView {
    let words = expect_context::<Words>();
    let bound = StoredValue::new(LINES.map(|line| (line, bind.run(Field::Device(line.into())))).to_vec());
    let kept = move |line: &str| {
        let value = bound.with_value(|bound| bound.iter().find(|(name, _)| *name == line).map(|(_, (value, _))| *value));
        value.map(|value| value.get()).unwrap_or_default()
    };
    let tell = move |line: &str, value: String| {
        let typed = bound.with_value(|bound| bound.iter().find(|(name, _)| *name == line).map(|(_, (_, typed))| *typed));
        if let Some(typed) = typed {
            typed.run(value);
        }
    };
    // What is switched off stands here alone, so that it can be switched on again: the draft forgets it.
    let found = RwSignal::new(Vec::<(&'static str, String)>::new());
    let shown = Memo::new(move |_| {
        let value = |line: &str| {
            let kept = kept(line);
            let found = || found.with(|found| found.iter().find(|(name, _)| *name == line).map(|(_, value)| value.clone()));
            if kept.is_empty() { found().unwrap_or_default() } else { kept }
        };
        LINES.into_iter().map(|line| (line, value(line))).filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>()
    });
    let collect = move |_| {
        // What is off stays off.
        let mut off = shown.get_untracked();
        off.retain(|(line, _)| untrack(|| kept(line).is_empty()));
        spawn_local(async move {
            let told = lines(&facts::collect().await);
            // The screen may have gone in the meantime.
            if found.try_set(told.clone()).is_some() {
                return;
            }
            for (line, value) in told {
                if off.iter().all(|(name, _)| *name != line) {
                    tell(line, value);
                }
            }
            focus::control_later(LIST);
        });
    };
    let switch = move |line: &'static str, value: String, on: bool| {
        found.update(|found| {
            found.retain(|(name, _)| *name != line);
            found.push((line, value.clone()));
        });
        tell(line, if on { value } else { String::new() });
    };
    let remove = move |_| {
        found.set(Vec::new());
        LINES.iter().for_each(|line| tell(line, String::new()));
        focus::control_later(ADD);
    };
    let row = move |(line, value): (&'static str, String)| {
        let name = label(line).map(|key| words.t(key)).unwrap_or_default();
        let (said, own) = (value_words(words, line, &value), value);
        view! {
            <label class="radio">
                <input
                    type="checkbox"
                    id=Field::Device(line.into()).control_id()
                    disabled=read_only
                    prop:checked=move || !kept(line).is_empty()
                    on:change:target=move |event| switch(line, own.clone(), event.target().checked())
                />
                <span><span class="radio-label">{name}</span><span class="hint">{said}</span></span>
            </label>
        }
    };
    move || {
        let rows = shown.get();
        if rows.is_empty() {
            return view! {
                <section class="field">
                    <p><b>{words.t(key::DEVICE_TITLE)}</b>" "<span class="optional">{words.t(key::FIELD_OPTIONAL)}</span></p>
                    <p class="hint" id="device-hint">{words.t(key::DEVICE_WHAT)}</p>
                    <button type="button" id=ADD class="btn quiet" aria-describedby="device-hint" disabled=read_only on:click=collect>{words.t(key::DEVICE_ADD)}</button>
                </section>
            }
            .into_any();
        }
        view! {
            <fieldset class="field" id=LIST tabindex="-1" aria-describedby="device-hint">
                <legend>{words.t(key::DEVICE_TITLE)}" "<span class="optional">{words.t(key::FIELD_OPTIONAL)}</span></legend>
                <p class="hint" id="device-hint">{words.t(key::DEVICE_HINT)}</p>
                <div class="radios">{rows.into_iter().map(row).collect::<Vec<_>>()}</div>
                <div class="row">
                    <button type="button" class="btn plain" disabled=read_only on:click=collect>{words.t(key::DEVICE_AGAIN)}</button>
                    <button type="button" class="btn plain" disabled=read_only on:click=remove>{words.t(key::DEVICE_REMOVE)}</button>
                </div>
            </fieldset>
        }
        .into_any()
    }
}

/// What the device has told, as rows of a description list.
pub fn told(words: Words, device: &BTreeMap<String, String>) -> Vec<AnyView> {
    told_lines(words, device).into_iter().map(|(label, value)| view! { <Answer label value/> }.into_any()).collect()
}

/// What the device has told, each line with its label, in the order in which it was asked.
pub fn told_lines(words: Words, device: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let known = LINES.into_iter().filter_map(|line| Some((line, device.get(line)?)));
    // Of other programs: under the names that they have chosen.
    let others = device.iter().map(|(line, value)| (line.as_str(), value)).filter(|(line, _)| label(line).is_none());
    known
        .chain(others)
        .map(|(line, value)| (label(line).map_or(line.to_owned(), |key| words.t(key)), value_words(words, line, value)))
        .collect()
}

/// Only whether the device is online is a word.
fn value_words(words: Words, line: &str, value: &str) -> String {
    match (line, value) {
        ("online", "yes") => words.t(key::EXTRA_YES),
        ("online", "no") => words.t(key::EXTRA_NO),
        _ => value.to_owned(),
    }
}
