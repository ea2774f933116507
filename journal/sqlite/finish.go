package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"writethru/internal/owed"
)

// Finish records what came of deliveries, in one transaction: see owed.Store.
func (s *Store) Finish(ctx context.Context, outcomes ...owed.Outcome) error {
	ours := s.owing.held(outcomes)
	moved := map[int64]bool{} // topics whose bytes are others by now
	err := s.change(ctx, "finish", func(tx *sql.Tx) error {
		f := finishing{s.tell.in(tx), map[string]*topic{}}
		left := map[int64]bool{} // topics that lost a subscriber
		for id, o := range ours {
			t, err := f.topic(o.Delivery.Topic)
			if err != nil {
				return err
			}
			switch {
			case o.Ended:
				left[t.id] = true
			case o.Retry.IsZero() && o.Told != t.hash:
				moved[t.id] = true
			}
			if err := f.finish(id, o); err != nil {
				return err
			}
		}
		return s.endTopics(tx, left)
	})
	if err != nil {
		return err
	}
	s.owing.release(ours, moved)
	return nil
}

// A finishing is one transaction of Finish.
type finishing struct {
	telling
	topics map[string]*topic // those that were looked up
}

type topic struct {
	id   int64
	hash string
}

// topic gives the topic as it is now; the zero topic if it is gone.
func (f *finishing) topic(name string) (*topic, error) {
	if t := f.topics[name]; t != nil {
		return t, nil
	}
	t := &topic{}
	err := f.find.QueryRow(name).Scan(&t.id, &t.hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	f.topics[name] = t
	return t, nil
}

func (f *finishing) finish(subscriber int64, o owed.Outcome) (err error) {
	switch at := o.At.UnixMilli(); {
	case o.Ended:
		_, err = f.ended.Exec(subscriber)
	case o.Retry.IsZero():
		_, err = f.told.Exec(subscriber, at, o.Status, o.Told)
	default:
		_, err = f.failed.Exec(subscriber, at, o.Status, o.Attempt, o.Retry.UnixMilli())
	}
	return err
}
