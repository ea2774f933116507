package journaltest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/internal/owed"
	"writethru/journal"
)

func newsIsOwed(t *testing.T, s journal.Store) {
	ana, bob, other := reader(rss, "ana"), reader(rss, "bob"), reader(atom, "ana")
	put(t, s, ana, bob, other)
	announce(t, s, rss, "v1") // nothing new
	checkOwed(t, s, noon)
	announce(t, s, rss, "v2")
	got := checkOwed(t, s, noon, news(ana, "v2"), news(bob, "v2"))
	checkOwed(t, s, noon) // they are claimed
	for _, d := range got {
		finish(t, s, delivered(d))
	}
	checkOwed(t, s, noon.Add(time.Hour))
	told, _, err := s.Subscriber(t.Context(), ana)
	want := ana
	want.Told, want.At, want.Status = "v2", noon, "204 No Content"
	if diff := cmp.Diff(want, told); diff != "" || err != nil {
		t.Errorf("after its delivery (-want +got), %v:\n%s", err, diff)
	}
	announce(t, s, rss, "v0") // less than v2 in the order of strings
	checkOwed(t, s, noon, news(ana, "v0"), news(bob, "v0"))
}

func burst(t *testing.T, s journal.Store) {
	ana := reader(rss, "ana")
	put(t, s, ana)
	for v := range 10 {
		announce(t, s, rss, fmt.Sprint("burst ", v))
	}
	d := checkOwed(t, s, noon, news(ana, "burst 9"))[0]
	announce(t, s, rss, "newest") // while the delivery is under way
	checkOwed(t, s, noon)
	finish(t, s, delivered(d))
	d = checkOwed(t, s, noon, news(ana, "newest"))[0]
	o := delivered(d)
	announce(t, s, rss, "newer still")
	o.Told = "newer still" // the worker sent what the bytes were when it sent
	finish(t, s, o)
	checkOwed(t, s, noon)
}

func wayBack(t *testing.T, s journal.Store) {
	ana := reader(rss, "ana")
	put(t, s, ana)
	announce(t, s, rss, "v2")
	announce(t, s, rss, "v1")
	checkOwed(t, s, noon) // it has v1

	announce(t, s, rss, "v2")
	d := checkOwed(t, s, noon, news(ana, "v2"))[0]
	announce(t, s, rss, "v1")
	checkOwed(t, s, noon)
	finish(t, s, delivered(d)) // now it has v2
	checkOwed(t, s, noon, news(ana, "v1"))
}

func behind(t *testing.T, s journal.Store) {
	ana := reader(rss, "ana")
	put(t, s, ana)
	for _, topic := range []owed.Topic{{Name: rss, Hash: "v8", Seq: 8}, {Name: rss, Hash: "v7", Seq: 7}} {
		if err := s.Announce(t.Context(), topic); err != nil {
			t.Fatal(err)
		}
	}
	checkOwed(t, s, noon, news(ana, "v8"))
	if topic, ok, err := s.Topic(t.Context(), rss); err != nil || !ok || topic.Seq != 8 {
		t.Errorf("Topic = %v, %v, %v, want the one with seq 8", topic, ok, err)
	}
}

