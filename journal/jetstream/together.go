package jetstream

import (
	"context"
	"errors"
	"strconv"

	"github.com/nats-io/nats.go"
	"golang.org/x/sync/errgroup"
)

const (
	// inOneGo is how many changes are made together: all of them or none.
	inOneGo = 64
	// goesAtOnce is how many such goes are under way at the same time.
	goesAtOnce = 8
)

// An edit is a change of what is kept under a subject: see Store.change.
type edit struct {
	subject string
	seq     uint64
	kept    any
}

// changeAll makes changes, many in one go, and gives what came of each: see
// Store.change.
func (s *Store) changeAll(ctx context.Context, edits []edit) []error {
	errs := make([]error, len(edits))
	var g errgroup.Group
	g.SetLimit(goesAtOnce)
	for from := 0; from < len(edits); from += inOneGo {
		to := min(from+inOneGo, len(edits))
		g.Go(func() error {
			s.changeTogether(ctx, edits[from:to], errs[from:to])
			return nil
		})
	}
	_ = g.Wait() // each has its own error
	return errs
}

// changeTogether makes changes in one go. Where that is refused, since one of them
// is too late or the cluster takes no more at once, each half is tried.
func (s *Store) changeTogether(ctx context.Context, edits []edit, errs []error) {
	if len(edits) == 1 {
		errs[0] = s.change(ctx, edits[0].subject, edits[0].seq, edits[0].kept)
		return
	}
	messages := make([]*nats.Msg, len(edits))
	for i, e := range edits {
		m, err := e.message()
		if err != nil {
			s.changeHalves(ctx, edits, errs)
			return
		}
		messages[i] = m
	}
	var last uint64
	err := s.patiently(ctx, func(ctx context.Context) (err error) {
		last, err = s.sendBatch(ctx, messages)
		return err
	})
	switch {
	case err == nil:
		first := last - uint64(len(messages)) + 1
		for i, m := range messages {
			s.mirror.learn(m.Subject, first+uint64(i), m.Header, m.Data)
		}
	case ctx.Err() != nil, errors.Is(err, errSilent):
		for i := range errs {
			errs[i] = err
		}
	default:
		s.changeHalves(ctx, edits, errs)
	}
}

func (s *Store) changeHalves(ctx context.Context, edits []edit, errs []error) {
	half := len(edits) / 2
	s.changeTogether(ctx, edits[:half], errs[:half])
	s.changeTogether(ctx, edits[half:], errs[half:])
}

// message makes the message of a change, which the cluster keeps once, and only if
// nothing came after the edit's seq.
func (e edit) message() (*nats.Msg, error) {
	m, err := message(e.subject, e.kept)
	if err != nil {
		return nil, err
	}
	m.Header.Set("Nats-Msg-Id", unique())
	m.Header.Set("Nats-Expected-Last-Subject-Sequence", strconv.FormatUint(e.seq, 10))
	return m, nil
}
