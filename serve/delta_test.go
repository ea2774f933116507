package serve

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"pgregory.net/rapid"
)

const delta = "A-IM: feed"

func TestADeltaHasWhatIsNewOrChanged(t *testing.T) {
	for name, format := range testFormats {
		t.Run(name, func(t *testing.T) {
			site := Site{Now: clock(noon)}
			h := Handler(&site, Options{Now: clock(noon.Add(time.Hour))})
			put := func(entries []testEntry) (tag string) {
				site.Put(map[string]Resource{"/feed": format.write(entries...)})
				site.Wait()
				return answer(h, request("/feed")).Header().Get("ETag")
			}
			first := put(stories(1, 10))
			second := put(stories(2, 11))
			changed := stories(3, 12)
			changed[5].Text = "another one"
			third := put(changed)
			for _, test := range []struct {
				claim  string
				fields []string
				status int
				want   []testEntry
			}{
				{"a version back", []string{delta, "If-None-Match: " + second}, 226, []testEntry{changed[0], changed[5]}},
				{"two versions back", []string{delta, "If-None-Match: " + first}, 226, []testEntry{changed[0], changed[1], changed[5]}},
				{"the newest of several", []string{delta, "If-None-Match: " + first + ", " + second}, 226, []testEntry{changed[0], changed[5]}},
				{"a version that was coded", []string{delta, "If-None-Match: " + strings.TrimSuffix(second, `"`) + `-br"`}, 226, []testEntry{changed[0], changed[5]}},
				{"a weak tag", []string{delta, "If-None-Match: W/" + second}, 226, []testEntry{changed[0], changed[5]}},
				{"one of several manipulations", []string{"A-IM: vcdiff, Feed;q=0.5", "If-None-Match: " + second}, 226, []testEntry{changed[0], changed[5]}},
				{"the current version", []string{delta, "If-None-Match: " + third}, 304, nil},
				{"a former one and the current one", []string{delta, "If-None-Match: " + first + ", " + third}, 304, nil},
				{"an unknown version", []string{delta, `If-None-Match: "a"`}, 200, changed},
				{"a version and more", []string{delta, "If-None-Match: " + strings.TrimSuffix(second, `"`) + `x"`}, 200, changed},
				{"no version", []string{delta}, 200, changed},
				{"a date", []string{delta, "If-Modified-Since: Sat, 21 Nov 2026 12:00:00 GMT"}, 200, changed},
				{"not asked for", []string{"If-None-Match: " + second}, 200, changed},
				{"not wanted", []string{"A-IM: feed;q=0", "If-None-Match: " + second}, 200, changed},
				{"another manipulation", []string{"A-IM: feeds", "If-None-Match: " + second}, 200, changed},
				{"through a proxy", []string{delta, "Via: 1.1 cache", "If-None-Match: " + second}, 200, changed},
				{"through a network of caches", []string{delta, "CDN-Loop: x", "If-None-Match: " + second}, 200, changed},
				{"who chokes on 226", []string{delta, "User-Agent: rss2email/3.14 (https://github.com/rss2email/rss2email)", "If-None-Match: " + second}, 200, changed},
				{"who is built on it", []string{delta, "User-Agent: X UniversalFeedParser/5.0", "If-None-Match: " + second}, 200, changed},
			} {
				got := answer(h, request("/feed", test.fields...))
				if got.Code != test.status {
					t.Errorf("%s: %d, want %d", test.claim, got.Code, test.status)
					continue
				}
				if tag := got.Header().Get("ETag"); tag != third {
					t.Errorf("%s: ETag %s, want %s", test.claim, tag, third)
				}
				if got.Code == 304 {
					continue
				}
				entries, err := format.read(got.Body.Bytes())
				if err != nil || !slices.Equal(entries, test.want) {
					t.Errorf("%s: %v, %v, want %v", test.claim, entries, err, test.want)
				}
			}
			r := request("/feed", delta, "If-None-Match: "+second)
			r.Method = http.MethodHead
			if got := answer(h, r); got.Code != 200 {
				t.Errorf("HEAD = %d, want 200", got.Code)
			}
		})
	}
}

