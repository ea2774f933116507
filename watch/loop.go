package watch

import (
	"context"
	"io/fs"
	"os"
	"path"
	"time"

	"writethru/internal/stamp"
)

const (
	// lookRoot is how often the root itself is looked at: no event tells that
	// a volume was mounted or unmounted there, or that a folder far above it
	// was replaced.
	lookRoot = 2 * time.Second
	// lookAgain is how soon a folder that is unavailable is tried again.
	lookAgain = time.Second
	// tooOften is how many periodic scans in a row may find changes that no
	// event told of, before events are given up.
	tooOften = 3
)

// A loop is the state of a running [Watcher]. One goroutine owns it.
type loop struct {
	w  *Watcher
	o  *Options
	in *inbox

	ledger  *ledger
	pending pending
	links   map[string][]string // symlinks to files by what they lead to
	mounts  map[string]bool     // folders below the root on which a volume was mounted at some scan

	missing      map[string]bool // known files that are not there
	firstMissing time.Time
	lastMissing  time.Time
	there        int  // files that the last scan found
	held         bool // the missing files are too many to be believed
	unread       bool // the last scan could not read some that may be readable soon

	events   *events     // nil when polling
	stale    bool        // events must be set up anew before the next scan
	root     fs.FileInfo // the root that was scanned last; nil while there is none
	polls    bool
	wanted   bool // the next scan was asked for or forced, so what it finds was not missed
	missed   int  // how many periodic scans in a row found what events had missed
	nextScan time.Time
	nextLook time.Time // at the root
	scanned  bool      // the next batch has the whole folder behind it
	greeted  bool      // the receiver has taken the first batch

	first    map[string]stamp.Stamp // what the first scan found, until it is handed over
	firstDue time.Time              // when that is, if it found files that were being written; else zero
	inflight *Batch
	retries  int
	retryAt  time.Time
}

func newLoop(w *Watcher) *loop {
	l := &loop{w: w, o: &w.o, in: w.in, missing: make(map[string]bool), mounts: make(map[string]bool), stale: true, wanted: true}
	l.ledger = newLedger(w.o.Known)
	l.o.Known = nil // the ledger holds it now
	l.pending = pending{quiet: l.o.Quiet, longest: l.o.Longest}
	l.w.report(func(s *Status) { s.Mode = Events })
	if l.o.Poll > 0 {
		l.pollFor("as configured")
	}
	return l
}

// run does what is due, and sleeps until something else is.
func (l *loop) run(ctx context.Context, batches chan<- Batch, results <-chan error) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	defer l.deafen()
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.in.wake:
		case err := <-results:
			l.settled(err)
		case <-timer.C:
		}
		l.hear(ctx)
		l.look()
		l.scanIfDue(ctx)
		if b, ok := l.batch(ctx); ok {
			l.inflight = &b
			batches <- b // its receiver is idle
		}
		l.w.report(func(s *Status) {
			s.Files, s.Pending = len(l.ledger.files), len(l.pending.names)+len(l.missing)
			if l.inflight != nil {
				s.Pending += len(l.inflight.Changed)
			}
		})
		timer.Reset(l.next().Sub(l.o.Now()))
	}
}

// next is when the loop has something to do, if nothing comes in before.
func (l *loop) next() time.Time {
	next := l.nextScan
	if !l.polls {
		next = earlier(next, l.nextLook)
	}
	if l.inflight != nil || l.root == nil {
		return next // nothing can be handed over until then
	}
	for _, due := range []time.Time{l.pending.due(), l.removalDue(), l.firstDue} {
		if !due.IsZero() {
			next = earlier(next, later(due, l.retryAt))
		}
	}
	return next
}

// hear takes what came in, and acts on it as far as can't wait: new folders are
// watched, and files begin to wait.
func (l *loop) hear(ctx context.Context) {
	m := l.in.take()
	now := l.o.Now()
	if m.lost != "" || m.root {
		l.stale = true
	}
	if m.lost != "" || m.root || m.rescan {
		// Scans that follow each other take half of the time at most.
		took := l.w.Status().ScanTook
		l.nextScan, l.wanted = earlier(l.nextScan, now.Add(took)), true
	}
	for _, name := range m.again {
		l.pending.add(name, wait{first: now, last: now, again: true})
	}
	if len(m.hints) == 0 {
		return
	}
	l.leave(m.hints)
	root, ok := l.open(now)
	if !ok {
		return // the scan that finds the root again finds these as well
	}
	defer root.Close()
	for name, h := range m.hints {
		if h.appeared || h.left {
			// A folder that left may be here: renaming one into the root tells
			// of its coming first, and then, if it is watched by that time, of
			// its having moved, which ends the watch.
			if info, err := root.Lstat(name); err == nil && info.IsDir() {
				l.subtree(ctx, root, name)
				continue
			}
		}
		for _, name := range append(l.links[name], name) {
			if l.o.match(name) {
				l.wait(name, h)
			}
		}
	}
}

// wait makes a file wait that events have named.
func (l *loop) wait(name string, h hint) {
	w := wait{first: h.first, last: h.last, whole: (h.appeared || h.left) && !h.written, paired: h.paired, told: h.appeared || h.written}
	if old, ok := l.pending.names[name]; ok && !w.told && !h.left {
		w.whole, w.paired, w.told = old.whole, old.paired, old.told // its mode changed, no more
	}
	l.pending.add(name, w)
}

// leave ends the watch of folders that went or were replaced, and makes the
// files wait that a renamed folder took with it.
func (l *loop) leave(hints map[string]hint) {
	if l.events == nil {
		return
	}
	moved := make(map[string]hint)
	for name, h := range hints {
		if _, ok := l.events.dirs[name]; ok && h.left {
			l.events.forget(name)
			if h.moved {
				moved[name] = h
			}
		}
	}
	if len(moved) == 0 {
		return
	}
	took := func(name string) {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if h, ok := moved[dir]; ok {
				l.pending.add(name, wait{first: h.first, last: h.last, whole: true})
			}
		}
	}
	for name := range l.ledger.files {
		took(name)
	}
	if l.inflight != nil {
		for name := range l.inflight.Changed { // soon known
			took(name)
		}
	}
}

// look checks whether the root is still the folder that is being watched.
func (l *loop) look() {
	now := l.o.Now()
	if l.polls || now.Before(l.nextLook) {
		return
	}
	l.nextLook = now.Add(lookRoot)
	if l.root == nil || l.stale {
		return // a scan is due anyway
	}
	info, err := os.Stat(l.o.Root)
	if err != nil || !os.SameFile(info, l.root) {
		l.stale, l.wanted, l.nextScan = true, true, now
	}
}

// deafen ends the listening to events.
func (l *loop) deafen() {
	if l.events != nil {
		_ = l.events.close() // its descriptor is gone in any case
		l.events = nil
	}
}

// pollFor gives up events for a reason that operators can read.
func (l *loop) pollFor(why string) {
	l.deafen()
	l.polls, l.stale = true, false
	l.w.report(func(s *Status) { s.Mode, s.Why = Polling, why })
}
