//! Views as addresses, orders, and what belongs to a view.

use super::*;
use proptest::prelude::*;
use recourse_contract::Page;

fn owned(pairs: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn views() -> impl Strategy<Value = View> {
    let kinds = prop::option::of(prop::sample::select(KINDS.map(|(kind, _)| kind).to_vec()));
    let standings = prop::option::of(prop::sample::select(Standing::ALL.to_vec()));
    let (days, orders) = (prop::option::of(prop::sample::select(SPANS.to_vec())), prop::sample::select(Order::ALL.to_vec()));
    ("[a-zé%&= ]{0,6}", standings, prop::option::of("[a-z/]{1,9}"), kinds, days, orders)
        .prop_map(|(words, standing, topic, kind, days, order)| View { words, standing, topic, kind, days, order })
}

fn summaries() -> Vec<TicketSummary> {
    let page: Page<TicketSummary> =
        serde_json::from_str(include_str!("../../../../contract/examples/tickets.json")).expect("an example");
    let mut all = Vec::new();
    let asked = Some(Timestamp(9_000));
    let states = [
        (State::InReview, None),
        (State::Preliminary, None),
        (State::Resolved, None),
        (State::WaitingForPartner, None),
        (State::Closed, None),
        (State::Resolved, asked),
    ];
    for (at, (state, answer_by)) in states.into_iter().enumerate() {
        for shift in [0, 5, 5, 1] {
            let id = format!("t{}", all.len());
            let at = Timestamp(1_000 + shift + i64::try_from(at).expect("small") % 2);
            all.push(TicketSummary { id, state, answer_by, updated_at: at, filed_at: at, ..page.items[0].clone() });
        }
    }
    all
}

proptest! {
    #[test]
    fn a_view_is_read_back_from_its_address(view in views()) {
        let read = View::from_pairs(&owned(view.to_pairs()));
        prop_assert_eq!(read, View { words: if view.words.trim().is_empty() { String::new() } else { view.words.clone() }, ..view });
    }

    #[test]
    fn any_address_is_some_view(pairs in prop::collection::vec(("(q|status|topic|kind|days|sort)", ".{0,9}"), 0..6)) {
        View::from_pairs(&pairs);
    }
}

#[test]
fn each_order_is_one() {
    let all = summaries();
    for order in Order::ALL {
        for (at, a) in all.iter().enumerate() {
            for (bt, b) in all.iter().enumerate() {
                assert_eq!(order.puts_before(a, b) || order.puts_before(b, a), at != bt, "{order:?}");
                assert!(!(order.puts_before(a, b) && order.puts_before(b, a)), "{order:?}");
                assert!(all.iter().all(|c| { !(order.puts_before(a, b) && order.puts_before(b, c)) || order.puts_before(a, c) }));
            }
        }
    }
    let waiting = TicketSummary::waits_for_partner;
    assert_eq!(all.iter().filter(|ticket| waiting(ticket)).count(), 12, "what asks for an answer, too");
    assert!(all.iter().all(|a| all.iter().all(|b| !waiting(a) || waiting(b) || Order::Waiting.puts_before(a, b))));
}

#[test]
fn whose_turn_it_is_the_backend_is_asked_as_the_device_tells() {
    let yours = View { standing: Some(Standing::Yours), ..View::default() };
    let asked: Vec<_> = yours.request(0, 50).into_iter().filter(|(name, _)| matches!(*name, "status" | "waiting")).collect();
    let wanted = [("status", "waiting_for_partner,preliminary,resolved"), ("waiting", "true")];
    assert_eq!(asked, wanted.map(|(name, value)| (name, value.to_owned())));
    for summary in summaries() {
        let (waits, state) = (summary.waits_for_partner(), summary.state);
        let known = Known::from_list(summary);
        assert_eq!(yours.shows(&known, false, None, 0), waits, "{state:?}");
        let resolved = View { standing: Some(Standing::Resolved), ..View::default() };
        assert_eq!(resolved.shows(&known, false, None, 0), state == State::Resolved);
        assert!(resolved.request(0, 50).iter().all(|(name, _)| *name != "waiting"));
    }
}

#[test]
fn what_the_device_has_is_narrowed_at_once() {
    let service: Service = serde_json::from_str(include_str!("../../../../contract/examples/service.json")).expect("an example");
    let filed = serde_json::from_str(include_str!("../../../../contract/examples/filed.json")).expect("an example");
    let known = Known::from_filed(filed, crate::journey::DraftId::from_random(7), 5);
    let summary = known.summary().expect("it is filed").clone();
    let now = summary.updated_at.0 + 6 * DAY;
    let shows = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        View::from_pairs(&pairs).shows(&known, false, Some(&service), now)
    };
    let parent = service.path(&summary.topic).expect("a topic")[0].id.clone();
    let word = search::folded(summary.subject.split(' ').next().expect("a word"));
    for yes in [
        &[][..],
        &[("topic", &*parent)],
        &[("topic", &*summary.topic)],
        &[("q", &*word)],
        &[("days", "7")],
        &[("status", "open")],
    ] {
        assert!(shows(yes), "{yes:?}");
    }
    for no in [&[("topic", "other")][..], &[("q", "qqqq")], &[("status", "closed")], &[("kind", "mediation")]] {
        assert!(!shows(no), "{no:?}");
    }
    let found = View { words: "in a text that is not here".into(), ..View::default() };
    assert!(found.shows(&known, true, None, now) && !found.shows(&known, false, None, now));
    let closed = View { standing: Some(Standing::Closed), ..found };
    assert!(!closed.shows(&known, true, None, now), "it has changed since it was found");
    assert!(!View { days: Some(7), ..View::default() }.shows(&known, false, None, now + 2 * DAY));
    assert!(!View::default().shows(&Known::from_link("t".into(), "k".into()), true, None, now), "nothing is known of it yet");
}
