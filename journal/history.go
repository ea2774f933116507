package journal

import (
	"slices"
	"strings"

	"writethru/posts"
	"writethru/posts/followups"
)

// history says of each new block what the last version held of it.
func (c *comparison) history() []followups.Before {
	open := map[int]bool{}
	for i := range c.prev.FollowUps {
		f := &c.prev.FollowUps[i]
		open[f.N] = f.unsettled() || !f.Removed && f.State == Out && c.now.Sub(f.Emitted) < c.v.Policy.Grace
	}
	out := make([]followups.Before, len(c.pairs))
	for n, p := range c.pairs {
		b := &out[n]
		switch {
		case p.Old >= 0:
			*b = followups.Before{Same: !p.Edited, Edited: p.Edited, Owner: c.owners[p.Old], Shared: !c.alone[p.Old]}
		case c.back[n] > 0:
			l := &c.prev.Lost[c.back[n]-1]
			*b = followups.Before{Same: true, Owner: l.Owner, Shared: l.Shared}
		}
		b.Open = open[b.Owner]
	}
	return out
}

// slide moves a run of new blocks up where its place is ambiguous. Of the
// headings "Update" and "Update" with new text between, the first is the new
// one: a heading belongs to what follows it.
func (c *comparison) slide() {
	fresh := func(n int) bool { return c.pairs[n].Old < 0 }
	for last := len(c.pairs) - 1; last > 0; last-- {
		if !fresh(last) || !isLabel(&c.v.Post.Blocks[last]) || last+1 < len(c.pairs) && fresh(last+1) {
			continue
		}
		first := last
		for first > 0 && fresh(first-1) {
			first--
		}
		if first == 0 {
			return
		}
		if p := c.pairs[first-1]; !p.Edited && !p.Moved && c.prints[first-1].Hash == c.prints[last].Hash {
			c.pairs[last], c.pairs[first-1] = p, c.pairs[last]
		}
		last = first
	}
}

// isLabel reports whether a block only announces what follows it.
func isLabel(b *posts.Block) bool {
	return b.Kind == posts.Heading || b.Kind == posts.Paragraph && len(b.Text) <= 40 && !strings.HasSuffix(b.Text, ".")
}

// grow pairs a block that is being typed with its earlier stage: so short
// a text is not much like what it becomes, but it is in it.
func (c *comparison) grow() {
	taken := make([]bool, len(c.prev.Blocks))
	for _, p := range c.pairs {
		if p.Old >= 0 {
			taken[p.Old] = true
		}
	}
	for i := range c.prev.FollowUps {
		f := &c.prev.FollowUps[i]
		if !f.unsettled() || f.Text == "" {
			continue
		}
		lines := strings.Split(f.Text, "\n")
		for _, o := range f.blocks() {
			if o >= len(taken) || taken[o] {
				continue
			}
			for n := range c.pairs {
				if c.pairs[n].Old < 0 && contains(c.v.Post.Blocks[n].Text, lines) {
					c.pairs[n] = Pair{Old: o, Edited: true}
					taken[o] = true
					break
				}
			}
		}
	}
}

func contains(text string, lines []string) bool {
	return slices.ContainsFunc(lines, func(l string) bool { return len(l) > 3 && strings.Contains(text, l) })
}

// most is how many deleted blocks a story remembers.
const most = 500

// lost finds blocks that return, and keeps the story's memory of deleted ones.
func (c *comparison) lost() {
	c.back = make([]int, len(c.pairs))
	type place struct{ lost, block int }
	known := map[uint64][]place{}
	for i, l := range c.prev.Lost {
		for j, p := range l.Blocks {
			known[p.Hash] = append(known[p.Hash], place{i, j})
		}
	}
	returned := map[place]bool{}
	for n, p := range c.pairs {
		if at := known[c.prints[n].Hash]; p.Old < 0 && len(at) > 0 {
			c.back[n] = 1 + at[0].lost
			returned[at[0]] = true
			known[c.prints[n].Hash] = at[1:]
		}
	}
	var lost []Lost
	keep := func(owner int, shared bool, p Print) {
		if p.Words == 0 && owner == 0 && !shared {
			return // the article's rules and pictures say nothing
		}
		if n := len(lost); n > 0 && lost[n-1].Owner == owner && lost[n-1].Shared == shared {
			lost[n-1].Blocks = append(lost[n-1].Blocks, p)
		} else {
			lost = append(lost, Lost{Owner: owner, Shared: shared, Blocks: Prints{p}})
		}
	}
	still := make([]bool, len(c.prev.Blocks))
	for _, p := range c.pairs {
		if p.Old >= 0 {
			still[p.Old] = true
		}
	}
	for o, s := range still {
		if !s {
			keep(c.owners[o], !c.alone[o], c.prev.Blocks[o])
		}
	}
	for i, l := range c.prev.Lost {
		for j, p := range l.Blocks {
			if !returned[place{i, j}] {
				keep(l.Owner, l.Shared, p)
			}
		}
	}
	c.head.Lost = newest(lost, most)
}

// newest cuts runs of deleted blocks to n blocks.
func newest(lost []Lost, n int) []Lost {
	for i := range lost {
		if b := lost[i].Blocks; len(b) >= n {
			lost[i].Blocks = b[:n]
			return lost[:i+1]
		}
		n -= len(lost[i].Blocks)
	}
	return lost
}
