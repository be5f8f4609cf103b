//! The end of a session: signed out, run out, or ended elsewhere. What only it has opened leaves the device.

use super::{NOTE, OWNER, SignedIn};
use crate::shell::clock;
use crate::shell::http::{Response, Verb};
use crate::shell::storage::{self, Store, Write};
use crate::shell::{locks, parting, push, shared, tabs};
use leptos::prelude::*;
use recourse_contract::session::Details;
use recourse_core::inbox::listing;
use recourse_core::session::{Ending, ending};
use wasm_bindgen_futures::spawn_local;

impl SignedIn {
    /// Signs out, here or everywhere, and forgets everything that this device keeps of anybody.
    pub async fn sign_out(self, everywhere: bool) -> bool {
        push::give_back(self.backend).await;
        let path = if everywhere { "/sessions" } else { "/session" };
        let done = self.backend.call_on_session(Verb::Delete, path, None).await;
        match done.map(|response| response.status) {
            Some(204) => {}
            // This one is over, but it cannot end the others any more.
            Some(401) if everywhere => {
                self.refused().await;
                return false;
            }
            Some(401) => {}
            // Without an answer the device is cleared all the same. A token goes with it: nobody has it any more. A cookie stays
            // with the browser, and the backend is told later.
            None | Some(429 | 500..) if self.is_bearer() && !everywhere => {}
            None | Some(429 | 500..) if !self.is_bearer() && parting::begin(path) => {}
            _ => return false,
        }
        self.end().await;
        if !self.device.forget_all().await {
            self.stuck.set(true);
        }
        // What another app has shared with this one, and no draft has taken yet.
        shared::forget().await;
        self.left.set(true);
        tabs::tell_signed_out();
        true
    }

    /// Ends at the backend what the partner has ended here without a connection. Says whether nothing of it is left.
    pub(super) async fn part(self) -> bool {
        if parting::path().is_none() {
            return true;
        }
        // One tab at a time: an answer about the session of before must not take the cookie of a new one.
        locks::exclusively("recourse-parting", async move {
            let Some(path) = parting::path() else { return true };
            let answer = self.backend.call_on_session(Verb::Delete, &path, None).await;
            let is_over = matches!(answer, Some(Response { status: 204 | 401, .. }));
            if is_over {
                parting::done();
            }
            is_over
        })
        .await
    }

    /// The backend does not know the session any more.
    pub(super) async fn refused(self) {
        let Some(session) = self.session.get_untracked() else { return };
        match ending(&session, clock::now()) {
            // Nobody has a word by now.
            Ending::Expired if self.renewing.get_value() => {}
            Ending::Expired => {
                self.backend.session_changed(None);
                self.renewing.set_value(true);
                let is_renewed = self.renewed(&session.email).await;
                self.renewing.set_value(false);
                // Signed out while the page around this one was asked.
                if is_renewed || self.session.with_untracked(Option::is_none) {
                    return;
                }
                self.expired.set(Some(session.email));
                self.session.set(None);
            }
            Ending::Revoked => self.end().await,
        }
    }

    /// The session is over: here, or as another tab tells.
    pub(super) async fn end(self) {
        self.backend.session_changed(None);
        self.list(listing::Event::Ended);
        self.session.set(None);
        self.expired.set(None);
        // Aside: a push service that is slow holds nothing up.
        spawn_local(push::leave());
        self.details.set_value(Details::default());
        // Who was never signed in here may still have asked to be told.
        let was_signed_in = storage::get(Store::Notes, NOTE).await.is_ok_and(|note| note.is_some());
        let forgotten = self.device.forget_session(&|_| !was_signed_in).await;
        let notes = [NOTE, OWNER].map(|note| Write::Delete(Store::Notes, note.into()));
        let noted = storage::apply(notes.into()).await;
        self.stuck.set(!forgotten || noted.is_err());
    }
}
