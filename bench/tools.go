package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"writethru/bench/process"
	"writethru/bench/report"
)

// A tool is a program of others that is measured, or that measures.
type tool struct {
	name    string // the command
	title   string // as reports name it
	version []string
	hint    string
	path    string // empty if it is not there
	found   string // the version that it tells
}

// The tools that are looked for.
var known = []tool{
	{name: "hugo", title: "Hugo", version: []string{"version"}, hint: "CGO_ENABLED=0 go install github.com/gohugoio/hugo@v0.165.0"},
	{name: "eleventy", title: "Eleventy", version: []string{"--version"}, hint: "npm install -g @11ty/eleventy @11ty/eleventy-plugin-rss"},
	{name: "jekyll", title: "Jekyll", version: []string{"--version"}, hint: "gem install jekyll jekyll-feed, or apt-get install jekyll"},
	{name: "nginx", title: "nginx", version: []string{"-v"}, hint: "apt-get install nginx"},
	{name: "caddy", title: "Caddy", version: []string{"version"}, hint: "apt-get install caddy"},
	{name: "wrk", title: "wrk", version: []string{"-v"}, hint: "apt-get install wrk; a load generator of our own stands in"},
	{name: "h2load", title: "h2load", version: []string{"--version"}, hint: "apt-get install nghttp2-client; without it, HTTP/2 is not measured"},
}

var versionNumber = regexp.MustCompile(`\d+(\.\d+)+`)

// find looks for all tools, where the command line says or in PATH.
func find(ctx context.Context, paths map[string]string) (map[string]tool, error) {
	found := map[string]tool{}
	for _, t := range known {
		path, err := exec.LookPath(t.name)
		if named, ok := paths[t.name]; ok && named != "" {
			if path, err = exec.LookPath(named); err != nil {
				return nil, fmt.Errorf("-tool %s: %w", t.name, err)
			}
		} else if ok {
			t.hint, err = "left out", exec.ErrNotFound
		}
		if err == nil {
			if t.path, err = filepath.Abs(path); err != nil {
				return nil, err
			}
			// wrk ends with 1 when it has told its version
			said, err := process.Output(ctx, process.Command{Path: t.path, Args: t.version}, 10*time.Second)
			if t.found = versionNumber.FindString(said); t.found == "" {
				return nil, fmt.Errorf("%s does not tell its version: %w", t.path, err)
			}
		}
		found[t.name] = t
	}
	for name := range paths {
		if _, ok := found[name]; !ok {
			return nil, fmt.Errorf("-tool %s: not a program that is measured", name)
		}
	}
	return found, nil
}

// buildWritethru builds the program of the current tree as it is released.
func buildWritethru(ctx context.Context, dir string) (string, error) {
	out := filepath.Join(dir, "writethru")
	release, err := exec.CommandContext(ctx, "git", "describe", "--tags", "--always", "--dirty").Output()
	if err != nil {
		release = []byte("dev")
	}
	flags := "-ldflags=-s -w -X main.release=" + strings.TrimSpace(string(release))
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", flags, "-o", out, "./cmd/writethru")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build ./cmd/writethru: %w: %s", err, said)
	}
	return out, nil
}

// tellTools lists the tools for the report.
func (b *bench) tellTools() []report.Tool {
	all := []report.Tool{{Name: "Writethru", Version: b.version}}
	for _, t := range known {
		t = b.tools[t.name]
		all = append(all, report.Tool{Name: t.title, Version: t.found, Hint: t.hint})
	}
	return all
}
