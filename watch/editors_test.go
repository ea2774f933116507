package watch_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"writethru/watch"
)

// run runs a program in dir, or skips the test where there is none.
func run(t *testing.T, dir, program string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("no %s here", program)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "TERM=dumb", "GIT_CONFIG_NOSYSTEM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	check(t, os.WriteFile(file, []byte(text), 0o644))
}

func move(t *testing.T, from, to string) {
	t.Helper()
	check(t, os.Rename(from, to))
}

// TestSaves saves one article as each editor and tool does. The receiver must
// read the new text, and never be told that a file is gone or that another came.
func TestSaves(t *testing.T) {
	const text = "one\ntwo\n"
	saves := []struct {
		name string
		save func(t *testing.T, dir, file string)
	}{
		{"vim", func(t *testing.T, dir, file string) {
			run(t, dir, "vim.tiny", "-u", "NONE", "-es", "-c", "%s/one/two/", "-c", "wq", "a.md")
		}},
		{"vim with backup by rename", func(t *testing.T, dir, file string) {
			run(t, dir, "vim.tiny", "-u", "NONE", "-es", "-c", "set backup backupcopy=no", "-c", "%s/one/two/", "-c", "wq", "a.md")
		}},
		{"vim's calls", func(t *testing.T, dir, file string) {
			write(t, filepath.Join(dir, "4913"), "")
			check(t, os.Remove(filepath.Join(dir, "4913")))
			move(t, file, file+"~")
			write(t, file, "two\ntwo\n")
			check(t, os.Chmod(file, 0o600))
			check(t, os.Remove(file+"~"))
		}},
		{"emacs", func(t *testing.T, dir, file string) {
			run(t, dir, "emacs", "-Q", "--batch", "a.md", "--eval",
				`(progn (goto-char 1) (insert "#") (delete-char -1) (replace-string "one" "two") (do-auto-save) (save-buffer))`)
		}},
		{"emacs's calls", func(t *testing.T, dir, file string) {
			lock := filepath.Join(dir, ".#a.md")
			check(t, os.Symlink("me@here.1", lock))
			write(t, filepath.Join(dir, "#a.md#"), "two\n")
			move(t, file, file+"~")
			write(t, file, "two\ntwo\n")
			check(t, os.Remove(filepath.Join(dir, "#a.md#")))
			check(t, os.Remove(lock))
		}},
		{"VS Code's calls", func(t *testing.T, dir, file string) {
			f, err := os.OpenFile(file, os.O_WRONLY, 0)
			check(t, err)
			check(t, f.Truncate(0))
			_, err = f.WriteString("two\ntwo\n")
			check(t, err)
			check(t, f.Sync())
			check(t, f.Close())
		}},
		{"JetBrains's safe write", func(t *testing.T, dir, file string) {
			write(t, file+"___jb_tmp___", "two\ntwo\n")
			move(t, file, file+"___jb_old___")
			move(t, file+"___jb_tmp___", file)
			check(t, os.Remove(file+"___jb_old___"))
		}},
		{"sed -i", func(t *testing.T, dir, file string) { run(t, dir, "sed", "-i", "s/one/two/", "a.md") }},
		{"rsync", func(t *testing.T, dir, file string) {
			from := t.TempDir()
			write(t, filepath.Join(from, "a.md"), "two\ntwo\n")
			run(t, dir, "rsync", "-a", "--ignore-times", from+"/", dir+"/")
		}},
		{"rsync --inplace", func(t *testing.T, dir, file string) {
			from := t.TempDir()
			write(t, filepath.Join(from, "a.md"), "two\ntwo\n")
			run(t, dir, "rsync", "-a", "--ignore-times", "--inplace", from+"/", dir+"/")
		}},
		{"link and unlink", func(t *testing.T, dir, file string) {
			write(t, file+".tmp", "two\ntwo\n")
			check(t, os.Remove(file))
			check(t, os.Link(file+".tmp", file))
			check(t, os.Remove(file+".tmp"))
		}},
	}
	for _, tt := range saves {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, map[string]string{"a.md": text})
			r := ready(t, watch.Options{Root: dir})
			tt.save(t, dir, filepath.Join(dir, "a.md"))
			r.want(map[string]string{"a.md": "two\ntwo\n"})
			put(t, dir, map[string]string{"last.md": "last"})
			r.want(map[string]string{"a.md": "two\ntwo\n", "last.md": "last"})
			for _, b := range r.batches {
				if len(b.Removed) > 0 {
					t.Errorf("Removed = %q, want none", b.Removed)
				}
				for name := range b.Changed {
					if name != "a.md" && name != "last.md" {
						t.Errorf("Changed has %q, want a.md alone", name)
					}
				}
			}
		})
	}
}

