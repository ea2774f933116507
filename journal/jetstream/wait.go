package jetstream

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// lookEvery is how often a waiting process asks for what it may not have been told.
const lookEvery = 2 * time.Second

// A news is what is known of the newest revision.
type news struct {
	mu      sync.Mutex // guards what follows
	last    uint64
	changed chan struct{} // closed and replaced whenever last is raised
}

// raise notes that there is a revision with a seq, and wakes those who wait.
func (n *news) raise(seq uint64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if seq <= n.last {
		return
	}
	n.last = seq
	close(n.changed)
	n.changed = make(chan struct{})
}

// newer reports whether there is a revision after seq, and gives a channel that
// is closed when that may have changed.
func (n *news) newer(seq uint64) (bool, <-chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.last > seq, n.changed
}

// listen hears of revisions as the cluster records them. What is missed while
// the connection is down is found by looking.
func (s *Store) listen(ctx context.Context) error {
	s.news.raise(s.journal.CachedInfo().State.LastSeq)
	if _, err := s.nc.Subscribe(s.at.name+".recorded.*", func(m *nats.Msg) {
		if seq, err := strconv.ParseUint(m.Header.Get("Nats-Sequence"), 10, 64); err == nil {
			s.news.raise(seq)
		}
	}); err != nil {
		return err
	}
	s.running.Go(func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if last, err := s.lastSeq(ctx); err == nil { // else the next look tells
				s.news.raise(last)
			}
		}
	})
	return nil
}

// Wait returns when a revision after seq is there: see journal.Store.
func (s *Store) Wait(ctx context.Context, seq uint64) error {
	for {
		newer, changed := s.news.newer(seq)
		if newer {
			return nil
		}
		select {
		case <-ctx.Done():
			return s.failed("wait", ctx.Err())
		case <-changed:
		}
	}
}
