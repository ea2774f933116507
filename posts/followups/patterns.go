package followups

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is a word of a sentence. A verb that is drawn together with another
// word is two tokens in the same place: "didn't" is "did" and "not".
type token struct {
	word     string
	from, to int
	stop     bool // punctuation that ends a clause stands before it
}

// tokens splits a sentence into words, lower-case, with plain apostrophes.
// Characters of scripts without spaces are words of their own.
func tokens(s string, fillers map[string]bool) []token {
	all := make([]token, 0, len(s)/4+1)
	stop := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isWordRune(r) {
			stop = stop || strings.ContainsRune(",;:—–()\"“”，；：、。（）", r)
			i += n
			continue
		}
		j := i + n
		for !isCJK(r) && j < len(s) {
			c, n := utf8.DecodeRuneInString(s[j:])
			next, _ := utf8.DecodeRuneInString(s[min(j+n, len(s)):])
			if isCJK(c) || !isWordRune(c) && (c != '\'' && c != '’' && c != '-' || !isWordRune(next)) {
				break
			}
			j += n
		}
		word := strings.ToLower(strings.ReplaceAll(s[i:j], "’", "'"))
		if !fillers[word] {
			all = appendWord(all, token{word, i, j, stop})
			stop = false
		}
		i = j
	}
	return all
}

// contractions are the ends of words that stand for a word of their own.
var contractions = []struct{ end, word string }{
	{"n't", "not"}, {"'ll", "will"}, {"'ve", "have"}, {"'re", "are"}, {"it's", "is"},
}

func appendWord(all []token, t token) []token {
	if strings.IndexByte(t.word, '\'') < 0 {
		return append(all, t)
	}
	for _, c := range contractions {
		if stem, ok := strings.CutSuffix(t.word, c.end); ok {
			if stem != "" {
				all = append(all, token{stem, t.from, t.to, t.stop})
				t.stop = false
			}
			t.word = c.word
			return append(all, t)
		}
	}
	return append(all, t)
}

// A pattern is a row of steps that words of a sentence match.
type pattern []step

// A step matches one word, or with gap a party of some words.
type step struct {
	words    []string
	optional bool
	gap      bool
	start    bool // "^": the sentence starts here
	end      bool // "$": it ends here
}

// patterns are tried in their order. By their first words most are not tried.
type patterns struct {
	all   []pattern
	first map[string][]int // those that begin with a word
	start []int            // those that begin where the sentence does
}

// newPatterns reads patterns that are separated by "|". A pattern's words are
// separated by spaces, alternatives by "/"; a word with "?" may be missing; X
// is a party; "^" and "$" are the ends of the sentence.
func newPatterns(s string) patterns {
	ps := patterns{first: map[string][]int{}}
	for p := range strings.SplitSeq(s, "|") {
		var steps pattern
		for f := range strings.FieldsSeq(p) {
			switch f {
			case "X":
				steps = append(steps, step{gap: true})
			case "^":
				steps = append(steps, step{start: true})
			case "$":
				steps = append(steps, step{end: true})
			default:
				steps = append(steps, newSteps(f)...)
			}
		}
		if len(steps) > 0 {
			ps.add(steps)
		}
	}
	return ps
}

func (ps *patterns) add(p pattern) {
	n := len(ps.all)
	ps.all = append(ps.all, p)
	if p[0].start {
		ps.start = append(ps.start, n)
	}
	for _, w := range p[0].words {
		ps.first[w] = append(ps.first[w], n)
	}
}

func newSteps(f string) []step {
	f, optional := strings.CutSuffix(f, "?")
	if isCJKAt(f, 0) {
		var steps []step
		for _, r := range f {
			steps = append(steps, step{words: []string{string(r)}})
		}
		return steps
	}
	st := step{optional: optional}
	for w := range strings.SplitSeq(f, "/") {
		if w == "$" {
			st.end = true
			continue
		}
		st.words = append(st.words, w)
	}
	return []step{st}
}

// maxGap bounds a party, in words.
const maxGap = 24

// find gives the first match of the first pattern that has one: its words, and
// those of its party (from == to: the pattern has none).
func (ps *patterns) find(ts []token) (m match, ok bool) {
	best := len(ps.all)
	try := func(candidates []int, i int) {
		for _, n := range candidates {
			if n >= best {
				return
			}
			if got := (match{from: i}); got.run(ps.all[n], ts, i) {
				m, best = got, n
			}
		}
	}
	for i := range ts {
		if i == 0 {
			try(ps.start, 0)
		}
		try(ps.first[ts[i].word], i)
	}
	return m, best < len(ps.all)
}

// A match is where a pattern stands in a sentence, in tokens.
type match struct {
	from, to           int
	partyFrom, partyTo int
}

func (m *match) run(p pattern, ts []token, i int) bool {
	for k, st := range p {
		switch {
		case st.gap && k == len(p)-1:
			m.partyFrom = i
			for i < len(ts) && i-m.partyFrom < maxGap && (i == m.partyFrom || !ts[i].stop && !endsParty[ts[i].word]) {
				i++
			}
			m.partyTo, m.to = i, i
			return i > m.partyFrom && !endsParty[ts[m.partyFrom].word]
		case st.gap:
			for j := i + 1; j <= len(ts) && j-i <= maxGap; j++ {
				rest := *m
				if rest.run(p[k+1:], ts, j) {
					rest.partyFrom, rest.partyTo = i, j
					*m = rest
					return true
				}
			}
			return false
		case st.start:
			if i != 0 {
				return false
			}
		case i < len(ts) && slices.Contains(st.words, ts[i].word):
			i++
		case st.end && i == len(ts):
		case !st.optional:
			return false
		}
	}
	m.to = i
	return true
}

// endsParty are the words that end a party at a pattern's end.
var endsParty = map[string]bool{
	"and": true, "but": true, "for": true, "about": true, "to": true, "on": true, "regarding": true, "with": true,
	"who": true, "which": true, "via": true, "by": true, "asking": true, "seeking": true, "will": true, "if": true,
	"when": true, "after": true, "before": true, "whether": true, "again": true, "in": true, "pour": true, "et": true,
	"und": true, "y": true, "e": true, "en": true, "at": true, "per": true, "para": true, "por": true, "voor": true, "om": true,
	"över": true, "over": true, "och": true, "aby": true, "sur": true, "sobre": true, "wegen": true, "che": true,
}

// trimParty strips what surrounds a party's name.
func trimParty(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:—–\"“”、，。", r) })
	for {
		before := s
		for _, w := range []string{"but", "and", "however", "meanwhile", "also", "he said", "while", "so far", "as of press time", "mais", "pero", "aber", "maar", "ma", "mas", "ale", "men"} {
			if n := foldPrefix(s, w); n > 0 && n < len(s) && !isWordRune(firstRune(s[n:])) {
				s = strings.TrimLeft(s[n:], " ,")
			}
		}
		for _, particle := range []string{"は", "が", "に", "には", "の", "へ", "から", "に対し", "に対して", "은", "는", "이", "가", "측은"} {
			s = strings.TrimSuffix(s, particle)
		}
		if s == before {
			return s
		}
	}
}
