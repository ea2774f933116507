//go:build linux

package image

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What the folder of posts goes through where containers run. That changes are
// found in all these ways is held by the tests of package watch; here it is held
// that a container sees them, and what becomes of what was published.
func (e *engine) folders(t *testing.T, image string) {
	t.Helper()
	run := func(t *testing.T, dir string, more ...string) *container {
		t.Helper()
		c, err := e.start(t.Context(), image, dir, append(more, "--volume="+volume(t)+":/data")...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.remove(t.Context()) })
		if err := c.comesUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		return c
	}
	await := func(t *testing.T, c *container, text string) {
		t.Helper()
		if err := c.await(t.Context(), "/feed.atom", text); err != nil {
			t.Fatal(err)
		}
	}

	t.Run("a ConfigMap is swapped", func(t *testing.T) {
		dir := folder(t, map[string]string{"..1/a.md": "# A\n\nWhat A said.\n"})
		link(t, "..1", filepath.Join(dir, "..data"))
		link(t, "..data/a.md", filepath.Join(dir, "a.md"))
		c := run(t, dir)
		await(t, c, "What A said.")
		fill(t, dir, map[string]string{"..2/a.md": "# A\n\nWhat A says now.\n"})
		link(t, "..2", filepath.Join(dir, "..data"))
		await(t, c, "What A says now.")
	})

	t.Run("there are no watches", func(t *testing.T) { e.noWatchers(t, image) })

	t.Run("git-sync flips to another worktree", func(t *testing.T) {
		dir := folder(t, map[string]string{".worktrees/1/a.md": "# A\n\nWhat A said.\n"})
		link(t, ".worktrees/1", filepath.Join(dir, "current"))
		c := run(t, dir, "--env=WRITETHRU_POSTS=/posts/current")
		await(t, c, "What A said.")
		fill(t, dir, map[string]string{".worktrees/2/a.md": "# A\n\nWhat A said.\n\nUpdate: more is known.\n"})
		link(t, ".worktrees/2", filepath.Join(dir, "current"))
		if err := os.RemoveAll(filepath.Join(dir, ".worktrees/1")); err != nil {
			t.Fatal(err)
		}
		await(t, c, "<title>Update: A</title>")
	})

	// The mount leads to the old folder for ever: in the container it is empty.
	t.Run("the folder that is mounted is replaced", func(t *testing.T) {
		dir := folder(t, map[string]string{"a.md": "# A\n\nWhat A said.\n", "b.md": "# B\n\nWhat B said.\n"})
		c := run(t, dir)
		await(t, c, "What B said.")
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		fill(t, dir, map[string]string{"c.md": "# C\n\nWhat C said.\n"})
		if err := c.awaitLog(t.Context(), "posts unavailable"); err != nil {
			t.Fatal(err)
		}
		for path, text := range map[string]string{"/feed.atom": "What B said.", "/stories/a/": "What A said.", "/readyz": "ready"} {
			if status, body, err := c.get(t.Context(), path); err != nil || status != http.StatusOK || !strings.Contains(body, text) {
				t.Errorf("GET %s: status %d, %v, without %q: %.200s", path, status, err, text, body)
			}
		}
	})
}

// link makes a symlink, in place of one that is there, at one instant.
func link(t *testing.T, target, name string) {
	t.Helper()
	next := filepath.Join(filepath.Dir(name), "..next")
	if err := os.Symlink(target, next); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, name); err != nil {
		t.Fatal(err)
	}
}
