package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/netip"
	"slices"
	"time"

	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/serve/audience"
)

// recorder gives what counts who reads the feeds of an open publication; nil if
// nobody does.
func (p *program) recorder(c config, store journal.Store) *audience.Recorder {
	if !c.Audience.Enabled {
		return nil
	}
	o := audience.Options{Now: p.now, Store: store, Keep: c.Audience.Days, Trusted: c.trusted(), Log: p.log}
	if inCluster(c.Store) {
		o.Part = rand.Text() // a process that follows another one does not know which
	}
	if c.Audience.Verify {
		o.Resolver = net.DefaultResolver
	}
	return audience.New(o)
}

// keepAudience keeps what was counted when the last answers are given.
func (p *program) keepAudience(counted *audience.Recorder) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := counted.Flush(ctx); err != nil {
		p.log.Warn("audience: the figures of the last minute are lost", "error", err, "advice", "see whether the journal's disk or servers answer")
	}
}

// trusted are the networks whose claims are believed.
func (c *config) trusted() (all []netip.Prefix) {
	for _, network := range c.Audience.Trust {
		if prefix, err := parseNetwork(network); err == nil { // check has told of the others
			all = append(all, prefix)
		}
	}
	return all
}

type audienceCmd struct {
	Days int  `default:"1" placeholder:"N" help:"Today and the days before it. Default: today alone."`
	JSON bool `name:"json" help:"Print JSON, one day a line."`
}

func (*audienceCmd) Help() string {
	return `Figures are kept every minute while the publisher runs. Days are those of UTC.

Examples:
  writethru audience
  writethru audience --days 30
  writethru audience --days 400 --json`
}

// Run prints what is kept of the last days.
func (a *audienceCmd) Run(ctx context.Context, p *program) error {
	if a.Days < 1 || a.Days > mostDays {
		return fmt.Errorf("--days %d: want a number from 1 to %d", a.Days, mostDays)
	}
	return p.asked(ctx, sqlite.Read, func(store journal.Store) error {
		days, err := audience.Read(ctx, store, p.now().AddDate(0, 0, 1-a.Days))
		if err != nil {
			return err
		}
		switch {
		case a.JSON:
			out := json.NewEncoder(p.stdout)
			for _, d := range days {
				if err := out.Encode(d); err != nil {
					return err
				}
			}
			return nil
		case len(days) == 0:
			_, err := fmt.Fprintln(p.stdout, "nobody asked for a feed")
			return err
		case a.Days > 1:
			return printDays(p.stdout, days)
		}
		return printDay(p.stdout, days[0])
	})
}

// printDays prints a line for each day.
func printDays(w io.Writer, days []audience.Figures) error {
	var rows [][]string
	for _, d := range days {
		rows = append(rows, []string{d.Day, thousands(d.Subscribers.Believed()), thousands(d.Subscribers.Unverified), thousands(d.Clients[audience.Reader]),
			thousands(d.Polls), percent(d.Unchanging()), size(int64(d.Bytes))})
	}
	return table(w, []string{"DAY", "SUBSCRIBERS", "UNVERIFIED", "READERS", "POLLS", "UNCHANGED", "SENT"}, rows)
}

// printDay prints all of one day.
func printDay(w io.Writer, d audience.Figures) error {
	s := d.Subscribers
	fmt.Fprintf(w, "%s, up to %s UTC\n", d.Day, d.Until.Format("15:04"))
	fmt.Fprintf(w, "subscribers  %s (%s verified by name, %s by behaviour), and %s unverified\n",
		thousands(s.Believed()), thousands(s.Confirmed), thousands(s.Behaviour), thousands(s.Unverified))
	fmt.Fprintf(w, "readers      %s", thousands(d.Clients[audience.Reader]))
	for _, kind := range slices.Sorted(maps.Keys(d.Clients)) {
		if kind != audience.Reader {
			fmt.Fprintf(w, ", %s %s", kind, thousands(d.Clients[kind]))
		}
	}
	fmt.Fprintf(w, "\npolls        %s, %s unchanged, %s sent\n", thousands(d.Polls), percent(d.Unchanging()), size(int64(d.Bytes)))
	for _, t := range audienceTables(d) {
		if len(t.Rows) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", t.Title)
		var head []string
		for _, c := range t.Columns {
			head = append(head, c.Name)
		}
		if err := table(w, head, t.Rows); err != nil {
			return err
		}
	}
	return nil
}

// thousands writes a number with commas between thousands.
func thousands[T int | uint64](n T) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

// lasting writes a duration in at most two units; of nothing, a dash.
func lasting(s audience.Seconds) string {
	d := s.Duration().Round(time.Second)
	switch {
	case d == 0:
		return "–"
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.3g h", d.Hours())
	}
	return fmt.Sprintf("%.0f days", d.Hours()/24)
}
