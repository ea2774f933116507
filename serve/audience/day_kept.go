package audience

import (
	"encoding/json"
	"fmt"

	"github.com/klauspost/compress/s2"
)

// encode gives the day as it is kept.
func (d *day) encode() ([]byte, error) {
	text, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	return s2.EncodeBetter(nil, text), nil
}

// largestDay bounds what is read of one part.
const largestDay = 16 << 20

func decodeDay(data []byte) (*day, error) {
	if n, err := s2.DecodedLen(data); err != nil || n > largestDay {
		return nil, fmt.Errorf("figures of %d bytes: %w", n, errDamaged)
	}
	text, err := s2.Decode(nil, data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	d := newDay()
	if err := json.Unmarshal(text, d); err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if !d.whole() {
		return nil, fmt.Errorf("figures that can't be: %w", errDamaged)
	}
	return d, nil
}

// whole reports whether all is there that a day has, and nothing is impossible.
func (d *day) whole() bool {
	return all(d.Kinds, func(s *sketch) bool { return s != nil }) &&
		all(d.Clients, func(c *client) bool { return c != nil && c.Gaps.whole() && c.Fetched.whole() }) &&
		all(d.Services, (*service).whole) &&
		all(d.Feeds, func(f *feed) bool { return f != nil }) &&
		all(d.Formats, func(t *Tally) bool { return t != nil })
}

func (s *service) whole() bool {
	return s != nil && s.Gaps.whole() && s.Fetched.whole() &&
		(s.Subs == nil || all(s.Subs, func(sub *subscription) bool { return sub != nil && sub.Count >= 0 && sub.Claim >= 0 }))
}

func (h histogram) whole() bool {
	for bucket := range h {
		if bucket < 0 || bucket >= mostBuckets {
			return false
		}
	}
	return true
}

// all reports whether a map is there and something is true of all in it.
func all[K ~string, T any](m map[K]*T, is func(*T) bool) bool {
	for _, p := range m {
		if !is(p) {
			return false
		}
	}
	return m != nil
}
