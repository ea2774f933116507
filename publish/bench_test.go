package publish_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"writethru/publish"
)

// words make articles that look like articles: of about 4 KB.
var words = strings.Fields("river bridge council meeting budget water clerk office records safe rain flood school market road closed open vote member public hearing report plan work the a of and to in that was for on with as it by at from had which were")

func article(r *rand.Rand, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: Story %d\ndate: %s\ntags: [tag%d, tag%d]\nauthor: Author %d\n---\n", n,
		time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n)*time.Hour).Format(time.RFC3339), r.IntN(200), r.IntN(200), r.IntN(50))
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

// BenchmarkSave is a save of one article among others: its cost must not
// depend on how many there are.
func BenchmarkSave(b *testing.B) {
	for _, articles := range []int{100, 1000, 5000} {
		b.Run(fmt.Sprint(articles), func(b *testing.B) {
			w := benchWorld(b, articles)
			w.publish()
			n := articles
			r := rand.New(rand.NewPCG(3, 4))
			for b.Loop() {
				b.StopTimer()
				n++
				w.advance(time.Minute)
				name := fmt.Sprintf("new-%d.md", n)
				w.write(name, article(r, n))
				batch := w.scan(name)
				b.StartTimer()
				if err := w.p.Take(b.Context(), batch); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
