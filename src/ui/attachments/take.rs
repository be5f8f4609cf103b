//! Taking files: each is looked at before a byte of it is sent, and pictures are prepared.

use super::preparing::{self, Preparing};
use super::{field_of, remove, row_id, words};
use crate::pictures::{self, Picture};
use crate::shell::device::Device;
use crate::shell::uploads::{self, Chosen};
use crate::shell::words::Words;
use crate::shell::{clock, focus};
use js_sys::ArrayBuffer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::service::Limits;
use recourse_core::i18n::key;
use recourse_core::upload::{Owner, Upload};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// For whom a file is taken, and what may go: known here even when the screen has gone meanwhile.
struct Goal {
    owner: Owner,
    limits: Limits,
}

/// What a picture of the screen is called.
const CAPTURE: &str = "capture.png";

/// A picture that was scaled down: how it can be had in full size.
#[derive(Clone)]
struct Scaled {
    /// The upload.
    id: String,
    file: File,
}

/// What takes files for one message.
#[derive(Clone, Copy)]
pub struct Taker {
    words: Words,
    device: Device,
    owner: StoredValue<Owner>,
    limits: StoredValue<Limits>,
    /// The id of the field.
    pub field: &'static str,
    /// What was done to a picture, by upload.
    pub scaled: RwSignal<Vec<(String, String)>>,
    /// The uploads that were animations.
    pub stills: RwSignal<Vec<String>>,
    /// The uploads that were blacked out or cropped here.
    pub edited: RwSignal<Vec<String>>,
    originals: StoredValue<Vec<Scaled>, LocalStorage>,
}

impl Taker {
    /// Takes files for this owner.
    pub fn new(words: Words, device: Device, owner: Owner, limits: Limits) -> Self {
        Self {
            words,
            device,
            field: field_of(&owner),
            owner: StoredValue::new(owner),
            limits: StoredValue::new(limits),
            scaled: RwSignal::default(),
            stills: RwSignal::default(),
            edited: RwSignal::default(),
            originals: StoredValue::new_local(Vec::new()),
        }
    }

    fn goal(self) -> Goal {
        Goal { owner: self.owner.get_value(), limits: self.limits.get_value() }
    }

    /// Takes these files, one after the other.
    pub fn take(self, files: Vec<File>) {
        if !files.is_empty() {
            spawn_local(self.take_all(files));
        }
    }

    /// The same, until the last is taken or refused. They are known to be prepared from now on.
    pub fn take_all(self, files: Vec<File>) -> impl Future<Output = ()> {
        let goal = self.goal();
        preparing::forget_faults(&goal.owner);
        let begun = |file: File| (Preparing::new(&goal.owner, file.name()), file);
        let files: Vec<(Preparing, File)> = files.into_iter().map(begun).collect();
        async move {
            for (_preparing, file) in files {
                let name = file.name();
                let taken = self.one(&goal, file, None).await;
                self.tell(&goal, &name, taken);
            }
        }
    }

    /// Takes a picture of the screen.
    pub fn capture(self) {
        let goal = self.goal();
        let preparing = Preparing::new(&goal.owner, CAPTURE.into());
        spawn_local(async move {
            if let Some(picture) = pictures::capture().await {
                let name = picture.name.clone();
                let taken = self.put(&goal, picture, None).await;
                self.tell(&goal, &name, taken);
            }
            drop(preparing);
        });
    }

    /// The picture of an upload in full size, instead of the scaled one, which stays until then.
    pub fn whole(self, id: String) {
        let original = self.originals.try_update_value(|all| {
            let at = all.iter().position(|scaled| scaled.id == id);
            at.map(|at| all.remove(at))
        });
        let Some(Scaled { file, .. }) = original.flatten() else { return };
        let goal = self.goal();
        let preparing = Preparing::new(&goal.owner, file.name());
        spawn_local(async move {
            let taken = self.one(&goal, file.clone(), Some(&id)).await;
            drop(preparing);
            let name = file.name();
            if taken.is_err() {
                // It can be tried again.
                let _ = self.originals.try_update_value(|all| all.push(Scaled { id, file }));
            }
            self.tell(&goal, &name, taken);
        });
    }

    /// A changed picture in the place of an upload, which stays until then.
    pub fn replace(self, id: String, picture: Picture) {
        let goal = self.goal();
        let preparing = Preparing::new(&goal.owner, picture.name.clone());
        spawn_local(async move {
            let name = picture.name.clone();
            let taken = self.put(&goal, picture, Some(&id)).await;
            drop(preparing);
            if let Ok(id) = &taken {
                let _ = self.edited.try_update(|edited| edited.push(id.clone()));
            }
            self.tell(&goal, &name, taken);
        });
    }

