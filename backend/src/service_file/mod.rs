//! What an operator says of the platform: one TOML file, all languages in it, read at start.

mod check;
mod identity;
mod node;
mod staff;
mod topics;

pub use check::field_fault;
pub use node::Fault;
pub use staff::{Environment, Team, Webhook};

use crate::identity::Key;
use node::{Document, InOneLanguage};
use recourse_contract::Service;
use recourse_contract::localised::negotiate;
use recourse_contract::service::Topic;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::HashMap;

/// The demo platform, used when no file is named.
pub const DEMO: &str = include_str!("../../demo/service.toml");

/// The file, in all its languages.
pub struct ServiceFile {
    locales: Vec<String>,
    by_locale: HashMap<String, Localised>,
    identity: Vec<Key>,
    team: Team,
}

/// The file in one language.
pub struct Localised {
    /// BCP 47.
    pub locale: String,
    /// What `GET /service` answers.
    pub service: Service,
    /// The acknowledgement of each ticket.
    pub acknowledgement: Acknowledgement,
}

/// What the platform answers the moment a ticket is stored.
#[derive(Debug, Deserialize)]
pub struct Acknowledgement {
    /// Plain text.
    pub text: String,
    /// What happens next.
    #[serde(default)]
    pub next_steps: Vec<AnnouncedStep>,
}

/// One thing that happens next.
#[derive(Debug, Deserialize)]
pub struct AnnouncedStep {
    /// What.
    pub text: String,
    /// By when: so many hours after filing.
    pub after_hours: Option<u32>,
    /// By when: the target date of the topic.
    #[serde(default)]
    pub at_target: bool,
}

impl ServiceFile {
    /// Reads and checks the file, with secrets from the environment.
    ///
    /// # Errors
    /// The first fault, with its line and what to do.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Self::parse_in(text, &|name| std::env::var(name).ok())
    }

    /// The same in another environment.
    ///
    /// # Errors
    /// Likewise.
    pub fn parse_in(text: &str, environment: Environment<'_>) -> Result<Self, Fault> {
        let document = Document::parse(text)?;
        let locales = document.locales()?;
        let mut by_locale = HashMap::new();
        let mut rest = None;
        for locale in &locales {
            let file = document.localised(locale, &locales)?;
            let (localised, identity, team) = localised(file, locale, &locales, environment)?;
            by_locale.insert(locale.clone(), localised);
            // The same in every language.
            rest = Some((identity, team));
        }
        let (identity, team) = rest.expect("a file has at least one language");
        Ok(Self { locales, by_locale, identity, team })
    }

    /// The keys that the embedding platform signs its word on partners with.
    pub fn identity(&self) -> &[Key] {
        &self.identity
    }

    /// Who of the platform hears of what partners do.
    pub fn team(&self) -> &Team {
        &self.team
    }

    /// The language that answers an `Accept-Language` header best.
    pub fn negotiated(&self, header: Option<&str>) -> &Localised {
        self.in_language(negotiate(header, &self.locales).unwrap_or_default())
    }

    /// This language, or the default one.
    pub fn in_language(&self, locale: &str) -> &Localised {
        let default = || self.by_locale.get(self.locales.first().map(String::as_str).unwrap_or_default());
        self.by_locale.get(locale).or_else(default).expect("the default language is there")
    }

    /// The default language.
    pub fn default_language(&self) -> &Localised {
        self.in_language("")
    }
}

fn localised(
    mut file: InOneLanguage,
    locale: &str,
    locales: &[String],
    environment: Environment<'_>,
) -> Result<(Localised, Vec<Key>, Team), Fault> {
    let parents = topics::inherit(&mut file)?;
    let mut json = std::mem::take(&mut file.json);
    let team = staff::take(&mut json, &file, &parents, locales, environment)?;
    let mut take = |name: &str| json.as_object_mut().and_then(|root| root.remove(name));
    let (acknowledgement, identity) = (take("acknowledgement"), take("identity"));
    let Some(acknowledgement) = acknowledgement else {
        return Err(Fault { line: 1, reason: "the table `acknowledgement` is missing: it answers each ticket".into() });
    };
    let acknowledgement: Acknowledgement = typed(acknowledgement, "acknowledgement", &file)?;
    let mut service: Service = typed(json, "", &file)?;
    check::check(&service, &service.topics, &file)?;
    let keys = identity::keys(identity, &service, &file)?;
    let flat: Vec<Topic> = std::mem::take(&mut service.topics);
    service.topics = topics::tree(flat, &parents);
    Ok((Localised { locale: locale.to_owned(), service, acknowledgement }, keys, team))
}

