package journal

import (
	"fmt"
	"strings"
	"time"
)

// changeWords say changes to people.
var changeWords = map[Change]string{
	Added: "new story", Edited: "edited", FollowedUp: "followed up", Withdrawn: "withdrawn", Restored: "restored",
	Renamed: "renamed", Emitted: "emitted", Settled: "settled: part of the article", Held: "held", Released: "released",
	Dismissed: "dismissed: part of the article", Closed: "promise closed", Overdue: "promise overdue", Warned: "warned", Read: "read", Configured: "settings changed",
}

// Describe says in one line what the revision records:
//
//	7  2026-11-21 20:45:10Z  council-vote  r3  emitted  update 1 "A spokesperson said …"
func (r Revision) Describe() string {
	var b strings.Builder
	what := changeWords[r.Kind]
	if what == "" {
		what = string(r.Kind)
	}
	fmt.Fprintf(&b, "%d  %s  %s  r%d  %s", r.Seq, r.At.UTC().Format("2006-01-02 15:04:05Z"), r.Story, r.Rev, what)
	switch r.Kind {
	case Added, Withdrawn, Restored, Renamed:
		fmt.Fprintf(&b, "  %s", r.Head.Name)
	}
	for i := range r.Head.FollowUps {
		if f := &r.Head.FollowUps[i]; r.tells(f) {
			fmt.Fprintf(&b, "  %s %d %q", f.Kind, f.N, shorten(f.Text, 60))
			if f.State == Waiting {
				fmt.Fprintf(&b, " (%s)", f.Why)
			}
		}
	}
	at := r.At.UTC().Truncate(time.Millisecond)
	for _, p := range r.Head.Promises {
		if p.Closed.Equal(at) {
			fmt.Fprintf(&b, "  promise %s closed (%s)", p.ID, p.ClosedBy)
		}
		if p.Overdue.Equal(at) || p.Warned.Equal(at) {
			fmt.Fprintf(&b, "  promise %s %q", p.ID, shorten(p.Sentence, 60))
		}
	}
	return b.String()
}

// tells reports whether the revision is about a follow-up.
func (r Revision) tells(f *FollowUp) bool {
	switch r.Kind {
	case FollowedUp:
		return f.unsettled()
	case Emitted:
		return f.State == Out && f.ID != "" && !f.Emitted.Before(r.newest())
	case Held:
		return f.State == Waiting
	case Released:
		return f.State == Pending && f.Released
	case Dismissed, Settled:
		return f.State == Absorbed && f.N == r.lastAbsorbed()
	default:
		return false
	}
}

// newest is when the newest of the story's follow-ups was emitted.
func (r Revision) newest() (t time.Time) {
	for i := range r.Head.FollowUps {
		if e := r.Head.FollowUps[i].Emitted; e.After(t) {
			t = e
		}
	}
	return t
}

func (r Revision) lastAbsorbed() (n int) {
	for i := range r.Head.FollowUps {
		if f := &r.Head.FollowUps[i]; f.State == Absorbed {
			n = f.N
		}
	}
	return n
}

// shorten cuts a text between words, in one line.
func shorten(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= n {
		return text
	}
	short := cut(text, n)
	if i := strings.LastIndexByte(short, ' '); i > n/2 {
		short = short[:i]
	}
	return short + " …"
}
