//! The worker that works on pictures: started when it is first needed, ended when it has rested for a while.
//!
//! What goes to `public/later/pictures.js` is one object: `number`; `bytes` with their media type as `source`, or a
//! `bitmap`; `type`, as what to encode, and `opaque`, as what where nothing shows through; `longest` side (0: as it is);
//! `pixels`, the most; `crop` and `black`, areas with `left`, `top`, `width`, `height`. What comes back has the same
//! `number`, and either `bytes`, `type`, `width`, `height` and, before scaling, `fromWidth` and `fromHeight`, or a `fault`:
//! `unreadable`, `too-big`, `failed`, `no-canvas`.

use super::{Picture, Trouble};
use crate::shell::page;
use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect};
use leptos::prelude::{document, set_timeout, set_timeout_with_handle};
use recourse_core::picture::{Area, Edit, MOST_PIXELS, named_as};
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ImageBitmap, MessageEvent, Worker, WorkerOptions, WorkerType};

/// The same file is the worker, and the script of the page where a worker has no canvas.
const FILE: &str = "/later/pictures.js";
/// What the script puts on the page.
const FUNCTION: &str = "recoursePictures";
/// Without work for so long, the worker ends.
const REST: Duration = Duration::from_secs(60);
/// A worker that has not answered by then never will: it ran out of memory.
const PATIENCE: Duration = Duration::from_secs(90);

/// Where the pixels come from.
pub(super) enum Pixels<'a> {
    /// A file.
    Encoded {
        /// Its bytes; they stay with the caller.
        bytes: &'a ArrayBuffer,
        /// Its type, as far as it is known.
        media_type: &'a str,
    },
    /// Pixels as they are. They are gone afterwards.
    Bitmap(&'a ImageBitmap),
}

/// What is to be done.
pub(super) struct Job<'a> {
    pub pixels: Pixels<'a>,
    /// The media type of the file that is made.
    pub encoded_as: &'a str,
    /// The same where nothing shows through the picture.
    pub opaque_as: &'a str,
    /// Most pixels on the longer side; 0 is as many as there are.
    pub longest: u32,
    pub edit: Option<&'a Edit>,
}

/// What was made of it.
pub(super) struct Made {
    bytes: ArrayBuffer,
    media_type: String,
    size: (u32, u32),
    from: (u32, u32),
}

impl Made {
    /// As a picture, under the name of the file that it comes from.
    pub(super) fn named(self, name: &str) -> Picture {
        let (width, height) = self.size;
        let scaled_from = (self.from != self.size).then_some(self.from);
        Picture {
            name: named_as(name, &self.media_type),
            media_type: self.media_type,
            bytes: self.bytes,
            width,
            height,
            scaled_from,
            was_animated: false,
        }
    }
}

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
    /// Requests without an answer: number, and the function that takes it.
    static WAITING: RefCell<Vec<(u32, Function)>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
    /// Workers have no canvas here.
    static ON_PAGE: Cell<bool> = const { Cell::new(false) };
}

/// Does it: in the worker, or on the page where the worker cannot.
pub(super) async fn work(job: &Job<'_>) -> Result<Made, Trouble> {
    let request = request(job);
    if !ON_PAGE.get() {
        let answer = by_worker(&request).await;
        if text(&answer, "fault").as_deref() == Some("no-canvas") {
            ON_PAGE.set(true);
        } else if !answer.is_undefined() {
            return read(&answer);
        }
    }
    read(&by_page(&request).await?)
}

fn request(job: &Job<'_>) -> Object {
    let request = Object::new();
    match &job.pixels {
        Pixels::Encoded { bytes, media_type } => {
            set(&request, "bytes", bytes);
            set(&request, "source", &(*media_type).into());
        }
        Pixels::Bitmap(bitmap) => set(&request, "bitmap", bitmap),
    }
    set(&request, "type", &job.encoded_as.into());
    set(&request, "opaque", &job.opaque_as.into());
    set(&request, "longest", &job.longest.into());
    set(&request, "pixels", &(MOST_PIXELS as f64).into());
    let black = Array::new();
    if let Some(edit) = job.edit {
        set(&request, "crop", &area(edit.crop));
        for one in &edit.black {
            black.push(&area(*one).into());
        }
    }
    set(&request, "black", &black);
    request
}

