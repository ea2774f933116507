package audience

import (
	"cmp"
	"slices"
	"time"
)

// A subscription is what a service is believed to fetch one feed for. Anybody can
// say anything in a User-Agent, and scrapers do: so what is said is weighed.
//
// Its groups are those who say the same: the real machines of a service agree
// among each other, and a spoofer is a group of its own.
type subscription struct {
	Count  int       `json:"count"`  // people
	Claim  int       `json:"claim"`  // the most that was said
	Trust  Trust     `json:"trust"`  // why Count is believed
	Last   time.Time `json:"last"`   // when it was last said
	Newest int64     `json:"newest"` // see poll
	Polls  uint64    `json:"polls"`  // how often

	before  *subscription // what it was on the last day before; nil: it was not
	earlier *subscription // what it was today, before a restart; nil: there was none
	groups  []group
}

// Trust says why a count is believed.
type Trust string

// The reasons to believe a count, the best one last.
const (
	Unverified Trust = "no"        // it isn't
	Behaviour  Trust = "behaviour" // a known service that asks as one, steadily, and does not jump
	Confirmed  Trust = "dns"       // the machine's name is the service's, and leads back to it; or the operator said so
)

func (t Trust) rank() int { return slices.Index([]Trust{Unverified, Behaviour, Confirmed}, t) }

// over reports whether s takes the place of what another replica knows.
func (s *subscription) over(other *subscription) bool {
	return cmp.Or(cmp.Compare(s.Trust.rank(), other.Trust.rank()), s.Last.Compare(other.Last)) > 0
}

// A group is those who say about the same of the same feed id.
type group struct {
	id          string
	first       int // what was said first: nobody can pull a group away from it bit by bit
	count       int // what was said last
	confirmed   bool
	from        [8]uint64 // who says so, hashed
	addresses   int       // how many of them are kept
	polls       int
	begun, last time.Time
}

// What is believed without a machine's name.
const (
	steadyPolls = 3                // so often has something to be said
	steadyTime  = 30 * time.Minute // and over so long
	lately      = 3 * time.Hour    // who was silent for longer than the others is not asked

	atFirst = 100    // that many people are believed of a feed without a past
	double  = 2      // and so many times more than the day before
	ceiling = 10_000 // never more
)

// A claim is what one request said.
type claim struct {
	id        string
	count     int
	from      uint64
	confirmed bool
	at        time.Time
}

// take takes in a claim.
func (s *subscription) take(c claim) {
	s.Claim = max(s.Claim, c.count)
	s.Polls++
	g := s.group(c)
	g.polls++
	if c.at.Before(g.begun) { // those of a moment come in any order
		g.begun = c.at
	}
	if !c.at.Before(g.last) {
		g.count, g.last = c.count, c.at
	}
	if c.at.After(s.Last) {
		s.Last = c.at
	}
	if !slices.Contains(g.from[:g.addresses], c.from) {
		g.from[g.addresses%len(g.from)] = c.from
		g.addresses = min(g.addresses+1, len(g.from))
	}
}

// group finds the group that a claim belongs to, or begins one.
func (s *subscription) group(c claim) *group {
	for i := range s.groups {
		g := &s.groups[i]
		near := max(10, g.first/4)
		if g.id == c.id && g.confirmed == c.confirmed && c.count >= g.first-near && c.count <= g.first+near {
			return g
		}
	}
	begun := group{id: c.id, first: c.count, confirmed: c.confirmed, begun: c.at}
	if len(s.groups) < mostGroups {
		s.groups = append(s.groups, begun)
		return &s.groups[len(s.groups)-1]
	}
	least := &s.groups[0]
	for i := range s.groups {
		if g := &s.groups[i]; least.confirmed && !g.confirmed || least.confirmed == g.confirmed && g.polls < least.polls {
			least = g
		}
	}
	*least = begun
	return least
}

// confirm notes that a machine is the service's.
func (s *subscription) confirm(from uint64) {
	for i := range s.groups {
		g := &s.groups[i]
		g.confirmed = g.confirmed || slices.Contains(g.from[:g.addresses], from)
	}
}

// weigh decides what is believed now.
func (s *subscription) weigh(known bool) {
	if len(s.groups) == 0 {
		return // as it was read
	}
	if count, ok := s.sum(func(g *group) bool { return g.confirmed }); ok {
		s.Count, s.Trust = count, Confirmed
		return
	}
	count, steady := s.sum(s.steady)
	if !steady {
		count, _ = s.sum(func(*group) bool { return true })
	}
	limit, most := atFirst, ceiling
	if s.before != nil {
		limit = max(limit, double*s.before.Count)
		if s.before.Trust == Confirmed {
			most = max(most, limit)
		}
	}
	limit = min(limit, most)
	s.Count, s.Trust = min(count, limit), Unverified
	if steady && known && count <= limit {
		s.Trust = Behaviour
	}
	if s.earlier != nil && s.earlier.Trust.rank() > s.Trust.rank() {
		s.Count, s.Trust = s.earlier.Count, s.earlier.Trust // until as much is known again
	}
}

// weigh decides what is believed of a service. Once some of its machines have
// shown who they are, the others are asked to.
func (s *service) weigh() {
	shown := false
	for _, sub := range s.Subs {
		sub.weigh(s.Known)
		shown = shown || sub.Trust == Confirmed
	}
	for _, sub := range s.Subs {
		if known := sub.known(); shown && sub.Trust == Behaviour && (known == nil || known.Trust != Confirmed) {
			sub.Trust = Unverified
		}
	}
}

// steady reports whether a group asks as services do, or goes on with what is
// known of the service.
func (s *subscription) steady(g *group) bool {
	if known := s.known(); known != nil && apart(g.count, known.Count) <= max(10, known.Count/4) {
		return true
	}
	return g.polls >= steadyPolls && g.last.Sub(g.begun) >= steadyTime
}

// known gives what was believed last; nil: nothing was.
func (s *subscription) known() *subscription {
	for _, then := range []*subscription{s.earlier, s.before} {
		if then != nil && then.Trust != Unverified {
			return then
		}
	}
	return nil
}

// sum adds up what is believed of each feed id, by those groups that count: they
// are different subscriptions of one service. Not ok: no group counts.
func (s *subscription) sum(counts func(*group) bool) (sum int, ok bool) {
	byID := map[string][]*group{}
	for i := range s.groups {
		if g := &s.groups[i]; counts(g) {
			byID[g.id] = append(byID[g.id], g)
		}
	}
	for _, groups := range byID {
		sum += s.choose(groups)
	}
	return sum, len(byID) > 0
}

// choose gives the count of one feed id. Where machines contradict each other, the
// one is believed that is nearest to what was known before, or else the lower
// one in the middle.
func (s *subscription) choose(groups []*group) int {
	newest := slices.MaxFunc(groups, func(a, b *group) int { return a.last.Compare(b.last) })
	if newest.confirmed {
		return newest.count
	}
	var counts []int
	for _, g := range groups {
		if newest.last.Sub(g.last) <= lately {
			counts = append(counts, g.count)
		}
	}
	slices.Sort(counts)
	if known := s.known(); known != nil {
		return slices.MinFunc(counts, func(a, b int) int { return cmp.Compare(apart(a, known.Count), apart(b, known.Count)) })
	}
	return counts[(len(counts)-1)/2]
}

func apart(a, b int) int { return max(a, b) - min(a, b) }
