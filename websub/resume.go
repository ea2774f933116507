package websub

import (
	"context"
	"errors"
	"net/http"
	"time"

	"writethru/internal/owed"
)

const (
	// requestLease is how long a process that verifies a request keeps others from
	// it. Where many are being verified it may take longer: then a callback is asked
	// twice.
	requestLease = 5 * time.Minute
	// maxRequestAge is how old a request may be that is still gone on with.
	maxRequestAge = 24 * time.Hour
)

// resumeAll goes on with requests that were accepted by a process that is gone:
// at a start all that are left, and later those that other processes left.
func (h *Hub) resumeAll(ctx context.Context) {
	for ctx.Err() == nil {
		if err := h.resume(ctx); err != nil && ctx.Err() == nil {
			h.o.Log.Error("requests are not gone on with: trying again", "error", err, "advice", "see whether the journal's disk or servers answer; nobody is forgotten")
		}
		pause(ctx, requestLease)
	}
}

func (h *Hub) resume(ctx context.Context) error {
	now := h.o.Now()
	requests, err := h.o.Store.ClaimRequests(ctx, owed.Want{Now: now, Lease: requestLease, New: max(0, h.pending.room())})
	for _, kept := range requests {
		host, unfit := h.checkCallback(kept.Callback) // what is allowed may have changed
		r := request{kept, host}
		if unfit != nil || now.Sub(kept.At) > maxRequestAge {
			err = errors.Join(err, h.intake.drop(ctx, h, r))
			continue
		}
		err = errors.Join(err, h.goOn(ctx, r))
	}
	return err
}

// goOn verifies a request that was kept.
func (h *Hub) goOn(ctx context.Context, r request) error {
	v, of, err := h.verification(ctx, r)
	if err != nil {
		return err
	}
	begun, err := h.intake.resume(ctx, h, v)
	if no, ok := errors.AsType[*refusal](err); ok {
		v.cancel()
		if no.status == http.StatusTooManyRequests {
			return h.intake.drop(ctx, h, r)
		}
		return nil // there is no room now
	}
	if err != nil || !begun {
		v.cancel()
		return err
	}
	go h.finish(of, v)
	return nil
}
