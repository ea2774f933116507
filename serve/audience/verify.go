package audience

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"time"
)

// A Resolver answers what the names of machines are; a *net.Resolver is one.
type Resolver interface {
	LookupAddr(ctx context.Context, addr string) ([]string, error)
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

var _ Resolver = (*net.Resolver)(nil)

// A question is whether a machine is a service's.
type question struct {
	service string
	at      netip.Addr // in memory until it is answered, and nowhere after that
	from    uint64     // the address, hashed
}

// An answered is a question with its answer.
type answered struct {
	question
	yes bool
}

// Bounds of what is asked of the name service.
const (
	mostQuestions = 64              // that wait
	betweenLooks  = 2 * time.Second // at least
	oneLook       = 5 * time.Second // at most
	mostAnswers   = 4096            // that are remembered for a day
)

// verify answers questions, one after the other, until ctx is done. It is not on
// the way of any request.
func (r *Recorder) verify(ctx context.Context) {
	pause := time.NewTicker(betweenLooks)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case q := <-r.questions:
			r.look(ctx, q)
		}
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
	}
}

// look answers a question.
func (r *Recorder) look(ctx context.Context, q question) {
	ctx, cancel := context.WithTimeout(ctx, oneLook)
	defer cancel()
	r.learn(answered{q, belongs(ctx, r.o.Resolver, q.at, domainsOf(q.service))})
}

// confirmed reports whether a machine is known to be its service's, and has it
// asked for if it is not.
func (r *Recorder) confirmed(m machine, at netip.Addr) bool {
	for _, p := range r.o.Trusted {
		if p.Contains(at) {
			return true
		}
	}
	yes, asked := r.asked[m]
	if yes || asked || r.o.Resolver == nil || len(r.asked) >= mostAnswers || !public(at) || len(domainsOf(m.service)) == 0 {
		return yes
	}
	select {
	case r.questions <- question{m.service, at, m.from}:
		r.asked[m] = false // once a day
	default: // too many wait: it is asked for when it comes again
	}
	return false
}

// learn takes in an answer about a machine.
func (r *Recorder) learn(a answered) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := machine{a.from, a.service}
	if _, asked := r.asked[m]; !asked || !a.yes {
		return // another day has begun, or it stays as it is
	}
	r.asked[m] = true
	if s := r.today.Services[a.service]; s != nil {
		for _, sub := range s.Subs {
			sub.confirm(a.from)
		}
	}
}

// belongs reports whether an address has a name in one of the domains that leads
// back to it: who does not own the domain can't have that.
func belongs(ctx context.Context, names Resolver, at netip.Addr, domains []string) bool {
	found, err := names.LookupAddr(ctx, at.String())
	if err != nil {
		return false // no name, or nobody knows
	}
	for _, name := range found[:min(len(found), 4)] {
		name = strings.ToLower(strings.TrimSuffix(name, "."))
		if !within(name, domains) {
			continue
		}
		back, err := names.LookupNetIP(ctx, "ip", name)
		if err != nil {
			continue
		}
		for _, b := range back {
			if b.Unmap() == at {
				return true
			}
		}
	}
	return false
}

func within(name string, domains []string) bool {
	for _, d := range domains {
		if name == d || strings.HasSuffix(name, "."+d) {
			return true
		}
	}
	return false
}

// public reports whether the name service of the world can know an address.
func public(a netip.Addr) bool {
	return a.IsValid() && a.IsGlobalUnicast() && !a.IsPrivate()
}
