package journal

import (
	"maps"
	"slices"
	"strings"

	"writethru/posts"
	"writethru/posts/followups"
)

// candidates collects the follow-ups of the new text, in its order.
func (c *comparison) candidates(f *followups.Findings) {
	for i := range f.FollowUps {
		c.found = append(c.found, candidate{&f.FollowUps[i], -1})
	}
	declared := func(p posts.Part) bool {
		return slices.ContainsFunc(f.FollowUps, func(g followups.FollowUp) bool { return holds(g.Parts, p.Block) })
	}
	if a := c.added(f.Addition); a != nil && !slices.ContainsFunc(a.Parts, declared) && strings.TrimSpace(a.Text) != "" && c.counts(a) {
		a.Rule = "addition"
		c.found = append(c.found, candidate{a, -1})
	}
}

// added gives what is left of an addition without the blocks that only took
// the place of others: a paragraph rewritten from the first word to the last is
// still the old one, edited.
func (c *comparison) added(a *followups.FollowUp) *followups.FollowUp {
	if a == nil || len(a.Parts) == 0 {
		return a
	}
	gone := c.replaced(a.Parts[0].Block, a.Parts[len(a.Parts)-1].Block)
	if gone == 0 {
		return a
	}
	b := *a
	b.Parts = a.Parts[min(gone, len(a.Parts)):]
	texts := make([]string, len(b.Parts))
	for i, p := range b.Parts {
		texts[i] = c.v.Post.Blocks[p.Block].Text
	}
	b.Text = strings.Join(texts, "\n")
	return &b
}

// replaced counts the article's own blocks that stood where the new blocks
// from first to last stand, and that are gone.
func (c *comparison) replaced(first, last int) int {
	taken := make([]bool, len(c.prev.Blocks))
	from, to := 0, len(c.prev.Blocks)
	for n, p := range c.pairs {
		if p.Old < 0 {
			continue
		}
		taken[p.Old] = true
		switch {
		case p.Moved:
		case n < first:
			from = max(from, p.Old+1)
		case n > last:
			to = min(to, p.Old)
		}
	}
	gone := 0
	for o := from; o < to; o++ {
		if !taken[o] && c.owners[o] == 0 && c.prev.Blocks[o].Words > 0 {
			gone++
		}
	}
	return gone
}

// counts reports whether an unmarked addition is a follow-up: it came after
// the article had been public for a while, or it answers a promise.
func (c *comparison) counts(a *followups.FollowUp) bool {
	if c.v.Policy.Unmarked == IgnoreUnmarked || c.v.Post.OptOut {
		return false
	}
	public := c.prev.Published
	if !c.prev.Imported && c.prev.FirstSeen.After(public) {
		public = c.prev.FirstSeen
	}
	if c.now.Sub(public) > c.v.Policy.Grace {
		return true
	}
	open, _ := c.head.open()
	return followups.Answers(*a, open, c.v.Recognition()) >= 0
}

// take brings what was found into the head: known follow-ups as they are now,
// then new ones, numbered in the order of the text.
func (c *comparison) take() {
	for _, f := range c.found {
		if f.known >= 0 {
			c.refresh(&c.head.FollowUps[f.known], f.FollowUp)
		}
	}
	for i := range c.found {
		f := &c.found[i]
		if f.known >= 0 || c.v.Post.OptOut {
			continue
		}
		fresh := f.Rule == "declared" || c.fresh(f.FollowUp)
		k := c.head.add(f.FollowUp, c.now)
		f.known = len(c.head.FollowUps) - 1
		k.tighten(c.v.Post.Blocks)
		switch {
		case !fresh:
			k.State = Baseline // a label put on old text, or a rule that is new
			continue
		case f.Rule == "addition" && c.v.Policy.Unmarked == QueueUnmarked:
			k.State, k.Why = Waiting, Unmarked
		}
		c.news = true
		c.amended = c.amended || k.Kind == followups.Correction || k.Kind == followups.Retraction
	}
}

