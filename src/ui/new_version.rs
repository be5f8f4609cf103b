//! A word on a new version of the app. It comes over the screen, in its own place, and takes nothing away.

use super::attachments;
use super::notice::{Notice, Tone};
use crate::shell::focus;
use crate::shell::words::Words;
use crate::shell::worker::NewVersion;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::version::{Event, Model, News};

/// Where it stands; it takes the focus when the button goes.
const PLACE: &str = "new-version";

/// What there is to say, as long as there is something.
pub fn tell(version: NewVersion) -> AnyView {
    let words = expect_context::<Words>();
    let news = Memo::new(move |_| version.model.with(Model::news));
    // A picture that is being prepared is on no device yet.
    let ask = move |_| {
        focus::falls_to(PLACE);
        version.send(if attachments::is_preparing() { Event::Kept(false) } else { Event::Asked });
    };
    (move || {
        // Another language may have come without these messages.
        let news = news.get().filter(|_| words.complete.get())?;
        let (tone, title, what, button) = match news {
            News::Ready => (Tone::Info, key::VERSION_READY, Some(key::VERSION_READY_WHAT), Some(key::VERSION_UPDATE)),
            News::Updating => (Tone::Info, key::VERSION_UPDATING, None, None),
            News::Unkept => (Tone::Wait, key::VERSION_UNKEPT, Some(key::VERSION_UNKEPT_WHAT), Some(key::VERSION_UPDATE)),
            News::Older => (Tone::Info, key::VERSION_OLDER, Some(key::VERSION_OLDER_WHAT), Some(key::VERSION_RELOAD)),
        };
        Some(view! {
            <div id=PLACE tabindex="-1" class="new-version">
                <Notice tone title=words.t(title)>
                    {what.map(|what| view! { <p>{words.t(what)}</p> })}
                    {button.map(|label| view! { <button type="button" class="btn quiet" on:click=ask>{words.t(label)}</button> })}
                </Notice>
            </div>
        })
    })
    .into_any()
}
