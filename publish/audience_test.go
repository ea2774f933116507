package publish_test

import (
	"testing"
	"time"

	"writethru/publish"
)

// Feeds say when the follow-ups in them were emitted, and of articles nothing:
// their dates are the authors'.
func TestFeedsSayWhenFollowUpsWereEmitted(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	text := "---\ntitle: Flood\ndate: 2026-11-19T10:00:00Z\n---\nRain fell.\n"
	w.write("flood.md", text)
	w.publish()
	w.advance(time.Hour)
	w.write("flood.md", text+"\n**Update:** It stopped.\n")
	w.publish()
	for path, want := range map[string]int{"/feed.rss": 1, "/updates.json": 1, "/stories.atom": 0} {
		r, ok := w.site.Lookup(path)
		if !ok || len(r.Emitted) != want {
			t.Errorf("%s: follow-ups of %v, want %d", path, r.Emitted, want)
		}
		for _, at := range r.Emitted {
			if late := w.clock.Sub(at); late < 0 || late > time.Minute {
				t.Errorf("%s: a follow-up was emitted at %s, now it is %s", path, at, w.clock)
			}
		}
	}
}
