package report

import (
	"fmt"
	"strings"
)

// A Goal is what we want a figure to be.
type Goal struct {
	Text    string
	Ours    Key
	AtMost  float64 // in the unit of the figure; 0: no bound
	AtLeast float64 // the same from below
	Against Key     // the figure that ours is compared with, if it has a part
	Times   float64 // ours is to be so many times better
}

// Goals is a table of goals, and how far they are reached.
func (r *Report) Goals(goals []Goal) string {
	var b strings.Builder
	b.WriteString("| goal | ours | bound | against | theirs | times better | want | |\n|---|--:|--:|---|--:|--:|--:|---|\n")
	for _, g := range goals {
		c := r.compare(g)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", g.Text, c.ours, c.bound, g.Against.Row, c.theirs, c.times, c.want, c.verdict)
	}
	return b.String()
}

// A comparison is a goal's row.
type comparison struct{ ours, bound, theirs, times, want, verdict string }

func (r *Report) compare(g Goal) comparison {
	var c comparison
	ours, theirs := r.Find(g.Ours), r.Find(g.Against)
	if g.Times > 0 {
		c.want = fmt.Sprintf("%.3g×", g.Times)
	}
	if theirs != nil {
		c.theirs = theirs.median()
	}
	if ours == nil || len(ours.Values) == 0 {
		c.verdict = "not measured"
		return c
	}
	c.ours, c.verdict = ours.median(), "met"
	if g.AtMost > 0 {
		c.bound = "≤ " + ours.Unit.Format(g.AtMost)
	}
	if g.AtLeast > 0 {
		c.bound = "≥ " + ours.Unit.Format(g.AtLeast)
	}
	if median := ours.Median(); median < g.AtLeast || g.AtMost > 0 && median > g.AtMost {
		c.verdict = "**missed**"
	}
	switch {
	case g.Times == 0:
	case theirs == nil || len(theirs.Values) == 0:
		if c.verdict == "met" {
			c.verdict = "theirs not measured"
		}
	default:
		times := ours.against(*theirs)
		c.times = times.String()
		if times.Median() < g.Times {
			c.verdict = "**missed**"
		}
	}
	return c
}

// against says how many times better r is than another result. What was measured
// in turn is compared round by round, so that what the machine does beside
// counts for both.
func (r Result) against(o Result) Result {
	if len(r.Values) != len(o.Values) {
		return Result{Unit: Times, Values: []float64{r.Unit.better(r.Median(), o.Median())}}
	}
	ratio := Result{Unit: Times}
	for i, v := range r.Values {
		ratio.Values = append(ratio.Values, r.Unit.better(v, o.Values[i]))
	}
	return ratio
}
