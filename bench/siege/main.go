//go:build linux

// Siege attacks Writethru and what people use instead of it, side by side and in
// the same ways, and writes what came of it into docs/faults.md: hostile requests,
// slow clients, crowds and floods, scripts in articles, what editors do to
// articles, and what breaks while files are made.
//
// It runs in a network of its own, in which its clients are strangers to the
// servers and have addresses of their own: most limits are no limits for the
// machine itself.
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
	"slices"
	"strings"
	"syscall"
	"time"

	"writethru/bench/process"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "siege: %v\n", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	extent
	only      []string
	writethru string
	paths     map[string]string // of tools
	docs      string
}

// An extent is how much harm is done.
type extent struct {
	Slowest  time.Duration // a slow client goes on for so long
	Load     time.Duration // crowds and floods last so long
	Dripping int           // slow connections of a crowd
	Silent   int           // idle ones
	Articles int           // of which files are made
	Kills    int           // of who makes files
}

const usage = `usage: siege [flags]

Attacks Writethru, Hugo with nginx, Hugo with Caddy, Hugo's own server and
Miniflux, as far as they are installed, and writes docs/faults.md.

Parts, in their order:
%s
Examples:
  siege                                  all of it, in some ten minutes
  siege -only hostile,scripts            two parts; prints, and writes nothing
  siege -tool miniflux=$HOME/go/bin/miniflux.app

Flags:
`

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{paths: map[string]string{}}
	f := flag.NewFlagSet("siege", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Usage = func() {
		var names strings.Builder
		for _, p := range parts {
			fmt.Fprintf(&names, "  %-10s %s\n", p.name, p.about)
		}
		fmt.Fprintf(stderr, usage, names.String())
		f.PrintDefaults()
	}
	f.Func("only", "the `parts` to try, separated by commas (default all)", func(s string) error {
		for name := range strings.SplitSeq(s, ",") {
			if !slices.ContainsFunc(parts, func(p part) bool { return p.name == name }) {
				return fmt.Errorf("no part is called %q", name)
			}
			o.only = append(o.only, name)
		}
		return nil
	})
	f.Func("tool", "`name=path` of a program that is not in PATH; name= leaves one out", func(s string) error {
		name, path, ok := strings.Cut(s, "=")
		if !ok {
			return errors.New("want name=path")
		}
		o.paths[name] = path
		return nil
	})
	f.StringVar(&o.writethru, "writethru", "", "the `binary` to attack (default: built from the current tree)")
	f.StringVar(&o.docs, "docs", "docs", "the `folder` of faults.md; empty: print only")
	f.DurationVar(&o.Slowest, "slowest", 2*time.Minute, "how long a slow client goes on")
	f.DurationVar(&o.Load, "load", 10*time.Second, "how long crowds and floods last")
	f.IntVar(&o.Dripping, "slow", 2000, "slow connections of a crowd")
	f.IntVar(&o.Silent, "idle", 10_000, "idle connections of a crowd")
	f.IntVar(&o.Articles, "articles", 300, "articles of which files are made")
	f.IntVar(&o.Kills, "kills", 20, "how often who makes files is killed")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("argument %q: want flags only", f.Arg(0))
	}
	return o, nil
}

// A part is one kind of harm.
type part struct {
	name  string
	about string
	try   func(*siege, context.Context) (table, error)
}

var parts = []part{
	{"hostile", "requests that lead elsewhere, forge, or can be read in two ways", (*siege).hostile},
	{"slow", "how long a slow client keeps a connection", (*siege).slow},
	{"crowd", "slow and idle connections: others are served, and at what cost", (*siege).crowd},
	{"flood", "one client asks as fast as it can: others are served", (*siege).flood},
	{"scripts", "scripts in articles: what of them gets into feeds and pages", (*siege).scripts},
	{"editors", "what editors do to articles: what subscribers see of it", (*siege).editors},
	{"builds", "killed, full and read-only while files are made: what readers get", (*siege).builds},
}

// A siege is one run.
type siege struct {
	options
	dir   string
	tools map[string]tool
	log   io.Writer
	short []string // where Writethru fell short of what it promises
}

// run is the program without the process around it. The one that does the work
// is another one, in a network of its own.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	if os.Getenv(inside) == "" {
		return aside(ctx, args, stdout, stderr)
	}
	if err := setUp(ctx); err != nil {
		return err
	}
	s := &siege{options: o, log: stderr}
	if s.dir, err = os.MkdirTemp("", "writethru-siege-"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(s.dir) }() // the system clears it some day
	// It is in memory, so that no disk is measured, and open to servers that run
	// as somebody else. It goes with the namespace.
	if err := syscall.Mount("tmpfs", s.dir, "tmpfs", 0, "size=4g,mode=755"); err != nil {
		return fmt.Errorf("%w: a disk in memory: %w", errCannot, err)
	}
	defer func() { _ = syscall.Unmount(s.dir, syscall.MNT_DETACH) }() // as above
	if s.writethru == "" {
		s.writethru = filepath.Join(s.dir, "writethru")
		build := process.Command{Path: "go", Args: []string{"build", "-o", s.writethru, "writethru/cmd/writethru"}}
		if _, err := process.Run(ctx, build, 10*time.Minute); err != nil {
			return err
		}
	}
	if s.writethru, err = filepath.Abs(s.writethru); err != nil {
		return err
	}
	if err := s.find(ctx); err != nil {
		return err
	}
	return s.all(ctx, stdout)
}

// all tries all parts, and tells of each when it is done.
func (s *siege) all(ctx context.Context, stdout io.Writer) error {
	found := map[string]table{}
	for _, p := range parts {
		if len(s.only) > 0 && !slices.Contains(s.only, p.name) {
			continue
		}
		fmt.Fprintf(s.log, "%s: %s\n", p.name, p.about)
		t, err := p.try(s, ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		found[p.name] = t
		fmt.Fprintf(stdout, "## %s\n\n%s\n", p.name, t.markdown())
	}
	if len(s.only) == 0 && s.docs != "" {
		if err := s.publish(found); err != nil {
			return err
		}
	}
	if len(s.short) > 0 {
		return fmt.Errorf("what Writethru promises does not hold:\n  %s", strings.Join(s.short, "\n  "))
	}
	return nil
}

// fell notes that Writethru fell short of what it promises.
func (s *siege) fell(format string, args ...any) {
	s.short = append(s.short, fmt.Sprintf(format, args...))
}
