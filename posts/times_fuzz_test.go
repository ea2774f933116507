package posts

import (
	"testing"
	"time"
)

// A time that is read is one that can be: it has a year of ours, and reads the
// same when it is written as RFC 3339. The zone that is taken where none is
// written moves nothing by more than a day.
func FuzzTime(f *testing.F) {
	for _, s := range []string{
		"2026-05-01T09:00:00Z", "2026-05-01 9:00 am EST", "1 May 2026 at 09:00 (CET)", "Friday, May 1st, 2026, 12:30 p.m. +0530",
		"Fri May  1 09:00:00 PDT 2026", "2026/5/1, 24:00", "31 February 2026", "2026-05-01T09:00:00.123456789-23:59", "0000-00-00", "May 1, 2026 0:00 a.m.",
	} {
		f.Add(s)
	}
	east := time.FixedZone("", 14*3600)
	f.Fuzz(func(t *testing.T, s string) {
		at, ok := parseTime(s, nil)
		if !ok {
			if !at.IsZero() {
				t.Errorf("%q is not read, and gives %v", s, at)
			}
			return
		}
		if y := at.UTC().Year(); y < 1969 || y > 2201 {
			t.Errorf("%q is in the year %d", s, y)
		}
		if again, ok := parseTime(at.Format(time.RFC3339), nil); at.Year() >= 1970 && at.Year() <= 2200 && (!ok || !again.Equal(at)) {
			t.Errorf("%q is %v, and when written %v, %v", s, at, again, ok)
		}
		if there, ok := parseTime(s, east); !ok || at.Sub(there).Abs() > 14*time.Hour {
			t.Errorf("%q is %v, and in the east %v, %v", s, at, there, ok)
		}
	})
}
