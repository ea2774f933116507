package attack

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Counts is what became of many requests.
type Counts struct {
	Served  int // 200
	Refused int // 429 or 503
	Failed  int // connections that were refused, or ended before an answer
	Bytes   int64
	Times   []time.Duration // of those that were served, sorted
}

// Asked is how many there were.
func (c Counts) Asked() int { return c.Served + c.Refused + c.Failed }

// Percentile is the time that so many of a hundred answers took at most.
func (c Counts) Percentile(p int) time.Duration {
	if len(c.Times) == 0 {
		return 0
	}
	return c.Times[min(len(c.Times)-1, len(c.Times)*p/100)]
}

func (c *Counts) add(o Counts) {
	c.Served, c.Refused, c.Failed, c.Bytes = c.Served+o.Served, c.Refused+o.Refused, c.Failed+o.Failed, c.Bytes+o.Bytes
	c.Times = append(c.Times, o.Times...)
}

// Flood asks for the feed as fast as it can, on some connections of one client,
// and begins anew on those that end.
func (s Site) Flood(ctx context.Context, client string, connections int) Counts {
	s.Clients = []string{client}
	var total Counts
	var mu sync.Mutex // guards total
	var all sync.WaitGroup
	for range connections {
		all.Go(func() {
			var mine Counts
			for ctx.Err() == nil {
				s.ask(ctx, &mine, 1<<30, 0)
			}
			mu.Lock()
			defer mu.Unlock()
			total.add(mine)
		})
	}
	all.Wait()
	slices.Sort(total.Times)
	return total
}

// Read asks for the feed as a reader does, each time on a new connection, until
// ctx is done.
func (s Site) Read(ctx context.Context, client string, every time.Duration) Counts {
	s.Clients = []string{client}
	var c Counts
	tick := time.NewTicker(every)
	defer tick.Stop()
	for ctx.Err() == nil {
		s.ask(ctx, &c, 1, 5*time.Second)
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	slices.Sort(c.Times)
	return c
}

// ask makes some requests on a connection. What ctx ended does not count.
func (s Site) ask(ctx context.Context, c *Counts, requests int, bound time.Duration) {
	start := time.Now()
	conn, err := s.dial(0)
	if err != nil {
		if ctx.Err() == nil {
			c.Failed++
			time.Sleep(time.Millisecond)
		}
		return
	}
	defer func() { _ = conn.Close() }() // nothing more is expected of it
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if bound > 0 {
		_ = conn.SetDeadline(start.Add(bound)) // then the answer fails
	}
	r := bufio.NewReaderSize(conn, 64<<10)
	for range requests {
		status, n, last, err := get(conn, r, s.head()+"\r\n")
		if ctx.Err() != nil {
			return
		}
		c.Bytes += n
		switch {
		case err != nil:
			c.Failed++
			return
		case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
			c.Refused++
		case status == http.StatusOK:
			c.Served++
			c.Times = append(c.Times, time.Since(start))
		default:
			c.Failed++
		}
		if last {
			return
		}
		start = time.Now()
	}
}

// get makes one request. The last one of a connection says so.
func get(w io.Writer, r *bufio.Reader, request string) (status int, n int64, last bool, err error) {
	if _, err := io.WriteString(w, request); err != nil {
		return 0, 0, true, err
	}
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		return 0, 0, true, err
	}
	defer resp.Body.Close()
	n, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, n, resp.Close, err
}
