//! The page of a dossier: readable by itself, without a script, on a screen and on paper.

use super::html::Html;
use super::pen::Pen;
use super::{Dossier, Place, labels, thread};
use recourse_contract::Update;
use recourse_contract::mediation::Mediating;
use recourse_contract::update::{Outcome, UpdateKind};

const STYLE: &str = include_str!("dossier.css");

/// A part of the page, with the name by which its contents lead to it.
struct Section {
    id: &'static str,
    title: String,
    inner: Html,
}

/// The whole page.
pub fn page(dossier: &Dossier<'_>) -> String {
    let pen = Pen::of(dossier.spoken);
    let summary = &dossier.ticket.summary;
    let title = pen.line("title", &[("reference", summary.reference.as_str())]);
    let sections = sections(dossier, &pen);

    let mut html = Html::default();
    html.mark("<!doctype html>\n<html").attribute("lang", pen.language).mark(
        "><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\"><title>",
    );
    html.text(&title).mark("</title><style>").mark(STYLE).mark("</style></head><body><header><h1>").text(&title).mark("</h1>");
    html.mark("<p class=\"subject\">").text(&summary.subject).mark("</p><p>");
    html.text(&pen.line("what", &[("platform", &dossier.spoken.service.platform.name)])).mark(" ");
    html.text(&pen.line("made", &[("date", &pen.moment(dossier.now)), ("zone", pen.zone)])).mark("</p></header>");

    html.mark("<nav").attribute("aria-label", &pen.word("contents")).mark("><ol>");
    for section in &sections {
        html.mark("<li><a").attribute("href", &format!("#{}", section.id)).mark(">").text(&section.title).mark("</a></li>");
    }
    html.mark("</ol></nav><main>");
    for section in sections {
        html.mark("<section").attribute("id", section.id).mark("><h2>").text(&section.title).mark("</h2>");
        html.append(section.inner).mark("</section>");
    }
    html.mark("</main></body></html>\n");
    html.done()
}

fn sections(dossier: &Dossier<'_>, pen: &Pen<'_>) -> Vec<Section> {
    let mut all = Vec::new();
    let mut add = |id: &'static str, write: &dyn Fn(&mut Html)| {
        let mut inner = Html::default();
        write(&mut inner);
        all.push(Section { id, title: pen.word(id), inner });
    };
    add("case", &|html| case(html, dossier, pen));
    if let Some(mediation) = &dossier.ticket.mediation {
        add("mediation", &|html| self::mediation(html, mediation, pen));
    }
    let facts = &dossier.spoken.service.mediation.facts;
    if !facts.is_empty() {
        add("facts", &|html| {
            html.mark("<ul>");
            for fact in facts {
                html.mark("<li>").text(fact).mark("</li>");
            }
            html.mark("</ul>");
        });
    }
    // The last one first: it is the one that holds.
    let outcomes: Vec<(&Update, &Outcome)> = dossier.thread.iter().rev().filter_map(decided).collect();
    if !outcomes.is_empty() {
        add("outcome", &|html| {
            for (update, outcome) in &outcomes {
                html.mark("<p class=\"by\">").text(&pen.author(update)).mark(", ");
                pen.time(html, update.at);
                html.mark("</p>");
                let language = pen.foreign(&update.language);
                html.paragraphs(&update.text, language);
                thread::outcome(html, outcome, language, pen);
            }
        });
    }
    add("timeline", &|html| thread::timeline(html, dossier.ticket, pen));
    add("messages", &|html| thread::entries(html, dossier, pen));
    add("evidence", &|html| evidence(html, dossier, pen));
    if !dossier.receipts.is_empty() {
        add("receipts", &|html| receipts(html, dossier, pen));
    }
    add("check", &|html| check(html, dossier, pen));
    all
}

/// A decision, and not a draft of one.
fn decided(update: &Update) -> Option<(&Update, &Outcome)> {
    let outcome = update.outcome.as_ref()?;
    (update.kind == UpdateKind::Outcome).then_some((update, outcome))
}

