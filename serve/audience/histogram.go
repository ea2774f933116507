package audience

import (
	"maps"
	"math"
	"slices"
	"time"
)

// A histogram counts durations in buckets, four to each doubling, so that what it
// gives back is right within a tenth. It has at most mostBuckets.
type histogram map[int]uint64

const mostBuckets = 89 // from a second to some 48 days

func bucketOf(d time.Duration) int {
	if d <= time.Second {
		return 0
	}
	return min(int(math.Round(4*math.Log2(d.Seconds()))), mostBuckets-1)
}

// middle is the duration that a bucket stands for.
func middle(bucket int) time.Duration {
	return time.Duration(math.Exp2(float64(bucket)/4) * float64(time.Second))
}

func (h *histogram) add(d time.Duration) { h.put(bucketOf(d), 1) }

func (h *histogram) put(bucket int, n uint64) {
	if *h == nil {
		*h = histogram{}
	}
	(*h)[bucket] += n
}

func (h *histogram) merge(other histogram) {
	for bucket, n := range other {
		if bucket >= 0 && bucket < mostBuckets {
			h.put(bucket, n)
		}
	}
}

func (h histogram) count() (n uint64) {
	for _, c := range h {
		n += c
	}
	return n
}

// quantile gives the duration that a share of all is not above; 0 of nothing.
func (h histogram) quantile(share float64) time.Duration {
	return h.quantileBy(share, func(bucket int) float64 { return float64(h[bucket]) })
}

// typical gives the duration that lies in the middle of the time that all
// durations take together: of intervals, the one of the middle client. By number
// alone, who asks often would outweigh who asks seldom.
func (h histogram) typical() time.Duration { return h.quantileBy(0.5, h.weight) }

func (h histogram) weight(bucket int) float64 {
	return float64(h[bucket]) * middle(bucket).Seconds()
}

func (h histogram) quantileBy(share float64, weight func(int) float64) time.Duration {
	total := 0.0
	buckets := slices.Sorted(maps.Keys(h))
	for _, b := range buckets {
		total += weight(b)
	}
	sum := 0.0
	for _, b := range buckets {
		if sum += weight(b); sum >= share*total {
			return middle(b)
		}
	}
	return 0
}
