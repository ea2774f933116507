package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"writethru/internal/owed"
	"writethru/journal"
)

// What Claim looks for. Whose bytes are not the topic's stand on both sides of it
// in the index.
const (
	toldLess  = subscriber + ` WHERE s.topic = ? AND s.retry IS NULL AND s.told < t.hash AND s.ends > ? LIMIT ?`
	toldMore  = subscriber + ` WHERE s.topic = ? AND s.retry IS NULL AND s.told > t.hash AND s.ends > ? LIMIT ?`
	toRetry   = subscriber + ` WHERE s.retry <= ? AND s.ends > ? ORDER BY s.retry LIMIT ?`
	nextRetry = `SELECT min(retry) FROM subscribers WHERE retry > ?`
)

// readOwing finds the topics with subscribers that are owed news.
func (s *Store) readOwing(ctx context.Context) error {
	s.owing.topics, s.owing.taken, s.owing.byName = map[int64]bool{}, map[int64]claim{}, map[string]int64{}
	scan := func(rows *sql.Rows) (id int64, err error) {
		err = rows.Scan(&id)
		return id, err
	}
	for id, err := range queried(ctx, s, scan, `SELECT id FROM topics t
		WHERE EXISTS (SELECT 1 FROM subscribers s WHERE s.topic = t.id AND s.retry IS NULL AND s.told < t.hash)
		OR EXISTS (SELECT 1 FROM subscribers s WHERE s.topic = t.id AND s.retry IS NULL AND s.told > t.hash)`) {
		if err != nil {
			return err
		}
		s.owing.topics[id] = true
	}
	return nil
}

// Claim gives deliveries to one worker: see owed.Store.
func (s *Store) Claim(ctx context.Context, w owed.Want) ([]owed.Delivery, time.Time, error) {
	if s.lock == nil {
		return nil, time.Time{}, fmt.Errorf("journal %s: claim: %w", s.path, errReadOnly)
	}
	s.owing.mu.Lock()
	defer s.owing.mu.Unlock()
	s.owing.expire(w.Now)
	out, err := s.claimNew(ctx, w)
	if err != nil {
		return out, time.Time{}, err
	}
	again, next, err := s.claimAgain(ctx, w)
	return append(out, again...), next, err
}

// claimNew takes a share of each topic, so that one with many subscribers does
// not keep the others waiting, and then what there is.
func (s *Store) claimNew(ctx context.Context, w owed.Want) (out []owed.Delivery, err error) {
	for share := w.New/max(1, len(s.owing.topics)) + 1; len(out) < w.New; share = w.New {
		before := len(out)
		for topic := range s.owing.topics {
			got, rest, err := s.claimTopic(ctx, w, topic, min(share, w.New-len(out)))
			out = append(out, got...)
			if err != nil {
				return out, err
			}
			if !rest {
				delete(s.owing.topics, topic)
			}
			if len(out) == w.New {
				break
			}
		}
		if len(out) == before {
			break
		}
	}
	return out, nil
}

// claimTopic takes up to n of a topic's subscribers that are owed news, and
// tells whether there are any left, claimed or not.
func (s *Store) claimTopic(ctx context.Context, w owed.Want, topic int64, n int) (out []owed.Delivery, rest bool, err error) {
	for _, query := range []string{toldLess, toldMore} {
		n := n - len(out)
		got, found, err := s.take(ctx, w, n, query, topic, w.Now.UnixMilli(), n+len(s.owing.taken))
		out, rest = append(out, got...), rest || found
		if err != nil {
			return out, true, err
		}
	}
	return out, rest, nil
}

// claimAgain takes those that failed and may be tried again.
func (s *Store) claimAgain(ctx context.Context, w owed.Want) ([]owed.Delivery, time.Time, error) {
	now := w.Now.UnixMilli()
	out, _, err := s.take(ctx, w, w.Again, toRetry, now, now, w.Again+len(s.owing.taken))
	if err != nil {
		return out, time.Time{}, err
	}
	var next sql.NullInt64
	err = s.read.QueryRowContext(ctx, nextRetry, now).Scan(&next)
	if err != nil || !next.Valid {
		return out, time.Time{}, err
	}
	return out, time.UnixMilli(next.Int64).UTC(), nil
}

// take claims up to n of the subscribers that a query finds, and tells whether
// it found any, claimed or not. One whose record is damaged is left alone.
func (s *Store) take(ctx context.Context, w owed.Want, n int, query string, args ...any) (out []owed.Delivery, found bool, err error) {
	if n == 0 {
		return nil, true, nil
	}
	for r, err := range queried(ctx, s, scanSubscriber, query, args...) {
		if errors.Is(err, journal.ErrDamaged) {
			continue
		}
		if err != nil {
			return out, true, err
		}
		found = true
		if _, taken := s.owing.taken[r.id]; taken {
			continue
		}
		out = append(out, owed.Delivery{Subscriber: r.Subscriber, Owed: r.hash, Claim: s.owing.take(r.id, w.Now.Add(w.Lease))})
		if len(out) == n {
			break
		}
	}
	return out, found, nil
}
