package audience

import (
	"cmp"
	"slices"
	"time"
)

// Figures are what a day says.
type Figures struct {
	Day         string       `json:"day"`   // in UTC
	Until       time.Time    `json:"until"` // of the last poll
	Subscribers Subscribers  `json:"subscribers"`
	Clients     map[Kind]int `json:"clients"` // different ones, of all kinds but services
	Tally
	Dropped   uint64           `json:"dropped"` // polls that came too fast to be counted
	Services  []ServiceFigures `json:"services"`
	Programs  []ProgramFigures `json:"programs"`
	Feeds     []FeedFigures    `json:"feeds"`
	Formats   map[string]Tally `json:"formats"`
	Intervals []Interval       `json:"intervals"` // in which readers poll
}

// Subscribers are people who read with services, by why that is believed.
type Subscribers struct {
	Confirmed  int `json:"dns"`
	Behaviour  int `json:"behaviour"`
	Unverified int `json:"unverified"`
}

// Believed are those that count.
func (s Subscribers) Believed() int { return s.Confirmed + s.Behaviour }

func (s *Subscribers) add(sub *subscription) {
	switch sub.Trust {
	case Confirmed:
		s.Confirmed += sub.Count
	case Behaviour:
		s.Behaviour += sub.Count
	default:
		s.Unverified += sub.Count
	}
}

// ServiceFigures are those of one service.
type ServiceFigures struct {
	Name        string                `json:"name"`
	Known       bool                  `json:"known"`
	Subscribers Subscribers           `json:"subscribers"`
	Claim       int                   `json:"claim"` // the most that was said, over all feeds
	Feeds       []SubscriptionFigures `json:"feeds"`
	Interval    Seconds               `json:"interval"` // in which it polls a feed; 0: not known
	Fetched     Delays                `json:"fetched"`
	Tally
}

// SubscriptionFigures are those of a feed in a service.
type SubscriptionFigures struct {
	Path  string    `json:"path"`
	Count int       `json:"count"`
	Claim int       `json:"claim"`
	Trust Trust     `json:"verified"`
	Last  time.Time `json:"last"`
}

// ProgramFigures are those of a program that asks for itself.
type ProgramFigures struct {
	Name     string  `json:"name"`
	Kind     Kind    `json:"kind"`
	Clients  int     `json:"clients"`
	Regular  int     `json:"regular"` // of those, who came again
	Interval Seconds `json:"interval"`
	Fetched  Delays  `json:"fetched"`
	Tally
}

// FeedFigures are those of a feed.
type FeedFigures struct {
	Path        string `json:"path"`
	Clients     int    `json:"clients"`
	Subscribers int    `json:"subscribers"` // that are believed
	Tally
}

// Delays say how long after its emission a follow-up was fetched.
type Delays struct {
	Count uint64  `json:"count"`
	P50   Seconds `json:"p50"`
	P95   Seconds `json:"p95"`
}

// Seconds is a duration in seconds.
type Seconds float64

func seconds(d time.Duration) Seconds { return Seconds(d.Seconds()) }

// Duration gives it as one.
func (s Seconds) Duration() time.Duration { return time.Duration(float64(s) * float64(time.Second)) }

// An Interval is a range of polling intervals.
type Interval struct {
	From  Seconds `json:"from"`
	To    Seconds `json:"to"`    // 0: and more
	Share float64 `json:"share"` // of the time that readers were subscribed
}

// intervalEdges part the ranges of polling intervals.
var intervalEdges = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour,
}

// Unchanging is the share of polls that were answered with 304.
func (t Tally) Unchanging() float64 {
	if t.Polls == 0 {
		return 0
	}
	return float64(t.Unchanged) / float64(t.Polls)
}

func (d *day) weigh() {
	for _, s := range d.Services {
		s.weigh()
	}
}

