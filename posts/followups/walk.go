package followups

import "writethru/posts"

// A walk goes through the blocks of a post once, in order.
type walk struct {
	*reading
	drafts  []*draft
	cur     *draft // the follow-up that blocks are being added to
	section int    // the heading above several follow-ups; -1 outside
	kind    Kind   // of that section
	inside  []int  // of a fresh block: the known follow-up whose blocks it stands between
	claimed []bool // blocks that belong to a follow-up
	strays  []int  // blocks whose known follow-up comes later in the text
	prev    bool   // some body text stands before

	markerOwners map[int]bool // known follow-ups that a marker in the text announces
	said         []Finding
}

// plain reports whether block i is text that a follow-up may take.
func (w *walk) plain(i int) bool {
	b := &w.post.Blocks[i]
	return b.Kind != posts.Heading && b.Kind != posts.Rule && b.Mark == nil && b.Update == 0 &&
		len(w.pieces[i]) == 0 && w.footers[i] == nil && !w.freshness[i] && !w.tail[i]
}

// findInside finds, for each fresh block, the known follow-up that goes on
// behind it.
func (w *walk) findInside() {
	n := len(w.post.Blocks)
	w.inside, w.claimed = make([]int, n+1), make([]bool, n)
	for i := n - 1; i >= 0; i-- {
		switch {
		case !w.plain(i):
		case w.before[i].Fresh():
			w.inside[i] = w.inside[i+1]
		default:
			w.inside[i] = w.before[i].Owner
		}
	}
}

// block decides what block i is.
func (w *walk) block(i int) {
	b := &w.post.Blocks[i]
	switch {
	case b.Update != 0:
		w.cur = nil
	case b.Mark != nil:
		w.element(i)
	case len(w.pieces[i]) > 0:
		w.marked(i)
	case b.Kind == posts.Heading:
		w.heading(i)
	case b.Kind == posts.Rule:
		w.end(i, "body", "a rule: it ends what stands before it")
	case w.freshness[i]:
		w.end(i, "freshness", "says only when the article was changed")
	case w.footers[i] != nil:
		w.end(i, "evidence", "a notice that the article was changed")
	case w.tail[i]:
		w.end(i, "tail", "byline, biography, advertisement or the like")
	default:
		w.plainBlock(i)
		w.insertions(i)
	}
	if b.Kind != posts.Heading && !w.tail[i] && len(w.pieces[i]) == 0 && b.Kind != posts.Rule && !w.freshness[i] {
		w.prev = true
	}
}

func (w *walk) end(i int, what, rule string) {
	if w.cur != nil && w.before[i].Owner != 0 && w.before[i].Owner == w.cur.Owner && what == "body" {
		w.claimed[i] = true
		w.cur.Marker = append(w.cur.Marker, whole(i))
		return
	}
	w.cur = nil
	w.said[i] = Finding{Block: i, What: what, Rule: rule}
}

// start begins a follow-up at block i.
func (w *walk) start(i int, d *draft) *draft {
	d.first, d.last, d.section = i, i, w.section
	w.drafts = append(w.drafts, d)
	w.claimed[i] = true
	w.said[i] = Finding{Block: i, What: "follow-up", Rule: ruleWords[d.Rule]}
	return d
}

// ruleWords say the rules so that an editor understands them.
var ruleWords = map[string]string{
	"marker":   "starts with a marker",
	"heading":  "stands under a heading that is a marker",
	"inline":   "holds a marker in brackets, in bold, or with a date after a sentence",
	"footer":   "new text, and a notice that the article was changed",
	"declared": "declared by the author",
	"element":  "an element that is a follow-up by its class or date",
	"list":     "items that start with a marker",
	"addition": "new text at the end, without a marker",
}

// marked starts the follow-ups whose markers are in block i.
func (w *walk) marked(i int) {
	b := &w.post.Blocks[i]
	ps := w.pieces[i]
	if b.Kind == posts.Heading && ps[0].section && ps[0].terminal == "end" {
		w.cur, w.section, w.kind = nil, i, ps[0].kind
		w.said[i] = Finding{Block: i, What: "marker", Rule: "a heading above several follow-ups"}
		return
	}
	if w.section >= 0 && b.Kind == posts.Heading && b.Level <= w.post.Blocks[w.section].Level {
		w.section = -1
	}
	before := w.before[i]
	for k := range ps {
		p := &ps[k]
		d := w.start(i, &draft{piece: p.from, FollowUp: FollowUp{
			Kind: p.kind, Ordinal: p.ordinal, Stamp: p.stamp, At: p.at, Title: p.title, Anchor: b.ID, Rule: p.rule,
			Marker: []posts.Part{w.marks(i, p)}, Fresh: before.Fresh() && p.text < p.textTo,
		}})
		if p.text < p.textTo {
			d.Parts = []posts.Part{w.span(i, p.text, p.textTo)}
		}
		if len(ps) == 1 {
			d.Owner = before.Owner
		}
		if b.Kind == posts.Heading {
			d.level = b.Level
		}
		hadText := p.text < p.textTo || w.owned[before.Owner] > 1 && before.Owner != 0
		d.accepts = before.Fresh() || before.Open || !hadText
		if !w.known && !w.prev && d.level == 0 && p.text < p.textTo {
			d.accepts = false // at first sight, what stands under an update at the top is the article
		}
		w.cur = nil
		if p.extends {
			w.cur = d
		}
	}
}

