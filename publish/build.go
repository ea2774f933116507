package publish

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/posts"
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

	// Rescan scans the folder once more, if articles change while they are
	// read. If it is nil, they stay as they were.
	Rescan func(context.Context) (watch.Batch, error)
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
	p.room = makeRoom(len(p.index.stories)+len(scan.Changed), roomInBuild)
	defer p.room.close()
	p.cache, p.items, p.formats, p.outlines = newCache(inBuild), newItems(itemsInBuild), b.Formats, true
	if err := p.takeWhole(ctx, scan, b.Rescan); err != nil {
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

// takeWhole takes a scan, and scans again while articles change that it reads.
// Those that go on doing so have a fault.
func (p *Publisher) takeWhole(ctx context.Context, b watch.Batch, rescan func(context.Context) (watch.Batch, error)) error {
	for tries := 5; ; tries-- {
		var torn []string
		p.Again = func(names ...string) { torn = append(torn, names...) }
		err := p.Take(ctx, b)
		p.Again = nil
		if err != nil || len(torn) == 0 {
			return err
		}
		if tries == 0 || rescan == nil {
			for _, name := range torn {
				p.fault(name, []posts.Fault{{File: name, What: posts.ErrTorn.Error(), Want: "a file that nobody writes to meanwhile"}})
			}
			return nil
		}
		if b, err = rescan(ctx); err != nil {
			return err
		}
	}
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
