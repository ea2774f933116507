package spread

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestEachIsCountedInItsRange(t *testing.T) {
	if !slices.IsSorted(Bounds[:]) {
		t.Fatalf("bounds %v, want them in order", Bounds)
	}
	rapid.Check(t, func(t *rapid.T) {
		var s Spread
		took := rapid.SliceOf(rapid.Int64Range(-int64(time.Second), int64(10*time.Minute))).Draw(t, "took")
		var sum time.Duration
		for _, d := range took {
			s.Add(time.Duration(d))
			sum += max(0, time.Duration(d))
		}
		got := s.Counts()
		if got.N != uint64(len(took)) || got.Sum != sum {
			t.Fatalf("counted %d, %v, want %d, %v", got.N, got.Sum, len(took), sum)
		}
		for i, bound := range Bounds {
			n := 0
			for _, d := range took {
				if time.Duration(d) <= bound {
					n++
				}
			}
			if got.UpTo[i] != uint64(n) {
				t.Fatalf("at most %v: %d, want %d", bound, got.UpTo[i], n)
			}
		}
		if want := got.N - got.UpTo[len(Bounds)-1]; got.Above != want {
			t.Fatalf("above: %d, want %d", got.Above, want)
		}
	})
}
