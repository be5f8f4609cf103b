//! How the partner found the outcome: one question at a time, each to be skipped, saved as it is given and to be changed until
//! a day that is shown. It is asked for once.

use super::outcome::{Told, dated};
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::controls::TextArea;
use crate::ui::field::{Field, Framed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Code;
use recourse_contract::outcome::{RATINGS, Satisfaction};
use recourse_contract::service::Limits;
use recourse_contract::ticket::{Action, UpdateLimits};
use recourse_core::i18n::{Key, key};
use recourse_core::outbox::Purpose;
use recourse_core::outcome::{PutOff, Question, given, has_said, next, rate};

const BLOCK: &str = "rating";
const FIELD: &str = "rating-comment";

/// The questions, and what was said.
#[component]
pub fn Rating(told: Told) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let purpose = StoredValue::new(Purpose::Satisfaction { ticket: told.id.get_value() });
    // Until the device has said what was put off, nothing is asked.
    let put_off = RwSignal::new(None::<PutOff>);
    let own = purpose.get_value();
    spawn_local(async move {
        let stored = device.begun(&own).await;
        let _ = put_off.try_set(Some(PutOff::from_stored(&stored)));
    });
    let said = Memo::new(move |_| {
        let by_now = device.outbox.with(|outbox| told.ticket.with(|ticket| ticket.as_ref().map(|ticket| given(ticket, outbox))));
        by_now.unwrap_or_default()
    });
    // The one that the partner wants to change, else the next one.
    let wanted = RwSignal::new(None::<Question>);
    let asked =
        Memo::new(move |_| wanted.get().or_else(|| put_off.with(|put_off| said.with(|said| next(said, put_off.as_ref()?)))));
    let keep = move |change: &dyn Fn(&mut PutOff)| {
        let stored = put_off.try_update(|kept| {
            let kept = kept.get_or_insert_default();
            change(kept);
            kept.to_stored()
        });
        if let Some(stored) = stored {
            let own = purpose.get_value();
            spawn_local(async move { _ = device.keep_begun(&own, &stored).await });
        }
    };
    // What has arrived needs no draft: the next change begins with what the backend has, wherever it was said.
    Effect::new(move || {
        let known = told.ticket.with(|ticket| ticket.as_ref()?.satisfaction.as_ref()?.comment.clone());
        let typed = put_off.with(|kept| kept.as_ref().map(|kept| kept.typed.trim().to_owned())).unwrap_or_default();
        if !typed.is_empty() && known == Some(typed) {
            keep(&|kept| kept.typed.clear());
        }
    });
    let say = move |part: Satisfaction| {
        device.ask(told.id.with_value(|id| rate(id, &part)));
        wanted.set(None);
        focus::bring_up(BLOCK.into());
    };
    let skip = move |question: Question| {
        keep(&|kept| kept.put_off(question));
        wanted.set(None);
        focus::bring_up(BLOCK.into());
    };
    let save = move |comment: String| {
        let is_empty = comment.trim().is_empty();
        // Nothing to say is an answer: it is not asked again.
        if is_empty {
            keep(&|kept| kept.put_off(Question::Comment));
        }
        if is_empty && said.with_untracked(|said| said.comment.is_none()) {
            skip(Question::Comment);
        } else {
            say(Satisfaction { comment: Some(comment), ..Satisfaction::default() }.trimmed());
        }
    };
    let form = move || {
        asked.get().map(|question| {
            let answer = match question {
                Question::Rating => scale(words, said, Callback::new(move |rating| say(rated(rating)))),
                Question::Comment => {
                    let typed = put_off.with_untracked(|kept| kept.as_ref().map(|kept| kept.typed.clone())).unwrap_or_default();
                    let before = said.with_untracked(|said| said.comment.clone()).unwrap_or_default();
                    let begun = if typed.is_empty() { before } else { typed };
                    let typing = Callback::new(move |typed: String| keep(&|kept| kept.typed.clone_from(&typed)));
                    let limits = match backend.service.get_untracked() {
                        Known::Ready(service) => service.limits.update(),
                        _ => Limits::default().update(),
                    };
                    comment(words, begun, limits, typing, Callback::new(save))
                }
                Question::Answered => yes_no(words, Callback::new(move |yes| say(answered(yes)))),
                Question::Clear => yes_no(words, Callback::new(move |yes| say(clear(yes)))),
            };
            let pass = view! {
                <p><button type="button" class="btn plain" on:click=move |_| skip(question)>{words.t(key::RATE_SKIP)}</button></p>
            };
            // The field of the comment has the question for its label.
            if question == Question::Comment {
                return view! { <div id="rating-question" class="rating-question">{answer}{pass}</div> }.into_any();
            }
            view! {
                <div role="group" aria-labelledby="rating-question" class="rating-question">
                    <p id="rating-question"><b>{words.t(question_words(question))}</b></p>
                    {answer}
                    {pass}
                </div>
            }
            .into_any()
        })
    };
    // What can be changed. Who has passed over all of it can still begin.
    let list = move || {
        let rows: Vec<_> = Question::ALL
            .into_iter()
            .filter(|question| asked.get() != Some(*question))
            .filter_map(|question| Some((question, said.with(|said| said_words(words, said, question))?)))
            .map(|(question, said)| {
                let text = words.t(question_words(question));
                let label = format!("{} – {text}", words.t(key::CHECK_CHANGE));
                let change = move |_| {
                    wanted.set(Some(question));
                    focus::bring_up(BLOCK.into());
                };
                view! {
                    <div>
                        <dt>{text}</dt>
                        <dd class="head-row">
                            <span dir="auto">{said}</span>
                            <button type="button" class="btn plain" aria-label=label on:click=change>{words.t(key::CHECK_CHANGE)}</button>
                        </dd>
                    </div>
                }
            })
            .collect();
        (!rows.is_empty()).then(|| view! { <dl class="answers">{rows}</dl> })
    };
    let end = move || {
        let begin = move |_| {
            wanted.set(Some(Question::Rating));
            focus::bring_up(BLOCK.into());
        };
        asked.get().is_none().then(|| match said.with(has_said) {
            true => view! { <p>{words.t(key::RATE_THANKS)}</p> }.into_any(),
            false => view! {
                <p><button type="button" class="btn plain" on:click=begin>{words.t(key::RATE_RATING)}</button></p>
            }
            .into_any(),
        })
    };
    let status = move || {
        let waits =
            device.outbox.with(|outbox| purpose.with_value(|purpose| outbox.has(purpose).then(|| outbox.sending.is_some())));
        waits.map(|is_sending| match is_sending {
            true => words.t(key::SENDING_NOW),
            false => words.kept(key::RATE_WAITS, key::RATE_WAITS_TAB),
        })
    };
    let until = Memo::new(move |_| told.ticket.with(|ticket| ticket.as_ref().and_then(|ticket| ticket.rate_until)));
    let is_open = Memo::new(move |_| told.may(Action::Rate) && put_off.with(Option::is_some));
    move || {
        is_open.get().then(|| {
            view! {
                <section id=BLOCK class="rating no-print" tabindex="-1">
                    <h3>{words.t(key::RATE_TITLE)}</h3>
                    {form}
                    {end}
                    {list}
                    <p class="small" role="status">{status}</p>
                    <p class="small">{move || dated(words, told, until.get(), key::RATE_UNTIL)}</p>
                </section>
            }
        })
    }
}

