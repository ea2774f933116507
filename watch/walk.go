package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"

	"writethru/internal/stamp"
)

const (
	maxFiles  = 1_000_000 // a folder with more is a mistake, such as "/"
	maxDepth  = 64
	maxUnread = 100  // that are told apart
	chunk     = 1024 // directory entries held at a time
)

// A walk looks at the files below a root. Nothing outside of the root is
// reached: symlinks to files are followed inside of it and refused otherwise,
// symlinks to folders are not followed, except into a ConfigMap's ..data.
type walk struct {
	root   *os.Root
	match  func(name string) bool
	dir    func(name string, info fs.FileInfo) // called before a folder is read, so that it can be watched first; or nil
	file   func(name string, s stamp.Stamp)    // called for each file that matters
	link   func(name, target string)           // called for each symlink to such a file; or nil
	unread []string                            // what could not be read: nothing is known of it, and of what is in it
	soon   bool                                // some of that may be readable soon: the disk did not give it
	faults []string                            // what could not be read or was refused, and why
	files  int
}

// tree walks the folder called name and all below it. It returns an error only
// if that folder itself can't be read; other faults are collected.
func (w *walk) tree(ctx context.Context, name string, depth int) error {
	if depth > maxDepth {
		w.fault(name, fmt.Errorf("more than %d folders deep", maxDepth))
		return nil
	}
	f, err := w.root.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if w.dir != nil {
		info, err := f.Stat()
		if err != nil {
			return err
		}
		w.dir(name, info)
	}
	for {
		entries, err := f.ReadDir(chunk)
		for _, entry := range entries {
			w.entry(ctx, path.Join(name, entry.Name()), entry, depth)
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case w.files > maxFiles:
			w.unread = append(w.unread, ".")
			w.faults = append(w.faults, fmt.Sprintf("more than %d files", maxFiles))
			return nil
		}
	}
}

// entry looks at one entry of a folder.
func (w *walk) entry(ctx context.Context, name string, entry fs.DirEntry, depth int) {
	switch {
	case ignored(name):
	case entry.IsDir():
		w.below(ctx, name, depth)
	case entry.Type().IsRegular():
		if !w.match(name) {
			return
		}
		switch info, err := entry.Info(); {
		case err == nil:
			w.found(name, info)
		case !errors.Is(err, fs.ErrNotExist): // else it is gone by now
			w.fault(name, err)
		}
	case entry.Type()&fs.ModeSymlink != 0:
		w.symlink(ctx, name, depth)
	}
}

// below walks a folder below another. That it is gone by now is no fault.
func (w *walk) below(ctx context.Context, name string, depth int) {
	if err := w.tree(ctx, name, depth+1); err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.fault(name, err)
	}
}

// symlink follows a symlink to a file, or into ..data.
func (w *walk) symlink(ctx context.Context, name string, depth int) {
	target, err := w.root.Readlink(name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) { // else it is gone by now
			w.fault(name, err)
		}
		return
	}
	target = path.Join(path.Dir(name), target)
	info, err := w.root.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// It dangles, as emacs's locks do.
	case failing(err):
		w.fault(name, err)
	case err != nil:
		if w.match(name) {
			w.refuse(name, err)
		}
	case info.IsDir():
		if throughData(name, target) {
			w.below(ctx, name, depth)
		}
	case info.Mode().IsRegular() && w.match(name):
		w.found(name, info)
		if w.link != nil {
			w.link(name, target)
		}
	}
}

func (w *walk) found(name string, info fs.FileInfo) {
	w.files++
	w.file(name, stamp.Of(info))
}

// fault notes a file or folder that could not be read.
func (w *walk) fault(name string, err error) {
	w.unread = append(w.unread, name)
	if len(w.unread) > maxUnread {
		w.unread = []string{"."} // nothing is known of anything then
	}
	w.soon = w.soon || failing(err)
	w.refuse(name, err)
}

// failing reports whether an error is the disk's, or the network's, so that it
// says nothing of what is there.
func failing(err error) bool {
	errno, ok := errors.AsType[syscall.Errno](err)
	return ok && errno != syscall.ELOOP && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission)
}

// refuse notes why something is left out; the first ten are enough to act on.
func (w *walk) refuse(name string, err error) {
	if len(w.faults) < 10 {
		w.faults = append(w.faults, fmt.Sprintf("%s: %v", name, err))
	}
}

// throughData reports whether the symlink called name leads through the ..data
// beside it.
func throughData(name, target string) bool {
	data := path.Join(path.Dir(name), swapped)
	return within(target, data)
}

// within reports whether name is dir or below it.
func within(name, dir string) bool {
	return dir == "." || name == dir || len(name) > len(dir) && name[len(dir)] == '/' && name[:len(dir)] == dir
}

// lookAt returns the stamp of one file that a walk would find, or false if
// there is none. An error means that nothing is known of it.
func lookAt(root *os.Root, name string) (stamp.Stamp, bool, error) {
	info, err := root.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return stamp.Stamp{}, false, nil
	case failing(err):
		return stamp.Stamp{}, false, err
	case err != nil:
		if link, lerr := root.Lstat(name); lerr == nil && link.Mode()&fs.ModeSymlink != 0 {
			return stamp.Stamp{}, false, nil // it leaves the root, or turns in a circle
		}
		if _, serr := root.Stat(path.Dir(name)); errors.Is(serr, fs.ErrNotExist) {
			return stamp.Stamp{}, false, nil
		}
		return stamp.Stamp{}, false, err
	}
	return stamp.Of(info), info.Mode().IsRegular(), nil
}
