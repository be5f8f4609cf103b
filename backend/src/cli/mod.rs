//! The handlers' side on the command line: the same as the handler API, over which it goes.

mod client;
mod demo_handler;
mod files;
mod given;
mod incident;
mod mail_in;
mod report;
mod show;
mod when;

use crate::handler::{Move, NAME};
use crate::http::{Case, Counting, Opinion, Row};
use crate::receipt::{RECEIPT_KEYS, ReceiptKeys};
use crate::secret::{SystemRandom, new_id, new_key, sha256};
use crate::serve::HANDLER_KEY;
use crate::store::{QuestionRow, Sqlite, Store};
use clap::{Args, Subcommand};
use client::Place;
use demo_handler::DemoHandler;
use given::{Verdict, With, given, legal_ground, named, question};
use incident::Incident;
use recourse_contract::mediation::MediationResult;
use recourse_contract::service::{ExtraField, LegalGround};
use recourse_contract::ticket::State;
use recourse_contract::update::Nothing;
use recourse_contract::{Timestamp, rules};
use reqwest::Method;
use std::path::{Path, PathBuf};
use when::When;

/// Something else than serving.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Work on tickets: list, read, answer. Talks to a running backend.
    Handler(Handler),
    /// Announce what does not work, and solve it: partners see it at its topics. Talks to a running backend.
    Incident(Incident),
    /// Play a handler: answer new tickets by a script, for a newcomer to look at. Talks to a running backend that was started
    /// with --demo.
    DemoHandler(DemoHandler),
    /// Take in a mail that a partner sent back, from standard input: for the mail server. Talks to a running backend. Ends
    /// with 75 when it should be tried again (sysexits.h), and with 0 whatever becomes of the mail.
    MailIn {
        /// Where the backend is.
        #[arg(long, env = "RECOURSE_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
        url: String,
        /// A handler's key. Default: the one in DIR/handler.key.
        #[arg(long, env = "RECOURSE_HANDLER_KEY", value_name = "KEY", hide_env_values = true)]
        key: Option<String>,
        /// The backend's data folder, for its key.
        #[arg(long, env = "RECOURSE_DATA", value_name = "DIR", default_value = "data")]
        data: PathBuf,
        /// The address that the mail was delivered to, where the mail server does not write it into the message.
        #[arg(long, value_name = "ADDRESS")]
        recipient: Option<String>,
    },
    /// Give a handler a key for the handler API. An earlier key of the same name stops working.
    HandlerKey {
        /// As partners see it, for example of a team.
        name: String,
        /// The backend's data folder.
        #[arg(long, env = "RECOURSE_DATA", value_name = "DIR", default_value = "data")]
        data: PathBuf,
    },
    /// Make a new key for receipts. The backend signs with it from its next start on; the public half of the former one stays
    /// published, so that its receipts can still be checked.
    ReceiptKey {
        /// The backend's data folder.
        #[arg(long, env = "RECOURSE_DATA", value_name = "DIR", default_value = "data")]
        data: PathBuf,
    },
}

/// Work on tickets.
#[derive(Clone, Debug, Args)]
pub struct Handler {
    #[command(flatten)]
    place: Place,
    /// Print JSON, as the API gives it.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    action: Action,
}

