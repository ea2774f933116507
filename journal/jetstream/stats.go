package jetstream

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	js "github.com/nats-io/nats.go/jetstream"

	"writethru/internal/owed"
	"writethru/journal"
	"writethru/journal/sqlite"
)

// Stats counts what is kept: see journal.Store. Bytes are those on one machine.
func (s *Store) Stats(ctx context.Context) (st journal.Stats, err error) {
	for _, stream := range []js.Stream{s.journal, s.sources, s.owed} {
		var info *js.StreamInfo
		if err := s.patiently(ctx, func(ctx context.Context) (err error) {
			info, err = stream.Info(ctx)
			return err
		}); err != nil {
			return st, s.failed("stats", err)
		}
		st.Bytes += int64(info.State.Bytes)
		if stream == s.journal {
			st.Stories, st.Revisions, st.Seq = int(info.State.NumSubjects), int(info.State.Msgs), info.State.LastSeq
		}
	}
	st.Tally, err = s.Tally(ctx)
	return st, err
}

// Tally counts what is kept: see owed.Store.
func (s *Store) Tally(ctx context.Context) (owed.Tally, error) {
	err := s.settled(ctx)
	return s.mirror.tally(), s.failed("tally", err)
}

// Backup writes a copy of the journal to a new file: see journal.Store. It is
// the file of a SQLite journal, so that it needs no cluster to be read.
func (s *Store) Backup(ctx context.Context, path string) error {
	return s.failed("backup to "+path, s.backup(ctx, path))
}

func (s *Store) backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return os.ErrExist
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what stays is named as a part
	local, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		return err
	}
	err = journal.Copy(ctx, s, local, nil)
	if err == nil {
		err = local.Backup(ctx, path)
	}
	return errors.Join(err, local.Close())
}
