package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"writethru/journal"
	"writethru/journal/journaltest"
)

// killed gives the folder of a journal whose process was killed after some
// appends, with all of them in the WAL.
func killed(t *testing.T, appends int) string {
	t.Helper()
	dir := t.TempDir()
	c := start(t, "append", dir)
	for range appends {
		c.line(t)
	}
	c.kill()
	return dir
}

// What a crash leaves is not damage, wherever the log ends.
func TestAnEndOfTheLogIsNoDamage(t *testing.T) {
	dir := killed(t, 12)
	path := filepath.Join(dir, FileName)
	if err := checkWAL(path); err != nil {
		t.Fatalf("after a kill: %v", err)
	}
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(path + "-shm") // another machine, or a start of this one
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		if err := os.WriteFile(path+"-wal", log[:r.IntN(len(log))], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := checkWAL(path); err != nil {
			t.Fatalf("a log that ends too soon: %v", err)
		}
	}
}

// A byte that was flipped anywhere in a log of which commits were acknowledged
// is found, or changes nothing of what is read.
func TestAFlippedByteInTheLogIsFound(t *testing.T) {
	dir := killed(t, 12)
	path := filepath.Join(dir, FileName)
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	// The last commit may have been under way when the process was killed.
	acknowledged, _, err := walIndex(path + "-shm")
	if err != nil || acknowledged < 24 {
		t.Fatalf("the index knows of %d frames, %v", acknowledged, err)
	}
	log = log[:min(len(log), walHeader+acknowledged*(walFrameHeader+pageSize))]
	index, err := os.ReadFile(path + "-shm")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(log []byte) {
		t.Helper()
		if err := errors.Join(os.WriteFile(path, file, 0o600), os.WriteFile(path+"-wal", log, 0o600), os.WriteFile(path+"-shm", index, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	put(log)
	want, err := contents(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	found := 0
	for n := range 200 {
		at := r.IntN(len(log))
		if n < 40 {
			at = n // the header, and the one of the first frame
		}
		bad := bytes.Clone(log)
		bad[at] ^= 1 << r.IntN(8)
		put(bad)
		if err := checkWAL(path); errors.Is(err, journal.ErrDamaged) {
			found++
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		if got, err := contents(t, dir); err != nil || got != want {
			t.Fatalf("byte %d of %d was flipped: nothing is found, and the journal holds\n%.300s (%v), want\n%.300s", at, len(log), got, err, want)
		}
	}
	if found < 150 {
		t.Errorf("%d of 200 flipped bytes were found", found)
	}
}

// Whatever a log holds, looking at it ends, and finds as many good frames as have
// the right sums. Sums are made right here for the header and the first frames,
// or nothing that a fuzzer thinks of would get past them.
func FuzzWAL(f *testing.F) {
	dir := f.TempDir()
	s := open(f, dir, Publish)
	for n := range 4 {
		if _, err := s.Append(f.Context(), []journal.Revision{journaltest.Revision(fmt.Sprint("story-", n), 1)}); err != nil {
			f.Fatal(err)
		}
	}
	log, err := os.ReadFile(filepath.Join(dir, FileName) + "-wal")
	if err != nil {
		f.Fatal(err)
	}
	log = log[:min(len(log), walHeader+2*(walFrameHeader+pageSize))]
	for _, sealed := range []uint8{0, 1, 2, 255} {
		f.Add(log, sealed)
	}
	small := make([]byte, walHeader+3*(walFrameHeader+512))
	binary.BigEndian.PutUint32(small, walMagic)
	binary.BigEndian.PutUint32(small[8:], 512)
	f.Add(small, uint8(3))
	huge := bytes.Clone(small)
	binary.BigEndian.PutUint32(huge[8:], 1<<32-1)
	f.Add(huge, uint8(1))
	f.Fuzz(func(t *testing.T, log []byte, sealed uint8) {
		log = bytes.Clone(log)
		frames := sealWAL(log, int(sealed))
		w, err := readWAL(bytes.NewReader(log))
		if err != nil || w.good > w.frames || w.good+w.commits > w.frames {
			t.Errorf("%+v, %v", w, err)
		}
		if len(log) >= walHeader && w.header {
			if size := binary.BigEndian.Uint32(log[8:]); size < 512 || size > 1<<16 {
				t.Errorf("a header is good that says of pages that they have %d bytes", size)
			}
		}
		if w.good < frames {
			t.Errorf("%d frames are good, and %d are found: %+v", frames, w.good, w)
		}
	})
}

// sealWAL gives the header of a log and its first frames the sums and salts that
// they should have, and returns how many frames are good then.
func sealWAL(log []byte, most int) (frames int) {
	if len(log) < walHeader || most == 0 {
		return 0
	}
	magic, size := binary.BigEndian.Uint32(log), int(binary.BigEndian.Uint32(log[8:]))
	sum := walSum{order: binary.LittleEndian}
	if magic&1 != 0 {
		sum.order = binary.BigEndian
	}
	put := func(to []byte) {
		binary.BigEndian.PutUint32(to, sum.a)
		binary.BigEndian.PutUint32(to[4:], sum.b)
	}
	sum.add(log[:24])
	put(log[24:])
	if magic&^1 != walMagic || size < 512 || size > 1<<16 || size&(size-1) != 0 {
		return 0
	}
	for rest := log[walHeader:]; frames < most && len(rest) >= walFrameHeader+size; rest = rest[walFrameHeader+size:] {
		copy(rest[8:16], log[16:24])
		sum.add(rest[:8])
		sum.add(rest[walFrameHeader : walFrameHeader+size])
		put(rest[16:])
		frames++
	}
	return frames
}
