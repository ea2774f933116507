package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"writethru/bench/load"
	"writethru/bench/report"
)

// What is counted of servers under load.
const (
	rate       = "requests per second"
	cpuRequest = "CPU time of a request"
	cpuLoad    = "CPU time of the load for a request"
)

// connections is how many requests are under way at once.
const connections = 64

// The cases of throughput.
const (
	notModified  = "304"
	gzipped      = "200 gzip"
	identity     = "200 identity"
	notModified2 = "304, HTTP/2"
	gzipped2     = "200 gzip, HTTP/2"
)

var cases = []string{notModified, gzipped, identity, notModified2, gzipped2}

// throughput measures how many requests servers answer on one core, while the
// load has another one.
func (b *bench) throughput(ctx context.Context, size int) error {
	hosts, err := b.hosts(ctx, size)
	if err != nil {
		return err
	}
	running := map[string]*server{}
	for _, h := range hosts {
		srv, err := b.run(ctx, h)
		if err != nil {
			return err
		}
		defer srv.Stop()
		running[h.row] = srv
	}
	key := func(measure, row, of string) report.Key {
		return report.Key{Part: "http", Measure: measure, Row: row, Case: of}
	}
	var contenders []contender
	for _, of := range cases {
		for _, h := range hosts {
			contenders = append(contenders, contender{key: key(rate, h.row, of), measure: func(ctx context.Context) error {
				counts, cpu, err := b.underLoad(ctx, running[h.row], of)
				if err != nil {
					return err
				}
				each := 1 / float64(counts.Requests)
				b.report.Add(key(rate, h.row, of), report.PerSecond, counts.PerSecond())
				b.report.Add(key(cpuRequest, h.row, of), report.Seconds, cpu.Seconds()*each)
				b.report.Add(key(cpuLoad, h.row, of), report.Seconds, counts.CPU.Seconds()*each)
				return nil
			}})
		}
	}
	return b.interleave(ctx, contenders)
}

// underLoad loads a server with one case of requests. It returns how many were
// made, and the server's CPU time for them.
func (b *bench) underLoad(ctx context.Context, srv *server, of string) (counts load.Counts, cpu time.Duration, err error) {
	r, err := b.request(ctx, srv, of)
	if err != nil {
		return counts, 0, err
	}
	before, err := srv.CPU()
	if err != nil {
		return counts, 0, err
	}
	generate := b.load
	if of == notModified2 || of == gzipped2 {
		generate = b.load2
	}
	if counts, err = generate(ctx, r); err != nil {
		return counts, 0, err
	}
	after, err := srv.CPU()
	return counts, after - before, err
}

// request makes the request of a case, and looks whether the server answers it
// as it should.
func (b *bench) request(ctx context.Context, srv *server, of string) (load.Request, error) {
	r := load.Request{Addr: srv.addr, Path: feedPath, Header: map[string]string{}, Status: http.StatusOK}
	if of != identity {
		r.Header["Accept-Encoding"] = "gzip"
		a, err := b.compressed(ctx, srv, feedPath)
		if err != nil {
			return r, err
		}
		if of == notModified || of == notModified2 {
			r.Header["If-None-Match"], r.Status = a.header.Get("Etag"), http.StatusNotModified
		}
	}
	a, err := get(ctx, srv.url(feedPath), r.Header)
	if err == nil && a.status != r.Status {
		err = fmt.Errorf("%s answers %d, want %d", srv.name, a.status, r.Status)
	}
	return r, err
}
