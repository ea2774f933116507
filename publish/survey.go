package publish

import (
	"context"
	"errors"
	"slices"
	"time"

	"writethru/journal"
	"writethru/posts"
)

// A Survey is what a journal says of a publication: for who asks beside the
// process that publishes.
type Survey struct {
	Stories   int                   `json:"stories"`   // published now
	Withdrawn int                   `json:"withdrawn"` // that were published
	Unread    int                   `json:"unread"`    // whose text has not been looked at yet
	Damaged   []string              `json:"damaged"`   // records that do not read as they were written
	FollowUps map[journal.State]int `json:"follow_ups"`
	Newest    *Published            `json:"newest,omitempty"`
	Held      []HeldBack            `json:"held"`
	Waiting   time.Time             `json:"waiting_since,omitzero"` // since when the oldest follow-up that is pending waits
	Owed      []Owed                `json:"-"`                      // open promises, oldest first
}

// A Published is an entry.
type Published struct {
	At    time.Time `json:"at"`
	Story string    `json:"story"`
	Title string    `json:"title"`
	N     int       `json:"follow_up,omitempty"` // 0: the article itself
}

// Look surveys a journal.
func Look(ctx context.Context, store journal.Store) (*Survey, error) {
	v := &Survey{FollowUps: map[journal.State]int{}, Damaged: []string{}, Held: []HeldBack{}}
	for r, err := range store.Heads(ctx) {
		switch {
		case errors.Is(err, journal.ErrDamaged):
			v.Damaged = append(v.Damaged, err.Error())
		case err != nil:
			return nil, err
		case r.Story == ownStory:
		case r.Head.Withdrawn:
			v.Withdrawn++
		default:
			v.add(r)
		}
	}
	sortHeld(v.Held)
	sortOwed(v.Owed)
	return v, nil
}

func (v *Survey) add(r journal.Revision) {
	h := &r.Head
	v.Stories++
	if h.Unread {
		v.Unread++
	}
	v.published(Published{h.Published, r.Story, h.Title, 0})
	for _, f := range h.FollowUps {
		if f.Removed {
			continue
		}
		v.FollowUps[f.State]++
		switch {
		case f.State == journal.Out:
			v.published(Published{f.Emitted, r.Story, h.Title, f.N})
		case f.Ready() && (v.Waiting.IsZero() || r.At.Before(v.Waiting)):
			v.Waiting = r.At
		}
	}
	v.Held = append(v.Held, heldIn(r)...)
	for _, o := range owedIn(r) {
		if o.Closed.IsZero() {
			v.Owed = append(v.Owed, o)
		}
	}
}

func (v *Survey) published(entry Published) {
	if v.Newest == nil || entry.At.After(v.Newest.At) {
		v.Newest = &entry
	}
}

// A Condition is how a process that publishes is doing, as it says itself.
type Condition struct {
	Ready  bool     `json:"ready"`
	Why    string   `json:"why,omitempty"` // it is not
	Seq    uint64   `json:"seq"`           // of the newest revision that it has applied
	Faults []string `json:"faults"`        // of articles: file:line: what, what was expected
	Doubts []string `json:"doubts"`        // of articles that are published all the same
}

// Condition says how the publisher is doing. It may be called at any time.
func (p *Publisher) Condition(ctx context.Context) Condition {
	c := Condition{Seq: p.seq.Load(), Faults: []string{}, Doubts: []string{}}
	if err := p.Ready(ctx); err != nil {
		c.Why = err.Error()
	}
	c.Ready = c.Why == ""
	for fault := range slices.Values(p.Faults()) {
		c.tell(fault)
	}
	return c
}

func (c *Condition) tell(fault posts.Fault) {
	if fault.Warning {
		c.Doubts = append(c.Doubts, fault.String())
		return
	}
	c.Faults = append(c.Faults, fault.String())
}
