package audience

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"writethru/serve"
)

var usual = serve.Answer{
	At: midnight.Add(time.Hour), From: netip.MustParseAddr("192.0.2.7"), Path: "/feed.rss", Type: "application/rss+xml; charset=utf-8",
	Agent: "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 457 subscribers; like FeedFetcher-Google)", Status: 304, Emitted: []time.Time{midnight},
}

// What is noted on the way of an answer is neither allocated nor waited for.
func TestNotingAllocatesNothing(t *testing.T) {
	r := New(Options{Now: func() time.Time { return midnight }})
	if n := testing.AllocsPerRun(1000, func() { r.Answered(usual) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

// BenchmarkNote is what counting adds to an answer on its way.
func BenchmarkNote(b *testing.B) {
	r := New(Options{Now: func() time.Time { return midnight }})
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if n%1000 == 0 {
			b.StopTimer()
			r.in.take(&r.room, func(*record) {})
			b.StartTimer()
		}
		r.Answered(usual)
	}
}

// BenchmarkCount is what it costs later, off the way.
func BenchmarkCount(b *testing.B) {
	r := New(Options{Now: func() time.Time { return midnight }})
	r.turn(b.Context(), midnight)
	for _, kind := range []struct {
		name  string
		agent func(n int) string
	}{
		{"service", func(int) string { return usual.Agent }},
		{"readers", func(n int) string { return fmt.Sprintf("Miniflux/2.%d", n%100) }},
		{"names-made-up", func(n int) string { return fmt.Sprintf("Reader%d/1.0", n) }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				r.count(&record{at: usual.At, from: usual.From, status: 304, path: []byte(usual.Path), agent: []byte(kind.agent(n)), emitted: usual.Emitted})
			}
		})
	}
}
