package watch_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"writethru/watch"
)

func TestScanComparesWithWhatIsKnown(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A", "b.md": "B", "c.md": "C"})
	first, err := watch.Scan(watch.Options{Root: dir})
	check(t, err)
	check(t, os.Remove(filepath.Join(dir, "a.md")))
	put(t, dir, map[string]string{"b.md": "B, updated"})
	b, err := watch.Scan(watch.Options{Root: dir, Known: maps.All(first.Changed)})
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
		first, err := watch.Scan(watch.Options{Root: dir})
		check(t, err)
		for i := range tt.gone {
			check(t, os.Remove(filepath.Join(dir, fmt.Sprintf("posts/%05d.md", i))))
		}
		b, err := watch.Scan(watch.Options{Root: dir, Known: maps.All(first.Changed)})
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

func TestScanOfNoFolder(t *testing.T) {
	if _, err := watch.Scan(watch.Options{Root: filepath.Join(t.TempDir(), "none")}); !errors.Is(err, watch.ErrUnavailable) {
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
			first, err := watch.Scan(watch.Options{Root: dir})
			check(b, err)
			if len(first.Changed) != n {
				b.Fatalf("%d files, want %d", len(first.Changed), n)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := watch.Scan(watch.Options{Root: dir, Known: maps.All(first.Changed)}); err != nil {
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
