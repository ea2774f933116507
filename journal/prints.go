package journal

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"writethru/posts"
)

// A Print is the fingerprint of one block: enough to know the block again, as
// it was or a little edited, without keeping its text.
type Print struct {
	Hash   uint64 // of the block's kind, level and text
	Words  uint16 // how many features the Sketch was taken from
	Sketch Sketch
	Look   uint32 // of what readers see of the block beside its text: where links lead, pictures
}

// Prints are the fingerprints of a sequence of blocks. In JSON they are one
// string.
type Prints []Print

// NewPrints takes the fingerprints of blocks.
func NewPrints(blocks []posts.Block) Prints { return newPrints(blocks, nil) }

// newPrints takes the fingerprints of blocks. Known ones spare the sketching
// of text that did not change.
func newPrints(blocks []posts.Block, known Prints) Prints {
	if len(blocks) == 0 {
		return nil
	}
	at := make(map[uint64]int, len(known))
	for i := range known {
		at[known[i].Hash] = i
	}
	p := make(Prints, len(blocks))
	var s sketcher
	for i := range blocks {
		b := &blocks[i]
		hash := s.hash(b, b.Text)
		if k, ok := at[hash]; ok {
			p[i] = known[k]
		} else {
			p[i] = s.sketch(b.Text)
			p[i].Hash = hash
		}
		p[i].Look = uint32(b.Markup)
	}
	return p
}

// like gives the similarity of two blocks' texts, from 0 to 1. Only equal
// blocks have 1.
func (p Print) like(q Print) float64 {
	if p.Hash == q.Hash {
		return 1
	}
	if p.Words == 0 || q.Words == 0 {
		return 0
	}
	return min(p.Sketch.like(q.Sketch), 0.99)
}

// edits gives how much q is like an edited p, 0 if it isn't one: mostly the same
// words, or one of them nearly whole inside the other, as when a sentence is
// added. A little less than half will do, since a sketch is an estimate and a
// corrected paragraph must never pass for a new one.
func (p Print) edits(q Print) float64 {
	j := p.like(q)
	if j >= 0.4 {
		return j
	}
	// Of |A∩B| = j(|A|+|B|)/(1+j), the share of the smaller text that is in the other.
	less := min(p.Words, q.Words)
	if j < 0.2 || less < 8 || j*(float64(p.Words)+float64(q.Words))/(1+j) < 0.7*float64(less) {
		return 0
	}
	return j
}

const printSize = 8 + 2 + 4 + len(Sketch{})

// MarshalJSON writes the fingerprints as one string.
func (p Prints) MarshalJSON() ([]byte, error) {
	raw := make([]byte, 0, len(p)*printSize)
	for i := range p {
		raw = binary.BigEndian.AppendUint64(raw, p[i].Hash)
		raw = binary.BigEndian.AppendUint16(raw, p[i].Words)
		raw = binary.BigEndian.AppendUint32(raw, p[i].Look)
		raw = append(raw, p[i].Sketch[:]...)
	}
	return json.Marshal(base64.RawStdEncoding.EncodeToString(raw))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Prints) UnmarshalJSON(data []byte) error {
	n := len(data)
	if n < 2 || data[0] != '"' || data[n-1] != '"' {
		return fmt.Errorf("fingerprints: %.20s: want a string", data)
	}
	// Base64 needs no escapes in JSON, so what stands between the quotes is all.
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(n-2))
	if _, err := base64.RawStdEncoding.Decode(raw, data[1:n-1]); err != nil {
		return fmt.Errorf("fingerprints: %w", err)
	}
	if len(raw)%printSize != 0 {
		return fmt.Errorf("fingerprints: %d bytes, want a multiple of %d", len(raw), printSize)
	}
	*p = nil
	if len(raw) > 0 {
		*p = make(Prints, len(raw)/printSize)
	}
	for i := range *p {
		q := &(*p)[i]
		q.Hash = binary.BigEndian.Uint64(raw)
		q.Words = binary.BigEndian.Uint16(raw[8:])
		q.Look = binary.BigEndian.Uint32(raw[10:])
		raw = raw[14+copy(q.Sketch[:], raw[14:]):]
	}
	return nil
}
