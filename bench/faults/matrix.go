//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"writethru/bench/faults/disk"
)

// A fault is something that breaks.
type fault struct {
	name   string
	what   string
	every  time.Duration                             // on average
	least  int                                       // it strikes so often, also when the editor is done before
	setUp  func(*trial) error                        // before the start; nil: nothing
	strike func(ctx context.Context, t *trial) error // breaks it, and mends it after a while
}

// errCannot says that this machine can't break a thing.
var errCannot = errors.New("can't be done here")

// matrix are all faults.
var matrix = []fault{
	{name: "kill", what: "the program is killed at any instant", every: 250 * time.Millisecond, strike: func(_ context.Context, t *trial) error {
		t.desk.strike()
		return nil
	}},
	{name: "power", what: "the power fails: what was not synced is lost, or torn", every: 600 * time.Millisecond, setUp: onDisk, strike: func(_ context.Context, t *trial) error {
		return t.cut()
	}},
	{name: "io-errors", what: "the journal's disk gives errors", every: 500 * time.Millisecond, setUp: onDisk, strike: sick(disk.Failing)},
	{name: "full", what: "the journal's disk is full", every: 500 * time.Millisecond, setUp: onDisk, strike: sick(disk.Full)},
	{name: "read-only", what: "the journal's disk is read-only", every: 500 * time.Millisecond, setUp: onDisk, strike: sick(disk.ReadOnly)},
	{name: "unmounted", what: "the articles are unmounted and mounted again", every: 700 * time.Millisecond, least: len(ways), setUp: onVolume, strike: remount},
	{name: "unreadable", what: "the articles' disk gives errors", every: 500 * time.Millisecond, setUp: onMirror, strike: unreadable},
	{name: "clock", what: "the clock is set forth and back, by hours", every: 500 * time.Millisecond, least: 4, setUp: clockwork, strike: stepClock},
	{name: "descriptors", what: "no more files can be opened", every: 500 * time.Millisecond, strike: starve},
	{name: "inotify", what: "there are no watches for folders", every: 800 * time.Millisecond, setUp: unwatched, strike: func(_ context.Context, t *trial) error {
		t.desk.strike()
		return nil
	}},
	{name: "memory", what: "there is less memory than the program has taken", every: 400 * time.Millisecond, setUp: penned, strike: squeeze},
}

// onDisk puts the journal on a disk that can fail.
func onDisk(t *trial) error {
	d, err := disk.New(t.desk.data(), rand.New(rand.NewPCG(t.rand.Uint64(), 61)))
	if errors.Is(err, disk.ErrNoFUSE) {
		return fmt.Errorf("%w: %w", errCannot, err)
	}
	if err != nil {
		return err
	}
	t.disk = d
	t.undo = append(t.undo, d.Close)
	return nil
}

// onMirror lets the publisher read the articles from a disk that can fail.
func onMirror(t *trial) error {
	dir := filepath.Join(t.dir, "articles")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	m, err := disk.NewMirror(dir, t.desk.posts(), rand.New(rand.NewPCG(t.rand.Uint64(), 62)))
	if errors.Is(err, disk.ErrNoFUSE) {
		return fmt.Errorf("%w: %w", errCannot, err)
	}
	if err != nil {
		return err
	}
	t.mirror, t.editor.dir = m, dir
	t.undo = append(t.undo, m.Close)
	return nil
}

// unreadable makes the articles' disk work badly for a while.
func unreadable(ctx context.Context, t *trial) error {
	t.mirror.Fail(true)
	t.perhaps()
	pause(ctx, time.Duration(100+t.rand.IntN(3000))*time.Millisecond)
	t.mirror.Fail(false)
	return nil
}

// cut takes the power away, at an instant when the program works.
func (t *trial) cut() error {
	t.desk.hold()
	defer t.desk.resume()
	return t.disk.Cut()
}

// sick makes the disk work badly for a while. The program may end meanwhile.
func sick(m disk.Mode) func(context.Context, *trial) error {
	return func(ctx context.Context, t *trial) error {
		t.disk.Set(m)
		t.perhaps() // it has to start on a bad disk then
		pause(ctx, time.Duration(100+t.rand.IntN(900))*time.Millisecond)
		t.disk.Set(disk.Good)
		return nil
	}
}

// moveAside takes the folder of articles away, leaves an empty one in its place,
// and brings it back.
func moveAside(ctx context.Context, t *trial) error {
	aside := filepath.Join(t.dir, "aside")
	t.editor.saving.Lock() // nobody can save meanwhile
	defer t.editor.saving.Unlock()
	if err := os.Rename(t.desk.posts(), aside); err != nil {
		return err
	}
	empty := t.rand.IntN(2) == 0
	if empty {
		if err := os.Mkdir(t.desk.posts(), 0o755); err != nil {
			return err
		}
	}
	t.perhaps()
	pause(ctx, time.Duration(100+t.rand.IntN(3000))*time.Millisecond)
	if empty {
		if err := os.Remove(t.desk.posts()); err != nil {
			return err
		}
	}
	return os.Rename(aside, t.desk.posts())
}

// starve leaves the running program as many descriptors as it has, or a few.
func starve(ctx context.Context, t *trial) error {
	pid := t.desk.pid()
	if pid == 0 {
		return nil
	}
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return nil //nolint:nilerr // it has just ended
	}
	var before unix.Rlimit
	few := unix.Rlimit{Cur: uint64(len(open) + t.rand.IntN(3)), Max: 4096}
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &before); err != nil {
		return nil //nolint:nilerr // it has just ended
	}
	few.Max = before.Max
	_ = unix.Prlimit(pid, unix.RLIMIT_NOFILE, &few, nil) // it may have ended
	pause(ctx, time.Duration(100+t.rand.IntN(1500))*time.Millisecond)
	_ = unix.Prlimit(pid, unix.RLIMIT_NOFILE, &before, nil)
	return nil
}

// unwatched runs the program where only two folders can be watched, or none.
func unwatched(t *trial) error {
	sh := `if [ $(($$ % 2)) = 0 ]; then echo 2 > /proc/sys/user/max_inotify_watches; else echo 0 > /proc/sys/user/max_inotify_instances; fi && exec "$@"`
	wrap := []string{"unshare", "--user", "--map-root-user", "sh", "-c", sh, "sh"}
	if out, err := exec.Command(wrap[0], append(wrap[1:], "true")...).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: unshare: %w: %s", errCannot, err, out)
	}
	t.desk.wrap = wrap
	return nil
}
