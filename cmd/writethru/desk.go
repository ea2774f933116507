package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/publish"
)

// asked opens the journal of a publication beside the process that publishes
// it, in the given mode, and calls f with it.
func (p *program) asked(ctx context.Context, mode sqlite.Mode, f func(journal.Store) error) error {
	return p.askedOf(ctx, mode, func(_ config, store journal.Store) error { return f(store) })
}

// askedOf is asked for who needs the configuration too.
func (p *program) askedOf(ctx context.Context, mode sqlite.Mode, f func(config, journal.Store) error) error {
	c, err := p.load("")
	if err != nil {
		return err
	}
	store, err := p.journal(ctx, c.journalURL(), mode)
	if err != nil {
		return hint(err, "name the publication's configuration with --config, or its data folder with --set data=DIR")
	}
	defer store.Close()
	return f(c, store)
}

type heldCmd struct {
	JSON bool `name:"json" help:"Print JSON, one follow-up a line."`
}

// Run lists held follow-ups, oldest first.
func (h *heldCmd) Run(ctx context.Context, p *program) error {
	return p.asked(ctx, sqlite.Read, func(store journal.Store) error {
		all, err := publish.HeldBacks(ctx, store)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, f := range all {
			if h.JSON {
				if err := json.NewEncoder(p.stdout).Encode(f); err != nil {
					return err
				}
				continue
			}
			rows = append(rows, []string{f.ID, f.FirstSeen.Format(time.DateTime), f.Why, f.Title, start(f.Text)})
		}
		return table(p.stdout, []string{"ID", "SINCE", "WAITS FOR", "ARTICLE", "TEXT"}, rows)
	})
}

type releaseCmd struct {
	ID      string `arg:"" help:"The follow-up, as held lists it."`
	Dismiss bool   `help:"Make it part of the article instead: it is never emitted."`
}

// Run decides about a held follow-up.
func (r *releaseCmd) Run(ctx context.Context, p *program) error {
	return p.asked(ctx, sqlite.Append, func(store journal.Store) error {
		if r.Dismiss {
			return publish.Dismiss(ctx, store, r.ID, p.now())
		}
		return publish.Release(ctx, store, r.ID, p.now())
	})
}

type logCmd struct {
	Story string `arg:"" optional:"" help:"Only this story."`
	JSON  bool   `name:"json" help:"Print JSON, one revision a line."`
}

// Run prints the journal, oldest revision first.
func (l *logCmd) Run(ctx context.Context, p *program) error {
	return p.asked(ctx, sqlite.Read, func(store journal.Store) error {
		for r, err := range store.Since(ctx, 0) {
			if err != nil {
				return err
			}
			if l.Story != "" && r.Story != l.Story {
				continue
			}
			if !l.JSON {
				fmt.Fprintln(p.stdout, r.Describe())
			} else if err := json.NewEncoder(p.stdout).Encode(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// table prints rows in columns; nothing when there are none.
func table(w io.Writer, head []string, rows [][]string) error {
	if len(rows) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			if i > 0 {
				fmt.Fprint(t, "\t")
			}
			fmt.Fprint(t, cell)
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}

// start is the beginning of a text, for a line in a table.
func start(text string) string {
	r := []rune(text)
	if len(r) <= 60 {
		return text
	}
	return string(r[:59]) + "…"
}
