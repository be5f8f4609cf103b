//! What the backend's clock tells of this device's. Where both are known, every time in the app is the backend's: a clock that is
//! a year off must not end a session, hold back what waits, or name a wrong day.

use recourse_contract::time::{HOUR, MINUTE};

/// Clocks differ; a difference up to this is none.
const ALIKE: i64 = 2 * MINUTE;
/// An answer that took longer says too little.
const SLOW: i64 = 20_000;
/// An answer's `Date` has whole seconds: on average half of one has passed.
const HALF: i64 = 500;

/// Both clocks at one moment, as an answer has shown them. Milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    backend: i64,
    device: i64,
}

impl Heard {
    /// What an answer shows: its `Date` (RFC 9110, section 6.6.1), and when by this device's clock its request left and it
    /// came. Nothing when the device's clock was set in between, or when it took too long.
    pub fn from_answer(date: i64, left: i64, came: i64) -> Option<Self> {
        (0..=SLOW).contains(&(came - left)).then(|| Self { backend: date + HALF, device: left + (came - left) / 2 })
    }

    /// What has to be added to the device's clock to have the backend's; nothing when they are alike.
    pub fn offset(self) -> i64 {
        let offset = self.backend - self.device;
        if offset.abs() <= ALIKE { 0 } else { offset }
    }

    /// The same at a later start, at this time by the device's clock, before anything was heard again. The clock may have been
    /// set in between, to the right time or away from it. Of the two readings, as it is and as it was off before, the one counts
    /// that is soonest after the last answer: nothing can be before that.
    pub fn offset_at(self, device: i64) -> i64 {
        let readings = [0, self.offset()];
        let after = |offset: &i64| device + offset >= self.backend - ALIKE;
        readings.into_iter().filter(after).min_by_key(|offset| device + offset).unwrap_or(self.backend - device)
    }

    /// As it is stored.
    pub fn to_stored(self) -> String {
        format!("1:{}:{}", self.backend, self.device)
    }

    /// Reads it; nothing when it is damaged or of a later version.
    pub fn from_stored(stored: &str) -> Option<Self> {
        let (backend, device) = stored.strip_prefix("1:")?.split_once(':')?;
        Some(Self { backend: backend.parse().ok()?, device: device.parse().ok()? })
    }
}

/// Whether a clock that is so much off is worth a word: it shows wrong hours everywhere.
pub fn is_wrong(offset: i64) -> bool {
    offset.abs() >= HOUR
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use recourse_contract::time::DAY;

    const NOW: i64 = 1_790_000_000_000;
    const YEAR: i64 = 365 * DAY;

    fn heard(off: i64) -> Heard {
        Heard::from_answer(NOW, NOW + off - 100, NOW + off + 100).expect("an answer")
    }

    #[test]
    fn a_clock_that_is_somewhat_off_is_left_alone() {
        assert_eq!(heard(0).offset(), 0);
        assert_eq!(heard(90_000).offset(), 0);
        assert!(!is_wrong(heard(10 * MINUTE).offset()));
        assert_eq!(heard(YEAR).offset(), HALF - YEAR);
        assert!(is_wrong(heard(YEAR).offset()) && is_wrong(heard(-YEAR).offset()));
    }

    #[test]
    fn a_slow_answer_and_a_clock_set_meanwhile_say_nothing() {
        assert_eq!(Heard::from_answer(NOW, NOW, NOW + SLOW + 1), None);
        assert_eq!(Heard::from_answer(NOW, NOW, NOW - 1), None);
    }

    #[test]
    fn the_next_start_knows_whether_the_clock_was_mended() {
        for off in [YEAR, -YEAR] {
            let before = heard(off);
            // A day later, as wrong as before; then mended.
            assert_eq!(before.offset_at(NOW + DAY + off), before.offset(), "{off}");
            assert_eq!(before.offset_at(NOW + DAY), 0, "{off}");
        }
        // It was right, and has fallen back by a year, as after an empty battery.
        let fallen = heard(0).offset_at(NOW - YEAR);
        assert!((fallen - YEAR).abs() < 1_000, "{fallen}");
    }

    #[test]
    fn what_is_stored_comes_back() {
        assert_eq!(Heard::from_stored(&heard(YEAR).to_stored()), Some(heard(YEAR)));
        for other in ["", "1", "1:2", "2:3:4", "1:a:4"] {
            assert_eq!(Heard::from_stored(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn time_never_runs_back_behind_the_last_answer(off in -3 * YEAR..3 * YEAR, later in -3 * YEAR..3 * YEAR) {
            let device = NOW + later;
            prop_assert!(device + heard(off).offset_at(device) >= NOW - ALIKE);
        }
    }
}
