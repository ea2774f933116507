package journal

import (
	"context"
	"errors"
	"fmt"
)

// Together, these bound what a copy holds in memory.
const (
	copiedTogether = 256
	copiedBytes    = 4 << 20 // of sources
)

// ErrNotEmpty says that a journal that was to be filled holds something.
var ErrNotEmpty = errors.New("the journal is not empty")

// Copy fills an empty journal with all that another one holds, under the same
// seqs. The other one may be in use: what is recorded meanwhile is copied too,
// up to a moment as of which the copy is whole. Subscribers, what was asked for in
// their name and figures by day are those of a moment after it. Progress, if it is not nil, is told
// how many revisions of how many are copied.
func Copy(ctx context.Context, from, to Store, progress func(done, total int)) error {
	there, err := to.Stats(ctx)
	if err != nil {
		return err
	}
	if there.Revisions > 0 || there.Topics > 0 {
		return ErrNotEmpty
	}
	c := copier{from: from, to: to, progress: progress}
	for begun := false; !begun || c.behind; begun = true {
		if err := c.round(ctx); err != nil {
			return err
		}
	}
	return copyRest(ctx, from, to, func(error) bool { return false })
}

// A copier copies revisions and their sources.
type copier struct {
	from, to Store
	progress func(done, total int)

	seq     uint64            // up to here all is copied
	newest  map[string]uint64 // seq of each story's newest revision, as of the round
	behind  bool              // a source was replaced meanwhile: its revision comes in another round
	pending []Revision
	bytes   int
}

// round copies what is recorded now.
func (c *copier) round(ctx context.Context) error {
	c.behind, c.newest = false, map[string]uint64{}
	var last uint64
	for r, err := range c.from.Heads(ctx) {
		if err != nil {
			return err
		}
		c.newest[r.Story] = r.Seq
		last = max(last, r.Seq)
	}
	for r, err := range c.from.Since(ctx, c.seq) {
		if err != nil {
			return err
		}
		if r.Seq > last {
			break
		}
		if err := c.take(ctx, r, int(last)); err != nil {
			return err
		}
	}
	return c.flush(ctx, int(last))
}

// take copies a revision, with its source if it is its story's newest.
func (c *copier) take(ctx context.Context, r Revision, total int) error {
	if r.Hash != "" && c.newest[r.Story] == r.Seq {
		source, err := c.from.Source(ctx, r.Story, r.Hash)
		switch {
		case errors.Is(err, ErrNotFound):
			c.behind = true
		case err != nil:
			return err
		}
		r.Source = source
		c.bytes += len(source)
	}
	c.pending = append(c.pending, r)
	if len(c.pending) == copiedTogether || c.bytes > copiedBytes {
		return c.flush(ctx, total)
	}
	return nil
}

func (c *copier) flush(ctx context.Context, total int) error {
	if len(c.pending) == 0 {
		return nil
	}
	done, err := c.to.Append(ctx, c.pending)
	if err != nil {
		return err
	}
	for i, r := range done {
		if r.Seq != c.pending[i].Seq {
			return fmt.Errorf("%s revision %d is record %d, and was %d: %w", r.Story, r.Rev, r.Seq, c.pending[i].Seq, ErrConflict)
		}
	}
	c.seq = c.pending[len(c.pending)-1].Seq
	c.pending, c.bytes = c.pending[:0], 0
	if c.progress != nil {
		c.progress(int(c.seq), total)
	}
	return nil
}
