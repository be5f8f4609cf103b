//! Who of the platform hears of what partners do: addresses for each topic, and webhooks. Partners never see it.

use super::node::{Fault, InOneLanguage};
use super::typed;
use axum::http::Uri;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use recourse_contract::rules;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};

/// Gives the value of an environment variable.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Who of the platform hears of what partners do.
pub struct Team {
    /// The language of their mail (BCP 47).
    pub language: String,
    /// For topics that name nobody.
    others: Vec<String>,
    by_topic: HashMap<String, Vec<String>>,
    webhooks: Vec<Webhook>,
}

/// A receiver of webhooks.
pub struct Webhook {
    /// As the file says.
    pub url: String,
    /// The same, parsed.
    pub uri: Uri,
    /// The key of the signatures.
    pub secret: Vec<u8>,
    /// With the topics below those named; absent: all.
    topics: Option<HashSet<String>>,
}

impl Team {
    /// Who hears of this topic by mail.
    pub fn addresses(&self, topic: &str) -> &[String] {
        self.by_topic.get(topic).unwrap_or(&self.others)
    }

    /// Every webhook.
    pub fn webhooks(&self) -> &[Webhook] {
        &self.webhooks
    }

    /// The webhooks that hear of this topic.
    pub fn webhooks_of(&self, topic: &str) -> impl Iterator<Item = &Webhook> {
        self.webhooks.iter().filter(move |webhook| webhook.topics.as_ref().is_none_or(|topics| topics.contains(topic)))
    }
}

impl Webhook {
    /// Whether it is reached by TLS.
    pub fn is_secure(&self) -> bool {
        self.uri.scheme_str() == Some("https")
    }
}

/// The table `staff`.
#[derive(Default, Deserialize)]
struct Others {
    #[serde(default)]
    mail: Vec<String>,
    language: Option<String>,
}

/// An entry of `webhook`.
#[derive(Deserialize)]
struct Entry {
    url: String,
    secret: Option<String>,
    secret_env: Option<String>,
    topics: Option<Vec<String>>,
}

/// Takes what is said of staff out of the file, after inheritance. `parents` are those of the topics in their order.
///
/// # Errors
/// The first fault, with its line.
pub fn take(
    json: &mut Json,
    file: &InOneLanguage,
    parents: &[Option<usize>],
    locales: &[String],
    environment: Environment<'_>,
) -> Result<Team, Fault> {
    let (mut ids, mut by_topic) = (Vec::new(), HashMap::new());
    if let Some(Json::Array(topics)) = json.get_mut("topics") {
        for (index, topic) in topics.iter_mut().enumerate() {
            let id = topic.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
            if let Some(staff) = topic.as_object_mut().and_then(|topic| topic.remove("staff")) {
                let path = format!("topics.{index}.staff");
                let named: Vec<String> = typed(staff, &path, file)?;
                by_topic.insert(id.clone(), addresses(named, &path, file)?);
            }
            ids.push(id);
        }
    }
    let mut root = |name: &str| json.as_object_mut().and_then(|root| root.remove(name));
    let others: Others = root("staff").map(|staff| typed(staff, "staff", file)).transpose()?.unwrap_or_default();
    let entries: Vec<Entry> = root("webhook").map(|list| typed(list, "webhook", file)).transpose()?.unwrap_or_default();
    let language = match others.language {
        None => locales.first().cloned().unwrap_or_default(),
        Some(language) if locales.contains(&language) => language,
        Some(_) => return Err(fault(file, "staff.language", "this is none of `locales`")),
    };
    let mut webhooks: Vec<Webhook> = Vec::with_capacity(entries.len());
    for (index, entry) in entries.into_iter().enumerate() {
        let webhook = webhook(entry, &format!("webhook.{index}"), file, &Topics { ids: &ids, parents }, environment)?;
        if webhooks.iter().any(|earlier| earlier.url == webhook.url) {
            return Err(fault(file, &format!("webhook.{index}.url"), "this URL stands twice"));
        }
        webhooks.push(webhook);
    }
    Ok(Team { language, others: addresses(others.mail, "staff.mail", file)?, by_topic, webhooks })
}

fn fault(file: &InOneLanguage, path: &str, reason: &str) -> Fault {
    Fault { line: file.line(path), reason: format!("`{path}`: {reason}") }
}