/// A ticket is named by its reference or its id. A text of `-` is read from standard input. A moment is `+3d`, `+12h`,
/// RFC 3339, or a day, `2026-12-01`: its end in the platform's time zone.
#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// List tickets, the longest waiting first.
    List {
        /// Only those whose promised news is late.
        #[arg(long, visible_alias = "overdue")]
        late: bool,
        /// Only those in this state: received, in_review, waiting_for_partner, preliminary, resolved, in_mediation, closed.
        #[arg(long, value_parser = named::<State>)]
        status: Option<State>,
        /// Only those of this handler.
        #[arg(long)]
        assignee: Option<String>,
        /// Only those with this text in reference, subject or message.
        #[arg(long, short)]
        q: Option<String>,
        /// How many at most.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Read a ticket with its thread.
    Show { ticket: String },
    /// What readers say of the help articles: how many each has helped, and, of the one named, why.
    Articles { slug: Option<String> },
    /// Show the public report of a year as it would be now, and its versions. Once the year is over: publish it, or correct it.
    Report {
        year: u16,
        /// The day on which its figures were found right, 2026-02-01: publishes them.
        #[arg(long, value_name = "DAY")]
        verified_on: Option<String>,
        /// What was wrong: publishes the figures as they are now as the next version. Verified today, unless said otherwise. For
        /// each language "en:Two were missing"; without one it is the platform's first. Repeat it.
        #[arg(long, value_name = "REASON")]
        correct: Vec<String>,
    },
    /// Say whether a technical problem counts as a complaint in the report: yes, no, or topic, as its topic says.
    Count {
        ticket: String,
        #[arg(value_parser = report::counting)]
        as_complaint: Counting,
    },
    /// What people ask about mediation and nobody has answered, the oldest first. Answer by e-mail.
    Questions,
    /// Say that a question about mediation is answered.
    Answered {
        /// The question, as `questions` shows it.
        question: String,
    },
    /// Begin to work on a new ticket.
    TakeUp { ticket: String },
    /// Give a ticket to a handler; without a name, to nobody.
    Assign { ticket: String, to: Option<String> },
    /// Say how far it is, and when the next news comes.
    Progress {
        ticket: String,
        text: String,
        /// When the next news comes at the latest.
        #[arg(long, value_parser = when::parse)]
        news_by: When,
        #[command(flatten)]
        with: With,
    },
    /// Ask the partner.
    Ask {
        ticket: String,
        text: String,
        /// Until when an answer is expected.
        #[arg(long, value_parser = when::parse)]
        by: When,
        /// A question, as LABEL or KIND:LABEL (text, long_text, number, date, yes_no, country, url). Repeat it.
        #[arg(long, required = true, value_parser = question)]
        question: Vec<ExtraField>,
        #[command(flatten)]
        with: With,
    },
    /// Write freely.
    Reply {
        ticket: String,
        text: String,
        #[command(flatten)]
        with: With,
    },
    /// Show a draft decision for comment.
    Preliminary {
        ticket: String,
        text: String,
        /// Until when a comment is expected.
        #[arg(long, value_parser = when::parse)]
        by: When,
        #[command(flatten)]
        verdict: Verdict,
        #[command(flatten)]
        with: With,
    },
    /// Decide.
    Outcome {
        ticket: String,
        text: String,
        #[command(flatten)]
        verdict: Verdict,
        #[command(flatten)]
        with: With,
    },
    /// Record that the mediator takes the case.
    MediationAccepted {
        ticket: String,
        text: String,
        #[command(flatten)]
        with: With,
    },
    /// Record what became of a mediation: agreed, failed or declined.
    MediationResult {
        ticket: String,
        #[arg(value_parser = named::<MediationResult>)]
        result: MediationResult,
        text: String,
        #[command(flatten)]
        with: With,
    },
    /// Correct the ground that a ticket counts under: breach, technological_issue, measure or other. Partners are not told.
    Reclassify {
        ticket: String,
        #[arg(value_parser = legal_ground)]
        legal_ground: LegalGround,
    },
    /// Save an attachment; `show` lists their ids.
    Attachment {
        id: String,
        /// The file to write. One that is there is not overwritten.
        #[arg(long, value_name = "FILE")]
        save: PathBuf,
    },
}

/// Runs a command.
///
/// # Errors
/// In words for the person at the terminal.
pub async fn run(command: Command) -> Result<(), Ended> {
    match command {
        Command::Handler(handler) => Ok(handler.run().await?),
        Command::Incident(incident) => Ok(incident.run().await?),
        Command::DemoHandler(demo) => Ok(demo.run().await?),
        Command::MailIn { url, key, data, recipient } => mail_in::run(&url, key.as_deref(), &data, recipient.as_deref()).await,
        Command::HandlerKey { name, data } => Ok(give_key(&name, &data).await?),
        Command::ReceiptKey { data } => Ok(new_receipt_key(&data)?),
    }
}

/// Why a command did not do its work.
#[derive(Debug)]
pub struct Ended {
    /// The exit status.
    pub code: u8,
    /// In words.
    pub reason: String,
}

impl From<String> for Ended {
    fn from(reason: String) -> Self {
        Self { code: 1, reason }
    }
}

async fn give_key(name: &str, data: &Path) -> Result<(), String> {
    let name = name.trim();
    rules::line(name, NAME).map_err(|_| format!("a name has at most {NAME} characters, on one line"))?;
    let database = data.join("recourse.sqlite");
    if name.is_empty() || !database.exists() {
        return Err(format!("{} is no data folder of a backend, or the name is empty", data.display()));
    }
    let store = Sqlite::open(&database).await.map_err(|fault| format!("{}: {fault}", database.display()))?;
    let key = new_key(&SystemRandom);
    let now = Timestamp(jiff::Timestamp::now().as_millisecond());
    store.keep_handler(name, &sha256(key.as_bytes()), now).await.map_err(|fault| fault.to_string())?;
    println!("{key}");
    Ok(())
}

