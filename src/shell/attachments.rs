//! The files of stored messages: their bytes, as whoever may read them.

use super::backend::Backend;
use super::device::Device;
use super::{http, page};
use js_sys::{Array, Uint8Array};
use recourse_contract::Attachment;
use recourse_core::inbox::Known;
use web_sys::{Blob, BlobPropertyBag, Url};

/// A file of a ticket.
pub async fn read(backend: Backend, device: Device, ticket: &str, attachment: &Attachment) -> Option<Blob> {
    let link = device.ticket(ticket).as_ref().map(Known::to_try).unwrap_or_default().to_owned();
    let id: String = js_sys::encode_uri_component(&attachment.id).into();
    let url = backend.url(&format!("/attachments/{id}"));
    let bytes = http::file(&url, backend.token_for(&link).as_deref()).await?;
    blob(&Uint8Array::from(bytes.as_slice()), &attachment.media_type)
}

/// Puts a file of a ticket onto this device. Says whether it came.
pub async fn download(backend: Backend, device: Device, ticket: &str, attachment: &Attachment) -> bool {
    let blob = read(backend, device, ticket, attachment).await;
    blob.is_some_and(|blob| page::save_file(&attachment.name, &blob))
}

/// Bytes as something that has an address.
pub fn blob(bytes: &js_sys::Object, media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_buffer_source_sequence_and_options(&Array::of1(bytes), &options).ok()
}

/// An address for a blob, until it is given back.
pub fn address(blob: &Blob) -> Option<String> {
    Url::create_object_url_with_blob(blob).ok()
}

/// Gives an address back.
pub fn revoke(address: &str) {
    // It fails only for what is no such address.
    let _ = Url::revoke_object_url(address);
}
