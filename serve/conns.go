package serve

import (
	"cmp"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Conns are all connections of a server: how many there may be, and how long
// each may stay in a state. The time is counted in ticks, so that a request
// sets no timer.
type conns struct {
	most    int // at the same time
	perOne  int // of one client; negative: as many as it likes
	period  time.Duration
	allowed [states]int64 // how many ticks a state may last; 0: for ever

	tick     atomic.Int64 // one more each period; from 1 on
	stopping atomic.Bool  // no connection waits for a further request any more

	gone chan struct{} // closed when it stops and the last connection is gone

	mu  sync.Mutex // guards all below
	all map[*conn]struct{}
	of  map[netip.Addr]int // how many the limited clients have
}

func newConns(most, perOne int, header, write, idleFor time.Duration) *conns {
	cs := &conns{
		most: most, perOne: perOne, period: time.Second,
		gone: make(chan struct{}),
		all:  make(map[*conn]struct{}), of: make(map[netip.Addr]int),
	}
	cs.tick.Store(1)
	limits := [states]time.Duration{fresh: header, idle: idleFor, answering: write}
	for _, limit := range limits {
		if limit > 0 {
			cs.period = min(cs.period, max(limit/8, time.Millisecond))
		}
	}
	for s, limit := range limits {
		if limit > 0 {
			cs.allowed[s] = int64((limit+cs.period-1)/cs.period) + 1 // a state may begin at the end of a tick
		}
	}
	return cs
}

// What a connection is told that is not let in.
var (
	tooMany = []byte("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30\r\nCache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	noRoom  = []byte("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nCache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
)

// add lets a connection in, or returns what it is told.
func (cs *conns) add(c *conn) (refusal []byte) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if cs.perOne >= 0 && c.client.IsValid() && cs.of[c.client] >= cs.perOne {
		return tooMany
	}
	if cs.stopping.Load() || len(cs.all) >= cs.most {
		return noRoom
	}
	c.in = cs
	c.mark.Store(uint64(newMark(fresh, cs.tick.Load())))
	cs.all[c] = struct{}{}
	if c.client.IsValid() {
		cs.of[c.client]++
	}
	return nil
}

func (cs *conns) remove(c *conn) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if _, ok := cs.all[c]; !ok {
		return
	}
	delete(cs.all, c)
	if n := cs.of[c.client]; n > 1 {
		cs.of[c.client] = n - 1
	} else {
		delete(cs.of, c.client)
	}
	if cs.stopping.Load() && len(cs.all) == 0 {
		close(cs.gone)
	}
}

func (cs *conns) full() bool {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	return len(cs.all) >= cs.most
}

// makeRoom ends connections that wait for a request, those first that wait
// longest. It ends a sixteenth of all, so that it is seldom called.
func (cs *conns) makeRoom() {
	waiting := cs.where(func(_ *conn, m mark) bool { return m.state().waits() })
	slices.SortFunc(waiting, func(a, b marked) int { return cmp.Compare(a.mark.tick(), b.mark.tick()) })
	for _, w := range waiting[:min(len(waiting), cs.most/16+1)] {
		w.conn.end(w.mark)
	}
}

// watch ends connections whose state has lasted too long, until done.
func (cs *conns) watch(done <-chan struct{}) {
	ticker := time.NewTicker(cs.period)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			now := cs.tick.Add(1)
			over := func(since, allowed int64) bool { return allowed > 0 && now-since >= allowed }
			cs.end(func(c *conn, m mark) bool {
				stuck := c.stuck.Load()
				return over(m.tick(), cs.allowed[m.state()]) || stuck != 0 && over(stuck, cs.allowed[answering])
			})
		}
	}
}

// stop ends the connections of the fast lane that wait. The others end after
// what they are at; gone is closed then.
func (cs *conns) stop() {
	cs.mu.Lock()
	cs.stopping.Store(true)
	if len(cs.all) == 0 {
		close(cs.gone)
	}
	cs.mu.Unlock()
	cs.end(func(_ *conn, m mark) bool { return m.state() == fresh || m.state() == idle })
}

// endAll ends all connections, whatever they are at.
func (cs *conns) endAll() {
	alive := func(_ *conn, m mark) bool { return m.state() != ended }
	for len(cs.where(alive)) > 0 { // one that changes its state meanwhile is found again
		cs.end(alive)
	}
}

func (cs *conns) end(which func(*conn, mark) bool) {
	for _, m := range cs.where(which) {
		m.conn.end(m.mark)
	}
}

// A marked is a connection as it was found.
type marked struct {
	conn *conn
	mark mark
}

func (cs *conns) where(which func(*conn, mark) bool) (found []marked) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	for c := range cs.all {
		if m := c.marked(); which(c, m) {
			found = append(found, marked{c, m})
		}
	}
	return found
}
