package metrics

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"writethru/internal/spread"
	"writethru/journal"
)

// A Journal is a store whose appends are counted.
type Journal struct {
	journal.Store
	now func() time.Time

	recorded, conflicts, failed atomic.Int64
	took                        spread.Spread
}

// Counted gives a store whose appends are counted.
func Counted(store journal.Store, now func() time.Time) *Journal {
	return &Journal{Store: store, now: now}
}

// Append counts: see journal.Store.
func (j *Journal) Append(ctx context.Context, revs []journal.Revision) ([]journal.Revision, error) {
	begun := j.now()
	recorded, err := j.Store.Append(ctx, revs)
	j.count(err, begun)
	return recorded, err
}

// AppendAfter counts: see journal.Store.
func (j *Journal) AppendAfter(ctx context.Context, seq uint64, revs []journal.Revision) ([]journal.Revision, error) {
	begun := j.now()
	recorded, err := j.Store.AppendAfter(ctx, seq, revs)
	j.count(err, begun)
	return recorded, err
}

func (j *Journal) count(err error, begun time.Time) {
	switch {
	case err == nil:
		j.recorded.Add(1)
		j.took.Add(j.now().Sub(begun))
	case errors.Is(err, journal.ErrConflict):
		j.conflicts.Add(1)
	default:
		j.failed.Add(1)
	}
}

// results are how appends ended.
func (j *Journal) results() map[string]int64 {
	return map[string]int64{"recorded": j.recorded.Load(), "conflict": j.conflicts.Load(), "failed": j.failed.Load()}
}
