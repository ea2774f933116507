package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cespare/xxhash/v2"

	"writethru/internal/stamp"
	"writethru/journal"
)

// statements are what an append executes, prepared on the one connection that
// writes.
type statements struct {
	last, revision, byOp, firstHead, nextHead, headRev, source, stamp, unstamp *sql.Stmt
}

func (p *statements) prepare(ctx context.Context, db *sql.DB) error {
	for _, q := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&p.last, lastSeq},
		{&p.revision, `INSERT INTO revisions (seq, story, rev, op, kind, at, hash, head, sum)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`},
		{&p.byOp, recorded + ` WHERE op = ?`},
		{&p.firstHead, `INSERT INTO heads (story, rev, seq) VALUES (?1, ?2, ?3)`},
		{&p.nextHead, `UPDATE heads SET rev = ?2, seq = ?3 WHERE story = ?1 AND rev = ?2 - 1`},
		{&p.headRev, `SELECT rev FROM heads WHERE story = ?`},
		{&p.source, `INSERT INTO sources (story, hash, data, sum) VALUES (?, ?, ?, ?)
			ON CONFLICT (story) DO UPDATE SET hash = excluded.hash, data = excluded.data, sum = excluded.sum`},
		{&p.stamp, `INSERT INTO stamps (name, size, mtime, ctime, inode) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET size = excluded.size, mtime = excluded.mtime,
			ctime = excluded.ctime, inode = excluded.inode`},
		{&p.unstamp, `DELETE FROM stamps WHERE name = ?`},
	} {
		var err error
		if *q.stmt, err = db.PrepareContext(ctx, q.text); err != nil {
			return err
		}
	}
	return nil
}

// in gives the statements as part of a transaction.
func (p *statements) in(tx *sql.Tx) statements {
	return statements{
		last:      tx.Stmt(p.last),
		revision:  tx.Stmt(p.revision),
		byOp:      tx.Stmt(p.byOp),
		firstHead: tx.Stmt(p.firstHead),
		nextHead:  tx.Stmt(p.nextHead),
		headRev:   tx.Stmt(p.headRev),
		source:    tx.Stmt(p.source),
		stamp:     tx.Stmt(p.stamp),
		unstamp:   tx.Stmt(p.unstamp),
	}
}

var errReadOnly = errors.New("opened for reading only")

// Append records revisions and stamps in one transaction: see journal.Store.
func (s *Store) Append(ctx context.Context, revs []journal.Revision, stamps map[string]stamp.Stamp) ([]journal.Revision, error) {
	if s.write == nil {
		return nil, fmt.Errorf("journal %s: append: %w", s.path, errReadOnly)
	}
	done, err := s.append(ctx, revs, stamps)
	if err != nil {
		return nil, fmt.Errorf("journal %s: append: %w", s.path, err)
	}
	s.announce()
	return done, nil
}

func (s *Store) append(ctx context.Context, revs []journal.Revision, stamps map[string]stamp.Stamp) ([]journal.Revision, error) {
	// The transaction has the write lock of the file from its begin on.
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	// Statements take no context, which would cost each of them a goroutine: the
	// transaction's own ends it.
	put := s.put.in(tx)
	var seq uint64
	if err := put.last.QueryRow().Scan(&seq); err != nil {
		return nil, err
	}
	done := make([]journal.Revision, 0, len(revs))
	for _, r := range revs {
		r.Seq = seq + 1
		got, err := put.add(r)
		if err != nil {
			return nil, fmt.Errorf("%s revision %d: %w", r.Story, r.Rev, err)
		}
		seq = max(seq, got.Seq)
		done = append(done, got)
	}
	for name, st := range stamps {
		if err := put.keep(name, st); err != nil {
			return nil, fmt.Errorf("stamp of %s: %w", name, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	// The revisions are on disk now: a crash from here on loses nothing.
	return done, nil
}

// add records one revision, or gives what is recorded under its Op.
func (p *statements) add(r journal.Revision) (journal.Revision, error) {
	if r.Story == "" || r.Op == "" || r.Rev < 1 {
		return r, fmt.Errorf("story %q, op %q: want a story, an op and a revision from 1", r.Story, r.Op)
	}
	source := r.Source
	r.Source = nil
	r.At = r.At.UTC().Truncate(time.Millisecond)
	head, err := json.Marshal(r.Head)
	if err != nil {
		return r, err
	}
	inserted, err := changed(p.revision.Exec(int64(r.Seq), r.Story, r.Rev, r.Op, string(r.Kind),
		r.At.UnixMilli(), r.Hash, head, checksum(r, head)))
	if err != nil {
		return r, err
	}
	if !inserted {
		return p.find(r.Op)
	}
	if err := p.moveHead(r); err != nil {
		return r, err
	}
	if source != nil {
		_, err = p.source.Exec(r.Story, r.Hash, source, int64(xxhash.Sum64(source)))
	}
	return r, err
}

// find gives the revision that is recorded under an Op. If there is none, what
// stood in the way was another revision with the same number.
func (p *statements) find(op string) (journal.Revision, error) {
	rows, err := p.byOp.Query(op)
	if err != nil {
		return journal.Revision{}, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return journal.Revision{}, errors.Join(rows.Err(), journal.ErrConflict)
	}
	return scan(rows).decode()
}

// moveHead makes r the newest revision of its story, if it is the next one.
func (p *statements) moveHead(r journal.Revision) error {
	move := p.nextHead
	if r.Rev == 1 {
		move = p.firstHead
	}
	moved, err := changed(move.Exec(r.Story, r.Rev, int64(r.Seq)))
	if err != nil || moved {
		return err
	}
	var newest int
	if err := p.headRev.QueryRow(r.Story).Scan(&newest); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return fmt.Errorf("the newest is %d: revisions follow each other without a gap", newest)
}

// keep records what the file system says of a file; nothing of it if st is zero.
func (p *statements) keep(name string, st stamp.Stamp) error {
	if st == (stamp.Stamp{}) {
		_, err := p.unstamp.Exec(name)
		return err
	}
	_, err := p.stamp.Exec(name, st.Size, st.Mtime, st.Ctime, int64(st.Inode))
	return err
}

// changed reports whether a statement changed a row.
func changed(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
