package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// ServerOptions are a server's limits. The zero value has good ones.
type ServerOptions struct {
	Header time.Duration // a request's header must be there in this time; 0: 10s
	Read   time.Duration // a whole request must be there in this time; 0: 15s
	Write  time.Duration // an answer must be taken in this time: who reads slowly holds no memory for ever; 0: 2m
	Idle   time.Duration // a connection without a request is closed after this; 0: 75s
	Drain  time.Duration // requests may take this long to end when the server stops; 0: 8s

	MaxHeaderBytes int          // of a request's header; 0: 64 KB
	Log            *slog.Logger // of what goes wrong with connections; nil: nothing is logged
}

// Serve answers requests on ln until ctx is done. Then it takes no more, lets
// those under way end, and returns nil. It closes ln in any case.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, o ServerOptions) error {
	log := o.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: cmp.Or(o.Header, 10*time.Second),
		ReadTimeout:       cmp.Or(o.Read, 15*time.Second),
		WriteTimeout:      cmp.Or(o.Write, 2*time.Minute),
		IdleTimeout:       cmp.Or(o.Idle, 75*time.Second),
		MaxHeaderBytes:    cmp.Or(o.MaxHeaderBytes, 64<<10),
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	select {
	case err := <-failed:
		_ = srv.Close() // the listener is broken: so are its connections
		return fmt.Errorf("serve %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), cmp.Or(o.Drain, 8*time.Second))
	defer cancel()
	if err := srv.Shutdown(drain); errors.Is(err, context.DeadlineExceeded) {
		log.Warn("requests were cut off", "after", cmp.Or(o.Drain, 8*time.Second))
		_ = srv.Close()
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", ln.Addr(), err)
	}
	return nil
}
