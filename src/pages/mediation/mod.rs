//! Mediation: what it is, to whom it is open, with whom, and the ways to it. For any dispute, with a ticket or without one.

mod question;
mod ways;

use self::question::Question;
use self::ways::WaysTo;
use super::form::{linked, prefill};
use crate::shell::device::Device;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::controls::Select;
use crate::ui::field::{Field as Frame, Framed};
use crate::ui::mediators::{Mediators, to_know};
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::mediation::NoMediation;
use recourse_contract::service::{self, Capability};
use recourse_contract::ticket::TicketKind;
use recourse_core::i18n::{Key, key};
use recourse_core::journey::Field;
use recourse_core::mediation::{refusal, takes_requests};
use std::sync::Arc;

/// The page.
#[component]
pub fn Mediation(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    page::set_title(&words.t(key::MEDIATION_TITLE));
    let mediation = service.mediation.clone();
    let facts = to_know(words, &mediation.facts);
    let known = prefill(TicketKind::Mediation, &service, device, &untrack(linked));
    // What the link says goes before what is remembered.
    let known = |field: Field| {
        let found = known.linked.iter().chain(&known.answers).find(|(known, _)| *known == field);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let country = RwSignal::new(known(Field::Country));
    let asker = [Field::Name, Field::Email, Field::Language].map(known);
    let is_offered = service.offers(Capability::Mediation) && !mediation.mediators.is_empty();
    let takes_requests = takes_requests(&service);
    let of_dates = mediation.clone();
    // How long it takes is of no use to those it is not open to.
    let dates = move || {
        let is_refused = country.with(|country| !country.is_empty() && refusal(&of_dates, country).is_some());
        (!is_refused).then(|| dates(words, &of_dates)).flatten()
    };
    let answer = move || (!country.with(String::is_empty)).then(|| answered(words, &mediation, &country.get(), takes_requests));
    view! {
        <div class="column mediation">
            <h1 id="heading" tabindex="-1">{words.t(key::MEDIATION_TITLE)}</h1>
            <p class="lead">{words.t(key::MEDIATION_LEAD)}</p>
            {facts}
            {if is_offered {
                view! {
                    <section>
                        <h2>{words.t(key::MEDIATION_OPEN_TO)}</h2>
                        <Country country/>
                        <div class="open-to">{answer}</div>
                    </section>
                    {dates}
                    <Question service asker/>
                }
                .into_any()
            } else {
                let email = service.platform.email.clone();
                view! { <p>{words.t(key::MEDIATION_NONE)}" "<a href=format!("mailto:{email}")>{email.clone()}</a></p> }.into_any()
            }}
        </div>
    }
}

/// Where the partner is established: it decides.
#[component]
fn Country(country: RwSignal<String>) -> impl IntoView {
    let words = expect_context::<Words>();
    let no_error = Signal::stored(None::<String>);
    let framed = Framed::new("established".into(), true, no_error);
    let typed = Callback::new(move |code| country.set(code));
    view! {
        <Frame framed=framed.clone() label=words.t(key::MEDIATION_COUNTRY) hint=Some(words.t(key::MEDIATION_COUNTRY_HINT)) error=no_error>
            <Select framed value=country.into() typed options=words.countries() first=words.t(key::CHOOSE) autocomplete="country"/>
        </Frame>
    }
}

/// Whether it is open to partners of this country: with whom and how, or why not and what else there is.
fn answered(words: Words, mediation: &service::Mediation, country: &str, takes_requests: bool) -> AnyView {
    let why = match refusal(mediation, country) {
        None => {
            let (mediation, named) = (mediation.clone(), Some(country.to_owned()));
            return view! {
                <Notice tone=Tone::Good title=words.t(key::MEDIATION_IS_OPEN)/>
                <h2>{words.t(key::MEDIATION_WHO)}</h2>
                <Mediators mediation country=named/>
                <WaysTo takes_requests country=country.to_owned()/>
            }
            .into_any();
        }
        Some(NoMediation::Mediator) => key::WAYS_NOT_MEDIATOR,
        Some(_) => key::WAYS_NOT_COUNTRY,
    };
    let title = words.fill(why, &[("country", &words.country(country))]);
    let otherwise: Vec<_> = mediation.otherwise.iter().map(|text| view! { <li>{text.clone()}</li> }).collect();
    let has_other = !otherwise.is_empty();
    view! {
        <Notice tone=Tone::Info title/>
        {has_other.then(|| view! { <h2>{words.t(key::WAYS_ELSE)}</h2><ul class="bullets">{otherwise}</ul> })}
    }
    .into_any()
}

/// What the platform says of how long it takes.
fn dates(words: Words, mediation: &service::Mediation) -> Option<AnyView> {
    let days = [(mediation.answer_days, key::MEDIATION_ANSWER_DAYS), (mediation.end_days, key::MEDIATION_END_DAYS)];
    let rows: Vec<_> = days
        .into_iter()
        .filter(|(days, _): &(u32, Key)| *days > 0)
        .map(|(days, text)| view! { <li>{words.count(text, days)}</li> })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <section><h2>{words.t(key::MEDIATION_DATES)}</h2><ul class="bullets">{rows}</ul></section> }.into_any())
}
