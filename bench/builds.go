package main

import (
	"context"

	"writethru/bench/process"
	"writethru/bench/report"
)

// What is counted of builds.
const (
	coldTime   = "time, cold"
	warmTime   = "time, nothing changed"
	coldCPU    = "CPU time, cold"
	peakMemory = "peak memory"
)

// builds measures how long it takes to make feed files, for the first time and
// again.
func (b *bench) builds(ctx context.Context, size int) error {
	sites, err := b.builders(size)
	if err != nil {
		return err
	}
	key := func(measure, row string) report.Key {
		return report.Key{Part: "build", Measure: measure, Row: row, Size: size}
	}
	var contenders []contender
	for _, s := range sites {
		contenders = append(contenders, contender{grows: true, key: key(coldTime, s.row), measure: func(ctx context.Context) error {
			if s.missing != "" {
				return &unavailableError{s.missing}
			}
			if err := s.cold(); err != nil {
				return err
			}
			first, err := process.Run(ctx, s.build, b.limit)
			if err != nil {
				return err
			}
			b.report.Add(key(coldTime, s.row), report.Seconds, first.Wall.Seconds())
			b.report.Add(key(coldCPU, s.row), report.Seconds, first.CPU.Seconds())
			b.report.Add(key(peakMemory, s.row), report.Bytes, float64(first.Peak))
			again, err := process.Run(ctx, s.build, b.limit)
			if err != nil {
				return err
			}
			b.report.Add(key(warmTime, s.row), report.Seconds, again.Wall.Seconds())
			return nil
		}})
	}
	return b.interleave(ctx, contenders)
}
