package publish

import (
	"cmp"
	"slices"
)

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

// same reports whether two places are of the same entry at the same time, of
// whichever states of its story.
func (a place) same(b place) bool { return a.at == b.at && a.n == b.n && a.story.id == b.story.id }

// An order holds the entries of a feed, oldest first. What is new goes to its
// end, so that a change costs as much among many entries as among few.
type order struct {
	places []place
	added  []place // not in their places before settle
}

// len is how many entries there are.
func (o *order) len() int { return len(o.places) + len(o.added) }

// newest returns the n newest places, newest first.
func (o *order) newest(n int) []place {
	out := slices.Clone(o.places[max(0, len(o.places)-n):])
	slices.Reverse(out)
	return out
}

// change takes a story's places from what they were to what they are.
func (o *order) change(was, now []place) {
	for _, p := range was {
		if !slices.ContainsFunc(now, p.same) {
			o.remove(p)
		}
	}
	for _, p := range now {
		if !slices.ContainsFunc(was, p.same) {
			o.added = append(o.added, p)
		} else if i, ok := o.find(p); ok {
			o.places[i] = p // the story's new state
		}
	}
}

func (o *order) remove(p place) {
	if i, ok := o.find(p); ok {
		o.places = slices.Delete(o.places, i, i+1)
	}
}

func (o *order) find(p place) (int, bool) {
	o.settle()
	return slices.BinarySearchFunc(o.places, p, place.compare)
}

// settle puts what was added in its place.
func (o *order) settle() {
	if len(o.added) == 0 {
		return
	}
	slices.SortFunc(o.added, place.compare)
	// Merged from the end: what is older than all that was added is not touched.
	old, to := len(o.places)-1, len(o.places)+len(o.added)-1
	o.places = append(o.places, o.added...)
	for i := len(o.added) - 1; i >= 0; to-- {
		if old >= 0 && o.places[old].compare(o.added[i]) > 0 {
			o.places[to] = o.places[old]
			old--
		} else {
			o.places[to] = o.added[i]
			i--
		}
	}
	o.added = nil
}
