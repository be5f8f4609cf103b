//! The scale beside a chart.

/// Most steps of a scale.
const STEPS: u64 = 5;

/// A scale from 0 on, in round steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// From one line to the next: 1, 2 or 5 times a power of ten.
    pub step: u64,
    /// Its last line.
    pub top: u64,
}

impl Scale {
    /// For values up to `most`, with as few steps as possible but five at most.
    pub fn of(most: u32) -> Self {
        let most = u64::from(most).max(1);
        let mut ten = 1;
        loop {
            for step in [ten, 2 * ten, 5 * ten] {
                if step * STEPS >= most {
                    return Self { step, top: most.div_ceil(step) * step };
                }
            }
            ten *= 10;
        }
    }

    /// Its lines, 0 first.
    pub fn lines(self) -> impl Iterator<Item = u64> {
        (0..=self.top / self.step).map(move |line| line * self.step)
    }

    /// How far up a value stands, in thousandths of the scale.
    pub fn place(self, value: u64) -> u32 {
        u32::try_from(value.min(self.top) * 1_000 / self.top).unwrap_or(1_000)
    }
}
