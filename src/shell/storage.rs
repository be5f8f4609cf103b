//! What this device keeps: IndexedDB, texts by key in a few stores, and the bytes of files in another one. On a shared device
//! the tab keeps it instead (`tab`).

mod asleep;
mod database;
mod tab;

pub use database::{asks_to_persist, is_persisted, is_there, on_lost, persist};
pub use tab::{holds_files, is_on as is_shared, pairs as in_tab, turn as share};

use asleep::{Waiting, all_asked};
use database::{committed, result, transaction};
use js_sys::{Array, ArrayBuffer, Promise, Reflect};
use recourse_core::outbox::held_over;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbTransaction, IdbTransactionMode as Mode};

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
    /// Forget everything of a store.
    Clear(Store),
}

impl Write {
    fn store(&self) -> Store {
        match self {
            Self::Put(store, ..) | Self::Delete(store, _) | Self::Clear(store) => *store,
            Self::PutFile(..) => Store::Files,
        }
    }
}

/// The device refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its storage is full.
    Full,
    /// Its storage is denied or damaged.
    Denied,
}

impl From<JsValue> for Refused {
    fn from(fault: JsValue) -> Self {
        if fault_name(&fault).as_deref() == Some("QuotaExceededError") { Self::Full } else { Self::Denied }
    }
}

/// The name of an exception, or of the one that an event of a request or a transaction tells of.
fn fault_name(fault: &JsValue) -> Option<String> {
    let of = |value: &JsValue, name: &str| Reflect::get(value, &name.into()).ok();
    let told = of(fault, "target").and_then(|target| of(&target, "error")).filter(JsValue::is_object);
    of(&told.unwrap_or_else(|| fault.clone()), "name")?.as_string()
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
            Write::Clear(store) => UNKEPT.with_borrow_mut(|unkept| unkept.retain(|other| !taken || other.store != store)),
            // Who chose the file holds the bytes, for as long as the page lives.
            Write::PutFile(..) => {}
        }
    }
}

/// What the device refused to change does not count here either: what it has by then is true, and the page knows the rest.
pub fn let_go(store: Store, key: &str) {
    UNKEPT.with_borrow_mut(|unkept| unkept.retain(|other| other.store != store || other.key != key));
}

/// Tries again what the device refused to change.
///
/// # Errors
/// [`Refused`], again.
pub async fn again() -> Result<(), Refused> {
    let write = |one: &Unkept| match &one.text {
        Some(text) => Write::Put(one.store, one.key.clone(), text.clone()),
        None => Write::Delete(one.store, one.key.clone()),
    };
    let writes: Vec<Write> = UNKEPT.with_borrow(|unkept| unkept.iter().map(write).collect());
    if writes.is_empty() { Ok(()) } else { apply(writes).await }
}

/// Forgets everything that is kept here but the notes that stay.
///
/// # Errors
/// [`Refused`]; then nothing is forgotten.
pub async fn clear(stays: fn(&str) -> bool) -> Result<(), Refused> {
    let notes = pairs(Store::Notes).await?.into_iter().filter(|(name, _)| !stays(name));
    let stores = Store::ALL.into_iter().filter(|store| *store != Store::Notes);
    let writes = notes.map(|(name, _)| Write::Delete(Store::Notes, name)).chain(stores.map(Write::Clear));
    apply(writes.collect()).await
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
    if tab::is_on() {
        return change_in_tab(store, keys, change);
    }
    let (mut written, mut asked) = (Vec::new(), 0);
    let done = async {
        let (transaction, stored) = begin(&store.name().into(), store, keys).await?;
        let place = transaction.object_store(store.name())?;
        for (key, stored) in keys.iter().zip(stored) {
            let old = unkept(store, key).unwrap_or(stored);
            asked += 1;
            let Some(new) = change(key, old) else { continue };
            let put = place.put_with_key(&new.as_str().into(), &key.into());
            written.push((key, new));
            put?;
        }
        all_asked(&transaction);
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

fn change_in_tab(
    store: Store,
    keys: &[String],
    change: &mut dyn FnMut(&str, Option<String>) -> Option<String>,
) -> Result<(), Refused> {
    let mut done = Ok(());
    for key in keys {
        let Some(new) = change(key, unkept(store, key).unwrap_or_else(|| tab::get(store, key))) else { continue };
        let kept = tab::write(&[Write::Put(store, key.clone(), new.clone())]);
        note(kept.is_ok(), store, key.clone(), Some(new));
        done = done.and(kept);
    }
    done
}

/// What this page holds in the place of what the device refused to change.
fn unkept(store: Store, key: &str) -> Option<Option<String>> {
    UNKEPT.with_borrow(|unkept| unkept.iter().find(|one| one.store == store && one.key == key).map(|one| one.text.clone()))
}

/// What this page goes by where the device has this.
fn seen(store: Store, key: &str, stored: Option<String>) -> Option<String> {
    match (unkept(store, key), stored) {
        (Some(Some(held)), Some(stored)) if store == Store::Outbox => Some(held_over(&held, &stored)),
        (Some(held), _) => held,
        (None, stored) => stored,
    }
}

/// What lets a change happen: whose answer to what is stored under this key.
type Guard<'a> = (Store, &'a str, &'a mut dyn FnMut(Option<String>) -> bool);

async fn on_device(writes: &[Write], guard: Option<Guard<'_>>) -> Result<bool, Refused> {
    if tab::is_on() {
        let lets = guard.is_none_or(|(store, key, lets)| lets(unkept(store, key).unwrap_or_else(|| tab::get(store, key))));
        return if lets { tab::write(writes).map(|()| true) } else { Ok(false) };
    }
    let names = Array::new();
    for store in Store::ALL {
        let asked = guard.as_ref().is_some_and(|(asked, ..)| *asked == store);
        let touched = asked || writes.iter().any(|write| write.store() == store);
        if touched {
            names.push(&store.name().into());
        }
    }
    let transaction = match guard {
        None => transaction(&names, Mode::Readwrite).await?,
        Some((store, key, lets)) => {
            let (transaction, stored) = begin(&names, store, &[key.to_owned()]).await?;
            if !lets(seen(store, key, stored.into_iter().next().flatten())) {
                return Ok(false);
            }
            transaction
        }
    };
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
            Write::Clear(store) => {
                transaction.object_store(store.name())?.clear()?;
            }
        }
    }
    all_asked(&transaction);
    committed(&transaction).await.map(|()| true)
}

