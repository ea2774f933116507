package publish

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"writethru/journal"
	"writethru/posts/followups"
)

// day and hour are the windows of the limits max_per_article and max_per_hour.
const (
	day  = 24 * time.Hour
	hour = time.Hour
)

// Reasons for which a follow-up is held by a limit. It goes out by itself when
// the limit allows.
const (
	perArticle = "max_per_article"
	perHour    = "max_per_hour"
)

// limited reports whether a follow-up is held by a limit, not for an editor.
func limited(f journal.FollowUp) bool {
	return f.State == journal.Waiting && (f.Why == perArticle || f.Why == perHour)
}

// A candidate is a follow-up that may go out now.
type candidate struct {
	story *story
	n     int
	first time.Time
	stamp time.Time
}

// Tick emits the follow-ups that are due, notes which promises are overdue, and
// looks again at articles whose date has come.
func (p *Publisher) Tick(ctx context.Context) error {
	return anew(func() error { return p.tick(ctx) })
}

func (p *Publisher) tick(ctx context.Context) error {
	p.putInOrder()
	now := p.now()
	p.due = now.Add(hour)
	p.lookWhenDue(p.scheduled, now)
	p.lookWhenDue(p.unreadable, now)
	p.figures.scheduled.Store(int64(len(p.scheduled)))
	in := newIntake()
	heads := map[string]journal.Revision{}
	var due []candidate
	looked := p.scanned.Load() || p.Shared
	for id, s := range p.index.waiting {
		if !looked && s.quiet < p.loaded {
			continue // what was recorded before this start may be half of what the article says by now
		}
		if s.quiet > now.UnixMilli() {
			s.quiet = now.UnixMilli() // the clock was set back since
		}
		if quiet := time.UnixMilli(s.quiet).Add(p.Settings.FollowUps.Settle); quiet.After(now) {
			p.wake(quiet)
			continue
		}
		r, err := p.newest(ctx, id)
		if errors.Is(err, journal.ErrDamaged) {
			continue
		}
		if err != nil {
			return err
		}
		settled, ready := p.settle(r.Head)
		if settled != nil {
			r = next(r, *settled, now, journal.Settled)
			in.revisions = append(in.revisions, r)
		}
		heads[id] = r
		first := now
		for _, f := range slices.Backward(ready) {
			if f.FirstSeen.Before(first) {
				first = f.FirstSeen
			} // else the clock was set back since: it was there before those that came after it
			due = append(due, candidate{s, f.N, first, f.Stamped})
		}
	}
	if err := p.record(ctx, in); err != nil {
		return err
	}
	if err := p.emit(ctx, heads, due, now); err != nil {
		return err
	}
	if err := p.lapse(ctx, now); err != nil {
		return err
	}
	return p.refresh(ctx)
}

// lookWhenDue has articles looked at again whose time has come.
func (p *Publisher) lookWhenDue(when map[string]time.Time, now time.Time) {
	for name, at := range when {
		if at.After(now) {
			p.wake(at)
			continue
		}
		p.again(name)
		delete(when, name)
	}
}

// settle decides about the follow-ups of a story that is quiet: which are
// ready to go out, and which are too small and become part of the article.
func (p *Publisher) settle(h journal.Head) (settled *journal.Head, ready []journal.FollowUp) {
	for _, f := range h.FollowUps {
		if f.Removed || f.Text == "" || f.State != journal.Pending && !limited(f) {
			continue
		}
		after := journal.Settle(h, f.N, p.Settings.FollowUps.policy())
		if after.FollowUps[f.N-1].State == journal.Absorbed {
			h, settled = after, &after
			continue
		}
		ready = append(ready, f)
	}
	return settled, ready
}

