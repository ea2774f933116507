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
	at    int64  // published
	nth   uint32 // in the order of publication; 0: it was there before the journal, and is ordered by date
	story uint32 // on the roll
	n     uint32 // of the follow-up; 0: the article
}

// An archive has a slot for every entry that there ever was, in the order in
// which they were published. What comes is added at the end, so that what
// stands before stays where it is.
type archive struct {
	roll     *roll
	slots    []slot
	last     int  // the greatest nth
	unsorted bool // slots came out of order, as they do at a start
}

// story returns the story of a slot.
func (a *archive) story(s slot) *story { return (*a.roll)[s.story] }

func (a *archive) compare(s, t slot) int {
	switch {
	case s.nth != t.nth:
		return cmp.Compare(s.nth, t.nth)
	case s.at != t.at:
		return cmp.Compare(s.at, t.at)
	case s.story != t.story:
		return cmp.Compare(a.story(s).id, a.story(t).id)
	}
	return cmp.Compare(s.n, t.n)
}

// slots are those of an article and its follow-ups.
func (s *story) slots() []slot {
	out := make([]slot, 1, 1+len(s.emitted))
	out[0] = slot{at: s.published, nth: uint32(s.nth), story: s.number}
	for _, e := range s.emitted {
		out = append(out, slot{e.at, uint32(e.nth), s.number, uint32(e.n)})
	}
	return out
}

// put gives the entries of a story slots; those that it had before have theirs.
func (a *archive) put(s, before *story) {
	had := func(n uint32) bool {
		return before != nil && (n == 0 || slices.ContainsFunc(before.emitted, func(e emission) bool { return uint32(e.n) == n }))
	}
	for _, slot := range s.slots() {
		if !had(slot.n) {
			a.add(slot)
		}
	}
}

func (a *archive) add(s slot) {
	if n := len(a.slots); n > 0 && a.compare(s, a.slots[n-1]) < 0 {
		a.unsorted = true
	}
	a.slots = append(a.slots, s)
	a.last = max(a.last, int(s.nth))
}

// settle puts the slots in order, which reading them needs.
func (a *archive) settle() {
	if a.unsorted {
		slices.SortFunc(a.slots, a.compare)
		a.unsorted = false
	}
}

// pagesOf returns the pages that hold entries of a story.
func (a *archive) pagesOf(s *story) []int {
	a.settle()
	var out []int
	for _, slot := range s.slots() {
		if i, ok := slices.BinarySearchFunc(a.slots, slot, a.compare); ok {
			out = append(out, i/perPage+1)
		}
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
