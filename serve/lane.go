package serve

import (
	"bytes"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// A lane answers what is plain and prepared straight from connections, at half
// the cost of net/http. It decides nothing by itself: whether a client has
// current content, and what it gets, is decided where the handler has it decided
// too (handler.reply). All that is not plain (head.go) or not prepared goes to
// net/http, and stays there as long as the connection lasts.
type lane struct {
	handler *handler
	rest    *handover // of what is not for the lane
	streams *handover // of HTTP/2
	date    dateLine
}

// A work is what a connection needs while it is read from and answered.
type work struct {
	in    [4096]byte
	out   []byte
	parts [2][]byte
	send  net.Buffers
	head  head
	count *shard // of what is answered with it
}

var works = sync.Pool{New: func() any { return new(work) }}

// serve answers the requests of a connection until it ends or is handed over.
// Between them it waits inside of [syscall.RawConn.Read], without a buffer.
func (l *lane) serve(c *conn) {
	then := wait
	_ = c.raw.Read(func(fd uintptr) bool { // an error: it was closed
		then = l.turn(c, int(fd))
		return then != wait
	})
	c.release()
	if then == handOver {
		c.raw = nil
		l.handler.o.Counters.handed.Add(1)
		if bytes.HasPrefix(c.rest, preface) {
			l.streams.give(c)
		} else {
			l.rest.give(c)
		}
		return
	}
	_ = c.Close()
}

// A turn ends with one of these.
type outcome uint8

const (
	wait     outcome = iota // for the connection to be readable
	handOver                // to net/http, with what is in rest
	leave
)

// turn reads and answers while there is something to read.
func (l *lane) turn(c *conn, fd int) outcome {
	for {
		if c.work == nil {
			c.work = works.Get().(*work)
		}
		n, err := syscall.Read(fd, c.work.in[:])
		switch {
		case err == syscall.EINTR:
			continue
		case err == syscall.EAGAIN:
			c.release()
			return wait
		}
		first := c.marked().state() == fresh
		if n <= 0 || !c.to(answering) {
			return leave
		}
		left, more := l.answer(c, c.work.in[:n])
		if len(left) > 0 {
			c.rest = bytes.Clone(left)
			return handOver
		}
		// Who stops the server either finds this connection idle or has said
		// before that it stops.
		if !more || !c.to(idle) || c.in.stopping.Load() {
			return leave
		}
		// A read that does not fill the buffer has taken all that there was, and
		// what comes later wakes us. Another read would only find nothing, or
		// that the client ended its side along with the request: we read again
		// for that once, for clients that ask once and wait for our end.
		if n < len(c.work.in) && !first {
			c.release()
			return wait
		}
	}
}

func (c *conn) release() {
	if c.work != nil {
		works.Put(c.work)
		c.work = nil
	}
}

// answer answers the requests that b holds, one after the other. It returns
// what is left for net/http to read, and whether the client may ask for more.
func (l *lane) answer(c *conn, b []byte) (left []byte, more bool) {
	w := c.work
	for len(b) > 0 {
		n := w.head.read(b)
		if n == 0 {
			return b, true
		}
		now := l.handler.o.Now() // before the table is read: see modified.go
		a, ok := l.reply(c, &w.head, now)
		if !ok {
			return b, true
		}
		last := w.head.close || c.in.stopping.Load()
		if w.count == nil {
			w.count = l.handler.o.Counters.shard()
		}
		l.handler.count(w.count, w.head.path, a.status, a.content(w.head.asked.head))
		w.out = a.append(w.out[:0], l.date.at(now), last)
		if err := w.write(c.Conn, &a); err != nil || last {
			return nil, false
		}
		b = b[n:]
	}
	return nil, true
}

// reply gives the reply to a request, if it is one that the lane can write.
func (l *lane) reply(c *conn, h *head, now time.Time) (a reply, ok bool) {
	e := l.handler.atHand(h.path)
	if e == nil || now.IsZero() { // without a clock there is no Date
		return a, false
	}
	a = l.handler.reply(e, h.path, &h.asked, now)
	switch a.status {
	case http.StatusNotModified:
		ok = true
	case http.StatusPreconditionFailed:
	default:
		ok = l.handler.clients.take(c.client, now) == 0
	}
	if ok {
		l.handler.tell(e, h.path, &h.asked, &a, c.from, now)
	}
	return a, ok
}

// write writes what was appended, and the content from where it is.
func (w *work) write(to net.Conn, a *reply) error {
	if a.body == nil || w.head.asked.head {
		_, err := to.Write(w.out)
		return err
	}
	w.parts = [2][]byte{w.out, a.body.body}
	w.send = w.parts[:]
	_, err := w.send.WriteTo(to)
	w.parts = [2][]byte{} // the pool does not hold what is not served any more
	return err
}
