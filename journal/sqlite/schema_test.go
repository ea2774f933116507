package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"writethru/journal"
	"writethru/journal/journaltest"
)

// A journal of every schema that there ever was opens, with everything that it
// recorded, and goes on. testdata/schema holds one of each, which is never
// written anew.
func TestOlderSchemasAreBroughtUpToDate(t *testing.T) {
	for version := 1; version <= len(migrations); version++ {
		t.Run(fmt.Sprint("version ", version), func(t *testing.T) {
			dir := t.TempDir()
			load(t, dir, fmt.Sprintf("testdata/schema/%d.sql", version))
			reader, err := Open(t.Context(), dir, Options{Mode: Read})
			if (err == nil) != (version == len(migrations)) {
				t.Errorf("a reader that opens it gets %v", err)
			}
			if err == nil {
				reader.Close()
			}
			s := open(t, dir, Publish)
			var got []journal.Revision
			for r, err := range s.Since(t.Context(), 0) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, r)
			}
			want := []journal.Revision{
				journaltest.Revision("storm", 1), journaltest.Revision("flood", 1),
				journaltest.Revision("storm", 2), journaltest.Revision("fire", 1),
			}
			for i := range want {
				want[i].Seq, want[i].Source = uint64(i+1), nil
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("revisions (-want +got):\n%s", diff)
			}
			head, err := s.Head(t.Context(), "storm")
			if err != nil || head.Rev != 2 {
				t.Errorf("Head(storm) = revision %d, %v, want 2", head.Rev, err)
			}
			last := journaltest.Revision("storm", 2)
			if src, err := s.Source(t.Context(), "storm", last.Hash); err != nil || string(src) != string(last.Source) {
				t.Errorf("Source(storm) = %q, %v, want %q", src, err, last.Source)
			}
			if _, err := s.Append(t.Context(), []journal.Revision{journaltest.Revision("storm", 3), journaltest.Revision("snow", 1)}); err != nil {
				t.Error(err)
			}
			if err := s.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// load writes a journal from its SQL text.
func load(t *testing.T, dir, name string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("each schema version needs a journal of it: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, FileName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, FileName), url.Values{}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), string(text))
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
