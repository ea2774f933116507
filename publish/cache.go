package publish

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"writethru/feedgen"
	"writethru/journal"
)

// A version names an entry of a story's revision: it never changes.
type version struct {
	entryKey
	rev int
}

// A cache holds entries that were rendered for feeds that are made when asked
// for: the same newest articles are in many of them. Those that were used last
// stay.
type cache struct {
	most int // bytes

	mu    sync.Mutex // guards all below
	bytes int
	lru   *simplelru.LRU[version, *feedgen.Rendered]
}

// inCache is how much a publisher that serves keeps for feeds that are made when
// asked for; inBuild is how much a build keeps, which makes them all.
const (
	inCache = 8 << 20
	inBuild = 64 << 20
)

func newCache(most int) *cache {
	c := &cache{most: most}
	lru, err := simplelru.NewLRU(math.MaxInt, func(_ version, r *feedgen.Rendered) { c.bytes -= r.Size() })
	if err != nil {
		panic(err) // it is a positive number
	}
	c.lru = lru
	return c
}

func (c *cache) get(v version) (*feedgen.Rendered, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lru.Get(v)
}

func (c *cache) add(v version, r *feedgen.Rendered) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lru.Remove(v) // it may be there in fewer formats
	c.lru.Add(v, r)
	for c.bytes += r.Size(); c.bytes > c.most; {
		c.lru.RemoveOldest()
	}
}

// versions are the entries at places as they are now, in the profile feed. The
// index has to be locked for reading.
func versions(places []place) []version {
	out := make([]version, len(places))
	for i, at := range places {
		out[i] = version{entryKey{at.story.id, at.n, feed}, at.story.rev}
	}
	return out
}

// rendered returns entries in formats. One that can't be rendered is left out,
// and told to the operator.
func (p *Publisher) rendered(ctx context.Context, entries []version, formats ...feedgen.Format) []*feedgen.Rendered {
	return p.renderedFrom(ctx, p.legible, entries, formats...)
}

// A reader reads a story and its article.
type reader func(ctx context.Context, story string) (*edition, error)

// legible reads a story as feeds show it.
func (p *Publisher) legible(ctx context.Context, id string) (*edition, error) {
	return p.edition(ctx, id, journal.Legible)
}

// renderedFrom is rendered, with another way to read a story.
func (p *Publisher) renderedFrom(ctx context.Context, read reader, entries []version, formats ...feedgen.Format) []*feedgen.Rendered {
	out := make([]*feedgen.Rendered, 0, len(entries))
	for _, v := range entries {
		r, err := p.renderedOne(ctx, read, v, formats)
		if err != nil {
			p.figures.refused.Add(1)
			p.Log.Error("entry left out: it can't be rendered", "story", v.story, "follow_up", v.n, "error", err, "advice", "run writethru journal verify; a save of the article makes it anew")
			continue
		}
		out = append(out, r)
	}
	return out
}

func (p *Publisher) renderedOne(ctx context.Context, read reader, v version, formats []feedgen.Format) (*feedgen.Rendered, error) {
	r, lacking := p.cached(v, formats)
	if r != nil && len(lacking) == 0 {
		return r, nil
	}
	e, err := read(ctx, v.story)
	if err != nil {
		return nil, err
	}
	if e.rev != v.rev { // recorded meanwhile: what is made now will be made again
		return feedgen.Render(e.entry(v.entryKey), formats...)
	}
	return e.rendered(v.entryKey, formats...)
}

// cached gives an entry that was rendered, or nil, and the formats that it lacks.
func (p *Publisher) cached(v version, formats []feedgen.Format) (r *feedgen.Rendered, lacking []feedgen.Format) {
	r, known := p.cache.get(v)
	if !known {
		return nil, formats
	}
	return r, slices.DeleteFunc(slices.Clone(formats), r.Has)
}

// rendered is an entry in formats: what was rendered already is not made again.
func (e *edition) rendered(k entryKey, formats ...feedgen.Format) (*feedgen.Rendered, error) {
	v := version{k, e.rev}
	r, lacking := e.p.cached(v, formats)
	if r != nil && len(lacking) == 0 {
		return r, nil
	}
	entry := e.entries[k]
	if entry == nil {
		entry = e.entry(k)
		e.entries[k] = entry
		e.p.items.Add(v, item{e.itemOf(entry, k.n), true})
	}
	var err error
	if r == nil {
		r, err = feedgen.Render(entry, lacking...)
	} else {
		r, err = r.With(entry, lacking...)
	}
	if err == nil {
		e.p.cache.add(v, r)
	}
	return r, err
}
