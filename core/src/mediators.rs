//! Finding a mediator: who serves a country, and who suits.

use recourse_contract::service::Mediator;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Where the partner is established (ISO 3166-1 alpha-2). Empty: anywhere.
    pub country: String,
    /// A language of the proceedings (BCP 47). Empty: any.
    pub language: String,
    /// Only those that work at a distance.
    pub remote: bool,
}

impl Wanted {
    /// Whether this mediator suits.
    pub fn takes(&self, mediator: &Mediator) -> bool {
        (self.country.is_empty() || serves(mediator, &self.country))
            && (self.language.is_empty() || mediator.languages.contains(&self.language))
            && (mediator.remote || !self.remote)
    }
}

/// The mediators that suit, in their order. The one that is chosen stays among them: a wish takes no choice away unseen.
pub fn found(all: &[Mediator], wanted: &Wanted, chosen: &str) -> Vec<Mediator> {
    all.iter().filter(|one| wanted.takes(one) || one.id == chosen).cloned().collect()
}

/// Whether a mediator takes cases of partners of this country.
pub fn serves(mediator: &Mediator, country: &str) -> bool {
    mediator.countries.is_empty() || mediator.countries.iter().any(|one| one == country)
}

/// The one that serves a country, where it is one alone.
pub fn sole<'a>(all: &'a [Mediator], country: &str) -> Option<&'a Mediator> {
    let mut serving = all.iter().filter(|mediator| serves(mediator, country));
    serving.next().filter(|_| serving.next().is_none())
}

/// The languages that these mediators work in, each once, in the order in which they name them.
pub fn languages(mediators: &[Mediator]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for language in mediators.iter().flat_map(|mediator| &mediator.languages) {
        if !all.contains(language) {
            all.push(language.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::Service;

    fn mediators() -> Vec<Mediator> {
        let service: Service = serde_json::from_str(include_str!("../../contract/examples/service.json")).expect("an example");
        service.mediation.mediators
    }

    #[test]
    fn who_serves_all_countries_serves_each_and_each_wish_narrows() {
        let mut mediators = mediators();
        mediators[1].remote = false;
        let found = |country: &str, language: &str, remote| -> Vec<&str> {
            let wanted = Wanted { country: country.into(), language: language.into(), remote };
            mediators.iter().filter(|mediator| wanted.takes(mediator)).map(|mediator| mediator.id.as_str()).collect()
        };
        assert_eq!(found("", "", false), ["quai", "agora"]);
        assert_eq!(found("FR", "", false), ["quai"]);
        assert_eq!(found("DE", "", false), ["quai", "agora"]);
        assert_eq!(found("DE", "de", false), ["agora"]);
        assert_eq!(found("DE", "en", true), ["quai"]);
        assert!(found("FR", "nl", false).is_empty());
    }

    #[test]
    fn the_chosen_one_stays_whatever_is_wished() {
        let mediators = mediators();
        let ids = |language: &str, chosen: &str| -> Vec<String> {
            let wanted = Wanted { language: language.into(), ..Wanted::default() };
            found(&mediators, &wanted, chosen).into_iter().map(|mediator| mediator.id).collect()
        };
        assert_eq!(ids("de", ""), ["agora"]);
        assert_eq!(ids("de", "quai"), ["quai", "agora"]);
        assert_eq!(ids("de", "agora"), ["agora"]);
        assert_eq!(ids("sv", "quai"), ["quai"]);
    }

    #[test]
    fn one_alone_is_no_choice() {
        let mut mediators = mediators();
        assert_eq!(sole(&mediators, "FR").map(|mediator| mediator.id.as_str()), Some("quai"));
        assert_eq!(sole(&mediators, "DE"), None, "two serve it");
        mediators[0].countries = vec!["FR".into()];
        assert_eq!(sole(&mediators, "US"), None);
    }

    #[test]
    fn each_language_is_offered_once() {
        assert_eq!(languages(&mediators()), ["fr", "en", "de", "nl"]);
    }
}
