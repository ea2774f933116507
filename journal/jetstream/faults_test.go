package jetstream_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"writethru/internal/natscluster"
	"writethru/journal"
	"writethru/journal/jetstream"
	"writethru/journal/journaltest"
)

const journalStream = "faults-journal"

// Whatever happens to one machine, writers go on, what they were told to be
// recorded is there, and nothing is there twice.
func TestOneMachineIsNotNeeded(t *testing.T) {
	t.Parallel()
	cluster := natscluster.Start(t, 3)
	url := cluster.URL("faults")
	open(t, url)
	w := startWriters(t, url, 3)
	w.progress(20)
	for _, fault := range []struct {
		claim       string
		begin, heal func(int)
	}{
		{"the leader is stopped", cluster.Stop, cluster.Start},
		{"the leader is cut off", cluster.Cut, cluster.Heal},
		{"the leader is frozen", cluster.Freeze, cluster.Heal},
		{"the leader is slow", func(i int) { cluster.Slow(i, 20*time.Millisecond) }, cluster.Heal},
	} {
		leader := leaderOf(t, cluster)
		fault.begin(leader)
		w.progress(20) // while it lasts
		t.Logf("%s: writers go on", fault.claim)
		fault.heal(leader)
		w.progress(5)
	}
	w.stop()
	w.check(open(t, url))
	// Those who only know of the machine that was disturbed see the same.
	for i := range 3 {
		w.check(open(t, cluster.URLOf(i, "faults")))
	}
}

// Who reads all heads when a machine goes away gets all the same, as of one moment,
// each once, although others write meanwhile.
func TestHeadsAreReadThroughFaults(t *testing.T) {
	t.Parallel()
	const stories = 4000
	cluster := natscluster.Start(t, 3)
	s := open(t, cluster.URL("faults"))
	for from := 0; from < stories; from += 500 {
		revs := make([]journal.Revision, 500)
		for i := range revs {
			revs[i] = journaltest.Revision(fmt.Sprint("story ", from+i), 1)
			revs[i].Source = nil
		}
		if _, err := s.Append(t.Context(), revs); err != nil {
			t.Fatal(err)
		}
	}
	editor := open(t, cluster.URL("faults"))
	rev := 1
	for machine := range 3 {
		n, newest, at := 0, uint64(0), map[string]journal.Revision{}
		st, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for r, err := range s.Heads(t.Context()) {
			if err != nil {
				t.Fatalf("after %d heads: %v", n, err)
			}
			if _, twice := at[r.Story]; twice {
				t.Errorf("%s comes twice", r.Story)
			}
			at[r.Story], newest = r, max(newest, r.Seq)
			if n++; n == 1000 {
				cluster.Stop(machine)
				rev++
				for _, i := range []int{1, 500, 3500} { // read already, and not yet
					if _, err := editor.Append(t.Context(), []journal.Revision{journaltest.Revision(fmt.Sprint("story ", i), rev)}); err != nil {
						t.Error(err)
					}
				}
			}
		}
		cluster.Start(machine)
		if n != stories || newest != st.Seq {
			t.Errorf("machine %d: %d heads up to record %d, want %d up to %d", machine, n, newest, stories, st.Seq)
		}
		for i := range stories {
			want := 1
			if i == 1 || i == 500 || i == 3500 {
				want = rev - 1
			}
			if r := at[fmt.Sprint("story ", i)]; r.Rev != want {
				t.Errorf("machine %d: the head of story %d is revision %d, want %d", machine, i, r.Rev, want)
			}
		}
	}
}

func leaderOf(t *testing.T, c *natscluster.Cluster) int {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 1000 {
		if i := c.Leader(journalStream); i >= 0 {
			return i
		}
		<-tick.C
	}
	t.Fatal("the journal has no leader")
	return -1
}

// writers append to a story of their own each, and race for the revisions of one
// that they share.
type writers struct {
	t     *testing.T
	over  atomic.Bool // they end when they know what came of what they do
	wait  sync.WaitGroup
	count []atomic.Int64 // of what was acknowledged, by writer

	mu           sync.Mutex
	acknowledged map[string]uint64 // seq by op
}

