package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExamplesAreRun: each command that the documentation shows is run by a
// script, on a server of its own.
func TestExamplesAreRun(t *testing.T) {
	names, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("! ", "", "exec ", "", "--allow-private ", "", "$OLD", "https://old.example", "$SITE", "https://news.example")
	run := map[string]bool{}
	for _, name := range names {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(script)) {
			run[strings.TrimSpace(plain.Replace(line))] = true
		}
	}
	for _, page := range []string{"docs/moving.md", "docs/editors.md", "docs/audience.md", "docs/operators.md"} {
		for _, command := range commands(t, "../../"+page) {
			if !run[command] && !strings.HasPrefix(command, "curl ") {
				t.Errorf("%s shows %q, which no script runs", page, command)
			}
		}
	}
}

// commands are the lines of a page's shell examples.
func commands(t *testing.T, page string) (lines []string) {
	t.Helper()
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	inside := false
	for line := range strings.Lines(string(b)) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "```"):
			inside = line == "```sh"
		case inside && line != "":
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		t.Fatalf("%s has no examples", page)
	}
	return lines
}
