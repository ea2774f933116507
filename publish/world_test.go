package publish_test

import (
	"encoding/json"
	"flag"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"writethru/internal/stamp"
	"writethru/journal/sqlite"
	"writethru/posts"
	"writethru/publish"
	"writethru/serve"
	"writethru/watch"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		f.Value.Set("25") // each is a whole publication with twenty readers
	}
	os.Exit(m.Run())
}

// A world is a folder of articles and its publisher, with a clock of its own.
type world struct {
	t     testing.TB
	dir   string
	data  string
	clock time.Time
	set   publish.Settings
	root  *os.Root
	store *sqlite.Store
	site  *serve.Site
	p     *publish.Publisher
	known map[string]stamp.Stamp

	partnerKnows map[string]string
}

func newWorld(t testing.TB, f publish.FollowUps) *world {
	t.Helper()
	w := &world{
		t: t, dir: t.TempDir(), data: t.TempDir(),
		clock: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC),
		set:   publish.Defaults(), known: map[string]stamp.Stamp{}, partnerKnows: map[string]string{},
	}
	w.set.Title, w.set.FollowUps, w.set.Authority = "The Courier", f, "news.example"
	w.open()
	return w
}

func (w *world) open() {
	w.t.Helper()
	var err error
	if w.root, err = os.OpenRoot(w.dir); err != nil {
		w.t.Fatal(err)
	}
	if w.store, err = sqlite.Open(w.t.Context(), w.data, sqlite.Options{}); err != nil {
		w.t.Fatal(err)
	}
	now := func() time.Time { return w.clock }
	w.site = &serve.Site{Now: now}
	w.p = &publish.Publisher{Settings: w.set, Posts: w.root.FS(), Store: w.store, Site: w.site, Log: slog.New(slog.DiscardHandler), Now: now, Snapshot: filepath.Join(w.data, "snapshot"), Again: func(names ...string) {
		for _, name := range names {
			delete(w.known, name) // the next scan finds it changed
		}
	}}
	if err := w.p.Load(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.known = maps.Collect(w.p.Known)
}

func (w *world) close() {
	w.site.Close()
	w.store.Close()
	w.root.Close()
}

// restart forgets everything that is not in the journal, as a crash does.
func (w *world) restart() {
	w.t.Helper()
	before := w.get("/feed.atom")
	w.close()
	w.open()
	if after := w.get("/feed.atom"); string(after) != string(before) {
		w.t.Fatalf("after a restart the feed has other bytes:\n%s\nwas:\n%s", after, before)
	}
}

func (w *world) write(name, text string) {
	w.t.Helper()
	file := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) rename(from, to string) {
	w.t.Helper()
	if err := os.Rename(filepath.Join(w.dir, from), filepath.Join(w.dir, to)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) remove(name string) {
	w.t.Helper()
	if err := os.Remove(filepath.Join(w.dir, name)); err != nil {
		w.t.Fatal(err)
	}
}

// publish scans the folder and publishes what differs.
func (w *world) publish() {
	w.t.Helper()
	if err := w.p.Take(w.t.Context(), w.changes()); err != nil {
		w.t.Fatal(err)
	}
	w.tick()
}

// changes scans the folder.
func (w *world) changes() watch.Batch {
	w.t.Helper()
	b, err := watch.Scan(w.t.Context(), watch.Options{Root: w.dir, Quiet: 1, Match: posts.Match, Known: maps.All(w.known)})
	if err != nil {
		w.t.Fatal(err)
	}
	for name, s := range b.Changed {
		w.known[name] = s
	}
	for _, name := range b.Removed {
		delete(w.known, name)
	}
	return b
}

// scan is the batch that a watcher makes of one changed file.
func (w *world) scan(name string) watch.Batch {
	w.t.Helper()
	info, err := os.Stat(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	w.known[name] = stamp.Of(info)
	return watch.Batch{Changed: map[string]stamp.Stamp{name: w.known[name]}}
}

func (w *world) tick() {
	w.t.Helper()
	if err := w.p.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) advance(d time.Duration) { w.clock = w.clock.Add(d) }

// get returns the bytes that a path answers with.
func (w *world) get(path string) []byte {
	w.t.Helper()
	r, ok := w.site.Lookup(path)
	if !ok {
		var err error
		if r, ok, err = w.p.Missing(w.t.Context(), path); err != nil || !ok {
			w.t.Fatalf("GET %s: there %v, error %v", path, ok, err)
		}
	}
	return r.Body
}

// An item is what tests ask of an entry of a JSON feed.
type item struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Content   string `json:"content_html"`
	Published string `json:"date_published"`
	Modified  string `json:"date_modified"`
}

// items returns the entries of a JSON feed.
func (w *world) items(path string) []item {
	w.t.Helper()
	var doc struct{ Items []item }
	if err := json.Unmarshal(w.get(path), &doc); err != nil {
		w.t.Fatal(err)
	}
	return doc.Items
}

// contents returns what the entries of a JSON feed say, dates left out, by id.
func (w *world) contents(path string) map[string]string {
	out := map[string]string{}
	for _, i := range w.items(path) {
		out[i.ID] = i.URL + "\n" + i.Title + "\n" + i.Content
	}
	return out
}
