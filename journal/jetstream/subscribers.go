package jetstream

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/internal/owed"
)

// PutSubscriber adds or renews a subscriber: see owed.Store.
func (s *Store) PutSubscriber(ctx context.Context, sub owed.Subscriber) error {
	return s.failed("put subscriber", s.put(ctx, sub))
}

func (s *Store) put(ctx context.Context, sub owed.Subscriber) error {
	if err := s.settled(ctx); err != nil {
		return err
	}
	// The topic comes first: what is announced from now on reaches the subscriber.
	began, err := s.begin(ctx, sub.Topic, sub.Told)
	if err != nil {
		return err
	}
	subject := s.subscriberAt(sub)
	if err := s.again(ctx, func() error {
		m := s.mirror.member(subject)
		if !m.there {
			m.Subscriber = owed.Subscriber{Topic: sub.Topic, Callback: sub.Callback, Hub: sub.Hub, Told: sub.Told}
		}
		m.Secret, m.Ends, m.Attempt, m.Retry = sub.Secret, rounded(sub.Ends), 0, time.Time{}
		return s.change(ctx, subject, m.seq, m.subscription)
	}); err != nil || began {
		return err
	}
	return s.touch(ctx, sub.Topic, sub.Told)
}

// RemoveSubscriber removes a subscriber: see owed.Store.
func (s *Store) RemoveSubscriber(ctx context.Context, sub owed.Subscriber) error {
	err := s.settled(ctx)
	if err == nil {
		_, err = s.remove(ctx, s.subscriberAt(sub), func(member) bool { return true })
	}
	return s.failed("remove subscriber", err)
}

// remove removes a member while it is one that is to be removed, and its topic
// if it was the last, and reports whether it did.
func (s *Store) remove(ctx context.Context, subject string, which func(member) bool) (removed bool, err error) {
	var name string
	if err = s.again(ctx, func() error {
		m := s.mirror.member(subject)
		if removed = m.there && which(m); !removed {
			return nil
		}
		name = m.Topic
		return s.change(ctx, subject, m.seq, nil)
	}); err != nil || !removed {
		return false, err
	}
	return true, s.end(ctx, name)
}

// Expire removes those whose lease has ended: see owed.Store.
func (s *Store) Expire(ctx context.Context, now time.Time) (int, error) {
	if err := s.settled(ctx); err != nil {
		return 0, s.failed("expire", err)
	}
	over := func(m *member) bool { return !m.Ends.IsZero() && !m.Ends.After(now) }
	ended, _ := s.mirror.of(over, "none")
	var g errgroup.Group
	g.SetLimit(atOnce)
	var mu sync.Mutex // guards n
	n := 0
	for _, m := range ended {
		g.Go(func() error {
			removed, err := s.remove(ctx, m.subject, func(m member) bool { return over(&m) })
			if removed {
				mu.Lock()
				n++
				mu.Unlock()
			}
			return err
		})
	}
	err := g.Wait()
	return n, s.failed("expire", err)
}

// Subscriber gives one subscriber: see owed.Store.
func (s *Store) Subscriber(ctx context.Context, like owed.Subscriber) (owed.Subscriber, bool, error) {
	if err := s.settled(ctx); err != nil {
		return owed.Subscriber{}, false, s.failed("subscriber", err)
	}
	m := s.mirror.member(s.subscriberAt(like))
	return m.Subscriber, m.there, nil
}

// Subscribers gives those of a topic: see owed.Store.
func (s *Store) Subscribers(ctx context.Context, topic string) iter.Seq2[owed.Subscriber, error] {
	return func(yield func(owed.Subscriber, error) bool) {
		if err := s.settled(ctx); err != nil {
			yield(owed.Subscriber{}, s.failed("subscribers", err))
			return
		}
		all, damaged := s.mirror.of(func(m *member) bool { return m.Topic == topic }, s.subscribersAt(topic))
		slices.SortFunc(all, func(a, b member) int {
			if a.Hub != b.Hub {
				return cmp.Compare(b.kind(), a.kind())
			}
			return cmp.Compare(b.Callback, a.Callback)
		})
		for _, m := range all {
			if !yield(m.Subscriber, nil) {
				return
			}
		}
		for _, err := range damaged {
			if !yield(owed.Subscriber{}, s.failed("subscribers", err)) {
				return
			}
		}
	}
}

// CountSubscribers counts those of all topics: see owed.Store.
func (s *Store) CountSubscribers(ctx context.Context) (int, error) {
	err := s.settled(ctx)
	return s.mirror.tally().Subscribers, s.failed("count subscribers", err)
}

// kind is 1 of a hub.
func (m *member) kind() int {
	if m.Hub {
		return 1
	}
	return 0
}
