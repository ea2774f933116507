package publish_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"writethru/publish"
	"writethru/serve"
)

// What was made when it was asked for, and kept, is made anew after a follow-up:
// a story's page and feeds, and those of its groups, whatever their names.
func TestWhatIsKeptIsMadeAnew(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	handler := serve.Handler(w.site, serve.Options{Missing: w.p.Missing})
	text := "---\ntitle: Été\ndate: 2026-11-19T10:00:00Z\ntags: [météo]\n---\nIl fait chaud.\n"
	w.write("nouvelles/été.md", text)
	w.publish()
	paths := []string{
		"/stories/%C3%A9t%C3%A9/", "/stories/%C3%A9t%C3%A9/feed.rss", "/stories/%C3%A9t%C3%A9/feed.json",
		"/tags/m%C3%A9t%C3%A9o/feed.atom", "/sections/nouvelles/feed.rss", "/archive/1.rss",
	}
	fetch := func(path string) string {
		t.Helper()
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if answer.Code != http.StatusOK {
			t.Fatalf("GET %s: %d", path, answer.Code)
		}
		return answer.Body.String()
	}
	for _, path := range paths {
		if strings.Contains(fetch(path), "orages") {
			t.Fatalf("%s has the follow-up before there is one", path)
		}
	}
	w.advance(time.Hour)
	w.write("nouvelles/été.md", text+"\n**Update:** Des orages arrivent.\n")
	w.publish()
	for _, path := range paths {
		if !strings.Contains(fetch(path), "orages") {
			t.Errorf("%s is what it was before the follow-up", path)
		}
	}
}
