package owed

import (
	"context"
	"iter"
	"time"
)

// A Request is what somebody asked for in the name of a callback, which is still
// to be asked whether it means it. There is one for each topic and callback: the
// newest.
type Request struct {
	Topic    string // its name
	Callback string
	ID       string    // tells it from those that it took the place of
	At       time.Time // when it was asked for

	Mode   string // subscribe or unsubscribe
	Asked  string // the topic as who asked wrote it
	Secret string
	Lease  time.Duration
	Told   string // names the bytes that the topic had
}

// Requests are kept from before they are accepted until they are settled, so
// that none is forgotten when a process ends in between.
type Requests interface {
	// PutRequest keeps a request, in the place of the one with its topic and
	// callback. Who puts it has claimed it until then.
	PutRequest(ctx context.Context, r Request, until time.Time) error
	// HasRequest reports whether a request is there, and none took its place.
	HasRequest(ctx context.Context, r Request) (bool, error)
	// RemoveRequest removes a request, unless another took its place.
	RemoveRequest(ctx context.Context, r Request) error
	// AllRequests gives all requests, whoever has claimed them.
	AllRequests(ctx context.Context) iter.Seq2[Request, error]
	// ClaimRequests gives requests that nobody has claimed, at most w.New, for as
	// long as w.Lease. A claim ends sooner when the store notices that the process
	// is gone.
	ClaimRequests(ctx context.Context, w Want) ([]Request, error)
}
