//! The interpreter of the uploads: it performs what `core::upload` wants and reports back. It loads later; the outbox
//! reaches it through [`Device::upload`].

pub mod bytes;
mod tus;

use super::device::{Device, deletes};
use super::storage::{self, Store, Write};
use super::tabs::{self, Word};
use super::{clock, crypto, locks, network};
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use recourse_contract::attachment::plain_name;
use recourse_contract::service::Limits;
use recourse_core::upload::{self, Answer, Effect as Wanted, Event, Fault, Job, Owner, Upload, news};
use wasm_bindgen_futures::spawn_local;

/// Looks after the files from now on. Called once, inside an owner that lives as long as the page.
pub fn wake(device: Device, heard: RwSignal<Option<Word>>) {
    device.uploads.update(|model| model.offline = !network::is_online());
    spawn_local(async move {
        load(device).await;
        device.uploader_came(send);
    });
    network::watch(move |online| send(device, if online { Event::Online(clock::now()) } else { Event::Offline }));
    Effect::new(move || {
        if heard.get() == Some(Word::Files) {
            spawn_local(load(device));
        }
    });
    // What messages wait for.
    Effect::new(move || {
        let told = device.uploads.with(|uploads| device.outbox.with(|outbox| news(uploads, outbox, clock::now())));
        for event in told {
            device.send(event);
        }
    });
}

/// Something happens to the files.
pub fn send(device: Device, event: Event) {
    let effects = device.uploads.try_update(|model| upload::update(model, event));
    for effect in effects.into_iter().flatten() {
        perform(device, effect);
    }
}

/// Reads what the device has.
pub async fn load(device: Device) {
    let Ok(stored) = storage::all(Store::Uploads).await else {
        // A device that keeps nothing: what this page has is all that there is.
        return device.uploads.update(|uploads| uploads.loaded = true);
    };
    let uploads = stored.iter().filter_map(|text| Upload::from_stored(text)).collect();
    send(device, Event::Loaded(uploads, clock::now()));
}

fn perform(device: Device, effect: Wanted) {
    match effect {
        Wanted::Store(upload, was_kept) => spawn_local(keep(device, upload, was_kept)),
        Wanted::Forget(upload) => spawn_local(forget(upload)),
        Wanted::Do(job) => spawn_local(attempt(device, job)),
        Wanted::Abort => tus::abort(),
        Wanted::Terminate(url) => spawn_local(async move { tus::terminate(&url, &device.uploads_url()).await }),
        Wanted::WakeAt(at) => clock::wake_at(at, move || send(device, Event::Woke(clock::now()))),
    }
}

/// What another tab has forgotten does not come back, and what it has moved stays there.
async fn keep(device: Device, mut upload: Upload, was_kept: bool) {
    let id = upload.id.clone();
    // There may be room for its bytes by now.
    let held = bytes::held(&id);
    let done = loop {
        let mut writes = vec![Write::Put(Store::Uploads, id.clone(), upload.to_stored())];
        writes.extend(held.clone().map(|held| Write::PutFile(id.clone(), held)));
        let mut is_moved = false;
        let mut lets = |stored: Option<String>| {
            let read = stored.as_deref().map(Upload::from_stored);
            is_moved = read.iter().flatten().any(|stored| upload.go_with(stored));
            // What a later version has written there stays.
            !is_moved && read.map_or(!was_kept, |read| read.is_some())
        };
        let done = storage::apply_if(Store::Uploads, &id, &mut lets, writes).await;
        if !is_moved {
            break done;
        }
    };
    match done {
        Ok(true) => {
            if held.is_some() {
                bytes::kept(&upload.id);
                send(device, Event::Kept(upload.id));
            }
            tabs::tell_files();
        }
        Ok(false) => load(device).await,
        // Without it the upload still goes on here; after a reload the backend is asked how far it is. What another tab
        // forgets must not live on in this one's idea of the device.
        Err(_) => storage::let_go(Store::Uploads, &upload.id),
    }
}

async fn forget(upload: Upload) {
    bytes::drop_file(&upload.id);
    // What the device keeps in spite of it is forgotten on the next visit, or sent for nothing.
    let _ = storage::apply(deletes(&upload.id).into()).await;
    tabs::tell_files();
}

