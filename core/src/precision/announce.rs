//! What is read out when a point is ticked: once, after a pause in typing, and nothing of what stood there before.

/// How long somebody has not typed before anything is read out, in milliseconds.
pub const PAUSE: u32 = 1_000;

/// Something that happens to the list.
#[derive(Clone, Debug)]
pub enum Moment {
    /// The form changed; these points are ticked now. The shell sends [`Moment::Due`] after [`PAUSE`].
    Changed {
        /// Their ids.
        said: Vec<String>,
        /// When, in milliseconds since 1970.
        now: i64,
    },
    /// A pause may be over.
    Due {
        /// When, in milliseconds since 1970.
        now: i64,
    },
}

/// What was read out, and what waits.
#[derive(Clone, Debug, Default)]
pub struct Announcer {
    told: Vec<String>,
    said: Vec<String>,
    changed_at: Option<i64>,
}

impl Announcer {
    /// The list as it is first seen, which nobody needs to hear.
    pub fn new(said: Vec<String>) -> Self {
        Self { told: said.clone(), said, changed_at: None }
    }

    /// Something happens; gives the ids that are read out now.
    pub fn update(&mut self, moment: Moment) -> Vec<String> {
        match moment {
            Moment::Changed { said, now } => {
                (self.said, self.changed_at) = (said, Some(now));
                Vec::new()
            }
            Moment::Due { now } if self.changed_at.is_some_and(|changed| now - changed >= i64::from(PAUSE)) => {
                self.changed_at = None;
                let told = std::mem::replace(&mut self.told, self.said.clone());
                self.said.iter().filter(|id| !told.contains(id)).cloned().collect()
            }
            Moment::Due { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(announcer: &mut Announcer, said: &[&str], now: i64) {
        let said = said.iter().map(|id| (*id).to_owned()).collect();
        assert!(announcer.update(Moment::Changed { said, now }).is_empty());
    }

    #[test]
    fn a_point_is_read_out_once_and_after_a_pause() {
        let mut announcer = Announcer::new(vec!["where".into()]);
        assert!(announcer.update(Moment::Due { now: 0 }).is_empty(), "nothing at load");
        changed(&mut announcer, &["where", "when"], 100);
        changed(&mut announcer, &["where", "when"], 900);
        assert!(announcer.update(Moment::Due { now: 1_100 }).is_empty(), "somebody types");
        assert_eq!(announcer.update(Moment::Due { now: 1_900 }), ["when"]);
        assert!(announcer.update(Moment::Due { now: 9_000 }).is_empty(), "once");
    }

    #[test]
    fn what_comes_and_goes_within_the_pause_is_not_read_out() {
        let mut announcer = Announcer::default();
        changed(&mut announcer, &["when"], 0);
        changed(&mut announcer, &[], 500);
        assert!(announcer.update(Moment::Due { now: 1_500 }).is_empty());
        changed(&mut announcer, &["when"], 2_000);
        assert_eq!(announcer.update(Moment::Due { now: 3_000 }), ["when"]);
        changed(&mut announcer, &[], 4_000);
        assert!(announcer.update(Moment::Due { now: 5_000 }).is_empty());
        changed(&mut announcer, &["when"], 6_000);
        assert_eq!(announcer.update(Moment::Due { now: 7_000 }), ["when"], "it was taken out and comes back");
    }
}
