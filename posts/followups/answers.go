package followups

import (
	"strings"
	"unicode"
)

// Answers gives the index of the open promise that a follow-up answers, -1 if
// it answers none. It answers one whose party it names, or, by a verb of
// response, the only one that is open. A follow-up without a marker must do
// both. "Declined to comment" is an answer; still no reply is none.
func Answers(f FollowUp, open []Promise, o Options) int {
	if f.Text == "" || len(open) == 0 {
		return -1
	}
	g := newGrammar(o)
	text := f.From + ". " + g.telling(f.Text)
	response, says := false, false
	for _, l := range g.langs {
		response = response || l.response.contains(text)
		says = says || l.says.contains(text)
	}
	must := f.Rule == "addition" || f.Kind == Correction || f.Kind == Clarification || f.Kind == Retraction
	best, at := 0, -1
	for i, p := range open {
		n := 0
		if p.Party != "" {
			n = names(text, p.Party)
			if f.From != "" && names(f.From, p.Party) > 0 {
				n++
			}
		}
		if n == 1 && !response && !says || must && !response && !says {
			n = 0 // only "the office", and nothing said
		}
		if n > best {
			best, at = n, i
		}
	}
	if at >= 0 || must || !response {
		return at
	}
	nameless := -1
	for i, p := range open {
		if p.Party == "" {
			nameless = i
		}
	}
	if len(open) == 1 {
		return 0
	}
	return nameless
}

// telling drops the sentences of a text that themselves say that no answer came.
func (g *grammar) telling(text string) string {
	var kept []string
	for from := 0; from < len(text); {
		to := firstSentence(text, from)
		if p, ok := g.promise(text, from, to); !ok || p.Kind == Explicit && p.Party == "" {
			kept = append(kept, text[from:to])
		}
		from = max(skipSpace(text, to), to)
	}
	return strings.Join(kept, " ")
}

// plainWords name no party by themselves.
var plainWords = newWordlist("the|a|an|of|for|to|at|in|and|his|her|their|its|office|department|company|spokesperson|spokesman|" +
	"spokeswoman|city|county|state|agency|officials|official|police|board|council|owner|owners|representative|representatives|" +
	"attorney|lawyer|attorneys|lawyers|inc|corp|co|ltd|group|mr|mrs|ms|dr|both|multiple|team|press|commission|university|" +
	"der|die|das|le|la|les|el|los|las|il|lo|de|du|des|del|della|o|os|as|het|von|van|do|da")

// names says how surely a text names a party: 3 as written, 2 in a short form
// (surname, acronym, last words), 1 only by a word that others share, 0 not.
func names(text, party string) int {
	lower, name := strings.ToLower(strings.ReplaceAll(text, "’", "'")), strings.ToLower(strings.ReplaceAll(party, "’", "'"))
	for _, article := range []string{"the ", "a ", "an ", "both ", "multiple "} {
		name = strings.TrimPrefix(name, article)
	}
	if name != "" && containsWord(lower, name) {
		if _, end, ok := plainWords.at(name, 0); ok && end == len(name) {
			return 1
		}
		return 3
	}
	words := strings.Fields(name)
	if len(words) >= 2 && containsWord(lower, strings.Join(words[len(words)-2:], " ")) {
		return 2
	}
	if a := acronym(party); len(a) >= 2 && containsWord(text, a) {
		return 2
	}
	best := 0
	for _, w := range strings.Fields(party) {
		w = strings.Trim(strings.ReplaceAll(w, "’", "'"), ".,()\"")
		if !unicode.IsUpper(firstRune(w)) || len(w) < 3 || !containsWord(lower, strings.ToLower(w)) {
			continue
		}
		if _, end, ok := plainWords.at(w, 0); ok && end == len(w) {
			best = max(best, 1)
			continue
		}
		best = 2
	}
	if last := len(words); best == 0 && last > 0 && containsWord(lower, words[last-1]) {
		best = 1
	}
	return best
}

// acronym gives the capitals of a name: "CHP" of "California Highway Patrol".
func acronym(party string) string {
	var a []rune
	for _, w := range strings.Fields(party) {
		w = strings.Trim(w, "()")
		if len(w) > 1 && strings.ToUpper(w) == w {
			return w
		}
		if r := firstRune(w); unicode.IsUpper(r) && strings.ToLower(w) != "the" {
			a = append(a, r)
		}
	}
	return string(a)
}

// containsWord reports whether word stands in text as whole words.
func containsWord(text, word string) bool {
	for i := 0; ; {
		n := strings.Index(text[i:], word)
		if n < 0 {
			return false
		}
		i += n
		if startsWord(text, i) && endsWord(text, i+len(word)) {
			return true
		}
		i += len(word)
	}
}