func startWriters(t *testing.T, url string, n int) *writers {
	ctx := context.WithoutCancel(t.Context()) // what is under way when they stop may be recorded later
	w := &writers{t: t, count: make([]atomic.Int64, n), acknowledged: map[string]uint64{}}
	t.Cleanup(w.stop)
	for i := range n {
		s := open(t, url)
		w.wait.Go(func() { w.write(ctx, i, s) })
	}
	return w
}

func (w *writers) write(ctx context.Context, i int, s *jetstream.Store) {
	shared := 1
	for rev := 1; !w.over.Load(); {
		own := journaltest.Revision(fmt.Sprint("story of writer ", i), rev)
		prize := journaltest.Revision("shared", shared)
		prize.Op = fmt.Sprintf("writer %d at its revision %d, for %d", i, rev, shared)
		if rev%2 == 1 {
			if w.append(ctx, s, own, journaltest.Revision(own.Story, rev+1)) == nil {
				rev += 2
			}
		} else if w.append(ctx, s, own) == nil {
			rev++
		}
		if err := w.append(ctx, s, prize); errors.Is(err, journal.ErrConflict) {
			if r, err := s.Head(ctx, "shared"); err == nil {
				shared = r.Rev + 1
			}
		} else if err == nil {
			shared++
		}
		w.count[i].Add(1)
	}
}

// append notes what was acknowledged. Errors that are no conflicts say that the
// cluster did not answer for long: the same is tried again.
func (w *writers) append(ctx context.Context, s *jetstream.Store, revs ...journal.Revision) error {
	got, err := s.Append(ctx, revs)
	if err != nil && !errors.Is(err, journal.ErrConflict) {
		w.t.Logf("Append: %v", err)
	}
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range got {
		w.acknowledged[r.Op] = r.Seq
	}
	return nil
}

// progress waits until each writer has done n more rounds.
func (w *writers) progress(n int64) {
	w.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	begun := make([]int64, len(w.count))
	for i := range w.count {
		begun[i] = w.count[i].Load()
	}
	for i := 0; i < len(w.count); {
		if w.count[i].Load() >= begun[i]+n {
			i++
			continue
		}
		select {
		case <-tick.C:
		case <-late.C:
			w.t.Fatalf("writer %d does not go on", i)
		}
	}
}

func (w *writers) stop() {
	w.over.Store(true)
	w.wait.Wait()
}

// check reads all, and compares it with what was acknowledged.
func (w *writers) check(s *jetstream.Store) {
	w.t.Helper()
	newest := map[string]int{}
	there := map[string]uint64{}
	var seq uint64
	for r, err := range s.Since(w.t.Context(), 0) {
		seq++
		if err != nil || r.Seq != seq || r.Rev != newest[r.Story]+1 || there[r.Op] != 0 {
			w.t.Fatalf("record %d is %d, %s revision %d after %d, op %q, before at %d: %v", seq, r.Seq, r.Story, r.Rev, newest[r.Story], r.Op, there[r.Op], err)
		}
		newest[r.Story], there[r.Op] = r.Rev, r.Seq
	}
	for op, seq := range w.acknowledged {
		if there[op] != seq {
			w.t.Errorf("%q was acknowledged as record %d, and is %d", op, seq, there[op])
		}
	}
	heads := 0
	for r, err := range s.Heads(w.t.Context()) {
		heads++
		if err != nil || r.Rev != newest[r.Story] {
			w.t.Errorf("the head of %s is revision %d, %v, want %d", r.Story, r.Rev, err, newest[r.Story])
		}
		if _, err := s.Source(w.t.Context(), r.Story, r.Hash); err != nil {
			w.t.Errorf("the source of %s: %v", r.Story, err)
		}
	}
	if heads != len(newest) {
		w.t.Errorf("%d heads of %d stories", heads, len(newest))
	}
}
