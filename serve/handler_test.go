package serve

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestAnswersBesideContent(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{
		"/feed": feed(text, noon),
		"/old":  {Location: "https://x.example/new"},
		"/gone": {Gone: true},
		"/page": page("<p>page</p>"),
	})
	h := Handler(&site, Options{})
	for _, test := range []struct {
		method, path string
		status       int
		header       string // "Name: value" that the answer has
	}{
		{"GET", "/feed?a=%00", 200, "Accept-Ranges: none"},
		{"GET", "/feed", 200, "Cache-Control: public, max-age=60"},
		{"GET", "/feed", 200, "X-Content-Type-Options: nosniff"},
		{"GET", "/feed", 200, "Access-Control-Allow-Origin: *"},
		{"GET", "/feed", 200, `Link: <https://x.example/hub>; rel="hub"`},
		{"GET", "/page", 200, "Access-Control-Allow-Origin: "},
		{"GET", "/page", 200, "Referrer-Policy: strict-origin-when-cross-origin"},
		{"GET", "/old", 301, "Location: https://x.example/new"},
		{"GET", "/old", 301, "Cache-Control: public, max-age=60"},
		{"GET", "/gone", 410, "Content-Type: text/plain; charset=utf-8"},
		{"GET", "/none", 404, "Cache-Control: public, max-age=60"},
		{"POST", "/feed", 405, "Allow: GET, HEAD, OPTIONS"},
		{"TRACE", "/feed", 405, "Allow: GET, HEAD, OPTIONS"},
		{"get", "/feed", 405, "Allow: GET, HEAD, OPTIONS"},
		{"OPTIONS", "/feed", 204, "Allow: GET, HEAD, OPTIONS"},
		{"OPTIONS", "/feed", 204, "Access-Control-Allow-Headers: A-IM, If-Modified-Since, If-None-Match"},
		{"POST", "/-/rescan", 405, "Allow: GET, HEAD, OPTIONS"}, // not one of its routes
		{"GET", "/livez", 200, "Cache-Control: no-store"},
	} {
		r := request(test.path)
		r.Method = test.method
		got := answer(h, r)
		name, value, _ := strings.Cut(test.header, ": ")
		if got.Code != test.status || got.Header().Get(name) != value {
			t.Errorf("%s %s = %d, %s: %q, want %d, %q", test.method, test.path, got.Code, name, got.Header().Get(name), test.status, value)
		}
	}
	if got := answer(h, request("/page")).Header().Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'") || strings.Contains(got, "script-src") {
		t.Errorf("Content-Security-Policy of a page = %q", got)
	}
	site.Close()
}

func TestHeadSaysWhatGetSays(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed(text, noon), "/old": {Location: "/new"}, "/gone": {Gone: true}})
	codeAll(&site, "/feed")
	h := Handler(&site, Options{Now: clock(noon.Add(time.Hour)), NotFound: page("<p>Nothing.</p>")})
	for _, path := range []string{"/feed", "/old", "/gone", "/none"} {
		for _, accept := range []string{"identity", "gzip", "br"} {
			get := answer(h, request(path, "Accept-Encoding: "+accept))
			r := request(path, "Accept-Encoding: "+accept)
			r.Method = http.MethodHead
			head := answer(h, r)
			if get.Code != head.Code || head.Body.Len() > 0 {
				t.Errorf("%s in %s: HEAD %d with %d bytes, GET %d", path, accept, head.Code, head.Body.Len(), get.Code)
			}
			for name := range get.Header() {
				if h, g := head.Header().Get(name), get.Header().Get(name); h != g {
					t.Errorf("%s in %s: %s of HEAD %q, of GET %q", path, accept, name, h, g)
				}
			}
		}
	}
}

func TestNotFoundIsAPageWhereThereIsOne(t *testing.T) {
	var site Site
	got := answer(Handler(&site, Options{NotFound: page("<p>Nothing.</p>")}), request("/none"))
	body := got.Body.String()
	if got.Code != 404 || body != "<p>Nothing.</p>" || got.Header().Get("ETag") != "" {
		t.Errorf("/none = %d %q, ETag %q", got.Code, body, got.Header().Get("ETag"))
	}
}

func TestReadyzGivesTheReason(t *testing.T) {
	var site Site
	for reason, want := range map[string]string{"": "200 ready\n", "first scan\nmore": "503 not ready: first scan\n"} {
		got := answer(Handler(&site, Options{Ready: func() error {
			if reason == "" {
				return nil
			}
			return errors.New(reason)
		}}), request("/readyz"))
		body := got.Body.String()
		if text := strconv.Itoa(got.Code) + " " + body; text != want {
			t.Errorf("/readyz when %q = %q, want %q", reason, text, want)
		}
	}
}
