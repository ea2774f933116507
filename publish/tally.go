package publish

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"writethru/journal"
)

// A PromiseFilter picks promises. Its zero value takes the open ones.
type PromiseFilter struct {
	Closed    bool          // the closed ones too
	Story     string        // of this story; empty: of all
	Party     string        // owed by who has this in its name, in any case; empty: by anybody
	OlderThan time.Duration // made longer ago than this; 0: whenever
}

// Pick returns the promises that the filter takes, as of now.
func (f PromiseFilter) Pick(all []Owed, now time.Time) (out []Owed) {
	for _, o := range all {
		switch {
		case !f.Closed && !o.Closed.IsZero():
		case f.Story != "" && o.Story != f.Story:
		case !strings.Contains(strings.ToLower(o.Party), strings.ToLower(f.Party)):
		case f.OlderThan > 0 && now.Sub(o.Since) < f.OlderThan:
		default:
			out = append(out, o)
		}
	}
	return out
}

// A PromiseTally says how it goes with promises: all, or those of one party.
type PromiseTally struct {
	Party    string          `json:"party"` // empty: they name nobody
	Open     int             `json:"open"`
	Overdue  int             `json:"overdue"` // of these
	Oldest   time.Time       `json:"oldest,omitzero"`
	Answered int             `json:"answered"` // by follow-ups
	Deleted  int             `json:"deleted"`  // with their sentences
	Decided  int             `json:"decided"`  // closed by editors
	Took     []time.Duration `json:"-"`        // how long answers took, as far as that is known
	Median   float64         `json:"median_seconds,omitempty"`
	Slowest  float64         `json:"slowest_seconds,omitempty"`
}

// TallyPromises counts promises, all of them and by party, those who owe most
// first. After so long an open one is overdue; 0: never.
func TallyPromises(all []Owed, after time.Duration, now time.Time) (whole PromiseTally, parties []PromiseTally) {
	byParty := map[string]*PromiseTally{}
	for _, o := range all {
		if byParty[o.Party] == nil {
			byParty[o.Party] = &PromiseTally{Party: o.Party}
		}
		for _, t := range []*PromiseTally{&whole, byParty[o.Party]} {
			t.add(o, after, now)
		}
	}
	whole.conclude()
	for _, t := range byParty {
		t.conclude()
		parties = append(parties, *t)
	}
	slices.SortFunc(parties, func(a, b PromiseTally) int {
		return cmp.Or(cmp.Compare(b.Open, a.Open), cmp.Compare(b.Answered, a.Answered), cmp.Compare(a.Party, b.Party))
	})
	return whole, parties
}

func (t *PromiseTally) add(o Owed, after time.Duration, now time.Time) {
	switch {
	case o.Closed.IsZero():
		t.Open++
		if o.IsOverdue(after, now) {
			t.Overdue++
		}
		if t.Oldest.IsZero() || o.Since.Before(t.Oldest) {
			t.Oldest = o.Since
		}
	case o.ClosedBy == journal.ByDeletion:
		t.Deleted++
	case o.ClosedBy == journal.ByEditor:
		t.Decided++
	default:
		t.Answered++
		if o.Took > 0 {
			t.Took = append(t.Took, o.Took)
		}
	}
}

func (t *PromiseTally) conclude() {
	if len(t.Took) > 0 {
		t.Median, t.Slowest = Median(t.Took).Seconds(), slices.Max(t.Took).Seconds()
	}
}

// IsOverdue reports whether a promise is open for longer than it may be.
func (o Owed) IsOverdue(after time.Duration, now time.Time) bool {
	return o.Closed.IsZero() && after > 0 && now.Sub(o.Since) >= after
}
