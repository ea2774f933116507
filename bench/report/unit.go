package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Unit is what a value is counted in.
type Unit string

// The units. Of rates and ratios more is better, of everything else less.
const (
	Seconds   Unit = "s"
	Bytes     Unit = "bytes"
	PerSecond Unit = "1/s"
	Times     Unit = "×"
)

// Format writes a value as people do.
func (u Unit) Format(v float64) string {
	switch u {
	case Seconds:
		return scaled(v, []step{{1, " s"}, {1e-3, " ms"}, {1e-6, " µs"}})
	case Bytes:
		return scaled(v, []step{{1e9, " GB"}, {1e6, " MB"}, {1e3, " KB"}, {1, " B"}})
	case PerSecond:
		return Count(v) + "/s"
	case Times:
		if v < 1000 {
			return fmt.Sprintf("%.3g×", v)
		}
		return Count(v) + "×"
	}
	return Count(v)
}

// formatRange writes two values in the unit's step of the greater one.
func (u Unit) formatRange(least, most float64) string {
	low, high := u.Format(least), u.Format(most)
	number, step, _ := strings.Cut(low, " ")
	if _, other, _ := strings.Cut(high, " "); step == other {
		low = number
	}
	return strings.TrimSuffix(strings.TrimSuffix(low, "/s"), "×") + "–" + high
}

// better says how many times better ours is than theirs.
func (u Unit) better(ours, theirs float64) float64 {
	if u == PerSecond {
		ours, theirs = theirs, ours
	}
	if ours == 0 {
		return 0
	}
	return theirs / ours
}

type step struct {
	size float64
	name string
}

// scaled writes a value in the largest step that it reaches, in three digits.
func scaled(v float64, steps []step) string {
	for i, s := range steps {
		if v < s.size && i < len(steps)-1 {
			continue
		}
		return digits(v/s.size) + s.name
	}
	return ""
}

// digits writes three significant digits of a number below 1000 or so.
func digits(v float64) string {
	decimals := 0
	if v > 0 {
		decimals = min(2, max(0, 2-int(math.Floor(math.Log10(v)))))
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if decimals > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// Count writes a whole number with commas: 134,900.
func Count(v float64) string {
	s := fmt.Sprintf("%.0f", v)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
