package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// open opens a name for reading.
func (f *Folder) open(name string) (*os.File, error) { return f.beneath("open", name, unix.O_RDONLY) }

// find opens a name for asking what it is, and nothing else.
func (f *Folder) find(name string) (*os.File, error) { return f.beneath("stat", name, unix.O_PATH) }

// beneath opens a name and gives the file that a program knows.
func (f *Folder) beneath(op, name string, flags uint64) (*os.File, error) {
	fd, err := f.descriptor(op, name, flags)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), filepath.Join(f.path, name)), nil
}

// descriptor opens a name in one call: openat2(2) resolves it, and refuses what
// leads out of the folder.
func (f *Folder) descriptor(op, name string, flags uint64) (int, error) {
	how := unix.OpenHow{Flags: flags | unix.O_CLOEXEC, Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS}
	for {
		fd, err := unix.Openat2(int(f.dir.Fd()), name, &how)
		switch {
		case err == nil:
			return fd, nil
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EPERM), errors.Is(err, unix.EAGAIN):
			// An old kernel, a sandbox that does not know the call, or something
			// was renamed meanwhile.
			return -1, errors.ErrUnsupported
		}
		return -1, &fs.PathError{Op: op, Path: name, Err: err}
	}
}
