package watch

import (
	"context"
	"fmt"
	"os"
	"slices"

	"writethru/internal/stamp"
)

// Scan compares the whole folder with o.Known, once. It is what a [Watcher]
// starts with, for those who need no more.
//
// If the folder can't be read, or so much of it is missing that it more likely
// went astray than was deleted, Scan returns [ErrUnavailable]; the batch then
// says what was found all the same, with the known rest as Missing.
func Scan(o Options) (Batch, error) {
	o = o.withDefaults()
	root, err := os.OpenRoot(o.Root)
	if err != nil {
		return Batch{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer root.Close()
	b := Batch{Changed: make(map[string]stamp.Stamp), Scanned: true}
	known := newLedger(o.Known)
	w := walk{root: root, match: o.match}
	known.begin()
	w.file = func(name string, s stamp.Stamp) {
		if known.differs(name, s) {
			b.Changed[name] = s
		}
	}
	if err := w.tree(context.Background(), ".", 0); err != nil {
		return Batch{}, fmt.Errorf("%w: %s: %w", ErrUnavailable, o.Root, err)
	}
	gone := known.unseen(w.unread)
	slices.Sort(gone)
	if why := doubt(len(known.files), len(gone), w.files); why != "" {
		b.Missing = gone
		return b, fmt.Errorf("%w: %s: %s", ErrUnavailable, o.Root, why)
	}
	b.Removed = gone
	return b, nil
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
