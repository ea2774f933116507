package watch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"writethru/watch"
)

// unhurried waits long for quiet, so that a loaded machine tears no burst apart.
func unhurried(dir string) watch.Options {
	return watch.Options{Root: dir, Quiet: 2 * time.Second, Longest: deadline}
}

func TestTreeMovedInIsOneBatch(t *testing.T) {
	dir, aside := t.TempDir(), t.TempDir()
	texts := numbered("2026", 10_000)
	put(t, aside, texts)
	r := ready(t, unhurried(dir))
	move(t, filepath.Join(aside, "2026"), filepath.Join(dir, "2026"))
	if b := r.next(); len(b.Changed) != len(texts) {
		t.Errorf("first batch has %d files, want all %d", len(b.Changed), len(texts))
	}
	r.want(texts)
}

func TestFilesCreatedInALoopAreOneBatch(t *testing.T) {
	dir := t.TempDir()
	texts := numbered("2026", 10_000)
	check(t, os.Mkdir(filepath.Join(dir, "2026"), 0o755))
	r := ready(t, unhurried(dir))
	put(t, dir, texts)
	if b := r.next(); len(b.Changed) != len(texts) {
		t.Errorf("first batch has %d files, want all %d", len(b.Changed), len(texts))
	}
	r.want(texts)
}

// TestFilesRenamedInALoop: the first few are passed on at once, as nobody can
// know that more will come; the rest is one batch.
func TestFilesRenamedInALoop(t *testing.T) {
	dir := t.TempDir()
	texts := numbered("2026", 10_000)
	check(t, os.Mkdir(filepath.Join(dir, "2026"), 0o755))
	r := ready(t, unhurried(dir))
	renamed := make(chan struct{})
	go func() {
		defer close(renamed)
		for name, text := range texts {
			save(t, filepath.Join(dir, name), text)
		}
	}()
	r.want(texts)
	<-renamed
	if b := r.batches[len(r.batches)-1]; len(b.Changed) < len(texts)-16 {
		t.Errorf("last batch has %d files, want at least %d", len(b.Changed), len(texts)-16)
	}
}

// TestSlowReceiver holds a batch while 10,000 files come: more events than the
// kernel's queue has room for, and they are read nevertheless.
func TestSlowReceiver(t *testing.T) {
	dir := t.TempDir()
	check(t, os.Mkdir(filepath.Join(dir, "2026"), 0o755))
	r := ready(t, unhurried(dir))
	save(t, filepath.Join(dir, "a.md"), "A")
	r.status("handed over", func(s watch.Status) bool { return s.Pending == 1 })
	texts := numbered("2026", 10_000)
	put(t, dir, texts)
	texts["a.md"] = "A"
	r.want(texts)
	if n := len(r.batches); n > 3 {
		t.Errorf("%d batches, want the first, the held and one for the rest", n)
	}
}

// TestWrittenFileIsPassedOnWhenQuiet: the receiver sees no half of it.
func TestWrittenFileIsPassedOnWhenQuiet(t *testing.T) {
	dir := t.TempDir()
	r := ready(t, unhurried(dir))
	f, err := os.Create(filepath.Join(dir, "a.md"))
	check(t, err)
	defer f.Close()
	want := ""
	for i := range 50 {
		line := fmt.Sprintf("line %d\n", i)
		want += line
		_, err := f.WriteString(line)
		check(t, err)
		check(t, f.Sync()) // as slow as the disk
	}
	r.next()
	if got := r.texts["a.md"]; got != want {
		t.Errorf("first read = %q, want all 50 lines", got)
	}
}

// TestFileWrittenWithoutEndIsPassedOn after the longest wait.
func TestFileWrittenWithoutEndIsPassedOn(t *testing.T) {
	dir := t.TempDir()
	r := ready(t, watch.Options{Root: dir, Quiet: deadline, Longest: 100 * time.Millisecond})
	write(t, filepath.Join(dir, "a.md"), "A")
	r.want(map[string]string{"a.md": "A"}) // long before it is quiet
}

func TestEmptiedFileWaits(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.md")
	put(t, dir, map[string]string{"a.md": "A", "b.md": ""})
	r := ready(t, watch.Options{Root: dir, Quiet: 10 * time.Millisecond, Longest: 3 * time.Second})
	r.want(map[string]string{"a.md": "A", "b.md": ""}) // an empty file comes, but later

	check(t, os.Truncate(file, 0))
	save(t, filepath.Join(dir, "c.md"), "C")
	r.want(map[string]string{"a.md": "A", "b.md": "", "c.md": "C"}) // a.md is empty now, and not told
	write(t, file, "A, updated")
	r.want(map[string]string{"a.md": "A, updated", "b.md": "", "c.md": "C"})
	for _, b := range r.batches {
		if s, ok := b.Changed["a.md"]; ok && s.Size == 0 {
			t.Errorf("a.md was passed on while it was empty")
		}
	}
}
