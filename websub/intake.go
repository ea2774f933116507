package websub

import (
	"context"
	"sync"
	"time"

	"writethru/internal/owed"
)

// An intake records what callbacks meant, one after the other: however many
// subscribe at once, a publication waits in the store for one of them at most.
type intake struct {
	mu      sync.Mutex // held while one is recorded; guards what follows
	counted time.Time  // when n was counted
	n       int        // subscribers, about
}

// put records a subscription; false: there are as many as may be.
func (in *intake) put(ctx context.Context, h *Hub, s owed.Subscriber, known bool) (bool, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if !known {
		// Counting takes longer the more there are.
		if now := h.o.Now(); now.Sub(in.counted) >= time.Second {
			n, err := h.o.Store.CountSubscribers(ctx)
			if err != nil {
				return false, err
			}
			in.n, in.counted = n, now
		}
		if in.n >= h.o.MaxSubscribers {
			return false, nil
		}
		in.n++
	}
	return true, h.o.Store.PutSubscriber(ctx, s)
}

// remove records the end of a subscription.
func (in *intake) remove(ctx context.Context, h *Hub, s owed.Subscriber) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	return h.o.Store.RemoveSubscriber(ctx, s)
}
