package websub

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// Bounds of what strangers can have us ask whom: a request costs its sender
// nothing, and the callback that it names may be somebody else's.
const (
	maxAsked     = 500 // callbacks that are being asked
	maxAskedHost = 20  // of them, of one host
	maxRefusals  = 100 // of a host in an hour: it does not want what is asked in its name
	maxHosts     = 10_000
	hostMemory   = time.Hour
)

// Pending are the verifications under way.
type pending struct {
	most int // half of them may be with one host

	mu      sync.Mutex               // guards what follows
	wanted  map[string]*verification // by topic and callback: the newest
	hosts   map[string]*host
	count   int           // of verifications under way, or waiting
	asking  chan struct{} // holds one for each callback that is being asked
	stopped bool
	running sync.WaitGroup
}

// A verification is one request whose callback is being asked.
type verification struct {
	request
	known  bool // there is such a subscriber
	cancel context.CancelFunc
}

// A host is where callbacks are.
type host struct {
	pending int
	refused int
	since   time.Time     // refused counts from then on
	asking  chan struct{} // the same for this host
}

// key is what there is one subscription for.
func (r request) key() string { return r.Topic + "\n" + r.Callback }

// begin makes a verification the newest for its topic and callback; an older one
// is given up. It may refuse.
func (p *pending) begin(v *verification, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.hosts[v.host]
	if at == nil {
		at = &host{since: now, asking: make(chan struct{}, maxAskedHost)}
	} else if now.Sub(at.since) >= hostMemory {
		at.since, at.refused = now, 0
	}
	switch {
	case p.stopped || p.count >= p.most:
		return refuse(http.StatusServiceUnavailable, "too many subscriptions are being verified")
	case at.pending >= p.most/2 || at.refused >= maxRefusals && !v.known:
		return refuse(http.StatusTooManyRequests, "hub.callback: too many requests name %s", v.host)
	}
	if len(p.hosts) >= maxHosts {
		p.forget(now)
	}
	if len(p.hosts) >= maxHosts && at.pending == 0 {
		return refuse(http.StatusServiceUnavailable, "too many subscriptions are being verified")
	}
	if older := p.wanted[v.key()]; older != nil {
		older.cancel()
	}
	p.hosts[v.host], p.wanted[v.key()] = at, v
	at.pending++
	p.count++
	p.running.Add(1)
	return nil
}

// forget drops hosts that did nothing wrong lately.
func (p *pending) forget(now time.Time) {
	for name, at := range p.hosts {
		if at.pending == 0 && (at.refused == 0 || now.Sub(at.since) >= hostMemory) {
			delete(p.hosts, name)
		}
	}
}

// inTurn asks a callback when it may be asked.
func (p *pending) inTurn(ctx context.Context, v *verification, ask func() error) error {
	p.mu.Lock()
	at := p.hosts[v.host]
	p.mu.Unlock()
	for _, asking := range []chan struct{}{at.asking, p.asking} {
		select {
		case asking <- struct{}{}:
			defer func() { <-asking }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	p.mu.Lock()
	enough := at.refused >= maxRefusals && !v.known
	p.mu.Unlock()
	if enough {
		return errors.New("its host did not mean what was asked in its name")
	}
	return ask()
}

// has reports whether a request is being verified.
func (p *pending) has(r request) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	v := p.wanted[r.key()]
	return v != nil && v.ID == r.ID
}

// room is how many more requests can be taken on.
func (p *pending) room() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.most - p.count
}

// newest reports whether nobody has asked for something else since.
func (p *pending) newest(v *verification) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.wanted[v.key()] == v
}

// end tells whether the callback had asked for it.
func (p *pending) end(v *verification, meant bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.running.Done()
	if p.wanted[v.key()] == v {
		delete(p.wanted, v.key())
	}
	p.count--
	at := p.hosts[v.host]
	at.pending--
	if !meant {
		at.refused++
	}
	if at.pending == 0 && at.refused == 0 {
		delete(p.hosts, v.host)
	}
}

// stop takes no more, lets those under way end for a while, and returns when
// they have.
func (p *pending) stop(grace time.Duration) {
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	enough := time.AfterFunc(grace, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, v := range p.wanted {
			v.cancel()
		}
	})
	defer enough.Stop()
	p.running.Wait()
}
