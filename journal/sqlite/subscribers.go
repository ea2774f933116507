package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/cespare/xxhash/v2"

	"writethru/internal/owed"
	"writethru/journal"
)

// PutSubscriber adds or renews a subscriber: see owed.Store.
func (s *Store) PutSubscriber(ctx context.Context, sub owed.Subscriber) error {
	var topic int64
	err := s.change(ctx, "put subscriber", func(tx *sql.Tx) error {
		if _, err := tx.Stmt(s.tell.begin).Exec(sub.Topic, sub.Told); err != nil {
			return err
		}
		var hash string
		if err := tx.Stmt(s.tell.find).QueryRow(sub.Topic).Scan(&topic, &hash); err != nil {
			return err
		}
		_, err := tx.Stmt(s.tell.put).Exec(topic, sub.Hub, sub.Callback, sub.Secret, end(sub), sumOf(sub), sub.Told)
		return err
	})
	if err == nil {
		s.owing.add(topic)
	}
	return err
}

// RemoveSubscriber removes a subscriber: see owed.Store.
func (s *Store) RemoveSubscriber(ctx context.Context, sub owed.Subscriber) error {
	return s.change(ctx, "remove subscriber", func(tx *sql.Tx) error {
		var topic int64
		var hash string
		if err := tx.Stmt(s.tell.find).QueryRow(sub.Topic).Scan(&topic, &hash); errors.Is(err, sql.ErrNoRows) {
			return nil
		} else if err != nil {
			return err
		}
		if _, err := tx.Stmt(s.tell.remove).Exec(topic, sub.Hub, sub.Callback); err != nil {
			return err
		}
		_, err := tx.Stmt(s.tell.end).Exec(topic)
		return err
	})
}

// Expire removes those whose lease has ended: see owed.Store.
func (s *Store) Expire(ctx context.Context, now time.Time) (n int, err error) {
	err = s.change(ctx, "expire", func(tx *sql.Tx) error {
		rows, err := tx.Stmt(s.tell.expire).Query(now.UnixMilli())
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		topics := map[int64]bool{}
		for n = 0; rows.Next(); n++ {
			var topic int64
			if err := rows.Scan(&topic); err != nil {
				return err
			}
			topics[topic] = true
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return s.endTopics(tx, topics)
	})
	return n, err
}

// endTopics removes those topics that have no subscriber.
func (s *Store) endTopics(tx *sql.Tx, topics map[int64]bool) error {
	stmt := tx.Stmt(s.tell.end)
	for topic := range topics {
		if _, err := stmt.Exec(topic); err != nil {
			return err
		}
	}
	return nil
}

// subscriber is what scanSubscriber reads.
const subscriber = `SELECT s.id, t.name, s.hub, s.callback, s.secret, s.ends, s.sum, s.told, s.at, s.status, s.attempt, s.retry, t.hash
	FROM subscribers s JOIN topics t ON t.id = s.topic`

// Subscriber gives one subscriber: see owed.Store.
func (s *Store) Subscriber(ctx context.Context, like owed.Subscriber) (owed.Subscriber, bool, error) {
	for r, err := range queried(ctx, s, scanSubscriber, subscriber+` WHERE t.name = ? AND s.hub = ? AND s.callback = ?`, like.Topic, like.Hub, like.Callback) {
		return r.Subscriber, err == nil, err
	}
	return owed.Subscriber{}, false, nil
}

// Subscribers gives those of a topic: see owed.Store.
func (s *Store) Subscribers(ctx context.Context, topic string) iter.Seq2[owed.Subscriber, error] {
	return func(yield func(owed.Subscriber, error) bool) {
		for r, err := range queried(ctx, s, scanSubscriber, ofTopic, topic) {
			if !yield(r.Subscriber, err) {
				return
			}
		}
	}
}

// CountSubscribers counts all: see owed.Store.
func (s *Store) CountSubscribers(ctx context.Context) (n int, err error) {
	if err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM subscribers`).Scan(&n); err != nil {
		return 0, fmt.Errorf("journal %s: %w", s.path, err)
	}
	return n, nil
}

// tally counts those of each topic that wait on both sides of its hash: see Claim.
const tally = `SELECT count(*), (SELECT count(*) FROM subscribers), (SELECT count(*) FROM subscribers WHERE retry IS NOT NULL),
	coalesce(sum(n), 0), coalesce(min(CASE WHEN n > 0 THEN since END), 0)
	FROM (SELECT since, (SELECT count(*) FROM subscribers s WHERE s.topic = t.id AND s.retry IS NULL AND s.told < t.hash)
		+ (SELECT count(*) FROM subscribers s WHERE s.topic = t.id AND s.retry IS NULL AND s.told > t.hash) AS n FROM topics t)`

// Tally counts what is kept: see owed.Store.
func (s *Store) Tally(ctx context.Context) (t owed.Tally, err error) {
	var since int64
	err = s.read.QueryRowContext(ctx, tally).Scan(&t.Topics, &t.Subscribers, &t.Failing, &t.Waiting, &since)
	if err != nil {
		return t, fmt.Errorf("journal %s: tally: %w", s.path, err)
	}
	t.Since = moment(since)
	return t, nil
}

const ofTopic = subscriber + ` WHERE t.name = ? ORDER BY s.hub DESC, s.callback DESC`

// A subscription is a subscriber as it is kept.
type subscription struct {
	owed.Subscriber
	id   int64
	hash string // of its topic
}

// scanSubscriber reads the row that rows stand at, and verifies it.
func scanSubscriber(rows *sql.Rows) (subscription, error) {
	var (
		r             subscription
		ends, sum, at int64
		retry         sql.NullInt64
	)
	err := rows.Scan(&r.id, &r.Topic, &r.Hub, &r.Callback, &r.Secret, &ends, &sum, &r.Told, &at, &r.Status, &r.Attempt, &retry, &r.hash)
	if ends != math.MaxInt64 {
		r.Ends = time.UnixMilli(ends).UTC()
	}
	r.At = moment(at)
	if retry.Valid {
		r.Retry = time.UnixMilli(retry.Int64).UTC()
	}
	if err == nil && sumOf(r.Subscriber) != sum {
		err = fmt.Errorf("subscriber %d, %s of %s: %w", r.id, r.Callback, r.Topic, journal.ErrDamaged)
	}
	return r, err
}

func end(s owed.Subscriber) int64 {
	if s.Ends.IsZero() {
		return math.MaxInt64
	}
	return s.Ends.UnixMilli()
}

// sumOf is over what a subscription is, each part after its length.
func sumOf(s owed.Subscriber) int64 {
	var b []byte
	for _, part := range []string{s.Topic, s.Callback, s.Secret} {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	b = binary.AppendVarint(b, end(s))
	if s.Hub {
		b = append(b, 1)
	}
	return int64(xxhash.Sum64(b))
}
