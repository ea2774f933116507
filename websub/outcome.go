package websub

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"

	"writethru/internal/owed"
)

const (
	// maxRetryAfter bounds how long a subscriber can have us wait.
	maxRetryAfter = 24 * time.Hour
	// maxDenials is how often it is tried to tell that a feed is gone.
	maxDenials = 5
)

// outcome is what an answer means for its subscriber (WebSub §7): any 2xx is
// success, 410 ends a subscription, and everything else is tried again as long as
// the lease lasts.
func (h *Hub) outcome(a answer) owed.Outcome {
	o := owed.Outcome{Delivery: a.Delivery, At: h.o.Now(), Told: a.hash, Status: fmt.Sprint(a.status, " ", http.StatusText(a.status))}
	switch {
	case a.feed.Gone && !a.Hub && (a.err == nil || a.Attempt+1 >= maxDenials):
		h.o.Log.Info("a subscription ended with its feed", "topic", a.Topic, "host", a.host)
		o.Ended = true
		return o
	case a.err != nil:
		o.Status = shorten(a.err.Error())
	case a.status >= 200 && a.status <= 299:
		return o
	case a.status == http.StatusGone && !a.Hub:
		h.o.Log.Info("a subscriber is gone", "topic", a.Topic, "host", a.host)
		o.Ended = true
		return o
	}
	o.Attempt = a.Attempt + 1
	o.Retry = o.At.Add(max(backOff(o.Attempt), a.after+rand.N(a.after/8+1))) // not all that were asked to wait come back at once
	if a.Hub {
		h.o.Log.Warn("a hub was not told: trying again", "hub", a.Callback, "topic", a.Topic, "status", o.Status, "retry", o.Retry, "advice", "see whether it can be reached from here; one that is gone should leave websub.hubs")
	}
	return o
}

// putOff is the outcome of a delivery that was not attempted, for about as long
// as that.
func putOff(d owed.Delivery, now time.Time, wait time.Duration, why string) owed.Outcome {
	wait = wait/2 + rand.N(wait)
	return owed.Outcome{Delivery: d, At: now, Status: "put off: " + why, Attempt: d.Attempt, Retry: now.Add(wait)}
}

// backOff is how long to wait after so many failures: about ten seconds at
// first, twice as long each time, and an hour in the end, half of that more or
// less by chance, so that what failed together is not tried together.
func backOff(failures int) time.Duration {
	b := backoff.ExponentialBackOff{InitialInterval: 10 * time.Second, Multiplier: 2, RandomizationFactor: 0.5, MaxInterval: time.Hour}
	b.Reset()
	d := b.NextBackOff()
	for range min(failures, 16) - 1 {
		d = b.NextBackOff()
	}
	return d
}

// shorten bounds what is kept of an error.
func shorten(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	return s[:most]
}

// recordAll records outcomes, all that have come since the last time together,
// until there are no more. What can't be recorded is owed again when its claim
// is over: a subscriber is told twice rather than not at all.
func (h *Hub) recordAll(ctx context.Context, outcomes <-chan owed.Outcome) {
	for first := range outcomes {
		batch := []owed.Outcome{first}
		for more := true; more && len(batch) < cap(outcomes); {
			select {
			case o, open := <-outcomes:
				if more = open; open {
					batch = append(batch, o)
				}
			default:
				more = false
			}
		}
		if err := h.o.Store.Finish(ctx, batch...); err != nil {
			h.o.Log.Error("deliveries are not recorded: they are made again", "deliveries", len(batch), "error", err, "advice", "see whether the journal's disk or servers answer; some subscribers are told twice")
		}
		wake(h.owing) // a topic may have moved on meanwhile
	}
}
