//! The tree of an article as views. There is no HTML in it, so nothing that stands in an article can run.

use super::start::Start;
use crate::shell::focus;
use crate::shell::go;
use leptos::prelude::*;
use recourse_core::article::{Block, Inline};

/// Blocks, one below the other.
pub fn blocks(blocks: Vec<Block>) -> Vec<AnyView> {
    blocks.into_iter().map(block).collect()
}

fn block(block: Block) -> AnyView {
    match block {
        // Sections are drawn with their anchors.
        Block::Heading { level: 2, anchor, text } => view! { <h2 id=anchor tabindex="-1">{inlines(text)}</h2> }.into_any(),
        Block::Heading { level: 3, anchor, text } => view! { <h3 id=anchor tabindex="-1">{inlines(text)}</h3> }.into_any(),
        Block::Heading { anchor, text, .. } => view! { <h4 id=anchor tabindex="-1">{inlines(text)}</h4> }.into_any(),
        Block::Paragraph(text) => view! { <p>{inlines(text)}</p> }.into_any(),
        Block::List { start, items } => {
            let items: Vec<_> = items.into_iter().map(|content| view! { <li>{item(content)}</li> }).collect();
            match start {
                Some(number) => {
                    let start = (number != 1).then(|| number.to_string());
                    view! { <ol class="numbers" start=start>{items}</ol> }.into_any()
                }
                None => view! { <ul class="bullets">{items}</ul> }.into_any(),
            }
        }
        Block::Quote(inside) => view! { <blockquote>{blocks(inside)}</blockquote> }.into_any(),
        // What is wider than the column is reached by the keyboard, too.
        Block::Code { text, .. } => view! { <pre tabindex="0"><code>{text}</code></pre> }.into_any(),
        Block::Rule => view! { <hr/> }.into_any(),
        Block::Form => view! { <Start/> }.into_any(),
    }
}

/// An item that is one paragraph, perhaps with a list below it, needs no space around it.
fn item(content: Vec<Block>) -> Vec<AnyView> {
    let is_tight = content.iter().filter(|block| !matches!(block, Block::List { .. })).count() == 1;
    content
        .into_iter()
        .map(|part| match part {
            Block::Paragraph(text) if is_tight => inlines(text).into_any(),
            other => block(other),
        })
        .collect()
}

/// What stands within a paragraph.
pub fn inlines(text: Vec<Inline>) -> Vec<AnyView> {
    text.into_iter().map(inline).collect()
}

fn inline(piece: Inline) -> AnyView {
    match piece {
        Inline::Text(text) => text.into_any(),
        Inline::Emphasis(inside) => view! { <em>{inlines(inside)}</em> }.into_any(),
        Inline::Strong(inside) => view! { <strong>{inlines(inside)}</strong> }.into_any(),
        Inline::Code(text) => view! { <code>{text}</code> }.into_any(),
        Inline::Break => view! { <br/> }.into_any(),
        Inline::Link { to, text } => link(to, text),
    }
}

fn link(to: String, text: Vec<Inline>) -> AnyView {
    let text = inlines(text);
    if let Some(anchor) = to.strip_prefix('#') {
        let anchor = anchor.to_owned();
        // `rel`: the router would take the fragment for a screen.
        let follow = move |_| focus::bring_up(anchor.clone());
        view! { <a href=to rel="external" on:click=follow>{text}</a> }.into_any()
    } else if to.starts_with("https:") {
        view! { <a href=to target="_blank" rel="external noopener noreferrer">{text}</a> }.into_any()
    } else {
        view! { <a href=go::link(&to)>{text}</a> }.into_any()
    }
}
