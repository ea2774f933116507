package feedgen

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Verify reads b, a whole feed in format, as the strictest reader would, and
// says all that is wrong with it. The error names entry and field.
func Verify(b []byte, format Format) error {
	feed, entries, err := read(b, format)
	if err != nil {
		return fmt.Errorf("%s: %w", format, err)
	}
	faults := checkFeed(feed, format)
	var above, newest time.Time
	seen := make(map[string]bool)
	for i, e := range entries {
		fault := func(err error) {
			faults = append(faults, fmt.Errorf("entry %s: %w", e.get("id"), err))
		}
		if err := checkEntry(e, format); err != nil {
			fault(err)
			continue
		}
		if seen[e.get("id")] {
			fault(errors.New("id: is there twice"))
		}
		seen[e.get("id")] = true
		published, _ := parseDate(e.get("published"), format) // checkEntry has parsed both
		if i > 0 && published.After(above) {
			fault(errors.New("published: newer than the entry above"))
		}
		above = published
		if updated, _ := entryUpdated(e, format); updated.After(newest) {
			newest = updated
		}
	}
	if err := checkUpdated(feed, format, newest); err != nil {
		faults = append(faults, err)
	}
	for i := range faults {
		faults[i] = fmt.Errorf("%s: %w", format, faults[i])
	}
	return errors.Join(faults...)
}

func checkFeed(feed reading, format Format) (faults []error) {
	if feed.get("title") == "" {
		faults = append(faults, errors.New("title: empty"))
	}
	for _, name := range []string{"home", "self"} {
		if u := feed.get(name); !isWebURL(u) {
			faults = append(faults, fmt.Errorf("%s: %q: %w", name, u, errNotAbsolute))
		}
	}
	if id := feed.get("id"); format == Atom && !IsID(id) {
		faults = append(faults, fmt.Errorf("id: %q: want an id on one line, without < and >", id))
	}
	return append(faults, checkArchive(feed, format)...)
}

// checkArchive holds the documents of an archived feed apart (RFC 5005, §4),
// and JSON Feed's paging to going back in time.
func checkArchive(feed reading, format Format) (faults []error) {
	seen := []string{feed.get("self")}
	for _, rel := range []string{"prev-archive", "next-archive", "current"} {
		u := feed.get(rel)
		switch {
		case u == "":
			continue
		case !isWebURL(u):
			faults = append(faults, fmt.Errorf("%s: %q: %w", rel, u, errNotAbsolute))
		case slices.Contains(seen, u):
			faults = append(faults, fmt.Errorf("%s: %s: want another document", rel, u))
		}
		seen = append(seen, u)
	}
	isArchive := feed.get("archive") != ""
	if isArchive != (feed.get("current") != "") {
		faults = append(faults, errors.New("archive: want the mark and the link to the current document, or none of them"))
	}
	if !isArchive && feed.get("next-archive") != "" {
		faults = append(faults, errors.New("next-archive: a subscription document has none"))
	}
	if next := feed.get("next page"); format == JSON && next != feed.get("prev-archive") {
		faults = append(faults, fmt.Errorf("next_url: %q is not the archive document with older entries", next))
	}
	return faults
}

// checkUpdated holds the feed's own date to the newest of its entries. JSON
// Feed has none.
func checkUpdated(feed reading, format Format, newest time.Time) error {
	s := feed.get("updated")
	if format == JSON || format == RSS && s == "" && newest.IsZero() {
		return nil
	}
	updated, err := parseDate(s, format)
	if err != nil {
		return fmt.Errorf("updated: %w", err)
	}
	if !newest.IsZero() && !updated.Equal(newest) {
		return fmt.Errorf("updated: %s is not the newest entry's, %s", s, rfc3339(newest))
	}
	return nil
}
