//! The bytes of files: on the device, or in this page where the device has no room.

use crate::shell::storage;
use js_sys::{ArrayBuffer, Uint8Array};
use std::cell::RefCell;

thread_local! {
    /// What the device had no room for.
    static HELD: RefCell<Vec<(String, ArrayBuffer)>> = const { RefCell::new(Vec::new()) };
    /// The file that is under way: it is not read anew for each piece.
    static LAST: RefCell<Option<(String, ArrayBuffer)>> = const { RefCell::new(None) };
}

/// Holds what the device has no room for.
pub fn hold(id: String, bytes: ArrayBuffer) {
    HELD.with_borrow_mut(|held| held.push((id, bytes)));
}

/// What only this page has of a file.
pub fn held(id: &str) -> Option<ArrayBuffer> {
    HELD.with_borrow(|held| held.iter().find(|(name, _)| name == id).map(|(_, bytes)| bytes.clone()))
}

/// Whether anything would go with this page: what the device had no room for, and on a shared device every file.
pub fn holds_any() -> bool {
    HELD.with_borrow(|held| !held.is_empty()) || storage::holds_files()
}

/// The device has room for it now.
pub fn kept(id: &str) {
    HELD.with_borrow_mut(|held| held.retain(|(name, _)| name != id));
}

/// Lets go of a file.
pub fn drop_file(id: &str) {
    kept(id);
    rest(id);
}

/// A file is not under way any more.
pub fn rest(id: &str) {
    LAST.with_borrow_mut(|last| {
        last.take_if(|last| last.0 == id);
    });
}

/// The bytes of a file, wherever they are.
pub async fn read(id: &str) -> Option<ArrayBuffer> {
    match held(id) {
        Some(held) => Some(held),
        None => storage::file(id).await.ok().flatten(),
    }
}

/// A piece of a file that is under way.
pub async fn piece(id: &str, from: u64, to: u64) -> Option<Uint8Array> {
    let last = LAST.with_borrow(|last| last.as_ref().filter(|(name, _)| name == id).map(|(_, bytes)| bytes.clone()));
    let bytes = match last {
        Some(bytes) => bytes,
        None => {
            let bytes = read(id).await?;
            LAST.set(Some((id.to_owned(), bytes.clone())));
            bytes
        }
    };
    let (from, to) = (u32::try_from(from).ok()?, u32::try_from(to).ok()?);
    (to <= bytes.byte_length()).then(|| Uint8Array::new(&bytes).subarray(from, to))
}
