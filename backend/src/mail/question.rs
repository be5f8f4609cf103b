//! The mails about a question on mediation: to staff, whose answer goes to whoever asks, and to whoever asks.

use super::{Letter, quoted};
use crate::life::days;
use crate::service_file::ServiceFile;
use crate::staff::one_line;
use crate::store::QuestionRow;
use crate::words::Words;

/// To a member of staff.
pub fn question_letter(to: &str, language: &str, row: &QuestionRow) -> Letter {
    let words = Words::of(language);
    let mut parts = vec![words.staff("question", &[("name", &one_line(&row.name))])];
    let about = row.reference.as_ref();
    parts.extend(about.map(|reference| words.staff("question_about", &[("reference", &one_line(reference))])));
    parts.push(words.staff("question_language", &[("language", &row.language)]));
    parts.push(quoted(&row.text));
    parts.push(words.staff("question_answer", &[]));
    parts.push(format!("{}\n\n    recourse-backend handler answered {}", words.staff("question_done", &[]), row.id));
    Letter {
        name: String::new(),
        to: to.to_owned(),
        subject: words.staff("question_subject", &[("name", &one_line(&row.name))]),
        text: parts.join("\n\n") + "\n",
        below: None,
        reply_to: Some(row.email.clone()),
    }
}

/// To whoever asks. It holds nothing that they typed: anybody can give anybody's address.
pub fn asked_letter(to: &str, language: &str, row: &QuestionRow, file: &ServiceFile) -> Letter {
    let spoken = file.in_language(language);
    let platform = &spoken.service.platform;
    let words = Words::of(language);
    let date = words.moment(row.at, &platform.time_zone);
    let by = spoken.question_days.map(|within| words.date(days(row.at, within), &platform.time_zone));
    let parts = [
        words.mail("asked", &[("date", &date)]),
        by.map_or_else(|| words.mail("asked_answer", &[]), |by| words.mail("asked_answer_by", &[("date", &by)])),
        words.mail("asked_nothing", &[]),
        words.mail("asked_not_you", &[]),
        words.mail("goodbye", &[("platform", &platform.name)]),
    ];
    Letter {
        name: String::new(),
        to: to.to_owned(),
        subject: words.mail("asked_subject", &[]),
        text: parts.join("\n\n") + "\n",
        below: None,
        reply_to: None,
    }
}
