//! The rows of the inbox: what the device knows of a view, together with what the backend has found.

use super::listing::{Listing, Phase};
use super::{Known, View};
use recourse_contract::{Service, TicketSummary};
use std::collections::HashSet;

/// Rows of the device's own that are shown before the backend has answered for a view, or beside its first hits: thousands
/// would take a browser seconds to draw, at each letter that is typed.
const AT_ONCE: usize = 200;

/// A row, as far as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The ticket.
    pub summary: TicketSummary,
    /// Whether something in it was not read yet.
    pub is_new: bool,
    /// Whether something written for it has not gone out yet.
    pub is_waiting: bool,
}

/// What is shown of a view at a time (milliseconds since 1970), in its order. `waiting` names the tickets that something
/// waits to be sent to.
pub fn rows(
    tickets: &[Known],
    waiting: &[String],
    view: &View,
    listing: &Listing,
    service: Option<&Service>,
    now: i64,
) -> Vec<Row> {
    let is_its_view = listing.view == *view && listing.phase == Phase::Ready;
    let given: HashSet<&str> = if is_its_view { listing.ids.iter().map(String::as_str).collect() } else { HashSet::new() };
    let row = |known: &Known| {
        let summary = known.summary()?;
        let shown = view.shows(known, given.contains(summary.id.as_str()), service, now);
        shown.then(|| Row { summary: summary.clone(), is_new: known.unread() > 0, is_waiting: waiting.contains(&summary.id) })
    };
    let mut rows: Vec<Row> = tickets.iter().filter_map(row).collect();
    rows.sort_unstable_by(|a, b| view.order.compare(&a.summary, &b.summary));
    let last = rows.iter().rposition(|row| given.contains(row.summary.id.as_str())).map(|last| last + 1);
    rows.truncate(match listing.phase {
        // What the device has is all that there is.
        Phase::Idle | Phase::Failed => rows.len(),
        _ if !is_its_view => AT_ONCE,
        _ if !listing.has_more() => rows.len(),
        // What lies beyond the last page that was given would be followed by rows that belong before it.
        _ if view.words.trim().is_empty() => last.unwrap_or(rows.len()),
        _ => last.unwrap_or_default().max(AT_ONCE),
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::listing::{Effect, Event, list};
    use proptest::prelude::*;
    use recourse_contract::{Page, Timestamp};

    fn summary(number: usize, at: i64) -> TicketSummary {
        let page: Page<TicketSummary> =
            serde_json::from_str(include_str!("../../../contract/examples/tickets.json")).expect("an example");
        TicketSummary {
            id: format!("t{number}"),
            updated_at: Timestamp(at),
            last_update: 2,
            read_up_to: 2,
            ..page.items[0].clone()
        }
    }

    proptest! {
        /// A backend lists by latest update, some rows a page; the device knows some of them, and others by link alone.
        #[test]
        fn no_row_is_shown_before_one_that_is_still_to_come(times in prop::collection::vec(0_i64..50, 1..20), known in prop::collection::vec(any::<bool>(), 20), page in 1_usize..6) {
            let mut all: Vec<TicketSummary> = times.iter().enumerate().map(|(number, at)| summary(number, *at)).collect();
            let view = View::default();
            all.sort_by(|a, b| view.order.compare(a, b));
            let mut listing = Listing::default();
            let asked = list(&mut listing, Event::Wanted(view.clone()));
            let [Effect::Ask(question, None)] = asked.as_slice() else { panic!("{asked:?}") };
            let more = all.len() > page;
            let first = Page { items: all.iter().take(page).cloned().collect(), next: more.then(|| "more".to_owned()) };
            list(&mut listing, Event::Came(*question, Some(first)));
            let tickets: Vec<Known> = all.iter().enumerate()
                .filter(|(at, _)| *at < page || known[*at])
                .map(|(_, row)| Known::from_list(row.clone()))
                .collect();
            let shown: Vec<String> = rows(&tickets, &[], &view, &listing, None, 0).into_iter().map(|row| row.summary.id).collect();
            // Exactly the beginning of the whole list: nothing is missing before what is shown.
            prop_assert!(shown.len() >= page.min(all.len()));
            prop_assert_eq!(shown.as_slice(), all.iter().take(shown.len()).map(|row| row.id.clone()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn thousands_of_rows_are_not_drawn_while_somebody_types() {
        let tickets: Vec<Known> = (0..1_000).map(|number| Known::from_list(summary(number, 5))).collect();
        let mut listing = Listing::default();
        let shown = |view: &View, listing: &Listing| rows(&tickets, &[], view, listing, None, 0).len();
        assert_eq!(shown(&View::default(), &listing), 1_000, "nobody is signed in: there is nothing else");
        list(&mut listing, Event::Wanted(View::default()));
        assert_eq!(shown(&View::default(), &listing), AT_ONCE, "on its way");
        let typed = View { words: tickets[0].summary().expect("a row").subject.clone(), ..View::default() };
        assert_eq!(shown(&typed, &listing), AT_ONCE);
    }

    #[test]
    fn a_row_says_what_is_new_and_what_waits() {
        let fresh = TicketSummary { read_up_to: 1, ..summary(1, 5) };
        let tickets = [Known::from_list(fresh), Known::from_list(summary(2, 4))];
        let shown = rows(&tickets, &["t2".into()], &View::default(), &Listing::default(), None, 0);
        let marks: Vec<_> = shown.iter().map(|row| (row.summary.id.as_str(), row.is_new, row.is_waiting)).collect();
        assert_eq!(marks, [("t1", true, false), ("t2", false, true)]);
    }
}
