package publish

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"writethru/journal"
)

// lapse records the promises that have been open for too long, each once: for
// whom the page and the feed of promises tell of it, and for who is warned. So
// the same is overdue for every process, and none looks at its clock to say so.
// Those that were overdue when their article was seen for the first time are
// not news.
func (p *Publisher) lapse(ctx context.Context, now time.Time) error {
	after := p.Settings.WarnAfter
	if after <= 0 {
		return nil
	}
	if now.UnixMilli() < p.nextLapse {
		p.wake(time.UnixMilli(p.nextLapse))
		return nil
	}
	lapsed := p.falling(now)
	in := newIntake()
	var news []Owed
	for _, id := range slices.Sorted(maps.Keys(lapsed)) {
		r, err := p.newest(ctx, id)
		if err != nil {
			return err
		}
		for _, promise := range r.Head.Promises {
			if !slices.Contains(lapsed[id], promise.ID) {
				continue
			}
			r.Head = journal.MarkOverdue(r.Head, promise.ID, now)
			if p.replaying {
				r.Head = journal.MarkWarned(r.Head, promise.ID, now)
			}
			news = append(news, Owed{Story: id, Title: r.Head.Title, Promise: promise})
		}
		in.revisions = append(in.revisions, next(r, r.Head, now, journal.Overdue))
	}
	if err := p.record(ctx, in); err != nil {
		return err
	}
	if !p.replaying {
		p.warn(news, after)
	}
	return nil
}

// falling gives the promises that are overdue from now on, by story, and notes
// when the next one will be: until then no tick looks at all of them.
func (p *Publisher) falling(now time.Time) map[string][]string {
	lapsed := map[string][]string{}
	p.nextLapse = now.Add(hour).UnixMilli()
	for id, s := range p.index.desk {
		for _, d := range s.debts {
			switch due, ok := p.lapses(s, d); {
			case !ok:
			case due > now.UnixMilli():
				p.nextLapse = min(p.nextLapse, due)
			default:
				lapsed[id] = append(lapsed[id], promiseID(id, d.n))
			}
		}
	}
	if len(lapsed) > 0 {
		p.nextLapse = now.UnixMilli() // until it is recorded that they are
	}
	p.wake(time.UnixMilli(p.nextLapse))
	return lapsed
}

// lapses gives when it is to be recorded that a promise is overdue. It is not ok
// if it never is.
func (p *Publisher) lapses(s *story, d debt) (due int64, ok bool) {
	due = d.due(p.Settings.WarnAfter)
	return due, !s.withdrawn && d.open && d.overdue == 0 && due > d.seen
}

// promiseID is the id of a story's n-th promise.
func promiseID(story string, n int) string { return fmt.Sprintf("%s#%d", story, n) }

// warn tells the operator of promises that are overdue from now on. The process
// that recorded it is the only one that does.
func (p *Publisher) warn(news []Owed, after time.Duration) {
	for _, o := range news {
		p.Log.Warn("promise overdue: publish a follow-up that answers it, or close it with writethru promises close ID",
			"id", o.ID, "article", o.Title, "party", o.Party, "promise", o.Sentence, "since", o.Since, "warn_after", after.String(), "advice", "tell the newsroom: writethru promises lists what is owed")
	}
	if p.Webhook != nil {
		p.Webhook.nudge(news)
	}
}
