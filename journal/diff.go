package journal

import (
	"cmp"
	"slices"
)

// A Pair says where a block of the new version was in the old one.
type Pair struct {
	Old    int  // -1: it was not there
	Edited bool // it is the old block with other words in it
	Moved  bool // it changed its place among the others
}

// Diff finds each block of the new version in the old one: equal blocks in
// order first, then equal blocks that moved, then, between two that stayed,
// blocks that are much alike. Its cost grows with n log n for the articles
// that exist, and stays bounded for those that don't.
func Diff(old, now Prints) []Pair {
	d := differ{old: old, new: now, pairs: make([]Pair, len(now)), taken: make([]bool, len(old))}
	for i := range d.pairs {
		d.pairs[i].Old = -1
	}
	d.align(0, len(old), 0, len(now), 0)
	d.gaps()
	d.moved()
	d.movedEdited()
	return d.pairs
}

type differ struct {
	old, new Prints
	pairs    []Pair
	taken    []bool // old blocks that are paired
}

func (d *differ) pair(o, n int, p Pair) {
	p.Old = o
	d.pairs[n] = p
	d.taken[o] = true
}

// align pairs equal blocks of old[o0:o1] and new[n0:n1] that are in the same
// order: a patience diff, whose anchors are the blocks that are unique on both
// sides; small stretches without anchors get the longest common subsequence.
func (d *differ) align(o0, o1, n0, n1, depth int) {
	const deepest = 32 // only a text made for it needs more
	for o0 < o1 && n0 < n1 && d.old[o0].Hash == d.new[n0].Hash {
		d.pair(o0, n0, Pair{})
		o0, n0 = o0+1, n0+1
	}
	for o0 < o1 && n0 < n1 && d.old[o1-1].Hash == d.new[n1-1].Hash {
		o1, n1 = o1-1, n1-1
		d.pair(o1, n1, Pair{})
	}
	if o0 == o1 || n0 == n1 || depth == deepest {
		return
	}
	anchors := d.anchors(o0, o1, n0, n1)
	if len(anchors) == 0 {
		if (o1-o0)*(n1-n0) <= 1<<16 {
			d.longest(o0, o1, n0, n1)
		}
		return
	}
	for _, a := range anchors {
		d.align(o0, a.old, n0, a.new, depth+1)
		d.pair(a.old, a.new, Pair{})
		o0, n0 = a.old+1, a.new+1
	}
	d.align(o0, o1, n0, n1, depth+1)
}

type anchor struct{ old, new int }

// anchors returns the longest increasing run of blocks that stand once on each side.
func (d *differ) anchors(o0, o1, n0, n1 int) []anchor {
	type count struct{ old, new, at int }
	counts := make(map[uint64]count, o1-o0)
	for o := o0; o < o1; o++ {
		c := counts[d.old[o].Hash]
		c.old, c.at = c.old+1, o
		counts[d.old[o].Hash] = c
	}
	for n := n0; n < n1; n++ {
		if c, ok := counts[d.new[n].Hash]; ok {
			c.new++
			counts[d.new[n].Hash] = c
		}
	}
	var all []anchor
	for n := n0; n < n1; n++ {
		if c := counts[d.new[n].Hash]; c.old == 1 && c.new == 1 {
			all = append(all, anchor{c.at, n})
		}
	}
	return increasing(all)
}

// increasing returns the longest run of anchors, in the order of the new
// version, whose places in the old one grow.
func increasing(all []anchor) []anchor {
	var piles []int // piles[k]: index in all of the smallest end of a run of k+1
	before := make([]int, len(all))
	for i, a := range all {
		k, _ := slices.BinarySearchFunc(piles, a.old, func(p, old int) int { return cmp.Compare(all[p].old, old) })
		before[i] = -1
		if k > 0 {
			before[i] = piles[k-1]
		}
		if k == len(piles) {
			piles = append(piles, i)
		} else {
			piles[k] = i
		}
	}
	if len(piles) == 0 {
		return nil
	}
	run := make([]anchor, len(piles))
	for i, k := piles[len(piles)-1], len(piles)-1; k >= 0; i, k = before[i], k-1 {
		run[k] = all[i]
	}
	return run
}

// longest pairs the longest common subsequence of two small stretches.
func (d *differ) longest(o0, o1, n0, n1 int) {
	best(o1-o0, n1-n0,
		func(o, n int) float64 {
			if d.old[o0+o].Hash == d.new[n0+n].Hash {
				return 1
			}
			return 0
		},
		func(o, n int) { d.pair(o0+o, n0+n, Pair{}) })
}

