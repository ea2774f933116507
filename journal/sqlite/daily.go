package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/cespare/xxhash/v2"

	"writethru/internal/daily"
	"writethru/journal"
)

var _ daily.Store = (*Store)(nil)

// PutDay keeps what a process has of a day: see daily.Store.
func (s *Store) PutDay(ctx context.Context, p daily.Part) error {
	return s.change(ctx, "figures of "+p.Day, func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO days (day, name, data, sum) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET data = excluded.data, sum = excluded.sum`, p.Day, p.Name, p.Data, sumOfDay(p))
		return err
	})
}

// Days gives the parts of days: see daily.Store.
func (s *Store) Days(ctx context.Context, from string) iter.Seq2[daily.Part, error] {
	return queried(ctx, s, func(rows *sql.Rows) (p daily.Part, err error) {
		var sum int64
		if err := rows.Scan(&p.Day, &p.Name, &p.Data, &sum); err != nil {
			return p, err
		}
		if sum != sumOfDay(p) {
			return p, fmt.Errorf("figures of %s by %q: %w", p.Day, p.Name, journal.ErrDamaged)
		}
		return p, nil
	}, `SELECT day, name, data, sum FROM days WHERE day >= ? ORDER BY day, name`, from)
}

// ForgetDays removes the parts of old days: see daily.Store.
func (s *Store) ForgetDays(ctx context.Context, before string) error {
	return s.change(ctx, "forget days", func(tx *sql.Tx) error {
		_, err := tx.Exec(`DELETE FROM days WHERE day < ?`, before)
		return err
	})
}

// DayKey gives the secret of a day: see daily.Store. The one of the day before is
// written over.
func (s *Store) DayKey(ctx context.Context, day string, proposed []byte) (key []byte, err error) {
	err = s.change(ctx, "secret of the day", func(tx *sql.Tx) error {
		var of string
		err := tx.QueryRow(`SELECT day, secret FROM day_key`).Scan(&of, &key)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			key = proposed
			_, err = tx.Exec(`INSERT INTO day_key (id, day, secret) VALUES (1, ?, ?)`, day, key)
		case err == nil && of != day:
			key = proposed
			_, err = tx.Exec(`UPDATE day_key SET day = ?1, secret = ?2 WHERE day < ?1`, day, key)
		}
		return err
	})
	return key, err
}

// KeptDayKey gives the secret that is kept: see daily.Store.
func (s *Store) KeptDayKey(ctx context.Context) (day string, key []byte, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT day, secret FROM day_key`).Scan(&day, &key)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", nil, nil
	case err != nil:
		return "", nil, fmt.Errorf("journal %s: secret of the day: %w", s.path, err)
	}
	return day, key, nil
}

func sumOfDay(p daily.Part) int64 {
	return int64(xxhash.Sum64String(p.Day + "\x00" + p.Name + "\x00" + string(p.Data)))
}
