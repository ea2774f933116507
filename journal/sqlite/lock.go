package sqlite

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"writethru/journal"
)

// lockName is the file whose lock the publishing process holds. It says who
// that is, and its time since when. It stays when the lock is given back:
// removing it would let two processes lock two files of the same name.
const lockName = "LOCK"

// Lock takes the lock of a data folder for somebody who is to change its files,
// so that nobody publishes meanwhile. It has to be closed.
func Lock(dir string) (io.Closer, error) {
	f, err := lock(dir)
	if err != nil {
		return nil, err // not a nil *os.File in an interface
	}
	return f, nil
}

// lock takes the lock of a data folder. The kernel gives it back when the
// process ends, however it ends.
func lock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return nil, errors.Join(fmt.Errorf("%w: %s", journal.ErrLocked, holder(f)), f.Close())
	}
	if err == nil {
		// The lock is ours: what the file says is left over from a former holder.
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintf(f, "pid %d (%s)\n", os.Getpid(), command())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", f.Name(), err), f.Close())
	}
	return f, nil
}

// holder says who holds the lock of f.
func holder(f *os.File) string {
	about := make([]byte, 1024)
	n, err := f.ReadAt(about, 0)
	who := strings.TrimSpace(string(about[:n]))
	info, statErr := f.Stat()
	if n == 0 || statErr != nil {
		// It has not written its name yet, or we may not see it.
		return fmt.Sprintf("unknown (%v)", errors.Join(err, statErr))
	}
	return who + " since " + info.ModTime().UTC().Format(time.RFC3339)
}

func command() string {
	args := append([]string{filepath.Base(os.Args[0])}, os.Args[1:]...)
	return strings.ToValidUTF8(strings.Join(args, " "), "?")
}

func unlock(f *os.File) error {
	return errors.Join(f.Truncate(0), f.Close())
}
