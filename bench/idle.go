package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"writethru/bench/load"
	"writethru/bench/process"
	"writethru/bench/report"
)

// What is counted of servers with idle connections.
const (
	memory         = "memory"
	withoutReaders = "without readers"
	withReaders    = "10,000 idle connections"
)

// readers is how many connections idle.
const readers = 10_000

// idle measures the memory of servers while many connections idle.
func (b *bench) idle(ctx context.Context, size int) error {
	hosts, err := b.hosts(ctx, size)
	if err != nil {
		return err
	}
	key := func(of, row string) report.Key {
		return report.Key{Part: "idle", Measure: memory, Row: row, Case: of}
	}
	var contenders []contender
	for _, h := range hosts {
		contenders = append(contenders, contender{key: key(withoutReaders, h.row), measure: func(ctx context.Context) error {
			before, after, err := b.holding(ctx, h)
			if err != nil {
				return err
			}
			b.report.Add(key(withoutReaders, h.row), report.Bytes, float64(before))
			b.report.Add(key(withReaders, h.row), report.Bytes, float64(after))
			return nil
		}})
	}
	return b.interleave(ctx, contenders)
}

// holding returns a server's memory before connections are opened and while
// they idle.
func (b *bench) holding(ctx context.Context, h host) (before, after int64, err error) {
	srv, err := b.run(ctx, h)
	if err != nil {
		return 0, 0, err
	}
	defer srv.Stop()
	if err := sleep(ctx, settle); err != nil {
		return 0, 0, err
	}
	if before, err = srv.Resident(); err != nil {
		return 0, 0, err
	}
	c, err := b.holdCommand(load.Request{Addr: srv.addr, Path: feedPath, Status: http.StatusOK}, readers)
	if err != nil {
		return 0, 0, err
	}
	c.CPUs = loadCPUs()
	p, err := process.Start(ctx, c)
	if err != nil {
		return 0, 0, err
	}
	defer p.Stop()
	for start := time.Now(); !strings.Contains(p.Said(), "held"); {
		if err := p.Err(); err != nil {
			return 0, 0, err
		}
		if time.Since(start) > b.limit {
			return 0, 0, fmt.Errorf("%d connections were not open in %s", readers, b.limit)
		}
		if err := sleep(ctx, 10*pause); err != nil {
			return 0, 0, err
		}
	}
	if err := sleep(ctx, settle); err != nil {
		return 0, 0, err
	}
	after, err = srv.Resident()
	return before, after, err
}
