package audience

import "time"

// A day is all that is kept of one day: sums, sketches and histograms, by name.
// Two of the same day make one: parts of replicas, say.
type day struct {
	Tally
	Dropped  uint64              `json:"dropped,omitempty"` // answers that were not counted
	Until    time.Time           `json:"until"`             // of the last answer
	Kinds    map[Kind]*sketch    `json:"kinds,omitempty"`   // clients of a kind
	Clients  map[string]*client  `json:"clients,omitempty"`
	Services map[string]*service `json:"services,omitempty"`
	Feeds    map[string]*feed    `json:"feeds,omitempty"`
	Formats  map[string]*Tally   `json:"formats,omitempty"`

	moves int // see room
}

// A client is a program that people read with, or any other that is no service.
type client struct {
	Tally
	Kind    Kind      `json:"kind"`
	Known   bool      `json:"known,omitempty"`
	Seen    *sketch   `json:"seen"`
	Regular *sketch   `json:"regular,omitempty"` // of those who came back after a minute or more
	Gaps    histogram `json:"gaps,omitempty"`
	Fetched histogram `json:"fetched,omitempty"`
}

// A service fetches for many.
type service struct {
	Tally
	Known   bool                     `json:"known,omitempty"`
	Subs    map[string]*subscription `json:"subs,omitempty"` // by the path of the feed
	Gaps    histogram                `json:"gaps,omitempty"`
	Fetched histogram                `json:"fetched,omitempty"`

	shown bool // one of its machines is known to be its own: others don't count
}

// A feed is one path.
type feed struct {
	Tally
	Seen *sketch `json:"seen"`
}

// A Tally counts polls: requests for feeds.
type Tally struct {
	Polls     uint64 `json:"polls"`
	Unchanged uint64 `json:"unchanged"`    // answered with 304
	Asked     uint64 `json:"deltas_asked"` // with A-IM: feed
	Deltas    uint64 `json:"deltas"`       // answered with 226
	Bytes     uint64 `json:"bytes"`        // of content that was sent
}

func newDay() *day {
	return &day{
		Kinds: map[Kind]*sketch{}, Clients: map[string]*client{}, Services: map[string]*service{},
		Feeds: map[string]*feed{}, Formats: map[string]*Tally{}, moves: mostMoves,
	}
}

func (t *Tally) add(o *Tally) {
	t.Polls += o.Polls
	t.Unchanged += o.Unchanged
	t.Asked += o.Asked
	t.Deltas += o.Deltas
	t.Bytes += o.Bytes
}

func (t *Tally) weight() uint64 { return t.Polls }

func (c *client) keep() bool { return c.Known }

func (c *client) merge(o *client) {
	if c.Kind == "" {
		c.Kind, c.Known = o.Kind, o.Known
	}
	c.add(&o.Tally)
	c.Seen, c.Regular = merged(c.Seen, o.Seen), merged(c.Regular, o.Regular)
	c.Gaps.merge(o.Gaps)
	c.Fetched.merge(o.Fetched)
}

func (s *service) keep() bool { return s.Known }

func (s *service) merge(o *service) {
	s.add(&o.Tally)
	s.Known = s.Known || o.Known
	s.Gaps.merge(o.Gaps)
	s.Fetched.merge(o.Fetched)
	for path, sub := range o.Subs {
		if s.Subs == nil {
			s.Subs = map[string]*subscription{}
		}
		if mine := s.Subs[path]; mine == nil || sub.over(mine) {
			s.Subs[path] = sub
		}
	}
}

func (f *feed) keep() bool { return false }

func (f *feed) merge(o *feed) {
	f.add(&o.Tally)
	f.Seen = merged(f.Seen, o.Seen)
}

// merge adds another part of the same day, which is not used any more then.
func (d *day) merge(o *day) {
	d.add(&o.Tally)
	d.Dropped += o.Dropped
	if o.Until.After(d.Until) {
		d.Until = o.Until
	}
	for kind, s := range o.Kinds {
		d.Kinds[kind] = merged(d.Kinds[kind], s)
	}
	mergeNamed(d.Clients, o.Clients, room{mostClients, &d.moves})
	mergeNamed(d.Services, o.Services, room{mostServices, &d.moves})
	mergeNamed(d.Feeds, o.Feeds, room{mostFeeds, &d.moves})
	for format, t := range o.Formats {
		d.format(format).add(t)
	}
}

func mergeNamed[T any, P counted[T]](to, from map[string]P, in room) {
	for name, p := range from {
		if p != nil {
			named(to, name, p.keep(), in).merge(p)
		}
	}
}

func (d *day) format(name string) *Tally {
	if d.Formats[name] == nil {
		d.Formats[name] = new(Tally)
	}
	return d.Formats[name]
}
