//! Answering an information request in place: its questions, and room for something else.

use super::entry::waiting_id;
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::attachments::{self, AttachmentsAsAllowed};
use crate::ui::controls::TextArea;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::extra::{Bound, Extras};
use crate::ui::field::{Field as Frame, Framed};
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::{Update as _, *};
use leptos::task::spawn_local;
use recourse_contract::Update;
use recourse_contract::service::{ExtraField, Limits};
use recourse_core::i18n::{fault_words, key, summary_line};
use recourse_core::inbox::{answer, asked, faults};
use recourse_core::journey::{Answers, Fault, Field};
use recourse_core::outbox::Purpose;
use recourse_core::upload::Owner;

/// The id of the form, to jump to.
pub const FORM: &str = "answer-form";

/// The questions of a request, to be answered.
#[component]
pub fn Answer(id: String, request: Update) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let (id, request) = (StoredValue::new(id), StoredValue::new(request));
    let number = request.with_value(|request| request.number);
    let answers = RwSignal::new(Answers::default());
    let kept = RwSignal::new(Some(true));
    let tried = RwSignal::new(false);
    let own = id.get_value();
    spawn_local(async move {
        let stored = device.answers(&own, number).await;
        let _ = answers.try_set(stored);
    });
    let limits = move || match backend.service.get() {
        Known::Ready(service) => service.limits.update(),
        _ => Limits::default().update(),
    };
    let wrong = Memo::new(move |_| {
        let update = answers.with(|answers| request.with_value(|request| answer(answers, request)));
        request.with_value(|request| faults(&update, request, limits()))
    });
    let say = move |fault: &Fault| {
        let extra = request.with_value(|request| question(request, &fault.field).cloned());
        fault_words(&words.catalogue(), fault, extra.as_ref(), &words)
    };
    let error = move |field: Field| -> Signal<Option<String>> {
        Memo::new(move |_| {
            let shown =
                tried.get().then(|| wrong.with(|wrong| wrong.iter().find(|fault| fault.field == field).cloned())).flatten();
            shown.map(|fault| say(&fault))
        })
        .into()
    };
    let lines = Signal::derive(move || {
        if !tried.get() {
            return Vec::new();
        }
        let line = |fault: &Fault| {
            let label = request.with_value(|request| question(request, &fault.field).map(|question| question.label.clone()));
            let text = say(fault);
            let text = label.map_or(text.clone(), |label| summary_line(&words.catalogue(), &label, &text));
            (fault.field.control_id(), text)
        };
        wrong.with(|wrong| wrong.iter().map(line).collect())
    });
    let bind = Callback::new(move |field: Field| -> Bound {
        let own = field.clone();
        let value = Memo::new(move |_| answers.with(|answers| answers.get(&own).to_owned()));
        let typed = Callback::new(move |text: String| {
            answers.update(|answers| answers.set(&field, text));
            kept.set(None);
            let written = answers.get_untracked();
            let own = id.get_value();
            spawn_local(async move {
                let done = device.keep_answers(&own, number, &written).await;
                // Only the last write speaks for what is on the screen.
                if answers.try_with_untracked(|answers| *answers == written) == Some(true) {
                    let _ = kept.try_set(Some(done));
                }
            });
        });
        (value.into(), typed)
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !wrong.with_untracked(Vec::is_empty) {
            tried.set(true);
            focus::summary_wanted();
            return;
        }
        let owner = Owner::Answer { ticket: id.get_value(), request: number };
        if attachments::stops(device, &owner, untrack(limits).attachments) {
            return;
        }
        let update = answers.with_untracked(|answers| request.with_value(|request| answer(answers, request)));
        let body = serde_json::to_string(&update).expect("an answer holds texts");
        let ticket = id.get_value();
        let path = format!("/tickets/{ticket}/updates");
        let key = device.queue(Purpose::Answer { ticket, request: number }, path, body);
        // The form goes; what was sent stands in the thread.
        focus::falls_to(waiting_id(&key));
    };
    let refused = move || {
        let refused = device
            .refused_reply
            .get()
            .filter(|(entry, _)| matches!(&entry.purpose, Purpose::Answer { request, .. } if *request == number));
        refused.map(|(_, problem)| {
            let detail = problem.detail.unwrap_or_default();
            view! { <Notice tone=Tone::Bad title=words.fill(key::REPLY_REFUSED, &[("detail", &detail)])/> }
        })
    };
    let questions = request.with_value(|request| request.questions.clone());
    let asked = Memo::new(move |_| answers.with(|answers| request.with_value(|request| asked(answers, request))));
    let error_of = Callback::new(error);
    let due =
        request.with_value(|request| request.due_at).map(|by| words.fill(key::ENTRY_DUE, &[("date", &words.coming_date(by))]));
    let (text, typed) = bind.run(Field::Message);
    let text_error = error(Field::Message);
    let framed = Framed::new(Field::Message.control_id(), false, text_error);
    view! {
        <form id=FORM class="reply answer no-print" novalidate on:submit=send>
            <h2>{words.t(key::ANSWER_TITLE)}</h2>
            {due.map(|due| view! { <p class="small">{due}</p> })}
            {refused}
            <ErrorSummary lines/>
            <Extras fields=questions asked bind error=error_of/>
            <Frame framed=framed.clone() label=words.t(key::ANSWER_FREE) hint=None error=text_error optional=true>
                <TextArea framed value=text typed rows=3/>
            </Frame>
            <AttachmentsAsAllowed owner=Owner::Answer { ticket: id.get_value(), request: number }/>
            <div class="foot-of-step">
                <button type="submit" class="btn">{words.t(key::ANSWER_SEND)}</button>
                <span class="small kept">
                    {move || match (answers.with(Answers::is_empty), kept.get()) {
                        (true, _) => String::new(),
                        (false, Some(true)) => words.kept(key::DRAFT_KEPT, key::DRAFT_KEPT_TAB),
                        (false, None) => words.t(key::DRAFT_KEEPING),
                        (false, Some(false)) => words.t(key::STORAGE_REFUSED),
                    }}
                </span>
            </div>
        </form>
    }
}

fn question<'a>(request: &'a Update, field: &Field) -> Option<&'a ExtraField> {
    request.questions.iter().find(|question| *field == Field::Extra(question.id.clone()))
}
