//! What people do about a problem, as past forms and participles, folded: small, no accents.
//!
//! A word's last sign says which forms it stands for: `call+` for `called`, `appel/` for `appelé` with its feminine and
//! plural, `ecrit=` for `écrit` with them, a plain word for itself. `re` and `un` before a word are known by rule.

/// Done about a problem, whatever follows: asked, told, checked, begun anew.
pub const ACT: u64 = 1 << 63;
/// Handed over to the platform.
pub const SENT: u64 = 1 << 62;
/// Done as often by those who have no problem yet.
pub const DO: u64 = 1 << 61;
/// The use of a page: not more than the failing action itself, unless it is told again.
pub const OP: u64 = 1 << 60;
/// To try.
pub const TRY: u64 = 1 << 59;
/// Nobody does these about a problem.
pub const SUFFER: u64 = 1 << 58;
/// It did not help.
pub const VAIN: u64 = 1 << 57;
/// As told, and by oneself.
pub const CARE: u64 = 1 << 56;
/// Who acts for the writer.
pub const STAFF: u64 = 1 << 55;
/// What a page is opened with.
pub const BROWSER: u64 = 1 << 54;
/// What one sends and makes.
pub const CALLS: u64 = 1 << 53;
/// An act of the first two lists as an infinitive or in progress: `calling`, `to call`, `relancer`, `relançant`.
pub const DOING: u64 = 1 << 52;
/// What somebody does, of whatever kind.
pub const ANY: u64 = ACT | SENT | DO | OP | TRY;

