//! Asking for mediation of a ticket: who, in which language, about what, and what goes along; then check, and send.

mod check;
mod form;

use crate::shell::device::Device;
use crate::shell::go::href;
use crate::shell::words::Words;
use crate::shell::{focus, page};
use crate::ui::waiting::Waiting;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::attachment::Attachment;
use recourse_contract::mediation::NewMediation;
use recourse_contract::ticket::{Action, Ticket};
use recourse_contract::{FieldError, Service};
use recourse_core::i18n::key;
use recourse_core::inbox::Known;
use recourse_core::mediators::sole;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::{Asking, Phase, documents, phase};
use recourse_core::route::Route;
use recourse_core::upload::Owner;
use std::sync::Arc;

/// What both halves of the page work on.
#[derive(Clone, Copy)]
struct Request {
    device: Device,
    id: StoredValue<String>,
    service: StoredValue<Arc<Service>>,
    /// As the page opened: news do not take away what somebody is working on.
    ticket: StoredValue<Ticket>,
    documents: StoredValue<Vec<Attachment>>,
    asking: RwSignal<Asking>,
    kept: RwSignal<Option<bool>>,
    /// Something was chosen or typed, now or earlier.
    begun: RwSignal<bool>,
    /// Whether the answers are being checked.
    checking: RwSignal<bool>,
}

impl Request {
    fn new(known: &Known, ticket: Ticket, service: Arc<Service>) -> Self {
        let device = expect_context::<Device>();
        let documents = documents(&ticket, &known.thread);
        let (country, own) = (ticket.partner.country.clone(), ticket.partner.language.clone());
        let request = Self {
            device,
            id: StoredValue::new(known.id.clone()),
            service: StoredValue::new(service),
            ticket: StoredValue::new(ticket),
            documents: StoredValue::new(documents),
            asking: RwSignal::new(Asking::default()),
            kept: RwSignal::new(Some(true)),
            begun: RwSignal::new(false),
            checking: RwSignal::new(false),
        };
        let purpose = request.purpose();
        spawn_local(async move {
            let stored = device.begun(&purpose).await;
            let mut asking = Asking::from_stored(&stored);
            let _ = request.begun.try_set(asking != Asking::default());
            // One alone is chosen already.
            let sole = request.service.try_with_value(|service| sole(&service.mediation.mediators, &country).cloned()).flatten();
            if let (true, Some(sole)) = (asking.mediator.is_empty(), sole) {
                asking.choose(&sole, &own, "");
            }
            let _ = request.asking.try_set(asking);
        });
        request
    }

    fn purpose(self) -> Purpose {
        Purpose::Mediation { ticket: self.id.get_value() }
    }

    fn owner(self) -> Owner {
        Owner::Mediation { ticket: self.id.get_value() }
    }

    fn country(self) -> String {
        self.ticket.with_value(|ticket| ticket.partner.country.clone())
    }

    /// What would be sent.
    fn body(self) -> NewMediation {
        self.documents.with_value(|documents| self.asking.with(|asking| asking.request(documents)))
    }

    fn faults(self) -> Vec<FieldError> {
        let body = self.body();
        self.service.with_value(|service| body.faults(service.limits.update(), &self.country(), service))
    }

    /// Something was chosen or typed: it is kept at once.
    fn change(self, change: impl FnOnce(&mut Asking)) {
        self.asking.update(change);
        self.kept.set(None);
        self.begun.set(true);
        let written = self.asking.get_untracked();
        let purpose = self.purpose();
        spawn_local(async move {
            let done = self.device.keep_begun(&purpose, &written.to_stored()).await;
            // Only the last write speaks for what is on the screen.
            if self.asking.try_with_untracked(|asking| *asking == written) == Some(true) {
                let _ = self.kept.try_set(Some(done));
            }
        });
    }

    fn check(self, checks: bool) {
        self.checking.set(checks);
        focus::screen_changed();
    }
}

/// Where the page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Loading,
    Open,
    /// It cannot be asked for, now or at all: the case says why.
    Closed,
}

/// The page. Opened by its address, it reads the ticket first.
#[component]
pub fn MediationRequest(id: String, service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    page::set_title(&words.t(key::MEDIATION_ASK));
    let looked = RwSignal::new(device.ticket(&id).is_some_and(|known| known.ticket.is_some()));
    let known = {
        let id = id.clone();
        Memo::new(move |_| device.tickets.with(|tickets| tickets.iter().find(|known| known.id == id).cloned()))
    };
    if !looked.get_untracked() {
        let id = id.clone();
        spawn_local(async move {
            device.read_ticket(&id, 0).await;
            let _ = looked.try_set(true);
        });
    }
    let state = Memo::new(move |before: Option<&State>| {
        let may = known.with(|known| {
            let known = known.as_ref()?;
            let ticket = known.ticket.as_ref()?;
            let waits = device.outbox.with(|outbox| phase(ticket, &known.thread, outbox)) == Some(Phase::OnTheWay);
            Some(ticket.actions.contains(&Action::RequestMediation) && !waits)
        });
        match may {
            Some(true) => State::Open,
            // The backend has the last word on what somebody is working on.
            Some(false) if before == Some(&State::Open) => State::Open,
            None if !looked.get() => State::Loading,
            _ => State::Closed,
        }
    });
    move || match state.get() {
        State::Loading => view! { <Waiting/> }.into_any(),
        State::Open => {
            let opened = known.with_untracked(|known| {
                let known = known.as_ref()?;
                Some(Request::new(known, known.ticket.clone()?, service.clone()))
            });
            opened.map(|request| view! { <Halves request/> }).into_any()
        }
        State::Closed => view! {
            <div class="column">
                <h1 id="heading" tabindex="-1">{words.t(key::MEDIATION_ASK)}</h1>
                <p>{words.t(key::REQUEST_CLOSED)}</p>
                <p><a class="btn" href=href(&Route::Ticket(id.clone()))>{words.t(key::SENT_THREAD)}</a></p>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Halves(request: Request) -> impl IntoView {
    view! {
        <div class="column">
            {move || match request.checking.get() {
                true => view! { <check::Check request/> }.into_any(),
                false => view! { <form::Form request/> }.into_any(),
            }}
        </div>
    }
}
