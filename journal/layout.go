package journal

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"writethru/posts"
)

// Body gives what the story's own entry holds in the profile feed: the article
// without the follow-ups that came after first sight, whether they are emitted
// yet or not. So a follow-up changes nothing that was delivered before it.
// Blocks that only say when the article changed are left out. The post has
// this number of blocks.
func (h Head) Body(blocks int) []posts.Part {
	l := h.layout(blocks, func(f *FollowUp) bool { return !f.own() })
	for _, b := range h.Freshness {
		l.hide(b)
	}
	return l.parts()
}

// Whole gives what the story's page and its entry in the profile stories hold:
// everything but the follow-ups that are not emitted yet.
func (h Head) Whole(blocks int) []posts.Part {
	return h.layout(blocks, func(f *FollowUp) bool { return !f.own() && f.State != Out }).parts()
}

// own reports whether a follow-up is part of the article itself.
func (f *FollowUp) own() bool { return f.State == Baseline || f.State == Absorbed }

// A layout is the blocks of a post, less what is hidden.
type layout struct {
	hidden []bool
	cuts   map[int][]posts.Span // hidden text of blocks that are shown
	length map[int]int          // of their text
	kept   []int
}

func (h *Head) layout(blocks int, hidden func(*FollowUp) bool) *layout {
	l := &layout{hidden: make([]bool, blocks), kept: h.Kept}
	for _, s := range h.Split {
		if l.length == nil {
			l.length, l.cuts = map[int]int{}, map[int][]posts.Span{}
		}
		l.length[s.Block] = s.Len
	}
	for i := range h.FollowUps {
		f := &h.FollowUps[i]
		if f.Removed || !hidden(f) {
			continue
		}
		for _, parts := range [][]posts.Part{f.Marker, f.Parts} {
			for _, p := range parts {
				l.cut(p)
			}
		}
		for _, b := range f.Evidence {
			if !slices.Contains(l.kept, b) {
				l.hide(b)
			}
		}
	}
	return l
}

func (l *layout) hide(block int) {
	if block < len(l.hidden) {
		l.hidden[block] = true
	}
}

func (l *layout) cut(p posts.Part) {
	switch _, split := l.length[p.Block]; {
	case slices.Contains(l.kept, p.Block):
	case split && p.Spans != nil:
		l.cuts[p.Block] = append(l.cuts[p.Block], p.Spans...)
	default:
		l.hide(p.Block)
	}
}

func (l *layout) parts() []posts.Part {
	out := make([]posts.Part, 0, len(l.hidden))
	for b, hidden := range l.hidden {
		if hidden {
			continue
		}
		p := posts.Part{Block: b}
		if cuts := l.cuts[b]; len(cuts) > 0 {
			if p.Spans = rest(cuts, l.length[b]); len(p.Spans) == 0 {
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

// rest gives what is left of a text of n bytes without the cuts.
func rest(cuts []posts.Span, n int) []posts.Span {
	cuts = slices.Clone(cuts)
	slices.SortFunc(cuts, func(a, b posts.Span) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	var out []posts.Span
	at := 0
	for _, c := range cuts {
		if c.From > at {
			out = append(out, posts.Span{From: at, To: min(c.From, n)})
		}
		at = max(at, c.To)
	}
	if at < n {
		out = append(out, posts.Span{From: at, To: n})
	}
	return out
}

// spans gives the text of a block that parts cover; whole if they cover all of it.
func spans(block int, parts ...[]posts.Part) (s []posts.Span, whole bool) {
	for _, list := range parts {
		for _, p := range list {
			if p.Block != block {
				continue
			}
			if p.Spans == nil {
				return nil, true
			}
			s = append(s, p.Spans...)
		}
	}
	return s, false
}

// text gives the text inside spans.
func text(of string, s []posts.Span) string {
	var b strings.Builder
	for _, sp := range s {
		b.WriteString(of[sp.From:sp.To])
	}
	return b.String()
}

// blocks lists the blocks that hold some of a follow-up's text or marker.
func (f *FollowUp) blocks() []int {
	var out []int
	for _, list := range [][]posts.Part{f.Marker, f.Parts} {
		for _, p := range list {
			out = append(out, p.Block)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// tighten adds to a follow-up's marker what is left over around it in its
// blocks (brackets, an emoji, the space between), so that without the follow-up
// the article reads as if it had never been there.
func (f *FollowUp) tighten(p []posts.Block) {
	for _, b := range f.blocks() {
		of := p[b].Text
		s, whole := spans(b, f.Marker, f.Parts)
		if whole || len(s) == 0 {
			continue
		}
		gaps := rest(s, len(of))
		more := leftover(of, gaps)
		if len(more) > 0 {
			f.Marker = append(slices.Clone(f.Marker), posts.Part{Block: b, Spans: more})
		}
	}
}

// leftover gives what of the gaps around a follow-up says nothing without it.
func leftover(of string, gaps []posts.Span) []posts.Span {
	last := -1 // the last gap that says something
	for i, g := range gaps {
		if hasWord(of[g.From:g.To]) {
			last = i
		}
	}
	var out []posts.Span
	for i, g := range gaps {
		between := of[g.From:g.To]
		if !hasWord(between) {
			out = append(out, g)
			continue
		}
		if n := len(between) - len(strings.TrimLeftFunc(between, unicode.IsSpace)); n > 0 && g.From > 0 {
			out = append(out, posts.Span{From: g.From, To: g.From + n})
		}
		if n := len(strings.TrimRightFunc(between, unicode.IsSpace)); i == last && n < len(between) && g.To < len(of) {
			out = append(out, posts.Span{From: g.From + n, To: g.To})
		}
	}
	return out
}

func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
