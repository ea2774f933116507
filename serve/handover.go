package serve

import (
	"net"
	"sync"
)

// A handover is net/http's listener. It gives connections that were accepted
// before, with what was read from them.
type handover struct {
	conns  chan *conn
	closed chan struct{}
	once   sync.Once
}

func newHandover() *handover {
	return &handover{conns: make(chan *conn), closed: make(chan struct{})}
}

// give gives a connection to net/http, or closes it if that takes no more.
func (h *handover) give(c *conn) {
	if !c.to(handed) {
		return
	}
	select {
	case h.conns <- c:
	case <-h.closed:
		_ = c.Close()
	}
}

func (h *handover) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

func (h *handover) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

func (h *handover) Addr() net.Addr { return &net.TCPAddr{} }
