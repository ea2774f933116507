package publish

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"writethru/journal"
	"writethru/posts"
	"writethru/serve"
	"writethru/serve/pages"
)

// topic leads to the page of a label; nowhere where the label says nothing, or
// there are no pages.
func (p *Publisher) topic(kind journal.LabelKind, name string) pages.Link {
	out := pages.Link{Name: display(kind, name)}
	if slug := posts.Slug(name); slug != "" && !p.Settings.NoPages {
		out.URL = p.Settings.at(label{kind, slug}.path())
	}
	return out
}

// display is how people read a label. A section is often called after a folder,
// whose name begins small.
func display(kind journal.LabelKind, name string) string {
	if kind != journal.SectionLabel {
		return name
	}
	first, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToTitle(first)) + name[n:]
}

// topicOf counts what a group has.
func (p *Publisher) topicOf(g *group) pages.Topic {
	out := pages.Topic{Kind: string(g.kind), Name: display(g.kind, g.name), URL: p.Settings.at(g.path())}
	for at := range g.order.oldestFirst() {
		if at.n == 0 {
			out.Stories++
		}
	}
	return out
}

// topics are all groups that have entries.
func (p *Publisher) topics() pages.TopicsPage {
	out := pages.TopicsPage{Publication: p.publication()}
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, g := range p.index.listed() {
		switch t := p.topicOf(&g); g.kind {
		case journal.SectionLabel:
			out.Sections = append(out.Sections, t)
		case journal.TagLabel:
			out.Tags = append(out.Tags, t)
		case journal.AuthorLabel:
			out.Authors = append(out.Authors, t)
		}
	}
	return out
}

// topicsPage lists all sections, tags and authors.
func (p *Publisher) topicsPage() (serve.Resource, error) {
	var b bytes.Buffer
	err := p.theme().Topics(&b, p.topics())
	return p.listing(&b), err
}

// A shelf is a group as one of its pages shows it: the newest entries, or a
// part of those that came before, counted from the oldest so that a page stays
// what it is when something is published.
type shelf struct {
	pages.TopicPage
	entries []version
	changed int64
}

// shelves is how many pages there are of what the newest of so many entries
// leave.
func shelves(entries int) int { return (max(entries-perPage, 0) + perPage - 1) / perPage }

func shelfPath(of label, n int) string {
	if n == 0 {
		return of.path()
	}
	return of.path() + strconv.Itoa(n) + "/"
}

// shelf takes what the n-th page of a group shows; 0 is the newest. It is not ok
// where there is no such page.
func (p *Publisher) shelf(g *group, n int) (out shelf, ok bool) {
	all := g.order.len()
	last := shelves(all)
	if n < 0 || n > last {
		return out, false
	}
	out.Topic, out.changed = p.topicOf(g), g.changed
	out.FollowUps, out.Page = all-out.Topic.Stories, n
	out.Path = shelfPath(g.label, n)
	older := last
	shown := g.order.newest(perPage)
	if n > 0 {
		older = n - 1
		shown = g.order.part((n-1)*perPage, n*perPage)
		out.Newer = p.Settings.at(shelfPath(g.label, (n+1)%(last+1)))
	}
	if older > 0 {
		out.Older = p.Settings.at(shelfPath(g.label, older))
	}
	out.entries = versions(shown)
	return out, true
}

// topicPage makes a page of a group: file is "" for its newest entries, or
// "3/" for a part of those before.
func (p *Publisher) topicPage(ctx context.Context, of label, file string) (serve.Resource, bool, error) {
	number, slash := strings.CutSuffix(file, "/")
	n, _ := strconv.Atoi(number)
	if file != "" && (!slash || n < 1 || strconv.Itoa(n) != number) {
		return serve.Resource{}, false, nil
	}
	p.mu.RLock()
	g := *p.index.groups[of]
	s, ok := p.shelf(&g, n)
	age := p.age
	p.mu.RUnlock()
	if !ok {
		return serve.Resource{}, false, nil
	}
	s.Publication = p.publication()
	s.Items = p.listed(ctx, s.entries, n == 0)
	if of.kind == journal.SectionLabel {
		for i := range s.Items {
			s.Items[i].Section = pages.Link{} // it is the page's
		}
	}
	s.Changed = time.UnixMilli(s.changed).UTC()
	if n == 0 {
		s.Feeds = p.feedsAt(g.path()+"feed.", p.titleOf(g))
	}
	var b bytes.Buffer
	err := p.theme().Topic(&b, s.TopicPage)
	return serve.Resource{Type: typeHTML, Body: b.Bytes(), Modified: p.modified(s.changed), MaxAge: age}, err == nil, err
}
