use super::*;
use proptest::prelude::*;
use recourse_contract::report::Count;

fn count(id: &str, count: u32) -> Count {
    Count { id: id.into(), label: id.to_uppercase(), count }
}

#[test]
fn a_share_is_the_nearest() {
    assert_eq!((share(1, 3), share(2, 3), share(5, 0)), (Some(33), Some(67), None));
    assert_eq!((share(2, 1_000), share(997, 1_000), share(1, 200)), (Some(0), Some(100), Some(1)));
}

#[test]
fn a_scale_is_round() {
    for (most, step, top) in
        [(0, 1, 1), (1, 1, 1), (5, 1, 5), (6, 2, 6), (23, 5, 25), (51, 20, 60), (93, 20, 100), (101, 50, 150)]
    {
        assert_eq!(Scale::of(most), Scale { step, top }, "{most}");
    }
    assert_eq!(Scale::of(23).lines().collect::<Vec<_>>(), [0, 5, 10, 15, 20, 25]);
    assert_eq!((Scale::of(23).place(0), Scale::of(23).place(20), Scale::of(23).place(30)), (0, 800, 1_000));
}

#[test]
fn lines_keep_their_order_and_those_of_the_other_year_stand_behind() {
    let now = [count("b", 30), count("a", 10), count("none", 0)];
    let before = [count("a", 5), count("gone", 2), count("none", 0)];
    let lines = lines(&now, Some(&before), false);
    let told: Vec<_> = lines.iter().map(|line| (line.id.as_str(), line.now, line.before)).collect();
    let part = |count, share| Part { count, share };
    let wanted =
        [("b", part(30, 75), Some(part(0, 0))), ("a", part(10, 25), Some(part(5, 71))), ("gone", part(0, 0), Some(part(2, 29)))];
    assert_eq!(told, wanted);
    assert_eq!(super::lines(&now, None, true).iter().filter(|line| line.before.is_none()).count(), 3);
    assert_eq!(super::lines(&now, None, false).len(), 2);
}

#[test]
fn few_make_no_percentages() {
    assert_eq!(change(3, 2), Change::More(1, None));
    assert_eq!(change(30, 20), Change::More(10, Some(50)));
    assert_eq!(change(0, 20), Change::Fewer(20, Some(100)));
    assert_eq!(change(7, 7), Change::Same);
    assert_eq!(change(1_001, 1_000), Change::More(1, Some(0)), "less than half a percent");
}

#[test]
fn a_year_has_twelve_months() {
    let (all, scale) = columns(&[4, 9, 9], Some(&[0; 14]));
    assert_eq!((all.len(), scale.top), (12, 10));
    assert_eq!(all[3], Column { count: 0, before: Some(0) });
    assert_eq!(extremes(&all), Some(Extremes { most: 1, fewest: 3 }));
    assert_eq!(extremes(&columns(&[2; 12], None).0), None);
}

#[test]
fn long_times_are_told_in_days() {
    assert_eq!(Length::of(47), Length::Hours(47));
    assert_eq!(Length::of(48), Length::TenthsOfDay(20));
    assert_eq!(Length::of(101), Length::TenthsOfDay(42));
}

#[test]
fn ratings_have_an_average() {
    assert_eq!(average_tenths(&[0, 0, 0, 1, 1]), Some(45));
    assert_eq!(average_tenths(&[1, 1, 1]), Some(20));
    assert_eq!(average_tenths(&[0; 5]), None);
}

#[test]
fn only_another_year_with_a_report_is_compared() {
    let years = [2026, 2025, 2024];
    assert_eq!(compared(&years, 2025, Some("2024")), Some(2024));
    for asked in [None, Some("2025"), Some("2023"), Some("02024"), Some("")] {
        assert_eq!(compared(&years, 2025, asked), None, "{asked:?}");
    }
}

proptest! {
    #[test]
    fn a_share_is_off_by_half_a_percent_at_most(part in any::<u32>(), rest in 0..1_000_000_u32) {
        let whole = part.saturating_add(rest);
        let found = u64::from(share(part, whole).unwrap_or_default());
        prop_assert!((u64::from(part) * 100).abs_diff(found * u64::from(whole)) * 2 <= u64::from(whole), "{} of {}", part, whole);
    }

    #[test]
    fn segments_fill_the_bar(counts in prop::collection::vec(any::<u32>(), 1..9)) {
        let mut at = 0;
        for segment in segments(&counts) {
            prop_assert_eq!(segment.from, at);
            at += segment.length;
        }
        prop_assert_eq!(at, if counts.iter().all(|count| *count == 0) { 0 } else { 1_000 });
    }

    #[test]
    fn a_scale_holds_what_it_is_for(most: u32) {
        let scale = Scale::of(most);
        prop_assert!(scale.top >= u64::from(most) && scale.top < u64::from(most).max(1) + scale.step);
        prop_assert!(scale.lines().count() <= 6 && scale.lines().last() == Some(scale.top));
        prop_assert!(scale.place(u64::from(most)) <= 1_000);
    }
}
