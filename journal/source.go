package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/s2"

	"writethru/posts"
)

// What one article may hold. Pack refuses what Unpack would not read, so that
// everything recorded can be read again.
const (
	maxFiles = 4096
	maxBytes = 64 << 20 // of all files together, unpacked
	maxName  = 1 << 15  // bytes of a file's name
)

// packed is the first byte of a source: a list of files and one block of S2, a
// compression that costs less than writing what it saves. Before it there were
// zip archives, which begin with "PK".
const packed = 1

var (
	errTooLarge = fmt.Errorf("an article of more than %d files or %d MiB", maxFiles, maxBytes>>20)
	errTorn     = errors.New("it ends too soon, or its sizes do not agree")
)

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

// Pack makes one source of an article's files. It holds them in the order given
// and no times, so that the same files give the same bytes:
//
//	1, the number of files,
//	of each file: the length of its name, its name, the length of its content,
//	the contents in a row, as one block of S2.
//
// Numbers are unsigned varints.
func Pack(files []posts.File) ([]byte, error) {
	total, head := 0, 1+binary.MaxVarintLen64
	for _, f := range files {
		if err := checkName(f.Name); err != nil {
			return nil, fmt.Errorf("pack source: %w", err)
		}
		if total += len(f.Data); total > maxBytes || len(files) > maxFiles {
			return nil, fmt.Errorf("pack source: %s: %w", f.Name, errTooLarge)
		}
		head += len(f.Name) + 2*binary.MaxVarintLen64
	}
	room := packing.Get().(*[]byte) //nolint:forcetypeassert // nothing else is in the pool
	defer packing.Put(room)
	source := slices.Grow((*room)[:0], head+s2.MaxEncodedLen(total))
	source = append(source, packed)
	source = binary.AppendUvarint(source, uint64(len(files)))
	for _, f := range files {
		source = binary.AppendUvarint(source, uint64(len(f.Name)))
		source = append(source, f.Name...)
		source = binary.AppendUvarint(source, uint64(len(f.Data)))
	}
	block := s2.Encode(source[len(source):cap(source)], contents(files, total))
	if cap(source) <= maxRoom {
		*room = source
	}
	return bytes.Clone(source[:len(source)+len(block)]), nil
}

// packing has room for sources, whose sizes are known when they are packed.
var packing = sync.Pool{New: func() any { return new([]byte) }}

// maxRoom is the largest room that is kept.
const maxRoom = 1 << 20

// contents gives the contents of files in a row.
func contents(files []posts.File, total int) []byte {
	if len(files) == 1 {
		return files[0].Data
	}
	all := make([]byte, 0, total)
	for _, f := range files {
		all = append(all, f.Data...)
	}
	return all
}

// Unpack gives the files that [Pack] made a source of. It reads no more than an
// article may hold, whatever the source says of its sizes.
func Unpack(source []byte) ([]posts.File, error) {
	read := unzip
	if len(source) > 0 && source[0] == packed {
		read = unpack
	}
	files, err := read(source)
	if err != nil {
		return nil, fmt.Errorf("unpack source: %w", err)
	}
	return files, nil
}

func unpack(source []byte) ([]posts.File, error) {
	r := sourceReader{rest: source[1:]}
	count := r.number(maxFiles)
	files := make([]posts.File, 0, min(count, len(r.rest)))
	sizes := make([]int, 0, cap(files))
	left := maxBytes
	for range count {
		name := string(r.bytes(r.number(maxName)))
		size := r.number(left)
		if r.err != nil {
			break
		}
		if err := checkName(name); err != nil {
			return nil, err
		}
		left -= size
		files, sizes = append(files, posts.File{Name: name}), append(sizes, size)
	}
	if n, err := s2.DecodedLen(r.rest); r.err == nil && (err != nil || n != maxBytes-left) {
		r.err = errTorn
	}
	if r.err != nil {
		return nil, r.err
	}
	all, err := s2.Decode(nil, r.rest)
	if err != nil {
		return nil, err
	}
	for i, size := range sizes {
		files[i].Data, all = all[:size:size], all[size:]
	}
	return files, nil
}

// A sourceReader reads what stands before the contents in a source, up to the
// first thing that is wrong.
type sourceReader struct {
	rest []byte
	err  error
}

// number reads a number of at most limit.
func (r *sourceReader) number(limit int) int {
	n, size := binary.Uvarint(r.rest)
	switch {
	case r.err != nil:
	case size <= 0:
		r.err = errTorn
	case n > uint64(limit):
		r.err = errTooLarge
	default:
		r.rest = r.rest[size:]
		return int(n)
	}
	return 0
}

// bytes reads n bytes.
func (r *sourceReader) bytes(n int) []byte {
	if n > len(r.rest) {
		r.err, n = errTorn, 0
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// checkName keeps names inside the posts folder: whoever writes a source back
// to files can trust them.
func checkName(name string) error {
	if !filepath.IsLocal(name) || strings.HasSuffix(name, "/") {
		return fmt.Errorf("name %q: want a file inside the posts folder", name)
	}
	if len(name) > maxName {
		return errors.New("a name of more than 32 KiB")
	}
	return nil
}
