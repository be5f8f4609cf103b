//! The steps of the form, as a partner fills them: of a complaint, and of a problem.

use crate::Outcome;
use crate::page::Page;
use crate::words::Words;
use serde_json::json;

/// The button that leaves a step.
pub const ON: &str = "main form button[type=submit]";

/// Leaves a step, and waits for the next screen to have the focus: until then it may still scroll.
///
/// # Errors
/// The screen does not come.
pub async fn go_on(page: &Page, heading: &str) -> Outcome {
    page.click(ON).await?;
    page.heading(heading).await?;
    page.focused("#heading").await
}

/// The answers of a complaint.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // Named after what they answer.
pub struct Complaint {
    pub name: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub company: &'static str,
    pub country: &'static str,
    pub properties: &'static str,
    pub topic: &'static str,
    pub subject: &'static str,
    pub booking: &'static str,
    pub amount: &'static str,
    pub message: &'static str,
    pub wanted: &'static str,
}

impl Default for Complaint {
    fn default() -> Self {
        Self {
            name: "Marie Dupont",
            email: "marie.dupont@example.com",
            phone: "+33 4 65 71 20 34",
            company: "Auberge du Lac SARL",
            country: "FR",
            properties: "1204573\n1204581",
            topic: "payments/blocked",
            subject: "Versement d’octobre non reçu",
            booking: "4021-558-310",
            amount: "2480,50",
            message: "Le versement était prévu le 15 octobre.\nIl n’est toujours pas arrivé.",
            wanted: "Le versement, et le motif écrit de la vérification.",
        }
    }
}

/// Begins a complaint, up to the first question. Gives the path of the draft, without the step.
///
/// # Errors
/// A screen does not come.
pub async fn begin(page: &Page, words: &Words) -> Outcome<String> {
    page.goto("/complaint").await?;
    page.path_ends("/start").await?;
    page.heading(&words.t("start.title")).await?;
    go_on(page, &words.t("details.title")).await?;
    let path = page.path().await?;
    Ok(path.trim_end_matches("/details").to_owned())
}

/// Fills the details, without leaving them.
///
/// # Errors
/// A field does not take its answer.
pub async fn fill_details(page: &Page, complaint: &Complaint) -> Outcome {
    page.fill("name", complaint.name).await?;
    page.fill("email", complaint.email).await?;
    page.fill("phone", complaint.phone).await?;
    page.fill("company", complaint.company).await?;
    page.click(&format!("#country option[value={}]", complaint.country)).await?;
    page.fill("properties", complaint.properties).await
}

/// Chooses the topic in the tree, without leaving the step.
///
/// # Errors
/// The topic does not come.
pub async fn choose_topic(page: &Page, complaint: &Complaint) -> Outcome {
    let choice = format!("input[type=radio][value='{}']", complaint.topic);
    let closed = format!("details:not([open]):has({choice}) > summary");
    page.find(&choice).await?;
    if page.count(&closed).await? > 0 {
        page.click(&closed).await?;
    }
    page.click(&format!("label:has({choice})")).await?;
    page.until("the topic to be chosen", "return document.querySelector(arguments[0])?.checked", json!([choice])).await
}

/// Fills the message, without leaving it.
///
/// # Errors
/// A field does not take its answer.
pub async fn fill_message(page: &Page, complaint: &Complaint) -> Outcome {
    page.fill("subject", complaint.subject).await?;
    page.fill("x-booking-number", complaint.booking).await?;
    page.fill("x-amount", complaint.amount).await?;
    page.fill("message", complaint.message).await?;
    page.fill("outcome-wanted", complaint.wanted).await
}

/// Everything up to the message, which is filled. Gives the path of the draft, without the step.
///
/// # Errors
/// A step is not left.
pub async fn to_message(page: &Page, words: &Words, complaint: &Complaint) -> Outcome<String> {
    let draft = begin(page, words).await?;
    fill_details(page, complaint).await?;
    go_on(page, &words.t("topic.title")).await?;
    choose_topic(page, complaint).await?;
    go_on(page, &words.t("message.title")).await?;
    fill_message(page, complaint).await?;
    Ok(draft)
}

/// Everything up to the check. Gives the path of the draft, without the step.
///
/// # Errors
/// A step is not left.
pub async fn to_check(page: &Page, words: &Words, complaint: &Complaint) -> Outcome<String> {
    let draft = to_message(page, words, complaint).await?;
    go_on(page, &words.t("check.title")).await?;
    Ok(draft)
}

/// What is told of a problem.
pub const PROBLEM: (&str, &str) = ("Connexion impossible", "Depuis lundi, le code n’arrive plus.\nJ’ai essayé deux navigateurs.");

/// Fills what is told of a problem, without leaving it.
///
/// # Errors
/// A field does not take its answer.
pub async fn fill_problem(page: &Page) -> Outcome {
    page.fill("subject", PROBLEM.0).await?;
    page.fill("message", PROBLEM.1).await
}

/// Waits for the confirmation of a problem. Gives the id of the ticket.
///
/// # Errors
/// It does not come.
pub async fn problem_sent(page: &Page, words: &Words) -> Outcome<String> {
    page.heading(&words.t("sent.title-problem")).await?;
    let path = page.path().await?;
    confirmed(&path)
}

/// Waits for the confirmation. Gives the id of the ticket.
///
/// # Errors
/// It does not come.
pub async fn sent(page: &Page, words: &Words) -> Outcome<String> {
    page.heading(&words.t("sent.title")).await?;
    let path = page.path().await?;
    confirmed(&path)
}

/// The id in the path of a confirmation, wherever the app lies.
fn confirmed(path: &str) -> Outcome<String> {
    let id = path.split_once("/sent/").map(|(_, id)| id.to_owned());
    id.ok_or_else(|| format!("the confirmation is at {path}").into())
}

/// The whole way. Gives the id of the ticket.
///
/// # Errors
/// A step is not left.
pub async fn file(page: &Page, words: &Words, complaint: &Complaint) -> Outcome<String> {
    to_check(page, words, complaint).await?;
    page.click(ON).await?;
    sent(page, words).await
}
