package publish

import (
	"context"
	"errors"
	"iter"
	"runtime/debug"
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
	if p.Webhook != nil {
		running.Go(func() { p.call(ctx) })
	}

	due := time.NewTimer(0)
	defer due.Stop()
	rest := time.NewTimer(0) // ends when what was recorded unread may be read on
	defer rest.Stop()
	look := time.NewTicker(5 * time.Second)
	defer look.Stop()
	work := steps{p: p, timer: time.NewTimer(0)} // goes off at once, which does no harm
	defer work.stop()
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
			if work.begin(ctx, h.batch) {
				h.done <- nil // what is not taken yet is never given up
				continue
			}
			first := !p.scanned.Load()
			if err = p.Take(ctx, h.batch); err == nil {
				p.took(h.batch, first)
			}
			h.done <- err
			rest.Reset(afterSave)
		case <-work.timer.C:
			if work.step() {
				continue
			}
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
		if ctx.Err() == nil {
			p.went(err)
		}
		due.Reset(p.pause(err))
	}
}

// steps take a large batch when there is nothing else to do, so that what
// changes meanwhile is published meanwhile.
type steps struct {
	p     *Publisher
	timer *time.Timer // goes off when the next step is to be done
	next  func() (error, bool)
	end   func()
}

// begin takes over a batch, if it is a large one and no other is at work, and does
// the first step: of a folder that is seen for the first time there are feeds then.
func (s *steps) begin(ctx context.Context, b watch.Batch) bool {
	if s.next != nil || len(b.Changed) <= atOnce {
		return false
	}
	s.next, s.end = iter.Pull(s.p.taking(ctx, b))
	if !s.step() {
		s.timer.Reset(0) // what it published is to be ticked
	}
	return true
}

// step does a step, and reports whether there are more. What failed is tried
// again in a while.
func (s *steps) step() (more bool) {
	if s.next == nil {
		return false
	}
	err, more := s.next()
	switch {
	case !more:
		s.stop()
	case err != nil:
		s.p.went(err)
		s.timer.Reset(time.Second)
	default:
		s.timer.Reset(0)
	}
	return more
}

// stop gives up what is left.
func (s *steps) stop() {
	if s.next != nil {
		s.end()
		s.next = nil
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
		p.Log.Error("articles are not read on: trying again", "error", err, "advice", "see the error; what they promise is not known until then, and all else goes on")
		return time.Minute
	case more:
		return time.Millisecond
	case err == nil && !p.rested:
		// What only the start needed is garbage, which stays as long as nothing
		// happens: the runtime collects when there is more of it.
		p.rested = true
		go debug.FreeOSMemory() // a save does not wait for it
	}
	return time.Second
}
