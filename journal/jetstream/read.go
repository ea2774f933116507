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

// revision gives a revision of a story by its number. The story's first ones are
// read up to it: only late repeats ask for one that is not the newest.
func (s *Store) revision(ctx context.Context, story string, rev int) (r journal.Revision, err error) {
	for r.Rev < rev && err == nil {
		r, err = s.get(ctx, func(ctx context.Context) (*js.RawStreamMsg, error) {
			return s.journal.GetMsg(ctx, r.Seq+1, js.WithGetMsgSubject(s.revisionsOf(token(story))))
		})
	}
	return r, err
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
	consumer, err := s.journal.OrderedConsumer(ctx, js.OrderedConsumerConfig{
		DeliverPolicy: js.DeliverByStartSequencePolicy, OptStartSeq: seq + 1, MaxResetAttempts: 5, InactiveThreshold: time.Minute,
	})
	going := err == nil
	fill := func(to uint64) bool {
		for seq++; seq < to && going; seq++ {
			going = yield(journal.Revision{Seq: seq}, s.failed("since", lost(seq)))
		}
		return going
	}
	if going {
		err = decodeAll(ctx, consumer, func(m *js.MsgMetadata) bool { return m.Sequence.Stream >= last || m.NumPending == 0 }, func(d decoded) bool {
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

// errBroken says that heads were missed on the way.
var errBroken = errors.New("the reading broke off: the cluster lost a machine")

// Heads gives the newest revision of every story: see journal.Store.
func (s *Store) Heads(ctx context.Context) iter.Seq2[journal.Revision, error] {
	return func(yield func(journal.Revision, error) bool) {
		going := true
		if err := s.heads(ctx, func(r journal.Revision, err error) bool {
			going = yield(r, s.failed("heads", err))
			return going
		}); err != nil && going {
			yield(journal.Revision{}, s.failed("heads", err))
		}
	}
}

func (s *Store) heads(ctx context.Context, yield func(journal.Revision, error) bool) error {
	var consumer js.Consumer
	if err := s.patiently(ctx, func(ctx context.Context) (err error) {
		consumer, err = s.journal.CreateConsumer(ctx, js.ConsumerConfig{
			FilterSubject: s.revisionsOf("*"),
			DeliverPolicy: js.DeliverLastPerSubjectPolicy, AckPolicy: js.AckNonePolicy,
			MemoryStorage: true, Replicas: 1, InactiveThreshold: time.Minute,
		})
		return err
	}); err != nil {
		return err
	}
	info := consumer.CachedInfo()
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), oneTry)
		defer cancel()
		_ = s.journal.DeleteConsumer(ctx, info.Name) // it goes by itself in a minute
	}()
	if info.NumPending == 0 {
		return nil
	}
	// What was there when the consumer was made comes first, and nothing after it
	// is read.
	var nth uint64
	var broken error
	err := decodeAll(ctx, consumer, func(m *js.MsgMetadata) bool { return m.Sequence.Consumer >= info.NumPending }, func(d decoded) bool {
		if nth++; d.nth != nth {
			broken = errBroken
			return false
		}
		return yield(d.revision, d.err)
	})
	return errors.Join(broken, err)
}
