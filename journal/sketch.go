package journal

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

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

// A sketcher makes prints; it keeps its buffer from one to the next.
type sketcher struct {
	features []uint64
}

// print takes the fingerprint of a block that says text.
func (s *sketcher) print(b *posts.Block, text string) Print {
	p := s.sketch(text)
	p.Hash = hashText(b, text)
	return p
}

// sketch takes the part of a fingerprint that texts are compared by.
func (s *sketcher) sketch(text string) Print {
	s.features = features(s.features[:0], text)
	p := Print{Words: uint16(min(len(s.features), math.MaxUint16))}
	if len(s.features) > 0 {
		p.Sketch = sketch(s.features)
	}
	return p
}

func sketch(features []uint64) Sketch {
	var least [len(Sketch{})]uint64
	for i := range least {
		least[i] = math.MaxUint64
	}
	for _, f := range features {
		// Two independent halves make as many hash functions as are needed
		// (Kirsch and Mitzenmacher); the multiplier mixes their high bits.
		a, b := f, mix(f)|1
		for i := range least {
			a += b
			if h := a * 0x9E3779B97F4A7C15; h < least[i] {
				least[i] = h
			}
		}
	}
	var s Sketch
	for i := range s {
		s[i] = uint8(mix(least[i]))
	}
	return s
}

// mix is the finalizer of splitmix64.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// features appends the hashes of a text's words and of its pairs of
// neighbouring words. Pairs make order count; single words keep short texts
// comparable after one word of them has changed.
func features(to []uint64, text string) []uint64 {
	var last uint64
	words := 0
	eachWord(text, func(word string) {
		h := xxhash.Sum64String(word)
		to = append(to, h)
		if words > 0 {
			to = append(to, mix(last)+h)
		}
		last = h
		words++
	})
	return to
}

// eachWord calls f with each word of a text, in lower case. In scripts that
// put no spaces between words, each character is one.
func eachWord(text string, f func(string)) {
	text = strings.ToLower(text)
	start := -1
	end := func(i int) {
		if start >= 0 {
			f(text[start:i])
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case r >= 0x0E00 && unspaced(r):
			end(i)
			f(text[i : i+utf8.RuneLen(r)])
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			if start < 0 {
				start = i
			}
		case r == '\'' || r == '’': // don't is one word
		default:
			end(i)
		}
	}
	end(len(text))
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// jaccard gives the similarity of two texts by their words and word pairs.
func jaccard(a, b string) float64 {
	fa, fb := features(nil, a), features(nil, b)
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
