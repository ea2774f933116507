package followups

import "strings"

// partyOf gives who was asked: the pattern's party, or what stands before it.
func (l *language) partyOf(s string, ts []token, m match) string {
	if m.partyFrom != m.partyTo {
		return partyText(s, ts, m)
	}
	clause := l.clause(s[:ts[m.from].from])
	_, end := l.topic(clause)
	return trimParty(clause[end:])
}

// partyText gives the words of a pattern's party, with an article that patterns
// don't see.
func partyText(s string, ts []token, m match) string {
	from := 0
	if m.partyFrom > 0 {
		from = ts[m.partyFrom-1].to
	}
	return trimParty(s[from:ts[m.partyTo-1].to])
}

// subject gives who did not answer: the pattern's party at its end, or what the
// clause before it begins with.
func (l *language) subject(s string, ts []token, m match) string {
	if m.partyTo > m.partyFrom && m.partyTo == m.to {
		return partyText(s, ts, m)
	}
	clause := l.clause(s[:ts[m.from].from])
	if at, end := l.topic(clause); end > 0 {
		clause = clause[:at]
	}
	party := trimParty(clause)
	switch strings.ToLower(party) {
	case "it", "they", "he", "she", "who", "which", "and":
		return ""
	}
	if i := strings.LastIndexAny(party, ","); i >= 0 && startsWithTime(party[:i]) {
		party = trimParty(party[i+1:])
	}
	return party
}

// clause gives the last clause of s.
func (l *language) clause(s string) string {
	s = strings.TrimSuffix(s, "、") // it also stands behind a subject
	start := 0
	for _, sep := range l.clauses {
		i := strings.LastIndex(s, sep)
		if sep == "" || i < 0 {
			continue
		}
		end := i + len(sep)
		if sep == " and the " {
			end -= len("the ")
		}
		start = max(start, end)
	}
	return s[start:]
}

// topic gives where the last particle that marks a subject stands in a clause;
// the end is 0 if there is none.
func (l *language) topic(clause string) (at, end int) {
	for _, particle := range l.topics {
		if i := strings.LastIndex(clause, particle); particle != "" && i >= at {
			at, end = i, i+len(particle)
		}
	}
	return at, end
}

// startsWithTime reports whether a clause only says when: "On Friday", "Reached
// by phone".
func startsWithTime(s string) bool {
	for _, w := range []string{
		"on ", "in ", "by ", "as of ", "at ", "late ", "reached ", "contacté", "sollicité", "interrogé", "jointe", "contactad", "consultad",
		"preguntad", "procurad", "questionad", "contattat", "interpellat", "desgevraagd",
	} {
		if foldPrefix(s, w) > 0 {
			return true
		}
	}
	return false
}
