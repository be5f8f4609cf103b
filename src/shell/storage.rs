//! What this device keeps: IndexedDB, texts by key in a few stores, and the bytes of files in another one.

use super::page;
use js_sys::{Array, ArrayBuffer, Promise};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode as Mode};

const NAME: &str = "recourse";
/// Raised with each new store.
const VERSION: u32 = 2;

/// Where things lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// Drafts by id.
    Drafts,
    /// What waits to be sent, by idempotency key.
    Outbox,
    /// Known tickets by id.
    Tickets,
    /// The last `service` by language, unsent reply texts by ticket.
    Notes,
    /// Drafts that could not be read, kept aside.
    Aside,
    /// Files that go with messages, by their names on this device.
    Uploads,
    /// Their bytes, as they are: the only store that holds no texts.
    Files,
}

impl Store {
    const ALL: [Store; 7] = [Self::Drafts, Self::Outbox, Self::Tickets, Self::Notes, Self::Aside, Self::Uploads, Self::Files];

    fn name(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Outbox => "outbox",
            Self::Tickets => "tickets",
            Self::Notes => "notes",
            Self::Aside => "aside",
            Self::Uploads => "uploads",
            Self::Files => "files",
        }
    }
}

/// One change. Several are made together or not at all.
pub enum Write {
    /// Keep a text.
    Put(Store, String, String),
    /// Keep the bytes of a file.
    PutFile(String, ArrayBuffer),
    /// Forget a text.
    Delete(Store, String),
}

impl Write {
    fn store(&self) -> Store {
        match self {
            Self::Put(store, ..) | Self::Delete(store, _) => *store,
            Self::PutFile(..) => Store::Files,
        }
    }
}

/// The device refused: storage full, denied or damaged.
#[derive(Clone, Debug)]
pub struct Refused;

impl From<JsValue> for Refused {
    fn from(_: JsValue) -> Self {
        Self
    }
}

struct Unkept {
    store: Store,
    key: String,
    text: Option<String>,
}

