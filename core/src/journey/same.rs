//! A draft as a reply into a ticket that is about the same matter.

use recourse_contract::NewTicket;

/// What stands in the reply box: everything that was written, in the order of the form. `lines` are the topic's extra fields
/// with their labels, `wanted` what the partner asks for with its own, `told` the technical details.
pub fn reply_text(ticket: &NewTicket, lines: &[String], wanted: Option<String>, told: Option<String>) -> String {
    let (lines, wanted, told) = (lines.join("\n"), wanted.unwrap_or_default(), told.unwrap_or_default());
    let parts = [&ticket.subject, &lines, &ticket.message, &wanted, &told];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::reply_text;
    use recourse_contract::NewTicket;

    #[test]
    fn nothing_that_was_written_is_left_out() {
        let ticket: NewTicket =
            serde_json::from_str(include_str!("../../../contract/examples/new_ticket.json")).expect("an example");
        let lines = ["Amount: €2,480".to_owned(), "Since when? Monday".to_owned()];
        let (wanted, told) = ("What you ask for: the payout", "Technical details\nBrowser: Firefox 128");
        let text = reply_text(&ticket, &lines, Some(wanted.into()), Some(told.into()));
        let expected = [&ticket.subject, "Amount: €2,480\nSince when? Monday", &ticket.message, wanted, told];
        assert_eq!(text, expected.join("\n\n"));
        let bare = NewTicket { subject: String::new(), ..ticket };
        assert_eq!(reply_text(&bare, &[], None, None), bare.message);
    }
}
