package websub

import "time"

// A queue is what is to be delivered to one host.
type queue struct {
	most    int // requests at the same time
	running int
	waiting []*job
	moved   time.Time     // when a request was answered last, or the first began
	pace    time.Duration // about how long a request takes; 0: not known yet
}

// room is how many deliveries may wait: those whose turn comes soon.
func (q *queue) room(now time.Time) int {
	if now.Sub(q.moved) >= slow {
		return 0 // it does not answer
	}
	return q.most * int(slow/max(q.pace, time.Millisecond))
}

// wait is how long what can't wait here is put off: about as long as nothing has
// been answered, or long enough for some to be.
func (q *queue) wait(now time.Time) time.Duration {
	if silent := now.Sub(q.moved); silent >= slow {
		return silent
	}
	return 5 * slow
}

// answered takes note of a request that ended.
func (q *queue) answered(now time.Time, took time.Duration, ok bool) {
	q.running--
	if ok {
		q.moved = now
	}
	if q.pace == 0 {
		q.pace = took
	}
	q.pace += (took - q.pace) / 8
}
