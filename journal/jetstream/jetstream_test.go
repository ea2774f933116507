package jetstream_test

import (
	"fmt"
	"testing"

	"go.uber.org/goleak"

	"writethru/internal/natscluster"
	"writethru/journal"
	"writethru/journal/jetstream"
	"writethru/journal/journaltest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestConformance(t *testing.T) {
	t.Parallel()
	cluster := natscluster.Start(t, 3)
	n := 0
	fresh := func(t *testing.T) journal.Store {
		t.Helper()
		n++
		return open(t, cluster.URL(fmt.Sprint("journal-", n)))
	}
	journaltest.Run(t, fresh)
	journaltest.RunDaily(t, fresh)
}

// A server that stands alone keeps a journal as well, once.
func TestConformanceAlone(t *testing.T) {
	t.Parallel()
	alone := natscluster.Start(t, 1)
	n := 0
	fresh := func(t *testing.T) journal.Store {
		t.Helper()
		n++
		return open(t, alone.URL(fmt.Sprint("journal-", n)))
	}
	journaltest.Run(t, fresh)
	journaltest.RunDaily(t, fresh)
}

// open opens a journal, and closes it when the test ends.
func open(tb testing.TB, url string) *jetstream.Store {
	tb.Helper()
	s, err := jetstream.Open(tb.Context(), url, jetstream.Options{})
	if err != nil {
		tb.Fatalf("Open(%s): %v", url, err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("Close: %v", err)
		}
	})
	return s
}

func TestURLs(t *testing.T) {
	for url, want := range map[string]bool{
		"nats://a": true, "nats://a,b,c": true, "nats://a:4222,b:4222/courier": true, "nats://user:secret@a,b": true, "tls://a": true,
		"": false, "a": false, "nats://": false, "nats://a,": false, "nats://a/b/c": false, "nats://a/with space": false, "http://a": false,
	} {
		if err := jetstream.Check(url); (err == nil) != want {
			t.Errorf("Check(%q) = %v, want it good: %v", url, err, want)
		}
	}
}
