package sqlite

import (
	"testing"

	"go.uber.org/goleak"

	"writethru/journal"
	"writethru/journal/journaltest"
)

func TestMain(m *testing.M) {
	if beChild() {
		return
	}
	goleak.VerifyTestMain(m)
}

func TestConformance(t *testing.T) {
	fresh := func(t *testing.T) journal.Store {
		t.Helper()
		return open(t, t.TempDir(), Publish)
	}
	journaltest.Run(t, fresh)
	journaltest.RunDaily(t, fresh)
}

// open opens a journal, and closes it when the test ends.
func open(tb testing.TB, dir string, mode Mode) *Store {
	tb.Helper()
	s, err := Open(tb.Context(), dir, Options{Mode: mode})
	if err != nil {
		tb.Fatalf("Open: %v", err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("Close: %v", err)
		}
	})
	return s
}
