//! The words that dates, amounts, numbers and errors are known by, folded: small, no accents. `*` ends a beginning.

/// A month in full, or a short form that is nothing else.
pub const MONTH: u64 = 1;
/// A month that is also another word, or a short form: only beside a day or after a preposition.
pub const MONTH_MAYBE: u64 = 1 << 1;
/// A weekday in full.
pub const WEEKDAY: u64 = 1 << 2;
/// A short weekday: only before a day.
pub const WEEKDAY_SHORT: u64 = 1 << 3;
/// What may stand before the name of a month.
pub const BEFORE_MONTH: u64 = 1 << 4;
/// What may stand before a day in digits alone, `10/02`.
pub const BEFORE_DAY: u64 = 1 << 5;
/// A day, counted from today, in one word.
pub const DAY_WORD: u64 = 1 << 6;
/// Morning, evening and the like.
pub const PART_OF_DAY: u64 = 1 << 7;
/// Day, week, month.
pub const PERIOD: u64 = 1 << 8;
/// Last, next.
pub const NEXT: u64 = 1 << 9;
/// Turns a day into a habit or some day.
pub const ANY_DAY: u64 = 1 << 10;
/// A number in words.
pub const NUMBER: u64 = 1 << 11;
/// A currency by its word.
pub const CURRENCY: u64 = 1 << 12;
/// A currency by its code.
pub const CURRENCY_CODE: u64 = 1 << 13;
/// Thousands and millions after a number.
pub const SCALE: u64 = 1 << 14;
/// What stands before how long something takes.
pub const DURATION: u64 = 1 << 15;
/// What stands before a time of day.
pub const AT: u64 = 1 << 16;
/// What a property or an account is called.
pub const PROPERTY: u64 = 1 << 17;
/// What stands between that and its number.
pub const NUMBERED: u64 = 1 << 18;
/// Numbers of other things.
pub const OTHER_NUMBER: u64 = 1 << 19;
/// What a booking is called.
pub const BOOKING: u64 = 1 << 20;
/// What a machine reports when something fails.
pub const FAILURE: u64 = 1 << 21;
/// What shows or says it.
pub const REPORTS: u64 = 1 << 22;
/// Who says something and is no machine.
pub const PERSON: u64 = 1 << 23;
/// What gives a reason.
pub const REASON: u64 = 1 << 24;
/// May follow a day that stands alone, `le 3`.
pub const AFTER_DAY: u64 = 1 << 25;
/// Machines and their parts.
pub const MACHINE: u64 = 1 << 26;
/// No money at all: `pas un euro`.
pub const NONE: u64 = 1 << 27;
/// The bit after these.
pub const FIRST_FREE: usize = 28;

