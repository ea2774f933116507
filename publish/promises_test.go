package publish_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"writethru/journal"
	"writethru/publish"
)

// owing is an article that owes its readers an answer.
func owing(title, date, rest string) string {
	return fmt.Sprintf("---\ntitle: %s\ndate: %s\n---\n\nRain fell on the county for a second day.\n\nThe Courier has asked the clerk's office for comment.\n\n%s", title, date, rest)
}

// told lists the entries of the editors' feed, newest first.
func (w *world) told() (lines []string) {
	w.t.Helper()
	for _, i := range w.items("/promises/feed.json") {
		lines = append(lines, strings.TrimSuffix(i.Published, ":00Z")+" "+i.Title)
	}
	return lines
}

func (w *world) wantTold(when string, want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.told()); diff != "" {
		w.t.Fatalf("%s (-want +got):\n%s", when, diff)
	}
}

// A promise is told of when it is made, when it is overdue, and when a follow-up
// answers it: each once, dated when it happened. What was told stays as it was.
func TestPromisesAreToldOf(t *testing.T) {
	w := newWorld(t, publish.FollowUps{Settle: 10 * time.Second})
	defer w.close()
	w.write("staying.md", "---\ntitle: Staying\ndate: 2026-11-20T09:00:00Z\n---\n\nIt stays.\n")
	w.publish()
	w.advance(time.Hour)
	w.write("flood.md", owing("Flood", "2026-11-20", ""))
	w.publish()
	w.wantTold("made", "2026-11-20T13:00 Promised: Flood")
	made := w.get("/promises/feed.atom")

	w.advance(72*time.Hour - time.Second)
	w.tick()
	if again := w.get("/promises/feed.atom"); string(again) != string(made) {
		t.Errorf("before it was overdue, the feed changed:\n%s", again)
	}
	w.advance(time.Second)
	w.tick()
	w.tick()
	w.restart()
	w.wantTold("overdue", "2026-11-23T13:00 Overdue: Flood", "2026-11-20T13:00 Promised: Flood")
	if page := string(w.get("/promises")); !strings.Contains(page, "Overdue") || !strings.Contains(page, "#:~:text=The%20Courier%20has%20asked,clerk%E2%80%99s%20office%20for%20comment.") {
		t.Errorf("the page does not show what is overdue, and where:\n%s", page)
	}

	w.advance(24 * time.Hour)
	w.write("flood.md", owing("Flood", "2026-11-20", "**Update:** The clerk's office said that no records are lost.\n"))
	w.publish()
	w.wantTold("before the answer is out", "2026-11-23T13:00 Overdue: Flood", "2026-11-20T13:00 Promised: Flood")
	w.advance(time.Minute)
	w.tick()
	w.wantTold("answered", "2026-11-24T13:01 Answered: Flood", "2026-11-23T13:00 Overdue: Flood", "2026-11-20T13:00 Promised: Flood")
	if first := w.items("/promises/feed.json")[0]; first.URL != w.set.BaseURL+"/stories/flood/#update-1" {
		t.Errorf("the answer is at %s", first.URL)
	}
	if page := string(w.get("/promises")); !strings.Contains(page, "after 4 days") || !strings.Contains(page, "<svg") || strings.Contains(page, "Overdue</span>") {
		t.Errorf("the page does not show how long the answer took:\n%s", page)
	}
	w.p.Save()
	before := []string{string(w.get("/promises")), string(w.get("/promises/feed.rss"))}
	w.restart()
	if after := []string{string(w.get("/promises")), string(w.get("/promises/feed.rss"))}; !slices.Equal(before, after) {
		t.Errorf("a start from the snapshot has other bytes: %s", cmp.Diff(before, after))
	}
}