// heading ends what stands before it, or belongs to it as a sub-heading.
func (w *walk) heading(i int) {
	b := &w.post.Blocks[i]
	if w.tail[i] {
		w.end(i, "tail", "heads what is no part of the article")
		return
	}
	if w.section >= 0 && b.Level <= w.post.Blocks[w.section].Level {
		w.section, w.cur = -1, nil
		return
	}
	before := w.before[i]
	switch {
	case w.section >= 0 && (before.Fresh() || before.Owner != 0):
		d := w.start(i, &draft{level: b.Level, FollowUp: FollowUp{
			Kind: w.kind, Anchor: b.ID, Rule: "heading", Marker: []posts.Part{whole(i)}, Owner: before.Owner,
		}})
		d.accepts = before.Fresh() || before.Open || w.owned[before.Owner] < 2
		if m, ok := w.g.datedAt(b, posts.Span{To: len(b.Text)}); ok {
			d.Stamp, d.At, d.Title = m.stamp, m.at, b.Text[m.text:]
		} else {
			d.Title = b.Text
		}
		w.cur = d
	case w.cur != nil && (w.cur.level != 0 && b.Level > w.cur.level && w.takes(i) || w.keeps(i)):
		w.take(i)
	case before.Same && before.Owner != 0: // it heads new text that was taken as it was
		w.cur, w.strays, w.claimed[i] = nil, append(w.strays, i), true
	default:
		w.cur = nil
	}
}

// keeps reports whether the current follow-up owned block i before.
func (w *walk) keeps(i int) bool {
	return w.cur.Owner != 0 && w.before[i].Owner == w.cur.Owner
}

// takes reports whether the current follow-up takes block i.
func (w *walk) takes(i int) bool {
	before := w.before[i]
	if !before.Fresh() {
		if w.cur.Owner == 0 && before.Owner != 0 && !w.before[w.cur.first].Fresh() && w.byOwner(before.Owner) == nil {
			w.cur.Owner = before.Owner // it shares its first block with others
		}
		return w.keeps(i)
	}
	return w.cur.accepts || w.cur.Owner != 0 && w.inside[i] == w.cur.Owner
}

// take adds block i to the current follow-up.
func (w *walk) take(i int) {
	w.claimed[i] = true
	w.cur.Parts = append(w.cur.Parts, whole(i))
	w.cur.last = i
	w.cur.Fresh = w.cur.Fresh || w.before[i].Fresh()
	w.said[i] = Finding{Block: i, What: "follow-up", Rule: "belongs to the follow-up before it"}
}

func (w *walk) byOwner(owner int) *draft {
	for k := len(w.drafts) - 1; k >= 0; k-- {
		if w.drafts[k].Owner == owner {
			return w.drafts[k]
		}
	}
	return nil
}

// plainBlock decides about a block without any marker.
func (w *walk) plainBlock(i int) {
	before := w.before[i]
	if w.section >= 0 && (before.Fresh() || before.Owner != 0 || before.Shared) && w.inSection(i) {
		return
	}
	switch {
	case w.cur != nil && w.takes(i):
		w.take(i)
	case before.Owner != 0 && w.ownedByMarker(before.Owner):
		w.cur, w.strays, w.claimed[i] = nil, append(w.strays, i), true
	case before.Owner != 0:
		w.cur = w.start(i, &draft{accepts: before.Open, FollowUp: FollowUp{
			Kind: Update, Rule: "addition", Owner: before.Owner, Parts: []posts.Part{whole(i)},
		}})
	default:
		w.cur = nil
	}
}

// ownedByMarker reports whether a marker somewhere in the text, or a follow-up
// that was found already, owned the blocks of that number.
func (w *walk) ownedByMarker(owner int) bool {
	if w.markerOwners == nil {
		w.markerOwners = map[int]bool{}
		for i, b := range w.before {
			section := len(w.pieces[i]) > 0 && w.pieces[i][0].section // what stands under it announces itself
			if len(w.pieces[i]) == 1 && !section || w.post.Blocks[i].Mark != nil || w.post.Blocks[i].Kind == posts.Heading && b.Owner != 0 && !section {
				w.markerOwners[b.Owner] = true
			}
		}
	}
	return w.markerOwners[owner] || w.byOwner(owner) != nil
}

// inSection starts the follow-ups of a block under a heading "Updates".
func (w *walk) inSection(i int) bool {
	b := &w.post.Blocks[i]
	if b.Kind == posts.List {
		if ps := w.g.items(b, true); len(ps) > 0 {
			for k := range ps {
				if ps[k].kind == Update {
					ps[k].kind = w.kind
				}
			}
			w.pieces[i] = ps
			w.marked(i)
			return true
		}
	}
	if before := w.before[i]; !before.Fresh() && before.Owner == 0 {
		return false // the article's own, without the items that it shared the block with
	}
	first := posts.Span{To: len(b.Text)}
	if m, ok := w.g.datedAt(b, first); ok && b.Kind == posts.Paragraph {
		p := newPiece(b, m, 0, len(b.Text), "heading", closers(b.Text))
		p.kind, p.extends = w.kind, true
		w.pieces[i] = []piece{p}
		w.marked(i)
		return true
	}
	if w.cur != nil && w.takes(i) || w.ownedByMarker(w.before[i].Owner) && w.before[i].Owner != 0 {
		return false
	}
	owner := w.before[i].Owner
	w.cur = w.start(i, &draft{accepts: w.before[i].Fresh() || w.before[i].Open, FollowUp: FollowUp{
		Kind: w.kind, Rule: "heading", Owner: owner, Parts: []posts.Part{whole(i)}, Fresh: w.before[i].Fresh(),
	}})
	return true
}
