//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMain lets this program be the one that has a network of its own.
func TestMain(m *testing.M) {
	if os.Getenv(inside) == "" {
		os.Exit(m.Run())
	}
	if err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// All parts in their short form, without the others: `make siege` is the long one.
// Where Writethru falls short of what it promises it is an error.
func TestWritethruHoldsWhateverIsDoneToIt(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds with the real program")
	}
	program := filepath.Join(t.TempDir(), "writethru")
	if out, err := exec.Command("go", "build", "-o", program, "writethru/cmd/writethru").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, p := range slices.Backward(parts) { // the longest one first
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			args := strings.Fields("-slowest 2s -load 1s -slow 200 -idle 300 -articles 30 -kills 2 -tool hugo= -tool caddy= -tool miniflux= -only " + p.name + " -writethru " + program)
			err := run(t.Context(), args, &out, &errs)
			t.Log("\n" + out.String())
			if err != nil && strings.Contains(err.Error()+errs.String(), errCannot.Error()) {
				t.Skip(errs.String())
			}
			if err != nil {
				t.Errorf("%v: %s", err, errs.String())
			}
		})
	}
}

func TestATornFileIsSeen(t *testing.T) {
	for _, c := range []struct {
		ext, text string
		want      bool
	}{
		{".html", "<!doctype html><html><body></body></html>\n", true},
		{".html", "<!doctype html><html><body></bo", false},
		{".html", "", false},
		{".xml", "<?xml version=\"1.0\"?><rss><channel/></rss>", true},
		{".rss", "<?xml version=\"1.0\"?><rss><channel/>", false},
		{".atom", "", false},
		{".json", `{"items":[]}`, true},
		{".json", `{"items":[`, false},
		{".css", "a{", true},
	} {
		if got := whole(c.ext, c.text); got != c.want {
			t.Errorf("whole(%q, %q) = %v, want %v", c.ext, c.text, got, c.want)
		}
	}
}

func TestTheDocumentNamesAllParts(t *testing.T) {
	for _, p := range parts {
		if !strings.Contains(document, fmt.Sprintf("{{table %q}}", p.name)) {
			t.Errorf("faults.md has no table of %s", p.name)
		}
	}
}
