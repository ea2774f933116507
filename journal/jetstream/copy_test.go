package jetstream_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/internal/daily"
	"writethru/internal/natscluster"
	"writethru/internal/owed"
	"writethru/journal"
	"writethru/journal/journaltest"
	"writethru/journal/sqlite"
)

func openLocal(t *testing.T, dir string) journal.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func requestsOf(t *testing.T, s journal.Store) (all []owed.Request) {
	t.Helper()
	for r, err := range s.AllRequests(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b owed.Request) int { return a.At.Compare(b.At) })
	return all
}

func daysOf(t *testing.T, s journal.Store) (all []daily.Part) {
	t.Helper()
	for p, err := range s.Days(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// A publication moves to a cluster at noon, and back: the day's readers are not
// counted anew, and what was asked for a second ago is gone on with. A backup has
// all of that but the secret of the day, which is not kept for so long.
func TestACopyIsGoneOnWith(t *testing.T) {
	t.Parallel()
	cluster := natscluster.Start(t, 1)
	first, there, back := openLocal(t, t.TempDir()), open(t, cluster.URL("moved")), openLocal(t, t.TempDir())
	secret := []byte("a secret of 16 b")
	if _, err := first.Append(t.Context(), []journal.Revision{journaltest.Revision("a", 1)}); err != nil {
		t.Fatal(err)
	}
	want := []daily.Part{{Day: "2026-11-21", Name: "", Data: []byte("figures")}}
	if err := first.PutDay(t.Context(), want[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := first.DayKey(t.Context(), "2026-11-21", secret); err != nil {
		t.Fatal(err)
	}
	var asked []owed.Request
	for n, name := range []string{"ana", "bob"} {
		r := owed.Request{Topic: "/feed.rss", Callback: "https://" + name + ".example/", ID: name, At: noon.Add(time.Duration(n) * time.Second), Mode: "subscribe", Secret: "s", Lease: time.Hour}
		asked = append(asked, r)
		if err := first.PutRequest(t.Context(), r, noon.Add(time.Hour)); err != nil { // its worker is gone
			t.Fatal(err)
		}
	}
	for _, way := range []struct{ from, to journal.Store }{{first, there}, {there, back}} {
		if err := journal.Copy(t.Context(), way.from, way.to, nil); err != nil {
			t.Fatalf("Copy: %v", err)
		}
		if diff := cmp.Diff(want, daysOf(t, way.to)); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
		if got, err := way.to.DayKey(t.Context(), "2026-11-21", []byte("another")); !bytes.Equal(got, secret) || err != nil {
			t.Errorf("the secret of the day is %q, %v, want %q", got, err, secret)
		}
		if diff := cmp.Diff(asked, requestsOf(t, way.to)); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
		if got, err := way.to.ClaimRequests(t.Context(), owed.Want{Now: noon, Lease: time.Millisecond, New: 9}); len(got) != 2 || err != nil {
			t.Errorf("%d requests can be gone on with at once, %v, want 2", len(got), err)
		}
	}
	for _, s := range []journal.Store{first, there} {
		dir := t.TempDir()
		name := filepath.Join(dir, sqlite.FileName)
		if err := s.Backup(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		if file, err := os.ReadFile(name); err != nil || bytes.Contains(file, secret) {
			t.Errorf("the secret of the day is in a backup (error %v)", err)
		}
		restored := openLocal(t, dir)
		if diff := cmp.Diff(want, daysOf(t, restored)); diff != "" {
			t.Errorf("figures of a backup (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(asked, requestsOf(t, restored)); diff != "" {
			t.Errorf("requests of a backup (-want +got):\n%s", diff)
		}
		if day, _, err := restored.KeptDayKey(t.Context()); day != "" || err != nil {
			t.Errorf("a backup has the secret of %q, %v", day, err)
		}
	}
}
