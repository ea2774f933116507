package posts

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Limits of what is read for one article.
const (
	maxFile  = 8 << 20 // bytes
	maxParts = 1000    // files of a bundle
)

// ErrTorn says that a file changed while it was read: what was read is neither
// the old nor the new one, and another event is on its way.
var ErrTorn = errors.New("changed while it was read")

// Load reads the files of an article: its own first, then the parts of its
// bundle, sorted by name. The error is [ErrTorn], fs.ErrNotExist, a [Fault]
// when the article is too large, or another error of the file system.
func Load(fsys fs.FS, article string) ([]File, error) {
	return (&Loader{FS: fsys}).Load(article)
}

// A Loader reads articles one after the other, each into the memory of the one
// before. One goroutine uses it at a time.
type Loader struct {
	FS  fs.FS
	buf []byte // what the next file is read into
}

// Load is the function [Load]. The contents that it gives last until it is
// called again.
func (l *Loader) Load(article string) ([]File, error) {
	names := []string{article}
	if dir, ok := bundleOf(article); ok && isIndex(path.Base(article)) {
		parts, err := bundleParts(l.FS, dir)
		if err != nil {
			return nil, err
		}
		if len(parts) > maxParts {
			return nil, Fault{File: article, What: fmt.Sprintf("a bundle of %d files", len(parts)), Want: fmt.Sprintf("at most %d", maxParts)}
		}
		names = append(names, parts...)
	}
	files := make([]File, 0, len(names))
	room := l.buf
	for _, name := range names {
		data, err := readWhole(l.FS, name, room)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: name, Data: data})
		if cap(data) > cap(l.buf) {
			l.buf = data[:0]
		}
		room = data[len(data):]
	}
	return files, nil
}

func bundleParts(fsys fs.FS, dir string) ([]string, error) {
	var parts []string
	for _, sub := range []struct {
		dir  string
		part func(base string) bool
	}{
		{dir, isUpdate},
		{path.Join(dir, "updates"), hasExtension},
	} {
		entries, err := fs.ReadDir(fsys, sub.dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if name := path.Join(sub.dir, e.Name()); !e.IsDir() && sub.part(e.Name()) && Match(name) {
				parts = append(parts, name)
			}
		}
	}
	slices.SortFunc(parts, func(a, b string) int {
		return strings.Compare(path.Base(a)+"\x00"+a, path.Base(b)+"\x00"+b)
	})
	return parts, nil
}

// A wholeReader is a file system that has a quicker way of reading small files
// than opening them: see folder.Folder.
type wholeReader interface {
	ReadWhole(name string, buf []byte, most int64) (data []byte, size int64, err error)
}

// readWhole reads a file that nobody writes to meanwhile, into buf if it has
// room.
func readWhole(fsys fs.FS, name string, buf []byte) ([]byte, error) {
	data, size, err := []byte(nil), int64(0), errors.ErrUnsupported
	if r, ok := fsys.(wholeReader); ok {
		data, size, err = r.ReadWhole(name, buf, maxFile)
	}
	if errors.Is(err, errors.ErrUnsupported) {
		data, size, err = readOpen(fsys, name, buf)
	}
	switch {
	case err != nil:
		return nil, err
	case size < 0:
		return nil, fmt.Errorf("%s: %w", name, ErrTorn)
	case size > maxFile:
		return nil, Fault{File: name, What: fmt.Sprintf("a file of %d bytes", size), Want: fmt.Sprintf("at most %d", maxFile)}
	}
	return data, nil
}

// readOpen is a wholeReader's way for any file system.
func readOpen(fsys fs.FS, name string, buf []byte) (data []byte, size int64, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if before.Size() > maxFile {
		return nil, before.Size(), nil
	}
	data, err = appendAll(slices.Grow(buf[:0], int(before.Size())+1), io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", name, err)
	}
	after, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if int64(len(data)) != before.Size() || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
		return nil, -1, nil
	}
	return data, before.Size(), nil
}

// appendAll is io.ReadAll into a buffer of the expected size.
func appendAll(b []byte, r io.Reader) ([]byte, error) {
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}
