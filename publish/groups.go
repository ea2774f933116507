package publish

import (
	"context"
	"slices"
	"strings"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/posts"
	"writethru/serve"
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
	name    string // as people read it: of all ways in which it is written, the first in order
	order   order
	changed int64 // when its feed last changed, in milliseconds
}

// groupsOf returns the groups of labels, each once; new ones are made.
func (x *index) groupsOf(labels []journal.Label) []*group {
	if len(labels) == 0 {
		return nil
	}
	out := make([]*group, 0, len(labels))
	for _, l := range labels {
		if g := x.group(label{l.Kind, posts.Slug(l.Name)}, l.Name); g != nil && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// group returns the group of a label; nil where the label says nothing.
func (x *index) group(l label, name string) *group {
	g := x.groups[l]
	switch {
	case g == nil && l.slug != "":
		g = x.add(group{label: l, name: name})
	case g != nil && name < g.name:
		g.name = name
	}
	return g
}

// add makes a group part of the index.
func (x *index) add(g group) *group {
	g.order.roll = &x.roll
	x.groups[g.label] = &g
	return &g
}

// folders are where the groups of each kind are.
var folders = map[journal.LabelKind]string{
	journal.SectionLabel: "sections", journal.TagLabel: "tags", journal.AuthorLabel: "authors",
}

// kinds are all kinds of groups, in the order in which they are listed.
var kinds = [...]journal.LabelKind{journal.SectionLabel, journal.TagLabel, journal.AuthorLabel}

// path is where everything of a group is.
func (l label) path() string { return "/" + folders[l.kind] + "/" + l.slug + "/" }

// groupAt finds the group that a path below its folder names, and the file that
// is asked for. The index has to be locked for reading.
func (x *index) groupAt(at string) (g *group, file string) {
	for _, kind := range kinds {
		rest, ok := strings.CutPrefix(at, "/"+folders[kind]+"/")
		if !ok {
			continue
		}
		slug, file, _ := strings.Cut(rest, "/")
		return x.groups[label{kind, slug}], file
	}
	return nil, ""
}

// ofGroup makes what is below a group's path.
func (p *Publisher) ofGroup(ctx context.Context, at string) (serve.Resource, bool, error) {
	p.mu.RLock()
	g, file := p.index.groupAt(at)
	if g == nil {
		p.mu.RUnlock()
		return serve.Resource{}, false, nil
	}
	about := *g
	format, isFeed := feedFile(file)
	if !isFeed {
		p.mu.RUnlock()
		switch {
		case p.Settings.NoPages:
			return serve.Resource{}, false, nil
		case at+"/" == about.path():
			return serve.Resource{Location: p.Settings.at(about.path())}, true, nil
		}
		return p.topicPage(ctx, about.label, file)
	}
	entries := versions(g.order.newest(p.Settings.FeedLimit))
	age := p.age
	p.mu.RUnlock()
	r, err := p.groupFeed(about, p.rendered(ctx, entries, format), format)
	r.Modified, r.MaxAge = p.modified(about.changed), age
	return r, err == nil, err
}

// groupFeed is the feed of a group.
func (p *Publisher) groupFeed(g group, entries []*feedgen.Rendered, format feedgen.Format) (serve.Resource, error) {
	f := p.frame()
	f.ID, f.Title, f.Entries = p.feedID(folders[g.kind]+"/"+g.slug), p.titleOf(g), entries
	return p.document(f, g.path()+"feed.", format)
}

func (p *Publisher) titleOf(g group) string { return p.Settings.Title + ": " + g.name }

// feedFile returns the format of a file called feed.*.
func feedFile(file string) (feedgen.Format, bool) {
	ext, ok := strings.CutPrefix(file, "feed.")
	format, known := feedgen.ParseFormat(ext)
	return format, ok && known
}
