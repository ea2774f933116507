package journal

import (
	"math"
	"slices"

	"writethru/posts"
)

// A Sketch stands for the set of a text's words and word pairs, so that two
// texts can be compared that are both gone: the share of equal places is near
// the Jaccard similarity of the two sets (minhash, eight bits of each minimum).
type Sketch [30]uint8

// like estimates the Jaccard similarity of the sets that two sketches stand for.
func (s Sketch) like(t Sketch) float64 {
	n := 0
	for i := range s {
		if s[i] == t[i] {
			n++
		}
	}
	return float64(n) / float64(len(s))
}

// A sketcher makes prints; it keeps its buffers from one to the next.
type sketcher struct {
	words words
	text  []byte   // as it is compared
	steps []uint64 // see least
}

// print takes the fingerprint of a block that says text.
func (s *sketcher) print(b *posts.Block, text string) Print {
	p := s.sketch(text)
	p.Hash = s.hash(b, text)
	return p
}

// sketch takes the part of a fingerprint that texts are compared by.
func (s *sketcher) sketch(text string) Print {
	features := s.words.read(text)
	p := Print{Words: uint16(min(len(features), math.MaxUint16))}
	if len(features) > 0 {
		p.Sketch = s.least(features)
	}
	return p
}

// atOnce is how many places of a sketch are found in one pass over the
// features: as many as there are registers for.
const atOnce = 5

// least finds, for each place, the least value that a hash function of its own
// has for any of the features. It writes over them.
func (s *sketcher) least(values []uint64) (sketch Sketch) {
	// Two independent halves make as many hash functions as are needed (Kirsch
	// and Mitzenmacher): for place i, (f + i*g) * spread, which is the one
	// before plus g * spread.
	const spread = 0x9E3779B97F4A7C15 // mixes the high bits
	s.steps = slices.Grow(s.steps[:0], len(values))[:len(values)]
	for k, f := range values {
		values[k], s.steps[k] = f*spread, (mix(f)|1)*spread
	}
	for i := 0; i < len(sketch); i += atOnce {
		var l0, l1, l2, l3, l4 uint64 = math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64
		for k, step := range s.steps {
			h := values[k] + step
			l0, h = min(l0, h), h+step
			l1, h = min(l1, h), h+step
			l2, h = min(l2, h), h+step
			l3, h = min(l3, h), h+step
			l4 = min(l4, h)
			values[k] = h
		}
		for n, l := range [atOnce]uint64{l0, l1, l2, l3, l4} {
			sketch[i+n] = uint8(mix(l))
		}
	}
	return sketch
}

// mix is the finalizer of splitmix64.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// jaccard gives the similarity of two texts by their words and word pairs.
func jaccard(a, b string) float64 {
	var wa, wb words
	fa, fb := wa.read(a), wb.read(b)
	if len(fa) == 0 || len(fb) == 0 {
		return 0
	}
	in := make(map[uint64]uint8, len(fa))
	for _, f := range fa {
		in[f] = 1
	}
	union, both := len(in), 0
	for _, f := range fb {
		switch in[f] {
		case 0:
			in[f] = 2
			union++
		case 1:
			in[f] = 2
			both++
		}
	}
	return float64(both) / float64(union)
}
