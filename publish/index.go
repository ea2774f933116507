package publish

import (
	"slices"

	"writethru/internal/stamp"
)

// An index holds all stories and the orders of all feeds.
type index struct {
	stories map[string]*story // by id
	names   map[string]*story // by name of the main file, withdrawn ones too
	slugs   map[string]*story // by present and by earlier slugs
	entries map[string]*story // by id of the article's entry

	roll      roll
	feed      order // articles and follow-ups, by date of publication
	updates   order // follow-ups
	recent    order // articles by their last modification: what the profile stories shows
	groups    map[label]*group
	archive   archive
	unsettled []*order

	waiting map[string]*story
	desk    map[string]*story      // that owe or owed something, or have follow-ups that are not out
	gone    map[string]*story      // withdrawn ones: a new file may be one of them
	stones  map[string]*story      // with entries that were withdrawn
	unread  map[uint32]struct{}    // numbers of those whose text has not been looked at yet
	latest  int64                  // when the newest entry is dated, withdrawn ones too
	changed map[profile]int64      // when the entries of a profile last changed, in milliseconds
	parts   map[string]stamp.Stamp // stamps of recorded files that are not an article's main file
}

// newIndex returns an index with room for n stories.
func newIndex(n int) *index {
	x := &index{
		roll: make(roll, 0, n), stories: make(map[string]*story, n), names: make(map[string]*story, n),
		slugs: make(map[string]*story, n), entries: make(map[string]*story, n),
		groups:  map[label]*group{},
		waiting: map[string]*story{}, desk: map[string]*story{}, gone: map[string]*story{}, stones: map[string]*story{}, unread: map[uint32]struct{}{},
		changed: map[profile]int64{}, parts: map[string]stamp.Stamp{},
	}
	x.feed.roll, x.updates.roll, x.recent.roll, x.archive.roll = &x.roll, &x.roll, &x.roll, &x.roll
	return x
}

// put makes a story what its newest revision says and returns what it was
// before, or nil. Orders are to be read after the next settle.
func (x *index) put(s *story) (before *story) {
	before = x.stories[s.id]
	if before != nil {
		x.remove(before)
		if before.name == s.name && !s.withdrawn {
			s.stamp = before.stamp
		}
	}
	x.roll.enter(s, before)
	x.stories[s.id] = s
	x.names[s.name] = s
	for _, slug := range s.oldSlugs {
		if x.slugs[slug] == nil {
			x.slugs[slug] = s
		}
	}
	x.slugs[s.slug] = s
	x.entries[s.entry] = s
	if len(s.stones) > 0 {
		x.stones[s.id] = s
	}
	if len(s.debts) > 0 || s.waits != (waits{}) {
		x.desk[s.id] = s
	}
	if s.unread {
		x.unread[s.number] = struct{}{}
	}
	if s.withdrawn {
		x.gone[s.id] = s
	} else if s.pending {
		x.waiting[s.id] = s
	}
	x.date(s)
	x.archive.put(s, before)
	x.latest = max(x.latest, s.published)
	for _, e := range s.emitted {
		x.latest = max(x.latest, e.at)
	}
	x.order(before, s)
	return before
}

// remove takes a story's former state out of everything but the orders.
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
	delete(x.desk, s.id)
	delete(x.gone, s.id)
	delete(x.stones, s.id)
	delete(x.unread, s.number)
}

// date notes when the feeds that hold a story changed.
func (x *index) date(s *story) {
	x.changed[feed] = max(x.changed[feed], s.changed)
	x.changed[stories] = max(x.changed[stories], s.changed)
	if len(s.emitted) > 0 {
		x.changed[updates] = max(x.changed[updates], s.changed)
	}
	for _, list := range [][]*group{s.groups, s.left} {
		for _, g := range list {
			g.changed = max(g.changed, s.changed)
		}
	}
}

// order gives a story's entries their places in all feeds that hold it.
func (x *index) order(before, s *story) {
	was, now := before.places(), s.places()
	x.change(&x.feed, was, now)
	x.change(&x.updates, followUps(was), followUps(now))
	x.change(&x.recent, before.lately(), s.lately())
	for _, g := range s.groups {
		if before != nil && slices.Contains(before.groups, g) {
			x.change(&g.order, was, now)
		} else {
			x.change(&g.order, nil, now)
		}
	}
	if before == nil {
		return
	}
	for _, g := range before.groups {
		if !slices.Contains(s.groups, g) {
			x.change(&g.order, was, nil)
		}
	}
}

func (x *index) change(o *order, was, now []place) {
	o.change(was, now)
	if len(o.added) > 0 {
		x.unsettled = append(x.unsettled, o)
	}
}

// settle makes all orders readable.
func (x *index) settle() {
	for _, o := range x.unsettled {
		o.settle()
	}
	x.unsettled = nil
	x.archive.settle()
}

// ahead is how far after now an entry may be dated, in seconds, and still be the
// one that all others have to come after. Dates that are further ahead are those
// of a clock that was wrong, and must not keep news back until their time comes.
const ahead = 5 * 60

// newest returns when the newest entry is dated of all that there ever were, in
// seconds since 1970.
func (x *index) newest(now int64) int64 {
	if x.latest <= now+ahead {
		return x.latest
	}
	newest := int64(0)
	for _, s := range x.archive.slots {
		if s.at <= now+ahead {
			newest = max(newest, s.at)
		}
	}
	return newest
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
