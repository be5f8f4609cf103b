//! The text of a mail to a partner, in the partner's language.

use super::decision::{due, verdict, verdicts};
use super::incoming::reply_line;
use super::subject::{of_kind, subject};
use crate::incident::in_language;
use crate::mediation;
use crate::secret::{Link, LinkKey};
use crate::service_file::ServiceFile;
use crate::store::{IncidentRow, TicketRow};
use crate::view;
use crate::words::Words;
use recourse_contract::service::{FieldKind, Service};
use recourse_contract::ticket::{AnsweredField, Channel, FieldValue};
use recourse_contract::update::{Role, UpdateKind};
use recourse_contract::{Attachment, Update};
use std::collections::BTreeMap;

/// The technical details that the app sends, in its order.
const DEVICE: [&str; 9] = ["browser", "system", "screen", "window", "language", "time_zone", "online", "app_version", "page"];

/// A mail before it is an e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The name of whoever it goes to; may be empty.
    pub name: String,
    /// Their address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The id of the first mail about the ticket: this one belongs below it.
    pub below: Option<String>,
    /// Where an answer goes, when it enters the thread.
    pub reply_to: Option<String>,
}

/// The address of a ticket with the token that opens it, in the fragment: it is never sent to a server and never logged.
pub fn private_link(public_url: &str, key: &LinkKey, ticket: &TicketRow) -> String {
    let token = key.token(&Link { ticket: ticket.id.clone(), generation: ticket.generation });
    format!("{public_url}/t/{}#k={token}", ticket.id)
}

/// The mail with a one-time code.
pub fn code_letter(code: &str, email: &str, language: &str, file: &ServiceFile) -> Letter {
    let platform = &file.in_language(language).service.platform;
    let words = Words::of(language);
    let parts = [
        words.sign_in("hello"),
        format!("    {} {}", &code[..3], &code[3..]),
        words.sign_in("life"),
        words.sign_in("not_you"),
        platform.name.clone(),
    ];
    Letter {
        name: String::new(),
        to: email.to_owned(),
        // The code stands in the text alone: subjects are shown on locked screens.
        subject: words.sign_in("subject"),
        text: parts.join("\n\n") + "\n",
        below: None,
        reply_to: None,
    }
}

/// The mail to somebody whose own mail belongs to no ticket.
pub fn aside_letter(to: &str, language: &str, public_url: &str, file: &ServiceFile) -> Letter {
    let platform = &file.in_language(language).service.platform;
    let words = Words::of(language);
    let parts = [words.mail("aside", &[]), format!("{}\n{public_url}", words.mail("aside_way", &[])), platform.name.clone()];
    Letter {
        name: String::new(),
        to: to.to_owned(),
        subject: words.mail("aside_subject", &[]),
        text: parts.join("\n\n") + "\n",
        below: None,
        reply_to: None,
    }
}

