//! What the partner has just sent stands in the thread: the focus goes along, and it is said once.

use super::entry::entry_id;
use super::outcome::THREAD;
use crate::shell::device::Device;
use crate::shell::focus::{self, HEADING};
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::update::Update;
use recourse_core::i18n::key;
use recourse_core::outbox::Purpose;

/// The number of the entry that an answer sent from this screen has become, until another one is sent.
pub fn arrived(id: String, thread: Memo<Vec<Update>>) -> RwSignal<Option<u32>> {
    let device = expect_context::<Device>();
    let waits = Memo::new(move |_| {
        device.outbox.with(|outbox| {
            let answers = outbox.writes(&id).filter(|entry| takes_its_place_along(&entry.purpose));
            answers.map(|entry| entry.key.clone()).collect::<Vec<_>>()
        })
    });
    // What waited before the screen opened comes when it comes: nobody looks for it.
    let before = waits.get_untracked();
    let arrived = RwSignal::new(None);
    let sent = StoredValue::new(Vec::<String>::new());
    Effect::new(move || {
        let new: Vec<String> = waits.with(|waits| {
            let is_new = |key: &&String| !before.contains(key) && sent.with_value(|sent| !sent.contains(key));
            waits.iter().filter(is_new).cloned().collect()
        });
        if !new.is_empty() {
            sent.update_value(|sent| sent.extend(new));
            arrived.set(None);
        }
        let last = sent.with_value(|sent| sent.last().cloned());
        let number = thread.with(|thread| {
            let mut entries = thread.iter();
            Some(entries.rfind(|update| last.is_some() && update.idempotency_key == last)?.number)
        });
        if let Some(number) = number.filter(|number| arrived.get_untracked() != Some(*number)) {
            arrived.set(Some(number));
            if focus::rests_on(&format!("#{THREAD}, #{HEADING}, form.reply [type=submit]")) {
                focus::bring_up(entry_id(number));
            }
        }
    });
    arrived
}

/// Says that it has arrived.
#[component]
pub fn Arrival(arrived: RwSignal<Option<u32>>) -> impl IntoView {
    let words = expect_context::<Words>();
    view! { <p class="vh" role="status">{move || arrived.get().map(|_| words.t(key::SENDING_ARRIVED))}</p> }
}

/// Whether what it was sent with goes once it has arrived, and the focus with that.
fn takes_its_place_along(purpose: &Purpose) -> bool {
    matches!(
        purpose,
        Purpose::Settle { .. }
            | Purpose::Comment { .. }
            | Purpose::Review { .. }
            | Purpose::Mediation { .. }
            | Purpose::Withdraw { .. }
    )
}
