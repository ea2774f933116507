package posts

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timeWanted is what a fault says of an unreadable time.
const timeWanted = "a time like 2026-05-01T09:00:00Z"

const (
	clockRe = `(?P<hour>\d{1,2}):(?P<min>\d{2})(?::(?P<sec>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?`
	zoneRe  = `\s*\(?(?P<zone>[A-Za-z]{1,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?\)?`
	dayRe   = `(?P<day>\d{1,2})(?:st|nd|rd|th)?`
	yearRe  = `(?P<year>\d{4})`
	nameRe  = `(?P<name>[A-Za-z]{3,9})\.?`
	weekRe  = `(?:(?:[Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)[a-z]*\.?,?\s+)?`
)

// layouts are the ways in which front matter and pages write a time.
var layouts = [...]*regexp.Regexp{
	regexp.MustCompile(`^` + yearRe + `-(?P<month>\d{1,2})-` + dayRe + `(?:(?:[Tt]|,?\s+)` + clockRe + zoneRe + `)?$`),
	regexp.MustCompile(`^` + yearRe + `[/.](?P<month>\d{1,2})[/.]` + dayRe + `(?:,?\s+` + clockRe + zoneRe + `)?$`),
	regexp.MustCompile(`^` + weekRe + dayRe + `[ -]` + nameRe + `,?[ -]` + yearRe + `(?:,?\s+(?:at\s+)?` + clockRe + zoneRe + `)?$`),
	regexp.MustCompile(`^` + weekRe + nameRe + `\s+` + dayRe + `,?\s+` + yearRe + `(?:,?\s+(?:at\s+)?` + clockRe + zoneRe + `)?$`),
	regexp.MustCompile(`^` + weekRe + nameRe + `\s+` + dayRe + `\s+` + clockRe + zoneRe + `\s+` + yearRe + `$`),
}

// parseTime reads a time as written. Without a zone it is in loc (nil: UTC),
// without a clock at midnight. It is not ok for dates that do not exist and
// years that only a typo can mean.
func parseTime(s string, loc *time.Location) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) == len(zulu) && s[len(s)-1] == 'Z' { // as most are
		if t, err := time.Parse(zulu, s); err == nil && plausible(t.Year()) {
			return t, true
		}
	}
	if loc == nil {
		loc = time.UTC
	}
	for _, re := range layouts {
		if m := re.FindStringSubmatch(s); m != nil {
			return makeTime(func(group string) string {
				if i := re.SubexpIndex(group); i >= 0 {
					return m[i]
				}
				return ""
			}, loc)
		}
	}
	return time.Time{}, false
}

func makeTime(field func(string) string, loc *time.Location) (time.Time, bool) {
	num := func(group string) int {
		n, _ := strconv.Atoi(field(group)) // only digits match; none is zero
		return n
	}
	y, d, h, mi, sec := num("year"), num("day"), num("hour"), num("min"), num("sec")
	mo := time.Month(num("month"))
	if m := field("name"); m != "" {
		mo = month(m)
	}
	if half := strings.ToLower(field("half")); half != "" {
		if h < 1 || h > 12 {
			return time.Time{}, false
		}
		h %= 12
		if half[0] == 'p' {
			h += 12
		}
	}
	if !plausible(y) || mo < 1 || mo > 12 || d < 1 || d > 31 || h > 23 || mi > 59 || sec > 59 {
		return time.Time{}, false
	}
	if z := field("zone"); z != "" {
		offset, ok := zoneOffset(z, y, mo, d, h)
		if !ok {
			return time.Time{}, false
		}
		loc = time.UTC
		if offset != 0 {
			loc = time.FixedZone("", offset)
		}
	}
	t := time.Date(y, mo, d, h, mi, sec, 0, loc)
	if _, m, day := time.Date(y, mo, d, 12, 0, 0, 0, time.UTC).Date(); m != mo || day != d {
		return time.Time{}, false // 31 February
	}
	return t, true
}

// zulu is a layout that is read without much ado.
const zulu = "2006-01-02T15:04:05Z"

// plausible reports whether a year is none that only a typo can mean.
func plausible(year int) bool { return 1970 <= year && year <= 2200 }

// month reads an English month, whole or shortened to three letters or more.
func month(s string) time.Month {
	s = strings.ToLower(s)
	for m := time.January; m <= time.December; m++ {
		if len(s) >= 3 && strings.HasPrefix(strings.ToLower(m.String()), s) || s == "sept" && m == time.September {
			return m
		}
	}
	return 0
}
