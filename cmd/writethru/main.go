// Writethru publishes a folder of articles as RSS, Atom and JSON feeds, and
// emits an update entry when a follow-up is appended to a published article.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	kongcompletion "github.com/jotaen/kong-completion"
	"github.com/lmittmann/tint"
	"github.com/mattn/go-isatty"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ())) }

// Exit statuses.
const (
	done   = 0
	failed = 1
	usage  = 2 // wrong command line
)

// A cli is the command line.
type cli struct {
	Config string            `placeholder:"FILE" help:"Read this configuration. Default: writethru.yaml in the folder of articles or here, if there is one."`
	Set    map[string]string `placeholder:"KEY=VALUE" mapsep:"none" help:"Set a key of the configuration, like follow_ups.settle=0."`
	Log    string            `enum:"auto,text,json" default:"auto" help:"How to log: text, json, or auto (text on a terminal)."`

	Init        initCmd        `cmd:"" help:"Write a commented configuration and a first article."`
	Serve       serveCmd       `cmd:"" help:"Watch, publish and serve a folder of articles."`
	Build       buildCmd       `cmd:"" help:"Publish a folder of articles as static files, once."`
	Append      appendCmd      `cmd:"" help:"Append a well-marked follow-up to an article."`
	Explain     explainCmd     `cmd:"" help:"Say block by block what is recognised in an article, and what would be emitted."`
	Promises    promisesCmd    `cmd:"" help:"List who owes readers what, or close a promise."`
	Held        heldCmd        `cmd:"" help:"List the follow-ups that wait for an editor or a limit."`
	Release     releaseCmd     `cmd:"" help:"Let a held follow-up go out, or make it part of its article."`
	Status      statusCmd      `cmd:"" help:"Say what is published, held, owed, told and behind."`
	Log_        logCmd         `cmd:"" name:"log" help:"Print what the journal recorded."`
	Audience    audienceCmd    `cmd:"" help:"Say who reads the feeds: subscribers of services, readers, how often they ask."`
	Journal     journalCmd     `cmd:"" help:"Copy a journal to another engine, verify it, or make it anew."`
	Backup      backupCmd      `cmd:"" help:"Write a copy of the journal to a file, also while it is in use."`
	Import      importCmd      `cmd:"" help:"Bring a site over: write the entries of its feed as articles, or give articles the ids of their feed."`
	Check       checkCmd       `cmd:"" help:"Say what an aggregator would hold against feeds."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask a running publisher whether it is ready."`
	Completion  completionCmd  `cmd:"" help:"Print what makes a shell complete commands and flags."`
	Manual      manualCmd      `cmd:"" help:"Print the manual page, for man."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

// A program is what a command runs in.
type program struct {
	cli      *cli
	stdin    io.Reader
	stdout   io.Writer
	log      *slog.Logger
	progress *progress
	environ  []string
	now      func() time.Time
}

// load reads the configuration; posts is the command line's folder, if any.
func (p *program) load(posts string) (config, error) {
	return load(place{p.cli.Config, posts}, p.environ, p.cli.Set)
}

// run is the program without the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, environ []string) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("writethru"),
		kong.Description("Feeds for stories that aren't over. An article is a file; a follow-up appended to it becomes an entry that every subscriber sees, once."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
	)
	if err != nil {
		panic(err) // the struct above is wrong
	}
	kongcompletion.Register(parser)
	if exited >= 0 {
		return exited // a shell asked how a line goes on
	}
	command, err := parser.Parse(args)
	if exited >= 0 {
		return exited // help was asked for
	}
	if err != nil {
		fmt.Fprintf(stderr, "writethru: %v\nwritethru: hint: writethru --help\n", err)
		return usage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	saveMemory(environ)
	p := &program{cli: &c, stdin: stdin, stdout: stdout, log: logger(c.Log, stderr), environ: environ, now: time.Now}
	p.progress = &progress{log: p.log, now: p.now}
	if isTerminal(stderr) {
		p.progress.terminal = stderr
	}
	command.BindTo(ctx, (*context.Context)(nil))
	err = command.Run(p)
	if err == nil {
		return done
	}
	fmt.Fprintf(stderr, "writethru: %v\n", err)
	var h *hinted
	if errors.As(err, &h) {
		fmt.Fprintf(stderr, "writethru: hint: %s\n", h.hint)
	}
	return failed
}

// A hinted is an error with an advice for who sees it.
type hinted struct {
	error
	hint string
}

func (h *hinted) Unwrap() error { return h.error }

func hint(err error, advice string) error { return &hinted{err, advice} }

// saveMemory has garbage collected when the heap has grown by half, unless the
// environment says otherwise: most of the heap is what is known of the articles,
// which stays, and room for as much again would be room for nothing.
func saveMemory(environ []string) {
	if !slices.ContainsFunc(environ, func(kv string) bool { return strings.HasPrefix(kv, "GOGC=") }) {
		debug.SetGCPercent(50)
	}
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// logger writes for people on a terminal and for machines elsewhere.
func logger(how string, w io.Writer) *slog.Logger {
	terminal := isTerminal(w)
	if how == "json" || how == "auto" && !terminal {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(tint.NewTextHandler(w, &tint.Options{TimeFormat: time.TimeOnly, NoColor: !terminal}))
}
