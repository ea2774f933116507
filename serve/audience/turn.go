package audience

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"writethru/internal/daily"
)

// date is the name of a day in UTC.
func date(at time.Time) string { return at.UTC().Format(time.DateOnly) }

// remembered is how many days back a subscription is remembered for its count.
const remembered = 7

// storeTime is how long the store may take to begin a day: answers are noted
// meanwhile.
const storeTime = 5 * time.Second

// turn begins the day of at, if it is a later one than today. A start and
// midnight are one path.
func (r *Recorder) turn(ctx context.Context, at time.Time) {
	d := date(at)
	if d <= r.date {
		return
	}
	asking, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	key := make([]byte, 16)
	_, _ = rand.Read(key) // it never fails
	var begun *day
	before := r.remember()
	if r.o.Store != nil {
		var err error
		if r.date == "" {
			begun, before, err = r.recall(asking, at)
		} else {
			err = r.keep(asking)
		}
		if shared, keyErr := r.o.Store.DayKey(asking, d, key); keyErr == nil {
			key = shared
		} else {
			err = errors.Join(err, keyErr)
		}
		err = errors.Join(err, r.o.Store.ForgetDays(asking, date(at.AddDate(0, 0, -r.o.Keep))))
		if err != nil && ctx.Err() == nil {
			r.o.Log.Warn("audience: a day begins without what is kept", "error", err, "advice", "see whether the journal's disk or servers answer")
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.date, r.key, r.saved = d, key, 0
	r.before, r.asked, r.today = before, map[machine]bool{}, newDay()
	clear(r.polls.sets)
	if begun != nil {
		r.resume(begun)
	}
}

// remember gives what is known of subscriptions at the end of a day.
func (r *Recorder) remember() map[string]map[string]*subscription {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.today.weigh()
	return remember(r.before, r.today)
}

// remember takes a day's subscriptions in.
func remember(before map[string]map[string]*subscription, d *day) map[string]map[string]*subscription {
	for name, s := range d.Services {
		for path, sub := range s.Subs {
			if before[name] == nil {
				before[name] = map[string]*subscription{}
			}
			before[name][path] = &subscription{Count: sub.Count, Trust: sub.Trust, Last: sub.Last}
		}
	}
	for name, subs := range before {
		for path, sub := range subs {
			if d.Until.Sub(sub.Last) > (remembered+1)*24*time.Hour {
				delete(subs, path)
			}
		}
		if len(subs) == 0 {
			delete(before, name)
		}
	}
	return before
}

// recall reads what this process had of today, and what the last days say of
// subscriptions.
func (r *Recorder) recall(ctx context.Context, at time.Time) (own *day, before map[string]map[string]*subscription, err error) {
	before = map[string]map[string]*subscription{}
	days, err := readDays(ctx, r.o.Store, date(at.AddDate(0, 0, -remembered)), func(p daily.Part, d *day) bool {
		if p.Day != date(at) {
			return true
		}
		if p.Name == r.o.Part {
			own = d
		}
		return false
	})
	for _, d := range days {
		before = remember(before, d.day)
	}
	return own, before, err
}

// resume goes on with what was counted of today.
func (r *Recorder) resume(d *day) {
	r.today, r.saved = d, d.Polls
	for name, s := range d.Services {
		for path, sub := range s.Subs {
			earlier := *sub
			sub.before, sub.earlier = r.before[name][path], &earlier
			*r.served.find(serviceID(name, path)) = poll{id: serviceID(name, path), last: sub.Last.UnixMilli(), newest: sub.Newest}
		}
	}
}

// A dated is a day with its name.
type dated struct {
	date string
	day  *day
}

// readDays merges the parts of each day that are wanted, in the order of days. A
// part that can't be read is an error, which comes with the rest.
func readDays(ctx context.Context, store daily.Store, from string, want func(daily.Part, *day) bool) (days []dated, err error) {
	for p, partErr := range store.Days(ctx, from) {
		if partErr != nil {
			err = errors.Join(err, partErr)
			continue
		}
		d, partErr := decodeDay(p.Data)
		if partErr != nil {
			err = errors.Join(err, partErr)
			continue
		}
		if want != nil && !want(p, d) {
			continue
		}
		if n := len(days); n > 0 && days[n-1].date == p.Day {
			days[n-1].day.merge(d)
		} else {
			days = append(days, dated{p.Day, d})
		}
	}
	return days, err
}

// Read gives the figures that a store keeps of the day of from and of all days
// after it, in order.
func Read(ctx context.Context, store daily.Store, from time.Time) ([]Figures, error) {
	days, err := readDays(ctx, store, date(from), nil)
	out := make([]Figures, 0, len(days))
	for _, d := range days {
		out = append(out, d.day.figures(d.date))
	}
	return slices.Clip(out), err
}
