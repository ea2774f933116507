package serve

import (
	"cmp"
	"hash/maphash"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// Limits bound what one client may ask for. A client is an IPv4 address, or 64
// bits of an IPv6 address, which is what one household or machine has.
type Limits struct {
	// Rate is how many answers a second a client gets on average; who was quiet
	// may have ten seconds' worth at once. A 304 from what is at hand does not
	// count. 0: 50; negative: no limit.
	Rate int
	// Conns is how many connections a client may have at the same time. 0: 256;
	// negative: no limit.
	Conns int
	// Exempt are the addresses that no limit holds for. A proxy in front of us
	// belongs here: all its readers come from its address. Nil: this machine.
	Exempt []netip.Prefix
}

var thisMachine = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// Clients remember who has asked for much lately, in a table that does not
// grow.
type clients struct {
	conns  int
	exempt []netip.Prefix
	each   time.Duration // what one answer takes of a client's time; 0: no limit
	seed   maphash.Seed

	mu    sync.Mutex // guards debts
	debts []debtSet
}

// A debt says until when a client's answers of late are paid for, at one answer
// in each. It may lie ahead by ten seconds (this is the generic cell rate
// algorithm). A debt in the past is the same as none, so it can be forgotten.
type debt struct {
	client uint64 // hashed
	until  int64  // Unix nanoseconds
}

type debtSet [4]debt

const ahead = 10 * time.Second

func newClients(l Limits) *clients {
	c := &clients{conns: cmp.Or(l.Conns, 256), exempt: l.Exempt, seed: maphash.MakeSeed()}
	if l.Exempt == nil {
		c.exempt = thisMachine
	}
	if rate := cmp.Or(l.Rate, 50); rate > 0 {
		c.each = time.Second / time.Duration(rate)
	}
	return c
}

// of gives an address, and the client that it belongs to; zero: no limit holds
// for it.
func (c *clients) of(at net.Addr) (from, client netip.Addr) {
	tcp, ok := at.(*net.TCPAddr)
	if !ok {
		return from, client
	}
	from = tcp.AddrPort().Addr().Unmap()
	return from, c.client(from)
}

// named is of for an address as http.Request.RemoteAddr has it.
func (c *clients) named(at string) netip.Addr {
	addr, err := netip.ParseAddrPort(at)
	if err != nil {
		return netip.Addr{}
	}
	return c.client(addr.Addr())
}

func (c *clients) client(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if c.exempts(a) {
		return netip.Addr{}
	}
	if a.Is6() {
		p, _ := a.Prefix(64) // an IPv6 address has as many bits
		return p.Addr()
	}
	return a
}

func (c *clients) exempts(a netip.Addr) bool {
	for _, p := range c.exempt {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// take takes an answer from what a client may have. It returns how long the
// client must wait if there is none left.
func (c *clients) take(client netip.Addr, now time.Time) (wait time.Duration) {
	if c.each == 0 || !client.IsValid() || now.IsZero() {
		return 0
	}
	bytes := client.As16()
	hash := maphash.Bytes(c.seed, bytes[:])
	at := now.UnixNano()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.debts == nil {
		c.debts = make([]debtSet, 4096)
	}
	d := c.debts[hash%uint64(len(c.debts))].find(hash)
	d.until = min(max(d.until, at), at+int64(ahead)) // even if the clock went back
	if over := d.until + int64(c.each) - at - int64(ahead); over > 0 {
		return time.Duration(over)
	}
	d.until += int64(c.each)
	return 0
}

// find gives a client's debt. A client that is not there takes the place of the
// one that owes least.
func (s *debtSet) find(client uint64) *debt {
	least := &s[0]
	for i := range s {
		if s[i].client == client {
			return &s[i]
		}
		if s[i].until < least.until {
			least = &s[i]
		}
	}
	*least = debt{client: client}
	return least
}

// retryAfter is the value of Retry-After: whole seconds, the one form that all
// readers know.
func retryAfter(wait time.Duration) string {
	return strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10)
}