func TestADeltaSaysWhatItIs(t *testing.T) {
	var site Site
	h := Handler(&site, Options{Now: clock(noon.Add(time.Hour))})
	site.Put(map[string]Resource{"/feed": testFormats["atom"].write(stories(1, 10)...)})
	before := answer(h, request("/feed")).Header().Get("ETag")
	site.Put(map[string]Resource{"/feed": testFormats["atom"].write(stories(2, 11)...)})
	plain := answer(h, request("/feed", delta, "If-None-Match: "+before))
	codeAll(&site, "/feed")
	for name, want := range map[string]string{
		"IM": "feed", "Delta-Base": before,
		"Cache-Control": "no-store, im, max-age=60",
		"Vary":          "A-IM, If-None-Match, Accept-Encoding",
		"Content-Type":  "application/atom+xml; charset=utf-8",
		"Last-Modified": answer(h, request("/feed")).Header().Get("Last-Modified"),
	} {
		if got := plain.Header()[http.CanonicalHeaderKey(name)]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	coded := answer(h, request("/feed", delta, "If-None-Match: "+before, "Accept-Encoding: gzip"))
	tag := answer(h, request("/feed", "Accept-Encoding: gzip")).Header().Get("ETag")
	if coded.Code != 226 || coded.Header().Get("Content-Encoding") != "gzip" || coded.Header().Get("ETag") != tag {
		t.Fatalf("a coded delta: %d %v, want ETag %s", coded.Code, coded.Header(), tag)
	}
	z, err := gzip.NewReader(coded.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); !bytes.Equal(b, plain.Body.Bytes()) || err != nil {
		t.Errorf("a coded delta is %q, %v, want %q", b, err, plain.Body)
	}
	if got := answer(h, request("/feed", delta, "If-None-Match: "+tag)); got.Code != 200 {
		t.Errorf("its tag without its coding: %d, want 200", got.Code)
	}
	if got := answer(h, request("/feed", delta, "If-None-Match: "+tag, "Accept-Encoding: gzip")); got.Code != 304 {
		t.Errorf("its tag: %d, want 304", got.Code)
	}
}

func TestADeltaIsCodedForWhoAsks(t *testing.T) {
	site := Site{Now: clock(noon)}
	h := Handler(&site, Options{})
	var tags []string
	for n := range 3 {
		site.Put(map[string]Resource{"/feed": testFormats["atom"].write(stories(n, n+9)...)})
		tags = append(tags, answer(h, request("/feed")).Header().Get("ETag"))
	}
	codeAll(&site, "/feed")
	for n := range 2 {
		got := answer(h, request("/feed", delta, "If-None-Match: "+tags[n], "Accept-Encoding: gzip"))
		if got.Code != 226 || got.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("who has version %d gets a %d in %q, want a 226 in gzip", n, got.Code, got.Header().Get("Content-Encoding"))
		}
	}
}

func TestNoDeltaWhereItIsOfNoUse(t *testing.T) {
	format := testFormats["json"]
	ten := format.write(stories(1, 10)...)
	framed := ten
	framed.Body = bytes.Replace(ten.Body, []byte(`"T"`), []byte(`"U"`), 1)
	for claim, after := range map[string]Resource{
		"only the frame is another": framed,
		"entries are gone":          format.write(stories(1, 9)...),
		"all entries are new":       format.write(stories(11, 20)...),
		"one entry is left":         format.write(stories(12, 12)...),
		"moved":                     {Location: "/new"},
	} {
		var site Site
		h := Handler(&site, Options{})
		site.Put(map[string]Resource{"/feed": ten})
		tag := answer(h, request("/feed")).Header().Get("ETag")
		site.Put(map[string]Resource{"/feed": after})
		if got := answer(h, request("/feed", delta, "If-None-Match: "+tag)); got.Code == 226 {
			t.Errorf("%s: %d %s", claim, got.Code, got.Body)
		}
		site.Close()
	}
}

