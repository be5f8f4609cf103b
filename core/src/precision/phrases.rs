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
         repeatedly again twice always carefully so later all myself ourselves double re certainly of course \
         deja aussi meme bien encore ensuite donc tout d abord pourtant egalement tous toutes deux trois plusieurs fois en \
         plus aussitot moi nous vraiment tjs toujours a nouveau de suite simplement surtout evidemment \
         maintenant really simply only still respectfully hereby formally kindly politely once more would voudrais \
         immediatement formellement juste seulement par consequent",
    ),
    // Who acts for the writer.
    (
        "KIN",
        "neighbour neighbor wife husband son daughter colleague colleagues partner accountant bank technician guy it assistant \
         manager staff receptionist team brother sister boss provider developer",
    ),
    // Done about a problem, whatever follows.
    (
        "DONE",
        "called phoned rang telephoned emailed mailed wrote written messaged contacted resent forwarded reinstalled \
         restarted rebooted cleared emptied rechecked verified reset regenerated reconnected relaunched reloaded \
         refreshed retried retyped reported complained chased disputed appealed explained reexplained repeated reminded \
         begged searched lowered unplugged tested replied compared swapped borrowed escalated redone redid recreated \
         resubmitted reuploaded reentered uninstalled consulted chatted queried rescanned resynced resynchronised \
         resynchronized retook troubleshot inquired enquired nudged insisted flagged disconnected unpaired",
    ),
    ("SENT", "sent emailed mailed posted faxed submitted provided supplied delivered handed"),
    // Done as often by those who have no problem yet.
    (
        "WEAK",
        "uploaded filled typed entered clicked saved changed updated deleted added removed requested attached imported \
         pressed disabled enabled installed cancelled adjusted edited posted scanned paid pasted resized converted \
         change modifie saisi tape clique rempli supprime ajoute telecharge charge mis soumis valide enregistre importe \
         connecte installe active desactive fait scanne colle clique appuye essaye tente converti reduit",
    ),
    (
        "AGAIN",
        "times twice again thrice another different several everything repeatedly three four five six ten dozen \
         fois nouveau plusieurs autre differents differentes differente different reprises partout reprise",
    ),
    (
        "PAPERS",
        "passport document documents proof evidence papers paperwork contract certificate invoice receipt receipts \
         licence license identity statement photos form forms everything",
    ),
    (
        "DEVICE",
        "browser browsers computer computers device devices phone phones laptop laptops machine machines tablet tablets \
         network networks wifi connection pc mac account user cable router password app software driver settings \
         navigateur navigateurs ordinateur ordinateurs ordi pc telephone telephones tel portable tablette appareil \
         appareils poste postes reseau wifi box cable connexion smartphone mot logiciel appli application",
    ),
    (
        "FAIT",
        "appele rappele telephone retelephone ecrit reecrit contacte recontacte relance envoye renvoye transmis retransmis \
         depose fourni refourni verifie reverifie controle vide efface desinstalle reinstalle redemarre deconnecte \
         reconnecte demande redemande signale resignale explique reexplique copie recopie teste reteste refait \
         recommence debranche rebranche reclame conteste consulte parle insiste alerte prevenu informe interroge compare \
         retente reessaye reessaie retape ressaisi resaisi remis suivi eteint rallume reinitialise actualise rafraichi \
         adresse faxe plaint plainte cherche recherche precise rappelle recree reimporte rescanne resoumis repete sollicite \
         maile echange tout",
    ),
    // Sentences that begin with what was done, without saying who.
    (
        "BEGUN",
        "restarted rebooted reinstalled checked cleared called phoned emailed sent resent asked contacted reset \
         reloaded refreshed wrote rang uninstalled unplugged reported reconnected disconnected retried \
         essaye reessaye redemarre reinstalle desinstalle deconnecte reconnecte appele rappele vide efface teste envoye \
         renvoye relance verifie contacte change debranche",
    ),
    // What a partner can have done to the account, as infinitives.
    (
        "REMEDY",
        "remove delete restore refund pay repay unblock release correct fix reopen add change cancel update reinstate \
         reactivate lift credit transfer waive adjust set stop merge allow reverse recalculate return reimburse activate \
         enable disable unlock open close compensate reset replace revert withdraw lower raise apply charge bill block \
         clear move show hide switch unlink link deduct amend rectify undo republish relist list unlist unsuspend \
         process push roll put bring take turn get erase edit remit free uncancel rebook swap split \
         debloquer rembourser verser reverser supprimer retirer corriger retablir remettre reactiver annuler payer \
         crediter recrediter modifier changer ajouter rouvrir enlever rectifier restituer rendre lever appliquer \
         activer desactiver fermer ouvrir virer proceder effectuer fusionner deplacer mettre remplacer reprendre \
         recalculer facturer deduire baisser augmenter republier afficher masquer autoriser liberer deverrouiller \
         reinitialiser indemniser compenser dedommager arreter cesser refaire restaurer reintegrer resilier cloturer \
         rattacher relier maintenir prolonger redonner stopper transferer attribuer accorder regulariser revenir \
         deduire exonerer effacer oter defalquer revoir reconsiderer retrocede reparer",
    ),
    (
        "ORDER",
        "debloquez remboursez rendez remettez supprimez retirez corrigez annulez payez versez retablissez rouvrez \
         enlevez creditez reactivez restituez virez indemnisez",
    ),
    ("ORDERED", "remove delete refund restore reinstate unblock release pay reopen correct fix cancel lift reactivate credit"),
    // Contracts and laws.
    (
        "DEED",
        "contract contracts policy policies terms agreement rules conditions regulation regulations law laws article \
         directive gdpr clause guidelines promise plan code statute \
         contrat contrats cgv cgu accord reglement loi lois clause avenant convention politique regles charte grille \
         bareme tarif mandat promesse conditions engagements",
    ),
    (
        "RULES",
        "says say said states state stated provides requires require required obliges oblige guarantees stipulates \
         stipulate specifies specify mandates promises promise entitles entitle gives give forbids forbid prohibits \
         allows allow \
         prevoit prevoient prevoyait stipule stipulent dit disent oblige obligent impose imposent precise precisent \
         garantit garantissent indique indiquent exige interdit fixe mentionne promet",
    ),
    // Asked for by those who want to talk, not to have something done.
    (
        "TALK",
        "know understand hear speak talk complain report say point remind tell inform believe mention raise discuss \
         stress thank apologise apologize draw see explain answer help contact call reply respond express share \
         answers explanation explanations apology apologies call callback person human contact reply response clarity \
         clarification someone somebody respect advice feedback information reasons reason why idea meeting chat \
         savoir comprendre connaitre parler discuter signaler porter attirer entendre remercier preciser rappeler \
         temoigner informer exprimer poser expliquer repondre aider contacter ecouter plaindre echanger dire \
         reponse reponses explication explications excuse excuses retour appel rappel nouvelles aide interlocuteur \
         conseiller humain quelqu renseignement renseignements information informations pourquoi comment avis rdv \
         patience comprehension confirmation attention",
    ),
    ("WANTED", "want wanted demand insist require request expect expected claim deserve"),
    (
        "VEUX",
        "veux voulons voudrais voudrions souhaite souhaitons souhaiterais souhaiterions exige exigeons reclame reclamons \
         desire desirons aimerais aimerions demande demandons sollicite sollicitons voulais voulions",
    ),
    (
        "GUEST",
        "guest guests he she client clients customer customers tenant tenants renter buyer buyers traveller travellers \
         visitor visitors voyageur voyageurs voyageuse cliente locataire locataires famille acheteur acheteurs \
         they il elle groupe couple vacancier vacanciers",
    ),
    ("COMING", "arrive arrived arriving arriver venir partir come check leave rester quitter"),
    ("SAID", "dit assure garanti confirme annonce indique certifie repondu affirme ecrit jure promis precise"),
];

