//! The button that saves an article: on this device, and with the account of who is signed in.

use crate::shell::device::Device;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::{Key, key};

/// Saves an article, or takes it out; says where it is saved.
#[component]
pub fn Save(slug: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let signed_in = expect_context::<SignedIn>();
    follow_account(device, signed_in);
    let slug = StoredValue::new(slug);
    let is_saved = Memo::new(move |_| device.bookmarks.with(|all| slug.with_value(|slug| all.contains(slug))));
    let said = RwSignal::new(None::<(Key, Key)>);
    let press = move |_| {
        let email = signed_in.session.with_untracked(|session| session.as_ref().map(|session| session.email.clone()));
        spawn_local(async move {
            let (slug, was_saved) = (slug.get_value(), is_saved.get_untracked());
            let is_told = device.toggle_bookmark(&slug, email.as_deref()).await;
            let _ = said.try_set(Some(match (was_saved, is_told) {
                (true, _) => (key::ARTICLE_UNSAVED, key::ARTICLE_UNSAVED),
                (false, true) => (key::ARTICLE_SAVED_ACCOUNT, key::ARTICLE_SAVED_ACCOUNT_TAB),
                (false, false) => (key::ARTICLE_SAVED_HERE, key::ARTICLE_SAVED_TAB),
            }));
        });
    };
    view! {
        <div class="row no-print">
            <button type="button" class="btn quiet save" aria-pressed=move || is_saved.get().to_string() on:click=press>
                <span aria-hidden="true">{move || if is_saved.get() { "★" } else { "☆" }}</span>
                {words.t(key::ARTICLE_SAVE)}
            </button>
            <span class="small" role="status">{move || said.get().map(|(here, tab)| words.kept(here, tab))}</span>
        </div>
    }
}

/// What is saved, as this device has it, then together with the account of who is signed in.
pub fn follow_account(device: Device, signed_in: SignedIn) {
    spawn_local(device.load_bookmarks());
    let email = Memo::new(move |_| signed_in.session.with(|session| session.as_ref().map(|session| session.email.clone())));
    Effect::new(move || {
        if let Some(email) = email.get() {
            spawn_local(async move { _ = device.meet_account(&email, false).await });
        }
    });
}
