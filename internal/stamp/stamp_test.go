package stamp_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	"writethru/internal/stamp"
)

func of(t *testing.T, name string) stamp.Stamp {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return stamp.Of(info)
}

func TestStampTellsFilesApart(t *testing.T) {
	old := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	write := func(t *testing.T, name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, old, old); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name   string
		change func(t *testing.T, name string)
		same   bool
	}{
		{"nothing happened", func(*testing.T, string) {}, true},
		{"grown", func(t *testing.T, name string) { write(t, name, "longer") }, false},
		{"touched", func(t *testing.T, name string) {
			if err := os.Chtimes(name, old, old.Add(time.Nanosecond)); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"replaced by a file of the same size and time", func(t *testing.T, name string) {
			if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
				t.Skip("needs inodes")
			}
			write(t, name+".new", "text")
			if err := os.Rename(name+".new", name); err != nil {
				t.Fatal(err)
			}
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "a.md")
			write(t, name, "text")
			before := of(t, name)
			tt.change(t, name)
			if got := of(t, name) == before; got != tt.same {
				t.Errorf("stamps equal = %t, want %t", got, tt.same)
			}
		})
	}
}

func ExampleOf() {
	posts := fstest.MapFS{"a.md": {Data: []byte("A flood."), ModTime: time.Unix(0, 42)}}
	info, err := fs.Stat(posts, "a.md")
	if err != nil {
		panic(err)
	}
	fmt.Printf("%+v\n", stamp.Of(info))
	// Output: {Size:8 Mtime:42 Ctime:0 Inode:0}
}
