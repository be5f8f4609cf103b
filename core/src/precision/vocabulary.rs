//! Small words that `actor` and `attempt` know, as texts with a space between two.

use super::lexicon::named;
use std::sync::OnceLock;

/// Before a verb's object in French.
pub const OBJECTS: &str = "l le la les lui leur vous y en m me te s t";
/// Others than the writer.
pub const PRONOUNS: &str = "you he she it they who which that guest guests vous il elle ils elles qui";
/// Between two acts.
pub const LINKS: &str = "and then puis et but or ou plus also";
/// Before the failing action itself.
pub const WHEN: &str = "when whenever if while until unless before quand lorsque lorsqu si avant";
/// Before what is said about something.
pub const RELATIVE: &str = "that what which who whom where qui ce dont ou why how because since do does did can could should \
    would may shall must as car parce depuis than whether";
/// May stand before a subject.
pub const AFTER: &str = "so after apres though although yet donc mais ainsi once aujourd hui comme bien later ago earlier \
    however here sir madam madame monsieur bonjour hello hi ensuite alors afterwards meanwhile";
/// Articles and the like.
pub const DETERMINERS: &str = "the my our your this these those each every a an le la les mon ma mes notre nos votre vos ce \
    cette ces un une des chaque du";
/// When somebody did something: no noun that is spoken of.
pub const TIMES: &str = "time fois day morning week evening afternoon month hour night weekend phone today yesterday monday \
    tuesday wednesday thursday friday saturday sunday matin soir jour semaine mois telephone hier";
/// Words of the list of adverbs that are more often something else.
pub const ADVERBS_NOT: &str = "since depuis a d de of nous moi so would voudrais en par course fois plus";
/// Without accents these are nouns, or in the present.
pub const NOUNS_TOO: &str = "adresse demande relance mesure recherche controle programme recommence copie charge pose limite \
    porte signe passe laisse monte active cree reclame recharge test contacte rappelle retourne rejoue adapte publie \
    complete echange cherche regarde parle precise informe insiste explique supplie telephone consulte branche appelle lance \
    valide coche colle tire bloque baisse augmente diminue espace genere utilise remplace regle divise coupe tourne \
    configure installe connecte associe autorise ajoute retire enleve supprime modifie corrige change tape rentre saisie \
    propose separe entre mise";
/// Before `by`, `to` and the like no act of the writer's.
pub const BLOCKED: &str = "attached added set put left closed asked posted ferme fait pris signe mis passe vu used joint shut \
    open offered supplie given opened reduit limite regarde compare suivi charge precise uploaded demande";
/// The writer's things, which do nothing about a problem.
pub const OURS_NOT: &str = "account accounts listing page calendar booking guest guests room property payment payout price \
    compte annonce calendrier reservation chambre ranking score rating endpoint server client clients voyageur hebergement \
    paiement virement voisin voisine voisins neighbour neighbours neighbor";
/// What is sent to customers.
pub const GOODS: &str = "parcel parcels goods package packages colis article articles marchandise commande commandes guest \
    guests buyer buyers customer customers client clients cliente voyageur voyageurs acheteur acheteuse cles";
/// The platform, and what it is sent.
pub const PLATFORM: &str = "chat tchat hotline you your support team help helpdesk vous votre vos assistance service email \
    mail message proof evidence photos";
/// The platform alone.
pub const YOU: &str = "you your support hotline helpdesk vous votre vos assistance service team equipe";
/// Ways to reach it, after `by`.
pub const WAYS: &str = "mail email e chat phone telephone post letter hand fax text tchat courrier ecrit sms courriel lettre \
    recommande retour return";
/// To call it is an attempt even after `when`.
pub const CONTACT: &str = "called phoned rang telephoned emailed mailed messaged contacted chased complained asked wrote \
    reported appele rappele telephone contacte ecrit demande signale relance spoke";
/// To try to do this is an attempt.
pub const REMEDIES: &str = "reset contact call reach phone explain refresh reinstall restart clear joindre contacter appeler \
    redemarrer expliquer vider reinitialiser sort sorting settle solve resolve mend repair arranger regler resoudre corriger \
    reparer";

/// To call one of these is to make good a damage.
pub const RESCUE: &str = "doctor doctors medecin pompiers ambulance pest plumber plombier locksmith serrurier hospital hopital \
    pharmacie mother taxi cab samu";
/// Whoever is told something by them is not the platform.
pub const THEIRS: &str = "his her sa son ses leur their";
/// Begun anew for the house, not about a problem.
pub const REDONE: &str = "repris refait refaite refaites refaits redone redid rebuilt commence lance cleared emptied wiped \
    vide videe checked refreshed rafraichi inspected verifie controle tested teste measured mesure examined swapped";
/// What is rebuilt, painted and compared.
pub const ROOMS: &str = "gite hotel maison house chambre chambres room rooms bathroom kitchen cuisine salle toit toiture \
    roof facade jardin garden deco decoration lits beds peinture walls murs boutique shop affaire business piscine pool \
    garage cave annexe annex villa auberge camping domaine inn platforms plateformes campings";
/// What is in them, and what the weather does to them.
pub const FURNITURE: &str = "sheets towels mattress mattresses boiler heating lock locks curtains carpet draps serviettes \
    matelas serrure chaudiere chauffage rideaux snow bins neige poubelles alarms detecteurs moquette weather meteo oven \
    plumbing plomberie windows fenetres linen linge literie lit bed fridge frigo gas gaz drains gutters gouttieres \
    chimney cheminee water eau";
/// Where neighbours work: called for other reasons than a problem.
pub const SHOPS: &str = "restaurant restaurants cafe bar pub bakery boulangerie school church ecole eglise";
/// What one changes on the platform when it does not work.
pub const TECHNICAL: &str = "api appels request requests extranet category categories categorie stock stocks form formulaire \
    file fichier files fichiers csv xml feed flux sync token jeton format field champ fields champs link lien url adresse \
    address settings setting reglages parametres option case compte comptes account accounts video scan document documents \
    password export import barre bar cookies cache iban line ligne virgule virgules comma commas card carte plugin module \
    version email mail name nom number numero";
/// Words of a clause with a subject and a verb.
pub const CLAUSE: &str = "i we you he she it they is are was were has have had do does did will would can could there this \
    that je j nous vous il elle on ils elles ce c est sont etait a ont ai avons avez ne n qui que which who my our your mon \
    ma mes notre nos votre vos";

/// Whether a word is one of those of a text.
pub fn among(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split_ascii_whitespace().any(|known| known == word)
}

/// Whether a word is a part of the writer's house, or something in it.
pub fn is_house(word: &str) -> bool {
    among(ROOMS, word) || among(FURNITURE, word)
}

/// Lists of `phrases` by their bits.
pub struct Bits {
    /// Between subject and verb.
    pub adverb: u64,
    /// Again, another.
    pub again: u64,
    /// Browsers, telephones, passwords.
    pub device: u64,
    /// Guests and buyers.
    pub guest: u64,
    /// What is sent as a proof.
    pub papers: u64,
    /// Family, friends, the neighbourhood.
    pub private: u64,
}

/// The lists of `phrases`, looked up once.
pub fn bits() -> &'static Bits {
    static BITS: OnceLock<Bits> = OnceLock::new();
    BITS.get_or_init(|| {
        let bit = |name| named(name).unwrap_or_default();
        Bits {
            adverb: bit("ADV"),
            again: bit("AGAIN"),
            device: bit("DEVICE"),
            guest: bit("GUEST"),
            papers: bit("PAPERS"),
            private: bit("PRIVATE"),
        }
    })
}
