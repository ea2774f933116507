package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/cespare/xxhash/v2"

	"writethru/internal/owed"
	"writethru/journal"
)

// PutRequest keeps a request: see owed.Requests.
func (s *Store) PutRequest(ctx context.Context, r owed.Request, until time.Time) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return s.change(ctx, "put request", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO requests (topic, callback, id, until, data, sum) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET id = excluded.id, until = excluded.until, data = excluded.data, sum = excluded.sum`,
			r.Topic, r.Callback, r.ID, until.UnixMilli(), data, int64(xxhash.Sum64(data)))
		return err
	})
}

// HasRequest reports whether a request is there: see owed.Requests.
func (s *Store) HasRequest(ctx context.Context, r owed.Request) (there bool, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM requests WHERE topic = ? AND callback = ? AND id = ?)`, r.Topic, r.Callback, r.ID).Scan(&there)
	if err != nil {
		err = fmt.Errorf("journal %s: request: %w", s.path, err)
	}
	return there, err
}

// RemoveRequest removes a request: see owed.Requests.
func (s *Store) RemoveRequest(ctx context.Context, r owed.Request) error {
	return s.change(ctx, "remove request", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM requests WHERE topic = ? AND callback = ? AND id = ?`, r.Topic, r.Callback, r.ID)
		return err
	})
}

// AllRequests gives all requests: see owed.Requests.
func (s *Store) AllRequests(ctx context.Context) iter.Seq2[owed.Request, error] {
	return queried(ctx, s, scanRequest, `SELECT data, sum FROM requests ORDER BY rowid`)
}

// ClaimRequests gives those that nobody has claimed: see owed.Requests. One whose
// record is damaged is passed over: who asked asks again.
func (s *Store) ClaimRequests(ctx context.Context, w owed.Want) (out []owed.Request, err error) {
	var some bool
	err = s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM requests WHERE until <= ?)`, w.Now.UnixMilli()).Scan(&some)
	if err != nil {
		return nil, fmt.Errorf("journal %s: claim requests: %w", s.path, err)
	}
	if !some {
		return nil, nil // most times
	}
	err = s.change(ctx, "claim requests", func(tx *sql.Tx) error {
		out = nil
		rows, err := tx.QueryContext(ctx, `UPDATE requests SET until = ? WHERE rowid IN
			(SELECT rowid FROM requests WHERE until <= ? ORDER BY rowid LIMIT ?) RETURNING data, sum`,
			w.Now.Add(w.Lease).UnixMilli(), w.Now.UnixMilli(), w.New)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			r, err := scanRequest(rows)
			switch {
			case errors.Is(err, journal.ErrDamaged):
			case err != nil:
				return err
			default:
				out = append(out, r)
			}
		}
		return rows.Err()
	})
	return out, err
}

func scanRequest(rows *sql.Rows) (r owed.Request, err error) {
	var data []byte
	var sum int64
	if err := rows.Scan(&data, &sum); err != nil {
		return r, err
	}
	if int64(xxhash.Sum64(data)) != sum {
		return r, journal.ErrDamaged
	}
	return r, json.Unmarshal(data, &r)
}

// freeRequests ends the claims of the process that had the journal before.
func (s *Store) freeRequests(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, `UPDATE requests SET until = 0 WHERE until > 0`)
	return err
}
