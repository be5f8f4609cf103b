use super::*;
use crate::service_file::{DEMO, ServiceFile};
use recourse_contract::Page;
use recourse_contract::mediation::Mediating;
use recourse_contract::update::PropertyDecision;

const HOSTILE: &str = "</style></title><script>alert('1')</script><img src=x onerror=\"alert(2)\">&\u{202e}\u{0}";

fn ticket() -> Ticket {
    serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example")
}

fn thread() -> Vec<Update> {
    let page: Page<Update> = serde_json::from_str(include_str!("../../../contract/examples/updates.json")).expect("an example");
    page.items
}

fn file(id: &str, name: &str) -> Attachment {
    let (media_type, sha256) = ("application/pdf".into(), sha256(id.as_bytes()));
    Attachment { id: id.into(), name: name.into(), media_type, size: 1_234_567, sha256 }
}

fn asked(documents: &[&str]) -> Mediating {
    Mediating {
        mediator: "cmp".into(),
        name: "Centre de médiation des plateformes".into(),
        language: "fr".into(),
        code: "K7Q2-M4XA".into(),
        requested_at: Timestamp(1_795_780_800_000),
        by: None,
        accepted_at: None,
        result: None,
        documents: documents.iter().map(|id| (*id).to_owned()).collect(),
    }
}

fn receipt() -> Signed {
    Signed { number: 1, at: Timestamp(1_795_780_800_000), name: "receipt-R7K2-9QXM-1.json".into(), json: "{}".into() }
}

fn page_in(language: &str, ticket: &Ticket, thread: &[Update]) -> String {
    let service = ServiceFile::parse(DEMO).expect("right");
    let evidence = evidence(ticket, thread);
    let receipts = vec![receipt()];
    let spoken = service.in_language(language);
    let now = Timestamp(1_795_780_800_000);
    page(&Dossier { ticket, thread, evidence, receipts, spoken, public_url: "https://complaints.example", now })
}

fn places(evidence: &[Evidence]) -> Vec<(&str, bool)> {
    evidence.iter().map(|one| (one.file.id.as_str(), matches!(one.place, Place::Here(_)))).collect()
}

#[test]
fn it_holds_the_whole_case_in_both_languages() {
    let (mut ticket, mut thread) = (ticket(), thread());
    thread[0].attachments = vec![file("a", "Relevé.pdf")];
    ticket.mediation = Some(asked(&["a"]));
    for (language, words) in [
        ("fr", ["Sommaire", "Médiateur", "1\u{202f}234\u{202f}567 octets", "Constatations", "Reçus"]),
        ("en", ["Contents", "Mediator", "1,234,567 bytes", "Findings", "Receipts"]),
    ] {
        let page = page_in(language, &ticket, &thread);
        assert!(page.starts_with(&format!("<!doctype html>\n<html lang=\"{language}\">")));
        for said in words.into_iter().chain([
            ticket.summary.reference.as_str(),
            "Marie Dupont",
            "Europe/Paris",
            "France",
            "K7Q2-M4XA",
            "<a href=\"attachments/01-Relevé.pdf\">Relevé.pdf</a>",
            "<a href=\"receipts/receipt-R7K2-9QXM-1.json\">",
            &sha256(b"a"),
        ]) {
            assert!(page.contains(said), "{language}: {said}");
        }
        assert_eq!(page.matches("Europe/Paris").count(), 1, "the zone is said once");
        for update in &thread {
            let first = update.text.lines().next().unwrap_or_default().replace('\'', "&#39;");
            assert!(page.contains(&first), "{language}: {first}");
        }
        for active in ["<script", "javascript:", "<img", "<link", "@import", "url("] {
            assert!(!page.contains(active), "{language}: {active}");
        }
    }
}

#[test]
fn what_anybody_has_typed_stays_text() {
    let (mut ticket, mut thread) = (ticket(), thread());
    let hostile = || HOSTILE.to_owned();
    ticket.summary.subject = hostile();
    ticket.outcome_wanted = Some(hostile());
    (ticket.partner.name, ticket.partner.company, ticket.partner.phone) = (hostile(), Some(hostile()), Some(hostile()));
    ticket.partner.properties = vec![hostile()];
    for field in &mut ticket.fields {
        (field.label, field.value_label) = (hostile(), Some(hostile()));
    }
    ticket.mediation = Some(Mediating { name: hostile(), code: hostile(), ..asked(&[]) });
    for update in &mut thread {
        (update.text, update.author.name, update.language) = (hostile(), Some(hostile()), hostile());
        update.attachments = vec![file("a", HOSTILE)];
        update.questions.iter_mut().for_each(|question| question.label = hostile());
        update.next_steps.iter_mut().for_each(|step| step.text = hostile());
        if let Some(outcome) = &mut update.outcome {
            (outcome.findings, outcome.rule, outcome.next) = (hostile(), Some(hostile()), Some(hostile()));
            let decision = outcome.decision;
            outcome.properties = vec![PropertyDecision { property: hostile(), decision, text: Some(hostile()) }];
        }
    }
    let page = page_in("fr", &ticket, &thread);
    assert!(page.contains("&lt;script&gt;"));
    for (tag, most) in [("<script", 0), ("<img", 0), ("</style", 1), ("</title", 1), ("\u{202e}", 0), ("\u{0}", 0)] {
        assert_eq!(page.matches(tag).count(), most, "{tag}");
    }
    // Every quotation mark that is left belongs to an attribute.
    assert_eq!(page.matches("=\"").count() * 2, page.matches('"').count() - STYLE_QUOTES);
}

