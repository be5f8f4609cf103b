//! The messages that the recogniser was written against stay above the bounds that `budgets.txt` sets for the others.

#[path = "../precision/measure.rs"]
mod measure;

#[test]
fn the_development_half_stays_above_its_bounds() {
    for measured in measure::measure(include_str!("../precision/development.json")) {
        let (_, score) = measured.scores[0];
        let (precision, recall) = (score.precision(), score.recall());
        assert!(precision >= 950 && recall >= 800, "{}: {precision} {recall} {:#?}", measured.kind, measured.failures);
    }
}
