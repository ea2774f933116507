package journal

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"writethru/posts"
	"writethru/posts/followups"
)

// A candidate is a follow-up that the new version's text holds.
type candidate struct {
	*followups.FollowUp
	known int // index in Head.FollowUps of the one that it is; -1: it is new
}

// match finds out which known follow-up each candidate is. Identity never rests
// on a date or on the order alone: the best of all pairs is taken first, then
// the best of what is left.
func (c *comparison) match() {
	type link struct {
		score        float64
		known, order int
		found        int
	}
	var links []link
	for k := range c.head.FollowUps {
		f := &c.head.FollowUps[k]
		if f.State == Absorbed && f.Rule == "addition" {
			continue // its text is the article's own now
		}
		for i := range c.found {
			if s := c.score(f, c.found[i].FollowUp); s > 0 {
				links = append(links, link{s, k, max(k-i, i-k), i})
			}
		}
	}
	slices.SortFunc(links, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.order, b.order),
			cmp.Compare(a.known, b.known), cmp.Compare(a.found, b.found))
	})
	taken := make([]bool, len(c.head.FollowUps))
	for _, l := range links {
		if !taken[l.known] && c.found[l.found].known < 0 {
			taken[l.known] = true
			c.found[l.found].known = l.known
		}
	}
}

// The tiers of identity: what is true of a pair in a higher one is surer.
const (
	byKey      = 600 // the explicit id
	byText     = 500
	byAnchor   = 450 // weaker than the text: the ids of headings are often generated
	byPlace    = 400 // its own block is still there
	byLabel    = 300 // kind, ordinal and stamp
	byWords    = 200 // similar text
	byGrowth   = 100 // nobody was told of it yet, and it is being typed
	likeEnough = 0.5
)

// score says how sure it is that a candidate is a known follow-up; 0: it isn't.
func (c *comparison) score(k *FollowUp, f *followups.FollowUp) float64 {
	kt, ft := normal(k.Text), normal(cut(f.Text, maxText))
	same := kt != "" && kt == ft
	like := 1.0
	if !same {
		like = jaccard(kt, ft)
	}
	place := c.samePlace(k, f)
	label := k.Kind == f.Kind && k.Ordinal == f.Ordinal && k.Stamp == f.Stamp && (k.Ordinal != 0 || k.Stamp != "")

	score := 0.0
	switch {
	case k.Key != "" && k.Key == f.ID:
		score = byKey
	case same:
		score = byText
	case k.Key != "" && f.ID != "":
		return 0 // two that the author tells apart
	case k.Anchor != "" && k.Anchor == f.Anchor && (!c.generated(f) || like >= 0.2 || kt == ""):
		score = byAnchor
	case place == ownBlock, place == sharedBlock && (like >= 0.25 || kt == ""):
		score = byPlace
	case label && (like >= 0.2 || !k.Removed && !stampedAnew(k, f)):
		score = byLabel
	case like >= likeEnough:
		score = byWords
	case !k.Removed && k.Kind == f.Kind && c.grown(k, kt, ft):
		score = byGrowth
	default:
		return 0
	}
	score += 40 * like
	if k.Kind == f.Kind {
		score += 8
	}
	if k.Ordinal == f.Ordinal && k.Ordinal != 0 {
		score += 8
	}
	if k.Stamp == f.Stamp && k.Stamp != "" {
		score += 4
	}
	if place != elsewhere {
		score += 10
	}
	return score
}

// stampedAnew reports whether a candidate's stamp, though written as the known
// follow-up's, means a later day: "3 p.m." comes again every day, and with
// another text it is another follow-up.
func stampedAnew(k *FollowUp, f *followups.FollowUp) bool {
	return k.Ordinal == 0 && !k.Stamped.IsZero() && f.At.Sub(k.Stamped) >= 12*time.Hour
}

// generated reports whether a candidate's anchor may come from its heading's
// words, as "update-1" does, which moves when another heading comes before it.
func (c *comparison) generated(f *followups.FollowUp) bool {
	return slices.ContainsFunc(f.Marker, func(p posts.Part) bool { return c.v.Post.Blocks[p.Block].Kind == posts.Heading })
}

// grown reports whether a follow-up that nobody was told of yet is a candidate
// in an earlier stage of being typed.
func (c *comparison) grown(k *FollowUp, kt, ft string) bool {
	if kt == "" {
		return k.State == Baseline || k.unsettled()
	}
	if !k.unsettled() {
		return false
	}
	return strings.HasPrefix(ft, kt) || strings.HasPrefix(kt, ft) || jaccard(kt, ft) >= 0.2
}

// unsettled reports whether a follow-up is there and nobody was told of it.
func (f *FollowUp) unsettled() bool {
	return !f.Removed && (f.State == Pending || f.State == Waiting)
}

// A nearness says what a candidate shares with the blocks of a known follow-up.
type nearness int

const (
	elsewhere   nearness = iota
	sharedBlock          // a block that also holds other text, or only the marker's
	ownBlock             // a block of its text
)

// samePlace compares where a known follow-up was with where a candidate is.
func (c *comparison) samePlace(k *FollowUp, f *followups.FollowUp) nearness {
	if k.Removed {
		return elsewhere
	}
	near := elsewhere
	each := func(parts []posts.Part, own bool) {
		for _, p := range parts {
			old := c.pairs[p.Block].Old
			if old < 0 {
				continue
			}
			if own && c.owners[old] == k.N && c.alone[old] && holds(k.Parts, old) {
				near = max(near, ownBlock)
			} else if holds(k.Parts, old) || holds(k.Marker, old) {
				near = max(near, sharedBlock)
			}
		}
	}
	each(f.Parts, true)
	each(f.Marker, false)
	return near
}

func holds(parts []posts.Part, block int) bool {
	return slices.ContainsFunc(parts, func(p posts.Part) bool { return p.Block == block })
}

// own finds out which follow-up each block of the last version belongs to
// (0: the article), and whether it holds no other one.
func (c *comparison) own() {
	n := len(c.prev.Blocks)
	c.owners, c.alone = make([]int, n), make([]bool, n)
	for i := range c.alone {
		c.alone[i] = true
	}
	for i := range c.prev.FollowUps {
		f := &c.prev.FollowUps[i]
		if f.Removed {
			continue
		}
		for _, b := range f.blocks() {
			if b >= n {
				continue
			}
			s, whole := spans(b, f.Marker, f.Parts)
			at := 0
			if !whole && len(s) > 0 {
				at = slices.MinFunc(s, func(a, b posts.Span) int { return cmp.Compare(a.From, b.From) }).From
			}
			if at > 0 || c.owners[b] != 0 {
				c.alone[b] = false
			}
			if at == 0 && c.owners[b] == 0 { // else the article's text comes first
				c.owners[b] = f.N
			}
		}
		for _, b := range f.Evidence {
			if b < n && c.owners[b] == 0 {
				c.owners[b] = f.N
			}
		}
	}
}
