//! Web Locks: one tab at a time writes a draft, one tab at a time sends.
//!
//! web-sys keeps them behind an unstable flag, so they are bound here. Browsers without them (no https) let every tab
//! write.

use super::page;
use js_sys::{Function, Object, Promise, Reflect};
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

/// Asks for a lock. `told(true)` when it is given, at once or later; `told(false)` when another tab has it now.
pub fn ask(name: &str, told: impl Fn(bool) + Clone + 'static) -> Lock {
    let lock = Lock::default();
    let Some(manager) = manager() else {
        told(true);
        return lock;
    };
    let name = &page::own(name);
    let options = Object::new();
    // Plain objects take any property.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    let held = lock.release.clone();
    let again = {
        let (manager, name, told, held) = (manager.clone(), name.to_owned(), told.clone(), held.clone());
        move || {
            let _ =
                manager.unchecked_ref::<LockManager>().request(&name, &Object::new(), &granted(held, move || told(true), || ()));
        }
    };
    let (given, denied, waits) = (told.clone(), told.clone(), lock.release.clone());
    let refused = move || {
        told(false);
        again();
    };
    let asked = manager.unchecked_ref::<LockManager>().request(name, &options, &granted(held, move || given(true), refused));
    // In another site's frame there may be no locks, as there is no storage: then there is nothing to share with other tabs.
    match asked {
        Ok(asked) => spawn_local(async move {
            if JsFuture::from(asked).await.is_err() && matches!(*waits.borrow(), Held::Waiting) {
                denied(true);
            }
        }),
        Err(_) => denied(true),
    }
    lock
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
fn granted(held: Rc<RefCell<Held>>, given: impl FnOnce() + 'static, refused: impl FnOnce() + 'static) -> Function {
    Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            refused();
            return JsValue::UNDEFINED;
        }
        if matches!(*held.borrow(), Held::Gone) {
            return JsValue::UNDEFINED;
        }
        let promise = Promise::new(&mut |resolve, _| {
            held.replace(Held::Given(resolve));
        });
        given();
        promise.into()
    })
    .unchecked_into()
}

fn manager() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined()).then_some(locks)
}