/// Each address once: nobody is told twice.
fn addresses(named: Vec<String>, path: &str, file: &InOneLanguage) -> Result<Vec<String>, Fault> {
    let mut all: Vec<String> = Vec::with_capacity(named.len());
    for (index, address) in named.into_iter().enumerate() {
        if rules::email(&address).is_err() {
            return Err(fault(file, &format!("{path}.{index}"), "this is no e-mail address"));
        }
        if all.iter().all(|earlier| !earlier.eq_ignore_ascii_case(&address)) {
            all.push(address);
        }
    }
    Ok(all)
}

fn webhook(
    entry: Entry,
    path: &str,
    file: &InOneLanguage,
    known: &Topics<'_>,
    environment: Environment<'_>,
) -> Result<Webhook, Fault> {
    let fail = |name: &str, reason: &str| fault(file, &format!("{path}.{name}"), reason);
    let uri = address(&entry.url)
        .ok_or_else(|| fail("url", "this is no web address, for example https://desk.platform.example/recourse"))?;
    let (name, secret) = match (entry.secret, entry.secret_env) {
        (Some(secret), None) => ("secret", secret),
        (None, Some(variable)) => {
            let value = environment(&variable);
            let unset = || fail("secret_env", &format!("the environment variable {variable} is not set"));
            ("secret_env", value.ok_or_else(unset)?)
        }
        _ => return Err(fault(file, path, "a webhook needs either `secret` or `secret_env`")),
    };
    let no_secret = "a secret is `whsec_` and 24 to 64 random bytes in base64, for example of `openssl rand -base64 32`";
    let secret = secret_of(&secret).ok_or_else(|| fail(name, no_secret))?;
    for (index, topic) in entry.topics.iter().flatten().enumerate() {
        if !known.ids.contains(topic) {
            return Err(fail(&format!("topics.{index}"), &format!("there is no topic {topic:?}")));
        }
    }
    let topics = entry.topics.map(|named| known.with_below(&named));
    Ok(Webhook { url: entry.url, uri, secret, topics })
}

/// A web address without a user's name: it would not be sent.
fn address(url: &str) -> Option<Uri> {
    let uri: Uri = url.parse().ok()?;
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    let plain = uri.authority().is_some_and(|authority| !authority.host().is_empty() && !authority.as_str().contains('@'));
    (is_web && plain).then_some(uri)
}

/// The key in a secret as Standard Webhooks writes it.
fn secret_of(text: &str) -> Option<Vec<u8>> {
    let key = STANDARD.decode(text.trim().strip_prefix("whsec_")?).ok()?;
    (24..=64).contains(&key.len()).then_some(key)
}

/// The topics in the order of the file.
struct Topics<'a> {
    ids: &'a [String],
    parents: &'a [Option<usize>],
}

