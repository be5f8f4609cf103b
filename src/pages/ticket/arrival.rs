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
            let answers = outbox.writes(&id).filter(|entry| is_answer(&entry.purpose));
            // After a yes or no, the focus stays where it says what comes of that.
            let sent = answers.map(|entry| (entry.key.clone(), !matches!(entry.purpose, Purpose::Settle { .. })));
            sent.collect::<Vec<_>>()
        })
    });
    // What waited before the screen opened comes when it comes: nobody looks for it.
    let before = waits.get_untracked();
    let arrived = RwSignal::new(None);
    let sent = StoredValue::new(Vec::<(String, bool)>::new());
    Effect::new(move || {
        let new: Vec<_> = waits.with(|waits| {
            let is_new = |one: &&(String, bool)| !before.contains(one) && sent.with_value(|sent| !sent.contains(one));
            waits.iter().filter(is_new).cloned().collect()
        });
        if !new.is_empty() {
            sent.update_value(|sent| sent.extend(new));
            arrived.set(None);
        }
        let Some((key, goes_along)) = sent.with_value(|sent| sent.last().cloned()) else { return };
        let number = thread.with(|thread| {
            let mut entries = thread.iter();
            Some(entries.rfind(|update| update.idempotency_key.as_ref() == Some(&key))?.number)
        });
        if let Some(number) = number.filter(|number| arrived.get_untracked() != Some(*number)) {
            arrived.set(Some(number));
            if goes_along {
                focus::bring_up_from(format!("#{THREAD}, #{HEADING}, form.reply [type=submit], .waiting"), entry_id(number));
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

/// Whether this answers the platform: an outcome, or what it has asked.
fn is_answer(purpose: &Purpose) -> bool {
    matches!(
        purpose,
        Purpose::Settle { .. }
            | Purpose::Answer { .. }
            | Purpose::Comment { .. }
            | Purpose::Review { .. }
            | Purpose::Mediation { .. }
            | Purpose::Withdraw { .. }
    )
}
