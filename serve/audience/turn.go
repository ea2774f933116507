package audience

import (
	"bytes"
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
	var err error
	if r.date != "" {
		err = r.keep(asking)
	}
	before := r.remember()
	key := make([]byte, 16)
	_, _ = rand.Read(key) // it never fails
	r.mu.Lock()
	r.recalled = r.date != "" // what was counted before a start is of that day
	r.date, r.key, r.saved, r.agreed = d, key, 0, r.o.Store == nil
	r.before, r.asked, r.today = before, map[machine]bool{}, newDay()
	clear(r.polls.sets)
	r.mu.Unlock()
	if r.o.Store == nil {
		return
	}
	err = errors.Join(err, r.agree(asking), r.o.Store.ForgetDays(asking, date(at.AddDate(0, 0, -r.o.Keep))))
	if err != nil && ctx.Err() == nil {
		r.o.Log.Warn("audience: a day begins without what is kept", "error", err, "advice", "see whether the journal's disk or servers answer")
	}
}

// agree asks the store for the secret of today, which all processes share, and
// after a start for what this one had of today. Until both are known, it counts
// with a secret of its own and keeps nothing: who was seen under that secret would
// be counted again under the other one, and is forgotten.
func (r *Recorder) agree(ctx context.Context) error {
	if r.agreed {
		return nil
	}
	var own *day
	var before map[string]map[string]*subscription
	var err error
	if !r.recalled {
		own, before, err = r.recall(ctx, r.date)
	}
	key, keyErr := r.o.Store.DayKey(ctx, r.date, r.key)
	if keyErr != nil {
		return errors.Join(err, keyErr)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !bytes.Equal(key, r.key) {
		r.today.forgetSeen()
		clear(r.polls.sets)
		clear(r.asked)
	}
	if !r.recalled {
		r.before = before
	}
	if counted := r.today; own != nil {
		r.resume(own)
		r.today.merge(counted)
	}
	for name, s := range r.today.Services {
		for path, sub := range s.Subs {
			sub.before = r.before[name][path]
		}
	}
	r.key, r.agreed, r.recalled = key, true, true
	return err
}

// forgetSeen forgets who was seen, and keeps what was counted.
func (d *day) forgetSeen() {
	clear(d.Kinds)
	for _, c := range d.Clients {
		c.Seen, c.Regular = nil, nil
	}
	for _, f := range d.Feeds {
		f.Seen = nil
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
func (r *Recorder) recall(ctx context.Context, today string) (own *day, before map[string]map[string]*subscription, err error) {
	before = map[string]map[string]*subscription{}
	at, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return nil, before, err
	}
	days, err := readDays(ctx, r.o.Store, date(at.AddDate(0, 0, -remembered)), func(p daily.Part, d *day) bool {
		if p.Day != today {
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
