package publish_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"writethru/publish"
)

// files gives the contents of all files below a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		all[strings.TrimPrefix(name, dir+"/")] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A build that can't be finished changes nothing of the site that is there, and
// leaves nothing of its own. The next one goes through.
func TestABuildThatFailsLeavesTheSiteAsItWas(t *testing.T) {
	w := newWorld(t, publish.Defaults().FollowUps)
	defer func() { w.close() }()
	out := filepath.Join(t.TempDir(), "public")
	build := func() error { return w.p.Build(t.Context(), w.changes(), publish.Build{Out: out}) }
	w.write("one.md", "# One\n\nThe first.\n")
	if err := build(); err != nil {
		t.Fatal(err)
	}
	before := files(t, out)

	inTheWay := filepath.Join(out, "stories/two/index.html")
	if err := os.MkdirAll(inTheWay, 0o755); err != nil {
		t.Fatal(err)
	}
	w.write("two.md", "# Two\n\nThe second.\n")
	if err := build(); err == nil || !strings.Contains(err.Error(), "two/index.html") {
		t.Fatalf("with a folder in the place of a file a build says %v", err)
	}
	if after := files(t, out); !maps.Equal(before, after) {
		t.Errorf("a build that failed left %v, before there were %v", slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)))
	}
	if _, err := os.Stat(filepath.Join(out, ".writethru-new")); !os.IsNotExist(err) {
		t.Errorf("what it made is left behind: %v", err)
	}

	if err := os.RemoveAll(filepath.Join(out, "stories/two")); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(out, ".writethru-new") // as of a build that was killed
	if err := os.MkdirAll(left, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, "1"), []byte("half a fi"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := build(); err != nil {
		t.Fatal(err)
	}
	after := files(t, out)
	if !strings.Contains(after["stories/two/index.html"], "The second.") || after[".writethru-new/1"] != "" {
		t.Errorf("the next build left %v", slices.Sorted(maps.Keys(after)))
	}
}
