package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"writethru/journal"
	"writethru/journal/journaltest"
)

// Each of these changes one thing of the second record, as a disk may.
func TestDamageIsFound(t *testing.T) {
	for what, damage := range map[string]string{
		"a byte of a head": `UPDATE revisions SET head = CAST(replace(CAST(head AS TEXT), 'river', 'rivet') AS BLOB) WHERE seq = 2`,
		"an empty head":    `UPDATE revisions SET head = x'' WHERE seq = 2`,
		"the kind":         `UPDATE revisions SET kind = 'edited' WHERE seq = 2`,
		"the time":         `UPDATE revisions SET at = at + 1024 WHERE seq = 2`,
		"the op":           `UPDATE revisions SET op = 'fire/0' WHERE seq = 2`,
		"the sum":          `UPDATE revisions SET sum = sum + 1 WHERE seq = 2`,
		"the hash":         `UPDATE revisions SET hash = '' WHERE seq = 2`,
		"a record, gone":   `PRAGMA foreign_keys = 0; DELETE FROM revisions WHERE seq = 2`,
		"a head's seq":     `UPDATE stories SET seq = 1 WHERE story = 'fire'`,
		"a head's rev":     `UPDATE stories SET rev = 7 WHERE story = 'fire'`,
		"whose it is":      `PRAGMA foreign_keys = 0; UPDATE revisions SET story = 99 WHERE seq = 2`,
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t, t.TempDir(), Publish)
			revs := []journal.Revision{journaltest.Revision("flood", 1), journaltest.Revision("fire", 1), journaltest.Revision("storm", 1)}
			if _, err := s.Append(t.Context(), revs); err != nil {
				t.Fatal(err)
			}
			if _, err := s.write.Exec(damage); err != nil {
				t.Fatal(err)
			}
			good := 0
			var found []string
			for _, err := range s.Heads(t.Context()) {
				switch {
				case err == nil:
					good++
				case errors.Is(err, journal.ErrDamaged):
					found = append(found, err.Error())
				default:
					t.Errorf("Heads: %v, want %v", err, journal.ErrDamaged)
				}
			}
			if good != 2 || len(found) != 1 || !strings.Contains(found[0], "fire revision ") || !strings.Contains(found[0], "record ") {
				t.Errorf("Heads gave %d good ones and %q, want 2 and one error that names fire, its revision and its record", good, found)
			}
			if _, err := s.Head(t.Context(), "fire"); !errors.Is(err, journal.ErrDamaged) {
				t.Errorf("Head(fire) gave error %v, want %v", err, journal.ErrDamaged)
			}
		})
	}
}

func TestSinceGoesOnAfterDamage(t *testing.T) {
	s := open(t, t.TempDir(), Publish)
	if _, err := s.Append(t.Context(), childBatch(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec(`UPDATE revisions SET head = '{}' WHERE seq = 2`); err == nil {
		t.Fatal("a head that is no blob was accepted")
	}
	if _, err := s.write.Exec(`UPDATE revisions SET head = CAST('{}' AS BLOB) WHERE seq = 2`); err != nil {
		t.Fatal(err)
	}
	var got []string
	for r, err := range s.Since(t.Context(), 0) {
		got = append(got, fmt.Sprint(r.Seq, " ", errors.Is(err, journal.ErrDamaged)))
	}
	if want := "1 false, 2 true, 3 false"; strings.Join(got, ", ") != want {
		t.Errorf("Since gave %q, want %q", got, want)
	}
}

func TestDamagedSourceIsFound(t *testing.T) {
	s := open(t, t.TempDir(), Publish)
	a := journaltest.Revision("a", 1)
	if _, err := s.Append(t.Context(), []journal.Revision{a}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec(`UPDATE sources SET data = x'00'`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Source(t.Context(), a.Story, a.Hash); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("Source gave error %v, want %v", err, journal.ErrDamaged)
	}
}

func TestFlippedByteInTheFileIsFound(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Append(t.Context(), childBatch(1))
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(file, []byte("again” in story 1"))
	if at < 0 {
		t.Fatal("the title is not in the file")
	}
	file[at] ^= 1
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = open(t, dir, Read).Head(t.Context(), "story 1")
	if want := "record 2, story 1 revision 1"; !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), want) {
		t.Errorf("Head(story 1) gave error %v, want one about %q", err, want)
	}
}

func TestFullDisk(t *testing.T) {
	s := open(t, t.TempDir(), Publish)
	if _, err := s.write.Exec("PRAGMA max_page_count = 30"); err != nil {
		t.Fatal(err)
	}
	var err error
	rev := 0
	for err == nil && rev < 1000 {
		rev++
		_, err = s.Append(t.Context(), childBatch(rev))
	}
	if err == nil || !strings.Contains(err.Error(), "full") {
		t.Fatalf("after %d appends: %v, want an error that says full", rev, err)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.Revisions != (rev-1)*batch {
		t.Errorf("Stats on a full disk = %+v, %v, want %d revisions", st, err, (rev-1)*batch)
	}
	if _, err := s.write.Exec("PRAGMA max_page_count = 1000"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), childBatch(rev)); err != nil {
		t.Errorf("Append when there is room again: %v", err)
	}
}
