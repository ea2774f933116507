package followups

import (
	"strings"
	"unicode/utf8"

	"writethru/posts"
)

// maxNotice bounds the blocks that are read as notices of the article itself.
const maxNotice = 2000

// isFreshness reports whether a text only says when the article was changed.
func (g *grammar) isFreshness(b *posts.Block) bool {
	s := b.Text
	if len(s) > 300 || b.Kind != posts.Paragraph && b.Kind != posts.Aside {
		return false
	}
	i, said, stamped := decoration(s, 0), false, false
	if i < len(s) && (s[i] == '(' || s[i] == '[') {
		i++
	}
	for i < len(s) {
		if _, end, ok := g.any(func(l *language) *wordlist { return l.freshness }, s, i); ok {
			said, i = true, end
			continue
		}
		if said {
			if _, end := g.scanStamp(s, i); end > i {
				stamped, i = true, end
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !strings.ContainsRune(" :：|·•;,.()[]–—-/、。\n", r) {
			return false
		}
		i += n
	}
	return said && stamped
}

// A footer is what a notice like "This story was updated to include …" says.
type footer struct {
	kind      Kind
	substance bool // it says what was changed
	freshness bool // it says when, and nothing else
}

// footerOf reads a block that says how the article was changed.
func (g *grammar) footerOf(b *posts.Block) (footer, bool) {
	if b.Kind != posts.Paragraph && b.Kind != posts.Aside || len(b.Text) > maxNotice {
		return footer{}, false
	}
	s := b.Text
	i := decoration(s, 0)
	if i < len(s) && (s[i] == '(' || s[i] == '[') {
		i++
	}
	for _, l := range g.langs {
		if _, _, ok := l.earlier.at(s, i); ok {
			return footer{kind: Correction, substance: Words(s) >= 8}, true
		}
		if _, end, ok := l.subjects.at(s, i); ok {
			if f, ok := l.changedAt(g, s, end); ok {
				return f, true
			}
		}
		if f, ok := l.withoutSubject(g, s, i); ok {
			return f, true
		}
	}
	return footer{}, false
}

// changedAt reads what follows "this story" at s[i:].
func (l *language) changedAt(g *grammar, s string, i int) (footer, bool) {
	first := firstSentence(s, i)
	val, start, end, ok := l.changed.find(s[:first], i)
	if !ok || l.tag == "en" && strings.TrimSpace(s[i:start]) != "" {
		return footer{}, false
	}
	before := ""
	if l.tag != "en" {
		_, k := g.scanStamp(s, i)
		before = s[min(k, start):start] // the verb may stand last
	}
	return l.footer(g, s, before, end, first, kindOf[val])
}

// withoutSubject reads "Updated at 5 p.m. with comment from the clerk" at s[i:]:
// a participle, a stamp, and what only a notice goes on with. A main clause that
// follows makes it running text, unless the stamp is one of a day or a clock.
func (l *language) withoutSubject(g *grammar, s string, i int) (footer, bool) {
	val, end, ok := l.participles.at(s, i)
	if _, noun, also := l.nouns.at(s, i); !ok || also && noun > end {
		return footer{}, false
	}
	st, at := g.scanStamp(s, end)
	first := firstSentence(s, at)
	stamped, sure := at > end, st.hasClock || st.day != 0
	at = skipSpace(s, at)
	if stamped && at < first && s[at] == ',' {
		at = skipSpace(s, at+1)
	}
	if at >= first || !sure && strings.Contains(s[at:first], ",") {
		return footer{}, false
	}
	_, _, aimed := l.aims.at(s, at)
	_, _, purposeful := l.purpose.at(s, at)
	if !aimed && (!stamped || !purposeful || kindOf[val] == Update && !l.adds.contains(s[at:first])) {
		return footer{}, false
	}
	return l.footer(g, s, "", end, first, kindOf[val])
}

// footer reads what a notice says after "was updated", which ends at s[:end],
// and before it. Its first sentence ends at s[:first].
func (l *language) footer(g *grammar, s, before string, end, first int, kind Kind) (footer, bool) {
	f := footer{kind: kind}
	_, j := g.scanStamp(s, end)
	stamped := j > end
	if end = max(end, j); end > first {
		first = firstSentence(s, end) // the stamp stands on the next line
	}
	l.refine(&f, s[end:])
	object := s[end:first]
	if j := strings.IndexAny(object, ",;"); j == 0 {
		object = object[1:]
	}
	_, _, purposeful := l.purpose.at(s, skipSpace(s, first-len(object)))
	object = before + object
	telling := 0
	for _, w := range strings.FieldsFunc(object, func(r rune) bool { return r == ' ' || r == '.' || r == ',' }) {
		if _, n, ok := l.vague.at(w, 0); !ok || n < len(w) {
			telling += Words(w)
		}
	}
	if l.tag == "en" && !purposeful && telling > 0 {
		return footer{}, false // "updated in the director's cut"
	}
	more := Words(s[first:])
	f.substance = (purposeful || l.tag != "en") && telling >= 1 && Words(object) >= 4 || telling >= 3 || more >= 4
	f.freshness = stamped && telling == 0 && more == 0 && strings.Trim(object, " .)]") == ""
	return f, true
}

// refine takes the kind from the purpose: "updated to correct …".
func (l *language) refine(f *footer, rest string) {
	if f.kind != Update {
		return
	}
	for _, w := range purposes {
		if w.words.contains(rest) {
			f.kind = w.kind
			return
		}
	}
}

// purposes are the verbs that say more of a change than "updated" does.
var purposes = []struct {
	kind  Kind
	words *wordlist
}{
	{Clarification, newWordlist("to clarify|pour préciser|para aclarar|um klarzustellen|per chiarire|para esclarecer|om te verduidelijken")},
	{Correction, newWordlist("to correct|corrects|misstated|incorrectly|earlier version|previous version|an error|the spelling|" +
		"pour corriger|para corregir|um einen fehler|per correggere|para corrigir|om een fout|för att rätta|aby poprawić")},
}

// firstSentence gives the end of the sentence that s[i:] is in.
func firstSentence(s string, i int) int {
	for j := i; j < len(s); j++ {
		if j+1 < len(s) && s[j] == '.' && s[j+1] == ' ' && j+2 < len(s) && !isLower(s[j+2]) && !abbreviated(s, j) {
			return j + 1
		}
		if s[j] == 0xe3 && strings.HasPrefix(s[j:], "。") {
			return j + len("。")
		}
		if s[j] == '\n' {
			return j
		}
	}
	return len(s)
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// abbreviations end with a full stop that ends no sentence.
var abbreviations = newWordlist("mr|mrs|ms|dr|st|jr|sr|gov|sen|rep|gen|lt|col|sgt|inc|corp|co|ltd|no|vs|nov|dec|jan|feb|mar|apr|jun|jul|" +
	"aug|sept|sep|oct|u.s|u.k|a.m|p.m|prof|rev|hon|d.c|calif|mass|ave|e.g|i.e|al|nr|kl|godz|bzw|z.b|m|mme|sra|dott")

// abbreviated reports whether the full stop at s[i] ends an abbreviation.
func abbreviated(s string, i int) bool {
	j := i
	for j > 0 && i-j < 6 && (isLetter(s[j-1]) || s[j-1] == '.') {
		j--
	}
	if i-j == 1 && s[j] >= 'A' && s[j] <= 'Z' {
		return true // an initial
	}
	if k := max(0, i-2); i > 0 && isDigit(s[i-1]) && (s[k] == ' ' || i > 2 && isDigit(s[k]) && s[k-1] == ' ') {
		return true // "am 3. Mai"
	}
	_, end, ok := abbreviations.at(s[:i], j)
	return ok && end == i
}
