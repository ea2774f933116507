package main

import (
	"context"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// scraped answers with metrics, and nothing else, until ctx is done.
func (p *program) scraped(ctx context.Context, ln net.Listener, metrics http.Handler) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics)
	s := &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	g, gone := errgroup.WithContext(ctx)
	g.Go(func() error { return s.Serve(ln) })
	<-gone.Done()
	_ = s.Close() // who asks for figures asks again
	if err := g.Wait(); ctx.Err() == nil {
		return err
	}
	return nil
}
