//! How people say what they expected and what they tried, in French and English, as patterns over words.
//!
//! A pattern is a row of elements: `a|b` one of these words, `stem*` a beginning, `@NAME` a list of [`LISTS`] or a family
//! of endings, `#` a number, `.` any word. `?` after an element: it may lack. `~3`: up to three words between. `!3:a|b`:
//! none of these among the next three words (`!a|b`: not the next one). `<a|b`: not the word before. `^`: a sentence
//! begins. `&a|b`: one of these in the rest of the sentence. Words are written as they are folded: small, no accents.

/// Lists of words by their names in patterns. A word may stand in several.
pub const LISTS: &[(&str, &str)] = &[
    // Between subject and verb.
    (
        "ADV",
        "already also then even just both now since first finally therefore personally obviously immediately promptly \
         repeatedly again twice always carefully so later all myself ourselves double re certainly of course deja aussi \
         meme bien encore ensuite donc tout d abord pourtant egalement tous toutes deux trois plusieurs fois en plus \
         aussitot moi nous vraiment tjs toujours a nouveau de suite simplement surtout evidemment maintenant really \
         simply only still respectfully hereby formally kindly politely once more would voudrais immediatement \
         formellement juste seulement par consequent",
    ),
    (
        "AGAIN",
        "times twice again thrice another different several everything repeatedly three four five six ten dozen fois \
         nouveau plusieurs autre differents differentes differente different reprises partout reprise umpteen countless \
         numerous maintes anew afresh",
    ),
    (
        "PAPERS",
        "notice notification letter lettre passport passports document documents proof proofs evidence papers paperwork \
        contract contracts certificate certificates invoice invoices receipt receipts licence license identity statement \
        photo photos form forms everything screenshot screenshots scan scans log logs deed file files piece pieces identite \
        mandat kbis attestation certificat titre bail capture captures justificatif justificatifs preuve preuves facture \
        factures contrat formulaire dossier releve copie copies passeport acte rib iban",
    ),
    (
        "DEVICE",
        "browser browsers computer computers device devices phone phones laptop laptops machine machines tablet tablets \
         network networks wifi router routeur connection pc mac account user cable router password app software driver \
         settings navigateur navigateurs ordinateur ordinateurs ordi pc telephone telephones tel portable tablette \
         appareil appareils poste postes reseau wifi vpn hotspot box cable connexion smartphone modem mot logiciel appli application",
    ),
    // What a partner can have done to the account, as infinitives.
    (
        "REMEDY",
        "remove delete restore refund pay repay unblock release correct fix reopen add change cancel update reinstate \
         reactivate lift credit transfer waive adjust set stop merge allow reverse recalculate return reimburse activate \
         enable disable unlock open close compensate reset replace revert withdraw lower raise apply charge bill block \
         clear move show hide switch unlink link deduct amend rectify undo republish relist list unlist unsuspend process \
         push roll put bring take turn get erase edit remit free uncancel rebook swap split debloquer rembourser verser \
         reverser supprimer retirer corriger retablir remettre reactiver annuler payer crediter recrediter modifier \
         changer ajouter rouvrir enlever rectifier restituer rendre lever appliquer activer desactiver fermer ouvrir \
         virer proceder effectuer fusionner deplacer mettre remplacer reprendre recalculer facturer deduire baisser \
         augmenter republier afficher masquer autoriser liberer deverrouiller reinitialiser indemniser compenser \
         dedommager arreter cesser refaire restaurer reintegrer resilier cloturer rattacher relier maintenir prolonger \
         redonner rehouse reissue relocate reloger emettre reemettre couper basculer stopper transferer attribuer accorder regulariser revenir deduire exonerer effacer oter defalquer \
         regler honorer cacher solder porter compter reviser revoir reconsiderer retrocede reparer",
    ),
    (
        "HAPPEN",
        "appear disappear stop end work match remain stay show count apply arrive reach bear carry read display cover \
         include reflect follow belong win hold settle happen cease start begin run revert say point pass keep",
    ),
    (
        "ORDERED",
        "remove delete refund restore reinstate unblock release pay reopen correct fix cancel lift reactivate credit \
     reimburse unlock unsuspend compensate recalculate withdraw honour honor repair republish return reissue undo rectify \
     repay amend drop scrap erase waive charge bill take give lower raise stop leave hide show keep move strike change update \
     adjust transfer merge split apply switch swap",
    ),
    // Contracts and laws.
    (
        "DEED",
        "contract contracts policy policies terms agreement rules conditions regulation regulations law laws article \
         directive gdpr clause guidelines promise plan code statute reference docs documentation spec specification \
         guarantee guarantees warranty insurance guide brochure leaflet flyer handbook manual charter timetable schedule \
         addendum appendix annex booklet pledge guidelines guideline regulations annexe plaquette notice devis offre cga bon \
         contrat contrats cgv cgu accord reglement loi lois clause avenant convention politique regles charte grille bareme \
         tarif mandat promesse conditions engagements garantie garanties doc documentation",
    ),
    (
        "RULES",
        "says say said states state stated provides requires require required obliges oblige guarantees stipulates stipulate \
         specifies specify mandates promises promise entitles entitle gives give forbids forbid prohibits allows allow \
         covers cover covered caps cap sets set fixes limits limit grants fixed capped set indiquait indiquaient disait \
         disaient stipulait precisait mentionnait fixait garantissait autorisait parlait plafonne accorde reserve limite \
         couvre couvrent parle parlent autorise permet prevoit prevoient prevoyait stipule stipulent dit disent oblige \
         obligent impose imposent precise precisent garantit garantissent indique indiquent exige interdit fixe mentionne \
         promet",
    ),
    // Asked for by those who want to talk, not to have something done.
    (
        "TALK",
        "know understand appeal contest dispute object contester effort hear speak talk complain report say point remind \
        tell inform believe mention raise discuss stress complaint complaints thank apologise apologize draw see explain \
        answer help contact call reply respond express share answers explanation explanations apology apologies call \
        callback person human contact reply response phone ring telephone telephoner joindre clarity clarification someone \
        somebody respect advice feedback information reasons reason why idea meeting chat savoir comprendre connaitre parler \
        discuter signaler porter attirer entendre remercier preciser rappeler temoigner informer exprimer poser expliquer \
        repondre aider contacter ecouter plaindre echanger dire reponse reponses explication explications excuse excuses \
        retour appel rappel nouvelles aide interlocuteur conseiller humain quelqu renseignement renseignements information \
        informations pourquoi comment avis rdv patience comprehension confirmation attention wish invite cry scream \
        retire congratulate souhaiter inviter pleurer hurler retraite feliciter",
    ),
    // Asked for in words, or of whoever reads: no change of anything.
    (
        "SPEAK",
        "call phone ring tell say speak talk explain answer reply respond help assist advise inform contact write note look \
        see read check verify confirm find consider understand know think imagine believe hear listen accept excuse forgive \
        bear wait be have do keep ensure ask give send forward pass treat try stay use share review investigate examine \
        study handle deal follow come go specify describe clarify guess remember feel let recommend suggest guarantee trust \
        provide choose select sign print download visit click rate leave enjoy join bring respect spare save enter tick \
        appeler rappeler telephoner contacter joindre dire parler expliquer repondre aider conseiller informer prevenir \
        avertir ecrire noter regarder voir lire verifier controler confirmer trouver considerer comprendre savoir croire \
        imaginer ecouter entendre excuser attendre patienter etre avoir faire garder demander donner envoyer transmettre \
        renvoyer adresser communiquer traiter essayer rester utiliser partager examiner etudier suivre venir aller preciser \
        decrire clarifier recommander fournir choisir saisir renseigner selectionner signer imprimer telecharger laisser \
        recevoir agreer tenir indiquer rejoindre cliquer reessayer prendre intervenir agir assurer respecter eclairer \
        orienter guider garantir permettre votre notre autre leur entre",
    ),
    ("WANTED", "want demand insist require request expect expected claim deserve"),
    (
        "VEUX",
        "veux voulons voudrais voudrions souhaite souhaitons souhaiterais souhaiterions exige exigeons reclame reclamons \
         desire desirons aimerais aimerions jaimerais jvoudrais jveux prefererais prefererions jdemande demande demandons sollicite sollicitons",
    ),
    (
        "GUEST",
        "guest guests he she client clients customer customers tenant tenants renter buyer buyers traveller travellers \
         visitor visitors voyageur voyageurs voyageuse cliente locataire locataires famille acheteur acheteurs they il \
         elle groupe couple vacancier vacanciers",
    ),
    // Whoever knows nothing of the platform: family, friends, the neighbourhood.
    (
        "PRIVATE",
        "wife husband mother father mum mom dad parents sister brother aunt uncle cousin cousins niece nephew son daughter \
         grandmother grandfather neighbour neighbours neighbor neighbors friend friends mate mates boyfriend girlfriend \
         florist baker butcher vicar priest barman plumber electrician locksmith carpenter gardener caterer cook waiter \
         cleaner housekeeper doctor vet nurse taxi gp photographer farmer femme mari mere pere soeur frere tante oncle \
         cousine cousines neveu fils fille enfants voisin voisine voisins voisines ami amie amis amies copain copine \
         copains restaurateur boulanger boulangere boucher traiteur fleuriste cure plombier electricien serrurier \
         menuisier jardinier cuisinier serveuse medecin veterinaire infirmiere photographe fermier mamie papi dog dogs cat \
         chien chienne horse cheval baby bebe",
    ),
    ("COMING", "arrive arrived arriving arriver venir partir come check leave rester quitter"),
    ("SAID", "dit assure garanti confirme annonce indique certifie repondu affirme ecrit jure promis precise"),
];