    /// What was wrong with a file is told, if not on this screen then on the next one.
    fn tell<T>(self, goal: &Goal, name: &str, taken: Result<T, String>) {
        if let Err(fault) = taken {
            preparing::fault(&goal.owner, self.words.fill(key::ATTACHMENT_NOT_TAKEN, &[("name", name), ("fault", &fault)]));
        }
    }

    fn forget(self, id: &str) {
        let _ = self.scaled.try_update(|scaled| scaled.retain(|(one, _)| one != id));
        let _ = self.originals.try_update_value(|all| all.retain(|scaled| scaled.id != id));
    }

    async fn put(self, goal: &Goal, picture: Picture, instead: Option<&str>) -> Result<String, String> {
        self.add(goal, Chosen { name: picture.name, media_type: picture.media_type, bytes: picture.bytes }, instead).await
    }

    /// The file that this one comes instead of goes only when this one is there.
    async fn add(self, goal: &Goal, chosen: Chosen, instead: Option<&str>) -> Result<String, String> {
        let added = uploads::add(self.device, &goal.owner, chosen, &goal.limits, instead).await;
        let id = added.map_err(|fault| words::fault(self.words, fault, &goal.limits))?;
        let Some(old) = instead else { return Ok(id) };
        if self.device.uploads.with_untracked(|uploads| uploads.upload(old).is_some()) {
            let goes_on = focus::is_at(&row_id(old));
            remove(self.device, old);
            self.forget(old);
            if goes_on && self.scaled.try_with_untracked(Vec::len).is_some() {
                focus::button_later(row_id(&id));
            }
        } else {
            // It was taken away in the meantime: it does not come back as another one.
            remove(self.device, &id);
        }
        Ok(id)
    }

    /// Nothing of a file is read before it is known that it can go. What comes `instead` of a scaled picture stays whole.
    async fn one(self, goal: &Goal, file: File, instead: Option<&str>) -> Result<(), String> {
        let (name, media_type, size) = (file.name(), file.type_(), file.size() as u64);
        let is_picture = pictures::is_picture(&media_type, &name);
        let Goal { owner, limits } = goal;
        // A picture may be smaller by the time that it is sent.
        let counted = if is_picture { size.min(limits.attachment_bytes) } else { size };
        let seen = Upload::new(String::new(), owner.clone(), name.clone(), media_type.clone(), counted, clock::now());
        uploads::check(self.device, &seen, limits, instead).map_err(|fault| words::fault(self.words, fault, limits))?;
        let failed = || self.words.t(key::ATTACHMENT_FAILED);
        let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| failed())?;
        let bytes: ArrayBuffer = bytes.dyn_into().map_err(|_| failed())?;
        if !is_picture {
            return self.add(goal, Chosen { name, media_type, bytes }, instead).await.map(|_| ());
        }
        let picture = pictures::cleaned(&name, &media_type, bytes, instead.is_some()).await;
        let picture = picture.map_err(|trouble| words::picture(self.words, trouble))?;
        let (from, to) = (picture.scaled_from, (picture.width, picture.height));
        let was_animated = picture.was_animated;
        let id = self.put(goal, picture, instead).await?;
        if was_animated {
            let _ = self.stills.try_update(|stills| stills.push(id.clone()));
        }
        if let Some(from) = from {
            let pixels = |(width, height): (u32, u32)| {
                let number = |n: u32| self.words.number(&n.to_string());
                format!("{} × {}", number(width), number(height))
            };
            let note = self.words.fill(key::ATTACHMENT_SCALED, &[("from", &pixels(from)), ("to", &pixels(to))]);
            let _ = self.scaled.try_update(|scaled| scaled.push((id.clone(), note)));
            let _ = self.originals.try_update_value(|all| all.push(Scaled { id, file }));
        }
        Ok(())
    }

    /// What is being prepared, and what was not taken and why.
    pub fn notes(self) -> Vec<AnyView> {
        let Some(owner) = self.owner.try_get_value() else { return Vec::new() };
        let preparing = preparing::names(&owner).into_iter().map(|name| {
            let text = self.words.fill(key::ATTACHMENT_PREPARING, &[("name", &name)]);
            view! { <p class="small" role="status">{text}</p> }.into_any()
        });
        let faults = preparing::faults(&owner).into_iter().map(|text| {
            view! {
                <p class="error" role="alert"><span aria-hidden="true">"✕"</span><span>{text}</span></p>
            }
            .into_any()
        });
        preparing.chain(faults).collect()
    }
}
