package publish

import (
	"cmp"
	"iter"
	"slices"
)

// A roll numbers stories, in their newest states. Orders and the archive hold
// numbers: those cost little, and nothing when garbage is looked for, and stay
// the same when a story changes.
type roll []*story

// enter gives a story its number: the one that it had before, or a new one.
func (r *roll) enter(s, before *story) {
	if before != nil {
		s.number = before.number
		(*r)[s.number] = s
		return
	}
	s.number = uint32(len(*r))
	*r = append(*r, s)
}

// A place is where an entry stands in the order of a feed: n is the number of
// a follow-up, 0 for the article.
type place struct {
	at    int64
	story *story
	n     int
}

// compare orders places by their time; what happened in the same second is
// ordered by story and number, so that every start gives the same order.
func (a place) compare(b place) int {
	switch {
	case a.at != b.at:
		return cmp.Compare(a.at, b.at)
	case a.story.id != b.story.id:
		return cmp.Compare(b.story.id, a.story.id)
	}
	return cmp.Compare(a.n, b.n)
}

// A spot is a place as orders hold it.
type spot struct {
	at       int64
	story, n uint32
}

// An order holds the entries of a feed, oldest first. What is new goes to its
// end, so that a change costs as much among many entries as among few.
type order struct {
	roll  *roll
	spots []spot
	added []spot // not in their places before settle
}

func (o *order) place(s spot) place { return place{s.at, (*o.roll)[s.story], int(s.n)} }

// compare is that of places.
func (o *order) compare(a, b spot) int {
	if a.at != b.at {
		return cmp.Compare(a.at, b.at)
	}
	return o.place(a).compare(o.place(b))
}

// len is how many entries there are.
func (o *order) len() int { return len(o.spots) + len(o.added) }

// oldestFirst gives all places.
func (o *order) oldestFirst() iter.Seq[place] {
	return func(yield func(place) bool) {
		for _, s := range o.spots {
			if !yield(o.place(s)) {
				return
			}
		}
	}
}

// newestFirst gives all places.
func (o *order) newestFirst() iter.Seq[place] {
	return func(yield func(place) bool) {
		for _, s := range slices.Backward(o.spots) {
			if !yield(o.place(s)) {
				return
			}
		}
	}
}

// newest returns the n newest places, newest first.
func (o *order) newest(n int) []place { return o.part(max(0, len(o.spots)-n), len(o.spots)) }

// part returns the places from one up to another, newest first.
func (o *order) part(from, to int) []place {
	out := make([]place, 0, to-from)
	for _, s := range slices.Backward(o.spots[from:to]) {
		out = append(out, o.place(s))
	}
	return out
}

// change takes a story's places from what they were to what they are.
func (o *order) change(was, now []place) {
	before, after := spots(was), spots(now)
	for _, s := range before {
		if !slices.Contains(after, s) {
			o.remove(s)
		}
	}
	for _, s := range after {
		if !slices.Contains(before, s) {
			o.added = append(o.added, s)
		}
	}
}

func spots(places []place) []spot {
	out := make([]spot, len(places))
	for i, p := range places {
		out[i] = spot{p.at, p.story.number, uint32(p.n)}
	}
	return out
}

func (o *order) remove(s spot) {
	o.settle()
	if i, ok := slices.BinarySearchFunc(o.spots, s, o.compare); ok {
		o.spots = slices.Delete(o.spots, i, i+1)
	}
}

// settle puts what was added in its place.
func (o *order) settle() {
	if len(o.added) == 0 {
		return
	}
	slices.SortFunc(o.added, o.compare)
	// Merged from the end: what is older than all that was added is not touched.
	old, to := len(o.spots)-1, len(o.spots)+len(o.added)-1
	o.spots = append(o.spots, o.added...)
	for i := len(o.added) - 1; i >= 0; to-- {
		if old >= 0 && o.compare(o.spots[old], o.added[i]) > 0 {
			o.spots[to] = o.spots[old]
			old--
		} else {
			o.spots[to] = o.added[i]
			i--
		}
	}
	o.added = nil
}
