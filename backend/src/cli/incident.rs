//! Incidents on the command line: `recourse-backend incident announce`.

use super::client::{Client, Place};
use super::show::printable;
use super::when;
use crate::incident::{IncidentChange, NewIncident, Texts};
use crate::secret::{SystemRandom, new_id};
use crate::serve::HANDLER_KEY;
use crate::store::IncidentRow;
use clap::{Args, Subcommand};
use recourse_contract::Timestamp;
use reqwest::Method;

/// Say what does not work, and when it does again.
#[derive(Clone, Debug, Args)]
pub struct Incident {
    #[command(flatten)]
    place: Place,
    /// Print JSON, as the API gives it.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    action: Action,
}

/// Texts are written as LANGUAGE:TEXT, once for each language; the platform's default one is needed.
#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Say that something does not work: it stands at these topics at once.
    Announce {
        /// The id of a topic; it counts for those below it, too. Repeat it.
        #[arg(long, required = true)]
        topic: Vec<String>,
        /// What does not work, in a few words: "en:The payments page is down". Repeat it.
        #[arg(long, required = true, value_parser = in_language)]
        title: Vec<(String, String)>,
        /// What is known, and what partners can do meanwhile. Repeat it.
        #[arg(long, required = true, value_parser = in_language)]
        text: Vec<(String, String)>,
        /// Since when: 30m, 2h or 1d ago, or RFC 3339. Default: now.
        #[arg(long, value_parser = when::ago)]
        since: Option<Timestamp>,
    },
    /// Say it in other words.
    Reword {
        /// The incident, as `list` shows it.
        id: String,
        /// In place of the title of before, in all its languages.
        #[arg(long, value_parser = in_language)]
        title: Vec<(String, String)>,
        /// In place of the text of before, likewise.
        #[arg(long, value_parser = in_language)]
        text: Vec<(String, String)>,
    },
    /// Say that it works again, for good: those who asked are told by mail.
    Solve {
        /// The incident, as `list` shows it.
        id: String,
        /// In place of the text of before; it stands in the mail, too.
        #[arg(long, value_parser = in_language)]
        text: Vec<(String, String)>,
    },
    /// What partners see now, with the number of those who wait to be told.
    List,
}

fn in_language(text: &str) -> Result<(String, String), String> {
    let is_tag = |tag: &str| !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let parted = text.split_once(':').filter(|(tag, _)| is_tag(tag));
    let (language, text) = parted.ok_or("write the language first, for example \"en:The payments page is down\"")?;
    Ok((language.to_owned(), text.trim().to_owned()))
}

/// The texts of a repeated argument; nothing when it was not given.
fn texts(given: Vec<(String, String)>) -> Option<Texts> {
    (!given.is_empty()).then(|| given.into_iter().collect())
}

impl Incident {
    /// Runs it.
    ///
    /// # Errors
    /// In words for the person at the terminal.
    pub(super) async fn run(self) -> Result<(), String> {
        let client = self.place.client(HANDLER_KEY)?;
        let change = async |client: &Client, id: &str, change: IncidentChange| {
            client.change::<_, IncidentRow>(Method::PATCH, &format!("/incidents/{id}"), &change, None).await
        };
        let row = match self.action {
            Action::List => {
                let rows: Vec<IncidentRow> = client.get("/incidents", &[]).await?;
                return print(self.json, &rows, &listed(&rows));
            }
            Action::Announce { topic, title, text, since } => {
                let (title, text) = (title.into_iter().collect(), text.into_iter().collect());
                let new = NewIncident { topics: topic, title, text, since };
                client.change(Method::POST, "/incidents", &new, Some(&new_id(&SystemRandom))).await?
            }
            Action::Reword { id, title, text } => {
                change(&client, &id, IncidentChange { title: texts(title), text: texts(text), solved: false }).await?
            }
            Action::Solve { id, text } => {
                change(&client, &id, IncidentChange { title: None, text: texts(text), solved: true }).await?
            }
        };
        print(self.json, &row, &line(&row))
    }
}

fn print<T: serde::Serialize>(as_json: bool, value: &T, text: &str) -> Result<(), String> {
    let json = || serde_json::to_string_pretty(value).map_err(|fault| fault.to_string());
    println!("{}", if as_json { json()? } else { text.to_owned() });
    Ok(())
}

fn listed(rows: &[IncidentRow]) -> String {
    if rows.is_empty() { "No incidents.".into() } else { rows.iter().map(line).collect::<Vec<_>>().join("\n") }
}

fn line(row: &IncidentRow) -> String {
    let state = match row.solved_at {
        Some(at) => format!("solved {at}"),
        None => format!("open, {} to be told", row.waiting),
    };
    let title = row.title.values().next().map(String::as_str).unwrap_or_default();
    format!("{}  since {}  {state}  {}  {}", row.id, row.since, row.topics.join(", "), printable(title))
}

#[cfg(test)]
mod tests {
    use super::in_language;

    #[test]
    fn a_text_says_its_language() {
        let read = in_language("en-GB: Payments: down since 9:10").expect("it does");
        assert_eq!(read, ("en-GB".into(), "Payments: down since 9:10".into()));
        for wrong in ["The payments page is down", "La page : en panne", ":x", ""] {
            assert!(in_language(wrong).is_err(), "{wrong}");
        }
    }
}
