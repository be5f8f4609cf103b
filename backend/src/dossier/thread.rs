//! What happened and what was said, in its order.

use super::html::Html;
use super::labels;
use super::pen::Pen;
use super::{Dossier, Evidence, Place};
use crate::mail::answer;
use recourse_contract::ticket::AnsweredField;
use recourse_contract::update::{Outcome, UpdateKind};
use recourse_contract::{Ticket, Update};

/// The states that the ticket has come to.
pub(super) fn timeline(html: &mut Html, ticket: &Ticket, pen: &Pen<'_>) {
    html.mark("<ol class=\"timeline\">");
    for passage in &ticket.timeline {
        html.mark("<li>");
        pen.time(html, passage.at);
        let state = pen.word(labels::state(passage.state, passage.closed_as));
        html.mark(" <span>").text(&state).mark("</span></li>");
    }
    html.mark("</ol>");
}

/// Every entry of the thread.
pub(super) fn entries(html: &mut Html, dossier: &Dossier<'_>, pen: &Pen<'_>) {
    for update in dossier.thread {
        let number = update.number.to_string();
        let title = pen.line("entry", &[("number", &number), ("kind", &pen.word(labels::entry(update.kind)))]);
        html.mark("<article").attribute("id", &format!("entry-{number}")).mark("><h3>").text(&title).mark("</h3>");
        html.mark("<p class=\"by\">").text(&pen.author(update)).mark(", ");
        pen.time(html, update.at);
        html.mark("</p>");
        let language = pen.foreign(&update.language);
        html.paragraphs(&update.text, language);
        if let Some(outcome) = &update.outcome {
            self::outcome(html, outcome, language, pen);
        }
        asked(html, update, language, pen);
        if update.kind == UpdateKind::Filed {
            filed(html, dossier.ticket, pen);
        }
        details(html, update, pen);
        files(html, &dossier.evidence, update.number, pen);
        html.mark("</article>");
    }
}

/// What was decided, in this language.
pub(super) fn outcome(html: &mut Html, outcome: &Outcome, language: Option<&str>, pen: &Pen<'_>) {
    html.mark("<dl>").row(&pen.word("decision"), &pen.word(labels::decision(outcome.decision)));
    html.long_row(&pen.word("findings"), &outcome.findings, language);
    for (name, text) in [("rule", &outcome.rule), ("remedy", &outcome.remedy), ("remains", &outcome.next)] {
        html.long_row(&pen.word(name), text.as_deref().unwrap_or_default(), language);
    }
    for one in &outcome.properties {
        html.mark("<div><dt>").text(&pen.line("property", &[("property", &one.property)])).mark("</dt><dd>");
        html.paragraphs(&pen.word(labels::decision(one.decision)), None);
        html.paragraphs(one.text.as_deref().unwrap_or_default(), language).mark("</dd></div>");
    }
    html.mark("</dl>");
}

/// What else was filed besides the message.
fn filed(html: &mut Html, ticket: &Ticket, pen: &Pen<'_>) {
    if ticket.fields.is_empty() && ticket.outcome_wanted.is_none() {
        return;
    }
    html.mark("<dl>");
    answers(html, &ticket.fields, pen);
    html.long_row(&pen.word("wanted"), ticket.outcome_wanted.as_deref().unwrap_or_default(), None);
    html.mark("</dl>");
}

fn answers(html: &mut Html, given: &[AnsweredField], pen: &Pen<'_>) {
    for field in given {
        html.long_row(&field.label, &answer(field, pen.words), None);
    }
}

fn asked(html: &mut Html, update: &Update, language: Option<&str>, pen: &Pen<'_>) {
    let steps = update.next_steps.iter().map(|step| match step.by {
        Some(by) => pen.line("step_by", &[("text", &step.text), ("date", &pen.words.date(by, pen.zone))]),
        None => step.text.clone(),
    });
    list(html, &pen.word("steps"), steps.collect(), language);
    list(html, &pen.word("asked"), update.questions.iter().map(|question| question.label.clone()).collect(), language);
}

/// A list under a label; nothing without items.
fn list(html: &mut Html, label: &str, items: Vec<String>, language: Option<&str>) {
    if items.is_empty() {
        return;
    }
    html.mark("<p class=\"label\">").text(label).mark("</p><ul>");
    for item in items {
        html.open("li", language).text(&item).mark("</li>");
    }
    html.mark("</ul>");
}

/// Answers and dates.
fn details(html: &mut Html, update: &Update, pen: &Pen<'_>) {
    let number = update.answers_to.map(|number| number.to_string());
    if update.answers.is_empty() && number.is_none() && update.due_at.is_none() && update.next_news_by.is_none() {
        return;
    }
    html.mark("<dl>");
    answers(html, &update.answers, pen);
    html.row(&pen.word("answers_to"), number.as_deref().unwrap_or_default());
    for (name, by) in [("due", update.due_at), ("news_by", update.next_news_by)] {
        html.row(&pen.word(name), &by.map(|by| pen.moment(by)).unwrap_or_default());
    }
    html.mark("</dl>");
}

/// The files of an entry.
fn files(html: &mut Html, evidence: &[Evidence], number: u32, pen: &Pen<'_>) {
    let mut own = evidence.iter().filter(|one| one.number == number).peekable();
    if own.peek().is_none() {
        return;
    }
    html.mark("<p class=\"label\">").text(&pen.word("files")).mark("</p><ul>");
    for one in own {
        html.mark("<li>");
        link(html, one);
        html.mark("</li>");
    }
    html.mark("</ul>");
}

/// The name of a file, which leads to it where it is there.
pub(super) fn link(html: &mut Html, one: &Evidence) {
    match &one.place {
        Place::Here(place) => {
            html.mark("<a").attribute("href", place).mark(">").text(&one.file.name).mark("</a>");
        }
        Place::Missing | Place::LeftOut => {
            html.text(&one.file.name);
        }
    }
}
