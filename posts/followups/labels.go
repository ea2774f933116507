package followups

import "strconv"

// kindIndex is the place of a kind's label in a speech.
var kindIndex = map[Kind]int{Update: 0, Correction: 1, Clarification: 2, Retraction: 3, Note: 4}

// Label gives the word for a kind in a language: "Update", "Mise à jour". A
// language that is not known gets the English one.
func Label(kind Kind, lang string) string {
	return languageOr(lang).labels[kindIndex[kind]]
}

// Title gives the title of an entry for the count-th follow-up of its kind:
// "Update: {headline}", then "Update 2: {headline}".
func Title(kind Kind, count int, headline, lang string) string {
	label := Label(kind, lang)
	if count > 1 {
		if !isCJKAt(label, 0) || languageOr(lang).tag == "ko" {
			label += " "
		}
		label += strconv.Itoa(count)
	}
	return label + languageOr(lang).colon + headline
}

func languageOr(lang string) *language {
	if l := languages[baseOf(lang)]; l != nil {
		return l
	}
	return languages["en"]
}
