//! The files of a message on their way: each with its state and what can be done with it.

use super::take::Taker;
use super::{remove, row_id, words as say};
use crate::pictures::{self, Editor, Picture};
use crate::shell::attachments::{address, blob, revoke};
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::uploads::{self, bytes};
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::{Key, key};
use recourse_core::upload::{Event, Model, Phase, Upload};

/// What a row shows.
#[derive(Clone, PartialEq)]
struct Shown {
    name: String,
    size: u64,
    state: String,
    hundredths: u64,
    /// Whether more of it has to go.
    waits: bool,
    refused: bool,
    /// Whether trying it now can help.
    held_up: bool,
    /// Whether this page alone has its bytes.
    only_here: bool,
}

impl Shown {
    fn of(words: Words, model: &Model, upload: &Upload) -> Self {
        let waits = upload.phase == Phase::Waiting;
        let stands = waits && !model.is_sending(&upload.id);
        Self {
            name: upload.name.clone(),
            size: upload.size,
            state: say::state(words, model, upload),
            hundredths: say::hundredths(model, upload),
            waits,
            refused: upload.is_refused(),
            held_up: stands && (upload.trouble.is_some() || model.missing.contains(&upload.id)),
            only_here: waits && model.only_here.contains(&upload.id),
        }
    }
}

/// These files. With a taker they can be changed.
#[component]
pub fn Files(#[prop(into)] ids: Signal<Vec<String>>, taker: Option<Taker>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let said = RwSignal::new(String::new());
    // Progress is read out in quarters, and only when one is passed.
    let quarters = Memo::new(move |_| {
        device.uploads.with(|model| {
            let known =
                ids.get().into_iter().filter_map(|id| model.upload(&id).map(|upload| (id, say::hundredths(model, upload) / 25)));
            known.collect::<Vec<_>>()
        })
    });
    Effect::new(move |before: Option<Vec<(String, u64)>>| {
        let now = quarters.get();
        for (id, quarter) in &now {
            let was = before.iter().flatten().find(|(known, _)| known == id).map_or(0, |(_, quarter)| *quarter);
            let name = device.uploads.with_untracked(|model| model.upload(id).map(|upload| upload.name.clone()));
            // What was there before the screen is no news.
            if let (true, true, Some(name)) = (before.is_some(), *quarter > was, name) {
                said.set(words.fill(key::ATTACHMENT_SAID, &[("name", &name), ("percent", &words.percent(quarter * 25))]));
            }
        }
        now
    });
    let away = Callback::new(move |id: String| {
        let all = ids.get_untracked();
        let next = all.iter().position(|known| *known == id).and_then(|at| all.get(at + 1));
        match (next, taker) {
            (Some(next), _) => focus::button_later(row_id(next)),
            (None, Some(taker)) => focus::control_later(taker.field),
            (None, None) => {}
        }
        let name = device.uploads.with_untracked(|model| model.upload(&id).map(|upload| upload.name.clone()));
        said.set(words.fill(key::ATTACHMENT_REMOVED, &[("name", &name.unwrap_or_default())]));
        remove(device, &id);
    });
    // A row says what its file is once, when it comes: not before the device has told what it has.
    let known = Memo::new(move |_| {
        let all = ids.get();
        device.uploads.with(|model| all.into_iter().filter(|id| model.loaded || model.upload(id).is_some()).collect::<Vec<_>>())
    });
    view! {
        <p class="vh" role="status">{said}</p>
        <ul class="files">
            <For each=move || known.get() key=|id| id.clone() children=move |id| view! { <Row id taker away/> }/>
        </ul>
    }
}

