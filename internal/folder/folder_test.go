package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, path string) *Folder {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestIsAFileSystem(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.md"), "a")
	write(t, filepath.Join(dir, "b/c/d.md"), "d")
	if err := fstest.TestFS(open(t, dir), "a.md", "b/c/d.md"); err != nil {
		t.Error(err)
	}
}

// Both ways of opening refuse what is outside and follow what is inside.
func TestNothingOutsideIsRead(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "posts")
	write(t, filepath.Join(top, "secret"), "secret")
	write(t, filepath.Join(dir, "a.md"), "a")
	for link, target := range map[string]string{
		"out.md": "../secret", "absolute.md": filepath.Join(top, "secret"), "up": "..", "in.md": "a.md", "round.md": "../posts/a.md",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	f := open(t, dir)
	read := map[string]func(string) error{
		"open":   func(name string) error { _, err := fs.ReadFile(f, name); return err },
		"stat":   func(name string) error { _, err := f.Stat(name); return err },
		"slowly": func(name string) error { file, err := f.slowly(name); file.Close(); return err },
	}
	for name, there := range map[string]bool{
		"a.md": true, "in.md": true, "out.md": false, "absolute.md": false, "up/secret": false, "round.md": false, "none.md": false,
	} {
		for how, read := range read {
			if err := read(name); (err == nil) != there {
				t.Errorf("%s %s gave error %v, want it there: %v", how, name, err, there)
			}
		}
	}
	if _, err := f.Open("none.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there gave error %v, want %v", err, fs.ErrNotExist)
	}
	for _, name := range []string{"../secret", "/etc/passwd", "b/../../secret", ""} {
		if _, err := f.Open(name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("Open(%q) gave error %v, want %v", name, err, fs.ErrInvalid)
		}
	}
}

// A folder may be another one later: replaced, or behind a symlink that is
// turned, as tools do that check a repository out.
func TestFollowsItsPath(t *testing.T) {
	top := t.TempDir()
	write(t, filepath.Join(top, "one/a.md"), "one")
	write(t, filepath.Join(top, "two/a.md"), "two")
	path := filepath.Join(top, "posts")
	turn := func(to string) {
		t.Helper()
		if err := errors.Join(os.Symlink(to, path+".new"), os.Rename(path+".new", path)); err != nil {
			t.Fatal(err)
		}
	}
	turn("one")
	f := open(t, path)
	for _, want := range []string{"one", "two", "one"} {
		turn(want)
		if got, err := fs.ReadFile(f, "a.md"); err != nil || string(got) != want {
			t.Errorf("a.md says %q, %v, want %q", got, err, want)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Open("a.md"); !errors.Is(err, ErrAway) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file of a folder that is gone gave error %v, want %v, which says nothing of the file", err, ErrAway)
	}
	turn("two")
	if got, err := fs.ReadFile(f, "a.md"); err != nil || string(got) != "two" {
		t.Errorf("a.md says %q, %v, want %q", got, err, "two")
	}
}

func TestReadsWholeFiles(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "posts")
	write(t, filepath.Join(top, "secret"), "secret")
	write(t, filepath.Join(dir, "a.md"), "four")
	write(t, filepath.Join(dir, "empty.md"), "")
	if err := os.Symlink("../secret", filepath.Join(dir, "out.md")); err != nil {
		t.Fatal(err)
	}
	f := open(t, dir)
	if _, _, err := f.ReadWhole("a.md", nil, 10); errors.Is(err, errors.ErrUnsupported) {
		t.Skip("no quick way here: files are read through Open")
	}
	for _, tt := range []struct {
		name string
		most int64
		text string
		size int64
	}{
		{"a.md", 4, "four", 4},
		{"a.md", 3, "", 4}, // more than there may be: its size alone
		{"empty.md", 4, "", 0},
	} {
		data, size, err := f.ReadWhole(tt.name, nil, tt.most)
		if string(data) != tt.text || size != tt.size || err != nil {
			t.Errorf("%s, at most %d bytes, gave %q, %d, %v, want %q, %d", tt.name, tt.most, data, size, err, tt.text, tt.size)
		}
	}
	buf := make([]byte, 5)
	if data, _, err := f.ReadWhole("a.md", buf, 10); err != nil || &data[0] != &buf[0] {
		t.Errorf("a.md was read into other memory than was given (error %v)", err)
	}
	for name, want := range map[string]error{"none.md": fs.ErrNotExist, "../secret": fs.ErrInvalid} {
		if _, _, err := f.ReadWhole(name, nil, 10); !errors.Is(err, want) {
			t.Errorf("%s gave error %v, want %v", name, err, want)
		}
	}
	if data, _, err := f.ReadWhole("out.md", nil, 10); err == nil {
		t.Errorf("a file outside was read: %q", data)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.ReadWhole("a.md", nil, 10); !errors.Is(err, ErrAway) {
		t.Errorf("a file of a folder that is gone gave error %v, want %v", err, ErrAway)
	}
}
