//! What the form knows before the first question.

use crate::shell::device::Device;
use crate::shell::embed::Embed;
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::shared::SHARED;
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use recourse_contract::Service;
use recourse_contract::ticket::TicketKind;
use recourse_core::inbox::remembered;
use recourse_core::journey::{Field, Linked, Prefill, only};

/// What is answered beforehand: the audience that leads, the language of the texts on the screen, who filed here before, what
/// the page around this one knows, what is known of who is signed in, and what a link has brought along.
pub fn prefill(kind: TicketKind, service: &Service, device: Device, link: &Linked) -> Prefill {
    let words = use_context::<Words>();
    let tag = words.map(Words::tag_now).unwrap_or_default();
    let language = service.locales.iter().find(|locale| **locale == tag).or(service.locales.first());
    let audience = service.audiences.first().map(|audience| audience.id.clone());
    // What a request for mediation is about the platform calls by one name, mostly.
    let topic = only(&service.topics, kind).filter(|_| kind == TicketKind::Mediation).map(|topic| topic.id.clone());
    let guessed = [(Field::Audience, audience), (Field::Language, language.cloned()), (Field::Topic, topic)];
    let answers = guessed.into_iter().filter_map(|(field, answer)| Some((field, answer?))).collect();
    let mut prefill = Prefill { answers, ..Prefill::default() };
    let signed_in = use_context::<SignedIn>();
    let session = signed_in.and_then(|signed_in| signed_in.session.get_untracked());
    let email = session.map(|session| session.email);
    let embed = use_context::<Option<Embed>>().flatten();
    let (given, details) = embed.map(Embed::partner).unwrap_or_default();
    // Of two people nothing is mixed.
    let known = email.as_deref().or(given.as_deref());
    let partner = device.tickets.with_untracked(|tickets| remembered(tickets, known).cloned());
    partner.into_iter().for_each(|partner| prefill.remember(partner));
    prefill.add(given, details);
    if let Some(signed_in) = signed_in {
        prefill.add(email, signed_in.details.get_value());
    }
    prefill.follow(link, kind, service);
    prefill
}

/// What the link has brought along that the partner followed; it stays in the address until it is kept. Follows the address.
pub fn linked() -> Linked {
    use_location().query.with(|query| {
        let first = |name: &str| query.get_all(name)?.into_iter().next();
        let pairs: Vec<(String, String)> =
            Linked::NAMES.into_iter().filter_map(|name| Some((name.to_owned(), first(name)?))).collect();
        Linked::from_pairs(&pairs)
    })
}

/// Whether another app has shared something for this form. Follows the address.
pub fn is_shared() -> bool {
    use_location().query.with(|query| query.get(SHARED).is_some())
}

/// The parameters that stay in the address until the draft has what they stand for.
pub fn query() -> String {
    untrack(|| {
        let mut pairs = linked().to_pairs();
        pairs.extend(is_shared().then(|| (SHARED, "1".to_owned())));
        page::query(&pairs)
    })
}
