package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/bench/corpus"
	"writethru/bench/load"
	"writethru/bench/process"
	"writethru/bench/report"
)

// webSubMore is the part that is not measured unless it is named.
const webSubMore = "websub-100k"

// What is counted of a hub.
const (
	deliveryRate   = "deliveries per second"
	deliveryCPU    = "CPU time of a delivery"
	deliveryMemory = "memory while delivering"
)

// How many subscribe to the home feed.
const (
	many     = 10_000
	manyMore = 100_000 // takes minutes to set up
)

// A fanOut is a server whose hub has subscribers on this machine. Both share its
// processors.
type fanOut struct {
	*saver
	readers *process.Process
	hosts   []string // of the subscribers
	have    int      // subscribers
	peak    int64    // the most memory that the server had while it delivered
}

// webSub measures a hub with many subscribers.
func (b *bench) webSub(ctx context.Context, size int) error {
	return b.deliveries(ctx, size, "websub", many)
}

// webSubMore measures a hub with many more.
func (b *bench) webSubMore(ctx context.Context, size int) error {
	return b.deliveries(ctx, size, webSubMore, manyMore)
}

// deliveries measures how fast a change gets to all who have subscribed to the
// feed: from the save until the last one has it, every delivery durable.
func (b *bench) deliveries(ctx context.Context, size int, part string, subscribers int) error {
	f, err := b.fanOut(ctx, size)
	if err != nil {
		return err
	}
	defer f.readers.Stop()
	defer f.srv.Stop()
	long := b.limit + time.Duration(subscribers)*5*time.Millisecond
	if err := f.subscribe(ctx, subscribers, long); err != nil {
		return err
	}
	key := func(measure string) report.Key {
		return report.Key{Part: part, Measure: measure, Row: "Writethru", Case: report.Count(float64(subscribers)) + " subscribers"}
	}
	return b.interleave(ctx, []contender{{key: key(deliveryRate), measure: func(ctx context.Context) error {
		took, cpu, err := f.deliver(ctx, long)
		if err != nil {
			return err
		}
		b.report.Add(key(deliveryRate), report.PerSecond, float64(subscribers)/took.Seconds())
		b.report.Add(key(deliveryCPU), report.Seconds, cpu.Seconds()/float64(subscribers))
		b.report.Add(key(deliveryMemory), report.Bytes, float64(f.peak))
		return nil
	}}})
}

// fanOut starts a server with a feed of five entries, and subscribers at a
// hundred addresses.
func (b *bench) fanOut(ctx context.Context, size int) (*fanOut, error) {
	s, err := b.ownServer(size)
	if err != nil {
		return nil, err
	}
	srv, err := startServer(ctx, s.row, func(port int) process.Command {
		c := s.serve(port)
		c.Args = append(c.Args, "--set", "websub.allow_private=true", "--set", "feed.limit=5")
		return c
	})
	if err != nil {
		return nil, err
	}
	e := &editor{site: s, articles: corpus.Newest(size, 1)}
	f := &fanOut{saver: &saver{row: s.row, site: s, srv: srv, save: e.edit}}
	if err := b.settled(ctx, f.saver, size); err != nil {
		srv.Stop()
		return nil, err
	}
	if f.readers, err = process.Start(ctx, b.subscribersCommand(100)); err != nil {
		srv.Stop()
		return nil, err
	}
	for f.hosts == nil {
		line, _, whole := strings.Cut(f.readers.Said(), "\n")
		if whole {
			err = json.Unmarshal([]byte(line), &f.hosts)
		} else if err = f.readers.Err(); err == nil {
			err = sleep(ctx, pause)
		}
		if err != nil {
			srv.Stop()
			f.readers.Stop()
			return nil, err
		}
	}
	return f, nil
}

// subscribe subscribes readers, and waits until the hub has asked and recorded
// all of them.
func (f *fanOut) subscribe(ctx context.Context, readers int, limit time.Duration) error {
	var next atomic.Int64
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	g, asking := errgroup.WithContext(bounded)
	for range 8 {
		g.Go(func() error {
			for n := int(next.Add(1)); n <= readers; n = int(next.Add(1)) {
				if err := f.ask(asking, n); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if err := f.until(bounded, func(t load.Tally) bool { return t.Confirmed >= readers }); err != nil {
		return err
	}
	f.have = readers
	return f.rest(ctx, limit)
}

// ask subscribes reader n. A hub that has many to ask says so, and gets it again.
func (f *fanOut) ask(ctx context.Context, n int) error {
	form := url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {f.srv.url(f.site.feed)}, "hub.secret": {"a secret"},
		"hub.callback": {fmt.Sprintf("http://%s/%d", f.hosts[n%len(f.hosts)], n)},
	}.Encode()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.srv.url("/hub"), strings.NewReader(form))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		if err := resp.Body.Close(); err != nil {
			return err
		}
		switch resp.StatusCode {
		case http.StatusAccepted:
			return nil
		case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		default:
			return fmt.Errorf("the hub answers %s", resp.Status)
		}
		if err := sleep(ctx, 100*pause); err != nil {
			return err
		}
	}
}

// deliver saves once, and waits until all subscribers have the feed.
func (f *fanOut) deliver(ctx context.Context, limit time.Duration) (took, cpu time.Duration, err error) {
	if err := f.rest(ctx, limit); err != nil {
		return 0, 0, err
	}
	before, err := f.tally(ctx)
	if err != nil {
		return 0, 0, err
	}
	used, err := f.srv.CPU()
	if err != nil {
		return 0, 0, err
	}
	f.peak = 0
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	start := time.Now()
	if _, err := f.save(); err != nil {
		return 0, 0, err
	}
	if err := f.until(bounded, func(t load.Tally) bool { return t.Delivered >= before.Delivered+f.have }); err != nil {
		return 0, 0, err
	}
	took = time.Since(start)
	if err := f.rest(ctx, limit); err != nil { // all is recorded
		return 0, 0, err
	}
	now, err := f.srv.CPU()
	return took, now - used, err
}

// until waits until the subscribers have counted what is wanted.
func (f *fanOut) until(ctx context.Context, wanted func(load.Tally) bool) error {
	for {
		t, err := f.tally(ctx)
		if err != nil || wanted(t) {
			return err
		}
		memory, err := f.srv.Resident()
		if err != nil {
			return err
		}
		f.peak = max(f.peak, memory)
		if err := sleep(ctx, 10*pause); err != nil {
			return fmt.Errorf("subscribers have %+v: %w", t, err)
		}
	}
}

func (f *fanOut) tally(ctx context.Context) (t load.Tally, err error) {
	a, err := get(ctx, "http://"+f.hosts[0]+load.TallyPath, nil)
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(a.body, &t)
}
