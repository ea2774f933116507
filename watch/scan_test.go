package watch_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/internal/stamp"
	"writethru/watch"
)

func TestScanComparesWithWhatIsKnown(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A", "b.md": "B", "c.md": "C"})
	first, err := watch.Scan(t.Context(), watch.Options{Root: dir})
	check(t, err)
	check(t, os.Remove(filepath.Join(dir, "a.md")))
	put(t, dir, map[string]string{"b.md": "B, updated"})
	b, err := watch.Scan(t.Context(), watch.Options{Root: dir, Known: maps.All(first.Changed)})
	check(t, err)
	if _, ok := b.Changed["b.md"]; !ok || len(b.Changed) != 1 {
		t.Errorf("Changed = %v, want b.md alone", b.Changed)
	}
	if diff := cmp.Diff([]string{"a.md"}, b.Removed); diff != "" {
		t.Errorf("Removed (-want +got):\n%s", diff)
	}
}

func TestScanDoubtsThatMostIsDeleted(t *testing.T) {
	tests := []struct {
		files, gone int
		doubted     bool
	}{
		{1, 1, true}, {2, 1, false}, {9, 8, false}, {9, 9, true}, {10, 5, false}, {10, 6, true},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		put(t, dir, numbered("posts", tt.files))
		first, err := watch.Scan(t.Context(), watch.Options{Root: dir})
		check(t, err)
		for i := range tt.gone {
			check(t, os.Remove(filepath.Join(dir, fmt.Sprintf("posts/%05d.md", i))))
		}
		b, err := watch.Scan(t.Context(), watch.Options{Root: dir, Known: maps.All(first.Changed)})
		if got := errors.Is(err, watch.ErrUnavailable); got != tt.doubted {
			t.Errorf("Scan with %d of %d files gone = %v, want doubt: %t", tt.gone, tt.files, err, tt.doubted)
		}
		removed, missing := tt.gone, 0
		if tt.doubted {
			removed, missing = 0, tt.gone
		}
		if len(b.Removed) != removed || len(b.Missing) != missing {
			t.Errorf("%d of %d gone: %d removed, %d missing; want %d, %d", tt.gone, tt.files, len(b.Removed), len(b.Missing), removed, missing)
		}
	}
}

func TestAFileBeingWrittenIsReadWhole(t *testing.T) {
	ways := map[string]func(o watch.Options) map[string]stamp.Stamp{
		"Scan": func(o watch.Options) map[string]stamp.Stamp {
			b, err := watch.Scan(t.Context(), o)
			check(t, err)
			return b.Changed
		},
		"Run": func(o watch.Options) map[string]stamp.Stamp {
			r := begin(t, o)
			found := r.next().Changed
			for found["story.md"] == (stamp.Stamp{}) {
				maps.Copy(found, r.next().Changed)
			}
			return found
		},
	}
	for name, find := range ways {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, map[string]string{"story.md": "The first half"})
			found := find(watch.Options{Root: dir, Quiet: 300 * time.Millisecond, Match: meanwhile(t, dir, func() {
				add(t, dir, "story.md", " and the second.")
			})})
			if got, want := found["story.md"], stampOf(t, dir, "story.md"); got != want {
				t.Errorf("handed over as %+v, want the whole file, %+v", got, want)
			}
		})
	}
}

// meanwhile adds files to a folder, and returns a match that does something once,
// when a walk has come to the last of these: it has most likely passed all others.
func meanwhile(t testing.TB, dir string, do func()) func(name string) bool {
	const files = 20
	put(t, dir, numbered("last", files))
	seen := 0
	return func(name string) bool {
		if strings.HasPrefix(name, "last/") {
			if seen++; seen == files {
				do()
			}
		}
		return true
	}
}

// add writes more into a file.
func add(t testing.TB, dir, name, text string) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_WRONLY, 0)
	check(t, err)
	_, err = f.WriteString(text)
	check(t, errors.Join(err, f.Close()))
}

func stampOf(t testing.TB, dir, name string) stamp.Stamp {
	info, err := os.Stat(filepath.Join(dir, name))
	check(t, err)
	return stamp.Of(info)
}

func TestScanWaitsForAFileThatIsBeingReplaced(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"story.md": "A story"})
	editor := meanwhile(t, dir, func() { put(t, dir, map[string]string{"story.md": "A story, updated"}) })
	first, err := watch.Scan(t.Context(), watch.Options{Root: dir})
	check(t, err)
	check(t, os.Rename(filepath.Join(dir, "story.md"), filepath.Join(dir, "story.md~")))
	b, err := watch.Scan(t.Context(), watch.Options{Root: dir, Quiet: 300 * time.Millisecond, Known: maps.All(first.Changed), Match: editor})
	check(t, err)
	if len(b.Removed) > 0 || b.Changed["story.md"] != stampOf(t, dir, "story.md") {
		t.Errorf("%v changed, %v removed; want story.md as it is now", b.Changed, b.Removed)
	}
}

func TestScanDoesNotWaitForWhatIsComplete(t *testing.T) {
	hour := watch.Options{Quiet: time.Hour, Longest: time.Hour} // as good as for ever
	tests := map[string]func(t *testing.T, dir string){
		"renamed": func(t *testing.T, dir string) {
			file := filepath.Join(dir, "a.md")
			for s := stampOf(t, dir, "a.md"); s.Ctime <= s.Mtime; s = stampOf(t, dir, "a.md") { // until the clock ticks
				check(t, os.Rename(file, file+"~"))
				check(t, os.Rename(file+"~", file))
			}
		},
		"dated back": func(t *testing.T, dir string) {
			day := time.Now().Add(-24 * time.Hour)
			check(t, os.Chtimes(filepath.Join(dir, "a.md"), day, day))
		},
	}
	for name, do := range tests {
		t.Run(name, func(t *testing.T) {
			o := hour
			o.Root = t.TempDir()
			put(t, o.Root, map[string]string{"a.md": "A"})
			do(t, o.Root)
			b, err := watch.Scan(t.Context(), o)
			if err != nil || len(b.Changed) != 1 {
				t.Errorf("Scan = %v, %v, want a.md", b, err)
			}
		})
	}
}

func TestScanOfNoFolder(t *testing.T) {
	if _, err := watch.Scan(t.Context(), watch.Options{Root: filepath.Join(t.TempDir(), "none")}); !errors.Is(err, watch.ErrUnavailable) {
		t.Errorf("Scan = %v, want ErrUnavailable", err)
	}
}

// BenchmarkScan compares a folder with what is known of it.
func BenchmarkScan(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			dir := b.TempDir()
			for i := range n / 1000 {
				put(b, dir, numbered(fmt.Sprintf("%03d", i), 1000))
			}
			first, err := watch.Scan(b.Context(), watch.Options{Root: dir})
			check(b, err)
			if len(first.Changed) != n {
				b.Fatalf("%d files, want %d", len(first.Changed), n)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := watch.Scan(b.Context(), watch.Options{Root: dir, Known: maps.All(first.Changed)}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSave is the way of an atomic save to the receiver.
func BenchmarkSave(b *testing.B) {
	dir := b.TempDir()
	r := ready(b, watch.Options{Root: dir})
	file := filepath.Join(dir, "a.md")
	for i := 0; b.Loop(); i++ {
		save(b, file, strconv.Itoa(i))
		for r.texts["a.md"] != strconv.Itoa(i) {
			r.next()
		}
	}
}
