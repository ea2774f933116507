package publish_test

import (
	"testing"
	"time"

	"writethru/publish"
)

// TestReplayIsRunInThePast: what a history leads to is what a publisher would
// have made of it that had been there.
func TestReplayIsRunInThePast(t *testing.T) {
	f := publish.Defaults().FollowUps
	f.Settle = 0
	there, later := newWorld(t, f), newWorld(t, f)
	defer there.close()
	defer later.close()
	start := there.clock
	later.clock = start.Add(90 * 24 * time.Hour)

	const head = "---\ntitle: Flood\ndate: 2026-11-20T11:00:00Z\n---\nRain fell.\n"
	edits := []struct {
		after            time.Duration
		name, text, gone string
	}{
		{0, "flood.md", head, ""},
		{time.Hour, "later.md", "---\ntitle: Later\ndate: 2026-11-20T18:00:00Z\n---\nFrom the evening on.\n", ""},
		{2 * time.Hour, "flood.md", head + "\nUpdate: One.\n\nUpdate 2: Two.\n", ""},
		{3 * time.Hour, "river.md", head + "\nUpdate: One.\n\nUpdate 2: Two.\n", "flood.md"},
		{50 * time.Hour, "river.md", head + "\nUpdate: One.\n\nUpdate 2: Two.\n\nCorrection: Three.\n", ""},
	}
	pass := func(until time.Time) { // second by second where something happens, then hour by hour
		for range 5 {
			there.advance(time.Second)
			there.publish()
		}
		for there.clock.Before(until) {
			there.advance(min(time.Hour, until.Sub(there.clock)))
			there.publish()
		}
	}
	for _, e := range edits {
		if at := start.Add(e.after); at.After(there.clock) {
			pass(at)
		}
		there.write(e.name, e.text)
		if e.gone != "" {
			there.remove(e.gone)
		}
		there.publish()
	}
	pass(later.clock)

	moments := func(yield func(publish.Moment, error) bool) {
		for _, e := range edits {
			later.write(e.name, e.text)
			m := publish.Moment{At: start.Add(e.after), Changed: []string{e.name}}
			if e.gone != "" {
				later.remove(e.gone)
				m.Removed = []string{e.gone}
			}
			if !yield(m, nil) {
				return
			}
		}
	}
	if err := later.p.Replay(t.Context(), moments, later.clock); err != nil {
		t.Fatal(err)
	}
	want, got := there.items("/feed.json"), later.items("/feed.json")
	if len(want) != 5 || len(got) != len(want) {
		t.Fatalf("%d entries, had it been there %d, want 5", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("entry %d is\n%+v, had it been there\n%+v", i, got[i], want[i])
		}
	}
}
