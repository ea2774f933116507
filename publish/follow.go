package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"writethru/journal"
)

// errOvertaken says that another process recorded something first. It is applied
// by now, and what was to be recorded is to be decided anew.
var errOvertaken = errors.New("another process was first")

// follow tells of revisions that other processes appended, one at a time.
func (p *Publisher) follow(ctx context.Context, foreign chan<- struct{}) {
	for ctx.Err() == nil {
		seen := p.seq.Load()
		if err := p.Store.Wait(ctx, seen); err != nil {
			if ctx.Err() == nil {
				p.Log.Error("journal can't be followed: trying again", "error", err, "advice", "see whether the journal's disk or servers answer")
			}
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
			continue
		}
		if p.seq.Load() > seen {
			continue // it was our own
		}
		p.figures.behind.CompareAndSwap(0, p.now().UnixMilli())
		select {
		case foreign <- struct{}{}:
		case <-ctx.Done():
		}
	}
}

// catchUp publishes what other processes recorded.
func (p *Publisher) catchUp(ctx context.Context) error {
	if err := p.learn(ctx); err != nil {
		return err
	}
	if err := p.refresh(ctx); err != nil {
		return err
	}
	p.figures.behind.Store(0)
	return nil
}

// learn applies what was recorded since the newest revision that is applied.
func (p *Publisher) learn(ctx context.Context) error {
	var news []journal.Revision
	for r, err := range p.Store.Since(ctx, p.seq.Load()) {
		if errors.Is(err, journal.ErrDamaged) {
			p.figures.damaged.Add(1)
			p.Log.Error("revision not published: its record is damaged", "error", err, "advice", "run writethru journal verify, and restore a backup or save the article once more")
			p.seq.Store(max(p.seq.Load(), r.Seq))
			continue
		}
		if err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		news = append(news, r)
	}
	p.apply(news)
	return nil
}

// record appends revisions that rest on all that is applied, and makes them the
// state of the publication: what is given a place, a slug or a second of its own
// is given it by one process at a time. They are durable when it returns; readers
// see them after the next refresh.
func (p *Publisher) record(ctx context.Context, in intake) error {
	for revisions := range slices.Chunk(in.revisions, journal.MostAtOnce) {
		if err := p.append(ctx, revisions, func(ctx context.Context, revs []journal.Revision) ([]journal.Revision, error) {
			return p.Store.AppendAfter(ctx, p.seq.Load(), revs)
		}); err != nil {
			return err
		}
	}
	for name, st := range in.stamps {
		p.index.learn(name, st)
		p.unsaved++
	}
	return nil
}

// append appends revisions and applies them, with those that other processes
// recorded before them.
func (p *Publisher) append(ctx context.Context, revisions []journal.Revision, how func(context.Context, []journal.Revision) ([]journal.Revision, error)) error {
	for i := range revisions {
		revisions[i].Op = op(revisions[i])
	}
	seq := p.seq.Load()
	recorded, err := how(ctx, revisions)
	switch {
	case errors.Is(err, journal.ErrConflict):
		if err := p.catchUp(ctx); err != nil {
			return err
		}
		if p.seq.Load() > seq {
			return errOvertaken
		}
		return fmt.Errorf("journal: %w", err)
	case err != nil:
		return fmt.Errorf("journal: %w", err)
	}
	for i, r := range recorded {
		if r.Seq != seq+1+uint64(i) {
			return p.learn(ctx) // there are others between them, or before
		}
	}
	p.apply(recorded)
	return nil
}

// anew does something until no other process is first.
func anew(do func() error) error {
	for {
		if err := do(); !errors.Is(err, errOvertaken) {
			return err
		}
	}
}
