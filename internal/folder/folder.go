// Package folder reads files below a folder and nothing outside of it, whatever
// names and symlinks say. The folder is looked up by its path each time, so
// that one that was replaced, as a checkout or a mount is, is read as it is now.
package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
)

// ErrAway says that the folder itself is not there: nothing is known of the
// files in it.
var ErrAway = errors.New("the folder is away")

// A Folder is a file system of what is below a path. Several goroutines can use
// it.
type Folder struct {
	path string

	mu   sync.RWMutex // guards all below; held for writing while dir is replaced
	dir  *os.File
	info fs.FileInfo // of dir
}

// Open returns the folder at a path, which has to exist now and may be away
// for a while later.
func Open(path string) (*Folder, error) {
	f := &Folder{path: path}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("not a folder")}
	}
	return f, f.reopen()
}

// Await returns the folder at a path, which need not exist yet.
func Await(path string) *Folder { return &Folder{path: path} }

// Close gives back what the folder holds. Nothing may be called after it.
func (f *Folder) Close() error { return f.dir.Close() }

// Open opens a file or a folder: see fs.FS. What a name or a symlink leads to
// outside of the folder can't be opened.
func (f *Folder) Open(name string) (fs.File, error) {
	file, err := f.within("open", name, (*Folder).open)
	if err != nil {
		return nil, err // not a nil *os.File in an interface
	}
	return file, nil
}

// Stat says what is under a name: see fs.StatFS. Symlinks inside the folder are
// followed.
func (f *Folder) Stat(name string) (fs.FileInfo, error) {
	file, err := f.within("stat", name, (*Folder).find)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	return file.Stat()
}

// ReadWhole reads a file of at most most bytes, into buf if that has room for
// it and one byte more, and gives its size: -1 if it changed while it was read.
// There is no data of a file that is larger, or changed. The error is
// errors.ErrUnsupported where the system has no quick way of doing this.
func (f *Folder) ReadWhole(name string, buf []byte, most int64) (data []byte, size int64, err error) {
	if err := f.check("open", name); err != nil {
		return nil, 0, err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.whole(name, buf, most)
}

// check makes sure that what is opened next is in the folder that is at the
// path now.
func (f *Folder) check(op, name string) error {
	if !fs.ValidPath(name) {
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if err := f.follow(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, ErrAway, err.Error()) // not wrapped: it is no fs.ErrNotExist
	}
	return nil
}

// within opens a name of the folder that is at the path now.
func (f *Folder) within(op, name string, open func(*Folder, string) (*os.File, error)) (*os.File, error) {
	if err := f.check(op, name); err != nil {
		return nil, err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	file, err := open(f, name)
	if errors.Is(err, errors.ErrUnsupported) {
		return f.slowly(name)
	}
	return file, err
}

// follow opens the folder anew if another is at the path than before.
func (f *Folder) follow() error {
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	f.mu.RLock()
	same := os.SameFile(info, f.info)
	f.mu.RUnlock()
	if same {
		return nil
	}
	return f.reopen()
}

func (f *Folder) reopen() error {
	dir, err := os.Open(f.path)
	if err != nil {
		return err
	}
	info, err := dir.Stat()
	if err != nil {
		return errors.Join(err, dir.Close())
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dir != nil {
		err = f.dir.Close()
	}
	f.dir, f.info = dir, info
	return err
}

// slowly opens a name in as many steps as it has parts, where the system has no
// call that does it in one.
func (f *Folder) slowly(name string) (*os.File, error) {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(name)
}