/// One tab at a time does something with a file, and what it leaves on the device is there before the next one gets its turn.
async fn attempt(device: Device, job: Job) {
    let number = job.number;
    let name = format!("recourse-upload-{}", job.upload.id);
    let is_mine = locks::exclusively(&name, async move {
        if !turn(device, &job).await {
            return false;
        }
        let answer = if network::is_online() || device.is_on_this_machine() {
            let told = move |gone| send(device, Event::Progress { number, gone, now: clock::now() });
            tus::perform(&job, &device.uploads_url(), &device.language(), told).await
        } else {
            Answer::NotTried
        };
        let jitter = i64::try_from(clock::random() % 1_000).unwrap_or_default();
        let event = Event::Answered { number, answer, now: clock::now(), jitter };
        let effects = device.uploads.try_update(|model| upload::update(model, event));
        for effect in effects.into_iter().flatten() {
            match effect {
                Wanted::Store(upload, was_kept) => keep(device, upload, was_kept).await,
                other => perform(device, other),
            }
        }
        if device.uploads.try_with_untracked(|model| model.is_sending(&job.upload.id)) != Some(true) {
            bytes::rest(&job.upload.id);
        }
        true
    })
    .await;
    if !is_mine {
        send(device, Event::Woke(clock::now()));
    }
}

async fn turn(device: Device, job: &Job) -> bool {
    let stored = match storage::get(Store::Uploads, &job.upload.id).await {
        Ok(stored) => stored.and_then(|text| Upload::from_stored(&text)),
        // A device that cannot be asked says nothing against it.
        Err(_) => Some(job.upload.clone()),
    };
    device.uploads.try_update(|model| model.turn(job, stored.as_ref())).unwrap_or_default()
}

/// A file that was chosen.
pub struct Chosen {
    /// Its name, as the device gives it.
    pub name: String,
    /// Its media type, as the device gives it.
    pub media_type: String,
    /// Its content.
    pub bytes: ArrayBuffer,
}

/// Takes a file: it goes up from now on. Gives its name on this device. `instead` as in [`check`].
///
/// # Errors
/// What is wrong with it; then nothing is sent.
pub async fn add(device: Device, owner: &Owner, chosen: Chosen, limits: &Limits, instead: Option<&str>) -> Result<String, Fault> {
    let size = u64::from(chosen.bytes.byte_length());
    // A backend may want a name for each.
    let name = Some(plain_name(&chosen.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "file".into());
    // What comes instead of another file stands in its place.
    let place = |old: &str| device.uploads.with_untracked(|model| model.upload(old).map(|old| old.created_at));
    let at = instead.and_then(place).unwrap_or_else(clock::now);
    let mut upload = Upload::new(clock::new_key(), owner.clone(), name, chosen.media_type, size, at);
    upload.sha256 = crypto::sha256(Uint8Array::new(&chosen.bytes)).await.unwrap_or_default();
    // It goes where the one goes that it replaces: that may have been moved while this one was made.
    let replaced = device.uploads.with_untracked(|model| instead.and_then(|id| model.upload(id)).cloned());
    if let Some(replaced) = replaced {
        upload.go_with(&replaced);
    }
    check(device, &upload, limits, instead)?;
    let id = upload.id.clone();
    let text = || Write::Put(Store::Uploads, id.clone(), upload.to_stored());
    let kept = storage::apply(vec![text(), Write::PutFile(id.clone(), chosen.bytes.clone())]).await.is_ok();
    if !kept {
        bytes::hold(id.clone(), chosen.bytes);
        // The rest of it may still fit.
        let _ = storage::apply(vec![text()]).await;
    }
    send(device, Event::Added { upload, kept, now: clock::now() });
    tabs::tell_files();
    Ok(id)
}

/// What is wrong with a file, as far as the device can tell. The file that it comes `instead` of does not count.
///
/// # Errors
/// That.
pub fn check(device: Device, upload: &Upload, limits: &Limits, instead: Option<&str>) -> Result<(), Fault> {
    let stays = |other: &&Upload| instead != Some(other.id.as_str());
    let there: Vec<Upload> = device.uploads.with_untracked(|model| {
        device.outbox.with_untracked(|outbox| model.of(&upload.owner, outbox).filter(stays).cloned().collect())
    });
    upload::fault(upload, &there, limits).map_or(Ok(()), Err)
}
