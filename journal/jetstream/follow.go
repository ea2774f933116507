package jetstream

import (
	"context"
	"errors"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// settled returns when the mirror shows all that was kept before the call. The
// first call begins to follow.
func (s *Store) settled(ctx context.Context) error {
	if err := s.followOwed(ctx); err != nil {
		return err
	}
	var last uint64
	if err := s.patiently(ctx, func(ctx context.Context) error {
		m, err := s.owed.GetLastMsgForSubject(ctx, s.at.name+".owed.>")
		switch {
		case errors.Is(err, js.ErrMsgNotFound):
			return nil
		case err == nil:
			last = m.Sequence
		}
		return err
	}); err != nil {
		return err
	}
	for {
		seq, moved := s.mirror.at()
		if seq >= last {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		}
	}
}

// followOwed has the mirror follow topics and subscribers from now on.
func (s *Store) followOwed(ctx context.Context) error {
	s.mirror.starting.Lock()
	defer s.mirror.starting.Unlock()
	if s.mirror.stop != nil {
		return nil
	}
	return s.patiently(ctx, func(ctx context.Context) error {
		consumer, err := s.owed.OrderedConsumer(ctx, js.OrderedConsumerConfig{DeliverPolicy: js.DeliverLastPerSubjectPolicy})
		if err != nil {
			return err
		}
		following, err := consumer.Consume(func(m js.Msg) {
			if meta, err := m.Metadata(); err == nil {
				s.mirror.learn(m.Subject(), meta.Sequence.Stream, m.Headers(), m.Data())
				s.mirror.follow(meta.Sequence.Stream)
			}
		}, js.PullExpiry(10*time.Second), js.PullHeartbeat(time.Second))
		if err == nil {
			s.mirror.stop = func() {
				following.Stop()
				<-following.Closed()
			}
		}
		return err
	})
}

// change replaces what is kept under a subject, if it is still that of a seq: 0
// for nothing. Nil removes it. Where another change was first, the mirror learns
// of it, and the error wraps errMoved.
func (s *Store) change(ctx context.Context, subject string, seq uint64, kept any) error {
	m, err := edit{subject, seq, kept}.message()
	if err != nil {
		return err
	}
	var a ack
	err = s.patiently(ctx, func(ctx context.Context) (err error) {
		a, err = s.send(ctx, m)
		return err
	})
	if err == nil {
		s.mirror.learn(subject, a.Seq, m.Header, m.Data)
		return nil
	}
	if errors.Is(err, errMoved) {
		return errors.Join(err, s.look(ctx, subject))
	}
	return err
}

// look has the mirror learn what is kept under a subject now.
func (s *Store) look(ctx context.Context, subject string) error {
	before := s.mirror.seqOf(subject)
	var m *js.RawStreamMsg
	err := s.patiently(ctx, func(ctx context.Context) (err error) {
		m, err = s.owed.GetLastMsgForSubject(ctx, subject)
		return err
	})
	switch {
	case errors.Is(err, js.ErrMsgNotFound):
		s.mirror.vanish(subject, before)
		return nil
	case err == nil:
		s.mirror.learn(subject, m.Sequence, m.Header, m.Data)
	}
	return err
}

// seqAt asks for the seq of what is kept under a subject, or of the mark of what
// was; 0: nothing is there.
func (s *Store) seqAt(ctx context.Context, subject string) (seq uint64, err error) {
	err = s.patiently(ctx, func(ctx context.Context) error {
		m, err := s.owed.GetLastMsgForSubject(ctx, subject)
		switch {
		case errors.Is(err, js.ErrMsgNotFound):
			seq = 0
			return nil
		case err == nil:
			seq = m.Sequence
		}
		return err
	})
	return seq, err
}

// again does something by what the mirror shows until nothing else is first.
func (s *Store) again(ctx context.Context, do func() error) error {
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		err := do()
		if !errors.Is(err, errMoved) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
