package followups

import (
	"strings"

	"writethru/posts"
)

// kindNamed gives the kind that a class, an alert or a key names.
func (g *grammar) kindNamed(name string) Kind {
	name = strings.NewReplacer("-", " ", "_", " ").Replace(strings.TrimSpace(name))
	switch strings.ToLower(name) {
	case "note", "editors note", "editor's note", "editor note":
		return Note
	case "clarification", "clarified":
		return Clarification
	case "retraction", "retracted":
		return Retraction
	}
	var m marker
	if j := 0; g.kindAt(name, &j, &m) {
		return m.kind
	}
	return Update
}

// element makes a follow-up of a block that is declared one as a whole.
func (w *walk) element(i int) {
	b := &w.post.Blocks[i]
	d := w.start(i, &draft{FollowUp: FollowUp{
		Kind: w.g.kindNamed(b.Mark.Kind), ID: b.Mark.ID, Anchor: b.Mark.ID, Title: b.Mark.Title, From: b.Mark.From, Rule: "element",
		Owner: w.before[i].Owner, Fresh: w.before[i].Fresh(), Stamp: b.Mark.Date,
	}})
	if d.Anchor == "" {
		d.Anchor = b.ID
	}
	if st, end := w.g.scanStamp(b.Mark.Date, 0); end > 0 {
		d.At = w.g.read(st)
	}
	w.ownText(d, i)
	w.cur = nil
}

// ownText makes block i the text of d, without a marker that it starts with.
func (w *walk) ownText(d *draft, i int) {
	b := &w.post.Blocks[i]
	line := posts.Span{To: len(b.Text)}
	if n := strings.IndexByte(b.Text, '\n'); n > 0 {
		line.To = n
	}
	m, ok := w.g.markerAt(b, line, 0)
	if !ok || m.note || b.Kind == posts.Code || b.Kind == posts.Table || b.Kind == posts.Media || b.Kind == posts.List {
		if b.Text != "" {
			d.Parts = append(d.Parts, whole(i))
		}
		return
	}
	p := newPiece(b, m, 0, line.To, d.Rule, closers(b.Text))
	if line.To < len(b.Text) {
		p.to, p.textTo = len(b.Text), len(b.Text)
		p.text = skipSpace(b.Text, p.text)
	}
	d.Marker = append(d.Marker, w.marks(i, &p))
	d.Ordinal = m.ordinal
	if d.Stamp == "" {
		d.Stamp = m.stamp
	}
	if d.At.IsZero() {
		d.At = m.at
	}
	if p.text < p.textTo {
		d.Parts = append(d.Parts, w.span(i, p.text, p.textTo))
	}
}

// minInsertion is how many words an <ins datetime> needs to be a follow-up:
// less is a word put right.
const minInsertion = 4

// insertions makes follow-ups of dated <ins> elements inside a block.
func (w *walk) insertions(i int) {
	if w.claimed[i] {
		return
	}
	b := &w.post.Blocks[i]
	end := 0
	for _, ins := range b.Insertions {
		if ins.Datetime == "" || ins.From < end || ins.To > len(b.Text) || ins.From >= ins.To || Words(b.Text[ins.From:ins.To]) < minInsertion {
			continue
		}
		st, _ := w.g.scanStamp(ins.Datetime, 0)
		end = ins.To
		w.start(i, &draft{piece: ins.From, FollowUp: FollowUp{
			Kind: Update, Rule: "element", Stamp: ins.Datetime, At: w.g.read(st), Fresh: w.before[i].Fresh(),
			Parts: []posts.Part{w.span(i, ins.From, ins.To)},
		}})
	}
}

// declare adds the follow-ups that the author declared. One that points to a
// block of the body takes what was recognised there.
func (w *walk) declare() {
	for k := range w.post.Updates {
		u := &w.post.Updates[k]
		d := w.anchored(u.Anchor)
		if d == nil {
			d = &draft{first: len(w.post.Blocks) + k, FollowUp: FollowUp{Kind: Update}}
			d.Rule = "declared"
			w.drafts = append(w.drafts, d)
			for i := range w.post.Blocks {
				if w.post.Blocks[i].Update == k+1 {
					w.declaredBlock(d, i)
				}
			}
		}
		d.Rule, d.declared = "declared", true
		if u.Kind != "" || d.Kind == "" {
			d.Kind = w.g.kindNamed(u.Kind)
		}
		if !u.Date.IsZero() {
			d.At = u.Date
		}
		d.ID, d.Title, d.From = u.ID, first(u.Title, d.Title), first(u.From, d.From)
		d.Anchor = first(u.Anchor, d.Anchor)
	}
}

// declaredBlock adds block i to a declared follow-up.
func (w *walk) declaredBlock(d *draft, i int) {
	if len(d.Parts)+len(d.Marker) == 0 {
		w.ownText(d, i)
	} else {
		d.Parts = append(d.Parts, whole(i))
	}
	d.Fresh = d.Fresh || w.before[i].Fresh()
	if d.Owner == 0 {
		d.Owner = w.before[i].Owner
	}
	w.claimed[i] = true
	w.said[i] = Finding{Block: i, What: "follow-up", Rule: ruleWords["declared"]}
}

// anchored gives the follow-up at the block with that id, and makes one of the
// block if there is none.
func (w *walk) anchored(anchor string) *draft {
	if anchor == "" {
		return nil
	}
	for i := range w.post.Blocks {
		b := &w.post.Blocks[i]
		if b.ID != anchor || b.Update != 0 {
			continue
		}
		for _, d := range w.drafts {
			if d.first == i || d.first <= i && i <= d.last && w.claimed[i] {
				return d
			}
		}
		d := w.start(i, &draft{FollowUp: FollowUp{Rule: "declared", Owner: w.before[i].Owner}})
		w.ownText(d, i)
		d.Fresh = w.before[i].Fresh()
		return d
	}
	return nil
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
