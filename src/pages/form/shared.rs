//! What another app of the device has shared with this one comes into the draft.

use super::open::Form;
use crate::shell::{shared, storage, uploads};
use leptos::prelude::*;
use recourse_core::journey::{Field, Model, with_shared};

impl Form {
    /// Takes it in as if it were typed and chosen. Only when the draft has it is it forgotten where it waits, and in the
    /// address: a page that ends in between begins again.
    pub(super) async fn take_shared(self) {
        let waiting = shared::waiting().await;
        let message = |model: &Model| with_shared(model.draft.answers.get(&Field::Message), &waiting.text);
        if let Some(text) = self.model.try_with_untracked(message).flatten() {
            self.type_(Field::Message, text);
        }
        // Where no files are taken there is no field that would say what is wrong with them.
        let takes_files = self.service.try_with_value(|service| service.limits.attachments > 0) == Some(true);
        if takes_files && !waiting.files.is_empty() {
            uploads::load(self.device).await;
            self.taker.take_all(waiting.files).await;
        }
        storage::settled().await;
        shared::forget().await;
        if self.shared.try_update_value(|shared| *shared = false).is_some() {
            self.settle_address();
        }
    }
}
