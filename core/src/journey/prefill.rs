//! What is known of a partner before the first question.

use super::{Field, Linked, channel_name};
use recourse_contract::Service;
use recourse_contract::session::Details;
use recourse_contract::ticket::{ManagedBy, Partner, TicketKind};

/// What is known of a partner before the first question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefill {
    /// Answers by field.
    pub answers: Vec<(Field, String)>,
    /// Answers that the link brought along which the partner followed. They count as the partner's own.
    pub linked: Vec<(Field, String)>,
}

impl Prefill {
    /// Takes in who filed before on this device; it comes after what was guessed.
    pub fn remember(&mut self, partner: Partner) {
        let channel = channel_name(partner.channel).to_owned();
        let details = Details {
            name: Some(partner.name),
            phone: partner.phone,
            company: partner.company,
            country: Some(partner.country),
            properties: partner.properties,
            language: Some(partner.language),
            managed_by: Some(partner.managed_by),
        };
        self.add(Some(partner.email), details);
        self.answers.push((Field::Channel, channel));
    }

    /// Takes in what a link brought along. What it says of property and country comes before what is remembered.
    pub fn follow(&mut self, link: &Linked, kind: TicketKind, service: &Service) {
        let topic = link.topic_of(kind, service).map(|topic| (Field::Topic, topic.id.clone()));
        let property = link.property.clone().map(|property| (Field::Properties, property));
        let country = link.country.clone().map(|country| (Field::Country, country));
        self.linked.extend(topic.into_iter().chain(property).chain(country));
    }

    /// Takes in who is signed in, and what the embedding platform says of them; it comes after what was guessed.
    pub fn add(&mut self, email: Option<String>, details: Details) {
        let managed_by = details.managed_by.and_then(managed_name);
        let properties = Some(details.properties.join("\n")).filter(|properties| !properties.is_empty());
        let known = [
            (Field::Email, email),
            (Field::Name, details.name),
            (Field::Phone, details.phone),
            (Field::Company, details.company),
            (Field::Country, details.country),
            (Field::Properties, properties),
            (Field::Language, details.language),
            (Field::ManagedBy, managed_by.map(str::to_owned)),
        ];
        for (field, answer) in known {
            if let Some(answer) = answer {
                self.answers.retain(|(guessed, _)| *guessed != field);
                self.answers.push((field, answer));
            }
        }
    }
}

/// The name of who looks after an account; nothing for somebody whom this version does not know.
fn managed_name(by: ManagedBy) -> Option<&'static str> {
    match by {
        ManagedBy::AccountManager => Some("account_manager"),
        ManagedBy::Affiliate => Some("affiliate"),
        ManagedBy::Agency => Some("agency"),
        ManagedBy::Myself => Some("myself"),
        ManagedBy::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_platform_says_goes_before_a_guess() {
        let answers = vec![(Field::Audience, "partner".into()), (Field::Language, "fr".into())];
        let mut prefill = Prefill { answers, ..Prefill::default() };
        let details = Details {
            name: Some("Marie Dupont".into()),
            properties: vec!["1".into(), "2".into()],
            language: Some("en".into()),
            managed_by: Some(ManagedBy::Agency),
            ..Details::default()
        };
        prefill.add(Some("marie@auberge.example".into()), details);
        let text = |field: Field| {
            let found: Vec<_> = prefill.answers.iter().filter(|(known, _)| *known == field).map(|(_, text)| &**text).collect();
            assert!(found.len() <= 1, "{field:?}");
            found.first().copied()
        };
        assert_eq!(text(Field::Audience), Some("partner"));
        assert_eq!((text(Field::Language), text(Field::Email)), (Some("en"), Some("marie@auberge.example")));
        assert_eq!((text(Field::Properties), text(Field::ManagedBy), text(Field::Phone)), (Some("1\n2"), Some("agency"), None));
    }
}
