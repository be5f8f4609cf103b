//! The text of a mail to staff. It holds what the partner wrote, since that is their work, and never the private link: the
//! link is the partner's, and mail is forwarded.

use crate::mail::{Letter, filed, files, quoted, said};
use crate::service_file::ServiceFile;
use crate::store::{Failure, News, StaffRow, Store, TicketRow};
use crate::view;
use crate::words::Words;
use recourse_contract::Update;

/// The mail of a notice. Nothing when the update that it speaks of is gone.
///
/// # Errors
/// When the store fails.
pub async fn compose(
    store: &dyn Store,
    file: &ServiceFile,
    row: &StaffRow,
    address: &str,
    ticket: &TicketRow,
) -> Result<Option<Letter>, Failure> {
    let updates = store.updates(&ticket.id, row.number.saturating_sub(1), 1).await?;
    let Some(update) = updates.first().filter(|update| update.number == row.number) else { return Ok(None) };
    let below = store.first_staff_mail(&ticket.id, address).await?.filter(|root| *root != row.id);
    Ok(Some(Letter { below, ..letter(row.news, ticket, update, address, file) }))
}

fn letter(news: News, ticket: &TicketRow, update: &Update, address: &str, file: &ServiceFile) -> Letter {
    let language = file.team().language.as_str();
    let service = &file.in_language(language).service;
    let words = Words::of(language);
    let reference = ticket.reference.as_str();
    let topic = view::summary(ticket, service).topic_label;
    let name = match news {
        News::Filed => "filed",
        News::Written => "written",
        News::Nudged => "nudged",
    };
    let subject = words.mail("subject", &[("subject", &one_line(&ticket.subject))]);
    let mut parts = vec![words.staff(name, &[("name", &one_line(&ticket.partner.name))]), subject];
    let follows = ticket.follows.as_ref().filter(|_| news == News::Filed);
    parts.extend(follows.map(|linked| words.staff("follows", &[("reference", linked.reference.as_str())])));
    match news {
        News::Filed => parts.push(filed(ticket, service, words)),
        News::Written => {
            parts.extend(Some(quoted(&said(update, words))).filter(|text| !text.is_empty()));
            parts.extend(files(&update.attachments, words));
        }
        News::Nudged => {}
    }
    parts.push(format!("{}\n\n    recourse-backend handler show {reference}", words.staff("show", &[])));
    parts.push(words.staff("no_answer", &[]));
    let values = [("reference", reference), ("topic", &topic), ("subject", &ticket.subject)];
    Letter {
        name: String::new(),
        to: address.to_owned(),
        subject: one_line(&words.staff("subject", &values)),
        text: parts.join("\n\n") + "\n",
        below: None,
        // Not the ticket's secret address: what is written there counts as the partner's.
        reply_to: None,
    }
}

/// Text of a partner for a header or a line of its own: without line ends, other control characters, and the marks that
/// turn the direction of what follows (UAX #9), which could make it look like something else.
pub(crate) fn one_line(text: &str) -> String {
    let turns = |c: &char| matches!(*c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let plain: String = text.chars().filter(|c| !turns(c)).map(|c| if ends(c) { ' ' } else { c }).collect();
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_line_of_a_partner_stays_one_line() {
        assert_eq!(one_line("Payout\r\nBcc: all@example.com\u{0}"), "Payout  Bcc: all@example.com");
        assert_eq!(one_line("in\u{202e}ecnamrofni\u{2066}!"), "inecnamrofni!");
        assert_eq!(one_line("Versement d’octobre\u{a0}: 2\u{202f}480\u{a0}€"), "Versement d’octobre\u{a0}: 2\u{202f}480\u{a0}€");
    }
}
