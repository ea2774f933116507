package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"writethru/bench/corpus"
	"writethru/bench/process"
	"writethru/bench/report"
)

// A part is one thing to measure.
type part struct {
	name    string
	about   string
	once    bool // the number of articles makes no difference: with the fewest
	measure func(*bench, context.Context, int) error
}

// size is the size that the part's results have.
func (p part) size(articles int) int {
	if p.once {
		return 0
	}
	return articles
}

// parts is what there is to measure, in this order.
var parts = []part{
	{"build", "from articles to feed files: time, CPU time and memory, cold and with nothing changed", false, (*bench).builds},
	{"start", "until a server has the feed and is ready, cold and with nothing changed; its memory", false, (*bench).starts},
	{"latency", "from an atomic save to new bytes over HTTP", false, (*bench).latency},
	{"save", "the CPU time that a save costs", false, (*bench).saves},
	{"http", "requests per second of one core: 304, gzip, identity", true, (*bench).throughput},
	{"idle", "the memory of 10,000 idle connections", true, (*bench).idle},
	{"polling", "the bytes of a reader's day", true, (*bench).polling},
}

func describeParts() string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "  %-8s %s\n", p.name, p.about)
	}
	return b.String()
}

// A bench is a run of measurements.
type bench struct {
	options
	self       string // our own executable, for roles
	version    string // of the measured Writethru
	feedsAlone bool   // whether it builds feeds without pages
	tools      map[string]tool
	scratch    string // on the file system of the cache, removed at the end
	sites      string // in it, removed after each part
	report     report.Report
	log        io.Writer
}

func open(ctx context.Context, o options, log io.Writer) (*bench, error) {
	b := &bench{options: o, log: log}
	var err error
	if b.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if b.cache, err = filepath.Abs(o.cache); err != nil {
		return nil, err
	}
	if b.tools, err = find(ctx, o.paths); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(b.cache, 0o777); err != nil {
		return nil, err
	}
	if b.scratch, err = os.MkdirTemp(b.cache, "run-"); err != nil {
		return nil, err
	}
	b.sites = filepath.Join(b.scratch, "sites")
	if err := b.findWritethru(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(b.scratch))
	}
	b.report.Machine = machine()
	b.report.Machine.Tools = b.tellTools()
	return b, nil
}

// close removes what the run leaves behind. Corpora are kept.
func (b *bench) close() {
	if err := os.RemoveAll(b.scratch); err != nil {
		fmt.Fprintf(b.log, "bench: %v\n", err)
	}
}

// measure runs the parts that are asked for. A part that fails has no results,
// and the others go on.
func (b *bench) measure(ctx context.Context) error {
	var failed []error
	for i, size := range b.sizes {
		start := time.Now()
		if err := corpus.Make(ctx, corpus.Dir(b.cache, size), size); err != nil {
			return errors.Join(append(failed, err)...)
		}
		fmt.Fprintf(b.log, "%s articles (%s)\n", report.Count(float64(size)), time.Since(start).Round(time.Millisecond))
		for _, p := range parts {
			if p.once && i > 0 || len(b.only) > 0 && !slices.Contains(b.only, p.name) {
				continue
			}
			start := time.Now()
			err := p.measure(b, ctx, size)
			if err := errors.Join(err, os.RemoveAll(b.sites)); err != nil {
				b.report.Drop(p.name, p.size(size))
				failed = append(failed, fmt.Errorf("%s: %w", p.name, err))
			}
			if ctx.Err() != nil {
				return errors.Join(failed...)
			}
			fmt.Fprintf(b.log, "%s took %s\n", p.name, time.Since(start).Round(time.Second))
		}
	}
	return errors.Join(failed...)
}

// A contender is one of those that are measured side by side.
type contender struct {
	key     report.Key                  // its first result, which says so if it fails
	measure func(context.Context) error // one round
}

// name is what the log calls it.
func (c contender) name() string { return strings.TrimPrefix(c.key.Case+", "+c.key.Row, ", ") }

// interleave measures all contenders in turn, A B A B, so that what the machine
// does beside hits all of them. One that fails takes no further part, and one
// that has used its time takes part no more in later rounds.
func (b *bench) interleave(ctx context.Context, contenders []contender) error {
	spent := make([]time.Duration, len(contenders))
	for round := range b.rounds {
		for i, c := range contenders {
			if c.measure == nil || spent[i] > b.limit {
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
				b.report.Miss(c.key, why(err))
				contenders[i].measure = nil
				continue
			}
			fmt.Fprintf(b.log, "  round %d: %s took %s\n", round+1, c.name(), time.Since(start).Round(time.Millisecond))
		}
	}
	return nil
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
