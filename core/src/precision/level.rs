//! What an act is worth by its word and by what surrounds it; whether it is an attempt is for `attempt` to say.

use super::actor::Actor;
use super::acts::{ACT, ANY, DO, DOING, SENT, STAFF, TRY};
use super::attempt::Sentence;
use super::lists::{MONTH, MONTH_MAYBE, NUMBER};
use super::others::is_for_others;
use super::scan::Kind;
use super::vocabulary::{CONTACT, GOODS, PLATFORM, REDONE, REMEDIES, SHOPS, WAYS, YOU, among, bits, is_house};

/// What an act is worth by itself; see the lists of `acts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// Done about a problem, whatever follows.
    Act,
    /// Handed over to the platform.
    Sent,
    /// Done as often without a problem.
    Do,
    /// The use of a page, and any other act.
    Use,
}

/// What is followed to mend a problem.
const STEPS: &str = "procedure procedures guide tuto tutoriel steps step etapes etape instructions consignes link lien help \
    aide manual mode notice marche article process page faq indications mail email recommendations recommandations tutorial";

/// After a noun: more likely done to the writer.
const HARMS: &str = "bloque bloquee bloques bloquees retire retiree retires retirees ferme fermee supprime supprimee annule \
    annulee conteste contestee signe removed deleted blocked closed cancelled canceled withdrawn disputed signed mended";

/// What is done to a page by whoever owns it.
const CHANGES: &str = "removed deleted changed modified moved closed updated replaced lowered raised cancelled altered edited \
    translated restarted supprime supprimee supprimes supprimees modifie modifiee modifies modifiees change changee changes \
    changees deplace deplacee ferme fermee retire retiree annule annulee baisse augmente traduit traduite";

/// Looked at, so that something else is seen.
const SEEN: &str = "checked verifie controle consulte verified consulted";

/// Looked at to find out what is wrong.
const SUSPECTS: &str = "iban rib spam spams junk settings reglages cable connection password address adresse number numero \
    spelling log logs coordonnees line side modem router box";

/// Done well: `and it was fine`.
const PLEASED: &str = "fine great easy nice like love happy pleased perfect bien super facile parfait";

impl Sentence<'_, '_> {
    /// Whether an act of looking only says what was found: `I checked my account and it says`.
    fn finds(&self, at: usize) -> bool {
        let end = self.end.min(at + 10);
        let suspect = (at + 1..end).any(|index| among(SUSPECTS, self.follows(index)));
        let thing = |index: usize| {
            among("it the there that il la le l les ca elle", self.follows(index)) || self.tokens.at(index).digits()
        };
        let joined = |index: usize| among("and et", self.follows(index)) || self.tokens.at(index).sign(":");
        let then = (at + 1..end).any(|index| joined(index) && thing(index + 1));
        !suspect && (then || (self.tokens.at(at + 1).sign(",:") && (thing(at + 2) || self.follows(at + 3) == "have")))
    }

    /// Whether somebody else acts next, and the platform is not spoken of: `I spoke to him, he grew loud`.
    fn goes_on(&self, at: usize) -> bool {
        let contact = among(CONTACT, self.follows(at)) || among("told spoke spoken parle", self.follows(at));
        let then = |index: &usize| {
            (self.tokens.at(*index).sign(",") || among("and et but mais", self.follows(*index)))
                && among("he she il elle", self.follows(index + 1))
        };
        let next = (at + 2..self.end.min(at + 12)).find(then);
        contact && next.is_some_and(|next| !(at..next).any(|index| among(YOU, self.follows(index))))
    }

    /// Looked after long before: `I verified my number in January`.
    fn is_dated(&self, at: usize) -> bool {
        let month = |index: usize| among("in en", self.follows(index)) && self.tokens.at(index + 1).is(MONTH | MONTH_MAYBE);
        among("verified verifie tested teste checked", self.follows(at)) && (at + 1..self.end.min(at + 8)).any(month)
    }

