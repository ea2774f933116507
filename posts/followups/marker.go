package followups

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"writethru/posts"
)

// A marker is what announces a follow-up: KIND [ORDINAL] [STAMP] TERMINATOR,
// or the stamp before the kind.
type marker struct {
	kind     Kind
	ordinal  int
	stamp    string
	at       time.Time
	text     int  // where the text of the follow-up starts
	end      int  // where it ends, if its bracket is closed; else -1
	bare     bool // neither ordinal nor stamp
	word     string
	note     bool // an editor's note
	section  bool // a heading above several
	noun     bool
	closing  bool // the bracket closes behind the marker, not behind the text
	open     int  // where the bracket opens; -1 if there is none
	terminal string
}

// brackets are the pairs that a marker may stand in.
var brackets = map[rune]rune{'[': ']', '(': ')', '（': '）', '【': '】', '「': '」', '［': '］', '〔': '〕', '〖': '〗'}

// decoration gives the first place at or after i that is neither white space
// nor an ornament.
func decoration(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) && !strings.ContainsRune("#>*_~-–—•·※■●◆◇▶►→⇒|\ufe0f\u200d", r) && (!unicode.Is(unicode.So, r) || r == '©' || r == 'ⓒ') {
			break
		}
		i += n
	}
	return i
}

// markerAt reads a marker at line[i:]; closes says where each bracket of the
// line closes.
func (g *grammar) markerAt(b *posts.Block, line posts.Span, i int) (m marker, ok bool) {
	s := b.Text[:line.To]
	m = marker{open: -1, end: -1}
	j := decoration(s, i)
	if r, n := utf8.DecodeRuneInString(s[j:]); brackets[r] != 0 {
		m.open = j
		j = decoration(s, j+n)
	}
	if !g.headAt(s, &j, &m) {
		return m, false
	}
	return m, g.terminate(b, s, j, &m)
}

// headAt reads [STAMP] KIND [ORDINAL] [STAMP] and moves j behind it.
func (g *grammar) headAt(s string, j *int, m *marker) bool {
	start := *j
	if start >= len(s) {
		return false
	}
	var st stamp
	from, to := 0, 0
	if g.mayStartStamp(s, start) {
		if got, end := g.scanStamp(s, start); end > start {
			st, from, to = got, start, end
			*j = decoration(s, skipSpace(s, end))
		}
	}
	if !g.kindAt(s, j, m) {
		return false
	}
	for range 4 {
		k := skipSpace(s, *j)
		for k < len(s) && strings.IndexByte(",*_", s[k]) >= 0 {
			k = skipSpace(s, k+1)
		}
		r, n := utf8.DecodeRuneInString(s[k:])
		closer := brackets[r]
		if closer != 0 {
			k = skipSpace(s, k+n)
		}
		end := k
		if to == 0 {
			if st, end = g.scanStamp(s, k); end > k {
				from, to = g.skipJoiners(s, k, false), end
			}
		}
		if end == k && m.ordinal == 0 {
			m.ordinal, end = ordinalAt(s, k)
		}
		if end == k {
			break
		}
		if closer != 0 {
			end = skipSpace(s, end)
			if !strings.HasPrefix(s[end:], string(closer)) {
				return false
			}
			end += utf8.RuneLen(closer)
		}
		*j = end
	}
	if to > 0 {
		m.stamp, m.at = s[from:to], g.read(st)
	}
	m.bare = m.ordinal == 0 && to == 0
	return true
}

// mayStartStamp turns most texts down that start with no stamp.
func (g *grammar) mayStartStamp(s string, i int) bool {
	if isDigit(s[i]) {
		return true
	}
	for _, l := range g.langs {
		for _, w := range []*wordlist{l.months, l.weekdays, l.days, l.halves} {
			if w.index[s[i]] != 0 {
				return true
			}
		}
	}
	return false
}

// kindAt reads the word that names the kind, and moves j behind it.
func (g *grammar) kindAt(s string, j *int, m *marker) bool {
	i := *j
	for _, l := range g.langs {
		if n, end, ok := l.ordinals.at(s, i); ok {
			if _, _, ok := l.nouns.at(s, skipSpace(s, end)); ok {
				m.ordinal, i = n+1, skipSpace(s, end)
			}
			break
		}
	}
	if i >= len(s) {
		return false
	}
	end := i
	for _, l := range g.langs {
		if _, e, ok := l.note.at(s, i); ok && e > end {
			m.kind, m.note, m.noun, end = Note, true, true, e
		}
		if k, e, ok := l.nouns.at(s, i); ok && e > end {
			m.kind, m.note, m.noun, end = kindOf[k], false, true, e
		}
		if k, e, ok := l.participles.at(s, i); ok && e > end {
			m.kind, m.note, m.noun, end = kindOf[k], false, false, e
		}
		if k, e, ok := l.sections.at(s, i); ok && e >= end {
			m.kind, m.note, m.noun, m.section, end = kindOf[k], false, true, true, e
		}
	}
	if end == i {
		return false
	}
	m.word = s[i:end]
	*j = end
	return true
}

