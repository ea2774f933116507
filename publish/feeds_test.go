package publish_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"writethru/publish"
)

// many writes articles that are a minute apart.
func (w *world) many(from, to int) {
	w.t.Helper()
	for n := from; n < to; n++ {
		w.write(fmt.Sprintf("news/a%04d.md", n), fmt.Sprintf("---\ntitle: Article %d\ndate: %s\ntags: [Every, %s]\nauthor: Ana Ruiz\n---\nText %d.\n",
			n, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n)*time.Minute).Format(time.RFC3339), []string{"even", "odd"}[n%2], n))
	}
}

func titles(items []item) []string {
	var out []string
	for _, i := range items {
		out = append(out, i.Title)
	}
	return out
}

// Each tag, author and section has a feed of its newest entries, follow-ups
// among them, that is made anew when one of them changes.
func TestGroupsHaveFeeds(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.many(0, 3)
	w.write("sport/match.md", "---\ntitle: Match\ndate: 2026-11-02T10:00:00Z\ntags: [Überraschung]\nauthor: Jo Lind\n---\nWon.\n")
	w.publish()
	for path, want := range map[string][]string{
		"/tags/every/feed.json":        {"Article 2", "Article 1", "Article 0"},
		"/tags/odd/feed.json":          {"Article 1"},
		"/tags/überraschung/feed.json": {"Match"},
		"/authors/ana-ruiz/feed.json":  {"Article 2", "Article 1", "Article 0"},
		"/sections/sport/feed.json":    {"Match"},
	} {
		if got := titles(w.items(path)); !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q", path, got, want)
		}
	}
	w.advance(time.Hour)
	w.write("sport/match.md", "---\ntitle: Match\ndate: 2026-11-02T10:00:00Z\ntags: [odd]\nauthor: Jo Lind\n---\nWon.\n\n**Update:** There will be another one.\n")
	w.publish()
	for path, want := range map[string][]string{
		"/tags/odd/feed.json":          {"Update: Match", "Match", "Article 1"},
		"/tags/überraschung/feed.json": {},
		"/sections/sport/feed.json":    {"Update: Match", "Match"},
	} {
		if got := titles(w.items(path)); !slices.Equal(got, want) {
			t.Errorf("after a change %s has %q, want %q", path, got, want)
		}
	}
	for _, path := range []string{"/tags/none/feed.rss", "/tags/odd/feed.xml", "/tags//feed.rss", "/tags/none/", "/tags/odd/1/"} {
		if _, ok, err := w.p.Missing(t.Context(), path); ok || err != nil {
			t.Errorf("%s is there (error %v), want nothing", path, err)
		}
	}
}

// walk reads an archived feed as RFC 5005 says: from the subscription document
// to the archive documents before it.
func (w *world) walk() (pages []string, ids map[string]int) {
	w.t.Helper()
	ids = map[string]int{}
	next := "/feed.json"
	for next != "" {
		pages = append(pages, next)
		var doc struct {
			Items []item
			Next  string `json:"next_url"`
		}
		if err := json.Unmarshal(w.get(next), &doc); err != nil {
			w.t.Fatal(err)
		}
		for _, i := range doc.Items {
			ids[i.ID]++
		}
		next = strings.TrimPrefix(doc.Next, w.set.BaseURL)
	}
	return pages, ids
}

// Who walks the archive finds every entry, and a page that is full stays as it
// is, whatever comes.
func TestArchiveHoldsAllAndStays(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.many(0, 120)
	w.publish()
	pages, ids := w.walk()
	if len(ids) != 120 || !slices.Equal(pages, []string{"/feed.json", "/archive/2.json", "/archive/1.json"}) {
		t.Fatalf("a walk over %q finds %d entries, want 120 over two archive pages", pages, len(ids))
	}
	before := map[string]string{}
	for _, path := range []string{"/archive/1.rss", "/archive/2.atom", "/archive/2.json"} {
		before[path] = string(w.get(path))
	}
	stay := func(what string) {
		t.Helper()
		for path, was := range before {
			if now := string(w.get(path)); now != was {
				t.Errorf("%s changed %s:\n%s\nwas:\n%s", what, path, now, was)
			}
		}
	}

	w.advance(time.Hour)
	w.many(120, 170) // the third page is full
	w.publish()
	stay("more articles")
	w.advance(time.Hour)
	w.write("news/old.md", "---\ntitle: Old\ndate: 2019-01-01T00:00:00Z\n---\nFound in the attic.\n")
	w.publish()
	stay("an article with an old date")
	if pages, ids = w.walk(); len(ids) != 171 || pages[1] != "/archive/4.json" {
		t.Errorf("a walk over %q finds %d entries, want 171, the one with an old date among them", pages, len(ids))
	}
	w.advance(time.Hour)
	followed := strings.Replace(string(w.read("news/a0003.md")), "Text 3.", "Text 3.\n\n**Update:** More of it.", 1)
	w.write("news/a0003.md", followed)
	w.publish()
	stay("a follow-up")
	w.restart()
	stay("a restart")

	w.remove("news/a0007.md")
	w.publish()
	if now := string(w.get("/archive/1.rss")); strings.Contains(now, "Article 7<") || !strings.Contains(now, "Article 8<") {
		t.Error("a withdrawn article is in its page, or another one is not")
	}
	delete(before, "/archive/1.rss")
	stay("a withdrawal from another page")
}

