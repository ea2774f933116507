package sqlite

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writethru/internal/daily"
	"writethru/internal/owed"
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

// contents gives all that a journal holds, as one text, or an error.
func contents(t *testing.T, dir string) (string, error) {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{Mode: Read})
	if err != nil {
		return "", err
	}
	defer s.Close()
	if err := s.Check(t.Context()); err != nil { // as verify does first
		return "", err
	}
	var b strings.Builder
	for _, revisions := range []iter.Seq2[journal.Revision, error]{s.Since(t.Context(), 0), s.Heads(t.Context())} {
		for r, err := range revisions {
			line, jsonErr := json.Marshal(r)
			if err = errors.Join(err, jsonErr); err != nil {
				return "", err
			}
			head, err := s.Head(t.Context(), r.Story)
			if err != nil {
				return "", err
			}
			source, err := s.Source(t.Context(), r.Story, head.Hash)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%s %d %x\n", line, head.Rev, source)
		}
	}
	for topic, err := range s.Topics(t.Context()) {
		if err != nil {
			return "", err
		}
		for sub, err := range s.Subscribers(t.Context(), topic.Name) {
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%s %s %s %v %s\n", sub.Topic, sub.Callback, sub.Secret, sub.Hub, sub.Ends)
		}
	}
	return b.String(), nil
}

// A byte that a disk flips anywhere in the file is found by verify, or it
// changes nothing of what the journal says. What is good can be read on.
func TestAFlippedByteAnywhereIsFound(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const stories = 60
	for rev := 1; rev <= 3 && err == nil; rev++ {
		var revs []journal.Revision
		for n := range stories {
			revs = append(revs, journaltest.Revision(fmt.Sprint("story ", n), rev))
		}
		_, err = s.Append(t.Context(), revs)
	}
	for n := range 20 {
		err = errors.Join(err, s.PutSubscriber(t.Context(), owed.Subscriber{Topic: "/feed.rss", Callback: fmt.Sprintf("https://reader.example/%d", n), Secret: "s"}))
	}
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	want, err := contents(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const flips = 250
	r := rand.New(rand.NewPCG(1, 1))
	found, left := 0, 0
	for n := range flips {
		at := r.IntN(len(file))
		if n < 100 {
			at = n // the header of the file
		}
		bad := bytes.Clone(file)
		bad[at] ^= 1 << r.IntN(8)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := contents(t, dir)
		if err == nil && got != want {
			t.Fatalf("byte %d of %d was flipped: verify is content, and the journal holds\n%.300s", at, len(file), got)
		}
		if err != nil {
			found++
			left += readable(t, dir)
		}
	}
	t.Logf("%d of %d flips found; on average %d of %d stories could be read on", found, flips, left/found, stories)
	if found < flips/3 || left/found < stories/2 {
		t.Errorf("%d of %d flips were found, and %d stories read on, want a third at least and most", found, flips, left/found)
	}
}

// readable counts the stories of a damaged journal that can be read.
func readable(t *testing.T, dir string) (n int) {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{Mode: Read})
	if err != nil {
		return 0
	}
	defer s.Close()
	for _, err := range s.Heads(t.Context()) {
		if err == nil {
			n++
		}
	}
	return n
}

// What is good beside the revisions is kept: one damaged subscriber, request or day
// takes none of the others along.
func TestSalvageKeepsAllThatIsGood(t *testing.T) {
	from, to := open(t, t.TempDir(), Publish), open(t, t.TempDir(), Publish)
	ctx := t.Context()
	for _, name := range []string{"1", "2", "3"} {
		if err := errors.Join(
			from.PutSubscriber(ctx, owed.Subscriber{Topic: "/feed.rss", Callback: "https://" + name + ".example/", Secret: "s", Told: "v1"}),
			from.PutRequest(ctx, owed.Request{Topic: "/feed.rss", Callback: "https://" + name + ".example/", ID: name}, time.Time{}),
			from.PutDay(ctx, daily.Part{Day: "2026-11-2" + name, Data: []byte(name)}),
		); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := from.DayKey(ctx, "2026-11-23", []byte("secret")); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE subscribers SET sum = sum + 1 WHERE callback LIKE '%//1.%'`, `UPDATE requests SET sum = sum + 1 WHERE id = '1'`, `UPDATE days SET sum = sum + 1 WHERE day = '2026-11-21'`,
	} {
		if _, err := from.write.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := journal.Copy(ctx, from, open(t, t.TempDir(), Publish), nil); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("Copy = %v, want %v: nothing is left out of a copy", err, journal.ErrDamaged)
	}
	if _, err := journal.Salvage(ctx, from, to); err != nil {
		t.Fatal(err)
	}
	n, err := to.CountSubscribers(ctx)
	if n != 2 || err != nil {
		t.Errorf("%d subscribers, %v, want 2", n, err)
	}
	n = 0
	for _, err := range to.AllRequests(ctx) {
		if n++; err != nil {
			t.Error(err)
		}
	}
	if n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
	n = 0
	for _, err := range to.Days(ctx, "") {
		if n++; err != nil {
			t.Error(err)
		}
	}
	if n != 2 {
		t.Errorf("%d days, want 2", n)
	}
	if day, _, err := to.KeptDayKey(ctx); day != "2026-11-23" || err != nil {
		t.Errorf("the secret is of %q, %v", day, err)
	}
}
