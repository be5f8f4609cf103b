//! The stream of events: read through `fetch`, so that a bearer token stays in a header.

use super::backend::Backend;
use super::{clock, http, page};
use gloo_net::http::{Headers, RequestBuilder};
use js_sys::{Reflect, Uint8Array};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use recourse_contract::events::{LAST_EVENT_ID, TICKET_UPDATED, TicketUpdated};
use recourse_contract::json;
use recourse_core::live::{Effect, Event, Model, Parser, update};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, ReadableStreamDefaultReader};

/// The stream of this tab.
#[derive(Clone, Copy)]
pub struct Live {
    backend: Backend,
    model: RwSignal<Model>,
    abort: StoredValue<Option<AbortController>, LocalStorage>,
    /// The one timer: each state has one time to look.
    timer: StoredValue<Option<TimeoutHandle>>,
    /// A ticket has changed.
    updated: Callback<String>,
    /// Anything may have changed while nothing was heard.
    catch_up: Callback<()>,
}

impl Live {
    /// Closed; it opens when it is wanted and the tab can be seen.
    pub fn new(backend: Backend, updated: Callback<String>, catch_up: Callback<()>) -> Self {
        let live = Self {
            backend,
            model: RwSignal::default(),
            abort: StoredValue::new_local(None),
            timer: StoredValue::new(None),
            updated,
            catch_up,
        };
        page::on_visibility(move |visible| live.send(Event::Visible(visible, clock::now())));
        live
    }

    /// Whether news come by themselves.
    pub fn is_on(self) -> bool {
        self.model.with_untracked(Model::is_live)
    }

    /// Whether a stream is wanted.
    pub fn wanted(self, wanted: bool) {
        self.send(Event::Wanted(wanted, clock::now()));
    }

    fn send(self, event: Event) {
        let effects = self.model.try_update(|model| update(model, event)).unwrap_or_default();
        for effect in effects {
            match effect {
                Effect::Connect(connection, last) => self.connect(connection, last),
                Effect::Disconnect => {
                    self.abort.update_value(|abort| {
                        if let Some(abort) = abort.take() {
                            abort.abort();
                        }
                    });
                }
                Effect::WakeAt(at) => {
                    let wait = clock::until(at);
                    let timer = set_timeout_with_handle(move || self.send(Event::Woke(clock::now())), wait).ok();
                    if let Some(before) = self.timer.get_value() {
                        before.clear();
                    }
                    self.timer.set_value(timer);
                }
                Effect::CatchUp => self.catch_up.run(()),
            }
        }
    }

    fn connect(self, connection: u32, last: Option<String>) {
        let abort = AbortController::new().ok();
        self.abort.set_value(abort.clone());
        spawn_local(async move {
            // However it ends, it has ended.
            let _ = self.listen(connection, last, abort.as_ref()).await;
            let jitter = i64::try_from(clock::random() % 1_000).unwrap_or_default();
            self.send(Event::Closed(connection, clock::now(), jitter));
        });
    }

    async fn listen(self, connection: u32, last: Option<String>, abort: Option<&AbortController>) -> Option<()> {
        let epoch = self.backend.epoch();
        let headers = Headers::new();
        headers.set("accept", "text/event-stream");
        if let Some(token) = self.backend.token_for("") {
            headers.set("authorization", &format!("Bearer {token}"));
        }
        if let Some(last) = &last {
            headers.set(LAST_EVENT_ID, last);
        }
        let signal = abort.map(AbortController::signal);
        let request = RequestBuilder::new(&self.backend.url("/events"));
        let request = request.abort_signal(signal.as_ref()).credentials(http::credentials()).headers(headers);
        let response = request.send().await.ok()?;
        if response.status() == 401 {
            self.backend.say_signed_out(epoch);
        }
        // A page of something else is no stream.
        let kind = response.headers().get("content-type").unwrap_or_default();
        if response.status() != 200 || !kind.starts_with("text/event-stream") {
            return None;
        }
        let reader: ReadableStreamDefaultReader = response.body()?.get_reader().dyn_into().ok()?;
        let mut parser = Parser::default();
        loop {
            let piece = JsFuture::from(reader.read()).await.ok()?;
            if Reflect::get(&piece, &"done".into()).ok()?.is_truthy() {
                return None;
            }
            let bytes: Uint8Array = Reflect::get(&piece, &"value".into()).ok()?.dyn_into().ok()?;
            let events = parser.feed(&bytes.to_vec());
            let last = events.iter().rev().find_map(|event| event.id.clone());
            self.send(Event::Heard(connection, last, clock::now()));
            for event in events.into_iter().filter(|event| event.name == TICKET_UPDATED) {
                if let Ok(updated) = json::read::<TicketUpdated>(&event.data) {
                    self.updated.run(updated.ticket);
                }
            }
        }
    }
}
