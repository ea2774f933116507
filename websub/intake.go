package websub

import (
	"context"
	"sync"
	"time"
)

// An intake records what callbacks meant, one after the other: however many
// subscribe at once, a publication waits in the store for one of them at most.
type intake struct {
	mu      sync.Mutex // held while one is recorded; guards what follows
	counted time.Time  // when n was counted
	n       int        // subscribers, about
}

// begin keeps a request, and makes it the newest of its topic and callback. From
// then on it is settled, whatever happens to the process.
func (in *intake) begin(ctx context.Context, h *Hub, v *verification) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	now := h.o.Now()
	if err := h.pending.begin(v, now); err != nil {
		return err
	}
	if err := h.o.Store.PutRequest(ctx, v.Request, now.Add(requestLease)); err != nil {
		h.pending.end(v, true) // the callback has nothing to do with it
		return err
	}
	return nil
}

// resume goes on with a request that was kept; false: it is settled by now, or
// this process is at it.
func (in *intake) resume(ctx context.Context, h *Hub, v *verification) (bool, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	there, err := h.o.Store.HasRequest(ctx, v.Request)
	if err != nil || !there || h.pending.has(v.request) {
		return false, err
	}
	return true, h.pending.begin(v, h.o.Now())
}

// settle does what a callback meant, unless something else was asked for since.
// It gives why the callback is denied what it asked for; empty: it is not.
func (in *intake) settle(ctx context.Context, h *Hub, v *verification) (denied string, err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	there, err := h.o.Store.HasRequest(ctx, v.Request)
	if err != nil || !there {
		return "", err
	}
	if v.Mode == unsubscribe {
		err = h.o.Store.RemoveSubscriber(ctx, v.subscriber())
	} else {
		denied, err = in.put(ctx, h, v)
	}
	if err != nil {
		return "", err
	}
	// It is recorded: the next process would only ask again.
	return denied, h.o.Store.RemoveRequest(ctx, v.Request)
}

// put records a subscription if there may be one more.
func (in *intake) put(ctx context.Context, h *Hub, v *verification) (denied string, err error) {
	if !v.known {
		// Counting takes longer the more there are.
		if now := h.o.Now(); now.Sub(in.counted) >= time.Second {
			n, err := h.o.Store.CountSubscribers(ctx)
			if err != nil {
				return "", err
			}
			in.n, in.counted = n, now
		}
		if in.n >= h.o.MaxSubscribers {
			return "this hub has as many subscribers as it may", nil
		}
		in.n++
	}
	s := v.subscriber()
	s.Ends = h.o.Now().Add(v.Lease)
	if err := h.o.Store.PutSubscriber(ctx, s); err != nil {
		return "", err
	}
	h.o.Log.Info("subscribed", "topic", s.Topic, "host", v.host, "ends", s.Ends)
	return "", nil
}

// drop forgets a request that nobody meant.
func (in *intake) drop(ctx context.Context, h *Hub, r request) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	return h.o.Store.RemoveRequest(ctx, r.Request)
}
