package followups

import (
	"strings"
	"time"
)

// A stamp is the date and time in a marker, as far as it says them.
type stamp struct {
	year, month, day int
	weekday          int // 1 is Monday
	hour, minute     int
	second           int
	hasClock         bool
	half             int // 1 a.m., 2 p.m.
	clock24          bool
	zone             string
	relative         bool // "two hours later"
	today            int  // 1 today, 2 yesterday
	unsure           bool // it contradicts itself
}

func (st *stamp) hasDate() bool { return st.day != 0 || st.today != 0 || st.weekday != 0 }

// maxStamp bounds the length of a stamp: what is longer is running text.
const maxStamp = 120

// scanStamp reads the longest stamp at s[i:]. The end is i if there is none.
func (g *grammar) scanStamp(s string, i int) (st stamp, end int) {
	end = i
	for j := i; j < len(s) && j-i < maxStamp; {
		j = g.skipJoiners(s, j, end > i)
		next := g.stampToken(s, j, &st)
		if next == j {
			break
		}
		j, end = next, next
	}
	return st, end
}

// skipJoiners passes what may stand between the parts of a stamp.
func (g *grammar) skipJoiners(s string, i int, inside bool) int {
	for range 4 {
		j := skipSpace(s, i)
		if inside {
			if n := len(s) - len(strings.TrimLeft(s[j:], ",@-–|·/、，")) - j; n > 0 && n < 6 {
				j += n
			}
			if j < len(s) && s[j] == '(' {
				if _, end := zoneAt(s, j+1); end > j+1 {
					return j
				}
			}
		}
		j = skipSpace(s, j)
		if _, end, ok := g.any(func(l *language) *wordlist { return l.joiners }, s, j); ok {
			j = end
		}
		if j == i {
			break
		}
		i = j
	}
	return i
}

// stampToken reads one part of a stamp into st and gives its end, i if none.
func (g *grammar) stampToken(s string, i int, st *stamp) int {
	if i >= len(s) {
		return i
	}
	if isDigit(s[i]) {
		return g.stampNumber(s, i, st)
	}
	if st.hasClock && st.zone == "" {
		if zone, end := zoneAt(s, i); end > i {
			st.zone = zone
			return end
		}
		if s[i] == '(' {
			if zone, end := zoneAt(s, i+1); end > i+1 && end < len(s) && s[end] == ')' {
				st.zone = zone
				return end + 1
			}
		}
	}
	return g.stampWord(s, i, st)
}

// stampNumber reads a part of a stamp that starts with a digit.
func (g *grammar) stampNumber(s string, i int, st *stamp) int {
	end := g.later(s, i, st)
	if end == i {
		end = isoDate(s, i, st)
	}
	if end == i {
		end = cjkUnit(s, i, st)
	}
	if end == i {
		end = g.clock(s, i, st)
	}
	if end == i {
		end = g.numericDate(s, i, st)
	}
	if end == i {
		end = g.dayMonth(s, i, st)
	}
	if end == i {
		end = militaryClock(s, i, st)
	}
	if end == i {
		end = bareNumber(s, i, st)
	}
	return end
}

// clockWords are the hours that have names: 0 and 12.
var clockWords = newWordlist("midnight", "noon")

// stampWord reads a part of a stamp that starts with a letter.
func (g *grammar) stampWord(s string, i int, st *stamp) int {
	if end := g.later(s, i, st); end > i {
		return end
	}
	if end := g.monthDay(s, i, st); end > i {
		return end
	}
	if val, end, ok := g.any(func(l *language) *wordlist { return l.halves }, s, i); ok {
		if j := skipSpace(s, end); j < len(s) && isDigit(s[j]) && isCJKAt(s, i) {
			st.half = val + 1
			return end
		}
	}
	if val, end, ok := g.any(func(l *language) *wordlist { return l.days }, s, i); ok && st.today == 0 {
		st.today = val + 1
		return end
	}
	if val, end, ok := g.any(func(l *language) *wordlist { return l.weekdays }, s, i); ok && st.weekday == 0 {
		st.weekday = val + 1
		if end < len(s) && s[end] == '.' && end-i <= 4 {
			end++
		}
		return end
	}
	if val, end, ok := clockWords.at(s, i); ok && !st.hasClock {
		st.hasClock, st.clock24, st.hour = true, true, 12*val
		return end
	}
	return i
}

// read gives the instant that the stamp means: zero unless it is sure to the
// minute. A day alone is no instant.
func (g *grammar) read(st stamp) time.Time {
	if !st.hasClock || st.unsure || st.relative && !st.hasDate() {
		return time.Time{}
	}
	hour := st.hour
	switch {
	case st.half == 2 && hour < 12:
		hour += 12
	case st.half == 1 && hour == 12:
		hour = 0
	case st.half == 0 && hour <= 12 && !st.clock24 && !g.clock24() && st.zone != "UTC" && st.zone != "GMT":
		return time.Time{}
	}
	if hour > 23 || st.minute > 59 || st.half != 0 && st.hour > 12 {
		return time.Time{}
	}
	loc := g.o.Location
	if loc == nil {
		loc = time.UTC
	}
	on := func(y int, m time.Month, d int) time.Time {
		l := loc
		if st.zone != "" {
			var ok bool
			if l, ok = location(st.zone, y, m, d, hour); !ok {
				return time.Time{}
			}
		}
		t := time.Date(y, m, d, hour, st.minute, st.second, 0, l)
		if t.Month() != m || t.Day() != d || st.day != 0 && st.weekday != 0 && (int(t.Weekday())+6)%7+1 != st.weekday {
			return time.Time{}
		}
		return t.UTC()
	}
	if st.day != 0 && st.month != 0 && st.year != 0 {
		return on(st.year, time.Month(st.month), st.day)
	}
	if g.o.Now.IsZero() {
		return time.Time{}
	}
	return g.complete(st, on)
}

// complete reads a stamp without a year, or without a date, by the clock.
func (g *grammar) complete(st stamp, on func(int, time.Month, int) time.Time) time.Time {
	now := g.o.Now
	local := now.UTC()
	if g.o.Location != nil {
		local = now.In(g.o.Location)
	}
	if st.zone != "" {
		if l, ok := location(st.zone, local.Year(), local.Month(), local.Day(), local.Hour()); ok {
			local = now.In(l)
		}
	}
	switch {
	case st.day != 0 && st.month != 0:
		t := on(local.Year(), time.Month(st.month), st.day)
		if !t.IsZero() && !t.After(now.Add(24*time.Hour)) {
			return t
		}
		return on(local.Year()-1, time.Month(st.month), st.day)
	case st.day != 0 || st.month != 0:
		return time.Time{}
	case st.weekday != 0:
		back := ((int(local.Weekday())+6)%7 + 1 - st.weekday + 7) % 7
		d := local.AddDate(0, 0, -back)
		if t := on(d.Date()); !t.After(now) {
			return t
		}
		return on(local.AddDate(0, 0, -back-7).Date())
	case st.today == 2:
		return on(local.AddDate(0, 0, -1).Date())
	}
	if t := on(local.Date()); !t.After(now) {
		return t
	}
	return time.Time{} // "9 p.m." in the afternoon: yesterday's, or announced
}
