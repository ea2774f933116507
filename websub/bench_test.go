package websub_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkFanOut delivers a feed to subscribers on this machine, over HTTP,
// signed, with every delivery recorded on disk. Both ends share its processors.
func BenchmarkFanOut(b *testing.B) {
	for _, run := range []struct{ subscribers, kilobytes int }{{10_000, 20}, {10_000, 200}, {100_000, 20}} {
		b.Run(fmt.Sprintf("%d/%dKB", run.subscribers, run.kilobytes), func(b *testing.B) {
			const hosts = 100
			var got atomic.Int64
			var urls []string
			for range hosts {
				s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if n, err := io.Copy(io.Discard, r.Body); err == nil && n >= int64(run.kilobytes*1000) {
						got.Add(1)
					}
					w.WriteHeader(http.StatusNoContent)
				}))
				b.Cleanup(s.Close)
				urls = append(urls, s.URL)
			}
			w := newWorld(b, nil)
			for i := range run.subscribers {
				w.put(fmt.Sprintf("%s/%d", urls[i%hosts], i), "a secret")
			}
			text := strings.Repeat("x", run.kilobytes*1000)
			var most uint64
			n := 0
			for b.Loop() {
				n++
				got.Store(0)
				w.publish(news, text+strconv.Itoa(n))
				eventuallyIn(b, time.Minute, "all have it", func() bool {
					most = max(most, resident())
					return got.Load() >= int64(run.subscribers)
				})
			}
			b.ReportMetric(float64(n*run.subscribers)/b.Elapsed().Seconds(), "deliveries/s")
			b.ReportMetric(float64(most)/1e6, "MB-resident")
			eventuallyIn(b, time.Minute, "all is recorded", func() bool {
				topic, _, err := w.store.Topic(context.Background(), news)
				s, _ := w.subscriber(news, fmt.Sprintf("%s/%d", urls[(run.subscribers-1)%hosts], run.subscribers-1))
				return err == nil && s.Told == topic.Hash
			})
		})
	}
}

// resident is the memory that the process has; 0 where that is not known.
func resident() uint64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	pages, err := strconv.ParseUint(strings.Fields(string(b))[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}
