//! Taking files: each is looked at before a byte of it is sent, and pictures are prepared.

use super::{remove, words};
use crate::pictures::{self, Picture};
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::uploads::{self, Chosen};
use crate::shell::words::Words;
use js_sys::ArrayBuffer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::service::Limits;
use recourse_core::i18n::key;
use recourse_core::upload::{Owner, Upload};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

thread_local! {
    /// Whose files are being prepared in this tab, on whatever screen.
    static PREPARED_FOR: RefCell<Vec<Owner>> = const { RefCell::new(Vec::new()) };
}

/// Whether a file of this owner is still being prepared.
pub(super) fn prepares(owner: &Owner) -> bool {
    PREPARED_FOR.with_borrow(|all| all.contains(owner))
}

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
    /// Names of the files that are being prepared.
    preparing: RwSignal<Vec<String>>,
    /// What was wrong with those that were not taken.
    faults: RwSignal<Vec<String>>,
    /// What was done to a picture, by upload.
    pub scaled: RwSignal<Vec<(String, String)>>,
    originals: StoredValue<Vec<Scaled>, LocalStorage>,
}

impl Taker {
    /// Takes files for this owner.
    pub fn new(words: Words, device: Device, owner: Owner, limits: Limits) -> Self {
        Self {
            words,
            device,
            owner: StoredValue::new(owner),
            limits: StoredValue::new(limits),
            preparing: RwSignal::default(),
            faults: RwSignal::default(),
            scaled: RwSignal::default(),
            originals: StoredValue::new_local(Vec::new()),
        }
    }

    /// Takes these files, one after the other.
    pub fn take(self, files: Vec<File>) {
        if files.is_empty() {
            return;
        }
        self.faults.set(Vec::new());
        self.preparing.update(|preparing| preparing.extend(files.iter().map(File::name)));
        let owner = self.owner.get_value();
        PREPARED_FOR.with_borrow_mut(|all| all.push(owner.clone()));
        spawn_local(async move {
            for file in files {
                let name = file.name();
                if let Err(fault) = self.one(file, false).await {
                    let line = self.words.fill(key::ATTACHMENT_NOT_TAKEN, &[("name", &name), ("fault", &fault)]);
                    let _ = self.faults.try_update(|faults| faults.push(line));
                }
                let _ = self.preparing.try_update(|preparing| {
                    if let Some(at) = preparing.iter().position(|one| *one == name) {
                        preparing.remove(at);
                    }
                });
            }
            PREPARED_FOR.with_borrow_mut(|all| _ = all.iter().position(|one| *one == owner).map(|at| all.remove(at)));
        });
    }

    /// Takes a picture of the screen.
    pub fn capture(self) {
        spawn_local(async move {
            if let Some(picture) = pictures::capture().await {
                self.put(picture).await;
            }
        });
    }

    /// The picture of an upload in full size, instead of the scaled one.
    pub fn whole(self, id: String) {
        let original = self.originals.with_value(|all| all.iter().find(|scaled| scaled.id == id).cloned());
        let Some(original) = original else { return };
        spawn_local(async move {
            remove(self.device, &id);
            self.forget(&id);
            if let Err(fault) = self.one(original.file, true).await {
                let _ = self.faults.try_update(|faults| faults.push(fault));
            }
        });
    }

    /// A changed picture in the place of an upload.
    pub fn replace(self, id: String, picture: Picture) {
        remove(self.device, &id);
        self.forget(&id);
        spawn_local(self.put(picture));
    }

    fn forget(self, id: &str) {
        let _ = self.scaled.try_update(|scaled| scaled.retain(|(one, _)| one != id));
        self.originals.update_value(|all| all.retain(|scaled| scaled.id != id));
    }

    async fn put(self, picture: Picture) {
        let chosen = Chosen { name: picture.name, media_type: picture.media_type, bytes: picture.bytes };
        if let Err(fault) = self.add(chosen).await {
            let _ = self.faults.try_update(|faults| faults.push(fault));
        }
    }

    async fn add(self, chosen: Chosen) -> Result<String, String> {
        let (Some(owner), Some(limits)) = (self.owner.try_get_value(), self.limits.try_get_value()) else {
            return Err(String::new());
        };
        uploads::add(self.device, &owner, chosen, &limits).await.map_err(|fault| words::fault(self.words, fault, &limits))
    }

    /// Nothing of a file is read before it is known that it can go.
    async fn one(self, file: File, whole: bool) -> Result<(), String> {
        let (name, media_type, size) = (file.name(), file.type_(), file.size() as u64);
        let is_picture = pictures::is_picture(&media_type, &name);
        let (Some(owner), Some(limits)) = (self.owner.try_get_value(), self.limits.try_get_value()) else {
            return Ok(());
        };
        // A picture may be smaller by the time that it is sent.
        let counted = if is_picture { size.min(limits.attachment_bytes) } else { size };
        let seen = Upload::new(String::new(), owner, name.clone(), media_type.clone(), counted, clock::now());
        uploads::check(self.device, &seen, &limits).map_err(|fault| words::fault(self.words, fault, &limits))?;
        let failed = || self.words.t(key::ATTACHMENT_FAILED);
        let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| failed())?;
        let bytes: ArrayBuffer = bytes.dyn_into().map_err(|_| failed())?;
        if !is_picture {
            return self.add(Chosen { name, media_type, bytes }).await.map(|_| ());
        }
        let picture = pictures::cleaned(&name, &media_type, bytes, whole).await;
        let picture = picture.map_err(|trouble| words::picture(self.words, trouble))?;
        let (from, to) = (picture.scaled_from, (picture.width, picture.height));
        let id = self.add(Chosen { name: picture.name, media_type: picture.media_type, bytes: picture.bytes }).await?;
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
        let preparing = self.preparing.get().into_iter().map(|name| {
            let text = self.words.fill(key::ATTACHMENT_PREPARING, &[("name", &name)]);
            view! { <p class="small" role="status">{text}</p> }.into_any()
        });
        let faults = self.faults.get().into_iter().map(|text| {
            view! {
                <p class="error" role="alert"><span aria-hidden="true">"✕"</span><span>{text}</span></p>
            }
            .into_any()
        });
        preparing.chain(faults).collect()
    }
}
