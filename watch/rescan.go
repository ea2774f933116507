package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"writethru/internal/stamp"
)

// scanIfDue compares the whole folder with what the receiver knows, if it is
// time. Start, lost events, a root that was replaced and polling all come here.
func (l *loop) scanIfDue(ctx context.Context) {
	begun := l.o.Now()
	if begun.Before(l.nextScan) {
		return
	}
	if l.stale && !l.polls {
		l.listen()
	}
	err := l.scan(ctx, begun)
	if ctx.Err() != nil {
		return
	}
	ended := l.o.Now()
	took := ended.Sub(begun)
	l.wanted = false
	switch {
	case err != nil:
		l.stale, l.wanted, l.root = !l.polls, true, nil
		l.unavailable(err.Error())
		l.nextScan = ended.Add(max(lookAgain, 20*took))
	case l.polls && l.o.Poll > 0:
		l.nextScan = ended.Add(l.o.Poll)
	case l.polls || l.held || l.unread:
		l.nextScan = ended.Add(max(lookAgain, 20*took))
	default:
		l.nextScan = ended.Add(l.o.Rescan)
	}
	if err == nil {
		l.w.report(func(s *Status) { s.LastScan, s.ScanTook, s.Scans = ended, took, s.Scans+1 })
	}
}

// listen sets up events anew, or turns to polling where there are none.
func (l *loop) listen() {
	l.deafen()
	if silent := mute(l.o.Root); silent != "" {
		l.pollFor(silent + " does not tell of all changes")
		return
	}
	e, err := listen(l.o, l.in)
	switch {
	case err == nil:
		l.events, l.stale = e, false
	case exhausted(err):
		l.pollFor(err.Error())
	}
	// Other errors mean that there is no root: the scan will say so.
}

// scan walks the folder. It returns an error only if nothing can be said of it.
func (l *loop) scan(ctx context.Context, now time.Time) error {
	root, err := os.OpenRoot(l.o.Root)
	if err != nil {
		return err
	}
	defer root.Close()
	info, err := root.Stat(".")
	if err != nil {
		return err
	}
	first := !l.greeted && l.inflight == nil && l.first == nil
	if first {
		l.first = make(map[string]stamp.Stamp)
	}
	missed := 0
	w := l.walk(root)
	links := make(map[string][]string)
	w.link = func(name, target string) { links[target] = append(links[target], name) }
	w.file = func(name string, s stamp.Stamp) {
		delete(l.missing, name)
		if !l.ledger.differs(name, s) {
			return
		}
		if first && s.Size > 0 {
			if !l.o.writing(s, now) {
				l.first[name] = s // at once: the receiver waits for it
				return
			}
			l.firstDue = now.Add(l.o.Quiet)
		}
		if l.overlooked(name, s, now) {
			missed++
		}
		l.foundOne(name, s, now)
	}
	l.ledger.begin()
	if err := w.tree(ctx, ".", 0); err != nil {
		if first {
			l.first, l.firstDue = nil, time.Time{}
		}
		return err
	}
	for _, dir := range l.unmounted() {
		w.fault(dir, errUnmounted)
		w.soon = true
	}
	l.unread = w.soon
	back := l.root == nil || l.there == 0
	l.root, l.links, l.there, l.scanned = info, links, w.files, true
	for _, name := range l.ledger.unseen(w.unread) {
		l.miss(name, now)
	}
	l.judge(now, back)
	l.count(missed)
	l.w.report(func(s *Status) { s.Faults = w.faults })
	if l.events != nil && l.events.full != nil {
		l.pollFor(l.events.full.Error())
	}
	return nil
}

// walk returns a walk that watches folders before it reads them.
func (l *loop) walk(root *os.Root) walk {
	return walk{root: root, match: l.o.match, dir: func(name string, info fs.FileInfo) {
		if l.events != nil {
			l.events.watch(name, info)
		}
		if name != "." && mounted(l.path(name)) {
			l.mounts[name] = true
		}
	}}
}

func (l *loop) path(name string) string { return filepath.Join(l.o.Root, filepath.FromSlash(name)) }

