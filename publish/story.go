package publish

import (
	"slices"
	"time"

	"github.com/google/btree"

	"writethru/journal"
)

// A story is what is held in memory of one: enough to order feeds and to find
// its head in the journal. Everything else is read when it is needed.
type story struct {
	id        string // in the journal
	rev       int
	hash      string // of its source
	name      string // of its article's main file
	slug      string
	oldSlugs  []string
	entry     string // id of its entry
	withdrawn bool
	published int64 // seconds since 1970, as all times here
	modified  int64
	changed   time.Time
	emitted   []emission // in the order of their numbers
	followed  bool       // some follow-up went out, be it removed since
	stones    []string   // ids of entries that were withdrawn
	open      int        // promises not closed
	pending   bool       // has follow-ups that go out by themselves in time
	quiet     time.Time  // when its files last changed, as far as known
}

// An emission is a follow-up that became an entry.
type emission struct {
	n  int
	at int64
}

// newStory takes from a revision what is held in memory.
func newStory(r journal.Revision) *story {
	h := &r.Head
	s := &story{
		id: r.Story, rev: r.Rev, hash: r.Hash,
		name: h.Name, slug: h.Slug, oldSlugs: h.OldSlugs, entry: h.ID,
		withdrawn: h.Withdrawn,
		published: h.Published.Unix(), modified: h.Modified.Unix(), changed: h.Changed,
		quiet: r.At,
	}
	if h.Withdrawn {
		s.stones = append(s.stones, h.ID)
	}
	for _, f := range h.FollowUps {
		out := f.State == journal.Out
		s.followed = s.followed || out
		switch {
		case out && (f.Removed || h.Withdrawn):
			s.stones = append(s.stones, f.ID)
		case f.Removed:
		case out:
			s.emitted = append(s.emitted, emission{f.N, f.Emitted.Unix()})
		case f.State == journal.Pending && f.Text != "", f.State == journal.Waiting && limited(f):
			s.pending = true
		}
	}
	for _, p := range h.Promises {
		if p.Closed.IsZero() {
			s.open++
		}
	}
	return s
}

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

// An order holds the entries of a profile, newest first, and is kept up to
// date per change: its cost does not depend on how many entries there are.
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

// An index holds all stories and the orders of the profiles.
type index struct {
	stories map[string]*story // by id
	names   map[string]*story // by name of the main file, withdrawn ones too
	slugs   map[string]*story // by present and by earlier slugs
	entries map[string]*story // by id of the article's entry

	feed    order // articles and follow-ups, by date of publication
	updates order // follow-ups
	recent  order // articles by their last modification: what the profile stories shows
	waiting map[string]*story
	gone    map[string]*story     // withdrawn ones: a new file may be one of them
	stones  map[string]*story     // with entries that were withdrawn
	changed map[profile]time.Time // when the entries of a profile last changed
}

func newIndex() *index {
	return &index{
		stories: map[string]*story{}, names: map[string]*story{}, slugs: map[string]*story{}, entries: map[string]*story{},
		feed: newOrder(), updates: newOrder(), recent: newOrder(),
		waiting: map[string]*story{}, gone: map[string]*story{}, stones: map[string]*story{},
		changed: map[profile]time.Time{},
	}
}

// put makes a story what its newest revision says and returns what it was
// before, or nil.
func (x *index) put(s *story) (before *story) {
	before = x.stories[s.id]
	if before != nil {
		x.remove(before)
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
	x.changed[feed] = later(x.changed[feed], s.changed)
	x.changed[stories] = later(x.changed[stories], s.changed)
	if s.followed {
		x.changed[updates] = later(x.changed[updates], s.changed)
	}
	if len(s.stones) > 0 {
		x.stones[s.id] = s
	}
	if s.withdrawn {
		x.gone[s.id] = s
		return before
	}
	if s.pending {
		x.waiting[s.id] = s
	}
	x.feed.ReplaceOrInsert(place{s.published, s, 0})
	x.recent.ReplaceOrInsert(place{s.modified, s, 0})
	for _, e := range s.emitted {
		x.feed.ReplaceOrInsert(place{e.at, s, e.n})
		x.updates.ReplaceOrInsert(place{e.at, s, e.n})
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
	x.feed.Delete(place{s.published, s, 0})
	x.recent.Delete(place{s.modified, s, 0})
	for _, e := range s.emitted {
		x.feed.Delete(place{e.at, s, e.n})
		x.updates.Delete(place{e.at, s, e.n})
	}
}

// newest returns when the newest visible entry is dated, in seconds since 1970.
func (x *index) newest() int64 {
	if p, ok := x.feed.Min(); ok {
		return p.at
	}
	return 0
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
