package followups

import (
	"strings"
	"unicode/utf8"

	"writethru/posts"
)

// A reading is what each block of a post says of itself, before anything is
// known of what was there before.
type reading struct {
	g         *grammar
	post      *posts.Post
	before    []Before
	pieces    [][]piece
	footers   []*footer
	freshness []bool
	tail      []bool
	known     bool        // there was a version before
	owned     map[int]int // blocks of each known follow-up
}

func (g *grammar) readPost(post *posts.Post, before []Before) *reading {
	n := len(post.Blocks)
	r := &reading{
		g: g, post: post, before: make([]Before, n), known: before != nil,
		pieces: make([][]piece, n), footers: make([]*footer, n), freshness: make([]bool, n), owned: map[int]int{},
	}
	copy(r.before, before)
	for i := range n {
		b := &post.Blocks[i]
		if owner := r.before[i].Owner; owner != 0 {
			r.owned[owner]++
		}
		if b.Update != 0 || b.Mark != nil {
			continue
		}
		if g.isFreshness(b) && !r.announces(i) {
			r.freshness[i] = true
			continue
		}
		if f, ok := g.footerOf(b); ok {
			if f.freshness {
				r.freshness[i] = true
			} else {
				r.footers[i] = new(f)
			}
			continue
		}
		if b.Kind == posts.Quote && i > 0 && strings.HasSuffix(post.Blocks[i-1].Text, ":") {
			continue // what follows a colon is quoted, not said
		}
		r.pieces[i] = g.pieces(b)
		if len(r.pieces[i]) == 1 && r.command(i) {
			r.pieces[i] = nil
		}
		if p := r.pieces[i]; len(p) > 0 && p[0].note && p[0].text >= len(b.Text) && !r.noteFollows(i) {
			r.pieces[i] = nil
		}
	}
	r.announced()
	r.tail = g.tails(r)
	return r
}

// announced makes what stands right below a marker without text its text, also
// where it reads like a notice: under "Correction", "An earlier version of this
// story misstated …" is the correction.
func (r *reading) announced() {
	for i := 1; i < len(r.footers); i++ {
		above := r.pieces[i-1]
		if len(above) == 1 && !above[0].section && above[0].text >= len(r.post.Blocks[i-1].Text) {
			r.footers[i] = nil
		}
	}
}

// announces reports whether a block that looks like "Updated: STAMP" is a
// marker for the new blocks that follow: its stamp ends with a colon, or it is
// in bold with a noun ("Update, 3 p.m.").
func (r *reading) announces(i int) bool {
	b := &r.post.Blocks[i]
	return r.known && strings.HasSuffix(b.Text, ":") && i+1 < len(r.post.Blocks) && r.before[i].Fresh() && r.before[i+1].Fresh()
}

// noteFollows reports whether the block after a bare "Editor's note" says that
// something was changed.
func (r *reading) noteFollows(i int) bool {
	return i+1 < len(r.post.Blocks) && r.post.Blocks[i+1].Kind != posts.Heading && r.g.noteCounts(r.post.Blocks[i+1].Text)
}

// commands are headings beside which "Update" is a command as well.
var commands = newWordlist("create|read|delete|insert|remove|install|uninstall|upgrade|configure|get|list|backup|restore|download")

// command reports whether the bare heading i is one in a row of commands.
func (r *reading) command(i int) bool {
	b := &r.post.Blocks[i]
	if b.Kind != posts.Heading || !r.pieces[i][0].bare {
		return false
	}
	beside := func(step int) bool {
		for j := i + step; j >= 0 && j < len(r.post.Blocks) && j > i-40 && j < i+40; j += step {
			if h := &r.post.Blocks[j]; h.Kind == posts.Heading {
				_, end, ok := commands.at(h.Text, 0)
				return ok && h.Level == b.Level && end == len(h.Text)
			}
		}
		return false
	}
	return beside(-1) || beside(1)
}

// whole gives the part that is all of a block.
func whole(i int) posts.Part { return posts.Part{Block: i} }

// span gives a part of a block's text; all of it is the whole block.
func (r *reading) span(i, from, to int) posts.Part {
	from, to = trimSpan(r.post.Blocks[i].Text, from, to)
	if from == 0 && to == len(r.post.Blocks[i].Text) {
		return whole(i)
	}
	return posts.Part{Block: i, Spans: []posts.Span{{From: from, To: to}}}
}

// text gives the parts as plain text.
func (r *reading) text(parts []posts.Part) string {
	var lines []string
	for _, p := range parts {
		s := r.post.Blocks[p.Block].Text
		if p.Spans == nil {
			lines = append(lines, s)
			continue
		}
		for _, sp := range p.Spans {
			lines = append(lines, s[sp.From:sp.To])
		}
	}
	return strings.Join(lines, "\n")
}

// marks gives where a piece's marker stands: before its text, and the closing
// bracket behind it.
func (r *reading) marks(i int, p *piece) posts.Part {
	s := r.post.Blocks[i].Text
	if p.text >= p.textTo && p.from == 0 && p.to == len(s) {
		return whole(i)
	}
	m := posts.Part{Block: i}
	from, to := trimSpan(s, p.from, p.text)
	m.Spans = append(m.Spans, posts.Span{From: from, To: to})
	if from, to := trimSpan(s, p.textTo, p.to); from < to && p.open >= 0 && utf8.RuneStart(s[from]) {
		m.Spans = append(m.Spans, posts.Span{From: from, To: to})
	}
	return m
}
