//! Acts towards others than the platform, and what everybody does: guests are told the rules, reviews are asked for.

use super::scan::Tokens;
use super::vocabulary::{CONTACT, GOODS, PLATFORM, RESCUE, SHOPS, THEIRS, YOU, among, bits, is_house};

/// Friends, and languages that somebody speaks.
const FRIENDS: &str = "host hosts hote hotes friend ami amie amis sister soeur brother frere french francais english anglais";

/// What is written for guests and readers.
const TEXTS: &str = "rules reglement description book books livre livres menu word words text texts texte textes mot annonce \
    listing post article novel roman song chanson poem poeme blog card carte recipe recette pages review reviews avis reply";

/// To give somebody news.
const INFORMS: &str = "explained clarified reminded informed expliquer explique prevenu averti informe precise rappele";

/// Acts that need somebody who is told or asked, besides `CONTACT`.
const TELLS: &str = "told texted spoken talked written explained informed notified alerted warned consulted appelee appeles \
    rappelee parle discute prevenu averti informe explique consulte interroge questionne sollicite alerte";

/// Friends who are asked to do this help to find out what is wrong.
const HELPS: &str = "check look try test search find log open see verify confirm compare regarder verifier essayer tester \
    chercher recherche trouver ouvrir connecter voir confirmer comparer refaire reessayer";

/// Why others are called when nothing is wrong.
const POLITE: &str =
    "wish sorry apologise apologize welcome thank invite congratulate souhaiter bienvenue remercier inviter feliciter accueillir";

/// Somebody who is told or asked stands so near behind the act, in tokens.
const NEAR: usize = 8;

/// Before a word that says what it is about, and not whom it was said to.
const ABOUT: &str = "for about of from on in at if whether that why how who what de d du pour que qu si qui sur depuis chez \
    and et or ou mais but";

/// Whether an act is about somebody else than the platform, in a sentence that ends at `end`.
pub fn is_for_others(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let follows = |index: usize| if index < end && tokens.at(index).text() { tokens.at(index).folded() } else { "" };
    let within = |count: usize, list: &str| (at + 1..=at + count).any(|index| among(list, follows(index)));
    let (word, before) = (follows(at), tokens.back(at, 1).folded());
    let guest = |count: usize| within(count, GOODS);
    // Guests are asked to leave, which is an attempt, or to leave a review.
    let reviews = || guest(3) && within(7, "review reviews avis") && within(6, "leave write laisser deposer mettre donner");
    let tells = among(CONTACT, word) || among(TELLS, word);
    let told = tells && (reviews() || within(4, RESCUE) || within(2, THEIRS) || is_private(tokens, at, end));
    let pronoun = among("him her them", follows(at + 1)) || (among("lui leur", tokens.back(at, 2).folded()) && word == "demande");
    let sends = || pronoun && within(3, "leave go stop calm partir sortir quitter cesser");
    let polite = || tells && within(8, POLITE);
    let listed = || within(7, "annonce description fiche listing reservation booking reglement rules");
    let house = || within(5, "them him her") && (at + 1..at + 5).any(|index| is_house(follows(index)));
    let informs = || among(INFORMS, word) && (guest(7) || listed() || house()) && !within(7, YOU);
    let declares = || {
        among("reported filed declared signale declare", word)
            && within(7, "insurer insurance assurance assureur tax income police revenus impots")
            && !within(7, YOU)
    };
    let asks = || {
        word == "asked"
            && ((guest(3) && (within(5, "for") || !within(7, "to if whether why"))) || among("myself around", follows(at + 1)))
    };
    // `I called him a liar`, `we called it The Forge`.
    let names = || {
        word == "called" && (follows(at + 1) == "it" || within(3, "unfair names"))
            || word == "rang" && within(2, "bell doorbell")
            || word == "called" && among("him her it them us", follows(at + 1)) && among("a an the", follows(at + 2))
            || among("called appele", word)
                && among("my our this mon ma notre cette", follows(at + 1))
                && is_house(follows(at + 2))
    };
    let wonders = word == "demande" && before == "suis";
    // `I told the new owners about you`
    let praises = || {
        let about = |index: usize| among("about of de", follows(index)) && among("you vous", follows(index + 1));
        among("told spoke spoken parle", word) && (at + 1..at + 6).any(about)
    };
    let obeys = || word == "followed" && within(4, "rules law laws policy policies terms");
    let checks = || among("cherche checked verifie controle inspected", word) && (guest(4) || within(1, THEIRS));
    // `We checked the family out.`
    let leaves = || {
        let last = |index: &usize| matches!(follows(*index), "in" | "out") && !tokens.at(index + 1).text();
        word == "checked" && (at + 2..at + 5).any(|index| last(&index))
    };
    // `I exchanged messages with the guest`, `I tested positive`.
    let exchanges = || among("exchanged echange", word) && (guest(8) || tokens.back(at, 3).is(bits().guest));
    let ill = || among("tested teste", word) && among("positive positif negative negatif", follows(at + 1));
    let chats = || among("spoke spoken parle discute", word) && within(5, FRIENDS);
    let writes = || {
        let own = |index: &usize| !among("and et but mais", follows(*index)) && !tokens.at(*index).sign(",");
        let platform = (at + 1..=at + 6).take_while(own).any(|index| among(PLATFORM, follows(index)));
        among("rewrote rewritten", word) && within(4, "rules menu")
            || among("wrote written ecrit redige", word) && (within(4, TEXTS) || within(5, "down")) && !platform
    };
    // `I emailed the guest the door code.`
    let keys = || {
        tells && guest(4) && within(10, "code codes password wifi key keys cles cle door porte directions passe arrival arrivee")
    };
    told || names()
        || keys()
        || sends()
        || polite()
        || wonders
        || praises()
        || declares()
        || informs()
        || asks()
        || obeys()
        || checks()
        || leaves()
        || exchanges()
        || ill()
        || chats()
        || writes()
}

/// Whether family, friends or the neighbourhood are told or asked, and not to help to find out what is wrong.
fn is_private(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    for index in at + 1..end.min(at + NEAR) {
        let token = tokens.at(index);
        let word = token.folded();
        if token.is(bits().private) || among(SHOPS, word) {
            return !(index + 1..end.min(index + 2 * NEAR)).any(|index| among(HELPS, tokens.at(index).folded()));
        }
        if !(token.text() || token.sign("-")) || among(ABOUT, word) || among(YOU, word) {
            return false;
        }
    }
    false
}
