package journaltest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"writethru/journal"
)

func times(t *testing.T, s journal.Store) {
	r := Revision("flood", 1)
	r.At = time.Date(2026, 11, 21, 15, 45, 0, 123_999_999, time.FixedZone("ET", -5*3600))
	want := time.Date(2026, 11, 21, 20, 45, 0, 123_000_000, time.UTC)
	if got := appendAll(t, s, r)[0].At; got != want {
		t.Errorf("Append of a revision at %v gave %v, want %v", r.At, got, want)
	}
	head, err := s.Head(t.Context(), "flood")
	if err != nil || head.At != want {
		t.Errorf("Head gave a revision at %v, error %v, want %v", head.At, err, want)
	}
}

func order(t *testing.T, s journal.Store) {
	revs := []journal.Revision{Revision("b", 1), Revision("a", 1), Revision("b", 2), Revision("c", 1), Revision("b", 3)}
	want := recorded(1, revs...)
	check(t, "first Append", appendAll(t, s, revs[:3]...), want[:3])
	check(t, "second Append", appendAll(t, s, revs[3:]...), want[3:])
	for seq := range len(want) + 2 {
		got := collect(t, s.Since(t.Context(), uint64(seq)))
		check(t, fmt.Sprintf("Since(%d)", seq), got, want[min(seq, len(want)):])
	}
}

func atomicity(t *testing.T, s journal.Store) {
	first := Revision("flood", 1)
	appendAll(t, s, first)
	other := Revision("flood", 1)
	other.Op = "another op"
	batch := []journal.Revision{Revision("fire", 1), Revision("flood", 2), other, Revision("storm", 1)}
	if got, err := s.Append(t.Context(), batch); !errors.Is(err, journal.ErrConflict) {
		t.Errorf("Append(%s) = %v, %v, want %v", names(batch), got, err, journal.ErrConflict)
	}
	checkSince(t, s, recorded(1, first)...)
	check(t, "Heads", collect(t, s.Heads(t.Context())), recorded(1, first))
	for _, r := range batch[:2] {
		if _, err := s.Source(t.Context(), r.Story, r.Hash); !errors.Is(err, journal.ErrNotFound) {
			t.Errorf("Source(%q) gave error %v after a refused append, want %v", r.Hash, err, journal.ErrNotFound)
		}
	}
	// Nothing of the refused batch stands in the way of a good one.
	good := []journal.Revision{Revision("fire", 1), Revision("flood", 2)}
	check(t, "Append", appendAll(t, s, good...), recorded(2, good...))
}

func idempotence(t *testing.T, s journal.Store) {
	first := []journal.Revision{Revision("flood", 1), Revision("fire", 1)}
	want := recorded(1, first...)
	appendAll(t, s, first...)
	check(t, "the same append", appendAll(t, s, first...), want)

	again := Revision("flood", 1)
	again.Head.Title, again.Source = "Another title", []byte("another source")
	check(t, "a repeat in other words", appendAll(t, s, again), want[:1])
	next := Revision("flood", 2)
	got := appendAll(t, s, again, next, next)
	want = append(want, recorded(3, next)...)
	check(t, "an append of one recorded op, and of a new one twice", got, []journal.Revision{want[0], want[2], want[2]})
	checkSince(t, s, want...)

	// A repeat that comes late changes nothing, either.
	appendAll(t, s, first...)
	if head, err := s.Head(t.Context(), "flood"); err != nil || head.Rev != 2 {
		t.Errorf("Head(flood) = revision %d, %v after a repeat of revision 1, want 2", head.Rev, err)
	}
	if _, err := s.Source(t.Context(), first[0].Story, first[0].Hash); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("Source of revision 1 gave error %v after a repeat of it, want %v", err, journal.ErrNotFound)
	}
}

