package watch_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"writethru/watch"
)

// inNamespace runs the calling test once more, alone, in a user namespace with
// the given limits on inotify. It reports whether that is where it runs now.
func inNamespace(t *testing.T, limits string) bool {
	t.Helper()
	if os.Getenv("WATCH_TEST_LIMITED") == t.Name() {
		return true
	}
	if out, err := exec.Command("unshare", "-Urm", "true").CombinedOutput(); err != nil {
		t.Skipf("unshare is not permitted here: %v %s", err, out)
	}
	self, err := os.Executable()
	check(t, err)
	cmd := exec.Command("unshare", "-Urm", "sh", "-c", limits+` && exec "$0" "$@"`, self, "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "WATCH_TEST_LIMITED="+t.Name())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("under %s: %v\n%s", limits, err, out)
	}
	return false
}

// polls watches a folder, expects polling for the given reason, and that
// changes are found nevertheless.
func polls(t *testing.T, why string) {
	t.Helper()
	dir := t.TempDir()
	texts := map[string]string{"a.md": "A", "b/a.md": "A", "c/a.md": "A", "d/a.md": "A", "e/a.md": "A"}
	put(t, dir, texts)
	r := ready(t, watch.Options{Root: dir})
	if s := r.w.Status(); s.Mode != watch.Polling || !strings.Contains(s.Why, why) {
		t.Errorf("Mode, Why = %q, %q, want polling, %q", s.Mode, s.Why, why)
	}
	put(t, dir, map[string]string{"e/a.md": "A, updated"})
	texts["e/a.md"] = "A, updated"
	r.want(texts)
}

func TestNoWatchesLeft(t *testing.T) {
	if inNamespace(t, "echo 3 > /proc/sys/user/max_inotify_watches") {
		polls(t, syscall.ENOSPC.Error())
	}
}

func TestNoWatchesLeftForANewFolder(t *testing.T) {
	if !inNamespace(t, "echo 3 > /proc/sys/user/max_inotify_watches") {
		return
	}
	dir := t.TempDir()
	r := ready(t, watch.Options{Root: dir})
	if s := r.w.Status(); s.Mode != watch.Events {
		t.Fatalf("Mode = %q, want events", s.Mode)
	}
	texts := map[string]string{"b/a.md": "A", "c/a.md": "A", "d/a.md": "A"}
	put(t, dir, texts)
	r.want(texts)
	r.status("polling", func(s watch.Status) bool { return s.Mode == watch.Polling })
	put(t, dir, map[string]string{"d/a.md": "A, updated"})
	texts["d/a.md"] = "A, updated"
	r.want(texts)
}

func TestNoWatchersLeft(t *testing.T) {
	if inNamespace(t, "echo 0 > /proc/sys/user/max_inotify_instances") {
		polls(t, syscall.EMFILE.Error())
	}
}

