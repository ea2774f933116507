package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	sqlite3 "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"writethru/journal"
)

// A journal that is damaged is read as far as it can be, and nothing is recorded
// in it any more: SQLite would write on what it can't rely on, and what was
// recorded and is hidden would be decided, and said, once more.

// failed adds to an error which journal it is about. It notes damage.
func (s *Store) failed(doing string, err error) error {
	if e, ok := errors.AsType[*sqlite3.Error](err); ok && isDamage(e.Code()) {
		err = fmt.Errorf("%w (%w)", journal.ErrDamaged, err)
		s.broken.CompareAndSwap(nil, &err)
	}
	if doing == "" {
		return fmt.Errorf("journal %s: %w", s.path, err)
	}
	return fmt.Errorf("journal %s: %s: %w", s.path, doing, err)
}

// isDamage reports whether SQLite found the file other than it has left it.
func isDamage(code int) bool {
	code &= 0xff // without the extension
	return code == lib.SQLITE_CORRUPT || code == lib.SQLITE_NOTADB || code == lib.SQLITE_FORMAT
}

// unbroken returns why nothing is recorded any more, or nil.
func (s *Store) unbroken() error {
	if why := s.broken.Load(); why != nil {
		return fmt.Errorf("nothing is recorded any more: %w", *why)
	}
	return nil
}

// kept is where a damaged log is kept. SQLite deletes the log itself when it
// has read it up to the damage.
func (s *Store) kept() string { return s.path + "-wal.damaged" }

// guard keeps a damaged log, before SQLite sees it. As long as it is there,
// nothing is recorded.
func (s *Store) guard() error {
	err := checkWAL(s.path)
	if errors.Is(err, journal.ErrDamaged) {
		// Where another process works with the log, this look may have met it
		// half way.
		time.Sleep(100 * time.Millisecond)
		err = checkWAL(s.path)
	}
	switch {
	case errors.Is(err, journal.ErrDamaged):
		s.broken.Store(&err)
		if err := s.keepWAL(); err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	case err != nil:
		return err
	}
	if _, err := os.Stat(s.kept()); err == nil && s.broken.Load() == nil {
		err := fmt.Errorf("%s: %w: what was recorded last is in there, and nowhere else", s.kept(), journal.ErrDamaged)
		s.broken.Store(&err)
	}
	return nil
}

func (s *Store) keepWAL() error {
	from, err := os.Open(s.path + "-wal")
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // nothing was written
	to, err := os.OpenFile(s.kept(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Sync(), to.Close())
}

// Check returns what SQLite itself finds wrong with the file: see
// journal.Checker.
func (s *Store) Check(ctx context.Context) error {
	var faults []error
	if why := s.broken.Load(); why != nil {
		faults = append(faults, *why)
	}
	rows, err := s.loops.QueryContext(ctx, `PRAGMA integrity_check`)
	if err != nil {
		return errors.Join(append(faults, s.failed("", err))...)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var said string
		if err := rows.Scan(&said); err != nil {
			return s.failed("", err)
		}
		if said != "ok" {
			faults = append(faults, fmt.Errorf("journal %s: %w: %s", s.path, journal.ErrDamaged, said))
		}
	}
	if err := rows.Err(); err != nil {
		faults = append(faults, s.failed("", err))
	}
	return errors.Join(faults...)
}

// nextReadable returns a key after which a query can be read again, when what
// comes next can't be. It is 0 where there is none.
func (s *Store) nextReadable(ctx context.Context, query string, after uint64) uint64 {
	last := after + 4096
	var n int64
	if err := s.read.QueryRowContext(ctx, `SELECT max(seq) FROM stories`).Scan(&n); err == nil {
		last = uint64(n)
	}
	for at := after + 1; at <= last && ctx.Err() == nil; at++ {
		rows, err := s.read.QueryContext(ctx, query+` LIMIT 1`, int64(at))
		if err != nil {
			continue
		}
		there := rows.Next()
		err = errors.Join(rows.Err(), rows.Close())
		if err == nil && !there {
			return 0 // that was the end
		}
		if err == nil {
			return at
		}
	}
	return 0
}
