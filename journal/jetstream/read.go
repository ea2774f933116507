package jetstream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"writethru/journal"
)

// Head gives the newest revision of a story: see journal.Store.
func (s *Store) Head(ctx context.Context, story string) (journal.Revision, error) {
	r, there, err := s.last(ctx, story)
	if err == nil && !there {
		err = journal.ErrNotFound
	}
	return r, s.failed("story "+story, err)
}

// last asks the leader for the newest revision of a story.
func (s *Store) last(ctx context.Context, story string) (journal.Revision, bool, error) {
	r, err := s.get(ctx, func(ctx context.Context) (*js.RawStreamMsg, error) {
		return s.journal.GetLastMsgForSubject(ctx, s.revisionsOf(token(story)))
	})
	if errors.Is(err, journal.ErrNotFound) {
		return r, false, nil
	}
	return r, err == nil, err
}

// revision gives a revision of a story by its number, which is there. The story
// is read up to it: only late repeats, and who lost a race, ask for one that is
// not the newest.
func (s *Store) revision(ctx context.Context, story string, rev int) (found journal.Revision, err error) {
	err = s.patiently(ctx, func(ctx context.Context) error {
		consumer, err := s.journal.OrderedConsumer(ctx, js.OrderedConsumerConfig{
			FilterSubjects: []string{s.revisionsOf(token(story))}, MaxResetAttempts: 5, InactiveThreshold: time.Minute,
		})
		if err != nil {
			return err
		}
		err = decodeAll(ctx, consumer, false, func(m *js.MsgMetadata) bool { return m.NumPending == 0 }, func(d decoded) bool {
			found = d.revision
			return found.Rev < rev
		})
		if err == nil && found.Rev != rev {
			err = errBehind
		}
		return err
	})
	return found, err
}

// get asks the leader for one revision.
func (s *Store) get(ctx context.Context, ask func(context.Context) (*js.RawStreamMsg, error)) (r journal.Revision, err error) {
	var m *js.RawStreamMsg
	if err = s.patiently(ctx, func(ctx context.Context) (err error) {
		m, err = ask(ctx)
		return err
	}); err != nil {
		return r, notFound(err)
	}
	return decode(m.Subject, m.Sequence, m.Header, m.Data)
}

// few is how many revisions are asked for one by one: a replica that follows the
// journal needs no more, most times.
const few = 16

// Since gives the revisions after seq: see journal.Store.
func (s *Store) Since(ctx context.Context, seq uint64) iter.Seq2[journal.Revision, error] {
	return func(yield func(journal.Revision, error) bool) {
		last, err := s.lastSeq(ctx)
		switch {
		case err != nil:
			yield(journal.Revision{}, s.failed("since", err))
		case last <= seq:
		case last-seq <= few:
			for seq++; seq <= last; seq++ {
				r, err := s.get(ctx, func(ctx context.Context) (*js.RawStreamMsg, error) { return s.journal.GetMsg(ctx, seq) })
				if errors.Is(err, journal.ErrNotFound) {
					err = lost(seq)
				}
				if !yield(r, s.failed("since", err)) || err != nil && !errors.Is(err, journal.ErrDamaged) {
					return
				}
			}
		default:
			s.stream(ctx, seq, last, yield)
		}
	}
}

// lost says that a revision is gone. The cluster passes over what its disks have lost.
func lost(seq uint64) error { return fmt.Errorf("record %d: %w: it is gone", seq, journal.ErrDamaged) }

// stream gives the revisions after seq up to last, as they come from whichever
// replica, and goes on with another one where it is lost.
func (s *Store) stream(ctx context.Context, seq, last uint64, yield func(journal.Revision, error) bool) {
	var consumer js.Consumer
	err := s.patiently(ctx, func(ctx context.Context) (err error) {
		consumer, err = s.journal.OrderedConsumer(ctx, js.OrderedConsumerConfig{
			DeliverPolicy: js.DeliverByStartSequencePolicy, OptStartSeq: seq + 1, MaxResetAttempts: 5, InactiveThreshold: time.Minute,
		})
		return err
	})
	going := err == nil
	fill := func(to uint64) bool {
		for seq++; seq < to && going; seq++ {
			going = yield(journal.Revision{Seq: seq}, s.failed("since", lost(seq)))
		}
		return going
	}
	if going {
		err = decodeAll(ctx, consumer, false, func(m *js.MsgMetadata) bool { return m.Sequence.Stream >= last }, func(d decoded) bool {
			going = fill(d.revision.Seq) && yield(d.revision, s.failed("since", d.err))
			return going
		})
	}
	switch {
	case err != nil:
		yield(journal.Revision{}, s.failed("since", err))
	case going:
		fill(last + 1)
	}
}
