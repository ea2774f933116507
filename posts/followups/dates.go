package followups

import (
	"strings"
	"unicode/utf8"
)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isCJKAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isCJK(r)
}

// number reads up to four digits.
func number(s string, i int) (n, end int) {
	for end = i; end < len(s) && end-i < 4 && isDigit(s[end]); end++ {
		n = n*10 + int(s[end]-'0')
	}
	return n, end
}

// isoDate reads 2026-11-21, 2026/11/21, 2026.11.21, and T14:30 after it.
func isoDate(s string, i int, st *stamp) int {
	y, j := number(s, i)
	if j-i != 4 || y < 1900 || y > 2100 || j >= len(s) || !strings.ContainsRune("-/.", rune(s[j])) {
		return i
	}
	m, k := number(s, j+1)
	if k == j+1 || k-j > 3 || m < 1 || m > 12 || k >= len(s) || s[k] != s[j] {
		return i
	}
	d, end := number(s, k+1)
	if end == k+1 || end-k > 3 || d < 1 || d > 31 || st.day != 0 {
		return i
	}
	st.year, st.month, st.day, st.clock24 = y, m, d, true
	if end+1 < len(s) && s[end] == 'T' && isDigit(s[end+1]) {
		end++
	}
	return end
}

// cjkUnit reads one of 2026年 11月 21日 14時 30分 and their like.
func cjkUnit(s string, i int, st *stamp) int {
	n, j := number(s, i)
	if j >= len(s) || s[j] < utf8.RuneSelf {
		return i
	}
	r, size := utf8.DecodeRuneInString(s[j:])
	switch r {
	case '年', '년':
		st.year = n
	case '月', '월':
		st.month = n
	case '日', '일', '号':
		st.day = n
	case '時', '时', '시', '点', '點':
		st.hasClock, st.hour, st.clock24 = true, n, true
	case '分', '분':
		st.minute = n
	default:
		return i
	}
	if n == 0 && r != '分' && r != '분' && r != '時' && r != '时' && r != '시' {
		return i
	}
	return j + size
}

// numericDate reads 08/26/26, 26.08.2026, 3.12. and 20-09-2018.
func (g *grammar) numericDate(s string, i int, st *stamp) int {
	a, j := number(s, i)
	if j-i > 2 || j >= len(s) || !strings.ContainsRune("/.-", rune(s[j])) || st.day != 0 {
		return i
	}
	sep := s[j]
	b, k := number(s, j+1)
	if k == j+1 || k-j > 3 {
		return i
	}
	y, end := 0, k
	if k < len(s) && s[k] == sep {
		var e int
		if y, e = number(s, k+1); e-k == 3 || e-k == 5 {
			end = e
			if e-k == 3 {
				y += 2000
			}
		} else if sep == '.' {
			y, end = 0, k+1
		}
	}
	if sep != '/' && y == 0 && end == k {
		return i // 2.1 and 2-1 are no dates
	}
	dayFirst := sep == '.' || g.dayFirst()
	if a > 12 {
		dayFirst = true
	} else if b > 12 {
		dayFirst = false
	}
	if dayFirst {
		a, b = b, a
	}
	if a < 1 || a > 12 || b < 1 || b > 31 {
		return i
	}
	st.month, st.day, st.year = a, b, y
	return end
}

// dayMonth reads 21 November, 21st of Nov., 3. Mai, 3 de mayo.
func (g *grammar) dayMonth(s string, i int, st *stamp) int {
	d, j := number(s, i)
	if d < 1 || d > 31 || j-i > 2 || st.day != 0 || st.month != 0 {
		return i
	}
	j = skipSpace(s, ordinalSuffix(s, j))
	for _, of := range []string{"of ", "de "} {
		if n := foldPrefix(s[j:], of); n > 0 {
			j += n
		}
	}
	m, end, ok := g.any(func(l *language) *wordlist { return l.months }, s, j)
	if !ok {
		return i
	}
	st.day, st.month = d, m+1
	return dotAfter(s, end, end-j)
}

// monthDay reads Nov. 21 and November 21st.
func (g *grammar) monthDay(s string, i int, st *stamp) int {
	m, j, ok := g.any(func(l *language) *wordlist { return l.months }, s, i)
	if !ok || st.month != 0 {
		return i
	}
	k := skipSpace(s, dotAfter(s, j, j-i))
	d, end := number(s, k)
	switch {
	case end-k == 4 && d >= 1900 && d <= 2100:
		st.month, st.year = m+1, d
		return end
	case end == k || end-k > 2 || d < 1 || d > 31 || end+1 < len(s) && s[end] == ':' && isDigit(s[end+1]):
		return i
	}
	if e := ordinalSuffix(s, end); e < len(s) && s[e-1] == '.' {
		end-- // "Nov. 21. The …": the full stop is not the day's
	} else {
		end = e
	}
	if !endsWord(s, end) {
		return i
	}
	st.month, st.day = m+1, d
	return end
}

// ordinalSuffix passes what may follow a day's number.
func ordinalSuffix(s string, i int) int {
	for _, suffix := range []string{"st", "nd", "rd", "th", "er", "º", "ª", "."} {
		if n := foldPrefix(s[i:], suffix); n > 0 && (suffix == "." || endsWord(s, i+n)) {
			return i + n
		}
	}
	return i
}

// dotAfter passes the full stop of an abbreviation.
func dotAfter(s string, i, length int) int {
	if i < len(s) && s[i] == '.' && length <= 5 {
		return i + 1
	}
	return i
}

// bareNumber reads a year, or the day after a month.
func bareNumber(s string, i int, st *stamp) int {
	n, j := number(s, i)
	if j-i == 4 && n >= 1900 && n <= 2100 && st.year == 0 && endsWord(s, j) && (st.month != 0 || yearAlone(s, j)) {
		st.year = n
		return j
	}
	return i
}

// yearAlone reports whether nothing but an end of the stamp follows.
func yearAlone(s string, i int) bool {
	return i == len(s) || strings.ContainsRune(":)]—–", firstRune(s[i:])) || strings.HasPrefix(s[i:], " –")
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
