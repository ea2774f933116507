package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// ServerOptions are a server's limits. The zero value has good ones; a negative
// time is none.
type ServerOptions struct {
	Header time.Duration // a request's header must be there in this time; 0: 10s
	Read   time.Duration // a whole request must be there in this time; 0: 15s
	Write  time.Duration // an answer must be taken in this time: who reads slowly holds no memory for ever; 0: 2m
	Idle   time.Duration // a connection without a request is closed after this; 0: 75s
	Drain  time.Duration // requests may take this long to end when the server stops; 0: 8s

	MaxHeaderBytes int          // of a request's header; 0: 64 KB
	MaxConns       int          // connections at the same time; 0: what the limit of open files leaves room for
	Log            *slog.Logger // of what goes wrong with connections; nil: nothing is logged
}

// Serve answers requests on ln until ctx is done: HTTP/1.1, and HTTP/2 without
// TLS for who begins with it (RFC 9113 §3.3). Then it takes no more, lets those
// under way end, and returns nil. It closes ln in any case.
//
// Where h is what [Handler] gave, and not wrapped in another, the limits of its
// clients' connections hold, and what is plain and prepared is answered straight
// from connections, at half the cost of net/http.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, o ServerOptions) error {
	s := newServer(h, o)
	done := make(chan struct{})
	defer s.running.Wait()
	defer close(done)
	failed := make(chan error, 1)
	s.running.Go(func() { s.conns.watch(done) })
	s.running.Go(func() { _ = s.http.Serve(s.handover) }) // until Shutdown or Close
	s.running.Go(func() { failed <- s.accept(ln) })
	select {
	case err := <-failed:
		_ = ln.Close()
		s.conns.stop()
		s.cutOff() // the listener is broken: so are its connections
		return fmt.Errorf("serve %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	s.conns.stop()
	_ = ln.Close()
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), cmp.Or(o.Drain, 8*time.Second))
	defer cancel()
	_ = s.http.Shutdown(drain) // what fails is cut off
	select {
	case <-s.conns.gone:
	case <-drain.Done():
		s.log.Warn("requests were cut off", "after", cmp.Or(o.Drain, 8*time.Second))
	}
	s.cutOff()
	return nil
}

// A server takes connections and gives each to who answers it.
type server struct {
	log      *slog.Logger
	conns    *conns
	clients  *clients // nil: none is limited
	lane     *lane    // nil: net/http answers all
	handover *handover
	http     *http.Server
	running  sync.WaitGroup // all goroutines but net/http's
}

func newServer(h http.Handler, o ServerOptions) *server {
	s := &server{log: o.Log, handover: newHandover()}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	header, write, idle := cmp.Or(o.Header, 10*time.Second), cmp.Or(o.Write, 2*time.Minute), cmp.Or(o.Idle, 75*time.Second)
	s.http = &http.Server{
		Handler:           h,
		ReadHeaderTimeout: header,
		ReadTimeout:       cmp.Or(o.Read, 15*time.Second),
		WriteTimeout:      write,
		IdleTimeout:       idle,
		MaxHeaderBytes:    cmp.Or(o.MaxHeaderBytes, 64<<10),
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ConnState:         func(nc net.Conn, state http.ConnState) { nc.(*conn).follow(state) },
		Protocols:         new(http.Protocols),
	}
	s.http.Protocols.SetHTTP1(true)
	s.http.Protocols.SetUnencryptedHTTP2(true)
	perOne := -1
	if own, ok := h.(*handler); ok {
		s.clients = own.clients
		perOne = own.clients.conns
		s.lane = &lane{handler: own, handover: s.handover}
	}
	s.conns = newConns(cmp.Or(o.MaxConns, roomForConns()), perOne, header, write, idle)
	return s
}

// accept takes connections until the listener is closed.
func (s *server) accept(ln net.Listener) error {
	for {
		nc, err := ln.Accept()
		switch {
		case err == nil:
			s.take(nc)
		case s.conns.stopping.Load():
			return nil
		case errors.Is(err, syscall.ECONNABORTED):
		case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
			s.log.Warn("no more files can be opened: idle connections are closed", "error", err)
			s.conns.makeRoom()
			time.Sleep(100 * time.Millisecond) // others in the process want files too
		default:
			return err
		}
	}
}

// take lets a connection in, to the fast lane if it can be.
func (s *server) take(nc net.Conn) {
	c := &conn{Conn: nc}
	if s.clients != nil {
		c.client = s.clients.of(nc.RemoteAddr())
	}
	if s.conns.full() {
		s.conns.makeRoom()
	}
	if refusal := s.conns.add(c); refusal != nil {
		_, _ = nc.Write(refusal)
		_ = nc.Close()
		return
	}
	if sc, ok := nc.(syscall.Conn); ok && s.lane != nil {
		if raw, err := sc.SyscallConn(); err == nil {
			c.raw = raw
			s.running.Go(func() { s.lane.serve(c) })
			return
		}
	}
	s.handover.give(c)
}

// cutOff ends everything at once.
func (s *server) cutOff() {
	_ = s.http.Close()
	s.conns.endAll()
}

// roomForConns leaves an eighth of the files that may be open to the rest of
// the process.
func roomForConns() int {
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return 1000
	}
	return int(min(files.Cur-files.Cur/8, 1<<16))
}
