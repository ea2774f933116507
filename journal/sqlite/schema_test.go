package sqlite

import (
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"writethru/journal"
	"writethru/journal/journaltest"
)

// A journal of the first schema opens, with everything that it recorded.
func TestFirstSchemaIsBroughtUpToDate(t *testing.T) {
	dir := t.TempDir()
	revs := []journal.Revision{
		journaltest.Revision("storm", 1), journaltest.Revision("flood", 1),
		journaltest.Revision("storm", 2), journaltest.Revision("fire", 1),
	}
	writeFirstSchema(t, dir, revs)
	if _, err := Open(t.Context(), dir, Options{Mode: Read}); err == nil {
		t.Error("a reader opened a journal of an older schema, want an error")
	}
	s := open(t, dir, Publish)
	var got []journal.Revision
	for r, err := range s.Since(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	for i := range revs {
		revs[i].Seq, revs[i].Source = uint64(i+1), nil
	}
	if diff := cmp.Diff(revs, got); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
	head, err := s.Head(t.Context(), "storm")
	if err != nil || head.Rev != 2 {
		t.Errorf("Head(storm) = revision %d, %v, want 2", head.Rev, err)
	}
	want := journaltest.Revision("storm", 2)
	if src, err := s.Source(t.Context(), "storm", want.Hash); err != nil || string(src) != string(want.Source) {
		t.Errorf("Source(storm) = %q, %v, want %q", src, err, want.Source)
	}
	if _, err := s.Append(t.Context(), []journal.Revision{journaltest.Revision("storm", 3), journaltest.Revision("snow", 1)}); err != nil {
		t.Error(err)
	}
}

// writeFirstSchema writes a journal as the first version of this package did.
func writeFirstSchema(t *testing.T, dir string, revs []journal.Revision) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, FileName), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, FileName), url.Values{}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	exec := func(text string, args ...any) {
		t.Helper()
		if _, err := db.Exec(text, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(migrations[0] + "; PRAGMA user_version = 1")
	rows, err := prepare(revs)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		r.Seq = uint64(i + 1)
		exec(`INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			i+1, r.Story, r.Rev, r.Op, string(r.Kind), r.At.UnixMilli(), r.Hash, r.head, checksum(r.Revision, r.head))
		exec(`INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rev = excluded.rev, seq = excluded.seq`, r.Story, r.Rev, i+1)
		exec(`INSERT INTO sources VALUES (?, ?, ?, ?) ON CONFLICT (story) DO UPDATE SET hash = excluded.hash, data = excluded.data, sum = excluded.sum`,
			r.Story, r.Hash, r.source, r.sourceSum)
		exec(`INSERT INTO stamps VALUES (?, 1, 2, 3, 4) ON CONFLICT DO NOTHING`, r.Head.Name)
	}
}
