package followups

import (
	"strings"
	"time"
)

// zones are the zone names that mean one offset, in hours east of UTC. Names
// that mean several (IST) are not in it: a stamp with one stays unread.
var zones = map[string]float64{
	"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
	"EET": 2, "EEST": 3, "MSK": 3, "SAST": 2, "EAT": 3, "WAT": 1, "CAT": 2,
	"NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
	"PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3,
	"JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "AWST": 8, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}

// american are the names that mean standard or summer time, as the day has it:
// hours east of UTC in winter.
var american = map[string]int{
	"ET": -5, "EASTERN": -5, "CT": -6, "CENTRAL": -6, "MT": -7, "MOUNTAIN": -7, "PT": -8, "PACIFIC": -8, "AKT": -9,
}

// unsureZones are names of zones that mean several offsets.
var unsureZones = map[string]bool{"IST": true, "AT": true}

// zoneAt reads a zone at s[i:]: a name, "UTC+2" or "+02:00".
func zoneAt(s string, i int) (zone string, end int) {
	j := i
	for j < len(s) && ('A' <= s[j] && s[j] <= 'Z' || 'a' <= s[j] && s[j] <= 'z') && j-i < 9 {
		j++
	}
	name := strings.ToUpper(s[i:j])
	_, fixed := zones[name]
	_, us := american[name]
	upper := s[i:j] == name || len(name) > 4
	switch {
	case j > i && (!upper || !fixed && !us && !unsureZones[name]):
		return "", i
	case us && len(name) > 4:
		if n := foldPrefix(s[j:], " time"); n > 0 {
			j += n
		} else if n := foldPrefix(s[j:], " standard time"); n > 0 {
			j += n
		}
	case name == "" || name == "UTC" || name == "GMT":
		if k := offsetEnd(s, j); k > j {
			return name + s[j:k], k
		}
	}
	if j == i || !endsWord(s, j) {
		return "", i
	}
	return name, j
}

// offsetEnd gives the end of "+2", "-0700" or "+02:00" at s[i:].
func offsetEnd(s string, i int) int {
	if i >= len(s) || s[i] != '+' && s[i] != '-' {
		return i
	}
	j := i + 1
	for j < len(s) && j < i+6 && (isDigit(s[j]) || s[j] == ':' && j > i+1 && j+1 < len(s) && isDigit(s[j+1])) {
		j++
	}
	if j == i+1 {
		return i
	}
	return j
}

// location gives the zone of the given day, false if its name is not sure.
func location(zone string, y int, m time.Month, d, hour int) (*time.Location, bool) {
	if h, ok := american[zone]; ok {
		if usSummer(y, m, d, hour) {
			h++
		}
		return time.FixedZone(zone, h*3600), true
	}
	if h, ok := zones[zone]; ok {
		return time.FixedZone(zone, int(h*3600)), true
	}
	for _, layout := range []string{"-07:00", "-0700", "-07"} {
		sign := strings.TrimPrefix(strings.TrimPrefix(zone, "UTC"), "GMT")
		if len(sign) == 2 {
			sign = sign[:1] + "0" + sign[1:]
		}
		if t, err := time.Parse(layout, sign); err == nil {
			_, offset := t.Zone()
			return time.FixedZone(zone, offset), true
		}
	}
	return nil, false
}

// usSummer reports whether clocks in the United States show summer time: from
// the second Sunday in March to the first Sunday in November, at two o'clock.
func usSummer(y int, m time.Month, d, hour int) bool {
	sunday := func(m time.Month, nth int) time.Time {
		first := time.Date(y, m, 1, 2, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, (7-int(first.Weekday()))%7+7*(nth-1))
	}
	t := time.Date(y, m, d, hour, 0, 0, 0, time.UTC)
	return !t.Before(sunday(time.March, 2)) && t.Before(sunday(time.November, 1))
}