// refresh takes over what the text now says of a known follow-up.
func (c *comparison) refresh(k *FollowUp, f *followups.FollowUp) {
	was := *k
	k.read(f)
	if f.Rule == "addition" && was.Rule != "addition" {
		// Only its label is gone: it is what readers know it as.
		k.Kind, k.Ordinal, k.Stamp, k.Stamped, k.Title, k.Rule = was.Kind, was.Ordinal, was.Stamp, was.Stamped, was.Title, was.Rule
	}
	k.tighten(c.v.Post.Blocks)
	if k.Kind != was.Kind {
		k.Count = c.head.count(k)
	}
	other := was.Removed || k.Text != was.Text || k.Kind != was.Kind || k.Ordinal != was.Ordinal || k.Stamp != was.Stamp || k.Title != was.Title
	switch {
	case k.State == Baseline && was.Text == "" && k.Text != "" && c.fresh(f) && !c.v.Post.OptOut:
		k.State, k.FirstSeen = Pending, c.now
		c.news = true
	case k.State == Waiting && k.Why == Unmarked && k.Rule != "addition":
		k.State, k.Why = Pending, ""
		c.grew = true
	case k.unsettled():
		c.grew = c.grew || other
	case k.State == Out:
		c.changed = c.changed || other
	}
}

// remove marks the known follow-ups that the text does not hold any more.
func (c *comparison) remove() {
	there := make([]bool, len(c.head.FollowUps))
	for _, f := range c.found {
		if f.known >= 0 {
			there[f.known] = true
		}
	}
	for i := range c.head.FollowUps {
		k := &c.head.FollowUps[i]
		if there[i] || k.Removed || k.State == Absorbed && k.Rule == "addition" {
			continue
		}
		c.grew = c.grew || k.unsettled()
		k.Removed, k.Parts, k.Marker, k.Evidence = true, nil, nil, nil
	}
}

// fresh reports whether some of a candidate's text was not in the last version.
func (c *comparison) fresh(f *followups.FollowUp) bool {
	parts := f.Parts
	if len(parts) == 0 {
		parts = f.Marker
	}
	return slices.ContainsFunc(parts, func(p posts.Part) bool {
		b := c.before[p.Block]
		return b.Fresh() || b.Edited && !c.label(p.Block)
	})
}

// label reports whether an edited block is its old text with a marker put on
// it: without the new markers it is nearer to what it was than without the new
// follow-ups.
func (c *comparison) label(block int) bool {
	b := &c.v.Post.Blocks[block]
	was := c.prev.Blocks[c.pairs[block].Old]
	var markers, all []posts.Span
	whole := false
	for _, f := range c.found {
		if f.known >= 0 {
			continue
		}
		m, _ := spans(block, f.Marker)
		s, w := spans(block, f.Marker, f.Parts)
		markers, all, whole = append(markers, m...), append(all, s...), whole || w
	}
	var s sketcher
	old := was.like(s.print(b, text(b.Text, rest(markers, len(b.Text)))))
	without := 0.0
	if !whole {
		without = was.like(s.print(b, text(b.Text, rest(all, len(b.Text)))))
	}
	return old >= 0.8 && old > without
}

// keep finds the blocks of follow-ups that were in the article before them.
func (c *comparison) keep() {
	shown := make([]bool, len(c.prev.Blocks))
	for _, p := range c.prev.Body(len(shown)) {
		shown[p.Block] = p.Spans == nil
	}
	c.head.Kept = nil
	for i := range c.head.FollowUps {
		f := &c.head.FollowUps[i]
		if f.Removed || f.own() {
			continue
		}
		for _, b := range slices.Concat(f.blocks(), f.Evidence) {
			if p := c.pairs[b]; p.Old >= 0 && !p.Edited && shown[p.Old] {
				c.head.Kept = append(c.head.Kept, b)
			}
		}
	}
	slices.Sort(c.head.Kept)
	c.head.Kept = slices.Compact(c.head.Kept)
}

// split notes the blocks that hold other text beside a follow-up.
func (c *comparison) split() {
	own, shown := c.cuts(func(f *FollowUp) bool { return !f.own() }), c.cuts((*FollowUp).unsettled)
	c.head.Split = nil
	for _, b := range slices.Sorted(maps.Keys(own)) {
		block := &c.v.Post.Blocks[b]
		left := func(cuts []posts.Span) uint64 {
			if len(cuts) == 0 {
				return 0
			}
			return hashText(block, text(block.Text, rest(cuts, len(block.Text))))
		}
		c.head.Split = append(c.head.Split, Split{Block: b, Len: len(block.Text), Own: left(own[b]), Shown: left(shown[b])})
	}
}

// cuts gives, by block, what follow-ups hold of blocks that are not theirs alone.
func (c *comparison) cuts(which func(*FollowUp) bool) map[int][]posts.Span {
	cuts := map[int][]posts.Span{}
	for i := range c.head.FollowUps {
		f := &c.head.FollowUps[i]
		if f.Removed || !which(f) {
			continue
		}
		for _, b := range f.blocks() {
			if s, whole := spans(b, f.Marker, f.Parts); !whole {
				cuts[b] = append(cuts[b], s...)
			}
		}
	}
	return cuts
}
