package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestCodedBytesAreThereForWhoAsksFirst(t *testing.T) {
	var site Site
	h := Handler(&site, Options{})
	site.Put(map[string]Resource{"/feed": feed(text, noon), "/small": feed("small", noon), "/png": {Type: "image/png", Body: []byte(text)}})
	if r, ok := site.Lookup("/feed"); !ok || string(r.Body) != text {
		t.Errorf("Lookup after Put = %d bytes, %v", len(r.Body), ok)
	}
	for path, want := range map[string]string{"/feed": "gzip", "/small": "", "/png": ""} {
		got := answer(h, request(path, "Accept-Encoding: gzip")).Header()
		if got.Get("Content-Encoding") != want || (got.Get("Vary") != "") != (want != "") {
			t.Errorf("%s comes as %q with Vary %q, want %q", path, got.Get("Content-Encoding"), got.Get("Vary"), want)
		}
	}
}

func TestNobodyWaitsForWhatTakesLongToCode(t *testing.T) {
	var site Site
	h := Handler(&site, Options{})
	site.Put(map[string]Resource{"/feed": feed(strings.Repeat(text, quick/len(text)+1), noon)})
	for _, want := range []string{"", "gzip"} {
		if got := answer(h, request("/feed", "Accept-Encoding: gzip")).Header().Get("Content-Encoding"); got != want {
			t.Errorf("a large feed comes as %q, want %q", got, want)
		}
		site.Wait()
	}
}

func TestPutOfTheSameBytesKeepsTheirVariants(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed(text, noon)})
	codeAll(&site, "/feed")
	before := site.tabled("/feed").variants[gzipped].Load()
	again := feed(strings.Clone(text), noon)
	again.MaxAge = time.Hour
	site.Put(map[string]Resource{"/feed": again})
	if site.tabled("/feed").variants[gzipped].Load() != before {
		t.Error("the gzip variant is another one")
	}
	if got := answer(Handler(&site, Options{}), request("/feed")).Header().Get("Cache-Control"); got != "public, max-age=3600" {
		t.Errorf("Cache-Control = %q after a Put with another MaxAge", got)
	}
}

func TestTagsDependOnTypeAndBytesAlone(t *testing.T) {
	a := newEntry(feed(text, noon), nil)
	b := newEntry(Resource{Type: a.res.Type, Body: []byte(text), Modified: noon.Add(time.Hour)}, nil)
	c := newEntry(Resource{Type: "text/plain", Body: []byte(text)}, nil)
	if a.hash != b.hash || a.hash == c.hash {
		t.Errorf("hashes: %s, of the same bytes %s, of another type %s", a.hash, b.hash, c.hash)
	}
}

func TestReadersSeeOneVersionWhilePutsGoOn(t *testing.T) {
	var site Site
	version := func(n int) map[string]Resource {
		body := strings.Repeat(fmt.Sprintf("version %d\n", n), 200)
		return map[string]Resource{"/a": feed(body, noon), "/b": feed(body, noon)}
	}
	number := func(r Resource) (n int) {
		if _, err := fmt.Sscanf(string(r.Body), "version %d", &n); err != nil {
			t.Error(err)
		}
		return n
	}
	site.Put(version(0))
	h := Handler(&site, Options{})
	var wg sync.WaitGroup
	var stop atomic.Bool
	for range 4 {
		wg.Go(func() {
			for !stop.Load() {
				a, _ := site.Lookup("/a")
				b, _ := site.Lookup("/b")
				if number(b) < number(a) {
					t.Errorf("/b is version %d after /a was version %d", number(b), number(a))
				}
				w := answer(h, request("/a"))
				if e := newEntry(feed(w.Body.String(), noon), nil); w.Header().Get("ETag") != e.tags[identity][0] {
					t.Errorf("ETag %s with bytes of %s", w.Header().Get("ETag"), e.tags[identity][0])
				}
			}
		})
	}
	for n := range 300 {
		site.Put(version(n))
	}
	stop.Store(true)
	wg.Wait()
	site.Close()
}

func page(body string) Resource {
	return Resource{Type: "text/html; charset=utf-8", Body: []byte(body), Modified: noon}
}

func TestMissingIsAskedOnceForAllWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var site Site
		asked := 0
		h := Handler(&site, Options{Missing: func(context.Context, string) (Resource, bool, error) {
			asked++
			time.Sleep(time.Second)
			return page("made"), true, nil
		}})
		gone, cancel := context.WithCancel(t.Context())
		go answer(h, request("/p").WithContext(gone)) // who asks first leaves
		synctest.Wait()
		for range 10 {
			go func() {
				if got := answer(h, request("/p")); got.Code != 200 {
					t.Errorf("a waiting reader gets %d", got.Code)
				}
			}()
		}
		cancel()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		answer(h, request("/p"))
		if asked != 1 {
			t.Errorf("asked %d times, want once", asked)
		}
	})
}

func TestWhatIsInvalidIsMadeAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var site Site
		var body atomic.Value
		body.Store("first")
		h := Handler(&site, Options{Missing: func(context.Context, string) (Resource, bool, error) {
			b := body.Load().(string)
			time.Sleep(time.Second)
			return page(b), true, nil
		}})
		get := func() string {
			return answer(h, request("/stories/flood/")).Body.String()
		}
		if got := get(); got != "first" {
			t.Errorf("made: %q", got)
		}
		body.Store("second")
		if got := get(); got != "first" {
			t.Errorf("kept: %q", got)
		}
		site.InvalidatePrefix("/stories/")
		go get() // this making is on its way when the page changes once more
		synctest.Wait()
		body.Store("third")
		site.Invalidate("/stories/flood/")
		for range 2 {
			if got := get(); got != "third" {
				t.Errorf("after it was invalid: %q", got)
			}
		}
	})
}

func TestMadeResourcesAreKeptWithinBounds(t *testing.T) {
	site := Site{Keep: 10 << 10}
	h := Handler(&site, Options{Missing: func(_ context.Context, path string) (Resource, bool, error) {
		return page(strings.Repeat(path, 100)), true, nil
	}})
	for n := range 100 {
		answer(h, request(fmt.Sprintf("/%d", n)))
	}
	site.Wait()
	if site.made.size > site.Keep || site.made.size == 0 || len(site.made.kept) != site.made.order.Len() {
		t.Errorf("%d bytes are kept in %d and %d places, want at most %d", site.made.size, len(site.made.kept), site.made.order.Len(), site.Keep)
	}
	if _, ok := site.Lookup("/99"); !ok {
		t.Error("what was asked for last is not kept")
	}
}

func TestMissingThatFailsIsToldToTheOperatorAlone(t *testing.T) {
	for _, test := range []struct {
		claim   string
		missing func(context.Context, string) (Resource, bool, error)
		status  int
		log     string
	}{
		{"there is no such page", func(context.Context, string) (Resource, bool, error) { return Resource{}, false, nil }, 404, ""},
		{"an error", func(context.Context, string) (Resource, bool, error) {
			return Resource{}, false, errors.New("secret disk is full")
		}, 503, "secret disk is full"},
		{"a panic", func(context.Context, string) (Resource, bool, error) { panic("secret bug") }, 500, "secret bug"},
	} {
		var log bytes.Buffer
		var site Site
		h := Handler(&site, Options{Missing: test.missing, Log: slog.New(slog.NewTextHandler(&log, nil))})
		got := answer(h, request("/p"))
		body := got.Body.String()
		if got.Code != test.status || strings.Contains(body, "secret") || !strings.Contains(log.String(), test.log) {
			t.Errorf("%s: %d %q, log %q, want %d and a log of %q", test.claim, got.Code, body, &log, test.status, test.log)
		}
	}
}

func TestMissingIsNotAskedForOddPaths(t *testing.T) {
	var site Site
	var asked []string
	h := Handler(&site, Options{Missing: func(_ context.Context, path string) (Resource, bool, error) {
		asked = append(asked, path)
		return Resource{}, false, nil
	}})
	for _, path := range []string{"/../etc/passwd", "/a//b", "//a", "/a/./b", "/a/..", "/a%00b", "/a%5cb", "/%ff", "/a%0ab", "/" + strings.Repeat("a", 2000)} {
		if got := answer(h, request(path)); got.Code != http.StatusNotFound {
			t.Errorf("%s = %d", path, got.Code)
		}
	}
	if asked != nil {
		t.Errorf("asked for %q", asked)
	}
}
