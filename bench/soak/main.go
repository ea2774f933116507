// Soak lets the real program run under mixed load for a long time: editors save,
// append, rename, delete and restore, readers poll, browsers load pages, subscribers
// come, go, fail and return, and the program is stopped or killed now and then.
//
// All the while it looks whether a follow-up gets lost or is said twice, and at
// the end whether memory, goroutines or descriptors grew. If so it ends with 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"writethru/bench/process"
)

const usage = `usage: soak [flags]

Examples:
  soak                                          two minutes
  soak -for 1h -saves 0.5 -polls 4 -pages 0.5   an hour, at the pace of a busy newsroom
  soak -docs docs -render                       puts what was found last into the documents

Flags:
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "soak: %v\n", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	long     time.Duration
	articles int
	saves    float64 // a second, and so on
	polls    float64
	pages    float64
	seed     uint64
	program  string
	out      string
	docs     string
	render   bool
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("soak", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Usage = func() {
		fmt.Fprint(stderr, usage)
		f.PrintDefaults()
	}
	f.DurationVar(&o.long, "for", 2*time.Minute, "how long there is load")
	f.IntVar(&o.articles, "articles", 5000, "how many there are at first")
	f.Float64Var(&o.saves, "saves", 1, "what editors do in a second; follow-ups have a second each")
	f.Float64Var(&o.polls, "polls", 10, "requests of feed readers in a second")
	f.Float64Var(&o.pages, "pages", 2, "pages that browsers load in a second")
	f.Uint64Var(&o.seed, "seed", 1, "what editors and subscribers do follows from it")
	f.StringVar(&o.program, "writethru", "", "the `program`; default: it is built")
	f.StringVar(&o.out, "out", "bin/soak", "the `folder` for soak.json, soak.svg, soak.md and the log")
	f.StringVar(&o.docs, "docs", "", "the `folder` of PERFORMANCE.md, to put the chart and the table into")
	f.BoolVar(&o.render, "render", false, "run nothing: write chart, table and documents anew from soak.json")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("want flags only, got %q", f.Args())
	}
	if o.long <= 0 || o.articles < 10 || o.saves <= 0 || o.polls <= 0 || o.pages <= 0 {
		return o, errors.New("want a time and rates above zero, and at least 10 articles")
	}
	return o, nil
}

// run is the program without the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	if o.out, err = filepath.Abs(o.out); err != nil {
		return err
	}
	if o.render {
		r, err := readRecord(o.out)
		if err != nil {
			return err
		}
		return r.publish(o.out, o.docs)
	}
	if err := os.MkdirAll(o.out, 0o777); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "writethru-soak-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }() // the system clears it some day
	if o.program, err = program(ctx, o.program, work); err != nil {
		return err
	}
	s, err := newSoak(ctx, o, work, stdout)
	if err != nil {
		return err
	}
	if err := s.run(ctx); err != nil {
		return err
	}
	if err := s.record.publish(o.out, o.docs); err != nil {
		return err
	}
	fmt.Fprintln(stdout, s.record.table())
	return s.record.verdict()
}

// program is the program to run: the one that is named, or that of this tree.
func program(ctx context.Context, named, work string) (string, error) {
	if named != "" {
		return filepath.Abs(named)
	}
	out := filepath.Join(work, "writethru")
	build := process.Command{Path: "go", Args: []string{"build", "-trimpath", "-o", out, "writethru/cmd/writethru"}, Env: []string{"CGO_ENABLED=0"}}
	_, err := process.Run(ctx, build, 10*time.Minute)
	return out, err
}
