package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/cespare/xxhash/v2"

	"writethru/journal"
)

const lastSeq = `SELECT coalesce(max(seq), 0) FROM revisions`

// lookups are what is asked for of one story, prepared.
type lookups struct {
	head, source *sql.Stmt
}

func (l *lookups) prepare(ctx context.Context, db *sql.DB) (err error) {
	if l.head, err = db.PrepareContext(ctx, heads+` WHERE s.story = ?`); err != nil {
		return err
	}
	l.source, err = db.PrepareContext(ctx, `SELECT o.data, o.sum FROM sources o JOIN stories s ON s.id = o.story
		WHERE s.story = ? AND o.hash = ?`)
	return err
}

// Heads gives the newest revision of every story: see journal.Store.
func (s *Store) Heads(ctx context.Context) iter.Seq2[journal.Revision, error] {
	return s.revisions(ctx, heads+` WHERE s.id > ? ORDER BY s.id`, 0)
}

// Head gives the newest revision of a story: see journal.Store.
func (s *Store) Head(ctx context.Context, story string) (journal.Revision, error) {
	r, err := s.head(ctx, story)
	if err != nil {
		err = s.failed("story "+story, err)
	}
	return r, err
}

func (s *Store) head(ctx context.Context, story string) (journal.Revision, error) {
	rows, err := s.look.head.QueryContext(ctx, story)
	if err != nil {
		return journal.Revision{}, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return journal.Revision{}, cmp.Or(rows.Err(), journal.ErrNotFound)
	}
	return scan(rows).decode()
}

// Since gives the revisions after seq: see journal.Store.
func (s *Store) Since(ctx context.Context, seq uint64) iter.Seq2[journal.Revision, error] {
	return s.revisions(ctx, recorded+` WHERE r.seq > ? ORDER BY r.seq`, seq)
}

// decodedAtOnce is how many rows are decoded at the same time.
const decodedAtOnce = 256

// revisions gives what a query finds after a key, in the order of keys. Decoding
// costs more than reading, so it is done on all processors. Where a page of the
// file is damaged, it goes on after it.
func (s *Store) revisions(ctx context.Context, query string, after uint64) iter.Seq2[journal.Revision, error] {
	return func(yield func(journal.Revision, error) bool) {
		for {
			err := s.readOn(ctx, query, &after, yield)
			if err == nil {
				return
			}
			if !yield(journal.Revision{Seq: after}, err) || !errors.Is(err, journal.ErrDamaged) {
				return
			}
			if after = s.nextReadable(ctx, query, after); after == 0 {
				return
			}
		}
	}
}

// readOn gives what a query finds after a key, and moves the key.
func (s *Store) readOn(ctx context.Context, query string, after *uint64, yield func(journal.Revision, error) bool) error {
	rows, err := s.loops.QueryContext(ctx, query, int64(*after))
	if err != nil {
		return s.failed("", err)
	}
	defer func() { _ = rows.Close() }()
	for more := true; more; {
		var batch []row
		for len(batch) < decodedAtOnce {
			if more = rows.Next(); !more {
				break
			}
			batch = append(batch, scan(rows))
		}
		for _, d := range decodeAll(batch) {
			if d.err != nil {
				d.err = s.failed("", d.err)
			}
			if d.key > *after {
				*after = d.key
			}
			if !yield(d.revision, d.err) {
				return nil
			}
		}
	}
	if err := rows.Err(); err != nil {
		return s.failed(fmt.Sprintf("after record %d", *after), err)
	}
	return nil
}

type decoded struct {
	key      uint64
	revision journal.Revision
	err      error
}

// decodeAll decodes rows on all processors.
func decodeAll(batch []row) []decoded {
	out := make([]decoded, len(batch))
	share(len(batch), func(i int) {
		out[i].key = batch[i].key
		out[i].revision, out[i].err = batch[i].decode()
	})
	return out
}

// Source gives a story's source: see journal.Store.
func (s *Store) Source(ctx context.Context, story, hash string) ([]byte, error) {
	var (
		data []byte
		sum  int64
	)
	err := s.look.source.QueryRowContext(ctx, story, hash).Scan(&data, &sum)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = journal.ErrNotFound
	case err == nil && int64(xxhash.Sum64(data)) != sum:
		err = journal.ErrDamaged
	}
	if err != nil {
		return nil, s.failed("source of "+story, err)
	}
	return data, nil
}
