package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"writethru/bench/report"
)

// What is counted of readers.
const (
	dayBytes  = "bytes of a day"
	oneReader = "received by one reader"
)

// Rows of readers.
const (
	everyTime     = "a full fetch every time"
	perChange     = "a full fetch per change"
	conditionally = "If-None-Match"
	withDeltas    = "If-None-Match and A-IM: feed"
)

// A day of polling.
const (
	hours        = 24
	pollsPerHour = 4 // every 15 minutes
)

// polling counts what a reader receives that polls every 15 minutes for a day,
// while one follow-up an hour comes in. All of them take gzip.
func (b *bench) polling(ctx context.Context, size int) error {
	s, err := b.ownServer(size)
	if err != nil {
		return err
	}
	srv, err := startServer(ctx, s.row, s.serve)
	if err != nil {
		return err
	}
	defer srv.Stop()
	if _, err := srv.until(ctx, s.ready, b.limit, ok); err != nil {
		return err
	}
	desk := &saver{row: ownFollowUp, site: s, srv: srv, save: newEditor(s, size).followUp, apart: time.Second}
	full, conditional, deltas := newReader(srv), newReader(srv), newReader(srv)
	deltas.header = map[string]string{"A-IM": "feed"}
	all := []*reader{full, conditional, deltas}
	if err := b.poll(ctx, srv, all); err != nil { // what a new subscriber gets
		return err
	}
	for _, r := range all {
		r.received.Store(0)
		r.fetched, r.fetchedBytes, r.deltas = 0, 0, 0
	}
	for range hours {
		if _, err := desk.measure(ctx, b.limit); err != nil {
			return err
		}
		for range pollsPerHour {
			full.tag = ""
			if err := b.poll(ctx, srv, all); err != nil {
				return err
			}
		}
	}
	key := func(row string) report.Key {
		return report.Key{Part: "polling", Measure: dayBytes, Row: row, Case: oneReader}
	}
	b.report.Add(key(everyTime), report.Bytes, float64(full.received.Load()))
	b.report.Add(key(perChange), report.Bytes, float64(conditional.fetchedBytes))
	b.report.Add(key(conditionally), report.Bytes, float64(conditional.received.Load()))
	if deltas.deltas == 0 {
		b.report.Miss(key(withDeltas), "not available: A-IM")
		return nil
	}
	b.report.Add(key(withDeltas), report.Bytes, float64(deltas.received.Load()))
	return nil
}

// poll lets all readers look once. The compressed feed is there before.
func (b *bench) poll(ctx context.Context, srv *server, all []*reader) error {
	if _, err := b.compressed(ctx, srv, feedPath); err != nil {
		return err
	}
	for _, r := range all {
		if err := r.poll(ctx); err != nil {
			return err
		}
	}
	return nil
}

// A reader polls the home feed, on a new connection each time.
type reader struct {
	url      string
	header   map[string]string
	client   *http.Client
	received atomic.Int64 // bytes off the wire, headers and all

	tag          string // of what it has
	fetched      int    // full answers
	fetchedBytes int64
	deltas       int // answers with what is new alone
}

func newReader(srv *server) *reader {
	r := &reader{url: srv.url(feedPath)}
	dial := func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, addr)
		return &counted{c, &r.received}, err
	}
	r.client = &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true, DisableCompression: true}}
	return r
}

// A counted connection counts what it receives.
type counted struct {
	net.Conn
	received *atomic.Int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.received.Add(int64(n))
	return n, err
}

func (r *reader) poll(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	if r.tag != "" {
		req.Header.Set("If-None-Match", r.tag)
	}
	before := r.received.Load()
	resp, err := r.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := new(bytes.Buffer).ReadFrom(resp.Body); err != nil {
		return err
	}
	switch resp.StatusCode {
	case http.StatusOK:
		r.fetched++
		r.fetchedBytes += r.received.Load() - before
	case http.StatusIMUsed:
		r.deltas++
	case http.StatusNotModified:
		return nil
	default:
		return fmt.Errorf("a reader gets status %d", resp.StatusCode)
	}
	r.tag = resp.Header.Get("Etag")
	return nil
}
