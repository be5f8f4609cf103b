//! What a machine says amid a sentence, known by a capital where none belongs, and phrases that only machines use.

use super::acts::BROWSER;
use super::error::is_weak;
use super::lists::{FAILURE, MACHINE, MONTH, MONTH_MAYBE, NUMBER, PERSON, REASON, REPORTS, WEEKDAY};
use super::scan::{Kind, Tokens};
use super::vocabulary::{CLAUSE, DETERMINERS, among};

/// The longest one, in tokens.
const LONGEST: usize = 14;

/// A failure has to be named among so many tokens.
const EARLY: usize = 8;

/// Machines and their parts that a capital follows only when they say something.
const SURFACES: &str = "menu field box window fenetre ecran screen terminal bouton popup bandeau banner champ avec toast";

/// Words of the writer's own.
pub const OWN: &str = "i we je nous j my our mon notre nos mes jai";

/// Where machines write without capitals.
const LOGS: &str = "terminal console log logs journal trace shell smtp";

/// What somebody does when a machine answers, or how it stops.
const STEPS: &str = "arrete meurt bute step etape plante bloque when quand saving valider enregistrer enregistre toast \
    courriel bounced revenu saving publish end ends stopped died pop automatique automatic";

/// Before what a machine says, when it begins with a capital.
const LEADS: &str = "by with yields gets get got me us fois only back comes came avec par obtiens voila in tells remark \
    remarque rouge red porte toujours que sur resultat then and";

/// No name begins with these: with a capital amid a sentence they are read from a screen.
const SPEECH: &str = "this that the we sorry please unable cannot cet cette ce le la les oups desole impossible erreur error \
    invalid access acces rejected refused unknown unexpected missing permission authentication request session connection \
    connexion donnees operation action verification synchronisation sync upload import payment paiement document file \
    fichier category update delai format champ draft card carte account compte video photo image calendar calendrier login \
    server serveur network reseau date code lien link number numero adresse value valeur amount amounts montant quota storage \
    transfer virement transaction signature feed flux titulaire destinataire solde";

/// Heads of what the writer says.
const HEADS: &str = "problem problems probleme problemes subject objet sujet issue concern re question demande request \
    situation";

/// Two words that machines say.
const PHRASES: &[(&str, &str)] = &[
    ("access", "denied forbidden"),
    ("session", "expired expiree"),
    ("token", "expired"),
    ("page", "not introuvable"),
    ("bad", "gateway request"),
    ("service", "unavailable indisponible"),
    ("gateway", "timeout time"),
    ("too", "many"),
    ("internal", "server"),
    ("unprocessable", "entity"),
    ("permission", "denied"),
    ("connection", "refused reset timed"),
    ("request", "timeout timed"),
    ("invalid", "credentials token password code"),
    ("wrong", "credentials"),
    ("acces", "refuse interdit"),
    ("jeton", "expire"),
    ("connexion", "refusee"),
    ("identifiants", "incorrects invalides"),
    ("code", "expire expired invalide"),
    ("upload", "failed aborted"),
    ("payment", "declined"),
    ("not", "authorized authorised"),
    ("delai", "depasse"),
    ("serveur", "injoignable indisponible inaccessible"),
    ("server", "unreachable unavailable"),
];

/// Three of them.
const TRIPLES: &[(&str, &str, &str)] =
    &[("trop", "de", "tentatives requetes demandes essais"), ("out", "of", "sync range memory bounds")];

/// What something is not, as a machine says it.
pub const NOT_SO: &str = "valid found recognised recognized supported allowed authorised authorized permitted valide valables \
    valable reconnu reconnue trouve trouvee autorise autorisee disponible eligible conforme conformes compatible permis permise \
    verified verifie verifiee accepted accepte acceptee authenticated connected connecte enregistre registered completed \
    processed delivered livre livree joignable reachable lisible readable reservable modifiable supporte supportee valides \
    concordant concordante identifie identifiee";

/// `Access denied`, `code expiré`, `Format not valid`; where it ends.
pub fn phrase(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, next, before) = (tokens.at(at), tokens.at(at + 1), tokens.back(at, 1));
    // Of a quotation, `quoted` has decided.
    if !token.letters() || !next.letters() || next.line || before.sign("«“\"") {
        return None;
    }
    let (word, capital) = (token.folded(), tokens.is_capital(at));
    let own = token.is(PERSON) || matches!(word, "why" | "pourquoi");
    if capital && !own && matches!(next.folded(), "not" | "non") && among(NOT_SO, tokens.at(at + 2).folded()) {
        return Some(at + 3);
    }
    let third = tokens.at(at + 2).folded();
    if capital && TRIPLES.iter().any(|(one, two, three)| *one == word && *two == next.word && among(three, third)) {
        return Some(at + 3);
    }
    if !PHRASES.iter().any(|(first, second)| *first == word && among(second, next.folded())) {
        return None;
    }
    let told = among("c est s a un une an the encore still me toujours always get gets shows", before.folded())
        || before.is(REPORTS | MACHINE)
        || before.sign(":(,");
    (capital || (told && !matches!(word, "too" | "page" | "not"))).then_some(at + 2)
}

