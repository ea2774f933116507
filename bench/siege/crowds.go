//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/bench/attack"
	"writethru/bench/process"
)

// slow lets slow clients hold connections.
func (s *siege) slow(ctx context.Context) (table, error) {
	t := table{header: []string{""}}
	for _, how := range attack.Slownesses {
		t.header = append(t.header, how.Name)
	}
	all, err := s.contenders()
	if err != nil {
		return t, err
	}
	rows := make([][]string, len(all))
	var g errgroup.Group // all at once: nobody has anything to do but wait
	var mu sync.Mutex    // guards s
	for i, c := range all {
		v, err := s.start(ctx, c)
		if err != nil {
			return t, err
		}
		defer v.stop()
		v.site.Clients = strangers(100)
		rows[i] = make([]string, len(attack.Slownesses))
		for k, how := range attack.Slownesses {
			g.Go(func() error {
				took, err := v.site.Holds(k, how, s.Slowest)
				rows[i][k] = fmt.Sprintf("%.0f s", took.Seconds())
				if took >= s.Slowest {
					rows[i][k] = "over " + rows[i][k]
				}
				if bound := 80 * time.Second; v.own && took > bound && s.Slowest > bound {
					mu.Lock()
					defer mu.Unlock()
					s.fell("%s holds a connection for %s", how.Name, took)
				}
				return err
			})
		}
	}
	err = g.Wait()
	for i, c := range all {
		t.row(append([]string{c.name}, rows[i]...)...)
	}
	return t, err
}

// tuned adds nginx with as many connections as it is asked for.
func (s *siege) tuned(all []*contender) []*contender {
	i := slices.IndexFunc(all, func(c *contender) bool { return c.name == "Hugo + nginx" })
	if i < 0 {
		return all
	}
	more := *all[i]
	more.name = fmt.Sprintf("Hugo + nginx, `worker_connections %d`", manyConnections)
	more.serve = func(addr string) process.Command { return s.nginx(more.dir, addr, manyConnections) }
	return slices.Insert(slices.Clone(all), i+1, &more)
}

// readEvery is how often the other reader asks.
const readEvery = 20 * time.Millisecond

// settle lets a server deal with what has just come.
func (s *siege) settle(ctx context.Context) {
	select {
	case <-time.After(s.Load / 4):
	case <-ctx.Done():
	}
}

// crowd holds many connections, of one client and of many, and has another one
// read meanwhile.
func (s *siege) crowd(ctx context.Context) (table, error) {
	t := table{header: []string{"", "from", "held of " + figure(s.Dripping+s.Silent) + " at first", fmt.Sprintf("after %.0f s", s.Load.Seconds()), "memory before", "with them", "the other reader was served", "half of the answers in", "99 % in"}}
	all, err := s.contenders()
	if err != nil {
		return t, err
	}
	for _, clients := range []int{1, 500} {
		err := s.each(ctx, s.tuned(all), func(v *server) error {
			v.site.Clients = strangers(clients)
			before := resident(v.Pid())
			crowd := v.site.Crowd(ctx, s.Dripping, s.Silent, 0)
			defer crowd.Close()
			s.settle(ctx)
			held, with := crowd.Open(), resident(v.Pid())
			reading, cancel := context.WithTimeout(ctx, s.Load)
			defer cancel()
			c := v.site.Read(reading, readerHost, readEvery)
			kept := crowd.Open()
			from := "one address"
			if clients > 1 {
				from = fmt.Sprintf("%d addresses", clients)
			}
			t.row(v.name, from, figure(held), figure(kept), megabytes(before), megabytes(with), served(c), percentile(c, 50), percentile(c, 99))
			if v.own && c.Served < c.Asked() {
				s.fell("in a crowd from %s, another reader got %s", from, served(c))
			}
			return nil
		})
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// served writes how many requests got what they wanted.
func served(c attack.Counts) string {
	if c.Served == c.Asked() {
		return "always"
	}
	return fmt.Sprintf("%s of %s times", figure(c.Served), figure(c.Asked()))
}

func percentile(c attack.Counts, p int) string {
	if c.Served == 0 {
		return "–"
	}
	return millis(c.Percentile(p))
}

// floodConnections is how many requests the flood has under way.
const floodConnections = 200

// flood has one client ask as fast as it can.
func (s *siege) flood(ctx context.Context) (table, error) {
	t := table{header: []string{"", "the flood was served", "refused", "sent to it", "the other reader was served", "99 % in, before", "in the flood"}}
	all, err := s.contenders()
	if err != nil {
		return t, err
	}
	err = s.each(ctx, s.tuned(all), func(v *server) error {
		quiet, cancel := context.WithTimeout(ctx, s.Load/4)
		defer cancel()
		before := v.site.Read(quiet, readerHost, readEvery)
		flooding, cancel := context.WithTimeout(ctx, s.Load)
		defer cancel()
		var c attack.Counts
		var reader sync.WaitGroup
		reader.Go(func() { c = v.site.Read(flooding, readerHost, readEvery) })
		flood := v.site.Flood(flooding, floodHost, floodConnections)
		reader.Wait()
		rate := func(n int) string { return figure(int(float64(n)/s.Load.Seconds())) + " a second" }
		t.row(strings.TrimSpace(v.name), rate(flood.Served), rate(flood.Refused+flood.Failed), megabytes(flood.Bytes/int64(max(1, s.Load.Seconds())))+" a second", served(c), percentile(before, 99), percentile(c, 99))
		if v.own && c.Served < c.Asked() {
			s.fell("in a flood, another reader got %s", served(c))
		}
		return nil
	})
	return t, err
}
