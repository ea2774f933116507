package feedgen

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"
	"unicode/utf8"
)

// A field is one thing that a document says of a feed or an entry, in the
// words of the model.
type field struct{ name, value string }

// A reading is what a document says, in a fixed order of fields. Empty fields
// are not in it.
type reading []field

func (r *reading) add(name, value string) {
	if value != "" {
		*r = append(*r, field{name, value})
	}
}

// join writes several parts of one field: a person's name and address, say.
func join(parts ...string) string {
	var b []byte
	for _, p := range parts {
		b = append(strconv.AppendQuote(b, p), ' ')
	}
	return string(b)
}

func (r reading) get(name string) string {
	for _, f := range r {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// differs names the first field in which got is not what was meant.
func (r reading) differs(got reading) error {
	for i := range max(len(r), len(got)) {
		var w, g field
		if i < len(r) {
			w = r[i]
		}
		if i < len(got) {
			g = got[i]
		}
		switch {
		case w == g:
		case w.name == g.name:
			return fmt.Errorf("%s: read back %s, meant %s", w.name, quote(g.value), quote(w.value))
		case w.name == "" || g.name != "" && r.get(g.name) == "":
			return fmt.Errorf("%s: read back %s, meant none", g.name, quote(g.value))
		default:
			return fmt.Errorf("%s: read back none, meant %s", w.name, quote(w.value))
		}
	}
	return nil
}

// quote returns s quoted, short enough for a line of a log.
func quote(s string) string {
	const most = 80
	if len(s) <= most {
		return strconv.Quote(s)
	}
	return fmt.Sprintf("%q… (%d bytes)", s[:most], len(s))
}

// wellFormed says what is wrong with b to a reader that forgives nothing.
// gofeed forgives most things; Go's decoders forgive some.
func wellFormed(b []byte, format Format) error {
	if !utf8.Valid(b) {
		return errors.New("not UTF-8")
	}
	if format == JSON {
		return wellFormedJSON(b)
	}
	return wellFormedXML(b)
}

// read returns what b says of the feed and of each entry, or why a reader
// could refuse it: the strict pass first, then gofeed.
func read(b []byte, format Format) (feed reading, entries []reading, err error) {
	if err := wellFormed(b, format); err != nil {
		return nil, nil, err
	}
	switch format {
	case RSS:
		feed, entries, err = readRSS(b)
	case Atom:
		feed, entries, err = readAtom(b)
	default:
		feed, entries, err = readJSON(b)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("gofeed: %w", err)
	}
	return feed, entries, nil
}

// readBack reads a feed that holds e alone, and says where it is not what e
// means.
func readBack(b []byte, e *Entry, format Format) error {
	_, entries, err := read(b, format)
	if err != nil {
		return err
	}
	if len(entries) != 1 {
		return fmt.Errorf("read back %d entries, meant 1", len(entries))
	}
	if err := meant(e, format).differs(entries[0]); err != nil {
		return err
	}
	return checkEntry(entries[0], format)
}

// checkEntry holds an entry to the rules that no parser knows.
func checkEntry(e reading, format Format) error {
	if id := e.get("id"); !IsID(id) {
		return fmt.Errorf("id: %q: want an id on one line, without < and >", id)
	}
	if e.get("title") == "" {
		return errors.New("title: empty")
	}
	for _, f := range e {
		switch f.name {
		case "url", "image", "replies", "related":
			if !isWebURL(f.value) {
				return fmt.Errorf("%s: %q: %w", f.name, f.value, errNotAbsolute)
			}
		}
	}
	if !isWebURL(e.get("url")) {
		return fmt.Errorf("url: %q: %w", e.get("url"), errNotAbsolute)
	}
	published, err := parseDate(e.get("published"), format)
	if err != nil {
		return fmt.Errorf("published: %w", err)
	}
	updated, err := entryUpdated(e, format)
	if err != nil {
		return fmt.Errorf("updated: %w", err)
	}
	if updated.Before(published) {
		return fmt.Errorf("updated: %s is before published, %s", e.get("updated"), e.get("published"))
	}
	return nil
}

func isWebURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// entryUpdated returns the date of the last significant change. RSS says it
// only if it is not that of publication, and in the format of DCMI.
func entryUpdated(e reading, format Format) (time.Time, error) {
	s := e.get("updated")
	if format != RSS {
		return parseDate(s, format)
	}
	if s == "" {
		return parseDate(e.get("published"), RSS)
	}
	return parseDate(s, Atom)
}

func parseDate(s string, format Format) (time.Time, error) {
	layout := time.RFC3339
	if format == RSS {
		layout = time.RFC1123Z
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return t, fmt.Errorf("%q: want a date like %s", s, layout)
	}
	if want := t.Format(layout); want != s {
		return t, fmt.Errorf("%q: want %q", s, want) // the weekday is another
	}
	return t, nil
}
