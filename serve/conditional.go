package serve

import (
	"iter"
	"net/http"
	"strings"
	"time"
)

// A tagSet has the codings whose tags a field lists.
type tagSet struct {
	any    bool // the field is "*"
	strong [codings]bool
	weak   [codings]bool // as strong, or with W/ before it
}

// listed reads the lines of If-None-Match or If-Match (RFC 9110 §13.1.1 and
// §8.8.3): a list of tags that may be split over several lines, with commas
// inside tags too. What is not a tag ends the reading of its line.
func (e *entry) listed(lines []string) tagSet {
	var set tagSet
	if len(lines) == 1 && strings.Trim(lines[0], " \t") == "*" {
		set.any = true
		return set
	}
	for opaque, weak := range tagsIn(lines) {
		if c, ok := e.codingTagged(opaque); ok {
			set.weak[c] = true
			set.strong[c] = set.strong[c] || !weak
		}
	}
	return set
}

// tagsIn gives the tags of a list, and whether each is weak.
func tagsIn(lines []string) iter.Seq2[string, bool] {
	return func(yield func(opaque string, weak bool) bool) {
		for _, line := range lines {
			for {
				line = strings.TrimLeft(line, " \t,")
				opaque, weak, rest, ok := cutTag(line)
				if !ok {
					break
				}
				if !yield(opaque, weak) {
					return
				}
				line = rest
			}
		}
	}
}

// cutTag cuts the entity tag that s begins with: `"opaque"` or `W/"opaque"`,
// up to the comma after it or the end.
func cutTag(s string) (opaque string, weak bool, rest string, ok bool) {
	s, weak = strings.CutPrefix(s, "W/")
	if len(s) < 2 || s[0] != '"' {
		return "", false, "", false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			rest = strings.TrimLeft(s[i+1:], " \t")
			if rest != "" && rest[0] != ',' {
				return "", false, "", false
			}
			return s[1:i], weak, rest, true
		case c <= ' ', c == 0x7f:
			return "", false, "", false
		}
	}
	return "", false, "", false
}

// codingTagged tells which of e's variants an opaque tag names, be it made yet
// or not.
func (e *entry) codingTagged(opaque string) (coding, bool) {
	suffix, ok := strings.CutPrefix(opaque, e.hash)
	if !ok {
		return 0, false
	}
	for c := range codings {
		if suffix == suffixes[c] && e.tags[c] != nil {
			return c, true
		}
	}
	return 0, false
}

// unchanged tells whether a request already has current content, and in which
// coding.
//
// If-None-Match decides alone where it is sent. It matches the tag of the
// variant that would be sent, and also that of every other variant of the same
// bytes that the request accepts: variants are made after the plain bytes are
// live, so a reader that was given identity a moment ago, or gzip before a
// restart, has what it needs. The 304 names the tag that matched, as RFC 9111
// §4.3.4 wants it of a cache with several stored answers; a coding that the
// request does not accept is never named, since a cache would use it.
func (e *entry) unchanged(q *asked, a acceptance, chosen coding, dated bool) (coding, bool) {
	if lines := q.lines[ifNoneMatch]; lines != nil {
		set := e.listed(lines)
		if set.any || set.weak[chosen] {
			return chosen, true
		}
		for c := range codings {
			if set.weak[c] && a.ok[c] {
				return c, true
			}
		}
		return 0, false
	}
	since, ok := date(q.lines[ifModifiedSince])
	return chosen, ok && dated && since.Unix() >= e.modified
}

// failed reports whether If-Match or If-Unmodified-Since forbid an answer
// (RFC 9110 §13.2.2, steps 1 and 2).
func (e *entry) failed(q *asked, dated bool) bool {
	if lines := q.lines[ifMatch]; lines != nil {
		set := e.listed(lines)
		return !set.any && set.strong == [codings]bool{}
	}
	since, ok := date(q.lines[ifUnmodifiedSince])
	return ok && dated && since.Unix() < e.modified
}

// date reads a field in any of the three forms of RFC 9110 §5.6.7. A date that
// can't be read, or that is there twice, counts as absent.
func date(lines []string) (time.Time, bool) {
	if len(lines) != 1 {
		return time.Time{}, false
	}
	t, err := http.ParseTime(lines[0])
	return t, err == nil
}
