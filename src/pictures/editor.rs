//! The dialogue in which a picture is blacked out and cropped. Which rectangle becomes what is decided in
//! `core::picture`; the pixels change when it is left.

use super::{Picture, edited, preview};
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::notice::{Notice, Tone};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::{Key, key};
use recourse_core::picture::{Event, Model, Said, Side, Tool, update};
use web_sys::{ImageBitmap, KeyboardEvent, PointerEvent};

/// The id of the picture.
const PICTURE: &str = "picture";
/// The id of the button that goes on after all.
const STAY: &str = "picture-stay";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Drawing,
    /// The partner wants to leave; something was changed.
    Asking,
    Making,
    Failed,
}

impl Phase {
    fn takes_more(self) -> bool {
        matches!(self, Self::Drawing | Self::Failed)
    }
}

/// Draws the dialogue, open.
pub(super) fn draw(picture: Picture, on_done: Callback<Picture>, on_cancel: Callback<()>) -> AnyView {
    view! { <Dialogue picture on_done on_cancel/> }.into_any()
}

#[component]
fn Dialogue(picture: Picture, on_done: Callback<Picture>, on_cancel: Callback<()>) -> impl IntoView {
    let words = expect_context::<Words>();
    let model = RwSignal::new(Model::new((picture.width, picture.height)));
    let bitmap = RwSignal::new_local(None::<ImageBitmap>);
    let phase = RwSignal::new(Phase::Drawing);
    let said = RwSignal::new(String::new());
    let title = words.fill(key::PICTURE_TITLE, &[("name", &picture.name)]);
    let picture = StoredValue::new_local(picture);
    let is_left = StoredValue::new(false);
    let dialogue = NodeRef::<html::Dialog>::new();
    let canvas = NodeRef::<html::Canvas>::new();

    let open = move || {
        if let Some(dialogue) = dialogue.get_untracked() {
            // It fails only when it is open already.
            let _ = dialogue.show_modal();
        }
    };
    Effect::new(move || {
        if dialogue.get().is_some() {
            open();
        }
    });
    spawn_local(async move {
        let Some(picture) = picture.try_get_value() else { return };
        match preview::bitmap(&picture).await {
            Some(pixels) => {
                let _ = bitmap.try_set(Some(pixels));
            }
            None => {
                let _ = phase.try_set(Phase::Failed);
            }
        }
    });
    on_cleanup(move || {
        let _ = bitmap.try_with_untracked(|bitmap| bitmap.as_ref().map(ImageBitmap::close));
    });
    Effect::new(move || {
        let Some(canvas) = canvas.get() else { return };
        bitmap.with(|bitmap| {
            if let Some(bitmap) = bitmap {
                model.with(|model| preview::draw(&canvas, bitmap, model));
            }
        });
    });

    let send = move |event: Event| {
        if phase.get_untracked().takes_more()
            && let Some(told) = model.try_update(|model| update(model, event)).flatten()
        {
            said.set(said_words(words, told));
        }
    };
    let leave = move || {
        let _ = is_left.try_set_value(true);
        if let Some(dialogue) = dialogue.get_untracked() {
            dialogue.close();
        }
    };
    let cancel = move || {
        if model.with_untracked(Model::is_changed) {
            phase.set(Phase::Asking);
            focus::control_later(STAY);
        } else {
            leave();
            on_cancel.run(());
        }
    };
    // By Escape, or the phone's way back: the browser asks nobody.
    let closed = move |_| {
        if is_left.try_get_value() == Some(false) {
            if model.with_untracked(Model::is_changed) {
                open();
            }
            if phase.get_untracked() != Phase::Making {
                cancel();
            }
        }
    };
    let done = move |()| {
        let Some(picture) = picture.try_get_value() else { return };
        if !model.with_untracked(Model::is_changed) {
            leave();
            return on_cancel.run(());
        }
        phase.set(Phase::Making);
        let edit = model.with_untracked(Model::edit);
        spawn_local(async move {
            let made = edited(&picture, &edit).await;
            // The screen may have gone in the meantime.
            if phase.try_get_untracked().is_none() {
                return;
            }
            match made {
                Ok(made) => {
                    leave();
                    on_done.run(made);
                }
                Err(_) => phase.set(Phase::Failed),
            }
        });
    };
    let undo_by_key = move |event: KeyboardEvent| {
        if (event.ctrl_key() || event.meta_key()) && event.key() == "z" {
            event.prevent_default();
            send(Event::Undone);
        }
    };
    let cannot_undo = move || !phase.get().takes_more() || !model.with(Model::is_changed);
    let discard = move |()| {
        leave();
        on_cancel.run(());
    };
    view! {
        <dialog node_ref=dialogue class="picture" aria-labelledby="picture-title" on:close=closed on:keydown=undo_by_key>
            <h2 id="picture-title">{title.clone()}</h2>
            <div class="picture-tools">
                <ToolButton model tool=Tool::BlackOut label=key::PICTURE_BLACK_OUT send=Callback::new(send)/>
                <ToolButton model tool=Tool::Crop label=key::PICTURE_CROP send=Callback::new(send)/>
                <button type="button" class="btn quiet" disabled=cannot_undo on:click=move |_| send(Event::Undone)>{words.t(key::PICTURE_UNDO)}</button>
            </div>
            <p id="picture-hint" class="hint">{words.t(key::PICTURE_HINT)}</p>
            <div class="picture-stage">
                <Surface canvas model title send=Callback::new(send)/>
            </div>
            <p class="small" role="status">
                {move || if phase.get() == Phase::Making { words.t(key::PICTURE_MAKING) } else { said.get() }}
            </p>
            <Foot phase done=Callback::new(done) cancel=Callback::new(move |()| cancel()) discard=Callback::new(discard)/>
        </dialog>
    }
}

