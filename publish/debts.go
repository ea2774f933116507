package publish

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"writethru/journal"
)

// A debt is what is held in memory of a promise, as readers may know it: one
// that stands in a follow-up is not made before that is out, and one is not
// closed by a follow-up that nobody has seen. Times are milliseconds since 1970.
type debt struct {
	n       int     // its number in the story
	party   string  // who owes; empty: not said
	since   int64   // when it was made
	seen    int64   // when its article was first seen
	told    int64   // when the publication could first tell of it
	overdue int64   // when it was recorded that it was open for too long; 0: it was not
	closed  int64   // when it was closed; 0: it is open
	by      closing // what closed it
	answer  int     // the number of the follow-up that did
	took    int64   // how long the answer took; 0: not known

	open   bool // nothing answers it, not even a follow-up that is not out
	warned bool // who is to be warned of it was
	old    bool // it is from before the journal, or what closed it is
}

// A closing is what closed a promise.
type closing string

const (
	answered closing = "answered" // by a follow-up
	deleted  closing = "deleted"  // its sentence was
	decided  closing = "decided"  // by an editor
)

// debtsOf gives the promises of a story that readers may know of.
func debtsOf(h *journal.Head) []debt {
	var all []debt
	for _, p := range h.Promises {
		holder := holderOf(h, p)
		if holder != nil && holder.State != journal.Out {
			continue
		}
		d := debt{n: numberOf(p), party: p.Party, since: p.Since.UnixMilli(), seen: h.FirstSeen.UnixMilli(), open: p.Closed.IsZero(), warned: !p.Warned.IsZero()}
		if holder != nil {
			d.since = max(d.since, holder.Emitted.UnixMilli())
		}
		d.told = d.since
		if d.since <= d.seen && h.Imported {
			d.old = true
		} else {
			d.told = max(d.since, d.seen)
		}
		if !p.Overdue.IsZero() {
			d.overdue = p.Overdue.UnixMilli()
		}
		d.close(h, p)
		all = append(all, d)
	}
	return all
}

// openTo gives the promises of a story that are open as far as readers know.
func openTo(h *journal.Head) (open []journal.Promise) {
	for _, d := range debtsOf(h) {
		i := slices.IndexFunc(h.Promises, func(p journal.Promise) bool { return numberOf(p) == d.n })
		if d.closed == 0 {
			open = append(open, h.Promises[i])
		}
	}
	return open
}

// numberOf is the number of a promise in its story.
func numberOf(p journal.Promise) int {
	_, number := cutID(p.ID)
	n, _ := strconv.Atoi(number) // the journal wrote it
	return n
}

// holderOf gives the follow-up that made a promise, or nil if it is the article
// itself, or was there at first sight. A later one that repeats it did not.
func holderOf(h *journal.Head, p journal.Promise) *journal.FollowUp {
	for i := range h.FollowUps {
		f := &h.FollowUps[i]
		switch {
		case f.Removed || f.FirstSeen.After(p.Since) || !strings.Contains(f.Text, p.Sentence):
		case f.State == journal.Out, f.State == journal.Pending, f.State == journal.Waiting:
			return f
		}
	}
	return nil
}

// close notes what closed a promise, if readers may know.
func (d *debt) close(h *journal.Head, p journal.Promise) {
	if d.open {
		return
	}
	closed := p.Closed.UnixMilli()
	answer := h.Answer(p)
	switch {
	case p.ClosedBy == journal.ByDeletion:
		d.by = deleted
	case answer == nil:
		d.by = decided
	case answer.State == journal.Pending, answer.State == journal.Waiting:
		return
	case answer.State == journal.Baseline:
		// When it came is known from what it says of itself, if at all.
		d.by, d.answer, d.old = answered, answer.N, true
		if came := answer.Stamped.UnixMilli(); !answer.Stamped.IsZero() && came > d.since {
			d.took, closed = came-d.since, came
		}
	default:
		d.by, d.answer = answered, answer.N
		closed = max(closed, answer.Emitted.UnixMilli(), p.Known.UnixMilli())
		d.took = max(1, closed-d.since)
	}
	d.closed = closed
}

// due is when a promise is open for too long.
func (d debt) due(after time.Duration) int64 { return d.since + after.Milliseconds() }

// lapsed reports whether readers may know that a promise is overdue: it was
// recorded, or it was so when its article was seen for the first time.
func (d debt) lapsed(after time.Duration) bool {
	return d.closed == 0 && (d.overdue > 0 || after > 0 && d.due(after) <= d.seen)
}
