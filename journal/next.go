package journal

import (
	"slices"
	"time"

	"writethru/posts"
	"writethru/posts/followups"
)

// Next compares a story with the next version of its file and says what
// happened: the story's new head, and the changes, the most telling first. With
// no change the head differs at most in where things stand in the text.
//
// It is a pure function. Dates move only as their fields say, ids never.
func Next(prev Head, v Version) (Head, []Change) {
	c := compare(prev, v)
	findings := followups.Recognise(v.Post, c.before, v.Recognition())
	c.candidates(&findings)
	c.match()
	c.take()
	c.remove()

	c.head.Blocks = c.prints
	c.head.Freshness = findings.Freshness
	c.keep()
	c.split()
	c.promises(findings.Promises)
	c.head.describe(v.Post)
	c.head.leave(prev)
	return c.conclude()
}

// Before says of each block of a version what the story held of it, as the
// recogniser needs it.
func Before(prev Head, v Version) []followups.Before { return compare(prev, v).before }

// A comparison is a story on its way from one version to the next.
type comparison struct {
	prev   Head
	v      Version
	now    time.Time
	head   Head // as it becomes
	prints Prints
	pairs  []Pair // of each new block
	back   []int  // of each new block: 1 + index in prev.Lost when it returns from there
	owners []int  // of each old block: the number of its follow-up
	alone  []bool // of each old block: its owner is the only follow-up in it
	before []followups.Before
	found  []candidate

	news    bool // there is a new follow-up
	grew    bool // one that isn't emitted yet has become another
	changed bool // something of the article that readers see has changed
	amended bool // there is a new correction or retraction
	owed    bool // what the article owes has changed
}

func compare(prev Head, v Version) *comparison {
	c := &comparison{prev: prev, v: v, head: prev.clone(), now: v.now(), prints: newPrints(v.Post.Blocks, prev.Blocks)}
	c.pairs = Diff(prev.Blocks, c.prints)
	c.slide()
	c.own()
	c.grow()
	c.lost()
	c.before = c.history()
	return c
}

// conclude says what happened and moves the dates.
func (c *comparison) conclude() (Head, []Change) {
	h, prev := &c.head, &c.prev
	var changes []Change
	if prev.Withdrawn {
		*h = Restore(*h, c.now)
		changes = append(changes, Restored)
	}
	if c.news || c.grew {
		changes = append(changes, FollowedUp)
	}
	own := !slices.EqualFunc(prev.own(), h.own(), said.same)
	visible := own || c.changed || h.Fields != prev.Fields || !slices.EqualFunc(prev.shown(), h.shown(), said.same)
	if c.amended && own {
		h.Updated = forward(h.Updated, c.now)
	}
	h.LastMod = utcSecond(c.v.Post.Modified)
	if h.LastMod.After(prev.LastMod) && !c.news && !c.grew && !slices.ContainsFunc(h.FollowUps, isUnsettled) {
		// The article's own word that it changed. With a follow-up, the word is
		// about that: the article's entry must stay as it was.
		t := h.LastMod
		if !t.After(h.Updated) || t.After(c.now) {
			t = utcSecond(c.now)
		}
		if t.After(h.Updated) {
			h.Updated = t
			visible = true
		}
	}
	if visible {
		h.Modified = forward(h.Modified, c.now)
	}
	if visible || c.owed && !c.news && !c.grew {
		changes = append(changes, Edited)
	}
	if h.Name != prev.Name {
		changes = append(changes, Renamed)
	}
	return *h, changes
}

func isUnsettled(f FollowUp) bool { return f.unsettled() }

// forward moves a date to a whole second, at least one after what it was.
func forward(was, now time.Time) time.Time {
	if now = utcSecond(now); now.After(was) {
		return now
	}
	return was.Add(time.Second)
}

// A said is what the article itself says in one block, as hashes. The look of
// a block that a follow-up shares is not known: 0.
type said struct {
	text uint64
	look uint32
}

func (a said) same(b said) bool {
	return a.text == b.text && (a.look == b.look || a.look == 0 || b.look == 0)
}

// own gives what the article itself says, without its follow-ups.
func (h *Head) own() []said {
	return h.say(h.Body(len(h.Blocks)), func(s Split) uint64 { return s.Own })
}

// shown gives what readers of the whole story see, but for when it changed.
func (h *Head) shown() []said {
	parts := slices.DeleteFunc(h.Whole(len(h.Blocks)), func(p posts.Part) bool { return slices.Contains(h.Freshness, p.Block) })
	return h.say(parts, func(s Split) uint64 { return s.Shown })
}

// say gives the hashes of parts; of picks a split block's.
func (h *Head) say(parts []posts.Part, of func(Split) uint64) []said {
	out := make([]said, len(parts))
	for i, p := range parts {
		out[i] = said{h.Blocks[p.Block].Hash, h.Blocks[p.Block].Look}
		if p.Spans == nil {
			continue
		}
		for _, s := range h.Split {
			if s.Block == p.Block && of(s) != 0 {
				out[i] = said{text: of(s)}
			}
		}
	}
	return out
}