#[component]
fn Row(id: String, taker: Option<Taker>, away: Callback<String>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let own = id.clone();
    let shown = Memo::new(move |_| device.uploads.with(|model| model.upload(&own).map(|upload| Shown::of(words, model, upload))));
    // What stays as it is while the file goes up is rendered once.
    let of = move |pick: fn(&Shown) -> bool| Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(pick)));
    let (waits, held_up, refused) = (of(|shown| shown.waits), of(|shown| shown.held_up), of(|shown| shown.refused));
    let only_here = of(|shown| shown.only_here);
    let (name, size) = shown.get_untracked().map(|shown| (shown.name, shown.size)).unwrap_or_default();
    let media_type = device.uploads.with_untracked(|model| model.upload(&id).map(|upload| upload.media_type.clone()));
    let media_type = media_type.unwrap_or_default();
    let picture = RwSignal::new(None::<String>);
    if media_type.starts_with("image/") {
        let (id, media_type) = (id.clone(), media_type.clone());
        spawn_local(async move {
            let Some(bytes) = bytes::read(&id).await else { return };
            let made = blob(&bytes, &media_type).and_then(|blob| address(&blob));
            // The row may have gone in the meantime.
            if let Some(made) = made
                && picture.try_set(Some(made.clone())).is_some()
            {
                revoke(&made);
            }
        });
    }
    on_cleanup(move || picture.try_get_untracked().flatten().iter().for_each(|made| revoke(made)));
    // A message may wait for a file that the device has lost.
    let lost = move || words.t(key::ATTACHMENT_MISSING);
    let state = move || shown.with(|shown| shown.as_ref().map_or_else(lost, |shown| shown.state.clone()));
    let hundredths = move || shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.hundredths)).to_string();
    let named = {
        let name = name.clone();
        move |label: String| format!("{label}, {name}")
    };
    let again = {
        let (id, named) = (id.clone(), named.clone());
        move || {
            let id = id.clone();
            let retry = move |_| {
                focus::falls_to(row_id(&id));
                uploads::send(device, Event::Retried(id.clone(), clock::now()));
            };
            let label = words.t(key::ATTACHMENT_RETRY);
            held_up.get().then(|| view! { <button type="button" class="btn plain" aria-label=named(label.clone()) on:click=retry>{label.clone()}</button> })
        }
    };
    let removal = {
        let (id, named) = (id.clone(), named.clone());
        move || {
            let id = id.clone();
            let label = words.t(if waits.get() { key::ATTACHMENT_CANCEL } else { key::ATTACHMENT_REMOVE });
            taker.map(|_| view! {
                <button type="button" class="btn plain" aria-label=named(label.clone()) on:click=move |_| away.run(id.clone())>{label.clone()}</button>
            })
        }
    };
    let edit = taker.filter(|_| pictures::is_picture(&media_type, &name)).map(|taker| {
        let label = named(words.t(key::ATTACHMENT_EDIT));
        view! { <Edit id=id.clone() name=name.clone() media_type taker label/> }
    });
    let note = taker.map(|taker| {
        let id = id.clone();
        move || {
            let note = taker.scaled.with(|all| all.iter().find(|(one, _)| *one == id).map(|(_, note)| note.clone()));
            note.map(|note| {
                let id = id.clone();
                view! {
                    <p class="small">{note}" "<button type="button" class="btn plain" on:click=move |_| taker.whole(id.clone())>{words.t(key::ATTACHMENT_WHOLE)}</button></p>
                }
            })
        }
    });
    let told = |list: RwSignal<Vec<String>>, text: Key| {
        let id = id.clone();
        move || list.with(|list| list.contains(&id)).then(|| view! { <p class="small">{words.t(text)}</p> })
    };
    let still = taker.map(|taker| told(taker.stills, key::ATTACHMENT_STILL));
    let edited = taker.map(|taker| told(taker.edited, key::ATTACHMENT_EDITED));
    view! {
        <li class="file" id=row_id(&id) class:wrong=refused>
            {move || picture.get().map(|address| view! { <img class="thumbnail" src=address alt=""/> })}
            <div class="file-what">
                <p class="file-name" dir="auto">{name}</p>
                <p class="small">{words.bytes(size)}" · "{state}</p>
                {move || waits.get().then(|| view! { <progress max="100" prop:value=hundredths aria-hidden="true"></progress> })}
                {move || only_here.get().then(|| view! { <p class="small">{words.t(key::ATTACHMENT_ONLY_HERE)}</p> })}
                {still}
                {edited}
                {note}
            </div>
            <div class="row">{again}{edit}{removal}</div>
        </li>
    }
}

/// Blacks out parts of a picture; the changed one takes its place.
#[component]
fn Edit(id: String, name: String, media_type: String, taker: Taker, label: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let open = RwSignal::new_local(None::<Picture>);
    let begin = {
        let id = id.clone();
        move |_| {
            let (id, name, media_type) = (id.clone(), name.clone(), media_type.clone());
            spawn_local(async move {
                let Some(bytes) = bytes::read(&id).await else { return };
                let _ = open.try_set(pictures::known(name, media_type, bytes));
            });
        }
    };
    let done = Callback::new(move |picture: Picture| {
        open.set(None);
        taker.replace(id.clone(), picture);
    });
    let cancel = Callback::new(move |()| open.set(None));
    view! {
        <button type="button" class="btn plain" aria-label=label on:click=begin>{words.t(key::ATTACHMENT_EDIT)}</button>
        {move || open.get().map(|picture| view! { <Editor picture on_done=done on_cancel=cancel/> })}
    }
}