// A first start records many stories with each append; one that was broken off
// meets some of them again.
func manyAtOnce(t *testing.T, s journal.Store) {
	var revs []journal.Revision
	for i := range 300 {
		revs = append(revs, Revision(fmt.Sprintf("story %03d", i*7%300), 1))
	}
	some := []journal.Revision{revs[250], revs[251], revs[70]}
	appendAll(t, s, some...)
	want := recorded(1, some...)
	next := uint64(4)
	for i, r := range appendAll(t, s, revs...) {
		if i == 250 || i == 251 || i == 70 {
			continue
		}
		if r.Seq != next {
			t.Fatalf("%s has seq %d, want %d", r.Story, r.Seq, next)
		}
		want = append(want, recorded(next, revs[i])...)
		next++
	}
	checkSince(t, s, want...)
	for _, r := range revs {
		checkSource(t, s, r.Story, r.Hash, r.Source)
	}
	other := Revision("story 007", 1)
	other.Op = "another op"
	batch := append([]journal.Revision{other}, revisionsOf("more", 100)...)
	if _, err := s.Append(t.Context(), batch); !errors.Is(err, journal.ErrConflict) {
		t.Errorf("Append of a batch with another beginning of a story gave error %v, want %v", err, journal.ErrConflict)
	}
	checkSince(t, s, want...)
}

// revisionsOf gives the first revisions of n stories.
func revisionsOf(name string, n int) []journal.Revision {
	revs := make([]journal.Revision, n)
	for i := range revs {
		revs[i] = Revision(fmt.Sprint(name, " ", i), 1)
	}
	return revs
}

func conflict(t *testing.T, s journal.Store) {
	appendAll(t, s, Revision("flood", 1), Revision("flood", 2))
	for _, rev := range []int{1, 2} {
		r := Revision("flood", rev)
		r.Op = "another op"
		_, err := s.Append(t.Context(), []journal.Revision{r})
		if !errors.Is(err, journal.ErrConflict) || !strings.Contains(fmt.Sprint(err), "flood") {
			t.Errorf("Append(flood revision %d) by another op gave error %v, want %v for flood", rev, err, journal.ErrConflict)
		}
	}
}

func appendAfter(t *testing.T, s journal.Store) {
	first, other := Revision("flood", 1), Revision("fire", 1)
	appendAll(t, s, first)
	for _, seq := range []uint64{0, 2} {
		if got, err := s.AppendAfter(t.Context(), seq, []journal.Revision{other}); !errors.Is(err, journal.ErrConflict) {
			t.Errorf("AppendAfter(%d) with one revision = %v, %v, want %v", seq, got, err, journal.ErrConflict)
		}
	}
	checkSince(t, s, recorded(1, first)...)
	batch := []journal.Revision{other, Revision("flood", 2), Revision("flood", 3)}
	for range 2 { // the second one repeats what may have been lost on the way
		got, err := s.AppendAfter(t.Context(), 1, batch)
		if err != nil {
			t.Fatalf("AppendAfter(1): %v", err)
		}
		check(t, "AppendAfter(1)", got, recorded(2, batch...))
	}
	checkSince(t, s, recorded(1, append([]journal.Revision{first}, batch...)...)...)
	batch = append(batch, Revision("fire", 2))
	if _, err := s.AppendAfter(t.Context(), 1, batch); !errors.Is(err, journal.ErrConflict) {
		t.Errorf("AppendAfter(1) of a batch that is there in part gave error %v, want %v", err, journal.ErrConflict)
	}
	var wg sync.WaitGroup
	won := make(chan string, 4)
	for w := range 4 {
		wg.Go(func() {
			r := Revision(fmt.Sprint("writer ", w), 1)
			_, err := s.AppendAfter(t.Context(), 4, []journal.Revision{r})
			switch {
			case err == nil:
				won <- r.Story
			case !errors.Is(err, journal.ErrConflict):
				t.Errorf("writer %d: %v, want success or %v", w, err, journal.ErrConflict)
			}
		})
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d of 4 writers came right after the same revision, want 1", len(won))
	}
}

func tooMany(t *testing.T, s journal.Store) {
	revs := revisionsOf("story", journal.MostAtOnce+1)
	if _, err := s.Append(t.Context(), revs); err == nil || errors.Is(err, journal.ErrConflict) {
		t.Errorf("Append of %d revisions gave error %v, want one that is no conflict", len(revs), err)
	}
	checkSince(t, s)
	appendAll(t, s, revs[1:]...)
}

