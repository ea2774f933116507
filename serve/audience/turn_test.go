package audience

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"writethru/internal/daily"
	"writethru/journal/sqlite"
)

func openStore(t *testing.T) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// ask notes polls of an agent, one each half hour from a time on.
func ask(r *Recorder, agent string, from string, at time.Time, polls int) {
	for n := range polls {
		a := usual
		a.Agent, a.From, a.At = agent, netip.MustParseAddr(from), at.Add(time.Duration(n)*30*time.Minute)
		r.Answered(a)
	}
}

func believed(t *testing.T, days []Figures, err error) (all []int) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range days {
		all = append(all, d.Subscribers.Believed())
	}
	return all
}

// A count that is too large for a first day is believed when it has been said for
// some; one that is impossible never is.
func TestDaysFollowEachOther(t *testing.T) {
	now := midnight
	r := New(Options{Now: func() time.Time { return now }, Store: openStore(t)})
	for range 8 {
		ask(r, "Inoreader/1.0 (1204 subscribers; )", "65.109.1.1", now, 40)
		ask(r, "NewsBlur Feed Fetcher - 1000000 subscribers", "203.0.113.9", now, 40)
		now = now.Add(24 * time.Hour)
		r.countAll(t.Context())
	}
	days, err := r.Days(t.Context(), 30)
	got := believed(t, days, err)
	if want := []int{0, 0, 0, 0, 1204, 1204, 1204, 1204}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("believed on eight days: %v, want %v", got, want)
	}
	for _, d := range days {
		if d.Polls != 80 {
			t.Errorf("%s has %d polls, want 80", d.Day, d.Polls)
		}
	}
	if days, err := r.Days(t.Context(), 3); err != nil || len(days) != 2 { // nobody asked today
		t.Errorf("the last three days: %d with polls, %v, want 2", len(days), err)
	}
}

func TestOldDaysAreForgotten(t *testing.T) {
	now := midnight
	r := New(Options{Now: func() time.Time { return now }, Store: openStore(t), Keep: 5})
	for range 12 {
		ask(r, usual.Agent, "192.0.2.1", now, 1)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(24 * time.Hour)
	}
	if days, err := r.Days(t.Context(), 400); err != nil || len(days) != 5 {
		t.Errorf("%d days are kept, %v, want 5", len(days), err)
	}
}

