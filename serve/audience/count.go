package audience

import (
	"net/http"
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

func (r *Recorder) agent(userAgent []byte) Agent {
	sum := xxhash.Sum64(userAgent)
	if a, ok := r.agents.Get(sum); ok {
		return a
	}
	a := Parse(string(userAgent))
	r.agents.Add(sum, a)
	return a
}

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