    /// The worth of an act with what follows it.
    pub(super) fn level(&self, at: usize, actor: Actor) -> Option<Level> {
        let (token, next) = (self.tokens.at(at), self.follows(at + 1));
        let passive = matches!(actor, Actor::Bare | Actor::Noun | Actor::Chain) && matches!(next, "by" | "par");
        let staff = || (at + 2..at + 5).any(|index| self.tokens.at(index).is(STAFF));
        let known = || self.tokens.at(at + 2).is(NUMBER) || among("nos mes", self.follows(at + 2)) || staff();
        if passive && !known() && !among(WAYS, self.follows(at + 2)) {
            return None;
        }
        let within = |count: usize, list: &str| (at + 1..=at + count).any(|index| among(list, self.follows(index)));
        if token.is(TRY) {
            let for_them = |index: usize| {
                let them = among("leur lui plaire satisfaire them him her please satisfy guests", self.follows(index + 1));
                them && among("pour for to", self.follows(index))
            };
            if (at + 1..at + 5).any(for_them) {
                return None;
            }
            if self.first && within(14, PLEASED) && !within(14, "not pas nothing rien") {
                return None;
            }
            // `I tried the new editor` tells of the editor.
            let product = self.first && among("new nouveau nouvel nouvelle", self.follows(at + 2));
            let house = (at + 1..at + 4).any(|index| is_house(self.follows(index)) || among(SHOPS, self.follows(index)));
            if (product || house) && !self.evidence(at, false) {
                return None;
            }
            let plain = matches!(next, "to" | "de" | "d") && !(at + 2..at + 4).any(|index| among(REMEDIES, self.follows(index)));
            return (!plain || self.tokens.at(at + 2).is(DOING) || self.evidence(at, false)).then_some(Level::Act);
        }
        let for_them = among("ai avons", self.tokens.back(at, 1).folded()) && among("leur lui", self.tokens.back(at, 2).folded());
        if among("nothing rien no none aucun aucune", next) || (for_them && !token.is(ACT | SENT)) {
            return None;
        }
        let guest = actor == Actor::When && (among("him her them", next) || for_them);
        // `used to`, `did not`, `signed up`: no act.
        if guest
            || (token.word == "set" && next == "up" && (actor == Actor::Kin || self.first))
            || (token.word == "signed" && next == "up")
            || (token.word == "used" && next == "to")
            || (token.word == "did" && matches!(next, "not" | "n" | "t"))
        {
            return None;
        }
        // `I wrote “ring twice”` is about the text.
        let quoted =
            self.tokens.at(at + 1).sign("«“„\"") && among("wrote written typed put ecrit ecrite tape mis", token.folded());
        if quoted && !(among("typed tape", token.folded()) && self.evidence(at, true)) {
            return None;
        }
        if token.word.starts_with("confirm") && within(3, "booking reservation stay sejour") {
            return None;
        }
        let verbless = matches!(actor, Actor::Bare | Actor::Noun);
        // `Screenshot attached` goes with this very message; `Compte bloqué` is what happened.
        let alone = || !(self.start..at).any(|index| self.tokens.at(index).is(ANY));
        let with_this = verbless && alone() && (token.word.starts_with("joint") || among("attached enclosed", token.folded()));
        let device = || (at.saturating_sub(2)..at).any(|index| self.tokens.at(index).is(bits().device));
        // `Sent from my phone`.
        let signature = actor == Actor::Bare && matches!(token.folded(), "sent" | "envoye") && among("from de depuis", next);
        // `Lien supprimé puis recréé`
        let redone = || {
            let next = self.tokens.at(at + 2);
            among("and then puis et", self.follows(at + 1)) && next.folded().starts_with("re") && next.is(ACT)
        };
        let suffered = actor == Actor::Noun && among(HARMS, token.folded()) && !device() && !redone() && !self.has_object(at);
        if (with_this || signature || suffered) && !self.evidence(at, true) {
            return None;
        }
        // `The photo has been removed twice`: nobody of the writer's did that.
        if actor == Actor::Passive {
            let mut before = self.start.max(at.saturating_sub(6))..at;
            let ours = before.any(|index| self.tokens.at(index).is(bits().device));
            let unknown = within(10, "whom qui why pourquoi without sans");
            if unknown || (!ours && !self.is_shown() && among(CHANGES, token.folded())) {
                return None;
            }
        }
        if token.is(SENT) {
            if actor == Actor::Passive && !self.evidence(at, false) {
                return None;
            }
            let papers = (at + 1..self.end.min(at + 9)).any(|index| self.tokens.at(index).is(bits().papers));
            let before = (self.start.max(at.saturating_sub(4))..at).any(|index| matches!(self.follows(index), "vous" | "you"));
            let handed = ["attach", "enclos", "submit", "joint", "transmi", "soumi", "communiqu"]
                .iter()
                .any(|stem| token.word.starts_with(stem));
            let mailed = (at + 1..self.end.min(at + 9)).any(|index| matches!(self.tokens.at(index).kind, Kind::Mail | Kind::Web));
            let plain = !handed
                && !mailed
                && !matches!(actor, Actor::Bare | Actor::Noun | Actor::Perfect)
                && !within(8, PLATFORM)
                && !papers
                && !before;
            // How it began: the listing was submitted, money was sent to a guest.
            let submits = ["submit", "soumi"].iter().any(|stem| token.word.starts_with(stem));
            let begun = self.first
                && submits
                && within(5, "listing annonce application candidature property logement shop boutique house maison");
            let paid = token.word.starts_with("transfer") && within(4, "him her them guest");
            if (begun || paid) && !self.evidence(at, true) {
                return None;
            }
            let parcel = actor == Actor::Noun && (at.saturating_sub(2)..at).any(|index| among(GOODS, self.follows(index)));
            let goods = (parcel || within(6, GOODS))
                && (!within(6, YOU) || (within(2, "parcel parcels package goods") && !within(8, "you vous support")));
            return (!goods && (!plain || self.evidence(at, true))).then_some(Level::Sent);
        }
        let done_again = self.tokens.back(at, 1).sign("-") && self.tokens.back(at, 2).word == "re";
        if token.is(ACT) || (done_again && (token.is(ANY) || token.word.ends_with("ed"))) {
            let word = token.folded();
            // To ask for money or an invoice is what failed.
            if self.first && word == "demande" && within(3, "versement virement paiement facture") && !self.evidence(at, true) {
                return None;
            }
            // `I asked for a payout and it was declined`
            let got = |index: &usize| {
                among("and but", self.follows(*index))
                    && (among("got", self.follows(index + 1))
                        || among("was were", self.follows(index + 2))
                        || among("was were", self.follows(index + 1)))
            };
            if word == "asked"
                && next == "for"
                && (at + 2..self.end.min(at + 12)).any(|index| got(&index))
                && !self.evidence(at, true)
            {
                return None;
            }
            // Advice in general is no step towards anything.
            if among("suivi suivie followed", word) && !within(6, STEPS) {
                return Some(Level::Do);
            }
            let device = || (at + 1..self.end.min(at + 7)).any(|index| self.tokens.at(index).is(bits().device));
            let rebuilt = among(REDONE, word) && (at + 1..at + 7).any(|index| is_house(self.follows(index))) && !device();
            let product =
                self.first && among("tested teste", word) && within(3, "new beta nouveau nouvel nouvelle limits waters market");
            if product && !self.evidence(at, false) {
                return None;
            }
            // What is noticed is no attempt.
            let notices =
                self.first && among(SEEN, word) && within(10, "saw found noticed discovered vu constate decouvert remarque");
            if notices && !self.evidence(at, true) {
                return None;
            }
            if self.first && (self.goes_on(at) || self.is_dated(at)) && !self.evidence(at, true) {
                return None;
            }
            if among(SEEN, word) && self.finds(at) && !self.evidence(at, true) {
                return None;
            }
            if rebuilt || (word == "checked" && among("in out them him her", next)) || is_for_others(self.tokens, at, self.end) {
                return None;
            }
            // To answer guests is the daily work.
            // `My bank called me.`
            let reached = among("me us", next) || among("m nous", self.tokens.back(at, 2).folded());
            let aggrieved = among("complained plaint plainte plaints", word) && !within(6, YOU);
            if matches!(actor, Actor::Kin | Actor::Noun) && (aggrieved || (among(CONTACT, word) && reached)) {
                return None;
            }
            let reply = matches!(word, "answered" | "replied" | "responded" | "repondu");
            let to_you = (at + 1..=at + 8)
                .take_while(|index| !self.tokens.at(*index).sign(",;"))
                .any(|index| among(YOU, self.follows(index)));
            return (!reply
                || to_you
                || within(8, "mail email message chat letter courrier courriel tchat lien link portal portail claim reclamation recours litige dossier enquiry documents papers scan passport"))
            .then_some(Level::Act);
        }
        Some(if token.is(DO) { Level::Do } else { Level::Use })
    }
}
