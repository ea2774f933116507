package corpus

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// A writer writes an article's text.
type writer struct {
	r *rand.Rand
	b []byte
}

// body writes blocks until the text has about size bytes.
func (w *writer) body(size int) {
	end := len(w.b) + size
	w.paragraph()
	for len(w.b) < end {
		w.b = append(w.b, '\n')
		switch n := w.r.IntN(24); {
		case n < 2:
			w.b = fmt.Appendf(w.b, "## The %s and the %s\n\n", pick(w.r, nouns), pick(w.r, nouns))
			w.paragraph()
		case n == 2:
			for range 2 + w.r.IntN(4) {
				w.b = append(w.b, "- "...)
				w.sentence()
				w.b = append(w.b, '\n')
			}
		case n == 3:
			w.b = append(w.b, "> "...)
			w.sentence()
			w.b = append(w.b, '\n')
		case n == 4:
			w.table()
		default:
			w.paragraph()
		}
	}
}

func (w *writer) paragraph() {
	for i := range 2 + w.r.IntN(4) {
		if i > 0 {
			w.b = append(w.b, ' ')
		}
		w.sentence()
	}
	w.b = append(w.b, '\n')
}

// sentence writes one sentence from the tables of words.
func (w *writer) sentence() {
	r := w.r
	switch r.IntN(6) {
	case 0:
		w.b = fmt.Appendf(w.b, "The %s of %s %s the %s %s on %s.", pick(r, people), pick(r, places), pick(r, verbs), pick(r, adjectives), pick(r, nouns), pick(r, days))
	case 1:
		w.b = fmt.Appendf(w.b, "%s said that the %s would cost %d,000 more than the %s, and that nobody in %s had expected it.", pick(r, givenNames), pick(r, nouns), 2+r.IntN(800), pick(r, nouns), pick(r, places))
	case 2:
		w.b = fmt.Appendf(w.b, "“The %s %s is back,” the %s said, “and its %s is %s.”", pick(r, adjectives), pick(r, nouns), pick(r, people), pick(r, nouns), pick(r, adjectives))
	case 3:
		w.b = fmt.Appendf(w.b, "In %d of %d cases the %s was *%s*, according to [a report](https://records.example/%d) of the %s.", 1+r.IntN(40), 41+r.IntN(60), pick(r, nouns), pick(r, adjectives), r.IntN(10000), pick(r, people))
	case 4:
		w.b = fmt.Appendf(w.b, "Before the %s was %s, %s had its **%s** %s.", pick(r, nouns), pick(r, adjectives), pick(r, places), pick(r, adjectives), pick(r, nouns))
	default:
		w.b = fmt.Appendf(w.b, "Those who live near the %s in %s know the %s by its %s.", pick(r, nouns), pick(r, places), pick(r, nouns), pick(r, nouns))
	}
}

func (w *writer) table() {
	w.b = append(w.b, "| Place | Before | Now |\n|---|--:|--:|\n"...)
	for range 3 + w.r.IntN(4) {
		w.b = fmt.Appendf(w.b, "| %s | %d | %d |\n", pick(w.r, places), w.r.IntN(900), w.r.IntN(900))
	}
}

// followUps writes one to three marked follow-ups.
func (w *writer) followUps(date time.Time) {
	for range 1 + w.r.IntN(3) {
		date = date.Add(time.Duration(1+w.r.IntN(72)) * time.Hour)
		w.b = fmt.Appendf(w.b, "\n**%s, %s:** ", pick(w.r, markers), date.Format("Jan. 2, 3:04 p.m."))
		w.paragraph()
	}
}
