//! What an operator says of the platform: one TOML file, all languages in it, read at start.

mod check;
mod contact;
mod fields;
mod identity;
mod mediation;
mod node;
mod report;
mod staff;
mod theme;
mod topics;

pub use fields::field_fault;
pub use node::Fault;
pub use report::Reporting;
pub use staff::{Environment, Team, Webhook};

use crate::articles::Articles;
use crate::identity::Key;
use node::{Document, InOneLanguage};
use recourse_contract::Service;
use recourse_contract::article::Article;
use recourse_contract::localised::negotiate;
use recourse_contract::service::{Capability, Notice, Topic};
use recourse_contract::ticket::TicketKind;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use std::sync::RwLock;

/// The demo platform, used when no file is named.
pub const DEMO: &str = include_str!("../../demo/service.toml");

/// The file, in all its languages.
pub struct ServiceFile {
    locales: Vec<String>,
    by_locale: HashMap<String, Localised>,
    identity: Vec<Key>,
    team: Team,
    reporting: Reporting,
    articles: Articles,
    /// Hours on average by topic, as the last report says; they take the place of those in the file.
    averages: RwLock<BTreeMap<String, u32>>,
}

/// The file in one language.
pub struct Localised {
    /// BCP 47.
    pub locale: String,
    /// What `GET /service` answers.
    pub service: Service,
    /// The acknowledgement of each ticket.
    pub acknowledgement: Acknowledgement,
    /// How the system works: for the report.
    pub how: Vec<Notice>,
    /// Within how many days questions about mediation are answered, where the platform says so.
    pub question_days: Option<u32>,
}

/// What the platform answers the moment a ticket is stored.
#[derive(Debug, Deserialize)]
pub struct Acknowledgement {
    /// Plain text.
    pub text: String,
    /// What happens next.
    #[serde(default)]
    pub next_steps: Vec<AnnouncedStep>,
    /// The same where a problem is reported; without it, as for every ticket.
    pub technical_problem: Option<Box<Acknowledgement>>,
    /// The same where mediation is asked for without a complaint before it.
    pub mediation: Option<Box<Acknowledgement>>,
}

