package publish

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime/debug"
	"slices"
	"time"

	"writethru/journal"
	"writethru/watch"
)

// A taking is a batch of changed files on its way into the journal.
type taking struct {
	p        *Publisher
	batch    watch.Batch
	changed  []string // articles
	gone     []string
	absent   []string // articles that went after the batch was made
	vanished *vanished
	seq      uint64 // as of which vanished is
	founding bool   // the folder is seen for the first time
}

// Take reads the articles that a batch names, records what happened to their
// stories, and publishes it. Articles with faults stay as they were.
func (p *Publisher) Take(ctx context.Context, b watch.Batch) error {
	for err := range p.taking(ctx, b) {
		if err != nil {
			return err
		}
	}
	return nil
}

// taking is Take in steps, between which other batches can be taken: a save does
// not wait until a large folder is read. Who goes on after an error has the step
// tried again.
func (p *Publisher) taking(ctx context.Context, b watch.Batch) iter.Seq[error] {
	return func(yield func(error) bool) {
		t := &taking{p: p, batch: b, founding: b.Scanned && (p.founding || len(p.index.stories) == 0)}
		t.changed, t.gone = p.articles(b)
		t.lookForVanished()
		if p.large == nil && len(t.changed) > atOnce {
			p.large = t
			defer func() { p.large = nil }()
			if p.room == nil { // a build has made room, and goes on to need it
				p.room = makeRoom(len(p.index.stories)+len(t.changed), roomAtLeast)
				defer func() {
					p.room.close()
					p.room = nil
					debug.FreeOSMemory()
				}()
			}
		}
		if t.founding && len(t.changed) > atOnce && !p.outlines {
			p.newestFirst(t.changed, b.Changed)
		}
		taken := 0
		for read, err := range p.readAll(ctx, t.changed, t.prepare(p.large)) {
			if err == nil {
				err = t.take(ctx, read)
			}
			for err != nil {
				if !yield(err) {
					return
				}
				if err = p.readAgain(ctx, read); err == nil {
					err = t.take(ctx, read)
				}
			}
			if taken += len(read); len(t.changed) > atOnce {
				p.progress("reading articles", taken, len(t.changed))
			}
			p.room.fit()
			if !yield(nil) {
				return
			}
		}
		for err := t.finish(ctx); err != nil; err = t.finish(ctx) {
			if !yield(err) {
				return
			}
		}
	}
}

// prepare says of articles what their files do not say: of those that were there
// when the folder was seen for the first time, that they are as old as their
// files.
func (t *taking) prepare(large *taking) func(int, *article) {
	first := t
	if large != nil && large.founding {
		first = large // what is saved while it goes on may be part of it
	}
	return func(i int, a *article) {
		a.seen, a.undated = t.batch.Changed[a.name], t.p.now()
		if s, ok := first.batch.Changed[a.name]; ok && first.founding {
			a.imported, a.undated = true, time.Unix(0, s.Mtime)
		}
		if t.founding && t.p.remembered == nil {
			a.outline = i >= readAtFounding || t.p.outlines && len(t.changed) > readAtFounding
		}
	}
}

// take records what some articles lead to.
func (t *taking) take(ctx context.Context, read []article) error {
	p := t.p
	if p.outdated(read) {
		if err := p.readAgain(ctx, read); err != nil {
			return err
		}
	}
	err := anew(func() error {
		if t.seq != p.seq.Load() {
			t.lookForVanished()
		}
		in, absent := p.decideAll(ctx, t.batch, read, t.vanished)
		err := p.record(ctx, in)
		switch {
		case errors.Is(err, errOvertaken):
			if readErr := p.readAgain(ctx, read); readErr != nil {
				return readErr
			}
		case err == nil:
			// They may have another name, or their volume may be unmounted. If
			// they are gone, the watcher says so when it is sure.
			t.absent = append(t.absent, absent...)
			p.again(absent...)
			t.seq = p.seq.Load()
		}
		return err
	})
	if err == nil && t.founding && len(p.entries) == 0 {
		err = p.refresh(ctx)
	}
	return err
}

// outdated reports whether a story was recorded after its article was read.
func (p *Publisher) outdated(read []article) bool {
	for i := range read {
		rev := 0
		if s := p.named(read[i].name); s != nil {
			rev = s.rev
		}
		if rev != read[i].rev {
			return true
		}
	}
	return false
}

// lookForVanished collects the stories whose files are gone, as of now.
func (t *taking) lookForVanished() {
	t.seq = t.p.seq.Load()
	t.vanished = t.p.vanished(slices.Concat(t.batch.Missing, t.gone, t.absent))
}

// finish withdraws what is gone and publishes all.
func (t *taking) finish(ctx context.Context) error {
	p := t.p
	if err := anew(func() error { return p.withdraw(ctx, t.gone) }); err != nil {
		return err
	}
	if err := p.refresh(ctx); err != nil {
		return err
	}
	if !t.batch.Scanned || p.large != nil && p.large != t {
		return nil
	}
	p.scanned.Store(true) // what the folder holds can be fetched
	return anew(func() error { return p.endFounding(ctx) })
}

// endFounding records that all of the folder was seen: what comes from now on is
// new. Until then a start goes on with what an earlier one began.
func (p *Publisher) endFounding(ctx context.Context) error {
	if !p.founding || p.isHeld(ownStory) {
		return nil
	}
	own, err := p.Store.Head(ctx, ownStory)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if p.founding = own.Head.Unread; !p.founding {
		return nil // another process was first
	}
	head := own.Head
	head.Unread = false
	return p.append(ctx, []journal.Revision{next(own, head, p.now(), journal.Read)}, p.Store.Append)
}
