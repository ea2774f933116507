package serve_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"writethru/serve"
)

func Example() {
	var site serve.Site
	site.Put(map[string]serve.Resource{
		"/feed.rss": {Type: "application/rss+xml; charset=utf-8", Body: []byte("<rss>one story</rss>")},
	})
	h := serve.Handler(&site, serve.Options{})
	poll := func(tag string) string {
		r := httptest.NewRequest(http.MethodGet, "/feed.rss", nil)
		r.Header.Set("If-None-Match", tag)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		fmt.Printf("%d %q\n", w.Code, w.Body)
		return w.Header().Get("ETag")
	}

	tag := poll("")
	poll(tag)
	site.Put(map[string]serve.Resource{
		"/feed.rss": {Type: "application/rss+xml; charset=utf-8", Body: []byte("<rss>two stories</rss>")},
	})
	poll(tag)
	// Output:
	// 200 "<rss>one story</rss>"
	// 304 ""
	// 200 "<rss>two stories</rss>"
}
