package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"
	"time"

	"writethru/feedgen"
	"writethru/internal/folder"
	"writethru/internal/stamp"
	"writethru/journal"
	"writethru/posts"
	"writethru/watch"
)

// atOnce is how many articles are read, compared and recorded together: enough
// to make a durable write cheap per article, few enough to hold in memory.
const atOnce = 512

// An intake is what a batch of changed files leads to in the journal.
type intake struct {
	revisions []journal.Revision
	stamps    map[string]stamp.Stamp
	begun     map[string]bool   // ids of new stories
	slugs     map[string]bool   // given to its stories
	entries   map[string]string // ids of new articles' entries, and their files
}

func newIntake() intake {
	return intake{stamps: map[string]stamp.Stamp{}, begun: map[string]bool{}, slugs: map[string]bool{}, entries: map[string]string{}}
}

// decideAll gives what articles lead to, and those that are not there any more.
func (p *Publisher) decideAll(ctx context.Context, b watch.Batch, read []article, vanished *vanished) (in intake, absent []string) {
	in = newIntake()
	in.revisions = make([]journal.Revision, 0, len(read))
	now := p.Now()
	for i := range read {
		if name := read[i].name; errors.Is(read[i].err, fs.ErrNotExist) {
			absent = append(absent, name)
			vanished.add(p.index.names[name])
		}
	}
	for i := range read {
		a := &read[i]
		if errors.Is(a.err, fs.ErrNotExist) {
			continue
		}
		if p.decide(ctx, &in, a, vanished) {
			for _, name := range a.files {
				if s, ok := b.Changed[name]; ok {
					if s.Hides(now) {
						s = stamp.Stamp{} // a start reads it again: it may have changed since without showing it
					}
					in.stamps[name] = s
				}
			}
		}
	}
	return in, absent
}

// articles returns the articles whose files changed and those that are gone.
func (p *Publisher) articles(b watch.Batch) (changed, gone []string) {
	changed = make([]string, 0, len(b.Changed))
	for name := range b.Changed {
		if a, ok := posts.Article(p.Posts, name); ok {
			changed = append(changed, a)
		}
	}
	for _, name := range b.Removed {
		a, ok := posts.Article(p.Posts, name)
		switch {
		case ok && a != name:
			changed = append(changed, a) // a part of a bundle went: the article changed
		default:
			gone = append(gone, name)
		}
	}
	slices.Sort(changed)
	return slices.Compact(changed), gone
}

// decide adds to the intake what an article leads to. It reports whether the
// article's content is settled, so that its files need not be read again until
// they change.
func (p *Publisher) decide(ctx context.Context, in *intake, a *article, vanished *vanished) bool {
	delete(p.scheduled, a.name)
	delete(p.unreadable, a.name)
	switch {
	case errors.Is(a.err, posts.ErrTorn), errors.Is(a.err, folder.ErrAway):
		p.again(a.name)
		return false
	case a.err != nil:
		fault := posts.Fault{File: a.name, What: a.err.Error(), Want: "a file that can be read"}
		if errors.Is(a.err, errHeld) {
			fault.Want = advice
		}
		errors.As(a.err, &fault) // what is too large says so itself
		p.fault(a.name, []posts.Fault{fault})
		if _, ok := errors.AsType[syscall.Errno](a.err); ok && !errors.Is(a.err, fs.ErrPermission) {
			p.unreadable[a.name] = p.now().Add(readAgainAfter) // the disk's fault, not its author's
			p.wake(p.unreadable[a.name])
		}
		return false
	case a.post == nil && len(a.bad) == 0:
		p.fault(a.name, nil)
		return true // touched, not changed
	}
	p.fault(a.name, a.bad)
	if a.post == nil {
		return false // its last good revision stays published
	}
	now := p.now()
	switch {
	case a.post.ID != "" && !feedgen.IsID(a.post.ID):
		p.fault(a.name, append(a.bad, posts.Fault{File: a.name, What: fmt.Sprintf("id %q", a.post.ID), Want: "an id on one line, without < and >"}))
		return false
	case isEmpty(a):
		p.fault(a.name, append(a.bad, posts.Fault{File: a.name, What: "nothing to publish", Want: "text, or a description"}))
		return false
	case a.post.Draft:
		if a.known != nil && !a.known.Head.Withdrawn {
			in.revisions = append(in.revisions, next(*a.known, journal.Withdraw(a.known.Head, now), now, journal.Withdrawn))
		}
		return false
	case a.known == nil && a.post.Published.After(now):
		p.scheduled[a.name] = a.post.Published
		return false
	case a.known == nil:
		return p.begin(ctx, in, a, vanished, now)
	}
	in.add(p, *a.known, a, now)
	return true
}

