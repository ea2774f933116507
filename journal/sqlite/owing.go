package sqlite

import (
	"strconv"
	"sync"
	"time"

	"writethru/internal/owed"
)

// An owing is what the publishing process, and nobody else, has in memory of who
// is owed what. Claims are not on disk: with the process that made them they
// are gone, and what it had not finished is owed at once to who comes after it.
type owing struct {
	mu     sync.Mutex       // guards what follows
	topics map[int64]bool   // those that may have subscribers that are owed news
	taken  map[int64]claim  // by subscriber
	byName map[string]int64 // the subscriber that a claim is on
	last   uint64           // claim
}

// A claim is held by one worker.
type claim struct {
	name  string
	until time.Time
}

// add is called when it is on disk that a topic moved, so that no claim that
// read the disk before takes the topic off again.
func (o *owing) add(topics ...int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range topics {
		o.topics[id] = true
	}
}

// take claims a subscriber, and names the claim.
func (o *owing) take(subscriber int64, until time.Time) string {
	o.last++
	c := claim{strconv.FormatUint(o.last, 10), until}
	o.taken[subscriber] = c
	o.byName[c.name] = subscriber
	return c.name
}

// expire gives up the claims that have lasted too long.
func (o *owing) expire(now time.Time) {
	for id, c := range o.taken {
		if !c.until.After(now) {
			o.drop(id)
		}
	}
}

func (o *owing) drop(subscriber int64) {
	delete(o.byName, o.taken[subscriber].name)
	delete(o.taken, subscriber)
}

// held gives those outcomes whose claims still hold, by subscriber.
func (o *owing) held(outcomes []owed.Outcome) map[int64]owed.Outcome {
	o.mu.Lock()
	defer o.mu.Unlock()
	ours := make(map[int64]owed.Outcome, len(outcomes))
	for _, out := range outcomes {
		if id, ok := o.byName[out.Delivery.Claim]; ok {
			ours[id] = out
		}
	}
	return ours
}

// release gives up the claims on finished deliveries, once that they are is on
// disk. Topics are those that moved on since.
func (o *owing) release(finished map[int64]owed.Outcome, topics map[int64]bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for id := range finished {
		o.drop(id)
	}
	for id := range topics {
		o.topics[id] = true
	}
}
