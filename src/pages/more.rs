//! What has no place of its own at the foot of a phone: help, the ways to get in touch, who is signed in.

use crate::pages::inbox::foot::foot;
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::go::href;
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::ui::shared::SharedDevice;
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::service::Capability;
use recourse_core::i18n::{Key, key};
use recourse_core::route::Route;

/// The ways to everything else.
#[component]
pub fn More() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let device = expect_context::<Device>();
    let signed_in = expect_context::<SignedIn>();
    page::set_title(&words.t(key::FRAME_MORE));
    let ways = move || {
        let offered = backend.service.with(|known| match known {
            Known::Ready(service) => offered(service),
            _ => Vec::new(),
        });
        let ways = [(Route::Help, key::FRAME_HELP), (Route::Contact, key::CONTACT_TITLE)].into_iter().chain(offered);
        ways.map(|(route, name)| view! { <li><a class="way" href=href(&route)>{words.t(name)}</a></li> }).collect::<Vec<_>>()
    };
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{words.t(key::FRAME_MORE)}</h1>
            <ul class="ways">{ways}</ul>
            {foot(words, device, signed_in)}
            <SharedDevice/>
        </div>
    }
}

/// What the backend offers besides.
fn offered(service: &Service) -> Vec<(Route, Key)> {
    let mediation = (!service.mediation.mediators.is_empty()).then_some((Route::Mediation, key::MEDIATION_TITLE));
    mediation.into_iter().chain(public_ways(service)).collect()
}

/// What anybody can check here, as far as the backend offers it.
pub fn public_ways(service: &Service) -> Vec<(Route, Key)> {
    let reports = (!service.report_years.is_empty()).then_some((Route::Reports, key::REPORT_LIST));
    let receipts = service.offers(Capability::Receipts).then_some((Route::Verify, key::VERIFY_TITLE));
    [reports, receipts].into_iter().flatten().collect()
}
