package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"writethru/internal/owed"
	"writethru/journal"
)

// telling are the statements that change topics and subscribers, prepared on
// the one connection that writes.
type telling struct {
	announce, begin, end, find *sql.Stmt
	put, remove, expire        *sql.Stmt
	told, failed, ended        *sql.Stmt
}

func (p *telling) prepare(ctx context.Context, db *sql.DB) error {
	for _, q := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&p.announce, `UPDATE topics SET hash = ?2, seq = ?3, since = CASE
			WHEN EXISTS (SELECT 1 FROM subscribers s WHERE s.topic = topics.id AND s.retry IS NULL AND s.told < topics.hash)
			OR EXISTS (SELECT 1 FROM subscribers s WHERE s.topic = topics.id AND s.retry IS NULL AND s.told > topics.hash) THEN since ELSE ?4 END
			WHERE name = ?1 AND hash <> ?2 AND seq <= ?3 RETURNING id`},
		{&p.begin, `INSERT INTO topics (name, hash, seq) VALUES (?, ?, 0) ON CONFLICT DO NOTHING`},
		{&p.end, `DELETE FROM topics WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM subscribers WHERE topic = ?1)`},
		{&p.find, `SELECT id, hash FROM topics WHERE name = ?`},
		{&p.put, `INSERT INTO subscribers (topic, hub, callback, secret, ends, sum, told, at, status, attempt, retry)
			VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', 0, NULL)
			ON CONFLICT DO UPDATE SET secret = excluded.secret, ends = excluded.ends, sum = excluded.sum, attempt = 0, retry = NULL`},
		{&p.remove, `DELETE FROM subscribers WHERE topic = ? AND hub = ? AND callback = ?`},
		{&p.expire, `DELETE FROM subscribers WHERE ends <= ? RETURNING topic`},
		{&p.told, `UPDATE subscribers SET at = ?2, status = ?3, told = ?4, attempt = 0, retry = NULL WHERE id = ?1`},
		{&p.failed, `UPDATE subscribers SET at = ?2, status = ?3, attempt = ?4, retry = ?5 WHERE id = ?1`},
		{&p.ended, `DELETE FROM subscribers WHERE id = ?`},
	} {
		var err error
		if *q.stmt, err = db.PrepareContext(ctx, q.text); err != nil {
			return err
		}
	}
	return nil
}

// in gives the statements that Finish executes as part of a transaction.
func (p *telling) in(tx *sql.Tx) telling {
	return telling{find: tx.Stmt(p.find), told: tx.Stmt(p.told), failed: tx.Stmt(p.failed), ended: tx.Stmt(p.ended)}
}

// change runs what changes topics and subscribers in one transaction. Only the
// process that publishes may: it has in memory who is owed what.
func (s *Store) change(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	err := errReadOnly
	if s.lock != nil {
		err = s.unbroken()
	}
	if err == nil {
		err = s.transact(ctx, do)
	}
	if err != nil {
		return s.failed(doing, err)
	}
	return nil
}

func (s *Store) transact(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Announce says which bytes subscribers are to have: see owed.Store.
func (s *Store) Announce(ctx context.Context, topics ...owed.Topic) error {
	var moved []int64
	err := s.change(ctx, "announce", func(tx *sql.Tx) error {
		announce := tx.Stmt(s.tell.announce)
		for _, t := range topics {
			var id int64
			err := announce.QueryRow(t.Name, t.Hash, int64(t.Seq), millis(t.Since)).Scan(&id)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			if err == nil {
				moved = append(moved, id)
			}
		}
		return nil
	})
	if err == nil {
		s.owing.add(moved...)
	}
	return err
}

// Topic gives one topic: see owed.Store.
func (s *Store) Topic(ctx context.Context, name string) (owed.Topic, bool, error) {
	t := owed.Topic{Name: name}
	var since int64
	err := s.read.QueryRowContext(ctx, `SELECT hash, seq, since FROM topics WHERE name = ?`, name).Scan(&t.Hash, &t.Seq, &since)
	if errors.Is(err, sql.ErrNoRows) {
		return owed.Topic{}, false, nil
	}
	if err != nil {
		return t, false, s.failed("topic "+name, err)
	}
	t.Since = moment(since)
	return t, true, nil
}

// Topics gives all topics: see owed.Store.
func (s *Store) Topics(ctx context.Context) iter.Seq2[owed.Topic, error] {
	return queried(ctx, s, func(rows *sql.Rows) (t owed.Topic, err error) {
		var since int64
		err = rows.Scan(&t.Name, &t.Hash, &t.Seq, &since)
		t.Since = moment(since)
		return t, err
	}, `SELECT name, hash, seq, since FROM topics`)
}

// queried gives what scan makes of the rows that a query finds. A row that is
// damaged does not end the loop.
func queried[T any](ctx context.Context, s *Store, scan func(*sql.Rows) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		rows, err := s.loops.QueryContext(ctx, query, args...)
		if err != nil {
			yield(zero, s.failed("", err))
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			got, err := scan(rows)
			if err != nil {
				err = s.failed("", err)
			}
			if !yield(got, err) || err != nil && !errors.Is(err, journal.ErrDamaged) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, s.failed("", err))
		}
	}
}

// millis is a time as it is kept, and moment what that was: 0 is no time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