func TestGitCheckout(t *testing.T) {
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		run(t, dir, "git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.org"}, args...)...)
	}
	git("init", "-q", "-b", "main")
	put(t, dir, map[string]string{"a.md": "A", "b/c.md": "C"})
	git("add", ".")
	git("commit", "-q", "-m", "one")
	git("checkout", "-q", "-b", "next")
	put(t, dir, map[string]string{"a.md": "A, updated", "d/e.md": "E"})
	git("add", ".")
	git("commit", "-q", "-m", "two")

	r := ready(t, watch.Options{Root: dir})
	r.want(map[string]string{"a.md": "A, updated", "b/c.md": "C", "d/e.md": "E"})
	git("checkout", "-q", "main")
	r.want(map[string]string{"a.md": "A", "b/c.md": "C"})
	git("checkout", "-q", "next")
	r.want(map[string]string{"a.md": "A, updated", "b/c.md": "C", "d/e.md": "E"})
}

func TestTouchIsPassedOn(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A"})
	r := ready(t, watch.Options{Root: dir})
	run(t, dir, "touch", "a.md")
	if b := r.next(); len(b.Changed) != 1 {
		t.Errorf("Changed = %v, want a.md", b.Changed)
	}
}

// TestConfigMap swaps the files of a mounted ConfigMap as the kubelet does: no
// event names any of them.
func TestConfigMap(t *testing.T) {
	dir := t.TempDir()
	version := func(n int, text string) {
		t.Helper()
		real := fmt.Sprintf("..2026_05_0%d", n)
		put(t, dir, map[string]string{real + "/a.md": text, real + "/sub/b.md": text})
		check(t, os.Symlink(real, filepath.Join(dir, "..data_tmp")))
		move(t, filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data"))
		if n > 1 {
			check(t, os.RemoveAll(filepath.Join(dir, fmt.Sprintf("..2026_05_0%d", n-1))))
		}
	}
	version(1, "one")
	check(t, os.Symlink("..data/a.md", filepath.Join(dir, "a.md")))
	check(t, os.Symlink("..data/sub", filepath.Join(dir, "sub")))
	r := ready(t, watch.Options{Root: dir})
	r.want(map[string]string{"a.md": "one", "sub/b.md": "one"})
	version(2, "two")
	r.want(map[string]string{"a.md": "two", "sub/b.md": "two"})
	version(3, "three")
	r.want(map[string]string{"a.md": "three", "sub/b.md": "three"})
}

// TestGitSync flips the symlink that is the root, or is on the way to it.
func TestGitSync(t *testing.T) {
	for _, below := range []string{"", "content/posts"} {
		t.Run("root "+filepath.Join("current", below), func(t *testing.T) {
			git := t.TempDir()
			flip := func(hash, text string) {
				t.Helper()
				put(t, git, map[string]string{filepath.Join(".worktrees", hash, below, "a.md"): text})
				check(t, os.Symlink(filepath.Join(".worktrees", hash), filepath.Join(git, "tmp-link")))
				move(t, filepath.Join(git, "tmp-link"), filepath.Join(git, "current"))
			}
			flip("1111", "one")
			r := ready(t, watch.Options{Root: filepath.Join(git, "current", below)})
			r.want(map[string]string{"a.md": "one"})
			flip("2222", "two")
			check(t, os.RemoveAll(filepath.Join(git, ".worktrees", "1111")))
			r.want(map[string]string{"a.md": "two"})
			save(t, filepath.Join(git, ".worktrees", "2222", below, "a.md"), "two, updated")
			r.want(map[string]string{"a.md": "two, updated"})
		})
	}
}
