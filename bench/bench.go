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
	{"websub", "deliveries to 10,000 subscribers of a feed", true, (*bench).webSub},
	{"polling", "the bytes of a reader's day", true, (*bench).polling},
	{webSubMore, "deliveries to 100,000 subscribers; measured if -only names it", true, (*bench).webSubMore},
}

func describeParts() string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "  %-11s %s\n", p.name, p.about)
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

// wants reports whether a part is asked for.
func (b *bench) wants(p part) bool {
	if len(b.only) == 0 {
		return p.name != webSubMore
	}
	return slices.Contains(b.only, p.name)
}

// measure runs the parts that are asked for, and publishes each when it is
// complete. A part that fails has no results, and the others go on.
func (b *bench) measure(ctx context.Context) error {
	var failed []error
	for i, size := range b.sizes {
		start := time.Now()
		if err := corpus.Make(ctx, corpus.Dir(b.cache, size), size); err != nil {
			return errors.Join(append(failed, err)...)
		}
		fmt.Fprintf(b.log, "%s articles (%s)\n", report.Count(float64(size)), time.Since(start).Round(time.Millisecond))
		for _, p := range parts {
			if p.once && i > 0 || !b.wants(p) {
				continue
			}
			start := time.Now()
			err := p.measure(b, ctx, size)
			if err := errors.Join(err, os.RemoveAll(b.sites)); err != nil {
				b.report.Drop(p.name, p.size(size))
				failed = append(failed, fmt.Errorf("%s: %w", p.name, err))
			} else if err := b.publish(); err != nil {
				return errors.Join(append(failed, err)...)
			}
			if ctx.Err() != nil {
				return errors.Join(failed...)
			}
			fmt.Fprintf(b.log, "%s took %s\n", p.name, time.Since(start).Round(time.Second))
		}
	}
	return errors.Join(failed...)
}
