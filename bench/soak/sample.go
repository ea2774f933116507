package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Sample is what a process had at an instant.
type Sample struct {
	At          float64 `json:"at"` // seconds since the soak began
	Resident    float64 `json:"resident"`
	Heap        float64 `json:"heap"` // what is in use, and what was when the last collection ended
	Goroutines  float64 `json:"goroutines"`
	Descriptors float64 `json:"descriptors"`
	Journal     float64 `json:"journal"` // bytes on disk
	Revisions   float64 `json:"revisions"`
}

// sample takes a sample of the running process; false if none runs for sure.
func (p *publisher) sample(ctx context.Context, since time.Time) (Sample, bool) {
	proc := p.running()
	if proc == nil {
		return Sample{}, false
	}
	a, ok := p.visit(ctx, http.DefaultClient, p.url("/metrics"), nil)
	if !ok {
		return Sample{}, false
	}
	s := Sample{At: time.Since(since).Seconds()}
	if err := s.read(a.body); err != nil {
		p.found.add("/metrics, status %d: %v", a.status, err)
		return Sample{}, false
	}
	resident, err := proc.Resident()
	s.Resident = float64(resident)
	return s, err == nil && p.running() == proc
}

// read takes figures from Prometheus' text.
func (s *Sample) read(text []byte) error {
	want := map[string]*float64{
		"go_goroutines":                &s.Goroutines,
		"go_memstats_heap_alloc_bytes": &s.Heap,
		"process_open_fds":             &s.Descriptors,
		"writethru_journal_bytes":      &s.Journal,
		"writethru_journal_revisions":  &s.Revisions,
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		to := want[name]
		if to == nil {
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		*to = v
		delete(want, name)
	}
	for name := range want {
		return fmt.Errorf("there is no %s", name)
	}
	return lines.Err()
}

// figure returns one figure of the metrics.
func figure(text []byte, name string) (float64, error) {
	_, rest, found := strings.Cut("\n"+string(text), "\n"+name+" ")
	if !found {
		return 0, fmt.Errorf("there is no %s", name)
	}
	value, _, _ := strings.Cut(rest, "\n")
	return strconv.ParseFloat(value, 64)
}
