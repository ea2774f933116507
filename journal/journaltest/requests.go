package journaltest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/internal/owed"
	"writethru/journal"
)

// request gives one that was asked for at noon and some minutes.
func request(topic, name string, minute int) owed.Request {
	return owed.Request{
		Topic: topic, Callback: "https://" + name + ".example/cb?q=%C3%A9", ID: fmt.Sprint(name, " ", minute), At: noon.Add(time.Duration(minute) * time.Minute),
		Mode: "subscribe", Asked: "HTTPS" + topic[5:], Secret: "the secret of " + name, Lease: time.Hour, Told: "v1",
	}
}

func putRequest(t *testing.T, s owed.Store, until time.Time, requests ...owed.Request) {
	t.Helper()
	for _, r := range requests {
		if err := s.PutRequest(t.Context(), r, until); err != nil {
			t.Fatalf("PutRequest(%s): %v", r.ID, err)
		}
	}
}

func checkRequests(t *testing.T, s owed.Store, now time.Time, want ...owed.Request) {
	t.Helper()
	got, err := s.ClaimRequests(t.Context(), owed.Want{Now: now, Lease: time.Minute, New: 100})
	if err != nil {
		t.Fatalf("ClaimRequests: %v", err)
	}
	slices.SortFunc(got, func(a, b owed.Request) int { return a.At.Compare(b.At) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func requests(t *testing.T, s journal.Store) {
	checkRequests(t, s, noon)
	later := noon.Add(time.Hour)
	ana, other, bob := request(rss, "ana", 1), request(atom, "ana", 2), request(rss, "bob", 3)
	putRequest(t, s, later, ana, other, bob)
	checkRequests(t, s, noon) // who put them has them
	checkRequests(t, s, later, ana, other, bob)
	checkRequests(t, s, later)

	newer := request(rss, "ana", 4)
	newer.Mode = "unsubscribe"
	putRequest(t, s, later, newer)
	if err := s.RemoveRequest(t.Context(), ana); err != nil { // it has been replaced
		t.Error(err)
	}
	for r, want := range map[owed.Request]bool{ana: false, other: true, bob: true, newer: true, request(atom, "bob", 3): false} {
		if got, err := s.HasRequest(t.Context(), r); got != want || err != nil {
			t.Errorf("HasRequest(%s of %s) = %v, %v, want %v", r.ID, r.Topic, got, err, want)
		}
	}
	for _, r := range []owed.Request{bob, bob, other} {
		if err := s.RemoveRequest(t.Context(), r); err != nil {
			t.Error(err)
		}
	}
	checkRequests(t, s, later.Add(time.Hour), newer)
	putRequest(t, s, noon, bob) // once more, after it was removed
	checkRequests(t, s, noon, bob)
	if n, err := s.CountSubscribers(t.Context()); n != 0 || err != nil {
		t.Errorf("CountSubscribers = %d, %v: a request is no subscription", n, err)
	}
}

func requestsOnce(t *testing.T, s journal.Store) {
	for i := range 30 {
		putRequest(t, s, noon, request(rss, fmt.Sprint("reader-", i), i))
	}
	var mu sync.Mutex // guards times
	times := map[string]int{}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				got, err := s.ClaimRequests(t.Context(), owed.Want{Now: noon, Lease: time.Hour, New: 7})
				if err != nil {
					t.Errorf("ClaimRequests: %v", err)
				}
				mu.Lock()
				for _, r := range got {
					times[r.ID]++
				}
				all := len(times) == 30
				mu.Unlock()
				if all || err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	for id, n := range times {
		if n != 1 {
			t.Errorf("%s was given to %d workers", id, n)
		}
	}
}
