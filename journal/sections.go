package journal

import (
	"cmp"
	"slices"

	"writethru/posts"
)

// A Section is a run of the article, or one of its follow-ups.
type Section struct {
	N     int // the follow-up's number; 0: the article
	Parts []posts.Part
}

// Sections gives what the story's page shows, in the order of the text: the
// article, with each follow-up that readers may see as a section of its own,
// without the marker that announces it. The post has this number of blocks.
func (h Head) Sections(blocks int) []Section {
	article := map[int]posts.Part{}
	for _, p := range h.layout(blocks, func(f *FollowUp) bool { return f.apart() || !f.own() && f.State != Out }).parts() {
		article[p.Block] = p
	}
	begin := map[int][]Section{} // by the block that they begin in
	for i := range h.FollowUps {
		f := &h.FollowUps[i]
		if f.Removed || !f.apart() || len(f.Parts) == 0 {
			continue
		}
		parts := slices.Clone(f.Parts)
		for _, b := range f.Evidence {
			parts = append(parts, posts.Part{Block: b})
		}
		slices.SortStableFunc(parts, func(a, b posts.Part) int { return cmp.Compare(a.Block, b.Block) })
		begin[parts[0].Block] = append(begin[parts[0].Block], Section{N: f.N, Parts: parts})
	}
	var out []Section
	for b := range blocks {
		if p, ok := article[b]; ok {
			if len(out) == 0 || out[len(out)-1].N != 0 {
				out = append(out, Section{})
			}
			last := &out[len(out)-1]
			last.Parts = append(last.Parts, p)
		}
		out = append(out, begin[b]...)
	}
	return out
}

// apart reports whether a page shows a follow-up as a section of its own.
func (f *FollowUp) apart() bool {
	return f.State == Out || f.State == Baseline && f.Text != ""
}
