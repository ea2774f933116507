package publish

import (
	"context"
	"iter"
	"time"

	"writethru/internal/stamp"
	"writethru/watch"
)

// A Moment is what happened to the posts folder at a time in the past.
type Moment struct {
	At      time.Time
	Changed []string // files, new ones too
	Removed []string
}

// Replay does what Run would have done in the past: it takes each moment at its
// time, and emits what was due in between. Whoever makes the moments brings the
// folder to the state of each before handing it over. Follow-ups don't wait to
// settle: a commit says that an article is done. The clock ends at end.
func (p *Publisher) Replay(ctx context.Context, moments iter.Seq2[Moment, error], end time.Time) error {
	p.Settings.FollowUps.Settle = 0
	p.scanned.Store(true)
	clock, now := time.Time{}, p.Now
	p.Now = func() time.Time { return clock }
	p.replaying = true
	defer func() { p.Now, p.replaying = now, false }()
	var again []string
	p.Again = func(names ...string) { again = append(again, names...) }
	defer func() { p.Again = nil }()

	take := func(changed, removed []string) error {
		b := watch.Batch{Changed: map[string]stamp.Stamp{}, Removed: removed}
		for _, name := range changed {
			b.Changed[name] = stamp.Stamp{} // unknown: the next scan reads them again
		}
		if err := p.Take(ctx, b); err != nil {
			return err
		}
		return p.Tick(ctx)
	}
	// until lets time pass, and does what becomes due meanwhile.
	until := func(t time.Time) error {
		for !clock.IsZero() && p.due.Before(t) && p.due.After(clock) && p.restless() {
			clock, again = p.due, nil
			if err := p.Tick(ctx); err != nil {
				return err
			}
			if len(again) == 0 {
				continue
			}
			if err := take(again, nil); err != nil {
				return err
			}
		}
		if t.After(clock) {
			clock = t
		}
		return nil
	}
	for m, err := range moments {
		if err != nil {
			return err
		}
		if err := until(m.At); err != nil {
			return err
		}
		if err := take(m.Changed, m.Removed); err != nil {
			return err
		}
	}
	if err := until(end); err != nil {
		return err
	}
	p.Save()
	return nil
}

// restless reports whether something becomes due by itself.
func (p *Publisher) restless() bool { return len(p.index.waiting) > 0 || len(p.scheduled) > 0 }