// Replicas behind one address count each client once, and each subscriber.
func TestReplicasMakeOneDay(t *testing.T) {
	store := openStore(t)
	var replicas []*Recorder
	for _, name := range []string{"a", "b", "c"} {
		r := New(Options{Now: func() time.Time { return midnight.Add(20 * time.Hour) }, Store: store, Part: name})
		r.countAll(t.Context())
		replicas = append(replicas, r)
	}
	for n := range 200 {
		ask(replicas[n%3], "Miniflux/2.1", fmt.Sprintf("20.1.%d.7", n), midnight, 1)
		ask(replicas[(n+1)%3], "Miniflux/2.1", fmt.Sprintf("20.1.%d.7", n), midnight.Add(time.Hour), 1)
	}
	for _, r := range replicas {
		ask(r, "Feedbin feed-id:1 - 42 subscribers", "5.161.2.1", midnight, 5)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	days, err := replicas[0].Days(t.Context(), 1)
	if err != nil || len(days) != 1 {
		t.Fatalf("%d days, %v", len(days), err)
	}
	f := days[0]
	if f.Polls != 415 || f.Subscribers != (Subscribers{Behaviour: 42}) || f.Clients[Reader] < 194 || f.Clients[Reader] > 206 {
		t.Errorf("%d polls, %+v, %d readers, want 415, 42 by behaviour and about 200", f.Polls, f.Subscribers, f.Clients[Reader])
	}
}

// A faulty store is one that fails when it is told to, and has a part that is damaged.
type faulty struct {
	daily.Store
	fails   error
	damaged bool
}

// A replica that can't ask for the secret of the day when it starts, as in a
// cluster that is just starting too, asks again: then it counts no reader that
// another one has counted, and loses nothing that it had counted before a restart.
func TestReplicasComeToAgree(t *testing.T) {
	at := midnight.Add(20 * time.Hour)
	store := openStore(t)
	late := &faulty{Store: store}
	replica := func(s daily.Store, part string) *Recorder {
		r := New(Options{Now: func() time.Time { return at }, Store: s, Part: part})
		r.countAll(t.Context())
		return r
	}
	readers := func(r *Recorder, polls int) {
		for n := range 200 {
			ask(r, "Miniflux/2.1", fmt.Sprintf("20.1.%d.7", n), at, polls)
		}
	}
	a, b := replica(store, "a"), replica(late, "b")
	readers(b, 1)
	if err := b.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	late.fails = errors.New("away")
	b, c := replica(late, "b"), replica(late, "c") // one comes again, one is new
	for _, r := range []*Recorder{a, b, c} {
		readers(r, 1)
		r.countAll(t.Context())
	}
	if err := c.Flush(t.Context()); !errors.Is(err, late.fails) {
		t.Errorf("Flush = %v, want %v", err, late.fails)
	}
	late.fails = nil
	for _, r := range []*Recorder{a, b, c} {
		if err := r.Flush(t.Context()); err != nil {
			t.Error(err)
		}
		readers(r, 1)
		if err := r.Flush(t.Context()); err != nil {
			t.Error(err)
		}
	}
	days, err := Read(t.Context(), store, at)
	if err != nil || len(days) != 1 {
		t.Fatalf("%d days, %v, want one", len(days), err)
	}
	if f := days[0]; f.Polls != 1400 || f.Clients[Reader] < 190 || f.Clients[Reader] > 210 {
		t.Errorf("%d polls of %d readers, want 1400 of about 200", f.Polls, f.Clients[Reader])
	}
}

func (f *faulty) PutDay(ctx context.Context, p daily.Part) error {
	if f.fails != nil {
		return f.fails
	}
	return f.Store.PutDay(ctx, p)
}

func (f *faulty) DayKey(ctx context.Context, day string, proposed []byte) ([]byte, error) {
	if f.fails != nil {
		return nil, f.fails
	}
	return f.Store.DayKey(ctx, day, proposed)
}

func (f *faulty) Days(ctx context.Context, from string) iter.Seq2[daily.Part, error] {
	return func(yield func(daily.Part, error) bool) {
		for p, err := range f.Store.Days(ctx, from) {
			if f.damaged {
				p.Data = append([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, p.Data...)
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// What can't be kept now is kept later, and what can't be read keeps nobody from
// counting.
func TestAStoreThatFails(t *testing.T) {
	store := &faulty{Store: openStore(t), fails: errors.New("away")}
	now := func() time.Time { return midnight.Add(time.Hour) }
	r := New(Options{Now: now, Store: store})
	ask(r, usual.Agent, "192.0.2.1", midnight, 3)
	if err := r.Flush(t.Context()); !errors.Is(err, store.fails) {
		t.Errorf("Flush = %v, want %v", err, store.fails)
	}
	if got := r.Snapshot().Polls; got != 3 {
		t.Errorf("%d polls are known, want 3", got)
	}
	store.fails = nil
	if days, err := r.Days(t.Context(), 1); err != nil || len(days) != 1 || days[0].Polls != 3 {
		t.Errorf("Days = %d days, %v, want one with 3 polls", len(days), err)
	}
	store.damaged = true
	again := New(Options{Now: now, Store: store})
	ask(again, usual.Agent, "192.0.2.1", midnight, 2)
	again.countAll(t.Context())
	if got := again.Snapshot().Polls; got != 2 {
		t.Errorf("%d polls are known, want 2", got)
	}
	if _, err := Read(t.Context(), store, midnight); !errors.Is(err, errDamaged) {
		t.Errorf("Read = %v, want %v", err, errDamaged)
	}
}

// Figures are kept every minute, and machines are looked up beside that.
func TestRunning(t *testing.T) {
	store := openStore(t)
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{Now: time.Now, Store: store, Resolver: names{"8.29.198.26": "s1.feedly.com"}})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- r.Run(ctx) }()
		a := usual
		a.At, a.From = time.Now(), netip.MustParseAddr("8.29.198.26")
		r.Answered(a)
		time.Sleep(61 * time.Second)
		days, err := Read(t.Context(), store, time.Now())
		if err != nil || len(days) != 1 || days[0].Subscribers.Confirmed != 457 {
			t.Errorf("after a minute there are %+v, %v, want 457 subscribers by name", days, err)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// Answers come from many goroutines while figures are asked for.
func TestTogether(t *testing.T) {
	r := New(Options{Now: func() time.Time { return midnight.Add(time.Hour) }, Store: openStore(t)})
	done := make(chan struct{})
	for range 4 {
		go func() {
			for i := range 500 {
				a := usual
				a.Path = fmt.Sprint("/", i%7)
				r.Answered(a)
			}
			done <- struct{}{}
		}()
	}
	for range 20 {
		r.Snapshot()
		if err := r.Flush(t.Context()); err != nil {
			t.Error(err)
		}
	}
	for range 4 {
		<-done
	}
	r.countAll(t.Context())
	if f := r.Snapshot(); f.Polls+f.Dropped != 2000 {
		t.Errorf("%d polls and %d dropped, want 2000", f.Polls, f.Dropped)
	}
}
