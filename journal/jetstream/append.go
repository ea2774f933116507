package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"writethru/journal"
)

// Append records revisions, all of them or none: see journal.Store.
func (s *Store) Append(ctx context.Context, revs []journal.Revision) ([]journal.Revision, error) {
	done, err := s.append(ctx, revs, nil)
	return done, s.failed("append", err)
}

// AppendAfter records revisions if nothing was recorded after seq: see journal.Store.
func (s *Store) AppendAfter(ctx context.Context, seq uint64, revs []journal.Revision) ([]journal.Revision, error) {
	done, err := s.append(ctx, revs, &seq)
	return done, s.failed("append", err)
}

// append tries until it is certain what came of it: all revisions are there
// under their ops, or another one is where one of them was to be. An answer that
// was lost is never guessed from what can be read: the same is sent again, and
// what the cluster has taken by then it does not take twice.
func (s *Store) append(ctx context.Context, revs []journal.Revision, after *uint64) ([]journal.Revision, error) {
	if err := journal.CheckAppend(revs); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	over, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	known := recent{} // a first revision is tried before it is asked whether its story is there
	for pause := 2 * time.Millisecond; ; pause = min(2*pause, 250*time.Millisecond) {
		p := plan{store: s, revs: revs, known: known, after: after}
		if err := p.make(over); err != nil {
			return nil, err
		}
		if len(p.messages) == 0 {
			return p.done, nil
		}
		if p.overtaken {
			return nil, fmt.Errorf("%w: the newest revision is not %d", journal.ErrConflict, *after)
		}
		err := p.publish(over)
		switch {
		case err == nil:
			s.running.Go(func() { s.sweep(context.WithoutCancel(ctx), p.kept) })
			return p.done, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case over.Err() != nil:
			return nil, errors.Join(errSilent, err)
		case errors.Is(err, errMoved):
			known = nil // now it is asked what is there
		case !passes(err):
			return nil, err
		}
		select {
		case <-over.Done():
		case <-time.After(pause):
		}
	}
}

// publish has the planned messages kept, sources first, so that there is no
// revision without its source. It tries again what is left open.
func (p *plan) publish(ctx context.Context) error {
	if err := p.putSources(ctx); err != nil {
		return err
	}
	// Repeated with the same expectations: what was kept at an earlier try is not
	// kept twice, and what was overtaken meanwhile is refused.
	var last uint64
	if err := p.store.patiently(ctx, func(ctx context.Context) (err error) {
		last, err = p.store.sendBatch(ctx, p.messages)
		return err
	}); err != nil {
		return err
	}
	// The revisions are on the disks of a majority now: no crash loses them.
	first := last - uint64(len(p.messages)) + 1
	for i, at := range p.places {
		for _, k := range at {
			p.done[k].Seq = first + uint64(i)
		}
	}
	p.store.news.raise(last)
	return nil
}

// sendBatch has messages kept in a row, all or none, and gives the seq of the
// last one.
func (s *Store) sendBatch(ctx context.Context, messages []*nats.Msg) (uint64, error) {
	if len(messages) == 1 {
		return s.sendNew(ctx, messages[0])
	}
	last := len(messages) - 1
	id := nats.NewInbox()[len(nats.InboxPrefix):] // of this try: what is left of another one is given up by the cluster
	for i, m := range messages {
		b := nats.NewMsg(m.Subject)
		b.Data = m.Data
		for k, v := range m.Header {
			b.Header[k] = v
		}
		b.Header.Set("Nats-Batch-Id", id)
		b.Header.Set("Nats-Batch-Sequence", fmt.Sprint(i+1))
		if i == last {
			b.Header.Set("Nats-Batch-Commit", "1")
			return s.sendNew(ctx, b)
		}
		if err := s.nc.PublishMsg(b); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// sendNew has a message kept that nobody has sent before: another one with the
// same op may say something else.
func (s *Store) sendNew(ctx context.Context, m *nats.Msg) (uint64, error) {
	a, err := s.send(ctx, m)
	if err == nil && a.Duplicate {
		err = errMoved
	}
	return a.Seq, err
}
