package watch

import (
	"context"
	"maps"
	"slices"
	"time"
)

// batch returns what is to be handed over now, if anything is and the receiver
// is free.
func (l *loop) batch(ctx context.Context) (Batch, bool) {
	now := l.o.Now()
	if l.inflight != nil || now.Before(l.retryAt) || now.Before(l.firstDue) || l.root == nil || ctx.Err() != nil {
		return Batch{}, false
	}
	changed, ok := l.take(now)
	if !ok {
		return Batch{}, false
	}
	b := Batch{Changed: changed, Removed: l.removals(ctx, now), Scanned: l.scanned}
	if l.first != nil {
		maps.Copy(l.first, changed)
		b.Changed, l.first, l.firstDue = l.first, nil, time.Time{}
	}
	if len(b.Changed) == 0 && len(b.Removed) == 0 && l.greeted {
		l.scanned = l.scanned && len(l.pending.names) > 0
		return Batch{}, false
	}
	l.scanned = false
	for _, name := range b.Removed {
		delete(l.missing, name)
	}
	b.Missing = sorted(l.missing)
	return b, true
}

// settled notes how the receiver fared with the batch that it had.
func (l *loop) settled(err error) {
	b := l.inflight
	l.inflight = nil
	if err == nil {
		l.ledger.learn(*b)
		for _, name := range b.Removed {
			delete(l.missing, name) // a scan may have missed it meanwhile
		}
		l.greeted, l.retries, l.retryAt = true, 0, time.Time{}
		return
	}
	now := l.o.Now()
	l.retryAt = now.Add(min(time.Second<<min(l.retries, 6), time.Minute))
	l.retries++
	l.scanned = l.scanned || b.Scanned
	at := now.Add(-l.o.Quiet)
	for name := range b.Changed {
		l.pending.add(name, wait{first: at, last: at, again: true})
	}
	for _, name := range b.Removed {
		l.miss(name, now.Add(-l.o.Grace))
	}
}

// miss notes that a known file is not there.
func (l *loop) miss(name string, now time.Time) {
	if l.missing[name] {
		return
	}
	if len(l.missing) == 0 {
		l.firstMissing, l.lastMissing = now, now
	}
	l.missing[name] = true
	l.lastMissing = later(l.lastMissing, now)
}

// removalDue is when missing files count as removed: when they had their grace
// and no others went missing meanwhile, for then it shows how many they are. It
// is zero if nothing is to be removed.
func (l *loop) removalDue() time.Time {
	patient := l.firstMissing.Add(l.o.Patience)
	switch {
	case len(l.missing) == 0 || l.held && l.there == 0:
		return time.Time{}
	case l.held:
		return patient
	}
	return earlier(l.lastMissing.Add(l.o.Grace), patient)
}

// removals returns the files that count as removed now.
func (l *loop) removals(ctx context.Context, now time.Time) []string {
	due := l.removalDue()
	if due.IsZero() || now.Before(due) {
		return nil
	}
	if known := len(l.ledger.files); l.held || len(l.missing) == known || doubt(known, len(l.missing), l.there) != "" {
		// So many are gone, or perhaps all, that only a scan can be trusted.
		if err := l.scan(ctx, now); err != nil {
			l.stale, l.root, l.nextScan = true, nil, now
			return nil
		}
		if due := l.removalDue(); due.IsZero() || now.Before(due) {
			if l.held {
				l.nextScan = earlier(l.nextScan, now.Add(lookAgain))
			}
			return nil
		}
		l.held = false
		l.available()
		return sorted(l.missing)
	}
	root, ok := l.open(now)
	if !ok {
		return nil
	}
	defer root.Close()
	gone := make(map[string]bool)
	lost := l.unmounted()
	for name := range l.missing {
		switch _, there, err := lookAt(root, name); {
		case err != nil:
			l.lastMissing = now // nobody knows: it is looked for once more
		case there:
			delete(l.missing, name)
			l.pending.add(name, wait{first: now, last: now})
		case slices.ContainsFunc(lost, func(dir string) bool { return within(name, dir) }):
			delete(l.missing, name) // the next scan says why
		default:
			gone[name] = true
		}
	}
	return sorted(gone)
}

// judge says whether the missing files can be believed to be deleted. If the
// folder is back, their grace begins now: until then nobody could see what had
// become of them, such as another name.
func (l *loop) judge(now time.Time, back bool) {
	why := doubt(len(l.ledger.files), len(l.missing), l.there)
	if back || l.held && why == "" {
		l.firstMissing, l.lastMissing = now, now
	}
	l.held = why != "" && (l.there == 0 || now.Before(l.firstMissing.Add(l.o.Patience)))
	if l.held {
		l.unavailable(why)
		return
	}
	l.available()
}

// unavailable tells operators that the folder can't be trusted.
func (l *loop) unavailable(why string) {
	now := l.o.Now()
	l.w.report(func(s *Status) {
		if s.Unavailable == "" {
			s.Since = now
		}
		s.Unavailable = why
	})
}

// available tells operators that all is well.
func (l *loop) available() {
	l.w.report(func(s *Status) { s.Unavailable, s.Since = "", time.Time{} })
}
