package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"writethru/bench/process"
	"writethru/bench/report"
)

// A contender is one of those that are measured side by side.
type contender struct {
	key     report.Key                  // its first result, which says so if it fails
	measure func(context.Context) error // one round
	grows   bool                        // it takes longer with more articles
}

// name is what the log calls it.
func (c contender) name() string { return strings.TrimPrefix(c.key.Case+", "+c.key.Row, ", ") }

// interleave measures all contenders in turn, A B A B, so that what the machine
// does beside hits all of them. One that fails takes no further part, and one
// that has used its time takes part no more in later rounds.
func (b *bench) interleave(ctx context.Context, contenders []contender) error {
	spent := make([]time.Duration, len(contenders))
	for i, c := range contenders {
		if reason := b.hopeless(c); reason != "" {
			b.miss(&contenders[i], reason)
		}
	}
	for round := range b.rounds {
		for i, c := range contenders {
			if c.measure == nil || spent[i] > b.enough {
				continue
			}
			start := time.Now()
			err := c.measure(ctx)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			spent[i] += time.Since(start)
			if err != nil {
				fmt.Fprintf(b.log, "  %s: %v\n", c.name(), err)
				b.miss(&contenders[i], why(err))
				continue
			}
			fmt.Fprintf(b.log, "  round %d: %s took %s\n", round+1, c.name(), time.Since(start).Round(time.Millisecond))
		}
	}
	return nil
}

// miss takes a contender out.
func (b *bench) miss(c *contender, why string) {
	b.report.Miss(c.key, why)
	c.measure = nil
}

// hopeless says why a contender can't be done in time, from what it took with
// fewer articles in this run.
func (b *bench) hopeless(c contender) string {
	if !c.grows {
		return ""
	}
	reason := ""
	for _, size := range b.sizes {
		fewer := c.key
		fewer.Size = size
		r := b.report.Find(fewer)
		if size >= c.key.Size || r == nil {
			continue
		}
		switch {
		case len(r.Values) > 0:
			reason = ""
			if r.Median()*float64(c.key.Size)/float64(size) > b.limit.Seconds() {
				reason = fmt.Sprintf("left out: %s with %s", r.Unit.Format(r.Median()), report.Count(float64(size)))
			}
		case reason == "":
			reason = "left out: " + r.Missing + " with " + report.Count(float64(size))
		}
	}
	return reason
}

// why is an error in the few words that fit in a table.
func why(err error) string {
	if over, ok := errors.AsType[*process.LimitError](err); ok {
		return over.Error()
	}
	if off, ok := errors.AsType[*unavailableError](err); ok {
		return off.Error()
	}
	return "failed"
}

// An unavailableError says what a program does not do yet.
type unavailableError struct{ what string }

func (e *unavailableError) Error() string { return "not available: " + e.what }
