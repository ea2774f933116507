package jetstream

import (
	"context"
	"errors"
	"fmt"
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

// heads are as of the moment when the leader was asked for the last revision. The
// last ones are read from it, and the others from any replica, which may lag
// behind, or be further.
type heads struct {
	store *Store
	yield func(journal.Revision, error)
	going bool // somebody reads them

	last    uint64                      // the last revision at that moment
	stories int                         // how many there were
	from    uint64                      // after this one they are read from the leader
	newest  map[string]journal.Revision // what comes last: of stories that the leader named, or that have newer ones by now
	given   []uint64                    // the others that were yielded, all up to the last of them
	damaged bool                        // some can't be read
}

// lag is by how many revisions a replica may be behind: an append.
const lag = journal.MostAtOnce

// errBroken says that heads were missed on the way.
var errBroken = errors.New("the reading broke off: the cluster lost a machine")

func (h *heads) read(ctx context.Context) error {
	state, err := h.store.state(ctx)
	if err != nil {
		return err
	}
	h.last, h.stories = state.LastSeq, int(state.NumSubjects)
	if h.last > lag {
		h.from = h.last - lag
	}
	if err := h.tail(ctx, h.last); err != nil {
		return err
	}
	if h.from > 0 {
		if err := h.all(ctx); err != nil {
			return err
		}
	}
	if n := len(h.given) + len(h.newest); h.going && !h.damaged && n != h.stories {
		return fmt.Errorf("%d heads of %d stories: %w", n, h.stories, errBroken)
	}
	for _, r := range slices.SortedFunc(maps.Values(h.newest), func(a, b journal.Revision) int { return int(a.Seq) - int(b.Seq) }) {
		if h.yield(r, nil); !h.going {
			break
		}
	}
	return nil
}

// all reads from one replica after the other, as long as that leads on.
func (h *heads) all(ctx context.Context) error {
	const tries = 10
	for try := 0; ; try++ {
		before := len(h.given)
		err := h.rest(ctx)
		if len(h.given) > before {
			try = 0
		}
		if err == nil || ctx.Err() != nil || try == tries || !passes(err) && !errors.Is(err, errBroken) {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(250 * time.Millisecond):
		}
	}
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
	h.damaged = len(damaged) > 0
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
	var later []journal.Revision
	err := decodeAll(ctx, consumer, true, func(m *js.MsgMetadata) bool { return m.Sequence.Consumer >= info.NumPending }, func(d decoded) bool {
		if nth++; d.nth != nth {
			return false
		}
		seq = max(seq, d.revision.Seq)
		_, named := h.newest[d.revision.Story]
		h.damaged = h.damaged || d.err != nil
		switch {
		case named || d.revision.Seq <= h.upTo():
		case d.err != nil && d.revision.Seq > h.from: // the leader told
		case d.revision.Seq > h.last:
			later = append(later, d.revision)
		default:
			h.given = append(h.given, d.revision.Seq)
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
	return h.earlier(ctx, later)
}

// earlier finds what the heads of stories were that have newer ones by now.
func (h *heads) earlier(ctx context.Context, now []journal.Revision) error {
	for _, r := range now {
		for r.Seq > h.last && r.Rev > 1 {
			var err error
			if r, err = h.store.revision(ctx, r.Story, r.Rev-1); err != nil {
				return err
			}
		}
		if _, gave := slices.BinarySearch(h.given, r.Seq); r.Seq <= h.last && !gave {
			h.note(r)
		}
	}
	return nil
}

// upTo is the last that was yielded.
func (h *heads) upTo() uint64 {
	if len(h.given) == 0 {
		return 0
	}
	return h.given[len(h.given)-1]
}
