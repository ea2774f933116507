package publish

import (
	"cmp"
	"context"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/cespare/xxhash/v2"
	"golang.org/x/sync/errgroup"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/serve"
)

// A kept is an entry as feeds show it now.
type kept struct {
	entry    *feedgen.Entry // without its content
	content  uint64         // its hash
	rendered *feedgen.Rendered
	shown    shown
	stale    bool // its story changed since
}

// refresh makes what readers are given what the index says: it renders the
// entries that feeds show and do not have yet, assembles the feeds from kept
// bytes, and puts them; the site tells which of them differ. A failure of one
// entry stops no other.
func (p *Publisher) refresh(ctx context.Context) error {
	flood := p.flood
	p.putInOrder()
	age := p.maxAge(p.now())
	if !p.dirty && age == p.age {
		return nil
	}
	begun := p.Now()
	var keys [len(profiles)][]entryKey
	wanted := map[entryKey]bool{}
	for _, in := range profiles {
		keys[in] = p.keys(in)
		for _, k := range keys[in] {
			wanted[k] = true
		}
	}
	newestPage := p.newestPage(wanted)
	p.renderAll(ctx, wanted)
	resources := map[string]serve.Resource{}
	var window []shown
	for _, in := range profiles {
		var entries []*feedgen.Rendered
		for _, k := range keys[in] {
			if e := p.entries[k]; e != nil {
				entries = append(entries, e.rendered)
				if in == feed {
					window = append(window, e.shown)
				}
			}
		}
		f := p.describe(in, entries)
		for _, format := range p.formats {
			if in == feed {
				f.Archive.Prev = p.archiveURL(newestPage, format)
			}
			r, err := p.document(f, p.feedPath(in), format)
			if err != nil {
				return err
			}
			r.Modified, r.MaxAge = p.modified(p.index.changed[in]), age
			resources[p.feedPath(in)+format.Ext()] = r
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.counted(wanted)
	maps.DeleteFunc(p.entries, func(k entryKey, _ *kept) bool { return !wanted[k] })
	p.mu.Lock()
	p.window, p.older, p.age = window, newestPage, age
	p.mu.Unlock()
	p.Site.Put(resources)
	p.Site.Invalidate(lists...)
	p.tell(flood)
	p.dirty = false
	p.figures.refresh.Add(p.Now().Sub(begun))
	return nil
}

// shown are the places of what a profile's feed shows, newest first.
func (p *Publisher) shown(in profile) []place {
	limit := p.Settings.FeedLimit
	switch in {
	case stories:
		// The stories that changed last, in the order of their publication.
		places := p.index.recent.newest(limit)
		for i := range places {
			places[i].at = places[i].story.published
		}
		slices.SortFunc(places, func(a, b place) int { return b.compare(a) })
		return places
	case updates:
		return p.index.updates.newest(limit)
	default:
		return p.index.feed.newest(limit)
	}
}

// keys are the entries of a profile's feed, newest first.
func (p *Publisher) keys(in profile) []entryKey {
	places := p.shown(in)
	keys := make([]entryKey, len(places))
	for i, at := range places {
		keys[i] = entryKey{story: at.story.id, n: at.n, profile: in}
		if at.n > 0 {
			keys[i].profile = feed
		}
	}
	return keys
}

// renderAll renders the entries that are not kept yet, story by story, on all
// processors. One that can't be rendered stays as it was.
func (p *Publisher) renderAll(ctx context.Context, keys map[entryKey]bool) {
	missing := map[string][]entryKey{}
	for k := range keys {
		if e := p.entries[k]; e == nil || e.stale {
			missing[k.story] = append(missing[k.story], k)
		}
	}
	reused := len(keys)
	for _, again := range missing {
		reused -= len(again)
	}
	p.figures.reused.Add(int64(reused))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	var mu sync.Mutex // guards p.entries
	for id, keys := range missing {
		g.Go(func() error {
			e, err := p.edition(ctx, id, journal.Legible)
			if err != nil {
				p.figures.refused.Add(int64(len(keys)))
				p.Log.Error("story can't be rendered", "story", id, "error", err, "advice", "run writethru journal verify; a save of the article makes it anew")
				return nil
			}
			var last *kept
			for _, k := range keys {
				entry, err := e.render(k, last, p.formats)
				if err != nil {
					p.figures.refused.Add(1)
					p.Log.Error("entry does not read back as meant: the last good one stays", "story", id, "follow_up", k.n, "error", err, "advice", "report it with the article: it is a bug of the program")
					continue
				}
				p.figures.rendered.Add(1)
				mu.Lock()
				p.entries[k] = entry
				mu.Unlock()
				last = entry
			}
			return nil
		})
	}
	_ = g.Wait() // what failed is logged
}

// render makes the entry that a key names. An article that was never followed
// up is the same in all profiles: what was rendered last is taken again then.
func (e *edition) render(k entryKey, last *kept, formats []feedgen.Format) (*kept, error) {
	entry := e.entry(k)
	content := entry.Content
	entry.Content = ""
	if last != nil && last.content == xxhash.Sum64String(content) && reflect.DeepEqual(last.entry, entry) {
		return last, nil
	}
	entry.Content = content
	r, err := feedgen.Render(entry, formats...)
	if err != nil {
		return nil, err
	}
	entry.Content = ""
	return &kept{entry: entry, content: xxhash.Sum64String(content), rendered: r, shown: shown{e.itemOf(entry, k.n), k.story, k.n}}, nil
}

// entry is the entry that a key names.
func (e *edition) entry(k entryKey) *feedgen.Entry {
	if k.n > 0 {
		return e.followUp(k.n)
	}
	return e.article(k.profile)
}

// describe is a profile's feed, without the address that depends on a format.
func (p *Publisher) describe(in profile, entries []*feedgen.Rendered) *feedgen.Feed {
	f := p.frame()
	f.Entries = entries
	switch in {
	case stories:
		f.ID = p.feedID("stories")
	case updates:
		f.ID = p.feedID("updates")
	default:
		f.ID, f.Tombstones = p.feedID("feed"), p.tombstones()
	}
	f.Title = p.titles(in)
	return f
}

// titles are what the feeds of profiles are called.
func (p *Publisher) titles(in profile) string {
	return p.Settings.Title + [...]string{feed: "", stories: ": stories", updates: ": updates"}[in]
}

// frame is what all feeds of the publication have in common.
func (p *Publisher) frame() *feedgen.Feed {
	s := p.Settings
	return &feedgen.Feed{
		Title: s.Title, Description: s.Description, Language: s.Language, Author: s.Author, Home: s.home(),
		Updated:   p.founded,
		Generator: feedgen.Generator{Name: "Writethru", Version: s.Version},
	}
}

// feedID is the Atom id of a feed, the same for ever.
func (p *Publisher) feedID(name string) string {
	return feedgen.TagURI(p.Settings.Authority, p.founded, name)
}

// tombstones are those of the entries that were withdrawn since the oldest
// entry of the feed.
func (p *Publisher) tombstones() []feedgen.Tombstone {
	oldest := int64(0)
	if last := p.index.feed.newest(p.Settings.FeedLimit); len(last) == p.Settings.FeedLimit {
		oldest = last[len(last)-1].at
	}
	var out []feedgen.Tombstone
	for _, s := range p.index.stones {
		if s.changed/1000 < oldest {
			continue
		}
		when := time.Unix(s.changed/1000, 0).UTC()
		for _, id := range s.stones {
			out = append(out, feedgen.Tombstone{ID: id, When: when})
		}
	}
	slices.SortFunc(out, func(a, b feedgen.Tombstone) int {
		return cmp.Or(b.When.Compare(a.When), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(len(out), p.Settings.FeedLimit)]
}

// document is a feed in one format as readers get it. path is without the
// format's ending.
func (p *Publisher) document(f *feedgen.Feed, path string, format feedgen.Format) (serve.Resource, error) {
	f.Self = p.Settings.at(path + format.Ext())
	f.Hubs = p.Settings.hubs(path + format.Ext())
	f.Others = nil
	for _, other := range feedgen.Formats {
		if other != format {
			f.Others = append(f.Others, feedgen.Link{Rel: "alternate", Type: other.MediaType(), URL: p.Settings.at(path + other.Ext())})
		}
	}
	body, spans, err := feedgen.Assemble(f, format)
	if err != nil {
		return serve.Resource{}, err
	}
	r := serve.Resource{
		Type: format.Type(),
		Body: body,
		Link: linkHeader(f),
	}
	for _, e := range f.Entries {
		if e.FollowUp() {
			r.Emitted = append(r.Emitted, e.Published())
		}
	}
	for _, s := range spans {
		r.Entries = append(r.Entries, serve.Span{Start: s.From, End: s.To})
	}
	return r, nil
}

// feedPath is where a profile's feed is, without the format's ending.
func (p *Publisher) feedPath(in profile) string {
	return [...]string{feed: "/feed.", stories: "/stories.", updates: "/updates."}[in]
}

// settling is how long it takes at most, as a rule, from a revision to the
// bytes that readers get. Last-Modified is later than the revision by as much,
// so that it is the same on every start and every replica.
const settling = 250 * time.Millisecond

// modified is when a document with stories last changed at a millisecond came to
// be: not before the settings that it is made with.
func (p *Publisher) modified(changed int64) time.Time {
	return time.UnixMilli(max(changed, p.since.Load())).UTC().Add(settling)
}

// How long readers may go without asking: a short time while a story develops.
const (
	ageDeveloping = time.Minute
	ageOwed       = 5 * time.Minute
	ageQuiet      = 15 * time.Minute
)

// maxAge is how long caches may use feeds without asking. It is a floor on how
// soon polite readers see a follow-up.
func (p *Publisher) maxAge(now time.Time) time.Duration {
	for _, e := range p.index.updates.newest(1) {
		if over := time.Unix(e.at, 0).Add(day); over.After(now) {
			p.wake(over)
			return ageDeveloping
		}
	}
	for _, at := range p.index.feed.newest(p.Settings.FeedLimit) {
		if at.story.open > 0 {
			return ageOwed
		}
	}
	return ageQuiet
}
