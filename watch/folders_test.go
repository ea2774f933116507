package watch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"writethru/watch"
)

// numbered returns n small articles in a folder.
func numbered(folder string, n int) map[string]string {
	texts := make(map[string]string, n)
	for i := range n {
		texts[fmt.Sprintf("%s/%05d.md", folder, i)] = fmt.Sprint("text ", i)
	}
	return texts
}

// with returns the union of texts.
func with(all ...map[string]string) map[string]string {
	union := make(map[string]string)
	for _, texts := range all {
		for name, text := range texts {
			union[name] = text
		}
	}
	return union
}

func TestFolderIsCreatedWithFilesAtOnce(t *testing.T) {
	dir := t.TempDir()
	r := ready(t, watch.Options{Root: dir})
	texts := with(numbered("2026/05", 600), numbered("2026/05/deep/er", 10))
	put(t, dir, with(texts, map[string]string{".git/x.md": "hidden", "2026/.h/y.md": "hidden"}))
	r.want(texts)
	save(t, filepath.Join(dir, "2026/05/deep/er/00001.md"), "updated")
	texts["2026/05/deep/er/00001.md"] = "updated"
	r.want(texts)
}

func TestFolderIsRenamed(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"old/sub/a.md": "A", "stays.md": "S"})
	r := ready(t, watch.Options{Root: dir})
	move(t, filepath.Join(dir, "old"), filepath.Join(dir, "new"))
	r.want(map[string]string{"new/sub/a.md": "A", "stays.md": "S"})
	save(t, filepath.Join(dir, "new/sub/a.md"), "A, updated")
	r.want(map[string]string{"new/sub/a.md": "A, updated", "stays.md": "S"})
	put(t, dir, map[string]string{"old/sub/b.md": "B"})
	r.want(map[string]string{"new/sub/a.md": "A, updated", "stays.md": "S", "old/sub/b.md": "B"})
}

// TestRenameTellsWhatIsMissing: the batch with the new name says which file it
// may have been, long before that counts as removed.
func TestRenameTellsWhatIsMissing(t *testing.T) {
	tests := []struct{ from, to, missing, changed string }{
		{"a.md", "b.md", "a.md", "b.md"},
		{"old", "new", "old/sub/a.md", "new/sub/a.md"},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		put(t, dir, map[string]string{tt.missing: "A", "stays.md": "S"})
		r := ready(t, watch.Options{Root: dir, Grace: deadline})
		move(t, filepath.Join(dir, tt.from), filepath.Join(dir, tt.to))
		b := r.next()
		if _, ok := b.Changed[tt.changed]; !ok || !slices.Equal(b.Missing, []string{tt.missing}) {
			t.Errorf("after mv %s %s: Changed = %v, Missing = %q; want %s and %s", tt.from, tt.to, b.Changed, b.Missing, tt.changed, tt.missing)
		}
	}
}

func TestFolderIsMovedOutAndIn(t *testing.T) {
	dir, aside := t.TempDir(), t.TempDir()
	texts := numbered("2026", 3)
	put(t, dir, with(texts, map[string]string{"stays.md": "S"}))
	r := ready(t, watch.Options{Root: dir, Grace: 100 * time.Millisecond})
	move(t, filepath.Join(dir, "2026"), filepath.Join(aside, "2026"))
	r.want(map[string]string{"stays.md": "S"})
	move(t, filepath.Join(aside, "2026"), filepath.Join(dir, "2026"))
	r.want(with(texts, map[string]string{"stays.md": "S"}))
	save(t, filepath.Join(dir, "2026/00001.md"), "updated")
	texts["2026/00001.md"] = "updated"
	r.want(with(texts, map[string]string{"stays.md": "S"}))
}

