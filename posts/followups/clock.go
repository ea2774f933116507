package followups

import "strings"

// clock reads 2:05 pm, 14:30:05, 14h30, 14u30, 14.30 Uhr, 5 p.m., ore 14.
func (g *grammar) clock(s string, i int, st *stamp) int {
	h, j := number(s, i)
	if j-i > 2 || h > 24 || st.hasClock {
		return i
	}
	end, minute, second, dotted := j, 0, 0, false
	if j+2 < len(s) && strings.IndexByte(":.hHu", s[j]) >= 0 && isDigit(s[j+1]) && isDigit(s[j+2]) &&
		(j+3 >= len(s) || !isDigit(s[j+3])) {
		minute, end = number(s, j+1)
		dotted = s[j] == '.'
		if end+2 < len(s) && s[end] == ':' && isDigit(s[end+1]) && isDigit(s[end+2]) {
			second, end = number(s, end+1)
		}
	}
	marked := end > j && (s[j] == 'h' || s[j] == 'u')
	half := 0
	k := skipSpace(s, end)
	if val, e, ok := g.any(func(l *language) *wordlist { return l.halves }, s, k); ok {
		half, end, marked = val+1, e, true
	} else if _, e, ok := g.any(func(l *language) *wordlist { return l.clockMarks }, s, k); ok {
		end, marked = e, true
		if m, f := number(s, skipSpace(s, e)); f-skipSpace(s, e) == 2 && minute == 0 && m < 60 {
			minute, end = m, f
		}
	}
	switch {
	case end == j && hourAnnounced.before(s, i) && endsStamp(s, j):
		marked = true
	case minute > 59 || end == j:
		return i
	case dotted && !marked && (!g.clock24() || st.day == 0 && st.weekday == 0 && !clockAnnounced.before(s, i)):
		return i // 2.10 is a version, or a day and a month
	}
	st.hasClock, st.hour, st.minute, st.second = true, h, minute, second
	if half != 0 {
		st.half = half
	} else if marked || s[i] == '0' {
		st.clock24 = true
	}
	return skipFraction(s, end)
}

// An announcement is a word after which a clock stands: "ore 14.30".
type announcement []string

// After some words a clock is sure, after others an hour alone is as well.
var (
	hourAnnounced  = announcement{"kl.", "kl", "klockan", "ore", "alle", "delle", "godz.", "godz", "godzina"}
	clockAnnounced = append(announcement{"om", "um", "las", "às", "das"}, hourAnnounced...)
)

// before reports whether one of the words stands right before s[i:].
func (a announcement) before(s string, i int) bool {
	before := strings.TrimRight(strings.ToLower(s[max(0, i-9):i]), " ")
	for _, w := range a {
		if rest, ok := strings.CutSuffix(before, w); ok && startsWord(before, len(rest)) {
			return true
		}
	}
	return false
}

// endsStamp reports whether nothing of a stamp can follow at s[i:], but what
// ends it does.
func endsStamp(s string, i int) bool {
	rest := strings.TrimLeft(s[i:], " ")
	return rest == "" || strings.ContainsRune(":：)）]】–—", firstRune(rest)) || strings.HasPrefix(rest, "- ")
}

// skipFraction passes the fraction of a second and a Z or offset after it.
func skipFraction(s string, i int) int {
	if i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]) && i >= 8 && s[i-3] == ':' {
		for i++; i < len(s) && isDigit(s[i]); i++ {
		}
	}
	return i
}

// militaryClock reads 1545 before a zone.
func militaryClock(s string, i int, st *stamp) int {
	n, j := number(s, i)
	if j-i != 4 || n/100 > 23 || n%100 > 59 || st.hasClock || j >= len(s) || s[j] != ' ' {
		return i
	}
	if _, end := zoneAt(s, j+1); end == j+1 {
		return i
	}
	st.hasClock, st.clock24, st.hour, st.minute = true, true, n/100, n%100
	return j
}

// counts are number words before a unit of time.
var counts = newWordlist("a few|several|one|an|a|two|three|four|five|six|seven|eight|nine|ten|some|" +
	"deux|trois|zwei|drei|dos|tres|due|tre|dois|twee|drie|två|tre|dwie|trzy")

// later reads "two hours later" and "20 minutes ago".
func (g *grammar) later(s string, i int, st *stamp) int {
	_, j := number(s, i)
	if j == i {
		var ok bool
		if _, j, ok = counts.at(s, i); !ok {
			return i
		}
	}
	_, k, ok := g.any(func(l *language) *wordlist { return l.units }, s, skipSpace(s, j))
	if !ok {
		return i
	}
	_, end, ok := g.any(func(l *language) *wordlist { return l.later }, s, skipSpace(s, k))
	if !ok {
		return i
	}
	st.relative = true
	return end
}
