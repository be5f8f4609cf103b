//! The examples are what the types write, and they agree with each other.
#![allow(clippy::unwrap_used)]

use recourse_contract::article::{Article, ArticleFeedback};
use recourse_contract::incident::NewSubscription;
use recourse_contract::me::{Export, Me, MeChange};
use recourse_contract::mediation::{NewMediation, NewMediationQuestion, QuestionTaken};
use recourse_contract::outcome::{NewReview, NewWithdrawal, Satisfaction};
use recourse_contract::push::NewPushSubscription;
use recourse_contract::receipt::SignedReceipt;
use recourse_contract::report::{Report, Reports};
use recourse_contract::service::Service;
use recourse_contract::session::{CodeSent, NewCode, Session, SignIn};
use recourse_contract::ticket::{ReadUpTo, Updates};
use recourse_contract::update::Nothing;
use recourse_contract::{Filed, NewTicket, NewUpdate, Page, Problem, Ticket, TicketSummary, Update};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::path::Path;

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).with_extension("json");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Reads an example and writes it again.
fn there_and_back<T: DeserializeOwned + Serialize>(name: &str) {
    assert_eq!(serde_json::to_value(read::<T>(name)).unwrap(), read::<Value>(name), "{name}");
}

#[test]
fn every_example_is_what_its_type_writes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        match name.as_str() {
            "service" => there_and_back::<Service>(&name),
            "new_ticket" => there_and_back::<NewTicket>(&name),
            "filed" => there_and_back::<Filed>(&name),
            "tickets" => there_and_back::<Page<TicketSummary>>(&name),
            "ticket" | "ticket_settled" => there_and_back::<Ticket>(&name),
            "updates" => there_and_back::<Updates>(&name),
            "new_update" => there_and_back::<NewUpdate>(&name),
            "update" | "answer" | "nudged" | "update_with_file" => there_and_back::<Update>(&name),
            "new_answer" | "new_update_with_file" => there_and_back::<NewUpdate>(&name),
            "read_up_to" => there_and_back::<ReadUpTo>(&name),
            "new_mediation_question" => there_and_back::<NewMediationQuestion>(&name),
            "question_taken" => there_and_back::<QuestionTaken>(&name),
            "signed_receipt" => there_and_back::<SignedReceipt>(&name),
            "new_subscription" => there_and_back::<NewSubscription>(&name),
            "new_push_subscription" => there_and_back::<NewPushSubscription>(&name),
            "nudge" => there_and_back::<Nothing>(&name),
            "settled" | "rating" => there_and_back::<Satisfaction>(&name),
            "new_review" => there_and_back::<NewReview>(&name),
            "new_mediation" => there_and_back::<NewMediation>(&name),
            "new_withdrawal" => there_and_back::<NewWithdrawal>(&name),
            "review_asked" | "mediation_asked" | "withdrawn" => there_and_back::<Update>(&name),
            "new_code" => there_and_back::<NewCode>(&name),
            "code_sent" => there_and_back::<CodeSent>(&name),
            "new_session" | "new_identity" => there_and_back::<SignIn>(&name),
            "session" | "session_with_details" => there_and_back::<Session>(&name),
            "me" | "me_to_be_erased" => there_and_back::<Me>(&name),
            "me_change" | "me_bookmarks" | "me_new_address" | "me_confirmed_address" => there_and_back::<MeChange>(&name),
            "article" => there_and_back::<Article>(&name),
            "article_feedback" | "article_feedback_why" => there_and_back::<ArticleFeedback>(&name),
            "export" => there_and_back::<Export>(&name),
            "report" => there_and_back::<Report>(&name),
            "reports" => there_and_back::<Reports>(&name),
            problem if problem.starts_with("problem_") => there_and_back::<Problem>(&name),
            _ => panic!("{name}: say here of which type it is"),
        }
    }
}

#[test]
fn no_example_holds_an_unknown_value() {
    for name in ["service", "filed", "tickets", "ticket", "updates", "update"] {
        let known = text(name).replace("\"legal_ground\": \"other\"", "").replace("\"id\": \"other\"", "");
        assert!(!known.contains("\"other\""), "{name}");
    }
}

