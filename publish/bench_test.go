package publish_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"writethru/publish"
	"writethru/serve"
)

// words make articles that look like articles: of about 4 KB.
var words = strings.Fields("river bridge council meeting budget water clerk office records safe rain flood school market road closed open vote member public hearing report plan work the a of and to in that was for on with as it by at from had which were")

func article(r *rand.Rand, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: Story %d\ndate: %s\ntags: [tag%d, tag%d]\nauthor: Author %d\n---\n", n,
		time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n)*30*time.Minute).Format(time.RFC3339), r.IntN(200), r.IntN(200), r.IntN(50))
	for b.Len() < 4000 {
		if r.IntN(10) == 0 {
			b.WriteString("\n## A heading\n")
		}
		b.WriteByte('\n')
		for range 20 + r.IntN(60) {
			b.WriteString(words[r.IntN(len(words))])
			b.WriteByte(' ')
		}
		b.WriteString("and [more](https://news.example/more).\n")
	}
	if n%12 == 0 {
		b.WriteString("\n**Update, Nov. 21, 3:45 p.m. ET:** The clerk's office said that the records are safe.\n")
	}
	return b.String()
}

func benchWorld(b *testing.B, articles int) *world {
	b.Helper()
	w := newWorld(b, publish.Defaults().FollowUps)
	b.Cleanup(w.close)
	r := rand.New(rand.NewPCG(1, 2))
	for n := range articles {
		w.write(fmt.Sprintf("section-%d/story-%d.md", n%7, n), article(r, n))
	}
	return w
}

// BenchmarkCold is a first start: every article is read, recorded and, as far
// as feeds show it, rendered.
func BenchmarkCold(b *testing.B) {
	const articles = 1000
	for b.Loop() {
		b.StopTimer()
		w := benchWorld(b, articles)
		b.StartTimer()
		w.publish()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/articles, "µs/article")
}

// BenchmarkWarm is a start when nothing changed.
func BenchmarkWarm(b *testing.B) {
	w := benchWorld(b, 1000)
	w.publish()
	for b.Loop() {
		w.restart()
		w.publish()
	}
}

// BenchmarkSave is a save of one article among others, up to the new bytes and
// to the codings that readers ask for: its cost must not depend on how many
// articles there are.
func BenchmarkSave(b *testing.B) {
	for _, articles := range []int{1000, 20000} {
		w := benchWorld(b, articles)
		w.publish()
		w.readOn()
		saved := articles
		for _, coding := range []string{"", "gzip"} {
			b.Run(fmt.Sprintf("articles=%d/read=%q", articles, coding), func(b *testing.B) { benchSaves(b, w, &saved, coding) })
		}
	}
}

// benchSaves saves one new article after the other while readers poll the feeds
// in a coding; "": nobody does.
func benchSaves(b *testing.B, w *world, saved *int, coding string) {
	b.Helper()
	h := serve.Handler(w.site, serve.Options{Limits: serve.Limits{Rate: -1}})
	poll := func() {
		for _, path := range []string{"/feed.rss", "/feed.atom", "/feed.json"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Accept-Encoding", coding)
			if coding != "" {
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
			w.site.Wait()
		}
	}
	poll()
	r := rand.New(rand.NewPCG(3, 4))
	var used time.Duration
	for b.Loop() {
		b.StopTimer()
		poll()
		w.advance(time.Minute)
		*saved++
		name := fmt.Sprintf("new-%d.md", *saved)
		w.write(name, article(r, *saved))
		batch := w.scan(name)
		before := cpu(b)
		b.StartTimer()
		if err := w.p.Take(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		w.site.Wait()
		used += cpu(b) - before
		b.StartTimer()
	}
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpu is the time that the process has used of all processors.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
