package watch

import (
	"time"

	"writethru/internal/stamp"
)

const (
	// settle is how long a file that arrived by rename waits for others, such as
	// the rest of its bundle.
	settle = 2 * time.Millisecond
	// burst is how many files may go this short way in a row. More make one
	// batch, as soon as it is quiet: a burst is one change.
	burst = 16
)

// A wait is a file that may have changed and waits until it is complete.
type wait struct {
	first, last time.Time   // of its changes
	whole       bool        // it arrived or left, and nothing was written to it since
	paired      bool        // surely by rename
	again       bool        // it is to be handed over even if its stamp is known
	told        bool        // an event said that its content changed
	seen        stamp.Stamp // what a scan saw, if that and no event found it; else zero
	until       time.Time   // if not zero, it is empty and waits until then
}

// pending holds the files that wait. It keeps no clock: times are passed in.
type pending struct {
	quiet, longest time.Duration

	names   map[string]wait
	parked  int       // how many of names wait as empty files
	last    time.Time // of all changes
	arrived time.Time // last coming or going of a whole file
	oldest  time.Time // first change of the files that are not parked
	short   int       // files that went the short way since it was last quiet
}

// add notes that a file may have changed.
func (p *pending) add(name string, w wait) {
	if w.last.Sub(p.last) >= p.quiet {
		p.short = 0
	}
	if old, ok := p.names[name]; ok {
		if old.until.IsZero() {
			w.first = earlier(old.first, w.first)
		} else {
			p.parked-- // what is written into it now is a change of its own
		}
		w.again = w.again || old.again
		if w.last.Before(old.last) {
			w.last = old.last
		}
	}
	if p.names == nil {
		p.names = make(map[string]wait)
	}
	p.names[name] = w
	p.last = later(p.last, w.last)
	if w.whole {
		p.arrived = later(p.arrived, w.last)
	}
	if p.oldest.IsZero() || w.first.Before(p.oldest) {
		p.oldest = w.first
	}
}

// crowded reports whether so much changes that it should become one batch.
func (p *pending) crowded() bool { return len(p.names)-p.parked+p.short > burst }

// calm is when a crowd may be looked at: after it is quiet, or has waited long.
func (p *pending) calm() time.Time {
	return earlier(p.last.Add(p.quiet), p.oldest.Add(p.longest))
}

// ripe is when w may be looked at, without a crowd.
func (p *pending) ripe(w wait) time.Time {
	switch {
	case !w.until.IsZero():
		return w.until
	case w.whole:
		return earlier(p.arrived.Add(settle), w.first.Add(p.longest))
	}
	return earlier(w.last.Add(p.quiet), w.first.Add(p.longest))
}

// due is when take has something to do, or zero if nothing waits.
func (p *pending) due() time.Time {
	var due time.Time
	crowded := p.crowded()
	if crowded && len(p.names) > p.parked {
		due = p.calm()
		if p.parked == 0 {
			return due
		}
	}
	for _, w := range p.names {
		if crowded && w.until.IsZero() {
			continue
		}
		if at := p.ripe(w); due.IsZero() || at.Before(due) {
			due = at
		}
	}
	return due
}

// take looks at the files whose time has come. It returns those that are
// complete and differ from what is known, and those that are not there. The
// others go on waiting.
func (p *pending) take(now time.Time, look func(name string) (s stamp.Stamp, there bool, err error),
	known func(string, stamp.Stamp) bool) (changed map[string]stamp.Stamp, absent []string) {

	changed = make(map[string]stamp.Stamp)
	crowded := p.crowded()
	calm := !now.Before(p.calm())
	for name, w := range p.names {
		if crowded && w.until.IsZero() {
			if !calm || !w.whole && now.Before(p.ripe(w)) {
				continue
			}
		} else if now.Before(p.ripe(w)) {
			continue
		}
		s, there, err := look(name)
		switch {
		case err != nil:
			p.drop(name) // the next scan knows more
		case !there:
			p.drop(name)
			absent = append(absent, name)
		case p.complete(name, w, s, now):
			if w.again || !known(name, s) || w.told && s.Hides(w.first) {
				changed[name] = s
			}
			if w.whole && !crowded {
				p.short++
			}
			p.drop(name)
		}
	}
	p.restart()
	return changed, absent
}

// complete reports whether a file is ready to be read. If it is not, it makes
// the file wait on.
func (p *pending) complete(name string, w wait, s stamp.Stamp, now time.Time) bool {
	long := !now.Before(w.first.Add(p.longest))
	switch {
	case s.Size == 0 && now.Before(w.last.Add(p.longest)):
		// Many programs empty a file before they write it.
		if w.until.IsZero() {
			p.parked++
		}
		w.until = w.last.Add(p.longest)
	case s.Size == 0 || long:
		return true
	case w.seen != (stamp.Stamp{}) && w.seen != s:
		w.seen, w.last = s, now
		p.last = later(p.last, now)
	case w.whole && !w.paired && s.Ctime <= s.Mtime && now.Before(w.last.Add(p.quiet)):
		// Its inode has not changed since its content has, so it was not
		// renamed after it was written: it is being written now.
		w.whole = false
	default:
		return true
	}
	p.names[name] = w
	return false
}

// drop forgets a file.
func (p *pending) drop(name string) {
	if !p.names[name].until.IsZero() {
		p.parked--
	}
	delete(p.names, name)
}

// restart finds out anew which file has waited longest.
func (p *pending) restart() {
	p.oldest = time.Time{}
	for _, w := range p.names {
		if w.until.IsZero() && (p.oldest.IsZero() || w.first.Before(p.oldest)) {
			p.oldest = w.first
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
