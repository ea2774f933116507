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
