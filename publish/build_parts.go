package publish

import (
	"context"
	"path"
	"slices"
	"strings"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/serve"
)

// feeds writes the feeds of the whole publication.
func (w *builder) feeds(context.Context) error {
	for _, in := range profiles {
		for _, format := range w.Formats {
			at := w.p.feedPath(in) + format.Ext()
			if r, ok := w.p.Site.Lookup(at); ok {
				if err := w.dir.write(at, r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// groups write the feeds of the groups of a kind.
func (w *builder) groups(kind journal.LabelKind) (out []work) {
	for _, g := range w.p.index.listed() {
		if g.kind != kind {
			continue
		}
		out = append(out, func(ctx context.Context) error {
			entries := w.p.rendered(ctx, versions(g.order.newest(w.p.Settings.FeedLimit)), w.Formats...)
			return w.documents(g.path()+"feed.", func(format feedgen.Format) (serve.Resource, error) {
				return w.p.groupFeed(g, entries, format)
			})
		})
	}
	return out
}

// volumes write the archive pages, each with the stories in it.
func (w *builder) volumes() (out []work) {
	for n := range w.p.index.archive.full() + 1 {
		out = append(out, func(ctx context.Context) error { return w.volume(ctx, n+1) })
	}
	return out
}

// volume writes an archive page and the stories in it, each of which is read
// once for both.
func (w *builder) volume(ctx context.Context, n int) error {
	editions := map[string]*edition{}
	read := func(ctx context.Context, id string) (e *edition, err error) {
		if e = editions[id]; e == nil {
			if e, err = w.p.edition(ctx, id, journal.Complete); err == nil {
				editions[id] = e
			}
		}
		return e, err
	}
	if slices.Contains(w.Parts, BuildArchive) {
		if err := w.archive(ctx, n, read); err != nil {
			return err
		}
	}
	if !slices.Contains(w.Parts, BuildStories) {
		return nil
	}
	archive := &w.p.index.archive
	for _, slot := range archive.page(n) {
		s := archive.story(slot)
		if slot.n > 0 || s.withdrawn {
			continue
		}
		if err := w.story(ctx, s, read); err != nil {
			return err
		}
		delete(editions, s.id)
	}
	return nil
}

// topics write the pages of all groups.
func (w *builder) topics() (out []work) {
	for _, g := range w.p.index.listed() {
		out = append(out, func(ctx context.Context) error { return w.topic(ctx, g.label) })
	}
	return out
}

// archive writes an archive page.
func (w *builder) archive(ctx context.Context, n int, read reader) error {
	if err := w.page(ctx, volumePath(n)); err != nil {
		return err
	}
	page, ok, err := w.p.page(n)
	if err != nil || !ok {
		return err
	}
	entries := w.p.renderedFrom(ctx, read, page.entries, w.Formats...)
	return w.documents(archivePath(n), func(format feedgen.Format) (serve.Resource, error) {
		return w.p.archiveFeed(page, entries, format)
	})
}

// documents writes one feed in all formats that are asked for.
func (w *builder) documents(path string, document func(feedgen.Format) (serve.Resource, error)) error {
	for _, format := range w.Formats {
		r, err := document(format)
		if err != nil {
			return err
		}
		if err := w.dir.write(path+format.Ext(), r); err != nil {
			return err
		}
	}
	return nil
}

// story writes a story's page, feeds and files.
func (w *builder) story(ctx context.Context, s *story, read reader) error {
	e, err := read(ctx, s.id)
	if err != nil {
		w.p.Log.Error("not written: what is there stays", "story", s.id, "error", err, "advice", "see the error, and build again")
		w.failed.Add(1)
		w.dir.keep(storyPath(s.slug))
		return nil
	}
	files := []string{""} // its page
	for _, format := range w.Formats {
		files = append(files, "feed."+format.Ext())
	}
	folder := path.Dir(e.head.Name) + "/"
	for _, name := range e.post.Assets() {
		if folder == "./" {
			files = append(files, name)
		} else if file, ok := strings.CutPrefix(name, folder); ok {
			files = append(files, file)
		}
	}
	for _, file := range files {
		r, ok, err := w.p.ofStory(e, s, file)
		if err == nil && ok {
			err = w.dir.write(storyPath(s.slug)+file, r)
			if err != nil && r.Open == nil {
				return err
			}
		}
		if err != nil {
			w.p.Log.Error("not written: what is there stays", "story", s.id, "file", file, "error", err, "advice", "see the error, and build again")
			w.failed.Add(1)
			w.dir.keep(storyPath(s.slug) + file)
		}
	}
	return nil
}

// promises writes the page and the feed of promises.
func (w *builder) promises(ctx context.Context) error {
	r, ok, err := w.p.Missing(ctx, promisesPath)
	if err == nil && ok {
		err = w.dir.write(promisesFolder, r) // a folder is beside it: servers lead there
	}
	if err != nil {
		return err
	}
	return w.documents(promisesFolder+"feed.", func(format feedgen.Format) (serve.Resource, error) {
		r, _, err := w.p.Missing(ctx, promisesFolder+"feed."+format.Ext())
		return r, err
	})
}

// lists writes the front page, the lists of topics and feeds, promises, and the sitemap.
func (w *builder) lists(ctx context.Context) error {
	for n := 1; ; n++ {
		r, ok, err := w.p.sitemap(sitemapPath(n))
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := w.dir.write(sitemapPath(n), r); err != nil {
			return err
		}
	}
	if err := w.promises(ctx); err != nil {
		return err
	}
	for _, at := range append([]string{"/style.css", "/feeds.opml", "/sitemap.xml"}, lists...) {
		if err := w.page(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// topic writes the pages of a group.
func (w *builder) topic(ctx context.Context, of label) error {
	for n := range shelves(w.p.index.groups[of].order.len()) + 1 {
		if err := w.page(ctx, shelfPath(of, n)); err != nil {
			return err
		}
	}
	return nil
}

// page writes what is at a path, if there is anything.
func (w *builder) page(ctx context.Context, at string) error {
	r, ok, err := w.p.Missing(ctx, at)
	if err != nil || !ok {
		return err
	}
	return w.dir.write(at, r)
}
