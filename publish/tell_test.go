package publish_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"writethru/internal/owed"
	"writethru/publish"
	"writethru/websub"
)

// A mailbox is whom subscribers' requests go to.
type mailbox chan parcel

type parcel struct{ callback, body, link string }

func (m mailbox) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	m <- parcel{r.URL.String(), string(body), r.Header.Get("Link")}
	return &http.Response{StatusCode: http.StatusNoContent, Body: io.NopCloser(strings.NewReader("")), Request: r, Header: http.Header{}}, nil
}

// hub runs a hub of the world's feeds until the function that it returns is
// called.
func (w *world) hub(m mailbox) func() {
	w.t.Helper()
	h := websub.New(websub.Options{
		URL: w.set.HubURL(), Feeds: w.p, Store: w.store, Now: time.Now, Log: slog.New(slog.DiscardHandler), Transport: m,
	})
	w.p.Hub = h
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- h.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			w.t.Error(err)
		}
	}
}

// put subscribes a callback to a feed as it is now.
func (w *world) put(path, callback string) {
	w.t.Helper()
	err := w.store.PutSubscriber(w.t.Context(), owed.Subscriber{Topic: w.set.BaseURL + path, Callback: callback})
	if err != nil {
		w.t.Fatal(err)
	}
}

// delivered waits until each callback has what its path answers with now. What
// comes beside is older: a feed that changed twice.
func (w *world) delivered(m mailbox, want map[string]string) {
	w.t.Helper()
	for len(want) > 0 {
		select {
		case p := <-m:
			if path, ok := want[p.callback]; ok && p.body == string(w.get(path)) {
				delete(want, p.callback)
			}
		case <-time.After(20 * time.Second):
			w.t.Fatalf("not delivered: %v", want)
		}
	}
}

func TestSubscribersGetWhatReadersGet(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.write("flood.md", "---\ntitle: Flood\ndate: 2026-11-02T10:00:00Z\ntags: [river]\n---\nRain fell.\n")
	w.write("fire.md", "---\ntitle: Fire\ndate: 2026-11-01T10:00:00Z\ntags: [hill]\n---\nSmoke rose.\n")
	w.publish()
	m := make(mailbox, 1000)
	want := map[string]string{
		"https://a.example/": "/feed.rss",
		"https://b.example/": "/updates.json",
		"https://c.example/": "/stories/flood/feed.atom",
		"https://d.example/": "/tags/river/feed.json",
	}
	for callback, path := range want {
		w.put(path, callback)
	}
	w.put("/stories/fire/feed.atom", "https://e.example/")
	stop := w.hub(m)
	w.delivered(m, map[string]string{ // they have nothing yet
		"https://a.example/": "/feed.rss", "https://b.example/": "/updates.json", "https://c.example/": "/stories/flood/feed.atom",
		"https://d.example/": "/tags/river/feed.json", "https://e.example/": "/stories/fire/feed.atom",
	})
	w.advance(time.Hour)
	w.write("flood.md", "---\ntitle: Flood\ndate: 2026-11-02T10:00:00Z\ntags: [river]\n---\nRain fell.\n\n**Update:** The river is back in its bed, a spokesperson said.\n")
	w.publish()
	w.delivered(m, want)

	// The process ends after the append, and before anybody was told.
	stop()
	w.advance(time.Hour)
	w.write("flood.md", "---\ntitle: Flood\ndate: 2026-11-02T10:00:00Z\ntags: [river]\n---\nRain fell.\n\n**Update:** The river is back in its bed, a spokesperson said.\n\n**Update 2:** All bridges are open again.\n")
	w.publish()
	w.restart()
	defer w.hub(m)()
	w.delivered(m, map[string]string{"https://a.example/": "/feed.rss", "https://c.example/": "/stories/flood/feed.atom"})
	for len(m) > 0 {
		if p := <-m; p.callback == "https://e.example/" {
			t.Errorf("told of a feed that did not change: %v", p)
		}
	}
}

