package publish

import (
	"context"
	"errors"
	"fmt"

	"writethru/journal"
	"writethru/posts"
)

// readTogether is how many unread articles are looked at between two looks at
// what else there is to do: a save has to wait for so many.
const readTogether = 8

// ReadOn looks at some of the articles that were recorded unread, so that what
// they promise is known, and what is wrong with them. It reports whether there
// may be more. Run calls it when there is nothing else to do.
func (p *Publisher) ReadOn(ctx context.Context) (more bool, err error) {
	if len(p.index.unread) == 0 {
		return false, nil
	}
	in := newIntake()
	for number := range p.index.unread {
		if len(in.revisions) == readTogether {
			break
		}
		s := p.index.roll[number]
		id := s.id
		r, err := p.Store.Head(ctx, id)
		if errors.Is(err, journal.ErrDamaged) {
			p.hold(ctx, id, err)
			delete(p.index.unread, number)
			continue
		}
		if err != nil {
			return true, fmt.Errorf("journal: %s: %w", id, err)
		}
		if r.Rev != s.rev {
			continue // somebody else has recorded more, which is on its way here
		}
		if r, err = p.readWhole(ctx, r); err != nil {
			return true, err
		}
		in.revisions = append(in.revisions, r)
	}
	// Each rests on its own story alone: several processes can read on at once.
	if len(in.revisions) > 0 {
		if err := p.append(ctx, in.revisions, p.Store.Append); err != nil && !errors.Is(err, errOvertaken) {
			return true, err
		}
	}
	if len(p.index.unread) == 0 {
		p.Save()
	}
	return true, nil
}

// readWhole is the revision after one that was recorded unread. An article that
// turns out not to be one is not published any more.
func (p *Publisher) readWhole(ctx context.Context, r journal.Revision) (journal.Revision, error) {
	now := p.now()
	whole, err := completed(ctx, p.Store, p.Settings, r)
	if err == nil {
		return next(r, whole.Head, now, journal.Read), nil
	}
	var fault posts.Fault
	if !errors.As(err, &fault) {
		return r, err
	}
	p.fault(r.Head.Name, []posts.Fault{fault})
	h := journal.Withdraw(r.Head, now)
	h.Unread = false
	return next(r, h, now, journal.Withdrawn), nil
}