// isEmpty reports whether an article says nothing yet, as a file that somebody
// has just made.
func isEmpty(a *article) bool {
	post := a.post
	return !a.outline && len(post.Blocks) == 0 && post.Description == "" && post.Image == "" && len(post.Enclosures) == 0
}

// begin records an article that has no story under its name: a new one, or
// one that is renamed.
func (p *Publisher) begin(ctx context.Context, in *intake, a *article, vanished *vanished, now time.Time) bool {
	if other := p.holder(in, a, vanished); other != "" {
		p.fault(a.name, append(a.bad, posts.Fault{File: a.name,
			What: fmt.Sprintf("id %q", a.post.ID), Want: "an id of its own: " + other + " has this one"}))
		return false
	}
	was, ok := vanished.find(ctx, p, a)
	if p.isHeld(a.post.Key) || ok && p.isHeld(was.Story) {
		p.fault(a.name, append(a.bad, posts.Fault{File: a.name, What: errHeld.Error(), Want: advice}))
		return false
	}
	if ok {
		renamed := journal.Rename(was.Head, a.name)
		a.head, a.what = journal.Next(renamed, p.version(a, was.Story))
		if len(a.what) == 0 {
			a.what = []journal.Change{journal.Renamed}
		}
		in.add(p, was, a, now)
		return true
	}
	id := p.freshID(in, a.post.Key)
	if id != a.post.Key && !a.outline {
		a.head = journal.Begin(p.version(a, id), "", "")
	}
	id = p.remember(in, a, id)
	if a.head.ID == "" {
		a.head.ID = a.post.ID
	}
	if a.head.ID == "" {
		a.head.ID = p.mint(a.head.FirstSeen, id)
	}
	in.begun[id], in.entries[a.head.ID] = true, a.name
	if !a.imported && a.head.Nth == 0 {
		a.head.Nth = p.index.archive.next()
	}
	a.what = []journal.Change{journal.Added}
	in.add(p, journal.Revision{Story: id}, a, now)
	return true
}

// holder returns the file of another article that has the id which an article
// asks for, or "".
func (p *Publisher) holder(in *intake, a *article, vanished *vanished) string {
	if a.post.ID == "" {
		return ""
	}
	if s := p.index.entries[a.post.ID]; s != nil && !s.withdrawn && !vanished.has(s.id) {
		return s.name
	}
	return in.entries[a.post.ID]
}

// add appends the next revision of a story, if there is anything to record.
func (in *intake) add(p *Publisher, last journal.Revision, a *article, now time.Time) {
	if len(a.what) == 0 && a.hash == last.Hash {
		return
	}
	p.name(in, last.Story, &a.head, a.post)
	r := next(last, a.head, now, a.what...)
	if a.hash != last.Hash {
		r.Hash, r.Source = a.hash, a.source
	}
	in.revisions = append(in.revisions, r)
}

// next is the revision of a story after last.
func next(last journal.Revision, head journal.Head, now time.Time, what ...journal.Change) journal.Revision {
	kind := journal.Edited
	if len(what) > 0 {
		kind = what[0]
	}
	if slices.ContainsFunc(what, shows) {
		head.Changed = now
	}
	head = journal.Disclose(last.Head, head, now)
	return journal.Revision{Story: last.Story, Rev: last.Rev + 1, Kind: kind, At: now, Hash: last.Hash, Head: head}
}

// shows reports whether readers may get other bytes after such a change.
func shows(what journal.Change) bool {
	switch what {
	case journal.FollowedUp, journal.Held, journal.Released, journal.Renamed, journal.Read, journal.Overdue, journal.Warned:
		return false
	}
	return true
}

// withdraw takes stories out of the feeds whose files are gone.
func (p *Publisher) withdraw(ctx context.Context, names []string) error {
	in := newIntake()
	now := p.now()
	for _, name := range names {
		p.fault(name, nil)
		delete(p.scheduled, name)
		delete(p.unreadable, name)
		in.stamps[name] = stamp.Stamp{} // forgotten: a file that returns is read again
		s := p.index.names[name]
		if s == nil || s.withdrawn {
			continue
		}
		r, err := p.newest(ctx, s.id)
		if errors.Is(err, journal.ErrDamaged) {
			continue
		}
		if err != nil {
			return err
		}
		in.revisions = append(in.revisions, next(r, journal.Withdraw(r.Head, now), now, journal.Withdrawn))
	}
	return p.record(ctx, in)
}
