package publish_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"writethru/journal"
	"writethru/publish"
)

// owes is an article that has been published for long and owes its readers
// something.
const owes = "---\ntitle: Records\ndate: 2015-01-01T10:00:00Z\n---\nThe Courier has reached out to the clerk's office for comment and will update this story.\n"

// large makes a folder of so many articles that the oldest is recorded unread.
func large(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, publish.FollowUps{Grace: time.Hour, Unmarked: "emit", MinWords: 20})
	t.Cleanup(w.close)
	for n := range 2100 {
		w.write(fmt.Sprintf("news/a%04d.md", n), fmt.Sprintf("---\ntitle: Article %d\ndate: %s\n---\nText %d.\n",
			n, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n)*time.Minute).Format(time.RFC3339), n))
	}
	w.write("records.md", owes)
	w.publish()
	if head := w.head("records"); !head.Unread {
		t.Fatal("the oldest article of many was read at once: this tests nothing")
	}
	return w
}

func (w *world) head(story string) journal.Head {
	w.t.Helper()
	r, err := w.store.Head(w.t.Context(), story)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.Head
}

// Follow-ups of an article that was recorded unread are found as those of any
// other, be it read on before or not.
func TestUnreadArticlesAreFollowedUp(t *testing.T) {
	for name, before := range map[string]func(*world){
		"at once":           func(*world) {},
		"after it was read": func(w *world) { w.readOn() },
		"after a restart":   func(w *world) { w.p.Save(); w.restart() },
	} {
		t.Run(name, func(t *testing.T) {
			w := large(t)
			before(w)
			w.advance(time.Hour)
			w.write("records.md", owes+"\nA spokesperson for the clerk's office said that no records are lost.\n")
			w.publish()
			got := w.items("/updates.json")
			if len(got) != 1 || got[0].Title != "Update: Records" || !strings.Contains(got[0].Content, "no records are lost") || strings.Contains(got[0].Content, "<p>The Courier") {
				t.Fatalf("follow-ups are %v, want the answer alone", got)
			}
			if p := w.head("records").Promises; len(p) != 1 || p[0].Closed.IsZero() {
				t.Errorf("the article owes %v, want a promise that is kept", p)
			}
		})
	}
}

// What was recorded unread is read on, and what it owes is known then; nothing
// that readers get changes by that.
func TestUnreadArticlesAreReadOn(t *testing.T) {
	w := large(t)
	page, feed := string(w.get("/stories/records/")), string(w.get("/feed.atom"))
	if !strings.Contains(page, "will update this story") {
		t.Errorf("the page of an unread article lacks its text:\n%s", page)
	}
	w.readOn()
	owed, err := publish.Promises(t.Context(), w.store)
	if err != nil || len(owed) != 1 || owed[0].Story != "records" || !owed[0].Since.Equal(time.Date(2015, 1, 1, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("promises are %v (error %v), want one since the article was published", owed, err)
	}
	if now := string(w.get("/stories/records/")); now != page {
		t.Error("the page changed by being read")
	}
	if now := string(w.get("/feed.atom")); now != feed {
		t.Error("the feed changed by being read")
	}
}

// readOn reads all that was recorded unread, as a publisher does that has nothing
// else to do.
func (w *world) readOn() {
	w.t.Helper()
	for {
		more, err := w.p.ReadOn(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if !more {
			return
		}
	}
}