/// Reads a type of the contract; an unknown key is a fault, since it is most likely a typing error.
fn typed<T: for<'de> Deserialize<'de>>(json: Json, at: &str, file: &InOneLanguage) -> Result<T, Fault> {
    let place = |path: &str| {
        let path = [at, path].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".");
        (file.line(&path), path)
    };
    let mut unknown = None;
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(json, &mut track);
    let result = serde_ignored::deserialize(tracked, |path| {
        unknown.get_or_insert_with(|| path.to_string().replace(".?", ""));
    });
    let value: T = match result {
        Ok(value) => value,
        Err(fault) => {
            let dotted = track.path().to_string().replace('[', ".").replace(']', "");
            let (line, path) = place(dotted.trim_matches('.'));
            return Err(Fault { line, reason: format!("`{path}`: {fault}") });
        }
    };
    match unknown {
        None => Ok(value),
        Some(path) => {
            let (line, path) = place(&path);
            Err(Fault { line, reason: format!("`{path}` is not known here") })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::ticket::TicketKind;

    /// The demo file with one change, and the fault that it leads to.
    fn fault_of(from: &str, to: &str) -> String {
        assert!(DEMO.contains(from), "the demo file has {from}");
        match ServiceFile::parse(&DEMO.replacen(from, to, 1)) {
            Ok(_) => "no fault".into(),
            Err(fault) => fault.to_string(),
        }
    }

    fn line_of(text: &str) -> usize {
        1 + DEMO.lines().position(|line| line.contains(text)).expect("the demo file has this line")
    }

    #[test]
    fn the_demo_platform_is_complete_in_both_languages() {
        let file = ServiceFile::parse(DEMO).expect("the demo file is right");
        for locale in ["fr", "en"] {
            let service = &file.in_language(locale).service;
            assert!(service.topics.len() >= 12, "{}", service.topics.len());
            assert_eq!(service.audiences[0].id, "partner");
            assert!(service.mediation.mediators.len() >= 2);
            assert!(service.leaf("account/other", TicketKind::Complaint).is_some());
            for branch in service.topics.iter().filter(|topic| !topic.topics.is_empty()) {
                let last = branch.topics.last().map(|topic| topic.id.as_str()).unwrap_or_default();
                assert!(last.ends_with("/other"), "{} ends with {last}", branch.id);
                assert!(branch.topics.iter().all(|leaf| leaf.target_hours.is_some()), "{}", branch.id);
                assert!(branch.topics.iter().all(|leaf| (3..=6).contains(&leaf.precision.len())), "{}", branch.id);
            }
        }
        assert_ne!(file.in_language("fr").acknowledgement.text, file.in_language("en").acknowledgement.text);
        assert_eq!(file.negotiated(Some("de, en;q=0.3")).locale, "en");
        assert_eq!(file.in_language("de").locale, "fr");
    }

    #[test]
    fn a_fault_names_its_line() {
        let line = line_of("id = \"payments/blocked\"");
        let twice = fault_of("id = \"payments/blocked\"", "id = \"payments\"");
        assert_eq!(twice, format!("line {line}: the topic \"payments\" stands twice"));
        let syntax = fault_of("locales = [", "locales = ");
        assert!(syntax.starts_with(&format!("line {}:", line_of("locales = ["))), "{syntax}");
    }

    #[test]
    fn each_kind_of_fault_is_found() {
        for (from, to, words) in [
            ("legal_ground = \"breach\"", "legal_ground = \"breech\"", "legal_ground"),
            ("time_zone = ", "time_sone = ", "time_zone"),
            ("[platform]", "[platform]\ncolour = \"green\"", "platform.colour"),
            ("parent = \"payments\"", "parent = \"payment\"", "has to stand before"),
            ("pattern = \"9999-999-999\"", "pattern = \"9999\"", "does not follow the pattern"),
            ("target_hours = ", "target_hours = \"a week\" # ", "target_hours"),
            ("signs = [\"date\"]", "signs = [\"day\"]", "`topics.0.precision.0.signs`: signs are \"date\""),
            ("id = \"booking\"", "id = \"when\"", "`topics.0.precision.1.id`: the point \"when\" stands twice"),
            ("signs = [\"amount\"]", "signs = []", "`topics.0.precision.2.signs`: a point needs"),
            (
                "line = { fr = \"Montant\u{a0}:\", en = \"Amount:\" }",
                "line = \" \"",
                "`topics.0.precision.2.line`: this is empty",
            ),
        ] {
            let fault = fault_of(from, to);
            assert!(fault.starts_with("line ") && fault.contains(words), "{from} → {to}: {fault}");
        }
    }

    #[test]
    fn a_text_without_one_language_is_a_fault() {
        let file = "locales = [\"fr\", \"en\"]\n[platform]\nname = { fr = \"Un\" }\n";
        let fault = ServiceFile::parse(file).err().map(|fault| fault.to_string());
        assert_eq!(fault.as_deref(), Some("line 3: `platform.name` has no text in \"en\""));
    }
}