impl Acknowledgement {
    /// What is answered to this kind of ticket.
    pub fn of(&self, kind: TicketKind) -> &Self {
        let own = match kind {
            TicketKind::TechnicalProblem => self.technical_problem.as_deref(),
            TicketKind::Mediation => self.mediation.as_deref(),
            _ => None,
        };
        own.unwrap_or(self)
    }
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
            let (localised, others) = localised(file, locale, &locales, environment)?;
            by_locale.insert(locale.clone(), localised);
            // The same in every language.
            rest = Some(others);
        }
        let (identity, team, reporting) = rest.expect("a file has at least one language");
        let (articles, averages) = (Articles::default(), RwLock::default());
        Ok(Self { locales, by_locale, identity, team, reporting, articles, averages })
    }

    /// The same with these articles beside it. Whether there are any is announced, whatever the file says of it.
    #[must_use]
    pub fn with_articles(mut self, articles: Articles) -> Self {
        for localised in self.by_locale.values_mut() {
            let capabilities = &mut localised.service.capabilities;
            capabilities.retain(|known| *known != Capability::Articles);
            capabilities.extend((!articles.is_empty()).then_some(Capability::Articles));
        }
        self.articles = articles;
        self
    }

    /// Links of the file to articles that are not beside it.
    pub fn dead_links(&self) -> Vec<&str> {
        fn walk<'a>(topics: &'a [Topic], all: &mut Vec<&'a str>) {
            for topic in topics {
                all.extend(topic.articles.iter().map(|link| link.url.as_str()));
                walk(&topic.topics, all);
            }
        }
        let service = &self.default_language().service;
        let mut all: Vec<&str> = service.platform.links.iter().map(|link| link.url.as_str()).collect();
        walk(&service.topics, &mut all);
        all.retain(|url| url.strip_prefix("/articles/").is_some_and(|slug| self.articles.get(slug, "").is_none()));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The articles beside it.
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    /// An article in the language that answers an `Accept-Language` header best, else in the default one.
    pub fn article(&self, slug: &str, header: Option<&str>) -> Option<&Article> {
        self.articles.get(slug, negotiate(header, &self.locales).unwrap_or_default())
    }

    /// The languages of the file, the default first.
    pub fn locales(&self) -> &[String] {
        &self.locales
    }

    /// The keys that the embedding platform signs its word on partners with.
    pub fn identity(&self) -> &[Key] {
        &self.identity
    }

    /// Who of the platform hears of what partners do.
    pub fn team(&self) -> &Team {
        &self.team
    }

    /// What the file says of the public report.
    pub fn reporting(&self) -> &Reporting {
        &self.reporting
    }

    /// Takes the averages of a report over, in place of those of before.
    pub fn take_averages(&self, averages: BTreeMap<String, u32>) {
        *self.averages.write().expect("nobody panics with it") = averages;
    }

    /// Hours that this topic took on average in the last published year; without one, as the file says.
    pub fn average_hours(&self, topic: &str, said: Option<u32>) -> Option<u32> {
        self.averages.read().expect("nobody panics with it").get(topic).copied().or(said)
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

/// What is the same in each language, and no partner reads.
type Beside = (Vec<Key>, Team, Reporting);

fn localised(
    mut file: InOneLanguage,
    locale: &str,
    locales: &[String],
    environment: Environment<'_>,
) -> Result<(Localised, Beside), Fault> {
    let parents = topics::inherit(&mut file)?;
    contact::fill(&mut file);
    let mut json = std::mem::take(&mut file.json);
    let team = staff::take(&mut json, &file, &parents, locales, environment)?;
    let (reporting, how) = report::take(&mut json, &file)?;
    let minimum = mediation::minimum(&mut json, &file)?;
    let question_days = mediation::question_days(&mut json, &file)?;
    let mut take = |name: &str| json.as_object_mut().and_then(|root| root.remove(name));
    let (acknowledgement, identity) = (take("acknowledgement"), take("identity"));
    let Some(acknowledgement) = acknowledgement else {
        return Err(Fault { line: 1, reason: "the table `acknowledgement` is missing: it answers each ticket".into() });
    };
    let acknowledgement: Acknowledgement = typed(acknowledgement, "acknowledgement", &file)?;
    let mut service: Service = typed(json, "", &file)?;
    check::check(&service, &service.topics, &file)?;
    theme::check(&service, &file)?;
    contact::check(&service, &service.topics, &file)?;
    mediation::check(&service, minimum, &service.topics, &file)?;
    // What the limits let through is offered.
    if service.limits.attachments > 0 && !service.offers(Capability::Uploads) {
        service.capabilities.push(Capability::Uploads);
    }
    let keys = identity::keys(identity, &service, &file)?;
    let flat: Vec<Topic> = std::mem::take(&mut service.topics);
    service.topics = topics::tree(flat, &parents);
    // Staff announce incidents at run time: every platform can.
    if !service.offers(Capability::Incidents) {
        service.capabilities.push(Capability::Incidents);
    }
    // Whoever has topics for problems takes problems.
    if topics::take(&service.topics, TicketKind::TechnicalProblem) && !service.offers(Capability::TechnicalProblems) {
        service.capabilities.push(Capability::TechnicalProblems);
    }
    let localised = Localised { locale: locale.to_owned(), service, acknowledgement, how, question_days };
    Ok((localised, (keys, team, reporting)))
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
            assert_eq!(service.first_contacts.len(), 3);
            assert!(service.offers(Capability::Incidents));
            assert!(service.mediation.mediators.len() >= 2);
            assert!(service.leaf("account/other", TicketKind::Complaint).is_some());
            for branch in service.topics.iter().filter(|topic| !topic.topics.is_empty()) {
                let last = branch.topics.last().map(|topic| topic.id.as_str()).unwrap_or_default();
                assert!(last.ends_with("/other"), "{} ends with {last}", branch.id);
                assert!(branch.topics.iter().all(|leaf| leaf.target_hours.is_some()), "{}", branch.id);
                assert!(branch.topics.iter().all(|leaf| (3..=6).contains(&leaf.precision.len())), "{}", branch.id);
            }
        }
        let english = file.in_language("en");
        assert!(english.service.offers(Capability::TechnicalProblems), "it has topics for problems");
        let acknowledged =
            [TicketKind::Complaint, TicketKind::TechnicalProblem].map(|kind| &english.acknowledgement.of(kind).text);
        assert_ne!(acknowledged[0], acknowledged[1]);
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
            ("[platform]", "[platform]\nlogo = \"http://sejours.example/logo.svg\"", "platform.logo"),
            ("parent = \"payments\"", "parent = \"payment\"", "has to stand before"),
            ("pattern = \"9999-999-999\"", "pattern = \"9999\"", "does not follow the pattern"),
            ("target_hours = ", "target_hours = \"a week\" # ", "target_hours"),
            ("managed_by = \"affiliate\"", "managed_by = \"agency\"", "first_contacts"),
            ("managed_by = \"affiliate\"", "managed_by = \"cousin\"", "first_contacts.1.managed_by"),
            ("email = \"agencies@", "email = \"agencies", "first_contacts.2.email"),
            ("kind = \"telephone\"", "kind = \"telephon\"", "contact_options.2.kind"),
            ("url = \"tel:", "url = \"+", "contact_options.2.url"),
            ("days = [1, 2, 3, 4, 5]", "days = [0, 1]", "contact_options.2.opening.hours"),
            ("days = [1, 2, 3, 4, 5]", "days = []", "opening.hours"),
            ("from = \"09:00\", to = \"18:00\"", "from = \"18:00\", to = \"09:00\"", "closes later"),
            ("from = \"09:00\", to = \"18:00\"", "from = \"9 h\", to = \"18 h\"", "are written as"),
            ("to = \"18:00\" }]", "to = \"18:00\" }, { days = [5], from = \"17:00\", to = \"19:00\" }]", "overlap"),
            ("opening = { hours", "opening = { time_zone = \"Europe/Paree\", hours", "opening.time_zone"),
            ("closed_on = [", "closed_on = [\"2026-02-30\", ", "opening.closed_on"),
            (
                "[[first_contacts]]",
                "[[incidents]]\nid = \"i\"\ntopics = []\ntitle = \"t\"\ntext = \"t\"\nsince = \"2026-11-02T08:10:00Z\"\n\n[[first_contacts]]",
                "incident announce",
            ),
            (
                "[[first_contacts]]",
                "[[receipt_keys]]\nid = \"k\"\npublic_key = \"short\"\n\n[[first_contacts]]",
                "`receipt_keys.0.public_key`: this is no public key",
            ),
            ("threshold = 5", "threshold = 0", "`report.threshold`"),
            ("threshold = 5", "treshold = 5", "`report.treshold` is not known here"),
            ("kinds = [\"complaint\"]", "kinds = [\"complaint\"]\ncounts_as_complaint = \"yes\"", "counts_as_complaint"),
            ("locales = [", "report_years = [2025]\nlocales = [", "`report_years`"),
            ("minimum = 2", "minimum = 4", "4 mediators have to be named, and there are 3"),
            ("minimum = 2", "minimum = \"two\"", "`mediation.minimum`"),
            ("question_days = 5", "question_days = \"soon\"", "`mediation.question_days`"),
            ("\"AT\", \"BE\", \"BG\"", "\"AT\", \"XX\", \"BG\"", "`mediation.countries.1`: \"XX\" is no ISO 3166-1 code"),
            ("[\"AT\", \"BE\", \"DE\"", "[\"AT\", \"Belgium\"", "mediation.mediators.1.countries"),
            ("[\"de\", \"fr\", \"en\", \"nl\"]", "[\"de\", \"French\"]", "mediation.mediators.1.languages"),
            ("[\"de\", \"fr\", \"en\", \"nl\"]", "[]", "mediation.mediators.1.languages"),
            ("id = \"rhine\"", "id = \"cmp\"", "the mediator \"cmp\" stands twice"),
            ("url = \"https://rhein-", "url = \"http://rhein-", "mediation.mediators.1.url"),
            ("\"satisfaction\", \"mediation\"]", "\"satisfaction\"]", "need \"mediation\" in `capabilities`"),
            ("[mediation]\n", "[periods]\nanswer_days = 7\n\n[mediation]\n", "periods.remind_days"),
            ("[mediation]\n", "[periods]\nanswer_days = 0\n\n[mediation]\n", "periods.answer_days"),
            ("signs = [\"date\"]", "signs = [\"day\"]", "`topics.0.precision.0.signs`: signs are \"date\""),
            ("says = \"booking\"", "says = \"bookings\"", "`topics.1.fields.0.says`: the topic has no point \"bookings\""),
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
