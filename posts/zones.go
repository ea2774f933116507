package posts

import (
	"strconv"
	"strings"
	"time"
)

// zones are the zone names that mean one offset, in minutes east of UTC. Names
// that mean several (IST) are left out: a fault is better than a wrong time.
// CST and the other American names mean what RFC 822 gives them.
var zones = map[string]int{
	"Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60, "BST": 60,
	"CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "TRT": 180,
	"NST": -210, "NDT": -150, "AST": -240, "ADT": -180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
	"MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180,
	"JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "PKT": 300, "NPT": 345, "WIB": 420, "PHT": 480,
	"AWST": 480, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
	"SAST": 120, "EAT": 180, "WAT": 60, "CAT": 120,
}

// american are the names that mean standard or summer time, as the day has it.
var american = map[string]int{"ET": -300, "CT": -360, "MT": -420, "PT": -480}

// zoneOffset reads "Z", "+01:00", "-0700", "UTC+2" or a name, in seconds east
// of UTC.
func zoneOffset(s string, y int, m time.Month, d, h int) (int, bool) {
	s = strings.ToUpper(s)
	if i := strings.IndexAny(s, "+-"); i >= 0 {
		hh, mm, _ := strings.Cut(s[i+1:], ":")
		if mm == "" && len(hh) > 2 {
			hh, mm = hh[:len(hh)-2], hh[len(hh)-2:]
		}
		hours, _ := strconv.Atoi(hh) // the layouts let only digits through
		minutes, _ := strconv.Atoi(mm)
		if hours > 14 || minutes > 59 {
			return 0, false
		}
		offset := hours*3600 + minutes*60
		if s[i] == '-' {
			offset = -offset
		}
		return offset, true
	}
	if std, ok := american[s]; ok {
		if americanSummer(y, m, d, h) {
			std += 60
		}
		return std * 60, true
	}
	minutes, ok := zones[s]
	return minutes * 60, ok
}

// americanSummer reports whether daylight saving time is in force: since 2007
// from 2 a.m. on the second Sunday in March to 2 a.m. on the first in November.
func americanSummer(y int, m time.Month, d, h int) bool {
	sunday := func(m time.Month, nth int) time.Time {
		first := time.Date(y, m, 1, 2, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, (7-int(first.Weekday()))%7+7*(nth-1))
	}
	t := time.Date(y, m, d, h, 0, 0, 0, time.UTC)
	return !t.Before(sunday(time.March, 2)) && t.Before(sunday(time.November, 1))
}
