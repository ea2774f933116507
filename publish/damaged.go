package publish

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"writethru/journal"
	"writethru/posts"
)

// damaged are the stories whose newest record can't be read. What readers got of
// such a story stays, as far as the records before it and its files tell, and
// nothing is decided about it: what the lost record decided would be decided, and
// said, once more.
type damaged struct {
	mu   sync.Mutex
	good map[string]*journal.Revision // the newest good revision of each; nil: there is none
}

// errHeld is why an article is not read, and advice what helps.
var errHeld = errors.New("its record in the journal is damaged")

const advice = "a journal that is good: writethru journal verify, writethru journal rebuild"

// hold notes that a story is damaged, and returns its newest good revision, or
// nil. why says so, and is told once.
func (p *Publisher) hold(ctx context.Context, story string, why error) *journal.Revision {
	p.damaged.mu.Lock()
	defer p.damaged.mu.Unlock()
	if r, ok := p.damaged.good[story]; ok {
		return r
	}
	var good *journal.Revision
	for r, err := range p.Store.Since(ctx, 0) {
		if err == nil && r.Story == story {
			good = &r
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	if p.damaged.good == nil {
		p.damaged.good = map[string]*journal.Revision{}
	}
	p.damaged.good[story] = good
	p.figures.damaged.Add(1)
	p.Log.Error("story held: its record is damaged", "story", story, "error", why,
		"advice", "what is published of it stays, and nothing new of it goes out: run writethru journal rebuild with the feeds that were published last")
	return good
}

// isHeld reports whether a story is damaged.
func (p *Publisher) isHeld(story string) bool {
	p.damaged.mu.Lock()
	defer p.damaged.mu.Unlock()
	_, ok := p.damaged.good[story]
	return ok
}

// newestGood returns the revision of a story that readers are shown: its newest one,
// or the newest that is good.
func (p *Publisher) newestGood(ctx context.Context, story string) (journal.Revision, error) {
	r, err := p.Store.Head(ctx, story)
	if !errors.Is(err, journal.ErrDamaged) {
		return r, err
	}
	if good := p.hold(ctx, story, err); good != nil {
		return *good, nil
	}
	return r, err
}

// begun is when the journal began, where the record that says so is damaged:
// own is what is left of it.
func (p *Publisher) begun(ctx context.Context, own journal.Revision) time.Time {
	if !own.Head.FirstSeen.IsZero() {
		return own.Head.FirstSeen
	}
	for r, err := range p.Store.Since(ctx, 0) {
		if err == nil {
			return r.At
		}
	}
	return p.now()
}

// recorded reads a story's article as the journal has it, or as its files have
// it, where they are those that were recorded.
func (p *Publisher) recorded(ctx context.Context, r journal.Revision) (*posts.Post, error) {
	post, err := recorded(ctx, p.Store, p.Settings, r)
	if !errors.Is(err, journal.ErrDamaged) {
		return post, err
	}
	files, loadErr := posts.Load(p.Posts, r.Head.Name)
	if loadErr != nil || journal.Hash(files) != r.Hash {
		return nil, err
	}
	post, bad := p.parser.Parse(files)
	if post == nil {
		return nil, fmt.Errorf("%s: %w", r.Head.Name, bad[0])
	}
	return post, nil
}