func TestFolderThatComesBackInItsGraceWasNeverGone(t *testing.T) {
	dir, aside := t.TempDir(), t.TempDir()
	put(t, dir, map[string]string{"2026/a.md": "A", "stays.md": "S"})
	r := ready(t, watch.Options{Root: dir, Grace: deadline})
	move(t, filepath.Join(dir, "2026"), filepath.Join(aside, "2026"))
	r.status("missing", func(s watch.Status) bool { return s.Pending > 0 })
	move(t, filepath.Join(aside, "2026"), filepath.Join(dir, "2026"))
	r.status("back", func(s watch.Status) bool { return s.Pending == 0 })
	save(t, filepath.Join(dir, "2026/a.md"), "A, updated")
	if b := r.next(); len(b.Removed)+len(b.Missing) > 0 || len(b.Changed) != 1 {
		t.Errorf("batch = %+v, want 2026/a.md alone", b)
	}
}

func TestRootIsReplaced(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "posts")
	put(t, dir, map[string]string{"a.md": "A", "sub/b.md": "B"})
	r := ready(t, watch.Options{Root: dir})
	check(t, os.RemoveAll(dir))
	put(t, dir, map[string]string{"a.md": "A, anew", "sub/b.md": "B"})
	r.want(map[string]string{"a.md": "A, anew", "sub/b.md": "B"})
	save(t, filepath.Join(dir, "sub/b.md"), "B, updated")
	r.want(map[string]string{"a.md": "A, anew", "sub/b.md": "B, updated"})
}

func TestFolderFarAboveIsReplaced(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "x/y/posts")
	put(t, dir, map[string]string{"a.md": "A"})
	r := ready(t, watch.Options{Root: dir})
	move(t, filepath.Join(top, "x"), filepath.Join(top, "old"))
	put(t, dir, map[string]string{"a.md": "A, anew"})
	r.want(map[string]string{"a.md": "A, anew"})
}

func TestRootComesLater(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "posts")
	r := begin(t, watch.Options{Root: dir})
	s := r.status("unavailable", func(s watch.Status) bool { return s.Unavailable != "" })
	if s.Since.IsZero() {
		t.Errorf("Since is zero, want a time")
	}
	put(t, dir, map[string]string{"a.md": "A"})
	r.want(map[string]string{"a.md": "A"})
	r.status("available", func(s watch.Status) bool { return s.Unavailable == "" })
}

// TestEmptyRootIsNotADeletion: an unmounted volume leaves an empty folder.
func TestEmptyRootIsNotADeletion(t *testing.T) {
	for _, how := range []string{"missing", "empty", "emptied"} {
		t.Run(how, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "posts")
			aside := dir + " aside"
			put(t, dir, map[string]string{"a.md": "A", "sub/b.md": "B"})
			r := ready(t, watch.Options{Root: dir, Grace: time.Second, Patience: time.Second})
			switch how {
			case "missing":
				move(t, dir, aside)
			case "empty":
				move(t, dir, aside)
				check(t, os.Mkdir(dir, 0o755))
			case "emptied":
				check(t, os.Mkdir(aside, 0o755))
				move(t, filepath.Join(dir, "a.md"), filepath.Join(aside, "a.md"))
				move(t, filepath.Join(dir, "sub"), filepath.Join(aside, "sub"))
			}
			r.status("unavailable", func(s watch.Status) bool { return s.Unavailable != "" })
			scanned := r.w.Status().LastScan
			if how != "missing" { // it keeps looking, and keeps to it
				r.status("scanned again", func(s watch.Status) bool { return s.LastScan.After(scanned) })
			}
			check(t, os.RemoveAll(dir))
			move(t, aside, dir)
			r.status("available", func(s watch.Status) bool { return s.Unavailable == "" })
			save(t, filepath.Join(dir, "sub/b.md"), "B, updated")
			r.want(map[string]string{"a.md": "A", "sub/b.md": "B, updated"})
			for _, b := range r.batches {
				if len(b.Removed) > 0 {
					t.Errorf("Removed = %q, want none", b.Removed)
				}
			}
		})
	}
}