// figures gives what a day says, the most read first.
func (d *day) figures(date string) Figures {
	f := Figures{Day: date, Until: d.Until, Tally: d.Tally, Dropped: d.Dropped, Clients: map[Kind]int{}, Formats: map[string]Tally{},
		Services: []ServiceFigures{}, Programs: []ProgramFigures{}, Feeds: []FeedFigures{}}
	for kind, s := range d.Kinds {
		f.Clients[kind] = s.count()
	}
	for name, t := range d.Formats {
		f.Formats[name] = *t
	}
	byFeed := map[string]int{}
	for name, s := range d.Services {
		f.Services = append(f.Services, s.figures(name, byFeed))
		for _, sub := range s.Subs {
			f.Subscribers.add(sub)
		}
	}
	var gaps histogram
	for name, c := range d.Clients {
		f.Programs = append(f.Programs, ProgramFigures{
			Name: name, Kind: c.Kind, Clients: c.Seen.count(), Regular: min(c.Regular.count(), c.Seen.count()),
			Interval: seconds(c.Gaps.typical()), Fetched: delays(c.Fetched), Tally: c.Tally,
		})
		if c.Kind == Reader {
			gaps.merge(c.Gaps)
		}
	}
	for path, feed := range d.Feeds {
		f.Feeds = append(f.Feeds, FeedFigures{Path: path, Clients: feed.Seen.count(), Subscribers: byFeed[path], Tally: feed.Tally})
	}
	f.Intervals = intervals(gaps)
	slices.SortFunc(f.Services, func(a, b ServiceFigures) int {
		return cmp.Or(cmp.Compare(b.Subscribers.Believed(), a.Subscribers.Believed()), cmp.Compare(b.Polls, a.Polls), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(f.Programs, func(a, b ProgramFigures) int {
		return cmp.Or(cmp.Compare(b.Clients, a.Clients), cmp.Compare(b.Polls, a.Polls), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(f.Feeds, func(a, b FeedFigures) int {
		return cmp.Or(cmp.Compare(b.Clients+b.Subscribers, a.Clients+a.Subscribers), cmp.Compare(a.Path, b.Path))
	})
	return f
}

func (s *service) figures(name string, byFeed map[string]int) ServiceFigures {
	f := ServiceFigures{Name: name, Known: s.Known, Interval: seconds(s.Gaps.typical()), Fetched: delays(s.Fetched), Tally: s.Tally, Feeds: []SubscriptionFigures{}}
	for path, sub := range s.Subs {
		f.Subscribers.add(sub)
		f.Claim += sub.Claim
		f.Feeds = append(f.Feeds, SubscriptionFigures{path, sub.Count, sub.Claim, sub.Trust, sub.Last})
		if sub.Trust != Unverified {
			byFeed[path] += sub.Count
		}
	}
	slices.SortFunc(f.Feeds, func(a, b SubscriptionFigures) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Path, b.Path))
	})
	return f
}

// Trust is the best reason to believe any of the service's subscribers.
func (s ServiceFigures) Trust() Trust {
	switch {
	case s.Subscribers.Confirmed > 0:
		return Confirmed
	case s.Subscribers.Behaviour > 0:
		return Behaviour
	}
	return Unverified
}

func delays(h histogram) Delays {
	return Delays{h.count(), seconds(h.quantile(0.5)), seconds(h.quantile(0.95))}
}

func intervals(gaps histogram) []Interval {
	out := make([]Interval, len(intervalEdges)+1)
	total := 0.0
	for i := range out {
		if i > 0 {
			out[i].From = seconds(intervalEdges[i-1])
		}
		if i < len(intervalEdges) {
			out[i].To = seconds(intervalEdges[i])
		}
	}
	for bucket := range gaps {
		i, found := slices.BinarySearch(intervalEdges, middle(bucket))
		if found {
			i++
		}
		w := gaps.weight(bucket)
		out[i].Share += w
		total += w
	}
	if total > 0 {
		for i := range out {
			out[i].Share /= total
		}
	}
	return out
}
