package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
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

// sentence writes one sentence from the tables of words. Sentences share few
// phrases with each other: text that repeats itself would compress too well.
func (w *writer) sentence() {
	r := w.r
	begin := upper
	if r.IntN(3) == 0 {
		w.b = fmt.Appendf(w.b, "%s ", pick(r, openings))
		begin = same
	}
	switch r.IntN(8) {
	case 0:
		w.b = fmt.Appendf(w.b, "%s %s %s %s, %s %s %s.", pick(r, givenNames), pick(r, familyNames), pick(r, verbs), w.thing(), pick(r, joints), w.thing(), pick(r, states))
	case 1:
		w.b = fmt.Appendf(w.b, "“%s %s %s,” %s %s of %s said, “%s %s %s.”", w.thing(), pick(r, states), pick(r, tails), pick(r, articles), pick(r, people), pick(r, places), pick(r, joints), w.thing(), pick(r, states))
	case 2:
		w.b = fmt.Appendf(w.b, "%s %s %s %d,%03d %s %s, [%s](https://records.example/%s/%d).", begin(pick(r, articles)), pick(r, people), pick(r, verbs), 1+r.IntN(900), r.IntN(1000), pick(r, nouns)+"s", pick(r, tails), w.thing(), pick(r, topics), r.IntN(100_000))
	case 3:
		w.b = fmt.Appendf(w.b, "%s *%s* %s %s.", begin(pick(r, articles)), pick(r, nouns)+" "+pick(r, nouns), pick(r, states), pick(r, tails))
	case 4:
		w.b = fmt.Appendf(w.b, "%s **%s** and %s %s %s %s %d.", begin(pick(r, articles)), pick(r, nouns), w.thing(), pick(r, verbs), w.thing(), pick(r, tails), 1890+r.IntN(135))
	default:
		w.b = fmt.Appendf(w.b, "%s %s %s %s.", begin(w.thing()), pick(r, verbs), w.thing(), pick(r, tails))
	}
}

// thing is what sentences are about.
func (w *writer) thing() string {
	r := w.r
	switch r.IntN(4) {
	case 0:
		return pick(r, articles) + " " + pick(r, people) + " of " + pick(r, places)
	case 1:
		return pick(r, articles) + " " + pick(r, nouns)
	case 2:
		return pick(r, places) + "'s " + pick(r, adjectives) + " " + pick(r, nouns)
	}
	return pick(r, articles) + " " + pick(r, adjectives) + " " + pick(r, nouns)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func same(s string) string { return s }

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