func failures(t *testing.T, s journal.Store) {
	ana := reader(rss, "ana")
	put(t, s, ana)
	announce(t, s, rss, "v2")
	soon := noon.Add(10 * time.Second)
	d := checkOwed(t, s, noon, news(ana, "v2"))[0]
	finish(t, s, owed.Outcome{Delivery: d, At: noon, Status: "503", Attempt: 1, Retry: soon})
	announce(t, s, rss, "v3")
	got, next := claim(t, s, soon.Add(-time.Millisecond), 10)
	if len(got) != 0 || !next.Equal(soon) {
		t.Errorf("before its time Claim = %v, next at %v, want none, next at %v", got, next, soon)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.Failing != 1 {
		t.Errorf("Stats = %+v, %v, want one failing", st, err)
	}
	d = checkOwed(t, s, soon, news(ana, "v3"))[0]
	if d.Attempt != 1 || d.Status != "503" || !d.At.Equal(noon) || d.Told != "v1" {
		t.Errorf("the second attempt is %+v, want it to tell of the first", d)
	}
	later := soon.Add(time.Hour)
	finish(t, s, owed.Outcome{Delivery: d, At: soon, Status: "timeout", Attempt: 2, Retry: later})
	put(t, s, ana) // it renews, so it is alive
	d = checkOwed(t, s, soon, news(ana, "v3"))[0]
	if d.Attempt != 0 || !d.Retry.IsZero() {
		t.Errorf("after it was renewed the delivery is %+v, want a first attempt", d)
	}
	finish(t, s, delivered(d))
	checkOwed(t, s, later)
}

func newAndAgain(t *testing.T, s journal.Store) {
	for i := range 20 {
		put(t, s, reader(rss, fmt.Sprint("reader-", i)))
	}
	announce(t, s, rss, "v2")
	first, _ := claim(t, s, noon, 10)
	for _, d := range first {
		finish(t, s, owed.Outcome{Delivery: d, At: noon, Status: "503", Attempt: 1, Retry: noon.Add(time.Second)})
	}
	got, _, err := s.Claim(t.Context(), owed.Want{Now: noon.Add(time.Second), Lease: time.Minute, New: 4, Again: 3})
	failed := 0
	for _, d := range got {
		failed += d.Attempt
	}
	if err != nil || len(got) != 7 || failed != 3 {
		t.Errorf("%d deliveries, %d of them again, %v, want 7 and 3", len(got), failed, err)
	}
}

func turns(t *testing.T, s journal.Store) {
	for i := range 50 {
		put(t, s, reader(rss, fmt.Sprint("reader-", i)))
	}
	put(t, s, reader(atom, "ana"))
	announce(t, s, rss, "v2")
	announce(t, s, atom, "v2")
	topics := map[string]bool{}
	got, _ := claim(t, s, noon, 10)
	for _, d := range got {
		topics[d.Topic] = true
	}
	if len(got) != 10 || !topics[atom] {
		t.Errorf("%d deliveries of %v, want 10, one of them of %s", len(got), topics, atom)
	}
}

func claims(t *testing.T, s journal.Store) {
	ana := reader(rss, "ana")
	put(t, s, ana)
	announce(t, s, rss, "v2")
	lost := checkOwed(t, s, noon, news(ana, "v2"))[0]
	checkOwed(t, s, noon.Add(time.Minute-time.Millisecond))
	d := checkOwed(t, s, noon.Add(time.Minute), news(ana, "v2"))[0]
	finish(t, s, owed.Outcome{Delivery: lost, At: noon, Status: "too late", Ended: true})
	finish(t, s, delivered(d))
	finish(t, s, owed.Outcome{Delivery: d, At: noon, Status: "twice", Ended: true})
	if got, ok, err := s.Subscriber(t.Context(), ana); !ok || err != nil || got.Told != "v2" {
		t.Errorf("the subscriber is %+v, %v, %v, want it told by the worker that had it", got, ok, err)
	}
}

func startsWithNews(t *testing.T, s journal.Store) {
	ana, bob, eve := reader(rss, "ana"), reader(rss, "bob"), reader(rss, "eve")
	put(t, s, ana)
	announce(t, s, rss, "v2")
	bob.Told = "v2"
	put(t, s, bob, eve) // eve subscribed with v1, before v2
	checkOwed(t, s, noon, news(ana, "v2"), news(eve, "v2"))
}

func waiting(t *testing.T, s journal.Store) {
	ana, bob := reader(rss, "ana"), reader(rss, "bob")
	put(t, s, ana, bob, reader(atom, "eve"))
	news := func(hash string, minute int) {
		t.Helper()
		if err := s.Announce(t.Context(), owed.Topic{Name: rss, Hash: hash, Since: noon.Add(time.Duration(minute) * time.Minute)}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(when string, waiting, failing, minute int) {
		t.Helper()
		since := time.Time{}
		if minute > 0 {
			since = noon.Add(time.Duration(minute) * time.Minute)
		}
		want := owed.Tally{Topics: 2, Subscribers: 3, Waiting: waiting, Failing: failing, Since: since}
		if got, err := s.Tally(t.Context()); got != want || err != nil {
			t.Errorf("%s: Tally = %+v, %v, want %+v", when, got, err, want)
		}
	}
	want("at first", 0, 0, 0)
	news("v2", 1)
	want("announced", 2, 0, 1)
	news("v0", 2)
	want("announced again", 2, 0, 1) // they wait since the first time
	got, _ := claim(t, s, noon, 10)
	want("claimed", 2, 0, 1)
	o := delivered(got[1])
	o.Attempt, o.Retry = 1, noon.Add(time.Hour)
	finish(t, s, delivered(got[0]), o)
	want("finished", 0, 1, 0)
	news("v3", 3)
	want("announced to who is not failing", 1, 1, 3)
}
