package jetstream

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/nats-io/nats.go"

	"writethru/internal/owed"
)

// A request is one as it is kept, with until when it is claimed.
type request struct {
	owed.Request
	Until time.Time
}

// An asked is a request and its place in the mirror.
type asked struct {
	request
	seq uint64
}

func (s *Store) requestsAt() string { return s.at.name + ".owed.request." }

func (s *Store) requestAt(r owed.Request) string {
	return s.requestsAt() + token(r.Topic) + "." + token(r.Callback)
}

// learnRequest takes in a request. Of those that are removed nothing is kept:
// there are many, and who puts one again looks.
func (m *mirror) learnRequest(subject string, seq uint64, h nats.Header, data []byte) error {
	if seq <= m.requests[subject].seq {
		return nil
	}
	delete(m.requests, subject)
	if len(data) == 0 {
		return nil
	}
	a := asked{seq: seq}
	if err := open(&a.request, subject, h, data); err != nil {
		return err
	}
	m.requests[subject] = a
	return nil
}

// requested gives what is under a subject; the zero request if nothing is.
func (m *mirror) requested(subject string) asked {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.requests[subject]
}

// asked gives requests of which something is true, the oldest first.
func (m *mirror) asked(is func(asked) bool) (out []asked) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.requests {
		if is(a) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b asked) int { return a.At.Compare(b.At) })
	return out
}

// PutRequest keeps a request: see owed.Requests.
func (s *Store) PutRequest(ctx context.Context, r owed.Request, until time.Time) error {
	err := s.settled(ctx)
	if err == nil {
		subject, seq := s.requestAt(r), s.mirror.requested(s.requestAt(r)).seq
		err = s.again(ctx, func() error {
			err := s.change(ctx, subject, seq, request{r, rounded(until)})
			if errors.Is(err, errMoved) {
				var lookErr error
				if seq, lookErr = s.seqAt(ctx, subject); lookErr != nil {
					return lookErr
				}
			}
			return err
		})
	}
	return s.failed("put request", err)
}

// HasRequest reports whether a request is there: see owed.Requests.
func (s *Store) HasRequest(ctx context.Context, r owed.Request) (bool, error) {
	err := s.settled(ctx)
	return s.mirror.requested(s.requestAt(r)).ID == r.ID && err == nil, s.failed("request", err)
}

// RemoveRequest removes a request: see owed.Requests.
func (s *Store) RemoveRequest(ctx context.Context, r owed.Request) error {
	err := s.settled(ctx)
	if err == nil {
		subject := s.requestAt(r)
		err = s.again(ctx, func() error {
			a := s.mirror.requested(subject)
			if a.ID != r.ID {
				return nil
			}
			return s.change(ctx, subject, a.seq, nil)
		})
	}
	return s.failed("remove request", err)
}

// AllRequests gives all requests: see owed.Requests.
func (s *Store) AllRequests(ctx context.Context) iter.Seq2[owed.Request, error] {
	return func(yield func(owed.Request, error) bool) {
		if err := s.settled(ctx); err != nil {
			yield(owed.Request{}, s.failed("requests", err))
			return
		}
		for _, a := range s.mirror.asked(func(asked) bool { return true }) {
			if !yield(a.Request, nil) {
				return
			}
		}
	}
}

// ClaimRequests gives those that nobody has claimed: see owed.Requests.
func (s *Store) ClaimRequests(ctx context.Context, w owed.Want) (out []owed.Request, err error) {
	if err := s.settled(ctx); err != nil {
		return nil, s.failed("claim requests", err)
	}
	for _, a := range s.mirror.asked(func(a asked) bool { return !a.Until.After(w.Now) }) {
		if len(out) == w.New {
			break
		}
		a.Until = rounded(w.Now.Add(w.Lease))
		err := s.change(ctx, s.requestAt(a.Request), a.seq, a.request)
		switch {
		case errors.Is(err, errMoved): // it is another's
		case err != nil:
			return out, s.failed("claim requests", err)
		default:
			out = append(out, a.Request)
		}
	}
	return out, nil
}