/// What should have happened, and what is wanted.
pub const EXPECTED: &[&str] = &[
    // Duties and the usual course of things.
    "<i|who|what|how|where|why|when|which should ~2 have !seen|known|heard|a|the|an",
    "<i|you|we|who|what|how|where|why|when|which shouldn|should t|not? be !ashamed|arriving|here|there|careful|easy",
    "<i|you|we|@GUEST|who|what|how|where|why|when|which should t|not? !i|we|you|be|have|@COMING|know|anyone|someone|try|you|not",
    "one|some|half|all|none of them|these|those should",
    "i|we should t|not? ~1 get|receive|see|be|keep|pay|find|appear|able|still",
    "you should ~2 @REMEDY",
    "should ~1 come back",
    "<you ought to",
    "<i|we|you|he|they supposed to !2:mean|know|do|guess|understand|live|explain|work",
    "was|were|is|are|am|re|m meant to !mean|know|do|understand",
    "<am|are entitled",
    "was|were|is|are|been entitled to",
    "am|are|re|m|is entitled to",
    "owe|owes|owed me|us",
    "was|were|is|are due !to",
    "must ~1 be @PP",
    "must ~1 get|receive|pay|refund|give|provide|restore|correct|send|remove|return|reopen|reinstate|stay|remain|not",
    "need|needs to be @PP",
    "need|needs @PP|correcting|fixing|removing|changing|restoring|updating|reopening",
    "has|have to be @PP|#",
    "i|we should ~1 have been|received|got|had",
    "has|have to !be|do|say|pay|wait|call|write|explain|go|work|upload|type ~1 @REMEDY",
    "<works|work|working|function|functions|run|runs|proceed|behave normally .",
    "in principle|theory .",
    "<fonctionne|marche|fonctionner|marcher|travailler|plus|pas|travaille|passe|fonctionnait|marchait normalement .",
    "theoriquement .",
    "en principe|theorie .",
    "^ logiquement .",
    "<je|client|voyageur|ou|quoi|qui devrait|devraient !2:@COMING|@TALK",
    "je|nous|on n|ne? devrais|devrions|devrait !3:@TALK|peut",
    "je|nous|on devais|devions|devait recevoir|etre|toucher|percevoir|avoir|pouvoir|encaisser|obtenir|beneficier|rester|payer",
    "vous deviez",
    "vous devriez ~2 @REMEDY",
    "vous devez ~3 @REMEDY",
    "<@GUEST devait|devaient !2:@COMING|@TALK",
    "virement|versement|paiement|argent|montant|acompte|remboursement|colis devait|devrait arriver",
    "aurait|auraient|auriez|aurais|aurions ~2 du me|nous|m|vous|y|en|le|la|les|l|se|s? etre|@INF",
    "doit|doivent ~1 etre !un|une|le|la|l|mon|ma|mes|votre|chez|bien|content|fier",
    "<je|on|nous|il|elle doit|doivent ~3 @REMEDY",
    "vous me|nous devez",
    "faut|faudrait que !je|j|nous|on",
    "faut|faudrait ~2 @REMEDY",
    "<je|on|nous|vous|tu cense*",
    "est|etait|etaient|sont|suis|sommes|etions|etais sense*",
    // Promises, agreements, contracts, laws.
    "<i|we|he|she|@GUEST promised|promises",
    "your|the|their|this promise .",
    "assured me|us|that",
    "was|were|been assured|guaranteed|promised|told|informed ~1 that ~9 would|will|ll|d",
    "was|were|been assured|guaranteed|promised !guest",
    "was|were|been told ~12 would|will|ll|within",
    "<@GUEST told|assured|informed me|us ~9 would|will|ll|within",
    "you|agent|colleague|colleagues|support|hotline|team|manager|rep|representative|advisor|adviser said ~8 would|will|ll|within",
    "guaranteed that|us|me|by|in",
    "you|platform guarantee|guaranteed|pledged|committed|undertook",
    "as|was|were|we|had|you|been|is agreed !with|and",
    "agreed with you|your|support",
    "agreement was",
    "according to ~4 @DEED",
    "per ~2 @DEED",
    "under ~3 @DEED",
    "@DEED ~4 @RULES",
    "in ~1 line|accordance with",
    "the deal was|is",
    "obliged|required to",
    "help|faq page|centre|center|pages|faq? ~1 promises|states|guarantees",
    "you advertise|advertised",
    "selon|suivant|conformement|vertu|respect|contraire ~3 @DEED",
    "d apres ~2 @DEED",
    "dapres ~2 @DEED",
    "vous oblige|impose|obligent|imposent",
    "comme convenu|prevu|promis|annonce|stipule|entendu",
    "etait|etaient|avait|avions|avons|ete|est ~1 convenu*|entendu",
    "etait|etaient|est|sont prevu*",
    "convenu* que|de|d|ensemble|avec|est|etait",
    "etait|etions|avons|etaient|sommes d accord sur|que|pour",
    "delai* ~1 annonce*|promis*|prevu*|convenu*",
    "<ai|m|@GUEST|client|voyageur promis*",
    "aviez|avez|avait|a|ont|avaient ~2 promis*",
    "vous|mail|page|site|aide|service|conseiller|conseillere|collegue promettez|promettiez|garantissez|garantissiez|annoncez|annonciez|promettait|annoncait|garantissait|promet|annonce|garantit",
    "etes|etiez|est|etait engage*",
    "vous vous? engagez|engagiez",
    "aviez|avez|avait|a|ont|avaient ~1 @SAID ~3 que|qu|de|le|un|une|sous|pour ~9 @COND|etait|etaient|allait|allaient|aurait|seraient",
    "@SAID que|qu !il|elle ~9 @COND|allait|allaient",
    "aviez|avez|avait garanti|assure|certifie",
    "<n|ai|avons|avez ai|avons|a|avions|avais droit a|au|aux",
    "i|we have|had ~1 right to",
    // Wishes.
    "i|we|id would|d? have expected|liked|preferred|appreciated",
    "i|we|id would|d appreciate it",
    "i|we|id @ADV? @ADV? @WANTED !5:@TALK|@GUEST|never",
    "i|we @ADV? want|expect ~2 compensation|refund|money",
    "i|we was|were|am|are|m|re|have|had|been been? expecting !4:@TALK|@GUEST",
    "i|we|id would|d? @ADV? like !3:@TALK",
    "i|we|would|d rather|prefer !3:@TALK",
    "i|we @ADV? ask|asking you|that ~2 to|be|is !3:@TALK",
    "i|we am|are|m|re asking for|you|that !4:@TALK",
    "i|we @ADV? ask|asking for !4:@TALK",
    "please|pls|plz|kindly|plese @ADV? @REMEDY !me|it|your|you|my|this|note|care|into|in|through|yourself|to|someone|ignoring|calling|sending|wasting",
    "please|pls|plz|kindly|plese @ADV? remove|delete|restore|refund|pay|unblock|release|correct|fix|reopen|add|change|cancel|update|reinstate|reactivate|lift|credit|transfer|return|reimburse|activate|unlock|reset|replace|revert|reverse|recalculate|compensate|waive|adjust|merge",
    "please|pls|plz|kindly ~1 take|put|set|get|bring|turn|switch|roll|give ~5 down|off|back|on|right|online|live|access",
    "please|pls|plz|kindly ~1 send ~4 money|payment|payout|refund|balance|funds|amount",
    "please|pls|plz|kindly make sure|the|it|our|my",
    "please|pls|plz|kindly let us|me !know",
    "can|could|would|will you|someone|somebody|anyone|we|i @ADV? please|pls? @REMEDY !in|through|me",
    "is it possible to @REMEDY",
    "would|do you mind ~1 removing|restoring|refunding|correcting|changing|paying",
    "my|our|the money back",
    "looking for ~2 refund|compensation|reimbursement|correction|payout|payment",
    "i|we need ~5 back|restored|refunded|corrected|paid|removed|fixed|unblocked|reopened|released|reinstated|changed|lifted|moved|cancelled|corrected|deleted",
    "^ @ORDERED my|our|the|it|this|me|us|that|them|what",
    "^ just? give|put|take ~4 back|down|online",
    "je|j|nous|moi @ADV? vous|te? @ADV? @VEUX !5:@TALK",
    "on @ADV? veut|voudrait|souhaite|souhaiterait|aimerait|exige|reclame !5:@TALK",
    "ne demande|demandons|veux|veut|voulons ~2 qu|que",
    "j|nous|on attends|attendons|attend|attendais|attendait|attendions ~1 !4:toujours|encore|depuis|vos|votre|@TALK|@GUEST",
    "merci|mrc|priere|prie|soyez de|d bien? vouloir? me|nous|le|la|les|l|m|y|lui|en|leur|immediatement? @REMEDY !en",
    "merci|mrc|priere de|d bien? vouloir? me|nous|le|la|les|l|m|y|lui|en? faire ~3 supprimer|retirer|corriger|annuler|retablir|rembourser",
    "veuillez bien? vouloir? ~1 @REMEDY",
    "prie|prions|demande|demandons|invite ~1 de|d bien? vouloir? ~1 @REMEDY",
    "notre|ma|mes|nos demande|demandes|requete|souhait !@TALK|du|initiale|est|reste|a",
    "pouvez|pourriez|peux|pourrait|peut|pouvait|pourrais|pourront vous|on|il|tu|t me|nous|le|la|les|l|m|y|lui|en|au|svp? ~1 @REMEDY !en",
    "vous pouvez|pourriez ~1 @REMEDY !en",
    "svp|stp @REMEDY",
    "<pas|plus|jamais|t possible de|d ~2 @REMEDY",
    "<vous|ne @ORDER moi|nous|le|la|les|mon|ma|mes|ce|cet|cette|l|notre|nos",
    "compte|comptons|besoin|priere|esperons|espere ~3 que|de|pour ~2 @REMEDY",
    "il me|nous|m|n|ne? reste ~3 a ~1 @REMEDY",
    "j|je ~1 tiens|compte a|bien|sur ce|etre",
];

