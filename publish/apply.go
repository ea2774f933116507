package publish

import (
	"slices"

	"writethru/journal"
)

// many is how many revisions at once are put in order together, by the next
// refresh, which then makes everything anew that is made when asked for.
const many = 64

// apply takes recorded revisions into the index.
func (p *Publisher) apply(revisions []journal.Revision) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flood = p.flood || len(revisions) >= many
	for _, r := range revisions {
		p.note(r)
		if r.Story == ownStory {
			p.configured(r)
			continue
		}
		if s := p.index.stories[r.Story]; s != nil && s.rev >= r.Rev {
			continue
		}
		now := p.index.story(r)
		before := p.index.put(now)
		p.owe(before, now)
		if r.Kind == journal.Read {
			continue // readers of feeds get what they got before
		}
		p.dirty = true
		for _, s := range []*story{before, now} {
			p.forget(s)
		}
	}
	if !p.flood {
		p.index.settle()
	}
}

// putInOrder puts a flood of revisions in order.
func (p *Publisher) putInOrder() {
	if !p.flood {
		return
	}
	p.mu.Lock()
	p.index.settle()
	p.mu.Unlock()
	p.Site.InvalidatePrefix("/")
	p.flood = false
}

// forget makes what was made of a story be made again when it is needed.
func (p *Publisher) forget(s *story) {
	if s == nil {
		return
	}
	for _, in := range profiles {
		p.spoil(entryKey{s.id, 0, in})
	}
	for _, e := range s.emitted {
		p.spoil(entryKey{s.id, e.n, feed})
	}
	if p.flood {
		return // all is made anew
	}
	for _, slug := range slices.Concat(s.oldSlugs, []string{s.slug}) {
		p.renew(storyPath(slug))
	}
	for _, list := range [][]*group{s.groups, s.left} {
		for _, g := range list {
			p.renew(g.path())
		}
	}
	p.Site.InvalidatePrefix("/sitemap")
	p.Site.Invalidate("/feeds.opml")
	for _, n := range p.index.archive.pagesOf(s) {
		p.Site.InvalidatePrefix(archivePath(n))
		p.Site.Invalidate(volumePath(n))
	}
}

func (p *Publisher) spoil(k entryKey) {
	if e := p.entries[k]; e != nil {
		e.stale = true
	}
}
