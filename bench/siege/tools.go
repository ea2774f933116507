//go:build linux

package main

import (
	"context"
	"debug/buildinfo"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"writethru/bench/process"
)

// A tool is a program of others.
type tool struct {
	path    string // empty if it is not there
	version string
}

// known are the programs that are looked for.
var known = []struct {
	name, title string
	version     []string
	hint        string
}{
	{"hugo", "Hugo", []string{"version"}, "CGO_ENABLED=0 go install github.com/gohugoio/hugo@v0.165.0"},
	{"nginx", "nginx", []string{"-v"}, "apt-get install nginx"},
	{"caddy", "Caddy", []string{"version"}, "apt-get install caddy"},
	{"miniflux", "Miniflux", []string{"-version"}, "go install miniflux.app/v2@v2.3.5, and apt-get install postgresql; -tool miniflux=$HOME/go/bin/miniflux.app"},
	{"postgres", "PostgreSQL", []string{"--version"}, "apt-get install postgresql"},
}

var versionNumber = regexp.MustCompile(`\d+(\.\d+)+`)

// find looks for all tools, where the command line says or in PATH.
func (s *siege) find(ctx context.Context) error {
	s.tools = map[string]tool{}
	for _, k := range known {
		path, given := s.paths[k.name]
		if !given {
			path, _ = exec.LookPath(k.name) // empty if there is none
		}
		if path == "" {
			fmt.Fprintf(s.log, "no %s: %s\n", k.title, k.hint)
			continue
		}
		// what was built from a module knows it better than it says
		if info, err := buildinfo.ReadFile(path); err == nil && strings.HasPrefix(info.Main.Version, "v") {
			s.tools[k.name] = tool{path, versionNumber.FindString(info.Main.Version)}
			continue
		}
		said, err := process.Output(ctx, process.Command{Path: path, Args: k.version}, 10*time.Second)
		if err != nil {
			return err
		}
		s.tools[k.name] = tool{path, versionNumber.FindString(said)}
	}
	return nil
}
