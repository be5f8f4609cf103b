//! Help articles: Markdown as a typed tree, what is said about one, and the saved ones.
//!
//! A subset of CommonMark, made for views: there is no HTML in the tree, so nothing that stands in an article can run.
//! What is no markup stays text, and no word is lost.

mod block;
mod feedback;
mod inline;
mod outline;
#[cfg(test)]
mod proptests;
mod saved;
mod steps;
mod target;
#[cfg(test)]
mod tests;

pub use block::{Block, parse};
pub use feedback::Given;
pub use inline::Inline;
pub use outline::{Outline, Section, current, minutes, plain};
pub use saved::Saved;

use recourse_contract::Service;
use recourse_contract::service::{Link, Topic};

/// The path that the articles of the app lie below.
const PATH: &str = "/articles/";

/// The articles of the app that the platform links to, from any topic and from the foot of the page, each once.
pub fn linked(service: &Service) -> Vec<Link> {
    fn walk(topics: &[Topic], take: &mut dyn FnMut(&Link)) {
        for topic in topics {
            topic.articles.iter().for_each(&mut *take);
            walk(&topic.topics, take);
        }
    }
    let mut all: Vec<Link> = Vec::new();
    let mut take = |link: &Link| {
        if link.url.starts_with(PATH) && all.iter().all(|known| known.url != link.url) {
            all.push(link.clone());
        }
    };
    service.platform.links.iter().for_each(&mut take);
    walk(&service.topics, &mut take);
    all
}
