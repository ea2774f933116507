package websub

import (
	"context"
	"maps"
	"slices"
	"time"

	"writethru/internal/owed"
)

// again is how long the hub waits after the store has failed.
const again = time.Second

// Changed tells that the feeds of topics may have other bytes now, and can be
// fetched. It returns at once. What nobody subscribed to costs a lookup.
func (h *Hub) Changed(topics ...string) {
	h.mu.Lock()
	for _, t := range topics {
		h.changed[t] = true
	}
	h.mu.Unlock()
	wake(h.news)
}

// AllChanged tells that all feeds may have other bytes now.
func (h *Hub) AllChanged() {
	h.mu.Lock()
	h.all = true
	h.mu.Unlock()
	wake(h.news)
}

// announceAll compares feeds with what was announced of them last: all of them
// at first, since a change before the last crash may not have been announced, and
// then those that changed. That is the only way in which anything is announced.
func (h *Hub) announceAll(ctx context.Context) {
	h.AllChanged()
	for ctx.Err() == nil {
		topics, err := h.takeChanged(ctx)
		for _, topic := range topics {
			if e := h.announce(ctx, topic); e != nil {
				err = e
				h.Changed(topic)
			}
		}
		if err != nil && ctx.Err() == nil {
			h.o.Log.Error("changes are not announced: trying again", "error", err, "advice", "see whether the journal's disk or servers answer; nobody is forgotten")
			pause(ctx, again)
			continue
		}
		select {
		case <-ctx.Done():
		case <-h.news:
		}
	}
}

// takeChanged gives the topics that may have changed, and forgets them.
func (h *Hub) takeChanged(ctx context.Context) ([]string, error) {
	h.mu.Lock()
	all := h.all
	topics := slices.Collect(maps.Keys(h.changed))
	h.all = false
	clear(h.changed)
	h.mu.Unlock()
	if !all {
		return topics, nil
	}
	for t, err := range h.o.Store.Topics(ctx) {
		if err != nil {
			h.AllChanged()
			return topics, err
		}
		topics = append(topics, t.Name)
	}
	return topics, nil
}

// announce has the subscribers of a topic be owed its bytes, if they are others
// than those that were announced last.
func (h *Hub) announce(ctx context.Context, name string) error {
	t, wanted, err := h.o.Store.Topic(ctx, name)
	if err != nil || !wanted {
		return err
	}
	f, ok, err := h.o.Feeds.Feed(ctx, name)
	if err != nil {
		return err
	}
	hash := hashOf(f)
	if !ok || hash == t.Hash {
		return nil // bytes that did not change are not announced
	}
	h.feeds.Add(name, announced{f, hash})
	if err := h.o.Store.Announce(ctx, owed.Topic{Name: name, Hash: hash, Seq: f.Seq, Since: h.o.Now()}); err != nil {
		return err
	}
	// From here on a crash loses no delivery.
	wake(h.owing)
	return nil
}

// enroll makes the other hubs subscribers of the feeds that they are told of, and
// removes those that are no longer wanted. A new one is told of the next change.
func (h *Hub) enroll(ctx context.Context) error {
	wanted := map[string]bool{}
	for _, hub := range h.o.Others {
		wanted[hub] = true
	}
	for _, topic := range h.o.Announced {
		f, ok, err := h.o.Feeds.Feed(ctx, topic)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		for _, hub := range h.o.Others {
			s := owed.Subscriber{Topic: topic, Callback: hub, Hub: true, Told: hashOf(f)}
			if _, there, err := h.o.Store.Subscriber(ctx, s); err != nil {
				return err
			} else if there {
				continue // it keeps the time of its next attempt
			}
			if err := h.o.Store.PutSubscriber(ctx, s); err != nil {
				return err
			}
		}
		for s, err := range h.o.Store.Subscribers(ctx, topic) {
			if err != nil {
				return err
			}
			if !s.Hub {
				break // hubs come first
			}
			if wanted[s.Callback] {
				continue
			}
			if err := h.o.Store.RemoveSubscriber(ctx, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// expireAll removes subscribers whose lease has ended, from time to time.
func (h *Hub) expireAll(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := h.o.Store.Expire(ctx, h.o.Now())
		if err != nil && ctx.Err() == nil {
			h.o.Log.Error("ended leases are not removed: trying again", "error", err, "advice", "see whether the journal's disk or servers answer")
		}
		if n > 0 {
			h.o.Log.Info("leases have ended", "subscribers", n)
		}
		pause(ctx, 10*time.Minute)
	}
}

// pause waits, unless ctx is done before.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
