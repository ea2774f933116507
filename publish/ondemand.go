package publish

import (
	"context"
	"errors"
	"io/fs"
	"mime"
	"path"
	"slices"
	"strings"

	"writethru/feedgen"
	"writethru/internal/folder"
	"writethru/journal"
	"writethru/serve"
)

// Missing makes the resources that are made when first asked for: the front
// page, a story's page, feeds and files, the feeds of groups, archive pages, and
// the lists of feeds and pages. It reports false for a path where
// there is nothing. It may be called at any time from any goroutine.
func (p *Publisher) Missing(ctx context.Context, at string) (serve.Resource, bool, error) {
	if r, ok, err := p.pageAt(ctx, at); ok || err != nil {
		return r, ok, err
	}
	top, rest, _ := strings.Cut(strings.TrimPrefix(at, "/"), "/")
	switch {
	case at == "/feeds.opml":
		r, err := p.opml()
		return r, err == nil, err
	case strings.HasPrefix(at, "/sitemap") && strings.HasSuffix(at, ".xml"):
		return p.sitemap(at)
	case at == promisesPath && p.Settings.NoPages:
		return serve.Resource{}, false, nil
	case at == promisesPath, top == "promises":
		return p.ofPromises(ctx, at)
	case top == "archive":
		return p.ofArchive(ctx, rest)
	case top != "stories":
		return p.ofGroup(ctx, at)
	}
	slug, file, slash := strings.Cut(rest, "/")
	s := p.storyOf(slug)
	switch {
	case s == nil:
		return serve.Resource{}, false, nil
	case s.withdrawn:
		return serve.Resource{Gone: true}, true, nil
	case s.slug != slug || !slash:
		return serve.Resource{Location: p.Settings.at(storyPath(s.slug) + file)}, true, nil
	}
	e, err := p.edition(ctx, s.id, journal.Complete)
	if err != nil {
		return serve.Resource{}, false, err
	}
	return p.ofStory(e, s, file)
}

// storyOf returns the story that has or had a slug.
func (p *Publisher) storyOf(slug string) *story {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.index.slugs[slug]
}

// ofStory makes what is below a story's path: "" is its page.
func (p *Publisher) ofStory(e *edition, s *story, file string) (serve.Resource, bool, error) {
	p.mu.RLock()
	age := p.age
	p.mu.RUnlock()
	var r serve.Resource
	var err error
	format, isFeed := feedFile(file)
	switch {
	case file == "" && p.Settings.NoPages:
		return serve.Resource{}, false, nil
	case file == "":
		r, err = e.storyPage()
	case isFeed:
		r, err = e.storyFeed(format)
	default:
		r, err = e.asset(file)
		if errors.Is(err, fs.ErrNotExist) {
			return serve.Resource{}, false, nil
		}
	}
	if err != nil {
		return serve.Resource{}, false, err
	}
	r.Modified, r.MaxAge = p.modified(s.changed), age
	return r, true, nil
}

// storyFeed is the feed of one story: its article and its follow-ups.
func (e *edition) storyFeed(format feedgen.Format) (serve.Resource, error) {
	p, h := e.p, e.head
	f := p.frame()
	f.ID, f.Title, f.Home = p.feedID("stories/"+e.story), h.Title, e.page.String()
	f.Language = e.language()
	for _, k := range e.keys() {
		r, err := e.rendered(k, format)
		if err != nil {
			return serve.Resource{}, err
		}
		f.Entries = append(f.Entries, r)
	}
	return p.document(f, storyPath(h.Slug)+"feed.", format)
}

// keys are the story's entries, newest first.
func (e *edition) keys() []entryKey {
	keys := []entryKey{{e.story, 0, feed}}
	for _, f := range e.head.FollowUps {
		if f.State == journal.Out && !f.Removed {
			keys = append(keys, entryKey{e.story, f.N, feed})
		}
	}
	slices.SortStableFunc(keys[1:], func(a, b entryKey) int {
		return e.head.FollowUps[b.n-1].Emitted.Compare(e.head.FollowUps[a.n-1].Emitted)
	})
	return append(keys[1:], keys[0])
}

// asset is a file that the article refers to, and nothing else: fs.ErrNotExist
// for all other files, be they there or not. It may be replaced without a change
// of the article, so it is read when it is asked for.
func (e *edition) asset(file string) (serve.Resource, error) {
	name := path.Join(path.Dir(e.head.Name), file)
	if !slices.Contains(e.post.Assets(), name) {
		return serve.Resource{}, fs.ErrNotExist
	}
	open := func() (fs.File, error) { return openRegular(e.p.Posts, name) }
	f, err := open()
	if err != nil {
		return serve.Resource{}, err
	}
	defer f.Close()
	t := mime.TypeByExtension(path.Ext(name))
	if t == "" || strings.HasPrefix(t, "text/html") || strings.Contains(t, "script") || strings.Contains(t, "svg") {
		t = "application/octet-stream" // nothing that could act on our pages
	}
	return serve.Resource{Type: t, Open: open}, nil
}

// openRegular opens a file that is one. What can't be opened is not there for
// readers, unless nothing can be said of it.
func openRegular(posts fs.FS, name string) (fs.File, error) {
	info, err := fs.Stat(posts, name)
	if err == nil && !info.Mode().IsRegular() { // a pipe would not open
		return nil, fs.ErrNotExist
	}
	f, err := posts.Open(name)
	switch {
	case errors.Is(err, folder.ErrAway):
		return nil, err
	case err != nil:
		return nil, fs.ErrNotExist
	}
	return f, nil
}
