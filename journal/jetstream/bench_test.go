package jetstream_test

import (
	"fmt"
	"testing"
	"time"

	"writethru/internal/natscluster"
	"writethru/internal/owed"
	"writethru/journal"
	"writethru/journal/journaltest"
)

// One save: a revision with its source, on the disks of a majority.
func BenchmarkAppend(b *testing.B) {
	s := open(b, natscluster.Start(b, 3).URL("bench"))
	for rev := 1; b.Loop(); rev++ {
		if _, err := s.Append(b.Context(), []journal.Revision{journaltest.Revision("flood", rev)}); err != nil {
			b.Fatal(err)
		}
	}
}

// A first start: many new stories at once.
func BenchmarkBegin(b *testing.B) {
	const together = 512
	s := open(b, natscluster.Start(b, 3).URL("bench"))
	n := 0
	for b.Loop() {
		revs := make([]journal.Revision, together)
		for i := range revs {
			revs[i] = journaltest.Revision(fmt.Sprint("story ", n), 1)
			n++
		}
		if _, err := s.Append(b.Context(), revs); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "stories/s")
}

// All stories, as a replica reads them that starts without a snapshot.
func BenchmarkHeads(b *testing.B) {
	const stories = 20_000
	s := open(b, natscluster.Start(b, 3).URL("bench"))
	for from := 0; from < stories; from += 500 {
		revs := make([]journal.Revision, 500)
		for i := range revs {
			revs[i] = journaltest.Revision(fmt.Sprint("story ", from+i), 1)
			revs[i].Source = nil
		}
		if _, err := s.Append(b.Context(), revs); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		n := 0
		for _, err := range s.Heads(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != stories {
			b.Fatalf("%d heads, want %d", n, stories)
		}
	}
	b.ReportMetric(float64(stories*b.N)/b.Elapsed().Seconds(), "stories/s")
}

// Deliveries as one process claims and finishes them.
func BenchmarkDeliver(b *testing.B) {
	const topic, subscribers = "https://courier.example/feed.rss", 1000
	s := open(b, natscluster.Start(b, 3).URL("bench"))
	for i := range subscribers {
		if err := s.PutSubscriber(b.Context(), owed.Subscriber{Topic: topic, Callback: fmt.Sprintf("https://reader-%d.example/", i), Told: "v1"}); err != nil {
			b.Fatal(err)
		}
	}
	n, version := 0, 1
	for b.Loop() {
		got, _, err := s.Claim(b.Context(), owed.Want{Now: noon, Lease: time.Minute, New: 250})
		if err != nil {
			b.Fatal(err)
		}
		if len(got) == 0 {
			version++
			if err := s.Announce(b.Context(), owed.Topic{Name: topic, Hash: fmt.Sprint("v", version)}); err != nil {
				b.Fatal(err)
			}
		}
		outcomes := make([]owed.Outcome, len(got))
		for i, d := range got {
			outcomes[i] = owed.Outcome{Delivery: d, At: noon, Status: "204 No Content", Told: d.Owed}
		}
		if err := s.Finish(b.Context(), outcomes...); err != nil {
			b.Fatal(err)
		}
		n += len(got)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "deliveries/s")
}
