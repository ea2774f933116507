package journal

import (
	"slices"
	"time"

	"writethru/posts/followups"
)

// Unmarked is why an unmarked addition is held: an editor has to decide.
const Unmarked = "unmarked"

// Heads are values that goroutines share: each function here leaves the one
// that it is given as it was, and returns another.

// clone copies what the functions here change. What the parts of a follow-up
// point to is never changed, only replaced.
func (h Head) clone() Head {
	h.FollowUps = slices.Clone(h.FollowUps)
	h.Promises = slices.Clone(h.Promises)
	h.OldSlugs = slices.Clone(h.OldSlugs)
	h.Split = slices.Clone(h.Split)
	h.Lost = slices.Clone(h.Lost)
	return h
}

// with applies a change to a copy of a head and its n-th follow-up. Without
// such a follow-up nothing changes.
func (h Head) with(n int, change func(*Head, *FollowUp)) Head {
	h = h.clone()
	for i := range h.FollowUps {
		if h.FollowUps[i].N == n {
			change(&h, &h.FollowUps[i])
		}
	}
	return h
}

// Ready reports whether a follow-up may be emitted once its article is quiet.
func (f FollowUp) Ready() bool { return f.State == Pending && !f.Removed && f.Text != "" }

// Emit makes a follow-up an entry that is dated at, with an id that it has from
// now on. A follow-up that is emitted stays as it is.
func Emit(h Head, n int, at time.Time, id string) Head {
	return h.with(n, func(h *Head, f *FollowUp) {
		if f.State == Out || f.Text == "" {
			return
		}
		f.Count = h.emitted(f)
		f.State, f.Why, f.Emitted = Out, "", utcSecond(at)
		if f.ID == "" {
			f.ID = id
		}
		for i := range h.Split {
			if holds(f.Parts, h.Split[i].Block) {
				h.Split[i].Shown = 0
			}
		}
		h.Modified = forward(h.Modified, at)
	})
}

// emitted gives the place that a follow-up takes among its kind as readers
// count, when it goes out now.
func (h *Head) emitted(f *FollowUp) int {
	n := 1
	for i := range h.FollowUps {
		if k := &h.FollowUps[i]; k.Kind == f.Kind && k.N != f.N && (k.State == Out || k.State == Baseline && !k.Removed) {
			n = max(n, k.Count+1)
		}
	}
	return n
}

// Settle decides, when its article is quiet, what an unmarked addition is: with
// too few words, and no promise that it answers, it is part of the article.
// Any other follow-up stays as it is.
func Settle(h Head, n int, policy Policy) Head {
	return h.with(n, func(h *Head, f *FollowUp) {
		small := f.Rule == "addition" && !f.Released && f.Answers == "" && followups.Words(f.Text) < policy.MinWords
		if small && f.unsettled() {
			h.absorb(f)
		}
	})
}

// Hold makes a follow-up wait, for an editor or for a limit.
func Hold(h Head, n int, why string) Head {
	return h.with(n, func(_ *Head, f *FollowUp) {
		if f.State == Pending {
			f.State, f.Why = Waiting, why
		}
	})
}

// Release lets a held follow-up go out. It is not held again.
func Release(h Head, n int) Head {
	return h.with(n, func(_ *Head, f *FollowUp) {
		if f.State == Waiting {
			f.State, f.Why, f.Released = Pending, "", true
		}
	})
}

// Dismiss makes a follow-up that is not emitted part of its article.
func Dismiss(h Head, n int) Head {
	return h.with(n, func(h *Head, f *FollowUp) {
		if f.unsettled() {
			h.absorb(f)
		}
	})
}

// absorb makes a follow-up part of the article, which readers see change: as
// of when the text first came.
func (h *Head) absorb(f *FollowUp) {
	f.State, f.Why = Absorbed, ""
	for i := range h.Split {
		if holds(f.Parts, h.Split[i].Block) {
			h.Split[i].Own, h.Split[i].Shown = 0, 0 // the block's text is the article's
		}
	}
	if f.Rule == "addition" {
		f.Parts, f.Marker, f.Evidence = nil, nil, nil // nothing tells it from the article any more
	}
	h.Modified = forward(h.Modified, f.FirstSeen)
}

// Withdraw takes a story out of the feeds.
func Withdraw(h Head, now time.Time) Head {
	h = h.clone()
	if !h.Withdrawn {
		h.Withdrawn = true
		h.Modified = forward(h.Modified, now)
	}
	return h
}

// Restore brings a withdrawn story back, with every id that it had.
func Restore(h Head, now time.Time) Head {
	h = h.clone()
	if h.Withdrawn {
		h.Withdrawn = false
		h.Modified = forward(h.Modified, now)
	}
	return h
}

// ClosePromise closes a promise on an editor's word.
func ClosePromise(h Head, id string, now time.Time) Head {
	return h.promise(id, func(p *Promise) {
		p.Closed, p.ClosedBy = now.UTC().Truncate(time.Millisecond), ByEditor
	})
}

// MarkOverdue notes of an open promise that it has been open for too long. It
// is noted once.
func MarkOverdue(h Head, id string, now time.Time) Head {
	return h.promise(id, func(p *Promise) {
		if p.Overdue.IsZero() {
			p.Overdue = now.UTC().Truncate(time.Millisecond)
		}
	})
}

// MarkWarned notes of an open promise that who is to be warned of it was.
func MarkWarned(h Head, id string, now time.Time) Head {
	return h.promise(id, func(p *Promise) { p.Warned = now.UTC().Truncate(time.Millisecond) })
}

// promise applies a change to a copy of a head and an open promise of it.
func (h Head) promise(id string, change func(*Promise)) Head {
	h = h.clone()
	for i := range h.Promises {
		if p := &h.Promises[i]; p.ID == id && p.Closed.IsZero() {
			change(p)
		}
	}
	return h
}

// Rename gives a story's article another file name.
func Rename(h Head, name string) Head {
	h = h.clone()
	h.Name = name
	return h
}
