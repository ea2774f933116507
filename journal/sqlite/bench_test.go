package sqlite

import (
	"bytes"
	"fmt"
	"testing"

	"writethru/journal"
	"writethru/journal/journaltest"
)

// revisions gives the first revisions of n stories, with heads of about 600 and
// sources of 2,048 bytes.
func revisions(n int, prefix string) []journal.Revision {
	revs := make([]journal.Revision, n)
	for i := range revs {
		revs[i] = journaltest.Revision(fmt.Sprintf("%s-%05d", prefix, i*7919%n), 1)
		revs[i].Head.FollowUps = nil
		revs[i].Source = bytes.Repeat([]byte{byte(i), 'a'}, 1024)
	}
	return revs
}

// filled opens a journal of n stories.
func filled(b *testing.B, n int) (*Store, []journal.Revision) {
	b.Helper()
	s := open(b, b.TempDir(), Publish)
	revs := revisions(n, "story")
	if _, err := s.Append(b.Context(), revs); err != nil {
		b.Fatal(err)
	}
	return s, revs
}

func BenchmarkAppendOne(b *testing.B) {
	s, revs := filled(b, 1000)
	r := revs[500]
	for b.Loop() {
		r.Rev++
		r.Op = fmt.Sprint(r.Rev)
		if _, err := s.Append(b.Context(), []journal.Revision{r}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendThousand(b *testing.B) {
	s := open(b, b.TempDir(), Publish)
	n := 0
	for b.Loop() {
		b.StopTimer()
		revs := revisions(1000, fmt.Sprint("batch ", n))
		b.StartTimer()
		if _, err := s.Append(b.Context(), revs); err != nil {
			b.Fatal(err)
		}
		n += len(revs)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "revisions/s")
}

func BenchmarkHeads(b *testing.B) {
	s, revs := filled(b, 10000)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range s.Heads(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != len(revs) {
			b.Fatalf("%d heads, want %d", n, len(revs))
		}
	}
}

func BenchmarkHead(b *testing.B) {
	s, revs := filled(b, 10000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Head(b.Context(), revs[5000].Story); err != nil {
			b.Fatal(err)
		}
	}
}