// best pairs two sequences in order so that the sum of the pairs' scores is
// highest, and calls pair for each. Earlier blocks win ties.
func best(olds, news int, score func(o, n int) float64, pair func(o, n int)) {
	w := news + 1
	sums := make([]float64, (olds+1)*w) // of old[o:] and new[n:]
	scores := make([]float64, olds*news)
	for o := olds - 1; o >= 0; o-- {
		for n := news - 1; n >= 0; n-- {
			s := score(o, n)
			scores[o*news+n] = s
			sum := max(sums[(o+1)*w+n], sums[o*w+n+1])
			if s > 0 {
				sum = max(sum, sums[(o+1)*w+n+1]+s)
			}
			sums[o*w+n] = sum
		}
	}
	for o, n := 0, 0; o < olds && n < news; {
		sum := sums[o*w+n]
		switch s := scores[o*news+n]; {
		case s > 0 && sums[(o+1)*w+n+1]+s == sum:
			pair(o, n)
			o, n = o+1, n+1
		case sums[(o+1)*w+n] == sum:
			o++
		default:
			n++
		}
	}
}

// gaps pairs, between blocks that stayed, those that are much alike.
func (d *differ) gaps() {
	o := 0
	for n := 0; n <= len(d.new); {
		start := n
		for n < len(d.new) && d.pairs[n].Old < 0 {
			n++
		}
		end := len(d.old)
		if n < len(d.new) {
			end = d.pairs[n].Old
		}
		if start < n && o < end {
			d.gap(o, end, start, n)
		}
		o, n = end+1, n+1
	}
}

func (d *differ) gap(o0, o1, n0, n1 int) {
	// A gap that is larger than any edit by hand is compared near its diagonal.
	const widest = 1 << 14
	if (o1-o0)*(n1-n0) > widest {
		for o := o0; o < o1; o++ {
			for n := max(n0, n0+o-o0-2); n < min(n1, n0+o-o0+3); n++ {
				if d.pairs[n].Old < 0 && d.old[o].edits(d.new[n]) > 0 {
					d.pair(o, n, Pair{Edited: true})
					n0, o0 = n+1, o+1
					break
				}
			}
		}
		return
	}
	best(o1-o0, n1-n0,
		func(o, n int) float64 { return d.old[o0+o].edits(d.new[n0+n]) },
		func(o, n int) {
			same := d.old[o0+o].Hash == d.new[n0+n].Hash
			d.pair(o0+o, n0+n, Pair{Edited: !same})
		})
}

// moved pairs equal blocks that are left, in order.
func (d *differ) moved() {
	left := map[uint64][]int{}
	for o := range d.old {
		if !d.taken[o] {
			left[d.old[o].Hash] = append(left[d.old[o].Hash], o)
		}
	}
	for n := range d.new {
		if d.pairs[n].Old >= 0 {
			continue
		}
		if at := left[d.new[n].Hash]; len(at) > 0 {
			left[d.new[n].Hash] = at[1:]
			d.pair(at[0], n, Pair{Moved: true})
		}
	}
}

// movedEdited pairs what moved and had a word changed on the way. Moved text
// must be surer to be the same than text that stayed.
func (d *differ) movedEdited() {
	const most, alike, words = 64, 0.7, 8
	left := make([]int, 0, most)
	for o := range d.old {
		if !d.taken[o] && d.old[o].Words >= words && len(left) < most {
			left = append(left, o)
		}
	}
	for n := range d.new {
		if len(left) == 0 {
			return
		}
		if d.pairs[n].Old >= 0 || d.new[n].Words < words {
			continue
		}
		at, like := -1, alike
		for i, o := range left {
			if l := d.old[o].like(d.new[n]); l > like {
				at, like = i, l
			}
		}
		if at >= 0 {
			d.pair(left[at], n, Pair{Edited: true, Moved: true})
			left = slices.Delete(left, at, at+1)
		}
	}
}

// Same gives the similarity of two articles, from 0 to 1: the share of their
// blocks that are equal, or much alike.
func Same(a, b Prints) float64 {
	sum := common(a, b)
	if sum == 0 {
		return 0
	}
	return sum / (float64(len(a)+len(b)) - sum)
}

// Kept gives how much of an article is in another, from 0 to 1. One that only
// grew is in what became of it, however much that is.
func Kept(a, b Prints) float64 {
	if len(a) == 0 {
		return 0
	}
	return common(a, b) / float64(len(a))
}

// common is how many blocks two articles have in common; those that are much
// alike count in part.
func common(a, b Prints) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	sum := 0.0
	for n, p := range Diff(a, b) {
		switch {
		case p.Old < 0:
		case p.Edited:
			sum += a[p.Old].like(b[n])
		default:
			sum++
		}
	}
	return sum
}

// Hashes returns the hashes of the blocks: equal blocks have equal ones.
func (p Prints) Hashes() []uint64 {
	h := make([]uint64, len(p))
	for i := range p {
		h[i] = p[i].Hash
	}
	return h
}
