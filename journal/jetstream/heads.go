package jetstream

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"writethru/journal"
)

// Heads gives the newest revision of every story: see journal.Store.
func (s *Store) Heads(ctx context.Context) iter.Seq2[journal.Revision, error] {
	return func(yield func(journal.Revision, error) bool) {
		h := heads{store: s, newest: map[string]journal.Revision{}, going: true}
		h.yield = func(r journal.Revision, err error) {
			h.going = h.going && yield(r, s.failed("heads", err))
		}
		if err := h.read(ctx); err != nil {
			h.yield(journal.Revision{}, err)
		}
	}
}

// heads are read from any replica, which may lag behind, and the last revisions
// from the leader: together they are as of one moment.
type heads struct {
	store *Store
	yield func(journal.Revision, error)
	going bool // somebody reads them

	from   uint64                      // where the leader was asked from
	newest map[string]journal.Revision // of the stories that it named
}

// lag is by how many revisions a replica may be behind: an append.
const lag = journal.MostAtOnce

// errBroken says that heads were missed on the way.
var errBroken = errors.New("the reading broke off: the cluster lost a machine")

func (h *heads) read(ctx context.Context) error {
	last, err := h.store.lastSeq(ctx)
	if err != nil {
		return err
	}
	if last > lag {
		h.from = last - lag
	}
	if err := h.tail(ctx, last); err != nil {
		return err
	}
	if h.from > 0 {
		if err := h.rest(ctx); err != nil {
			return err
		}
	}
	for _, r := range slices.SortedFunc(maps.Values(h.newest), func(a, b journal.Revision) int { return int(a.Seq) - int(b.Seq) }) {
		if h.yield(r, nil); !h.going {
			break
		}
	}
	return nil
}

// tail asks the leader for the last revisions.
func (h *heads) tail(ctx context.Context, last uint64) error {
	var mu sync.Mutex // guards newest and damaged
	var damaged []error
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for seq := h.from + 1; seq <= last; seq++ {
		g.Go(func() error {
			r, err := h.store.get(ctx, func(ctx context.Context) (*js.RawStreamMsg, error) { return h.store.journal.GetMsg(ctx, seq) })
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, journal.ErrDamaged):
				damaged = append(damaged, err)
			case err != nil:
				return err
			default:
				h.note(r)
			}
			return nil
		})
	}
	err := g.Wait()
	for _, err := range damaged {
		h.yield(journal.Revision{}, err)
	}
	return err
}

func (h *heads) note(r journal.Revision) {
	if r.Seq > h.newest[r.Story].Seq {
		h.newest[r.Story] = r
	}
}

// rest yields the heads of the stories that the leader did not name, as some
// replica has them.
func (h *heads) rest(ctx context.Context) error {
	var consumer js.Consumer
	if err := h.store.patiently(ctx, func(ctx context.Context) (err error) {
		consumer, err = h.store.journal.CreateConsumer(ctx, js.ConsumerConfig{
			FilterSubject: h.store.revisionsOf("*"),
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
		_ = h.store.journal.DeleteConsumer(ctx, info.Name) // it goes by itself in a minute
	}()
	if info.NumPending == 0 {
		return errBehind
	}
	// What was there when the consumer was made comes first, in order, and nothing
	// after it is read.
	var nth, seq uint64
	err := decodeAll(ctx, consumer, func(m *js.MsgMetadata) bool { return m.Sequence.Consumer >= info.NumPending }, func(d decoded) bool {
		if nth++; d.nth != nth {
			return false
		}
		seq = max(seq, d.revision.Seq)
		if _, named := h.newest[d.revision.Story]; named || d.revision.Seq > h.from {
			h.note(d.revision)
		} else {
			h.yield(d.revision, d.err)
		}
		return h.going
	})
	switch {
	case err != nil || !h.going:
		return err
	case nth != info.NumPending:
		return errBroken
	case seq < h.from:
		return errBehind
	}
	return nil
}
