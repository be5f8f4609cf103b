//! What is known of a partner before the first question.

use super::Field;
use recourse_contract::session::Details;
use recourse_contract::ticket::ManagedBy;

/// What is known of a partner before the first question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefill {
    /// Answers by field.
    pub answers: Vec<(Field, String)>,
}

impl Prefill {
    /// Takes in who is signed in, and what the embedding platform says of them; it comes after what was guessed.
    pub fn add(&mut self, email: Option<String>, details: Details) {
        let managed_by = match details.managed_by {
            Some(ManagedBy::AccountManager) => Some("account_manager"),
            Some(ManagedBy::Affiliate) => Some("affiliate"),
            Some(ManagedBy::Agency) => Some("agency"),
            Some(ManagedBy::Myself) => Some("myself"),
            Some(ManagedBy::Other) | None => None,
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_platform_says_goes_before_a_guess() {
        let mut prefill = Prefill { answers: vec![(Field::Audience, "partner".into()), (Field::Language, "fr".into())] };
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