fn area(area: Area) -> Object {
    let object = Object::new();
    for (name, value) in [("left", area.left), ("top", area.top), ("width", area.width), ("height", area.height)] {
        set(&object, name, &value.into());
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Plain objects take any property.
    let _ = Reflect::set(object, &name.into(), value);
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

fn read(answer: &JsValue) -> Result<Made, Trouble> {
    match text(answer, "fault").as_deref() {
        Some("unreadable") => return Err(Trouble::Unreadable),
        Some("too-big") => return Err(Trouble::TooBig),
        Some(_) => return Err(Trouble::Failed),
        None => {}
    }
    let number = |value: JsValue| value.as_f64().map_or(0, |number| number as u32);
    Ok(Made {
        bytes: get(answer, "bytes").dyn_into().map_err(|_| Trouble::Failed)?,
        media_type: text(answer, "type").ok_or(Trouble::Failed)?,
        size: (number(get(answer, "width")), number(get(answer, "height"))),
        from: (number(get(answer, "fromWidth")), number(get(answer, "fromHeight"))),
    })
}

/// The worker's answer; undefined when there is no worker, or it does not start.
async fn by_worker(request: &Object) -> JsValue {
    let worker = WORKER.with_borrow_mut(|worker| {
        if worker.is_none() {
            *worker = start();
        }
        worker.clone()
    });
    let Some(worker) = worker else { return JsValue::UNDEFINED };
    let number = LAST.get() + 1;
    LAST.set(number);
    set(request, "number", &number.into());
    let answer = Promise::new(&mut |resolve, _| WAITING.with_borrow_mut(|waiting| waiting.push((number, resolve))));
    if worker.post_message(request).is_err() {
        tell(number, &JsValue::UNDEFINED);
    }
    let stuck = set_timeout_with_handle(end_stuck, PATIENCE).ok();
    let answer = JsFuture::from(answer).await.unwrap_or(JsValue::UNDEFINED);
    if let Some(stuck) = stuck {
        stuck.clear();
    }
    set_timeout(move || end_idle(number), REST);
    answer
}

fn start() -> Option<Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&page::at(FILE), &options).ok()?;
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let answer = event.data();
        let number = get(&answer, "number").as_f64().map_or(0, |number| number as u32);
        tell(number, &answer);
    })
    .into_js_value();
    // The file did not arrive, or modules cannot be workers here.
    let failed = Closure::<dyn Fn()>::new(|| end(&JsValue::UNDEFINED)).into_js_value();
    worker.set_onmessage(Some(heard.unchecked_ref()));
    worker.set_onerror(Some(failed.unchecked_ref()));
    Some(worker)
}

/// Hands an answer to whoever waits for it.
fn tell(number: u32, answer: &JsValue) {
    let resolve = WAITING.with_borrow_mut(|waiting| {
        let at = waiting.iter().position(|(waits, _)| *waits == number)?;
        Some(waiting.remove(at).1)
    });
    if let Some(resolve) = resolve {
        // It only resolves a promise.
        let _ = resolve.call1(&JsValue::NULL, answer);
    }
}

/// Ends the worker; whoever waits gets this answer.
fn end(answer: &JsValue) {
    if let Some(worker) = WORKER.take() {
        worker.terminate();
    }
    for (_, resolve) in WAITING.take() {
        let _ = resolve.call1(&JsValue::NULL, answer);
    }
}

fn end_stuck() {
    let failed = Object::new();
    set(&failed, "fault", &"failed".into());
    end(&failed);
}

/// Ends the worker when nothing has come after the request of this number.
fn end_idle(number: u32) {
    if LAST.get() == number && WAITING.with_borrow(Vec::is_empty) {
        end(&JsValue::UNDEFINED);
    }
}

/// The same on the page. Typing is not smooth meanwhile, but the browser can do it.
async fn by_page(request: &Object) -> Result<JsValue, Trouble> {
    let function = || get(&js_sys::global(), FUNCTION).dyn_into::<Function>().map_err(|_| Trouble::Failed);
    if function().is_err() {
        load().await.ok_or(Trouble::Failed)?;
    }
    let request: &JsValue = request;
    let answer = function()?.call1(&JsValue::NULL, request).map_err(|_| Trouble::Failed)?;
    JsFuture::from(Promise::resolve(&answer)).await.map_err(|_| Trouble::Failed)
}

/// Loads the script into the page. It comes back, whether it arrived or not.
async fn load() -> Option<()> {
    let script = document().create_element("script").ok()?;
    script.set_attribute("type", "module").ok()?;
    script.set_attribute("src", &page::at(FILE)).ok()?;
    let settled = Promise::new(&mut |resolve, _| {
        for event in ["load", "error"] {
            let _ = script.add_event_listener_with_callback(event, &resolve);
        }
    });
    document().document_element()?.append_child(&script).ok()?;
    let _ = JsFuture::from(settled).await;
    script.remove();
    Some(())
}