/// The lists, by their names in the patterns of `phrases`.
pub const LISTS: &[(&str, u64, &str)] = &[
    (
        "ACT",
        ACT,
        "call+ phon+ telephon+ rang rung inform+ email+ mail+ messag+ contact+ chas+ nudg+ ping+ pester+ remind+ escalat+ appeal+ \
         disput+ complain+ contest+ challeng+ object+ protest+ report+ flagg+ notifi+ alert+ explain+ clarifi+ repeat+ \
         insist+ begg+ plead+ queri+ enquir+ inquir+ consult+ ask+ wrote written spoke spoken chatt+ tweet+ text+ fax+ \
         repli+ respond+ answer+ petition+ lodg+ fil+ rectifi+ query+ demonstrat+ check+ verifi+ test+ replay+ validat+ \
         inspect+ examin+ measur+ debugg+ trac+ diagnos+ troubleshot investigat+ audit+ experiment+ scour+ reproduc+ isolat+ \
         proofread reread doublecheck+ restart+ reboot+ reset clear+ empti+ flush+ purg+ wip+ unplugg+ refresh+ disconnect+ \
         unpair+ swapp+ revert+ patch+ bypass+ circumvent+ tweak+ fiddl+ tinker+ toggl+ untick+ uncheck+ compress+ resiz+ \
         cropp+ rotat+ whitelist+ redid redone redrew redrawn rewrote rewritten rebuilt retook retaken resent reran \
         reuploaded follow+ pressur+ refut+ rebutt+ negotiat+ argu+ appel/ telephon/ contact/ ecrit= signal/ alert/ prevenu= \
         avert= averti= inform/ reclam/ contest/ insist/ expliqu/ demand/ sollicit/ interrog/ questionn/ consult/ verifi/ \
         control/ test/ examin/ inspect/ mesur/ redemarr/ relanc/ eteint= debranch/ branch/ desinstall/ initialis/ vid/ \
         effac/ purg/ actualis/ exig/ redig/ ressaisi= rafraichi= deconnect/ adress/ fax/ tweet/ refait= refaite refaites repris= tent/ echang/ \
         permut/ contourn/ decoch/ referm/ rouvert= patient/ cherch/ fouill/ plaint= parl/ discut/ escalad/ depann/ rogn/ \
         relu= tchatt/ maill/ recommenc/ suivi= rappel/ desappair/ repondu= reecrit= rejou/ retent/ chronometr/ precis/ \
         recapitul/ harcel/ suppli/ refut/ denonc/ formul/ argument/ negoci/ intervenu= plaid/ signifi/ pointe= epluch/",
    ),
    (
        "SENT",
        SENT,
        "sent forward+ submitt+ provid+ suppli+ attach+ enclos+ post+ shar+ envoy/ renvoy/ transmis= retransmis= fourni= \
         refourni= depos/ soumis= resoumis= joint= post/ mail/ communiqu/ transfer/ transferr+ relay/ retourn/ expedi/",
    ),
    (
        "DO",
        DO,
        "search+ compar+ compar/ recherch/ demarr/ conform/ halv+ shrank shrunk shortened reduit= raccourci= \
         chang+ updat+ typ+ add+ remov+ delet+ edit+ adjust+ correct+ fix+ mov+ copi+ past+ convert+ import+ export+ \
         download+ upload+ televers/ install+ connect+ link+ unlink+ disabl+ enabl+ activat+ deactivat+ replac+ renam+ \
         translat+ scann+ photograph+ print+ complet+ filled select+ chose chosen pick+ set cut drew dragg+ turn+ split \
         merg+ block+ freed creat+ generat+ configur+ assign+ withdrew propos+ suggest+ us+ request+ rescheduled deploy+ \
         migrat+ modifi+ extend+ escap+ encod+ lower+ rais+ increas+ reduc+ doubl+ dropp+ pair+ trimm+ straighten+ spac+ \
         disput+ sign+ wait+ back+ amend+ substitut+ pull+ push+ apologis+ apologiz+ hid hidden clean+ screenshott+ \
         flipp+ exchang+ renew+ reseat+ capp+ mapp+ rearrang+ strip+ stripp+ swivel+ paus+ switch+ delist+ unpublish+ \
         downgrad+ bascul/ depubli/ allum/ hit keyed sync+ ran restor+ borrow+ popped poked upped blew turned zero+ record+ \
         shot film+ plugg+ chang/ modifi/ corrig/ rectifi/ ajout/ supprim/ retir/ enlev/ ot/ tap/ rentr/ rempli= \
         import/ export/ converti= coup/ tourn/ pivot/ deplac/ gliss/ tir/ coll/ copi/ renomm/ traduit= propos/ sugger/ \
         separ/ scind/ fusionn/ reli/ connect/ associ/ activ/ desactiv/ autoris/ install/ configur/ parametr/ regl/ \
         choisi= selectionn/ coch/ bloqu/ liber/ baiss/ mont/ augment/ diminu/ espac/ port/ divis/ photographi/ scann/ \
         imprim/ gener/ cre/ utilis/ remplac/ ramen/ complet/ transform/ adapt/ raccord/ charg/ telecharg/ attendu= \
         nettoy/ appair/ simplifi/ calcul/ publi/ sign/ film/ rallong/ prolong/ ajust/ branch/ limit/ allong/ valid/ \
         ferm/ invers/ vir/ essuy/ recadr/ alleg/ regroup/ abaiss/ debloqu/ detach/ rattach/ verrouill/ deverrouill/ pes/ \
         revoqu/ nomm/ compress/ decoup/ reformat/ frott/ retaill/ agrandi= actionn/ surlign/ libere= bricol/",
    ),
    (
        "OP",
        OP,
        "put took left gave given did kept fait= faite faites pass/ donn/ mis= remis= laiss/ pos/ stay+ enter+ \
         click+ press+ sav+ open+ shut clos+ tick+ logg+ visit+ scroll+ tapp+ cancel+ cancell+ confirm+ look+ went gone \
         cliqu/ appuy/ enregistr/ ouvert= entr/ pris= resili/ annul/ confirm/ saisi= quitt/ alle= vu= lu= lanc/ held tenu= \
         commenc/ programm/ dessin/ regard/",
    ),
    ("TRY", TRY, "tri+ attempt+ essay/ tent/ reessay/ retri+"),
    (
        "SUFFER",
        SUFFER,
        "received offer+ disappoint+ annoy+ tir+ frustrat+ asham+ embarrass+ worri+ confus+ surpris+ amaz+ exhaust+ \
         promis+ bas+ relat+ delay+ debit+ notic+ want+ need+ expect+ lov+ lik+ hop+ decid+ agre+ book+ host+ charg+ \
         refus+ accept+ believ+ realis+ realiz+ learn+ earn+ fail+ happen+ miss+ liv+ work+ arriv+ start+ join+ lock+ \
         block+ suspend+ deactivat+ reject+ bill+ reach+ rent+ rejoic+ appreciat+ enjoy+ wonder+ doubt+ suspect+ assum+ \
         discover+ manag+ own+ reli+ welcom+ remain+ recu= vu= constat/ remarqu/ perdu= paye payee payes voulu= cru= \
         pens/ eu= ete du pu su appris= trouv/ accept/ refus/ rembours/ accueilli= lou/ vendu= encaiss/ touch/ obtenu= \
         attendu= compris= decouvert= connu= lu= herit/ walk+ cook+ iron+ swam danc+ laugh+ cried sigh+ pray+ smil+ cuisin/ pleur/ jardin/ achet/ count+ debit/ preleve factur/ subi= recolt/ not/ mang/ dormi \
         travaill/ ador/ aim/ suspendu= rejet/ oubli/ rat/ manqu/",
    ),
    (
        "VAIN",
        VAIN,
        "same nothing vain avail luck persists neither unchanged useless identical effect difference still however improvement \
         revient reviennent pareil idem rien toujours effet pourtant resultat succes identique inchange mieux aucun aucune",
    ),
    (
        "CARE",
        CARE,
        "already myself ourselves manually properly carefully documented instructed advised suggested requested hand \
         personally deja manuellement main soigneusement demande demandee conseille indique",
    ),
    (
        "STAFF",
        STAFF,
        "technician technicians technicien banker banquier provider fournisseur operateur prestataire agence \
         reparateur installateur engineer electrician electricien plumber plombier informaticien friend friends \
         ami amie amis notary notaire solicitor lawyer avocat accountant comptable receptionist receptionniste staff \
         driver drivers chauffeur chauffeurs livreurs cook cooks cuisinier waiter waiters serveur serveuse cleaner \
         cleaners menage gardien caretaker nephew neveu voisin voisine developer developpeur developers intern stagiaire \
         apprentice apprenti assistant assistante husband wife mari femme son daughter fils fille neighbour neighbours \
         kids webmaster",
    ),
    (
        "BROWSER",
        BROWSER,
        "chrome edge firefox safari opera mac macbook windows linux android iphone ipad brave laptop tablet tablette ordi",
    ),
    (
        "CALLS",
        CALLS,
        "email emails mail mails call calls letter letters message messages reminder reminders appel appels courriel \
         courriels lettre lettres relance relances ticket tickets courrier courriers sms fax tchat chats voicemail \
         voicemails coup coups text texts chats tchats conversations signalement signalements reclamation reclamations plaintes \
         demarches tentatives tries attempts reports complaints flags",
    ),
    (
        "DOING",
        DOING,
        "sending splitting write writing ring ringing speak speaking rewrite rewriting redo redoing rebuilding resetting resending getting \
         ecrire ecrivant eteindre prevenir avertir joindre transmettre relire rebrancher redire refaire reinitialiser",
    ),
];