thread_local! {
    /// What the device refused to change: it counts as long as the page lives, so that a full device loses nothing before
    /// the page closes.
    static UNKEPT: RefCell<Vec<Unkept>> = const { RefCell::new(Vec::new()) };
    static DATABASE: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// Makes all changes in one transaction.
///
/// # Errors
/// [`Refused`]; then none of them is made on the device, and all of them in this page.
pub async fn apply(writes: Vec<Write>) -> Result<(), Refused> {
    let done = on_device(&writes, None).await.map(|_| ());
    counted(writes, done.is_ok());
    done
}

/// Makes all changes in one transaction, if what the device has under a key at that moment, which another tab may have
/// changed, lets it. Says whether it did.
///
/// # Errors
/// As [`apply`].
pub async fn apply_if(
    store: Store,
    key: &str,
    lets: &mut dyn FnMut(Option<String>) -> bool,
    writes: Vec<Write>,
) -> Result<bool, Refused> {
    let mut asked = None;
    let done = {
        let mut once = |stored| *asked.get_or_insert_with(|| lets(stored));
        on_device(&writes, Some((store, key, &mut once))).await
    };
    // A device that cannot be asked says nothing against it.
    if asked.unwrap_or(true) {
        counted(writes, done.is_ok());
    }
    done
}

fn counted(writes: Vec<Write>, taken: bool) {
    for write in writes {
        match write {
            Write::Put(store, key, text) => note(taken, store, key, Some(text)),
            Write::Delete(store, key) => note(taken, store, key, None),
            // Who chose the file holds the bytes, for as long as the page lives.
            Write::PutFile(..) => {}
        }
    }
}

/// What the device refused to change does not count here either: what it has by then is true, and the page knows the rest.
pub fn let_go(store: Store, key: &str) {
    UNKEPT.with_borrow_mut(|unkept| unkept.retain(|other| other.store != store || other.key != key));
}

/// What the device has taken counts there, and what it refused counts here.
fn note(taken: bool, store: Store, key: String, text: Option<String>) {
    UNKEPT.with_borrow_mut(|unkept| {
        unkept.retain(|other| other.store != store || other.key != key);
        if !taken {
            unkept.push(Unkept { store, key, text });
        }
    });
}

/// Changes texts of a store in one transaction, each on what the device has of it at that moment, which another tab may
/// have changed since it was read here. `change` gives the new text; nothing leaves the old one.
///
/// # Errors
/// [`Refused`]; then none of them is changed on the device, and all of them in this page.
pub async fn change(
    store: Store,
    keys: &[String],
    change: &mut dyn FnMut(&str, Option<String>) -> Option<String>,
) -> Result<(), Refused> {
    let (mut written, mut asked) = (Vec::new(), 0);
    let done = async {
        let database = open().await?;
        let transaction = database.transaction_with_str_and_mode(store.name(), Mode::Readwrite)?;
        let place = transaction.object_store(store.name())?;
        for key in keys {
            let stored = result(&place.get(&key.into())?).await?.as_string();
            let old = unkept(store, key).unwrap_or(stored);
            asked += 1;
            let Some(new) = change(key, old) else { continue };
            let put = place.put_with_key(&new.as_str().into(), &key.into());
            written.push((key, new));
            put?;
        }
        committed(&transaction).await
    };
    let done = done.await;
    if done.is_err() {
        for key in keys.iter().skip(asked) {
            let old = unkept(store, key).flatten();
            written.extend(change(key, old).map(|new| (key, new)));
        }
    }
    for (key, new) in written {
        note(done.is_ok(), store, key.clone(), Some(new));
    }
    done
}

/// What this page holds in the place of what the device refused to change.
fn unkept(store: Store, key: &str) -> Option<Option<String>> {
    UNKEPT.with_borrow(|unkept| unkept.iter().find(|one| one.store == store && one.key == key).map(|one| one.text.clone()))
}

/// What lets a change happen: whose answer to what is stored under this key.
type Guard<'a> = (Store, &'a str, &'a mut dyn FnMut(Option<String>) -> bool);

async fn on_device(writes: &[Write], guard: Option<Guard<'_>>) -> Result<bool, Refused> {
    let database = open().await?;
    let names = Array::new();
    for store in Store::ALL {
        let asked = guard.as_ref().is_some_and(|(asked, ..)| *asked == store);
        let touched = asked || writes.iter().any(|write| write.store() == store);
        if touched {
            names.push(&store.name().into());
        }
    }
    let transaction = database.transaction_with_str_sequence_and_mode(&names, Mode::Readwrite)?;
    if let Some((store, key, lets)) = guard {
        let stored = result(&transaction.object_store(store.name())?.get(&key.into())?).await?.as_string();
        if !lets(unkept(store, key).unwrap_or(stored)) {
            return Ok(false);
        }
    }
    for write in writes {
        match write {
            Write::Put(store, key, text) => {
                transaction.object_store(store.name())?.put_with_key(&text.into(), &key.into())?;
            }
            Write::PutFile(key, bytes) => {
                transaction.object_store(Store::Files.name())?.put_with_key(bytes, &key.into())?;
            }
            Write::Delete(store, key) => {
                transaction.object_store(store.name())?.delete(&key.into())?;
            }
        }
    }
    committed(&transaction).await.map(|()| true)
}

async fn committed(transaction: &IdbTransaction) -> Result<(), Refused> {
    let done = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(done).await?;
    Ok(())
}

/// Waits until all changes that were asked for so far are made, or refused. Says whether the device has everything: nothing
/// counts in this page alone.
pub async fn settled() -> bool {
    let after_all = async {
        // What has been set going at this moment asks first.
        let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
        let database = open().await?;
        let names = Array::new();
        for store in Store::ALL {
            names.push(&store.name().into());
        }
        // It has to wait for its turn behind every other one that writes.
        let transaction = database.transaction_with_str_sequence_and_mode(&names, Mode::Readwrite)?;
        result(&transaction.object_store(Store::Notes.name())?.get(&"".into())?).await.map(|_| ())
    };
    // A device that cannot be asked keeps nothing: what was typed counts here, if anything was.
    let _: Result<(), Refused> = after_all.await;
    UNKEPT.with_borrow(Vec::is_empty)
}

/// One text.
///
/// # Errors
/// [`Refused`].
pub async fn get(store: Store, key: &str) -> Result<Option<String>, Refused> {
    if let Some(unkept) = unkept(store, key) {
        return Ok(unkept);
    }
    let database = open().await?;
    let request = database.transaction_with_str(store.name())?.object_store(store.name())?.get(&key.into())?;
    Ok(result(&request).await?.as_string())
}

/// The bytes of a file.
///
/// # Errors
/// [`Refused`].
pub async fn file(key: &str) -> Result<Option<ArrayBuffer>, Refused> {
    let database = open().await?;
    let name = Store::Files.name();
    let request = database.transaction_with_str(name)?.object_store(name)?.get(&key.into())?;
    Ok(result(&request).await?.dyn_into().ok())
}

/// All texts of a store.
///
/// # Errors
/// [`Refused`].
pub async fn all(store: Store) -> Result<Vec<String>, Refused> {
    Ok(pairs(store).await?.into_iter().map(|(_, text)| text).collect())
}

/// All texts of a store, each with its key.
///
/// # Errors
/// [`Refused`].
pub async fn pairs(store: Store) -> Result<Vec<(String, String)>, Refused> {
    let database = open().await?;
    let kept = database.transaction_with_str(store.name())?.object_store(store.name())?;
    let (keys, texts) = (kept.get_all_keys()?, kept.get_all()?);
    let keys: Array = result(&keys).await?.unchecked_into();
    let texts: Array = result(&texts).await?.unchecked_into();
    let stored = keys.iter().zip(texts.iter()).filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?)));
    let mut found: Vec<(String, String)> = stored.filter(|(key, _)| unkept(store, key).is_none()).collect();
    UNKEPT.with_borrow(|unkept| {
        let held = unkept.iter().filter(|one| one.store == store);
        found.extend(held.filter_map(|one| Some((one.key.clone(), one.text.clone()?))));
    });
    Ok(found)
}

