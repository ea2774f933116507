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
	f := footer{kind: kindOf[val]}
	_, j := g.scanStamp(s, end)
	stamped := j > end
	end = max(end, j)
	rest := s[end:]
	l.refine(&f, rest)
	object := s[end:first]
	if j := strings.IndexAny(object, ",;"); j == 0 {
		object = object[1:]
	}
	_, _, purposeful := l.purpose.at(s, skipSpace(s, first-len(object)))
	if l.tag != "en" {
		_, k := g.scanStamp(s, i)
		object = s[min(k, start):start] + object // the verb may stand last
	}
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
	"aug|sept|sep|oct|u.s|u.k|a.m|p.m|prof|rev|hon|d.c|calif|mass|ave|e.g|i.e|al|nr|bzw|z.b|m|mme|sra|dott")

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
