package plot

import "math"

// A scale places values between two edges: evenly, or by their logarithm and
// then in whole powers of ten.
type scale struct {
	min, max, from, to float64
	even               bool
}

func newScale(from, to float64, even bool) scale {
	return scale{min: math.Inf(1), max: math.Inf(-1), from: from, to: to, even: even}
}

func (s *scale) span(v float64) {
	low, high := v, v
	if !s.even {
		exponent := math.Log10(v)
		low, high = math.Floor(exponent+1e-9), math.Ceil(exponent-1e-9)
	}
	s.min, s.max = math.Min(s.min, low), math.Max(s.max, high)
}

// round widens an even scale to a round end.
func (s *scale) round() {
	if step := s.step(); step > 0 {
		s.max = math.Ceil(s.max/step-1e-9) * step
	}
}

func (s scale) at(v float64) float64 {
	if s.max <= s.min {
		return (s.from + s.to) / 2
	}
	if !s.even {
		v = math.Log10(v)
	}
	return s.from + (s.to-s.from)*(v-s.min)/(s.max-s.min)
}

func (s scale) ticks() []float64 {
	var all []float64
	if math.IsInf(s.min, 0) {
		return nil
	}
	if !s.even {
		for e := s.min; e <= s.max; e++ {
			all = append(all, math.Pow(10, e))
		}
		return all
	}
	step := s.step()
	if step == 0 {
		return []float64{s.min}
	}
	for i := math.Ceil(s.min/step - 1e-9); i*step <= s.max+step*1e-9; i++ {
		all = append(all, i*step+0) // never minus zero
	}
	return all
}

// step is 1, 2 or 5 times a power of ten, so that there are some five of them.
func (s scale) step() float64 {
	span := s.max - s.min
	if !(span > 0) || math.IsInf(span, 0) {
		return 0
	}
	power := math.Pow(10, math.Floor(math.Log10(span/5)))
	for _, times := range []float64{1, 2, 5} {
		if span/(power*times) <= 5+1e-9 {
			return power * times
		}
	}
	return power * 10
}
