package check

import (
	"regexp"
	"strings"
	"time"
)

var dateRules = []Rule{
	{"date-missing", Warning, "readers take the time of fetching in its place: old entries come up as new", "Miniflux, FreshRSS, NetNewsWire, Stringer", "RFC 4287 §4.2.9; RSS 2.0, element pubDate"},
	{"date-invalid", Error, "readers that can't read the date have none, or another", "all, each in its own way", "RFC 822 §5 as RSS 2.0 has it; RFC 3339 §5.6"},
	{"date-weekday", Warning, "the date falls on another day of the week: some parsers refuse it", "strict parsers", "RFC 822 §5.2"},
	{"date-zone", Warning, "names of zones other than GMT and those of North America are read as UTC, or not at all", "Go, Python and PHP parsers (Miniflux, rss2email, FreshRSS)", "RFC 822 §5.1"},
	{"date-year", Warning, "a year of two digits is read in two ways", "strict parsers", "RSS 2.0, sample dates"},
	{"date-future", Warning, "an entry of the future is hidden, dropped, or stays on top of all others", "NetNewsWire drops dates a day ahead; CommaFeed then misses what comes later", "practice"},
	{"date-ancient", Warning, "so old a date is a mistake of the program that wrote it", "readers that keep only new entries (Stringer, Feedbin)", "practice"},
	{"dates-equal", Warning, "the date is most likely that of the last build: it moves, and readers that key on it show everything again", "QuiteRSS, CommaFeed, yarr", "RFC 4287 §4.2.9"},
	{"dates-order", Warning, "the newest entry is not the first: readers that stop at the first known one miss it", "Stringer", "practice"},
	{"date-updated-before", Warning, "an entry can't have changed before it was published", "readers that sort by updated", "RFC 4287 §4.2.15"},
	{"date-two", Warning, "two dates of publication differ: each reader believes another", "dc:date counts in Miniflux and yarr, pubDate elsewhere", "practice"},
	{"date-feed", Advice, "the feed's own date is older than its newest entry", "aggregators that skip feeds by it", "RFC 4287 §4.2.15"},
}

// A stamp is a date. It is the zero time where nobody can read it.
type stamp struct {
	time.Time
	at place
}

var (
	rfc822Date = regexp.MustCompile(`^(?:([A-Za-z]{3}),\s*)?(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{2}|\d{4})\s+(\d{2}:\d{2}(?::\d{2})?)\s+(\S+)$`)
	zones      = map[string]string{"GMT": "+0000", "UT": "+0000", "UTC": "+0000", "Z": "+0000", "EST": "-0500", "EDT": "-0400",
		"CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700"}
)

// rfc822 reads a date of RSS.
func (c *checker) rfc822(t text, name string) *stamp {
	if !t.there() {
		return nil
	}
	s := &stamp{at: t.at}
	m := rfc822Date.FindStringSubmatch(t.is)
	if m == nil {
		c.find("date-invalid", t.at, "%s is %q, want a date like Mon, 02 Jan 2006 15:04:05 +0000", name, short(t.is))
		return s
	}
	weekday, day, month, year, clock, zone := m[1], m[2], m[3], m[4], m[5], m[6]
	if len(year) == 2 {
		c.find("date-year", t.at, "%s is %q", name, t.is)
		year = "20" + year
	}
	if strings.Count(clock, ":") == 1 {
		clock += ":00"
	}
	if offset, ok := zones[zone]; ok {
		zone = offset
	} else if zone[0] != '+' && zone[0] != '-' {
		c.find("date-zone", t.at, "%s has the zone %s", name, zone)
		zone = "+0000"
	}
	date, err := time.Parse("2 Jan 2006 15:04:05 -0700", strings.Join([]string{day, month, year, clock, zone}, " "))
	if err != nil {
		c.find("date-invalid", t.at, "%s is %q, which is no date", name, short(t.is))
		return s
	}
	if weekday != "" && weekday != date.Format("Mon") {
		c.find("date-weekday", t.at, "%s is %q, which was a %s", name, t.is, date.Format("Monday"))
	}
	s.Time = date
	return s
}

// rfc3339 reads a date of Atom or JSON Feed.
func (c *checker) rfc3339(t text, name string) *stamp {
	if !t.there() {
		return nil
	}
	date, err := time.Parse(time.RFC3339, t.is)
	if err != nil {
		c.find("date-invalid", t.at, "%s is %q, want a date like 2006-01-02T15:04:05Z", name, short(t.is))
		date = time.Time{}
	}
	return &stamp{date, t.at}
}

// w3cDate reads a date of Dublin Core, which may be shorter.
func (c *checker) w3cDate(t text, name string) *stamp {
	if date, err := time.Parse(time.DateOnly, t.is); err == nil {
		return &stamp{date, t.at}
	}
	return c.rfc3339(t, name)
}

// of is the entry's date, or nil.
func (e *entry) date() *stamp {
	if e.published != nil {
		return e.published
	}
	if e.updated != nil {
		return e.updated
	}
	return e.other
}

func (c *checker) dates(d *document) {
	var above, newest time.Time
	times := map[time.Time]int{}
	ordered := true
	for _, e := range d.entries {
		c.entry = e.name
		date := e.date()
		if date == nil {
			c.find("date-missing", e.at, "the entry has no date")
			continue
		}
		if date.IsZero() {
			continue
		}
		c.plausible(&e, date)
		if !above.IsZero() && date.After(above) && ordered {
			ordered = false
			c.find("dates-order", date.at, "the entry is newer than the one above it")
		}
		above = date.Time
		times[date.UTC()]++
		if date.After(newest) {
			newest = date.Time
		}
	}
	c.entry = ""
	if n := len(d.entries); n > 2 && len(times) == 1 && times[newest.UTC()] == n {
		c.find("dates-equal", d.entries[0].at, "all %d entries have the date %s", n, newest.UTC().Format(time.RFC3339))
	}
	if d.updated != nil && !d.updated.IsZero() && d.updated.Before(newest) {
		c.find("date-feed", d.updated.at, "the feed says %s, its newest entry %s", d.updated.UTC().Format(time.RFC3339), newest.UTC().Format(time.RFC3339))
	}
}

// plausible doubts a date that can be read.
func (c *checker) plausible(e *entry, date *stamp) {
	if date.After(c.now.Add(time.Hour)) {
		c.find("date-future", date.at, "the date is %s", date.UTC().Format(time.RFC3339))
	}
	if date.Year() < 1990 {
		c.find("date-ancient", date.at, "the date is %s", date.UTC().Format(time.RFC3339))
	}
	if e.updated != nil && e.published != nil && !e.updated.IsZero() && e.updated.Before(e.published.Time) {
		c.find("date-updated-before", e.updated.at, "updated %s is before published %s", e.updated.UTC().Format(time.RFC3339), e.published.UTC().Format(time.RFC3339))
	}
	if e.other != nil && e.published != nil && !e.other.IsZero() && !e.other.Equal(e.published.Time) {
		c.find("date-two", e.other.at, "dc:date says %s, pubDate %s", e.other.UTC().Format(time.RFC3339), e.published.UTC().Format(time.RFC3339))
	}
}
