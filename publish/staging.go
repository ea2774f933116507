package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"

	"writethru/serve"
)

// A staging holds the files that a build has made until all of them are. They
// are put in their places together then, so that a build that fails or is killed
// has changed nothing, and whoever serves the folder sees the old site or the
// new one, but for the moment of the change.
type staging struct {
	dir string // in the folder of the build: files can't be renamed out of another file system

	mu     sync.Mutex // guards all below
	begun  int
	staged []stagedFile
}

// A stagedFile is whole, and is to stand under a name.
type stagedFile struct{ file, name string }

// write makes a file that is to stand under a name, unless what stands there is
// the same already.
func (s *staging) write(name string, r serve.Resource) error {
	perm := fs.FileMode(0o644)
	switch info, err := os.Stat(name); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: want a file, or nothing", name)
	default:
		if hasContent(name, r) {
			return nil
		}
		perm = info.Mode().Perm()
	}
	file, err := s.begin()
	if err != nil {
		return err
	}
	if err := makeFile(file, r, perm); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.staged = append(s.staged, stagedFile{file, name})
	return nil
}

// begin names a file in the staging.
func (s *staging) begin() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.begun == 0 {
		if err := os.RemoveAll(s.dir); err != nil { // a build that was killed has left it
			return "", err
		}
		if err := os.MkdirAll(s.dir, 0o755); err != nil {
			return "", err
		}
	}
	s.begun++
	return filepath.Join(s.dir, strconv.Itoa(s.begun)), nil
}

// release puts all files in their places, once they are on disk.
func (s *staging) release(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2 * runtime.GOMAXPROCS(0)) // others have something to do while one waits for the disk
	for _, f := range s.staged {
		g.Go(func() error { return errors.Join(ctx.Err(), syncFile(f.file)) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, f := range s.staged {
		if err := os.MkdirAll(filepath.Dir(f.name), 0o755); err != nil {
			return err
		}
		if err := os.Rename(f.file, f.name); err != nil {
			return err
		}
	}
	return nil
}

// clear gives up what is not in its place.
func (s *staging) clear() error {
	if s.begun == 0 {
		return nil
	}
	s.begun, s.staged = 0, nil
	return os.RemoveAll(s.dir)
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// makeFile writes a resource, which need not be held as a whole.
func makeFile(file string, r serve.Resource, perm fs.FileMode) error {
	if r.Open == nil {
		return os.WriteFile(file, r.Body, perm)
	}
	from, err := r.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// hasContent reports whether a file can be read and has the content of a resource.
func hasContent(name string, r serve.Resource) bool {
	if r.Open == nil {
		old, err := os.ReadFile(name)
		return err == nil && bytes.Equal(old, r.Body)
	}
	a, err := os.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = a.Close() }() // it was only read
	b, err := r.Open()
	if err != nil {
		return false // told when it is written
	}
	defer b.Close()
	same, err := sameContent(a, b)
	return same && err == nil
}

// sameContent reports whether what can be read from a and from b is the same.
func sameContent(a, b io.Reader) (bool, error) {
	of, other := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, errA := fill(of, a)
		m, errB := fill(other, b)
		if err := errors.Join(errA, errB); err != nil {
			return false, err
		}
		if !bytes.Equal(of[:n], other[:m]) {
			return false, nil
		}
		if n < len(of) {
			return true, nil
		}
	}
}

// fill reads into b as much as there is.
func fill(b []byte, from io.Reader) (int, error) {
	n, err := io.ReadFull(from, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return n, err
}