/// Quotation marks of the style sheet.
const STYLE_QUOTES: usize = 10;

#[test]
fn every_decision_stands_in_it_the_last_one_first() {
    let mut thread = thread();
    let decided = thread.iter().find(|update| update.outcome.is_some()).cloned().expect("an outcome");
    let again = |number: u32, text: &str| Update {
        number,
        kind: UpdateKind::Outcome,
        text: text.into(),
        language: "en".into(),
        ..decided.clone()
    };
    thread = [again(8, "Decided at first."), again(9, "Decided after another review.")].into();
    let page = page_in("en", &ticket(), &thread);
    let section = page.split("<section id=\"outcome\">").nth(1).and_then(|rest| rest.split("</section>").next());
    let section = section.expect("outcomes");
    let (first, second) = (section.find("Decided at first."), section.find("Decided after another review."));
    assert!(second.is_some() && second < first, "{section}");
}

#[test]
fn the_files_are_those_that_were_chosen() {
    let (mut ticket, mut thread) = (ticket(), thread());
    thread[0].attachments = vec![file("a", "same.pdf"), file("b", "same.pdf")];
    thread[2].attachments = vec![file("c", "c.pdf")];
    let all = evidence(&ticket, &thread);
    let named: Vec<_> = all.iter().map(|one| (one.number, one.place.clone())).collect();
    let here = |place: &str| Place::Here(format!("attachments/{place}"));
    assert_eq!(named, [(1, here("01-same.pdf")), (1, here("02-same.pdf")), (3, here("03-c.pdf"))]);

    ticket.mediation = Some(asked(&["b"]));
    assert_eq!(places(&evidence(&ticket, &thread)), [("a", false), ("b", true), ("c", false)]);
    // What was sent with the request goes along.
    thread[2].kind = UpdateKind::Mediation;
    assert_eq!(places(&evidence(&ticket, &thread)), [("a", false), ("b", true), ("c", true)]);
    // Of a request without a complaint before it, that is what was filed.
    ticket.summary.kind = TicketKind::Mediation;
    assert_eq!(places(&evidence(&ticket, &thread)), [("a", true), ("b", true), ("c", true)]);
    // Nobody has taken it: nothing is chosen any more.
    ticket.summary.kind = TicketKind::Complaint;
    ticket.mediation = Some(Mediating { result: Some(MediationResult::Declined), ..asked(&[]) });
    assert_eq!(places(&evidence(&ticket, &thread)), [("a", true), ("b", true), ("c", true)]);
}

#[test]
fn the_sums_name_every_other_file() {
    let service = ServiceFile::parse(DEMO).expect("right");
    let (ticket, mut thread) = (ticket(), thread());
    thread[0].attachments = vec![file("a", "a.pdf"), file("b", "b.pdf")];
    let mut evidence = evidence(&ticket, &thread);
    evidence[1].place = Place::Missing;
    let receipts = vec![receipt()];
    let (spoken, now) = (service.in_language("en"), Timestamp(0));
    let parts = parts(Dossier { ticket: &ticket, thread: &thread, evidence, receipts, spoken, public_url: "", now });
    let [
        Part::Text { name: first, content: page },
        Part::Text { name: second, content: sums },
        Part::Text { name: third, .. },
        Part::File { name: fourth, .. },
    ] = &parts[..]
    else {
        panic!("{parts:?}")
    };
    assert_eq!([first, second, third, fourth], [PAGE, SUMS, "receipts/receipt-R7K2-9QXM-1.json", "attachments/01-a.pdf"]);
    let lines = [
        format!("{}  dossier.html", sha256(page)),
        format!("{}  receipts/receipt-R7K2-9QXM-1.json", sha256(b"{}")),
        format!("{}  attachments/01-a.pdf", sha256(b"a")),
    ];
    assert_eq!(String::from_utf8_lossy(sums).lines().collect::<Vec<_>>(), lines);
    assert!(String::from_utf8_lossy(page).contains("no longer has its bytes"));
}

#[test]
fn the_files_are_of_the_platform_s_time() {
    let at = Timestamp::parse("2026-08-31T22:30:00Z").expect("a time");
    assert_eq!(made(at, "Europe/Paris").to_string(), "2026-09-01T00:30:00");
}
