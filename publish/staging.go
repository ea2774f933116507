package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/google/renameio/v2"
)

// copyFile gives a file the content of another, which is never held as a whole.
// A file that has it already is not touched.
func copyFile(name string, open func() (fs.File, error)) error {
	switch same, err := hasContent(name, open); {
	case err != nil:
		return fmt.Errorf("build: %s: %w", name, err)
	case same:
		return nil
	}
	from, err := open()
	if err != nil {
		return fmt.Errorf("build: %s: %w", name, err)
	}
	defer from.Close()
	to, err := renameio.NewPendingFile(name, renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	if _, err := io.Copy(to, from); err != nil {
		return fmt.Errorf("build: %s: %w", name, errors.Join(err, to.Cleanup()))
	}
	if err := to.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("build: %w", errors.Join(err, to.Cleanup()))
	}
	return nil
}

// hasContent reports whether a file is there and has the content of another.
func hasContent(name string, open func() (fs.File, error)) (bool, error) {
	a, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = a.Close() }() // it was only read
	b, err := open()
	if err != nil {
		return false, err
	}
	defer b.Close()
	return sameContent(a, b)
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
