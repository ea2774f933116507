// Package spread counts how long things took, by ranges of time: enough to say
// how slow the slowest tenth was, in the same room however many there were.
package spread

import (
	"sync/atomic"
	"time"
)

// Bounds are the upper bounds of the ranges. What took longer than the last one
// is in none of them.
var Bounds = [...]time.Duration{
	time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second,
	10 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute,
}

// A Spread counts. Its zero value has counted nothing; its methods may be called
// from any goroutine.
type Spread struct {
	counts [len(Bounds) + 1]atomic.Int64
	sum    atomic.Int64
}

// Add counts something that took d. A clock that went back makes no negative
// times.
func (s *Spread) Add(d time.Duration) {
	d = max(d, 0)
	i := 0
	for i < len(Bounds) && d > Bounds[i] {
		i++
	}
	s.counts[i].Add(1)
	s.sum.Add(int64(d))
}

// Counts are what was counted up to some moment.
type Counts struct {
	N     uint64
	Sum   time.Duration
	UpTo  [len(Bounds)]uint64 // how many took at most as long as each bound
	Above uint64              // than the last one
}

// Counts gives what was counted up to now.
func (s *Spread) Counts() (c Counts) {
	for i := range Bounds {
		c.N += uint64(s.counts[i].Load())
		c.UpTo[i] = c.N
	}
	c.Above = uint64(s.counts[len(Bounds)].Load())
	c.N += c.Above
	c.Sum = time.Duration(s.sum.Load())
	return c
}