func gap(t *testing.T, s journal.Store) {
	appendAll(t, s, Revision("flood", 1))
	for _, r := range []journal.Revision{Revision("flood", 3), Revision("fire", 2)} {
		_, err := s.Append(t.Context(), []journal.Revision{r})
		if err == nil || errors.Is(err, journal.ErrConflict) || !strings.Contains(err.Error(), r.Story) {
			t.Errorf("Append(%s revision %d) gave error %v, want one that names the story and is no conflict", r.Story, r.Rev, err)
		}
	}
	checkSince(t, s, recorded(1, Revision("flood", 1))...)
}

func nameless(t *testing.T, s journal.Store) {
	for what, spoil := range map[string]func(*journal.Revision){
		"no story":   func(r *journal.Revision) { r.Story = "" },
		"no op":      func(r *journal.Revision) { r.Op = "" },
		"revision 0": func(r *journal.Revision) { r.Rev = 0 },
	} {
		r := Revision("flood", 1)
		spoil(&r)
		if _, err := s.Append(t.Context(), []journal.Revision{r}); err == nil {
			t.Errorf("%s: Append succeeded, want an error", what)
		}
	}
	checkSince(t, s)
}

func race(t *testing.T, s journal.Store) {
	const writers, rounds = 4, 25
	for rev := 1; rev <= rounds; rev++ {
		errs := make([]error, writers)
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				r := Revision("flood", rev)
				r.Op = fmt.Sprintf("writer %d, revision %d", w, rev)
				_, errs[w] = s.Append(t.Context(), []journal.Revision{r})
			})
		}
		wg.Wait()
		won := 0
		for w, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, journal.ErrConflict):
				t.Errorf("writer %d, revision %d: %v, want success or %v", w, rev, err, journal.ErrConflict)
			}
		}
		if won != 1 {
			t.Fatalf("%d of %d writers recorded revision %d, want 1", won, writers, rev)
		}
	}
	if got := collect(t, s.Since(t.Context(), 0)); len(got) != rounds {
		t.Errorf("%d revisions after %d rounds", len(got), rounds)
	}
}

// raceOfRepeats has writers record the same op at once, each in words of its own:
// all succeed, and all are told the words that were recorded.
func raceOfRepeats(t *testing.T, s journal.Store) {
	for rev := 1; rev <= 10; rev++ {
		got := make([]journal.Revision, 4)
		var wg sync.WaitGroup
		for w := range got {
			wg.Go(func() {
				r := Revision("flood", rev)
				r.Head.Title = fmt.Sprint("as writer ", w, " has it")
				recorded, err := s.Append(t.Context(), []journal.Revision{r})
				if err != nil {
					t.Errorf("a repeat of %s: %v", r.Op, err)
					return
				}
				got[w] = recorded[0]
			})
		}
		wg.Wait()
		head, err := s.Head(t.Context(), "flood")
		if err != nil {
			t.Fatal(err)
		}
		for w := range got {
			check(t, fmt.Sprint("writer ", w), got[w:w+1], []journal.Revision{head})
		}
	}
	if got := collect(t, s.Since(t.Context(), 0)); len(got) != 10 {
		t.Errorf("%d revisions are recorded, want 10", len(got))
	}
}

func cancelled(t *testing.T, s journal.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Append(ctx, []journal.Revision{Revision("flood", 1)}); !errors.Is(err, context.Canceled) {
		t.Errorf("Append gave error %v, want %v", err, context.Canceled)
	}
	if _, err := s.Head(ctx, "flood"); !errors.Is(err, context.Canceled) {
		t.Errorf("Head gave error %v, want %v", err, context.Canceled)
	}
	var last error
	for _, err := range s.Since(ctx, 0) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("Since ended with error %v, want %v", last, context.Canceled)
	}
	checkSince(t, s)
	appendAll(t, s, Revision("flood", 1))
}