// TestNoFilesLeft takes all file descriptors away, and gives them back.
func TestNoFilesLeft(t *testing.T) {
	if os.Getenv("WATCH_TEST_LIMITED") != t.Name() {
		self, err := os.Executable()
		check(t, err)
		cmd := exec.Command(self, "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "WATCH_TEST_LIMITED="+t.Name())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A"})
	var limit syscall.Rlimit
	check(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	limit.Cur = 64
	check(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	var taken []*os.File
	for {
		f, err := os.Open(os.DevNull)
		if errors.Is(err, syscall.EMFILE) {
			break
		}
		check(t, err)
		taken = append(taken, f)
	}
	r := begin(t, watch.Options{Root: dir})
	r.status("unavailable", func(s watch.Status) bool {
		return s.Mode == watch.Polling && strings.Contains(s.Unavailable, syscall.EMFILE.Error())
	})
	for _, f := range taken {
		check(t, f.Close())
	}
	r.want(map[string]string{"a.md": "A"})
}

// TestOverflow stops the reading of events by stopping the whole program while
// another one makes more of them than the kernel's queue holds.
func TestOverflow(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh here")
	}
	if os.Getenv("WATCH_TEST_LIMITED") != t.Name() {
		self, err := os.Executable()
		check(t, err)
		cmd := exec.Command(self, "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "WATCH_TEST_LIMITED="+t.Name())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	const n = 10_000 // each makes two events, and the queue holds 16,384
	dir := t.TempDir()
	r := ready(t, unhurried(dir))
	script := fmt.Sprintf(`kill -STOP %d; i=0; while [ $i -lt %d ]; do echo $i > $i.md; i=$((i+1)); done; kill -CONT %[1]d`, os.Getpid(), n)
	cmd := exec.Command("sh", "-c", script)
	cmd.Dir = dir
	check(t, cmd.Run())
	texts := make(map[string]string, n)
	for i := range n {
		texts[fmt.Sprintf("%d.md", i)] = fmt.Sprintf("%d\n", i)
	}
	r.want(texts)
	scanned := false
	for _, b := range r.batches[1:] {
		scanned = scanned || b.Scanned
	}
	if s := r.w.Status(); s.Lost == 0 || s.Heard == 0 || s.Scans < 2 {
		t.Errorf("events lost %d times, %d heard, %d scans, want some lost, some heard and two scans", s.Lost, s.Heard, s.Scans)
	}
	if !scanned {
		t.Errorf("no batch after the first is Scanned: events were not lost, or it went unnoticed")
	}
	save(t, filepath.Join(dir, "0.md"), "updated")
	texts["0.md"] = "updated"
	r.want(texts)
}

// TestMountComesAndGoes mounts and unmounts a volume on the root, which no
// event tells of.
func TestMountComesAndGoes(t *testing.T) {
	if !inNamespace(t, "true") {
		return
	}
	dir := t.TempDir()
	volume := t.TempDir()
	put(t, volume, map[string]string{"a.md": "A", "b.md": "B"})
	mount := func() {
		t.Helper()
		check(t, syscall.Mount(volume, dir, "", syscall.MS_BIND, ""))
	}
	mount()
	t.Cleanup(func() { check(t, syscall.Unmount(dir, 0)) })
	r := ready(t, watch.Options{Root: dir})
	r.want(map[string]string{"a.md": "A", "b.md": "B"})
	check(t, syscall.Unmount(dir, 0)) // no descriptor of ours keeps it busy
	r.status("unavailable", func(s watch.Status) bool { return s.Unavailable != "" })
	mount()
	r.status("available", func(s watch.Status) bool { return s.Unavailable == "" })
	save(t, filepath.Join(dir, "a.md"), "A, updated")
	r.want(map[string]string{"a.md": "A, updated", "b.md": "B"})

	// For so short a time that the root looks as if it had been there always.
	check(t, syscall.Unmount(dir, 0))
	put(t, volume, map[string]string{"c.md": "C"})
	mount()
	r.want(map[string]string{"a.md": "A, updated", "b.md": "B", "c.md": "C"})
	for _, b := range r.batches {
		if len(b.Removed) > 0 {
			t.Errorf("Removed = %q, want none", b.Removed)
		}
	}
}

// TestMountBelowTheRootComesAndGoes does so on a folder: what is in it is only
// deleted if the folder is.
func TestMountBelowTheRootComesAndGoes(t *testing.T) {
	if !inNamespace(t, "true") {
		return
	}
	dir, volume := t.TempDir(), t.TempDir()
	below := filepath.Join(dir, "below")
	put(t, dir, map[string]string{"a.md": "A", "b.md": "B", "c.md": "C", "below/.keep": ""})
	put(t, volume, map[string]string{"d.md": "D"})
	mount := func() {
		t.Helper()
		check(t, syscall.Mount(volume, below, "", syscall.MS_BIND, ""))
	}
	unmounted := func(s watch.Status) bool {
		return slices.ContainsFunc(s.Faults, func(f string) bool { return strings.HasPrefix(f, "below: ") })
	}
	mount()
	r := ready(t, watch.Options{Root: dir, Rescan: 20 * time.Millisecond, Grace: 50 * time.Millisecond})
	all := map[string]string{"a.md": "A", "b.md": "B", "c.md": "C", "below/d.md": "D"}
	r.want(all)
	check(t, syscall.Unmount(below, 0))
	r.status("unmounted", unmounted)
	save(t, filepath.Join(dir, "a.md"), "A, updated") // its removals would come with it or before
	all["a.md"] = "A, updated"
	r.want(all)
	mount()
	r.status("mounted", func(s watch.Status) bool { return !unmounted(s) })
	save(t, filepath.Join(volume, "d.md"), "D, updated")
	all["below/d.md"] = "D, updated"
	r.want(all)
	for _, b := range r.batches {
		if len(b.Removed) > 0 {
			t.Errorf("Removed = %q, want none", b.Removed)
		}
	}
	check(t, syscall.Unmount(below, 0))
	check(t, os.RemoveAll(below))
	delete(all, "below/d.md")
	r.want(all)
}
