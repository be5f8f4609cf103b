//! The database itself: opening it, what becomes of it while the page is open, and whether the browser lets it be.

use super::{Refused, Store, fault_name, tab};
use crate::shell::page;
use js_sys::{Function, Promise};
use leptos::prelude::set_timeout_with_handle;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode};

const NAME: &str = "recourse";
/// Raised with each new store.
const VERSION: u32 = 2;
/// How long an answer may take: far longer than a slow device needs for the largest file.
const PATIENCE: Duration = Duration::from_secs(15);
/// The same in a page that has waited so long once: it asks for many things one after the other.
const IMPATIENCE: Duration = Duration::from_secs(2);

/// Whom to tell that the database has gone.
type Told = Box<dyn Fn()>;

thread_local! {
    static DATABASE: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
    static LOST: RefCell<Option<Told>> = const { RefCell::new(None) };
    static SILENT: Cell<bool> = const { Cell::new(false) };
}

/// Tells when the browser has cleared what this device kept, while the page was open.
pub fn on_lost(told: impl Fn() + 'static) {
    LOST.set(Some(Box::new(told)));
}

/// Begins a transaction over these stores: a name, or an array of names.
pub(super) async fn transaction(names: &JsValue, mode: IdbTransactionMode) -> Result<IdbTransaction, Refused> {
    if let Ok(begun) = open().await?.transaction_with_str_sequence_and_mode(names, mode) {
        return Ok(begun);
    }
    // It was closed unheard, as when a later version upgraded it while this page was put aside.
    DATABASE.set(None);
    Ok(open().await?.transaction_with_str_sequence_and_mode(names, mode)?)
}

async fn open() -> Result<IdbDatabase, Refused> {
    if let Some(database) = DATABASE.with_borrow(Clone::clone) {
        return Ok(database);
    }
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(Refused::Denied)?;
    let database = match opened(&factory, Some(VERSION)).await {
        // A later version of the app has been here. Stores are only ever added, and what lies in them has versions of its own:
        // this one goes on with those that it knows.
        Err(fault) if fault_name(&fault).as_deref() == Some("VersionError") => opened(&factory, None).await?,
        done => done?,
    };
    // A later version of the app in another tab wants to upgrade: let it, and open again at the next use.
    let closing = database.clone();
    let close = Closure::once_into_js(move || {
        closing.close();
        DATABASE.set(None);
    });
    database.set_onversionchange(Some(close.unchecked_ref()));
    // The browser has closed it by itself: the site's data was cleared, or the disk has gone. The next use opens a new one.
    let lost = Closure::once_into_js(move || {
        DATABASE.set(None);
        LOST.with_borrow(|told| told.iter().for_each(|told| told()));
    });
    database.set_onclose(Some(lost.unchecked_ref()));
    DATABASE.set(Some(database.clone()));
    Ok(database)
}

async fn opened(factory: &IdbFactory, version: Option<u32>) -> Result<IdbDatabase, JsValue> {
    let request: IdbOpenDbRequest = match version {
        Some(version) => factory.open_with_u32(&page::own(NAME), version)?,
        None => factory.open(&page::own(NAME))?,
    };
    let upgrading = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let Some(database) = upgrading.result().ok().and_then(|r| r.dyn_into::<IdbDatabase>().ok()) else { return };
        let names = database.object_store_names();
        for store in Store::ALL {
            if !names.contains(store.name()) {
                // A failure here aborts the upgrade, and with it the opening, which reports it.
                let _ = database.create_object_store(store.name());
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    settled(&request).await.map(JsCast::unchecked_into)
}

/// What a request gives.
pub(super) async fn result(request: &IdbRequest) -> Result<JsValue, Refused> {
    Ok(settled(request).await?)
}

async fn settled(request: &IdbRequest) -> Result<JsValue, JsValue> {
    told(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
    .await?;
    request.result()
}

/// Waits for the end of a transaction.
pub(super) async fn committed(transaction: &IdbTransaction) -> Result<(), Refused> {
    told(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    })
    .await?;
    Ok(())
}

/// What the browser tells one of two functions. One that says nothing for so long counts as a device that cannot be asked:
/// the page goes on without it.
async fn told(hear: &mut dyn FnMut(Function, Function)) -> Result<(), JsValue> {
    let mut late = None;
    let told = Promise::new(&mut |resolve, reject| {
        let give_up = reject.clone();
        let end = move || {
            SILENT.set(true);
            // The next use tries another connection.
            DATABASE.set(None);
            // It only rejects a promise.
            let _ = give_up.call0(&JsValue::NULL);
        };
        late = set_timeout_with_handle(end, if SILENT.get() { IMPATIENCE } else { PATIENCE }).ok();
        hear(resolve, reject);
    });
    let told = JsFuture::from(told).await;
    late.into_iter().for_each(|late| late.clear());
    told.map(|_| ())
}

/// Whether the browser lets this page keep anything. Inside another site's page it may not.
pub async fn is_there() -> bool {
    tab::is_on() || open().await.is_ok()
}

/// Asks the browser not to clear this device's storage by itself. Says whether it agreed.
pub async fn persist() -> bool {
    storage_says(|manager| manager.persist()).await
}

/// Whether the browser asks the partner about that: then it is asked for when there is a reason to see.
pub fn asks_to_persist() -> bool {
    // No interface tells it. Only Firefox does.
    web_sys::window().and_then(|window| window.navigator().user_agent().ok()).is_some_and(|agent| agent.contains("Firefox/"))
}

/// Whether the browser has agreed not to clear this device's storage by itself.
pub async fn is_persisted() -> bool {
    storage_says(|manager| manager.persisted()).await
}

async fn storage_says(ask: impl Fn(&web_sys::StorageManager) -> Result<Promise, JsValue>) -> bool {
    // Of a shared device nothing is wanted, and nothing there is promised.
    if tab::is_on() {
        return true;
    }
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    // Absent without https.
    if js_sys::Reflect::get(&navigator, &"storage".into()).is_ok_and(|value| value.is_undefined()) {
        return false;
    }
    let Ok(promise) = ask(&navigator.storage()) else { return false };
    JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy())
}
