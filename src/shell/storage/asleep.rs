//! A page that is put aside for the way back. WebKit puts its transactions aside with it: they hold their stores, and the next page
//! waits for them without end. So none is left open: the browser is told at once when all is asked for, and ends the transaction
//! without the page; one that waits for what it reads is broken off, and begun anew when the page is back.

use crate::shell::page;
use js_sys::{Function, Promise};
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::window_event_listener_untyped;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbTransaction;

thread_local! {
    static WAITING: RefCell<Vec<IdbTransaction>> = const { RefCell::new(Vec::new()) };
    static IS_ASLEEP: Cell<bool> = const { Cell::new(false) };
    static BROKEN_OFF: Cell<u32> = const { Cell::new(0) };
    static LISTENING: [WindowListenerHandle; 2] = [
        window_event_listener_untyped("pagehide", |event| {
            if page::is_kept(&event) {
                IS_ASLEEP.set(true);
                WAITING.take().iter().for_each(break_off);
            }
        }),
        window_event_listener_untyped("pageshow", |_| {
            IS_ASLEEP.set(false);
            for back in BACK.take() {
                // It only resolves a promise.
                let _ = back.call0(&JsValue::NULL);
            }
        }),
    ];
    static BACK: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Waits until the page is there. Chromium lets one that was put aside go on for a while: what is broken off then must not be
/// begun anew at once, again and again.
pub(super) async fn awake() {
    if IS_ASLEEP.get() {
        let back = Promise::new(&mut |resolve, _| BACK.with_borrow_mut(|all| all.push(resolve)));
        // It is never rejected.
        let _ = JsFuture::from(back).await;
    }
}

/// Nothing more is asked of this transaction.
#[expect(deprecated)] // By web-sys; IndexedDB 3.0 has it.
pub(super) fn all_asked(transaction: &IdbTransaction) {
    // Browsers of before 2021 do not have it: they end it when they have told everything.
    let _ = transaction.commit();
}

/// How many were broken off so far.
pub(super) fn broken_off() -> u32 {
    BROKEN_OFF.get()
}

/// A transaction that is to write, and waits for what it reads before.
pub(super) struct Waiting(IdbTransaction);

impl Waiting {
    pub(super) fn begin(transaction: &IdbTransaction) -> Self {
        LISTENING.with(|_| ());
        if IS_ASLEEP.get() {
            break_off(transaction);
        } else {
            WAITING.with_borrow_mut(|waiting| waiting.push(transaction.clone()));
        }
        Self(transaction.clone())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.with_borrow_mut(|waiting| waiting.retain(|other| *other != self.0));
    }
}

fn break_off(transaction: &IdbTransaction) {
    BROKEN_OFF.set(BROKEN_OFF.get() + 1);
    // One that has just ended refuses.
    let _ = transaction.abort();
}
