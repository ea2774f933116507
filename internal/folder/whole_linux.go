package folder

import (
	"errors"
	"io/fs"
	"slices"

	"golang.org/x/sys/unix"
)

// whole reads a file in as few calls as there can be: many small files cost
// more to open, to ask and to close than to read.
func (f *Folder) whole(name string, buf []byte, most int64) (data []byte, size int64, err error) {
	fd, err := f.descriptor("open", name, unix.O_RDONLY)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = unix.Close(fd) }() // nothing was written
	var before, after unix.Stat_t
	if err := again(func() error { return unix.Fstat(fd, &before) }); err != nil {
		return nil, 0, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	if before.Size > most {
		return nil, before.Size, nil
	}
	// One byte more than there is tells the end of the file from the end of the buffer.
	want := int(before.Size) + 1
	data = slices.Grow(buf[:0], want)[:want]
	n := 0
	for n < want {
		got := 0
		err := again(func() (err error) { got, err = unix.Read(fd, data[n:]); return err })
		if err != nil {
			return nil, 0, &fs.PathError{Op: "read", Path: name, Err: err}
		}
		n += got
		if got == 0 || n == want-1 {
			break
		}
	}
	if err := again(func() error { return unix.Fstat(fd, &after) }); err != nil {
		return nil, 0, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	if n != want-1 || after.Size != before.Size || after.Mtim != before.Mtim {
		return nil, -1, nil
	}
	return data[:n], before.Size, nil
}

// again repeats a call that a signal interrupted.
func again(call func() error) error {
	for {
		if err := call(); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
