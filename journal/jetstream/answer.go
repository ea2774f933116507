package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"writethru/journal"
)

const (
	// oneTry is how long one question waits for its answer. A leader that is
	// alive answers in milliseconds, and a lost one never.
	oneTry = 2 * time.Second
	// patience is how long a question is repeated: a cluster that loses its leader
	// needs some seconds for another.
	patience = 20 * time.Second
)

// Codes of errors that the cluster answers with.
const (
	codeStandsAlone = 10074 // a server without a cluster keeps one replica
	codeMoved       = 10071 // the expected last sequence is not the last
	codeMoving      = 10164 // another message that would be the last is under way
	codeRepeated    = 10201 // a batch has a message that is recorded already
	codeRepeating   = 10158 // a message with the same id is under way
	codeIncomplete  = 10176 // messages of a batch did not arrive
	codeNotLeader   = 10009
	codeNoPeers     = 10005 // too few machines for a stream that is to be made
	codeRaft        = 10041 // the machines can't agree at this moment
	codeUnheardOf   = 10059 // a machine has not heard yet of a stream that was just made
)

// errMoved says that what was to come after something did not: another message
// was first, maybe this one itself at an earlier try.
var errMoved = errors.New("another message was first")

// errSilent says that nobody answered for so long that it makes no sense to
// wait. What was to be written may be written or not: doing it again tells.
var errSilent = errors.New("the cluster does not answer")

// errBehind says that a replica was asked that does not have all yet.
var errBehind = errors.New("a replica lags behind")

// codeOf gives the cluster's code of an error, 0 if it has none.
func codeOf(err error) int {
	e, ok := errors.AsType[js.JetStreamError](err)
	if !ok || e.APIError() == nil {
		return 0
	}
	return int(e.APIError().ErrorCode)
}

// passes reports whether an error goes away by itself: no answer, no leader, no
// connection, too much at once.
func passes(err error) bool {
	if e, ok := errors.AsType[js.JetStreamError](err); ok && e.APIError() != nil {
		switch e.APIError().Code {
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			return true
		}
		switch e.APIError().ErrorCode {
		case codeIncomplete, codeNotLeader, codeNoPeers, codeRaft, codeUnheardOf:
			return true
		}
		return false
	}
	for _, other := range []error{
		context.DeadlineExceeded, nats.ErrTimeout, nats.ErrNoResponders, nats.ErrNoServers, nats.ErrReconnectBufExceeded,
		nats.ErrDisconnected, nats.ErrConnectionReconnecting, nats.ErrStaleConnection,
		js.ErrNoStreamResponse, js.ErrNoHeartbeat, js.ErrServerShutdown, js.ErrConsumerDeleted, js.ErrJetStreamNotEnabled, errBehind,
	} {
		if errors.Is(err, other) {
			return true
		}
	}
	return false
}

// patiently asks until there is an answer, with more and more time in between.
func (s *Store) patiently(ctx context.Context, ask func(context.Context) error) error {
	over, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cutOff := time.After(2 * oneTry)
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		try, cancel := context.WithTimeout(over, oneTry)
		err := ask(try)
		cancel()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil || !passes(err):
			return err
		case over.Err() != nil:
			return errors.Join(errSilent, err)
		}
		select {
		case <-over.Done():
		case <-cutOff:
			s.elsewhere()
			cutOff = time.After(2 * oneTry)
		case <-time.After(pause):
		}
	}
}

// elsewhere connects to another server, now and then: this one lives and may
// be cut off from the others.
func (s *Store) elsewhere() {
	if s.leaving.CompareAndSwap(false, true) {
		_ = s.nc.ForceReconnect() // an error says that there is no connection to leave
		time.AfterFunc(2*oneTry, func() { s.leaving.Store(false) })
	}
}

// An ack is what the cluster answers to a message that it was sent to keep.
type ack struct {
	Seq       uint64       `json:"seq"`
	Duplicate bool         `json:"duplicate"` // a message with the same id is there already, and this one is not kept
	Error     *js.APIError `json:"error"`
}

// send has a message kept, and returns when it is durable. An error that wraps
// errMoved says that it is not, and won't be; one that passes leaves it open.
func (s *Store) send(ctx context.Context, m *nats.Msg) (a ack, err error) {
	answer, err := s.nc.RequestMsgWithContext(ctx, m)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(answer.Data, &a); err != nil {
		return a, err
	}
	if a.Error == nil {
		return a, nil
	}
	switch a.Error.ErrorCode {
	case codeMoved, codeMoving, codeRepeated, codeRepeating:
		return a, errors.Join(errMoved, a.Error)
	}
	return a, a.Error
}

// lastSeq asks the leader for the newest revision's seq.
func (s *Store) lastSeq(ctx context.Context) (uint64, error) {
	state, err := s.state(ctx)
	return state.LastSeq, err
}

// state asks the leader how much there is.
func (s *Store) state(ctx context.Context) (state js.StreamState, err error) {
	err = s.patiently(ctx, func(ctx context.Context) error {
		info, err := s.journal.Info(ctx)
		if err == nil {
			state = info.State
		}
		return err
	})
	return state, err
}

// notFound makes the cluster's word for what is not there the journal's.
func notFound(err error) error {
	if errors.Is(err, js.ErrMsgNotFound) {
		return journal.ErrNotFound
	}
	return err
}
