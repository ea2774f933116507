package journal

import "slices"

// A Label is a name that articles are grouped by.
type Label struct {
	Kind LabelKind `json:"kind"`
	Name string    `json:"name"`
}

// A LabelKind says what a label is.
type LabelKind string

// The kinds of labels.
const (
	TagLabel     LabelKind = "tag"
	AuthorLabel  LabelKind = "author"
	SectionLabel LabelKind = "section"
)

// Labels gives the names that the story's article is grouped by.
func (h Head) Labels() []Label {
	out := make([]Label, 0, len(h.Tags)+len(h.Authors)+1)
	for _, tag := range h.Tags {
		out = append(out, Label{TagLabel, tag})
	}
	for _, a := range h.Authors {
		out = append(out, Label{AuthorLabel, a.Name})
	}
	if h.Section != "" {
		out = append(out, Label{SectionLabel, h.Section})
	}
	return out
}

// maxLeft is how many former labels a story remembers.
const maxLeft = 100

// leave remembers the labels of before that the story has no more: their feeds
// have lost it, and must be dated by that for ever.
func (h *Head) leave(before Head) {
	now := h.Labels()
	left := slices.Clone(before.Left)
	for _, l := range before.Labels() {
		if !slices.Contains(now, l) && !slices.Contains(left, l) {
			left = append(left, l)
		}
	}
	h.Left = left[max(0, len(left)-maxLeft):]
}
