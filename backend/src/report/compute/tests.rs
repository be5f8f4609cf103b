use super::compute;
use crate::report::{Edition, Facts, Figures, Mediated, Year, csv, told};
use crate::service_file::{DEMO, ServiceFile};
use jiff::tz::TimeZone;
use recourse_contract::Timestamp;
use recourse_contract::report::{Reviews, Technical, Times, YesNo};
use recourse_contract::service::LegalGround;
use recourse_contract::ticket::{ClosedAs, TicketKind};
use recourse_contract::update::Decision;
use std::sync::LazyLock;

static FILE: LazyLock<ServiceFile> = LazyLock::new(|| ServiceFile::parse(DEMO).expect("the demo file is right"));

fn complaint(topic: &str) -> Facts {
    Facts {
        month: 0,
        kind: TicketKind::Complaint,
        topic: topic.into(),
        ground: LegalGround::Measure,
        counts: None,
        decision: None,
        minutes: None,
        in_time: false,
        closed_as: None,
        reviews: 0,
        changed: 0,
        mediation: None,
        rating: None,
        answered: None,
        clear: None,
    }
}

fn problem(topic: &str, counts: Option<bool>) -> Facts {
    Facts { kind: TicketKind::TechnicalProblem, counts, ..complaint(topic) }
}

fn decided(minutes: u32, decision: Decision) -> Facts {
    Facts { minutes: Some(minutes), decision: Some(decision), in_time: minutes < 6_000, ..complaint("payments/blocked") }
}

fn count(all: &[(String, u32)], id: &str) -> Option<u32> {
    all.iter().find(|(known, _)| known == id).map(|(_, count)| *count)
}

#[test]
fn a_year_without_tickets_has_a_report_of_zeros() {
    let figures = compute([], &FILE);
    assert_eq!((figures.lodged, figures.topics.len(), figures.tables.len()), (0, 0, 0));
    assert_eq!(figures.times, Times::default());
    assert_eq!((figures.months, figures.satisfaction.ratings), (vec![0; 12], vec![0; 5]));
    assert_eq!(count(&figures.outcomes, "open"), Some(0));
    assert_eq!(count(&figures.outcomes, "other"), None, "nothing is told of what nobody has seen");
}

#[test]
fn technical_problems_count_as_their_topic_says_unless_a_handler_does() {
    let figures = compute(
        [
            complaint("payments/blocked"),
            problem("calendar/dates", None),
            problem("calendar/dates", Some(false)),
            problem("account/other", None),
            problem("account/other", Some(true)),
        ],
        &FILE,
    );
    assert_eq!(figures.technical, Technical { reported: 4, counted: 2 });
    assert_eq!(figures.lodged, 3);
    assert_eq!(count(&figures.grounds, "technological_issue"), Some(2), "whatever ground their topic has");
    assert_eq!(count(&figures.grounds, "measure"), Some(1));
    assert_eq!(figures.topics.len(), 3);
}

#[test]
fn mediations_without_a_complaint_are_mediations_alone() {
    let asked = Facts { kind: TicketKind::Mediation, mediation: Some(Mediated::Agreed), ..complaint("other") };
    let figures = compute([asked, Facts { mediation: Some(Mediated::Requested), ..complaint("payments/late") }], &FILE);
    assert_eq!(figures.lodged, 1);
    assert_eq!((count(&figures.mediations, "agreed"), count(&figures.mediations, "requested")), (Some(1), Some(1)));
}

#[test]
fn times_are_those_of_decided_complaints() {
    let figures = compute(
        [
            decided(60, Decision::Upheld),
            decided(121, Decision::NotUpheld),
            decided(60_000, Decision::Upheld),
            complaint("taxes/other"),
        ],
        &FILE,
    );
    let times = Times { decided: 3, average_hours: Some(334), median_hours: Some(3), in_time: 2 };
    assert_eq!(figures.times, times);
    assert_eq!(count(&figures.outcomes, "upheld"), Some(2));
    assert_eq!(count(&figures.outcomes, "open"), Some(1));
}

#[test]
fn whoever_takes_it_back_before_a_decision_has_withdrawn_it() {
    let withdrawn = Facts { closed_as: Some(ClosedAs::Withdrawn), ..complaint("payments/late") };
    let later = Facts { closed_as: Some(ClosedAs::Withdrawn), ..decided(60, Decision::NotUpheld) };
    let figures = compute([withdrawn, later], &FILE);
    assert_eq!((count(&figures.outcomes, "withdrawn"), count(&figures.outcomes, "not_upheld")), (Some(1), Some(1)));
    assert_eq!((count(&figures.ends, "withdrawn"), count(&figures.ends, "open")), (Some(2), Some(0)));
}

#[test]
fn reviews_and_opinions_are_counted() {
    let said =
        Facts { reviews: 2, changed: 1, rating: Some(5), answered: Some(true), clear: Some(false), ..complaint("guests/other") };
    let figures = compute([said, Facts { rating: Some(9), ..complaint("guests/other") }], &FILE);
    assert_eq!(figures.reviews, Reviews { asked: 2, changed: 1 });
    assert_eq!(figures.satisfaction.ratings, [0, 0, 0, 0, 1], "what is no rating counts as none");
    assert_eq!((figures.satisfaction.answered, figures.satisfaction.clear), (YesNo { yes: 1, no: 0 }, YesNo { yes: 0, no: 1 }));
}

