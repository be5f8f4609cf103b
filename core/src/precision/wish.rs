//! Whose wish or duty it is that a phrase speaks of: not what guests ask for, nor what the writer asks about.

use super::scan::{Kind, Tokens};
use super::vocabulary::{among, bits};
use std::ops::Range;

/// A sentence is looked at so far to both sides, in tokens.
const FAR: usize = 60;

/// What guests do when they want something, or say that they were promised it.
const DEMANDS: &str = "say says said claims claimed insist insists insisted demand demands demanded want wants wanted \
    ask asks asked demande demandent souhaite souhaitent aimerait voudrait \
    expect expects think thinks thought dit disent pretend pretendent affirme exige exigent pense pensent croit \
    croient reclame reclament veut veulent voulait wrote writes ecrit suggests suggested reckons swears conseille \
    suggere soutient trouve estime";

/// Who has an opinion on it, besides family and friends.
const OTHERS: &str = "man guy bloke chap accountant inspector comptable inspecteur inspectrice type";

/// What house rules are about, when it is said of them that they must.
const HOUSE: &str = "dog dogs cats pets shoes smokers garden toilet area street boiler weather plumber baker electrician \
    chien chiens chats animaux chaussures fumeurs chaudiere meteo plombier boulanger electricien";

/// Said of them.
const MUST: &str = "must should have ought need are was were is doivent devraient doit devrait restent sont est etait devait va";

/// Questions about what is so, and not for something: `what does the law say?`
const ABOUT: &str =
    "how what who where which when comment quand quel quelle quels quelles combien que qui dois devons doit faut suis should";

/// Where one writes something down, and what one asks about it.
const WHERE: &str = "where how ou comment";
const PLACE: &str = "say write tell enter put show tick set store post print add start begin mention list note state dire ecrire \
    indiquer mettre cocher ranger preciser saisir entrer noter afficher commencer l";

/// Whether what stands at `at` is told to ask where it is written down: `Breakfast is included. Where do I say so?`
fn asks_where(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let next = (end + 1..end + FAR / 2).find(|index| tokens.at(*index).kind == Kind::End || tokens.at(*index).sign(".!?;…"));
    let Some(stop) = [Some(end), next].into_iter().flatten().find(|stop| tokens.at(*stop).sign("?")) else { return false };
    let asks = |index: usize| {
        let begins = tokens.at(index).line || tokens.back(index, 1).sign(".!?,;:");
        begins && among(WHERE, tokens.at(index).folded()) && stop - index <= 9
    };
    (at..stop).filter(|index| asks(*index)).any(|from| (from + 1..stop).any(|index| among(PLACE, tokens.at(index).folded())))
}

/// Whether a find is the writer's own wish.
pub fn is_own(tokens: &Tokens<'_>, found: &Range<usize>) -> bool {
    let at = tokens.index(found.start);
    let stops = |index: usize| tokens.at(index).kind == Kind::End || tokens.at(index).sign(".!?;…");
    let mut start = at;
    while start > at.saturating_sub(FAR) && !tokens.at(start).line && !stops(start - 1) {
        start -= 1;
    }
    let end = (at..at + FAR).find(|index| stops(*index)).unwrap_or(at + FAR);
    let (first, second) = (tokens.at(start).folded(), tokens.at(start + 1).folded());
    let about = among(ABOUT, first) && second != "about";
    let whether = among("do does must am are", first) && among("i we", second) || among("suis sommes", first);
    let own = |index: usize| among("i we me us my our je j nous on moi mon ma mes notre nos", tokens.at(index).folded());
    let guest = |index: usize| tokens.at(index).is(bits().guest) && !among("they il elle", tokens.at(index).folded());
    let asked = (at..end).any(|index| among("quand combien comment", tokens.at(index).folded()));
    let theirs = || (start..end.min(start + 3)).any(guest) && !(start..end).any(own);
    if asks_where(tokens, at, end) {
        return false;
    }
    if tokens.at(end).sign("?") && (about || whether || asked || theirs()) {
        return false;
    }
    // `In my day that was the contract.`
    let past = |index: usize| {
        let (first, second) = (tokens.at(index).folded(), tokens.at(index + 1).folded());
        (among("my our mon notre", first) && among("day youth temps epoque jeunesse", second)) || among("autrefois jadis", first)
    };
    if (start..at).any(past) {
        return false;
    }
    // `Je vous souhaite une bonne journée.` `As agreed, here are the photos.`
    let wished = tokens.at(at + 1).word == "vous" && among("souhaite souhaitons", tokens.at(at + 2).folded());
    let opening = || {
        let comma = (start..start + 5).find(|index| tokens.at(*index).sign(","));
        let goes_on = |comma: usize| among("here i we voici je j nous ci", tokens.at(comma + 1).folded());
        among("as comme", first) && comma.is_some_and(|comma| at < comma && goes_on(comma))
    };
    if (wished && !among("que qu", tokens.at(at + 3).folded())) || opening() {
        return false;
    }
    // `If the price should fall`, `should the guest return`.
    let clause = (start..at).rev().find(|index| tokens.at(*index).sign(",")).map_or(start, |comma| comma + 1);
    let modal = (at..at + 4).any(|index| among("should must ought devait devrait doit", tokens.at(index).folded()));
    let open = !tokens.at(end).sign("?") && tokens.at(at).word == "should" && at == start;
    if open || (modal && clause < at && at - clause <= 4 && among("if si", tokens.at(clause).folded())) {
        return false;
    }
    // `Dogs must be on a lead.`
    let rules = |index: usize| among(HOUSE, tokens.at(index).folded()) && among(MUST, tokens.at(index + 1).folded());
    if (start..at).any(rules) {
        return false;
    }
    // From the last word of the writer's own on.
    let mut guest = None;
    for index in start..=at {
        let token = tokens.at(index);
        if index == at && guest.is_none_or(|guest| among("il elle they", tokens.at(guest).folded())) {
            break;
        }
        if among("i we je j nous on my our mon ma mes notre nos please merci", token.folded()) {
            guest = None;
        } else if token.is(bits().guest | bits().private) || among(OTHERS, token.folded()) {
            guest = Some(index);
        } else if among(DEMANDS, token.folded()) && guest.is_some_and(|guest| index - guest <= 3) {
            return (index..at).any(|between| among("i we je j nous", tokens.at(between).folded()));
        }
    }
    true
}
