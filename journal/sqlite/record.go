package sqlite

import (
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/cespare/xxhash/v2"

	"writethru/journal"
)

// What scan reads a revision from.
const (
	recorded = `SELECT r.seq, s.story, r.rev, r.op, r.kind, r.at, r.hash, r.head, r.sum
		FROM revisions r LEFT JOIN stories s ON s.id = r.story`

	// Where the newest revision isn't there, the join gives what is known of it.
	heads = `SELECT s.seq, s.story, s.rev, r.op, r.kind, r.at, r.hash, r.head, r.sum
		FROM stories s LEFT JOIN revisions r ON r.seq = s.seq AND r.story = s.id`
)

// A row is a revision as it is written and read: encoded, and not verified yet.
type row struct {
	revision journal.Revision // as read it has no head
	head     []byte
	sum      int64
	err      error
}

// encode gives the row that a revision is recorded as, and makes the revision
// what will be read of it.
func encode(r *journal.Revision) (row, error) {
	r.Source = nil
	r.At = r.At.UTC().Truncate(time.Millisecond)
	head, err := json.Marshal(r.Head)
	if err != nil {
		return row{}, err
	}
	return row{revision: *r, head: head, sum: checksum(*r, head)}, nil
}

// values are what the columns of revisions hold; story is the story's number.
func (w row) values(story int64) []any {
	r := w.revision
	return []any{int64(r.Seq), story, r.Rev, r.Op, string(r.Kind), r.At.UnixMilli(), r.Hash, w.head, w.sum}
}

// scan reads the row that rows stand at.
func scan(rows *sql.Rows) row {
	var (
		w  row
		at int64
	)
	r := &w.revision
	w.err = rows.Scan(&r.Seq, &r.Story, &r.Rev, &r.Op, &r.Kind, &at, &r.Hash, &w.head, &w.sum)
	r.At = time.UnixMilli(at).UTC()
	return w
}

// decode verifies a row and gives its revision. Its errors wrap
// journal.ErrDamaged, and come with what could be read.
func (w row) decode() (journal.Revision, error) {
	r := w.revision
	if w.err != nil {
		return r, damaged(r, w.err)
	}
	if checksum(r, w.head) != w.sum {
		return r, damaged(r, nil)
	}
	if err := json.Unmarshal(w.head, &r.Head); err != nil {
		return r, damaged(r, err)
	}
	return r, nil
}

// damaged says which record is damaged; why may be nil.
func damaged(r journal.Revision, why error) error {
	err := fmt.Errorf("record %d, %s revision %d: %w", r.Seq, r.Story, r.Rev, journal.ErrDamaged)
	if why != nil {
		err = fmt.Errorf("%w (%w)", err, why)
	}
	return err
}

// checksum is over all of a record, each part after its length. SQLite itself
// notices few of the bits that a disk may flip in one.
func checksum(r journal.Revision, head []byte) int64 {
	n := len(r.Story) + len(r.Op) + len(r.Kind) + len(r.Hash) + len(head)
	b := make([]byte, 0, n+8*binary.MaxVarintLen64)
	b = binary.AppendUvarint(b, r.Seq)
	b = binary.AppendVarint(b, int64(r.Rev))
	b = binary.AppendVarint(b, r.At.UnixMilli())
	for _, s := range []string{r.Story, r.Op, string(r.Kind), r.Hash} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	b = append(b, head...)
	return int64(xxhash.Sum64(b))
}