#[test]
fn an_average_is_told_of_topics_with_enough_cases() {
    let few = (0..4).map(|_| decided(600, Decision::Upheld));
    assert!(compute(few.clone(), &FILE).averages.is_empty());
    let late = Facts { minutes: Some(1_200), ..complaint("payments/late") };
    let averages = compute(few.chain([late]), &FILE).averages;
    // Five in the branch, but not in one of its topics.
    assert_eq!(averages.get("payments"), Some(&12));
    assert_eq!((averages.get("payments/blocked"), averages.get("payments/other")), (Some(&12), Some(&12)));
    assert_eq!(averages.get("taxes"), None);
}

/// Two topics, in many months, some with few.
fn some_year() -> Figures {
    let of = |topic: &'static str, month: u32, number: u32| {
        (0..number).map(move |n| Facts {
            month,
            rating: Some(1 + n % 5),
            ..Facts { topic: topic.into(), ..decided(60 * n, Decision::Upheld) }
        })
    };
    let all = (0..12).flat_map(|month| of("payments/late", month, 8 + month).chain(of("reviews/unfair", month, 1 + month)));
    compute(all.chain((0..9).map(|_| complaint("reviews/unfair"))), &FILE)
}

#[test]
fn figures_are_whole_and_tables_leave_small_counts_out() {
    let figures = some_year();
    assert_eq!(figures.lodged, figures.months.iter().sum::<u32>());
    for all in [&figures.topics, &figures.grounds, &figures.outcomes, &figures.ends] {
        assert_eq!(all.iter().map(|(_, count)| count).sum::<u32>(), figures.lodged);
    }
    let table = figures.tables.iter().find(|table| table.id == "topics_months").expect("it can be shown");
    assert_eq!((table.rows.len(), table.columns.len()), (2, 12));
    let is_shown = |count: Option<u32>| count.is_none_or(|count| count == 0 || count >= 5);
    assert!(figures.tables.iter().flat_map(|table| table.cells.iter().flatten()).all(|cell| is_shown(*cell)));
    assert!(table.cells.iter().flatten().any(Option::is_none));
}

#[test]
fn no_rating_hides_behind_what_is_not_decided() {
    let decided = |decision, rating, number: usize| std::iter::repeat_n(Facts { rating, ..decided(60, decision) }, number);
    let all = decided(Decision::Upheld, Some(5), 9).chain(decided(Decision::NotUpheld, Some(1), 9)).chain(decided(
        Decision::NotUpheld,
        None,
        9,
    ));
    // Neither while it is open, nor when it was taken back before a decision: nobody could have rated it.
    let undecided = [None, Some(ClosedAs::Withdrawn)]
        .into_iter()
        .flat_map(|closed_as| std::iter::repeat_n(Facts { closed_as, ..complaint("payments/late") }, 9));
    let figures = compute(all.chain(undecided), &FILE);
    let table = figures.tables.iter().find(|table| table.id == "outcomes_ratings").expect("it can be shown");
    assert_eq!(table.rows, ["upheld", "not_upheld"]);
    assert_eq!(count(&figures.outcomes, "withdrawn"), Some(9), "it is counted all the same");
}

#[test]
fn a_report_speaks_one_language_and_makes_a_file() {
    let year = Year::of(2025, &TimeZone::UTC).expect("a year");
    let edition = Edition { version: 2, computed_at: Timestamp(0), verified_on: Some("2026-02-01".into()), corrections: vec![] };
    let report = |locale: &str| told(&some_year(), &year, edition.clone(), FILE.in_language(locale));
    let (french, english) = (report("fr"), report("en"));
    assert_eq!((french.from.as_str(), french.to.as_str()), ("2025-01-01", "2025-12-31"));
    assert_eq!((french.outcomes[0].label.as_str(), english.outcomes[0].label.as_str()), ("Fondée", "Upheld"));
    assert_eq!((french.how.len(), french.definitions.len()), (2, 12));
    for notice in french.definitions.iter().chain(&english.definitions) {
        assert!(!notice.text.ends_with("_is") && notice.title != notice.id, "{notice:?}");
    }
    let labels = english.grounds.iter().chain(&english.ends).chain(&english.mediations).chain(&english.outcomes);
    labels.for_each(|count| assert!(!count.label.contains('_'), "{count:?}"));
    for table in &english.tables {
        assert_ne!(table.title, table.id);
        table.rows.iter().for_each(|row| assert_eq!(row.cells.len(), table.columns.len()));
    }
    let text = csv::csv(&english, "en");
    assert!(text.starts_with("\u{feff}figure,id,label,column,value,note\r\nyear,,,,2025,\r\nversion,,,,2,\r\n"), "{text}");
    let lodged = format!("\r\nlodged,,Complaints lodged,,{},\r\n", english.lodged);
    assert!(text.contains(&lodged) && text.ends_with("\r\n") && !text.contains("\n\n"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("topics_months,payments") && line.ends_with(",,left out")), "{text}");
    assert!(csv::csv(&french, "fr").contains(",,omis\r\n"));
    assert!(!text.contains("times_") && !text.contains("satisfaction_"), "all of it has words: {text}");
}
