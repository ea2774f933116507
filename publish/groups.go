package publish

import (
	"net/url"
	"slices"

	"writethru/journal"
	"writethru/posts"
)

// A label names a group of articles: those with a tag, by an author, of a
// section. Names that make the same slug are one group.
type label struct {
	kind journal.LabelKind
	slug string
}

// A group is the articles that have a label, and their follow-ups.
type group struct {
	label
	order   order
	changed int64 // when its feed last changed, in milliseconds
}

// folders are where the groups of each kind are.
var folders = map[journal.LabelKind]string{
	journal.TagLabel: "/tags/", journal.AuthorLabel: "/authors/", journal.SectionLabel: "/sections/",
}

// path is where everything of a group is.
func (l label) path() string { return folders[l.kind] + url.PathEscape(l.slug) + "/" }

// groupsOf returns the groups of labels, each once; new ones are made.
func (x *index) groupsOf(labels []journal.Label) []*group {
	out := make([]*group, 0, len(labels))
	for _, l := range labels {
		if g := x.group(label{l.Kind, posts.Slug(l.Name)}); g != nil && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// group returns the group of a label; nil where the label says nothing.
func (x *index) group(l label) *group {
	g := x.groups[l]
	if g == nil && l.slug != "" {
		g = &group{label: l}
		x.groups[l] = g
	}
	return g
}
