package serve

import (
	"strings"
	"testing"
)

// Lines of A-IM mean what one line of all of them means (RFC 9110, section 5.3),
// and a feed is wanted exactly when one of the elements says so.
func FuzzAIM(f *testing.F) {
	for _, pair := range [][2]string{{"feed", "gzip"}, {"vcdiff, feed;q=0.5", ""}, {"feed;q=0", "FEED"}, {"feed ; q = 1", "feed;q=1.0000"}, {",,;", "feed;x=y;q=0.001"}} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		together := listsFeed([]string{a + "," + b})
		if apart := listsFeed([]string{a, b}); apart != together || apart != (listsFeed([]string{a}) || listsFeed([]string{b})) {
			t.Errorf("%q and %q: %v apart, %v together", a, b, apart, together)
		}
		if together && !strings.Contains(strings.ToLower(a+","+b), "feed") {
			t.Errorf("%q and %q want a feed", a, b)
		}
	})
}
