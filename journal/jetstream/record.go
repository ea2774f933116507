package jetstream

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/s2"
	"github.com/nats-io/nats.go"

	"writethru/journal"
)

// Headers of what is kept.
const (
	headerSum      = "Writethru-Sum"      // xxHash64 over the subject and the data as kept
	headerEncoding = "Writethru-Encoding" // "s2": the data is compressed
	headerParts    = "Writethru-Parts"    // of a source
)

// small is what is not worth compressing: most heads are.
const small = 32 << 10

// A record is a revision as it is kept. Its place in the stream is its seq.
type record struct {
	Story string         `json:"story"`
	Rev   int            `json:"rev"`
	Op    string         `json:"op"`
	Kind  journal.Change `json:"kind"`
	At    time.Time      `json:"at"`
	Hash  string         `json:"hash,omitempty"`
	Head  journal.Head   `json:"head"`
}

// encode gives the message that a revision is kept as, and makes the revision
// what will be read of it.
func (s *Store) encode(r *journal.Revision) (*nats.Msg, error) {
	r.Source = nil
	r.At = r.At.UTC().Truncate(time.Millisecond)
	data, err := json.Marshal(record{r.Story, r.Rev, r.Op, r.Kind, r.At, r.Hash, r.Head})
	if err != nil {
		return nil, err
	}
	m := seal(s.revisionsOf(token(r.Story)), data)
	return m, s.fits(m)
}

// decode verifies a message and gives its revision. Its errors wrap
// journal.ErrDamaged, and come with what could be read.
func decode(subject string, seq uint64, h nats.Header, data []byte) (journal.Revision, error) {
	var w record
	data, err := unseal(subject, h, data)
	if err == nil {
		err = json.Unmarshal(data, &w)
	}
	r := journal.Revision{Seq: seq, Story: w.Story, Rev: w.Rev, Op: w.Op, Kind: w.Kind, At: w.At.UTC(), Hash: w.Hash, Head: w.Head}
	if err != nil {
		return r, fmt.Errorf("record %d, %s revision %d: %w (%w)", seq, subject, w.Rev, journal.ErrDamaged, err)
	}
	return r, nil
}

// seal makes a message of data, with a sum by which it is known again.
func seal(subject string, data []byte) *nats.Msg {
	m := nats.NewMsg(subject)
	m.Data = data
	if len(data) > small {
		m.Data = s2.EncodeBetter(nil, data)
		m.Header.Set(headerEncoding, "s2")
	}
	m.Header.Set(headerSum, sumOf(subject, m.Data))
	return m
}

// unseal gives the data of a message that is what was sealed.
func unseal(subject string, h nats.Header, data []byte) ([]byte, error) {
	if sum := sumOf(subject, data); h.Get(headerSum) != sum {
		return nil, fmt.Errorf("its sum is %s, not %s", sum, h.Get(headerSum))
	}
	if h.Get(headerEncoding) == "s2" {
		return s2.Decode(nil, data)
	}
	return data, nil
}

func sumOf(subject string, data []byte) string {
	d := xxhash.New()
	_, _ = d.WriteString(subject) // a Digest never fails
	_, _ = d.Write([]byte{0})
	_, _ = d.Write(data)
	return hex.EncodeToString(binary.BigEndian.AppendUint64(nil, d.Sum64()))
}

// fits refuses a message that the cluster would not take.
func (s *Store) fits(m *nats.Msg) error {
	const headers = 1 << 10
	if limit := s.nc.MaxPayload(); limit > 0 && int64(len(m.Data)+headers) > limit {
		return fmt.Errorf("a record of %d bytes: the cluster takes %d (its max_payload)", len(m.Data), limit)
	}
	return nil
}