/// What was done about the problem.
pub const TRIED: &[&str] = &[
    "HAVE @DONE",
    "HAVE e mailed",
    "HAVE @SENT !2:guest|guests|keys",
    "HAVE asked",
    "HAVE checked !in|out|them|him|her",
    "HAVE tried !to",
    "HAVE tried to &@AGAIN|reset|contact|call|reach|phone|explain|refresh|reinstall|restart|clear",
    "i|we|ive|weve have|ve|been? @ADV? trying ~2 &@AGAIN",
    "HAVE @WEAK &@AGAIN|@PAPERS",
    "HAVE changed|updated|switched|replaced|used|removed ~4 @DEVICE|card",
    "HAVE deleted|removed|emptied ~3 cache|cookies|app|history|feed|and",
    "HAVE logged|signed out|off",
    "HAVE marked|copied|followed|gone|went|moved ~5 instructions|steps|guide|procedure|as|through",
    "HAVE opened|raised|filed|lodged|logged|left|made ~3 ticket|tickets|case|cases|request|requests|claim|claims|complaint|complaints|dispute|appeal|message|messages|calls|report",
    "HAVE spoke|spoken|talked|chatted to|with",
    "i|we|ive|weve have|ve|had ~1 read",
    "i|we|ive|weve ~3 been on|in touch|contact|hold|chat",
    "was|been|minutes|hour|hours on the? phone|hold|line|chat",
    "reached|followed|logged|signed|switched|turned|unplugged out|up|back|off and|to|with|on|in|several|again",
    "off and back? on",
    "HAVE used ~3 chat|form|another|different|other|hotline",
    "HAVE waited ~3 hold|line|phone|hour|hours",
    "HAVE ~1 did|done what|as|everything|that ~2 you|your|says|said|told|asked",
    "HAVE set|raised|measured|downloaded|entered|put|corrected|fixed ~4 again|twice|times|hand|manually",
    "HAVE raised this|it|that",
    "HAVE went|gone ~2 settings|extranet|menu|steps|office|support",
    "i|we|ive|weve have|ve|had|am|m|keep|kept ~2 calling|writing|emailing|phoning|ringing|messaging|chasing|trying ~6 again|since|for|every|week|weeks|days|times",
    "i|we keep|kept calling|writing|asking|emailing",
    "my|our|#|several|many ~1 emails|mails|messages|calls|reminders|letters|attempts ~3 no|unanswered|without|nothing|ignored|reply",
    "answer|reply|response to my|our|any|all ~3 emails|mails|messages|calls|reminders|letters",
    "logged|signed out ~1 and? ~1 in|again",
    "which|so|and i did",
    "i|we|also|then|and did that|it|this|so again|twice|on|#|several|three",
    "^ i? did it|that|this again|twice|on|#|several|three",
    "^ @ADV? tried !to|and",
    "^ @ADV? tried to &@AGAIN",
    "^ already? @BEGUN",
    "^ updated|changed|switched|replaced ~3 @DEVICE",
    "^ ai|avons @ADV? @FAIT",
    "suis|sommes plaint*",
    "^ have|ve? @ADV? tried|checked|called|emailed|written|contacted|restarted|reinstalled|sent|asked",
    "my|our @KIN @KIN? has|have|also|then? also|already? tried|called|checked|wrote|restarted|reset|asked|phoned|rang|tested|emailed|contacted|looked|confirmed",
    "on|with|from|in|using|via|tried another|different|second|two|three|several|various @ADV? @DEVICE",
    "incognito",
    "private window|mode|browsing|tab",
    "navigation privee",
    "to no avail",
    "did|didn|nothing|neither|none ~2 help|helped|helps",
    "no luck|joy with|either|there|so",
    "for the third|second|fourth|fifth|tenth|nth time !that|in",
    "time i|we m|am|have|ve|are|re? writ*|ask*|report*|call*|contact*|wrote|phon*|email*|tell*",
    "after ~2 calling|emailing|restarting|reinstalling|clearing|resetting|contacting|writing|phoning|trying|sending|checking",
    "despite ~3 calls|emails|reminders|messages|requests|attempts|mails|tickets|letters",
    // French. `AI` stands for each way to say that the writer has done it.
    "AI @ADV? @ADV? @ADV? @FAIT",
    "AI @ADV? @ADV? @ADV? essaye|tente !de|d",
    "AI @ADV? @ADV? @ADV? essaye|tente de|d &@AGAIN|contacter|joindre|appeler|reinitialiser|vider|redemarrer|expliquer",
    "AI @ADV? @ADV? @ADV? @WEAK &@AGAIN",
    "AI @ADV? @ADV? change|utilise|pris|remplace ~2 @DEVICE",
    "AI @ADV? @ADV? supprime|efface|enleve ~4 puis|et|cache|cookies|recree|remis",
    "AI @ADV? @ADV? mis|remis ~3 jour",
    "AI @ADV? @ADV? passe|laisse|adresse|poste|fait ~3 appel|appels|coup|coups|message|messages|mail|mails|heures",
    "AI @ADV? @ADV? ouvert|fait|depose|rempli|cree|lance ~3 ticket|tickets|dossier|dossiers|demande|demandes|reclamation|reclamations|signalement|signalements|relance|relances|test|tests|essai|essais|opposition|contestation|incident",
    "AI @ADV? @ADV? fait|refait ~2 mise|manip*|necessaire|procedure|operation|essais",
    "AI @ADV? @ADV? eu ~4 telephone|ligne|tel|support|service",
    "AI @ADV? @ADV? repondu a|au|aux !3:client|clients|voyageurs|voyageur|avis",
    "AI @ADV? @ADV? pris contact|attache",
    "AI @ADV? @ADV? passe|attendu|perdu ~4 telephone|ligne|tel",
    "AI @ADV? @ADV? fait ce que|qu",
    "AI @ADV? @ADV? corrige|remis|modifie|repris|recopie ~6 meme|main|debut|fois|zero",
    "AI @ADV? @ADV? pose ~2 question|questions",
    "suis|sommes alle|allee|alles|passe|passee ~2 reglages|parametres|menu|support|agence|extranet",
    "j|je|nous ~1 appelle|rappelle|ecris|relance|telephone|appelons|relancons|ecrivons ~3 tous|toutes|chaque|depuis|sans|fois|encore",
    "mes|nos|#|plusieurs|mails|appels ~1 mails|messages|appels|relances|courriers|mail ~4 sans|rien|aucune|restent|reponse|support|service",
    "cache|cookies vide*|efface*",
    "navigateur|mot change",
    "justificatifs|documents|pieces|preuves|contrat|facture|photos ~1 envoye*|transmis*|fourni*|renvoye*|depose*",
    "en vain",
    "AI @ADV? @ADV? regarde|fouille|lu|relu ~3 dans|spams|indesirables|aide|sur|partout|faq",
    "suis|sommes re? deconnecte*|reconnecte*|retourne*|repasse*|passe* !2:client",
    "# fois que je|nous|j|on",
    "deuxieme|troisieme|quatrieme|cinquieme|enieme|dixieme fois que je|j|nous|on",
    "deuxieme|troisieme|quatrieme|cinquieme|enieme|dixieme message|mail|relance|appel|demande|reclamation|courrier|tentative",
    "malgre ~3 appels|relances|mails|messages|demandes|courriers|tentatives|rappels|reclamations",
    "apres avoir ~2 @FAIT|@WEAK|essaye|tente",
    "apres ~2 reinstallation|redemarrage|appels|relances|tentatives",
    "rien n y fait",
    "sur|avec|depuis|via|essaye ~1 un|une|d|deux|trois|plusieurs autre|autres|second|navigateurs|ordinateurs|appareils|telephones|postes @DEVICE?",
    "^ @ADV? @BEGUN !en|par|de|le|la|avec",
    "^ @ADV? essaye|reessaye|appele|envoye|teste|vide|verifie|change|relance ~1 avec|depuis|sur|en|de|le|la|deux|trois|plusieurs|par|#|tous|toutes|mon|ma|mes|les|l",
];

/// The same in English: `HAVE` in a pattern.
pub const HAVE: &[&str] = &["<do|does|did|can|could|should|would|may|shall|must i|we|ive|weve have|ve|had|d? @ADV? @ADV?"];

/// The ways to say in French that the writer has done something: `AI` in a pattern.
pub const AI: &[&str] = &[
    "j|vous|l|lui|leur|les|en|y ai|avais",
    "jai|javais|jlai",
    "nous|ns|l|vous|les|lui|leur avons|avions",
    "on a|avait",
    "on vous|l|les|lui|leur a",
];
