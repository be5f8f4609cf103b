//! Acts towards others than the platform, and what everybody does: guests are told the rules, reviews are asked for.

use super::scan::Tokens;
use super::vocabulary::{CONTACT, GOODS, PLATFORM, RESCUE, THEIRS, YOU, among};

/// Friends, and languages that somebody speaks.
const FRIENDS: &str = "host hosts hote hotes friend ami amie amis sister soeur brother frere french francais english anglais";

/// What is written for guests.
const TEXTS: &str =
    "rules reglement description book books livre livres menu word words text texts texte textes mot annonce listing";

/// To give somebody news.
const INFORMS: &str = "explained clarified reminded informed expliquer explique prevenu averti informe precise rappele";

/// Whether an act is about somebody else than the platform, in a sentence that ends at `end`.
pub fn is_for_others(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let follows = |index: usize| if index < end && tokens.at(index).text() { tokens.at(index).folded() } else { "" };
    let within = |count: usize, list: &str| (at + 1..=at + count).any(|index| among(list, follows(index)));
    let (word, before) = (follows(at), tokens.back(at, 1).folded());
    let guest = |count: usize| within(count, GOODS);
    // Guests are asked to leave, which is an attempt, or to leave a review.
    let reviews = || guest(3) && within(7, "review reviews avis") && within(6, "leave write laisser deposer mettre donner");
    let tells = among(CONTACT, word) || among("told prevenu averti informed informe notified reminded", word);
    let told = tells && (reviews() || within(4, RESCUE) || within(2, THEIRS));
    let listed = || within(7, "annonce description fiche listing reservation booking reglement");
    let informs = || among(INFORMS, word) && (guest(7) || listed()) && !within(7, YOU);
    let asks = || word == "asked" && ((guest(3) && within(5, "for")) || follows(at + 1) == "myself");
    let wonders = word == "demande" && before == "suis";
    let obeys = || word == "followed" && within(4, "rules law laws policy policies terms");
    let checks = || among("cherche checked verifie controle inspected", word) && guest(4);
    let chats = || among("spoke spoken parle discute", word) && within(5, FRIENDS);
    let writes = || among("wrote written ecrit", word) && within(4, TEXTS) && !within(6, PLATFORM);
    told || wonders || informs() || asks() || obeys() || checks() || chats() || writes()
}
