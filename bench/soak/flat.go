package main

import (
	"fmt"
	"slices"
)

// A life is judged if it has so many samples after its warm-up, the first
// quarter.
const (
	fewest = 15
	warmUp = 0.25
)

// A measure is something that must not grow with time.
type measure struct {
	name   string
	of     func(Sample) float64
	format func(float64) string
	factor float64 // how much greater the last third may be than the first
	slack  float64 // and how much more
}

// Memory may grow a little: there are more stories, and readers have asked for
// more pages, which are kept up to a bound. Counts may not, beyond what they
// differ by from one instant to the next.
var measures = []measure{
	{"resident memory", func(s Sample) float64 { return s.Resident }, megabytes, 1.15, 8e6},
	{"heap", func(s Sample) float64 { return s.Heap }, megabytes, 1.15, 6e6},
	{"goroutines", func(s Sample) float64 { return s.Goroutines }, plainly, 1, 3},
	{"descriptors", func(s Sample) float64 { return s.Descriptors }, plainly, 1, 3},
}

func megabytes(v float64) string { return fmt.Sprintf("%.1f MB", v/1e6) }
func plainly(v float64) string   { return fmt.Sprintf("%.0f", v) }

// settled are the samples after the warm-up; none if these are few.
func settled(samples []Sample) []Sample {
	samples = samples[int(warmUp*float64(len(samples))):]
	if len(samples) < fewest {
		return nil
	}
	return samples
}

// thirds are the medians of the first and the last third, and how far values of
// the first lie apart, without a tenth at each end.
func (m measure) thirds(samples []Sample) (first, last, apart float64) {
	n := len(samples) / 3
	a, b := m.sorted(samples[:n]), m.sorted(samples[len(samples)-n:])
	return a[n/2], b[n/2], a[n-1-n/10] - a[n/10]
}

func (m measure) sorted(samples []Sample) []float64 {
	var values []float64
	for _, s := range samples {
		values = append(values, m.of(s))
	}
	slices.Sort(values)
	return values
}

// grew says how a measure grew in a life; empty: it did not.
func (m measure) grew(samples []Sample) string {
	first, last, apart := m.thirds(samples)
	slack := m.slack
	if m.factor == 1 {
		slack = max(slack, apart)
	}
	if bound := first*m.factor + slack; last > bound {
		return fmt.Sprintf("%s grew from %s to %s, want at most %s", m.name, m.format(first), m.format(last), m.format(bound))
	}
	return ""
}