func TestSpansThatCannotBeAreNone(t *testing.T) {
	body := []byte(",,,,,;;,,,")
	for _, spans := range [][]Span{
		nil, {{1, 2}}, {{1, 3}, {2, 4}}, {{1, 3}, {4, 11}}, {{-1, 3}, {4, 5}}, {{3, 1}, {4, 5}}, {{1, 2}, {3, 4}, {6, 7}},
	} {
		if cut(Resource{Body: body, Entries: spans}) != nil {
			t.Errorf("%v are taken", spans)
		}
	}
	if cut(Resource{Body: body, Entries: []Span{{0, 1}, {2, 3}, {4, 7}}}) == nil {
		t.Error("good spans are not taken")
	}
}

func TestDeltasOfWhatIsMadeWhenAskedFor(t *testing.T) {
	site := Site{Now: clock(noon)}
	last := 10
	h := Handler(&site, Options{Missing: func(context.Context, string) (Resource, bool, error) {
		return testFormats["rss"].write(stories(1, last)...), true, nil
	}})
	tag := answer(h, request("/feed")).Header().Get("ETag")
	last++
	site.Invalidate("/feed")
	if got := answer(h, request("/feed", delta, "If-None-Match: "+tag)); got.Code != 226 {
		t.Errorf("%d, want 226", got.Code)
	}
	site.Wait()
}

func TestFormerVersionsAreRememberedWithinBounds(t *testing.T) {
	var site Site
	for _, size := range []int{10, 1000} {
		for n := range mostVersions + 10 {
			site.Put(map[string]Resource{"/feed": testFormats["atom"].write(stories(n, n+size)...)})
		}
		hashes := 0
		former := site.tabled("/feed").former
		for _, v := range former {
			hashes += len(v.entries)
		}
		if len(former) == 0 || len(former) > mostVersions || hashes > mostHashes {
			t.Errorf("of feeds with %d entries %d versions with %d hashes are remembered", size, len(former), hashes)
		}
	}
	site.Close()
}

// Who polls with A-IM, at whatever times, has every entry of the feed as it is
// now after each poll.
func TestWhoReadsDeltasMissesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		format := testFormats[rapid.SampledFrom([]string{"rss", "atom", "json"}).Draw(t, "format")]
		var site Site
		defer site.Close()
		h := Handler(&site, Options{})
		entries := []testEntry{{"story-2", "one"}, {"story-1", "one"}}
		type reader struct {
			tag string
			has map[string]string
		}
		readers := make([]reader, 3)
		for next := 3; next < 30; next++ {
			site.Put(map[string]Resource{"/feed": format.write(entries...)})
			for i := range readers {
				if !rapid.Bool().Draw(t, "polls") {
					continue
				}
				r := &readers[i]
				fields := []string{delta}
				if r.tag != "" {
					fields = append(fields, "If-None-Match: "+r.tag)
				}
				got := answer(h, request("/feed", fields...))
				r.tag = got.Header().Get("ETag")
				read, err := format.read(got.Body.Bytes())
				if got.Code != 304 && err != nil {
					t.Fatal(err)
				}
				if got.Code == 200 {
					r.has = map[string]string{}
				}
				for _, e := range read {
					r.has[e.ID] = e.Text
				}
				for _, e := range entries {
					if r.has[e.ID] != e.Text {
						t.Fatalf("after %d, %s is %q, want %q", got.Code, e.ID, r.has[e.ID], e.Text)
					}
				}
			}
			switch at := rapid.IntRange(0, len(entries)-1).Draw(t, "at"); rapid.SampledFrom([]string{"add", "change", "remove", "back", "move"}).Draw(t, "what") {
			case "add":
				entries = slices.Concat([]testEntry{{fmt.Sprint("story-", next), "one"}}, entries)
			case "change":
				entries[at].Text = fmt.Sprint("changed ", next)
			case "remove":
				if len(entries) > 2 {
					entries = slices.Delete(slices.Clone(entries), at, at+1)
				}
			case "back":
				entries[at].Text = "one"
			case "move":
				entries[0], entries[at] = entries[at], entries[0]
			}
		}
	})
}
