package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"writethru/journal"
)

// An Owed is a promise and the story that made it.
type Owed struct {
	Story string `json:"story"`
	Title string `json:"title"`
	journal.Promise
	Took time.Duration `json:"-"` // how long the answer took; 0: there is none, or it is not known
}

// Promises returns all promises in the journal, oldest first.
func Promises(ctx context.Context, store journal.Store) ([]Owed, error) {
	var out []Owed
	for r, err := range store.Heads(ctx) {
		if err != nil {
			return nil, err
		}
		if !r.Head.Withdrawn {
			out = append(out, owedIn(r)...)
		}
	}
	sortOwed(out)
	return out, nil
}

// owedIn gives the promises of a story, those too that readers can't see yet.
func owedIn(r journal.Revision) []Owed {
	if len(r.Head.Promises) == 0 {
		return nil
	}
	took := map[int]time.Duration{}
	for _, d := range debtsOf(&r.Head) {
		took[d.n] = time.Duration(d.took) * time.Millisecond
	}
	out := make([]Owed, len(r.Head.Promises))
	for i, p := range r.Head.Promises {
		out[i] = Owed{r.Story, r.Head.Title, p, took[numberOf(p)]}
	}
	return out
}

func sortOwed(all []Owed) {
	slices.SortStableFunc(all, func(a, b Owed) int { return a.Since.Compare(b.Since) })
}

// A HeldBack is a follow-up that waits for an editor or for a limit.
type HeldBack struct {
	ID    string `json:"held"` // "{story}#{n}": what release takes
	Story string `json:"story"`
	Title string `json:"article"`
	journal.FollowUp
}

// HeldBacks returns all follow-ups that are held, oldest first.
func HeldBacks(ctx context.Context, store journal.Store) ([]HeldBack, error) {
	var out []HeldBack
	for r, err := range store.Heads(ctx) {
		if err != nil {
			return nil, err
		}
		if !r.Head.Withdrawn {
			out = append(out, heldIn(r)...)
		}
	}
	sortHeld(out)
	return out, nil
}

// heldIn gives the follow-ups of a story that are held.
func heldIn(r journal.Revision) (out []HeldBack) {
	for _, f := range r.Head.FollowUps {
		if f.State == journal.Waiting && !f.Removed {
			out = append(out, HeldBack{fmt.Sprintf("%s#%d", r.Story, f.N), r.Story, r.Head.Title, f})
		}
	}
	return out
}

func sortHeld(all []HeldBack) {
	slices.SortStableFunc(all, func(a, b HeldBack) int { return a.FirstSeen.Compare(b.FirstSeen) })
}

// Release lets a held follow-up go out, and Dismiss makes it part of its
// article. id is "{story}#{n}". The decision is recorded in the journal, where
// the process that publishes finds it.
func Release(ctx context.Context, store journal.Store, id string, now time.Time) error {
	return decide(ctx, store, id, now, journal.Released, journal.Release)
}

// Dismiss makes a held follow-up part of its article: see [Release].
func Dismiss(ctx context.Context, store journal.Store, id string, now time.Time) error {
	return decide(ctx, store, id, now, journal.Dismissed, journal.Dismiss)
}

func decide(ctx context.Context, store journal.Store, id string, now time.Time, kind journal.Change, how func(journal.Head, int) journal.Head) error {
	story, number := cutID(id)
	n, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Errorf("follow-up %q: want STORY#NUMBER, as held lists them", id)
	}
	return amend(ctx, store, story, now, kind, func(h journal.Head) (journal.Head, error) {
		if n < 1 || n > len(h.FollowUps) || h.FollowUps[n-1].State != journal.Waiting {
			return h, fmt.Errorf("follow-up %s is not held", id)
		}
		return how(h, n), nil
	})
}

// Close closes a promise by an editor's word. id is the promise's.
func Close(ctx context.Context, store journal.Store, id string, now time.Time) error {
	story, _ := cutID(id)
	return amend(ctx, store, story, now, journal.Closed, func(h journal.Head) (journal.Head, error) {
		i := slices.IndexFunc(h.Promises, func(p journal.Promise) bool { return p.ID == id && p.Closed.IsZero() })
		if i < 0 {
			return h, fmt.Errorf("promise %q is not open", id)
		}
		return journal.ClosePromise(h, id, now), nil
	})
}

// amend records an editor's decision on a story. When another process records
// something at the same moment, the decision is made anew on what it recorded.
func amend(ctx context.Context, store journal.Store, story string, now time.Time, kind journal.Change, change func(journal.Head) (journal.Head, error)) error {
	for {
		r, err := store.Head(ctx, story)
		if errors.Is(err, journal.ErrNotFound) {
			return fmt.Errorf("story %q: %w", story, err)
		}
		if err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		h, err := change(r.Head)
		if err != nil {
			return err
		}
		n := next(r, h, now.UTC().Truncate(time.Millisecond), kind)
		n.Op = op(n)
		_, err = store.Append(ctx, []journal.Revision{n})
		if !errors.Is(err, journal.ErrConflict) {
			return err
		}
	}
}

// cutID cuts the id of a follow-up or a promise into its story's and its number.
func cutID(id string) (story, number string) {
	i := strings.LastIndexByte(id, '#')
	if i < 0 {
		return id, ""
	}
	return id[:i], id[i+1:]
}
