package jetstream_test

import (
	"bytes"
	"flag"
	"fmt"
	"slices"
	"sync"
	"testing"

	"writethru/internal/natscluster"
	"writethru/journal"
	"writethru/journal/jetstream"
	"writethru/journal/journaltest"
)

var freshRounds = flag.Int("fresh.rounds", 3, "how many journals processes make at the same moment in TestProcessesMakeAJournalTogether")

// Processes that find no journal make it at the same moment and use it at once:
// nothing that was acknowledged to one of them is missing afterwards, for any of
// them, and all have the same secret of the day.
func TestProcessesMakeAJournalTogether(t *testing.T) {
	t.Parallel()
	cluster := natscluster.Start(t, 3)
	for round := range *freshRounds {
		const processes = 5
		var stores [processes]*jetstream.Store
		var recorded [processes][]journal.Revision
		var keys [processes][]byte
		var wg sync.WaitGroup
		for i := range processes {
			wg.Go(func() {
				s, err := jetstream.Open(t.Context(), cluster.URLOf(i%3, fmt.Sprint("fresh-", round)), jetstream.Options{})
				if err != nil {
					t.Errorf("Open: %v", err)
					return
				}
				stores[i] = s
				if keys[i], err = s.DayKey(t.Context(), "2026-11-21", fmt.Append(nil, "of ", i)); err != nil {
					t.Errorf("DayKey: %v", err)
				}
				for n := range 5 {
					done, err := s.Append(t.Context(), []journal.Revision{journaltest.Revision(fmt.Sprintf("story-%d-%d", i, n), 1)})
					if err != nil {
						t.Errorf("Append: %v", err)
					}
					recorded[i] = append(recorded[i], done...)
				}
			})
		}
		wg.Wait()
		for i, s := range stores {
			if s == nil {
				continue
			}
			there := map[uint64]string{}
			for r, err := range s.Since(t.Context(), 0) {
				if err != nil {
					t.Errorf("round %d: Since: %v", round, err)
				}
				there[r.Seq] = r.Story
			}
			for _, r := range slices.Concat(recorded[:]...) {
				if there[r.Seq] != r.Story {
					t.Errorf("round %d: process %d has %q at %d, where %q was acknowledged", round, i, there[r.Seq], r.Seq, r.Story)
				}
			}
			key, err := s.DayKey(t.Context(), "2026-11-21", []byte("late"))
			if err != nil || !bytes.Equal(key, keys[0]) || !bytes.Equal(keys[i], keys[0]) {
				t.Errorf("round %d: process %d has the secret %q, later %q, %v, and the first one %q", round, i, keys[i], key, err, keys[0])
			}
		}
		for _, s := range stores {
			if s != nil {
				s.Close()
			}
		}
	}
}

// A machine that has not heard yet of a stream that was just made says that there
// is none: it is asked again.
func TestAMachineThatHasNotHeardOfAStreamIsAskedAgain(t *testing.T) {
	t.Parallel()
	alone := natscluster.Start(t, 1)
	url := alone.URL("unheard")
	s := open(t, url)
	j := raw(t, url)
	stream, err := j.Stream(t.Context(), "unheard-journal")
	if err != nil {
		t.Fatal(err)
	}
	if err := j.DeleteStream(t.Context(), "unheard-journal"); err != nil {
		t.Fatal(err)
	}
	asked, err := j.Conn().SubscribeSync("$JS.API.STREAM.INFO.unheard-journal")
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Conn().Flush(); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		_, err := s.Stats(t.Context())
		answered <- err
	}()
	if _, err := asked.NextMsgWithContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := j.CreateStream(t.Context(), stream.CachedInfo().Config); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err != nil {
		t.Errorf("Stats: %v", err)
	}
}
