package journaltest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/internal/owed"
	"writethru/journal"
)

const rss, atom = "https://courier.example/feed.rss", "https://courier.example/feed.atom"

// reader gives a subscriber that has the bytes "v1".
func reader(topic, name string) owed.Subscriber {
	return owed.Subscriber{
		Topic: topic, Callback: "https://" + name + ".example/cb?feed=1&q=%C3%A9", Secret: "the secret of " + name,
		Ends: noon.Add(10 * 24 * time.Hour), Told: "v1",
	}
}

func put(t *testing.T, s owed.Store, subs ...owed.Subscriber) {
	t.Helper()
	for _, sub := range subs {
		if err := s.PutSubscriber(t.Context(), sub); err != nil {
			t.Fatalf("PutSubscriber(%s): %v", sub.Callback, err)
		}
	}
}

func announce(t *testing.T, s owed.Store, topic, hash string) {
	t.Helper()
	if err := s.Announce(t.Context(), owed.Topic{Name: topic, Hash: hash}); err != nil {
		t.Fatalf("Announce(%s, %s): %v", topic, hash, err)
	}
}

// claim takes on as much as there is of both kinds, up to n of each.
func claim(t *testing.T, s owed.Store, now time.Time, n int) ([]owed.Delivery, time.Time) {
	t.Helper()
	got, next, err := s.Claim(t.Context(), owed.Want{Now: now, Lease: time.Minute, New: n, Again: n})
	if err != nil {
		t.Fatalf("Claim: %v", err)
	}
	return got, next
}

func finish(t *testing.T, s owed.Store, outcomes ...owed.Outcome) {
	t.Helper()
	if err := s.Finish(t.Context(), outcomes...); err != nil {
		t.Fatalf("Finish: %v", err)
	}
}

// delivered is the outcome of a delivery that went well.
func delivered(d owed.Delivery) owed.Outcome {
	return owed.Outcome{Delivery: d, At: noon, Status: "204 No Content", Told: d.Owed}
}

// checkOwed claims everything, and gives it.
func checkOwed(t *testing.T, s owed.Store, now time.Time, want ...string) []owed.Delivery {
	t.Helper()
	got, _ := claim(t, s, now, 1000)
	var has []string
	for _, d := range got {
		has = append(has, fmt.Sprintf("%s %s %s", d.Topic, d.Callback, d.Owed))
	}
	slices.Sort(has)
	slices.Sort(want)
	if !slices.Equal(has, want) {
		t.Errorf("owed:\n%s\nwant:\n%s", strings.Join(has, "\n"), strings.Join(want, "\n"))
	}
	return got
}

// news is what checkOwed says of a subscriber that is owed news.
func news(s owed.Subscriber, hash string) string {
	return fmt.Sprintf("%s %s %s", s.Topic, s.Callback, hash)
}

func nobody(t *testing.T, s journal.Store) {
	announce(t, s, rss, "v1")
	if got, ok, err := s.Topic(t.Context(), rss); ok || err != nil {
		t.Errorf("Topic(%s) = %v, %v, %v without a subscriber", rss, got, ok, err)
	}
	for topic, err := range s.Topics(t.Context()) {
		t.Errorf("Topics gave %v, %v without a subscriber", topic, err)
	}
	if _, ok, err := s.Subscriber(t.Context(), reader(rss, "ana")); ok || err != nil {
		t.Errorf("Subscriber = %v, %v, want none", ok, err)
	}
	if err := s.RemoveSubscriber(t.Context(), reader(rss, "ana")); err != nil {
		t.Errorf("RemoveSubscriber of one that is not there: %v", err)
	}
	checkOwed(t, s, noon)
}

func subscribersReadBack(t *testing.T, s journal.Store) {
	ana, bob := reader(rss, "ana"), reader(rss, "bob")
	bob.Secret = ""
	hub := owed.Subscriber{Topic: rss, Callback: ana.Callback, Hub: true, Told: "v1"}
	other := reader(atom, "ana")
	put(t, s, ana, bob, hub, other)
	got, ok, err := s.Subscriber(t.Context(), ana)
	if err != nil || !ok {
		t.Fatalf("Subscriber = %v, %v", ok, err)
	}
	if diff := cmp.Diff(ana, got); diff != "" {
		t.Errorf("Subscriber (-want +got):\n%s", diff)
	}
	var all []owed.Subscriber
	for sub, err := range s.Subscribers(t.Context(), rss) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, sub)
	}
	if len(all) != 3 || !all[0].Hub {
		t.Fatalf("Subscribers = %v, want three, the hub first", all)
	}
	slices.SortFunc(all[1:], func(a, b owed.Subscriber) int { return strings.Compare(a.Callback, b.Callback) })
	if diff := cmp.Diff([]owed.Subscriber{hub, ana, bob}, all); diff != "" {
		t.Errorf("Subscribers (-want +got):\n%s", diff)
	}
	topics := map[string]string{}
	for topic, err := range s.Topics(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		topics[topic.Name] = topic.Hash
	}
	if diff := cmp.Diff(map[string]string{rss: "v1", atom: "v1"}, topics); diff != "" {
		t.Errorf("Topics (-want +got):\n%s", diff)
	}
	st, err := s.Stats(t.Context())
	if err != nil || st.Topics != 2 || st.Subscribers != 4 || st.Failing != 0 {
		t.Errorf("Stats = %+v, %v, want 2 topics, 4 subscribers, none failing", st, err)
	}
	if n, err := s.CountSubscribers(t.Context()); n != 4 || err != nil {
		t.Errorf("CountSubscribers = %d, %v, want 4", n, err)
	}
	checkOwed(t, s, noon)
}

