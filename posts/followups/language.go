package followups

import "strings"

// A speech is what one language says where follow-ups and promises are
// concerned. Phrases are lower-case and separated by "|". [speeches] is the
// data; [language] is what the recogniser works with.
type speech struct {
	tag    string
	labels [5]string // update, correction, clarification, retraction, note
	colon  string    // between label and headline

	nouns       kinds  // "Update: …"
	participles kinds  // "Updated: …"
	sections    kinds  // a heading "Updates" above several
	ordinals    string // "second|third": before a noun, for 2, 3, …
	note        string // an editor's note …
	noteVerbs   string // … counts with one of these

	months, weekdays string // from January, from Monday; forms of one are separated by a space
	joiners          string // between the parts of a stamp: "at", "on"
	clockMarks       string // after an hour: "uhr"
	pm, am           string
	today, yesterday string
	units            string // "two hours later": its unit, and what follows
	later            string
	dayFirst         bool
	clock24          bool // 3:45 is in the morning

	freshness string // what a stamp of the article's last change starts with
	subjects  string // "this story": a footer starts with it
	changed   kinds  // "was updated": a footer goes on with it
	purpose   string // "to|with": what follows it is substance
	aims      string // "to include": a notice without a subject goes on with it
	adds      string // "comment": or, after a stamp and a purpose, holds it
	vague     string // words that are no substance
	earlier   string // "an earlier version"

	tail string // the start of a line that is no part of an article

	// Promises: patterns in the notation of [newPattern].
	triggers string // words without which a sentence promises nothing
	fillers  string // words that patterns don't see
	explicit string
	never    string // words that make a promise too vague
	pending  string
	ours     string // pending, but only in the publication's own mouth
	us       string // the publication's own mouth
	noReply  string
	after    string // "to treatment": the sentence is about something else
	clauses  string // ", but ": what stands between clauses
	topics   string // particles behind the subject
	response string // verbs of response
	says     string // verbs that are one when their party is named
}

// kinds holds phrases by what they mean.
type kinds struct{ update, correction, clarification, retraction string }

func (k kinds) list() *wordlist {
	return newWordlist(k.update, k.correction, k.clarification, k.retraction)
}

// kindOf are the kinds in the order of [kinds].
var kindOf = [...]Kind{Update, Correction, Clarification, Retraction}

// A language is a speech made ready for matching.
type language struct {
	*speech
	nouns, participles, sections, ordinals, note, noteVerbs    *wordlist
	months, weekdays, joiners, clockMarks, halves, days, units *wordlist
	later, freshness, subjects, changed, purpose, aims, adds   *wordlist
	vague, earlier, tail, triggers, never, response, says, us  *wordlist
	fillers                                                    map[string]bool
	explicit, pending, ours, noReply                           patterns
	clauses, topics                                            []string
}

// languages are all that are known, by tag.
var languages = func() map[string]*language {
	m := make(map[string]*language, len(speeches))
	for i := range speeches {
		m[speeches[i].tag] = newLanguage(&speeches[i])
	}
	return m
}()

func newLanguage(s *speech) *language {
	forms := func(s string) []string {
		var lists []string
		for f := range strings.SplitSeq(s, "|") {
			lists = append(lists, strings.ReplaceAll(f, " ", "|"))
		}
		return lists
	}
	l := &language{
		speech: s, nouns: s.nouns.list(), participles: s.participles.list(), sections: s.sections.list(),
		ordinals: newWordlist(forms(s.ordinals)...), note: newWordlist(s.note), noteVerbs: newWordlist(s.noteVerbs),
		months: newWordlist(forms(s.months)...), weekdays: newWordlist(forms(s.weekdays)...),
		joiners: newWordlist(s.joiners), clockMarks: newWordlist(s.clockMarks),
		halves: newWordlist(s.am, s.pm), days: newWordlist(s.today, s.yesterday),
		units: newWordlist(s.units), later: newWordlist(s.later), freshness: newWordlist(s.freshness),
		subjects: newWordlist(s.subjects), changed: s.changed.list(), purpose: newWordlist(s.purpose),
		aims: newWordlist(s.aims), adds: newWordlist(s.adds),
		vague: newWordlist(s.vague), earlier: newWordlist(s.earlier), tail: newWordlist(s.tail),
		triggers: newWordlist(s.triggers), never: newWordlist(s.never), us: newWordlist(s.us),
		response: newWordlist(s.response), says: newWordlist(s.says), fillers: map[string]bool{},
		explicit: newPatterns(s.explicit), pending: newPatterns(s.pending),
		ours: newPatterns(s.ours), noReply: newPatterns(s.noReply),
		clauses: strings.Split("; | — |"+s.clauses, "|"), topics: strings.Split(s.topics, "|"),
	}
	for f := range strings.SplitSeq(s.fillers, "|") {
		l.fillers[f] = true
	}
	return l
}

// A grammar is what one article is read with: its language first, English
// always among them.
type grammar struct {
	langs []*language
	o     Options
}

func newGrammar(o Options) *grammar {
	g := &grammar{o: o}
	seen := map[*language]bool{}
	for _, tag := range append([]string{o.Language, "en"}, o.Languages...) {
		if l := languages[baseOf(tag)]; l != nil && !seen[l] {
			seen[l] = true
			g.langs = append(g.langs, l)
		}
	}
	return g
}

// baseOf gives "pt" for "pt-BR".
func baseOf(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag)
}

// dayFirst says how 03/12 is read.
func (g *grammar) dayFirst() bool {
	l := languages[baseOf(g.o.Language)]
	if l == nil || l.tag == "en" {
		_, region, _ := strings.Cut(strings.ReplaceAll(g.o.Language, "_", "-"), "-")
		switch strings.ToUpper(region) {
		case "US":
			return false
		case "GB", "IE", "AU", "NZ", "IN", "ZA":
			return true
		}
		return g.o.DayFirst
	}
	return l.dayFirst
}

// clock24 says whether 3:45 without a.m. or p.m. is in the morning.
func (g *grammar) clock24() bool {
	l := languages[baseOf(g.o.Language)]
	return l != nil && l.clock24
}

// any gives the first phrase of one of the language's lists at s[i:].
func (g *grammar) any(list func(*language) *wordlist, s string, i int) (val, end int, ok bool) {
	for _, l := range g.langs {
		if val, end, ok := list(l).at(s, i); ok {
			return val, end, true
		}
	}
	return 0, i, false
}
