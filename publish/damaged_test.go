package publish_test

import (
	"database/sql"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // opens the journal beside the publisher

	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/posts"
	"writethru/publish"
)

// harm changes a journal that nobody has open.
func (w *world) harm(statement string, args ...any) {
	w.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(w.data, sqlite.FileName))
	if err != nil {
		w.t.Fatal(err)
	}
	_, err = db.ExecContext(w.t.Context(), statement, args...)
	if err = errors.Join(err, db.Close()); err != nil {
		w.t.Fatal(err)
	}
}

func reported(title string, updates ...string) string {
	return "---\ntitle: " + title + "\ndate: 2026-11-19T10:00:00Z\n---\n\nThe " + title + " began in the night, and went on until noon.\n\n" +
		"Nobody in the town of " + title + " was hurt.\n\n" + strings.Join(updates, "\n\n") + "\n"
}

// A story whose record is damaged is held: what readers have of it stays, nothing
// of it is said twice, whatever becomes of its file, and all others go on.
func TestADamagedStoryIsHeld(t *testing.T) {
	for name, snapshot := range map[string]bool{"without a snapshot": false, "with a snapshot": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, publish.FollowUps{})
			defer func() { w.close() }()
			for _, name := range []string{"flood", "fire", "storm"} {
				w.write(name+".md", reported(name))
			}
			w.publish()
			w.advance(time.Hour)
			w.write("flood.md", reported("flood", "**Update:** The dam holds."))
			w.publish()
			before := w.contents("/feed.json")
			if snapshot {
				w.p.Save()
			}
			w.close()
			w.harm(`UPDATE revisions SET head = CAST(replace(CAST(head AS TEXT), 'dam', 'dim') AS BLOB) WHERE kind = 'emitted'`)
			w.open()

			w.advance(time.Hour)
			w.write("flood.md", reported("flood", "**Update:** The dam holds.", "**Update:** It is over."))
			w.write("fire.md", reported("fire", "**Update:** It is out."))
			w.publish()
			if !slices.ContainsFunc(w.p.Faults(), func(f posts.Fault) bool {
				return strings.HasPrefix(f.String(), "flood.md: its record in the journal is damaged: want ")
			}) {
				t.Errorf("the faults are %v, want one of flood.md", w.p.Faults())
			}
			w.rename("flood.md", "deluge.md")
			w.publish()
			w.remove("deluge.md")
			w.publish()
			w.write("flood.md", reported("flood"))
			w.publish()
			after := w.contents("/feed.json")
			var news []string
			for id, was := range after {
				if _, ok := before[id]; !ok {
					news = append(news, was)
				} else if before[id] != was {
					t.Errorf("%s was\n%s\nand is\n%s", id, before[id], was)
				}
			}
			if len(news) != 1 || !strings.Contains(news[0], "It is out.") {
				t.Errorf("readers get %q, want the follow-up of the fire alone", news)
			}
			for id, was := range before {
				if strings.Contains(was, "The dam holds.") {
					continue // it was in the record that is lost
				}
				if _, ok := after[id]; !ok {
					t.Errorf("%s is gone; there is %q", id, slices.Collect(maps.Keys(after)))
				}
			}
		})
	}
}

// A source that is damaged is made up for by the article's files, if they are
// those that were recorded.
func TestFilesMakeUpForADamagedSource(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer func() { w.close() }()
	w.write("flood.md", reported("flood"))
	w.publish()
	before := string(w.get("/feed.atom"))
	w.close()
	w.harm(`UPDATE sources SET data = x'00'`)
	w.open()
	if after := string(w.get("/feed.atom")); after != before {
		t.Errorf("the feed is\n%s\nand was\n%s", after, before)
	}
}

// Where a page of the file is damaged, what can be read is served, and nothing is
// recorded any more.
func TestADamagedPageStopsRecordingAlone(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer func() { w.close() }()
	for i := range 40 {
		w.write("story"+string(rune('a'+i%26))+string(rune('a'+i/26))+".md", reported("case "+strings.Repeat(string(rune('a'+i%26)), 3)+string(rune('a'+i/26))))
	}
	w.publish()
	before := w.contents("/feed.json")
	w.close()
	os.Remove(filepath.Join(w.data, "snapshot"))
	file := filepath.Join(w.data, sqlite.FileName)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The first leaf that holds heads loses what it says of itself.
	const page = 8192
	at := slices.IndexFunc(slices.Collect(slices.Chunk(b, page)), func(p []byte) bool {
		return p[0] == 13 && strings.Count(string(p), `"first_seen"`) > 1
	})
	if at < 1 {
		t.Fatal("there is no page with heads")
	}
	b[at*page], b[at*page+1] = 77, 77
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	w.open()
	after := w.contents("/feed.json")
	for id, was := range after {
		if before[id] != was {
			t.Errorf("%s was\n%s\nand is\n%s", id, before[id], was)
		}
	}
	if len(after) == 0 || len(after) == len(before) {
		t.Errorf("%d of %d entries are there, want some", len(after), len(before))
	}
	err = w.p.Take(t.Context(), w.changes())
	if !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "nothing is recorded any more") {
		t.Errorf("articles that the journal has lost are taken as new: %v, want %v", err, journal.ErrDamaged)
	}
	if again := w.contents("/feed.json"); len(again) != len(after) {
		t.Errorf("there are %d entries now, and were %d", len(again), len(after))
	}
}
