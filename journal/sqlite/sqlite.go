// Package sqlite keeps a journal in one SQLite file in the data folder: what
// Append has acknowledged survives a crash of the process and of the machine,
// and what is read is what was written, or an error that says which record
// is damaged.
//
// One process publishes from a data folder at a time. Others may read it, and
// record decisions, while it does.
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
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	sqlite3 "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"writethru/journal"
)

// FileName is the name of the journal in the data folder. A backup under this
// name in an empty folder is a journal.
const FileName = "journal.db"

// pageSize is that of a new file.
const pageSize = 16 << 10

// What each connection keeps of the file, in pages: those that lead to a record.
// The system keeps the file itself in memory, if there is any. It is not given in
// KiB: SQLite takes the pages of a file that it is yet to make for smaller ones.
const (
	writerPages = 64
	readerPages = 32
)

// A Mode says what a process wants of a journal.
type Mode int

// The modes of opening a journal.
const (
	// Publish is the mode of the one process that publishes. It makes the folder
	// and the journal where there are none, and brings an older schema up to
	// date. It holds a lock until Close or the end of the process, however it
	// ends; a second one gets an error that wraps journal.ErrLocked and says who
	// holds it.
	Publish Mode = iota
	// Append is the mode of a process that records a decision, also while another
	// one publishes.
	Append
	// Read is the mode of a process that only reads, also while another one
	// publishes. The folder may be one that can't be written. Then, if no process
	// has the journal open, it is read as it is at that time, and must not change
	// until Close.
	Read
)

// Options say how to open a journal. The zero value is for the process that publishes.
type Options struct {
	Mode Mode
}

// A Store is a journal in a data folder. It implements journal.Store.
type Store struct {
	path  string   // of the file
	lock  *os.File // nil unless it publishes
	read  *sql.DB  // can't write; for what is over before anything else is asked for
	loops *sql.DB  // as read, for what is read while the caller goes on, and maybe asks for more
	still bool     // read as it was when opened
	write *sql.DB  // of one connection; nil if it only reads
	look  lookups
	put   statements
	tell  telling
	owing owing // what this process claimed, if it publishes

	broken atomic.Pointer[error] // why nothing is recorded any more

	mu      sync.Mutex
	changed chan struct{} // guarded by mu; closed and replaced whenever this process has appended
}

var _ journal.Store = (*Store)(nil)

// Open opens the journal in the folder dir. Where there is none, the error
// wraps journal.ErrNotFound, except for a process that publishes.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	s := &Store{path: filepath.Join(dir, FileName), changed: make(chan struct{})}
	if err := s.open(ctx, dir, o.Mode); err != nil {
		return nil, errors.Join(s.failed("", err), s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, dir string, mode Mode) error {
	var err error
	if mode == Publish {
		if err := create(dir); err != nil {
			return err
		}
		if s.lock, err = lock(dir); err != nil {
			return err
		}
		// Nobody else publishes from here on.
	}
	if _, err := os.Stat(s.path); errors.Is(err, fs.ErrNotExist) && mode != Publish {
		return journal.ErrNotFound
	}
	if err := s.guard(); err != nil {
		return err
	}
	if mode != Read {
		if err := s.openWriter(ctx, mode); err != nil {
			return err
		}
	}
	if err := s.openReaders(ctx, mode); err != nil || mode != Publish {
		return err
	}
	if err := s.freeRequests(ctx); err != nil {
		return err
	}
	return s.readOwing(ctx)
}

// create makes the data folder, and the file in it, for its owner alone: drafts
// and held follow-ups are in there. SQLite gives the files beside it the same rights.
func create(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, FileName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (s *Store) openWriter(ctx context.Context, mode Mode) error {
	db, err := sql.Open("sqlite", dsn(s.path, url.Values{
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"}, // in WAL mode: each commit is synced before it returns
		"_foreign_keys": {"1"},
		"_txlock":       {"immediate"},
		"_pragma": {
			fmt.Sprintf("page_size(%d)", pageSize), // of a new file: six sources to a page, not one
			fmt.Sprintf("cache_size(%d)", writerPages),
			"wal_autocheckpoint(2000)", // pages
			"journal_size_limit(67108864)",
		},
	}))
	if err != nil {
		return err
	}
	s.write = db
	// One connection: appends of this process queue up in memory and not in
	// SQLite's busy handler, which polls.
	db.SetMaxOpenConns(1)
	if mode == Publish {
		if err := migrate(ctx, db); err != nil {
			return err
		}
	}
	if err := checkSchema(ctx, db); err != nil {
		return err
	}
	if err := s.put.prepare(ctx, db); err != nil {
		return err
	}
	return s.tell.prepare(ctx, db)
}

func (s *Store) openReaders(ctx context.Context, mode Mode) error {
	err := s.openReadersWith(ctx, url.Values{"_query_only": {"1"}})
	if mode != Read || !isOutOfReach(err) {
		return err
	}
	// SQLite can't make the files by which readers and a writer find each
	// other, and there are none: no process has the journal open.
	if err := errors.Join(s.read.Close(), s.loops.Close()); err != nil {
		return err
	}
	s.still = true
	return s.openReadersWith(ctx, url.Values{"_query_only": {"1"}, "immutable": {"1"}})
}

func (s *Store) openReadersWith(ctx context.Context, params url.Values) (err error) {
	params.Add("_pragma", fmt.Sprintf("cache_size(%d)", readerPages))
	name := dsn(s.path, params)
	if s.read, err = sql.Open("sqlite", name); err != nil {
		return err
	}
	if s.loops, err = sql.Open("sqlite", name); err != nil {
		return err
	}
	// Each connection has a cache. Who waits for one of read has none, so that
	// there may be a bound; loops may be within each other.
	most := max(4, runtime.GOMAXPROCS(0))
	s.read.SetMaxOpenConns(most)
	s.read.SetMaxIdleConns(most)
	s.loops.SetMaxIdleConns(1)
	if err := checkSchema(ctx, s.read); err != nil {
		return err
	}
	return s.look.prepare(ctx, s.read)
}

// dsn names the file for the driver. The file has to exist.
func dsn(path string, params url.Values) string {
	params.Set("mode", "rw")
	params.Set("_busy_timeout", "5000")
	params.Add("_pragma", "temp_store(memory)") // a container has no folder for temporary files
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: params.Encode()}
	if !strings.HasPrefix(u.Path, "/") {
		u.Path = "/" + u.Path // a Windows drive
	}
	return u.String()
}

func isOutOfReach(err error) bool {
	e, ok := errors.AsType[*sqlite3.Error](err)
	if !ok {
		return false
	}
	code := e.Code() & 0xff // without the extension
	return code == lib.SQLITE_CANTOPEN || code == lib.SQLITE_READONLY
}

// Close waits for what is under way, and gives back the lock and the files.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.loops, s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.lock != nil {
		errs = append(errs, unlock(s.lock))
	}
	s.announce()
	return errors.Join(errs...)
}
