//go:build linux

// Package disk is a disk that fails when it is told to: a file system in memory
// that is mounted like any other, gives errors, is full or read-only for a
// while, and loses at a power cut what nobody had asked it to keep.
package disk

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A Mode is how a disk works.
type Mode int

// The modes of a disk.
const (
	Good     Mode = iota
	Failing       // some reads, writes and syncs give EIO
	Full          // nothing can grow: ENOSPC
	ReadOnly      // nothing can be changed: EROFS
)

// A Disk holds the files of one folder. Its methods may be called from any
// goroutine.
type Disk struct {
	at     string // where it is mounted
	server *fuse.Server

	mu    sync.Mutex // guards what follows, and all files
	rand  *rand.Rand
	mode  Mode
	names map[string]*file
	kept  map[string]*file // the names that survive a power cut for sure
	since []func()         // what was done to kept names since, in order
	given int              // how many errors were given
}

// ErrNoFUSE says that this machine can't mount a disk: it has no FUSE, or we
// may not use it.
var ErrNoFUSE = errors.New("file systems can't be mounted from here")

// New mounts an empty disk at a folder. What fails, and what a power cut
// leaves, follows from r.
func New(at string, r *rand.Rand) (*Disk, error) {
	if f, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFUSE, err)
	} else if err := f.Close(); err != nil {
		return nil, err
	}
	d := &Disk{at: at, rand: r, names: map[string]*file{}, kept: map[string]*file{}}
	if err := d.mount(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFUSE, err)
	}
	return d, nil
}

func (d *Disk) mount() error {
	o := &fs.Options{MountOptions: fuse.MountOptions{DirectMount: true, FsName: "faults", Name: "faults", MaxWrite: 1 << 17}}
	server, err := fs.Mount(d.at, &folder{disk: d}, o)
	if err != nil {
		return err
	}
	d.server = server
	return nil
}

// Set changes how the disk works from now on.
func (d *Disk) Set(m Mode) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mode = m
}

// Errors is how many errors the disk has given.
func (d *Disk) Errors() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.given
}

// Cut takes the power away and gives it back. Whoever has files open must be
// dead by then. What was synced is there; of all else, some.
func (d *Disk) Cut() error {
	if err := d.Close(); err != nil {
		return err
	}
	d.mu.Lock()
	survive := d.rand.IntN(len(d.since) + 1)
	d.names = d.kept
	for _, change := range d.since[:survive] {
		change()
	}
	d.since = nil
	d.kept = maps.Clone(d.names)
	for _, f := range d.names {
		f.cut(d.rand)
	}
	d.mode = Good
	d.mu.Unlock()
	return d.mount()
}

// Close takes the disk out of its folder, also while somebody has files open.
func (d *Disk) Close() error {
	if err := syscall.Unmount(d.at, syscall.MNT_DETACH); err != nil {
		return d.server.Unmount()
	}
	return nil
}

// fault gives the error with which something fails now, or 0. Changing things
// fails on a disk that is read-only, growing on one that is full.
func (d *Disk) fault(changes, grows bool) syscall.Errno {
	var errno syscall.Errno
	switch {
	case d.mode == Failing && d.rand.IntN(4) == 0:
		errno = syscall.EIO
	case d.mode == Full && grows:
		errno = syscall.ENOSPC
	case d.mode == ReadOnly && changes:
		errno = syscall.EROFS
	}
	if errno != 0 {
		d.given++
	}
	return errno
}

// named notes a change of names, which a power cut undoes until the folder is
// synced.
func (d *Disk) named(change func(names map[string]*file)) {
	change(d.names)
	d.since = append(d.since, func() { change(d.names) })
}

// syncNames makes the names durable.
func (d *Disk) syncNames() {
	d.kept, d.since = maps.Clone(d.names), nil
}
