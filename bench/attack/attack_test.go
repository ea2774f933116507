package attack

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// site is a server that does all of it wrong, on a folder of hostile articles.
func site(t *testing.T) Site {
	t.Helper()
	dir := t.TempDir()
	if err := Folder(dir); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch b, err := os.ReadFile(filepath.Join(dir, "posts", r.URL.Path)); {
		case err == nil:
			_, _ = w.Write(b)
		case strings.Contains(r.URL.Path, "%"):
			w.WriteHeader(http.StatusInternalServerError)
		default:
			fmt.Fprintf(w, "<rss>welcome to %s", r.Host)
		}
	}))
	t.Cleanup(server.Close)
	return Site{
		Addr: server.Listener.Addr().String(), Feed: "/feed.rss", Story: "/flood/", Drafts: "/draft/",
		Folders: []string{"/"}, Shared: []string{"/", "/feed.rss"},
	}
}

func TestABadServerIsSeen(t *testing.T) {
	s := site(t)
	count := func(attacks []Attack, bad func(Outcome) bool) (n int) {
		for _, o := range s.Send(attacks) {
			if o.Err != nil {
				t.Fatalf("%s: %v", o.Claim, o.Err)
			}
			if bad(o) {
				n++
			}
		}
		return n
	}
	leaks := func(o Outcome) bool { return o.Leak() != "" }
	for _, c := range []struct {
		what    string
		attacks []Attack
		bad     func(Outcome) bool
	}{
		{"files out of the folder", s.Paths(), leaks},
		{"answers instead of refusals", s.Paths(), Outcome.Answered},
		{"failures", s.Paths(), Outcome.Broke},
		{"hosts of others", s.Hosts(), leaks},
		{"methods", s.Methods(), Outcome.Answered},
	} {
		if n := count(c.attacks, c.bad); n == 0 || n == len(c.attacks) {
			t.Errorf("%s: %d of %d attacks are seen to succeed, want some", c.what, n, len(c.attacks))
		}
	}
}

func TestACrowdIsCountedUntilItIsSentAway(t *testing.T) {
	s := site(t)
	crowd := s.Crowd(t.Context(), 2, 3, 0)
	defer crowd.Close()
	if open := crowd.Open(); open != 5 {
		t.Errorf("%d connections are open, want 5", open)
	}
	s.Addr = "127.0.0.1:1" // where nobody listens
	nobody := s.Crowd(t.Context(), 2, 3, 0)
	defer nobody.Close()
	if open := nobody.Open(); open != 0 {
		t.Errorf("%d connections to nobody are open", open)
	}
}

func TestAFloodCountsWhatItGets(t *testing.T) {
	s := site(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	c := s.Flood(ctx, "127.0.0.1", 3)
	if c.Served == 0 || c.Refused+c.Failed > 0 || c.Bytes == 0 || len(c.Times) != c.Served || c.Percentile(99) < c.Percentile(50) {
		t.Errorf("a flood got %d answers, %d refusals, %d failures, %d bytes", c.Served, c.Refused, c.Failed, c.Bytes)
	}
}

func TestWhatRunsIsSeen(t *testing.T) {
	for text, want := range map[string]bool{
		`<p>Rain <b>fell</b>.</p>`:                              false,
		`<a href="https://news.example/">x</a>`:                 false,
		`<script>alert(1)</script>`:                             true,
		`<img src=x onerror=alert(1)>`:                          true,
		"<a href=\"java\nscript:alert(1)\">x</a>":               true,
		`<a href=" &#14; javascript:alert(1)">x</a>`:            true,
		`<svg/onload=alert(1)>`:                                 true,
		`<div style="position:fixed">x</div>`:                   true,
		`&lt;script&gt;alert(1)&lt;/script&gt;`:                 false,
		`<script type="application/ld+json">{}</script>`:        true,
		`<meta http-equiv=refresh content="0;url=javascript:">`: true,
	} {
		if found := Active(text, false); (len(found) > 0) != want {
			t.Errorf("Active(%q) = %q, want some: %v", text, found, want)
		}
	}
	own := `<html><head><meta charset="utf-8"><style>p{}</style><script type="application/ld+json">{}</script></head><body><input readonly></body></html>`
	if found := Active(own, true); len(found) > 0 {
		t.Errorf("a page's own head runs %q", found)
	}
	if found := Active(own, false); len(found) == 0 {
		t.Error("an entry with a page's head is harmless")
	}
	if Leads("javascript:alert(1)") || !Leads("https://news.example/") {
		t.Error("a link to a script leads somewhere, or one to a site does not")
	}
}
