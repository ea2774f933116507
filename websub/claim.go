package websub

import (
	"context"
	"time"

	"writethru/internal/owed"
)

// A claimed is what the store gave.
type claimed struct {
	deliveries []owed.Delivery
	more       bool // it gave all that it was asked for, of either kind
	next       time.Time
	err        error
}

// claim asks the store for as much as there is room for, if it is time.
func (d *delivering) claim(ctx context.Context) {
	h := d.h
	now := h.o.Now()
	room := h.o.Workers - len(d.fast) - d.wait - d.open
	// A quarter is enough for those that failed before: most of them fail again.
	again := min(room, h.o.Workers/4-d.again, maxSlow/2-len(d.slow))
	if d.claiming || room < h.o.Workers/4 || !d.news && now.Before(d.next) {
		return
	}
	d.claiming, d.news = true, false
	want := owed.Want{Now: now, Lease: claimLease, New: room - max(0, again), Again: max(0, again)}
	d.helpers.Go(func() {
		got, next, err := h.o.Store.Claim(ctx, want)
		failed := 0
		for _, each := range got {
			failed += min(each.Attempt, 1)
		}
		more := len(got)-failed == want.New && want.New > 0 || failed == want.Again && failed > 0
		select {
		case d.claims <- claimed{got, more, next, err}:
		case <-ctx.Done():
		}
	})
}

// take takes what the store gave, and has its bytes be fetched.
func (d *delivering) take(ctx context.Context, c claimed) {
	now := d.h.o.Now()
	d.claiming = false
	d.next = now.Add(d.h.o.LookEvery)
	if !c.next.IsZero() && c.next.Before(d.next) {
		d.next = c.next
	}
	if c.err != nil {
		if ctx.Err() == nil {
			d.h.o.Log.Error("deliveries can't be claimed: trying again", "error", c.err, "advice", "see whether the journal's disk or servers answer; nobody is forgotten")
		}
		d.next = now.Add(again)
	}
	d.news = d.news || c.more
	topics := map[string][]owed.Delivery{}
	for _, each := range c.deliveries {
		topics[each.Topic] = append(topics[each.Topic], each)
		d.open++
		if each.Attempt > 0 {
			d.again++
		}
	}
	for topic, deliveries := range topics {
		d.helpers.Go(func() {
			b := d.h.prepare(ctx, topic, deliveries)
			select {
			case d.prepared <- b:
			case <-ctx.Done():
			}
		})
	}
}

// A batch is claimed deliveries of one topic: those that can be made, and those
// that can't now.
type batch struct {
	jobs    []*job
	off     []owed.Outcome
	claimed int
	again   int // of them, those that failed before
}

// behind is how long what is claimed waits for this process to have the bytes
// that were announced, maybe by another one.
const behind = 5 * time.Second

// prepare fetches the bytes of a topic for its deliveries. Only what was
// announced is sent: a process that is behind the others waits.
func (h *Hub) prepare(ctx context.Context, topic string, deliveries []owed.Delivery) batch {
	b := batch{claimed: len(deliveries)}
	for _, d := range deliveries {
		if d.Attempt > 0 {
			b.again++
		}
	}
	a, since, why := h.announced(ctx, topic)
	now := h.o.Now()
	for _, d := range deliveries {
		switch {
		case why != "":
			b.off = append(b.off, putOff(d, now, behind, why))
		case d.Told == a.hash: // it returned to what it was
			b.off = append(b.off, owed.Outcome{Delivery: d, At: d.At, Status: d.Status, Told: a.hash})
		case a.feed.Gone && now.Before(since.Add(mourning)):
			b.off = append(b.off, owed.Outcome{Delivery: d, At: now, Status: "put off: the feed may come back", Attempt: d.Attempt, Retry: since.Add(mourning)})
		default:
			b.jobs = append(b.jobs, &job{Delivery: d, announced: a, host: hostOf(d.Callback)})
		}
	}
	return b
}

// mourning is how long a feed must be gone before its subscriptions end: what was
// removed by mistake comes back soon.
const mourning = time.Minute

// An announced is a feed as it was announced last.
type announced struct {
	feed Feed
	hash string
}

// announced gives a topic's feed as it was announced last, and since when somebody
// waits for it, or says why it can't.
func (h *Hub) announced(ctx context.Context, topic string) (announced, time.Time, string) {
	for waited := time.Duration(0); waited < behind && ctx.Err() == nil; waited += tick {
		t, _, err := h.o.Store.Topic(ctx, topic)
		if err != nil {
			return announced{}, time.Time{}, shorten(err.Error())
		}
		if a, ok := h.feeds.Get(topic); ok && a.hash == t.Hash {
			return a, t.Since, ""
		}
		f, ok, err := h.o.Feeds.Feed(ctx, topic)
		if err != nil {
			return announced{}, time.Time{}, shorten(err.Error())
		}
		if !ok {
			return announced{}, time.Time{}, "there is no such feed"
		}
		if a := (announced{f, hashOf(f)}); a.hash == t.Hash {
			h.feeds.Add(topic, a)
			return a, t.Since, ""
		}
		pause(ctx, tick)
	}
	return announced{}, time.Time{}, "the feed is not as it was announced yet"
}
