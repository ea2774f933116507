package journal

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"writethru/posts/followups"
)

// ByDeletion is what closes a promise whose sentence is deleted, ByEditor what
// closes it on an editor's word.
const (
	ByDeletion = "deleted"
	ByEditor   = "editor"
)

func byFollowUp(n int) string { return fmt.Sprintf("follow-up %d", n) }

// Answer gives the follow-up that closed a promise, or nil if it is open, or
// something else closed it.
func (h *Head) Answer(p Promise) *FollowUp {
	for i := range h.FollowUps {
		if f := &h.FollowUps[i]; p.ClosedBy == byFollowUp(f.N) {
			return f
		}
	}
	return nil
}

// maxClosed is how many closed promises a story remembers beside those whose
// sentence is still in it.
const maxClosed = 50

// owe records a promise that the story did not have.
func (h *Head) owe(story string, p followups.Promise, since time.Time) {
	h.Promised++
	h.Promises = append(h.Promises, Promise{
		ID: fmt.Sprintf("%s#%d", story, h.Promised), Kind: p.Kind, Party: p.Party, Sentence: p.Sentence, Since: since,
	})
}

// open lists the promises that are open, and their places in the head.
func (h *Head) open() (list []followups.Promise, at []int) {
	for i, p := range h.Promises {
		if p.Closed.IsZero() {
			list = append(list, followups.Promise{Kind: p.Kind, Party: p.Party, Sentence: p.Sentence})
			at = append(at, i)
		}
	}
	return list, at
}

// owedBefore keeps of the promises found at first sight those that follow-up i
// can answer: what the article itself owes, and what earlier follow-ups owe.
func (h *Head) owedBefore(i int, open []followups.Promise, at []int, found []followups.Promise) (list []followups.Promise, places []int) {
	for k, p := range at {
		owner := slices.IndexFunc(h.FollowUps, func(f FollowUp) bool { return slices.Contains(f.blocks(), found[p].Block) })
		if owner < i {
			list, places = append(list, open[k]), append(places, p)
		}
	}
	return list, places
}

// answer closes the promise that follow-up i answers, of the open ones given
// with their places in the head.
func (h *Head) answer(v Version, i int, f *followups.FollowUp, open []followups.Promise, at []int) {
	k := followups.Answers(*f, open, v.Recognition())
	if k < 0 {
		return
	}
	p := &h.Promises[at[k]]
	p.Closed, p.ClosedBy = v.now(), byFollowUp(h.FollowUps[i].N)
	h.FollowUps[i].Answers = p.ID
}

// Disclose notes since when readers can know of the promises that a follow-up
// closed which they see from now on, in its entry or in the article. prev is
// the story before.
func Disclose(prev, h Head, now time.Time) Head {
	cloned := false
	for i, p := range h.Promises {
		f := h.Answer(p)
		if f == nil || f.unsettled() || f.State == Baseline || f.N <= len(prev.FollowUps) && !prev.FollowUps[f.N-1].unsettled() {
			continue
		}
		if !cloned {
			h, cloned = h.clone(), true
		}
		h.Promises[i].Known = now.UTC().Truncate(time.Millisecond)
	}
	return h
}

// promises brings the promises that were found into the head: known ones keep
// their ids, answered and deleted ones are closed.
func (c *comparison) promises(found []followups.Promise) {
	was := slices.Clone(c.head.Promises)
	c.answers()
	h := &c.head
	known := matchPromises(h.Promises, found)
	present := make([]bool, len(h.Promises))
	for i, p := range found {
		if known[i] < 0 {
			continue
		}
		k := &h.Promises[known[i]]
		present[known[i]] = true
		k.Sentence, k.Kind = p.Sentence, p.Kind
		k.Party = cmp.Or(p.Party, k.Party)
		if k.ClosedBy == ByDeletion || h.unanswer(k.ClosedBy) {
			k.Closed, k.ClosedBy, k.Known = time.Time{}, "", time.Time{}
		}
	}
	for i := range h.Promises {
		if p := &h.Promises[i]; !present[i] && p.Closed.IsZero() {
			p.Closed, p.ClosedBy = c.now, ByDeletion
		}
	}
	h.Promises = forget(h.Promises, present)
	for i, p := range found {
		if known[i] < 0 {
			h.owe(c.v.Story, p, c.now)
		}
	}
	c.owed = !slices.Equal(was, h.Promises)
}

// answers closes promises that new follow-ups answer, or those that have grown.
func (c *comparison) answers() {
	for _, f := range c.found {
		if f.known < 0 {
			continue
		}
		k := &c.head.FollowUps[f.known]
		unchanged := f.known < len(c.prev.FollowUps) && c.prev.FollowUps[f.known].Text == k.Text && !c.prev.FollowUps[f.known].Removed
		if k.own() || k.Answers != "" || unchanged {
			continue
		}
		open, at := c.head.open()
		c.head.answer(c.v, f.known, f.FollowUp, open, at)
	}
}

// unanswer reports whether what closed a promise is gone before anybody was told
// of it. If that comes back, it may answer again.
func (h *Head) unanswer(by string) bool {
	for i := range h.FollowUps {
		if f := &h.FollowUps[i]; f.Removed && f.State != Out && f.State != Baseline && byFollowUp(f.N) == by {
			f.Answers = ""
			return true
		}
	}
	return false
}

// matchPromises gives for each found promise its place among the known ones,
// or -1: by the same sentence, then by a similar one.
func matchPromises(known []Promise, found []followups.Promise) []int {
	type link struct {
		score        float64
		known, found int
	}
	var links []link
	for k, p := range known {
		for f, q := range found {
			score := 2.0
			if p.Sentence != q.Sentence {
				score = jaccard(p.Sentence, q.Sentence)
			}
			if score >= likeEnough {
				links = append(links, link{score, k, f})
			}
		}
	}
	slices.SortFunc(links, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.known, b.known), cmp.Compare(a.found, b.found))
	})
	out := make([]int, len(found))
	for i := range out {
		out[i] = -1
	}
	taken := make([]bool, len(known))
	for _, l := range links {
		if !taken[l.known] && out[l.found] < 0 {
			taken[l.known], out[l.found] = true, l.known
		}
	}
	return out
}

// forget drops the oldest closed promises that the text does not hold any more.
func forget(all []Promise, present []bool) []Promise {
	var closed []int
	for i, p := range all {
		if !present[i] && !p.Closed.IsZero() {
			closed = append(closed, i)
		}
	}
	if len(closed) <= maxClosed {
		return all
	}
	slices.SortStableFunc(closed, func(a, b int) int { return all[a].Closed.Compare(all[b].Closed) })
	drop := map[int]bool{}
	for _, i := range closed[:len(closed)-maxClosed] {
		drop[i] = true
	}
	var kept []Promise
	for i, p := range all {
		if !drop[i] {
			kept = append(kept, p)
		}
	}
	return kept
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
