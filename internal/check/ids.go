package check

import (
	"strings"
)

var idRules = []Rule{
	{"id-missing", Error, "readers make an id of link, title or date: when one of them changes, the entry is new again", "all, each in its own way", "RFC 4287 §4.2.6; RSS 2.0, element guid; JSON Feed 1.1, id"},
	{"id-repeated", Error, "two entries with one id are one entry: the other is never seen", "all; FreshRSS trusts no id of the feed any more when more than 5 % are repeated", "RFC 4287 §4.1.1"},
	{"id-changing", Error, "an id that is another at each fetch makes every entry new at every fetch", everyone, "RFC 4287 §4.2.6"},
	{"id-permalink", Advice, "the id is the address: when the address changes (https, a new domain, a slug) every entry is new again; in Atom each update is", "yarr shows an Atom entry again when its id is an address and updated moves", "RFC 4151 §1"},
	{"id-characters", Warning, "white space and <, > can't be part of a Message-Id", "Thunderbird (threads and duplicates)", "RFC 5322 §3.6.4"},
	{"id-at", Advice, "@ ends the left half of a Message-Id", "Thunderbird", "RFC 5322 §3.6.4"},
	{"id-short", Warning, "an id without the site's name may be another feed's too, and some readers know an entry by its id in all feeds", "Newsboat, tt-rss, Thunderbird", "RFC 4151 §1"},
	{"id-long", Warning, "an id longer than 255 characters does not fit into the database of some readers", "tt-rss, QuiteRSS", "practice"},
}

func (c *checker) ids(d *document) {
	seen := map[string]bool{}
	for _, e := range d.entries {
		c.entry = e.name
		if e.id.is == "" {
			c.find("id-missing", e.at, "the entry has no id")
			continue
		}
		if seen[e.id.is] {
			c.find("id-repeated", e.id.at, "the id %q was there before", short(e.id.is))
		}
		seen[e.id.is] = true
		switch {
		case strings.ContainsAny(e.id.is, " \t\r\n<>"):
			c.find("id-characters", e.id.at, "the id is %q", short(e.id.is))
		case len(e.id.is) > 255:
			c.find("id-long", e.id.at, "the id has %d characters", len(e.id.is))
		case len(e.id.is) < 12 && !strings.ContainsAny(e.id.is, ":/"):
			c.find("id-short", e.id.at, "the id is %q", e.id.is)
		case e.permalink || e.id.is == e.url.is:
			c.find("id-permalink", e.id.at, "the id is the address %s", short(e.id.is))
		case strings.Contains(e.id.is, "@"):
			c.find("id-at", e.id.at, "the id is %q", short(e.id.is))
		}
	}
	c.entry = ""
}

// changingIDs looks for entries that have another id in the second answer.
func (c *checker) changingIDs(d, second *document) {
	ids := map[string]string{}
	for _, e := range second.entries {
		ids[e.url.is+"\n"+e.title.is] = e.id.is
	}
	for _, e := range d.entries {
		if id, ok := ids[e.url.is+"\n"+e.title.is]; ok && id != e.id.is && e.id.is != "" {
			c.entry = e.name
			c.find("id-changing", e.id.at, "the id was %q, and %q right after", short(e.id.is), short(id))
		}
	}
	c.entry = ""
}