// A withdrawn story's feeds have ended, which their subscribers are told; what
// comes back goes on.
func TestFeedsOfWithdrawnStoriesEnd(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	const text = "---\ntitle: Fire\ndate: 2026-11-01T10:00:00Z\n---\nSmoke rose.\n"
	w.write("flood.md", "---\ntitle: Flood\ndate: 2026-11-02T10:00:00Z\n---\nRain fell.\n")
	w.write("fire.md", text)
	w.publish()
	topic := w.set.BaseURL + "/stories/fire/feed.atom"
	w.put("/stories/fire/feed.atom", "https://a.example/")
	defer w.hub(make(mailbox, 1000))()
	ended := func(want bool) {
		t.Helper()
		if f, ok, err := w.p.Feed(t.Context(), topic); !ok || f.Gone != want || err != nil {
			t.Errorf("the feed is gone: %v, %v, %v, want %v", f.Gone, ok, err, want)
		}
		for deadline := time.Now().Add(20 * time.Second); ; {
			got, ok, err := w.store.Topic(t.Context(), topic)
			if err != nil || !ok || time.Now().After(deadline) {
				t.Fatalf("the topic is %+v, %v, %v, want that it has ended: %v", got, ok, err, want)
			}
			if got.Hash != "" && (got.Hash == "gone") == want {
				return
			}
			runtime.Gosched()
		}
	}
	ended(false)
	w.remove("fire.md")
	w.advance(time.Hour)
	w.publish()
	ended(true)
	w.write("fire.md", text)
	w.advance(time.Hour)
	w.publish()
	ended(false)
}

func TestFeedsNameTheirHubs(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	w.close()
	w.set.Hub, w.set.Hubs = true, []string{"https://hub.example/"}
	w.open()
	defer w.close()
	w.write("flood.md", "---\ntitle: Flood\ndate: 2026-11-02T10:00:00Z\ntags: [river]\n---\nRain fell.\n")
	w.publish()
	const own, other = `<http://localhost:8080/hub>; rel="hub", `, `<https://hub.example/>; rel="hub", `
	for path, hubs := range map[string]string{
		"/feed.rss": own + other, "/stories.atom": own + other, "/updates.json": own + other,
		"/stories/flood/feed.rss": own, "/tags/river/feed.atom": own, "/archive/1.rss": "",
	} {
		r, ok := w.site.Lookup(path)
		if !ok {
			var err error
			if r, ok, err = w.p.Missing(t.Context(), path); !ok || err != nil {
				t.Fatalf("%s: %v, %v", path, ok, err)
			}
		}
		if want := hubs + "<http://localhost:8080" + path + `>; rel="self"`; r.Link != want {
			t.Errorf("%s has Link: %s\nwant %s", path, r.Link, want)
		}
		for _, hub := range []string{"http://localhost:8080/hub", "https://hub.example/"} {
			if in, want := strings.Contains(string(r.Body), hub), strings.Contains(hubs, hub); in != want {
				t.Errorf("%s names %s: %v, want %v", path, hub, in, want)
			}
		}
	}
}

func TestTopicsAreFeedsOfOurs(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	for url, want := range map[string]string{
		"http://localhost:8080/feed.rss":                "http://localhost:8080/feed.rss",
		"http://LOCALHOST:8080/feed.rss":                "http://localhost:8080/feed.rss",
		"http://localhost:8080/tags/caf%C3%A9/feed.rss": "http://localhost:8080/tags/caf%C3%A9/feed.rss",
		"http://localhost:8080/tags/café/feed.rss":      "http://localhost:8080/tags/caf%C3%A9/feed.rss",
		"http://localhost:8080/stories/flood/feed.json": "http://localhost:8080/stories/flood/feed.json",
		"http://localhost:8080/archive/1.rss":           "",
		"http://localhost:8080/stories/flood/":          "",
		"http://localhost:8080/feeds.opml":              "",
		"http://localhost:8080/":                        "",
		"http://localhost:8080/feed.rss?x=1":            "",
		"http://localhost:8080/feed.rss?":               "",
		"http://localhost:8080/feed.rss#x":              "",
		"http://ana@localhost:8080/feed.rss":            "",
		"https://localhost:8080/feed.rss":               "",
		"http://localhost:80/feed.rss":                  "",
		"http://elsewhere.example/feed.rss":             "",
		"/feed.rss":                                     "",
		"":                                              "",
		"http://localhost:8080/%zz":                     "",
		"http://localhost:8080/a/b/c/d/feed.rss":        "",
	} {
		if got, ok := w.p.Topic(url); got != want || ok != (want != "") {
			t.Errorf("Topic(%q) = %q, %v, want %q", url, got, ok, want)
		}
	}
}
