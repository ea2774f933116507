package main

import (
	"bytes"
	"context"
	"time"

	"writethru/bench/process"
	"writethru/bench/report"
)

// saveCPU is what is counted of saves that nobody waits for.
const saveCPU = "CPU time of a save"

// saves measures what a save costs. Nobody asks the server meanwhile, so that
// answers are not counted.
func (b *bench) saves(ctx context.Context, size int) error {
	savers, err := b.savers(ctx, size)
	defer func() { stopAll(savers) }()
	if err != nil {
		return err
	}
	key := func(row string) report.Key {
		return report.Key{Part: "save", Measure: saveCPU, Row: row, Size: size}
	}
	var contenders []contender
	for _, s := range savers {
		contenders = append(contenders, contender{key: key(s.row), measure: func(ctx context.Context) error {
			for range savesPerRound {
				seconds, err := b.cost(ctx, s)
				if err != nil {
					return err
				}
				b.report.Add(key(s.row), report.Seconds, seconds)
			}
			return nil
		}})
	}
	return b.interleave(ctx, contenders)
}

// cost is the CPU time that a server uses from a save until it rests again, and
// serves what was saved.
func (b *bench) cost(ctx context.Context, s *saver) (float64, error) {
	if err := s.rest(ctx, b.limit); err != nil {
		return 0, err
	}
	if err := s.pace(ctx); err != nil {
		return 0, err
	}
	before, err := s.srv.CPU()
	if err != nil {
		return 0, err
	}
	words, err := s.save()
	if err != nil {
		return 0, err
	}
	for start := time.Now(); time.Since(start) < b.limit; {
		if err := s.rest(ctx, b.limit); err != nil {
			return 0, err
		}
		after, err := s.srv.CPU()
		if err != nil {
			return 0, err
		}
		a, err := get(ctx, s.srv.url(s.site.feed), nil)
		if err != nil {
			return 0, err
		}
		if bytes.Contains(a.body, []byte(words)) {
			return (after - before).Seconds(), nil
		}
	}
	return 0, &process.LimitError{Limit: b.limit}
}
