package jetstream

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/internal/owed"
)

// Claim gives deliveries to one worker: see owed.Store. A claim is a change of
// the subscription: of two processes that want the same, the cluster takes one.
func (s *Store) Claim(ctx context.Context, w owed.Want) ([]owed.Delivery, time.Time, error) {
	if seq, _ := s.mirror.at(); seq == 0 {
		if err := s.settled(ctx); err != nil {
			return nil, time.Time{}, s.failed("claim", err)
		}
	}
	chosen, next := s.mirror.choose(w)
	defer s.mirror.release(chosen)
	edits := make([]edit, len(chosen))
	for i := range chosen {
		c := &chosen[i]
		c.Claim, c.Until = unique(), rounded(w.Now.Add(w.Lease))
		edits[i] = edit{c.subject, c.seq, c.subscription}
	}
	var out []owed.Delivery
	var failed error
	for i, err := range s.changeAll(ctx, edits) {
		c := chosen[i]
		switch {
		// The answer to an earlier try may have been lost: then it is ours.
		case err == nil || errors.Is(err, errMoved) && s.mirror.member(c.subject).Claim == c.Claim:
			out = append(out, owed.Delivery{Subscriber: c.Subscriber, Owed: c.hash, Claim: c.Claim})
		case !errors.Is(err, errMoved): // else it is another's, or another by now
			failed = err
		}
	}
	// What was claimed is given even if a claim failed: nobody else gets it before
	// its lease is over.
	if len(out) > 0 && ctx.Err() == nil {
		failed = nil
	}
	return out, next, s.failed("claim", failed)
}

// A choice is a member that may be claimed.
type choice struct {
	member
	hash string // of its topic
}

// choose takes as many members as a worker wants, in no order: processes that
// choose at the same moment choose others. Of each topic it takes a share, so that
// one with many subscribers does not keep the others waiting, and then what there is.
func (m *mirror) choose(w owed.Want) (out []choice, next time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var owing []*topic
	for _, t := range m.topics {
		if len(t.owed) > 0 {
			owing = append(owing, t)
		}
	}
	for share := w.New/max(1, len(owing)) + 1; len(out) < w.New; share = w.New {
		before := len(out)
		for _, t := range owing {
			left := min(share, w.New-len(out))
			for s := range t.owed {
				if left == 0 {
					break
				}
				if m.free(s, w.Now) {
					out = append(out, m.take(s))
					left--
				}
			}
		}
		if len(out) == before {
			break
		}
	}
	again, next := m.again(w)
	return append(out, again...), next
}

// again takes those that failed and may be tried again, the longest waiting first.
func (m *mirror) again(w owed.Want) (out []choice, next time.Time) {
	var ready []*member
	for s := range m.failing {
		switch {
		case s.Retry.After(w.Now):
			if next.IsZero() || s.Retry.Before(next) {
				next = s.Retry
			}
		case m.free(s, w.Now):
			ready = append(ready, s)
		}
	}
	slices.SortFunc(ready, func(a, b *member) int { return cmp.Or(a.Retry.Compare(b.Retry), cmp.Compare(a.subject, b.subject)) })
	for _, s := range ready[:min(len(ready), w.Again)] {
		out = append(out, m.take(s))
	}
	return out, next
}

// free reports whether a member can be claimed.
func (m *mirror) free(s *member, now time.Time) bool {
	return !s.busy && !s.held(now) && (s.Ends.IsZero() || s.Ends.After(now))
}

// take keeps a member for the claim that is made of it now.
func (m *mirror) take(s *member) choice {
	s.busy = true
	return choice{*s, m.topic(s.Topic).Hash}
}

// release is called when claims are made, or not.
func (m *mirror) release(chosen []choice) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range chosen {
		if s := m.members[c.subject]; s != nil {
			s.busy = false
		}
	}
}

// Finish records what came of deliveries: see owed.Store.
func (s *Store) Finish(ctx context.Context, outcomes ...owed.Outcome) error {
	var edits []edit
	var told []owed.Outcome // those of the edits
	var rest []owed.Outcome // those that end a subscription, or are too late at first
	for _, o := range outcomes {
		switch m, ours := s.finished(o); {
		case o.Ended:
			rest = append(rest, o)
		case ours:
			edits, told = append(edits, edit{m.subject, m.seq, m.subscription}), append(told, o)
		}
	}
	var failed []error
	for i, err := range s.changeAll(ctx, edits) {
		if errors.Is(err, errMoved) {
			rest = append(rest, told[i])
		} else if err != nil {
			failed = append(failed, err)
		}
	}
	var g errgroup.Group
	g.SetLimit(atOnce)
	for _, o := range rest {
		g.Go(func() error { return s.finish(ctx, o) })
	}
	return s.failed("finish", errors.Join(append(failed, g.Wait())...))
}

// finished gives a member as it is after a delivery; false: somebody else has
// claimed it by now, or it is gone.
func (s *Store) finished(o owed.Outcome) (member, bool) {
	m := s.mirror.member(s.subscriberAt(o.Delivery.Subscriber))
	if !m.there || m.Claim != o.Delivery.Claim {
		return m, false
	}
	m.Claim, m.Until = "", time.Time{}
	m.At, m.Status = rounded(o.At), o.Status
	if o.Retry.IsZero() {
		m.Told, m.Attempt, m.Retry = o.Told, 0, time.Time{}
	} else {
		m.Attempt, m.Retry = o.Attempt, rounded(o.Retry)
	}
	return m, true
}

// finish records what came of one delivery.
func (s *Store) finish(ctx context.Context, o owed.Outcome) error {
	if o.Ended {
		_, err := s.remove(ctx, s.subscriberAt(o.Delivery.Subscriber), func(m member) bool { return m.there && m.Claim == o.Delivery.Claim })
		return err
	}
	return s.again(ctx, func() error {
		m, ours := s.finished(o)
		if !ours {
			return nil
		}
		return s.change(ctx, m.subject, m.seq, m.subscription)
	})
}