/// The words of each.
pub const LISTS: &[(u64, &str)] = &[
    (
        MONTH,
        "janvier fevrier avril juin juillet aout septembre octobre novembre decembre january february april june july \
         september october november december janv fevr juill",
    ),
    (MONTH_MAYBE, "mars mai march may august jan fev feb mar avr apr jun jui juil jul aou aug sept sep oct nov dec"),
    (WEEKDAY, "lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday"),
    (WEEKDAY_SHORT, "lun mar mer jeu ven sam dim mon tue tues wed thu thur thurs fri sat sun"),
    (
        BEFORE_MONTH,
        "en de depuis fin debut mi courant mois d pour jusqu avant apres des in of since by until till from early mid \
         late before after during last next this through throughout for end beginning to and et ou or start le",
    ),
    (
        BEFORE_DAY,
        "le du au on since depuis from until till dated again by before after avant apres jusqu for encore pour and et \
         dimanche lundi mardi mercredi jeudi vendredi samedi monday tuesday wednesday thursday friday saturday sunday",
    ),
    (DAY_WORD, "hier demain aujourd aujourdhui yesterday today tomorrow tonight yday tmrw tomorow tommorow yesturday ajd auj"),
    (PART_OF_DAY, "matin soir nuit midi matinee soiree morning afternoon evening night noon weekend week month end aprem"),
    (PERIOD, "jour jours semaine semaines sem mois day days week weeks month months fortnight quinzaine night nights nuits"),
    (NEXT, "dernier derniere prochain prochaine passe passee dernieres last next this past"),
    (ANY_DAY, "chaque tous toutes each every any un une a an some certain certains another most"),
    (
        NUMBER,
        "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente \
         quarante cinquante soixante septante huitante nonante cent cents mille one two three four five seven eight nine \
         ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty \
         seventy eighty ninety hundred thousand",
    ),
    (
        CURRENCY,
        "euro euros dollar dollars pound pounds quid bucks buck franc francs balles eur usd gbp chf yen yens dirham \
         dirhams couronne couronnes kronor kroner krone krona zloty zlotys rand rands cents centimes centime pence dinars \
         roubles rupees reais sterling boules pesos peso",
    ),
    (
        CURRENCY_CODE,
        "eur usd gbp chf cad aud nzd jpy sek nok dkk pln czk huf ron bgn mad tnd dzd xpf xof xaf try inr brl mxn zar sgd \
         hkd cny aed ils thb isk hrk rsd",
    ),
    (SCALE, "k ke m mille million millions thousand hundred cent cents milliers mio grand"),
    (
        DURATION,
        "pendant durant en sous dans chaque toutes tous les quelques fait faire passe passees perdu perdus attendu \
         attente dure duree pres moins presque retard delai minimum maximum for within every lasted spent lost waited \
         another over under nearly than takes took after cumul total peut encore bout depuis seulement appel coupure \
         panne conversation coup trajet vol",
    ),
    (
        AT,
        "a vers avant apres des jusque jusqu entre et de depuis pour autour at around by until till before after from \
         between since to and ou or pile about environ lundi mardi mercredi jeudi vendredi samedi dimanche hier demain \
         monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow matin soir",
    ),
    (
        PROPERTY,
        "property properties listing listings hotel hotels etablissement etablissements hebergement hebergements logement \
         logements annonce annonces boutique boutiques shop shops store stores account accounts acct compte comptes fiche \
         fiches bien biens gite gites appartement appartements apartment apartments flat villa chalet auberge residence \
         camping campsite hostel inn seller vendeur partenaire partner host hote merchant marchand magasin bnb accommodation \
         guesthouse vendor vendors residence residences etab etabl etbl etabt ets prop maison house cottage unit lodge riad \
         proprietes propriete studio offre domaine agence commerce maisons location locations identifiant id ids ad ads",
    ),
    (
        NUMBERED,
        "id ids no nos n nr num numero numeros number numbers ref reference code identifiant identifiants is are est sont \
         le la les the de d du des l our notre nos votre my mon with under sous s partenaire partner plateforme extranet \
         named which qui portant porte whose and et account property listing as has ad compte pro principal professionnel \
         pmr vendeur",
    ),
    (
        OTHER_NUMBER,
        "tel telephone phone telephones call mobile cell portable fax appeler appelez appel joignable joindre ring \
         whatsapp sms iban bic swift siret siren tva vat facture factures invoice invoices bank bancaire banque ticket \
         dossier case incident transaction tracking colis eori passport passeport postal postcode zip sort carte card \
         cart client guest parcel order commande devis quote policy contrat cheque rib virement transfer avoir receipt \
         recu licence license permit immatriculation enregistrement registration tax fiscal login password",
    ),
    (
        BOOKING,
        "booking bookings reservation reservations resa resas confirmation stay stays sejour sejours resrvation \
         reservaton booked noshow show chargeback bkg bk rsv",
    ),
    (
        FAILURE,
        "error erreur errors erreurs wrong invalid invalide invalides expired expire expiree expires failed fail failure \
         echec echoue echouee refused refuse refusee refuses denied unavailable indisponible indisponibles introuvable \
         blocked bloque bloquee bloques locked verrouille verrouillee unsupported unreadable illisible longer plus \
         impossible incorrect incorrecte incorrects missing manquant manquante required obligatoire obligatoires exceeded \
         depasse depassee interrompu interrompue interdit interdite unauthorised unauthorized forbidden unknown inconnu \
         inconnue cannot couldn unable suspended suspendu suspendue disabled desactive desactivee rejected rejete rejetee \
         not aucun aucune no non timed timeout unexpected inattendu inattendue reessayez reessayer retry lost perdue rompue \
         closed fermee ferme mismatch match already deja again unreachable injoignable corrupt corrompu corrompue bad \
         insufficient insuffisant insuffisants insuffisante incomplete incomplet incompleto offline limite limit pas trop \
         too large maintenance overlap conflict conflicts conflit declined restricted restreint temporarily temporairement oops \
         unpublished anomalie probleme problem crashed stopped nul gateway internal interne reached atteinte atteint \
         duplicate doublon used utilise limited withheld unsuccessful terminated ratee hold failing removed couldnt \
         cant can couldn didn doesn isn ended termine terminee aborted blurred blurry cropped flou floue rogne rognee \
         overlapping overlaps chevauchement chevauchements prohibited interdits interdites unrecognised unrecognized \
         undefined null corrupted abandonne abandonnee broken hors empty vide incompatible obsolete outdated must doit many \
         allowed autorise available disponible impayee unpaid inactive inactif inactivee violation unverified suspendus \
         perime perimee unexpectedly stuck degraded overloaded sature unresponsive malformed unprocessable timedout full \
         pleine later ancienne survenu survenue requise requis oups mismatched reserved taken minimum maximum defaut lacking \
         parse syntax hacked illegal rejetees refusees echouees indisponibilite unsafe blacklisted nonexistent expirees \
         caduc revoked revoque throttled depassees manque manquants manquantes inaccessible hs ko verify verifier halted \
         skipped undeliverable undelivered bounced infructueux infructueuse erronee errone erronees invalidee rejet \
         introuvables avorte inexistant inexistante incoherent incoherente incoherence endommage desole desolee sorry \
         ulterieurement indetermine ineligible disallowed unresolved faulty unverifiable cancelled annulee broke whoops \
         whoopsie unmet jam fault fatal arretee discarded rejet echouees revoquee revoquees desactives sature saturee \
         perimee interrompus rompu coupee exceeds irreversible epuise epuisee ecoule ecoulee muette trouble snag obsoletes panne \
         momentanement inaccessibles suspendues annulees expires incorrects incorrectes inconnus irrecevable insuffisantes \
         injoignables interrupted disconnected deconnecte deconnectee unconfirmed untrusted unregistered unmatched uncaught \
         busy exhausted banned lapsed stalled panic illegible inconsistent unauthenticated mal cesse perdu don won clos \
         unpaired misconfigured jammed cloture cloturee",
    ),
    (
        REPORTS,
        "says say saying said reads read shows show showing showed displays display displayed message messages gives gave \
         returns returned throws threw answers answered replies replied responds pops popup banner bandeau alert alerte \
         affiche affichait affichent afficher dit disant repond repondu indique indiquait marque ecrit met mettait \
         renvoie retourne donne signale notification texte text warning avertissement sort with error erreur lit voit \
         vois see get getting got ecran screen obtiens recois recu told tells mention mentionne apparait apparu appears \
         appeared annonce repete repeats insists refuses rejects finit obtenu obtient pris prend surgit ends dies stops \
         fails stopped ended avec yields yield result results end greets gets prints status statut resultat flashes sorts crache \
         stamped marked states",
    ),
    (
        PERSON,
        "agent agents guest guests client clients colleague colleagues conseiller conseillere conseillers hotline \
         operator operateur voyageur voyageurs voyageuse review reviews avis commentaire comment she he collegue \
         collegues someone somebody quelqu woman man lady monsieur dame interlocuteur interlocutrice representative rep \
         people team equipe you vous customer customers tenant i we nous je manager owner lawyer avocat neighbour terms \
         contract policy conditions contrat description clause panneau panneaux pancarte plaque buyer buyers acheteur acheteurs",
    ),
    (
        REASON,
        "pour motif motifs raison reason reasons because for cause grounds due under sous pretexte called calls dite appele appelle \
        nomme nommee named promises promise promised promet promettait advertised advertise promettez",
    ),
    (
        AFTER_DAY,
        "a et ou au mais pour puis j je on nous vous il elle ils elles c par dans que sans avec sur alors rien du vers ca \
         depuis and but at to i we he she it they of for when because so until by after before around between then my our \
         your there nothing still dernier prochain last next matin soir morning evening apres avant midi minuit noon \
         midnight qui quand or this",
    ),
    (
        MACHINE,
        "it page screen app application site website button form formulaire system systeme message ca il ecran appli \
         bouton cela calendar calendrier server serveur extranet lien link popup terminal outil tool which qui browser \
         navigateur field champ mail email api log console ordinateur computer machine robot bot reponse box fenetre \
         window error erreur picture pictures capture captures screenshot checkout menu terminal tablet tablette \
         assistant wizard widget module portal portail dashboard import upload scale balance plugin connector connecteur \
         device printer imprimante integration courriel toast agenda gateway passerelle kiosk borne serrure webhook webhooks \
         chat robot till caisse planning reader lecteur slip tape repondeur bounce scanner messagerie onglet tab \
         interface chatbot tpe journal log sms bulle",
    ),
    (NONE, "pas not meme even moindre every chaque single aucun plus sans no jamais never each"),
];
