package watch

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"time"

	"writethru/internal/stamp"
)

// Scan compares the whole folder with o.Known, once. It is what a [Watcher]
// starts with, for those who need no more. While files are being written or
// come and go, it looks again, until ctx is done or for o.Longest.
//
// If the folder can't be read, or so much of it is missing that it more likely
// went astray than was deleted, Scan returns [ErrUnavailable]; the batch then
// says what was found all the same, with the known rest as Missing.
func Scan(ctx context.Context, o Options) (Batch, error) {
	o = o.withDefaults()
	known := newLedger(o.Known)
	until := o.Now().Add(o.Longest)
	var last Batch
	for {
		b, calm, err := scan(ctx, o, known)
		same := maps.Equal(b.Changed, last.Changed) && slices.Equal(b.Removed, last.Removed) && slices.Equal(b.Missing, last.Missing)
		if calm || same || !o.Now().Before(until) {
			return b, err
		}
		last = b
		select {
		case <-ctx.Done():
			return b, err
		case <-time.After(o.Quiet):
		}
	}
}

// scan looks once. It is not calm if what it found may be half of a change.
func scan(ctx context.Context, o Options, known *ledger) (b Batch, calm bool, err error) {
	root, err := os.OpenRoot(o.Root)
	if err != nil {
		return Batch{}, true, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer root.Close()
	b, calm = Batch{Changed: make(map[string]stamp.Stamp), Scanned: true}, true
	w := walk{root: root, match: o.match}
	known.begin()
	w.file = func(name string, s stamp.Stamp) {
		if known.differs(name, s) {
			b.Changed[name] = s
			calm = calm && !o.writing(s, o.Now())
		}
	}
	if err := w.tree(ctx, ".", 0); err != nil {
		return Batch{}, true, fmt.Errorf("%w: %s: %w", ErrUnavailable, o.Root, err)
	}
	gone := known.unseen(w.unread)
	slices.Sort(gone)
	calm = calm && !o.leaving(root, gone)
	if why := doubt(len(known.files), len(gone), w.files); why != "" {
		b.Missing = gone
		return b, calm, fmt.Errorf("%w: %s: %s", ErrUnavailable, o.Root, why)
	}
	b.Removed = gone
	return b, calm, nil
}

// writing reports whether a file may be being written in place at this moment:
// its content changed a moment ago, and no rename has put it there since.
func (o *Options) writing(s stamp.Stamp, now time.Time) bool {
	changed := s.Ctime
	if changed == 0 {
		changed = s.Mtime
	}
	return changed <= s.Mtime && now.Sub(time.Unix(0, changed)) < o.Quiet
}

// leaving reports whether files may be missing for this moment only, as when an
// editor puts another one in their place: their folder changed just now.
func (o *Options) leaving(root *os.Root, gone []string) bool {
	for _, name := range gone {
		dir := path.Dir(name)
		info, err := root.Stat(dir)
		for err != nil && dir != "." {
			dir = path.Dir(dir)
			info, err = root.Stat(dir)
		}
		if err == nil && o.Now().Sub(info.ModTime()) < o.Quiet {
			return true
		}
	}
	return false
}

// doubt says why gone of known files, with some still there, are too many to
// have been deleted; it is empty if they are not.
func doubt(known, gone, there int) string {
	switch {
	case gone > 0 && there == 0:
		return fmt.Sprintf("no file is left of %d", known)
	case known >= 10 && 2*gone > known:
		return fmt.Sprintf("%d of %d files are missing", gone, known)
	}
	return ""
}
