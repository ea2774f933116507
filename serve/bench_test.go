package serve

import (
	"context"
	"fmt"
	"net"
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
	codeAll(&site, "/feed")
	o := Options{Now: clock(noon.Add(time.Hour)), Limits: Limits{Rate: -1}, Answered: func(Answer) {}}
	return Handler(&site, o), site.tabled("/feed").tags[gzipped][0]
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

// laneRequests are the inner loops of the fast lane.
var laneRequests = []struct {
	name string
	raw  string
}{
	{"200-identity", plainGet + "\r\n"},
	{"200-gzip", plainGet + "Accept-Encoding: gzip, deflate, br, zstd\r\n\r\n"},
	{"226-gzip", plainNews + "A-IM: feed\r\nAccept-Encoding: gzip\r\nIf-None-Match: BASE\r\n\r\n"},
	{"304-tag", plainGet + "User-Agent: Reader/1.0 (+https://reader.example/; 7 subscribers)\r\nAccept-Encoding: gzip\r\nIf-None-Match: \"a\", W/TAG\r\n\r\n"},
	{"304-date", plainGet + "If-Modified-Since: Sat, 21 Nov 2026 12:00:01 GMT\r\n\r\n"},
}

func TestTheFastLaneAllocatesNothing(t *testing.T) {
	l, tags, _ := twoLanes(t)
	var to sinkConn
	c := testConn(&to)
	c.work = new(work)
	for _, test := range laneRequests {
		raw := []byte(tags.Replace(test.raw))
		var left []byte
		n := testing.AllocsPerRun(100, func() { left, _ = l.answer(c, raw) })
		if n != 0 || len(left) > 0 {
			t.Errorf("%s: %v allocations and %d bytes left, want none", test.name, n, len(left))
		}
	}
}

func BenchmarkLane(b *testing.B) {
	l, tags, _ := twoLanes(b)
	var to sinkConn
	c := testConn(&to)
	c.work = new(work)
	for _, test := range laneRequests {
		b.Run(test.name, func(b *testing.B) {
			raw := []byte(tags.Replace(test.raw))
			b.ReportAllocs()
			for b.Loop() {
				l.answer(c, raw)
			}
		})
	}
}

// A sinkConn takes what is written and keeps nothing.
type sinkConn struct{ net.Conn }

func (sinkConn) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkInvalidatePrefix is what a change costs what is made and kept: as much
// as there is below the prefix, however much else there is.
func BenchmarkInvalidatePrefix(b *testing.B) {
	for _, kept := range []int{500, 50000} {
		b.Run(fmt.Sprintf("kept=%d", kept), func(b *testing.B) {
			site := Site{Keep: 1 << 40}
			missing := func(context.Context, string) (Resource, bool, error) { return page("story"), true, nil }
			for n := range kept {
				if _, err := site.make(b.Context(), fmt.Sprintf("/stories/story-%d/", n), missing); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				site.InvalidatePrefix(fmt.Sprintf("/stories/story-%d/", n%kept))
				site.InvalidatePrefix("/tags/river/")
				site.InvalidatePrefix("/archive/7.")
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
