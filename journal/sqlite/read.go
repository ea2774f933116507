package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"github.com/cespare/xxhash/v2"

	"writethru/internal/stamp"
	"writethru/journal"
)

const lastSeq = `SELECT coalesce(max(seq), 0) FROM revisions`

// Heads gives the newest revision of every story: see journal.Store.
func (s *Store) Heads(ctx context.Context) iter.Seq2[journal.Revision, error] {
	return s.revisions(ctx, heads)
}

// Head gives the newest revision of a story: see journal.Store.
func (s *Store) Head(ctx context.Context, story string) (journal.Revision, error) {
	for r, err := range s.revisions(ctx, heads+` WHERE h.story = ?`, story) {
		return r, err
	}
	return journal.Revision{}, fmt.Errorf("journal %s: story %s: %w", s.path, story, journal.ErrNotFound)
}

// Since gives the revisions after seq: see journal.Store.
func (s *Store) Since(ctx context.Context, seq uint64) iter.Seq2[journal.Revision, error] {
	return s.revisions(ctx, recorded+` WHERE seq > ? ORDER BY seq`, int64(seq))
}

// together is how many rows are decoded at the same time.
const together = 256

// revisions gives what a query finds, in its order. Decoding costs more than
// reading, so it is done on all processors.
func (s *Store) revisions(ctx context.Context, query string, args ...any) iter.Seq2[journal.Revision, error] {
	return func(yield func(journal.Revision, error) bool) {
		rows, err := s.read.QueryContext(ctx, query, args...)
		if err != nil {
			yield(journal.Revision{}, fmt.Errorf("journal %s: %w", s.path, err))
			return
		}
		defer func() { _ = rows.Close() }()
		for more := true; more; {
			var batch []row
			for len(batch) < together {
				if more = rows.Next(); !more {
					break
				}
				batch = append(batch, scan(rows))
			}
			for _, d := range decodeAll(batch) {
				if d.err != nil {
					d.err = fmt.Errorf("journal %s: %w", s.path, d.err)
				}
				if !yield(d.revision, d.err) {
					return
				}
			}
		}
		if err := rows.Err(); err != nil {
			yield(journal.Revision{}, fmt.Errorf("journal %s: %w", s.path, err))
		}
	}
}

type decoded struct {
	revision journal.Revision
	err      error
}

// decodeAll decodes rows, a share of them on each processor.
func decodeAll(batch []row) []decoded {
	out := make([]decoded, len(batch))
	share := max(1, (len(batch)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var g sync.WaitGroup
	for from := 0; from < len(batch); from += share {
		to := min(from+share, len(batch))
		decode := func() {
			for i := from; i < to; i++ {
				out[i].revision, out[i].err = batch[i].decode()
			}
		}
		if to == len(batch) {
			decode() // the last share, or the only one, here
		} else {
			g.Go(decode)
		}
	}
	g.Wait()
	return out
}

// Source gives the source that some story has under hash: see journal.Store.
func (s *Store) Source(ctx context.Context, hash string) ([]byte, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT story, data, sum FROM sources WHERE hash = ?`, hash)
	if err != nil {
		return nil, fmt.Errorf("journal %s: source %s: %w", s.path, hash, err)
	}
	defer func() { _ = rows.Close() }()
	var bad error
	for rows.Next() {
		var (
			story string
			data  []byte
			sum   int64
		)
		if err := rows.Scan(&story, &data, &sum); err != nil {
			return nil, fmt.Errorf("journal %s: source %s: %w", s.path, hash, err)
		}
		if int64(xxhash.Sum64(data)) == sum {
			return data, nil
		}
		bad = fmt.Errorf("of %s: %w", story, journal.ErrDamaged)
	}
	switch err := errors.Join(rows.Err(), bad); {
	case err != nil:
		return nil, fmt.Errorf("journal %s: source %s: %w", s.path, hash, err)
	default:
		return nil, fmt.Errorf("journal %s: source %s: %w", s.path, hash, journal.ErrNotFound)
	}
}

// Stamps gives the stamps of all files: see journal.Store.
func (s *Store) Stamps(ctx context.Context) (map[string]stamp.Stamp, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT name, size, mtime, ctime, inode FROM stamps`)
	if err != nil {
		return nil, fmt.Errorf("journal %s: stamps: %w", s.path, err)
	}
	defer func() { _ = rows.Close() }()
	stamps := map[string]stamp.Stamp{}
	for rows.Next() {
		var (
			name  string
			st    stamp.Stamp
			inode int64
		)
		if err := rows.Scan(&name, &st.Size, &st.Mtime, &st.Ctime, &inode); err != nil {
			return nil, fmt.Errorf("journal %s: stamps: %w", s.path, err)
		}
		st.Inode = uint64(inode)
		stamps[name] = st
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("journal %s: stamps: %w", s.path, err)
	}
	return stamps, nil
}
