package publish

import (
	"context"
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/posts/followups"
	"writethru/serve/pages"
)

// An item is an entry as lists on pages show it.
type item struct {
	pages.Item
	whole bool // with its summary
}

// items holds those that were made, for the lists that are made when asked for.
type items = lru.Cache[version, item]

// itemsInCache is how many a publisher that serves keeps; itemsInBuild is how
// many a build keeps, which makes all lists.
const (
	itemsInCache = 1024
	itemsInBuild = 32768
)

func newItems(n int) *items {
	c, err := lru.New[version, item](n)
	if err != nil {
		panic(err) // it is a positive number
	}
	return c
}

// itemOf is how lists show an entry.
func (e *edition) itemOf(entry *feedgen.Entry, n int) pages.Item {
	out := e.headline(n)
	out.Summary = entry.Summary
	return out
}

// headline is how lists that have no room for summaries show an entry.
func (e *edition) headline(n int) pages.Item {
	h := e.head
	out := pages.Item{Headline: h.Title, URL: e.page.String(), Published: h.Published, Language: e.language()}
	if h.Section != "" {
		out.Section = e.p.topic(journal.SectionLabel, h.Section)
	}
	if n == 0 {
		return out
	}
	f := h.FollowUps[n-1]
	out.URL, out.Published = out.URL+"#"+anchor(f), f.Emitted
	out.Kind, out.Label, out.Title = string(f.Kind), e.label(f), f.Title
	return out
}

// label is a follow-up's kind in the story's language, with its number.
func (e *edition) label(f journal.FollowUp) string {
	label := followups.Label(f.Kind, e.language())
	if f.Count > 1 {
		label = fmt.Sprintf("%s %d", label, f.Count)
	}
	return label
}

// listed makes items of entries, whole or as headlines. One that can't be made
// is left out, and told to the operator.
func (p *Publisher) listed(ctx context.Context, entries []version, whole bool) []pages.Item {
	out := make([]pages.Item, 0, len(entries))
	for _, v := range entries {
		i, err := p.listedOne(ctx, v, whole)
		if err != nil {
			p.Log.Error("left out of a page", "story", v.story, "follow_up", v.n, "error", err, "advice", "run writethru journal verify; a save of the article makes it anew")
			continue
		}
		out = append(out, i)
	}
	return out
}

func (p *Publisher) listedOne(ctx context.Context, v version, whole bool) (pages.Item, error) {
	if i, ok := p.items.Get(v); ok && (i.whole || !whole) {
		return i.Item, nil
	}
	e, err := p.heading(ctx, v.story, whole)
	if err != nil {
		return pages.Item{}, err
	}
	if v.n > len(e.head.FollowUps) {
		return pages.Item{}, fmt.Errorf("follow-up %d: %w", v.n, journal.ErrNotFound)
	}
	i := item{e.headline(v.n), whole}
	if whole {
		i.Item = e.itemOf(e.entry(v.entryKey), v.n)
	}
	if e.rev == v.rev {
		p.items.Add(v, i)
	}
	return i.Item, nil
}

// heading is a story's edition: of what only its head is looked at, its article
// is not read.
func (p *Publisher) heading(ctx context.Context, id string, whole bool) (*edition, error) {
	if whole {
		return p.edition(ctx, id, journal.Legible)
	}
	r, err := p.Store.Head(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("journal: %s: %w", id, err)
	}
	return &edition{p: p, story: id, rev: r.Rev, head: &r.Head, page: p.address(&r.Head)}, nil
}
