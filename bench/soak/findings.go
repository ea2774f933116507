package main

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

// enough is how many findings are kept: they repeat themselves.
const enough = 200

// Findings are what is not as it should be, and how much was done.
type findings struct {
	out io.Writer

	mu     sync.Mutex // guards what follows
	all    []string
	counts map[string]int
}

func newFindings(out io.Writer) *findings { return &findings{out: out, counts: map[string]int{}} }

// add notes what is wrong.
func (f *findings) add(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.all) == enough {
		return
	}
	f.all = append(f.all, time.Now().Format("15:04:05 ")+fmt.Sprintf(format, args...))
	fmt.Fprintln(f.out, "found:", f.all[len(f.all)-1])
}

// count counts what was done.
func (f *findings) count(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.counts[what]++
}

func (f *findings) list() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.all)
}
