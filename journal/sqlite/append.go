package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"writethru/journal"
)

// statements are what an append executes, prepared on the one connection that
// writes. The last ones take many rows at once.
type statements struct {
	last, begin, next, known, find, revision, source *sql.Stmt
	begins, unbegin, revisions, sources              *sql.Stmt
}

// together is how many new stories one statement records.
const together = 64

const (
	intoStories   = `INSERT INTO stories (id, story, rev, seq) VALUES `
	intoRevisions = `INSERT INTO revisions (seq, story, rev, op, kind, at, hash, head, sum) VALUES `
	intoSources   = `INSERT INTO sources (story, hash, data, sum) VALUES `
)

func (p *statements) prepare(ctx context.Context, db *sql.DB) error {
	rows := func(row string, n int) string { return row + strings.Repeat(", "+row, n-1) }
	story, revision, source := "(?, ?, ?, ?)", "(?, ?, ?, ?, ?, ?, ?, ?, ?)", "(?, ?, ?, ?)"
	for _, q := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&p.last, lastSeq},
		{&p.begin, intoStories + story + ` ON CONFLICT DO NOTHING`},
		{&p.next, `UPDATE stories SET rev = ?2, seq = ?3 WHERE story = ?1 AND rev = ?2 - 1 RETURNING id`},
		{&p.known, `SELECT rev FROM stories WHERE story = ?`},
		{&p.find, recorded + ` WHERE s.story = ? AND r.rev = ?`},
		{&p.revision, intoRevisions + revision},
		{&p.source, intoSources + source + ` ON CONFLICT DO UPDATE SET hash = excluded.hash, data = excluded.data, sum = excluded.sum`},
		{&p.begins, intoStories + rows(story, together) + ` ON CONFLICT DO NOTHING`},
		{&p.unbegin, `DELETE FROM stories WHERE id >= ?`},
		{&p.revisions, intoRevisions + rows(revision, together)},
		{&p.sources, intoSources + rows(source, together)},
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
		last: tx.Stmt(p.last), begin: tx.Stmt(p.begin), next: tx.Stmt(p.next), known: tx.Stmt(p.known),
		find: tx.Stmt(p.find), revision: tx.Stmt(p.revision), source: tx.Stmt(p.source),
		begins: tx.Stmt(p.begins), unbegin: tx.Stmt(p.unbegin), revisions: tx.Stmt(p.revisions), sources: tx.Stmt(p.sources),
	}
}

var errReadOnly = errors.New("opened for reading only")

// Append records revisions in one transaction: see journal.Store.
func (s *Store) Append(ctx context.Context, revs []journal.Revision) ([]journal.Revision, error) {
	return s.record(ctx, revs, nil)
}

// AppendAfter records revisions if nothing was recorded after seq: see journal.Store.
func (s *Store) AppendAfter(ctx context.Context, seq uint64, revs []journal.Revision) ([]journal.Revision, error) {
	return s.record(ctx, revs, &seq)
}

func (s *Store) record(ctx context.Context, revs []journal.Revision, after *uint64) ([]journal.Revision, error) {
	if s.write == nil {
		return nil, fmt.Errorf("journal %s: append: %w", s.path, errReadOnly)
	}
	err := errors.Join(journal.CheckAppend(revs), s.unbroken())
	var done []journal.Revision
	if err == nil {
		done, err = s.append(ctx, revs, after)
	}
	if err != nil {
		return nil, s.failed("append", err)
	}
	s.announce()
	return done, nil
}

func (s *Store) append(ctx context.Context, revs []journal.Revision, after *uint64) ([]journal.Revision, error) {
	rest, err := prepare(revs)
	if err != nil {
		return nil, err
	}
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
	before := seq
	done := make([]journal.Revision, 0, len(revs))
	for len(rest) > 0 {
		if n := begin(rest); n == together {
			began, err := put.many(rest[:n], seq+1)
			if err != nil {
				return nil, err
			}
			if began {
				for _, f := range rest[:n] {
					done = append(done, *f.Revision)
				}
				rest, seq = rest[n:], seq+uint64(n)
				continue
			}
		}
		f := rest[0]
		f.Seq = seq + 1
		got, err := put.add(f)
		if err != nil {
			return nil, fmt.Errorf("%s revision %d: %w", f.Story, f.Rev, err)
		}
		done, rest, seq = append(done, got), rest[1:], max(seq, got.Seq)
	}
	if after != nil && before != *after && seq > before {
		return nil, fmt.Errorf("%w: the newest revision is %d, not %d", journal.ErrConflict, before, *after)
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	// The revisions are on disk now: a crash from here on loses nothing.
	return done, nil
}

// begin counts the revisions at the beginning of some, up to together, that
// begin stories and have a source, as those of a first start.
func begin(some []fresh) int {
	n := 0
	for n < len(some) && n < together && some[n].Rev == 1 && some[n].source != nil {
		n++
	}
	return n
}

// many records the first revisions of stories, counted from seq, all at once.
// It reports false, with nothing recorded, if one of the stories is there already.
func (p *statements) many(some []fresh, seq uint64) (bool, error) {
	var stories, revisions, sources [9 * together]any
	for i, f := range some {
		f.Seq = seq + uint64(i)
		id := int64(f.Seq)
		copy(stories[4*i:], []any{id, f.Story, f.Rev, id})
		copy(revisions[9*i:], f.values(id))
		copy(sources[4*i:], []any{id, f.Hash, f.source, f.sourceSum})
	}
	began, err := rowsOf(p.begins.Exec(stories[:4*together]...))
	if err != nil {
		return false, err
	}
	if began < together {
		_, err := p.unbegin.Exec(int64(seq)) // those that were not there are recorded one by one
		return false, err
	}
	if _, err := p.revisions.Exec(revisions[:]...); err != nil {
		return false, err
	}
	_, err = p.sources.Exec(sources[:4*together]...)
	return true, err
}

// add records one revision, or gives what is recorded under its Op.
func (p *statements) add(f fresh) (journal.Revision, error) {
	r := *f.Revision
	id, err := p.move(r)
	if err != nil {
		return r, err
	}
	if id == 0 {
		return p.recorded(r)
	}
	if _, err := p.revision.Exec(f.values(id)...); err != nil {
		return r, err
	}
	if f.source != nil {
		_, err = p.source.Exec(id, f.Hash, f.source, f.sourceSum)
	}
	return r, err
}

// move makes r the newest revision of its story and gives the story's number:
// 0 if r is not the next revision of it.
func (p *statements) move(r journal.Revision) (id int64, err error) {
	if r.Rev == 1 {
		began, err := rowsOf(p.begin.Exec(int64(r.Seq), r.Story, r.Rev, int64(r.Seq)))
		if began == 0 {
			return 0, err
		}
		return int64(r.Seq), err
	}
	err = p.next.QueryRow(r.Story, r.Rev, int64(r.Seq)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// recorded gives the revision that stands where r was to stand, if it is r.
func (p *statements) recorded(r journal.Revision) (journal.Revision, error) {
	rows, err := p.find.Query(r.Story, r.Rev)
	if err != nil {
		return r, err
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		there, err := scan(rows).decode()
		if err == nil && there.Op != r.Op {
			err = journal.ErrConflict
		}
		return there, err
	}
	if err := rows.Err(); err != nil {
		return r, err
	}
	var newest int
	if err := p.known.QueryRow(r.Story).Scan(&newest); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return r, err
	}
	return r, fmt.Errorf("the newest is %d: revisions follow each other without a gap", newest)
}

// rowsOf gives how many rows a statement changed.
func rowsOf(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
