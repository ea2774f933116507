package publish_test

import (
	"maps"
	"os"
	"testing"
	"time"

	"writethru/internal/stamp"
	"writethru/publish"
)

// What was read just after it was saved may have been saved once more without
// another stamp: a start reads it again. All else it does not read.
func TestAStartReadsAgainWhatWasReadJustAfterItWasSaved(t *testing.T) {
	w := newWorld(t, publish.Defaults().FollowUps)
	defer func() { w.close() }()
	w.clock = time.Now().UTC()
	w.write("just-saved.md", "# Just saved\n\nOne.\n")
	w.write("before.md", "# Saved before\n\nTwo.\n")
	batch := w.changes()
	for name, before := range map[string]time.Duration{"just-saved.md": 3 * time.Millisecond, "before.md": time.Second} {
		s := batch.Changed[name]
		s.Mtime = w.clock.Add(-before).UnixNano()
		s.Ctime = s.Mtime
		batch.Changed[name] = s
	}
	if err := w.p.Take(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	w.p.Save()
	w.restart()
	known := maps.Collect(w.p.Known)
	if got := known["just-saved.md"]; got != (stamp.Stamp{}) {
		t.Errorf("a start knows the stamp %v of what was read just after it was saved", got)
	}
	if got := known["before.md"]; got != batch.Changed["before.md"] {
		t.Errorf("a start knows the stamp %v of what was saved before, want %v", got, batch.Changed["before.md"])
	}
	if err := os.Chtimes(w.dir+"/just-saved.md", time.Time{}, w.clock.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	w.publish() // what it reads again is the same: nothing is said twice
	if got := len(w.items("/feed.json")); got != 2 {
		t.Errorf("%d entries, want 2", got)
	}
}
