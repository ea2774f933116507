package publish

import (
	"context"
	"slices"
	"time"

	"writethru/journal"
	"writethru/watch"
)

// A Remembered is an article as subscribers know it, from a feed that was
// published.
type Remembered struct {
	ID        string // of its entry; empty: they don't know the article
	Story     string // the id that the journal had for it; empty: nobody knows
	Slug      string // of its page here; empty: it is elsewhere
	Published time.Time
	Updated   time.Time
	Text      string // what its entry says
	Nth       int    // its entry's place among all
	Told      []journal.Told
}

// Rebuild fills a journal from the articles and from what subscribers know of
// them, by the name of the article's file. What the journal has of a story
// already, as the rest of a damaged one or an old backup, counts beside it.
func (p *Publisher) Rebuild(ctx context.Context, scan watch.Batch, known map[string]Remembered) error {
	p.remembered = known
	defer func() { p.remembered = nil }()
	if err := p.Take(ctx, scan); err != nil {
		return err
	}
	in := newIntake()
	for name, k := range known {
		s := p.index.names[name]
		if s == nil || s.withdrawn || len(k.Told) == 0 {
			continue
		}
		r, err := p.newest(ctx, s.id)
		if err != nil {
			return err
		}
		if knows(r.Head, k.Told) {
			continue
		}
		h, _ := journal.Recover(r.Head, k.Told, k.hasRead, p.language(r.Head))
		in.revisions = append(in.revisions, next(r, h, p.now(), journal.Emitted))
	}
	if err := p.record(ctx, in); err != nil {
		return err
	}
	if err := p.refresh(ctx); err != nil {
		return err
	}
	p.Save()
	return nil
}

// knows reports whether a head has all that was told.
func knows(h journal.Head, told []journal.Told) bool {
	for _, t := range told {
		if !slices.ContainsFunc(h.FollowUps, func(f journal.FollowUp) bool { return f.ID == t.ID && f.State == journal.Out }) {
			return false
		}
	}
	return true
}

func (k Remembered) hasRead(text string) bool { return k.ID == "" || journal.Contains(k.Text, text) }

func (p *Publisher) language(h journal.Head) string {
	if h.Language != "" {
		return h.Language
	}
	return p.Settings.Language
}

// remember makes a new story what subscribers know of it. It returns the id that
// the story is to have.
func (p *Publisher) remember(in *intake, a *article, id string) string {
	k, ok := p.remembered[a.name]
	if !ok || k.ID == "" {
		return id
	}
	if k.Story != "" && p.index.stories[k.Story] == nil && !in.begun[k.Story] {
		id = k.Story
	}
	a.head = journal.Begin(p.version(a, id), "", "")
	if a.head.ID = a.post.ID; a.head.ID == "" {
		a.head.ID = k.ID
	}
	if !k.Published.IsZero() {
		a.head.Published = k.Published.UTC()
		a.head.Updated = later(k.Updated.UTC(), a.head.Published)
		a.head.Modified = later(a.head.Modified, a.head.Updated)
	}
	a.head.Slug, a.head.Nth = k.Slug, k.Nth
	if k.Slug != "" {
		in.slugs[k.Slug] = true
	}
	a.head, _ = journal.Recover(a.head, k.Told, k.hasRead, p.language(a.head))
	return id
}
