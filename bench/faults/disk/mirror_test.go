//go:build linux

package disk

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestAMirrorShowsAFolderAndFails(t *testing.T) {
	dir, at := t.TempDir(), t.TempDir()
	m, err := NewMirror(dir, at, rand.New(rand.NewPCG(1, 3)))
	if errors.Is(err, ErrNoFUSE) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	write := func(text string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, "a"), 0o755), os.WriteFile(filepath.Join(dir, "a/b.md"), []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	read := func() (string, error) {
		b, err := os.ReadFile(filepath.Join(at, "a/b.md"))
		return string(b), err
	}
	for _, text := range []string{"What B said.", "What B says now."} {
		write(text)
		if got, err := read(); err != nil || got != text {
			t.Errorf("the mirror shows %q, %v, want %q", got, err, text)
		}
	}
	m.Fail(true)
	failed := 0
	for range 50 {
		if text, err := read(); errors.Is(err, syscall.EIO) {
			failed++
		} else if err != nil || text != "What B says now." {
			t.Errorf("a failing mirror shows %q, %v", text, err)
		}
	}
	if _, err := os.Stat(filepath.Join(at, "c.md")); err == nil {
		t.Error("a failing mirror shows what is not there")
	}
	m.Fail(false)
	if got, err := read(); err != nil || got != "What B says now." || failed == 0 || m.Errors() == 0 {
		t.Errorf("after %d failures, %d errors, the mirror shows %q, %v", failed, m.Errors(), got, err)
	}
}
