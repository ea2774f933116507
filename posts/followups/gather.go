package followups

import (
	"cmp"
	"slices"

	"writethru/posts"
)

// gatherStrays gives blocks that were moved away to the follow-up that owned them.
func (w *walk) gatherStrays() {
	for _, i := range w.strays {
		owner := w.before[i].Owner
		d := w.byOwner(owner)
		if d == nil {
			d = w.start(i, &draft{FollowUp: FollowUp{Kind: Update, Rule: "addition", Owner: owner}})
		}
		d.Parts = append(d.Parts, whole(i))
		w.said[i] = Finding{Block: i, What: "follow-up", Rule: "was part of this follow-up before"}
	}
}

// attachFooters makes notices like "This story was updated to include …"
// evidence of the follow-up that they speak of. With other new text, they make
// that text the follow-up; alone, they are one if they say what was changed.
func (w *walk) attachFooters() {
	for i, f := range w.footers {
		if f == nil {
			continue
		}
		before := w.before[i]
		d := w.spokenOf(i)
		switch {
		case d != nil:
			d.Evidence = append(d.Evidence, i)
			w.claimed[i] = true
			if d.Rule == "addition" {
				d.Kind, d.Rule = f.kind, "footer"
			}
		case before.Owner == 0 && !before.Fresh():
		case w.known && before.Fresh() && len(w.fresh()) > 0:
			body := w.fresh()
			d := w.start(body[0], &draft{FollowUp: FollowUp{Kind: f.kind, Rule: "footer", Fresh: true, Evidence: []int{i}}})
			for _, k := range body {
				d.Parts = append(d.Parts, whole(k))
				w.claimed[k] = true
				w.said[k] = Finding{Block: k, What: "follow-up", Rule: ruleWords["footer"]}
			}
			d.last, w.claimed[i] = body[len(body)-1], true
		case f.substance:
			d := w.start(i, &draft{FollowUp: FollowUp{Kind: f.kind, Rule: "footer", Owner: before.Owner, Fresh: before.Fresh()}})
			d.Parts = []posts.Part{whole(i)}
			w.said[i].Rule = "a notice that says what was changed"
		}
	}
}

// spokenOf gives the follow-up that the footer i is evidence of: its known
// owner's, or the last new one; at first sight the one right before it.
func (w *walk) spokenOf(i int) *draft {
	if owner := w.before[i].Owner; owner != 0 {
		return w.byOwner(owner)
	}
	if !w.before[i].Fresh() {
		return nil
	}
	for k := len(w.drafts) - 1; k >= 0; k-- {
		d := w.drafts[k]
		if d.Fresh && (w.known || d.last == i-1) && len(d.Evidence) == 0 && (len(d.Parts) == 0 || d.Parts[0].Block != i) && d.Rule != "footer" {
			return d
		}
	}
	return nil
}

// fresh lists the new blocks that belong to no follow-up, if there is text
// among them.
func (w *walk) fresh() []int {
	var all []int
	text := false
	for i := range w.post.Blocks {
		heading := w.post.Blocks[i].Kind == posts.Heading && len(w.pieces[i]) == 0 && !w.tail[i]
		if !w.claimed[i] && w.before[i].Fresh() && (w.plain(i) || heading) {
			all = append(all, i)
			text = text || !heading
		}
	}
	if !text {
		return nil
	}
	return all
}

