package readers

import (
	"strings"
	"time"
)

const day = 24 * time.Hour

// Keys.

func perFeed(f *feed, it item) string { return f.url + " " + it.id }

func global(_ *feed, it item) string { return it.id }

func idAndPublished(f *feed, it item) string {
	return perFeed(f, it) + " " + it.published.Format(time.RFC3339)
}

func urlIDAndUpdated(f *feed, it item) string {
	if it.atom && (strings.HasPrefix(it.id, "http://") || strings.HasPrefix(it.id, "https://")) {
		return perFeed(f, it) + "::" + it.modified.Format(time.RFC3339)
	}
	return perFeed(f, it)
}

func idOrLinkAndDate(f *feed, it item) string {
	if f.byLink {
		return f.url + " " + it.link + " " + it.published.Format(time.RFC3339)
	}
	return perFeed(f, it)
}

// Looks.

type look func(f *feed, items []item, now time.Time) []item

// all looks in several ways, one after the other.
func all(looks ...look) look {
	return func(f *feed, items []item, now time.Time) []item {
		for _, l := range looks {
			items = l(f, items, now)
		}
		return items
	}
}

func dcDateFirst(_ *feed, items []item, _ time.Time) []item {
	for i := range items {
		if !items[i].dcDate.IsZero() {
			items[i].published = items[i].dcDate
		}
	}
	return items
}

func atomPublishedFirst(_ *feed, items []item, _ time.Time) []item {
	for i := range items {
		if !items[i].atomPublished.IsZero() {
			items[i].published = items[i].atomPublished
		}
	}
	return items
}

func atomIDFirst(_ *feed, items []item, _ time.Time) []item {
	for i := range items {
		if items[i].atomID != "" {
			items[i].id, items[i].ownID = items[i].atomID, items[i].atomID
		}
	}
	return items
}

func firstDescendants(_ *feed, items []item, _ time.Time) []item {
	for i := range items {
		if it := &items[i]; it.atom {
			it.id, it.title, it.modified = it.first.id, it.first.title, it.first.updated
		}
	}
	return items
}

// toldApartByURL gives an id that a document repeats a second half.
func toldApartByURL(_ *feed, items []item, _ time.Time) []item {
	seen := map[string]bool{}
	for i := range items {
		id := items[i].id
		if seen[id] {
			items[i].id = id + " " + items[i].link
		}
		seen[id] = true
	}
	return items
}

func distrustRepeatedIDs(f *feed, items []item, _ time.Time) []item {
	seen := map[string]bool{}
	bad := 0
	for _, it := range items {
		if it.ownID == "" || seen[it.ownID] {
			bad++
		}
		seen[it.ownID] = true
	}
	if bad*20 > len(items) {
		f.byLink = true
	}
	return items
}

func noDateAhead(limit time.Duration) look {
	return func(_ *feed, items []item, now time.Time) []item {
		for i := range items {
			if items[i].published.After(now.Add(limit)) {
				items[i].published = time.Time{}
			}
		}
		return items
	}
}

// replyByMessageID keeps the threading of those Atom entries only whose ids
// can be Message-Ids.
func replyByMessageID(_ *feed, items []item, _ time.Time) []item {
	for i := range items {
		if it := &items[i]; !it.atom || strings.ContainsAny(it.id+it.inReplyTo, "@<> \t\n") {
			it.inReplyTo = ""
		}
	}
	return items
}

func nothingUnlessAdvanced(f *feed, items []item, _ time.Time) []item {
	var newest time.Time
	for _, it := range items {
		if it.published.After(newest) {
			newest = it.published
		}
	}
	if !newest.After(f.newest) {
		return nil
	}
	f.newest = newest
	return items
}

func topDown(limit time.Duration) look {
	return func(f *feed, items []item, now time.Time) []item {
		var seen []item
		for _, it := range items {
			if it.id == f.latest.id {
				break
			}
			if !it.published.IsZero() && it.published.Before(now.Add(-limit)) {
				continue
			}
			seen = append(seen, it)
		}
		return seen
	}
}

// Fates.

type born func(r *Reader, f *feed, it item, now time.Time) fate

func readWhenOlder(limit time.Duration) born {
	return func(_ *Reader, _ *feed, it item, now time.Time) fate {
		if !it.published.IsZero() && it.published.Before(now.Add(-limit)) {
			return read
		}
		return unread
	}
}

// fateOf gives a fate to the entries for which like holds with a stored one.
func fateOf(becomes fate, like func(old *stored, f *feed, it item) bool) born {
	return func(r *Reader, f *feed, it item, _ time.Time) fate {
		for _, old := range r.kept {
			if like(old, f, it) {
				return becomes
			}
		}
		return unread
	}
}

func readWhenSimilar(least float64, within time.Duration) born {
	return func(r *Reader, _ *feed, it item, now time.Time) fate {
		for _, old := range r.kept {
			if now.Sub(old.since) <= within && similarity(old.title, it.title) >= least {
				return read
			}
		}
		return unread
	}
}

// similarity is that of PostgreSQL's pg_trgm: the share of common trigrams.
func similarity(a, b string) float64 {
	x, y := trigrams(a), trigrams(b)
	common := 0
	for t := range x {
		if y[t] {
			common++
		}
	}
	if union := len(x) + len(y) - common; union > 0 {
		return float64(common) / float64(union)
	}
	return 0
}

func trigrams(s string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(strings.ToLower(s)) {
		padded := []rune("  " + strings.Trim(word, ".,:;!?'\"") + " ")
		for i := range len(padded) - 2 {
			set[string(padded[i:i+3])] = true
		}
	}
	return set
}

// Changes.

type again func(old *stored, it item, now time.Time) How

func againIf(changed func(old *stored, it item) bool) again {
	return func(old *stored, it item, _ time.Time) How {
		if changed(old, it) {
			return Again
		}
		return ""
	}
}

func updatedWhenGrown(by int, within time.Duration) again {
	return func(old *stored, it item, now time.Time) How {
		if len(it.text)-len(old.text) > by && now.Sub(old.since) <= within {
			return Updated
		}
		return ""
	}
}

func updatedWhenNewer(old *stored, it item, _ time.Time) How {
	if it.modified.After(old.modified) {
		return Updated
	}
	return ""
}
