package audience

import (
	"encoding/json"
	"fmt"

	"github.com/axiomhq/hyperloglog"
)

// A sketch counts distinct ids without keeping them (HyperLogLog). It has
// 2^precision bytes, and no list of ids even while there are few: an id can't be
// read from it, and a guess can't be proved.
type sketch struct{ of *hyperloglog.Sketch }

// Precisions of sketches, and what they are wrong by: a standard error of
// 1.04/√2^precision.
const (
	fine   = 12 // 1.6 %: all readers
	coarse = 10 // 3.3 %: those of one program
	rough  = 8  // 6.5 %: those of one feed
)

func newSketch(precision uint8) *sketch {
	of, err := hyperloglog.NewSketch(precision, false)
	if err != nil {
		panic(err) // no such precision
	}
	return &sketch{of}
}

func (s *sketch) add(id uint64) { s.of.InsertHash(id) }

func (s *sketch) count() int {
	if s == nil {
		return 0
	}
	return int(s.of.Estimate())
}

// merged gives the union of two sketches, either of which may be nil.
func merged(a, b *sketch) *sketch {
	switch {
	case b == nil:
		return a
	case a == nil:
		return b
	}
	if err := a.of.Merge(b.of); err != nil && b.count() > a.count() { // of another version: the larger one
		return b
	}
	return a
}

// MarshalJSON writes the sketch as bytes.
func (s *sketch) MarshalJSON() ([]byte, error) {
	b, err := s.of.MarshalBinary()
	if err != nil {
		return nil, err
	}
	return json.Marshal(b)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *sketch) UnmarshalJSON(text []byte) error {
	var b []byte
	if err := json.Unmarshal(text, &b); err != nil {
		return err
	}
	s.of = new(hyperloglog.Sketch)
	if err := s.of.UnmarshalBinary(b); err != nil {
		return fmt.Errorf("sketch: %w", err)
	}
	return nil
}
