package jetstream

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	js "github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"writethru/journal"
)

// part is how many bytes of a source one message holds: nearly all articles are
// smaller.
const part = 512 << 10

// A source is kept under its story and its hash, before the revision that names
// it is. So a refused revision leaves the story's source as it was, and what it
// brought itself is removed when the next one is recorded.

// putSources has the sources of the planned revisions kept.
func (p *plan) putSources(ctx context.Context) error {
	var g errgroup.Group
	g.SetLimit(atOnce)
	firsts := make(chan first, len(p.sources))
	for story, r := range p.sources {
		g.Go(func() error {
			seq, err := p.store.putSource(ctx, story, r.Hash, r.Source)
			if err != nil {
				return fmt.Errorf("source of %s: %w", story, err)
			}
			firsts <- first{story, r.Rev, seq}
			return nil
		})
	}
	err := g.Wait()
	close(firsts)
	p.kept = p.kept[:0]
	for f := range firsts {
		p.kept = append(p.kept, f)
	}
	return err
}

// A first is where the parts of a source that was put begin in their stream.
type first struct {
	story string
	rev   int
	seq   uint64
}

// putSource has the parts of a source kept, and gives the seq of the first.
func (s *Store) putSource(ctx context.Context, story, hash string, source []byte) (begin uint64, err error) {
	size := part
	if limit := int(s.nc.MaxPayload()); limit > 0 {
		size = min(size, limit/2)
	}
	parts := max(1, (len(source)+size-1)/size)
	for i := range parts {
		data := source[min(i*size, len(source)):min((i+1)*size, len(source))]
		m := seal(s.sourceOf(story, hash, i), data)
		m.Header.Set(headerParts, strconv.Itoa(parts))
		var a ack
		if err := s.patiently(ctx, func(ctx context.Context) (err error) {
			a, err = s.send(ctx, m)
			return err
		}); err != nil {
			return 0, err
		}
		if i == 0 {
			begin = a.Seq
		}
	}
	return begin, nil
}

// sweep removes the former sources of stories that have a new one recorded: all
// that were put before it. What was put later is of a revision that comes after
// it, or was refused. What a crash leaves is removed the next time.
func (s *Store) sweep(ctx context.Context, kept []first) {
	var g errgroup.Group
	g.SetLimit(atOnce)
	for _, f := range kept {
		if f.rev == 1 {
			continue
		}
		g.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, oneTry)
			defer cancel()
			return s.sources.Purge(ctx, js.WithPurgeSubject(s.sourcesOf(f.story)), js.WithPurgeSequence(f.seq))
		})
	}
	_ = g.Wait() // nothing reads what stays
}

// Source gives a story's source: see journal.Store.
func (s *Store) Source(ctx context.Context, story, hash string) ([]byte, error) {
	source, err := s.source(ctx, story, hash)
	return source, s.failed("source of "+story, err)
}

func (s *Store) source(ctx context.Context, story, hash string) ([]byte, error) {
	// A source that is there may belong to a revision that was refused.
	head, there, err := s.last(ctx, story)
	if err != nil {
		return nil, err
	}
	if !there || head.Hash != hash {
		return nil, journal.ErrNotFound
	}
	var source []byte
	for i, parts := 0, 1; i < parts; i++ {
		subject := s.sourceOf(story, hash, i)
		var m *js.RawStreamMsg
		if err := s.patiently(ctx, func(ctx context.Context) (err error) {
			m, err = s.sources.GetLastMsgForSubject(ctx, subject)
			return err
		}); err != nil {
			return nil, notFound(err)
		}
		data, err := unseal(subject, m.Header, m.Data)
		if err == nil {
			parts, err = strconv.Atoi(m.Header.Get(headerParts))
		}
		if err != nil {
			return nil, errors.Join(journal.ErrDamaged, err)
		}
		if parts == 1 {
			return data, nil
		}
		source = append(source, data...)
	}
	return source, nil
}
