//! The service worker, as a page sees it: which build answers, which one waits, and giving way to it. `public/boot.js`
//! registers it, `public/sw.js` is it.

use super::uploads::bytes;
use super::{clock, network, page, storage};
use js_sys::Reflect;
use leptos::prelude::*;
use recourse_core::version::{Effect as Wanted, Event, Model, update};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, ServiceWorkerContainer, ServiceWorkerRegistration};

/// Asks a worker which build it is.
const BUILD: &str = "build";
/// Lets the worker that waits take over.
const ACTIVATE: &str = "activate";
/// How long it may take to do so. Then the page loads anew all the same.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long nobody asks for a new version while the page is looked at again and again, in milliseconds.
const REST: i64 = 3_600_000;

/// What is known of versions, as long as the page lives.
#[derive(Clone, Copy)]
pub struct NewVersion {
    /// What is to be told.
    pub model: RwSignal<Model>,
    registration: StoredValue<Option<ServiceWorkerRegistration>, LocalStorage>,
}

impl NewVersion {
    /// Nothing is known but the build of this page.
    pub fn new() -> Self {
        let build = page::meta("recourse-build").unwrap_or_default();
        Self { model: RwSignal::new(Model::new(build)), registration: StoredValue::new_local(None) }
    }

    /// Something happens to it.
    pub fn send(self, event: Event) {
        let effect = self.model.try_update(|model| update(model, event)).flatten();
        match effect {
            Some(Wanted::Keep) => spawn_local(async move { self.send(Event::Kept(everything_is_kept().await)) }),
            Some(Wanted::Activate) => {
                let waiting = self.registration.with_value(|known| known.as_ref().and_then(ServiceWorkerRegistration::waiting));
                if let Some(worker) = waiting {
                    // It fails only for what cannot be copied.
                    let _ = worker.post_message(&ACTIVATE.into());
                }
                set_timeout(move || self.send(Event::Late), PATIENCE);
            }
            Some(Wanted::Reload) => spawn_local(async move {
                // What was typed while the other took over counts, too.
                if everything_is_kept().await {
                    page::reload();
                } else {
                    self.send(Event::Kept(false));
                }
            }),
            None => {}
        }
    }

    /// Hears of new versions, and looks for them: when the page is looked at after an hour, and when the network returns.
    fn watch(self, registration: &ServiceWorkerRegistration) {
        self.registration.set_value(Some(registration.clone()));
        let look_at = registration.clone();
        let waits = move || {
            if look_at.waiting().is_some() {
                self.send(Event::Waits);
            }
        };
        waits();
        let found = registration.clone();
        let found = Closure::<dyn Fn()>::new(move || {
            let Some(worker) = found.installing() else { return };
            let changed = Closure::<dyn Fn()>::new(waits.clone()).into_js_value();
            worker.set_onstatechange(Some(changed.unchecked_ref()));
        })
        .into_js_value();
        registration.set_onupdatefound(Some(found.unchecked_ref()));

        let (last, registration) = (Rc::new(Cell::new(clock::now())), registration.clone());
        let look = move |is_due: bool| {
            let now = clock::now();
            // A clock that was set back is none.
            if is_due || (now - last.get()).abs() > REST {
                last.set(now);
                ask_for_updates(&registration);
            }
        };
        let returned = look.clone();
        network::watch(move |online| {
            if online {
                returned(true);
            }
        });
        page::on_visibility(move |visible| {
            if visible {
                look(false);
            }
        });
    }
}

/// Looks after new versions from now on. Called once.
pub fn wake(version: NewVersion) {
    let Some(container) = container() else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let build = Reflect::get(&event.data(), &BUILD.into()).ok().and_then(|build| build.as_string());
        if let Some(build) = build {
            version.send(Event::Answers(build));
        }
    })
    .into_js_value();
    container.set_onmessage(Some(heard.unchecked_ref()));
    let asked = container.clone();
    let ask = move || {
        if let Some(worker) = asked.controller() {
            // As above.
            let _ = worker.post_message(&BUILD.into());
        }
    };
    ask();
    let changed = Closure::<dyn Fn()>::new(ask).into_js_value();
    container.set_oncontrollerchange(Some(changed.unchecked_ref()));
    spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        // It waits for boot.js to register the worker; where none is registered, for ever.
        if let Ok(registration) = JsFuture::from(ready).await {
            version.watch(registration.unchecked_ref());
        }
    });
}

/// Where there are workers, and this page may have one: not without https, and not within another page.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let is_there = Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    (is_there && !page::is_framed()).then(|| navigator.service_worker())
}

fn ask_for_updates(registration: &ServiceWorkerRegistration) {
    let Ok(asked) = registration.update() else { return };
    // Without a connection it fails, and is asked again another time.
    spawn_local(async move {
        let _ = JsFuture::from(asked).await;
    });
}

/// Waits until everything typed has reached the device. Says whether it has, or this page has to live on for it.
pub async fn everything_is_kept() -> bool {
    storage::settled().await && !bytes::holds_any()
}
