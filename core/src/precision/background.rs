//! What the writer did before there was a problem, and only tells to explain it: no attempt to mend it.

use super::attempt::Sentence;
use super::level::Level;
use super::lists::{MONTH, MONTH_MAYBE};
use super::vocabulary::{CONTACT, among};

/// After `in`, `last` or `this`: longer ago than a problem lasts.
const SEASONS: &str = "spring summer autumn fall winter year season christmas easter";

/// Done once, before something can work at all: not again when it fails.
const FRESH: &str = "installed linked added connected created activated enabled signed moved migrated imported bought joined \
    registered entered completed";

/// What came of it was good: `and it was approved`.
const GOOD: &str = "approved accepted fine ok okay well live perfect great perfectly happy pleased happily";

/// Acts that are told to somebody: they are attempts at any time.
const SAYS: &str = "told explained informed notified raised appealed disputed objected filed lodged alerted escalated flagged \
    warned texted consulted insisted";

/// What goes on after the act shows nothing of a problem then.
const STILL: &str = "but yet still though however then again never nobody nothing";

impl Sentence<'_, '_> {
    /// Whether an act is only told to explain how things stand. What is said to somebody is never that.
    pub(super) fn is_background(&self, at: usize, level: Level) -> bool {
        let word = self.follows(at);
        if among(CONTACT, word) || among(SAYS, word) {
            return false;
        }
        let plain = matches!(level, Level::Do | Level::Use);
        // `I typed it like that myself, sorry.`
        if plain && (self.start..self.end).any(|index| among("sorry mistake fault", self.follows(index))) {
            return true;
        }
        if self.evidence(at, true) {
            return false;
        }
        self.is_long_ago() || (level != Level::Sent && self.is_followed()) || self.ends_well(at) || (plain && self.has_cause(at))
    }

    /// Whether an act is done once, before anything can go wrong: `I linked my account on Friday`.
    pub(super) fn is_fresh(&self, at: usize) -> bool {
        let older = (at + 1..at + 4).any(|index| among("older old previous earlier latest", self.follows(index)));
        among(FRESH, self.follows(at)) && !older && !self.evidence(at, false)
    }

    /// `in January`, `last year`, `two years ago`.
    fn is_long_ago(&self) -> bool {
        (self.start..self.end).any(|index| {
            let next = self.tokens.at(index + 1);
            match self.follows(index) {
                "in" => next.is(MONTH | MONTH_MAYBE) || among(SEASONS, next.folded()),
                "end" | "beginning" | "start" => next.word == "of" && self.is_season(index + 2),
                "time" => among("in on good", self.tokens.back(index, 1).folded()),
                "last" | "this" | "previous" | "same" => among(SEASONS, next.folded()),
                "years" | "months" => next.word == "ago" || next.word == "back",
                _ => false,
            }
        })
    }

    /// A month, or `the year`.
    fn is_season(&self, index: usize) -> bool {
        self.tokens.at(index).is(MONTH | MONTH_MAYBE) || among(SEASONS, self.follows(index + 1))
    }

    /// The next sentence tells what it led to: `Since then my page is empty.`
    fn is_followed(&self) -> bool {
        let word = |by: usize| self.tokens.at(self.end + by).folded();
        (word(0) == "since" && among("then that this", word(1)))
            || (word(0) == "ever" && word(1) == "since")
            || (word(0) == "from" && among("then that", word(1)) && among("on day moment", word(2)))
    }

    /// `and it was approved`, `and the listing went live`
    fn ends_well(&self, at: usize) -> bool {
        let good = |index: usize| among(GOOD, self.follows(index)) || (self.follows(index) == "worked");
        let negated = |index: usize| (1..4).any(|by| among("not never t no until", self.tokens.back(index, by).folded()));
        let joined = (at + 1..self.end).find(|index| among("and", self.follows(*index)));
        joined.is_some_and(|from| {
            (from + 1..self.end.min(from + 8)).any(|index| good(index) && !negated(index))
                && !(from..self.end).any(|index| among(STILL, self.follows(index)))
        })
    }

    /// `I set this when we opened`, `because the first bank closed`
    fn has_cause(&self, at: usize) -> bool {
        (at + 1..self.end).any(|index| {
            let subject = among("i we he she you they the my our it", self.follows(index + 1));
            among("when because while before as", self.follows(index)) && subject
        })
    }
}