fn case(html: &mut Html, dossier: &Dossier<'_>, pen: &Pen<'_>) {
    let (ticket, summary, partner) = (dossier.ticket, &dossier.ticket.summary, &dossier.ticket.partner);
    let platform = &dossier.spoken.service.platform;
    html.mark("<dl>");
    for (name, value) in [
        ("reference", summary.reference.as_str()),
        ("kind", &pen.word(labels::kind(summary.kind))),
        ("subject", &summary.subject),
        ("topic", &summary.topic_label),
        ("state", &pen.word(labels::state(summary.state, summary.closed_as))),
        ("filed", &pen.moment(summary.filed_at)),
        ("follows", ticket.follows.as_ref().map_or("", |linked| linked.reference.as_str())),
        ("platform", &platform.name),
        ("platform_email", &platform.email),
        ("partner", &partner.name),
        ("company", partner.company.as_deref().unwrap_or_default()),
        ("country", &pen.words.country(&partner.country)),
        ("properties", &partner.properties.join(", ")),
        ("email", &partner.email),
        ("phone", partner.phone.as_deref().unwrap_or_default()),
        ("language", &pen.words.language(&partner.language)),
    ] {
        html.row(&pen.word(name), value);
    }
    html.mark("</dl>");
}

fn mediation(html: &mut Html, mediation: &Mediating, pen: &Pen<'_>) {
    let moment = |at: Option<_>| at.map(|at| pen.moment(at)).unwrap_or_default();
    // The deadline is that of the answer, and then that of the end.
    let by = if mediation.accepted_at.is_some() { "end_by" } else { "answer_by" };
    let result = mediation.result.map(|result| pen.word(labels::result(result))).unwrap_or_default();
    html.mark("<dl>");
    for (name, value) in [
        ("mediator", mediation.name.as_str()),
        ("mediation_language", &pen.words.language(&mediation.language)),
        ("code", &mediation.code),
        ("requested", &pen.moment(mediation.requested_at)),
        ("accepted", &moment(mediation.accepted_at)),
        (by, &moment(mediation.by)),
        ("result", &result),
    ] {
        html.row(&pen.word(name), value);
    }
    html.mark("</dl>");
}

fn evidence(html: &mut Html, dossier: &Dossier<'_>, pen: &Pen<'_>) {
    if dossier.evidence.is_empty() {
        html.mark("<p>").text(&pen.word("no_files")).mark("</p>");
        return;
    }
    html.mark("<ol class=\"evidence\">");
    for one in &dossier.evidence {
        html.mark("<li><h3>");
        thread::link(html, one);
        html.mark("</h3>");
        let note = match one.place {
            Place::Here(_) => None,
            Place::Missing => Some("missing"),
            Place::LeftOut => Some("left_out"),
        };
        if let Some(note) = note {
            html.mark("<p>").text(&pen.word(note)).mark("</p>");
        }
        let from = dossier.thread.iter().find(|update| update.number == one.number).map(|update| {
            let (number, at) = (update.number.to_string(), pen.moment(update.at));
            pen.line("from_entry", &[("number", &number), ("name", &pen.author(update)), ("date", &at)])
        });
        html.mark("<dl>").row(&pen.word("from"), &from.unwrap_or_default());
        html.row(&pen.word("size"), &pen.line("bytes", &[("bytes", &pen.words.number(one.file.size))]));
        code(html, &pen.word("sum"), &one.file.sha256);
        html.mark("</dl></li>");
    }
    html.mark("</ol>");
}

fn receipts(html: &mut Html, dossier: &Dossier<'_>, pen: &Pen<'_>) {
    let url = format!("{}/verify", dossier.public_url);
    html.mark("<p>").text(&pen.line("receipts_what", &[("url", &url)])).mark("</p><ul>");
    for signed in &dossier.receipts {
        let (number, at) = (signed.number.to_string(), pen.moment(signed.at));
        html.mark("<li><a").attribute("href", &signed.place()).mark(">");
        html.text(&pen.line("receipt", &[("number", &number), ("date", &at)])).mark("</a></li>");
    }
    html.mark("</ul>");
}

/// How the sums are computed, where the programs come with the system.
fn check(html: &mut Html, dossier: &Dossier<'_>, pen: &Pen<'_>) {
    let file = dossier.evidence.iter().find_map(|one| match &one.place {
        Place::Here(place) => Some(place.as_str()),
        Place::Missing | Place::LeftOut => None,
    });
    html.mark("<p>").text(&pen.word("check_what")).mark("</p><dl>");
    for (name, command) in [
        ("check_linux", "sha256sum -c SHA256SUMS.txt"),
        ("check_mac", "shasum -a 256 -c SHA256SUMS.txt"),
        ("check_windows", &format!("Get-FileHash {}", file.unwrap_or(super::PAGE))),
    ] {
        code(html, &pen.word(name), command);
    }
    html.mark("</dl>");
}

/// A row of a `<dl>` whose value is for machines.
fn code(html: &mut Html, label: &str, value: &str) {
    html.mark("<div><dt>").text(label).mark("</dt><dd><code>").text(value).mark("</code></dd></div>");
}
