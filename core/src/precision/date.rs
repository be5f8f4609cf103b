//! Days, weeks and months: of the calendar, and counted from today. Not durations, years alone, habits.

use super::calendar::{day, day_and_month, from_month, in_digits, is_month, is_ordinal};
use super::lists::{AFTER_DAY, DAY_WORD, NEXT, NUMBER, PART_OF_DAY, PERIOD, WEEKDAY, WEEKDAY_SHORT};
use super::scan::{Kind, Tokens};
use super::weekday::from_weekday;
use std::ops::Range;

/// The dates of a text.
pub fn dates(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let (mut found, mut at, mut last) = (Vec::new(), 0, None);
    while at < tokens.count() {
        match date(tokens, at, last) {
            Some(end) => {
                found.push(tokens.range(at, end));
                (at, last) = (end, Some(end));
            }
            None => at += 1,
        }
    }
    found
}

/// Where the date ends that begins here. `last` is where the one before it ended.
fn date(tokens: &Tokens<'_>, at: usize, last: Option<usize>) -> Option<usize> {
    let token = tokens.at(at);
    if token.kind == Kind::Number {
        return in_digits(tokens, at, last).or_else(|| day_and_month(tokens, at));
    }
    if token.kind != Kind::Word {
        return None;
    }
    if token.is(WEEKDAY | WEEKDAY_SHORT) {
        let end = from_weekday(tokens, at);
        if end.is_some() || token.is(WEEKDAY) {
            return end;
        }
    }
    if is_month(tokens, at)
        && let Some(end) = from_month(tokens, at)
    {
        return Some(end);
    }
    from_today(tokens, at).or_else(|| period(tokens, at)).or_else(|| ago(tokens, at)).or_else(|| alone(tokens, at))
}

/// `hier soir`, `avant-hier`, `this morning`, `cet après-midi`, `last week`, `this weekend`.
fn from_today(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, next, after) = (tokens.at(at), tokens.at(at + 1), tokens.at(at + 2));
    let word = token.folded();
    if matches!(word, "avant" | "apres") {
        let hyphen = usize::from(next.sign("-"));
        let day = tokens.at(at + 1 + hyphen);
        return matches!((word, day.folded()), ("avant", "hier") | ("apres", "demain")).then_some(at + 2 + hyphen);
    }
    if token.is(DAY_WORD) {
        let end = at + 1 + usize::from(word == "aujourd" && next.word == "hui");
        let part = tokens.at(end);
        let has_part = part.is(PART_OF_DAY) && !matches!(part.folded(), "midi" | "noon" | "week" | "month");
        return Some(end + usize::from(has_part));
    }
    if word == "cet" && next.word == "apres" {
        let midi = at + 2 + usize::from(after.sign("-"));
        return (tokens.at(midi).word == "midi").then_some(midi + 1);
    }
    // `we` is short for the weekend in French.
    if word == "we" {
        let last = matches!(next.folded(), "dernier" | "prochain" | "passe");
        return match tokens.back(at, 1).folded() {
            "ce" => Some(at + 1),
            "le" | "du" if last => Some(at + 2),
            _ => None,
        };
    }
    if word == "weekend" || (word == "week" && next.sign("-") && after.word == "end") {
        let end = if word == "week" { at + 3 } else { at + 1 };
        let follows = tokens.at(end);
        return (follows.is(NEXT) && !matches!(follows.folded(), "last" | "next" | "this" | "past")).then_some(end + 1);
    }
    let names = matches!(word, "this" | "ce" | "cet" | "cette" | "last" | "next");
    let other = matches!(
        next.folded(),
        "jour" | "day" | "days" | "jours" | "end" | "noon" | "weeks" | "months" | "nights" | "midi" | "semaines" | "nuits"
    );
    // `Next morning` and `ce matin-là` are counted from another day.
    let told = (word == "next" && matches!(next.folded(), "morning" | "afternoon" | "evening"))
        || (after.sign("-") && tokens.at(at + 3).word == "la" && tokens.at(at + 3).glued());
    if !names || !next.is(PERIOD | PART_OF_DAY) || other || told {
        return None;
    }
    let mut end = at + 2;
    if tokens.at(end).sign("-") && tokens.at(end + 1).word == "end" {
        end += 2;
    } else if next.word == "week" && tokens.at(end).word == "end" {
        end += 1;
    }
    if tokens.at(end).sign("-") && tokens.at(end + 1).word == "ci" {
        end += 2;
    }
    let again = tokens.at(end).is(NEXT) && matches!(word, "ce" | "cette");
    Some(end + usize::from(again))
}

/// `semaine dernière`, `mois prochain`, `semaine 12`.
fn period(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (word, next, before) = (tokens.at(at).folded(), tokens.at(at + 1), tokens.back(at, 1));
    let last = matches!(next.folded(), "dernier" | "derniere" | "prochain" | "prochaine" | "passe" | "passee");
    if matches!(word, "semaine" | "mois" | "quinzaine") && last {
        return Some(at + 2);
    }
    let counted = before.is(NUMBER)
        || before.digits()
        || matches!(before.folded(), "une" | "a" | "la" | "per" | "par" | "every" | "chaque" | "each" | "one");
    let numbered = matches!(word, "semaine" | "week" | "sem") && next.within(1, 53);
    let other = tokens.at(at + 2).is(PERIOD) || is_month(tokens, at + 2) || day_and_month(tokens, at + 1).is_some();
    (numbered && !counted && !other).then_some(at + 2)
}

/// `two weeks ago`, `a few days ago`, `il y a trois semaines`. The same in digits is of the calendar's making.
fn ago(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, next) = (tokens.at(at), tokens.at(at + 1));
    let word = token.folded();
    if (token.is(NUMBER) || word == "a") && next.is(PERIOD) && tokens.at(at + 2).word == "ago" {
        return Some(at + 3);
    }
    if word == "a" && matches!(next.folded(), "few" | "couple") {
        let period = at + 2 + usize::from(tokens.at(at + 2).word == "of");
        return (tokens.at(period).is(PERIOD) && tokens.at(period + 1).word == "ago").then_some(period + 2);
    }
    let mut number = match word {
        "y" if next.word == "a" => at + 2,
        "ya" => at + 1,
        _ => return None,
    };
    while matches!(tokens.at(number).folded(), "environ" | "a" | "peu" | "pres" | "juste" | "plus" | "de") {
        number += 1;
    }
    let count = tokens.at(number);
    let counts = count.is(NUMBER) || count.digits() || count.word == "quelques";
    (counts && tokens.at(number + 1).is(PERIOD)).then_some(number + 2)
}

/// `le 3`, `the 3rd`, where nothing follows that it counts.
fn alone(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let english = match tokens.at(at).folded() {
        "the" => true,
        "le" => false,
        _ => return None,
    };
    let end = day(tokens, at + 1)?;
    let with_month = day_and_month(tokens, at + 1).or_else(|| in_digits(tokens, at + 1, Some(at + 1)));
    if with_month.is_some() || (english && !is_ordinal(tokens, at + 2)) {
        return None;
    }
    let next = tokens.at(end);
    let decimal = next.glued() && tokens.at(end + 1).glued() && tokens.at(end + 1).digits();
    let free = next.line || (next.sign(".,;!?)…:»\"'") && !decimal) || (next.is(AFTER_DAY) && next.spaced);
    free.then_some(end)
}
