package publish

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"writethru/feedgen"
)

// A cache holds no more than it may, those that were used last, and counts an
// entry once that comes again in more formats.
func TestCacheIsBoundedInBytes(t *testing.T) {
	entry := func(n int) *feedgen.Entry {
		at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
		return &feedgen.Entry{ID: fmt.Sprintf("tag:news.example,2026:%03d", n), URL: "https://news.example/", Title: "A title",
			Content: strings.Repeat("word ", 200), Published: at, Updated: at}
	}
	rendered := func(n int, formats ...feedgen.Format) *feedgen.Rendered {
		r, err := feedgen.Render(entry(n), formats...)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	key := func(n int) version { return version{entryKey{story: fmt.Sprint(n)}, 1} }
	one := rendered(0, feedgen.RSS).Size()
	c := newCache(10 * one)
	for n := range 10 {
		c.add(key(n), rendered(n, feedgen.RSS))
	}
	if _, ok := c.get(key(0)); !ok || c.bytes != 10*one {
		t.Fatalf("of ten that have room the first is there: %v; %d bytes, want %d", ok, c.bytes, 10*one)
	}
	c.add(key(10), rendered(10, feedgen.RSS))
	if _, ok := c.get(key(1)); ok {
		t.Error("what was not used for the longest time stays")
	}
	if _, ok := c.get(key(0)); !ok {
		t.Error("what was used since goes")
	}
	c.add(key(0), rendered(0)) // in all formats
	total := 0
	for n := range 11 {
		if r, ok := c.get(key(n)); ok {
			total += r.Size()
		}
	}
	if total != c.bytes || total > 10*one {
		t.Errorf("holds %d bytes, counts %d, may hold %d", total, c.bytes, 10*one)
	}
}
