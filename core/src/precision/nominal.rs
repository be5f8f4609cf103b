//! Attempts without a verb: `Chrome, Edge, my nephew's Mac: all the same`, `three mails, two calls`.

use super::acts::{BROWSER, CALLS, TRY, VAIN};
use super::daily::is_verbless;
use super::evidence::evidence;
use super::lists::NUMBER;
use super::scan::Tokens;
use super::vocabulary::bits;
use std::ops::Range;

/// Where such an attempt stands in a sentence, given in tokens.
pub fn nominal(tokens: &Tokens<'_>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let mut browsers = sentence.clone().filter(|index| tokens.at(*index).is(BROWSER));
    let first = browsers.next().map(|index| tokens.at(index).folded());
    let several = first.is_some_and(|first| browsers.any(|index| tokens.at(index).word != first));
    let tried = || sentence.clone().any(|index| tokens.at(index).is(TRY));
    if several && (evidence(tokens, sentence, sentence.start, false) || tried()) {
        return Some(tokens.range(sentence.start, sentence.end));
    }
    // `sms, call, mail, nothing`
    let alone = |index: &usize| {
        let before = tokens.back(*index, 1);
        tokens.at(*index).is(CALLS) && (*index == sentence.start || before.sign(",")) && tokens.at(*index + 1).sign(",")
    };
    let guests = sentence.clone().any(|index| tokens.at(index).is(bits().guest));
    if !guests && sentence.clone().filter(alone).count() >= 2 && sentence.clone().any(|index| tokens.at(index).is(VAIN)) {
        return Some(tokens.range(sentence.start, sentence.end));
    }
    let counts = |by: usize, index: usize| {
        let token = tokens.back(index, by);
        index >= sentence.start + by && (token.digits() || token.is(NUMBER | bits().again))
    };
    let counted = |index: &usize| {
        let mail = tokens.back(*index, 1).sign("-") && tokens.back(*index, 2).word == "e" && counts(3, *index);
        tokens.at(*index).is(CALLS) && (mail || counts(1, *index))
    };
    if guests {
        return None;
    }
    let mut calls = sentence.clone().filter(counted);
    let vain = || sentence.clone().any(|index| tokens.at(index).is(VAIN));
    let ends = calls.next().map(|from| (from, calls.next_back().unwrap_or(from)));
    if let Some((from, to)) = ends.filter(|(from, to)| from < to || vain()) {
        // Those that came in are nobody's attempt.
        let received = matches!(tokens.at(to + 1).folded(), "from" | "de" | "du" | "des");
        return (!received).then(|| tokens.range(from, to + 1));
    }
    is_verbless(tokens, sentence).then(|| tokens.range(sentence.start, sentence.end))
}
