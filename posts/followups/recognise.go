package followups

import (
	"cmp"
	"slices"

	"writethru/posts"
)

// Recognise finds the follow-ups and promises of a post. before[i] says what
// the last recorded version held of post.Blocks[i]; nil means that there was
// none, and everything counts as fresh.
//
// Blocks that a known follow-up owned stay with it. Blocks that come after a
// known, settled follow-up are not taken into it: at the end of the body they
// are the Addition.
func Recognise(post *posts.Post, before []Before, o Options) Findings {
	g := newGrammar(o.of(post))
	w, addition := g.walk(post, before)
	f := Findings{Promises: g.promises(post), Blocks: w.said, Freshness: w.updatedLines(post)}
	for i := range post.Blocks {
		if w.tail[i] {
			f.Tail = append(f.Tail, i)
		}
	}
	slices.SortStableFunc(w.drafts, func(a, b *draft) int { return cmp.Compare(a.place(), b.place()) })
	for _, d := range w.drafts {
		f.FollowUps = append(f.FollowUps, w.finish(d))
	}
	if addition != nil {
		done := w.finish(addition)
		f.Addition = &done
	}
	for _, p := range f.Promises {
		if said := &w.said[p.Block]; said.What == "body" {
			*said = Finding{Block: p.Block, What: "promise", Rule: "a sentence owes readers a follow-up"}
		}
	}
	return f
}

// Freshness gives the Freshness that Recognise finds in a post of which nothing
// was recorded before, and costs less.
func Freshness(post *posts.Post, o Options) []int {
	w, _ := newGrammar(o.of(post)).walk(post, nil)
	return w.updatedLines(post)
}

// of gives the options for a post.
func (o Options) of(post *posts.Post) Options {
	if o.Language == "" {
		o.Language = post.Language
	}
	return o
}

// walk finds what the blocks of a post are, and the addition at its end.
func (g *grammar) walk(post *posts.Post, before []Before) (*walk, *draft) {
	w := &walk{reading: g.readPost(post, before), section: -1}
	w.said = make([]Finding, len(post.Blocks))
	w.findInside()
	for i := range post.Blocks {
		w.said[i] = Finding{Block: i, What: "body", Rule: "no marker"}
		w.block(i)
	}
	w.gatherStrays()
	w.attachFooters()
	addition := w.addition()
	w.attachHeadings()
	w.attachRules(addition)
	w.declare()
	return w, addition
}

// updatedLines lists the blocks that only say when the article changed.
func (w *walk) updatedLines(post *posts.Post) (blocks []int) {
	for i := range post.Blocks {
		if w.freshness[i] {
			blocks = append(blocks, i)
		}
	}
	return blocks
}

// A draft is a follow-up while its extent is being found.
type draft struct {
	FollowUp
	accepts  bool // new blocks that directly follow belong to it
	level    int  // of its heading; 0 if it has none
	declared bool // the author declared it: listed last
	first    int  // its first block
	piece    int  // where it starts in that block
	last     int  // its last block
	section  int  // the heading above several that it stands under; -1 if none
}

// place is where a draft is listed: in the order of the text, declared ones last.
func (d *draft) place() int {
	if d.declared {
		return 1<<40 + d.first
	}
	return d.first<<20 + min(d.piece, 1<<20-1)
}
