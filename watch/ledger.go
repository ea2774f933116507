package watch

import (
	"iter"
	"slices"

	"writethru/internal/stamp"
)

// A ledger is what the receiver knows: one stamp per file, in one map.
type ledger struct {
	files map[string]entry
	scan  uint32 // the number of the scan under way
	seen  int    // how many of files it has seen
}

// An entry is a file that the receiver knows.
type entry struct {
	stamp stamp.Stamp
	scan  uint32 // the last scan that saw it
}

func newLedger(known iter.Seq2[string, stamp.Stamp]) *ledger {
	l := &ledger{files: make(map[string]entry)}
	if known != nil {
		for name, s := range known {
			l.files[name] = entry{stamp: s}
		}
	}
	return l
}

// begin starts a scan.
func (l *ledger) begin() { l.scan, l.seen = l.scan+1, 0 }

// differs notes that the scan saw a file, and reports whether its stamp is new.
func (l *ledger) differs(name string, s stamp.Stamp) bool {
	e, ok := l.files[name]
	if !ok {
		return true
	}
	if e.scan != l.scan {
		e.scan = l.scan
		l.seen++
		l.files[name] = e
	}
	return e.stamp != s
}

// unseen returns the known files that the scan did not see, but for those in
// folders that it could not read.
func (l *ledger) unseen(unread []string) []string {
	if l.seen == len(l.files) {
		return nil
	}
	var names []string
	for name, e := range l.files {
		if e.scan == l.scan || slices.ContainsFunc(unread, func(dir string) bool { return within(name, dir) }) {
			continue
		}
		names = append(names, name)
	}
	return names
}

// knows reports whether the receiver knows the file with just this stamp.
func (l *ledger) knows(name string, s stamp.Stamp) bool {
	e, ok := l.files[name]
	return ok && e.stamp == s
}

// learn notes what the receiver has taken.
func (l *ledger) learn(b Batch) {
	for name, s := range b.Changed {
		l.files[name] = entry{stamp: s, scan: l.scan}
	}
	for _, name := range b.Removed {
		delete(l.files, name)
	}
}
