package feedgen

import (
	"errors"
	"fmt"
	"html"
	"mime"
	"slices"
	"strings"
	"time"
)

// FollowUpScheme is the vocabulary that the kinds of follow-ups belong to:
// category scheme in Atom, category domain in RSS, about in JSON Feed. It is a
// name, not an address.
const FollowUpScheme = "tag:writethru,2026:follow-up"

// A checker cleans fields and keeps what it could not make good.
type checker struct{ faults []error }

func (c *checker) fault(field, format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("%s: %w", field, fmt.Errorf(format, args...)))
}

func (c *checker) url(field, s string) string {
	u, err := webURL(s)
	if err != nil {
		c.fault(field, "%q: %w", s, err)
	}
	return u
}

func (c *checker) optionalURL(field, s string) string {
	if text(s) == "" {
		return ""
	}
	return c.url(field, s)
}

func (c *checker) id(field, s string) string {
	if !IsID(s) {
		c.fault(field, "%q: want an id on one line, without < and >", s)
	}
	return s
}

func (c *checker) title(field, s string) string {
	s = line(s)
	if s == "" {
		c.fault(field, "empty")
	}
	return s
}

func (c *checker) time(field string, t time.Time) time.Time {
	t = t.UTC().Truncate(time.Second)
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		c.fault(field, "%s: want a date", t.Format(time.RFC3339))
	}
	return t
}

// cleaned returns e as it will be written, or all that is wrong with it. The
// writers and the gate take its strings as they are.
func (e *Entry) cleaned() (*Entry, error) {
	var c checker
	out := &Entry{
		ID:        c.id("id", e.ID),
		URL:       c.url("url", e.URL),
		Title:     c.title("title", e.Title),
		Summary:   text(e.Summary),
		Content:   text(e.Content),
		Published: c.time("published", e.Published),
		Authors:   cleanPersons(e.Authors),
		Tags:      cleanTags(e.Tags),
		Language:  language(e.Language),
		Rights:    line(e.Rights),
		Image:     c.optionalURL("image", e.Image),
		FollowUp:  c.followUp(e.FollowUp),
		Replies:   c.replies(e.Replies),
	}
	out.Updated = out.Published
	if !e.Updated.IsZero() {
		out.Updated = c.time("updated", e.Updated)
	}
	if out.Updated.Before(out.Published) {
		c.fault("updated", "%s is before published, %s", rfc3339(out.Updated), rfc3339(out.Published))
	}
	for _, enc := range e.Enclosures {
		out.Enclosures = append(out.Enclosures, c.enclosure(enc))
	}
	return out, errors.Join(c.faults...)
}

func (c *checker) enclosure(e Enclosure) Enclosure {
	out := Enclosure{URL: c.url("enclosure", e.URL), Type: "application/octet-stream", Length: e.Length}
	if e.Type != "" {
		mediaType, _, err := mime.ParseMediaType(e.Type)
		if err != nil || !strings.Contains(mediaType, "/") {
			c.fault("enclosure", "type %q: want a media type", e.Type)
		}
		out.Type = mediaType
	}
	if e.Length < 0 {
		c.fault("enclosure", "length %d is negative", e.Length)
	}
	return out
}

func (c *checker) followUp(f *FollowUp) *FollowUp {
	if f == nil {
		return nil
	}
	out := &FollowUp{
		Kind:  c.title("follow-up kind", f.Kind),
		Label: line(f.Label),
		N:     f.N,
		Of:    c.id("follow-up of", f.Of),
		OfURL: c.url("follow-up of url", f.OfURL),
	}
	if out.Label == "" {
		out.Label = out.Kind
	}
	if f.N < 1 {
		c.fault("follow-up n", "%d: want 1 or more", f.N)
	}
	return out
}

func (c *checker) replies(r *Replies) *Replies {
	if r == nil {
		return nil
	}
	out := &Replies{URL: c.url("replies", r.URL), Count: r.Count}
	if !r.Updated.IsZero() {
		out.Updated = c.time("replies updated", r.Updated)
	}
	if r.Count < 0 {
		c.fault("replies", "count %d is negative", r.Count)
	}
	return out
}

// cleanPersons keeps those that can be named.
func cleanPersons(persons []Person) []Person {
	var out []Person
	for _, p := range persons {
		if p = cleanPerson(p); p != (Person{}) {
			out = append(out, p)
		}
	}
	return out
}

// cleanPerson leaves out an address that is none: the name alone still credits.
func cleanPerson(p Person) Person {
	out := Person{Name: line(p.Name)}
	if email := line(p.Email); isEmail(email) {
		out.Email = email
	}
	if u, err := webURL(p.URL); err == nil {
		out.URL = u
	}
	for _, name := range []string{out.Email, out.URL} {
		if out.Name == "" {
			out.Name = name
		}
	}
	return out
}

// cleanTags drops empty and repeated tags.
func cleanTags(tags []string) []string {
	var out []string
	for _, t := range tags {
		if t = line(t); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// categories returns the label of the follow-up's kind, then the tags.
func (e *Entry) categories() []string {
	if e.FollowUp == nil {
		return e.Tags
	}
	return append([]string{e.FollowUp.Label}, slices.DeleteFunc(slices.Clone(e.Tags), func(tag string) bool {
		return tag == e.FollowUp.Label
	})...)
}

// summaryHTML returns the summary for RSS, whose description is HTML. What
// HTML would read differently is escaped; most summaries stay as they are, for
// the readers that take them for plain text.
func (e *Entry) summaryHTML() string {
	if !strings.ContainsAny(e.Summary, "<&") {
		return e.Summary
	}
	if markup.MatchString(e.Summary) || html.UnescapeString(e.Summary) != e.Summary {
		return htmlReserved.Replace(e.Summary)
	}
	return e.Summary
}

func rfc3339(t time.Time) string { return t.Format(time.RFC3339) }