// Readers don't learn of a follow-up that waits for an editor from what it
// answers, nor of a promise in it.
func TestWhatIsHeldIsNotToldOf(t *testing.T) {
	w := newWorld(t, publish.FollowUps{Unmarked: "queue"})
	defer w.close()
	w.write("staying.md", "---\ntitle: Staying\ndate: 2026-11-20T09:00:00Z\n---\n\nIt stays.\n")
	w.publish()
	w.write("flood.md", owing("Flood", "2026-11-20", ""))
	w.publish()
	w.advance(time.Hour)
	w.write("flood.md", owing("Flood", "2026-11-20", "The clerk's office said on Friday that no records are lost, and that all of them are back. The mayor has not responded to a request for comment.\n"))
	w.publish()
	w.wantTold("held", "2026-11-20T12:00 Promised: Flood")
	if page := string(w.get("/promises")); strings.Contains(page, "mayor") || !strings.Contains(page, "1 answer is owed") {
		t.Errorf("the page tells of what is held:\n%s", page)
	}
	if page := string(w.get("/stories/flood/")); strings.Contains(page, "mayor") || !strings.Contains(page, "<q>The Courier has asked") {
		t.Errorf("the story's page tells of what is held:\n%s", page)
	}
	w.advance(time.Hour)
	if err := publish.Release(t.Context(), w.store, "flood#1", w.clock); err != nil {
		t.Fatal(err)
	}
	w.restart() // it finds the decision
	w.publish()
	w.wantTold("released", "2026-11-20T14:00 Answered: Flood", "2026-11-20T14:00 Promised: Flood", "2026-11-20T12:00 Promised: Flood")
}

// What was overdue when its article was first seen is shown as such. It is no
// news: no entry, no record, no warning.
func TestOldPromisesAreNoNews(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.write("flood.md", owing("Flood", "2026-10-02", ""))
	w.write("fire.md", owing("Fire", "2026-10-03", "**Update:** The clerk's office said that no records are lost.\n"))
	w.publish()
	w.wantTold("at first", "2026-10-02T00:00 Promised: Flood")
	if page := string(w.get("/promises")); !strings.Contains(page, "Overdue</span>") || !strings.Contains(page, `<a href="http://localhost:8080/stories/fire/#update-1">answered</a>`) {
		t.Errorf("the page does not show what there was:\n%s", page)
	}
	for r, err := range w.store.Since(t.Context(), 0) {
		if err != nil || r.Kind == journal.Overdue {
			t.Errorf("recorded: %s, %v", r.Describe(), err)
		}
	}
	if got := w.p.DeskStats(); got.Open != 1 || got.Overdue != 1 || !got.Oldest.Equal(time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("stats: %+v", got)
	}
}

func TestPromisesAreBuilt(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.write("flood.md", owing("Flood", "2026-11-20", ""))
	files := w.build(publish.Build{Out: t.TempDir()})
	for _, name := range []string{"promises/index.html", "promises/feed.rss", "promises/feed.atom", "promises/feed.json"} {
		if _, ok := files[name]; !ok {
			t.Errorf("no %s in %v", name, slices.Sorted(maps.Keys(files)))
		}
	}
}

// Whatever becomes of promises, the editors' feed holds one entry for each that
// was made, and at most one that it is overdue and one that it is closed. None
// changes its date, and none is older than one that was there before it.
func TestEachPromiseIsToldOfOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, publish.FollowUps{Settle: 10 * time.Second, Grace: 1000 * time.Hour, Unmarked: "queue", MinWords: 3})
		w.set.FeedLimit = 1000
		w.close()
		w.open()
		rt.Cleanup(w.close)
		d := &desk{world: w, rt: rt, dates: map[string]string{}}
		d.write("staying.md", "---\ntitle: Staying\ndate: 2026-11-20T09:00:00Z\n---\n\nIt stays.\n")
		d.publish()
		for range rapid.IntRange(3, 12).Draw(rt, "steps") {
			d.step()
			d.check()
		}
		if len(d.articles) > 0 && len(d.dates) == 0 {
			rt.Fatal("no promise was recognised")
		}
	})
}

// A desk is editors who promise, answer, and change their minds.
type desk struct {
	*world
	rt       *rapid.T
	articles []*promising
	parties  int
	dates    map[string]string // of entries that were seen, by id
	newest   string
}

// A promising is an article that owes something to readers.
type promising struct {
	name    string
	parties []int    // whom it has asked
	deleted bool     // the sentences that say so
	answers []string // follow-ups
}

func (a *promising) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\n---\n\nRain fell on the county for a second day.\n\n", a.name)
	for _, n := range a.parties {
		if !a.deleted {
			fmt.Fprintf(&b, "The Courier has asked %s for comment.\n\n", company(n))
		}
	}
	return b.String() + strings.Join(a.answers, "\n\n") + "\n"
}

