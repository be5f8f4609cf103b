//! The words of a request that waits.

use super::{Entry, Purpose};
use recourse_contract::mediation::NewMediation;
use recourse_contract::outcome::{NewReview, NewWithdrawal, Satisfaction};
use recourse_contract::{NewUpdate, json, read_objects};

/// Of a question about mediation, what is shown of it.
struct Asked {
    text: String,
}

read_objects! { Asked { text } }

impl Entry {
    /// What the partner has written in it, answers one after the other; empty where it is no text.
    pub fn text(&self) -> String {
        let text = match &self.purpose {
            Purpose::Satisfaction { .. } => json::read::<Satisfaction>(&self.body).ok().and_then(|said| said.comment),
            Purpose::Review { .. } => json::read::<NewReview>(&self.body).ok().map(|review| review.text),
            Purpose::Mediation { .. } => json::read::<NewMediation>(&self.body).ok().map(|asked| asked.statement),
            Purpose::Question => json::read::<Asked>(&self.body).ok().map(|asked| asked.text),
            Purpose::Withdraw { .. } => json::read::<NewWithdrawal>(&self.body).ok().and_then(|withdrawn| withdrawn.reason),
            _ => None,
        };
        if let Some(text) = text {
            return text;
        }
        let Ok(update) = json::read::<NewUpdate>(&self.body) else { return String::new() };
        let answers = update.answers.into_values().map(|answer| answer.to_string());
        answers.chain([update.text]).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(purpose: Purpose, body: &str) -> Entry {
        Entry::new("k".into(), purpose, "/x".into(), body.into(), 1)
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        let ticket = || "t".to_owned();
        let all = [
            entry(Purpose::Reply { ticket: ticket() }, r#"{"kind":"reply","text":"Words"}"#),
            entry(Purpose::Review { ticket: ticket() }, r#"{"text":"Words"}"#),
            entry(Purpose::Withdraw { ticket: ticket() }, r#"{"reason":"Words"}"#),
            entry(Purpose::Satisfaction { ticket: ticket() }, r#"{"rating":2,"comment":"Words"}"#),
            entry(Purpose::Question, r#"{"name":"Marie Dupont","text":"Words"}"#),
        ];
        assert!(all.iter().all(|entry| entry.text() == "Words"));
        assert_eq!(entry(Purpose::Nudge { ticket: ticket() }, "{}").text(), "");
    }

    #[test]
    fn what_a_later_version_is_to_send_stays_where_it_is() {
        let stored = entry(Purpose::Question, "{}").to_stored();
        assert!(Entry::from_stored(&stored).is_some());
        assert_eq!(Entry::from_stored(&stored.replace("\"question\"", "\"a_later_kind\"")), None);
        assert_eq!(Entry::from_stored(&stored.replace("\"version\":1", "\"version\":2")), None);
    }
}