func (w *world) read(name string) []byte {
	w.t.Helper()
	b, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

// The lists name all feeds and all pages.
func TestLists(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.many(0, 2)
	w.publish()
	opml, sitemap := string(w.get("/feeds.opml")), string(w.get("/sitemap.xml"))
	for _, feed := range []string{"/feed.rss", "/tags/every/feed.rss", "/tags/odd/feed.rss", "/authors/ana-ruiz/feed.rss", "/sections/news/feed.rss", "/promises/feed.rss"} {
		if !strings.Contains(opml, `xmlUrl="`+w.set.BaseURL+feed+`"`) {
			t.Errorf("the list of feeds lacks %s:\n%s", feed, opml)
		}
	}
	var pages []string
	for _, m := range regexp.MustCompile(`<loc>(.*?)</loc>`).FindAllStringSubmatch(sitemap, -1) {
		pages = append(pages, strings.TrimPrefix(m[1], w.set.BaseURL))
	}
	if want := []string{
		"/", "/topics/", "/archive/", "/subscribe/", "/promises", "/stories/a0000/", "/stories/a0001/",
		"/authors/ana-ruiz/", "/sections/news/", "/tags/even/", "/tags/every/", "/tags/odd/",
	}; !slices.Equal(pages, want) {
		t.Errorf("the sitemap has %q, want %q", pages, want)
	}
	if _, ok, _ := w.p.Missing(t.Context(), "/sitemap-1.xml"); ok {
		t.Error("a small sitemap has parts")
	}
}

// build publishes to a folder and returns its files and when they changed.
func (w *world) build(b publish.Build) map[string]time.Time {
	w.t.Helper()
	if err := w.p.Build(w.t.Context(), w.changes(), b); err != nil {
		w.t.Fatal(err)
	}
	files := map[string]time.Time{}
	err := filepath.Walk(b.Out, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && !strings.HasPrefix(info.Name(), ".") {
			name, _ := filepath.Rel(b.Out, path)
			files[filepath.ToSlash(name)] = info.ModTime()
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return files
}

// A build writes what there is, leaves alone what did not change, and removes
// what it no longer writes.
func TestBuildWritesAllAndNothingTwice(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	out := t.TempDir()
	w.many(0, 60)
	w.write("sport/été.md", "---\ntitle: Été\ndate: 2026-11-02T10:00:00Z\ntags: [été]\n---\nChaud.\n")
	all := w.build(publish.Build{Out: out})
	for _, name := range []string{
		"index.html", "feed.rss", "stories.json", "updates.atom", "feeds.opml", "sitemap.xml", "archive/1.rss", "archive/2.json",
		"tags/odd/feed.rss", "tags/été/feed.atom", "authors/ana-ruiz/feed.json", "sections/news/feed.rss",
		"stories/a0003/index.html", "stories/a0003/feed.rss", "stories/été/index.html",
	} {
		if _, ok := all[name]; !ok {
			t.Errorf("%s was not written", name)
		}
	}
	w.restart()
	if again := w.build(publish.Build{Out: out}); !maps.Equal(again, all) {
		t.Error("a build of the same articles changed files")
	}
	some := w.build(publish.Build{Out: out, Parts: []publish.BuildPart{publish.BuildTags}})
	for name := range some {
		if !strings.HasPrefix(name, "tags/") {
			t.Errorf("%s is still there after a build of the tags alone", name)
		}
	}
}
