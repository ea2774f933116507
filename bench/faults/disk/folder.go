//go:build linux

package disk

import (
	"context"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A folder is the root of a disk: it has no other.
type folder struct {
	fs.Inode
	disk *Disk
}

// OnAdd gives the folder the files of its disk.
func (d *folder) OnAdd(ctx context.Context) {
	d.disk.mu.Lock()
	defer d.disk.mu.Unlock()
	for name, f := range d.disk.names {
		d.AddChild(name, d.NewPersistentInode(ctx, &node{file: f}, fs.StableAttr{Mode: syscall.S_IFREG}), true)
	}
}

func (d *folder) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	out.Mode = syscall.S_IFDIR | 0o755
	return 0
}

func (d *folder) Create(ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	d.disk.mu.Lock()
	defer d.disk.mu.Unlock()
	if errno := d.disk.fault(true, true); errno != 0 {
		return nil, nil, 0, errno
	}
	f := newFile(d.disk, name, mode&0o777)
	d.disk.named(func(names map[string]*file) { names[name] = f })
	f.attr(&out.Attr)
	return d.NewPersistentInode(ctx, &node{file: f}, fs.StableAttr{Mode: syscall.S_IFREG}), nil, 0, 0
}

func (d *folder) Unlink(_ context.Context, name string) syscall.Errno {
	d.disk.mu.Lock()
	defer d.disk.mu.Unlock()
	if errno := d.disk.fault(true, false); errno != 0 {
		return errno
	}
	d.disk.named(func(names map[string]*file) { delete(names, name) })
	return 0
}

func (d *folder) Rename(_ context.Context, from string, _ fs.InodeEmbedder, to string, flags uint32) syscall.Errno {
	d.disk.mu.Lock()
	defer d.disk.mu.Unlock()
	if flags != 0 {
		return syscall.EINVAL
	}
	if errno := d.disk.fault(true, false); errno != 0 {
		return errno
	}
	f := d.disk.names[from]
	d.disk.named(func(names map[string]*file) {
		delete(names, from)
		names[to] = f
	})
	return 0
}

// Fsync makes the names in the folder durable.
func (d *folder) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	d.disk.mu.Lock()
	defer d.disk.mu.Unlock()
	if errno := d.disk.fault(true, false); errno != 0 {
		return errno
	}
	d.disk.syncNames()
	return 0
}
