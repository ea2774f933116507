package serve

import (
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"syscall"
)

// A conn is one connection, in the fast lane or with net/http.
type conn struct {
	net.Conn
	in     *conns
	from   netip.Addr    // its other end
	client netip.Addr    // by which it is limited; zero: it isn't
	mark   atomic.Uint64 // a mark
	rest   []byte        // what was read and is left for net/http to read
	stuck  atomic.Int64  // the tick in which net/http began to write; 0: it does not write

	// The fast lane's own.
	raw  syscall.RawConn
	work *work // held only while there is something to do
}

// A state is what a connection does.
type state uint8

const (
	fresh      state = iota // nothing was asked yet
	idle                    // it waits for a further request
	answering               // in the fast lane
	handed                  // with net/http, which has time limits of its own
	handedIdle              // with net/http, and waits for a further request
	ended
	states
)

// waits reports whether a connection can be ended without anybody losing an
// answer that is on its way.
func (s state) waits() bool { return s == fresh || s == idle || s == handedIdle }

// A mark is a connection's state and the tick in which it began.
type mark uint64

func newMark(s state, tick int64) mark { return mark(tick)<<3 | mark(s) }

func (m mark) state() state { return state(m & 7) }
func (m mark) tick() int64  { return int64(m >> 3) }

func (c *conn) marked() mark { return mark(c.mark.Load()) }

// to brings a connection to a state, unless it has been ended.
func (c *conn) to(s state) bool {
	for {
		m := c.marked()
		if m.state() == ended {
			return false
		}
		if c.mark.CompareAndSwap(uint64(m), uint64(newMark(s, c.in.tick.Load()))) {
			return true
		}
	}
}

// end closes a connection whose mark is still m: nothing was asked or answered
// on it meanwhile.
func (c *conn) end(m mark) {
	if m.state() != ended && c.mark.CompareAndSwap(uint64(m), uint64(newMark(ended, m.tick()))) {
		_ = c.Close()
	}
}

// Close closes the connection and makes room for another.
func (c *conn) Close() error {
	c.in.remove(c)
	return c.Conn.Close()
}

// CloseWrite tells the client that no more comes. net/http does so where the
// client may still be writing.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// Read reads for net/http, from the first byte that the fast lane did not
// answer.
func (c *conn) Read(b []byte) (int, error) {
	if len(c.rest) > 0 {
		n := copy(b, c.rest)
		c.rest = c.rest[n:]
		return n, nil
	}
	c.rest = nil
	return c.Conn.Read(b)
}

// Write writes for net/http.
func (c *conn) Write(b []byte) (int, error) {
	c.stuck.Store(c.in.tick.Load())
	n, err := c.Conn.Write(b)
	c.stuck.Store(0)
	return n, err
}

// ReadFrom lets net/http send a file without reading it.
func (c *conn) ReadFrom(r io.Reader) (int64, error) { return io.Copy(c.Conn, r) }

// follow follows what net/http does with a connection.
func (c *conn) follow(s http.ConnState) {
	switch s {
	case http.StateActive:
		c.to(handed)
	case http.StateIdle:
		c.to(handedIdle)
	}
}
