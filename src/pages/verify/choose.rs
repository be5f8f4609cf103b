//! A field for files that are only read here: chosen or dropped.

use crate::shell::files;
use crate::shell::words::Words;
use leptos::ev;
use leptos::prelude::*;
use recourse_core::i18n::key;
use web_sys::File;

/// The field. Tells of the files whenever there are some, and names one that was chosen alone.
#[component]
pub fn Choose(
    id: &'static str,
    label: String,
    hint: String,
    button: String,
    #[prop(optional)] accept: &'static str,
    #[prop(optional)] multiple: bool,
    taken: impl Fn(Vec<File>) + Copy + 'static,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let over = RwSignal::new(false);
    // Of several, each is named where it is compared.
    let name = RwSignal::new(None::<String>);
    let take = move |files: Vec<File>| {
        if !files.is_empty() {
            name.set(files.first().filter(|_| !multiple).map(File::name));
            taken(files);
        }
    };
    let dragged = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(files::dropped(&event));
    };
    let input = format!("{id}-input");
    view! {
        <fieldset class="field attachments" class:over=over id=id on:dragover=dragged on:dragleave=move |_| over.set(false) on:drop=dropped>
            <legend>{label}</legend>
            <p class="hint" id=format!("{id}-hint")>{hint}</p>
            <div class="row">
                <input
                    type="file"
                    id=input.clone()
                    class="pick vh"
                    accept=accept
                    multiple=multiple
                    aria-describedby=format!("{id}-hint")
                    on:change=move |event| take(files::chosen(&event))
                />
                <label class="btn quiet" for=input>{button}</label>
            </div>
            <p class="small" role="status">{move || name.get().map(|name| words.fill(key::VERIFY_CHOSEN, &[("name", &name)]))}</p>
        </fieldset>
    }
}
