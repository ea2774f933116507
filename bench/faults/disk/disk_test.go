//go:build linux

package disk

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func mounted(t *testing.T) (*Disk, string) {
	t.Helper()
	at := t.TempDir()
	d, err := New(at, rand.New(rand.NewPCG(1, 2)))
	if errors.Is(err, ErrNoFUSE) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, at
}

// What was synced survives every power cut, with its name; what was not does
// not survive all of them.
func TestAPowerCutLeavesWhatWasSynced(t *testing.T) {
	d, at := mounted(t)
	f, err := os.Create(filepath.Join(at, "kept"))
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(strings.Repeat("kept", 1000))
	folder, err := os.Open(at)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Sync(), f.Close(), folder.Sync(), folder.Close()); err != nil {
		t.Fatal(err)
	}
	torn := 0
	for range 20 {
		f, err := os.OpenFile(filepath.Join(at, "kept"), os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString(strings.Repeat("lost", 1000))
		os.WriteFile(filepath.Join(at, "unnamed"), []byte("lost"), 0o600)
		f.Close()
		if err := d.Cut(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(at, "kept"))
		if err != nil || !strings.HasPrefix(string(b), strings.Repeat("kept", 1000)) {
			t.Fatalf("after a power cut the file has %d bytes, %v", len(b), err)
		}
		if len(b) < 8000 {
			torn++
		}
		if err := os.Truncate(filepath.Join(at, "kept"), 4000); err != nil {
			t.Fatal(err)
		}
	}
	if torn == 0 {
		t.Error("20 power cuts lost nothing of what was not synced")
	}
}

func TestADiskGivesTheErrorsOfItsMode(t *testing.T) {
	d, at := mounted(t)
	name := filepath.Join(at, "file")
	if err := os.WriteFile(name, []byte("here"), 0o600); err != nil {
		t.Fatal(err)
	}
	for mode, want := range map[Mode]error{Full: syscall.ENOSPC, ReadOnly: syscall.EROFS} {
		d.Set(mode)
		if err := os.WriteFile(filepath.Join(at, "other"), []byte("x"), 0o600); !errors.Is(err, want) {
			t.Errorf("mode %d: a write gives %v, want %v", mode, err, want)
		}
		if b, err := os.ReadFile(name); err != nil || string(b) != "here" {
			t.Errorf("mode %d: the file reads %q, %v", mode, b, err)
		}
	}
	d.Set(Failing)
	failed := false
	for range 50 {
		err := os.WriteFile(name, []byte("there"), 0o600)
		failed = failed || errors.Is(err, syscall.EIO)
	}
	if !failed {
		t.Error("50 writes to a failing disk gave no EIO")
	}
	d.Set(Good)
	if err := os.WriteFile(name, []byte("good"), 0o600); err != nil {
		t.Error(err)
	}
}
