//! The ways on for whom an outcome does not satisfy, in order: another review, mediation, what else remains open.

use super::outcome::{THREAD, Told};
use super::reply;
use super::review::ReviewForm;
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::go::href;
use crate::shell::words::Words;
use crate::ui::dossier::Dossier;
use leptos::prelude::*;
use recourse_contract::mediation::NoMediation;
use recourse_core::i18n::key;
use recourse_core::outcome::{Mediate, Ways};
use recourse_core::route::Route;

/// What is open, and why something is not.
#[component]
pub fn WaysOn(told: Told) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let way = move |pick: fn(&Ways) -> bool| Memo::new(move |_| told.ways.with(|ways| ways.as_ref().is_some_and(pick)));
    let (can_settle, can_write) = (way(|ways| ways.settle), way(|ways| ways.write));
    let reviews = Memo::new(move |_| told.ways.get().map(|ways| (ways.reviews, ways.reviewed)));
    let mediate = Memo::new(move |_| told.ways.get().map_or(Mediate::Unsaid, |ways| ways.mediate));
    let otherwise = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => service.mediation.otherwise.clone(),
        _ => Vec::new(),
    });
    // Where the platform has none, none was used up.
    let has_reviews = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => service.periods.reviews > 0,
        _ => false,
    });
    let review = move || match reviews.get() {
        Some((Some(left), _)) => Some(
            view! {
                <h3>{words.t(key::REVIEW_TITLE)}</h3>
                <p>{words.t(key::REVIEW_WHAT)}" "{words.count(key::REVIEW_LEFT, left)}</p>
                <ReviewForm id=told.id.get_value()/>
            }
            .into_any(),
        ),
        Some((None, true)) if has_reviews.get() => Some(view! { <p>{words.t(key::REVIEW_USED)}</p> }.into_any()),
        _ => None,
    };
    let settled = move |_| {
        device.ask(told.settled(true));
        focus::bring_up(THREAD.into());
    };
    let write = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus::control(reply::FIELD);
    };
    view! {
        <div class="ways-on">
            <section>{review}</section>
            <section>{move || mediation(words, told, mediate.get())}</section>
            {move || (can_write.get() || !otherwise.with(Vec::is_empty)).then(|| view! {
                <section>
                    <h3>{words.t(key::WAYS_ELSE)}</h3>
                    <ul class="bullets">
                        {otherwise.get().into_iter().map(|text| view! { <li>{text}</li> }).collect::<Vec<_>>()}
                        {can_write.get().then(|| view! {
                            <li><a href=format!("#{}", reply::FIELD) rel="external" on:click=write>{words.t(key::WAYS_WRITE)}</a></li>
                        })}
                    </ul>
                </section>
            })}
            {move || can_settle.get().then(|| view! {
                <p><button type="button" class="btn plain" on:click=settled>{words.t(key::SETTLE_AFTER_ALL)}</button></p>
            })}
        </div>
    }
}

fn mediation(words: Words, told: Told, mediate: Mediate) -> Option<AnyView> {
    let why = match mediate {
        Mediate::Unsaid => return None,
        Mediate::Open => {
            let way = told.id.with_value(|id| href(&Route::MediationRequest(id.clone())));
            return Some(
                view! {
                    <h3>{words.t(key::HELP_MEDIATION)}</h3>
                    <p>{words.t(key::WAYS_MEDIATION)}</p>
                    <p><a class="btn quiet" href=way>{words.t(key::MEDIATION_ASK)}</a></p>
                    {about(words)}
                    <Dossier ticket=told.id.get_value()/>
                }
                .into_any(),
            );
        }
        Mediate::Not(why) => why,
    };
    let country = told.ticket.with_untracked(|ticket| ticket.as_ref().map(|ticket| ticket.partner.country.clone()));
    let country = words.country(&country.unwrap_or_default());
    let text = match why {
        NoMediation::Country => words.fill(key::WAYS_NOT_COUNTRY, &[("country", &country)]),
        NoMediation::Mediator => words.fill(key::WAYS_NOT_MEDIATOR, &[("country", &country)]),
        NoMediation::Over => words.t(key::WAYS_NOT_AGAIN),
        NoMediation::Other => words.t(key::WAYS_NOT_HERE),
    };
    Some(view! { <h3>{words.t(key::HELP_MEDIATION)}</h3><p>{text}</p>{about(words)} }.into_any())
}

/// The facts, the mediators, and where to ask.
fn about(words: Words) -> AnyView {
    view! { <p><a href=href(&Route::Mediation)>{words.t(key::MEDIATION_ABOUT)}</a></p> }.into_any()
}
