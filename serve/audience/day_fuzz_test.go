package audience

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/klauspost/compress/s2"
)

// Whatever is kept under a day, it is refused, or read as one that can be shown,
// gone on with and brought together with others, and kept again as it is.
func FuzzDay(f *testing.F) {
	now := midnight.Add(20 * time.Hour)
	r := New(Options{Now: func() time.Time { return now }})
	ask(r, "Feedbin feed-id:1 - 42 subscribers", "5.161.2.1", midnight, 5)
	ask(r, "Miniflux/2.1", "192.0.2.7", midnight, 3)
	ask(r, "curl/8.0", "192.0.2.8", midnight, 1)
	r.countAll(f.Context())
	text, err := json.Marshal(r.today)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	for _, s := range []string{
		`{"clients":{"a":null}}`, `{"services":{"a":{"subs":{"/":null}}}}`, `{"clients":null,"kinds":null,"formats":{"rss":null}}`, `{"feeds":{"/":{"seen":"AA=="}}}`,
		`{"clients":{"a":{"kind":"reader","gaps":{"-1":1,"1000000000":1}}}}`, `{"kinds":{"reader":null}}`, `{"services":{"x":{"subs":{"/":{"count":-1,"trust":"?"}}}}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := decodeDay(s2.Encode(nil, text))
		if err != nil {
			return
		}
		figures := d.figures("2026-11-21")
		if _, err := json.Marshal(figures); err != nil {
			t.Fatalf("%+v can't be shown: %v", figures, err)
		}
		remember(map[string]map[string]*subscription{}, d)
		kept, err := d.encode()
		if err != nil {
			t.Fatalf("what was read can't be kept: %v", err)
		}
		again, err := decodeDay(kept)
		if err != nil {
			t.Fatalf("what was kept is refused: %v", err)
		}
		r := New(Options{Now: func() time.Time { return now }})
		r.date, r.key = "2026-11-21", make([]byte, 16)
		r.resume(again)
		ask(r, "Miniflux/2.1", "192.0.2.9", midnight, 2)
		ask(r, "Feedbin feed-id:1 - 42 subscribers", "5.161.2.1", midnight, 2)
		r.countAll(t.Context())
		r.today.weigh()
		d.merge(r.today)
		d.figures("2026-11-21")
	})
}
