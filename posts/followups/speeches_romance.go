package followups

//nolint:misspell // none of it is English
var romance = []speech{{
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
	aims:    "pour inclure|pour ajouter|pour préciser|pour corriger|pour intégrer|avec la réponse|avec la réaction|avec la déclaration|avec les précisions",
	adds:    "réponse|réponses|réaction|réactions|précisions|déclaration|déclarations|commentaire|commentaires|communiqué|témoignage|bilan",
	earlier: "une version précédente|une version antérieure|une première version|dans une version précédente|dans une première version",
	tail: "publicité|lire aussi|à lire aussi|abonnez-vous|inscrivez-vous|tous droits réservés|partager|suivez-nous|à propos de l'auteur|" +
		"sur le même sujet|avec afp|la rédaction vous conseille",
	triggers: "commentaire|commentaires|réponse|réponses|répondu|répondre|sollicité|sollicitée|sollicités|sollicitées|contacté|contactée|" +
		"contactés|à jour|joint|jointe|joints|joignable|joignables|injoignable|injoignables|réagi|réagir|réaction|actualisé|" +
		"actualisation|complété|demandé|attendons|attente|questions|suite|informations|détails|précisions",
	fillers: "pas|encore|immédiatement|toujours|également|aussi|déjà|vendredi|jeudi|lundi|mardi|mercredi|samedi|dimanche",
	explicit: "article/texte/page/papier sera mis/mise à jour dès/si/lorsque/quand/en/au/avec|" +
		"article/texte/page/papier sera actualisé/complété dès/si/lorsque/quand/en/au/avec|" +
		"mettrons/mettrai à jour cet/ce/l'article article/texte/billet/papier? dès/si/lorsque/quand/avec|" +
		"mettrons/mettrai cet/ce/l'article article/texte/billet/papier? à jour dès/si/lorsque/quand/avec|mettrons article à jour|" +
		"sera mis à jour dès/si/lorsque/quand/en|^ article/texte en cours de mise à jour $|" +
		"^ cet article est en cours de mise à jour $|^ article en cours d'actualisation $|^ plus d'informations à venir/suivre $|" +
		"^ plus de détails/précisions à venir/suivre $",
	never: "régulièrement|chaque|logiciel|tous les",
	pending: "avons/a/ont contacté/sollicité/interrogé X pour obtenir/un/une/recueillir/avoir/commentaire|" +
		"nous avons contacté/sollicité/interrogé X|avons demandé un/une commentaire/réponse/réaction à X|" +
		"avons demandé à X un/une commentaire/réponse/réaction|a/ont demandé un/une commentaire/réaction à X|" +
		"en attente d'une réponse/réaction de/du/des X|attendons une/la/sa réponse/réaction de/du/des X|" +
		"attendons un/le commentaire de/du/des X",
	noReply: "n'a/n'ont/n'avait/n'avaient répondu à nos/notre|" +
		"n'a/n'ont/n'avait/n'avaient répondu aux/à sollicitations/questions/demandes/appels/messages/courriels/mails $|" +
		"n'a/n'ont/n'avait/n'avaient répondu aux/à une? demandes/demande/sollicitations/sollicitation de/d' commentaire/commentaires/réaction/interview/l'afp|" +
		"n'a/n'ont/n'avait/n'avaient répondu aux/à une? demandes/demande d'interview/d'entretien/d'explication/d'explications|" +
		"n'a/n'ont/n'avait/n'avaient répondu $|n'a/n'ont/n'avait/n'avaient donné suite $|" +
		"n'a/n'ont/n'avait/n'avaient donné suite à/aux nos/notre/sollicitations/demandes/demande/appels/messages/questions|" +
		"n'a/n'ont/n'avait/n'avaient retourné/rappelé nos appels/messages|n'a/n'ont/n'avait/n'avaient souhaité? réagi $|" +
		"n'a/n'ont/n'avait/n'avaient pu être joint/jointe/joints/jointes|n'était/n'étaient joignable/joignables|" +
		"était/étaient injoignable/injoignables|est/sont resté/restée/restés/restées injoignable/injoignables",
	after: "traitement|route est restée|zone",
	ours: "avons/a/ont contacté/sollicité/interrogé X|avons/a/ont demandé à X si/pourquoi/comment/quand/de|avons/a/ont demandé à X|avons/a/ont écrit à X|" +
		"avons/a/ont envoyé/adressé/posé des/nos/plusieurs questions à X",
	us:      "nous|notre rédaction|notre journal|notre journaliste|la rédaction|notre équipe",
	clauses: ", mais | mais |, et |, tandis que",
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
	aims:    "para incluir|para añadir|para agregar|para reflejar|para corregir|para aclarar|con la respuesta|con las declaraciones|con declaraciones",
	adds:    "respuesta|respuestas|declaraciones|comentario|comentarios|comunicado|reacción|reacciones|detalles",
	earlier: "una versión anterior|una versión previa|en una versión anterior|la versión original",
	tail: "publicidad|lea también|lee también|te puede interesar|le puede interesar|suscríbase|suscríbete|síguenos|todos los derechos reservados|" +
		"compartir|más información:|sobre el autor|noticias relacionadas|con información de",
	triggers: "comentario|comentarios|comentar|respuesta|respuestas|respondió|respondieron|respondido|contestó|contestaron|contestado|" +
		"contactado|contactó|contactar|contacto|solicitado|solicitó|pidió|pidieron|preguntado|preguntas|actualizará|actualizaremos|" +
		"ampliaremos|ampliación|localizado|localizada|localizar|pronunciado|pronunció|desarrollo|llamadas|reacción|información",
	fillers: "inmediatamente|aún|todavía|también|de inmediato|ya",
	explicit: "artículo/nota/noticia/historia/texto/información se actualizará/actualizarán cuando/si/en/conforme/con|" +
		"actualizaremos esta/este/la artículo/nota/noticia/historia/texto/información cuando/si/en/conforme/con|" +
		"ampliaremos esta/este/la artículo/nota/noticia/historia/información cuando/si/en/conforme/con|" +
		"será actualizada/actualizado cuando/si/en/conforme|noticia/historia/nota en desarrollo|^ habrá ampliación $|" +
		"^ noticia? en ampliación $|^ más información en breve $|^ habrá más información $",
	never: "periódicamente|cada|diariamente|firmware|software",
	pending: "ha/han/hemos contactado/solicitado a/con X para/un obtener/comentario/comentarios/respuesta/conocer/recabar|" +
		"hemos/ha/han pedido comentario/comentarios/respuesta/reacción a/al X|" +
		"hemos/ha/han pedido un/una comentario/respuesta/reacción a/al X|hemos contactado a/al/con X|" +
		"hemos solicitado comentarios/comentario/respuesta a/al X|hemos solicitado una respuesta a/al X|" +
		"puso/pusimos/pusieron/puesto en contacto con X para|solicitó/solicitaron comentarios/comentario/respuesta a/al X|" +
		"pidió/pidieron comentarios/comentario a/al X|a la espera de una? respuesta/reacción/comentarios de/del X|" +
		"esperamos una/la respuesta/reacción de/del X",
	noReply: "no respondió/respondieron/contestó/contestaron a una/la/las/varias/nuestra/nuestras/un/el/los/varios/nuestro/nuestros? solicitud/solicitudes/petición/peticiones/pedido/pedidos/requerimiento/requerimientos de/para comentario/comentarios/comentar/información/entrevista/declaraciones/opinión|" +
		"no ha/han/había/habían respondido/contestado a una/la/las/varias/nuestra/nuestras/un/el/los/varios? solicitud/solicitudes/petición/peticiones/pedido/pedidos/requerimiento/requerimientos de/para comentario/comentarios/comentar/información/entrevista/declaraciones/opinión|" +
		"no respondió/respondieron/contestó/contestaron a nuestra/nuestras/nuestro/nuestros|" +
		"no ha/han/había/habían respondido/contestado a nuestra/nuestras/nuestro/nuestros|" +
		"no respondió/respondieron/contestó/contestaron a las/los preguntas/llamadas/mensajes/correos/consultas/solicitudes $|" +
		"no respondió/respondieron/contestó/contestaron a las/los preguntas/llamadas/mensajes/correos/consultas de este/esta diario/medio/periódico/redacción|" +
		"no ha/han/había/habían respondido/contestado a las/los preguntas/llamadas/mensajes/correos/consultas de este/esta diario/medio/periódico/redacción|" +
		"no ha/han/había/habían respondido/contestado $|no respondió/respondieron $|" +
		"no pudo/pudieron ser localizado/localizada/localizados/localizadas/contactado/contactada/contactados|" +
		"no fue posible contactar/localizar a/al/con X|no estuvo/estuvieron disponible/disponibles para comentar/hacer|" +
		"no se ha/han pronunciado $|no se pronunció/pronunciaron $|no hizo/hicieron comentarios|" +
		"no devolvió/devolvieron las? llamadas/mensajes",
	after: "tratamiento|examen",
	ours: "ha/han/hemos contactado a/al/con X|hemos/ha preguntado a/al X|preguntamos a/al X|consultamos a/al X|" +
		"hemos/ha enviado preguntas/cuestionario a/al X|hemos/ha intentado contactar a/al/con X|" +
		"intentó/intentamos contactar a/al/con X|pidió/pedimos una respuesta a/al X",
	us: "hemos|nosotros|este diario|este periódico|este medio|nuestra redacción|la redacción|preguntamos|consultamos|intentamos|" +
		"pedimos",
	clauses:  ", pero | pero |, y |, mientras que",
	response: "respondió|respondieron|contestó|confirmó|confirmaron|negó|desmintió|en un comunicado|declinó|rehusó|nos dijo|rechazó comentar",
	says:     "dijo|dijeron|señaló|afirmó|indicó|explicó|anunció",
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
	aims:    "per includere|per aggiungere|per correggere|per precisare|con la risposta|con la replica|con le dichiarazioni",
	adds:    "risposta|risposte|replica|dichiarazione|dichiarazioni|commento|commenti|precisazioni",
	earlier: "una versione precedente|in una versione precedente|una prima versione|in una prima versione",
	tail:    "pubblicità|leggi anche|leggi di più|iscriviti|abbonati|seguici|tutti i diritti riservati|© riproduzione riservata|riproduzione riservata|condividi|sull'autore|articoli correlati",
	triggers: "commento|commenti|commentare|risposto|risposta|risposte|contattato|contattata|contattati|aggiorneremo|aggiornato|" +
		"aggiornamento|aggiornamenti|chiesto|raggiungibile|raggiungibili|raggiunto|raggiunti|reperibile|replica|domande|richiesta|" +
		"richieste|attesa|attendiamo|interpellato|interpellata|notizia",
	fillers: "ancora|immediatamente|subito|anche|finora|già",
	explicit: "aggiorneremo questo/questa/l'articolo/la articolo/pezzo/testo/notizia? se/quando/appena/non/con|" +
		"articolo/pezzo/notizia sarà aggiornato/aggiornata se/quando/appena/non/con|sarà aggiornato/aggiornata se/quando/appena|" +
		"^ notizia/articolo in aggiornamento $|^ in aggiornamento $|^ seguono aggiornamenti $|^ notizia in evoluzione $|" +
		"^ articolo in corso di aggiornamento $",
	never: "periodicamente|ogni|firmware",
	pending: "abbiamo/ha/hanno contattato X per un/avere/chiedere/ottenere commento/risposta/replica/una|abbiamo contattato/interpellato X|" +
		"abbiamo/ha/hanno chiesto un/una commento/risposta/replica a/al/alla/all'/ai/alle X|" +
		"abbiamo/ha/hanno chiesto a/al/alla/ai X un/una commento/risposta/replica|" +
		"in attesa di una? risposta/replica di/del/della/dal/dalla/da X|attendiamo una/la risposta/replica di/del/della/dal/dalla/da X",
	noReply: "non ha/hanno/aveva/avevano risposto $|" +
		"non ha/hanno/aveva/avevano risposto a/alla/alle/ai una? nostra/nostre/nostri/richiesta/richieste di? commento/commenti/intervista/chiarimenti/domande/richiesta/richieste/chiamate/messaggi/mail|" +
		"non ha/hanno/aveva/avevano risposto alle/ai domande/chiamate/messaggi/mail/richieste $|" +
		"non ha/hanno/aveva/avevano risposto alle domande del/di nostro/questo giornale|" +
		"non ha/hanno risposto alle domande poste/inviate|non ha/hanno commentato $|" +
		"non è/era/erano/sono raggiungibile/raggiungibili/reperibile/reperibili per un commento|" +
		"non è/era/erano/sono stato/stata/stati/state? raggiungibile/raggiungibili/reperibile/reperibili $|" +
		"non è stato possibile raggiungere/contattare X|non ha/hanno richiamato $",
	after: "trattamento|alle cure|sentiero|passo",
	ours: "abbiamo/ha contattato/interpellato X|abbiamo/ha chiesto a/al/alla/ai X|abbiamo/ha inviato domande a/al/alla/ai X|" +
		"abbiamo scritto a/al/alla/ai X",
	us:       "abbiamo|noi|questo giornale|la redazione|la nostra redazione|il nostro giornale",
	clauses:  ", ma | ma |, mentre |, e",
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
	joiners:     "em|de|do|às|as|no|dia|da|das|à", clockMarks: "h|horas", today: "hoje|esta manhã|esta tarde", yesterday: "ontem",
	units: "minutos|hora|horas|dia|dias|semana|semanas", later: "depois|mais tarde", dayFirst: true, clock24: true,
	freshness: "última atualização|última modificação|atualizado|atualizada|publicado|publicada|primeira publicação",
	subjects:  "este artigo|esta reportagem|esta matéria|este texto|esta notícia|a reportagem|o artigo",
	changed: kinds{
		update:     "foi atualizado|foi atualizada|foi modificado|foi modificada|foi alterado|foi alterada|foi editado",
		correction: "foi corrigido|foi corrigida|foi retificado", clarification: "foi esclarecido", retraction: "foi retirado|foi removido",
	},
	purpose: "para|com|após", vague: "para|com|após|incluir|acrescentar|novas|mais|informações|detalhes|de|as|os|e",
	aims:    "para incluir|para acrescentar|para corrigir|para esclarecer|com a resposta|com o posicionamento|com a nota",
	adds:    "resposta|respostas|posicionamento|nota|declaração|declarações|comentário|comentários",
	earlier: "uma versão anterior|versão anterior|na versão anterior|uma primeira versão",
	tail:    "publicidade|leia também|leia mais|assine|inscreva-se|siga-nos|todos os direitos reservados|compartilhe|sobre o autor|veja também|continua após a publicidade",
	triggers: "comentário|comentários|comentar|resposta|respostas|respondeu|responderam|retornou|retornaram|retorno|contatou|contactou|" +
		"contato|contacto|procurou|procuramos|procurada|procurado|procurados|posicionamento|atualizado|atualizaremos|atualizada|" +
		"atualização|localizado|localizada|localizados|manifestou|manifestaram|perguntas|informações",
	fillers: "ainda|imediatamente|também|até|agora|já",
	explicit: "artigo/reportagem/matéria/texto/notícia será atualizado/atualizada quando/se/assim/caso/com|" +
		"atualizaremos este/esta/a/o artigo/reportagem/matéria/texto/notícia quando/se/assim/caso/com|" +
		"será atualizada/atualizado quando/se/assim/caso|^ reportagem/matéria/notícia/texto em atualização $|" +
		"^ mais informações em breve/instantes $|^ esta reportagem/matéria está em atualização $|^ notícia em desenvolvimento $",
	never: "periodicamente|cada|diariamente|firmware",
	pending: "entrou/entraram/entramos em contato/contacto com X para/em/e comentar/busca/obter/pedir/aguarda/aguardamos/um/uma|" +
		"entramos em contato/contacto com X|procurou/procuramos X para/em/e comentar/busca/aguarda/aguardamos/pedir|" +
		"pedimos comentário/comentários/resposta/posicionamento a/à/ao/aos X|" +
		"pediu/pedimos/solicitou/solicitamos um/uma comentário/resposta/posicionamento a/à/ao X|" +
		"pediu/solicitou/solicitamos posicionamento/esclarecimentos a/à/ao X|" +
		"aguarda/aguardamos resposta/retorno/posicionamento da/de/do/dos X",
	noReply: "não respondeu/responderam a/ao/aos/à/às um/uma/nossa/nossas/nosso/nossos? pedido/pedidos/solicitação/solicitações de comentário/comentários/entrevista/esclarecimento/posicionamento|" +
		"não respondeu/responderam a/ao/aos/à/às nossa/nossas/nosso/nossos|" +
		"não respondeu/responderam ao/aos/à/às contato/contatos/questionamentos/perguntas/e-mails/mensagens/ligações/pedidos $|" +
		"não respondeu/responderam ao/aos/à/às contato/contatos/questionamentos/perguntas/e-mails/mensagens/ligações da/do reportagem/jornal|" +
		"não respondeu/responderam $|não respondeu/responderam o/a fechamento/publicação|não se manifestou/manifestaram $|" +
		"não se manifestou/manifestaram o/a fechamento/publicação|não foi/foram localizado/localizada/localizados/localizadas para|" +
		"não foi/foram localizado/localizada/localizados/localizadas pela reportagem|" +
		"não retornou/retornaram o/os/as/aos/ao contato/contatos/ligações/mensagens/e-mails/chamadas/fechamento|" +
		"não retornou/retornaram a publicação|não retornou/retornaram $|não deu/deram retorno|não foi possível contatar/localizar X",
	after:    "tratamento|trabalho",
	ours:     "procurou/procuramos X|contatou/contactou/contatamos X|perguntou/perguntamos à/ao X|enviou/enviamos perguntas à/ao X",
	us:       "nós|nossa reportagem|a reportagem|este jornal|o jornal|nossa redação|procuramos|contatamos|perguntamos|enviamos",
	clauses:  ", mas | mas |, e |, enquanto",
	response: "respondeu|responderam|confirmou|confirmaram|negou|em nota|em comunicado|recusou comentar|nos disse|afirmou",
	says:     "disse|disseram|explicou|anunciou|declarou",
}}
