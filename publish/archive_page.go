package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"writethru/feedgen"
	"writethru/serve"
)

// ageArchived is how long caches may use archive pages without asking: a page
// changes only when an entry in it is corrected or withdrawn.
const ageArchived = time.Hour

// archivePath is where an archive page is, without the format's ending.
func archivePath(n int) string { return fmt.Sprintf("/archive/%d.", n) }

// ofArchive makes an archive page (RFC 5005, section 4). The page that is being
// filled is there too; no feed leads to it unless it has what no feed shows.
func (p *Publisher) ofArchive(ctx context.Context, file string) (serve.Resource, bool, error) {
	if number, ok := strings.CutSuffix(file, "/"); ok && !p.Settings.NoPages {
		n, _ := strconv.Atoi(number) // 0: no page
		if strconv.Itoa(n) != number {
			return serve.Resource{}, false, nil
		}
		return p.volume(ctx, n)
	}
	number, ext, _ := strings.Cut(file, ".")
	format, ok := feedgen.ParseFormat(ext)
	n, _ := strconv.Atoi(number) // 0: no page
	if !ok || strconv.Itoa(n) != number {
		return serve.Resource{}, false, nil
	}
	page, ok, err := p.page(n)
	if err != nil || !ok {
		return serve.Resource{}, false, err
	}
	r, err := p.archiveFeed(page, p.rendered(ctx, page.entries, format), format)
	return r, err == nil, err
}

// A page is an archive page, to be rendered.
type page struct {
	n       int
	full    bool
	entries []version // newest first
	changed int64     // in milliseconds
}

var errUnsettled = errors.New("articles are being put in order")

// page returns the n-th archive page.
func (p *Publisher) page(n int) (out page, ok bool, err error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	a := &p.index.archive
	if a.unsorted {
		return out, false, errUnsettled
	}
	if n < 1 || n > a.full()+1 {
		return out, false, nil
	}
	out.n, out.full = n, n <= a.full()
	var places []place
	for _, slot := range a.page(n) {
		s := a.story(slot)
		out.changed = max(out.changed, s.changed)
		if at, ok := s.place(int(slot.n)); ok {
			places = append(places, at)
		}
	}
	slices.SortFunc(places, func(a, b place) int { return b.compare(a) })
	out.entries = versions(places)
	return out, true, nil
}

// archiveFeed is the document of an archive page.
func (p *Publisher) archiveFeed(at page, entries []*feedgen.Rendered, format feedgen.Format) (serve.Resource, error) {
	f := p.describe(feed, entries)
	f.Tombstones = nil
	f.Archive.Current = p.Settings.at(p.feedPath(feed) + format.Ext())
	f.Archive.Prev = p.archiveURL(at.n-1, format)
	if at.full {
		f.Archive.Next = p.archiveURL(at.n+1, format)
	}
	r, err := p.document(f, archivePath(at.n), format)
	r.Modified, r.MaxAge = p.modified(at.changed), ageArchived
	return r, err
}

// archiveURL is the address of a page, or "" for the one before the first.
func (p *Publisher) archiveURL(n int, format feedgen.Format) string {
	if n < 1 {
		return ""
	}
	return p.Settings.at(archivePath(n) + format.Ext())
}

// newestPage is the archive page that a feed with these entries goes on to: the
// newest full one, unless the one being filled has an entry that is not in the
// feed, as an article with an old date is.
func (p *Publisher) newestPage(shown map[entryKey]bool) int {
	a := &p.index.archive
	for _, slot := range a.page(a.full() + 1) {
		s, n := a.story(slot), int(slot.n)
		if _, ok := s.place(n); ok && !shown[entryKey{s.id, n, feed}] {
			return a.full() + 1
		}
	}
	return a.full()
}
