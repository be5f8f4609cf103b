//! The text of a mail, in the partner's language.

use crate::secret::{Link, LinkKey};
use crate::service_file::ServiceFile;
use crate::store::TicketRow;
use crate::words::Words;
use recourse_contract::Update;
use recourse_contract::ticket::Channel;
use recourse_contract::update::UpdateKind;

/// A mail before it is an e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The partner's name.
    pub name: String,
    /// The partner's address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// The address of a ticket with the token that opens it, in the fragment: it is never sent to a server and never logged.
pub fn private_link(public_url: &str, key: &LinkKey, ticket: &TicketRow) -> String {
    let token = key.token(&Link { ticket: ticket.id.clone(), generation: ticket.generation });
    format!("{public_url}/t/{}#k={token}", ticket.id)
}

/// The mail that announces an update.
pub fn letter(ticket: &TicketRow, update: &Update, file: &ServiceFile, link: &str) -> Letter {
    let partner = &ticket.partner;
    let platform = &file.in_language(&partner.language).service.platform;
    let words = Words::of(&partner.language);
    let zone = platform.time_zone.as_str();
    let acknowledges = update.kind == UpdateKind::Acknowledgement;
    let title = if acknowledges { "acknowledgement" } else { "update" };
    let mut parts = vec![words.mail("hello", &[("name", &partner.name)])];
    if acknowledges {
        parts.push(update.text.clone());
        let filed = words.moment(ticket.filed_at, zone);
        parts.push([words.mail("subject", &[("subject", &ticket.subject)]), words.mail("filed", &[("date", &filed)])].join("\n"));
        if !update.next_steps.is_empty() {
            let steps = update.next_steps.iter().map(|step| match step.by {
                Some(by) => words.mail("by", &[("date", &words.date(by, zone)), ("text", &step.text)]),
                None => words.mail("step", &[("text", &step.text)]),
            });
            let lines: Vec<String> = steps.map(|line| format!("- {line}")).collect();
            parts.push(format!("{}\n{}", words.mail("next", &[]), lines.join("\n")));
        }
    } else if partner.channel == Channel::EmailFull {
        parts.push(update.text.clone());
    } else {
        parts.push(words.mail("news", &[("subject", &ticket.subject)]));
    }
    parts.push(format!("{}\n{link}", words.mail("open", &[])));
    parts.push(words.mail("private", &[]));
    if acknowledges {
        // The mail alone shows what was sent: a proof for whoever loses the device.
        let quoted: Vec<String> = ticket.message.lines().map(|line| format!("> {line}")).collect();
        parts.push(format!("{}\n{}", words.mail("what", &[]), quoted.join("\n")));
    }
    parts.push(words.mail("goodbye", &[("platform", &platform.name)]));
    Letter {
        name: partner.name.clone(),
        to: partner.email.clone(),
        subject: words.mail(title, &[("reference", ticket.reference.as_str())]),
        text: parts.join("\n\n") + "\n",
    }
}
