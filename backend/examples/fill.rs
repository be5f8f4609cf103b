//! Fills a folder for `cargo xtask bench`: 100,000 tickets, 10,000 of them of one partner, a session for each partner,
//! and what reports count of as many tickets of one year.
//! Everything goes through the store, as the backend itself writes it.
//!
//! `fill FOLDER [SCRATCH]` works in SCRATCH, best in memory, where a commit waits for no disk, and leaves in FOLDER the
//! database and `bench.json`, which says what is in it. A folder that this version has filled is left as it is.

use recourse_backend::filing::filing;
use recourse_backend::report::{Facts, Year, year_of, zone};
use recourse_backend::secret::{SystemRandom, new_id, new_key, new_reference, sha256};
use recourse_backend::service_file::{DEMO, ServiceFile};
use recourse_backend::store::{CodeRow, Filed, Filing, Proof, Reports, SessionRow, Sessions, Sqlite, Store};
use recourse_contract::service::LegalGround;
use recourse_contract::ticket::{ClosedAs, Passage, State, TicketKind};
use recourse_contract::time::{DAY, MINUTE};
use recourse_contract::update::Decision;
use recourse_contract::{NewTicket, Timestamp};
use serde_json::{Value, json};
use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// Raise it when something else is filled in, or when a migration rewrites tickets: each start would do so again.
const VERSION: &str = "2";
const TICKETS: usize = 100_000;
/// One ticket in so many is the agency's.
const AGENCY_EVERY: usize = 10;
const OTHERS: usize = 1_000;
/// How long ago the year of the report is: the tickets go back two years.
const YEARS_BEFORE: u16 = 4;
/// A word of very many tickets, as the search folds it.
const FREQUENT: &str = "versement";
/// How many words are told that stand in one ticket each.
const RARE: usize = 50;
const DATABASE: [&str; 2] = ["recourse.sqlite", "recourse.sqlite-wal"];

const EXAMPLE: &str = include_str!("../../contract/examples/new_ticket.json");
const SUBJECTS: [&str; 8] = [
    "Versement non reçu",
    "Annulation facturée à tort",
    "Avis retiré de l’annonce",
    "Calendrier mal synchronisé",
    "Commission comptée deux fois",
    "Annonce suspendue sans motif",
    "Versement bloqué depuis une semaine",
    "Photos refusées",
];
const SENTENCES: [&str; 9] = [
    "Le versement prévu n’est toujours pas arrivé sur notre compte.",
    "Nos coordonnées bancaires n’ont pas changé depuis l’ouverture du compte.",
    "Votre service nous a répondu qu’une vérification était en cours, sans donner de date.",
    "La réservation a été annulée par le voyageur deux jours avant son arrivée.",
    "Nous demandons le motif écrit de cette décision.",
    "Le calendrier montre deux réservations pour la même nuit.",
    "Les photos ont été prises en juin et montrent les chambres comme elles sont.",
    "La commission a été retenue une première fois à la réservation, puis sur le versement.",
    "Merci de nous dire ce qui manque pour que l’annonce soit de nouveau visible.",
];

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let filled = match arguments.as_slice() {
        [folder] => fill(Path::new(folder), Path::new(folder)).await,
        [folder, scratch] => fill(Path::new(folder), Path::new(scratch)).await,
        _ => Err("fill FOLDER [SCRATCH]".into()),
    };
    match filled {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("fill: {reason}");
            ExitCode::FAILURE
        }
    }
}