#[test]
fn the_new_ticket_and_the_new_update_can_be_sent() {
    let service: Service = read("service");
    let ticket: NewTicket = read("new_ticket");
    assert_eq!(ticket.clone().trimmed(&service), ticket, "it is trimmed");
    assert_eq!(ticket.faults(&service), []);
    let update: NewUpdate = read("new_update");
    assert_eq!(update.clone().trimmed(&[]), update, "it is trimmed");
    assert_eq!(update.faults(service.limits.update(), &[]), []);
}

#[test]
fn what_is_said_of_the_outcome_can_be_sent() {
    let (service, ticket): (Service, Ticket) = (read("service"), read("ticket"));
    let limits = service.limits.update();
    for name in ["settled", "rating"] {
        let said: Satisfaction = read(name);
        assert_eq!(said.clone().trimmed(), said, "{name}");
        assert_eq!(said.faults(limits), [], "{name}");
    }
    let review: NewReview = read("new_review");
    assert_eq!(review.clone().trimmed(), review);
    assert_eq!(review.faults(limits), []);
    let withdrawal: NewWithdrawal = read("new_withdrawal");
    assert_eq!(withdrawal.clone().trimmed(), withdrawal);
    assert_eq!(withdrawal.faults(limits), []);
    let mediation: NewMediation = read("new_mediation");
    assert_eq!(mediation.clone().trimmed(), mediation);
    assert_eq!(mediation.faults(limits, &ticket.partner.country, &service), []);
    assert_eq!(read::<Update>("review_asked").text, review.text);
    assert_eq!(read::<Update>("mediation_asked").text, mediation.statement);
}

#[test]
fn the_examples_tell_one_story() {
    let (service, sent): (Service, NewTicket) = (read("service"), read("new_ticket"));
    let (filed, ticket): (Filed, Ticket) = (read("filed"), read("ticket"));
    let (list, thread): (Page<TicketSummary>, Updates) = (read("tickets"), read("updates"));
    let topic = service.leaf(&sent.topic, sent.kind).unwrap();

    assert_eq!(list.items[0], ticket.summary);
    assert_eq!(filed.ticket.summary.id, ticket.summary.id);
    assert_eq!(ticket.summary.topic_label, topic.label);
    assert_eq!((&ticket.partner, &ticket.message), (&sent.partner, &sent.message));
    for (answer, asked) in ticket.fields.iter().zip(&topic.fields) {
        assert_eq!((&answer.id, &answer.label, answer.kind), (&asked.id, &asked.label, asked.kind));
        assert_eq!(Some(&answer.value), sent.fields.get(&asked.id));
    }

    let numbers: Vec<u32> = thread.items.iter().map(|update| update.number).collect();
    assert_eq!(numbers, (1..=ticket.summary.last_update).collect::<Vec<_>>());
    assert_eq!(thread.items.last().map(|update| update.at), Some(ticket.summary.updated_at));
    assert_eq!(thread.items[0].text, sent.message);
    let reply: Update = read("update");
    assert_eq!(thread.items[4], reply);
    assert_eq!(reply.text, read::<NewUpdate>("new_update").text);
}

#[test]
fn the_figures_of_the_report_agree() {
    let (report, list): (Report, Reports) = (read("report"), read("reports"));
    let line = list.items.iter().find(|line| line.year == report.year).unwrap();
    assert_eq!((line.version, &line.verified_on), (report.version, &report.verified_on));
    for counts in [&report.topics, &report.grounds, &report.outcomes, &report.ends] {
        assert_eq!(counts.iter().map(|count| count.count).sum::<u32>(), report.lodged);
    }
    assert_eq!(report.months.iter().sum::<u32>(), report.lodged);
    for table in &report.tables {
        assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
    }
}

#[test]
fn each_problem_has_the_status_and_title_of_its_type() {
    for kind in recourse_contract::ProblemType::ALL {
        let wire = serde_json::to_value(kind).unwrap();
        let name = wire.as_str().unwrap().rsplit(':').next().unwrap().replace('-', "_");
        // No operation of level 1 can give these.
        if ["method_not_allowed", "changed"].contains(&name.as_str()) {
            continue;
        }
        let problem: Problem = read(&format!("problem_{name}"));
        assert_eq!((problem.kind, (problem.status, problem.title.as_str())), (*kind, kind.usual()));
    }
}