fn rated(rating: u32) -> Satisfaction {
    Satisfaction { rating: Some(rating), ..Satisfaction::default() }
}

fn answered(yes: bool) -> Satisfaction {
    Satisfaction { answered: Some(yes), ..Satisfaction::default() }
}

fn clear(yes: bool) -> Satisfaction {
    Satisfaction { clear: Some(yes), ..Satisfaction::default() }
}

/// One to five. Buttons, since each saves at once: arrow keys over radio buttons would.
fn scale(words: Words, said: Memo<Satisfaction>, choose: Callback<u32>) -> AnyView {
    let buttons: Vec<_> = RATINGS
        .map(|rating| {
            let number = words.number(&rating.to_string());
            let label = words.fill(key::RATE_OF, &[("n", &number)]);
            let is_it = move || said.with(|said| said.rating == Some(rating)).to_string();
            view! {
                <button type="button" class="btn quiet" aria-label=label aria-pressed=is_it on:click=move |_| choose.run(rating)>{number}</button>
            }
        })
        .collect();
    view! {
        <div class="scale">
            <div class="marks">{buttons}</div>
            <p class="ends small"><span>{words.t(key::RATE_LEAST)}</span><span>{words.t(key::RATE_MOST)}</span></p>
        </div>
    }
    .into_any()
}

fn yes_no(words: Words, choose: Callback<bool>) -> AnyView {
    view! {
        <div class="row">
            <button type="button" class="btn quiet" on:click=move |_| choose.run(true)>{words.t(key::EXTRA_YES)}</button>
            <button type="button" class="btn quiet" on:click=move |_| choose.run(false)>{words.t(key::EXTRA_NO)}</button>
        </div>
    }
    .into_any()
}

fn comment(words: Words, begun: String, limits: UpdateLimits, keep: Callback<String>, save: Callback<String>) -> AnyView {
    let text = RwSignal::new(begun);
    let tried = RwSignal::new(false);
    let fault = Memo::new(move |_| {
        let said = Satisfaction { comment: Some(text.get()), ..Satisfaction::default() }.trimmed();
        said.faults(limits).into_iter().next().map(|fault| fault.code)
    });
    let error = Signal::derive(move || {
        let limit = words.number(&limits.text.to_string());
        fault.get().filter(|_| tried.get()).map(|code| match code {
            Code::TooLong => words.fill(key::ERROR_TOO_LONG, &[("limit", &limit)]),
            _ => words.t(key::ERROR_CHARACTERS),
        })
    });
    let typed = Callback::new(move |typed: String| {
        tried.set(false);
        text.set(typed.clone());
        keep.run(typed);
    });
    let framed = Framed::new(FIELD.into(), false, error);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if fault.with_untracked(Option::is_some) {
            tried.set(true);
            return focus::control(FIELD);
        }
        save.run(text.get_untracked());
    };
    view! {
        <form novalidate on:submit=send>
            <Field framed=framed.clone() label=words.t(key::RATE_COMMENT) hint=None error>
                <TextArea framed value=Signal::from(text) typed rows=3/>
            </Field>
            <p><button type="submit" class="btn quiet">{words.t(key::ME_SAVE)}</button></p>
        </form>
    }
    .into_any()
}

fn question_words(question: Question) -> Key {
    match question {
        Question::Rating => key::RATE_RATING,
        Question::Comment => key::RATE_COMMENT,
        Question::Answered => key::RATE_ANSWERED,
        Question::Clear => key::RATE_CLEAR,
    }
}

/// What was said to a question.
fn said_words(words: Words, said: &Satisfaction, question: Question) -> Option<String> {
    let yes_no = |yes: bool| words.t(if yes { key::EXTRA_YES } else { key::EXTRA_NO });
    match question {
        Question::Rating => said.rating.map(|rating| words.fill(key::RATE_OF, &[("n", &words.number(&rating.to_string()))])),
        Question::Comment => said.comment.clone(),
        Question::Answered => said.answered.map(yes_no),
        Question::Clear => said.clear.map(yes_no),
    }
}
