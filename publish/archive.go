package publish

import (
	"cmp"
	"slices"
)

// perPage is how many entries an archive page holds. It is no setting: pages
// that are full never change.
const perPage = 50

// A slot is the place of an entry in the archive, which it keeps for ever: what
// is withdrawn leaves its slot empty.
type slot struct {
	nth   int   // in the order of publication; 0: it was there before the journal, and is ordered by date
	at    int64 // published
	story string
	n     int // of the follow-up; 0: the article
}

func (a slot) compare(b slot) int {
	switch {
	case a.nth != b.nth:
		return cmp.Compare(a.nth, b.nth)
	case a.at != b.at:
		return cmp.Compare(a.at, b.at)
	case a.story != b.story:
		return cmp.Compare(a.story, b.story)
	}
	return cmp.Compare(a.n, b.n)
}

// An archive has a slot for every entry that there ever was, in the order in
// which they were published. What comes is added at the end, so that what
// stands before stays where it is.
type archive struct {
	slots    []slot
	last     int  // the greatest nth
	unsorted bool // slots came out of order, as they do at a start
}

// put gives the entries of a story slots; those that it had before have theirs.
func (a *archive) put(s, before *story) {
	if before == nil {
		before = &story{past: none}
		a.add(slot{s.nth, s.published, s.id, 0})
	}
	for _, e := range s.emitted {
		if !slices.ContainsFunc(before.emitted, func(b emission) bool { return b.n == e.n }) {
			a.add(slot{e.nth, e.at, s.id, e.n})
		}
	}
}

func (a *archive) add(s slot) {
	if n := len(a.slots); n > 0 && s.compare(a.slots[n-1]) < 0 {
		a.unsorted = true
	}
	a.slots = append(a.slots, s)
	a.last = max(a.last, s.nth)
}

// settle puts the slots in order, which reading them needs.
func (a *archive) settle() {
	if a.unsorted {
		slices.SortFunc(a.slots, slot.compare)
		a.unsorted = false
	}
}

// pagesOf returns the pages that hold entries of a story.
func (a *archive) pagesOf(s *story) []int {
	a.settle()
	var out []int
	add := func(at slot) {
		if i, ok := slices.BinarySearchFunc(a.slots, at, slot.compare); ok {
			out = append(out, i/perPage+1)
		}
	}
	add(slot{s.nth, s.published, s.id, 0})
	for _, e := range s.emitted {
		add(slot{e.nth, e.at, s.id, e.n})
	}
	return out
}

// next is the number of the entry that is published next.
func (a *archive) next() int {
	a.last++
	return a.last
}

// full is how many pages are full. Pages count from 1, the oldest.
func (a *archive) full() int { return len(a.slots) / perPage }

// page returns the slots of a page, oldest first; none if there is no such page.
func (a *archive) page(n int) []slot {
	from, to := (n-1)*perPage, min(n*perPage, len(a.slots))
	if n < 1 || from >= to {
		return nil
	}
	return slices.Clone(a.slots[from:to])
}
