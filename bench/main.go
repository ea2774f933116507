// Bench measures Writethru beside what people use today, in one run on one
// machine: static site generators that make feeds, and HTTP servers that serve
// them. It writes what it finds into docs/PERFORMANCE.md.
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
	"strconv"
	"strings"
	"syscall"
	"time"
)

const usage = `usage: bench [flags]

Measures Writethru beside Hugo, Eleventy, Jekyll, nginx, Caddy and a bare
net/http server, as far as they are installed. None of them is needed.

Parts, in their order:
%s
Examples:
  bench                                  1,000 and 10,000 articles
  bench -sizes 1k,10k,100k -rounds 3     what the document shows, in some 15 to 20 minutes
  bench -sizes 100k -only build,start    two parts, at one size
  bench -sizes 1M -only start,save -limit 20m
  bench -tool hugo=$HOME/go/bin/hugo     a program that is not in PATH

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
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

// run is the program without the process around it. Some of what it measures
// with runs in processes of its own: this program, told to play a role.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) > 0 {
		if play, ok := roles[args[0]]; ok {
			return play(ctx, args[1:], stdout)
		}
	}
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	if o.render {
		return render(o)
	}
	b, err := open(ctx, o, stderr)
	if err != nil {
		return err
	}
	defer b.close()
	err = b.measure(ctx)
	if ctx.Err() != nil {
		err = errors.New("interrupted: parts that were complete count")
	}
	b.print(stdout)
	return err
}

// options are what the command line says.
type options struct {
	sizes     []int
	only      []string
	rounds    int
	peersUpTo int
	limit     time.Duration
	enough    time.Duration
	load      time.Duration
	cache     string
	docs      string
	render    bool
	writethru string
	paths     map[string]string // of tools
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{sizes: []int{1000, 10_000}, peersUpTo: 100_000, paths: map[string]string{}}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Usage = func() {
		fmt.Fprintf(stderr, usage, describeParts())
		f.PrintDefaults()
	}
	f.Func("sizes", "corpora to measure with, in `articles`: 1k,10k,100k,1M (default 1k,10k)", func(s string) (err error) {
		o.sizes, err = sizes(s)
		return err
	})
	f.Func("only", "the `parts` to measure, separated by commas (default all)", func(s string) error {
		o.only = strings.Split(s, ",")
		for _, name := range o.only {
			if !slices.ContainsFunc(parts, func(p part) bool { return p.name == name }) {
				return fmt.Errorf("no part is called %q", name)
			}
		}
		return nil
	})
	f.Func("peers-up-to", "measure others with at most so many `articles` (default 100k)", func(s string) (err error) {
		o.peersUpTo, err = size(s)
		return err
	})
	f.Func("tool", "`name=path` of a program that is not in PATH; name= leaves one out", func(s string) error {
		name, path, ok := strings.Cut(s, "=")
		if !ok {
			return errors.New("want name=path")
		}
		o.paths[name] = path
		return nil
	})
	f.IntVar(&o.rounds, "rounds", 5, "how often each thing is measured, in turn")
	f.DurationVar(&o.limit, "limit", 30*time.Second, "the longest that one program may take for one thing")
	f.DurationVar(&o.enough, "enough", 15*time.Second, "who has taken so long in a part takes no further round of it")
	f.DurationVar(&o.load, "load", 2*time.Second, "how long a server is under load each time")
	f.StringVar(&o.cache, "cache", defaultCache(), "the `folder` that corpora are kept in")
	f.StringVar(&o.docs, "docs", "docs", "the `folder` of PERFORMANCE.md; empty: print tables only")
	f.BoolVar(&o.render, "render", false, "measure nothing: write the document anew from what was measured before")
	f.StringVar(&o.writethru, "writethru", "", "the `binary` to measure (default: built from the current tree)")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("argument %q: want flags only", f.Arg(0))
	}
	return o, nil
}

func sizes(s string) ([]int, error) {
	var all []int
	for part := range strings.SplitSeq(s, ",") {
		n, err := size(part)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	slices.Sort(all)
	return all, nil
}

// size reads a number like 500, 10k or 1M.
func size(s string) (int, error) {
	times := 1
	if digits, ok := strings.CutSuffix(s, "k"); ok {
		s, times = digits, 1000
	} else if digits, ok := strings.CutSuffix(s, "M"); ok {
		s, times = digits, 1_000_000
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q: want a number like 500, 10k or 1M", s)
	}
	return n * times, nil
}

func defaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "writethru-bench")
}