/// Begins a transaction that writes, and reads there what one of its stores has under these keys. What is written on it has to
/// be asked for at once: the browser ends a transaction of which nobody wants anything.
async fn begin(names: &JsValue, store: Store, keys: &[String]) -> Result<(IdbTransaction, Vec<Option<String>>), Refused> {
    loop {
        asleep::awake().await;
        let before = asleep::broken_off();
        let transaction = transaction(names, Mode::Readwrite).await?;
        match read(&transaction, store, keys).await {
            Ok(stored) => return Ok((transaction, stored)),
            // The page was put aside, and is there again.
            Err(_) if asleep::broken_off() != before => {}
            Err(why) => {
                // If it was only late, it has nothing to do any more. One that has ended refuses, and that is as good.
                let _ = transaction.abort();
                return Err(why);
            }
        }
    }
}

async fn read(transaction: &IdbTransaction, store: Store, keys: &[String]) -> Result<Vec<Option<String>>, Refused> {
    let _waiting = Waiting::begin(transaction);
    let place = transaction.object_store(store.name())?;
    let mut stored = Vec::with_capacity(keys.len());
    for key in keys {
        stored.push(result(&place.get(&key.into())?).await?.as_string());
    }
    Ok(stored)
}

/// Waits until all changes that were asked for so far are made, or refused. Says whether the device has everything: nothing
/// counts in this page alone.
pub async fn settled() -> bool {
    if tab::is_on() {
        return UNKEPT.with_borrow(Vec::is_empty);
    }
    let after_all = async {
        // What has been set going at this moment asks first.
        let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
        let names = Array::new();
        for store in Store::ALL {
            names.push(&store.name().into());
        }
        // It has to wait for its turn behind every other one that writes.
        let transaction = transaction(&names, Mode::Readwrite).await?;
        let request = transaction.object_store(Store::Notes.name())?.get(&"".into())?;
        all_asked(&transaction);
        result(&request).await.map(|_| ())
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
    if tab::is_on() {
        return Ok(tab::get(store, key));
    }
    Ok(one(store, key).await?.as_string())
}

/// The bytes of a file.
///
/// # Errors
/// [`Refused`].
pub async fn file(key: &str) -> Result<Option<ArrayBuffer>, Refused> {
    if tab::is_on() {
        return Ok(tab::file(key));
    }
    Ok(one(Store::Files, key).await?.dyn_into().ok())
}

async fn one(store: Store, key: &str) -> Result<JsValue, Refused> {
    let transaction = transaction(&store.name().into(), Mode::Readonly).await?;
    let request = transaction.object_store(store.name())?.get(&key.into())?;
    all_asked(&transaction);
    result(&request).await
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
    let stored = if tab::is_on() { tab::pairs(store) } else { stored(store).await? };
    let held: Vec<String> =
        UNKEPT.with_borrow(|unkept| unkept.iter().filter(|one| one.store == store).map(|one| one.key.clone()).collect());
    let mut found: Vec<(String, String)> = Vec::new();
    for key in held {
        let beside = stored.iter().find(|(known, _)| *known == key).map(|(_, text)| text.clone());
        found.extend(seen(store, &key, beside).map(|text| (key, text)));
    }
    found.extend(stored.into_iter().filter(|(key, _)| unkept(store, key).is_none()));
    Ok(found)
}

async fn stored(store: Store) -> Result<Vec<(String, String)>, Refused> {
    let transaction = transaction(&store.name().into(), Mode::Readonly).await?;
    let kept = transaction.object_store(store.name())?;
    let (keys, texts) = (kept.get_all_keys()?, kept.get_all()?);
    all_asked(&transaction);
    let keys: Array = result(&keys).await?.unchecked_into();
    let texts: Array = result(&texts).await?.unchecked_into();
    Ok(keys.iter().zip(texts.iter()).filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?))).collect())
}