async fn open() -> Result<IdbDatabase, Refused> {
    if let Some(database) = DATABASE.with_borrow(Clone::clone) {
        return Ok(database);
    }
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(Refused)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(&page::own(NAME), VERSION)?;
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
    let database: IdbDatabase = result(&request).await?.unchecked_into();
    // A later version of the app in another tab wants to upgrade: let it, and open again at the next use.
    let closing = database.clone();
    let close = Closure::once_into_js(move || {
        closing.close();
        DATABASE.set(None);
    });
    database.set_onversionchange(Some(close.unchecked_ref()));
    DATABASE.set(Some(database.clone()));
    Ok(database)
}

async fn result(request: &IdbRequest) -> Result<JsValue, Refused> {
    let done = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(done).await?;
    Ok(request.result()?)
}

/// Whether the browser lets this page keep anything. Inside another site's page it may not.
pub async fn is_there() -> bool {
    open().await.is_ok()
}

/// Asks the browser not to clear this device's storage by itself. Says whether it agreed.
pub async fn persist() -> bool {
    storage_says(|manager| manager.persist()).await
}

/// Whether the browser has agreed not to clear this device's storage by itself.
pub async fn is_persisted() -> bool {
    storage_says(|manager| manager.persisted()).await
}

async fn storage_says(ask: impl Fn(&web_sys::StorageManager) -> Result<Promise, JsValue>) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    // Absent without https.
    if js_sys::Reflect::get(&navigator, &"storage".into()).is_ok_and(|value| value.is_undefined()) {
        return false;
    }
    let Ok(promise) = ask(&navigator.storage()) else { return false };
    JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy())
}