/// The ways out, or the question whether to leave without the changes.
#[component]
fn Foot(phase: RwSignal<Phase>, done: Callback<()>, cancel: Callback<()>, discard: Callback<()>) -> impl IntoView {
    let words = expect_context::<Words>();
    let stay = move |_| {
        phase.set(Phase::Drawing);
        focus::control_later(PICTURE);
    };
    move || {
        let now = phase.get();
        if now == Phase::Asking {
            return view! {
                <p><b>{words.t(key::PICTURE_LEAVE)}</b></p>
                <div class="row">
                    <button type="button" class="btn danger" on:click=move |_| discard.run(())>{words.t(key::PICTURE_LEAVE_YES)}</button>
                    <button type="button" id=STAY class="btn quiet" on:click=stay>{words.t(key::PICTURE_LEAVE_NO)}</button>
                </div>
            }
            .into_any();
        }
        let is_making = now == Phase::Making;
        view! {
            {(now == Phase::Failed).then(|| view! { <Notice tone=Tone::Bad title=words.t(key::PICTURE_FAILED)/> })}
            <div class="row">
                <button type="button" class="btn" disabled=is_making on:click=move |_| done.run(())>{words.t(key::PICTURE_DONE)}</button>
                <button type="button" class="btn plain" disabled=is_making on:click=move |_| cancel.run(())>{words.t(key::PICTURE_CANCEL)}</button>
            </div>
        }
        .into_any()
    }
}

#[component]
fn ToolButton(model: RwSignal<Model>, tool: Tool, label: Key, send: Callback<Event>) -> impl IntoView {
    let words = expect_context::<Words>();
    let is_taken = Memo::new(move |_| model.with(|model| model.tool == tool));
    view! {
        <button type="button" class="btn quiet" aria-pressed=move || is_taken.get().to_string() on:click=move |_| send.run(Event::Took(tool))>
            {words.t(label)}
        </button>
    }
}

/// The picture, under pointer and keyboard. It has a role that lets arrow keys through to it.
#[component]
fn Surface(canvas: NodeRef<html::Canvas>, model: RwSignal<Model>, title: String, send: Callback<Event>) -> impl IntoView {
    let pixel = move |event: &PointerEvent| {
        let canvas = canvas.get_untracked()?;
        let place = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let shown = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        model.try_with_untracked(|model| model.pixel(place, shown))
    };
    let pointer = move |event: PointerEvent, made: fn((u32, u32)) -> Event| {
        if event.is_primary()
            && let Some(place) = pixel(&event)
        {
            send.run(made(place));
        }
    };
    let pressed = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let Some(canvas) = canvas.get_untracked() {
            // A drag goes on beside the picture. It fails only for pointers that are gone.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        pointer(event, Event::Pressed);
    };
    let dragged = move |event: PointerEvent| {
        if event.buttons() != 0 {
            pointer(event, Event::Dragged);
        }
    };
    let key_pressed = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let arrow = |side: Side| if event.shift_key() { Event::Stretched(side) } else { Event::Moved(side) };
        let made = match event.key().as_str() {
            "ArrowLeft" => arrow(Side::Left),
            "ArrowRight" => arrow(Side::Right),
            "ArrowUp" => arrow(Side::Up),
            "ArrowDown" => arrow(Side::Down),
            "Enter" | " " => Event::Applied,
            _ => return,
        };
        event.prevent_default();
        send.run(made);
    };
    view! {
        <canvas
            node_ref=canvas
            id=PICTURE
            tabindex="0"
            role="application"
            aria-label=title
            aria-describedby="picture-hint"
            on:pointerdown=pressed
            on:pointermove=dragged
            on:pointerup=move |event| pointer(event, Event::Released)
            on:pointercancel=move |_| send.run(Event::Lost)
            on:keydown=key_pressed
        ></canvas>
    }
}

fn said_words(words: Words, said: Said) -> String {
    match said {
        Said::BlackedOut => words.t(key::PICTURE_SAID_BLACK),
        Said::Cropped(width, height) => {
            let (width, height) = (words.number(&width.to_string()), words.number(&height.to_string()));
            words.fill(key::PICTURE_SAID_CROPPED, &[("width", &width), ("height", &height)])
        }
        Said::TakenBack => words.t(key::PICTURE_SAID_UNDONE),
        Said::Corner => words.t(key::PICTURE_SAID_CORNER),
        Said::Chosen { left, top, width, height } => words.fill(
            key::PICTURE_SAID_CHOSEN,
            &[
                ("left", &left.to_string()),
                ("top", &top.to_string()),
                ("width", &width.to_string()),
                ("height", &height.to_string()),
            ],
        ),
    }
}
