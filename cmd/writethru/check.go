package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"writethru/internal/check"
	"writethru/internal/fetch"
)

type checkCmd struct {
	Feeds        []string `arg:"" name:"feed" help:"Addresses or files of feeds."`
	AllowPrivate bool     `help:"Fetch from this machine and from private networks too."`
	JSON         bool     `name:"json" help:"Print JSON, one feed a line."`
}

func (*checkCmd) Help() string {
	return `Examples:
  writethru check https://news.example/feed.rss
  writethru check --allow-private http://localhost:8080/feed.atom
  writethru check public/feed.rss public/feed.json`
}

// Run checks one feed after the other, and fails if one of them has an error.
func (cmd *checkCmd) Run(ctx context.Context, p *program) error {
	client := p.client(cmd.AllowPrivate)
	defer client.Close()
	bad := 0
	for _, name := range cmd.Feeds {
		s, err := p.subject(ctx, client, name)
		if err != nil {
			return hintPrivate(err)
		}
		r := check.Check(s)
		if r.Worst() == check.Error {
			bad++
		}
		if !cmd.JSON {
			told(p.stdout, r)
		} else if err := json.NewEncoder(p.stdout).Encode(r); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fmt.Errorf("errors in %d of %s", bad, count(len(cmd.Feeds), "feed"))
	}
	return nil
}

// client is for addresses that the user names.
func (p *program) client(allowPrivate bool) *fetch.Client {
	return fetch.New(fetch.Options{UserAgent: "Writethru/" + version() + " (feed check and import; run by hand)", AllowPrivate: allowPrivate})
}

// hintPrivate tells how to reach a private network.
func hintPrivate(err error) error {
	if strings.Contains(err.Error(), fetch.ErrPrivate.Error()) {
		return hint(err, "if you mean it: --allow-private")
	}
	return err
}

// subject gets a feed from the web or from a file.
func (p *program) subject(ctx context.Context, client *fetch.Client, name string) (check.Subject, error) {
	if fetch.IsWeb(name) {
		return check.Probe(ctx, client, name, p.now())
	}
	b, err := readFeed(name)
	return check.Subject{Name: name, Body: b, Now: p.now()}, err
}

// maxFeed bounds a feed in a file.
const maxFeed = 256 << 20

func readFeed(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFeed {
		return nil, fmt.Errorf("%s: more than %d MiB", name, maxFeed>>20)
	}
	return os.ReadFile(name)
}

// told prints a report for people.
func told(w io.Writer, r check.Report) {
	numbers := map[check.Severity]int{}
	for _, f := range r.Findings {
		numbers[f.Severity]++
	}
	sum := "nothing to complain about"
	if len(r.Findings) > 0 {
		var parts []string
		for _, s := range []check.Severity{check.Error, check.Warning, check.Advice} {
			if numbers[s] > 0 && s == check.Advice {
				parts = append(parts, fmt.Sprintf("%d advice", numbers[s]))
			} else if numbers[s] > 0 {
				parts = append(parts, count(numbers[s], string(s)))
			}
		}
		sum = strings.Join(parts, ", ")
	}
	what := "no feed"
	if r.Format != "" {
		what = r.Format + ", " + counted(r.Entries)
	}
	fmt.Fprintf(w, "%s: %s: %s\n", r.Feed, what, sum)
	for _, f := range r.Findings {
		fmt.Fprintf(w, "\n%s %s", f.Severity, f.ID)
		if f.Place != "" {
			fmt.Fprintf(w, " at %s", f.Place)
		}
		if f.Entry != "" {
			fmt.Fprintf(w, " (%s)", f.Entry)
		}
		fmt.Fprintf(w, ": %s", f.What)
		if f.Count > 1 {
			fmt.Fprintf(w, ", and %d more", f.Count-1)
		}
		fmt.Fprintf(w, "\n  why: %s\n  who: %s\n  see: %s\n", f.Why, f.Who, f.Reference)
	}
}

func counted(entries int) string {
	if entries == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", entries)
}

// count says how many things there are.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
