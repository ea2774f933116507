package publish

import (
	"slices"
	"time"

	"github.com/google/btree"

	"writethru/internal/stamp"
)

// A place is where an entry stands in the order of a feed: n is the number of
// a follow-up, 0 for the article.
type place struct {
	at    int64
	story *story
	n     int
}

// newer orders places newest first; what happened in the same second is
// ordered by story and number, so that every start gives the same order.
func newer(a, b place) bool {
	switch {
	case a.at != b.at:
		return a.at > b.at
	case a.story.id != b.story.id:
		return a.story.id < b.story.id
	default:
		return a.n > b.n
	}
}

// An order holds the entries of a feed, newest first, and is kept up to date
// per change: its cost does not depend on how many entries there are.
type order struct{ *btree.BTreeG[place] }

func newOrder() order { return order{btree.NewG(32, newer)} }

// first returns the first n places.
func (o order) first(n int) []place {
	out := make([]place, 0, min(n, o.Len()))
	o.Ascend(func(p place) bool {
		out = append(out, p)
		return len(out) < n
	})
	return out
}

// An index holds all stories and the orders of all feeds.
type index struct {
	stories map[string]*story // by id
	names   map[string]*story // by name of the main file, withdrawn ones too
	slugs   map[string]*story // by present and by earlier slugs
	entries map[string]*story // by id of the article's entry

	feed    order // articles and follow-ups, by date of publication
	updates order // follow-ups
	recent  order // articles by their last modification: what the profile stories shows
	groups  map[label]*group
	archive archive

	waiting map[string]*story
	gone    map[string]*story      // withdrawn ones: a new file may be one of them
	stones  map[string]*story      // with entries that were withdrawn
	unread  map[string]*story      // whose text has not been looked at yet
	changed map[profile]time.Time  // when the entries of a profile last changed
	parts   map[string]stamp.Stamp // stamps of recorded files that are not an article's main file
}

// newIndex returns an index with room for n stories.
func newIndex(n int) *index {
	return &index{
		stories: make(map[string]*story, n), names: make(map[string]*story, n),
		slugs: make(map[string]*story, n), entries: make(map[string]*story, n),
		feed: newOrder(), updates: newOrder(), recent: newOrder(), groups: map[label]*group{},
		waiting: map[string]*story{}, gone: map[string]*story{}, stones: map[string]*story{}, unread: map[string]*story{},
		changed: map[profile]time.Time{}, parts: map[string]stamp.Stamp{},
	}
}

// put makes a story what its newest revision says and returns what it was
// before, or nil.
func (x *index) put(s *story) (before *story) {
	before = x.stories[s.id]
	if before != nil {
		x.remove(before)
		if before.name == s.name && !s.withdrawn {
			s.stamp = before.stamp
		}
	}
	x.stories[s.id] = s
	x.names[s.name] = s
	for _, slug := range s.oldSlugs {
		if x.slugs[slug] == nil {
			x.slugs[slug] = s
		}
	}
	x.slugs[s.slug] = s
	x.entries[s.entry] = s
	x.archive.put(s, before)
	x.changed[feed] = later(x.changed[feed], s.changed)
	x.changed[stories] = later(x.changed[stories], s.changed)
	if len(s.emitted) > 0 {
		x.changed[updates] = later(x.changed[updates], s.changed)
	}
	for _, g := range slices.Concat(s.groups, s.left) {
		g.changed = later(g.changed, s.changed)
	}
	if len(s.stones) > 0 {
		x.stones[s.id] = s
	}
	if s.unread {
		x.unread[s.id] = s
	}
	if s.withdrawn {
		x.gone[s.id] = s
		return before
	}
	if s.pending {
		x.waiting[s.id] = s
	}
	x.recent.ReplaceOrInsert(place{s.modified, s, 0})
	for at := range s.places {
		x.feed.ReplaceOrInsert(at)
		if at.n > 0 {
			x.updates.ReplaceOrInsert(at)
		}
		for _, g := range s.groups {
			g.order.ReplaceOrInsert(at)
		}
	}
	return before
}

// remove takes out everything that put of the same story put in.
func (x *index) remove(s *story) {
	for _, slug := range slices.Concat(s.oldSlugs, []string{s.slug}) {
		if x.slugs[slug] == s {
			delete(x.slugs, slug)
		}
	}
	if x.names[s.name] == s {
		delete(x.names, s.name)
	}
	delete(x.entries, s.entry)
	delete(x.waiting, s.id)
	delete(x.gone, s.id)
	delete(x.stones, s.id)
	delete(x.unread, s.id)
	x.recent.Delete(place{s.modified, s, 0})
	for at := range s.places {
		x.feed.Delete(at)
		x.updates.Delete(at)
		for _, g := range s.groups {
			g.order.Delete(at)
		}
	}
}

// newest returns when the newest visible entry is dated, in seconds since 1970.
func (x *index) newest() int64 {
	if p, ok := x.feed.Min(); ok {
		return p.at
	}
	return 0
}

// learn keeps the stamp of a file whose content is recorded; the zero stamp
// forgets it.
func (x *index) learn(name string, st stamp.Stamp) {
	switch s := x.names[name]; {
	case s != nil:
		s.stamp = st
	case st == stamp.Stamp{}:
		delete(x.parts, name)
	default:
		x.parts[name] = st
	}
}

// sortPlaces puts places in order, newest first.
func sortPlaces(places []place) {
	slices.SortFunc(places, func(a, b place) int {
		switch {
		case newer(a, b):
			return -1
		case newer(b, a):
			return 1
		}
		return 0
	})
}