// addition gives the new, unmarked blocks at the end of the body, if what
// stands before them was known.
func (w *walk) addition() *draft {
	i := len(w.post.Blocks) - 1
	for ; i >= 0; i-- {
		b := &w.post.Blocks[i]
		if b.Update == 0 && !w.tail[i] && !w.freshness[i] && w.footers[i] == nil && b.Kind != posts.Rule || b.Kind == posts.Rule && w.claimed[i] {
			break
		}
	}
	end := i
	for ; i >= 0 && !w.claimed[i] && w.before[i].Fresh(); i-- {
		b := &w.post.Blocks[i]
		if !w.freshness[i] && (!w.plain(i) && b.Kind != posts.Heading && b.Kind != posts.Rule || len(w.pieces[i]) > 0 || w.tail[i]) {
			return nil
		}
	}
	if i < 0 || i == end || w.before[i].Fresh() || !w.known {
		return nil
	}
	d := &draft{section: -1, FollowUp: FollowUp{Kind: Update, Rule: "addition", Fresh: true}}
	text := false
	for k := i + 1; k <= end; k++ {
		switch {
		case w.freshness[k]: // it only says when the text below it came
		case w.post.Blocks[k].Kind == posts.Rule && len(d.Parts) == 0:
			d.Marker = append(d.Marker, whole(k))
		default:
			d.Parts = append(d.Parts, whole(k))
			text = text || w.plain(k)
		}
	}
	if !text {
		return nil
	}
	d.first, d.last = d.Parts[0].Block, end
	for _, p := range slices.Concat(d.Marker, d.Parts) {
		w.claimed[p.Block] = true
		w.said[p.Block] = Finding{Block: p.Block, What: "addition", Rule: ruleWords["addition"]}
	}
	return d
}

// attachHeadings gives a heading "Updates" that is new, or belongs to a known
// follow-up, to that one or the first under it: the article itself must not
// change by it. Without one it waits.
func (w *walk) attachHeadings() {
	for i := range w.post.Blocks {
		if len(w.pieces[i]) == 0 || !w.pieces[i][0].section || w.claimed[i] {
			continue
		}
		before := w.before[i]
		var first *draft
		for _, d := range w.drafts {
			if d.section != i {
				continue
			}
			if before.Owner != 0 && d.Owner == before.Owner {
				first = d
				break
			}
			if first == nil || d.place() < first.place() && (before.Owner == 0 || first.Owner != before.Owner) {
				first = d
			}
		}
		switch {
		case before.Owner == 0 && !before.Fresh():
		case first == nil:
			d := w.start(i, &draft{FollowUp: FollowUp{Kind: w.pieces[i][0].kind, Rule: "heading", Owner: before.Owner}})
			d.Marker = []posts.Part{whole(i)}
		default:
			w.claimed[i] = true
			first.Marker = append(first.Marker, whole(i))
			if first.Owner == 0 && w.owned[before.Owner] == 1 {
				first.Owner = before.Owner
			}
		}
	}
}

// attachRules gives new rules around a new follow-up to it, for the same reason.
func (w *walk) attachRules(addition *draft) {
	all := w.drafts
	if addition != nil {
		all = append(slices.Clip(all), addition)
	}
	for _, at := range []func(*draft) int{
		func(d *draft) int { return w.firstBlock(d) - 1 }, func(d *draft) int { return d.last + 1 },
	} {
		for _, d := range all {
			i := at(d)
			if i < 0 || i >= len(w.post.Blocks) || w.post.Blocks[i].Kind != posts.Rule || w.claimed[i] {
				continue
			}
			if before := w.before[i]; w.known && before.Fresh() && w.before[d.first].Fresh() || before.Owner != 0 && before.Owner == d.Owner {
				w.claimed[i] = true
				d.Marker = append(d.Marker, whole(i))
				w.said[i] = Finding{Block: i, What: "marker", Rule: "a rule that sets a follow-up off"}
			}
		}
	}
}

// firstBlock gives the first block of a draft, with the heading above it.
func (w *walk) firstBlock(d *draft) int {
	first := d.first
	for _, m := range d.Marker {
		first = min(first, m.Block)
	}
	return first
}

// finish makes the follow-up of a draft.
func (w *walk) finish(d *draft) FollowUp {
	f := d.FollowUp
	byBlock := func(a, b posts.Part) int { return cmp.Compare(a.Block, b.Block) }
	slices.SortStableFunc(f.Marker, byBlock)
	slices.SortStableFunc(f.Parts, byBlock)
	f.Text = w.text(f.Parts)
	f.Waiting = f.Text == ""
	if f.Anchor == "" && len(f.Parts) > 0 && f.Parts[0].Spans == nil {
		f.Anchor = w.post.Blocks[f.Parts[0].Block].ID
	}
	return f
}
