package serve

import (
	"net/http"
	"time"
)

// Net/http holds the time limits of HTTP/2 with two timers for each stream, which
// is a sixth of what a 304 costs. So HTTP/2 has a server without them here, and
// the handler sets them where a stream can take long: a 304 has no content, no
// flow control holds it back, and conns ends a connection that takes none of
// what is written.

// preface is what an HTTP/2 connection begins with (RFC 9113 §3.4).
var preface = []byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

// StreamLimits are the time limits of a stream. The zero value has none.
type streamLimits struct {
	now         func() time.Time
	read, write time.Duration
}

// withLimits returns a handler that gives streams time limits.
func (h *handler) withLimits(l streamLimits) *handler {
	limiting := *h
	limiting.limits = l
	return &limiting
}

// set gives a stream its time.
func (l *streamLimits) set(w http.ResponseWriter, r *http.Request) {
	if l.now == nil {
		return
	}
	now, c := l.now(), http.NewResponseController(w)
	if l.read > 0 && r.ContentLength != 0 { // -1: it is not known
		_ = c.SetReadDeadline(now.Add(l.read)) // a stream that has ended needs none
	}
	if l.write > 0 {
		_ = c.SetWriteDeadline(now.Add(l.write))
	}
}
