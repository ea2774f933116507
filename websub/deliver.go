package websub

import (
	"context"
	"net/url"
	"sync"
	"time"

	"writethru/internal/owed"
)

const (
	// claimLease is how long a worker that is gone keeps others from what it claimed.
	claimLease = time.Minute
	// tick is how often it looks at its requests.
	tick = slow / 4
	// slow is how long a request may take, or wait for its host, before it counts as
	// slow. Those that do leave their places to others.
	slow = time.Second
	// maxSlow bounds how many requests may be slow at the same time.
	maxSlow = 2048
)

// A job is a delivery, and the bytes for it.
type job struct {
	owed.Delivery
	announced
	host  string
	began time.Time
}

// Delivering is what one goroutine has in hand: deliveries that were claimed and
// are not finished.
type delivering struct {
	h     *Hub
	hosts map[string]*queue
	fast  map[*job]bool // requests under way
	slow  map[*job]bool // requests that take long
	open  int           // claimed, and without bytes yet
	wait  int           // for their hosts
	again int           // of all but the slow ones: failed before

	claiming bool      // the store is being asked
	news     bool      // there may be more than it was asked for
	next     time.Time // when to ask it next, unless there is news before

	helpers  sync.WaitGroup // goroutines that end with ctx
	claims   chan claimed
	prepared chan batch
	done     chan answer
	outcomes chan<- owed.Outcome
}

// An answer is what came of a job's request.
type answer struct {
	*job
	reply
	err error
}

// deliverAll delivers what is owed until ctx is done, and then lets what is under
// way end.
func (h *Hub) deliverAll(ctx context.Context) {
	outcomes := make(chan owed.Outcome, 2*h.o.Workers)
	var recording sync.WaitGroup
	recording.Go(func() { h.recordAll(context.WithoutCancel(ctx), outcomes) })
	d := &delivering{
		h: h, hosts: map[string]*queue{}, fast: map[*job]bool{}, slow: map[*job]bool{},
		claims: make(chan claimed), prepared: make(chan batch), done: make(chan answer), outcomes: outcomes,
	}
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		d.claim(ctx)
		timer.Reset(d.untilNext())
		select {
		case <-ctx.Done():
		case <-timer.C:
			d.look()
		case <-h.owing:
			d.news = true
		case c := <-d.claims:
			d.take(ctx, c)
		case b := <-d.prepared:
			d.admit(requests, b)
		case a := <-d.done:
			d.end(requests, a)
		}
	}
	d.helpers.Wait()
	enough := time.AfterFunc(grace, cut)
	defer enough.Stop()
	for len(d.fast)+len(d.slow) > 0 {
		a := <-d.done
		d.leave(a.job)
		if a.err == nil { // the others are owed at the next start
			d.record(a)
		}
	}
	close(outcomes)
	recording.Wait()
}

// untilNext is how long there is nothing to do unless something happens.
func (d *delivering) untilNext() time.Duration {
	if d.claiming || len(d.fast)+d.wait+d.open > 0 {
		return tick
	}
	return max(0, min(d.h.o.LookEvery, d.next.Sub(d.h.o.Now())))
}

// admit takes on deliveries that have their bytes. What would wait too long for
// its host is put off.
func (d *delivering) admit(requests context.Context, b batch) {
	d.open -= b.claimed
	d.again -= b.again
	for _, o := range b.off {
		d.outcomes <- o
	}
	now := d.h.o.Now()
	for _, j := range b.jobs {
		q := d.hosts[j.host]
		if q == nil {
			q = &queue{most: d.h.o.PerHost}
			d.hosts[j.host] = q
		}
		switch {
		case q.running < q.most:
			d.start(requests, q, j)
		case len(q.waiting) < q.room(now):
			q.waiting = append(q.waiting, j)
			d.wait++
			d.count(j, 1)
		default:
			d.outcomes <- putOff(j.Delivery, now, q.wait(now), "its host is slow")
		}
	}
}

// count counts what failed before.
func (d *delivering) count(j *job, n int) {
	if j.Attempt > 0 {
		d.again += n
	}
}

// start makes a job's request.
func (d *delivering) start(requests context.Context, q *queue, j *job) {
	j.began = d.h.o.Now()
	if q.running == 0 {
		q.moved = j.began
	}
	q.running++
	d.fast[j] = true
	d.count(j, 1)
	go func() {
		r, err := d.h.send(requests, j.Delivery, j.feed)
		d.done <- answer{j, r, err}
	}()
}

// end takes an answer, and begins what waited for the host.
func (d *delivering) end(requests context.Context, a answer) {
	d.leave(a.job)
	d.record(a)
	q := d.hosts[a.host]
	now := d.h.o.Now()
	q.answered(now, now.Sub(a.began), a.err == nil)
	if len(q.waiting) > 0 {
		next := q.waiting[0]
		q.waiting = q.waiting[1:]
		d.wait--
		d.count(next, -1)
		d.start(requests, q, next)
	}
	if q.running == 0 {
		delete(d.hosts, a.host)
	}
}

// leave takes off a job whose request has ended.
func (d *delivering) leave(j *job) {
	if d.fast[j] {
		d.count(j, -1)
	}
	delete(d.fast, j)
	delete(d.slow, j)
}

// look finds the requests that have become slow, and puts off what would wait for
// them too long.
func (d *delivering) look() {
	now := d.h.o.Now()
	for j := range d.fast {
		if now.Sub(j.began) >= slow && len(d.slow) < maxSlow {
			d.leave(j)
			d.slow[j] = true
		}
	}
	if d.wait == 0 {
		return
	}
	for _, q := range d.hosts {
		room := min(q.room(now), len(q.waiting))
		for _, j := range q.waiting[room:] {
			d.wait--
			d.count(j, -1)
			d.outcomes <- putOff(j.Delivery, now, q.wait(now), "its host is slow")
		}
		q.waiting = q.waiting[:room]
	}
}

func (d *delivering) record(a answer) {
	o := d.h.outcome(a)
	d.h.figures.outcome(o, a.feed.Gone)
	d.outcomes <- o
}

// hostOf is whom a callback belongs to: the limits of a host are this one's.
func hostOf(callback string) string {
	u, err := url.Parse(callback)
	if err != nil {
		return ""
	}
	return u.Host
}
