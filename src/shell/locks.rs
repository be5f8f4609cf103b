//! Web Locks: one tab at a time writes a draft, one tab at a time sends.
//!
//! web-sys keeps them behind an unstable flag, so they are bound here. Browsers without them (no https) let every tab
//! write.

use super::page;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::window_event_listener_untyped;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &JsValue, granted: &Function) -> Result<Promise, JsValue>;
}

/// A lock that this tab has, or waits for. Dropped, it is released or no longer wanted.
#[derive(Default)]
pub struct Lock {
    release: Rc<RefCell<Held>>,
}

#[derive(Default)]
enum Held {
    #[default]
    Waiting,
    Given(Function),
    Gone,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Held::Given(release) = self.release.replace(Held::Gone) {
            // It only resolves a promise.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Whom to tell whether a lock is given.
type Told = Rc<dyn Fn(bool)>;

/// A lock that was asked for.
#[derive(Clone)]
struct Asked {
    name: String,
    held: Rc<RefCell<Held>>,
    told: Told,
}

impl Asked {
    fn is_wanted(&self) -> bool {
        !matches!(*self.held.borrow(), Held::Gone)
    }
}

thread_local! {
    static ASKED: RefCell<Vec<Asked>> = const { RefCell::new(Vec::new()) };
    static COMING_BACK: WindowListenerHandle = window_event_listener_untyped("pageshow", |event| {
        if page::is_kept(&event) {
            ask_again();
        }
    });
}

/// Asks for a lock. `told(true)` when it is given, at once or later; `told(false)` when another tab has it now, or may have had it
/// while this page was put aside.
pub fn ask(name: &str, told: impl Fn(bool) + 'static) -> Lock {
    let lock = Lock::default();
    COMING_BACK.with(|_| ());
    let asked = Asked { name: page::own(name), held: lock.release.clone(), told: Rc::new(told) };
    ASKED.with_borrow_mut(|all| {
        all.retain(Asked::is_wanted);
        all.push(asked.clone());
    });
    let Some(manager) = manager() else {
        (asked.told)(true);
        return lock;
    };
    let options = Object::new();
    // Plain objects take any property.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    let (one, waits) = (asked.clone(), asked.clone());
    let refused = move || {
        (waits.told)(false);
        wait(waits);
    };
    let request = manager.unchecked_ref::<LockManager>().request(&asked.name, &options, &granted(one, refused));
    // In another site's frame there may be no locks, as there is no storage: then there is nothing to share with other tabs.
    match request {
        Ok(request) => spawn_local(async move {
            if JsFuture::from(request).await.is_err() && matches!(*asked.held.borrow(), Held::Waiting) {
                (asked.told)(true);
            }
        }),
        Err(_) => (asked.told)(true),
    }
    lock
}

fn wait(asked: Asked) {
    if let Some(manager) = manager() {
        let name = asked.name.clone();
        let _ = manager.unchecked_ref::<LockManager>().request(&name, &Object::new(), &granted(asked, || ()));
    }
}

/// WebKit forgets the locks of a page that is put aside for the way back, those that it has and those that it waits for, and tells
/// nobody.
fn ask_again() {
    let all = ASKED.with_borrow(|all| all.iter().filter(|asked| asked.is_wanted()).cloned().collect::<Vec<_>>());
    for asked in all {
        if let Held::Given(release) = asked.held.replace(Held::Waiting) {
            // Where it was not forgotten it is given back: it only resolves a promise.
            let _ = release.call0(&JsValue::NULL);
        }
        (asked.told)(false);
        wait(asked);
    }
}

/// Runs `work` while this tab has the lock of this name, waiting for it as long as needed.
pub async fn exclusively<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> T {
    let (sender, given) = futures_channel();
    let lock = ask(name, move |given| {
        if given && let Some(sender) = sender.borrow_mut().take() {
            sender();
        }
    });
    given.await;
    let result = work.await;
    drop(lock);
    result
}

/// A promise and the function that keeps it.
type Keeper = Rc<RefCell<Option<Box<dyn FnOnce()>>>>;

fn futures_channel() -> (Keeper, impl Future<Output = ()>) {
    let keeper: Keeper = Rc::default();
    let inside = keeper.clone();
    let promise = Promise::new(&mut |resolve, _| {
        *inside.borrow_mut() = Some(Box::new(move || {
            let _ = resolve.call0(&JsValue::NULL);
        }));
    });
    (keeper, async move {
        let _ = JsFuture::from(promise).await;
    })
}

/// The callback that the browser calls with the lock, or with null. While the promise that it returns is open, the lock
/// is held.
fn granted(asked: Asked, refused: impl FnOnce() + 'static) -> Function {
    Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            refused();
            return JsValue::UNDEFINED;
        }
        // Where a lock was asked for twice, the first one counts.
        if !matches!(*asked.held.borrow(), Held::Waiting) {
            return JsValue::UNDEFINED;
        }
        let promise = Promise::new(&mut |resolve, _| {
            asked.held.replace(Held::Given(resolve));
        });
        (asked.told)(true);
        promise.into()
    })
    .unchecked_into()
}

fn manager() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined()).then_some(locks)
}
