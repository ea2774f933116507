package websub

import (
	"context"
	"slices"
	"sync"
	"time"

	"writethru/internal/owed"
)

// Stats say how a hub is doing. What is kept in the store is the same for all
// processes that share it; the counts since the start are this one's.
type Stats struct {
	owed.Tally

	Delivered  uint64 // deliveries that were taken, since the start
	Failed     uint64 // attempts that were not, and are made again
	Gone       uint64 // subscribers that answered 410
	Denied     uint64 // that were told that they have no subscription, or not any more
	Unverified uint64 // requests whose callback did not mean them

	Hubs []OtherHub // in the order of Options.Others
}

// An OtherHub is another hub that is told of feeds.
type OtherHub struct {
	URL   string
	Told  time.Time // when it was told last; zero: not known
	Tried time.Time // when it could not be told last; zero: not known
	Error string    // what came of that
	Tries int       // attempts that have failed since it was told: the most of any feed
	Retry time.Time // when the next one is made; zero: none failed
}

// Stats gives the figures of the hub. It may be called at any time.
func (h *Hub) Stats(ctx context.Context) (Stats, error) {
	tally, err := h.o.Store.Tally(ctx)
	if err != nil {
		return Stats{}, err
	}
	hubs, err := OtherHubs(ctx, h.o.Store, h.o.Others, h.o.Announced)
	st := h.figures.now()
	for i := range hubs {
		hubs[i].recall(h.figures.hub(hubs[i].URL))
	}
	st.Tally, st.Hubs = tally, hubs
	return st, err
}

// OtherHubs gives what a store knows of other hubs and the topics that they are
// told of: for who asks beside the process that tells them.
func OtherHubs(ctx context.Context, store owed.Store, urls, topics []string) ([]OtherHub, error) {
	hubs := make([]OtherHub, len(urls))
	for i, url := range urls {
		hubs[i].URL = url
		for _, topic := range topics {
			s, ok, err := store.Subscriber(ctx, owed.Subscriber{Topic: topic, Callback: url, Hub: true})
			if err != nil {
				return hubs, err
			}
			if ok {
				hubs[i].add(s)
			}
		}
	}
	return hubs, nil
}

// add takes in what is kept of one feed.
func (o *OtherHub) add(s owed.Subscriber) {
	if s.Retry.IsZero() {
		o.Told = later(o.Told, s.At)
		return
	}
	if s.At.After(o.Tried) {
		o.Tried, o.Error = s.At, s.Status
	}
	o.Tries = max(o.Tries, s.Attempt)
	if o.Retry.IsZero() || s.Retry.Before(o.Retry) {
		o.Retry = s.Retry
	}
}

// recall takes in what this process saw and the store has no more.
func (o *OtherHub) recall(seen OtherHub) {
	o.Told = later(o.Told, seen.Told)
	if seen.Tried.After(o.Tried) {
		o.Tried, o.Error = seen.Tried, seen.Error
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Figures count what happens.
type figures struct {
	mu    sync.Mutex // guards what follows
	since Stats      // the counts alone
	hubs  []OtherHub // those that were tried
}

func (f *figures) now() Stats {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.since
}

// hub gives what was seen of a hub.
func (f *figures) hub(url string) OtherHub {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, o := range f.hubs {
		if o.URL == url {
			return o
		}
	}
	return OtherHub{}
}

// count adds to the counts.
func (f *figures) count(add func(*Stats)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	add(&f.since)
}

// outcome counts what came of an attempt to deliver, or to tell that a feed is gone.
func (f *figures) outcome(o owed.Outcome, gone bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case o.Ended && gone:
		f.since.Denied++
	case o.Ended:
		f.since.Gone++
	case o.Retry.IsZero():
		f.since.Delivered++
	default:
		f.since.Failed++
	}
	if o.Delivery.Hub {
		f.tried(o)
	}
}

func (f *figures) tried(o owed.Outcome) {
	i := slices.IndexFunc(f.hubs, func(h OtherHub) bool { return h.URL == o.Delivery.Callback })
	if i < 0 {
		i = len(f.hubs)
		f.hubs = append(f.hubs, OtherHub{URL: o.Delivery.Callback})
	}
	if o.Retry.IsZero() {
		f.hubs[i].Told = later(f.hubs[i].Told, o.At)
	} else {
		f.hubs[i].Tried, f.hubs[i].Error = o.At, o.Status
	}
}