// emit gives follow-ups their instants and ids, oldest first, within the
// limits, and records them.
func (p *Publisher) emit(ctx context.Context, heads map[string]journal.Revision, due []candidate, now time.Time) error {
	slices.SortFunc(due, func(a, b candidate) int {
		return cmp.Or(a.first.Compare(b.first), cmp.Compare(a.story.id, b.story.id), cmp.Compare(a.n, b.n))
	})
	in := newIntake()
	out := map[string]journal.Head{}
	said := map[string]journal.Change{}
	limits := p.limits(now)
	var kinds []followups.Kind
	instants := instants(due, p.index.newest(now.Unix()), now)
	for i, c := range due {
		id := c.story.id
		h, ok := out[id]
		if !ok {
			h = heads[id].Head
		}
		f := h.FollowUps[c.n-1]
		if why := limits.take(id); why != "" && !f.Released {
			if f.State != journal.Waiting {
				p.figures.limited.Add(1)
				out[id], said[id] = journal.Hold(h, c.n, why), cmp.Or(said[id], journal.Held)
				p.Log.Warn("follow-up held by a limit", "story", id, "follow_up", c.n, "limit", why, "advice", "writethru held lists what waits, writethru release lets it go; see follow_ups in the configuration")
			}
			p.wake(now.Add(time.Minute))
			continue
		}
		at := instants[i]
		if at.IsZero() {
			p.wake(now.Truncate(time.Second).Add(time.Second)) // no second is left for it before
			continue
		}
		limits.count(id)
		h = journal.Emit(h, c.n, at, p.mintFollowUp(at, id, c.n))
		h.FollowUps[c.n-1].Nth = p.index.archive.next()
		kinds = append(kinds, h.FollowUps[c.n-1].Kind)
		out[id], said[id] = h, journal.Emitted
	}
	for _, id := range slices.Sorted(maps.Keys(out)) {
		in.revisions = append(in.revisions, next(heads[id], out[id], now, said[id]))
	}
	if err := p.record(ctx, in); err != nil {
		return err
	}
	p.figures.emit(kinds)
	return nil
}

// instants gives each follow-up the second that dates its entry: none twice,
// strictly increasing over the whole publication, never in the future, since
// readers stop at the newest entry they know and ignore what is dated before
// it. A time written in the text serves when it lies within the last day and
// after the newest entry. The zero time: no second is free yet.
func instants(due []candidate, newest int64, now time.Time) []time.Time {
	out := make([]time.Time, len(due))
	last := newest
	for i, c := range due {
		// Those that follow need a second each, up to now.
		latest := now.Unix() - int64(len(due)-1-i)
		at := max(last+1, latest)
		if s := c.stamp.Unix(); !c.stamp.IsZero() && s > last && s <= latest && now.Sub(c.stamp) < day {
			at = s
		}
		if at > now.Unix() {
			break
		}
		out[i], last = time.Unix(at, 0).UTC(), at
	}
	return out
}

// limits count emissions against what the settings allow.
type limits struct {
	articles map[string]int
	all      int
	max      FollowUps
}

// limits counts what went out lately. Entries are in order of their instants,
// so that only those of the last day are looked at.
func (p *Publisher) limits(now time.Time) *limits {
	l := &limits{articles: map[string]int{}, max: p.Settings.FollowUps}
	for e := range p.index.updates.newestFirst() {
		age := now.Sub(time.Unix(e.at, 0))
		if age >= day {
			break
		}
		if age < hour {
			l.all++
		}
		l.articles[e.story.id]++
	}
	return l
}

// take returns the limit that keeps a follow-up of the story back, or "".
func (l *limits) take(id string) string {
	switch {
	case l.max.MaxPerArticle > 0 && l.articles[id] >= l.max.MaxPerArticle:
		return perArticle
	case l.max.MaxPerHour > 0 && l.all >= l.max.MaxPerHour:
		return perHour
	}
	return ""
}

func (l *limits) count(id string) {
	l.articles[id]++
	l.all++
}

// wake makes the next tick come at t at the latest.
func (p *Publisher) wake(t time.Time) {
	if t.Before(p.due) {
		p.due = t
	}
}

// pause is how long nothing will become due. After an error it is short.
func (p *Publisher) pause(err error) time.Duration {
	if errors.Is(err, journal.ErrDamaged) {
		return time.Minute
	}
	if err != nil {
		return time.Second
	}
	return max(p.due.Sub(p.now()), time.Millisecond)
}
