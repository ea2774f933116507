package audience

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/agents.golden anew")

// TestUserAgents: each line of testdata/agents.txt is a User-Agent as programs
// send it, and agents.golden what we make of it.
func TestUserAgents(t *testing.T) {
	lines, err := os.ReadFile("testdata/agents.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(lines)) {
		line = strings.TrimSuffix(line, "\n")
		a := Parse(line)
		fmt.Fprintf(&got, "%-9s %-22q %-14s %s\n", a.Kind, a.Name, said(a), line)
	}
	if *update {
		if err := os.WriteFile("testdata/agents.golden", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/agents.golden")
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewScanner(strings.NewReader(string(want)))
	for line := range strings.Lines(got.String()) {
		w.Scan()
		if line = strings.TrimSuffix(line, "\n"); line != w.Text() {
			t.Errorf("got  %s\nwant %s", line, w.Text())
		}
	}
	if w.Scan() {
		t.Errorf("agents.golden has more lines: %s", w.Text())
	}
}

func said(a Agent) string {
	if a.Subscribers < 0 {
		return "–"
	}
	return fmt.Sprint(a.Subscribers, " ", a.FeedID)
}

// Whatever a User-Agent is, what is kept of it is short, plain and possible.
func FuzzParse(f *testing.F) {
	lines, err := os.ReadFile("testdata/agents.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(lines)) {
		f.Add(line)
	}
	f.Add("x 99999999999999999999 subscribers")
	f.Add("Some\x00Reader\u202e/1 (–5 subscribers)")
	f.Fuzz(func(t *testing.T, userAgent string) {
		a := Parse(userAgent)
		for _, s := range []string{a.Name, a.FeedID} {
			if len(s) > 40 || strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c > '~' }) {
				t.Errorf("Parse(%q) kept %q", userAgent, s)
			}
		}
		if a.Subscribers < -1 || a.Subscribers > 1e9 || a.Kind != Service && a.Subscribers >= 0 {
			t.Errorf("Parse(%q) = %+v", userAgent, a)
		}
		if again := Parse(userAgent); again != a {
			t.Errorf("Parse(%q) = %+v, then %+v", userAgent, a, again)
		}
	})
}
