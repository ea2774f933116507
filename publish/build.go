package publish

import (
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/serve"
	"writethru/watch"
)

// A BuildPart is some of what a build writes.
type BuildPart string

// The parts of a build.
const (
	BuildFeeds    BuildPart = "feeds"    // of the whole publication
	BuildSections BuildPart = "sections" // their feeds
	BuildTags     BuildPart = "tags"
	BuildAuthors  BuildPart = "authors"
	BuildArchive  BuildPart = "archive"
	BuildStories  BuildPart = "stories" // pages, feeds and files of single stories
	BuildTopics   BuildPart = "topics"  // pages of sections, tags and authors
	BuildLists    BuildPart = "lists"   // front page, promises, list of feeds, sitemap
)

// BuildParts are all parts of a build.
var BuildParts = []BuildPart{BuildFeeds, BuildSections, BuildTags, BuildAuthors, BuildArchive, BuildStories, BuildTopics, BuildLists}

// A Build says what to write where. Files that an earlier build wrote there and
// that are not part of this one are removed.
type Build struct {
	Out     string           // a folder
	Parts   []BuildPart      // empty: all
	Formats []feedgen.Format // of feeds; empty: all
}

// Build does once what Run does for ever, from a scan of the posts folder, and
// writes what readers can ask for as files. A file whose bytes are the same is
// not touched; the others are replaced once all are made: a build that fails or
// is killed leaves the site as it was. Follow-ups don't wait to settle: whoever
// builds says that articles are done.
func (p *Publisher) Build(ctx context.Context, scan watch.Batch, b Build) error {
	p.Settings.FollowUps.Settle = 0
	if len(b.Parts) == 0 {
		b.Parts = BuildParts
	}
	if len(b.Formats) == 0 {
		b.Formats = feedgen.Formats[:]
	}
	p.room = makeRoom(len(p.index.stories) + len(scan.Changed))
	defer p.room.close()
	p.cache, p.items, p.formats, p.outlines = newCache(inBuild), newItems(itemsInBuild), b.Formats, true
	if err := p.Take(ctx, scan); err != nil {
		return err
	}
	if err := p.drain(ctx); err != nil {
		return err
	}
	w := &builder{Build: b, p: p, dir: newDirectory(b.Out)}
	defer func() { _ = w.dir.staging.clear() }() // of a build that failed
	if err := w.write(ctx, append([]work{w.save}, w.works()...)); err != nil {
		return err
	}
	if err := w.dir.finish(ctx); err != nil {
		return err
	}
	if n := w.failed.Load(); n > 0 {
		return fmt.Errorf("build: %d stories or files were not written: see the log", n)
	}
	return nil
}

// drain emits all that is due. Entries have a second each, so that some may
// have to wait for theirs; what a limit holds stays for a later build.
func (p *Publisher) drain(ctx context.Context) error {
	for {
		if err := p.Tick(ctx); err != nil {
			return err
		}
		pause := p.pause(nil)
		if len(p.index.waiting) == 0 || pause > time.Second {
			return nil
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// A builder writes files.
type builder struct {
	Build
	p      *Publisher
	dir    *directory
	failed atomic.Int64 // stories and files that could not be made
}

// A work writes a few files that belong together.
type work func(context.Context) error

// works are all that there is to do.
func (w *builder) works() []work {
	var out []work
	volumes := false
	for _, part := range w.Parts {
		switch part {
		case BuildFeeds:
			out = append(out, w.feeds)
		case BuildSections:
			out = append(out, w.groups(journal.SectionLabel)...)
		case BuildTags:
			out = append(out, w.groups(journal.TagLabel)...)
		case BuildAuthors:
			out = append(out, w.groups(journal.AuthorLabel)...)
		case BuildArchive, BuildStories:
			if !volumes {
				out = append(out, w.volumes()...)
			}
			volumes = true
		case BuildTopics:
			out = append(out, w.topics()...)
		case BuildLists:
			out = append(out, w.lists)
		}
	}
	return out
}

// volumes write the archive pages, and after each the stories in it: their
// entries are rendered by then.
func (w *builder) volumes() (out []work) {
	x := w.p.index
	for n := range x.archive.full() + 1 {
		if slices.Contains(w.Parts, BuildArchive) {
			out = append(out, func(ctx context.Context) error { return w.archive(ctx, n+1) })
		}
		if !slices.Contains(w.Parts, BuildStories) {
			continue
		}
		for _, slot := range x.archive.page(n + 1) {
			if s := x.archive.story(slot); slot.n == 0 && !s.withdrawn {
				out = append(out, func(ctx context.Context) error { return w.story(ctx, s) })
			}
		}
	}
	return out
}

// save saves the snapshot for the next build, beside the other works: none of
// them changes what is in it.
func (w *builder) save(context.Context) error {
	w.p.Save()
	return nil
}

// write does works on all processors, which have others to do while one waits
// for the disk.
func (w *builder) write(ctx context.Context, works []work) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2 * runtime.GOMAXPROCS(0))
	var done atomic.Int64
	for _, do := range works {
		g.Go(func() error {
			if err := do(ctx); err != nil {
				return err
			}
			w.p.room.fit()
			w.p.progress("writing files", int(done.Add(1)), len(works))
			return ctx.Err()
		})
	}
	return g.Wait()
}

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

// topics write the pages of all groups.
func (w *builder) topics() (out []work) {
	for _, g := range w.p.index.listed() {
		out = append(out, func(ctx context.Context) error { return w.topic(ctx, g.label) })
	}
	return out
}

// archive writes an archive page.
func (w *builder) archive(ctx context.Context, n int) error {
	if err := w.page(ctx, volumePath(n)); err != nil {
		return err
	}
	page, ok, err := w.p.page(n)
	if err != nil || !ok {
		return err
	}
	entries := w.p.rendered(ctx, page.entries, w.Formats...)
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
func (w *builder) story(ctx context.Context, s *story) error {
	e, err := w.p.edition(ctx, s.id, journal.Complete)
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
