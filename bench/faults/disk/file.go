//go:build linux

package disk

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// sector is what a disk writes whole or not at all.
const sector = 512

// A node is a file in one mount of its disk.
type node struct {
	fs.Inode
	*file
}

// A file holds what programs read of it, and what a power cut leaves.
type file struct {
	disk  *Disk
	mode  uint32
	now   []byte
	kept  []byte  // as of the last sync
	since []write // since then, in order
	spare bool    // no errors: the kernel reads and writes it when nobody waits
}

// A write is one change of a file; without data it sets the size to off.
type write struct {
	off  int64
	data []byte
}

func (w write) to(b []byte) []byte {
	if w.data == nil {
		return resized(b, w.off)
	}
	b = resized(b, max(int64(len(b)), w.off+int64(len(w.data))))
	copy(b[w.off:], w.data)
	return b
}

func resized(b []byte, size int64) []byte {
	if size <= int64(len(b)) {
		return b[:size]
	}
	return append(b, make([]byte, size-int64(len(b)))...)
}

// cut leaves what was synced, and of what was written since all, nothing, or
// some sectors.
func (f *file) cut(r *rand.Rand) {
	b := f.kept
	survive := []float64{0, .5, 1}[r.IntN(3)]
	for _, w := range f.since {
		if w.data == nil {
			if r.Float64() < survive {
				b = w.to(b)
			}
			continue
		}
		off := w.off
		for part := range slices.Chunk(w.data, sector) {
			if r.Float64() < survive {
				b = write{off, part}.to(b)
			}
			off += int64(len(part))
		}
	}
	f.now, f.kept, f.since = b, slices.Clone(b), nil
}

func newFile(d *Disk, name string, mode uint32) *file {
	// What is mapped into memory gives no errors but signals.
	return &file{disk: d, mode: mode, spare: strings.HasSuffix(name, "-shm")}
}

func (f *file) fault(changes, grows bool) syscall.Errno {
	if f.spare {
		return 0
	}
	return f.disk.fault(changes, grows)
}

func (f *file) change(w write) {
	f.now = w.to(f.now)
	f.since = append(f.since, w)
}

// Open opens the file; its content is cached by the kernel meanwhile.
func (f *file) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	return nil, 0, f.fault(flags&syscall.O_ACCMODE != syscall.O_RDONLY, false)
}

func (f *file) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if errno := f.fault(false, false); errno != 0 {
		return nil, errno
	}
	from := min(off, int64(len(f.now)))
	n := copy(dest, f.now[from:])
	return fuse.ReadResultData(dest[:n]), 0
}

func (f *file) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if errno := f.fault(true, off+int64(len(data)) > int64(len(f.now))); errno != 0 {
		return 0, errno
	}
	f.change(write{off, slices.Clone(data)})
	return uint32(len(data)), 0
}

// Fsync makes the file durable. If it fails, what was written since the last
// one may never be: a kernel does not try again.
func (f *file) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if errno := f.fault(true, false); errno != 0 {
		return errno
	}
	f.kept, f.since = slices.Clone(f.now), nil
	return 0
}

func (f *file) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.attr(&out.Attr)
	return 0
}

func (f *file) attr(out *fuse.Attr) {
	out.Mode = syscall.S_IFREG | f.mode
	out.Size = uint64(len(f.now))
	out.Nlink = 1
}

func (f *file) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	size, sized := in.GetSize()
	if errno := f.fault(true, sized && int64(size) > int64(len(f.now))); errno != 0 {
		return errno
	}
	if mode, ok := in.GetMode(); ok {
		f.mode = mode & 0o777
	}
	if sized {
		f.change(write{off: int64(size)})
	}
	f.attr(&out.Attr)
	return 0
}