// A file that got another name while the folder was away was not deleted,
// however long that lasted.
func TestRenameWhileTheFolderIsAway(t *testing.T) {
	for _, left := range []string{"nothing", "an empty folder"} {
		t.Run(left, func(t *testing.T) {
			var later atomic.Int64
			dir := filepath.Join(t.TempDir(), "posts")
			aside := dir + " aside"
			put(t, dir, map[string]string{"a.md": "A", "b.md": "B"})
			r := ready(t, watch.Options{Root: dir, Grace: time.Hour, Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }})
			move(t, dir, aside)
			if left != "nothing" {
				check(t, os.Mkdir(dir, 0o755))
			}
			r.status("unavailable", func(s watch.Status) bool { return s.Unavailable != "" })
			move(t, filepath.Join(aside, "a.md"), filepath.Join(aside, "c.md"))
			later.Store(int64(100 * time.Hour))
			check(t, os.RemoveAll(dir))
			move(t, aside, dir)
			b := r.next()
			if _, ok := b.Changed["c.md"]; !ok || len(b.Removed) > 0 || !slices.Equal(b.Missing, []string{"a.md"}) {
				t.Errorf("batch = %+v, want c.md changed and a.md missing", b)
			}
			later.Store(int64(200 * time.Hour))
			r.want(map[string]string{"b.md": "B", "c.md": "A"})
		})
	}
}

func TestLargeRemovalNeedsPatience(t *testing.T) {
	dir := t.TempDir()
	texts := numbered("2026", 20)
	put(t, dir, with(texts, map[string]string{"stays.md": "S"}))
	r := ready(t, watch.Options{Root: dir, Grace: time.Millisecond, Patience: 3 * time.Second})
	check(t, os.RemoveAll(filepath.Join(dir, "2026")))
	r.status("unavailable", func(s watch.Status) bool { return strings.Contains(s.Unavailable, "20 of 21") })
	r.want(map[string]string{"stays.md": "S"})
	r.status("available", func(s watch.Status) bool { return s.Unavailable == "" })
}

func TestSymlinksStayInsideTheRoot(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	put(t, outside, map[string]string{"secret.md": "secret", "sub/secret.md": "secret"})
	put(t, dir, map[string]string{"a.md": "A"})
	link := func(target, name string) { check(t, os.Symlink(target, filepath.Join(dir, name))) }
	link("a.md", "inside.md")
	link("b.md", "dangling.md")
	link(filepath.Join(outside, "secret.md"), "absolute.md")
	up, err := filepath.Rel(dir, outside)
	check(t, err)
	link(up+"/secret.md", "relative.md")
	link(outside, "folder")
	link(".", "circle")
	link("turning.md", "turning.md")
	r := ready(t, watch.Options{Root: dir})
	r.want(map[string]string{"a.md": "A", "inside.md": "A"})
	if faults := strings.Join(r.w.Status().Faults, "\n"); !strings.Contains(faults, "relative.md") {
		t.Errorf("Faults = %q, want relative.md among them", faults)
	}
	link(up+"/secret.md", "later.md")
	save(t, filepath.Join(dir, "a.md"), "A, updated") // through the link as well
	r.want(map[string]string{"a.md": "A, updated", "inside.md": "A, updated"})
}

func TestPolling(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A", "sub/b.md": "B"})
	r := ready(t, watch.Options{Root: dir, Poll: 5 * time.Millisecond, Grace: 20 * time.Millisecond})
	if s := r.w.Status(); s.Mode != watch.Polling || s.Why != "as configured" {
		t.Errorf("Mode, Why = %q, %q", s.Mode, s.Why)
	}
	put(t, dir, map[string]string{"sub/b.md": "B, updated", "new/c.md": "C"})
	r.want(map[string]string{"a.md": "A", "sub/b.md": "B, updated", "new/c.md": "C"})
	check(t, os.Remove(filepath.Join(dir, "a.md")))
	r.want(map[string]string{"sub/b.md": "B, updated", "new/c.md": "C"})
}
