package sqlite

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"writethru/journal"
)

// What a commit writes goes to the end of a log beside the file, the WAL. SQLite
// reads it up to the first frame that does not have the right sum, and takes what
// comes after it for what a crash has cut off. So one byte that a disk has
// flipped hides everything that was recorded after it, without a word. What
// follows tells the two apart. The formats are those of
// https://www.sqlite.org/walformat.html.

const (
	walMagic       = 0x377f0682 // the last bit: numbers in sums are big-endian
	walHeader      = 32
	walFrameHeader = 24
)

// checkWAL returns an error that wraps journal.ErrDamaged if commits are hidden
// in the WAL of the journal at path.
func checkWAL(path string) error {
	// First what the index says: commits that come meanwhile are after it.
	acknowledged, salt, err := walIndex(path + "-shm")
	if err != nil {
		return err
	}
	f, err := os.Open(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // nothing was written
	w, err := readWAL(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		return err
	}
	if salt != w.salt {
		acknowledged = 0 // the index is of another log
	}
	return w.hidden(path, acknowledged)
}

// A wal is what a look at a log finds.
type wal struct {
	salt    [8]byte
	header  bool // is good, or there is none
	frames  int  // of this log
	good    int  // of these, from the first one on
	commits int  // among those that are not good
}

// hidden tells whether commits are hidden after what is good. A commit waits
// until the one before it is on disk, so a crash cuts off one of them at most.
// The index knows how many frames were on disk when a commit was acknowledged.
func (w wal) hidden(path string, acknowledged int) error {
	switch {
	case !w.header && w.frames == 0:
		return nil
	case !w.header:
		return fmt.Errorf("%s-wal: header: %w: %d commits are hidden", path, journal.ErrDamaged, w.commits)
	case w.commits > 1 || w.good < acknowledged && w.commits > 0:
		return fmt.Errorf("%s-wal: frame %d of %d: %w: %d commits are hidden from there on", path, w.good+1, w.frames, journal.ErrDamaged, w.commits)
	case w.good < acknowledged:
		return fmt.Errorf("%s-wal: it ends after frame %d: %w: %d were recorded", path, w.good, journal.ErrDamaged, acknowledged)
	}
	return nil
}

// readWAL looks at a log.
func readWAL(r io.Reader) (w wal, err error) {
	var head [walHeader]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		w.header = true // there is none yet
		return w, ended(err)
	}
	magic := binary.BigEndian.Uint32(head[:])
	size := int(binary.BigEndian.Uint32(head[8:]))
	copy(w.salt[:], head[16:24])
	sum := walSum{order: binary.LittleEndian}
	if magic&1 != 0 {
		sum.order = binary.BigEndian
	}
	sum.add(head[:24])
	w.header = magic&^1 == walMagic && size >= 512 && size <= 1<<16 && size&(size-1) == 0 && sum.is(head[24:])
	if !w.header {
		size = pageSize // most likely
	}
	frame := make([]byte, walFrameHeader+size)
	good := w.header
	for {
		if _, err := io.ReadFull(r, frame); err != nil {
			return w, ended(err)
		}
		if w.header && [8]byte(frame[8:16]) != w.salt {
			if good {
				return w, nil // what is left of an earlier log
			}
			continue // its salt may be what is damaged
		}
		w.frames++
		if good {
			sum.add(frame[:8])
			sum.add(frame[walFrameHeader:])
			good = sum.is(frame[16:])
		}
		switch commit := binary.BigEndian.Uint32(frame[4:]) != 0; {
		case good:
			w.good++
		case commit:
			w.commits++
		}
	}
}

// ended passes an error on, unless it is the end of a file.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// A walSum is the running sum of a log.
type walSum struct {
	order binary.ByteOrder
	a, b  uint32
}

func (s *walSum) add(p []byte) {
	for ; len(p) >= 8; p = p[8:] {
		s.a += s.order.Uint32(p) + s.b
		s.b += s.order.Uint32(p[4:]) + s.a
	}
}

// is reports whether a sum is written at the beginning of p.
func (s *walSum) is(p []byte) bool {
	return binary.BigEndian.Uint32(p) == s.a && binary.BigEndian.Uint32(p[4:]) == s.b
}

// walIndex reads from the index of a log, which processes share while they have
// the journal open, how many frames were on disk when the last commit was
// acknowledged, and the salt of that log. It is 0 where that is not known.
func walIndex(path string) (frames int, salt [8]byte, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, salt, nil
	}
	if err != nil {
		return 0, salt, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	var head [48]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return 0, salt, ended(err)
	}
	sum := walSum{order: binary.NativeEndian}
	sum.add(head[:40])
	if head[12] == 0 || sum.a != binary.NativeEndian.Uint32(head[40:]) || sum.b != binary.NativeEndian.Uint32(head[44:]) {
		return 0, salt, nil
	}
	copy(salt[:], head[32:40])
	return int(binary.NativeEndian.Uint32(head[16:])), salt, nil
}
