package followups

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A stamp ends inside its text, at a rune, and is short however long the text is;
// what comes after it by far doesn't change it.
func FuzzStamp(f *testing.F) {
	for _, s := range []string{
		"Nov. 21, 3:45 p.m. ET: text", "21/11/2026 à 15h45", "2026年11月21日 15時", "Tuesday at noon (GMT+2)", "1 2 3 4 5 6 7 8 9", "two hours later", "@@--,,··", "12:", "(((((", "21.11. um 15.45 Uhr",
	} {
		f.Add(s, "en")
		f.Add(s, "fr")
		f.Add(s, "ja")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		g := newGrammar(Options{Language: lang, Languages: []string{"de", "pl"}})
		st, end := g.scanStamp(s, 0)
		if end < 0 || end > len(s) || !utf8.ValidString(s[:end]) {
			t.Fatalf("the stamp in %q ends at %d", s, end)
		}
		if end > 2*maxStamp+64 {
			t.Errorf("a stamp of %d bytes: %q", end, s[:end])
		}
		far, farEnd := g.scanStamp(s+strings.Repeat(" .", 2*maxStamp)+s, 0)
		if end < len(s) && !strings.HasSuffix(s, " ") && farEnd != end && farEnd <= len(s) {
			t.Errorf("%q: the stamp %+v ends at %d, and at %d with more text after it (%+v)", s, st, end, farEnd, far)
		}
	})
}
