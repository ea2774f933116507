package serve

import (
	"net"
	"net/http"
	"sync"
)

// A handover is the listener of a server of net/http. It gives connections that
// were accepted before, with what was read from them.
type handover struct {
	http   *http.Server
	conns  chan *conn
	closed chan struct{}
	once   sync.Once
}

func newHandover(to *http.Server) *handover {
	return &handover{http: to, conns: make(chan *conn), closed: make(chan struct{})}
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
