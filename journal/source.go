package journal

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"

	"writethru/posts"
)

// What one article may hold. Pack refuses what Unpack would not read, so that
// everything recorded can be read again.
const (
	maxFiles = 4096
	maxBytes = 64 << 20 // of all files together, unpacked
)

var errTooLarge = fmt.Errorf("an article of more than %d files or %d MiB", maxFiles, maxBytes>>20)

// Hash names an article's source: the SHA-256, in hexadecimal, over the names
// and contents of its files in the order given, each after its length.
func Hash(files []posts.File) string {
	h := sha256.New()
	var length [8]byte
	for _, f := range files {
		binary.BigEndian.PutUint64(length[:], uint64(len(f.Name)))
		h.Write(length[:])
		h.Write([]byte(f.Name))
		binary.BigEndian.PutUint64(length[:], uint64(len(f.Data)))
		h.Write(length[:])
		h.Write(f.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Pack makes one source of an article's files: a zip archive that holds them in
// the order given and no times, so that the same files give the same bytes.
func Pack(files []posts.File) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, quickly)
	total := 0
	for _, f := range files {
		if err := checkName(f.Name); err != nil {
			return nil, fmt.Errorf("pack source: %w", err)
		}
		if total += len(f.Data); total > maxBytes || len(files) > maxFiles {
			return nil, fmt.Errorf("pack source: %s: %w", f.Name, errTooLarge)
		}
		fw, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return nil, fmt.Errorf("pack source: %s: %w", f.Name, err)
		}
		if _, err := fw.Write(f.Data); err != nil {
			return nil, fmt.Errorf("pack source: %s: %w", f.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack source: %w", err)
	}
	return b.Bytes(), nil
}

// compressors are kept between sources: making one costs more than an article.
var compressors sync.Pool // of *flate.Writer

// quickly compresses at the fastest level: a start packs every article.
func quickly(w io.Writer) (io.WriteCloser, error) {
	if f, ok := compressors.Get().(*flate.Writer); ok {
		f.Reset(w)
		return pooled{f}, nil
	}
	f, err := flate.NewWriter(w, flate.BestSpeed)
	return pooled{f}, err
}

// A pooled compressor goes back when it is closed.
type pooled struct{ *flate.Writer }

func (p pooled) Close() error {
	err := p.Writer.Close()
	compressors.Put(p.Writer)
	return err
}

// Unpack gives the files that [Pack] made a source of. It reads no more than an
// article may hold, whatever the archive says of its sizes.
func Unpack(source []byte) ([]posts.File, error) {
	r, err := zip.NewReader(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		return nil, fmt.Errorf("unpack source: %w", err)
	}
	if len(r.File) > maxFiles {
		return nil, fmt.Errorf("unpack source: %w", errTooLarge)
	}
	files := make([]posts.File, 0, len(r.File))
	left := int64(maxBytes)
	for _, f := range r.File {
		if err := checkName(f.Name); err != nil {
			return nil, fmt.Errorf("unpack source: %w", err)
		}
		data, err := readUpTo(f, left)
		if err != nil {
			return nil, fmt.Errorf("unpack source: %s: %w", f.Name, err)
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

// checkName keeps names inside the posts folder: whoever writes a source back
// to files can trust them.
func checkName(name string) error {
	if !filepath.IsLocal(name) || strings.HasSuffix(name, "/") {
		return fmt.Errorf("name %q: want a file inside the posts folder", name)
	}
	if len(name) > 1<<15 {
		return errors.New("a name of more than 32 KiB")
	}
	return nil
}