async fn fill(folder: &Path, scratch: &Path) -> Result<(), String> {
    let mark = folder.join("version");
    if fs::read_to_string(&mark).is_ok_and(|version| version == VERSION) {
        println!("{} is filled already", folder.display());
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(told)?;
    for name in DATABASE.into_iter().chain(["version"]) {
        // Most likely it is not there.
        let _ = fs::remove_file(folder.join(name));
    }
    let scratch = TempDir::new_in(scratch).map_err(told)?;
    let store = Sqlite::open(&scratch.path().join(DATABASE[0])).await.map_err(told)?;
    let content = write(&store).await?;
    // With the store still open and at rest: what closes it would move pages while they are copied.
    for name in DATABASE {
        let from = scratch.path().join(name);
        if from.is_file() {
            fs::copy(&from, folder.join(name)).map_err(told)?;
        }
    }
    fs::write(folder.join("bench.json"), content.to_string()).map_err(told)?;
    fs::write(mark, VERSION).map_err(told)
}

/// Writes everything, and gives what there is to know of it.
async fn write(store: &Sqlite) -> Result<Value, String> {
    let file = ServiceFile::parse(DEMO).map_err(told)?;
    let example: NewTicket = serde_json::from_str(EXAMPLE).map_err(told)?;
    let service = &file.in_language(&example.partner.language).service;
    let example = example.trimmed(service);
    let now = now();
    // The agency first. The latest ticket of each.
    let mut latest = vec![String::new(); OTHERS + 1];
    let mut agency = Vec::with_capacity(TICKETS / AGENCY_EVERY);
    for number in 0..TICKETS {
        let partner = partner_of(number);
        let at = Timestamp(now.0 - i64::try_from(TICKETS - number).map_err(told)? * 10 * MINUTE);
        let mut filing = filing(ticket(&example, number, partner), None, &file, at, &SystemRandom);
        grow_old(&mut filing, number);
        let id = stored(store, filing).await?;
        if partner == 0 {
            agency.push(id.clone());
        }
        latest[partner] = id;
        if (number + 1).is_multiple_of(10_000) {
            println!("{} of {TICKETS} tickets", number + 1);
        }
    }
    let mut partners = Vec::with_capacity(latest.len());
    for (partner, ticket) in latest.into_iter().enumerate() {
        let token = session(store, &address(partner), now).await?;
        partners.push(json!({ "token": token, "ticket": ticket }));
    }
    let report_year = report(store, &file, now).await?;
    // In the older half: no first page has them.
    let step = agency.len() / 2 / RARE;
    let rare = (0..RARE).map(|n| json!({ "word": rare_word(n * step), "ticket": agency[n * step] }));
    Ok(json!({
        "frequent": FREQUENT,
        "rare": rare.collect::<Vec<_>>(),
        "agency_tickets": agency.len(),
        "agency": partners.remove(0),
        "partners": partners,
        "report_year": report_year,
    }))
}

/// What reports count of as many tickets, all of one year: years that are over have their own. Gives the year.
async fn report(store: &Sqlite, file: &ServiceFile, now: Timestamp) -> Result<u16, String> {
    let zone = zone(file);
    let year = Year::of(year_of(now, &zone) - YEARS_BEFORE, &zone).ok_or("no such year")?;
    let decisions = [Decision::Upheld, Decision::PartlyUpheld, Decision::NotUpheld, Decision::OutOfScope];
    let topics: Vec<&str> =
        file.default_language().service.topics.iter().flat_map(|topic| &topic.topics).map(|topic| topic.id.as_str()).collect();
    let case = |number: usize| -> Result<Facts, String> {
        let turn = u32::try_from(number).map_err(told)?;
        Ok(Facts {
            month: turn % 12,
            kind: TicketKind::Complaint,
            topic: topics[number % topics.len()].to_owned(),
            ground: LegalGround::Measure,
            counts: None,
            decision: decisions.get(number % 5).copied(),
            minutes: (number % 5 < decisions.len()).then_some(turn * 7_919 % 20_000),
            in_time: number.is_multiple_of(3),
            closed_as: number.is_multiple_of(2).then_some(ClosedAs::Settled),
            reviews: u32::from(number.is_multiple_of(20)),
            changed: u32::from(number.is_multiple_of(60)),
            mediation: None,
            rating: number.is_multiple_of(3).then_some(1 + turn % 5),
            answered: None,
            clear: None,
        })
    };
    let facts = (0..TICKETS).map(case).collect::<Result<Vec<_>, _>>()?;
    store.keep_facts(&year, &facts).await.map_err(told)?;
    Ok(year.number)
}

/// Whose a ticket is: 0 is the agency.
fn partner_of(number: usize) -> usize {
    if number.is_multiple_of(AGENCY_EVERY) { 0 } else { 1 + (number - number / AGENCY_EVERY - 1) % OTHERS }
}

fn address(partner: usize) -> String {
    if partner == 0 { "agency@example.com".into() } else { format!("partner-{partner:04}@example.com") }
}

/// A word that only this ticket of the agency has, counted among its own.
fn rare_word(number: usize) -> String {
    format!("dossier-{number:05}")
}

fn ticket(example: &NewTicket, number: usize, partner: usize) -> NewTicket {
    // Another mixture for each, the same at each filling.
    let turn = number + number / AGENCY_EVERY;
    let sentences = (0..5).map(|n| SENTENCES[(turn + n * 2) % SENTENCES.len()]);
    let mut message = sentences.collect::<Vec<_>>().join(" ");
    if partner == 0 {
        message.push_str(&format!("\n\nNotre référence : {}.", rare_word(number / AGENCY_EVERY)));
    }
    let mut ticket = example.clone();
    ticket.partner.email = address(partner);
    ticket.subject = format!("{}, demande {number}", SUBJECTS[turn % SUBJECTS.len()]);
    ticket.message = message;
    ticket
}

/// What is old has been decided, read, and its mail has gone out; the latest tenth is new.
fn grow_old(filing: &mut Filing, number: usize) {
    filing.mail.clear();
    if number >= TICKETS / 10 * 9 {
        return;
    }
    let ticket = &mut filing.ticket;
    (ticket.state, ticket.closed_as) =
        if number.is_multiple_of(3) { (State::Resolved, None) } else { (State::Closed, Some(ClosedAs::Settled)) };
    ticket.timeline.push(Passage { state: ticket.state, closed_as: ticket.closed_as, at: ticket.updated_at });
    ticket.read_up_to = ticket.last_update;
    ticket.news_by = None;
}

async fn stored(store: &Sqlite, mut filing: Filing) -> Result<String, String> {
    while store.file(filing.clone()).await.map_err(told)? == Filed::ReferenceTaken {
        filing.ticket.reference = new_reference(&SystemRandom);
    }
    Ok(filing.ticket.id)
}

/// Signs a partner in for ten years. Gives the token.
async fn session(store: &Sqlite, email: &str, now: Timestamp) -> Result<String, String> {
    let (nonce, token) = (new_id(&SystemRandom), new_key(&SystemRandom));
    let code = CodeRow {
        email: email.to_owned(),
        to: email.to_owned(),
        nonce: nonce.clone(),
        changes: None,
        client: "fill".into(),
        expires_at: Timestamp(now.0 + MINUTE),
        language: "fr".into(),
        attempts: 0,
    };
    store.ask_code(code, now).await.map_err(told)?;
    let session = SessionRow {
        token_hash: sha256(token.as_bytes()),
        email: email.to_owned(),
        created_at: now,
        expires_at: Timestamp(now.0 + 3_650 * DAY),
    };
    // It uses the code up, so that no mail goes out.
    if store.begin_session(session, Proof::Code(nonce)).await.map_err(told)? {
        Ok(token)
    } else {
        Err(format!("no session for {email}"))
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

fn told(fault: impl Display) -> String {
    fault.to_string()
}
