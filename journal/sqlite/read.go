package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"

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

func (s *Store) revisions(ctx context.Context, query string, args ...any) iter.Seq2[journal.Revision, error] {
	return func(yield func(journal.Revision, error) bool) {
		rows, err := s.read.QueryContext(ctx, query, args...)
		if err != nil {
			yield(journal.Revision{}, fmt.Errorf("journal %s: %w", s.path, err))
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			r, err := scan(rows)
			if err != nil {
				err = fmt.Errorf("journal %s: %w", s.path, err)
			}
			if !yield(r, err) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(journal.Revision{}, fmt.Errorf("journal %s: %w", s.path, err))
		}
	}
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
