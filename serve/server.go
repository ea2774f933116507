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

	// Now is the machine's clock. With it, HTTP/2 needs no timers for a 304.
	Now func() time.Time

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
	for _, b := range s.behind() {
		s.running.Go(func() { _ = b.http.Serve(b) }) // until Shutdown or Close
	}
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
	var shut sync.WaitGroup
	for _, b := range s.behind() {
		shut.Go(func() { _ = b.http.Shutdown(drain) }) // what fails is cut off
	}
	shut.Wait()
	select {
	case <-s.conns.gone:
	case <-drain.Done():
		s.log.Warn("requests were cut off", "after", cmp.Or(o.Drain, 8*time.Second), "advice", "let clients be slower: they had this long to take their answers")
	}
	s.cutOff()
	return nil
}

// A server takes connections and gives each to who answers it.
type server struct {
	log     *slog.Logger
	conns   *conns
	clients *clients       // nil: none is limited
	lane    *lane          // nil: net/http answers all
	rest    *handover      // to net/http
	streams *handover      // to net/http as HTTP/2 has it (streams.go); may be rest
	running sync.WaitGroup // all goroutines but net/http's
}

func newServer(h http.Handler, o ServerOptions) *server {
	s := &server{log: o.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	header, write, idle := cmp.Or(o.Header, 10*time.Second), cmp.Or(o.Write, 2*time.Minute), cmp.Or(o.Idle, 75*time.Second)
	srv := func(h http.Handler) *http.Server {
		srv := &http.Server{
			Handler:           h,
			ReadHeaderTimeout: header,
			IdleTimeout:       idle,
			MaxHeaderBytes:    cmp.Or(o.MaxHeaderBytes, 64<<10),
			ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
			ConnState:         func(nc net.Conn, state http.ConnState) { nc.(*conn).follow(state) },
			Protocols:         new(http.Protocols),
		}
		srv.Protocols.SetUnencryptedHTTP2(true)
		return srv
	}
	read := cmp.Or(o.Read, 15*time.Second)
	rest := srv(h)
	rest.ReadTimeout, rest.WriteTimeout = read, write
	rest.Protocols.SetHTTP1(true)
	s.rest = newHandover(rest)
	perOne := -1
	s.streams = s.rest
	if own, ok := h.(*handler); ok {
		s.clients = own.clients
		perOne = own.clients.conns
		if o.Now != nil {
			s.streams = newHandover(srv(own.withLimits(streamLimits{o.Now, read, write})))
		}
		s.lane = &lane{handler: own, rest: s.rest, streams: s.streams}
	}
	s.conns = newConns(cmp.Or(o.MaxConns, roomForConns()), perOne, header, write, idle)
	if s.lane != nil {
		s.lane.handler.o.Counters.conns.Store(s.conns)
	}
	return s
}

// behind are the servers of net/http that stand behind the fast lane.
func (s *server) behind() []*handover {
	if s.streams == s.rest {
		return []*handover{s.rest}
	}
	return []*handover{s.rest, s.streams}
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
			s.log.Warn("no more files can be opened: idle connections are closed", "error", err, "advice", "raise the limit of open files: LimitNOFILE, or ulimits of the container")
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
		c.from, c.client = s.clients.of(nc.RemoteAddr())
	}
	if s.conns.full() {
		s.conns.makeRoom()
	}
	if refusal := s.conns.add(c); refusal != nil {
		s.refused(refusal)
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
	s.rest.give(c)
}

// refused counts a connection that was not let in.
func (s *server) refused(refusal []byte) {
	if s.lane == nil {
		return
	}
	why := 0
	if &refusal[0] == &noRoom[0] {
		why = 1
	}
	s.lane.handler.o.Counters.refused[why].Add(1)
}

// cutOff ends everything at once.
func (s *server) cutOff() {
	for _, b := range s.behind() {
		_ = b.http.Close()
	}
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
