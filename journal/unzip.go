package journal

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"

	"writethru/posts"
)

// unzip gives the files of a source that is a zip archive, as all were at first.
// Journals hold them for ever.
func unzip(source []byte) ([]posts.File, error) {
	r, err := zip.NewReader(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		return nil, err
	}
	if len(r.File) > maxFiles {
		return nil, errTooLarge
	}
	files := make([]posts.File, 0, len(r.File))
	left := int64(maxBytes)
	for _, f := range r.File {
		if err := checkName(f.Name); err != nil {
			return nil, err
		}
		data, err := readUpTo(f, left)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		left -= int64(len(data))
		files = append(files, posts.File{Name: f.Name, Data: data})
	}
	return files, nil
}

// readUpTo reads one file of an archive, or nothing if it has more than limit bytes.
func readUpTo(f *zip.File, limit int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, errTooLarge
	}
	return data, r.Close()
}
