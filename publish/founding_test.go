package publish

import (
	"fmt"
	"io"
	"iter"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"writethru/feedgen"
	"writethru/internal/stamp"
	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/posts"
	"writethru/serve"
	"writethru/watch"
)

// An oldSite is a folder of many articles that name no date and are as old as
// their files, and its publisher.
type oldSite struct {
	t     *testing.T
	dir   string
	data  string
	clock time.Time
	p     *Publisher
	known map[string]stamp.Stamp
}

// written is when the articles of an old site were.
var written = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func newOldSite(t *testing.T, articles int) *oldSite {
	t.Helper()
	w := &oldSite{t: t, dir: t.TempDir(), data: t.TempDir(), clock: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	for n := range articles {
		w.write(name(n), fmt.Sprintf("---\ntitle: Article %d\n---\nText %d.\n", n, n))
		w.age(name(n), written.Add(time.Duration(n)*time.Minute))
	}
	w.open()
	t.Cleanup(func() { w.crash() })
	return w
}

func name(n int) string { return fmt.Sprintf("a%04d.md", n) }

func (w *oldSite) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *oldSite) age(name string, at time.Time) {
	w.t.Helper()
	if err := os.Chtimes(filepath.Join(w.dir, name), at, at); err != nil {
		w.t.Fatal(err)
	}
}