func endings(t *testing.T, s journal.Store) {
	ana, bob, eve := reader(rss, "ana"), reader(rss, "bob"), reader(rss, "eve")
	bob.Ends = noon.Add(time.Minute)
	hub := owed.Subscriber{Topic: rss, Callback: "https://hub.example/", Hub: true, Told: "v1"} // for ever
	put(t, s, ana, bob, eve, hub)
	announce(t, s, rss, "v2")
	if err := s.RemoveSubscriber(t.Context(), ana); err != nil {
		t.Fatal(err)
	}
	got := checkOwed(t, s, noon.Add(time.Minute), news(eve, "v2"), news(hub, "v2")) // bob's lease has ended
	for _, d := range got {
		o := delivered(d)
		o.Ended = d.Callback == eve.Callback
		finish(t, s, o)
	}
	if n, err := s.Expire(t.Context(), noon.Add(time.Minute)); n != 1 || err != nil {
		t.Errorf("Expire = %d, %v, want 1", n, err)
	}
	for _, gone := range []owed.Subscriber{ana, bob, eve} {
		if _, ok, err := s.Subscriber(t.Context(), gone); ok || err != nil {
			t.Errorf("%s is there: %v, %v", gone.Callback, ok, err)
		}
	}
	if err := s.RemoveSubscriber(t.Context(), hub); err != nil {
		t.Fatal(err)
	}
	if topic, ok, err := s.Topic(t.Context(), rss); ok || err != nil {
		t.Errorf("Topic = %v, %v, %v when its last subscriber is gone", topic, ok, err)
	}
	ana.Told = "v7"
	put(t, s, ana) // the topic begins anew
	checkOwed(t, s, noon)
}

func removedMeanwhile(t *testing.T, s journal.Store) {
	ana := reader(rss, "ana")
	put(t, s, ana)
	announce(t, s, rss, "v2")
	d := checkOwed(t, s, noon, news(ana, "v2"))[0]
	if err := s.RemoveSubscriber(t.Context(), ana); err != nil {
		t.Fatal(err)
	}
	finish(t, s, delivered(d))
	if _, ok, err := s.Subscriber(t.Context(), ana); ok || err != nil {
		t.Errorf("a finished delivery brought its subscriber back: %v, %v", ok, err)
	}
}

// workers share deliveries: each goes to one of them, while topics move on and
// some deliveries fail. In the end everybody has the newest.
func workers(t *testing.T, s journal.Store) {
	const subscribers, versions = 60, 8
	for i := range subscribers {
		put(t, s, reader(rss, fmt.Sprint("reader-", i)))
	}
	done, stop := context.WithCancel(t.Context())
	defer stop()
	var mu sync.Mutex
	busy, has := map[string]bool{}, map[string]string{}
	last := fmt.Sprint("version ", versions-1)
	var wg sync.WaitGroup
	for w := range 3 {
		wg.Go(func() {
			for n := 0; done.Err() == nil; n++ {
				got, _, err := s.Claim(t.Context(), owed.Want{Now: noon.Add(time.Duration(n) * time.Millisecond), Lease: time.Hour, New: 7, Again: 7})
				if err != nil {
					t.Errorf("Claim: %v", err)
					stop()
				}
				var outcomes []owed.Outcome
				mu.Lock()
				for i, d := range got {
					if busy[d.Callback] {
						t.Errorf("%s is claimed twice", d.Callback)
					}
					busy[d.Callback] = true
					o := delivered(d)
					if (i+n+w)%5 == 0 {
						o.Retry = noon.Add(time.Duration(n+1) * time.Millisecond)
					} else {
						has[d.Callback] = d.Owed
					}
					outcomes = append(outcomes, o)
				}
				for _, o := range outcomes {
					delete(busy, o.Delivery.Callback)
				}
				// Nobody else can claim them before they are finished.
				err = s.Finish(t.Context(), outcomes...)
				all := len(has) == subscribers
				for _, v := range has {
					all = all && v == last
				}
				mu.Unlock()
				if err != nil {
					t.Errorf("Finish: %v", err)
				}
				if all || err != nil {
					stop()
				}
			}
		})
	}
	for v := range versions {
		announce(t, s, rss, fmt.Sprint("version ", v))
	}
	wg.Wait()
}
