package publish

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/posts"
	"writethru/serve"
	"writethru/watch"
)

// An office is a publisher that runs, with a folder of articles.
type office struct {
	t       *testing.T
	dir     string
	store   *sqlite.Store
	p       *Publisher
	watcher *watch.Watcher
	ahead   atomic.Int64 // of the machine's clock
}

// openOffice makes an office that publishes from a data folder. It runs from run
// on.
func openOffice(t *testing.T, data string) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir()}
	o.write("a.md", "What A says.")
	var err error
	if o.store, err = sqlite.Open(t.Context(), data, sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.store.Close() })
	root, err := os.OpenRoot(o.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	now := func() time.Time { return time.Now().Add(time.Duration(o.ahead.Load())) }
	set := Defaults()
	set.FollowUps.Settle = 0
	o.p = &Publisher{Settings: set, Posts: root.FS(), Store: o.store, Site: &serve.Site{Now: now}, Log: slog.New(slog.DiscardHandler), Now: now}
	if err := o.p.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.watcher = watch.New(watch.Options{Root: o.dir, Match: posts.Match, Known: o.p.Known})
	return o
}

func (o *office) run() {
	ctx, cancel := context.WithCancel(o.t.Context())
	done := make(chan error, 1)
	go func() { done <- o.p.Run(ctx, o.watcher) }()
	o.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			o.t.Error(err)
		}
	})
}

func (o *office) write(name, text string) {
	o.t.Helper()
	if err := os.WriteFile(filepath.Join(o.dir, name), []byte("# "+name+"\n\n"+text+"\n"), 0o644); err != nil {
		o.t.Fatal(err)
	}
}

// await waits until something is so.
func (o *office) await(what string, is func() bool) {
	o.t.Helper()
	late := time.After(time.Minute)
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for !is() {
		select {
		case <-late:
			o.t.Fatalf("it never was so: %s\n%+v\n%+v", what, o.p.Stats(), o.watcher.Status())
		case <-again.C:
		}
	}
}

// says reports whether the feed has a text.
func (o *office) says(text string) bool {
	r, _ := o.p.Site.Lookup("/feed.atom")
	return strings.Contains(string(r.Body), text)
}

// wantReady wants Ready to say a reason, or nothing.
func (o *office) wantReady(reason string) {
	o.t.Helper()
	err := o.p.Ready(o.t.Context())
	if got := err; reason == "" && got != nil || reason != "" && (got == nil || !strings.Contains(got.Error(), reason)) {
		o.t.Errorf("Ready = %v, want %q", got, reason)
	}
}

func TestReadyOnceTheFolderHasBeenRead(t *testing.T) {
	o := openOffice(t, t.TempDir())
	o.wantReady("has not been read yet")
	o.run()
	o.await("ready", func() bool { return o.p.Ready(t.Context()) == nil })
	if !o.says("What A says.") {
		t.Error("it is ready before the article is in the feed")
	}
}

func TestNotReadyWhenTheJournalCannotBeRead(t *testing.T) {
	o := openOffice(t, t.TempDir())
	o.p.scanned.Store(true)
	o.wantReady("")
	o.store.Close()
	o.wantReady("the journal does not answer")
}

// What was published is served while the folder is away: that is ready.
func TestReadyWhileThePostsAreAway(t *testing.T) {
	o := openOffice(t, t.TempDir())
	o.run()
	o.await("ready", func() bool { return o.p.Ready(t.Context()) == nil })
	if err := os.RemoveAll(o.dir); err != nil {
		t.Fatal(err)
	}
	o.await("unavailable", func() bool { return o.watcher.Status().Unavailable != "" })
	o.wantReady("")
	if !o.says("What A says.") {
		t.Error("the article is gone from the feed")
	}
	if st := o.p.Stats(); st.Stories != 1 || st.Withdrawn != 0 {
		t.Errorf("%d stories, %d withdrawn, want 1 and none", st.Stories, st.Withdrawn)
	}
}

// A replica that does not get on with what others recorded sends readers to
// these after a minute.
func TestNotReadyFarBehindOthers(t *testing.T) {
	data := t.TempDir()
	o := openOffice(t, data)
	o.p.scanned.Store(true)
	if err := o.p.Take(t.Context(), watch.Batch{}); err != nil {
		t.Fatal(err)
	}
	o.p.Shared = true
	ctx, cancel := context.WithCancel(t.Context())
	foreign, done := make(chan struct{}), make(chan struct{})
	go func() { o.p.follow(ctx, foreign); close(done) }()
	defer func() { cancel(); <-done }()

	other, err := sqlite.Open(t.Context(), data, sqlite.Options{Mode: sqlite.Append})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	own, err := other.Head(t.Context(), ownStory)
	if err != nil {
		t.Fatal(err)
	}
	r := next(own, own.Head, o.p.now(), journal.Configured)
	r.Op = op(r)
	if _, err := other.Append(t.Context(), []journal.Revision{r}); err != nil {
		t.Fatal(err)
	}
	o.await("behind", func() bool { return !o.p.Stats().Behind.IsZero() })
	o.wantReady("")
	o.ahead.Store(int64(2 * time.Minute))
	o.wantReady("far behind")
	<-foreign
	if err := o.p.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.wantReady("")
}
