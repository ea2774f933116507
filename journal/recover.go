package journal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"writethru/posts/followups"
)

// Salvage fills an empty journal with what is good of another one: the revisions
// that read as they were written, with the sources that do, and so all the rest. A
// story of which revisions are damaged has those before and after them, counted
// anew. It returns the stories whose newest revision is lost: what they were
// last is not in the new journal.
func Salvage(ctx context.Context, from, to Store) (lost []string, err error) {
	bad := map[string]bool{}
	revs := map[string]int{}
	var pending []Revision
	flush := func() error {
		_, err := to.Append(ctx, pending)
		pending = pending[:0]
		return err
	}
	for r, err := range from.Since(ctx, 0) {
		switch {
		case errors.Is(err, ErrDamaged):
			bad[r.Story] = true // until a good one comes after it
			continue
		case err != nil:
			return nil, err
		}
		delete(bad, r.Story)
		revs[r.Story]++
		r.Rev = revs[r.Story]
		if r.Hash != "" {
			r.Source, err = from.Source(ctx, r.Story, r.Hash)
			if err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrDamaged) {
				return nil, err
			}
		}
		if pending = append(pending, r); len(pending) == copiedTogether {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	for story := range bad {
		if story != "" {
			lost = append(lost, story)
		}
	}
	slices.Sort(lost)
	// Who is missing subscribes again when the lease ends.
	return lost, copyRest(ctx, from, to, func(err error) bool { return errors.Is(err, ErrDamaged) })
}

// A Told is a follow-up as subscribers have it: the entry of a feed.
type Told struct {
	N     int // its number in the story
	ID    string
	Title string // of the entry
	Text  string // the beginning of what it says, or all of it
	At    time.Time
	Nth   int // its entry's place among all
}

// Recover makes the follow-ups of a head those that subscribers were told of,
// with the ids and dates that they know, and returns those that are not in the
// text any more. They are known too, as removed ones. hasRead says of a text
// whether subscribers have it as part of the article; what is neither part of it
// nor was told is still to be told. language is that of the story.
func Recover(h Head, told []Told, hasRead func(text string) bool, language string) (Head, []Told) {
	h = h.clone()
	r := recovery{numbers: map[int]int{}, of: map[*FollowUp]*Told{}}
	for i := range h.FollowUps {
		r.found = append(r.found, &h.FollowUps[i])
	}
	told = slices.Clone(told)
	slices.SortStableFunc(told, func(a, b Told) int { return a.At.Compare(b.At) })
	r.match(told)
	var removed []Told
	for i := range told {
		if !slices.ContainsFunc(r.found, func(f *FollowUp) bool { return r.of[f] == &told[i] }) {
			removed = append(removed, told[i])
		}
	}
	out := r.number(told, removed)
	for i := range out {
		f := &out[i]
		t := r.told(f)
		switch {
		case t != nil:
			f.State, f.Why, f.ID, f.Emitted, f.Nth = Out, "", t.ID, utcSecond(t.At), cmp.Or(t.Nth, f.Nth)
			f.Count = cmp.Or(counted(*f, *t, h.Title, language), f.Count)
			for k := range h.Split {
				if holds(f.Parts, h.Split[k].Block) {
					h.Split[k].Shown = 0
				}
			}
			h.Modified = forward(h.Modified, t.At)
		case f.State == Baseline && !f.Removed && !hasRead(f.Text):
			f.State = Pending
		}
	}
	h.FollowUps = out
	for i := range h.Promises {
		var n int
		if _, err := fmt.Sscanf(h.Promises[i].ClosedBy, "follow-up %d", &n); err == nil && r.numbers[n] > 0 {
			h.Promises[i].ClosedBy = byFollowUp(r.numbers[n])
		}
	}
	for i := range h.Lost {
		h.Lost[i].Owner = cmp.Or(r.numbers[h.Lost[i].Owner], h.Lost[i].Owner)
	}
	return h, removed
}

// A recovery brings what a text has together with what was told.
type recovery struct {
	found   []*FollowUp
	of      map[*FollowUp]*Told
	numbers map[int]int // new ones by old ones
	by      map[int]*Told
}

// match finds what was told of each follow-up: by its id, else by what it says.
func (r *recovery) match(told []Told) {
	taken := map[*Told]bool{}
	take := func(same func(f *FollowUp, t *Told) bool) {
		for _, f := range r.found {
			for i := range told {
				if t := &told[i]; r.of[f] == nil && !taken[t] && same(f, t) {
					r.of[f], taken[t] = t, true
				}
			}
		}
	}
	take(func(f *FollowUp, t *Told) bool { return f.ID != "" && f.ID == t.ID })
	take(func(f *FollowUp, t *Told) bool {
		a, b := folded(f.Text), folded(strings.TrimSuffix(t.Text, "…"))
		return f.State != Out && a != "" && b != "" && strings.HasPrefix(a, b)
	})
}

// number gives follow-ups the numbers that addresses and ids have for them, and
// the others those that are free, in their order. A number that nobody has is one
// that is gone.
func (r *recovery) number(told, removed []Told) []FollowUp {
	most := len(r.found) + len(removed)
	for _, t := range told {
		if t.N <= most+len(told)+1000 { // an id that somebody made up has any number
			most = max(most, t.N)
		}
	}
	r.by = map[int]*Told{}
	places := make([]*FollowUp, most+1)
	put := func(f *FollowUp, t *Told, n int) bool {
		if n < 1 || n > most || places[n] != nil {
			return false
		}
		places[n] = f
		if f.N > 0 {
			r.numbers[f.N] = n
		}
		if t != nil {
			r.by[n] = t
		}
		return true
	}
	var rest []*FollowUp
	for _, f := range r.found {
		t := r.of[f]
		if t == nil && f.State != Out && f.ID == "" || !put(f, t, cmp.Or(wanted(t), f.N)) {
			rest = append(rest, f)
		}
	}
	for i := range removed {
		t := &removed[i]
		f := &FollowUp{State: Out, Removed: true, Kind: followups.Update, Text: t.Text, FirstSeen: t.At.UTC(), Rule: "recovered"}
		if !put(f, t, t.N) {
			r.of[f] = t
			rest = append(rest, f)
		}
	}
	n := 1
	for _, f := range rest {
		for !put(f, r.of[f], n) {
			n++
		}
	}
	var out []FollowUp
	last := 0
	for n, f := range places {
		if f != nil {
			last = n
		}
	}
	for n := 1; n <= last; n++ {
		f := FollowUp{State: Absorbed, Removed: true, Kind: followups.Update, Rule: "recovered"}
		if places[n] != nil {
			f = *places[n]
		}
		f.N = n
		out = append(out, f)
	}
	return out
}

func wanted(t *Told) int {
	if t == nil {
		return 0
	}
	return t.N
}

// told is what was told of a follow-up that has its number.
func (r *recovery) told(f *FollowUp) *Told { return r.by[f.N] }

// counted is the count that the title of an entry has; 0 if it has none that is
// known.
func counted(f FollowUp, t Told, headline, language string) int {
	for n := 1; n <= 100; n++ {
		if followups.Title(f.Kind, n, headline, language) == t.Title {
			return n
		}
	}
	return 0
}

// folded is a text without what typography and markup change.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Contains reports whether a text has another one as part of it, however they
// are set.
func Contains(text, part string) bool { return strings.Contains(folded(text), folded(part)) }