impl Topics<'_> {
    /// These topics and all below them.
    fn with_below(&self, named: &[String]) -> HashSet<String> {
        let mut all: HashSet<String> = HashSet::new();
        // Parents stand before their sub-topics.
        for (index, id) in self.ids.iter().enumerate() {
            let parent = self.parents.get(index).copied().flatten().and_then(|at| self.ids.get(at));
            if named.contains(id) || parent.is_some_and(|parent| all.contains(parent)) {
                all.insert(id.clone());
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DEMO, ServiceFile};

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// The demo file with this added, and staff for the payments.
    fn text(more: &str) -> String {
        let mut text = DEMO.to_owned();
        for (id, staff) in [
            ("payments", "[\"payouts@platform.example\", \"PAYOUTS@platform.example\", \"chief@platform.example\"]"),
            ("payments/late", "[\"late@platform.example\"]"),
            ("payments/amount", "[]"),
        ] {
            let line = format!("id = \"{id}\"\n");
            assert!(text.contains(&line), "{line}");
            text = text.replacen(&line, &format!("{line}staff = {staff}\n"), 1);
        }
        format!("{text}\n{more}")
    }

    fn parse(text: &str) -> Result<ServiceFile, String> {
        ServiceFile::parse_in(text, &|name| (name == "HOOK").then(|| SECRET.to_owned())).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_topic_has_its_own_staff_its_parents_or_everybodys() {
        let file = parse(&text("[staff]\nmail = [\"all@platform.example\"]\nlanguage = \"en\"\n")).expect("it is right");
        let team = file.team();
        assert_eq!(team.addresses("payments/blocked"), ["payouts@platform.example", "chief@platform.example"]);
        assert_eq!(team.addresses("payments/late"), ["late@platform.example"]);
        assert!(team.addresses("payments/amount").is_empty(), "an empty list is an answer");
        for topic in ["commission/rate", "one that has gone"] {
            assert_eq!(team.addresses(topic), ["all@platform.example"], "{topic}");
        }
        assert_eq!(team.language, "en");
        assert_eq!(parse(DEMO).expect("it is right").team().language, "fr");
    }

    #[test]
    fn a_webhook_hears_of_its_topics_and_those_below() {
        let hooks = format!(
            "[[webhook]]\nurl = \"https://a.example/x\"\nsecret = \"{SECRET}\"\ntopics = [\"payments\"]\n\
             [[webhook]]\nurl = \"http://127.0.0.1:9000\"\nsecret_env = \"HOOK\"\n"
        );
        let file = parse(&text(&hooks)).expect("it is right");
        let urls = |topic: &str| file.team().webhooks_of(topic).map(|webhook| webhook.url.as_str()).collect::<Vec<_>>();
        assert_eq!(urls("payments/late"), ["https://a.example/x", "http://127.0.0.1:9000"]);
        assert_eq!(urls("commission/rate"), ["http://127.0.0.1:9000"]);
        let secure: Vec<bool> = file.team().webhooks().iter().map(|webhook| webhook.is_secure()).collect();
        assert_eq!(secure, [true, false]);
        assert!(file.team().webhooks().iter().all(|webhook| webhook.secret.len() == 24));
    }

    #[test]
    fn a_fault_names_line_and_place() {
        let last = text("").lines().count() + 1;
        let hook = |rest: &str| format!("[[webhook]]\n{rest}");
        for (more, line, words) in [
            ("[staff]\nmail = [\"nobody\"]".to_owned(), 1, "`staff.mail.0`: this is no e-mail address"),
            ("[staff]\nlanguage = \"de\"".into(), 1, "`staff.language`: this is none of `locales`"),
            ("[staff]\nphone = \"1\"".into(), 1, "`staff.phone` is not known here"),
            (hook("url = \"ftp://a.example\"\nsecret_env = \"HOOK\""), 1, "`webhook.0.url`: this is no web address"),
            (hook("url = \"https://u:p@a.example\"\nsecret_env = \"HOOK\""), 1, "`webhook.0.url`"),
            (hook("url = \"/recourse\"\nsecret_env = \"HOOK\""), 1, "`webhook.0.url`"),
            (hook("url = \"https://a.example\"\nsecret_env = \"NONE\""), 2, "the environment variable NONE is not set"),
            (hook("url = \"https://a.example\"\nsecret = \"whsec_c2hvcnQ=\""), 2, "`webhook.0.secret`: a secret is"),
            (hook("url = \"https://a.example\"\nsecret_env = \"HOOK\"\ntopics = [\"none\"]"), 3, "there is no topic \"none\""),
            (hook("url = \"https://a.example\"\nsecret_env = \"HOOK\"\ncolour = 1"), 3, "`webhook.0.colour` is not known here"),
        ] {
            let found = parse(&text(&more)).err().unwrap_or_default();
            assert!(found.starts_with(&format!("line {}: ", last + line)) && found.contains(words), "{more}: {found}");
        }
        let found = parse(&text(&hook("url = \"https://a.example\""))).err().unwrap_or_default();
        assert!(found.contains("`webhook.0`: a webhook needs either `secret` or `secret_env`"), "{found}");
        let twice = hook("url = \"https://a.example\"\nsecret_env = \"HOOK\"\n").repeat(2);
        assert!(parse(&text(&twice)).err().unwrap_or_default().contains("`webhook.1.url`: this URL stands twice"));
        let nobody = DEMO.replacen("id = \"payments\"\n", "id = \"payments\"\nstaff = [\"payouts\"]\n", 1);
        let found = parse(&nobody).err().unwrap_or_default();
        assert!(found.contains("`topics.0.staff.0`: this is no e-mail address"), "{found}");
    }
}
