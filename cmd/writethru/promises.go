package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"writethru/internal/fetch"
	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/publish"
)

type promisesCmd struct {
	List  promisesListCmd  `cmd:"" default:"withargs" help:"List the open promises."`
	Close promisesCloseCmd `cmd:"" help:"Close a promise by your word."`
}

type promisesListCmd struct {
	All       bool          `help:"List the closed ones too."`
	By        string        `enum:"age,party,story" default:"age" help:"In which order: age (oldest first), party or story."`
	Story     string        `placeholder:"ID" help:"Only those of this story."`
	Party     string        `placeholder:"NAME" help:"Only those of parties with this in their name."`
	OlderThan time.Duration `placeholder:"DURATION" help:"Only those that were made longer ago, like 72h."`
	Stats     bool          `help:"Count them by party, and say how long answers took."`
	JSON      bool          `name:"json" help:"Print JSON, one promise a line; with --stats one object."`
}

func (*promisesListCmd) Help() string {
	return `Examples:
  writethru promises                     what is owed to readers, oldest first
  writethru promises --older-than 72h    what has been owed for three days
  writethru promises --by party --all    everything that anybody ever owed
  writethru promises --stats             how long answers took
  writethru promises close flood#1`
}

// Run lists promises, or counts them.
func (l *promisesListCmd) Run(ctx context.Context, p *program) error {
	return p.askedOf(ctx, sqlite.Read, func(c config, store journal.Store) error {
		all, err := publish.Promises(ctx, store)
		if err != nil {
			return err
		}
		after := time.Duration(c.Promises.WarnAfter)
		all = publish.PromiseFilter{Closed: l.All || l.Stats, Story: l.Story, Party: l.Party, OlderThan: l.OlderThan}.Pick(all, p.now())
		if l.Stats {
			return l.stats(p, all, after)
		}
		slices.SortStableFunc(all, func(a, b publish.Owed) int {
			switch l.By {
			case "party":
				return cmp.Compare(a.Party, b.Party)
			case "story":
				return cmp.Compare(a.Story, b.Story)
			}
			return 0
		})
		var rows [][]string
		for _, o := range all {
			if l.JSON {
				if err := json.NewEncoder(p.stdout).Encode(listed{o, o.IsOverdue(after, p.now()), o.Took.Seconds()}); err != nil {
					return err
				}
				continue
			}
			rows = append(rows, []string{o.ID, o.Since.Format(time.DateOnly), publish.Roughly(p.now().Sub(o.Since)), state(o, after, p.now()), cmp.Or(o.Party, "–"), o.Sentence})
		}
		return table(p.stdout, []string{"ID", "SINCE", "AGE", "STATE", "PARTY", "PROMISE"}, rows)
	})
}

// A listed is a promise as JSON has it.
type listed struct {
	publish.Owed
	Overdue bool    `json:"is_overdue"`
	Took    float64 `json:"took_seconds,omitempty"`
}

// state says in a word or two how it stands with a promise.
func state(o publish.Owed, after time.Duration, now time.Time) string {
	switch {
	case o.IsOverdue(after, now):
		return "overdue"
	case o.Closed.IsZero():
		return "open"
	case o.Took > 0:
		return "closed by " + o.ClosedBy + " after " + publish.Roughly(o.Took)
	}
	return "closed by " + o.ClosedBy
}

// stats counts promises.
func (l *promisesListCmd) stats(p *program, all []publish.Owed, after time.Duration) error {
	whole, parties := publish.TallyPromises(all, after, p.now())
	if l.JSON {
		return json.NewEncoder(p.stdout).Encode(struct {
			All     publish.PromiseTally   `json:"all"`
			Parties []publish.PromiseTally `json:"parties"`
		}{whole, parties})
	}
	rows := [][]string{tallied("all", whole)}
	for _, t := range parties {
		rows = append(rows, tallied(cmp.Or(t.Party, "–"), t))
	}
	return table(p.stdout, []string{"PARTY", "OPEN", "OVERDUE", "OLDEST", "ANSWERED", "MEDIAN", "SLOWEST", "DELETED", "CLOSED BY EDITORS"}, rows)
}

func tallied(name string, t publish.PromiseTally) []string {
	oldest, median, slowest := "–", "–", "–"
	if t.Open > 0 {
		oldest = t.Oldest.Format(time.DateOnly)
	}
	if len(t.Took) > 0 {
		median, slowest = publish.Roughly(publish.Median(t.Took)), publish.Roughly(slices.Max(t.Took))
	}
	return []string{name, fmt.Sprint(t.Open), fmt.Sprint(t.Overdue), oldest, fmt.Sprint(t.Answered), median, slowest, fmt.Sprint(t.Deleted), fmt.Sprint(t.Decided)}
}

type promisesCloseCmd struct {
	ID string `arg:"" help:"The promise, as the list has it."`
}

// Run closes a promise.
func (c *promisesCloseCmd) Run(ctx context.Context, p *program) error {
	return p.asked(ctx, sqlite.Append, func(store journal.Store) error {
		return publish.Close(ctx, store, c.ID, p.now())
	})
}

// webhook is what is told of overdue promises; nil if nothing is.
func webhook(c config) *publish.Webhook {
	if c.Promises.Webhook == "" {
		return nil
	}
	return &publish.Webhook{URL: c.Promises.Webhook, Secret: c.Promises.Secret, Client: fetch.New(fetch.Options{
		UserAgent:    "Writethru/" + version() + " (+" + c.BaseURL + "/)",
		AllowPrivate: c.Promises.AllowPrivate,
	})}
}
