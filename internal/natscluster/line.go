package natscluster

import (
	"net"
	"sync"
	"testing"
	"time"
)

// A line leads connections to a server, and can be disturbed.
type line struct {
	ln net.Listener

	mu     sync.Mutex // guards what follows
	to     net.Addr
	down   bool
	delay  time.Duration
	open   chan struct{} // closed while bytes go through
	conns  map[net.Conn]bool
	closed bool
	active sync.WaitGroup
}

func newLine(tb testing.TB) *line {
	tb.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	l := &line{ln: ln, conns: map[net.Conn]bool{}, open: make(chan struct{})}
	close(l.open)
	l.active.Go(l.accept)
	tb.Cleanup(func() {
		l.mu.Lock()
		l.closed = true
		l.mu.Unlock()
		l.heal()
		ln.Close()
		l.drop()
		l.active.Wait()
	})
	return l
}

func (l *line) addr() string { return l.ln.Addr().String() }

// lead sets where the line leads.
func (l *line) lead(to net.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to = to
}

func (l *line) cut() {
	l.mu.Lock()
	l.down = true
	l.mu.Unlock()
	l.drop()
}

func (l *line) hold() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = make(chan struct{})
}

func (l *line) slow(by time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delay = by
}

func (l *line) heal() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down, l.delay = false, 0
	select {
	case <-l.open:
	default:
		close(l.open)
	}
}

// drop ends all connections.
func (l *line) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		hangUp(c)
	}
}

func (l *line) accept() {
	for {
		in, err := l.ln.Accept()
		if err != nil {
			return
		}
		l.mu.Lock()
		to, down := l.to, l.down || l.to == nil || l.closed
		l.mu.Unlock()
		if down {
			hangUp(in)
			continue
		}
		out, err := net.Dial("tcp", to.String())
		if err != nil {
			hangUp(in)
			continue
		}
		l.mu.Lock()
		l.conns[in], l.conns[out] = true, true
		down = l.down || l.closed
		l.mu.Unlock()
		if down {
			hangUp(in)
			hangUp(out)
		}
		l.active.Go(func() { l.pass(out, in) })
		l.active.Go(func() { l.pass(in, out) })
	}
}

// pass takes bytes from one end to the other, until either is gone.
func (l *line) pass(to, from net.Conn) {
	defer func() {
		hangUp(to)
		hangUp(from)
		l.mu.Lock()
		delete(l.conns, from)
		l.mu.Unlock()
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		l.mu.Lock()
		open, delay := l.open, l.delay
		l.mu.Unlock()
		<-open
		if delay > 0 {
			time.Sleep(delay)
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

// hangUp ends a connection, which may have ended already.
func hangUp(c net.Conn) { _ = c.Close() }
