//go:build !linux

package folder

import (
	"errors"
	"os"
)

func (f *Folder) open(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func (f *Folder) find(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func (f *Folder) whole(string, []byte, int64) ([]byte, int64, error) {
	return nil, 0, errors.ErrUnsupported
}
