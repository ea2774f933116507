//go:build linux

// Faults breaks what Writethru stands on while an editor writes and a reader
// reads, and looks whether anything gets lost, changed or said twice: the
// program is killed, the power fails, the disk is full, read-only or broken, the
// articles go away and come back, and descriptors, watches and memory run out.
//
// The editor's work follows from a seed, and is recorded. What readers get in the
// end is compared with what they get of the same work in a run without faults.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"writethru/bench/process"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	done, err := apart(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if !done {
		err = run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	}
	stop()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		os.Exit(failed.ExitCode()) // it has said why
	}
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "faults: %v\n", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	seed    uint64
	steps   int
	pause   time.Duration
	only    []string
	atOnce  int
	program string
	dir     string
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("faults", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Usage = func() {
		fmt.Fprint(stderr, "usage: faults [flags]\n\nFaults:\n")
		for _, k := range matrix {
			fmt.Fprintf(stderr, "  %-12s %s\n", k.name, k.what)
		}
		fmt.Fprint(stderr, `
Examples:
  faults -steps 50                    all of them, in a minute
  faults -only kill -steps 1000 -pause 500ms   over a thousand kills, in twenty minutes
  faults -seed 7 -dir /tmp/faults     another editor; all that was written is kept

Flags:
`)
		f.PrintDefaults()
	}
	f.Uint64Var(&o.seed, "seed", 1, "the editor's work, and the faults, follow from it")
	f.IntVar(&o.steps, "steps", 200, "how much the editor does")
	f.DurationVar(&o.pause, "pause", 500*time.Millisecond, "between two steps, on average; follow-ups have a second each, so it should not be much shorter")
	f.IntVar(&o.atOnce, "at-once", 3, "how many faults are tried at the same time, each on its own")
	f.StringVar(&o.program, "writethru", "", "the `program`; default: it is built")
	f.StringVar(&o.dir, "dir", "", "a `folder` that is kept; default: a temporary one")
	f.Func("only", "the `faults` to try, separated by commas (default all)", func(s string) error {
		for name := range strings.SplitSeq(s, ",") {
			if !slices.ContainsFunc(matrix, func(k fault) bool { return k.name == name }) {
				return fmt.Errorf("there is no fault %q", name)
			}
			o.only = append(o.only, name)
		}
		return nil
	})
	err := f.Parse(args)
	if err == nil && f.NArg() > 0 {
		err = fmt.Errorf("want flags only, got %q", f.Args())
	}
	return o, err
}

// run is the program without the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "writethru-faults-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(o.dir) }() // the system clears it some day
	}
	if o.program == "" {
		o.program = filepath.Join(o.dir, "writethru")
		build := process.Command{Path: "go", Args: []string{"build", "-o", o.program, "writethru/cmd/writethru"}}
		if _, err := process.Run(ctx, build, 10*time.Minute); err != nil {
			return err
		}
	}
	if o.program, err = filepath.Abs(o.program); err != nil {
		return err
	}
	if o.dir, err = filepath.Abs(o.dir); err != nil {
		return err
	}
	steps := plan(o.seed, o.steps, o.pause)
	want, err := o.try(ctx, steps, fault{name: "none", what: "nothing breaks"}, nil, stdout)
	if err != nil {
		return err
	}
	return o.tryAll(ctx, steps, want, stdout)
}

// tryAll tries the faults, some at the same time.
func (o options) tryAll(ctx context.Context, steps []step, want map[string]string, stdout io.Writer) error {
	var all sync.WaitGroup
	var mu sync.Mutex // guards errs and stdout
	var errs []error
	free := make(chan struct{}, max(1, o.atOnce))
	for _, f := range matrix {
		if len(o.only) > 0 && !slices.Contains(o.only, f.name) {
			continue
		}
		all.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			_, err := o.try(ctx, steps, f, want, &locked{w: stdout, mu: &mu})
			mu.Lock()
			defer mu.Unlock()
			errs = append(errs, err)
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// A locked writer takes one text at a time.
type locked struct {
	w  io.Writer
	mu *sync.Mutex
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// try tries one fault, and says how it went.
func (o options) try(ctx context.Context, steps []step, f fault, want map[string]string, stdout io.Writer) (map[string]string, error) {
	t, err := newTrial(o.program, o.dir, f.name, o.seed)
	if err != nil {
		return nil, err
	}
	got, err := t.run(ctx, steps, f)
	if errors.Is(err, errCannot) {
		fmt.Fprintf(stdout, "%-12s not tried: %v\n", f.name, err)
		return nil, nil
	}
	if err == nil && want != nil {
		err = same(got, want)
	}
	if err != nil {
		return nil, fmt.Errorf("%s, seed %d, after %d faults: %w", f.name, o.seed, t.struck, err)
	}
	fmt.Fprintf(stdout, "%-12s %d faults, %d starts, %d records, %d entries that readers got, in %d documents: nothing lost, changed, withdrawn or said twice%s\n",
		f.name, t.struck+t.given(), t.desk.runs, len(t.recorded), len(t.witness.known()), t.witness.polls, t.remark)
	return got, nil
}

// given is how many errors disks gave.
func (t *trial) given() int {
	n := 0
	if t.disk != nil {
		n += t.disk.Errors()
	}
	if t.mirror != nil {
		n += t.mirror.Errors()
	}
	return n
}
