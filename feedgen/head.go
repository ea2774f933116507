package feedgen

import (
	"errors"
	"time"
)

// cleaned returns f as it will be written, or all that is wrong with what it
// says beside its entries.
func (f *Feed) cleaned() (*Feed, error) {
	var c checker
	out := &Feed{
		ID:          c.id("id", f.ID),
		Title:       c.title("title", f.Title),
		Description: line(f.Description),
		Language:    language(f.Language),
		Rights:      line(f.Rights),
		Author:      cleanPerson(f.Author),
		Home:        c.url("home", f.Home),
		Self:        c.url("self", f.Self),
		Image:       c.optionalURL("image", f.Image),
		Icon:        c.optionalURL("icon", f.Icon),
		Generator: Generator{
			Name:    line(f.Generator.Name),
			Version: line(f.Generator.Version),
			URL:     c.optionalURL("generator", f.Generator.URL),
		},
		Updated: f.Updated.UTC().Truncate(time.Second),
		Entries: f.Entries,
	}
	out.Archive = c.archive(f.Archive, out.Self)
	for _, l := range f.Others {
		if l.Rel == "" {
			l.Rel = "alternate"
		}
		out.Others = append(out.Others, Link{
			Rel: line(l.Rel), Type: line(l.Type), URL: c.url("link", l.URL), Title: line(l.Title),
		})
	}
	for _, hub := range f.Hubs {
		out.Hubs = append(out.Hubs, c.url("hub", hub))
	}
	for _, t := range f.Tombstones {
		out.Tombstones = append(out.Tombstones, Tombstone{
			ID: c.id("tombstone", t.ID), When: c.time("tombstone", t.When),
		})
	}
	c.order(f.Entries)
	return out, errors.Join(c.faults...)
}

// order holds entries to what readers rely on: an id tells entries apart, and
// the newest comes first (Stringer reads down to the one that it knows).
func (c *checker) order(entries []*Rendered) {
	seen := make(map[string]bool, len(entries))
	for i, e := range entries {
		if seen[e.id] {
			c.fault("entries", "id %s is there twice", e.id)
		}
		seen[e.id] = true
		if i > 0 && e.published.After(entries[i-1].published) {
			c.fault("entries", "%s is newer than %s above it", e.id, entries[i-1].id)
		}
	}
}

func (f *Feed) newestPublished() time.Time {
	var newest time.Time
	for _, e := range f.Entries {
		if e.published.After(newest) {
			newest = e.published
		}
	}
	return newest
}

// newestUpdated returns when the feed last changed significantly: when one of
// its entries did. No reader can be told the time of a build by it.
func (f *Feed) newestUpdated() time.Time {
	if len(f.Entries) == 0 {
		return f.Updated
	}
	var newest time.Time
	for _, e := range f.Entries {
		if e.updated.After(newest) {
			newest = e.updated
		}
	}
	return newest
}

// links returns the links of the feed as a whole, in one format. The home page
// comes before the other alternates: SimplePie takes the first of them for it,
// in RSS as well.
func (f *Feed) links(format Format) []Link {
	links := make([]Link, 0, 8) // few feeds have more
	links = append(links, Link{Rel: "self", Type: format.MediaType(), URL: f.Self})
	for _, hub := range f.Hubs {
		links = append(links, Link{Rel: "hub", URL: hub})
	}
	links = append(links, Link{Rel: "alternate", Type: htmlType, URL: f.Home})
	links = append(links, f.Others...)
	for _, l := range f.Archive.links() {
		l.Type = format.MediaType()
		links = append(links, l)
	}
	return links
}
