//! The list of contents: beside the text, where it follows what is read, and above it on a phone.

use crate::shell::words::Words;
use crate::shell::{focus, scroll};
use leptos::prelude::*;
use recourse_core::article::current;
use recourse_core::i18n::key;
use std::rc::Rc;

/// A section: its anchor and its title.
pub type Entry = (String, String);

/// Which of these sections is read. Call it inside the owner of the screen.
pub fn reading(entries: &[Entry]) -> RwSignal<Option<usize>> {
    let at = RwSignal::new(None);
    let anchors: Rc<Vec<String>> = Rc::new(entries.iter().map(|(anchor, _)| anchor.clone()).collect());
    scroll::follow(move || {
        let (scrolled, window, page) = scroll::place();
        let now = current(&scroll::tops(&anchors), scrolled, window, page);
        // The screen may have gone by the time of this frame.
        if at.try_get_untracked().is_some_and(|before| before != now) {
            at.set(now);
        }
    });
    at
}

fn links(entries: Vec<Entry>, at: RwSignal<Option<usize>>) -> Vec<AnyView> {
    let link = |(index, (anchor, title)): (usize, Entry)| {
        let href = format!("#{anchor}");
        let is_here = move || (at.get() == Some(index)).then_some("location");
        // The browser puts the fragment into the address; the focus goes to the heading.
        let follow = move |_| focus::bring_up(anchor.clone());
        view! { <li><a href=href rel="external" aria-current=is_here on:click=follow>{title}</a></li> }.into_any()
    };
    entries.into_iter().enumerate().map(link).collect()
}

/// Beside the text, on wide screens.
#[component]
pub fn Aside(entries: Vec<Entry>, at: RwSignal<Option<usize>>) -> impl IntoView {
    let words = expect_context::<Words>();
    view! {
        <nav class="contents beside" aria-labelledby="article-contents">
            <p id="article-contents" class="small">{words.t(key::ARTICLE_CONTENTS)}</p>
            <ol>{links(entries, at)}</ol>
        </nav>
    }
}

/// Above the text, folded, on phones.
#[component]
pub fn Folded(entries: Vec<Entry>, at: RwSignal<Option<usize>>) -> impl IntoView {
    let words = expect_context::<Words>();
    view! {
        <nav class="contents above" aria-label=words.t(key::ARTICLE_CONTENTS)>
            <details>
                <summary>{words.t(key::ARTICLE_CONTENTS)}</summary>
                <ol>{links(entries, at)}</ol>
            </details>
        </nav>
    }
}
