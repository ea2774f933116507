package journaltest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"writethru/journal"
)

func empty(t *testing.T, s journal.Store) {
	ctx := t.Context()
	checkSince(t, s)
	check(t, "Heads", collect(t, s.Heads(ctx)), nil)
	if _, err := s.Head(ctx, "flood"); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("Head(flood) gave error %v, want %v", err, journal.ErrNotFound)
	}
	if _, err := s.Source(ctx, "flood", "a hash"); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("Source gave error %v, want %v", err, journal.ErrNotFound)
	}
	if got, err := s.Append(ctx, nil); err != nil || len(got) != 0 {
		t.Errorf("Append of nothing = %v, %v, want nothing", got, err)
	}
}

func readBack(t *testing.T, s journal.Store) {
	r := Revision("flood", 1)
	want := recorded(1, r)
	check(t, "Append", appendAll(t, s, r), want)
	check(t, "Heads", collect(t, s.Heads(t.Context())), want)
	checkSince(t, s, want...)
	head, err := s.Head(t.Context(), "flood")
	if err != nil {
		t.Fatalf("Head(flood): %v", err)
	}
	check(t, "Head(flood)", []journal.Revision{head}, want)
	checkSource(t, s, r.Story, r.Hash, r.Source)
}

func headsOfMany(t *testing.T, s journal.Store) {
	const stories = 300
	var revs []journal.Revision
	for i := range stories {
		for rev := 1; rev <= 1+i%3; rev++ {
			revs = append(revs, Revision(fmt.Sprintf("story %03d", i), rev))
		}
	}
	appendAll(t, s, revs...)
	heads := collect(t, s.Heads(t.Context()))
	slices.SortFunc(heads, func(a, b journal.Revision) int { return strings.Compare(a.Story, b.Story) })
	var want []journal.Revision
	for i, r := range recorded(1, revs...) {
		if i+1 == len(revs) || revs[i+1].Story != r.Story {
			want = append(want, r)
		}
	}
	check(t, "Heads", heads, want)
}

func loops(t *testing.T, s journal.Store) {
	appendAll(t, s, Revision("a", 1), Revision("b", 1), Revision("c", 1))
	for r, err := range s.Heads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		appendAll(t, s, Revision(r.Story, 2))
		head, err := s.Head(t.Context(), r.Story)
		if err != nil || head.Rev != 2 {
			t.Errorf("Head(%s) in a loop over the heads = revision %d, %v, want 2", r.Story, head.Rev, err)
		}
		break
	}
	n := 0
	for _, err := range s.Since(t.Context(), 0) {
		if n++; err != nil || n == 2 {
			break
		}
	}
	if got := len(collect(t, s.Since(t.Context(), 0))); got != 4 {
		t.Errorf("%d revisions, want 4", got)
	}
}

func checkSource(t *testing.T, s journal.Store, story, hash string, want []byte) {
	t.Helper()
	got, err := s.Source(t.Context(), story, hash)
	if want == nil {
		if !errors.Is(err, journal.ErrNotFound) {
			t.Errorf("Source(%q, %q) = %q, %v, want %v", story, hash, got, err, journal.ErrNotFound)
		}
		return
	}
	if err != nil || string(got) != string(want) {
		t.Errorf("Source(%q, %q) = %q, %v, want %q", story, hash, got, err, want)
	}
}

func sources(t *testing.T, s journal.Store) {
	first, same, next := Revision("flood", 1), Revision("flood", 2), Revision("flood", 3)
	same.Hash, same.Source = first.Hash, nil
	appendAll(t, s, first, Revision("fire", 1))
	checkSource(t, s, first.Story, first.Hash, first.Source)

	appendAll(t, s, same) // as when a follow-up is released: the article is the same
	checkSource(t, s, first.Story, first.Hash, first.Source)

	appendAll(t, s, next)
	checkSource(t, s, first.Story, first.Hash, nil)
	checkSource(t, s, next.Story, next.Hash, next.Source)
	checkSource(t, s, "fire", Revision("fire", 1).Hash, Revision("fire", 1).Source)
}

