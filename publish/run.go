package publish

import (
	"context"
	"errors"
	"sync"
	"time"

	"writethru/watch"
)

// Run publishes until ctx is done: what the watcher tells of the folder, what
// other processes record in the journal, and what becomes due.
func (p *Publisher) Run(ctx context.Context, w *watch.Watcher) error {
	ctx, cancel := context.WithCancelCause(ctx)
	var running sync.WaitGroup
	defer p.Save()
	defer running.Wait()
	defer cancel(nil)

	p.Again = w.Recheck
	type handover struct {
		batch watch.Batch
		done  chan error
	}
	batches := make(chan handover)
	running.Go(func() {
		err := w.Run(ctx, func(b watch.Batch) error {
			h := handover{b, make(chan error, 1)}
			select {
			case batches <- h:
				return <-h.done
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		cancel(err)
	})
	foreign := make(chan struct{})
	running.Go(func() { p.follow(ctx, foreign) })

	due := time.NewTimer(0)
	defer due.Stop()
	rest := time.NewTimer(0) // ends when what was recorded unread may be read on
	defer rest.Stop()
	look := time.NewTicker(5 * time.Second)
	defer look.Stop()
	var status watch.Status
	for {
		var err error
		select {
		case <-ctx.Done():
			if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
				return cause
			}
			return nil
		case h := <-batches:
			err = p.Take(ctx, h.batch)
			h.done <- err
			rest.Reset(afterSave)
		case <-foreign:
			err = p.catchUp(ctx)
		case <-due.C:
		case <-rest.C:
			rest.Reset(p.rest(ctx))
			continue
		case <-look.C:
			status = p.report(status, w.Status())
			continue
		}
		if err == nil {
			err = p.Tick(ctx)
		}
		if err != nil && ctx.Err() == nil {
			p.Log.Error("publication waits: trying again", "error", err)
		}
		due.Reset(p.pause(err))
	}
}

// afterSave is how long there is no other work after a save: another one may
// follow.
const afterSave = 2 * time.Second

// rest uses the time in which there is nothing else to do, and returns how long
// to look whether there is something before the next use.
func (p *Publisher) rest(ctx context.Context) time.Duration {
	if !p.scanned.Load() {
		return time.Second
	}
	more, err := p.ReadOn(ctx)
	p.saveSometimes()
	switch {
	case err != nil && ctx.Err() == nil:
		p.Log.Error("articles are not read on: trying again", "error", err)
		return time.Minute
	case more:
		return time.Millisecond
	}
	return time.Second
}
