package audience

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"net/netip"
	"time"

	"github.com/cespare/xxhash/v2"
)

// count counts one answer. It is called by who holds mu.
func (r *Recorder) count(rec *record) {
	d := r.today
	a := r.agent(rec.agent)
	path := string(rec.path)
	t := tallyOf(rec)
	d.add(&t)
	d.format(formatOf(rec.bits)).add(&t)
	if rec.at.After(d.Until) {
		d.Until = rec.at
	}
	f := named(d.Feeds, path, false, room{mostFeeds, &d.moves})
	f.add(&t)
	if a.Kind == Service {
		r.countService(rec, a, path, &t)
		return
	}
	who := r.client(rec, a)
	f.Seen = seen(f.Seen, rough, who)
	d.Kinds[a.Kind] = seen(d.Kinds[a.Kind], fine, who)
	c := named(d.Clients, nameOr(a.Name), a.Known, room{mostClients, &d.moves})
	switch {
	case c == d.Clients[Other]:
		c.Kind = Unknown
	case c.Kind == "":
		c.Kind, c.Known = a.Kind, a.Known
	}
	c.add(&t)
	c.Seen = seen(c.Seen, coarse, who)
	p := r.polls.find(who ^ pathMark(path))
	if gap := p.gap(rec); gap > 0 {
		c.Gaps.add(gap)
		if gap >= time.Minute {
			c.Regular = seen(c.Regular, coarse, who)
		}
	}
	p.take(rec, &c.Fetched)
}

func (r *Recorder) countService(rec *record, a Agent, path string, t *Tally) {
	name := nameOr(a.Name)
	s := named(r.today.Services, name, a.Known, room{mostServices, &r.today.moves})
	s.add(t)
	s.Known = a.Known
	if s == r.today.Services[Other] {
		return // one of the others: what they claim belongs to none of them
	}
	from := r.hash(rec.from, 0)
	confirmed := r.confirmed(machine{from, name}, rec.from)
	s.shown = s.shown || confirmed
	p := r.served.find(serviceID(name, path))
	if confirmed || !s.shown {
		if gap := p.gap(rec); gap > 0 {
			s.Gaps.add(gap)
		}
		p.take(rec, &s.Fetched)
	}
	if a.Subscribers < 0 {
		return
	}
	if sub := r.subscription(name, s, path); sub != nil {
		sub.take(claim{a.FeedID, a.Subscribers, from, confirmed, rec.at})
		sub.Newest = p.newest
	}
}

// subscription gives a service's subscription of a feed; nil: there is no room,
// and nobody who was heard but once to make some.
func (r *Recorder) subscription(name string, s *service, path string) *subscription {
	if sub := s.Subs[path]; sub != nil {
		return sub
	}
	all := 0
	for _, other := range r.today.Services {
		all += len(other.Subs)
	}
	if all >= mostSubs && !r.makeRoom() {
		return nil
	}
	if s.Subs == nil {
		s.Subs = map[string]*subscription{}
	}
	sub := &subscription{Trust: Unverified, before: r.before[name][path]}
	s.Subs[path] = sub
	return sub
}

func (r *Recorder) makeRoom() bool {
	for _, s := range r.today.Services {
		for path, sub := range s.Subs {
			if sub.Polls <= 1 && sub.before == nil {
				delete(s.Subs, path)
				return true
			}
		}
	}
	return false
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

func (r *Recorder) agent(userAgent []byte) Agent {
	sum := xxhash.Sum64(userAgent)
	if a, ok := r.agents.Get(sum); ok {
		return a
	}
	a := Parse(string(userAgent))
	r.agents.Add(sum, a)
	return a
}

// client gives an id of who asked. It is another every day, and the address can't
// be told from it without the day's key. Behind one address a program is counted
// for at most eight of its versions, and all that are not known for one: who makes
// names and versions up is not many.
func (r *Recorder) client(rec *record, a Agent) uint64 {
	if !a.Known {
		return r.hash(rec.from, 1)
	}
	return r.hash(rec.from, xxhash.Sum64String(a.Name)&^7|xxhash.Sum64(rec.agent)&7)
}

// hash is keyed. Of an IPv6 address 64 bits count: what a household or a machine
// has.
func (r *Recorder) hash(a netip.Addr, with uint64) uint64 {
	if a.Is6() {
		p, _ := a.WithZone("").Prefix(64) // an IPv6 address has as many bits
		a = p.Addr()
	}
	var b [40]byte
	copy(b[:16], r.key)
	addr := a.As16()
	copy(b[16:], addr[:])
	binary.LittleEndian.PutUint64(b[32:], with)
	sum := sha256.Sum256(b[:])
	return binary.LittleEndian.Uint64(sum[:])
}

func serviceID(name, path string) uint64 { return xxhash.Sum64String(name) ^ pathMark(path) }

func pathMark(path string) uint64 { return xxhash.Sum64String(path) * 0x9E3779B97F4A7C15 }

// seen adds to a sketch, which is begun if there is none.
func seen(s *sketch, precision uint8, who ...uint64) *sketch {
	if s == nil {
		s = newSketch(precision)
	}
	for _, id := range who {
		s.add(id)
	}
	return s
}

func nameOr(name string) string {
	if name == "" {
		return "none named"
	}
	return name
}

func tallyOf(rec *record) Tally {
	t := Tally{Polls: 1, Bytes: uint64(rec.bytes)}
	switch rec.status {
	case http.StatusNotModified:
		t.Unchanged = 1
	case http.StatusIMUsed:
		t.Deltas = 1
	}
	if rec.bits&asksDelta != 0 {
		t.Asked = 1
	}
	return t
}

func formatOf(bits byte) string {
	switch {
	case bits&isRSS != 0:
		return "rss"
	case bits&isAtom != 0:
		return "atom"
	}
	return "json"
}

// gap is how long ago the poll before was; 0: it is not known.
func (p *poll) gap(rec *record) time.Duration {
	if p.last == 0 {
		return 0
	}
	return time.Duration(rec.at.UnixMilli()-p.last) * time.Millisecond
}

// slack is by how much a follow-up may be older than the poll before and still be
// new to who polls: its bytes come a moment after it was emitted.
const slack = time.Minute

// take notes what a client has now, and how long after their emission it was
// given the follow-ups that are new to it.
func (p *poll) take(rec *record, fetched *histogram) {
	known := max(p.newest, p.last-slack.Milliseconds())
	for _, at := range rec.emitted {
		if p.last == 0 || rec.bytes == 0 || at.UnixMilli() <= known {
			break
		}
		if !at.After(rec.at) {
			fetched.add(rec.at.Sub(at))
		}
	}
	if len(rec.emitted) > 0 {
		p.newest = max(p.newest, rec.emitted[0].UnixMilli())
	}
	p.last = max(p.last, rec.at.UnixMilli())
}