fn new_receipt_key(data: &Path) -> Result<(), String> {
    let path = data.join(RECEIPT_KEYS);
    let id = ReceiptKeys::rotate(&path, &SystemRandom).map_err(|fault| format!("{}: {fault}", path.display()))?;
    println!("{id}");
    eprintln!("Restart the backend: it signs with this key from then on.");
    Ok(())
}

impl Handler {
    async fn run(self) -> Result<(), String> {
        let client = self.place.client(HANDLER_KEY)?;
        let action = self.action.clone();
        let none = With { attach: Vec::new() };
        let (ticket, what, with) = match action {
            Action::List { late, status, assignee, q, limit } => {
                let mut query = vec![("limit", limit.to_string()), ("late", late.to_string())];
                query.extend(status.map(|status| ("status", show::word(&status))));
                query.extend(assignee.map(|name| ("assignee", name)));
                query.extend(q.map(|words| ("q", words)));
                return self.print(&client.get::<Vec<Row>>("/tickets", &query).await?, |rows| show::list(rows));
            }
            Action::Show { ticket } => {
                return self.print(&client.get::<Case>(&format!("/tickets/{ticket}"), &[]).await?, show::case);
            }
            Action::Articles { slug: None } => {
                return self.print(&client.get::<Vec<Opinion>>("/articles", &[]).await?, |all| show::opinions(all));
            }
            Action::Articles { slug: Some(slug) } => {
                return self.print(&client.get::<Opinion>(&format!("/articles/{slug}"), &[]).await?, show::opinion);
            }
            Action::Report { year, verified_on: None, correct } if correct.is_empty() => {
                return self.print(&report::read(&client, year).await?, report::shown);
            }
            Action::Report { year, verified_on, correct } => {
                return self.print(&report::publish(&client, year, verified_on, correct).await?, report::version);
            }
            Action::Count { ticket, as_complaint } => {
                return self.print(&report::count(&client, &ticket, as_complaint).await?, report::counted);
            }
            Action::Questions => {
                return self.print(&client.get::<Vec<QuestionRow>>("/questions", &[]).await?, |all| show::questions(all));
            }
            Action::Answered { question } => {
                let path = format!("/questions/{question}/answered");
                let row: QuestionRow = client.change(Method::POST, &path, &Nothing {}, None).await?;
                return self.print(&row, show::question);
            }
            Action::Attachment { id, save } => {
                let bytes = files::save(&client, &id, &save).await?;
                return self.print(&bytes, |bytes| format!("{bytes} bytes in {}", save.display()));
            }
            Action::TakeUp { ticket } => (ticket, Move::TakeUp, none),
            Action::Assign { ticket, to } => (ticket, Move::Assign { to }, none),
            Action::Progress { ticket, text, news_by, with } => {
                let next_news_by = news_by.moment(&client).await?;
                (ticket, Move::Progress { text: given(text)?, next_news_by }, with)
            }
            Action::Ask { ticket, text, by, question, with } => {
                let numbered = question.into_iter().enumerate();
                let questions = numbered.map(|(i, asked)| ExtraField { id: format!("q{}", i + 1), ..asked }).collect();
                let due_at = by.moment(&client).await?;
                (ticket, Move::Ask { text: given(text)?, questions, due_at }, with)
            }
            Action::Reply { ticket, text, with } => (ticket, Move::Reply { text: given(text)? }, with),
            Action::Preliminary { ticket, text, by, verdict, with } => {
                let due_at = by.moment(&client).await?;
                (ticket, Move::Preliminary { text: given(text)?, outcome: verdict.into(), due_at }, with)
            }
            Action::Outcome { ticket, text, verdict, with } => {
                (ticket, Move::Outcome { text: given(text)?, outcome: verdict.into() }, with)
            }
            Action::MediationAccepted { ticket, text, with } => (ticket, Move::MediationAccepted { text: given(text)? }, with),
            Action::Reclassify { ticket, legal_ground } => (ticket, Move::Reclassify { legal_ground }, none),
            Action::MediationResult { ticket, result, text, with } => {
                (ticket, Move::MediationResult { result, text: given(text)? }, with)
            }
        };
        let attachments = files::upload(&client, &with.attach).await?;
        match client.post(&ticket, &what, &attachments, &new_id(&SystemRandom), None).await? {
            Some(update) => self.print(&update, show::update),
            None => Ok(()),
        }
    }

    fn print<T: serde::Serialize>(&self, value: &T, text: impl Fn(&T) -> String) -> Result<(), String> {
        let json = || serde_json::to_string_pretty(value).map_err(|fault| fault.to_string());
        println!("{}", if self.json { json()? } else { text(value) });
        Ok(())
    }
}
