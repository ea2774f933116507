package jetstream_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"writethru/internal/natscluster"
	"writethru/internal/owed"
	"writethru/journal/jetstream"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// Three processes share deliveries: none goes to two of them at once, each gets
// a share, and in the end everybody has the newest, although a machine of the
// cluster is stopped meanwhile and one process is gone with what it had claimed.
func TestProcessesShareDeliveries(t *testing.T) {
	t.Parallel()
	const subscribers = 150
	cluster := natscluster.Start(t, 3)
	url := cluster.URL("share")
	first := open(t, url)
	const topic = "https://courier.example/feed.rss"
	for i := range subscribers {
		sub := owed.Subscriber{Topic: topic, Callback: fmt.Sprintf("https://reader-%d.example/cb", i), Told: "v1"}
		if err := first.PutSubscriber(t.Context(), sub); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Announce(t.Context(), owed.Topic{Name: topic, Hash: "v2"}); err != nil {
		t.Fatal(err)
	}
	// What this one takes is lost with it.
	lost, _, err := first.Claim(t.Context(), owed.Want{Now: noon, Lease: time.Minute, New: 20})
	if err != nil || len(lost) != 20 {
		t.Fatalf("Claim = %d deliveries, %v, want 20", len(lost), err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var mu sync.Mutex
	busy, has, shares := map[string]bool{}, map[string]bool{}, make([]int, 3)
	for _, d := range lost {
		busy[d.Callback] = true
	}
	var wg sync.WaitGroup
	processes := []*jetstream.Store{open(t, url), open(t, url), open(t, url)}
	work := func(w int, now time.Time, until int) {
		s := processes[w]
		wg.Go(func() {
			for ctx.Err() == nil {
				mu.Lock()
				done := len(has) >= until
				mu.Unlock()
				if done {
					return
				}
				got, _, err := s.Claim(ctx, owed.Want{Now: now, Lease: time.Hour, New: 4})
				if err != nil {
					t.Logf("Claim: %v", err)
				}
				mu.Lock()
				for _, d := range got {
					if busy[d.Callback] {
						t.Errorf("%s goes to two processes", d.Callback)
					}
					busy[d.Callback] = true
				}
				mu.Unlock()
				for _, d := range got {
					mu.Lock()
					delete(busy, d.Callback)
					has[d.Callback] = true
					shares[w]++
					mu.Unlock()
					if err := s.Finish(ctx, owed.Outcome{Delivery: d, At: now, Status: "204", Told: d.Owed}); err != nil {
						t.Logf("Finish: %v", err)
					}
				}
			}
		})
	}
	for w := range 3 {
		work(w, noon, subscribers-50)
	}
	wg.Wait()
	for w, n := range shares {
		if n == 0 {
			t.Errorf("process %d delivered nothing: %v", w, shares)
		}
	}
	for w := range 3 {
		work(w, noon, subscribers-len(lost))
	}
	cluster.Stop(2)
	wg.Wait()
	cluster.Start(2)
	mu.Lock()
	clear(busy) // their lease is over a minute later
	mu.Unlock()
	for w := range 3 {
		work(w, noon.Add(time.Minute), subscribers)
	}
	wg.Wait()
	for sub, err := range open(t, url).Subscribers(t.Context(), topic) {
		if err != nil || sub.Told != "v2" {
			t.Errorf("%s was told %s, %v, want v2", sub.Callback, sub.Told, err)
		}
	}
}
