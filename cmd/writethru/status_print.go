package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"writethru/journal"
)

// How long things may take before they need an operator.
const (
	lateDelivery = time.Hour
	lateFollowUp = 5 * time.Minute // after settle
	hopeless     = 5               // attempts that failed in a row
)

// judge says what needs an operator. What needs an editor does not: held
// follow-ups and overdue promises are for them.
func (st *status) judge(c config) {
	needs := func(format string, args ...any) { st.Needs = append(st.Needs, fmt.Sprintf(format, args...)) }
	for _, damage := range st.Stories.Damaged {
		needs("%s", damage)
	}
	late := time.Duration(c.FollowUps.Settle) + lateFollowUp
	if since := st.Stories.Waiting; !since.IsZero() && st.At.Sub(since) > late {
		needs("follow-ups wait since %s, and no process emits them: start writethru serve, or build", stamped(since))
	}
	if since := st.Told.Since; !since.IsZero() && st.At.Sub(since) > lateDelivery {
		needs("subscribers wait for news since %s", stamped(since))
	}
	for _, h := range st.Told.Hubs {
		if h.Tries >= hopeless {
			needs("hub %s was not told %d times in a row: %s", h.URL, h.Tries, h.Error)
		}
	}
	says := st.Process.Says
	switch {
	case says == nil && st.Process.Runs:
		needs("what listens on %s can't be asked: %s", st.Process.Address, st.Process.Error)
	case says == nil:
	case !says.Ready:
		needs("the process on %s is not ready: %s", st.Process.Address, says.Why)
	case st.Process.Behind > 0:
		needs("the process on %s is behind the journal by %s", st.Process.Address, count(int(st.Process.Behind), "revision"))
	}
	if says != nil {
		for _, fault := range says.Faults {
			needs("article with a fault: %s", fault)
		}
	}
	if st.Needs == nil {
		st.Needs = []string{}
	}
}

// print says it to people.
func (st *status) print(w io.Writer) error {
	rows := [][]string{
		{"journal", fmt.Sprintf("%s, %s, %s", st.Journal.Store, count(st.Journal.Revisions, "revision"), size(st.Journal.Bytes))},
		{"stories", st.stories()},
		{"follow-ups", st.followUps()},
		{"newest", st.newest()},
		{"held", fmt.Sprint(len(st.Stories.Held))},
	}
	for _, f := range st.Stories.Held {
		rows = append(rows, []string{"", fmt.Sprintf("%s  %s  %s: %s", f.ID, f.Why, f.Title, start(f.Text))})
	}
	rows = append(rows, []string{"promises", st.promises()}, []string{"told", st.told()})
	for _, h := range st.Told.Hubs {
		rows = append(rows, []string{"", h.describe()})
	}
	rows = append(rows, []string{"process", st.process()})
	if st.Process.Says != nil {
		for _, doubt := range st.Process.Says.Doubts {
			rows = append(rows, []string{"", "doubt: " + doubt})
		}
	}
	if len(st.Needs) == 0 {
		rows = append(rows, []string{"needs", "nobody"})
	}
	for _, need := range st.Needs {
		rows = append(rows, []string{"needs", need})
	}
	return table(w, []string{st.Title, st.BaseURL}, rows)
}

func (st *status) stories() string {
	out := fmt.Sprintf("%d published, %d withdrawn", st.Stories.Stories, st.Stories.Withdrawn)
	if st.Stories.Unread > 0 {
		out += fmt.Sprintf(", %d not read whole yet", st.Stories.Unread)
	}
	return out
}

func (st *status) followUps() string {
	var parts []string
	for _, state := range []journal.State{journal.Out, journal.Pending, journal.Waiting, journal.Absorbed, journal.Baseline} {
		if n := st.Stories.FollowUps[state]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, state))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "none")
}

func (st *status) newest() string {
	n := st.Stories.Newest
	switch {
	case n == nil:
		return "nothing"
	case n.N > 0:
		return fmt.Sprintf("%s  %s#%d  follow-up of %s", stamped(n.At), n.Story, n.N, n.Title)
	}
	return fmt.Sprintf("%s  %s  %s", stamped(n.At), n.Story, n.Title)
}

func (st *status) promises() string {
	if st.Promises.Open == 0 {
		return "none open"
	}
	return fmt.Sprintf("%d open, %d overdue, the oldest since %s", st.Promises.Open, st.Promises.Overdue, st.Promises.Oldest.Format(time.DateOnly))
}

func (st *status) told() string {
	t := st.Told
	out := count(t.Subscribers, "subscriber") + " of " + count(t.Topics, "feed")
	if t.Owed > 0 {
		out += fmt.Sprintf(", %d to be told", t.Owed)
	}
	if !t.Since.IsZero() {
		out += ", the longest since " + stamped(t.Since)
	}
	if t.Failing > 0 {
		out += fmt.Sprintf(", %d failed when they were told last", t.Failing)
	}
	return out
}

func (h hubStatus) describe() string {
	out := "hub " + h.URL
	if h.Told.IsZero() {
		out += ": not told yet"
	} else {
		out += ": told " + stamped(h.Told)
	}
	if h.Tries > 0 {
		out += fmt.Sprintf(", failed %s, last %s: %s", count(h.Tries, "time"), stamped(h.Failed), h.Error)
	}
	return out
}

func (st *status) process() string {
	p := st.Process
	switch {
	case p.Says == nil && p.Runs:
		return p.Address + " can't be asked: " + p.Error
	case p.Says == nil:
		return "none runs on " + p.Address
	case !p.Says.Ready:
		return p.Address + " is not ready: " + p.Says.Why
	case p.Behind > 0:
		return p.Address + " is behind by " + count(int(p.Behind), "revision")
	}
	return p.Address + " is ready, and has all that is recorded"
}

func stamped(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }

func size(bytes int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	n, unit := float64(bytes), 0
	for n >= 1000 && unit < len(units)-1 {
		n, unit = n/1000, unit+1
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", n), ".0") + " " + units[unit]
}
