//! How fast it goes, how long it still takes, and how much to send at once.

/// What the last seconds say of the speed.
const WINDOW: i64 = 5_000;
/// Before that much time nothing can be said.
const SOON: i64 = 500;
/// The least that is sent at once, in bytes.
const SMALL: u64 = 1024 * 1024;
/// The most.
const LARGE: u64 = 8 * SMALL;

/// Progress of the last seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// When (milliseconds), and how many bytes had gone by then; the oldest first.
    samples: Vec<(i64, u64)>,
}

impl Pace {
    /// So many bytes have gone by now.
    pub fn sample(&mut self, now: i64, bytes: u64) {
        // A clock that was set, or an upload that begins again.
        if self.samples.last().is_some_and(|(at, before)| *at > now || *before > bytes) {
            self.samples.clear();
        }
        self.samples.retain(|(at, _)| now - at <= WINDOW);
        self.samples.push((now, bytes));
    }

    /// Bytes per second.
    pub fn speed(&self) -> Option<u64> {
        let ((began, first), (now, last)) = (self.samples.first()?, self.samples.last()?);
        let took = u64::try_from(now - began).ok().filter(|_| now - began >= SOON)?;
        Some((last - first).saturating_mul(1_000) / took).filter(|speed| *speed > 0)
    }

    /// Seconds until so many more bytes have gone.
    pub fn left(&self, rest: u64) -> Option<u64> {
        self.speed().map(|speed| rest.div_ceil(speed))
    }
}

/// How many bytes to send at once at this speed: about four seconds' worth. What a cut costs at most is one piece; so much
/// is said again for each.
pub fn piece(speed: Option<u64>) -> u64 {
    let wanted = speed.unwrap_or_default().saturating_mul(4).clamp(SMALL, LARGE);
    wanted - wanted % SMALL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_seconds_count() {
        let mut pace = Pace::default();
        pace.sample(0, 0);
        assert_eq!(pace.speed(), None);
        pace.sample(100, 50_000);
        assert_eq!(pace.speed(), None, "too soon");
        for second in 1..=20_i64 {
            pace.sample(second * 1_000, second.unsigned_abs() * 200_000);
        }
        assert_eq!((pace.speed(), pace.left(1_000_000)), (Some(200_000), Some(5)));
        // It stands still: in the end nothing can be said.
        (21..=30_i64).for_each(|second| pace.sample(second * 1_000, 4_000_000));
        assert_eq!(pace.left(1), None);
        pace.sample(31_000, 10);
        assert_eq!(pace.speed(), None, "another file");
    }

    #[test]
    fn pieces_grow_with_the_speed() {
        assert_eq!([None, Some(1), Some(600_000), Some(1 << 30)].map(piece), [SMALL, SMALL, 2 * SMALL, LARGE]);
    }
}