// company is a name that is not like any other.
func company(n int) string {
	letters := []string{"Arden", "Brook", "Cedar", "Delta", "Ember", "Frost", "Grove", "Heath"}
	return fmt.Sprintf("%s %s Corp.", letters[n%8], letters[n/8%8])
}

func (d *desk) step() {
	d.advance(rapid.SampledFrom([]time.Duration{20 * time.Second, time.Hour, 25 * time.Hour, 80 * time.Hour}).Draw(d.rt, "time"))
	what := rapid.SampledFrom([]string{"promise", "promise", "answer", "answer unmarked", "promise in an update", "delete", "restore", "close", "release", "dismiss", "withdraw", "restart", "stop", "wait"}).Draw(d.rt, "what")
	d.rt.Log(what)
	if what == "promise" || len(d.articles) == 0 {
		d.parties++
		d.articles = append(d.articles, &promising{name: fmt.Sprintf("story-%d", len(d.articles)+1), parties: []int{d.parties}})
		what = "promise"
	}
	a := rapid.SampledFrom(d.articles).Draw(d.rt, "article")
	if what == "promise" {
		a = d.articles[len(d.articles)-1]
	}
	switch what {
	case "answer":
		a.answers = append(a.answers, fmt.Sprintf("**Update %d:** %s said that it had nothing to say.", len(a.answers)+1, company(a.parties[0])))
	case "answer unmarked":
		a.answers = append(a.answers, fmt.Sprintf("%s said in its answer number %d that it had nothing to say.", company(a.parties[0]), len(a.answers)+1))
	case "promise in an update":
		d.parties++
		a.answers = append(a.answers, fmt.Sprintf("**Update %d:** There is more. The Courier has asked %s for comment.", len(a.answers)+1, company(d.parties)))
	case "delete", "restore":
		a.deleted = what == "delete"
	case "close":
		d.decide(func(id string) error { return publish.Close(d.t.Context(), d.store, id, d.clock) }, a)
	case "release":
		d.decide(func(id string) error { return publish.Release(d.t.Context(), d.store, id, d.clock) }, a)
	case "dismiss":
		d.decide(func(id string) error { return publish.Dismiss(d.t.Context(), d.store, id, d.clock) }, a)
	case "restart":
		d.restart()
	case "stop":
		d.p.Save()
		d.restart()
	}
	d.write(a.name+".md", a.text())
	if what == "withdraw" {
		d.remove(a.name + ".md")
	}
	d.publish()
	d.advance(20 * time.Second)
	d.tick()
}

// decide lets an editor decide about what is first in a story, if there is
// something. The publisher finds it at its next start.
func (d *desk) decide(how func(id string) error, a *promising) {
	for n := range 8 {
		if how(fmt.Sprintf("%s#%d", a.name, n+1)) == nil {
			break
		}
	}
	d.world.close()
	d.open()
}

func (d *desk) check() {
	d.t.Helper()
	seen := map[string]bool{}
	newest := d.newest
	for _, i := range d.items("/promises/feed.json") {
		if seen[i.ID] {
			d.rt.Fatalf("%s is there twice", i.ID)
		}
		seen[i.ID] = true
		before, known := d.dates[i.ID]
		switch {
		case known && before != i.Published && !strings.HasSuffix(i.ID, "/closed"): // a promise may be closed anew
			d.rt.Fatalf("%s was dated %s, and is now %s", i.ID, before, i.Published)
		case !known && i.Published < d.newest:
			d.rt.Fatalf("%s is new, and dated %s: there was %s", i.ID, i.Published, d.newest)
		}
		d.dates[i.ID] = i.Published
		newest = max(newest, i.Published)
	}
	d.newest = newest
	for id := range seen {
		base := id[:strings.LastIndexByte(id, '/')]
		if !seen[base+"/made"] {
			d.rt.Fatalf("%s, but it was never made", id)
		}
	}
	page, feed := d.get("/promises"), d.get("/promises/feed.atom")
	d.restart()
	if string(page) != string(d.get("/promises")) || string(feed) != string(d.get("/promises/feed.atom")) {
		d.rt.Fatal("another start has other bytes")
	}
}