// ordinalAt reads 2, #2, no. 2 and II.
func ordinalAt(s string, i int) (n, end int) {
	j := i
	for _, p := range []string{"#", "no. ", "nr. ", "nº ", "n° "} {
		if k := foldPrefix(s[j:], p); k > 0 {
			j += k
			break
		}
	}
	n, end = number(s, j)
	if end > j && end-j < 4 && n > 0 && endsWord(s, end) && (end+1 >= len(s) || s[end] != '.' && s[end] != '/' || !isDigit(s[end+1])) {
		return n, end
	}
	for n, roman := range []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"} {
		if strings.HasPrefix(s[i:], roman) && endsWord(s, i+len(roman)) {
			return n + 1, i + len(roman)
		}
	}
	return 0, i
}

// terminate reads the terminator at s[j:] and sets where the text starts.
func (g *grammar) terminate(b *posts.Block, s string, j int, m *marker) bool {
	k := j
	for k < len(s) && strings.IndexByte("*_~", s[k]) >= 0 {
		k++
	}
	k = skipSpace(s, k)
	spaced := k > j
	rest := s[k:]
	r, n := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "":
		m.text, m.terminal = len(s), "end"
	case r == ':' || r == '：' || r == '∶':
		if strings.HasPrefix(rest, "://") || m.bare && lowerOnly(m.word) && len(rest) > 1 && lowerByte(rest[1]) == rest[1] && isLetter(rest[1]) {
			return false // update:all names a script
		}
		m.text, m.terminal = k+n, ":"
	case r == '–' || r == '—' || r == '―' || strings.HasPrefix(rest, "-- ") || spaced && strings.HasPrefix(rest, "- "):
		m.text, m.terminal = k+n, "-"
		for m.text < len(s) && s[m.text] == '-' {
			m.text++
		}
	case m.open >= 0 && r == brackets[firstRune(s[m.open:])]:
		m.closing, m.text, m.terminal = true, k+n, "]"
		if q := skipSpace(s, m.text); strings.HasPrefix(s[q:], ":") || strings.HasPrefix(s[q:], "：") {
			_, n := utf8.DecodeRuneInString(s[q:])
			m.text = q + n
		}
	case r == '。' || r == '.' && (k+1 == len(s) || s[k+1] == ' '):
		if m.bare && !emphasised(b, j-1) && m.word != strings.ToUpper(m.word) && (m.kind == Update || !m.noun) {
			return false // "Update. Restart. Repeat."
		}
		m.text, m.terminal = k+n, "."
	case m.stamp != "" && emphasised(b, j-1) && !emphasised(b, k):
		m.text, m.terminal = k, "bold"
	case m.stamp != "" && strings.HasSuffix(s[:j], ".") && spaced && unicode.IsUpper(r):
		m.text, m.terminal = k, "."
	case m.stamp != "" && (s[j-1] == ')' || s[j-1] == ']') && spaced && unicode.IsUpper(r) && strings.ContainsFunc(m.stamp, notDigit):
		m.text, m.terminal = k, ")" // "UPDATE (3:30 p.m.) The bridge …", but not "Updated (2026) Guidelines"
	case m.stamp != "" && strings.HasSuffix(s[:j], "）") && isCJK(r):
		m.text, m.terminal = k, ")" // no space follows a wide bracket
	default:
		return false
	}
	g.stampBehind(s, m)
	for m.text < len(s) && strings.IndexByte("*_~", s[m.text]) >= 0 {
		m.text++
	}
	m.text = skipSpace(s, m.text)
	return true
}

func notDigit(r rune) bool { return !unicode.IsDigit(r) }

// stampBehind reads a stamp between two terminators: "Update: Nov. 21: …".
func (g *grammar) stampBehind(s string, m *marker) {
	if m.stamp != "" || m.terminal == "end" {
		return
	}
	k := skipSpace(s, m.text)
	if k < len(s) && s[k] == '(' {
		k++
	}
	st, end := g.scanStamp(s, k)
	if end == k {
		return
	}
	j := skipSpace(s, end)
	if j < len(s) && (s[j] == ')' || s[j] == ']') {
		j = skipSpace(s, j+1)
	}
	r, n := utf8.DecodeRuneInString(s[j:])
	switch {
	case j >= len(s):
		m.text = len(s)
	case r == ':' || r == '：' || r == '–' || r == '—':
		m.text = j + n
	case r == '-' && strings.HasPrefix(s[j:], "- "):
		m.text = j + 1
	case s[k-1] == '(':
		m.text = j
	default:
		return
	}
	m.stamp, m.at, m.bare = s[g.skipJoiners(s, k, false):end], g.read(st), false
}

func isLetter(c byte) bool { c = lowerByte(c); return 'a' <= c && c <= 'z' || c >= utf8.RuneSelf }

func lowerOnly(s string) bool { return strings.ToLower(s) == s && s[0] < utf8.RuneSelf }

// emphasised reports whether the byte at i is inside strong, b, em or i.
func emphasised(b *posts.Block, i int) bool {
	for _, e := range b.Emphasis {
		if e.From <= i && i < e.To {
			return true
		}
	}
	return false
}
