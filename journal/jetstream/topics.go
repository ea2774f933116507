package jetstream

import (
	"context"
	"iter"

	"golang.org/x/sync/errgroup"

	"writethru/internal/owed"
)

// Announce says which bytes subscribers are to have: see owed.Store.
func (s *Store) Announce(ctx context.Context, topics ...owed.Topic) error {
	if err := s.settled(ctx); err != nil {
		return s.failed("announce", err)
	}
	var g errgroup.Group
	g.SetLimit(atOnce)
	for _, t := range topics {
		g.Go(func() error {
			return s.again(ctx, func() error {
				now, _ := s.mirror.topicNow(t.Name)
				if !now.there || now.Hash == t.Hash || now.Seq > t.Seq {
					return nil
				}
				next := t
				next.Since = rounded(t.Since)
				if now.awaited {
					next.Since = now.Since
				}
				return s.change(ctx, s.topicAt(t.Name), now.seq, next)
			})
		})
	}
	return s.failed("announce", g.Wait())
}

// Topic gives one topic: see owed.Store.
func (s *Store) Topic(ctx context.Context, name string) (owed.Topic, bool, error) {
	if err := s.settled(ctx); err != nil {
		return owed.Topic{}, false, s.failed("topic "+name, err)
	}
	t, wanted := s.mirror.topicNow(name)
	if !t.there || !wanted {
		return owed.Topic{}, false, nil
	}
	return t.Topic, true, nil
}

// Topics gives all topics: see owed.Store.
func (s *Store) Topics(ctx context.Context) iter.Seq2[owed.Topic, error] {
	return func(yield func(owed.Topic, error) bool) {
		if err := s.settled(ctx); err != nil {
			yield(owed.Topic{}, s.failed("topics", err))
			return
		}
		for _, t := range s.mirror.wanted() {
			if !yield(t, nil) {
				return
			}
		}
	}
}

// begin makes a topic if it is not there. told is what its first subscriber has.
func (s *Store) begin(ctx context.Context, name, told string) (began bool, err error) {
	err = s.again(ctx, func() error {
		t, _ := s.mirror.topicNow(name)
		began = !t.there
		if t.there {
			return nil
		}
		return s.change(ctx, s.topicAt(name), t.seq, owed.Topic{Name: name, Hash: told})
	})
	return began, err
}

// touch keeps a topic that just got a subscriber from being ended by somebody
// who does not know of it yet. If that was done already, it begins anew.
func (s *Store) touch(ctx context.Context, name, told string) error {
	return s.again(ctx, func() error {
		t, _ := s.mirror.topicNow(name)
		if !t.there {
			t.Topic = owed.Topic{Name: name, Hash: told}
		}
		return s.change(ctx, s.topicAt(name), t.seq, t.Topic)
	})
}

// end removes a topic that has no subscriber.
func (s *Store) end(ctx context.Context, name string) error {
	return s.again(ctx, func() error {
		t, wanted := s.mirror.topicNow(name)
		if wanted || !t.there {
			return nil
		}
		return s.change(ctx, s.topicAt(name), t.seq, nil)
	})
}
