package followups

//nolint:misspell // none of it is English
var northern = []speech{{
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
	aims:    "um die antwort|um eine antwort|um die stellungnahme|um eine stellungnahme|um die reaktion|mit der antwort|mit der stellungnahme|mit einer stellungnahme",
	adds:    "antwort|antworten|stellungnahme|stellungnahmen|reaktion|reaktionen|erklärung|angaben",
	earlier: "in einer früheren version|in einer früheren fassung|in einer ersten version|in einer vorherigen version|eine frühere version|in der ursprünglichen version",
	tail: "anzeige|werbung|lesen sie auch|mehr zum thema|lesen sie mehr|auch interessant|newsletter|jetzt abonnieren|abonnieren sie|folgen sie uns|alle rechte vorbehalten|" +
		"über den autor|über die autorin|zum thema|mit material von",
	triggers: "stellungnahme|anfrage|anfragen|äußern|geantwortet|antwort|antworten|antwortete|antworteten|aktualisieren|aktualisiert|" +
		"ergänzen|ergänzt|kommentar|reagiert|erreichbar|erreichen|reagierte|reagierten|äußerte|äußerten|nachgefragt|angefragt|fragen|" +
		"folgen|kürze|berichten|beantwortete|beantworteten|unbeantwortet",
	fillers: "bisher|zunächst|noch|auch|bislang|eine|unsere|mehrere|bis|redaktionsschluss|zum|vorerst",
	explicit: "werden diesen/den artikel/text/beitrag aktualisieren/ergänzen sobald/wenn/falls|" +
		"aktualisieren/ergänzen diesen/den artikel/text/beitrag sobald/wenn/falls|" +
		"artikel/beitrag/text/meldung wird X aktualisiert/ergänzt sobald/wenn/falls|" +
		"artikel/beitrag/text/meldung wird aktualisiert/ergänzt sobald/wenn/falls|" +
		"sobald/wenn/falls X aktualisieren/ergänzen wir diesen/den artikel/text/beitrag|" +
		"artikel/beitrag/text/meldung wird laufend/fortlaufend aktualisiert $|^ wird laufend/fortlaufend aktualisiert $|" +
		"^ mehr in kürze $|^ mehr dazu/informationen in kürze $|^ weitere informationen/details/einzelheiten folgen $|" +
		"^ wir berichten weiter $",
	never: "regelmäßig|firmware|software|jährlich|täglich",
	pending: "haben/hat X um stellungnahme/kommentar/antwort/reaktion gebeten|haben/hat bei/beim X nachgefragt/angefragt|" +
		"haben/hat X angefragt $|anfrage/anfragen an/bei/beim X läuft/laufen $|anfrage/anfragen an/bei/beim X ist/sind gestellt|" +
		"antwort/stellungnahme/reaktion X steht aus $|warten auf antwort/stellungnahme/reaktion von/des/der/vom X|" +
		"wartet auf antwort/stellungnahme/reaktion von/des/der/vom X",
	noReply: "reagierte/reagierten nicht auf anfrage/anfragen|hat/haben/hatte/hatten nicht auf anfrage/anfragen reagiert/geantwortet|" +
		"hat/haben/hatte/hatten auf anfrage/anfragen nicht reagiert/geantwortet|ließ/ließen die? anfrage/anfragen unbeantwortet|" +
		"anfrage/anfragen an/bei/beim X blieb/blieben unbeantwortet|anfrage/anfragen blieb/blieben unbeantwortet|" +
		"äußerte/äußerten sich auf anfrage nicht|äußerte/äußerten sich nicht $|äußerte/äußerten sich nicht auf anfrage|" +
		"war/waren für stellungnahme/kommentar nicht zu? erreichbar/erreichen|war/waren nicht zu erreichen $|" +
		"antwortete/antworteten nicht auf anfrage/anfragen|antwortete/antworteten auf anfrage/anfragen nicht|" +
		"beantwortete/beantworteten die? anfrage/anfragen nicht|" +
		"auf anfrage/anfragen reagierte/reagierten/antwortete/antworteten X nicht $|hat/haben/hatte/hatten nicht geantwortet $",
	ours: "baten/bat X um stellungnahme/kommentar/antwort|haben/hat X kontaktiert|haben/hat X fragen geschickt/gestellt|" +
		"haben/hat fragen an X geschickt/gestellt",
	us:       "wir|unsere redaktion|die redaktion|unsere zeitung|diese zeitung|unser reporter",
	after:    "behandlung|prüfung|gipfel",
	clauses:  ", aber |, doch |, und |, während",
	response: "antwortete|antworteten|bestätigte|bestätigten|teilte mit|teilten mit|dementierte|reagierte mit|lehnte ab|in einer stellungnahme|wollte sich nicht äußern|erklärte",
	says:     "sagte|sagten|erklärt|hieß es|schrieb|kündigte an",
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
	aims:    "om de reactie|om een reactie|met de reactie|met een reactie|met reactie|met de verklaring|met het antwoord",
	adds:    "reactie|reacties|verklaring|antwoord|commentaar",
	earlier: "in een eerdere versie|een eerdere versie|in een vorige versie",
	tail:    "advertentie|lees ook|lees meer|meer over|abonneer|schrijf je in|volg ons|alle rechten voorbehouden|deel dit|over de auteur|gerelateerd",
	triggers: "reactie|commentaar|gereageerd|reageren|reageerde|reageerden|bijgewerkt|aangevuld|artikel|bericht|stuk|bereikbaar|gevraagd|bereiken|vragen|" +
		"antwoord|geantwoord|antwoordde|antwoordden|contact opgenomen|benaderd|volgt|later meer",
	fillers: "nog|direct|meteen|ook|een|meerdere|vooralsnog|tot",
	explicit: "werken dit/het artikel/bericht/stuk bij zodra/als/wanneer|vullen dit/het artikel/bericht/stuk aan zodra/als/wanneer|" +
		"artikel/bericht/stuk wordt bijgewerkt/aangevuld zodra/als/wanneer|zodra X werken we/wij dit/het artikel/bericht/stuk bij|" +
		"^ meer volgt $|^ later meer $|^ meer informatie volgt $|^ dit bericht/artikel wordt aangevuld/bijgewerkt $",
	never: "regelmatig|dagelijks|firmware",
	pending: "hebben/heeft X om reactie/commentaar/antwoord gevraagd|heeft/hebben contact opgenomen met X voor/om reactie/commentaar|" +
		"wacht/wachten op reactie/antwoord/commentaar van X|heeft/hebben vragen gesteld aan X over",
	noReply: "reageerde/reageerden niet op onze|reageerde/reageerden niet op vragen/verzoek/verzoeken/mails/berichten $|" +
		"reageerde/reageerden niet op verzoek/verzoeken om/voor reactie/commentaar/interview|" +
		"heeft/hebben niet gereageerd/geantwoord $|heeft/hebben niet gereageerd op onze|" +
		"heeft/hebben niet gereageerd op vragen/verzoek/verzoeken $|" +
		"heeft/hebben niet gereageerd op verzoek/verzoeken om/voor reactie/commentaar|" +
		"heeft/hebben niet op onze/het? vragen/verzoek/verzoeken/mails gereageerd/geantwoord|" +
		"was/waren niet bereikbaar voor commentaar/reactie|was/waren niet te bereiken voor commentaar/reactie|" +
		"was/waren niet te bereiken $|antwoordde/antwoordden niet op onze|beantwoordde/beantwoordden onze vragen niet",
	ours: "heeft/hebben contact opgenomen met X|vroeg/vroegen X om reactie/commentaar|heeft/hebben vragen gesteld aan X|" +
		"heeft/hebben X vragen gestuurd/gesteld|heeft/hebben X benaderd",
	us:       "we|wij|onze redactie|de redactie|deze krant|onze verslaggever",
	after:    "behandeling|markt|beurs",
	clauses:  ", maar | maar |, en |, terwijl",
	response: "reageerde|reageerden|bevestigde|bevestigden|ontkende|in een verklaring|liet weten|lieten weten|wilde niet reageren|antwoordde",
	says:     "zei|zeiden|zegt|schreef|meldde",
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
	aims:    "för att lägga till|för att rätta|med kommentar|med en kommentar|med kommentarer|med svar|med ett svar",
	adds:    "kommentar|kommentarer|svar|uttalande|uppgifter",
	earlier: "i en tidigare version|en tidigare version|en första version",
	tail:    "annons|läs också|läs även|läs mer|prenumerera|följ oss|dela artikeln|om skribenten|alla rättigheter förbehållna|mer om ämnet",
	triggers: "kommentar|kommentarer|kommentera|svarat|svarade|svar|uppdateras|uppdaterar|sökt|kontaktat|nåtts|nå|nås|frågor|information|väntar|följer|" +
		"återkommit|återkom|bett|ställt",
	fillers: "ännu|genast|också|flera|en|ett|omedelbart|hittills|förgäves",
	explicit: "artikeln/texten/artikel uppdateras när/om/så|uppdaterar artikeln/texten när/om/så|" +
		"artikel/artikeln/texten kommer att uppdateras när/om/så|^ artikeln/texten uppdateras $|" +
		"^ artikeln/texten uppdateras löpande $|^ mer följer $|^ mer information följer/kommer $",
	never: "regelbundet|dagligen|firmware",
	pending: "har/vi sökt X för kommentar/kommentarer|har/vi kontaktat X för kommentar/kommentarer|" +
		"har/vi bett X om kommentar/svar/intervju|väntar på svar/kommentar/besked från X|har ställt frågor till X om",
	noReply: "har/hade inte svarat $|har/hade inte svarat på våra/vår/tidningens|" +
		"har/hade inte svarat på frågor/mejl/samtal/meddelanden/sms/förfrågan/förfrågningar $|" +
		"har/hade inte svarat på frågor/förfrågan/förfrågningar från tidningen/redaktionen|svarade inte på våra/vår/tidningens|" +
		"svarade inte på frågor/mejl/samtal/meddelanden/förfrågan $|svarar inte på våra/vår/tidningens|gick inte att nå $|" +
		"gick inte att nå för/under|har/hade inte kunnat nås|har/hade inte gått att nå|har/hade inte återkommit $|återkom inte $|" +
		"har/hade inte återkommit med svar/kommentar|kunde inte nås $|kunde inte nås för",
	ours:     "har sökt X|har kontaktat X|har ställt frågor till X|har mejlat X|har bett X om",
	us:       "vi|redaktionen|tidningen|vår redaktion|vår reporter",
	after:    "behandling|toppen",
	clauses:  ", men | men |, och |, medan",
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
	aims:    "o odpowiedź|o komentarz|o stanowisko|o oświadczenie|aby dodać|aby poprawić",
	adds:    "odpowiedź|komentarz|stanowisko|oświadczenie|wypowiedź",
	earlier: "w poprzedniej wersji|we wcześniejszej wersji|poprzednia wersja|wcześniejsza wersja|w pierwotnej wersji",
	tail:    "reklama|czytaj też|czytaj także|zobacz też|zobacz także|zapisz się|subskrybuj|wszelkie prawa zastrzeżone|udostępnij|o autorze|polecamy",
	triggers: "komentarz|odpowiedzi|odpowiedział|odpowiedziała|odpowiedź|zaktualizujemy|zaktualizowany|uzupełnimy|aktualizowany|pytania|" +
		"pytaniami|skontaktować|odpowiedzieli|odpowiedziało|odpowiedziały|czekamy|poprosiliśmy|informacji|prośbę|wkrótce",
	fillers: "jeszcze|razie|natychmiast|także|dotąd|nam|również",
	explicit: "zaktualizujemy/uzupełnimy ten? artykuł/tekst gdy/jeśli/kiedy/po|" +
		"gdy/jeśli/kiedy X zaktualizujemy/uzupełnimy ten? artykuł/tekst|" +
		"artykuł/tekst zostanie zaktualizowany/uzupełniony gdy/jeśli/kiedy/po|^ artykuł/tekst jest/będzie aktualizowany $|" +
		"^ wkrótce więcej informacji $|^ więcej informacji wkrótce $",
	never: "regularnie|codziennie|firmware",
	pending: "poprosiliśmy/poprosił/poprosiła X o komentarz/odpowiedź/wypowiedź/stanowisko|wysłaliśmy pytania do X|" +
		"zwróciliśmy się do X o komentarz/odpowiedź/stanowisko|zwróciliśmy się do X z pytaniami|zwróciliśmy się z pytaniami do X|" +
		"zwróciliśmy się z prośbą o komentarz do X|czekamy na odpowiedź/komentarz/stanowisko od? X",
	noReply: "nie odpowiedział/odpowiedziała/odpowiedzieli/odpowiedziało/odpowiedziały $|" +
		"nie odpowiedział/odpowiedziała/odpowiedzieli/odpowiedziało/odpowiedziały na nasze/nasz/naszą|" +
		"nie odpowiedział/odpowiedziała/odpowiedzieli/odpowiedziało/odpowiedziały na pytania/pytanie/prośbę/prośby/wiadomości/mail/maile/telefony $|" +
		"nie odpowiedział/odpowiedziała/odpowiedzieli/odpowiedziało/odpowiedziały na prośbę/prośby o komentarz/wypowiedź/rozmowę/stanowisko|" +
		"nie odpowiedział/odpowiedziała/odpowiedzieli/odpowiedziało/odpowiedziały na pytania redakcji/dziennikarzy/gazety|" +
		"nie udało się skontaktować z X|nie otrzymaliśmy odpowiedzi od/z X|nie odebrał/odebrała/odebrali telefonu $",
	after:    "leczenie|egzamin",
	ours:     "wysłała/wysłał pytania do X|zwróciła/zwrócił się do X o komentarz/odpowiedź/stanowisko|zapytaliśmy X o",
	us:       "my|nasza redakcja|redakcja|nasz dziennikarz|zapytaliśmy",
	clauses:  ", ale |, a |, lecz |, natomiast",
	response: "odpowiedział|odpowiedziała|odpowiedzieli|potwierdził|potwierdziła|zaprzeczył|w oświadczeniu|odmówił|odmówiła|odmówili|oświadczył",
	says:     "powiedział|powiedziała|przekazał|przekazała|poinformował|poinformowała",
}}
