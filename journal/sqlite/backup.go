package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"writethru/journal"
)

// Stats counts what is kept: see journal.Store.
func (s *Store) Stats(ctx context.Context) (journal.Stats, error) {
	var st journal.Stats
	err := s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM stories), (SELECT count(*) FROM revisions), (`+lastSeq+`)`).
		Scan(&st.Stories, &st.Revisions, &st.Seq)
	if err != nil {
		return st, fmt.Errorf("journal %s: stats: %w", s.path, err)
	}
	if st.Tally, err = s.Tally(ctx); err != nil {
		return st, err
	}
	for _, name := range []string{s.path, s.path + "-wal"} {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return st, fmt.Errorf("journal %s: stats: %w", s.path, err)
		}
		st.Bytes += info.Size()
	}
	return st, nil
}

// Backup writes a copy of the journal to a new file: see journal.Store. The
// file appears under its name when it is complete and on disk.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.backup(ctx, path); err != nil {
		return fmt.Errorf("journal %s: backup to %s: %w", s.path, path, err)
	}
	return nil
}

func (s *Store) backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*") // SQLite fills an empty file
	if err != nil {
		return err
	}
	err = s.copyTo(ctx, part.Name())
	if err == nil {
		err = forgetDayKey(ctx, part.Name())
	}
	err = errors.Join(err, part.Sync(), part.Close())
	if err == nil {
		err = moveToNew(part.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part.Name()))
	}
	return syncFolder(filepath.Dir(path))
}

// moveToNew renames a file, and never replaces one that came meanwhile.
func moveToNew(from, to string) error {
	place, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(place.Close(), os.Rename(from, to))
}

// copyTo writes the journal as of one moment into an empty file. It has a
// connection of its own, which needs neither the writer's nor its lock.
func (s *Store) copyTo(ctx context.Context, path string) error {
	params := url.Values{}
	if s.still {
		params.Set("immutable", "1")
	}
	db, err := sql.Open("sqlite", dsn(s.path, params))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", path)
	return errors.Join(err, db.Close())
}

// forgetDayKey removes the secret of the day from a copy, to the last byte: a
// backup is kept for longer than a day, and nobody is to ask its figures who was
// counted.
func forgetDayKey(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{"_pragma": {"secure_delete(1)"}}))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "DELETE FROM day_key")
	return errors.Join(err, db.Close())
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
