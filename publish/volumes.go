package publish

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"writethru/serve"
	"writethru/serve/pages"
)

// volumePath is where people find what an archive page holds.
func volumePath(n int) string { return fmt.Sprintf("/archive/%d/", n) }

// volumeURL is the address of a volume, or "" for the one before the first.
func (p *Publisher) volumeURL(n int) string {
	if n < 1 {
		return ""
	}
	return p.Settings.at(volumePath(n))
}

// volume is an archive page for people: headlines.
func (p *Publisher) volume(ctx context.Context, n int) (serve.Resource, bool, error) {
	of, ok, err := p.page(n)
	if err != nil || !ok {
		return serve.Resource{}, false, err
	}
	page := pages.ArchivePage{
		Publication: p.publication(), Path: volumePath(n), Page: n,
		Items: p.listed(ctx, of.entries, false), Older: p.volumeURL(n - 1),
	}
	if of.full {
		page.Newer = p.volumeURL(n + 1)
	}
	var b bytes.Buffer
	err = p.theme().Archive(&b, page)
	return serve.Resource{Type: typeHTML, Body: b.Bytes(), Modified: p.modified(of.changed), MaxAge: ageArchived}, err == nil, err
}

// archiveFront lists the volumes, newest first.
func (p *Publisher) archiveFront() (serve.Resource, error) {
	volumes, err := p.volumes()
	if err != nil {
		return serve.Resource{}, err
	}
	var b bytes.Buffer
	err = p.theme().Archive(&b, pages.ArchivePage{Publication: p.publication(), Path: "/archive/", Contents: volumes})
	return p.listing(&b), err
}

// volumes are all archive pages that hold something.
func (p *Publisher) volumes() ([]pages.Volume, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	a := &p.index.archive
	if a.unsorted {
		return nil, errUnsettled
	}
	var out []pages.Volume
	for n := 1; n <= a.full()+1; n++ {
		v := pages.Volume{URL: p.volumeURL(n)}
		first, last := int64(0), int64(0)
		for _, slot := range a.slots[(n-1)*perPage : min(n*perPage, len(a.slots))] {
			at, ok := a.story(slot).place(int(slot.n))
			if !ok {
				continue
			}
			if v.Entries == 0 || at.at < first {
				first = at.at
			}
			last = max(last, at.at)
			v.Entries++
		}
		if v.Entries > 0 {
			v.From, v.To = time.Unix(first, 0).UTC(), time.Unix(last, 0).UTC()
			out = append(out, v)
		}
	}
	slices.Reverse(out)
	return out, nil
}
