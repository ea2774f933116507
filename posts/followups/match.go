package followups

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A wordlist finds the longest of its phrases at a place of a text, in any
// case. By their first two bytes it turns most places down at once.
type wordlist struct {
	index  [256]uint8 // of the groups by first byte, small or capital; 0: none
	pairs  pairSet    // which bytes may follow which
	groups [][]phrase
}

// A phrase is lower-case, and may mean something.
type phrase struct {
	text string
	val  int
}

// newWordlist makes a list of the phrases in each of lists, which are separated
// by "|"; a phrase's value is the index of its list.
func newWordlist(lists ...string) *wordlist {
	w := &wordlist{groups: make([][]phrase, 1)}
	for val, list := range lists {
		for text := range strings.SplitSeq(list, "|") {
			if text == "" {
				continue
			}
			first := text[0]
			if w.index[first] == 0 {
				w.index[first], w.index[upperByte(first)] = uint8(len(w.groups)), uint8(len(w.groups))
				w.groups = append(w.groups, nil)
			}
			w.pairs.add(text)
			g := &w.groups[w.index[first]]
			*g = append(*g, phrase{text, val})
		}
	}
	for _, g := range w.groups {
		slices.SortStableFunc(g, func(a, b phrase) int { return len(b.text) - len(a.text) })
	}
	return w
}

// at gives the value of the longest phrase that stands at s[i:] as whole
// words, and where it ends.
func (w *wordlist) at(s string, i int) (val, end int, ok bool) {
	if i >= len(s) || w.index[s[i]] == 0 || i+1 < len(s) && !w.pairs.has(s[i], s[i+1]) {
		return 0, i, false
	}
	for _, p := range w.groups[w.index[s[i]]] {
		if n := foldPrefix(s[i:], p.text); n > 0 && endsWord(s, i+n) {
			return p.val, i + n, true
		}
	}
	return 0, i, false
}

// find gives the first phrase at or after s[from:], at the start of a word.
func (w *wordlist) find(s string, from int) (val, start, end int, ok bool) {
	for i := from; i < len(s); {
		if w.index[s[i]] != 0 && startsWord(s, i) {
			if val, end, ok := w.at(s, i); ok {
				return val, i, end, true
			}
		}
		for i++; i < len(s) && inWord[s[i]] && inWord[s[i-1]]; i++ { // no word starts there
		}
	}
	return 0, 0, 0, false
}

// contains reports whether one of the phrases stands anywhere in s.
func (w *wordlist) contains(s string) bool {
	_, _, _, ok := w.find(s, 0)
	return ok
}

// inWord are the bytes of ASCII that words are of.
var inWord = func() (table [256]bool) {
	for c := range byte(utf8.RuneSelf) {
		table[c] = isLetterOrDigit(c) || c == '_'
	}
	return table
}()

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func upperByte(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// foldPrefix gives the length of the prefix of s that equals the lower-case
// text in any case, with any apostrophe and any space; 0 if there is none.
func foldPrefix(s, text string) int {
	i := 0
	for j := 0; j < len(text); {
		if i >= len(s) {
			return 0
		}
		if s[i] < utf8.RuneSelf && text[j] < utf8.RuneSelf {
			if lowerByte(s[i]) != text[j] {
				return 0
			}
			i, j = i+1, j+1
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		t, m := utf8.DecodeRuneInString(text[j:])
		if foldRune(r) != t {
			return 0
		}
		i, j = i+n, j+m
	}
	return i
}

func foldRune(r rune) rune {
	switch r {
	case '’', 'ʼ', '＇':
		return '\''
	case '\u00a0', '\u202f', '\u3000':
		return ' '
	}
	return unicode.ToLower(r)
}

// startsWord reports whether a word may start at s[i:].
func startsWord(s string, i int) bool {
	if i == 0 {
		return true
	}
	if !utf8.RuneStart(s[i]) {
		return false
	}
	if s[i-1] < utf8.RuneSelf && s[i] < utf8.RuneSelf {
		return !isLetterOrDigit(s[i-1]) && s[i-1] != '_'
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if !isWordRune(before) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isCJK(before) || isCJK(r)
}

// endsWord reports whether a word may end at s[:i].
func endsWord(s string, i int) bool {
	if i >= len(s) {
		return true
	}
	if s[i] < utf8.RuneSelf {
		if c := lowerByte(s[i]); (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return true
		}
	}
	after, _ := utf8.DecodeRuneInString(s[i:])
	if !isWordRune(after) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	return isCJK(before) || isCJK(after) || !isWordRune(before)
}

// isLetterOrDigit reports so of a byte of ASCII.
func isLetterOrDigit(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || unicode.Is(unicode.Mn, r)
}

// isCJK reports whether r is of a script that writes no spaces between words,
// or of Korean, whose words carry their particles.
func isCJK(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// skipSpace gives the first place at or after i that is no white space.
func skipSpace(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	return i
}

// trimSpan narrows the span to what is not white space.
func trimSpan(s string, from, to int) (int, int) {
	from = min(skipSpace(s, from), to)
	return from, from + len(strings.TrimRightFunc(s[from:to], unicode.IsSpace))
}
