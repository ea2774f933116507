//go:build linux

package disk

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A Mirror shows a folder at another place, to be read there, and gives errors
// when it is told to. Its methods may be called from any goroutine.
type Mirror struct {
	at string

	mu      sync.Mutex // guards what follows
	rand    *rand.Rand
	failing bool
	given   int
}

// NewMirror shows a folder at another one. What fails follows from r.
func NewMirror(dir, at string, r *rand.Rand) (*Mirror, error) {
	m := &Mirror{at: at, rand: r}
	root, err := fs.NewLoopbackRoot(dir)
	if err != nil {
		return nil, err
	}
	o := &fs.Options{MountOptions: fuse.MountOptions{DirectMount: true, FsName: "faults", Name: "faults", Options: []string{"ro"}}}
	if _, err := fs.Mount(at, &shown{LoopbackNode: root.(*fs.LoopbackNode), mirror: m}, o); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFUSE, err)
	}
	return m, nil
}

// Fail says whether one in four of all that is asked fails from now on.
func (m *Mirror) Fail(failing bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failing = failing
}

// Errors is how many errors it has given.
func (m *Mirror) Errors() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.given
}

// Close takes the mirror away, also while somebody has files open.
func (m *Mirror) Close() error { return syscall.Unmount(m.at, syscall.MNT_DETACH) }

func (m *Mirror) fault() syscall.Errno {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.failing || m.rand.IntN(4) > 0 {
		return 0
	}
	m.given++
	return syscall.EIO
}

// shown is a file or folder of a mirror.
type shown struct {
	*fs.LoopbackNode
	mirror *Mirror
}

// WrapChild makes what is in a folder of a mirror part of it.
func (s *shown) WrapChild(_ context.Context, ops fs.InodeEmbedder) fs.InodeEmbedder {
	return &shown{LoopbackNode: ops.(*fs.LoopbackNode), mirror: s.mirror}
}

func (s *shown) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	if errno := s.mirror.fault(); errno != 0 {
		return nil, errno
	}
	return s.LoopbackNode.Lookup(ctx, name, out)
}

func (s *shown) Getattr(ctx context.Context, f fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	if errno := s.mirror.fault(); errno != 0 {
		return errno
	}
	return s.LoopbackNode.Getattr(ctx, nil, out)
}

func (s *shown) OpendirHandle(ctx context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	if errno := s.mirror.fault(); errno != 0 {
		return nil, 0, errno
	}
	return s.LoopbackNode.OpendirHandle(ctx, flags)
}

func (s *shown) Open(ctx context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	if errno := s.mirror.fault(); errno != 0 {
		return nil, 0, errno
	}
	f, more, errno := s.LoopbackNode.Open(ctx, flags)
	if errno != 0 {
		return nil, 0, errno
	}
	return &reading{f.(fs.FileReader), f.(fs.FileReleaser), s.mirror}, more | fuse.FOPEN_DIRECT_IO, 0
}

// reading is an open file of a mirror.
type reading struct {
	fs.FileReader
	fs.FileReleaser
	mirror *Mirror
}

func (r *reading) Read(ctx context.Context, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	if errno := r.mirror.fault(); errno != 0 {
		return nil, errno
	}
	return r.FileReader.Read(ctx, dest, off)
}