/// `it stops at step 3, Signature does not match`; where it ends.
pub fn sudden(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, next, before) = (tokens.at(at), tokens.at(at + 1), tokens.back(at, 1));
    let colon = before.sign(":");
    let name = token.is(MONTH | MONTH_MAYBE | WEEKDAY | BROWSER) || (token.word.len() < 2 && !next.glued());
    if colon && !tokens.is_capital(at) && is_answer(tokens, at) {
        return (at + 2..at + LONGEST).find(|index| tokens.at(*index).line || tokens.at(*index).sign(".!?"));
    }
    if !token.letters() || (token.line && !colon) || name || !(colon || tokens.is_capital(at)) {
        return None;
    }
    let parted = before.sign(",:(") || (before.sign("-") && before.spaced);
    let led = among(LEADS, before.folded()) && !tokens.is_shouted(at);
    let speaks = among(SPEECH, token.folded())
        && (before.letters() || before.sign(","))
        && !tokens.is_shouted(at)
        && !tokens.is_capital(at - 1);
    if !parted && !before.is(REPORTS) && !among(SURFACES, before.folded()) && !led && !speaks {
        return None;
    }
    let log = colon && (1..10).any(|by| among(LOGS, tokens.back(at, by).folded()));
    let shouted = tokens.is_shouted(at) && tokens.is_shouted(at - 1);
    let sentence = tokens.is_capital(at) && next.letters() && !next.line && !tokens.is_capital(at + 1);
    if shouted || !(log || sentence) {
        return None;
    }
    // After a colon a machine may speak to the writer, with commas; in a log also with colons.
    let signs = match (log, colon) {
        (true, _) => ".!?;«\"“…",
        (_, true) => ".!?;()«\"“…:",
        _ => ".!?;,()«\"“…:",
    };
    let ends = |index: &usize| tokens.at(*index).line || tokens.at(*index).sign(signs);
    let end = (at + 1..at + LONGEST).find(ends).unwrap_or(at + LONGEST).min(tokens.count());
    let words = (at..end).filter(|index| tokens.at(*index).letters()).count();
    let early = at..end.min(at + EARLY);
    let fails = |index: usize| tokens.at(index).is(FAILURE);
    let strong = early.clone().any(|index| fails(index) && !is_weak(tokens.at(index).folded()));
    let weak = words >= (if colon { 3 } else { 4 }) && early.clone().any(fails);
    let is_own = |word: &str| among(OWN, word) || (!colon && among("vous you your", word));
    let own = early.clone().any(|index| is_own(tokens.at(index).folded()));
    let near = || (at..end.min(at + 5)).any(|index| fails(index) && !is_weak(tokens.at(index).folded()));
    let shown = || led && near() || (colon && near() && !is_headed(tokens, at)) || log;
    let speaks = speaks && !(at..end).any(|index| tokens.at(index).is(PERSON));
    (words >= 2 && (strong || weak) && !own && (speaks || is_said(tokens, at) || shown())).then_some(end)
}

/// Whether a machine's answer follows a colon, small and short: `the export gives up: job cancelled by server`.
fn is_answer(tokens: &Tokens<'_>, at: usize) -> bool {
    let end = (at..at + 8).find(|index| !tokens.at(*index).text() || (tokens.at(*index).line && *index > at)).unwrap_or(at);
    let closed = tokens.at(end).kind == Kind::End || tokens.at(end).line || tokens.at(end).sign(".!?");
    let addressed = among("your votre vos", tokens.at(at).folded());
    let noun = addressed
        || !(tokens.at(at).is(NUMBER | PERSON)
            || among(CLAUSE, tokens.at(at).folded())
            || among(DETERMINERS, tokens.at(at).folded()));
    let vague = |word: &str| is_weak(word) || among("aucun aucune impossible", word);
    let fails = |index: usize| tokens.at(index).is(FAILURE) && !vague(tokens.at(index).folded());
    let inside = |by: &usize| tokens.back(at, *by).kind != Kind::End && !tokens.back(at, *by).sign(".!?;,");
    let surface = |by: usize| {
        let token = tokens.back(at, by);
        token.is(MACHINE) && !among("it il ca qui which error erreur", token.folded())
            || among(
                "rejette dessous gives impossible revient reviennent echoue refus petit mots rouge bounces fails",
                token.folded(),
            )
    };
    let person = |by: usize| {
        tokens.back(at, by).is(PERSON | REASON) || among("ma mes mon my our your votre vos", tokens.back(at, by).folded())
    };
    closed
        && noun
        && end >= at + 2
        && (at..end.min(at + 6)).any(fails)
        && (2..9).take_while(inside).any(surface)
        && !(2..9).take_while(inside).any(person)
        && !is_headed(tokens, at)
}

/// Whether the writer names the problem before a colon, or somebody who speaks.
fn is_headed(tokens: &Tokens<'_>, at: usize) -> bool {
    let inside = |by: &usize| tokens.back(at, *by).kind != Kind::End && !tokens.back(at, *by).sign(".!?;");
    let first = tokens.back(at, 2).line;
    first
        || (2..12).take_while(inside).any(|by| {
            let token = tokens.back(at, by);
            among(HEADS, token.folded()) || token.is(REASON) || (token.is(PERSON) && !among("i we je nous j", token.folded()))
        })
}

/// Whether a machine is spoken of before, and nobody who would have said it.
fn is_said(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut said = false;
    for by in 1..10 {
        let token = tokens.back(at, by);
        if token.kind == Kind::End || token.sign(".!?;") {
            break;
        }
        let word = token.folded();
        if (token.is(PERSON) && !among("i we je nous j you vous", word)) || (token.is(REASON) && by <= 2) {
            return false;
        }
        let fails = token.is(FAILURE) && !is_weak(word);
        said |= token.is(REPORTS | MACHINE) || fails || among(STEPS, word);
    }
    said
}
