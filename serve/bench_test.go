package serve

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A sink is a ResponseWriter that is used again and again, so that what is
// counted is ours alone.
type sink struct {
	head   http.Header
	status int
	bytes  int
}

func (s *sink) Header() http.Header         { return s.head }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(b []byte) (int, error) { s.bytes += len(b); return len(b), nil }

var requests = []struct {
	name   string
	status int
	fields []string
}{
	{"200-identity", 200, nil},
	{"200-gzip", 200, []string{"Accept-Encoding: gzip, deflate, br, zstd"}},
	{"304-tag", 304, []string{"Accept-Encoding: gzip", `If-None-Match: W/"0123", *`, "If-None-Match: TAG"}},
	{"304-date", 304, []string{"If-Modified-Since: Sat, 21 Nov 2026 12:00:01 GMT"}},
}

func hot() (h http.Handler, tag string) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed(strings.Repeat(text, 40), noon)})
	site.Wait()
	return Handler(&site, Options{Now: clock(noon.Add(time.Hour)), Limits: Limits{Rate: -1}}), site.tabled("/feed").tags[gzipped][0]
}

func hotRequest(fields []string, tag string) *http.Request {
	r := request("/feed", fields...)
	for _, lines := range r.Header {
		for i := range lines {
			lines[i] = strings.ReplaceAll(lines[i], "TAG", tag)
		}
	}
	return r
}

func TestAnswersAllocateNothing(t *testing.T) {
	h, tag := hot()
	for _, test := range requests {
		w, r := &sink{head: make(http.Header)}, hotRequest(test.fields, tag)
		n := testing.AllocsPerRun(100, func() {
			clear(w.head)
			h.ServeHTTP(w, r)
		})
		if w.status != test.status || n != 0 {
			t.Errorf("%s: status %d with %v allocations, want %d with none", test.name, w.status, n, test.status)
		}
	}
}

func BenchmarkAnswer(b *testing.B) {
	h, tag := hot()
	for _, test := range requests {
		b.Run(test.name, func(b *testing.B) {
			w, r := &sink{head: make(http.Header)}, hotRequest(test.fields, tag)
			b.ReportAllocs()
			for b.Loop() {
				clear(w.head)
				h.ServeHTTP(w, r)
			}
		})
	}
}

func BenchmarkPut(b *testing.B) {
	for _, size := range []int{10, 1000, 10000} {
		b.Run(fmt.Sprintf("paths=%d", size), func(b *testing.B) {
			var site Site
			all := make(map[string]Resource, size)
			for n := range size {
				all[fmt.Sprintf("/%d", n)] = feed("small", noon)
			}
			site.Put(all)
			long := strings.Repeat(text, 40)
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				site.Put(map[string]Resource{"/feed": feed(fmt.Sprint(n, long), noon)})
			}
			site.Close()
		})
	}
}
