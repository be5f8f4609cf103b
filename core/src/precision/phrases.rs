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
         nouveau plusieurs autre differents differentes differente different reprises partout reprise",
    ),
    (
        "PAPERS",
        "passport passports document documents proof proofs evidence papers paperwork contract contracts certificate \
         certificates invoice invoices receipt receipts licence license identity statement photo photos form forms \
         everything screenshot screenshots scan scans log logs deed file files piece pieces identite mandat kbis \
         attestation certificat titre bail capture captures justificatif justificatifs preuve preuves facture factures \
         contrat formulaire dossier releve copie copies passeport acte rib iban",
    ),
    (
        "DEVICE",
        "browser browsers computer computers device devices phone phones laptop laptops machine machines tablet tablets \
         network networks wifi router routeur connection pc mac account user cable router password app software driver \
         settings navigateur navigateurs ordinateur ordinateurs ordi pc telephone telephones tel portable tablette \
         appareil appareils poste postes reseau wifi box cable connexion smartphone mot logiciel appli application",
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
         redonner stopper transferer attribuer accorder regulariser revenir deduire exonerer effacer oter defalquer \
         regler honorer cacher solder porter compter reviser revoir reconsiderer retrocede reparer",
    ),
    (
        "HAPPEN",
        "appear disappear stop end work match remain stay show count apply arrive reach bear carry read display cover \
         include reflect follow belong win hold settle happen cease start begin run revert say point pass keep",
    ),
    ("ORDERED", "remove delete refund restore reinstate unblock release pay reopen correct fix cancel lift reactivate credit"),
    // Contracts and laws.
    (
        "DEED",
        "contract contracts policy policies terms agreement rules conditions regulation regulations law laws article \
         directive gdpr clause guidelines promise plan code statute reference docs documentation spec specification \
         guarantee guarantees warranty insurance guide contrat contrats cgv cgu accord reglement loi lois clause avenant \
         convention politique regles charte grille bareme tarif mandat promesse conditions engagements garantie garanties \
         doc documentation",
    ),
    (
        "RULES",
        "says say said states state stated provides requires require required obliges oblige guarantees stipulates \
         stipulate specifies specify mandates promises promise entitles entitle gives give forbids forbid prohibits \
         allows allow covers cover covered couvre couvrent parle parlent autorise permet prevoit prevoient prevoyait \
         stipule stipulent dit disent oblige obligent impose imposent precise precisent garantit garantissent indique \
         indiquent exige interdit fixe mentionne promet",
    ),
    // Asked for by those who want to talk, not to have something done.
    (
        "TALK",
        "know understand hear speak talk complain report say point remind tell inform believe mention raise discuss \
         stress complaint complaints thank apologise apologize draw see explain answer help contact call reply respond \
         express share answers explanation explanations apology apologies call callback person human contact reply \
         response clarity clarification someone somebody respect advice feedback information reasons reason why idea \
         meeting chat savoir comprendre connaitre parler discuter signaler porter attirer entendre remercier preciser \
         rappeler temoigner informer exprimer poser expliquer repondre aider contacter ecouter plaindre echanger dire \
         reponse reponses explication explications excuse excuses retour appel rappel nouvelles aide interlocuteur \
         conseiller humain quelqu renseignement renseignements information informations pourquoi comment avis rdv \
         patience comprehension confirmation attention",
    ),
    ("WANTED", "want wanted demand insist require request expect expected claim deserve"),
    (
        "VEUX",
        "veux voulons voudrais voudrions souhaite souhaitons souhaiterais souhaiterions exige exigeons reclame reclamons \
         desire desirons aimerais aimerions jaimerais jvoudrais jveux jdemande demande demandons sollicite sollicitons voulais voulions",
    ),
    (
        "GUEST",
        "guest guests he she client clients customer customers tenant tenants renter buyer buyers traveller travellers \
         visitor visitors voyageur voyageurs voyageuse cliente locataire locataires famille acheteur acheteurs they il \
         elle groupe couple vacancier vacanciers",
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
    "<you ought to|not",
    "is|are|was|were to be @PP",
    "<it|this|that|plan|idea is|are to @HAPPEN",
    "<i|we|you|he|they supposed to !2:mean|know|do|guess|understand|live|explain|work",
    "was|were|is|are|am|re|m|s meant to !mean|know|do|understand",
    "<am|are entitled",
    "was|were|is|are|been entitled to",
    "am|are|re|m|is entitled to",
    "owe|owes|owed me|us",
    "am|m|are|re|is|was|were|s|still owed",
    "is|are|s ours",
    "belong|belongs to us|me",
    "<@GUEST belong|belongs on|in|at|under|there|here",
    "still|remain|remains due|payable|owing|outstanding",
    "part of what i|we",
    "not mine|ours to",
    "was|were|is|are due !to",
    "must ~1 be @PP",
    "<i|we|it|that|there|this|@GUEST must be !a|an|some|something|#|@TALK",
    "<i|you|we|who|what|how|where|why|when|which|@GUEST should not|never !i|we|you|be",
    "should be !easy|simple|arriving|here|there|fine|ok|enough|careful|ashamed|happy|glad|clear|obvious|proud|grateful|a|an|able|interesting",
    "<i|we|guest|guests|they must ~1 @REMEDY|@HAPPEN|give|provide|send|not",
    "must|should|has|have|need|needs|ought to? come|go|disappear|move ~1 down|away|off|back|out|gone !you",
    "<@GUEST|i|we must|has|have to? go to",
    "need|needs to be @PP",
    "<i|we|you|@GUEST need|needs to be|@REMEDY|@HAPPEN",
    "need|needs @PP|correcting|fixing|removing|changing|restoring|updating|reopening|taking|putting|paying|sorting|settling|lifting",
    "has|have to be @PP|#",
    "<i|we|you|@GUEST has|have to be in|on|at|under|back|off",
    "i|we should ~1 have been|received|got|had",
    "<i|we|they|@GUEST has|have to @REMEDY|@HAPPEN|come|go",
    "you have|need|ought to ~1 @REMEDY|@HAPPEN|honour|honor",
    "<works|work|working|function|functions|run|runs|proceed|behave normally .",
    "in|en principle|theory|principe|theorie",
    "<fonctionne|marche|fonctionner|marcher|travailler|plus|pas|travaille|passe|fonctionnait|marchait normalement .",
    "^ logiquement|normalement|normally|theoriquement|usually",
    "alors que ~4 autorise|autorisent|promet|promettent|prevoit|prevoient|garantit|garantissent",
    "though|although|whereas|while|yet your ~3 says|say|promises|promise|speaks|states|mentions",
    "^ votre ~2 parle|parlait|parlent|dit|disent|disait|indique|annonce pourtant|bien",
    "pourtant ~1 votre|vos|notre|le|mon ~2 dit|disent|parle|parlent|indique|annonce|annoncent",
    "not|isn|nothing ~1 what|like i|we|you ~3 told|promised|agreed|sold|shown|offered|advertised|signed",
    "pas ce|celui|celle|ceux que|qu|qui ~4 dit|convenu|promis*|prevu|annonce|vendu|signe|propose",
    "<je|client|voyageur|ou|quoi|qui devrait|devraient !2:@COMING|@TALK",
    "je|nous|on n|ne? devrais|devrions|devrait !3:@TALK|peut|tous|partir|essayer",
    "je|nous|on devais|devions|devait recevoir|etre|toucher|percevoir|avoir|pouvoir|encaisser|obtenir|beneficier|rester|payer",
    "vous deviez",
    "vous devriez ~2 @REMEDY",
    "vous devez ~3 @REMEDY",
    "<@GUEST devait|devaient !2:@COMING|@TALK",
    "virement|versement|paiement|argent|montant|acompte|remboursement|colis devait|devrait|doit|doivent arriver",
    "aurait|auraient|auriez|aurais|aurions ~2 du me|nous|m|vous|y|en|le|la|les|l|se|s? etre|@INF",
    "<je|on|nous|@GUEST|client|clients doit|doivent ~2 !y|avoir|@COMING|payer|faire|contenir @INF !un|une|le|la|l|mon|ma|mes|votre|chez|bien|content|fier",
    "<je|on|nous|il|elle doit|doivent ~3 @REMEDY",
    "vous me|nous devez",
    "vous devez !y|etre|avoir|savoir|comprendre|bien ~2 @INF",
    "devait|devaient etre !la|le|chez|un|une",
    "conseiller|conseillere|service|support|equipe|collegue|technicien|agent|interlocuteur|interlocutrice|responsable|plateforme devait|devaient|deviez|devrait ~2 @INF",
    "<@GUEST ne devait|devaient|doit|doivent|devrait|devraient ~1 @INF que|qu|avant|apres|plus|sans",
    "<je|on|nous|vous|client|voyageur ne devait|devaient|devrait|devraient pas|plus|jamais !arriver",
    "devait|devaient rester cache*|ouvert*|visible*|gratuit*|ferme*|en|actif|active",
    "me|nous revient|reviennent|appartient|appartiennent",
    "est|sont a nous !de",
    "reste|restent|demeure ~2 du|due|dus|dues",
    "est|sont due|dus|dues !a|au|aux",
    "n a|ont pas|rien|plus a @INF",
    "n est pas a moi|nous",
    "<c|ce est|sont a @REMEDY",
    "a vous de|d",
    "rien ~2 oppose",
    "partie ~2 que|du|de|des ~3 paie|paye|paies|payons|prix|forfait|contrat|abonnement|prestation|service|commission",
    "c est ce que|qui|qu ~2 dit|prevoit|stipule|indique|convenu|promis*|annonce*|prevu|est|a|avons|avait",
    "faut|faudrait que|qu !je|j|nous|on|patienter",
    "faut|faudrait ~2 @REMEDY",
    "faudrait ~2 !@TALK|etre @INF",
    "is|are|est|sont ~1 exempt*|refundable|payable|exonere*|remboursable*|exigible*",
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
    "@DEED !2:annulation|cancellation ~4 @RULES",
    "in ~1 line|accordance with",
    "the deal was|is",
    "obliged|required to",
    "page|faq|site|website|help|centre|center|pages|guide|app|mail|email|newsletter|advert|leaflet ~2 promises|promised|states|guarantees|guaranteed|promet|promettait|promettent|garantit",
    "you advertise|advertised",
    "selon|suivant|conformement|vertu|respect|contraire ~3 @DEED",
    "d apres ~2 @DEED",
    "vous|on|conseiller|conseillere|collegue|support disiez|ecriviez|assuriez|promettiez|annonciez|disait ~9 que|qu ~6 @COND|allait|allaient",
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
    "page|site|aide|faq|lettre|mail|guide ~2 promet|promettait|garantit|garantissait",
    "etes|etiez|est|etait engage*",
    "vous vous? engagez|engagiez",
    "aviez|avez|avait|a|ont|avaient ~1 @SAID ~3 que|qu|de|le|un|une|sous|pour ~9 @COND|allait|allaient|aurait|seraient",
    "<@GUEST aviez|avez|avait|a|ont|avaient ~1 @SAID ~3 que|qu|de|le|un|une|sous|pour ~9 etait|etaient",
    "@SAID que|qu !il|elle ~9 @COND|allait|allaient",
    "aviez|avez|avait garanti|assure|certifie",
    "<n|ai|avons|avez ai|avons|a|avions|avais droit a|au|aux",
    "i|we have|had ~1 right to",
    // Wishes.
    "i|we|id would|d? have expected|liked|preferred|appreciated",
    "i|we|id would|d appreciate it",
    "i|we|id @ADV? @ADV? @WANTED !5:@TALK|@GUEST|never|little !nothing",
    "i|we @ADV? want|expect ~2 compensation|refund|money",
    "i|we @ADV? want|need|demand|expect it|that|this|them|these|those|everything back|removed|gone|restored|refunded|corrected|off|down|fixed",
    "@VEUX ~2 recuperer|retrouver|toucher|recevoir|percevoir|garder|conserver|obtenir|encaisser !@TALK",
    "jaimerais|jvoudrais|jveux !5:@TALK",
    "i|we was|were|am|are|m|re|have|had|been been? expecting !4:@TALK|@GUEST",
    "i|we|id would|d? @ADV? like !5:@TALK",
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
    "can|could|would|will you|someone|somebody|anyone|they|support @ADV? please|pls? @REMEDY !in|through|me",
    "can|could i|we ~1 have|get ~5 back|removed|restored|refunded|corrected|paid|fixed|reinstated|lifted|reopened",
    "can|could|will|would it|this|that|they|these|those please? be @PP",
    "i|we trust|hope|count|rely !8:@TALK ~6 will|ll|be|on",
    "^ credit note",
    "^ refund|correction|reimbursement|compensation|reinstatement please|now|at|is|requested",
    "^ avoir|remboursement|rectification|retablissement|correction svp|demande*|attendu*|immediat*",
    "^ un|une avoir|remboursement|rectification|geste|correction",
    "is it possible to @REMEDY",
    "would|do you mind ~1 removing|restoring|refunding|correcting|changing|paying",
    "my|our|the money back",
    "looking for ~2 refund|compensation|reimbursement|correction|payout|payment",
    "i|we need ~3 !@TALK @PP",
    "i|we need ~5 back|changed|lifted",
    "^ either|just|so|then|now? @ORDERED|reverse|waive|credit my|our|the|it|this|me|us|that|them|what",
    "^ just? give|put|take ~4 back|down|online",
    "je|j|nous|moi @ADV? vous|te? @ADV? @VEUX !5:@TALK",
    "on @ADV? veut|voudrait|souhaite|souhaiterait|aimerait|exige|reclame !5:@TALK",
    "ne demande|demandons|veux|veut|voulons ~2 qu|que",
    "j|nous attends|attendons ~1 retour|remise|retablissement|remboursement|versement|virement|correction|paiement de|du|d|sur|des",
    "j|nous|on attends|attendons|attend|attendais|attendait|attendions !toujours|encore ~1 !4:toujours|encore|depuis|vos|votre|@TALK|@GUEST",
    "merci|mrc|priere|prie|soyez de|d bien? vouloir? me|nous|le|la|les|l|m|y|lui|en|leur|immediatement? @REMEDY !en",
    "merci|mrc|priere de|d bien? vouloir? me|nous|le|la|les|l|m|y|lui|en? faire ~3 supprimer|retirer|corriger|annuler|retablir|rembourser",
    "veuillez bien? vouloir? ~1 @REMEDY",
    "veuillez|merci|priere de|d? ~1 envoyer|renvoyer ~3 argent|somme|virement|solde|remboursement|avoir",
    "prie|prions|demande|demandons|invite ~1 de|d bien? vouloir? ~1 @REMEDY",
    "<a|malgre|apres notre|ma|mes|nos demande|demandes|requete|souhait !@TALK|du|initiale|est|reste|a",
    "pouvez|pourriez|peux|pourrait|peut|pouvait|pourrais|pourront vous|on|il|tu|t me|nous|le|la|les|l|m|y|lui|en|au|svp? ~1 @REMEDY !en",
    "vous pouvez|pourriez ~1 @REMEDY !en",
    "svp|stp @REMEDY",
    "peut|pourrait|peuvent|pourraient t? il|elle|ils|elles etre",
    "<client|voyageur|clients doit|doivent figurer|apparaitre|sortir|correspondre|disparaitre|cesser|fonctionner|marcher|inclure|coincider",
    "<pas|plus|jamais|t possible de|d ~2 @REMEDY",
    "<vous|ne|n|nous|si|que|l !avez|repondez|expliquez|rappelez|aidez|ecoutez|appelez|laissez|voyez|regardez|verifiez|imaginez|pouvez|devez|savez|croyez|trouvez|contactez|excusez|comprenez|notez|tenez|voulez|allez|refusez|demandez|donnez|dites|soyez|indiquez|precisez|informez|tendez|assez|chez|prenez|envoyez @EZ moi|nous|le|la|les|mon|ma|mes|ce|cet|cette|ces|l|notre|nos",
    "^ envoyez|donnez ~1 argent|virement|remboursement|solde|somme|avoir|le|la|les ou|tout|sans|a|au?",
    "compte|comptons|besoin|priere|esperons|espere ~3 que|de|pour ~2 @REMEDY",
    "il me|nous|m|n|ne? reste ~3 a ~1 @REMEDY",
    "j|je ~1 tiens|compte a|bien|sur ce|etre",
];
