package followups

// speeches are the languages that are read, English first: it is always on.
//
//nolint:misspell // most of it is not English
var speeches = []speech{{
	tag:    "en",
	labels: [5]string{"Update", "Correction", "Clarification", "Retraction", "Note"}, colon: ": ",
	nouns: kinds{
		update:        "update|updates|edit|edits|addendum|edited to add|edit to add|postscript",
		correction:    "correction|corrections|erratum|errata",
		clarification: "clarification|clarifications",
		retraction:    "retraction",
	},
	participles: kinds{update: "updated|edited", correction: "corrected", clarification: "clarified", retraction: "retracted"},
	sections: kinds{
		update:        "updates|addenda|later updates|story updates",
		correction:    "corrections|errata|corrections and clarifications|corrections & clarifications",
		clarification: "clarifications",
	},
	ordinals: "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth",
	note:     "editor's note|editors' note|editors note|editor note|note from the editor|note from the editors",
	noteVerbs: "updated|corrected|amended|clarified|revised|removed|retracted|changed|earlier version|previous version|originally|" +
		"misstated|incorrectly",
	months: "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|" +
		"november nov|december dec",
	weekdays:   "monday mon|tuesday tues tue|wednesday wed|thursday thurs thur thu|friday fri|saturday sat|sunday sun",
	joiners:    "at|on|as of|of|the|and|around|about",
	clockMarks: "h|hrs|hours",
	am:         "a.m.|am|a.m", pm: "p.m.|pm|p.m",
	today: "today|tonight|this morning|this afternoon|this evening|same day", yesterday: "yesterday|last night",
	units: "minute|minutes|hour|hours|day|days|week|weeks|month|months|year|years", later: "later|ago|after|on",
	freshness: "last updated|last modified|last edited|last revised|last reviewed|first published|originally published|" +
		"published|posted|updated|modified|this story was last updated|this article was last updated|this page was last updated|" +
		"this post was last updated|this story was last modified|this article was last modified|date updated|updated at",
	subjects: "this story|this article|this post|this report|this piece|this page|this column|this item|this entry|this list|" +
		"this review|the story|the article|the post|our story|this news story|this advisory|this blog post|this headline|" +
		"the headline of this story|the headline of this article|the headline on this story|the headline on this article|" +
		"a previous version of this story|the story above|the article above",
	changed: kinds{
		update: "was updated|has been updated|has since been updated|has also been updated|was later updated|was revised|" +
			"has been revised|was edited|has been edited|has since been edited|was modified|has been modified|was amended|" +
			"has been amended|has since been amended|was changed|has been changed|was last updated",
		correction:    "was corrected|has been corrected|has since been corrected|was later corrected",
		clarification: "was clarified|has been clarified|has since been clarified",
		retraction:    "was retracted|has been retracted|has since been retracted|was withdrawn|has been withdrawn",
	},
	purpose: "to|with|after|because|following|since|in order to",
	vague: "to|with|and|or|the|a|an|of|in|on|at|this|story|article|for|include|reflect|add|additional|new|more|further|latest|" +
		"updated|update|information|details|detail|developments|reporting|context|clarity|style|length|formatting|links|link|" +
		"typo|typos|grammar|throughout|breaking|news|fix|it|some|minor|changes|multiple|times|several|since|publication|published|" +
		"first|was|been|has|have|is|quotes|content|material",
	earlier: "an earlier version|a previous version|a prior version|earlier versions|previous versions|the original version|" +
		"an earlier headline|a previous headline",
	tail: "advertisement|advertisements|sponsored content|sponsored|story continues below|article continues below|" +
		"continue reading below|sign up for|sign up to|subscribe to|subscribe now|subscribe today|get our newsletter|" +
		"support our journalism|support local journalism|donate|share this|share on|tweet this|follow us|follow him on|" +
		"follow her on|follow them on|print this|related:|related stories|related articles|related coverage|related|" +
		"read more:|read more|read next|read also|see also:|more from|more on this|more:|also read|you may also like|" +
		"recommended|copyright|©|(c) 20|all rights reserved|reporting by|additional reporting by|editing by|with files from|" +
		"with reporting by|photo by|photos by|photograph by|have a tip|got a tip|have a news tip|do you have a tip|" +
		"comments are closed|filed under|tags:|topics:|about the author|about the authors|about the writer|contact the reporter|" +
		"contact the author|the associated press contributed|reuters contributed|download our app|join the conversation",
	triggers: "comment|comments|statement|statements|respond|responded|response|responses|reply|replied|update|updates|updated|" +
		"developing|reached|reach|contacted|contact|hear|emailed|calls|call|messages|questions|inquiries|inquiry|answer|" +
		"answered|e-mailed|come|follow|reaction|emails|email",
	fillers: "immediately|right|away|repeatedly|multiple|several|repeated|two|three|our|a|an|any|further|additional|" +
		"written|phone|telephone|initially|also|now|still|again|already|directly|breaking|separately|both|numerous|many|" +
		"either|previously|since|even|just|then|more|the|news|this",
	explicit: "will/shall update story/article/post/report/piece/page/entry/advisory/it if/when/once/as/should/with/after/" +
		"upon/pending/until/accordingly|" +
		"will update if/when/once/as/should|will update here if/when/once/as/should|" +
		"story/article/post/report/piece/page/entry/advisory will/shall be updated|" +
		"story/article/post/report/piece/page/entry/advisory is developing and will be updated|" +
		"will report/share/publish/post/add/include/provide X if/when/once/as/should we/they/it/he/she/i/one " +
		"hear/hears/receive/receives/get/gets/respond/responds/reply/replies/learn/learns/answer/answers/have/becomes/arrives|" +
		"will report/publish/update/share if/when/once we/i/they/it/he/she hear/hears/receive/get/respond/responds/reply/replies|" +
		"will add/include/publish their/its/his/her/response/comment/comments/statement/reply if/when/once/should|" +
		"will let you know if/when/once/as|" +
		"is developing story|story is developing|^ developing story $|" +
		"check/checking back for/soon/later/here updates/update/details/developments $|check/checking back for updates/details as/on/throughout/later/here/soon|" +
		"^ check back soon/later $|check back soon/later/here for updates/details|^ to come/follow $|" +
		"^ updates/details to come/follow $|stay tuned for updates/details $",
	never: "in the future|daily|weekly|monthly|regularly|periodically|from time to time|every|each|yearly|annually|" +
		"firmware|software|will not be updated|no longer be updated|will never|won't be updated",
	pending: "reached/reach out to X for comment/statement/response/clarification/reaction/reply/interview/confirmation|" +
		"reached/reach to X for comment/statement/response/clarification/reaction/reply|" +
		"reached/reach out X for comment/statement/response|contacted X for comment/statement/response/clarification/reaction/reply|" +
		"asked X for comment|has/have asked X for comment/statement/response/clarification/reply/reaction|" +
		"emailed/e-mailed/called/messaged X for comment/statement/response|" +
		"sought/seeking comment/response/statement/reaction from X|requested/requesting comment/statement/response from X|" +
		"awaiting comment/response/statement/reply/answer/answers from X|" +
		"waiting for comment/response/statement/reply/answer/answers from X|waiting to hear/hear back from X|" +
		"waiting to hear from X|waiting on response/comment/statement from X|approached X for comment/statement/response|" +
		"put questions to X",
	ours: "reached/reach out to X|reached/reach to X|contacted X|asked X for comment/statement/response/clarification/reply/reaction/interview|" +
		"asked X whether/about/if/how/why|emailed X|have questions in/out to X|have sent questions to X|sent questions to X",
	us: "we|i|our newsroom|this newspaper|this news organization|this reporter|the newsroom|has reached to|" +
		"have reached to|our reporters|our reporter|our team",
	noReply: "did/does/has/have/had not yet? respond/responded/reply/replied to request/requests/email/emails/" +
		"e-mail/e-mails/call/calls/message/messages/inquiry/inquiries/question/questions/voicemail/voicemails/query/queries " +
		"for/seeking/from/about/by/on/sent/left/asking/before/in/as/$|" +
		"did/has/have/had not yet? respond/responded/reply/replied/answer/answered by/before/in publication/press/deadline/time|" +
		"did/has/have/had not yet? respond/responded/reply/replied for/with comment|" +
		"did/has/have/had not yet? return/returned X call/calls/message/messages/email/emails/request/requests|" +
		"did/has/have/had not yet? return/returned call/calls/message/messages/email/emails/request/requests|" +
		"did/has/have/had not yet? answer/answered/acknowledge/acknowledged request/requests/email/emails/call/calls/questions/messages|" +
		"did/has/have/had not yet? comment/commented $|" +
		"did/has/have/had not yet? provide/provided comment/statement/response|" +
		"could not be reached|was/were not available/reachable for comment|" +
		"was/were unavailable/unreachable for comment|has/have/had yet to respond/reply/comment/answer|" +
		"ignored request/requests for comment",
	after: "to treatment|treatment",
	response: "responded|replied|answered|said in statement|in a statement|in an email|in an e-mail|in a text message|told us|told me|" +
		"confirmed|declined|denied|got back to us|issued a statement|sent a statement|provided a statement|released a statement|" +
		"responds|replies|confirms|denies|declines|acknowledged|acknowledges|sent us|wrote back|called back|refused to comment|no comment",
	says: "said|says|told|wrote|writes|announced|announces|stated|added|apologized|apologised|explained",
}, {
	tag:    "fr",
	labels: [5]string{"Mise à jour", "Rectificatif", "Précision", "Rétractation", "Note"}, colon: "\u00a0: ",
	nouns: kinds{
		update: "mise à jour|mise a jour|màj|maj|m.à.j.|ajout|édit|addendum|actualisation", correction: "rectificatif|correction|erratum|correctif|rectification",
		clarification: "précision|précisions|clarification", retraction: "rétractation",
	},
	participles: kinds{update: "mis à jour|actualisé|actualisée|modifié", correction: "corrigé|rectifié"},
	sections:    kinds{update: "mises à jour|actualisations", correction: "corrections|rectificatifs|errata", clarification: "précisions"},
	note:        "note de la rédaction|ndlr|note de l'éditeur",
	noteVerbs:   "mis à jour|mise à jour|corrigé|corrigée|modifié|modifiée|précisé|rectifié|version précédente|version antérieure|retiré|par erreur",
	months:      "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août aout|septembre sept|octobre oct|novembre nov|décembre déc",
	weekdays:    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
	joiners:     "le|du|à|de|vers|ce|au|a", clockMarks: "h|heures|heure", today: "aujourd'hui|ce matin|ce soir", yesterday: "hier",
	units: "minutes|heure|heures|jour|jours|semaine|semaines|mois", later: "plus tard|après", dayFirst: true, clock24: true,
	freshness: "dernière mise à jour|dernière modification|mis à jour|mise à jour le|modifié|publié|première publication|actualisé",
	subjects:  "cet article|ce texte|ce billet|cette dépêche|l'article|cette page",
	changed: kinds{
		update:     "a été mis à jour|a été mise à jour|a été modifié|a été modifiée|a été actualisé|a été complété",
		correction: "a été corrigé|a été corrigée|a été rectifié", clarification: "a été précisé", retraction: "a été retiré|a été dépublié",
	},
	purpose: "pour|afin|avec|après|suite", vague: "pour|afin|avec|d'ajouter|ajouter|de|des|du|la|le|les|nouvelles|informations|détails|nouveaux|éléments|plus|préciser",
	earlier: "une version précédente|une version antérieure|une première version|dans une version précédente|dans une première version",
	tail: "publicité|lire aussi|à lire aussi|abonnez-vous|inscrivez-vous|tous droits réservés|partager|suivez-nous|à propos de l'auteur|" +
		"sur le même sujet|avec afp|la rédaction vous conseille",
	triggers: "commentaire|commentaires|réponse|répondu|sollicité|sollicitée|sollicités|contacté|contactée|contactés|jour|joint|joignable|réagi|actualisé",
	fillers:  "pas|encore|immédiatement|toujours|également|aussi|nos|notre",
	explicit: "article/texte/page sera mis/mise/actualisé à? jour? dès/si/lorsque/quand/en/au/avec|nous mettrons cet/l'article/article X jour|" +
		"mettrons article à jour|sera mis à jour dès/si/lorsque/quand/en",
	never:   "régulièrement|chaque|logiciel|tous les",
	pending: "avons/a/ont contacté/sollicité/interrogé X pour obtenir/un/une/recueillir/commentaire|nous avons contacté/sollicité/interrogé X|avons demandé un/une commentaire/réponse/réaction à X",
	noReply: "n'a/n'ont répondu à/aux/au|n'a/n'ont donné suite|n'a/n'ont souhaité? réagi $|n'a/n'ont pu être joint/jointe/joints|n'était/n'étaient joignable/joignables",
	after:   "traitement",
	response: "a répondu|ont répondu|a réagi|a déclaré|ont déclaré|dans un communiqué|a confirmé|ont confirmé|a démenti|nous a indiqué|" +
		"refusé de commenter|n'a pas souhaité|n'ont pas souhaité",
	says: "a dit|a indiqué|a expliqué|a précisé|a annoncé|affirme|déclare|indique",
}, {
	tag:    "es",
	labels: [5]string{"Actualización", "Corrección", "Aclaración", "Retractación", "Nota"}, colon: ": ",
	nouns: kinds{
		update: "actualización|actualizacion|act.|adenda", correction: "corrección|correccion|fe de erratas|fe de errores|rectificación",
		clarification: "aclaración|precisión", retraction: "retractación",
	},
	participles: kinds{update: "actualizado|actualizada|editado", correction: "corregido|corregida|rectificado"},
	sections:    kinds{update: "actualizaciones", correction: "correcciones|fe de erratas", clarification: "aclaraciones"},
	note:        "nota del editor|nota de la redacción|nota de redacción|n. de la r.",
	noteVerbs:   "actualizado|actualizada|corregido|corregida|modificado|modificada|aclarado|versión anterior|retirado|por error|erróneamente",
	months:      "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre sept sep setiembre|octubre oct|noviembre nov|diciembre dic",
	weekdays:    "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
	joiners:     "el|del|de|a las|a la|las|al|a", clockMarks: "h|horas|hrs|hs", am: "a. m.|a.m.|am", pm: "p. m.|p.m.|pm",
	today: "hoy|esta mañana|esta tarde|esta noche", yesterday: "ayer|anoche",
	units: "minutos|hora|horas|día|días|semana|semanas|meses", later: "después|más tarde", dayFirst: true, clock24: true,
	freshness: "última actualización|ultima actualización|última modificación|actualizado|actualizada|publicado|publicada|primera publicación",
	subjects:  "este artículo|esta nota|esta noticia|este texto|esta historia|este reportaje|esta información|esta página",
	changed: kinds{
		update:     "ha sido actualizado|ha sido actualizada|fue actualizado|fue actualizada|se actualizó|se ha actualizado|ha sido modificado|ha sido modificada|fue modificado|fue modificada|fue editado",
		correction: "ha sido corregido|ha sido corregida|fue corregido|fue corregida|se corrigió|se ha corregido", clarification: "se aclaró", retraction: "ha sido retirado|fue retirado",
	},
	purpose: "para|con|tras|después", vague: "para|con|tras|incluir|añadir|agregar|más|nueva|nuevos|información|detalles|datos|de|la|los|las|el|reflejar|adicional",
	earlier: "una versión anterior|una versión previa|en una versión anterior|la versión original",
	tail: "publicidad|lea también|lee también|te puede interesar|le puede interesar|suscríbase|suscríbete|síguenos|todos los derechos reservados|" +
		"compartir|más información:|sobre el autor|noticias relacionadas|con información de",
	triggers: "comentario|comentarios|respuesta|respondió|respondieron|respondido|contactado|contactó|solicitado|solicitó|actualizará|actualizaremos|localizado|pronunciado|desarrollo",
	fillers:  "inmediatamente|aún|todavía|también|de inmediato",
	explicit: "artículo/nota/noticia/historia/texto se actualizará/actualizada cuando/si/en/conforme/con|actualizaremos esta/este/la artículo/nota/noticia/historia/texto/información cuando/si/en/conforme/con|" +
		"será actualizada/actualizado cuando/si/en/conforme|noticia/historia/nota en desarrollo",
	never:    "periódicamente|cada|diariamente|firmware|software",
	pending:  "ha/hemos/han contactado/solicitado a/con X para/un obtener/comentario/comentarios/respuesta|hemos/ha pedido comentario/comentarios/respuesta a X|hemos contactado a/con X|hemos solicitado comentarios/comentario/respuesta a X|hemos solicitado una respuesta a X",
	noReply:  "no respondió/respondieron/ha/han respondido? a/al/de/$|no ha/han respondido/contestado|no pudo/pudieron ser localizado/localizada/localizados|no hizo/hicieron comentarios",
	after:    "tratamiento",
	response: "respondió|respondieron|contestó|confirmó|confirmaron|negó|desmintió|en un comunicado|declinó|rehusó|nos dijo|rechazó comentar",
	says:     "dijo|dijeron|señaló|afirmó|indicó|explicó|anunció",
}, {
	tag:    "de",
	labels: [5]string{"Aktualisierung", "Korrektur", "Klarstellung", "Widerruf", "Anmerkung"}, colon: ": ",
	nouns: kinds{
		update: "update|aktualisierung|nachtrag|ergänzung|edit", correction: "korrektur|berichtigung|richtigstellung",
		clarification: "klarstellung|präzisierung", retraction: "widerruf",
	},
	participles: kinds{update: "aktualisiert|ergänzt", correction: "korrigiert|berichtigt"},
	sections:    kinds{update: "updates|aktualisierungen|nachträge", correction: "korrekturen|berichtigungen", clarification: "klarstellungen"},
	note:        "anm. d. red.|anmerkung der redaktion|anm. der redaktion|anm.d.red.|hinweis der redaktion",
	noteVerbs:   "aktualisiert|korrigiert|geändert|ergänzt|berichtigt|früheren version|früherer version|ursprünglichen version|ursprünglich|irrtümlich|fälschlich|fälschlicherweise|entfernt",
	months:      "januar jan jänner|februar feb|märz mär|april apr|mai|juni jun|juli jul|august aug|september sept sep|oktober okt|november nov|dezember dez",
	weekdays:    "montag mo|dienstag di|mittwoch mi|donnerstag do|freitag fr|samstag sa sonnabend|sonntag so",
	joiners:     "vom|am|um|von|der|den|dem|gegen", clockMarks: "uhr|h", today: "heute", yesterday: "gestern",
	units: "minuten|stunde|stunden|tag|tage|woche|wochen", later: "später", dayFirst: true, clock24: true,
	freshness: "stand|zuletzt aktualisiert|aktualisiert|letzte aktualisierung|letzte änderung|zuletzt geändert|veröffentlicht|erstmals veröffentlicht|erschienen",
	subjects:  "dieser artikel wurde|dieser artikel ist|dieser text wurde|dieser beitrag wurde|der artikel wurde|dieser bericht wurde|der beitrag wurde|diese meldung wurde|wir haben diesen artikel|wir haben diesen text|wir haben den artikel",
	changed: kinds{
		update: "aktualisiert|ergänzt|überarbeitet|geändert|angepasst", correction: "korrigiert|berichtigt", clarification: "präzisiert|klargestellt", retraction: "zurückgezogen",
	},
	purpose: "um|mit|nachdem|weil|da|nach", vague: "um|mit|zu|die|der|das|neue|neuen|weitere|weiteren|informationen|details|einzelheiten|und|ergänzen|aktuelle",
	earlier: "in einer früheren version|in einer früheren fassung|in einer ersten version|in einer vorherigen version|eine frühere version|in der ursprünglichen version",
	tail: "anzeige|werbung|lesen sie auch|mehr zum thema|lesen sie mehr|auch interessant|newsletter|jetzt abonnieren|abonnieren sie|folgen sie uns|alle rechte vorbehalten|" +
		"über den autor|über die autorin|zum thema|mit material von",
	triggers: "stellungnahme|anfrage|anfragen|äußern|geantwortet|antwort|aktualisieren|aktualisiert|kommentar|reagiert|erreichbar|reagierte|reagierten|äußerte",
	fillers:  "bisher|zunächst|noch|auch|bislang|eine|unsere|mehrere|bis|redaktionsschluss|zum",
	explicit: "werden diesen/den artikel/text/beitrag aktualisieren/ergänzen sobald/wenn/falls|aktualisieren diesen/den artikel/text/beitrag sobald/wenn/falls|artikel/beitrag/text/meldung wird X aktualisiert sobald/wenn/falls|artikel/beitrag/text/meldung wird aktualisiert sobald/wenn/falls|wird laufend aktualisiert $",
	never:    "regelmäßig|firmware|software|jährlich|täglich",
	pending:  "haben/hat X um stellungnahme/kommentar/antwort gebeten|haben/hat bei X nachgefragt/angefragt|haben/hat X angefragt $",
	noReply: "reagierte/reagierten nicht auf anfrage/anfragen|hat/haben nicht auf anfrage/anfragen reagiert/geantwortet|hat/haben auf anfrage/anfragen nicht reagiert/geantwortet|" +
		"ließ/ließen anfrage/anfragen unbeantwortet|äußerte/äußerten sich nicht|war/waren nicht zu erreichen|war/waren für stellungnahme nicht erreichbar|antwortete/antworteten nicht auf anfrage/anfragen",
	response: "antwortete|antworteten|bestätigte|bestätigten|teilte mit|teilten mit|dementierte|reagierte mit|lehnte ab|in einer stellungnahme|wollte sich nicht äußern|erklärte",
	says:     "sagte|sagten|erklärt|hieß es|schrieb|kündigte an",
}, {
	tag:    "it",
	labels: [5]string{"Aggiornamento", "Rettifica", "Precisazione", "Ritrattazione", "Nota"}, colon: ": ",
	nouns: kinds{
		update: "aggiornamento|update|integrazione", correction: "rettifica|errata corrige|correzione|errata",
		clarification: "precisazione|chiarimento", retraction: "ritrattazione",
	},
	participles: kinds{update: "aggiornato|aggiornata", correction: "corretto|rettificato"},
	sections:    kinds{update: "aggiornamenti", correction: "rettifiche|correzioni|errata corrige", clarification: "precisazioni"},
	note:        "nota della redazione|nota di redazione|n.d.r.|ndr|nota del direttore",
	noteVerbs:   "aggiornato|aggiornata|corretto|corretta|modificato|modificata|rettificato|versione precedente|rimosso|per errore|erroneamente",
	months:      "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre sett set|ottobre ott|novembre nov|dicembre dic",
	weekdays:    "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
	joiners:     "del|il|alle|ore|dell'|delle|di|alle ore|delle ore", clockMarks: "h", today: "oggi|stamattina|stasera", yesterday: "ieri",
	units: "minuti|ora|ore|giorno|giorni|settimana|settimane", later: "dopo|più tardi", dayFirst: true, clock24: true,
	freshness: "ultimo aggiornamento|ultima modifica|aggiornato|pubblicato|prima pubblicazione",
	subjects:  "questo articolo|questo testo|questo post|l'articolo|questa notizia|questo pezzo",
	changed: kinds{
		update:     "è stato aggiornato|è stata aggiornata|è stato modificato|è stata modificata|è stato integrato",
		correction: "è stato corretto|è stata corretta|è stato rettificato", clarification: "è stato precisato|è stato chiarito", retraction: "è stato ritirato|è stato rimosso",
	},
	purpose: "per|con|dopo", vague: "per|con|dopo|di|nuove|nuovi|informazioni|ulteriori|dettagli|aggiungere|includere|le|i|e",
	earlier:  "una versione precedente|in una versione precedente|una prima versione|in una prima versione",
	tail:     "pubblicità|leggi anche|leggi di più|iscriviti|abbonati|seguici|tutti i diritti riservati|© riproduzione riservata|riproduzione riservata|condividi|sull'autore|articoli correlati",
	triggers: "commento|commenti|risposto|risposta|contattato|contattata|aggiorneremo|aggiornato|chiesto|raggiungibile|reperibile",
	fillers:  "ancora|immediatamente|subito|anche",
	explicit: "aggiorneremo questo/l'articolo/articolo/pezzo/testo articolo? se/quando/appena/non|articolo sarà aggiornato se/quando/appena/non|sarà aggiornato se/quando/appena|aggiorneremo l'articolo se/quando/appena",
	never:    "periodicamente|ogni|firmware",
	pending:  "abbiamo/ha contattato X per un/avere commento/risposta|abbiamo contattato X|abbiamo/ha chiesto un commento/risposta a/al/alla/all'X X|abbiamo/ha chiesto a X un commento",
	noReply:  "non ha/hanno risposto|non ha/hanno commentato $|non è/erano/era raggiungibile/reperibile/stato raggiungibile?",
	after:    "trattamento|alle cure",
	response: "ha risposto|hanno risposto|ha confermato|hanno confermato|ha smentito|in una nota|ha dichiarato|hanno dichiarato|rifiutato di commentare|ci ha detto",
	says:     "ha detto|ha spiegato|ha annunciato|afferma|dichiara",
}, {
	tag:    "pt",
	labels: [5]string{"Atualização", "Correção", "Esclarecimento", "Retratação", "Nota"}, colon: ": ",
	nouns: kinds{
		update: "atualização|actualização|update|adenda", correction: "correção|correcção|errata|retificação",
		clarification: "esclarecimento", retraction: "retratação",
	},
	participles: kinds{update: "atualizado|atualizada|editado", correction: "corrigido|corrigida"},
	sections:    kinds{update: "atualizações", correction: "correções|erratas", clarification: "esclarecimentos"},
	note:        "nota do editor|nota da redação|nota da redacção|nota de redação",
	noteVerbs:   "atualizado|atualizada|corrigido|corrigida|alterado|alterada|modificado|versão anterior|removido|por engano|incorretamente",
	months:      "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|outubro out|novembro nov|dezembro dez",
	weekdays:    "segunda-feira segunda|terça-feira terça|quarta-feira quarta|quinta-feira quinta|sexta-feira sexta|sábado|domingo",
	joiners:     "em|de|do|às|as|no|dia|da", clockMarks: "h|horas", today: "hoje|esta manhã|esta tarde", yesterday: "ontem",
	units: "minutos|hora|horas|dia|dias|semana|semanas", later: "depois|mais tarde", dayFirst: true, clock24: true,
	freshness: "última atualização|última modificação|atualizado|atualizada|publicado|publicada|primeira publicação",
	subjects:  "este artigo|esta reportagem|esta matéria|este texto|esta notícia|a reportagem|o artigo",
	changed: kinds{
		update:     "foi atualizado|foi atualizada|foi modificado|foi modificada|foi alterado|foi alterada|foi editado",
		correction: "foi corrigido|foi corrigida|foi retificado", clarification: "foi esclarecido", retraction: "foi retirado|foi removido",
	},
	purpose: "para|com|após", vague: "para|com|após|incluir|acrescentar|novas|mais|informações|detalhes|de|as|os|e",
	earlier:  "uma versão anterior|versão anterior|na versão anterior|uma primeira versão",
	tail:     "publicidade|leia também|leia mais|assine|inscreva-se|siga-nos|todos os direitos reservados|compartilhe|sobre o autor|veja também|continua após a publicidade",
	triggers: "comentário|comentários|resposta|respondeu|responderam|contatou|contactou|procurou|procurou|procurada|atualizado|atualizaremos|atualizada|localizado|manifestou",
	fillers:  "ainda|imediatamente|também|até|agora",
	explicit: "artigo/reportagem/matéria/texto/notícia será atualizado/atualizada quando/se/assim/caso|atualizaremos este/esta/a/o artigo/reportagem/matéria/texto/notícia quando/se/assim/caso|será atualizada/atualizado quando/se/assim/caso",
	never:    "periodicamente|cada|diariamente|firmware",
	pending:  "entrou/entramos em contato com X para/em|entramos em contato com X|procurou/procuramos X para/em comentar/busca|pedimos comentário/comentários/resposta a/à/ao X|pediu/pedimos um comentário a/à/ao X",
	noReply:  "não respondeu/responderam a/ao/aos/à/$|não se manifestou/manifestaram|não foi/foram localizado/localizada/localizados|não retornou/retornaram",
	after:    "tratamento",
	response: "respondeu|responderam|confirmou|confirmaram|negou|em nota|em comunicado|recusou comentar|nos disse|afirmou",
	says:     "disse|disseram|explicou|anunciou|declarou",
}, {
	tag:    "nl",
	labels: [5]string{"Update", "Correctie", "Verduidelijking", "Intrekking", "Noot"}, colon: ": ",
	nouns: kinds{
		update: "update|naschrift|aanvulling|bijgewerkte versie", correction: "correctie|rectificatie|erratum",
		clarification: "verduidelijking", retraction: "intrekking",
	},
	participles: kinds{update: "bijgewerkt|geüpdatet|aangevuld", correction: "gecorrigeerd|gerectificeerd"},
	sections:    kinds{update: "updates|aanvullingen", correction: "correcties|rectificaties|correcties en aanvullingen"},
	note:        "noot van de redactie|noot redactie|red.",
	noteVerbs:   "bijgewerkt|gecorrigeerd|aangepast|gewijzigd|verwijderd|eerdere versie|oorspronkelijk|abusievelijk|ten onrechte",
	months:      "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept sep|oktober okt|november nov|december dec",
	weekdays:    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
	joiners:     "op|om|van|de", clockMarks: "uur|u|h", today: "vandaag|vanmorgen|vanavond", yesterday: "gisteren",
	units: "minuten|uur|dag|dagen|week|weken", later: "later", dayFirst: true, clock24: true,
	freshness: "laatst bijgewerkt|laatste update|laatst gewijzigd|bijgewerkt|gepubliceerd|laatste wijziging|geplaatst",
	subjects:  "dit artikel|dit bericht|dit verhaal|deze tekst|het artikel|dit stuk",
	changed: kinds{
		update: "bijgewerkt|aangepast|aangevuld|gewijzigd|geüpdatet", correction: "gecorrigeerd|gerectificeerd", clarification: "verduidelijkt", retraction: "ingetrokken",
	},
	purpose: "om|met|nadat|omdat|na", vague: "om|met|de|het|een|nieuwe|meer|informatie|details|toe|te|voegen|extra",
	earlier:  "in een eerdere versie|een eerdere versie|in een vorige versie",
	tail:     "advertentie|lees ook|lees meer|meer over|abonneer|schrijf je in|volg ons|alle rechten voorbehouden|deel dit|over de auteur|gerelateerd",
	triggers: "reactie|commentaar|gereageerd|reageren|reageerde|reageerden|bijgewerkt|bij|bereikbaar|gevraagd|bereiken",
	fillers:  "nog|direct|meteen|ook|ons|onze|een|meerdere",
	explicit: "werken dit/het artikel/bericht/stuk bij zodra/als/wanneer|artikel/bericht/stuk wordt bijgewerkt/aangevuld zodra/als/wanneer",
	never:    "regelmatig|dagelijks|firmware",
	pending:  "hebben/heeft X om reactie/commentaar gevraagd|heeft/hebben contact opgenomen met X",
	noReply:  "reageerde/reageerden niet op vragen/verzoek/verzoeken|heeft/hebben niet gereageerd|was/waren niet bereikbaar voor commentaar|was/waren niet te bereiken",
	response: "reageerde|reageerden|bevestigde|bevestigden|ontkende|in een verklaring|liet weten|lieten weten|wilde niet reageren|antwoordde",
	says:     "zei|zeiden|zegt|schreef|meldde",
}, {
	tag:    "ja",
	labels: [5]string{"追記", "訂正", "補足", "取り消し", "注記"}, colon: "：",
	nouns: kinds{
		update: "追記|更新|更新情報|アップデート|続報", correction: "訂正|お詫びと訂正|修正", clarification: "補足|補足説明", retraction: "取り消し|撤回",
	},
	sections:  kinds{update: "更新履歴", correction: "訂正履歴"},
	note:      "編集部注|編集者注|編集部より",
	noteVerbs: "更新|修正|訂正|加筆|削除|変更|誤り|当初",
	joiners:   "の", today: "本日|今日", yesterday: "昨日", am: "午前", pm: "午後",
	units: "分|時間|日", later: "後", clock24: true,
	freshness: "最終更新日時|最終更新日|最終更新|更新日時|更新日|公開日時|公開日|掲載日|投稿日",
	subjects:  "この記事は|本記事は|当記事は|この投稿は",
	changed: kinds{
		update: "更新しました|更新されました|追記しました|加筆しました|修正しました|変更しました", correction: "訂正しました|訂正されました", retraction: "撤回しました|削除しました",
	},
	purpose: "ため|に伴い", earlier: "当初の記事|以前の版|公開当初",
	tail:     "広告|関連記事|あわせて読みたい|この記事をシェア|無断転載|メルマガ登録|著者プロフィール|合わせて読みたい",
	triggers: "コメント|回答|取材|問い合わせ|更新|続報|応じ",
	explicit: "回答 が あり 次第|回答 が 得られ 次第|詳細 が わかり 次第|続報 が 入り 次第|詳細 が 分かり 次第",
	pending:  "コメント を 求め ている|コメント を 求めました|に 問い合わせ ている|に 取材 を 申し込んで|に 問い合わせ中",
	noReply:  "回答 を 得られて いない|回答 して いない|コメント して いない|取材 に 応じて いない|回答 は 得られて いない|回答 しなかった",
	response: "回答した|コメントした|発表した|認めた|否定した|明らかにした|述べた|回答しました|発表しました",
	says:     "話した|説明した|語った",
}, {
	tag:    "zh",
	labels: [5]string{"更新", "更正", "澄清", "撤回", "说明"}, colon: "：",
	nouns: kinds{
		update: "更新|补充|補充|最新进展|后续|後續|追加", correction: "更正|勘误|勘誤|订正|訂正|更正启事", clarification: "澄清|说明更正", retraction: "撤稿|撤回",
	},
	sections:  kinds{update: "更新记录|更新日志|后续更新", correction: "更正与说明"},
	note:      "编者注|编者按|編者注|編者按|编辑注",
	noteVerbs: "更新|更正|修改|修订|删除|刪除|早前版本|此前版本|有误|误写|原文|誤",
	joiners:   "于|於|在|的", today: "今天|今日", yesterday: "昨天|昨日", am: "上午|凌晨|早上", pm: "下午|晚上",
	units: "分钟|小时|天", later: "后", clock24: true,
	freshness: "最后更新时间|最后更新|最後更新|更新时间|更新時間|更新于|更新於|发布时间|發布時間|发布于|首发于",
	subjects:  "本文|本文已|此文|本报道|这篇文章|该文",
	changed: kinds{
		update: "已更新|更新以|进行了更新|已经更新|已修改|更新了", correction: "已更正|更正了|已订正", clarification: "已澄清", retraction: "已撤回|已撤稿",
	},
	purpose: "以|因", earlier: "本文早前版本|此前版本|本文此前版本|较早版本",
	tail:     "广告|廣告|相关阅读|相關閱讀|延伸阅读|责任编辑|版权所有|未经授权|扫码关注|责编|編輯：|编辑：",
	triggers: "回应|回應|置评|置評|评论|回复|更新|联系",
	explicit: "将 更新 本文|如 有 回应 将|收到 回复 后 将 更新|将 持续 更新 $|收到 回应 后 将|将 及时 更新 本文",
	pending:  "已 联系 X 置评|已 向 X 求证|已 就此 联系 X $|已 请求 X 置评",
	noReply:  "未 回应 置评 请求|没有 回应 置评 请求|尚未 回应|尚未 回复|未 立即 回应|未 回复 置评|拒未 回应",
	response: "回应称|回应说|证实|否认|表示|发表声明|拒绝置评|答复|回復稱|回應稱",
	says:     "称|说|宣布",
}, {
	tag:    "ko",
	labels: [5]string{"업데이트", "정정", "추가 설명", "철회", "알림"}, colon: ": ",
	nouns: kinds{
		update: "업데이트|추가|추가 업데이트|속보 업데이트|덧붙임|갱신", correction: "정정|수정|바로잡습니다|정정보도", clarification: "해명|보충 설명", retraction: "철회|기사 취소",
	},
	sections:  kinds{update: "업데이트 내역|업데이트 기록", correction: "정정 내역"},
	note:      "편집자 주|편집자주",
	noteVerbs: "수정|정정|업데이트|변경|삭제|잘못|오류|바로잡",
	joiners:   "에", today: "오늘", yesterday: "어제", am: "오전", pm: "오후",
	units: "분|시간|일", later: "후|뒤", clock24: true,
	freshness: "최종 수정|최종수정|최종 업데이트|최종 입력|마지막 업데이트|기사입력|기사수정|입력|수정일|등록",
	subjects:  "이 기사는|본 기사는|이 글은",
	changed: kinds{
		update: "업데이트되었습니다|업데이트됐습니다|수정되었습니다|수정됐습니다|보완되었습니다|추가되었습니다", correction: "정정되었습니다|정정됐습니다|바로잡았습니다", retraction: "철회되었습니다|삭제되었습니다",
	},
	purpose: "위해", earlier: "이전 버전|이 기사의 이전 버전|당초 기사",
	tail:     "광고|관련기사|관련 기사|무단전재|무단 전재|저작권자|구독하기|공유하기|기자 페이지|ⓒ",
	triggers: "답변|응답|입장|문의|논평|업데이트|답하지",
	explicit: "답변 이 오면 업데이트|답변 이 오는 대로|입장 이 나오는 대로|확인되는 대로 업데이트|추후 업데이트 할 예정",
	pending:  "에 입장 을 요청|에 답변 을 요청|에 논평 을 요청|에 문의 했다",
	noReply:  "답변 하지 않았다|응답 하지 않았다|답하지 않았다|논평 요청 에 응하지 않았다|연락 이 닿지 않았다",
	response: "밝혔다|답했다|답변했다|확인했다|부인했다|해명했다|거절했다",
	says:     "말했다|전했다|설명했다",
}, {
	tag:    "sv",
	labels: [5]string{"Uppdatering", "Rättelse", "Förtydligande", "Tillbakadragande", "Not"}, colon: ": ",
	nouns: kinds{
		update: "uppdatering|tillägg|update", correction: "rättelse|korrigering|korrektion", clarification: "förtydligande", retraction: "tillbakadragande|dementi",
	},
	participles: kinds{update: "uppdaterad|uppdaterat", correction: "rättad|korrigerad"},
	sections:    kinds{update: "uppdateringar", correction: "rättelser"},
	note:        "redaktionens anmärkning|red.anm.|red. anm.|redaktionens kommentar",
	noteVerbs:   "uppdaterats|uppdaterad|rättats|rättad|ändrats|korrigerats|tidigare version|felaktigt|ursprungligen|tagits bort",
	months:      "januari jan|februari feb|mars mar|april apr|maj|juni jun|juli jul|augusti aug|september sept sep|oktober okt|november nov|december dec",
	weekdays:    "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag",
	joiners:     "den|kl.|kl|klockan|på|i|från", clockMarks: "h", today: "idag|i dag", yesterday: "igår|i går",
	units: "minuter|timme|timmar|dag|dagar|vecka|veckor", later: "senare", dayFirst: true, clock24: true,
	freshness: "senast uppdaterad|senast ändrad|uppdaterad|publicerad|först publicerad|senast uppdaterat",
	subjects:  "denna artikel|den här artikeln|artikeln|texten|denna text|den här texten",
	changed: kinds{
		update:     "har uppdaterats|uppdaterades|är uppdaterad|har ändrats|har kompletterats",
		correction: "har rättats|har korrigerats|rättades|korrigerades", clarification: "har förtydligats", retraction: "har dragits tillbaka",
	},
	purpose: "för att|med|efter", vague: "för|att|med|ny|nya|mer|information|uppgifter|detaljer|lägga|till",
	earlier:  "i en tidigare version|en tidigare version|en första version",
	tail:     "annons|läs också|läs även|läs mer|prenumerera|följ oss|dela artikeln|om skribenten|alla rättigheter förbehållna|mer om ämnet",
	triggers: "kommentar|svarat|svar|uppdateras|uppdaterar|sökt|kontaktat|nåtts",
	fillers:  "ännu|genast|också|våra|flera|vår|en|ett",
	explicit: "artikeln/texten uppdateras när/om/så|uppdaterar artikeln/texten när/om/så|artikel kommer att uppdateras när/om/så|artikeln kommer att uppdateras när/om/så",
	never:    "regelbundet|dagligen|firmware",
	pending:  "har/vi sökt X för kommentar|har/vi kontaktat X för kommentar|har/vi bett X om kommentar/svar",
	noReply:  "har inte svarat på|har inte svarat|svarade inte på|gick inte att nå|har inte kunnat nås|har inte velat? kommentera? $",
	response: "svarade|svarar|bekräftade|bekräftar|dementerade|i ett uttalande|avböjde|ville inte kommentera|avböjer",
	says:     "sade|sa|säger|skriver|meddelade",
}, {
	tag:    "pl",
	labels: [5]string{"Aktualizacja", "Sprostowanie", "Wyjaśnienie", "Wycofanie", "Nota"}, colon: ": ",
	nouns: kinds{
		update: "aktualizacja|uzupełnienie|akt.|update", correction: "sprostowanie|korekta|errata|poprawka", clarification: "wyjaśnienie|doprecyzowanie", retraction: "wycofanie",
	},
	participles: kinds{update: "zaktualizowano|uzupełniono", correction: "poprawiono|sprostowano"},
	sections:    kinds{update: "aktualizacje", correction: "sprostowania|korekty", clarification: "wyjaśnienia"},
	note:        "od redakcji|przypis redakcji|nota redakcyjna|przyp. red.",
	noteVerbs:   "zaktualizowano|zaktualizowany|poprawiono|zmieniono|sprostowano|usunięto|poprzedniej wersji|wcześniejszej wersji|błędnie|omyłkowo",
	months:      "stycznia sty styczeń|lutego lut luty|marca mar marzec|kwietnia kwi kwiecień|maja maj|czerwca cze czerwiec|lipca lip lipiec|sierpnia sie sierpień|września wrz wrzesień|października paź październik|listopada lis listopad|grudnia gru grudzień",
	weekdays:    "poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela",
	joiners:     "z|z dnia|dnia|o|godz.|godz|w|godzina|r.|roku", clockMarks: "h", today: "dzisiaj|dziś", yesterday: "wczoraj",
	units: "minut|godzina|godziny|godzin|dzień|dni|tydzień", later: "później", dayFirst: true, clock24: true,
	freshness: "ostatnia aktualizacja|data aktualizacji|zaktualizowano|opublikowano|data publikacji|ostatnia zmiana",
	subjects:  "artykuł|ten artykuł|tekst|ten tekst|niniejszy artykuł",
	changed: kinds{
		update:     "został zaktualizowany|zaktualizowano|został uzupełniony|uzupełniono|został zmieniony",
		correction: "został poprawiony|poprawiono|został sprostowany|skorygowano", clarification: "został doprecyzowany", retraction: "został wycofany",
	},
	purpose: "o|aby|po", vague: "o|aby|nowe|nowych|informacje|informacji|szczegóły|dodać|i|dodatkowe|więcej",
	earlier:  "w poprzedniej wersji|we wcześniejszej wersji|poprzednia wersja|wcześniejsza wersja|w pierwotnej wersji",
	tail:     "reklama|czytaj też|czytaj także|zobacz też|zobacz także|zapisz się|subskrybuj|wszelkie prawa zastrzeżone|udostępnij|o autorze|polecamy",
	triggers: "komentarz|odpowiedzi|odpowiedział|odpowiedziała|odpowiedź|zaktualizujemy|zaktualizowany|pytania|skontaktować|odpowiedzieli|odpowiedziało",
	fillers:  "jeszcze|na|razie|natychmiast|także|nasze",
	explicit: "zaktualizujemy ten? artykuł/tekst gdy/jeśli/kiedy|artykuł/tekst zostanie zaktualizowany gdy/jeśli/kiedy/po",
	never:    "regularnie|codziennie|firmware",
	pending:  "poprosiliśmy/poprosił/poprosiła X o komentarz/odpowiedź|wysłaliśmy pytania do X|zwróciliśmy się do X o komentarz/odpowiedź|zwróciliśmy się z pytaniami do X",
	noReply:  "nie odpowiedział/odpowiedziała/odpowiedzieli/odpowiedziało|nie udało się skontaktować z X",
	after:    "leczenie",
	response: "odpowiedział|odpowiedziała|odpowiedzieli|potwierdził|potwierdziła|zaprzeczył|w oświadczeniu|odmówił|odmówiła|odmówili|oświadczył",
	says:     "powiedział|powiedziała|przekazał|przekazała|poinformował|poinformowała",
}}