func sharedSource(t *testing.T, s journal.Store) {
	a, b := Revision("a", 1), Revision("b", 1)
	b.Hash, b.Source = a.Hash, a.Source
	appendAll(t, s, a, b)
	checkSource(t, s, "a", a.Hash, a.Source)
	appendAll(t, s, Revision("a", 2))
	checkSource(t, s, "a", a.Hash, nil)
	checkSource(t, s, "b", a.Hash, a.Source)
}

func waitForPast(t *testing.T, s journal.Store) {
	appendAll(t, s, Revision("a", 1), Revision("b", 1))
	for seq := range uint64(2) {
		if err := s.Wait(t.Context(), seq); err != nil {
			t.Errorf("Wait(%d) = %v with 2 revisions", seq, err)
		}
	}
}

func waitForNext(t *testing.T, s journal.Store) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for seq := range uint64(20) {
				if err := s.Wait(ctx, seq); err != nil {
					t.Errorf("Wait(%d): %v", seq, err)
					return
				}
				if got := collect(t, s.Since(ctx, seq)); len(got) == 0 {
					t.Errorf("nothing since %d after waiting for it", seq)
				}
			}
		})
	}
	for rev := range 20 {
		appendAll(t, s, Revision("flood", rev+1))
	}
	wg.Wait()
}

func waitCancelled(t *testing.T, s journal.Store) {
	appendAll(t, s, Revision("a", 1))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- s.Wait(ctx, 1) }()
	select {
	case err := <-done:
		t.Fatalf("Wait(1) returned with 1 revision: %v", err)
	case <-time.After(20 * time.Millisecond): // long enough to be waiting, most times
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Wait gave error %v, want %v", err, context.Canceled)
	}
}

// together has each reader see every story's revisions without a gap, while
// writers append to stories of their own.
func together(t *testing.T, s journal.Store) {
	const writers, revs = 3, 30
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for rev := 1; rev <= revs; rev++ {
				r := Revision(fmt.Sprintf("story %d", w), rev)
				if _, err := s.Append(t.Context(), []journal.Revision{r}); err != nil {
					t.Errorf("Append(%s): %v", r.Op, err)
					return
				}
				if head, err := s.Head(t.Context(), r.Story); err != nil || head.Rev != rev {
					t.Errorf("Head(%s) = revision %d, %v after appending %d", r.Story, head.Rev, err, rev)
				}
			}
		})
	}
	for range 2 {
		wg.Go(func() {
			newest := map[string]int{}
			var seq uint64
			for seq < writers*revs {
				if err := s.Wait(t.Context(), seq); err != nil {
					t.Errorf("Wait(%d): %v", seq, err)
					return
				}
				for r, err := range s.Since(t.Context(), seq) {
					if err != nil || r.Seq != seq+1 || r.Rev != newest[r.Story]+1 {
						t.Errorf("after seq %d and %v came %s revision %d as seq %d, %v", seq, newest, r.Story, r.Rev, r.Seq, err)
						return
					}
					seq, newest[r.Story] = r.Seq, r.Rev
				}
			}
		})
	}
	wg.Wait()
}

func stats(t *testing.T, s journal.Store) {
	appendAll(t, s, Revision("a", 1), Revision("b", 1), Revision("a", 2))
	got, err := s.Stats(t.Context())
	if err != nil || got.Stories != 2 || got.Revisions != 3 || got.Seq != 3 || got.Bytes == 0 {
		t.Errorf("Stats = %+v, %v, want 2 stories, 3 revisions, seq 3 and some bytes", got, err)
	}
}

func backup(t *testing.T, s journal.Store) {
	appendAll(t, s, Revision("a", 1))
	path := filepath.Join(t.TempDir(), "copy")
	if err := s.Backup(t.Context(), path); err != nil {
		t.Fatalf("Backup: %v", err)
	}
	before, err := os.ReadFile(path)
	if err != nil || len(before) == 0 {
		t.Fatalf("the backup has %d bytes, %v", len(before), err)
	}
	if err := s.Backup(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Backup to a file that exists gave error %v, want %v", err, fs.ErrExist)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("a refused backup changed the file (%v)", err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("beside the backup: %v, %v, want nothing", files, err)
	}
}
