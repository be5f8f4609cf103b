//! The page that shows the app in a frame: its first word, the port for all others, and what `core::embed` wants done.

use super::device::Device;
use super::words::Words;
use super::{page, theme};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use recourse_contract::session::Details;
use recourse_core::embed::{Effect as Wanted, Event, FRAME, Model, ToHost, update};
use recourse_core::inbox::{Known, with_news};
use recourse_core::journey::Draft;
use recourse_core::route::Route;
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, MessagePort, ResizeObserver};

/// A frame of `embed.js` waits so long for the first word, which comes once its page has loaded.
const ARRIVAL: Duration = Duration::from_secs(10);
/// The page has so long to say who the partner is.
const ANSWER: Duration = Duration::from_secs(10);

thread_local! {
    /// The way to the page.
    static PORT: RefCell<Option<MessagePort>> = const { RefCell::new(None) };
    /// Who waits for its word on the partner.
    static WAITING: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// The talk with the page around this one.
#[derive(Clone, Copy)]
pub struct Embed {
    model: RwSignal<Model>,
    words: Words,
    ways: Ways,
}

/// What loads for frames alone: called through here, it is no part of the first file.
#[derive(Clone, Copy)]
struct Ways {
    send: fn(Embed, Event),
    begins: fn(&Model, &[Draft]) -> String,
    wake: fn(Embed, Device),
}

impl Embed {
    /// Waits for the first word of the page around this one. Nothing in a frame whose page does not speak with the app.
    pub async fn arrive(words: Words) -> Option<Self> {
        let event = hello().await?;
        let model = Model::greeted(&event.data().as_string()?, &event.origin())?;
        let port: MessagePort = event.ports().get(0).dyn_into().ok()?;
        let ways = Ways { send: Self::perform, begins, wake: Self::listen };
        let embed = Self { model: RwSignal::new(model), words, ways };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            embed.send(Event::Heard(event.data().as_string().unwrap_or_default()));
        })
        .into_js_value();
        port.set_onmessage(Some(heard.unchecked_ref()));
        PORT.set(Some(port));
        embed.wear();
        Some(embed)
    }

    /// The page's language.
    pub fn language(self) -> Option<String> {
        self.model.with_untracked(|model| model.options.language.clone())
    }

    /// Whether the page can say who the partner is.
    pub fn knows_partner(self) -> bool {
        self.model.with_untracked(|model| model.options.identity)
    }

    /// Whether the page does something when the partner closes the app; follows its wishes.
    pub fn is_closable(self) -> bool {
        self.model.with(|model| model.options.closable)
    }

    /// What the page knows of the partner, without proof.
    pub fn partner(self) -> (Option<String>, Details) {
        self.model.with_untracked(|model| (model.options.email.clone(), model.options.details.clone()))
    }

    /// The address to begin at.
    pub fn begins(self, drafts: &[Draft]) -> String {
        self.model.with_untracked(|model| (self.ways.begins)(model, drafts))
    }

    /// Asks the page who the partner is.
    pub async fn identity(self) -> Option<String> {
        let answered = Promise::new(&mut |resolve, _| WAITING.with_borrow_mut(|waiting| waiting.push(resolve)));
        self.send(Event::Wanted);
        JsFuture::from(answered).await.ok()?.as_string()
    }

    /// The partner closes the app.
    pub fn close(self) {
        self.send(Event::Closed);
    }

    /// Tells the page from now on what it may know. Called once, inside an owner that lives as long as the page.
    pub fn wake(self, device: Device) {
        (self.ways.wake)(self, device);
    }

    fn listen(self, device: Device) {
        Effect::new(move || {
            self.send(Event::Stands);
            self.measure();
        });
        Effect::new(move || self.send(Event::Unread(device.tickets.with(|tickets| with_news(tickets)))));
        Effect::new(move || {
            let Some(ticket) = device.arrived.get() else { return };
            let known = untrack(|| device.ticket(&ticket));
            if let Some(summary) = known.as_ref().and_then(Known::summary) {
                self.send(Event::Filed { reference: summary.reference.as_str().to_owned(), kind: summary.kind });
            }
        });
    }

    /// Tells the height of the content at each change.
    fn measure(self) {
        let Some(root) = document().get_element_by_id("app") else { return };
        let measured = root.clone();
        let look = Closure::<dyn Fn()>::new(move || {
            let height = measured.get_bounding_client_rect().height().ceil();
            self.send(Event::Measured(height as u32));
        })
        .into_js_value();
        if let Ok(observer) = ResizeObserver::new(look.unchecked_ref()) {
            observer.observe(&root);
        }
    }

    fn send(self, event: Event) {
        (self.ways.send)(self, event);
    }

    fn perform(self, event: Event) {
        let effects = self.model.try_update(|model| update(model, event)).unwrap_or_default();
        for effect in effects {
            match effect {
                Wanted::Tell(message) => tell(&message),
                Wanted::Ask(number) => set_timeout(move || self.send(Event::GivenUp(number)), ANSWER),
                Wanted::Identity(token) => answer(token.as_deref()),
                Wanted::Speak(language) => self.words.follow(&language),
                Wanted::Wear => self.wear(),
            }
        }
    }

    fn wear(self) {
        let (scheme, tokens) = self.model.with_untracked(|model| (model.options.scheme, model.options.theme.clone()));
        theme::force(scheme);
        theme::of_page(&tokens);
    }
}

fn begins(model: &Model, drafts: &[Draft]) -> String {
    let route = model.options.begins(drafts);
    let pairs = model.options.link.to_pairs();
    match route {
        Route::New(_) | Route::Contact if !pairs.is_empty() => format!("{}?{}", route.path(), page::query(&pairs)),
        _ => route.path(),
    }
}

/// The message that boot.js has kept, or keeps soon.
async fn hello() -> Option<MessageEvent> {
    let kept = || Reflect::get(&document(), &"recourseHello".into()).ok()?.dyn_into::<MessageEvent>().ok();
    let is_ours = || window().name().is_ok_and(|name| name == FRAME);
    // In any other frame nobody says anything, and nobody is waited for.
    if kept().is_none() && is_ours() {
        let comes = Promise::new(&mut |resolve: Function, _| {
            // A document that takes no listener has no app to wait either.
            let _ = document().add_event_listener_with_callback("recourse-hello", &resolve);
            let give_up = move || {
                // It only resolves a promise.
                let _ = resolve.call0(&JsValue::NULL);
            };
            set_timeout(give_up, ARRIVAL);
        });
        let _ = JsFuture::from(comes).await;
    }
    kept()
}

fn tell(message: &ToHost) {
    PORT.with_borrow(|port| {
        if let Some(port) = port {
            // A page that has gone hears nothing; nobody misses it.
            let _ = port.post_message(&JsValue::from_str(&message.to_text()));
        }
    });
}

fn answer(token: Option<&str>) {
    let token = token.map_or(JsValue::NULL, JsValue::from_str);
    for resolve in WAITING.take() {
        // It only resolves a promise.
        let _ = resolve.call1(&JsValue::NULL, &token);
    }
}
