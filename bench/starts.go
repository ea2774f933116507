package main

import (
	"bytes"
	"context"
	"time"

	"writethru/bench/report"
)

// What is counted of servers that start.
const (
	coldFeed   = "until the feed is served, cold"
	coldReady  = "until all is served, cold"
	warmFeed   = "until the feed is served, nothing changed"
	warmReady  = "until all is served, nothing changed"
	idleMemory = "memory when idle"
)

// settle is how long a server may take to come to rest before its memory is read:
// ours rests two seconds after the last change.
const settle = 5 * time.Second

// starts measures how long a server takes until readers can have the feed.
func (b *bench) starts(ctx context.Context, size int) error {
	sites, err := b.watchers(size)
	if err != nil {
		return err
	}
	key := func(measure, row string) report.Key {
		return report.Key{Part: "start", Measure: measure, Row: row, Size: size}
	}
	var contenders []contender
	for _, s := range sites {
		contenders = append(contenders, contender{grows: true, key: key(coldFeed, s.row), measure: func(ctx context.Context) error {
			if err := s.cold(); err != nil {
				return err
			}
			if err := b.start(ctx, s, func(feed, ready time.Duration, _ *server) error {
				b.report.Add(key(coldFeed, s.row), report.Seconds, feed.Seconds())
				b.report.Add(key(coldReady, s.row), report.Seconds, ready.Seconds())
				return nil
			}); err != nil {
				return err
			}
			return b.start(ctx, s, func(feed, ready time.Duration, srv *server) error {
				if err := sleep(ctx, settle); err != nil {
					return err
				}
				memory, err := srv.Resident()
				if err != nil {
					return err
				}
				b.report.Add(key(warmFeed, s.row), report.Seconds, feed.Seconds())
				b.report.Add(key(warmReady, s.row), report.Seconds, ready.Seconds())
				b.report.Add(key(idleMemory, s.row), report.Bytes, float64(memory))
				return nil
			})
		}})
	}
	return b.interleave(ctx, contenders)
}

// start runs a site's server until all is served.
func (b *bench) start(ctx context.Context, s *site, tell func(feed, ready time.Duration, srv *server) error) error {
	start := time.Now()
	srv, err := startServer(ctx, s.row, s.serve)
	if err != nil {
		return err
	}
	defer srv.Stop()
	feed, err := srv.until(ctx, s.feed, b.limit, hasArticles)
	if err != nil {
		return err
	}
	ready := feed
	if s.ready != "" {
		if ready, err = srv.until(ctx, s.ready, b.limit, ok); err != nil {
			return err
		}
	}
	return tell(feed.Sub(start), ready.Sub(start), srv)
}

// hasArticles wants a feed with something in it: a server may answer before it
// has read any article.
func hasArticles(a answer) bool { return ok(a) && bytes.Contains(a.body, []byte("<item>")) }

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
