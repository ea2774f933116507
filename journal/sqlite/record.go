package sqlite

import (
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/cespare/xxhash/v2"

	"writethru/journal"
)

// What scan reads a revision from, after the key that orders what is read.
const (
	recorded = `SELECT r.seq, r.seq, s.story, r.rev, r.op, r.kind, r.at, r.hash, r.head, r.sum
		FROM revisions r LEFT JOIN stories s ON s.id = r.story`

	// Where the newest revision isn't there, the join gives what is known of it.
	heads = `SELECT s.id, s.seq, s.story, s.rev, r.op, r.kind, r.at, r.hash, r.head, r.sum
		FROM stories s LEFT JOIN revisions r ON r.seq = s.seq AND r.story = s.id`
)

// A row is a revision as it is read, not verified yet.
type row struct {
	key      uint64
	revision journal.Revision // without its head
	head     []byte
	sum      int64
	err      error
}

// A fresh is a revision on its way into the journal: all of its row that does not
// depend on what is recorded already.
type fresh struct {
	*journal.Revision // as it will be read, once it has a seq
	head              []byte
	source            []byte
	sourceSum         int64
}

// prepare makes revisions ready to be recorded. That takes longer than recording
// many does, so it is done on all processors, before the file is locked.
func prepare(revs []journal.Revision) ([]fresh, error) {
	out := make([]fresh, len(revs))
	errs := make([]error, len(revs))
	revs = slices.Clone(revs)
	share(len(revs), func(i int) {
		r := &revs[i]
		out[i] = fresh{Revision: r, source: r.Source, sourceSum: int64(xxhash.Sum64(r.Source))}
		r.Source = nil
		r.At = r.At.UTC().Truncate(time.Millisecond)
		out[i].head, errs[i] = json.Marshal(r.Head)
	})
	return out, errors.Join(errs...)
}

// share does n things, a part of them on each processor.
func share(n int, do func(i int)) {
	part := max(1, (n+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var g sync.WaitGroup
	for from := 0; from < n; from += part {
		to := min(from+part, n)
		some := func() {
			for i := from; i < to; i++ {
				do(i)
			}
		}
		if to == n {
			some() // the last part, or the only one, here
		} else {
			g.Go(some)
		}
	}
	g.Wait()
}

// values are what the columns of revisions hold; story is the story's number.
func (f fresh) values(story int64) []any {
	return []any{int64(f.Seq), story, f.Rev, f.Op, string(f.Kind), f.At.UnixMilli(), f.Hash, f.head, checksum(f.Revision, f.head)}
}

// scan reads the row that rows stand at.
func scan(rows *sql.Rows) row {
	var (
		w  row
		at int64
	)
	r := &w.revision
	w.err = rows.Scan(&w.key, &r.Seq, &r.Story, &r.Rev, &r.Op, &r.Kind, &at, &r.Hash, &w.head, &w.sum)
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
	if checksum(&r, w.head) != w.sum {
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
func checksum(r *journal.Revision, head []byte) int64 {
	var room [128]byte
	b := binary.AppendUvarint(room[:0], r.Seq)
	b = binary.AppendVarint(b, int64(r.Rev))
	b = binary.AppendVarint(b, r.At.UnixMilli())
	for _, s := range []string{r.Story, r.Op, string(r.Kind), r.Hash} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	var d xxhash.Digest
	d.Reset()
	_, _ = d.Write(b) // a Digest never fails
	_, _ = d.Write(head)
	return int64(d.Sum64())
}