func (w *oldSite) open() {
	w.t.Helper()
	store, err := sqlite.Open(w.t.Context(), w.data, sqlite.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	now := func() time.Time { return w.clock }
	w.p = &Publisher{Settings: Defaults(), Posts: os.DirFS(w.dir), Store: store, Site: &serve.Site{Now: now}, Log: slog.New(slog.DiscardHandler), Now: now,
		Snapshot: filepath.Join(w.data, "snapshot")}
	w.p.Settings.FollowUps.Settle = 0
	if err := w.p.Load(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.known = maps.Collect(w.p.Known)
}

// crash ends the publisher: nothing is left but what is on disk.
func (w *oldSite) crash() {
	w.p.Site.Close()
	w.p.Store.Close()
}

// scan compares the folder with what is known.
func (w *oldSite) scan() watch.Batch {
	w.t.Helper()
	b, err := watch.Scan(w.t.Context(), watch.Options{Root: w.dir, Quiet: 1, Match: posts.Match, Known: maps.All(w.known)})
	if err != nil {
		w.t.Fatal(err)
	}
	maps.Copy(w.known, b.Changed)
	return b
}

// save publishes what was saved, as a watcher tells it.
func (w *oldSite) save() {
	w.t.Helper()
	b := w.scan()
	b.Scanned = false
	if err := w.p.Take(w.t.Context(), b); err != nil {
		w.t.Fatal(err)
	}
	w.clock = w.clock.Add(10 * time.Second) // each entry has a second of its own
	if err := w.p.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// start begins to take the whole folder, in steps.
func (w *oldSite) start() (next func() bool, stop func()) {
	w.t.Helper()
	step, stop := iter.Pull(w.p.taking(w.t.Context(), w.scan()))
	return func() bool {
		err, more := step()
		if err != nil {
			w.t.Fatal(err)
		}
		return more
	}, stop
}

func (w *oldSite) finish(next func() bool) {
	for next() {
		continue
	}
}

func (w *oldSite) heads() map[string]journal.Head {
	w.t.Helper()
	out := map[string]journal.Head{}
	for r, err := range w.p.Store.Heads(w.t.Context()) {
		if err != nil {
			w.t.Fatal(err)
		}
		if r.Story != ownStory {
			out[r.Head.Name] = r.Head
		}
	}
	return out
}

// A start that sees a folder for the first time and is killed, wherever, is gone
// on with by the next: every article is as old as its file.
func TestInterruptedFoundingGoesOn(t *testing.T) {
	const articles = 3*atOnce + 10
	for steps := range 5 {
		t.Run(fmt.Sprintf("killed after step %d", steps), func(t *testing.T) {
			w := newOldSite(t, articles)
			next, stop := w.start()
			for range steps {
				next()
			}
			stop()
			w.crash()
			w.clock = w.clock.Add(time.Hour)
			w.open()
			next, stop = w.start()
			defer stop()
			w.finish(next)

			heads := w.heads()
			for n := range articles {
				h := heads[name(n)]
				if want := written.Add(time.Duration(n) * time.Minute); !h.Published.Equal(want) || !h.Imported || h.Nth != 0 {
					t.Fatalf("%s is dated %s, imported %t, entry %d, want %s like its file", name(n), h.Published, h.Imported, h.Nth, want)
				}
			}
			w.mustSeeNews(articles)
		})
	}
}

// mustSeeNews starts anew with one more article, which came while no publisher
// ran: it is news now.
func (w *oldSite) mustSeeNews(n int) {
	w.t.Helper()
	w.crash()
	w.write(name(n), "---\ntitle: News\n---\nNews.\n")
	w.age(name(n), written)
	w.open()
	next, stop := w.start()
	defer stop()
	w.finish(next)
	if h := w.heads()[name(n)]; !h.Published.Equal(w.clock) || h.Imported || h.Nth != 1 {
		w.t.Errorf("an article that came after the first start is dated %s, imported %t, entry %d, want it to be news", h.Published, h.Imported, h.Nth)
	}
}

// What is saved while a large folder is read for the first time is published at
// once, and nothing of it is taken twice or lost.
func TestSavesWhileAFolderIsRead(t *testing.T) {
	const articles = 4 * atOnce
	w := newOldSite(t, articles)
	next, stop := w.start()
	defer stop()
	next()
	told := 0
	for step, more := 0, true; more; step++ {
		w.clock = w.clock.Add(time.Hour)
		recorded := newest(w)
		w.write(recorded, fmt.Sprintf("---\ntitle: Followed %d\n---\nText.\n\n**Update:** It is news %d.\n", step, step))
		last := name(step) // the newest files are read first
		w.write(last, fmt.Sprintf("---\ntitle: Rewritten %d\n---\nOther text.\n", step))
		w.write(fmt.Sprintf("b%d.md", step), "---\ntitle: Fresh\n---\nIt came meanwhile.\n")
		w.save()
		if r, ok := w.p.Site.Lookup("/updates.rss"); !ok || !strings.Contains(string(r.Body), fmt.Sprintf("It is news %d.", step)) {
			t.Fatalf("step %d: a follow-up is not published while the folder is read", step)
		}
		told++
		more = next()
	}

	heads := w.heads()
	if len(heads) != articles+told {
		t.Errorf("there are %d stories, want one of each of %d articles", len(heads), articles+told)
	}
	var ids []string
	for file, h := range heads {
		ids = append(ids, h.ID)
		switch {
		case file[0] == 'b':
			if h.Imported || h.Nth == 0 {
				t.Errorf("%s is imported, and came later", file)
			}
		case !h.Imported || h.Published.Year() != written.Year():
			t.Errorf("%s is dated %s, imported %t, want it as old as its file was", file, h.Published, h.Imported)
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(heads) {
		t.Error("two entries have one id")
	}
	for n := range told {
		if h := heads[name(n)]; h.Title != fmt.Sprintf("Rewritten %d", n) {
			t.Errorf("%s is %q, want its last text", name(n), h.Title)
		}
	}
	if again := w.scan(); len(again.Changed)+len(again.Removed) > 0 {
		t.Errorf("after all %d files differ", len(again.Changed))
	}
}

// newest is an article that is recorded already.
func newest(w *oldSite) string {
	var best string
	for file := range w.heads() {
		if file[0] == 'a' && file > best {
			best = file
		}
	}
	return best
}

// A build that shows few of many articles tells the faults of all of them.
func TestBuildTellsFaultsOfOutlinedArticles(t *testing.T) {
	w := newOldSite(t, readAtFounding+100)
	w.write(name(0), "---\ntitle: Deep\n---\nText.\n\n"+strings.Repeat("> ", 300)+"deep\n")
	w.age(name(0), written)
	w.write(name(1), "---\ntitle: Binary\n---\nText.\n\n\x00\n")
	w.age(name(1), written)
	var log strings.Builder
	w.p.Log = slog.New(slog.NewTextHandler(io.Writer(&log), nil))
	out := t.TempDir()
	if err := w.p.Build(t.Context(), w.scan(), Build{Out: out, Parts: []BuildPart{BuildFeeds}, Formats: []feedgen.Format{feedgen.RSS}}); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range w.p.Faults() {
		told = append(told, f.File)
	}
	if want := []string{name(0), name(1)}; !slices.Equal(told, want) {
		t.Errorf("faults are told of %v, want %v\n%s", told, want, log.String())
	}
	if h := w.heads()[name(2)]; !h.Unread {
		t.Error("the others are not outlined: this tests nothing")
	}
}