/// The mail to an address that was changed: it may not have been its holder.
pub fn moved_letter(to: &str, language: &str, file: &ServiceFile) -> Letter {
    let platform = &file.in_language(language).service.platform;
    let words = Words::of(language);
    let ways = [Some(&platform.email), platform.phone.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>().join("\n");
    let parts = [words.mail("moved", &[]), format!("{}\n{ways}", words.mail("moved_way", &[])), platform.name.clone()];
    Letter {
        name: String::new(),
        to: to.to_owned(),
        subject: words.mail("moved_subject", &[]),
        text: parts.join("\n\n") + "\n",
        below: None,
        reply_to: None,
    }
}

/// The mail to somebody who wanted to be told that an incident is solved. It is the only one, and says so.
pub fn solved_letter(to: &str, language: &str, incident: &IncidentRow, public_url: &str, file: &ServiceFile) -> Letter {
    let platform = &file.in_language(language).service.platform;
    let words = Words::of(language);
    let title = in_language(&incident.title, language, file);
    let parts = [
        words.mail("solved", &[("title", title)]),
        in_language(&incident.text, language, file).to_owned(),
        format!("{}\n{public_url}", words.mail("solved_way", &[])),
        words.mail("solved_once", &[]),
        platform.name.clone(),
    ];
    Letter {
        name: String::new(),
        to: to.to_owned(),
        subject: words.mail("solved_subject", &[("title", title)]),
        text: parts.join("\n\n") + "\n",
        below: None,
        reply_to: None,
    }
}

/// The mail that announces updates of one ticket, the acknowledgement or what came later.
pub fn letter(ticket: &TicketRow, updates: &[Update], file: &ServiceFile, link: &str, reply_to: Option<String>) -> Letter {
    let partner = &ticket.partner;
    let service = &file.in_language(&partner.language).service;
    let platform = &service.platform;
    let words = Words::of(&partner.language);
    let zone = platform.time_zone.as_str();
    let acknowledges = updates.iter().any(|update| update.kind == UpdateKind::Acknowledgement);
    let mut parts = Vec::new();
    if reply_to.is_some() {
        parts.push(reply_line(&partner.language).to_owned());
    }
    parts.push(words.mail("hello", &[("name", &partner.name)]));
    if !acknowledges && partner.channel != Channel::EmailFull {
        parts.push(words.mail(of_kind(ticket.kind, "news"), &[("subject", &ticket.subject)]));
    }
    for update in updates {
        match update.kind {
            UpdateKind::Acknowledgement => parts.extend(acknowledgement(ticket, update, words, zone)),
            _ if partner.channel == Channel::EmailFull => parts.extend(full(update, words, zone)),
            // A reminder says by itself what can be done until when.
            UpdateKind::System if update.due_at.is_some() => parts.push(update.text.clone()),
            // A notice says what is wanted and until when, and nothing of the content.
            _ => parts.extend(update.due_at.map(|by| words.mail(due(update), &[("date", &words.date(by, zone))]))),
        }
    }
    parts.push(format!("{}\n{link}", words.mail("open", &[])));
    if reply_to.is_some() {
        parts.push(words.mail("by_mail", &[]));
    }
    parts.push(words.mail(of_kind(ticket.kind, "private"), &[]));
    if acknowledges {
        // The mail alone shows what was sent: a proof for whoever loses the device.
        parts.push(format!("{}\n\n{}", words.mail("what", &[]), filed(ticket, service, words)));
    }
    parts.push(words.mail("goodbye", &[("platform", &platform.name)]));
    Letter {
        name: partner.name.clone(),
        to: partner.email.clone(),
        subject: subject(ticket, updates, words, zone),
        text: parts.join("\n\n") + "\n",
        below: None,
        reply_to,
    }
}

fn acknowledgement(ticket: &TicketRow, update: &Update, words: &Words, zone: &str) -> Vec<String> {
    let filed = words.moment(ticket.filed_at, zone);
    let mut parts = vec![
        update.text.clone(),
        [words.mail("subject", &[("subject", &ticket.subject)]), words.mail("filed", &[("date", &filed)])].join("\n"),
    ];
    if !update.next_steps.is_empty() {
        let steps = update.next_steps.iter().map(|step| match step.by {
            Some(by) => words.mail("by", &[("date", &words.date(by, zone)), ("text", &step.text)]),
            None => words.mail("step", &[("text", &step.text)]),
        });
        let lines: Vec<String> = steps.map(|line| format!("- {line}")).collect();
        parts.push(format!("{}\n{}", words.mail("next", &[]), lines.join("\n")));
    }
    parts
}

/// Everything that was filed, in the language of service and words.
pub fn filed(ticket: &TicketRow, service: &Service, words: &Words) -> String {
    let shown = view::ticket(ticket, service, ticket.filed_at);
    let named = [("name", &ticket.partner.name), ("company", ticket.partner.company.as_ref().unwrap_or(&String::new()))]
        .map(|(name, text)| (words.mail(name, &[]), text.clone()));
    let rows = named.into_iter().chain([
        (words.mail("properties", &[]), ticket.partner.properties.join(", ")),
        (words.mail("topic", &[]), shown.summary.topic_label),
    ]);
    let extra = shown.fields.into_iter().map(|field| {
        let text = answer(&field, words);
        (field.label, text)
    });
    let mediation = ticket.mediation.iter().flat_map(|row| {
        let values = [("mediator", mediation::name(row, service)), ("mediation_code", row.code.as_str())];
        values.map(|(name, text)| (words.mail(name, &[]), text.to_owned()))
    });
    let rows = rows.chain(extra).chain(mediation).filter(|(_, text)| !text.is_empty());
    let mut lines: Vec<String> = rows.map(|(label, text)| words.mail("row", &[("label", &label), ("text", &text)])).collect();
    lines.push(format!("\n{}", quoted(&ticket.message)));
    lines.extend(files(&ticket.attachments, words).map(|files| format!("\n{files}")));
    lines.extend(ticket.outcome_wanted.as_ref().map(|wanted| format!("\n{}\n{}", words.mail("wanted", &[]), quoted(wanted))));
    lines.extend(told(&ticket.device, words).map(|told| format!("\n{told}")));
    lines.join("\n")
}

/// What the device has told of itself: a short list in the order of the app, then what other programs call otherwise.
fn told(device: &BTreeMap<String, String>, words: &Words) -> Option<String> {
    let known = DEVICE.into_iter().filter_map(|line| Some((line, device.get(line)?)));
    let others = device.iter().map(|(line, value)| (line.as_str(), value)).filter(|(line, _)| !DEVICE.contains(line));
    let rows = known.chain(others).map(|(line, value)| {
        let text = match (line, value.as_str()) {
            ("online", "yes" | "no") => words.mail(value, &[]),
            _ => value.clone(),
        };
        words.mail("row", &[("label", &words.device(line)), ("text", &text)])
    });
    let rows: Vec<String> = rows.collect();
    (!rows.is_empty()).then(|| format!("{}\n{}", words.mail("device", &[]), rows.join("\n")))
}

/// Everything that an update says.
fn full(update: &Update, words: &Words, zone: &str) -> Vec<String> {
    let at = words.moment(update.at, zone);
    if update.author.role == Role::Partner {
        // A copy of what they wrote themselves.
        let copy = format!("{}\n{}", words.mail("copy", &[("date", &at)]), quoted(&said(update, words)));
        return Some(copy).into_iter().chain(files(&update.attachments, words)).collect();
    }
    let author = update.author.name.as_deref().unwrap_or_default();
    let by = if author.is_empty() { at } else { words.mail("author", &[("name", author), ("date", &at)]) };
    let mut parts = vec![by];
    parts.extend(verdict(update, words));
    parts.push(update.text.clone());
    parts.extend(files(&update.attachments, words));
    if let Some(outcome) = &update.outcome {
        let named = [
            ("findings", Some(&outcome.findings)),
            ("rule", outcome.rule.as_ref()),
            ("remedy", outcome.remedy.as_ref()),
            ("remains", outcome.next.as_ref()),
        ];
        parts.extend(named.into_iter().filter_map(|(name, text)| Some(format!("{}\n{}", words.mail(name, &[]), text?))));
        parts.extend(verdicts(outcome, words));
    }
    if !update.questions.is_empty() {
        parts.push(update.questions.iter().map(|question| format!("- {}", question.label)).collect::<Vec<_>>().join("\n"));
    }
    // An entry of the system says the date itself.
    let due_at = update.due_at.filter(|_| update.kind != UpdateKind::System);
    for (name, by) in [(due(update), due_at), ("news_by", update.next_news_by)] {
        parts.extend(by.map(|by| words.mail(name, &[("date", &words.date(by, zone))])));
    }
    parts
}

/// How many files go with it, and what they are called.
pub fn files(attached: &[Attachment], words: &Words) -> Option<String> {
    let names: Vec<&str> = attached.iter().map(|file| file.name.as_str()).collect();
    let (count, names) = (names.len().to_string(), names.join(", "));
    (!attached.is_empty()).then(|| words.mail("files", &[("count", &count), ("names", &names)]))
}

/// What a partner wrote: answers with their questions, and the text.
pub fn said(update: &Update, words: &Words) -> String {
    let answers = update.answers.iter().map(|given| format!("{}\n{}", given.label, answer(given, words)));
    let said: Vec<String> = answers.chain(Some(update.text.clone())).filter(|text| !text.is_empty()).collect();
    said.join("\n\n")
}

/// An answer as the language writes it.
pub fn answer(given: &AnsweredField, words: &Words) -> String {
    match (&given.value, given.kind) {
        (FieldValue::Range(range), _) => words.mail("range", &[("from", &words.day(&range.from)), ("to", &words.day(&range.to))]),
        (FieldValue::Money(money), _) => words.money(&money.amount, &money.currency),
        (FieldValue::Text(day), FieldKind::Date) => words.day(day),
        (FieldValue::Text(text), FieldKind::YesNo) if text == "yes" || text == "no" => words.mail(text, &[]),
        (value, _) => given.value_label.clone().unwrap_or_else(|| value.to_string()),
    }
}

/// As mails quote.
pub fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}
