//! Tickets, and what readers say of articles, as text for a terminal.

use crate::http::{Case, Opinion, Row, Why};
use crate::store::QuestionRow;
use recourse_contract::mediation::Mediating;
use recourse_contract::outcome::Satisfaction;
use recourse_contract::ticket::AnsweredField;
use recourse_contract::{Attachment, Problem, Update};
use serde::Serialize;

/// A value by its name in the contract.
pub fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The list, one ticket a line.
pub fn list(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "No tickets.".into();
    }
    let line = |row: &Row| {
        let marks = [(row.late, "LATE"), (row.nudged_at.is_some(), "REMINDED")];
        let marks: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
        let summary = &row.summary;
        format!(
            "{}  {:<19}  {}  {:<20}  {}{}",
            summary.reference,
            word(&summary.state),
            summary.filed_at.date(),
            shortened(row.assignee.as_deref().unwrap_or("-"), 20),
            printable(&summary.subject),
            if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join(", ")) },
        )
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A ticket with its thread.
pub fn case(case: &Case) -> String {
    let (ticket, summary) = (&case.ticket, &case.ticket.summary);
    let state = match &summary.closed_as {
        Some(how) => format!("{}: {}", word(&summary.state), word(how)),
        None => word(&summary.state),
    };
    let partner = &ticket.partner;
    let company = partner.company.as_deref().map(|company| format!(" ({company})")).unwrap_or_default();
    let mut lines = vec![
        format!("{}  {}", summary.reference, printable(&summary.subject)),
        format!("{state} · {} · {}", summary.topic_label, case.assignee.as_deref().unwrap_or("assigned to nobody")),
        printable(&format!("{}{company} · {} · {}", partner.name, partner.country, partner.properties.join(", "))),
        format!("filed {}", summary.filed_at),
    ];
    lines.extend(ticket.follows.as_ref().map(|linked| format!("follows {}", linked.reference)));
    lines.extend(ticket.news_by.map(|at| format!("news promised by {at}")));
    lines.extend(ticket.due_at.map(|at| format!("partner expected by {at}")));
    lines.extend(ticket.mediation.as_ref().map(mediation));
    lines.extend(ticket.satisfaction.as_ref().map(satisfaction));
    lines.extend(answers(&ticket.fields));
    lines.extend(ticket.device.iter().map(|(name, value)| printable(&format!("{name}: {value}"))));
    lines.extend(ticket.outcome_wanted.as_ref().map(|wanted| format!("asks for: {}", printable(wanted))));
    lines.extend(case.updates.iter().map(|entry| format!("\n{}", update(entry))));
    lines.join("\n")
}

/// An entry of the thread.
pub fn update(update: &Update) -> String {
    let author = update.author.name.clone().unwrap_or_else(|| word(&update.author.role));
    let mut lines = vec![format!("#{} {} · {} · {}", update.number, word(&update.kind), printable(&author), update.at)];
    lines.push(printable(&update.text));
    if let Some(outcome) = &update.outcome {
        lines.push(format!("{}: {}", word(&outcome.decision), printable(&outcome.findings)));
        lines.extend(outcome.properties.iter().map(|verdict| {
            let text = verdict.text.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
            printable(&format!("{} {}{text}", verdict.property, word(&verdict.decision)))
        }));
    }
    lines.extend(update.questions.iter().map(|question| format!("? {}", printable(&question.label))));
    lines.extend(answers(&update.answers));
    lines.extend(update.attachments.iter().map(file));
    lines.extend(update.follow_up.as_ref().map(|linked| format!("goes on in {}", linked.reference)));
    lines.extend(update.next_news_by.map(|at| format!("next news by {at}")));
    lines.extend(update.due_at.map(|at| format!("due by {at}")));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// A mediation with what the mediator knows it by.
fn mediation(it: &Mediating) -> String {
    let stands = match (&it.result, it.accepted_at) {
        (Some(result), _) => word(result),
        (None, Some(at)) => format!("accepted {at}"),
        (None, None) => format!("asked for {}", it.requested_at),
    };
    let by = it.by.map(|by| format!(" · by {by}")).unwrap_or_default();
    printable(&format!("mediation by {} in {} · code {} · {stands}{by}", it.name, it.language, it.code))
}

/// What the partner has said of the outcome.
fn satisfaction(said: &Satisfaction) -> String {
    let yes_or_no = |is: bool| if is { "yes" } else { "no" };
    let parts = [
        said.settled.map(|is| format!("settled: {}", yes_or_no(is))),
        said.rating.map(|rating| format!("{rating} of 5")),
        said.answered.map(|is| format!("answered the case: {}", yes_or_no(is))),
        said.clear.map(|is| format!("clear: {}", yes_or_no(is))),
        said.comment.clone(),
    ];
    printable(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// A file with its id, by which it is read.
fn file(file: &Attachment) -> String {
    printable(&format!("+ {} · {} · {} bytes · {}", file.name, file.media_type, file.size, file.id))
}

fn answers(fields: &[AnsweredField]) -> Vec<String> {
    let line = |field: &AnsweredField| {
        let value = field.value_label.clone().unwrap_or_else(|| field.value.to_string());
        printable(&format!("{}: {value}", field.label))
    };
    fields.iter().map(line).collect()
}

/// How many readers each article has helped, one article a line.
pub fn opinions(all: &[Opinion]) -> String {
    if all.is_empty() {
        return "No articles.".into();
    }
    all.iter().map(tally).collect::<Vec<_>>().join("\n")
}

/// The same of one article, with what was said in words.
pub fn opinion(opinion: &Opinion) -> String {
    let why = |why: &Why| {
        let helped = if why.helpful { "helpful" } else { "not helpful" };
        format!("\n{} · {helped} · {}\n{}", why.at, why.language, printable(&why.why))
    };
    [tally(opinion)].into_iter().chain(opinion.whys.iter().map(why)).collect::<Vec<_>>().join("\n")
}

fn tally(opinion: &Opinion) -> String {
    format!("{}  {} helpful, {} not helpful", opinion.slug, opinion.helpful, opinion.not_helpful)
}

/// What people ask about mediation.
pub fn questions(all: &[QuestionRow]) -> String {
    if all.is_empty() { "No questions.".into() } else { all.iter().map(question).collect::<Vec<_>>().join("\n\n") }
}

/// One of them.
pub fn question(row: &QuestionRow) -> String {
    let about = row.reference.as_deref().map(|reference| format!(" · about {reference}")).unwrap_or_default();
    let answered = row.answered_at.map(|at| format!(" · answered {at}")).unwrap_or_default();
    let head = format!("{} · {} · {} <{}> · {}{about}{answered}", row.id, row.at, row.name, row.email, row.language);
    printable(&format!("{}\n{}", head.replace('\n', " "), row.text))
}

/// A refusal in words.
pub fn problem(problem: &Problem) -> String {
    let mut text = problem.title.clone();
    text.extend(problem.detail.iter().map(|detail| format!(": {detail}")));
    text.extend(problem.state.iter().map(|state| format!(" (it is {})", word(state))));
    text.extend(
        problem.errors.iter().map(|error| format!("\n  {}: {}", error.pointer, error.detail.as_deref().unwrap_or_default())),
    );
    text
}

/// What a partner has written, without what would move a terminal's cursor or turn its text around.
pub fn printable(text: &str) -> String {
    let is_harmful = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect()
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}
