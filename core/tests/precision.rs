//! The messages that the recogniser was written against stay above the bounds that `budgets.txt` sets for the others.

#[path = "../precision/measure.rs"]
mod measure;

fn stays_above_its_bounds(file: &str) {
    for measured in measure::measure(file) {
        let (_, score) = measured.scores[0];
        let (precision, recall) = (score.precision(), score.recall());
        assert!(precision >= 950 && recall >= 800, "{}: {precision} {recall} {:#?}", measured.kind, measured.failures);
    }
}

#[test]
fn the_development_half_stays_above_its_bounds() {
    stays_above_its_bounds(include_str!("../precision/development.json"));
}

#[test]
fn further_messages_stay_above_their_bounds() {
    stays_above_its_bounds(include_str!("../precision/more.json"));
    stays_above_its_bounds(include_str!("../precision/check.json"));
    stays_above_its_bounds(include_str!("../precision/seen.json"));
    stays_above_its_bounds(include_str!("../precision/seen_second.json"));
    stays_above_its_bounds(include_str!("../precision/third.json"));
    stays_above_its_bounds(include_str!("../precision/fourth.json"));
    stays_above_its_bounds(include_str!("../precision/fifth.json"));
    stays_above_its_bounds(include_str!("../precision/sixth.json"));
    stays_above_its_bounds(include_str!("../precision/seventh.json"));
}
