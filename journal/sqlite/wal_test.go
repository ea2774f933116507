package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"writethru/journal"
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

func FuzzWAL(f *testing.F) {
	head := binary.BigEndian.AppendUint32(nil, walMagic)
	f.Add(append(head, make([]byte, 100)...))
	f.Fuzz(func(t *testing.T, log []byte) {
		w, err := readWAL(bytes.NewReader(log))
		if err != nil || w.good > w.frames || w.good+w.commits > w.frames {
			t.Errorf("%+v, %v", w, err)
		}
	})
}
