package metrics

import (
	"errors"
	"maps"
	"testing"
	"time"

	"writethru/journal"
	"writethru/journal/sqlite"
)

func TestClassesOfPaths(t *testing.T) {
	for path, want := range map[string]string{
		"/": "list", "": "list", "/feeds.opml": "list", "/sitemap.xml": "list", "/sitemap-2.xml": "list",
		"/feed.rss": "feed", "/feed.atom": "feed", "/updates.json": "feed", "/stories.rss": "feed",
		"/stories/flood/": "story", "/stories/flood/feed.rss": "story", "/stories/flood/map.png": "story",
		"/tags/rain/feed.atom": "group", "/sections/news/feed.rss": "group", "/authors/ann/feed.json": "group",
		"/archive/1.rss": "archive", "/hub": "hub",
		"/livez": "operator", "/readyz": "operator", "/metrics": "operator", "/-/rescan": "operator", "/audience": "operator",
		"/favicon.ico": "other", "/hubs": "other", "/x": "other", "//": "other", "/tags": "other",
	} {
		if got := Classes[Class(path)]; got != want {
			t.Errorf("Class(%q) = %s, want %s", path, got, want)
		}
	}
}

func TestClassesAllocateNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _ = Classes[Class("/stories/flood/feed.rss")] }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func TestAppendsAreCountedByResult(t *testing.T) {
	store, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	j := Counted(store, time.Now)
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	r := journal.Revision{Story: "flood", Rev: 1, Op: "first", Kind: journal.Added, At: at, Head: journal.Head{Name: "flood.md"}}
	if _, err := j.Append(t.Context(), []journal.Revision{r}); err != nil {
		t.Fatal(err)
	}
	r.Rev, r.Op = 2, "second"
	if _, err := j.AppendAfter(t.Context(), 1, []journal.Revision{r}); err != nil {
		t.Fatal(err)
	}
	r.Op = "too late"
	if _, err := j.Append(t.Context(), []journal.Revision{r}); !errors.Is(err, journal.ErrConflict) {
		t.Fatalf("Append = %v, want a conflict", err)
	}
	store.Close()
	if _, err := j.Append(t.Context(), []journal.Revision{r}); err == nil {
		t.Fatal("a closed journal takes a revision")
	}
	want := map[string]int64{"recorded": 2, "conflict": 1, "failed": 1}
	if got := j.results(); !maps.Equal(got, want) {
		t.Errorf("results %v, want %v", got, want)
	}
	if n := j.took.Counts().N; n != 2 {
		t.Errorf("%d durations, want 2: those of what was recorded", n)
	}
}