var errUnmounted = errors.New("the volume that was mounted here is not: its files count as there until it is back, its folder is removed, or the program starts anew")

// unmounted gives the folders below the root that have lost their volume. What
// was in it was not deleted. Where the folder is gone as well, somebody meant it.
func (l *loop) unmounted() (dirs []string) {
	for dir := range l.mounts {
		switch _, err := os.Lstat(l.path(dir)); {
		case errors.Is(err, fs.ErrNotExist):
			delete(l.mounts, dir)
		case !mounted(l.path(dir)):
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// subtree watches and walks a folder that has just come.
func (l *loop) subtree(ctx context.Context, root *os.Root, name string) {
	now := l.o.Now()
	w := l.walk(root)
	w.file = func(name string, s stamp.Stamp) {
		delete(l.missing, name)
		if !l.ledger.knows(name, s) {
			l.foundOne(name, s, now)
		}
	}
	// An error means that the folder is gone again, or the next scan says more.
	_ = w.tree(ctx, name, 0)
	if l.events != nil && l.events.full != nil {
		l.pollFor(l.events.full.Error())
		l.nextScan = now
	}
}

// foundOne makes a file wait that a walk found to differ. If it changed long
// ago, it waits only until it is known which file it may have been before.
func (l *loop) foundOne(name string, s stamp.Stamp, now time.Time) {
	if l.inflight != nil && l.inflight.Changed[name] == s {
		return // the receiver has it
	}
	at := now
	if age := now.Sub(time.Unix(0, max(s.Mtime, s.Ctime))); age >= l.o.Quiet {
		at = now.Add(settle - l.o.Quiet)
	}
	if _, ok := l.pending.names[name]; !ok {
		l.pending.add(name, wait{first: at, last: at, seen: s})
	}
}

// overlooked reports whether events should have told of a file before this scan.
func (l *loop) overlooked(name string, s stamp.Stamp, now time.Time) bool {
	if l.wanted || l.polls || l.inflight != nil || l.in.hinted(name) {
		return false
	}
	if _, ok := l.pending.names[name]; ok {
		return false
	}
	return now.Sub(time.Unix(0, max(s.Mtime, s.Ctime))) > lookRoot
}

// count notes what a scan found that events had not told, and gives events up
// where that goes on.
func (l *loop) count(missed int) {
	if missed == 0 {
		if !l.wanted {
			l.missed = 0
		}
		return
	}
	l.missed++
	l.w.report(func(s *Status) { s.Missed += missed })
	if l.missed >= tooOften {
		l.pollFor("events told of too few changes")
	}
}

// open opens the root, if it is the folder that was scanned last. If it is
// another one, or gone, a scan is due: what is not in it may be elsewhere.
func (l *loop) open(now time.Time) (*os.Root, bool) {
	root, err := os.OpenRoot(l.o.Root)
	if err == nil {
		info, err := root.Stat(".")
		if err == nil && l.root != nil && os.SameFile(info, l.root) {
			return root, true
		}
		root.Close()
	}
	l.stale, l.root, l.wanted, l.nextScan = true, nil, true, now
	return nil, false
}

// take looks at the files whose time has come.
func (l *loop) take(now time.Time) (map[string]stamp.Stamp, bool) {
	if due := l.pending.due(); due.IsZero() || now.Before(due) {
		return nil, true
	}
	root, ok := l.open(now)
	if !ok {
		return nil, false
	}
	defer root.Close()
	look := func(name string) (stamp.Stamp, bool, error) {
		s, there, err := lookAt(root, name)
		if err != nil {
			l.nextScan = earlier(l.nextScan, now.Add(lookAgain))
		}
		return s, there, err
	}
	changed, absent := l.pending.take(now, look, l.ledger.knows)
	for name := range changed {
		delete(l.missing, name)
	}
	for _, name := range absent {
		if _, ok := l.ledger.files[name]; ok {
			l.miss(name, now)
		}
	}
	return changed, true
}

// sorted returns the keys of a set in order.
func sorted(set map[string]bool) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
