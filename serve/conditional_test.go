package serve

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var text = strings.Repeat("The council met in the evening. ", 200)

func feed(body string, modified time.Time) Resource {
	return Resource{Type: "application/atom+xml; charset=utf-8", Body: []byte(body), Modified: modified, MaxAge: time.Minute, Link: `<https://x.example/hub>; rel="hub"`}
}

// noon is when the test feed changed, with a part of a second.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 500e6, time.UTC)

func clock(t time.Time) func() time.Time { return func() time.Time { return t } }

// request makes a GET with header fields "Name: value"; a name may come twice.
func request(path string, fields ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Add(name, value)
	}
	return r
}

func answer(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestConditionalRequests(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed(text, noon)})
	codeAll(&site, "/feed")
	h := Handler(&site, Options{Now: clock(noon.Add(time.Hour))})
	tag := answer(h, request("/feed")).Header().Get("ETag")
	gz := strings.TrimSuffix(tag, `"`) + `-gz"`
	br := strings.TrimSuffix(tag, `"`) + `-br"`
	const changed = "Sat, 21 Nov 2026 12:00:01 GMT"

	for _, test := range []struct {
		claim  string
		fields []string
		status int
		tag    string
	}{
		{"without a condition there is content", nil, 200, tag},
		{"the current tag", []string{"If-None-Match: " + tag}, 304, tag},
		{"comparison is weak", []string{"If-None-Match: W/" + tag}, 304, tag},
		{"a star", []string{"If-None-Match: *"}, 304, tag},
		{"in a list", []string{`If-None-Match: "a", W/"b" ,` + tag}, 304, tag},
		{"after empty elements", []string{"If-None-Match: , ,\t" + tag + ","}, 304, tag},
		{"after a tag with a comma inside", []string{`If-None-Match: "a,b", ` + tag}, 304, tag},
		{"on the second of two lines", []string{`If-None-Match: "a"`, "If-None-Match: " + tag}, 304, tag},
		{"after a line that is no list", []string{`If-None-Match: rubbish`, "If-None-Match: " + tag}, 304, tag},
		{"another tag", []string{`If-None-Match: "a"`}, 200, tag},
		{"quotes are part of a tag", []string{"If-None-Match: " + strings.Trim(tag, `"`)}, 200, tag},
		{"an open tag", []string{"If-None-Match: " + strings.TrimSuffix(tag, `"`)}, 200, tag},
		{"a tag that goes on", []string{"If-None-Match: " + tag + "x"}, 200, tag},
		{"a tag inside a tag", []string{`If-None-Match: "x` + strings.Trim(tag, `"`) + `"`}, 200, tag},
		{"a star among others is no star", []string{`If-None-Match: "a", *`}, 200, tag},
		{"an empty field", []string{"If-None-Match: "}, 200, tag},

		{"gzip's own tag", []string{"Accept-Encoding: gzip", "If-None-Match: " + gz}, 304, gz},
		{"gzip was stored, brotli would be sent", []string{"Accept-Encoding: gzip, br", "If-None-Match: " + gz}, 304, gz},
		{"plain was stored, gzip would be sent", []string{"Accept-Encoding: gzip", "If-None-Match: " + tag}, 304, tag},
		{"of several stored ones, what would be sent", []string{"Accept-Encoding: br;q=0.5, gzip", "If-None-Match: " + br + ", " + gz}, 304, gz},
		{"gzip was stored, and is not accepted", []string{"If-None-Match: " + gz}, 200, tag},
		{"plain was stored, and is not accepted", []string{"Accept-Encoding: gzip, identity;q=0", "If-None-Match: " + tag}, 200, gz},

		{"the date of the change", []string{"If-Modified-Since: " + changed}, 304, tag},
		{"a later date", []string{"If-Modified-Since: Sat, 21 Nov 2026 12:30:00 GMT"}, 304, tag},
		{"a second before", []string{"If-Modified-Since: Sat, 21 Nov 2026 12:00:00 GMT"}, 200, tag},
		{"a date in the form of RFC 850", []string{"If-Modified-Since: Saturday, 21-Nov-26 12:00:01 GMT"}, 304, tag},
		{"a date in the form of asctime", []string{"If-Modified-Since: Sat Nov 21 12:00:01 2026"}, 304, tag},
		{"what is no date", []string{"If-Modified-Since: yesterday"}, 200, tag},
		{"two dates are none", []string{"If-Modified-Since: " + changed, "If-Modified-Since: " + changed}, 200, tag},
		{"a tag decides alone, against the date", []string{`If-None-Match: "a"`, "If-Modified-Since: " + changed}, 200, tag},
		{"a tag decides alone, for the date", []string{"If-None-Match: " + tag, "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT"}, 304, tag},

		{"If-Match with the current tag", []string{"If-Match: " + tag}, 200, tag},
		{"If-Match with a star", []string{"If-Match: *"}, 200, tag},
		{"If-Match with another tag", []string{`If-Match: "a"`}, 412, ""},
		{"If-Match compares strongly", []string{"If-Match: W/" + tag}, 412, ""},
		{"If-Unmodified-Since before the change", []string{"If-Unmodified-Since: Sat, 21 Nov 2026 12:00:00 GMT"}, 412, ""},
		{"If-Unmodified-Since at the change", []string{"If-Unmodified-Since: " + changed}, 200, tag},
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r := request("/feed", test.fields...)
			r.Method = method
			got := answer(h, r)
			if got.Code != test.status || got.Header().Get("ETag") != test.tag {
				t.Errorf("%s: %s with %q = %d, ETag %s, want %d, ETag %s", test.claim, method, test.fields, got.Code, got.Header().Get("ETag"), test.status, test.tag)
			}
		}
	}
}

