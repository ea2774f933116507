// Package daily says how figures of a publication are kept by day, beside its
// journal. They are not the truth of anything: a publication without them is
// whole.
package daily

import (
	"context"
	"iter"
)

// A Part is what one process has of a day. What it means is known to who put it.
type Part struct {
	Day  string // in UTC, like 2026-11-21
	Name string // of the process; of a day there is one part of a name
	Data []byte
}

// A Store keeps parts of days. All methods may be called at the same time, and
// what a method changed is durable when it returns.
type Store interface {
	// PutDay keeps a part, in place of the one of that day and name.
	PutDay(ctx context.Context, p Part) error
	// Days gives the parts of a day and of all days after it, in the order of days
	// and names. One that is damaged is an error, after which a loop may go on.
	Days(ctx context.Context, from string) iter.Seq2[Part, error]
	// ForgetDays removes the parts of all days before one.
	ForgetDays(ctx context.Context, before string) error
	// DayKey gives the secret of a day: what the first who asked proposed. It takes
	// the place of the secret of the day before, which is gone then. Who asks for a
	// day that is over is given what they propose.
	DayKey(ctx context.Context, day string, proposed []byte) ([]byte, error)
	// KeptDayKey gives the secret that is kept and its day; no day: there is none.
	KeptDayKey(ctx context.Context) (day string, key []byte, err error)
}

// Copy puts all that a store keeps into another one. The secret of the day is
// among it: whoever was counted before the copy is not counted again after it.
// Pass says of a part that can't be read whether it is left out.
func Copy(ctx context.Context, from, to Store, pass func(error) bool) error {
	for p, err := range from.Days(ctx, "") {
		switch {
		case err != nil && pass(err):
			continue
		case err != nil:
			return err
		}
		if err := to.PutDay(ctx, p); err != nil {
			return err
		}
	}
	day, key, err := from.KeptDayKey(ctx)
	if err != nil || day == "" {
		return err
	}
	_, err = to.DayKey(ctx, day, key)
	return err
}
