package sqlite

import (
	"context"
	"fmt"
	"time"
)

// lookEvery is how often a waiting process looks for what others have appended.
// A look is one lookup at the end of a B-tree, some microseconds.
const lookEvery = 250 * time.Millisecond

// Wait returns when a revision after seq is there: at once for one that this
// process appends, soon for another's. See journal.Store.
func (s *Store) Wait(ctx context.Context, seq uint64) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		changed := s.nextChange() // before the look: what comes after it closes changed
		var last uint64
		if err := s.read.QueryRowContext(ctx, lastSeq).Scan(&last); err != nil {
			return fmt.Errorf("journal %s: wait: %w", s.path, err)
		}
		if last > seq {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("journal %s: wait: %w", s.path, ctx.Err())
		case <-changed:
		case <-tick.C:
		}
	}
}

// nextChange gives a channel that is closed when this process appends.
func (s *Store) nextChange() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// announce wakes those who wait.
func (s *Store) announce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}
