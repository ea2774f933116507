package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/fsnotify/fsnotify"

	"writethru/internal/stamp"
)

// events listens to the operating system for one root, and puts what it hears
// in an inbox. When the root is replaced, or an event was lost, it is closed
// and another one takes its place.
type events struct {
	fs      *fsnotify.Watcher
	in      *inbox
	o       *Options
	root    string          // absolute, without symlinks
	anchors map[string]bool // the root, and each symlink on the way to it
	dirs    map[string]uint64
	done    chan struct{} // closed when nothing is put into the inbox any more
	full    error         // why folders are left unwatched
}

// listen opens events for the root of o, as it is now. The folders in it are
// watched as a walk calls watch for them.
func listen(o *Options, in *inbox) (*events, error) {
	root, anchors, err := resolve(o.Root)
	if err != nil {
		return nil, err
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	e := &events{fs: w, in: in, o: o, root: root, anchors: anchors,
		dirs: make(map[string]uint64), done: make(chan struct{})}
	for anchor := range anchors {
		// The folder above tells when the root or a symlink to it is replaced.
		// It may be closed to us; then a look every few seconds must do.
		if err := w.Add(filepath.Dir(anchor)); err != nil && exhausted(err) {
			e.full = err
		}
	}
	go e.read()
	return e, nil
}

// close ends the listening and waits for its end.
func (e *events) close() error {
	err := e.fs.Close()
	<-e.done
	return err
}

// watch makes sure that the folder called name is watched. It must be called
// before the folder is read, so that nothing falls between.
func (e *events) watch(name string, info fs.FileInfo) {
	inode := stamp.Of(info).Inode
	if old, ok := e.dirs[name]; ok {
		if old == inode {
			return
		}
		e.forget(name) // its place was taken by another folder
	}
	switch err := e.fs.Add(e.path(name)); {
	case err == nil:
		e.dirs[name] = inode
	case exhausted(err):
		e.full = err
	}
}

// forget ends the watch of a folder and of those below it. A folder that was
// renamed goes on sending events under its old name otherwise.
func (e *events) forget(name string) {
	for dir := range e.dirs {
		if within(dir, name) {
			delete(e.dirs, dir)
			// Where the folder is gone, so is its watch: an error says no more.
			_ = e.fs.Remove(e.path(dir))
		}
	}
}

func (e *events) path(name string) string {
	return filepath.Join(e.root, filepath.FromSlash(name))
}

// exhausted reports whether the operating system has no more watches, watchers
// or file descriptors to give.
func exhausted(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// read puts events into the inbox until the listening ends.
func (e *events) read() {
	defer close(e.done)
	left := false // the event before told that a file left by rename
	for {
		select {
		case event, ok := <-e.fs.Events:
			if !ok {
				return
			}
			e.in.heard.Add(1)
			e.hear(event, left)
			left = event.Has(fsnotify.Rename)
		case err, ok := <-e.fs.Errors:
			if !ok {
				return
			}
			e.in.lost.Add(1)
			e.in.put(func(m *mail) { m.lost = fmt.Sprintf("events were lost: %v", err) })
		}
	}
}

// hear puts one event into the inbox; left tells whether the one before it said
// that a file left.
func (e *events) hear(event fsnotify.Event, left bool) {
	if e.anchors[event.Name] {
		e.in.put(func(m *mail) { m.root = true })
		return
	}
	name, ok := strings.CutPrefix(event.Name, e.root+string(os.PathSeparator))
	if !ok {
		return
	}
	name = filepath.ToSlash(name)
	if filepath.Base(event.Name) == swapped {
		e.in.put(func(m *mail) { m.rescan = true })
		return
	}
	if ignored(name) {
		return
	}
	now := e.o.Now()
	h := hint{
		first:    now,
		last:     now,
		appeared: event.Has(fsnotify.Create),
		written:  event.Has(fsnotify.Write),
		left:     event.Has(fsnotify.Rename) || event.Has(fsnotify.Remove),
		moved:    event.Has(fsnotify.Rename),
		paired:   left,
	}
	e.in.put(func(m *mail) { m.hint(name, h) })
}

// resolve follows the symlinks on the way to the root. It returns where the
// root is, and all that would lead elsewhere if it were replaced: the root and
// the symlinks.
func resolve(root string) (real string, anchors map[string]bool, err error) {
	root, err = filepath.Abs(root)
	if err != nil {
		return "", nil, err
	}
	real, err = filepath.EvalSymlinks(root)
	if err != nil {
		return "", nil, err
	}
	anchors = map[string]bool{real: true}
	for follow := []string{root}; len(follow) > 0; follow = follow[1:] {
		for at := follow[0]; at != filepath.Dir(at); at = filepath.Dir(at) {
			target, err := os.Readlink(at)
			if err != nil {
				continue // not a symlink
			}
			dir, err := filepath.EvalSymlinks(filepath.Dir(at))
			if err != nil {
				return "", nil, err
			}
			anchor := filepath.Join(dir, filepath.Base(at))
			if anchors[anchor] {
				continue
			}
			anchors[anchor] = true
			if !filepath.IsAbs(target) {
				target = filepath.Join(dir, target)
			}
			follow = append(follow, target)
		}
	}
	return real, anchors, nil
}
