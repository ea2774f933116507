package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"writethru/journal"
)

func TestOpenWithoutJournal(t *testing.T) {
	for _, mode := range []Mode{Append, Read} {
		dir := filepath.Join(t.TempDir(), "data")
		if _, err := Open(t.Context(), dir, Options{Mode: mode}); !errors.Is(err, journal.ErrNotFound) {
			t.Errorf("Open in mode %d gave error %v, want %v", mode, err, journal.ErrNotFound)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("Open in mode %d made the folder", mode)
		}
		if err := create(dir); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), dir, Options{Mode: mode}); !errors.Is(err, journal.ErrNotFound) {
			t.Errorf("Open of an empty file in mode %d gave error %v, want %v", mode, err, journal.ErrNotFound)
		}
	}
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder", "100% data?#")
	s := open(t, dir, Publish)
	if _, err := s.Append(t.Context(), childBatch(1)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder has mode %v, %v, want 0700", info.Mode().Perm(), err)
	}
	for _, name := range []string{FileName, FileName + "-wal", FileName + "-shm", lockName} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, want 0600", name, info.Mode().Perm())
		}
	}
}

func TestAnotherSchemaIsRefused(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.write.Exec("PRAGMA user_version = 1000")
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []Mode{Publish, Append, Read} {
		_, err := Open(t.Context(), dir, Options{Mode: mode})
		if err == nil || !strings.Contains(err.Error(), "schema version 1000, want at most 5: it was written by a newer version") {
			t.Errorf("Open in mode %d gave error %v, want one about the newer schema", mode, err)
		}
	}
}

func TestWhatIsNoJournalIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []Mode{Publish, Append, Read} {
		if _, err := Open(t.Context(), dir, Options{Mode: mode}); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("Open in mode %d gave error %v, want one that names the file", mode, err)
		}
	}
}

// A journal on a disk that can't be written has none of the files that SQLite
// keeps beside one that is in use.
func TestReadAsItIs(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Append(t.Context(), childBatch(1))
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	// SQLite follows no link to this file: it can't make it, even as root.
	if err := os.Symlink("nowhere", filepath.Join(dir, FileName+"-shm")); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Read)
	if !s.still {
		t.Error("the journal was not opened as one that can't be written")
	}
	checkSame(t, s, childBatch(1))
	if err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "copy")); err != nil {
		t.Error(err)
	}
}

func TestBackupIsAJournal(t *testing.T) {
	s := open(t, t.TempDir(), Publish)
	if _, err := s.Append(t.Context(), childBatch(1)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := s.Backup(t.Context(), filepath.Join(dir, FileName)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), childBatch(2)); err != nil {
		t.Fatal(err)
	}
	restored := open(t, dir, Publish)
	checkSame(t, restored, childBatch(1))
	for _, r := range childBatch(1) {
		if got, err := restored.Source(t.Context(), r.Story, r.Hash); err != nil || string(got) != string(r.Source) {
			t.Errorf("Source(%q) = %q, %v, want %q", r.Hash, got, err, r.Source)
		}
	}
	if _, err := restored.Append(t.Context(), childBatch(2)); err != nil {
		t.Errorf("Append to a restored journal: %v", err)
	}
}

// checkSame checks that a journal holds these revisions and no others.
func checkSame(t *testing.T, s *Store, want []journal.Revision) {
	t.Helper()
	var got []journal.Revision
	for r, err := range s.Since(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	for i := range want {
		want[i].Seq, want[i].Source = uint64(i+1), nil
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Since(0) (-want +got):\n%s", diff)
	}
}