func TestUnchangedSaysWhatContentSaysOfItself(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed(text, noon)})
	codeAll(&site, "/feed")
	h := Handler(&site, Options{Now: clock(noon.Add(time.Hour))})
	full := answer(h, request("/feed", "Accept-Encoding: gzip"))
	short := answer(h, request("/feed", "Accept-Encoding: gzip", "If-None-Match: *"))
	for _, name := range []string{"ETag", "Cache-Control", "Vary", "Last-Modified", "Access-Control-Allow-Origin"} {
		if f, s := full.Header().Get(name), short.Header().Get(name); f == "" || s != f {
			t.Errorf("%s of a 304 = %q, of a 200 = %q", name, s, f)
		}
	}
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding"} {
		if short.Header().Get(name) != "" {
			t.Errorf("a 304 has %s: %s", name, short.Header().Get(name))
		}
	}
}

// Readers who know nothing but a date see every publication, whichever second
// they ask in.
func TestNoPublicationHidesInASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := Site{Now: time.Now}
		h := Handler(&site, Options{})
		put := func(body string, late time.Duration) {
			site.Put(map[string]Resource{"/feed": feed(body, time.Now().Add(-late))})
		}
		put("first", 0)
		for i, late := range []time.Duration{0, 0, 0, 300 * time.Millisecond, 5 * time.Second, 0} {
			before := answer(h, request("/feed"))
			ownClock := time.Now().UTC().Format(http.TimeFormat)
			time.Sleep(130 * time.Millisecond)
			put(strings.Repeat("more ", i+1), late)
			for range 30 {
				dates := []string{ownClock}
				if said := before.Header().Get("Last-Modified"); said != "" {
					dates = append(dates, said)
				}
				for _, date := range dates {
					if got := answer(h, request("/feed", "If-Modified-Since: "+date)); got.Code != 200 {
						t.Fatalf("publication %d is hidden at %v from who asks with %s", i, time.Now(), date)
					}
				}
				time.Sleep(100 * time.Millisecond)
			}
			now := answer(h, request("/feed")).Header().Get("Last-Modified")
			if got := answer(h, request("/feed", "If-Modified-Since: "+now)); got.Code != 304 {
				t.Errorf("three seconds after publication %d, If-Modified-Since %s = %d, want 304", i, now, got.Code)
			}
		}
	})
}

func TestLastModifiedIsSaidOnceItsSecondHasCome(t *testing.T) {
	for _, test := range []struct {
		modified time.Time
		now      time.Time
		want     string
	}{
		{noon, noon, ""},
		{noon, noon.Add(499 * time.Millisecond), ""},
		{noon, noon.Add(500 * time.Millisecond), "Sat, 21 Nov 2026 12:00:01 GMT"},
		{noon.Truncate(time.Second), noon.Truncate(time.Second), "Sat, 21 Nov 2026 12:00:00 GMT"},
		{time.Time{}, noon, ""},
		{noon, time.Time{}, ""},
	} {
		var site Site
		site.Put(map[string]Resource{"/feed": feed("x", test.modified)})
		h := Handler(&site, Options{Now: clock(test.now)})
		if got := answer(h, request("/feed")).Header().Get("Last-Modified"); got != test.want {
			t.Errorf("modified %v, asked at %v: Last-Modified %q, want %q", test.modified, test.now, got, test.want)
		}
	}
}

var wellFormed = regexp.MustCompile(`^[ \t,]*(?:(?:W/)?"[!#-~]*"[ \t]*(?:,[ \t,]*|$))*$`)
var oneTag = regexp.MustCompile(`"[!#-~]*"`)

// A tag matches exactly where it is an element of a well-formed list, and what
// stands on another line neither hides it nor brings it forth.
func FuzzIfNoneMatch(f *testing.F) {
	for _, s := range []string{`"a"`, `W/"a", "b,c"`, `,,"a" ,`, `*`, `"`, `W/`, `"a" "b"`, `"a"x, "b"`} {
		f.Add(s)
	}
	e := newEntry(feed(text, noon), nil)
	tag := e.tags[identity][0]
	f.Fuzz(func(t *testing.T, line string) {
		line = strings.ReplaceAll(line, "HASH", e.hash)
		got := e.listed([]string{line})
		if wellFormed.MatchString(line) {
			want := slices.Contains(oneTag.FindAllString(line, -1), tag)
			if got.weak[identity] != want {
				t.Errorf("listed(%q) matches %s: %v, want %v", line, tag, got.weak[identity], want)
			}
		}
		if !strings.Contains(line, e.hash) && got.weak != [codings]bool{} {
			t.Errorf("listed(%q) matches %v", line, got.weak)
		}
		if !e.listed([]string{line, tag}).strong[identity] {
			t.Errorf("listed(%q, %q) does not match", line, tag)
		}
	})
}
